//! # ampersand
//!
//! An ampersand (&) is used instead of "and".
//!
//! "And" is easier to read, and screen readers always get it right. Keep the ampersand in names, such as A&E or Smith & Sons.
//!
//! Bad:
//!
//! ```text
//! We support children & families.
//! ```
//!
//! Good:
//!
//! ```text
//! We support children and families, and keep A&E for emergencies.
//! ```
//!
//! Source: NHS service manual, "A to Z"; GOV.UK style guide, "Ampersand".

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::Line;

const NAME: &str = "ampersand";

pub(super) const FAMILY: Family = Family { text: include_str!("ampersand.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style || memchr::memchr(b'&', line.text.as_bytes()).is_none() {
        return;
    }
    for (at, chunk) in line.chunks.iter().enumerate().filter(|(_, chunk)| line.chunk(**chunk) == "&") {
        let is_name =
            |neighbour: Option<&crate::text::line::Chunk>| neighbour.is_none_or(|chunk| !line.chunk(*chunk).starts_with(|c: char| c.is_lowercase()));
        let before = at.checked_sub(1).and_then(|at| line.chunks.get(at));
        if is_name(before) && is_name(line.chunks.get(at + 1)) || line.is_quoted(chunk.start) {
            continue;
        }
        let finding = Diagnostic::warning(NAME, line.span(chunk.start, chunk.end), "\"&\" is harder to read than \"and\"");
        findings.push(finding.hint("write \"and\"; keep & for names that are written with it"));
    }
}
