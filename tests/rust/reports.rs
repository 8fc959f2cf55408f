//! Reports in every format: `tests/cases/reports` has the expected output for each strategy.

use std::path::Path;

use greenpaper::check;
use greenpaper::diag::{Form, Report, Style, Summary};
use greenpaper::span::{SourceMap, Span};
use greenpaper::{Diagnostic, diag};

use crate::cases::{each_case_as, files};
use crate::project::{Built, MemoryProject, draft};

fn built(text: &str) -> Built {
    let files = files(text);
    draft(&MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))))
}

fn render(text: &str, form: Form) -> String {
    let built = built(text);
    with_report(&built.diagnostics, &built.sources, |report| report.render(form))
}

fn with_report<T>(diagnostics: &[Diagnostic], sources: &SourceMap, use_it: impl FnOnce(&Report<'_>) -> T) -> T {
    let rules = check::about(diagnostics);
    use_it(&Report { diagnostics, sources, rules: &rules, working_folder: Path::new("/here"), check_command: "greenpaper check", most_of_a_rule: 5 })
}

#[test]
fn human() {
    each_case_as("reports", "human", |text| render(text, Form::Human(Style::Plain)));
}

#[test]
fn plain() {
    each_case_as("reports", "plain", |text| render(text, Form::Plain));
}

#[test]
fn lines() {
    each_case_as("reports", "lines", |text| render(text, Form::Lines));
}

#[test]
fn json() {
    each_case_as("reports", "json", |text| render(text, Form::Json));
}

#[test]
fn sarif() {
    each_case_as("reports", "sarif", |text| render(text, Form::Sarif));
}

#[test]
fn github() {
    each_case_as("reports", "github", |text| render(text, Form::Github));
}

#[test]
fn gitlab() {
    each_case_as("reports", "gitlab", |text| render(text, Form::Gitlab));
}

/// The location of a finding in a file of the folder `root`, in each format for programs.
fn places(root: &str, path: &str) -> (String, String, String) {
    let mut sources = SourceMap::default();
    sources.set_root(root);
    let file = sources.add(path.to_owned(), "Words\n".to_owned());
    let faults = [diag::Diagnostic::warning("yaml", Span::new(file, 0..5), "100%: a\r\nb, c")];
    with_report(&faults, &sources, |report| {
        let json: serde_json::Value = serde_json::from_str(&report.render(Form::Json)).expect("JSON");
        let sarif: serde_json::Value = serde_json::from_str(&report.render(Form::Sarif)).expect("JSON");
        let uri = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
        (text(&json["diagnostics"][0]["place"]["file"]), text(uri), report.render(Form::Github))
    })
}

#[test]
fn paths_are_relative_to_the_working_folder() {
    for (root, path, file, uri) in [
        ("strategy/", "chapters/a.md", "strategy/chapters/a.md", "strategy/chapters/a.md"),
        ("./strategy/", "a.md", "strategy/a.md", "strategy/a.md"),
        ("", "a.md", "a.md", "a.md"),
        ("../plan/", "a.md", "../plan/a.md", "../plan/a.md"),
        ("/here/strategy/", "a b,c:é%.md", "strategy/a b,c:é%.md", "strategy/a%20b%2Cc%3A%C3%A9%25.md"),
        ("/elsewhere/", "a.md", "/elsewhere/a.md", "file:///elsewhere/a.md"),
    ] {
        let (json, sarif, _) = places(root, path);
        assert_eq!((json.as_str(), sarif.as_str()), (file, uri), "{root}{path}");
    }
}

#[test]
fn workflow_commands_are_escaped() {
    let (_, _, command) = places("a:b/", "c,d%.md");
    let expected = "::warning file=a%3Ab/c%2Cd%25.md,line=1,col=1,endLine=1,endColumn=6,title=yaml::100%25: a%0D%0Ab, c\n";
    assert_eq!(command, expected);
}

fn summary(text: &str) -> Summary {
    let built = built(text);
    with_report(&built.diagnostics, &built.sources, |report| report.summary())
}

#[test]
fn summary_starts_with_the_most_useful_step() {
    let chapter = |body: &str| format!("=== chapters/01-a.md\n---\ntitle: A\n---\n{body}\n=== chapters/02-b.md\n---\ntitle: B\n---\n{body}\n");
    let first = |text: &str| summary(text).first.map(|first| (first.rule.as_str(), first.diagnostic));
    let broken = "=== chapters/03-c.md\n---\ntitle: C: D\n---\nText.\n";
    // An error that hides others, then an error, then the rule with most fixes, then the rule with most findings.
    assert_eq!(first(&(chapter("#### Deep\n\nOn 10-15 days.") + broken)), Some(("yaml", Some(4))));
    assert_eq!(first(&chapter("On 10-15 days.\n\n#### Deep")), Some(("heading-skips-level", Some(1))));
    assert_eq!(first(&chapter("And/or on 10-15 or 20-25 days at 5.30pm, and/or and/or later.")), Some(("number-range", None)));
    assert_eq!(first(&chapter("And/or not, and/or never, etc, by and by.")), Some(("and-or", None)));
    assert_eq!(first(&chapter("Nothing.")), None);
}

mod program {
    //! The program as users run it.

    use std::fs;
    use std::path::Path;
    use std::process::{Command, Output};

    use crate::cli::{code, scratch, stderr};

    const FORMS: [&str; 5] = ["human", "plain", "json", "sarif", "github"];

    fn run(folder: &Path, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
    }

    fn stdout(output: &Output) -> String {
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Creates a strategy with an error; returns the working folder.
    fn faulty(name: &str) -> std::path::PathBuf {
        let folder = scratch(name);
        assert_eq!(code(&run(&folder, &["init", "strategy"])), 0);
        let chapter = folder.join("strategy/chapters/02-our-priorities.md");
        let text = fs::read_to_string(&chapter).expect("a chapter");
        fs::write(&chapter, text + "\n##### Too deep\n\nOn 10-15 days.\n").expect("written");
        folder
    }

    #[test]
    fn stdout_has_only_the_report_for_programs() {
        let folder = faulty("report-forms");
        for command in ["check", "build"] {
            for form in FORMS {
                let output = run(&folder, &[command, "--report", form]);
                assert_eq!(code(&output), 1, "{command} {form}");
                let (out, err) = (stdout(&output), stderr(&output));
                match form {
                    "human" => assert!(out.is_empty() && err.contains("--> strategy/chapters/02-our-priorities.md:"), "{command}: {out}{err}"),
                    "json" | "sarif" => {
                        serde_json::from_str::<serde_json::Value>(&out).expect("JSON and nothing else");
                        assert_eq!(err.is_empty(), command == "check", "{err}");
                    }
                    "plain" => assert!(out.starts_with("Error in strategy/chapters/02-our-priorities.md, line ") && !out.contains("-->"), "{out}"),
                    _ => assert!(out.lines().all(|line| line.starts_with("::")) && out.contains("file=strategy/chapters/"), "{out}"),
                }
            }
        }
    }

    #[test]
    fn paths_do_not_depend_on_how_the_folder_is_named() {
        let folder = faulty("report-paths");
        let whole = folder.join("strategy");
        for name in ["strategy", "./strategy/", whole.to_str().expect("a name")] {
            let output = run(&folder, &["check", "--source", name, "--report", "json"]);
            assert!(stdout(&output).contains("\"file\": \"strategy/chapters/02-our-priorities.md\""), "{name}: {}", stdout(&output));
        }
        let output = run(&whole, &["check", "--source", ".", "--report", "github"]);
        assert!(stdout(&output).contains("file=chapters/02-our-priorities.md"), "{}", stdout(&output));
    }

    #[test]
    fn unknown_formats_are_refused_with_a_list() {
        let folder = scratch("report-unknown");
        for command in ["check", "build"] {
            let output = run(&folder, &[command, "--report", "jsno"]);
            assert_eq!(code(&output), 2);
            let text = stderr(&output);
            assert!(FORMS.iter().all(|form| text.contains(form)) && text.contains("a similar value exists: 'json'"), "{text}");
        }
    }
}
