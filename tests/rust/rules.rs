//! Every rule has help, and its examples break and keep the rule.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use greenpaper::check::{self, Rule};
use greenpaper::diag::Diagnostic;

use crate::cases;
use crate::project::{MemoryProject, SETTINGS, draft};

/// Checks an example, which is the text of a chapter, or files as in a case.
fn report(rule: &Rule, example: &str) -> Vec<Diagnostic> {
    let files =
        if example.starts_with("=== ") { example.to_owned() } else { format!("=== chapters/01-example.md\n---\ntitle: Example\n---\n{example}") };
    let mut files = cases::files(&files);
    let level = if rule.is_settable() { format!("check: {{{}: warning}}\n", rule.name) } else { String::new() };
    match files.iter_mut().find(|(path, _)| path == "strategy.yaml") {
        Some((_, settings)) => settings.extend(level.into_bytes()),
        None => files.push(("strategy.yaml".into(), format!("{SETTINGS}{level}").into_bytes())),
    }
    draft(&MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))).checked.diagnostics
}

#[test]
fn bad_examples_break_the_rule_and_good_ones_do_not() {
    let mut faults = Vec::new();
    for rule in check::rules() {
        let help = rule.help();
        if help.bad.is_empty() {
            continue;
        }
        let names = |example: &str| report(&rule, example).iter().map(|fault| fault.rule.as_str()).collect::<BTreeSet<_>>();
        let (bad, good) = (names(&help.bad), names(&help.good));
        if !bad.contains(rule.name.as_str()) {
            faults.push(format!("the bad example of {} gives {bad:?}", rule.name));
        }
        if good.iter().any(|name| *name != "no-chapters" && !["no-contact", "link-file-size", "archive-missing"].contains(name)) {
            faults.push(format!("the good example of {} gives {good:?}", rule.name));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_complete_help() {
    let mut seen = BTreeSet::new();
    for rule in check::rules() {
        let help = rule.help();
        assert!(seen.insert(rule.name), "{} is defined twice", rule.name);
        assert!(!help.summary.is_empty() && !help.reason.is_empty(), "{} has no help", rule.name);
        assert!(help.summary.ends_with('.') || help.summary.ends_with(".\"."), "{}: {}", rule.name, help.summary);
        assert_eq!(help.bad.is_empty(), help.good.is_empty(), "{} has half an example", rule.name);
        assert!(!rule.is_content || !help.bad.is_empty(), "{} has no example", rule.name);
        assert!(rule.explain().contains(&help.bad.lines().next().unwrap_or_default().to_owned()));
    }
    assert!(check::overview().lines().count() > seen.len());
}

/// Rule names in a source file: the first string after each way to make a diagnostic.
fn names_in(source: &str) -> BTreeSet<&str> {
    let makers = ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::new(", "Broken { rule: ", "rule: \""];
    let mut names = BTreeSet::new();
    for maker in makers {
        for (at, _) in source.match_indices(maker) {
            let rest = source[at + maker.len()..].trim_start();
            let rest = if maker.ends_with('"') { rest } else { rest.strip_prefix('"').unwrap_or("") };
            let name = rest.split('"').next().unwrap_or("");
            if !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                names.insert(name);
            }
        }
    }
    names
}

#[test]
fn every_rule_name_in_the_sources_has_help() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = BTreeSet::new();
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.extend(names_in(&text).into_iter().map(str::to_owned));
            }
        }
    }
    assert!(found.len() > 40, "{found:?}");
    let unknown: Vec<_> = found.iter().filter(|name| check::rule(name).is_none()).collect();
    assert!(unknown.is_empty(), "without help: {unknown:?}");
}
