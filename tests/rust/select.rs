//! Which findings a report shows, as users ask for them on the command line.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use regex_lite::Regex;

use crate::cli::{code, scratch, stderr};

/// A strategy in the folder `strategy` of a new working folder, with two chapters that break rules.
fn faulty(name: &str) -> PathBuf {
    let folder = scratch(name);
    let chapters = folder.join("strategy/chapters");
    fs::create_dir_all(&chapters).expect("made");
    let settings = "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\ncontact: {email: a@b.org}\n\
                    versions:\n  - {version: \"1.0\", date: 2023-01-01, comments: First}\n";
    fs::write(folder.join("strategy/strategy.yaml"), settings).expect("written");
    let many = (1..=8).map(|nth| format!("Costs & benefits, {nth}.\n\n")).collect::<String>();
    fs::write(chapters.join("01-one.md"), format!("---\ntitle: One\n---\n\n{many}")).expect("written");
    fs::write(chapters.join("02-two.md"), "---\ntitle: Two\n---\n\nWe met 10-15 times, and/or not.\n").expect("written");
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// What the report in lines says, without messages: `strategy/chapters/02-two.md:5:8 number-range`.
fn lines(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["check", "--report", "lines"], arguments].concat());
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let short = |line: &str| {
        let (place, rest) = line.split_once(": ").expect("a place");
        let rule = rest.rsplit_once('[').expect("a rule").1.trim_end_matches(']');
        format!("{place} {rule}")
    };
    text.lines().map(short).collect()
}

#[test]
fn people_see_five_findings_of_a_rule_and_the_command_for_the_rest() {
    let folder = faulty("select-five");
    let said = stderr(&run(&folder, &["check"]));
    assert_eq!(said.matches("warning[ampersand]").count(), 5, "{said}");
    assert!(said.contains("and 3 more of ampersand: to see all, run `greenpaper check --rule ampersand`\n"), "{said}");
    assert!(said.contains("By rule: ampersand 8") && said.contains("10 warnings"), "{said}");
    let all = stderr(&run(&folder, &["check", "--rule", "ampersand"]));
    assert_eq!(all.matches("warning[ampersand]").count(), 8, "{all}");
    assert!(!all.contains("more of"), "{all}");
    let json = run(&folder, &["check", "--report", "json"]);
    assert_eq!(String::from_utf8_lossy(&json.stdout).matches("\"rule\": \"ampersand\"").count(), 8);
}

#[test]
fn files_and_rules_choose_findings() {
    let folder = faulty("select-files");
    let two = ["strategy/chapters/02-two.md:5:8 number-range", "strategy/chapters/02-two.md:5:21 and-or"];
    let names = ["strategy/chapters/02-two.md", "./strategy/chapters/02-two.md", "chapters/02-two.md"];
    for name in names {
        assert_eq!(lines(&folder, &[name]), two, "{name}");
    }
    assert_eq!(lines(&folder, &["strategy/chapters/"]).len(), 10);
    assert_eq!(lines(&folder, &["strategy"]).len(), 10);
    assert_eq!(lines(&folder, &["--rule", "and-or", "--rule", "number-range"]), two);
    assert_eq!(lines(&folder, &["strategy/chapters/01-one.md", "--rule", "and-or"]), [""; 0]);
    assert_eq!(lines(&folder.join("strategy"), &["chapters/02-two.md"]), two.map(|line| line.replace("strategy/", "")));
    for (arguments, why) in [(["nowhere.md", "--strict"], "is not a text in strategy"), (["--rule", "ampersands"], "did you mean `ampersand`?")] {
        let refused = run(&folder, &[&["check"], &arguments[..]].concat());
        assert_eq!(code(&refused), 2);
        assert!(stderr(&refused).contains(why), "{}", stderr(&refused));
    }
    assert_eq!(code(&run(&folder, &["check", "--strict", "strategy/strategy.yaml"])), 0, "other files do not count");
}

#[test]
fn fixes_keep_to_the_chosen_files() {
    let folder = faulty("select-fix");
    let one = folder.join("strategy/chapters/01-one.md");
    fs::write(&one, "---\ntitle: One\n---\n\nOn 10-15 days.\n").expect("written");
    run(&folder, &["check", "--fix", "strategy/chapters/02-two.md"]);
    assert!(fs::read_to_string(&one).expect("a chapter").contains("10-15"));
    assert!(fs::read_to_string(folder.join("strategy/chapters/02-two.md")).expect("a chapter").contains("10 to 15"));
}

