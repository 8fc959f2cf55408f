//! # latin-abbreviation
//!
//! A Latin abbreviation is used: eg, ie, etc, viz.
//!
//! Many readers confuse them, and screen readers mispronounce them. There is always a plain English alternative.
//!
//! Bad:
//!
//! ```text
//! Long-term conditions, e.g. asthma, diabetes etc.
//! ```
//!
//! Good:
//!
//! ```text
//! Long-term conditions, such as asthma and diabetes.
//! ```
//!
//! Source: GOV.UK style guide, "eg, etc and ie"; NHS service manual, "A to Z".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "latin-abbreviation";

pub(super) const FAMILY: Family =
    Family { text: include_str!("latin_abbreviation.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const EXAMPLE: &str = "write \"for example\" or \"such as\"";
const THAT_IS: &str = "write \"that is\", or rephrase";
const REST: &str = "list everything, or start the list with \"such as\"";
const NAMELY: &str = "write \"namely\"";

const PHRASES: &[Phrase] = &[
    ("eg", EXAMPLE),
    ("e.g.", EXAMPLE),
    ("e.g", EXAMPLE),
    ("ie", THAT_IS),
    ("i.e.", THAT_IS),
    ("i.e", THAT_IS),
    ("etc", REST),
    ("etc.", REST),
    ("et cetera", REST),
    ("viz", NAMELY),
    ("viz.", NAMELY),
];

fn find(found: &Found<'_>, findings: &mut Findings) {
    let words = found.words();
    // IE and EG may be names: of a browser, of places.
    let is_name = words.bytes().any(|byte| byte.is_ascii_uppercase()) && !words.contains('.');
    // `.ie` and `/etc` end and begin addresses; `etc.)` is as good as `etc)`.
    let is_whole = found.is_whole() || words.ends_with('.') && found.after().starts_with([')', ',', ';', ':']);
    if is_whole && !is_name && !found.line.is_quoted(found.start) {
        let finding = Diagnostic::warning(NAME, found.span(), format!("\"{words}\" is a Latin abbreviation that not everyone knows"));
        let finding = finding.hint(found.advice);
        findings.push(match full_words(found) {
            Some(instead) => found.line.suggest(finding, found.start, found.end, instead),
            None => finding,
        });
    }
}

/// The English words for it, inside a sentence.
fn full_words(found: &Found<'_>) -> Option<&'static str> {
    let words = match found.advice {
        EXAMPLE => "for example",
        THAT_IS => "that is",
        NAMELY => "namely",
        _ => return None,
    };
    let is_doubled = ["such as", "for example", "that is"].iter().any(|lead| found.before().trim_end().ends_with(lead));
    let is_small = found.words().bytes().all(|byte| !byte.is_ascii_uppercase());
    (is_small && !is_doubled && !found.before().is_empty()).then_some(words)
}
