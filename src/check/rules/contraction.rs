//! # contraction
//!
//! A contraction such as "can't" or "should've" is used.
//!
//! Contractions of "not" are often misread as their opposite, and people reading in a second language find them hard. "We'll" and
//! "you're" are fine.
//!
//! Bad:
//!
//! ```text
//! We can't do this alone.
//! ```
//!
//! Good:
//!
//! ```text
//! We cannot do this alone, and we'll need your help.
//! ```
//!
//! Source: NHS service manual, "Punctuation".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "contraction";

pub(super) const FAMILY: Family =
    Family { text: include_str!("contraction.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const PHRASES: &[Phrase] = &[
    ("aren't", "are not"),
    ("can't", "cannot"),
    ("couldn't", "could not"),
    ("didn't", "did not"),
    ("doesn't", "does not"),
    ("don't", "do not"),
    ("hadn't", "had not"),
    ("hasn't", "has not"),
    ("haven't", "have not"),
    ("isn't", "is not"),
    ("mustn't", "must not"),
    ("needn't", "need not"),
    ("shan't", "will not"),
    ("shouldn't", "should not"),
    ("wasn't", "was not"),
    ("weren't", "were not"),
    ("won't", "will not"),
    ("wouldn't", "would not"),
    ("could've", "could have"),
    ("should've", "should have"),
    ("would've", "would have"),
    ("they've", "they have"),
    ("aren\u{2019}t", "are not"),
    ("can\u{2019}t", "cannot"),
    ("couldn\u{2019}t", "could not"),
    ("didn\u{2019}t", "did not"),
    ("doesn\u{2019}t", "does not"),
    ("don\u{2019}t", "do not"),
    ("hadn\u{2019}t", "had not"),
    ("hasn\u{2019}t", "has not"),
    ("haven\u{2019}t", "have not"),
    ("isn\u{2019}t", "is not"),
    ("mustn\u{2019}t", "must not"),
    ("needn\u{2019}t", "need not"),
    ("shan\u{2019}t", "will not"),
    ("shouldn\u{2019}t", "should not"),
    ("wasn\u{2019}t", "was not"),
    ("weren\u{2019}t", "were not"),
    ("won\u{2019}t", "will not"),
    ("wouldn\u{2019}t", "would not"),
    ("could\u{2019}ve", "could have"),
    ("should\u{2019}ve", "should have"),
    ("would\u{2019}ve", "would have"),
    ("they\u{2019}ve", "they have"),
];

fn find(found: &Found<'_>, findings: &mut Findings) {
    if found.is_whole() && !found.line.is_quoted(found.start) {
        let finding = Diagnostic::warning(NAME, found.span(), format!("\"{}\" is harder to read than the full words", found.words()));
        let finding = finding.hint(format!("write \"{}\"", found.advice));
        // In a question the full words come in another order: "Can't we" becomes "Can we not".
        let is_certain = found.words().bytes().all(|byte| !byte.is_ascii_uppercase()) && !found.line.is_question(found.start);
        findings.push(if is_certain { found.line.suggest(finding, found.start, found.end, found.advice) } else { finding });
    }
}
