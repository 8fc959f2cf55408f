//! # and-or
//!
//! "and/or" leaves readers to work out which is meant.
//!
//! Usually "or" is enough. Where both are possible, say so: "letters, emails or both". Screen readers read the slash aloud or skip it.
//!
//! Bad:
//!
//! ```text
//! Write and/or call.
//! ```
//!
//! Good:
//!
//! ```text
//! Write, call or do both.
//! ```
//!
//! Source: GOV.UK style guide, "Slashes".

use crate::check::visit::{Family, Findings, Found, Phrase, Visit};
use crate::diag::{Diagnostic, Severity};

const NAME: &str = "and-or";

pub(super) const FAMILY: Family =
    Family { text: include_str!("and_or.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Phrases(PHRASES, find) };

const HINT: &str = "write \"or\"; if both are possible, \"A, B or both\"";
const PHRASES: &[Phrase] = &[("and/or", HINT), ("and / or", HINT), ("or/and", HINT)];

fn find(found: &Found<'_>, findings: &mut Findings) {
    // In capitals it is a Boolean operator.
    let is_operator = found.words().starts_with(['A', 'O']) && found.words().ends_with(['R', 'D']);
    if found.is_whole() && !is_operator && !found.line.is_quoted(found.start) {
        findings.push(Diagnostic::warning(NAME, found.span(), "\"and/or\" leaves readers to work out which is meant").hint(found.advice));
    }
}
