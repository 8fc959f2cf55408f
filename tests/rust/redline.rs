//! The differences between two versions, as the program prints them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::model::Draft;
use greenpaper::{SourceMap, history, pipeline, promises, report, theme};

use crate::cases::{each_case, project, release};
use crate::cli::{code, scratch, stderr, text};
use crate::project::inputs;
use crate::show::show;

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy")
}

fn redline(source: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    command.arg("redline").args(arguments).args(["--source", text(source)]).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn write(source: &Path, path: &str, content: &str) {
    let path = source.join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, content).expect("written");
}

/// Creates a strategy with the chapter `old` in the released version 1.0, and `new` in the current version 1.1.
fn versions(name: &str, old: &str, new: &str) -> PathBuf {
    let source = scratch(name).join("strategy");
    let rows = "title: A strategy\npublisher: Us\nstatus: draft\nlanguage: en-GB\nversions:\n  - {version: \"1.0\", date: 2023-01-01}\n";
    let contact = "contact: {email: team@example.org}\n";
    write(&source, "archive/1.0/strategy.yaml", &format!("{rows}{contact}"));
    write(&source, "archive/1.0/chapters/01-a.md", old);
    write(&source, "strategy.yaml", &format!("{rows}  - {{version: \"1.1\", date: 2023-02-01}}\n{contact}"));
    write(&source, "chapters/01-a.md", new);
    source
}

#[test]
fn versions_are_compared_word_by_word() {
    let old = "---\ntitle: Places\nsummary: Four places.\n---\nThe board meets four times a year.\n\n\
               ## Figures\n\nTable: People\n\n| Place | 2021 |\n|---|---|\n| Burnley | 95,000 |\n| Preston | 148,000 |\n\n\
               This paragraph will move to the end of the page without any edits at all.\n\nNobody is *left* behind, wherever in our area they may happen to live.\n\n\
               Another paragraph that stays where it was, and as it was.\n";
    let new = "---\ntitle: Places\nsummary: Five places.\n---\nThe board meets six times a year.\n\nA new paragraph.\n\n\
               ## Figures\n\nTable: People\n\n| Place | 2021 |\n|---|---|\n| Burnley | 96,000 |\n| Preston | 148,000 |\n\n\
               Nobody is left behind, wherever in our area they may happen to live.\n\nAnother paragraph that stays where it was, and as it was.\n\n## End\n\nThis paragraph will move to the end of the page without any edits at all.\n";
    let source = versions("redline-words", old, new);
    let shown = redline(&source, &["1.0", "1.1"]);
    assert_eq!(code(&shown), 0, "{}", stderr(&shown));
    let expected = "\
From 1.0 to 1.1

Places: summary reworded, a paragraph reworded, a paragraph added, a table cell changed (Burnley), heading ‘End’ added, a paragraph moved, 1 change of formatting

What figures changed

  four is now six
    “The board meets six times a year.”
    Places
  95,000 is now 96,000
    People, Burnley, 2021
    Places, Figures

=== Places
  ~ summary: [-Four-]{+Five+} places.
  ~ The board meets [-four-]{+six+} times a year.
  + A new paragraph.

  Figures
  ~ People, row Burnley, column 2021: [-95,000-]{+96,000+}
  < moved to elsewhere on this page: This paragraph will move to the end of the page without any …
  ~ Nobody is {~*left*=>left~} behind, wherever in our area they may happen to live.

  End
  + heading: End
  > moved here from elsewhere on this page: This paragraph will move to the end of the page without any …
";
    assert_eq!(stdout(&shown), expected);
    let back = stdout(&redline(&source, &["1.1", "1.0"]));
    assert!(back.contains("The board meets [-six-]{+four+} times a year."), "{back}");
}