#[test]
fn only_lines_that_changed_since_a_version_count() {
    let folder = faulty("select-since");
    assert_eq!(code(&run(&folder, &["release", "--next", "1.1"])), 0);
    assert_eq!(lines(&folder, &["--since", "1.0"]).iter().filter(|line| !line.contains("strategy.yaml")).count(), 0);
    let chapters = folder.join("strategy/chapters");
    let two = fs::read_to_string(chapters.join("02-two.md")).expect("a chapter");
    fs::remove_file(chapters.join("02-two.md")).expect("removed");
    // Renamed, and with a new line above the old one.
    fs::write(chapters.join("05-two.md"), two.replace("We met", "This & that.\n\nWe met")).expect("written");
    let found = lines(&folder, &["--since", "1.0", "strategy/chapters"]);
    assert_eq!(found, ["strategy/chapters/05-two.md:5:6 ampersand"]);
    let refused = run(&folder, &["check", "--since", "0.9"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("there is no version 0.9"), "{}", stderr(&refused));
}

#[test]
fn a_baseline_knows_what_was_there_wherever_it_moves() {
    let folder = faulty("select-baseline");
    let chapters = folder.join("strategy/chapters");
    let missing = run(&folder, &["check", "--baseline", "--strict"]);
    assert_eq!(code(&missing), 2, "a check that fails on warnings needs a baseline: {}", stderr(&missing));
    let first = run(&folder, &["check", "--baseline"]);
    assert!(stderr(&first).contains("10 findings are now in"), "{}", stderr(&first));
    let text = fs::read_to_string(folder.join("strategy/.baseline.txt")).expect("a baseline");
    assert!(text.contains("\nchapters/two.md\tand-or\tand/or\n"), "{text}");
    assert_eq!(code(&run(&folder, &["check", "--baseline", "--strict"])), 0);

    // Lines move, files are numbered anew, one finding goes and one comes.
    let two = fs::read_to_string(chapters.join("02-two.md")).expect("a chapter");
    fs::remove_file(chapters.join("02-two.md")).expect("removed");
    fs::write(chapters.join("07-two.md"), two.replace("We met", "New text.\n\nWe met").replace("and/or", "and")).expect("written");
    let one = fs::read_to_string(chapters.join("01-one.md")).expect("a chapter");
    fs::write(chapters.join("01-one.md"), one.replace("\n\nCosts & benefits, 8", "\n\nNew & old.\n\nCosts & benefits, 8")).expect("written");
    let now = run(&folder, &["check", "--baseline", "--strict"]);
    assert_eq!(code(&now), 1);
    let said = stderr(&now);
    assert!(said.contains("1 warning\n") && said.contains("Known from the baseline, not shown: 9 findings."), "{said}");
    assert!(said.contains("1 finding of the baseline is gone"), "{said}");
    // Errors are never part of a baseline.
    fs::write(chapters.join("01-one.md"), "---\ntitle: One\n---\n\n[Nowhere](nowhere.md)\n").expect("written");
    run(&folder, &["check", "--baseline=write"]);
    assert_eq!(code(&run(&folder, &["check", "--baseline"])), 1);
    // Merged by keeping the lines of both, and nothing else is in the strategy.
    let merged = text.clone() + "<<<<<<< HEAD\n" + &text;
    fs::write(folder.join("strategy/.baseline.txt"), merged).expect("written");
    fs::write(chapters.join("01-one.md"), one).expect("written");
    assert_eq!(code(&run(&folder, &["check", "--baseline", "--strict"])), 0);
}

#[test]
fn the_task_for_an_editor_understands_every_line() {
    let folder = scratch("select-editor");
    assert_eq!(code(&run(&folder, &["init", "plan"])), 0);
    let tasks = fs::read_to_string(folder.join("plan/.vscode/tasks.json")).expect("tasks");
    let without_comments: String = tasks.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let tasks: serde_json::Value = serde_json::from_str(&without_comments).expect("JSON with comments");
    let task = &tasks["tasks"][0];
    let pattern = &task["problemMatcher"]["pattern"];
    let regex = Regex::new(pattern["regexp"].as_str().expect("a pattern")).expect("a regular expression");
    let chapter = folder.join("plan/chapters/02-our-priorities.md");
    let text = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(&chapter, text + "\n##### Too deep\n\nOn 10-15 days; see [nowhere: 1:2](a.md) & TBC. \u{2019}Quotes\u{2019}.\n").expect("written");

    let arguments: Vec<&str> = task["args"].as_array().expect("arguments").iter().map(|argument| argument.as_str().expect("a text")).collect();
    let output = run(&folder.join("plan"), &arguments);
    let report = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(report.lines().count() > 3, "{report}");
    for line in report.lines() {
        let parts = regex.captures(line).unwrap_or_else(|| panic!("not understood: {line}"));
        let part = |key: &str| parts.get(pattern[key].as_u64().expect("a number") as usize).map_or("", |part| part.as_str());
        assert!(folder.join("plan").join(part("file")).is_file(), "{line}");
        assert!(part("line").parse::<usize>().is_ok() && part("column").parse::<usize>().is_ok(), "{line}");
        assert!(["error", "warning", "info"].contains(&part("severity")), "{line}");
        assert!(greenpaper::check::rule(part("code")).is_some() && !part("message").is_empty(), "{line}");
    }
}

#[test]
fn faults_of_print_are_in_the_same_report_as_errors() {
    let folder = faulty("faults-of-print");
    let head = "| Responsibilities0000000000000000000 ".repeat(9);
    let table = format!("{head}|\n{}|\n{head}|\n", "|---".repeat(9));
    let text = format!("---\ntitle: Three\n---\n\nSee [[Nothing]] and \u{6f22}.\n\nTable: Wide\n\n{table}");
    fs::write(folder.join("strategy/chapters/03-three.md"), text).expect("written");
    let found = lines(&folder, &["chapters/03-three.md"]);
    for rule in ["broken-link", "no-glyph", "wide-table"] {
        assert!(found.iter().any(|line| line.ends_with(rule)), "{rule}: {found:?}");
    }
}
