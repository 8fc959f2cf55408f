//! # per-cent
//!
//! "per cent" is used after a number instead of %.
//!
//! The % sign is quicker to spot, and screen readers read it as "per cent". It has no space before it.
//!
//! Bad:
//!
//! ```text
//! In some areas 12 per cent of children grow up in poverty.
//! ```
//!
//! Good:
//!
//! ```text
//! In some areas 12% of children grow up in poverty.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "per-cent";

pub(super) const FAMILY: Family =
    Family { text: include_str!("per_cent.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const PHRASES: &[Phrase] = &[("per cent", "%"), ("percent", "%"), ("pct", "%")];

fn find(found: &Found<'_>, findings: &mut Findings) {
    let number = found.before().trim_end_matches([' ', '\n', '\u{a0}', '-']);
    if !number.ends_with(|c: char| c.is_ascii_digit()) || !found.is_whole() || found.line.is_quoted(found.start) {
        return;
    }
    let start = number
        .rfind(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ','))
        .map_or(0, |at| at + number[at..].chars().next().map_or(1, char::len_utf8));
    let figure = &number[start..];
    let finding = Diagnostic::warning(NAME, found.line.span(start, found.end), "use % after a number");
    let finding = finding.hint(format!("write \"{figure}%\""));
    findings.push(found.line.suggest(finding, start, found.end, &format!("{figure}%")));
}