#[test]
fn sample_versions_are_compared() {
    let shown = stdout(&redline(&sample(), &["3.2", "3.3"]));
    for line in [
        "  > moved here from Key underpinning themes: A plan helps only if people can find it. At present it …",
        "  ~ title: [-Themes that cut across our priorities-]{+Key underpinning themes+}",
        "  + What each theme gives to our priorities, row: Digital and information | Dying well | A care plan can be read by every team",
        "=== Glossary: Zero-hours contract (new)",
    ] {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in\n{shown}");
    }
    let json = redline(&sample(), &["3.2", "3.3", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let texts = report["texts"].as_array().expect("texts");
    let new: Vec<&str> = texts.iter().filter(|text| text["state"] == "added").filter_map(|text| text["path"].as_str()).collect();
    assert_eq!(new, ["further-reading", "annex-action-plan", "news-cabinet-approves-strategy", "what-readers-said"]);
    let skills = texts.iter().find(|text| text["path"] == "priorities/working-well").expect("a section that differs");
    let mut passages = skills["passages"].as_array().expect("passages").iter();
    let has_removed_first = |passage: &serde_json::Value| passage["change"] == "edited" && passage["words"][0]["mark"] == "removed";
    assert!(passages.any(has_removed_first), "{skills}");
}

#[test]
fn every_sample_version_differs_from_the_next_but_not_from_itself() {
    let versions = ["1.0", "2.0", "3.0", "3.1", "3.2", "3.3"];
    for pair in versions.windows(2) {
        let shown = redline(&sample(), pair);
        assert!(code(&shown) == 0 && stdout(&shown).starts_with(&format!("From {} to {}\n", pair[0], pair[1])), "{pair:?}");
    }
    for version in versions {
        let same = redline(&sample(), &[version, version]);
        assert_eq!((code(&same), stdout(&same)), (0, format!("{version} and {version} are the same version: there is nothing to compare.\n")));
    }
}

#[test]
fn equal_versions_have_no_differences() {
    let source = versions("redline-same", "---\ntitle: A\nversion: \"1.0\"\n---\nOne two\nthree.\n", "---\ntitle: A\n---\nOne two three.\n");
    let same = redline(&source, &["1.0", "1.1"]);
    assert_eq!((code(&same), stdout(&same)), (0, "There are no differences between 1.0 and 1.1.\n".to_owned()));
}

#[test]
fn missing_versions_are_refused_with_a_list() {
    let source = versions("redline-missing", "---\ntitle: A\n---\nOne.\n", "---\ntitle: A\n---\nTwo.\n");
    let strange = redline(&source, &["1.0", "7.0"]);
    assert_eq!(code(&strange), 2);
    let said = "error: there is no version 7.0\nthese versions can be compared: 1.0, 1.1; 1.1 is the one being written\n";
    assert!(stderr(&strange).ends_with(said), "{}", stderr(&strange));
    assert!(strange.stdout.is_empty());
    fs::remove_dir_all(source.join("archive/1.0")).expect("removed");
    let lost = redline(&source, &["1.0", "1.1"]);
    assert_eq!(code(&lost), 2);
    assert!(stderr(&lost).contains("archive/1.0 is missing or cannot be opened"), "{}", stderr(&lost));
    assert_eq!(code(&redline(&source, &["draft", "1.1"])), 2, "no version at all");
}

#[test]
fn errors_in_compared_versions_are_reported() {
    let source = versions("redline-faults", "---\ntitle: A\n---\nOne.\n", "---\ntitle: A\n---\nTwo.\n");
    // An archive that cannot be fully read: the rest is compared.
    write(&source, "archive/1.0/chapters/02-b.md", "---\ntitle: [\n---\nText.\n");
    let shown = redline(&source, &["1.0", "1.1"]);
    assert_eq!(code(&shown), 0);
    assert!(stderr(&shown).contains("version 1.0 cannot be read in full"), "{}", stderr(&shown));
    assert!(stdout(&shown).contains("[-One.-]{+Two.+}"), "{}", stdout(&shown));
    // Errors in the current version: nothing can be compared.
    write(&source, "chapters/02-b.md", "---\ntitle: [\n---\nText.\n");
    let broken = redline(&source, &["1.0", "1.1"]);
    assert!(code(&broken) == 1 && broken.stdout.is_empty(), "{}", stdout(&broken));
    assert_eq!(code(&redline(&source, &["1.0", "1.0"])), 0, "an archived version is not affected");
    write(&source, "strategy.yaml", "title: A strategy\n");
    assert_eq!(code(&redline(&source, &["1.0", "1.0"])), 1, "without rows there are no versions");
}

#[test]
fn versions_with_unreadable_settings_are_still_compared() {
    let source = versions("redline-settings", "---\ntitle: A\n---\nOne thing.\n", "---\ntitle: A\n---\nOne thing more.\n");
    write(&source, "archive/1.0/strategy.yaml", "title: {");
    let output = source.join("../output");
    let mut build = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    let built =
        build.args(["build", "--formats", "html", "--source", text(&source), "--output", text(&output)]).output().expect("the program starts");
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let page = fs::read_to_string(output.join("changes/1.0-1.1.html")).expect("a page of changes");
    assert!(page.contains("more"), "{page}");
    assert!(stdout(&redline(&source, &["1.0", "1.1"])).contains("One thing{+ more+}."));
}

#[test]
fn differences() {
    each_case("differences", |text| {
        let mut project = project(text);
        release(&mut project, text);
        let versions = pipeline::versions(&inputs(&project)).expect("a project in memory can be read");
        let current = versions.newest.settings.current().version.clone();
        let first = versions.archived.first().map_or_else(|| current.clone(), |first| first.version.clone());
        let (old, new) = (versions.side(&first).expect("archived").0, versions.side(&current).expect("the newest").0);
        let redline = history::redline(old, new);
        let described = |version| versions.described(version).expect("a version");
        let summary = history::summarise(&redline, described(&first), described(&current));
        let strings = theme::load(None, "", "en-GB", &mut SourceMap::default()).0.strings;
        let (softened, formatting) = (promises::softened(old, new), text.contains("# shows formatting\n"));
        let report = report::redline(&redline, &summary, &softened, (first.as_str(), current.as_str()), &strings, formatting).human(&strings, false);
        // What nobody sees, and the names of files, are those of the newer version; older anchors have names of their own.
        let case = text;
        let renamed = |text: String| {
            let same = old.pictures.iter().filter_map(|was| Some((was, new.pictures.iter().find(|now| now.content == was.content)?)));
            same.fold(text, |text, (was, now)| text.replace(&was.path, &now.path))
        };
        // Links that lead to the same place have the address of the newer version.
        let linked = |text: String| match case.contains("# renames addresses\n") {
            true => {
                text.split("](").map(|part| part.split_once(')').filter(|(path, _)| path.contains(".md")).map_or(part, |(_, rest)| rest)).collect()
            }
            false => text,
        };
        let is_seen = |c: &char| !c.is_ascii_digit() && !"\u{ad}\u{200b}\u{2060}".contains(*c);
        let plain = |text: String| text.replace('\u{2011}', "-").chars().filter(is_seen).collect::<String>();
        let side = |draft: &Draft| {
            plain(linked(renamed(show(draft))).replace("(./", "(").replace("action was_", "action ")).split_whitespace().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(side(&history::accept(history::redline(old, new))), side(new), "accepted, it is the new version");
        assert_eq!(side(&history::reject(redline)), side(old), "rejected, it is the old version");
        report
    });
}
