//! What `check --fix` changes, and what it leaves unchanged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::edit::{self, Fixes};
use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
use greenpaper::{Diagnostic, Severity, check};

use crate::cases;
use crate::cli::{code, scratch, stderr};
use crate::project::{Built, MemoryProject, SETTINGS, draft};

/// Rules that are off or `info` by default have fixes too.
const LEVELS: &str = "check: {curly-quotes: warning, extra-space: warning}\n";

/// More rounds than any text should need.
const MOST_ROUNDS: usize = 5;

fn project(files: &[(String, Vec<u8>)]) -> MemoryProject {
    MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

fn fixes(built: &Built) -> Fixes {
    Fixes::of(&built.diagnostics, &built.sources, Path::new(""), "")
}

/// Applies every fix once; `None` if there are none.
fn apply(project: &MemoryProject, fixes: &Fixes) -> Option<MemoryProject> {
    let mut fixed = project.clone();
    for file in &fixes.files {
        let raw = String::from_utf8(project.0[&file.name].clone()).expect("only text has fixes");
        fixed.0.insert(file.name.clone(), file.fixed(&raw).expect("the file is unchanged").into_bytes());
    }
    (fixes.count() > 0).then_some(fixed)
}

/// Rules whose fixes turn text into markup.
const MARKUP: [&str; 6] = ["stray-markup", "odd-space", "pasted-list", "pasted-table", "list-indent", "table-caption"];

/// The number of findings of each rule.
fn counts(diagnostics: &[Diagnostic]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    diagnostics.iter().for_each(|diagnostic| *counts.entry(diagnostic.rule.as_str()).or_default() += 1);
    counts
}

/// Everything but words: links, anchors that authors can name, code.
fn structure(built: &Built) -> Vec<String> {
    if built.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (path, bytes) in built.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let main = html.split_once("<main").map_or("", |(_, rest)| rest);
        for tag in main.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
            // Anchors of blocks depend on their words, and the lists of a chart are generated.
            let is_named = |attribute: &&str| (attribute.starts_with("href=") || attribute.starts_with("id=")) && !attribute.contains("p_");
            found.extend(tag.split_whitespace().filter(is_named).map(|attribute| format!("{path}: {attribute}")));
            if tag.starts_with("code") {
                found.push(format!("{path}: {text}"));
            }
        }
    }
    found
}

/// Applies fixes until none are left. Every round must remove the findings it fixes, and in the end only words may have changed.
fn fix_all(name: &str, project: MemoryProject, is_structure_kept: bool) -> (MemoryProject, usize) {
    let before = draft(&project);
    let mut now = (project, draft(&MemoryProject::default()));
    now.1 = draft(&now.0);
    let mut count = 0;
    let mut has_markup = false;
    for _ in 0..MOST_ROUNDS {
        let fixes = fixes(&now.1);
        let Some(project) = apply(&now.0, &fixes) else {
            if is_structure_kept && !has_markup && count > 0 {
                assert_eq!(structure(&before), structure(&now.1), "{name}");
            }
            return (now.0, count);
        };
        let built = draft(&project);
        let (was, is) = (counts(&now.1.diagnostics), counts(&built.diagnostics));
        for file in &fixes.files {
            for fix in &file.fixes {
                assert_ne!(fix.before, fix.after, "{name}");
            }
        }
        let fixed = fixes.count();
        // New headings, lists and links are checked by further rules.
        let is_markup = fixes.files.iter().flat_map(|file| &file.fixes).any(|fix| MARKUP.contains(&fix.rule.as_str()));
        has_markup |= is_markup;
        let (all_before, all_after) = (now.1.diagnostics.len(), built.diagnostics.len());
        assert!(is_markup || all_after + fixed <= all_before, "{name}: {fixed} changes, but {was:?} became {is:?}\n{fixes}");
        for (rule, count) in &is {
            assert!(is_markup || was.get(rule).is_some_and(|before| count <= before), "{name}: {rule} is new\n{fixes}");
        }
        count += fixed;
        now = (project, built);
    }
    panic!("{name}: fixes never end");
}

/// The examples of a rule's help, as `rules.rs` runs them.
fn example(text: &str) -> MemoryProject {
    let text = if text.starts_with("=== ") { text.to_owned() } else { format!("=== chapters/01-example.md\n---\ntitle: Example\n---\n{text}") };
    with_levels(&text)
}

fn with_levels(text: &str) -> MemoryProject {
    let mut project = project(&cases::files(text));
    let settings = project.0.entry("strategy.yaml".into()).or_insert_with(|| SETTINGS.into());
    if !String::from_utf8_lossy(settings).contains("check:") {
        settings.extend(LEVELS.bytes());
    }
    project
}

