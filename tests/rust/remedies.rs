//! Remedies that the program suggests, followed to the letter: the fault is gone, and nothing worse has come.

use std::fs;
use std::path::Path;

use greenpaper::{Diagnostic, Severity};

use crate::cases;
use crate::project::{Built, MemoryProject, draft};

const FOLDERS: [&str; 8] = ["check", "glossary", "html", "reading", "redlines", "reports", "resolving", "sites"];

fn project(files: &[(String, Vec<u8>)]) -> MemoryProject {
    MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

fn count(built: &Built, is_counted: impl Fn(&Diagnostic) -> bool) -> usize {
    built.diagnostics.iter().filter(|finding| is_counted(finding)).count()
}

fn errors(built: &Built) -> usize {
    count(built, |finding| finding.severity == Severity::Error)
}

/// The texts of all cases below `tests/cases`, with their paths.
fn all_cases(folder: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let paths = fs::read_dir(folder).expect("cases").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<_> = paths.filter(|path| path.extension().is_some_and(|ending| ending == "case")).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a case"))).collect()
}

/// The file of a finding with its replacement made; `None` if the finding has none, or its file was not read as it is.
fn replaced(project: &MemoryProject, built: &Built, finding: &Diagnostic) -> Option<MemoryProject> {
    let suggestion = finding.suggestion.as_ref()?;
    let file = built.sources.file(suggestion.span.file);
    let raw = project.0.get(&file.path)?;
    let mut text = String::from_utf8(raw.clone()).ok().filter(|text| *text == file.text)?;
    text.replace_range(suggestion.span.range(), &suggestion.replacement);
    let mut edited = project.clone();
    edited.0.insert(file.path.clone(), text.into_bytes());
    Some(edited)
}

#[test]
fn each_suggestion_alone_removes_its_finding_and_adds_no_error() {
    let mut tried = 0;
    let mut faults = Vec::new();
    for (name, text) in FOLDERS.into_iter().flat_map(all_cases) {
        let project = project(&cases::files(&text));
        let built = draft(&project);
        for finding in built.diagnostics.iter().filter(|finding| finding.suggestion.is_some()) {
            let Some(edited) = replaced(&project, &built, finding) else { continue };
            tried += 1;
            let now = draft(&edited);
            let start = finding.span.map(|span| (built.sources.file(span.file).path.as_str(), span.start));
            let is_same = |other: &Diagnostic| {
                let other_start = other.span.map(|span| (now.sources.file(span.file).path.as_str(), span.start));
                (other.rule, &other.message, other_start) == (finding.rule, &finding.message, start)
            };
            // What was stray becomes a link, and its address is looked at for the first time.
            let is_worse = finding.rule != "stray-markup" && errors(&now) > errors(&built);
            if count(&now, is_same) > 0 || is_worse {
                faults.push(format!("{name}: [{}] {}", finding.rule, finding.message));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 50, "only {tried} suggestions");
}

/// Each case of `tests/cases/remedies` has one or more `=== remedy RULE`, with a hint that a finding of this rule gives, and the files after
/// somebody has followed it: `=== followed PATH` (an empty one is removed). Findings of these rules, and all errors, must be gone.
#[test]
fn each_remedy_followed_to_the_letter_removes_the_fault() {
    let all = all_cases("remedies");
    assert!(all.len() > 20, "only {} cases", all.len());
    let mut faults = Vec::new();
    for (name, text) in all {
        let (mut before, mut followed, mut remedies) = (Vec::new(), Vec::new(), Vec::new());
        for (path, bytes) in cases::files(&text) {
            if let Some(rule) = path.strip_prefix("remedy ") {
                remedies.push((rule.to_owned(), String::from_utf8(bytes).expect("a hint").trim().to_owned()));
            } else if let Some(path) = path.strip_prefix("followed ") {
                followed.push((path.to_owned(), bytes));
            } else {
                before.push((path, bytes));
            }
        }
        let mut after = before.clone();
        after.retain(|(path, _)| !followed.iter().any(|(edited, _)| edited == path));
        after.extend(followed.into_iter().filter(|(_, bytes)| !bytes.is_empty()));
        let (before, after) = (draft(&project(&before)), draft(&project(&after)));
        assert!(!remedies.is_empty(), "{name} has no remedy");
        for (rule, hint) in &remedies {
            let given: Vec<&String> = before.diagnostics.iter().filter(|finding| finding.rule == **rule).flat_map(|finding| &finding.hints).collect();
            if !given.contains(&hint) {
                faults.push(format!("{name}: {rule} says {given:?}"));
            }
            if count(&after, |finding| finding.rule == **rule) > 0 || errors(&after) > 0 {
                faults.push(format!("{name}: after the remedy of {rule}:\n{}", after.report()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
