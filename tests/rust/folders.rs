//! Folders of Markdown of other tools: cases as the files of each folder.

use std::fmt::Write as _;

use greenpaper::diag::{self, Style};
use greenpaper::import::{self, Imported};
use jiff::civil::date;

use crate::cases;
use crate::project::{MemoryProject, draft};

/// The files of a case, sorted by their paths.
fn files(case: &str) -> Vec<(String, Vec<u8>)> {
    let sections = case.split("=== ").skip(1).filter_map(|section| section.split_once('\n'));
    let mut files: Vec<(String, Vec<u8>)> = sections.map(|(path, text)| (path.trim().to_owned(), text.as_bytes().to_vec())).collect();
    files.sort();
    files
}

fn imported(case: &str) -> Imported {
    import::import_folder("site", &files(case), date(2026, 1, 2))
}

#[test]
fn folders() {
    cases::each_case("folders", |case| {
        let imported = imported(case);
        let mut outcome = format!("=== report\n{}", diag::render(&imported.diagnostics, &imported.sources, Style::Plain));
        for (path, bytes) in &imported.files {
            let text = if path.starts_with("images/") { format!("({} bytes)\n", bytes.len()) } else { String::from_utf8_lossy(bytes).into_owned() };
            write!(outcome, "=== {path}\n{text}").expect("writing to a string cannot fail");
        }
        outcome
    });
}

#[test]
fn what_is_imported_builds() {
    cases::each_input("folders", |case| {
        let built = draft(&MemoryProject(imported(case).files.iter().cloned().collect()));
        let errors: Vec<&str> = built
            .diagnostics
            .iter()
            .filter(|finding| finding.severity == greenpaper::Severity::Error)
            .map(|finding| finding.message.as_str())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
    });
}

/// Every word of a text is in its chapter, or in a passage that the report names.
#[test]
fn no_word_of_a_text_is_lost_in_silence() {
    let mut seen = 0;
    cases::each_input("folders", |case| {
        let imported = imported(case);
        let mut there: String = imported.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        there.push_str(&diag::render(&imported.diagnostics, &imported.sources, Style::Plain));
        for span in &imported.lost {
            there.push_str(&imported.sources.file(span.file).text[span.range()]);
        }
        for (path, bytes) in files(case).iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with(".markdown")) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let body = text.rsplit("\n---\n").next().unwrap_or(&text).rsplit("\n+++\n").next().unwrap_or(&text).to_owned();
            for word in body.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2) {
                // Names of boxes become ours.
                let is_mark = ["danger", "baseurl", "relref", "ref", "src", "figure", "alt", "caption", "link"].contains(&word);
                assert!(is_mark || there.contains(word), "{path}: {word}");
                seen += 1;
            }
        }
    });
    assert!(seen > 50, "there are words: {seen}");
}

/// Texts that are cut off anywhere are read.
#[test]
fn any_text_is_read() {
    cases::each_input("folders", |case| {
        for (at, _) in case.char_indices() {
            let imported = imported(&case[..at]);
            assert!(imported.files.is_empty() || imported.files.iter().any(|(path, _)| path == "strategy.yaml"));
        }
    });
}