#[test]
fn fixing_examples_breaks_no_other_rule() {
    let mut all = 0;
    for rule in check::rules() {
        let help = rule.help();
        for text in [&help.bad, &help.good].into_iter().filter(|text| !text.is_empty()) {
            all += fix_all(&rule.name, example(text), false).1;
        }
    }
    assert!(all > 10, "{all} changes");
}

#[test]
fn fixing_cases_keeps_their_structure() {
    let mut all = 0;
    for folder in ["check", "html", "reports"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
        for entry in fs::read_dir(folder).expect("cases") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "case") {
                let text = fs::read_to_string(&path).expect("a case");
                // Stray markup becomes markup.
                let is_structure_kept = !path.ends_with("stray-markup.case");
                all += fix_all(&path.display().to_string(), with_levels(&text), is_structure_kept).1;
            }
        }
    }
    assert!(all > 50, "{all} changes");
}

/// Makes invisible characters visible, as cases write them.
fn visible(text: &str) -> String {
    text.replace('\r', "⟨CR⟩").replace('\u{feff}', "⟨BOM⟩")
}

#[test]
fn fixed_files_are_as_expected() {
    cases::each_case("fixes", |text| {
        let before = with_levels(text);
        let (after, count) = fix_all("a case", before.clone(), true);
        let mut outcome = format!("=== {count} changes\n{}", fixes(&draft(&before)));
        for (path, bytes) in after.0.iter().filter(|(path, bytes)| before.0[*path] != **bytes) {
            outcome.push_str(&format!("=== {path}\n{}", visible(&String::from_utf8_lossy(bytes))));
        }
        outcome
    });
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// Creates a strategy whose second chapter ends in `words`. Returns the working folder and the chapter.
fn start(name: &str, words: &str) -> (PathBuf, PathBuf) {
    let folder = scratch(name);
    assert_eq!(code(&run(&folder, &["init", "strategy"])), 0);
    let chapter = folder.join("strategy/chapters/02-our-priorities.md");
    let text = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(&chapter, text + words).expect("written");
    (folder, chapter)
}

#[test]
fn fixes_are_shown_and_applied_once() {
    let (folder, chapter) = start("fix", "\r\nIt takes 10-15 days.\r\n");
    let before = fs::read_to_string(&chapter).expect("a chapter");
    let shown = run(&folder, &["check", "--fix", "--dry-run"]);
    assert_eq!(fs::read_to_string(&chapter).expect("a chapter"), before, "a dry run writes nothing");
    let change = "- It takes 10-15 days.\n+ It takes 10 to 15 days.\n";
    assert!(stderr(&shown).contains(change) && stderr(&shown).contains("warning[number-range]"), "{}", stderr(&shown));

    let fixed = run(&folder, &["check", "--fix", "--report", "json"]);
    assert!(stderr(&fixed).contains(change), "{}", stderr(&fixed));
    let report: serde_json::Value = serde_json::from_slice(&fixed.stdout).expect("JSON alone");
    assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(0), "fixed findings are not reported");
    assert_eq!(fs::read_to_string(&chapter).expect("a chapter"), before.replace("10-15", "10 to 15"));
    let left: Vec<_> = fs::read_dir(chapter.parent().expect("a folder")).expect("a folder").collect();
    assert_eq!(left.len(), 2, "nothing is left beside the chapters");

    let again = run(&folder, &["check", "--fix"]);
    assert_eq!(stderr(&again), "Nothing can be fixed automatically.\n\nno errors, no warnings\n");
    assert_eq!(code(&run(&folder, &["check", "--dry-run"])), 2, "--dry-run needs --fix");
}

#[test]
fn archives_and_other_files_are_not_fixed() {
    let (folder, _) = start("fix-archive", "\nIt takes 10-15 days.\n");
    assert_eq!(code(&run(&folder, &["release", "--comments", "The first", "--next", "0.2"])), 0);
    fs::write(folder.join("strategy/README.md"), "It takes 10-15 days.\n").expect("written");
    let archived = crate::cli::files(&folder.join("strategy/archive"));
    assert_eq!(code(&run(&folder, &["check", "--fix"])), 0);
    assert!(crate::cli::files(&folder.join("strategy/archive")) == archived, "the archive is unchanged");
    assert_eq!(fs::read_to_string(folder.join("strategy/README.md")).expect("a guide"), "It takes 10-15 days.\n");
}

