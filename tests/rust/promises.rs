//! Promises that became weaker: every planted one is found, and no harmless edit is reported (`tests/cases/promises`); reports
//! on actions, in the action plan and as data.

use greenpaper::history::{Identity, identify};
use greenpaper::model::{Draft, Softening};
use greenpaper::parse::{self, Loaded};
use greenpaper::promises::softened;
use greenpaper::span::SourceMap;

use crate::memory::MemoryProject;
use crate::project::draft;

/// The actions of a side, one a line, each with its number as its id.
fn version(actions: &[(usize, &str)]) -> (Draft, SourceMap) {
    let mut chapter = "---\ntitle: Plan\n---\n".to_owned();
    for (at, action) in actions {
        chapter.push_str(&format!("\n~~~action\n{{id: action-{at}, {}\n~~~\n", action.trim_start_matches('{')));
    }
    let files = [("chapters/01-plan.md", chapter.as_bytes())];
    let Loaded { sources, mut draft, diagnostics } = parse::load(&MemoryProject::new(files)).expect("files in memory can be read");
    assert_eq!(diagnostics, []);
    identify(&mut draft, &[]);
    (draft, sources.map)
}

/// The pairs of a case.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.lines().filter_map(|line| line.split_once(" => ")).collect()
}

fn compare(pairs: &[(&str, &str)]) -> Vec<Softening> {
    let old: Vec<_> = pairs.iter().map(|(old, _)| *old).enumerate().collect();
    let new: Vec<_> = pairs.iter().map(|(_, new)| *new).enumerate().filter(|(_, new)| *new != "dropped").collect();
    let ((old, old_files), (mut new, _)) = (version(&old), version(&new));
    identify(&mut new, &[(&old, &Identity::of(&old, &old_files, None))]);
    softened(&old, &new)
}

#[test]
fn every_planted_softening_is_found() {
    let pairs = pairs(include_str!("../cases/promises/weaker.case"));
    let found: Vec<String> = compare(&pairs).into_iter().map(|softening| softening.action.to_string()).collect();
    let all: Vec<String> = (0..pairs.len()).map(|at| format!("action-{at}")).collect();
    assert!(pairs.len() >= 20);
    assert_eq!(found, all);
}

#[test]
fn harmless_edits_are_not_reported() {
    let pairs = pairs(include_str!("../cases/promises/harmless.case"));
    assert!(pairs.len() >= 50);
    let found: Vec<String> = compare(&pairs).into_iter().map(|softening| format!("{softening:?}")).collect();
    assert_eq!(found, [""; 0]);
}

const PLAN: &str = "---\ntitle: Plan\n---\n\n~~~action\n{id: homes, what: We will insulate *all* homes., owner: \"=cmd\", by: 2021}\n~~~\n\n\
                    ~~~action\n{id: trees, what: We will plant trees., owner: Parks, by: 2035}\n~~~\n\nSee [the trees](#trees).\n";

fn plan(settings: &str, reports: &[(&str, &str)]) -> crate::project::Built {
    let settings = format!("{}{settings}", crate::project::SETTINGS);
    let mut files = vec![("strategy.yaml", settings.as_bytes()), ("chapters/01-plan.md", PLAN.as_bytes())];
    files.extend(reports.iter().map(|(path, text)| (*path, text.as_bytes())));
    draft(&MemoryProject::new(files))
}

#[test]
fn actions_are_gathered_on_pages_and_as_data() {
    let reports = [
        ("progress/2021.yaml", "actions: {homes: {status: late, what: Some are done., value: 300}}\n"),
        ("progress/2022-q1.yaml", "actions: {homes: {status: done}}\n"),
    ];
    let built = plan("", &reports);
    assert_eq!(built.report(), "");
    let site = built.site();
    let page = |path: &str| String::from_utf8(site[path].clone()).expect("text");
    assert!(page("plan.html").contains("href=#trees"), "{}", page("plan.html"));
    assert!(page("actions.html").contains("<a href=plan.html#homes>Action 1</a>"));
    assert!(page("actions.html").contains("Done (January to March 2022)"));
    let progress = page("progress.html");
    assert!(progress.contains("Done: 1 of 2 (50%)") && progress.contains("Nothing reported yet: 1 of 2 (50%)"), "{progress}");
    assert!(progress.find("January to March 2022") < progress.find("2021: Late"), "the newest report comes first");
    let data = page("data/actions.csv");
    assert!(data.contains("homes,1,We will insulate all homes.,\"'=cmd\",2021,"), "{data}");
}

#[test]
fn progress_is_published_only_where_the_settings_say_so() {
    let built = plan("site: {progress: false}\n", &[("progress/2021.yaml", "actions: {homes: {status: done, what: Secret.}}\n")]);
    assert_eq!(built.report(), "");
    for (path, bytes) in built.site() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(path != "progress.html" && !text.contains("Secret") && !text.contains("progress.html"), "{path}");
    }
}
