//! Releases and new versions on disk: all or nothing, wherever a run is interrupted.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::archive;
use greenpaper::edit::{Recovery, VersionEdit, recover};
use greenpaper::model::Version;
use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};

use crate::cli::{code, files, scratch, stderr, text};

const SETTINGS: &str =
    "# ours\ntitle: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions:\n  - version: \"1.0\"   # first\n    date: 2023-01-01\n";

/// A strategy with one chapter, in a folder for one test.
fn strategy(name: &str) -> PathBuf {
    let source = scratch(name);
    for folder in ["chapters", "images"] {
        fs::create_dir_all(source.join(folder)).expect("made");
    }
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>";
    let written = [
        ("strategy.yaml", SETTINGS),
        ("chapters/01-a.md", "---\ntitle: A\nversion: \"1.0\"\n---\n![A map](../images/a.svg)\n\nText.\r\n"),
        ("images/a.svg", picture),
        ("README.md", "The guide."),
    ];
    for (path, text) in written {
        fs::write(source.join(path), text).expect("written");
    }
    source
}

fn run(source: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    command.args(arguments).args(["--source", text(source)]).env("SOURCE_DATE_EPOCH", "1700000000").output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn settings(source: &Path) -> String {
    fs::read_to_string(source.join("strategy.yaml")).expect("strategy.yaml")
}

#[test]
fn a_release_archives_the_sources_and_opens_the_next_version() {
    let source = strategy("release");
    let before = files(&source);
    let dry = run(&source, &["release", "--comments", "Agreed: all", "--next", "1.1", "--dry-run"]);
    assert_eq!(code(&dry), 0, "{}", stderr(&dry));
    assert!(stdout(&dry).contains("nothing was written"), "{}", stdout(&dry));
    assert_eq!(files(&source), before, "a dry run writes nothing");

    let released = run(&source, &["release", "--comments", "Agreed: all", "--next", "1.1"]);
    assert_eq!(code(&released), 0, "{}", stderr(&released));
    assert_eq!(
        settings(&source),
        SETTINGS.replace("2023-01-01", "2023-11-14\n    comments: \"Agreed: all\"\n  - version: \"1.1\"\n    date: 2023-11-14")
    );
    let archived = files(&source.join("archive/1.0"));
    let frozen: Vec<&str> = archived.iter().map(|(path, _)| path.as_str()).filter(|path| *path != "identity.json").collect();
    assert_eq!(frozen, ["chapters/01-a.md", "images/a.svg", "strategy.yaml"]);
    for (path, bytes) in archived.iter().filter(|(path, _)| path.contains('/')) {
        assert!(before.contains(&(path.clone(), bytes.clone())), "{path} is kept to the byte");
    }
    let kept = fs::read_to_string(source.join("archive/1.0/strategy.yaml")).expect("the archived strategy.yaml");
    assert_eq!(kept, SETTINGS.replace("2023-01-01", "2023-11-14\n    comments: \"Agreed: all\""));
    assert!(!source.join("archive/.release").exists());
    let listed = run(&source, &["versions", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let states: Vec<&str> = report["versions"].as_array().expect("rows").iter().filter_map(|row| row["state"].as_str()).collect();
    assert_eq!(states, ["archived", "being-written"]);
}

#[test]
fn invalid_releases_are_refused_and_change_nothing() {
    let source = strategy("refused");
    let refused = |arguments: &[&str], expected: i32, why: &str| {
        let before = files(&source);
        let output = run(&source, arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(why), "{arguments:?}: {}", stderr(&output));
        assert_eq!(files(&source), before, "{arguments:?}");
    };
    refused(&["release", "--next", "1.0"], 2, "already exists");
    refused(&["release", "--next", "0.9"], 2, "not higher than 1.0");
    refused(&["release", "--next", "two"], 2, "numbers separated by dots");
    refused(&["release", "--date", "2023-2-30"], 2, "year-month-day");
    refused(&["release", "--comments", " "], 2, "a few words");
    refused(&["draft", "1.1"], 2, "has not been released yet");
    assert_eq!(code(&run(&source, &["release"])), 0);
    refused(&["release"], 2, "has already been released");
    refused(&["draft", "1.0"], 2, "already exists");
    refused(&["draft", "0.10"], 2, "not higher");
    refused(&["draft", "1.1", "--date", "2023-01-01"], 2, "--date");
    assert_eq!(code(&run(&source, &["draft", "1.1", "--comments", "More", "--audience", "All", "--date", "2023-12-01"])), 0);
    assert!(settings(&source).ends_with("  - version: \"1.1\"\n    date: 2023-12-01\n    comments: More\n    audience: All\n"));
    refused(&["release", "--date", "2023-11-13"], 2, "before the date of version 1.0");
    fs::create_dir_all(source.join("archive/1.1")).expect("made");
    refused(&["release"], 2, "has already been released");
    refused(&["draft", "1.2", "--date", "2022-01-01"], 2, "before the date");
    fs::remove_dir(source.join("archive/1.1")).expect("removed");
    fs::write(source.join("chapters/02-b.md"), "---\ntitle: B\n---\n# One\n\n[no](no.md)\n").expect("written");
    refused(&["release"], 1, "Nothing was changed");
    fs::write(source.join("strategy.yaml"), "title: [\n").expect("written");
    refused(&["release"], 1, "a bracket is not closed");
    refused(&["draft", "1.2"], 1, "a bracket is not closed");
}

#[test]
fn placeholders_keep_a_version_from_being_released_unless_they_are_allowed() {
    for text in ["We are still writing this chapter.", "We spend \u{a3}XXm.", "[NAME to confirm] leads this."] {
        let source = strategy("placeholders");
        fs::write(source.join("chapters/01-a.md"), format!("---\ntitle: One\n---\n\n{text}\n")).expect("a chapter");
        let refused = run(&source, &["release"]);
        assert_eq!(code(&refused), 1, "{text}: {}", stderr(&refused));
        let said = stderr(&refused);
        assert!(said.contains("chapters/01-a.md:5:1") || said.contains("chapters/01-a.md:5:10"), "{said}");
        assert!(said.contains("--allow-placeholders") && said.contains("Nothing was changed"), "{said}");
        assert!(!source.join("archive").exists(), "{text}");
        let released = run(&source, &["release", "--allow-placeholders"]);
        assert_eq!(code(&released), 0, "{text}: {}", stderr(&released));
        assert!(source.join("archive/1.0").is_dir());
    }
}

#[test]
fn old_warnings_are_counted_and_not_shown() {
    let source = strategy("old-warnings");
    fs::write(source.join("chapters/01-a.md"), "---\ntitle: One\n---\n\nCosts & benefits.\n").expect("a chapter");
    for arguments in [&["release"][..], &["draft", "1.1"]] {
        let done = run(&source, arguments);
        assert_eq!((code(&done), stderr(&done).contains("-->")), (0, false), "{}", stderr(&done));
        assert!(stderr(&done).contains("warnings: `greenpaper check --source"), "{}", stderr(&done));
    }
}

#[test]
fn a_release_that_cannot_be_written_changes_nothing() {
    let source = strategy("obstacle");
    fs::write(source.join("archive"), "in the way").expect("written");
    let before = files(&source);
    let output = run(&source, &["release", "--next", "1.1"]);
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(files(&source), before);
    fs::remove_file(source.join("archive")).expect("removed");

    // A non-empty folder created after the release was prepared makes the very last move fail.
    let change = change(&source);
    fs::create_dir_all(source.join("archive/1.0")).expect("made");
    fs::write(source.join("archive/1.0/mine"), "mine").expect("written");
    let before = files(&source);
    change.carry_out().expect_err("the place is taken");
    assert_eq!(files(&source), before);
    assert!(!source.join("archive/.release").exists());
}

fn change(source: &Path) -> VersionEdit {
    let files = vec![("chapters/01-a.md".to_owned(), b"A".to_vec()), ("images/a/b.svg".to_owned(), b"B".to_vec())];
    VersionEdit {
        source: source.to_owned(),
        before: SETTINGS.to_owned(),
        after: SETTINGS.replace("first", "closed"),
        archive: Some((Version::parse("1.0").expect("a version"), files)),
    }
}

#[test]
fn a_release_interrupted_at_any_step_is_undone_or_completed_by_the_next_run() {
    let steps = change(Path::new("strategy")).steps().len();
    let mut outcomes = Vec::new();
    for done in 0..=steps {
        let source = strategy("stopped");
        let before = files(&source);
        let change = change(&source);
        for step in change.steps().iter().take(done) {
            step.run().expect("nothing is in the way");
        }
        let outcome = recover(&source).expect("it can be recovered");
        let is_new = settings(&source) == change.after;
        assert_eq!(is_new, source.join("archive/1.0/images/a/b.svg").is_file(), "half a release after step {done}");
        assert!(!source.join("archive/.release").exists(), "step {done}");
        if is_new {
            assert_eq!(files(&source.join("archive/1.0")).len(), 2, "step {done}");
        } else {
            assert_eq!(files(&source), before, "step {done}");
            assert!(!source.join("archive").exists(), "step {done}");
        }
        outcomes.push((is_new, outcome));
    }
    let finished = Recovery::Finished(Version::parse("1.0"));
    assert_eq!(outcomes.first(), Some(&(false, Recovery::Nothing)));
    assert_eq!(outcomes.last(), Some(&(true, Recovery::Nothing)));
    let middle = &outcomes[1..steps];
    let turning = middle.iter().position(|(_, outcome)| *outcome == finished).expect("some are finished");
    assert!(turning > 5, "some are undone");
    assert!(middle[..turning].iter().all(|outcome| *outcome == (false, Recovery::Undone)), "{middle:?}");
    assert!(middle[turning..].iter().all(|outcome| *outcome == (true, finished.clone())), "{middle:?}");
}

#[test]
fn an_interrupted_release_never_overwrites_later_edits() {
    let source = strategy("changed-since");
    let change = change(&source);
    let steps = change.steps();
    let ready = steps.len() - 3;
    for step in &steps[..ready] {
        step.run().expect("nothing is in the way");
    }
    fs::write(source.join("strategy.yaml"), "title: Mine\n").expect("written");
    change.carry_out().expect_err("what it was made for is gone");
    assert_eq!(settings(&source), "title: Mine\n");
    for step in &steps[..ready] {
        step.run().expect("nothing is in the way");
    }
    assert_eq!(recover(&source).expect("it can be recovered"), Recovery::Undone);
    assert_eq!(settings(&source), "title: Mine\n");
    assert!(!source.join("archive").exists());
}

#[test]
fn the_run_after_an_interrupted_release_only_completes_it() {
    let source = strategy("second-run");
    for step in change(&source).steps().iter().rev().skip(2).rev() {
        step.run().expect("nothing is in the way");
    }
    let checked = run(&source, &["check"]);
    assert!(stderr(&checked).contains("warning[release-interrupted]"), "{}", stderr(&checked));
    let second = run(&source, &["release", "--next", "2.0"]);
    assert_eq!(code(&second), 0, "{}", stderr(&second));
    assert!(stdout(&second).contains("has now been completed"), "{}", stdout(&second));
    assert!(settings(&source).contains("closed") && !settings(&source).contains("2.0"));
    assert!(!stderr(&run(&source, &["check"])).contains("release-interrupted"));
}

/// The archives of the sample were written by the commands, and have not been edited.
#[test]
fn the_archives_of_the_sample_match_what_releases_write() {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    let folder = StrategyFolder::open(&sample).expect("a folder");
    let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default()).expect("the sample can be read");
    let versions: Vec<&str> = checked.archived.iter().map(|archived| archived.version.as_str()).collect();
    assert_eq!(versions, ["1.0", "2.0", "3.0", "3.1", "3.2"]);
    for (at, archived) in checked.archived.iter().enumerate() {
        let identity = archive::freeze(&*archived.project, &checked.archived[..at]).expect("an archive of the sample can be read");
        let kept = archived.project.read("identity.json", u64::MAX).expect("identity.json");
        assert!(kept == archive::to_json(&identity), "identity.json of {} is not what the program computes", archived.version);
    }
}

#[test]
fn a_build_never_writes_into_archives() {
    let source = strategy("build-with-archive");
    assert_eq!(code(&run(&source, &["release", "--next", "1.1"])), 0);
    let before = files(&source);
    let built = run(&source, &["build", "--output", text(&scratch("build-with-archive-output"))]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert_eq!(files(&source), before);
}

#[test]
fn a_release_after_a_broken_archive_is_refused() {
    let source = strategy("broken-archive");
    assert_eq!(code(&run(&source, &["release", "--next", "1.1"])), 0);
    fs::write(source.join("archive/1.0/chapters/01-a.md"), "No front matter.\n").expect("written");
    let checked = run(&source, &["check"]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
    assert!(stderr(&checked).contains("archive/1.0/chapters/01-a.md, line 1"), "{}", stderr(&checked));
    assert!(stderr(&checked).contains("01-a.md (changed)"), "{}", stderr(&checked));
    let before = files(&source);
    let released = run(&source, &["release"]);
    assert_eq!(code(&released), 2, "{}", stderr(&released));
    assert!(stderr(&released).contains("lose their identity"), "{}", stderr(&released));
    assert_eq!(files(&source), before);
}

#[test]
fn paragraphs_keep_their_identity_across_a_release() {
    let source = strategy("identity");
    assert_eq!(code(&run(&source, &["release", "--next", "1.1"])), 0);
    let chapter = source.join("chapters/01-a.md");
    let written = fs::read_to_string(&chapter).expect("a chapter").replace("1.0", "1.1").replace("Text.", "New.\n\nText, reworded.");
    fs::write(&chapter, written).expect("written");
    assert_eq!(code(&run(&source, &["release"])), 0);
    let ids = |version: &str| -> Vec<String> {
        let text = fs::read(source.join(format!("archive/{version}/identity.json"))).expect("identity.json");
        let json: serde_json::Value = serde_json::from_slice(&text).expect("JSON");
        assert_eq!(json["files"].as_object().expect("checksums").len(), 3, "every file but identity.json");
        let blocks = json["blocks"]["chapters/01-a.md"].as_array().expect("blocks");
        blocks.iter().filter_map(|block| block.as_str()?.split(' ').next().map(str::to_owned)).collect()
    };
    let (before, after) = (ids("1.0"), ids("1.1"));
    assert_eq!((before.len(), after.len()), (2, 3));
    assert_eq!((&after[0], &after[2]), (&before[0], &before[1]));
}

#[test]
fn the_last_release_can_be_taken_back_while_nothing_newer_was_written() {
    let source = strategy("undo");
    let undo = |source: &Path| run(source, &["release", "--undo"]);
    let refused = |why: &str| {
        let before = files(&source);
        let refused = undo(&source);
        assert_ne!(code(&refused), 0, "{}", stdout(&refused));
        assert!(stderr(&refused).contains(why), "{}", stderr(&refused));
        assert_eq!(files(&source), before, "nothing was changed");
    };
    refused("no version has been released");
    assert_eq!(code(&run(&source, &["release", "--comments", "First"])), 0);
    let dry = run(&source, &["release", "--undo", "--dry-run"]);
    assert!(code(&dry) == 0 && source.join("archive/1.0").is_dir(), "{}", stderr(&dry));

    let chapter = source.join("chapters/01-a.md");
    let text = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(&chapter, format!("{text}More.\n")).expect("written");
    refused("chapters/01-a.md has changed since");
    // Line ends are no change.
    fs::write(&chapter, text.replace('\r', "")).expect("written");
    fs::write(source.join("chapters/02-b.md"), "---\ntitle: B\n---\nNew.\n").expect("written");
    refused("chapters/02-b.md has changed since");
    fs::remove_file(source.join("chapters/02-b.md")).expect("removed");
    let released = settings(&source);
    assert_eq!(code(&run(&source, &["draft", "1.1", "--comments", "For the board"])), 0);
    refused("delete the row of 1.1");
    fs::write(source.join("strategy.yaml"), released).expect("written");

    let undone = undo(&source);
    assert_eq!(code(&undone), 0, "{}", stderr(&undone));
    assert!(!source.join("archive").exists(), "the archive is gone, as before the release");
    assert_eq!(code(&run(&source, &["release", "--comments", "Again"])), 0, "the version can be released again");
    assert!(settings(&source).contains("comments: Again"), "{}", settings(&source));
}

/// The row that `--next` or `draft` opened has nothing in it yet.
#[test]
fn a_release_can_be_taken_back_with_the_row_that_it_opened() {
    for steps in [&[&["release", "--comments", "First", "--next", "1.1"][..]][..], &[&["release", "--comments", "First"], &["draft", "1.1"]]] {
        let source = strategy("undo-next");
        for step in steps {
            assert_eq!(code(&run(&source, step)), 0);
        }
        assert!(settings(&source).contains("1.1"));
        let undone = run(&source, &["release", "--undo"]);
        assert_eq!(code(&undone), 0, "{}", stderr(&undone));
        assert!(stdout(&undone).contains("row of version 1.1"), "{}", stdout(&undone));
        assert!(!settings(&source).contains("1.1") && !source.join("archive").exists(), "{}", settings(&source));
        assert_eq!(code(&run(&source, &["release", "--comments", "Again", "--next", "1.1"])), 0, "it can be released again");
    }
}

/// The staging folder of an interrupted `--undo` is no release: the next run removes it.
#[test]
fn an_interrupted_undo_is_completed() {
    let source = strategy("undo-interrupted");
    assert_eq!(code(&run(&source, &["release", "--comments", "First"])), 0);
    fs::create_dir_all(source.join("archive/.release")).expect("made");
    fs::rename(source.join("archive/1.0"), source.join("archive/.release/undone")).expect("moved");
    assert_eq!(recover(&source).expect("recovered"), Recovery::Undone);
    assert!(!source.join("archive").exists());
}
