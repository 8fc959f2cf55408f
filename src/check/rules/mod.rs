//! The rules. To add one, write its file and name it here.

mod abbreviation_not_spelled_out;
mod empty_chapter;
mod sentence_length;
mod undefined_abbreviation;
mod unused_term;

use super::Rule;
use crate::model::{Inline, InlineChange, Target};

/// All rules.
pub const RULES: &[Rule] =
    &[abbreviation_not_spelled_out::RULE, empty_chapter::RULE, sentence_length::RULE, undefined_abbreviation::RULE, unused_term::RULE];

/// Calls `see` for each run of characters of a line, program text left out.
fn texts<'a>(line: &'a [Inline<Target>], see: &mut impl FnMut(&'a crate::model::Text)) {
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Expanded(_, text) => see(text),
            Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => texts(content, see),
            Inline::Link(link) => texts(&link.content, see),
            Inline::Changed(change) => match &**change {
                InlineChange::Added(now) | InlineChange::Reformatted { now, .. } => texts(now, see),
                InlineChange::Removed(_) => {}
            },
            Inline::Code(_) | Inline::Image(_) | Inline::Language(..) | Inline::FootnoteReference(..) | Inline::LineBreak | Inline::RawHtml(_) => {}
        }
    }
}
