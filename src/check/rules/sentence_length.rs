//! # sentence-length
//!
//! A sentence has more than 25 words.
//!
//! Long sentences lose readers, above all those reading in a second language. Say one thing in each sentence.
//!
//! Bad:
//!
//! ```text
//! The partnership will work with all of its members and with the wider community in order that the plans it makes for the next five years meet what residents need.
//! ```
//!
//! Good:
//!
//! ```text
//! The partnership will work with its members and the wider community. Its plans for the next five years will meet what residents need.
//! ```
//!
//! Source: GOV.UK, "Publishing accessible documents"; NHS service manual, "How we write" (which aims for 20).

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};

const NAME: &str = "sentence-length";
const MOST_WORDS: usize = 25;

pub(super) const FAMILY: Family =
    Family { text: include_str!("sentence_length.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !matches!(line.role, Role::Paragraph | Role::Item | Role::Cell | Role::Data) || line.is_others {
        return;
    }
    for sentence in line.sentences.iter().filter(|sentence| sentence.words > MOST_WORDS) {
        let first = line.chunks.iter().find(|chunk| chunk.start == sentence.start).map_or(sentence.start, |chunk| chunk.end);
        let finding =
            Diagnostic::warning(NAME, line.span(sentence.start, first), format!("the sentence that starts here has {} words", sentence.words));
        findings.push(finding.hint(format!("aim for 20 words and stay below {}: split it in two", MOST_WORDS + 1)));
    }
}
