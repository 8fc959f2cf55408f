//! # placeholder-text
//!
//! A placeholder marks text that has not been written yet.
//!
//! Readers of a published strategy will remember the "TBC". Write the text, or say when and where it will be available.
//!
//! Bad:
//!
//! ```text
//! The next meeting is in March, date TBC.
//! ```
//!
//! Good:
//!
//! ```text
//! The next meeting is in March. We will publish the date in February.
//! ```
//!
//! # unwritten-text
//!
//! A text says that it is still being written, as those started with `greenpaper new` do.
//!
//! This is a reminder, not an error: a draft may have such texts.
//!
//! Bad:
//!
//! ```text
//! We are still writing this chapter.
//! ```
//!
//! Good:
//!
//! ```text
//! This chapter says how we share the money.
//! ```

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "placeholder-text";
const UNWRITTEN: &str = "unwritten-text";

pub(super) const FAMILY: Family = Family {
    text: include_str!("placeholder_text.rs"),
    rules: &[(NAME, Some(Severity::Warning)), (UNWRITTEN, Some(Severity::Info))],
    visit: Visit::Phrases(PHRASES, find),
};

const HINT: &str = "write the text, or say when it will be available";
const UNWRITTEN_HINT: &str = "replace this sentence with the text";
const PHRASES: &[Phrase] = &[
    ("TBC", HINT),
    ("TBA", HINT),
    ("TBD", HINT),
    ("TODO", HINT),
    ("FIXME", HINT),
    ("lorem ipsum", HINT),
    ("[insert", HINT),
    ("[to be confirmed", HINT),
    ("[to follow", HINT),
    ("we are still writing this", UNWRITTEN_HINT),
];

fn find(found: &Found<'_>, findings: &mut Findings) {
    let words = found.words();
    if found.line.is_quoted(found.start) {
        return;
    }
    if found.advice == UNWRITTEN_HINT {
        let what = found.after().trim_start().split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let finding = Diagnostic::new(Severity::Info, UNWRITTEN, found.span(), format!("this {what} is still to be written"));
        findings.push(finding.hint(found.advice));
        return;
    }
    let is_as_written = words.starts_with('[') || words.contains(' ') || words.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_whole = found.is_whole() || words.starts_with('[');
    if is_whole && is_as_written {
        findings.push(
            Diagnostic::warning(NAME, found.span(), format!("\"{words}\" is a placeholder for text that is not written yet")).hint(found.advice),
        );
    }
}
