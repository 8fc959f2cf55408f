//! # sentence-length
//!
//! A sentence has more than 35 words.
//!
//! Long sentences lose readers, above all those reading in a second language. Say one thing in each sentence, and aim for 20 words.
//! `greenpaper stats` counts the sentences of more than 25 words. The limit is one for English: it does not apply to other languages.
//!
//! Bad:
//!
//! ```text
//! The partnership will work with all of its members and with the wider community in order that the plans it makes for the next five years meet what residents need, wherever they live, whatever they earn and however old they are.
//! ```
//!
//! Good:
//!
//! ```text
//! The partnership will work with its members and the wider community. Its plans for the next five years will meet what all residents need.
//! ```
//!
//! Source: GOV.UK, "Publishing accessible documents"; NHS service manual, "How we write" (which aims for 20).

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};

const NAME: &str = "sentence-length";
const MOST_WORDS: usize = 35;

pub(super) const FAMILY: Family =
    Family { text: include_str!("sentence_length.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !matches!(line.role, Role::Paragraph | Role::Item | Role::Cell | Role::Data) || !line.is_style {
        return;
    }
    for sentence in line.sentences.iter().filter(|sentence| sentence.words > MOST_WORDS) {
        let first = line.chunks.iter().find(|chunk| chunk.start == sentence.start).map_or(sentence.start, |chunk| chunk.end);
        let finding =
            Diagnostic::warning(NAME, line.span(sentence.start, first), format!("the sentence that starts here has {} words", sentence.words));
        findings.push(finding.hint(format!("split it in two: aim for 20 words, and stay below {}", MOST_WORDS + 1)));
    }
}
