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

use crate::check::look::{Family, Findings, Found, Look, Phrase};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "placeholder-text";

pub(super) const FAMILY: Family =
    Family { text: include_str!("placeholder_text.rs"), rules: &[(NAME, Some(Severity::Warning))], look: Look::Phrases(PHRASES, find) };

const HINT: &str = "write the text, or say when it will come";
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
];

fn find(found: &Found<'_>, findings: &mut Findings) {
    let words = found.words();
    let is_as_written = words.starts_with('[') || words.contains(' ') || words.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_whole = found.is_whole() || words.starts_with('[');
    if is_whole && is_as_written && !found.line.is_quoted(found.start) {
        findings.push(Diagnostic::warning(NAME, found.span(), format!("\"{words}\" stands for a text that is not written yet")).hint(found.advice));
    }
}
