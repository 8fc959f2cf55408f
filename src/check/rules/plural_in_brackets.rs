//! # plural-in-brackets
//!
//! A plural ending is in brackets: "service(s)".
//!
//! Screen readers stumble over it. The plural alone also covers one.
//!
//! Bad:
//!
//! ```text
//! Tell us which service(s) you use.
//! ```
//!
//! Good:
//!
//! ```text
//! Tell us which services you use.
//! ```
//!
//! Source: NHS service manual, "Punctuation"; GOV.UK style guide, "Plurals".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "plural-in-brackets";

pub(super) const FAMILY: Family =
    Family { text: include_str!("plural_in_brackets.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const PHRASES: &[Phrase] = &[("(s)", "s"), ("(es)", "es"), ("(ies)", "ies")];

fn find(found: &Found<'_>, findings: &mut Findings) {
    let start = found.before().rfind(|c: char| !c.is_alphanumeric() && c != '-').map_or(0, |at| at + 1);
    let start = (start..found.start).find(|at| found.line.text.is_char_boundary(*at)).unwrap_or(found.start);
    let word = &found.line.text[start..found.start];
    let ends = !found.after().starts_with(char::is_alphanumeric);
    // `f(s)` is a formula.
    if word.chars().filter(|c| c.is_alphabetic()).count() < 3 || !ends {
        return;
    }
    let finding = Diagnostic::warning(NAME, found.line.span(start, found.end), format!("\"{word}{}\" is read aloud as two words", found.words()));
    findings.push(finding.hint(format!("write the plural, \"{word}{}\": it also covers one", found.advice)));
}