#[cfg(unix)]
#[test]
fn fixing_keeps_permissions_and_refuses_links() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, chapter) = start("fix-links", "\nIt takes 10-15 days.\n");
    fs::set_permissions(&chapter, fs::Permissions::from_mode(0o640)).expect("set");
    let linked = folder.join("strategy/chapters/03-linked.md");
    fs::create_dir_all(folder.join("strategy/data")).expect("made");
    let kept = folder.join("strategy/data/kept.md");
    fs::write(&kept, "---\ntitle: Linked\n---\nIt takes 20-25 days.\n").expect("written");
    std::os::unix::fs::symlink("../data/kept.md", &linked).expect("linked");
    let fixed = run(&folder, &["check", "--fix"]);
    assert!(stderr(&fixed).contains("strategy/chapters/03-linked.md was not changed: it is a link"), "{}", stderr(&fixed));
    assert!(fs::read_to_string(&kept).expect("kept").contains("20-25") && linked.is_symlink());
    assert!(fs::read_to_string(&chapter).expect("a chapter").contains("10 to 15"));
    assert_eq!(fs::metadata(&chapter).expect("a chapter").permissions().mode() & 0o777, 0o640);
}

#[test]
fn files_changed_since_the_check_are_not_fixed() {
    let (folder, chapter) = start("fix-meanwhile", "\nIt takes 10-15 days.\n");
    let source = folder.join("strategy");
    let folder = StrategyFolder::open(&source).expect("a folder");
    let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default()).expect("a strategy");
    let fixes = edit::fixes(&folder.inputs(), &checked, &source);
    assert_eq!(fixes.count(), 1);
    let newer = fs::read_to_string(&chapter).expect("a chapter") + "\nOne more sentence.\n";
    fs::write(&chapter, &newer).expect("written");
    let left = fixes.carry_out().expect("nothing is refused");
    assert_eq!(left.len(), 1);
    assert_eq!(fs::read_to_string(&chapter).expect("a chapter"), newer);
}

/// Old addresses of renamed files are added to a list, to items, or as a new key; what cannot be known is left to the author.
#[test]
fn former_addresses_become_aliases() {
    let case = include_str!("../cases/versions/former-address.case");
    let (fixed, count) = fix_all("former-address", project(&cases::files(case)), false);
    assert_eq!(count, 3);
    let text = |path: &str| String::from_utf8(fixed.0[path].clone()).expect("text");
    assert!(text("chapters/01-warmth.md").contains("aliases: [homes.html, houses.html]\n---\n"));
    assert!(
        text("chapters/02-travel.md").contains("aliases:\n  - \"transport.html\"\n  - buses.html\n  - cycling.html\n---\n"),
        "{}",
        text("chapters/02-travel.md")
    );
    assert!(text("chapters/03-food.md").contains("aliases: [eating.html, meals.html]\n"));
    let built = draft(&fixed);
    let left: Vec<_> = built.diagnostics.iter().filter(|finding| finding.rule.as_str() == "former-address").collect();
    assert!(left.iter().all(|finding| finding.severity == Severity::Info), "{left:?}");
}

#[test]
fn files_in_other_encodings_become_utf_8_where_that_is_certain() {
    let words = "The café’s “plan” costs £5 more – à la carte.\r\n";
    let windows = |text: &str| -> Vec<u8> {
        let byte = |c: char| match c {
            '’' => 0x92,
            '“' => 0x93,
            '”' => 0x94,
            '–' => 0x96,
            c => u8::try_from(u32::from(c)).expect("a character of Windows-1252"),
        };
        text.chars().map(byte).collect()
    };
    let utf_16 = |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let (folder, chapter) = start("encodings", words);
    let text = fs::read_to_string(&chapter).expect("a chapter");
    for bytes in [windows(&text), utf_16(&text)] {
        fs::write(&chapter, bytes).expect("written");
        let fixed = run(&folder, &["check", "--fix"]);
        assert!(stderr(&fixed).contains("(not-utf-8)"), "{}", stderr(&fixed));
        assert_eq!(fs::read_to_string(&chapter).expect("UTF-8"), text);
        assert_eq!(code(&run(&folder, &["check"])), 0);
    }
    // A mixture with UTF-8, Windows-1251, old Macintosh, ISO 8859-2, half a character of UTF-16.
    let mixed = [text.as_bytes(), b"caf\xe9\n"].concat();
    let odd = [&utf_16(&text)[..], b"x"].concat();
    let other = |ending: &[u8]| [b"---\ntitle: Our priorities\n---\n", ending].concat();
    for bytes in [mixed, odd, other(b"\xcf\xf0\xe8\xe2\xe5\xf2\n"), other(b"The council\xd5s caf\x8e\n"), other(b"Mi\xb3o\xb6\xe6\n")] {
        fs::write(&chapter, &bytes).expect("written");
        let report = run(&folder, &["check", "--fix"]);
        assert_eq!(fs::read(&chapter).expect("a chapter"), bytes, "it is left alone");
        assert_eq!(code(&report), 1, "{}", stderr(&report));
    }
}
