//! # paragraph-length
//!
//! A paragraph has more than 6 sentences.
//!
//! Readers skip a wall of text. On a phone, six sentences fill the screen. Start a new paragraph for each new idea.
//!
//! Bad:
//!
//! ```text
//! We met in May. We met in June. We met in July. We asked people. They told us a lot. We wrote it down. Now we act.
//! ```
//!
//! Good:
//!
//! ```text
//! We met in May. We met in June. We met in July.
//!
//! We asked people. They told us a lot. We wrote it down. Now we act.
//! ```
//!
//! Source: NHS service manual, "How we write" (which aims for 3 sentences).

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};

const NAME: &str = "paragraph-length";
const MOST_SENTENCES: usize = 6;

pub(super) const FAMILY: Family =
    Family { text: include_str!("paragraph_length.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if line.role != Role::Paragraph || !line.is_style {
        return;
    }
    let count = line.sentences.iter().filter(|sentence| sentence.words > 1).count();
    if let (true, Some(first)) = (count > MOST_SENTENCES, line.chunks.first()) {
        let finding = Diagnostic::warning(NAME, line.span(first.start, first.end), format!("the paragraph that starts here has {count} sentences"));
        findings.push(finding.hint("start a new paragraph for each new idea; aim for 3 sentences"));
    }
}
