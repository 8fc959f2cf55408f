//! # placeholder-text
//!
//! Words that stand for a text which has not been written yet.
//!
//! "TBC" in a published strategy is what people remember of it. Write the text, or say when and where it will come.
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
//! A text says that it is still being written, as one does that `greenpaper new` began.
//!
//! This is a reminder, and no fault: a draft may have such texts, as long as somebody knows of them.
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

const HINT: &str = "write the text, or say when it will come";
const UNWRITTEN_HINT: &str = "write the text in its place";
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
        let fault = Diagnostic::new(Severity::Info, UNWRITTEN, found.span(), format!("this {what} is still to be written"));
        findings.push(fault.hint(found.advice));
        return;
    }
    let is_as_written = words.starts_with('[') || words.contains(' ') || words.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_whole = found.is_whole() || words.starts_with('[');
    if is_whole && is_as_written {
        findings.push(Diagnostic::warning(NAME, found.span(), format!("\"{words}\" stands for a text that is not written yet")).hint(found.advice));
    }
}
