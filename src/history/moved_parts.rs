//! Sentences and rows that moved to another paragraph or table of a redline.

use std::collections::{HashMap, HashSet};

use super::summary::{each, every};
use crate::model::{Block, BlockKind, Cell, Draft, Inline, InlineChange, Label, Mark, MoveEnd, ends_sentence, plain_text};

/// The texts that a part left and entered, as in [`ChapterSummary::path`](super::ChapterSummary::path).
pub(crate) type TextEnds = (String, String);

/// Parts that moved to another block, each with both ends of its move.
#[derive(Debug, Default)]
pub(crate) struct MovedParts(HashMap<String, TextEnds>);

impl MovedParts {
    pub(crate) fn of(redline: &Draft) -> Self {
        let mut ends: HashMap<String, [Option<String>; 2]> = HashMap::new();
        for (path, text) in every(redline).filter(|(_, text)| text.change.as_ref().is_some_and(|change| change.is_change())) {
            each(text, &mut |block| {
                let parts = parts(block);
                // What moved within its block is at both ends there.
                let mut both: HashMap<&str, HashSet<MoveEnd>> = HashMap::new();
                parts.iter().for_each(|(part, end)| _ = both.entry(part).or_default().insert(*end));
                for (part, end) in parts.iter().filter(|(part, _)| both[part.as_str()].len() == 1) {
                    ends.entry(part.clone()).or_default()[*end as usize] = Some(path.clone());
                }
            });
        }
        let whole = ends.into_iter().filter_map(|(part, [new, old])| Some((part, (old?, new?))));
        Self(whole.collect())
    }

    /// Both ends of the move of a sentence; none if it moved within its paragraph.
    pub(crate) fn words(&self, words: &[Inline<Label>]) -> Option<&TextEnds> {
        self.0.get(&key(words))
    }

    /// Both ends of the move of a row; none if it moved within its table.
    pub(crate) fn row(&self, cells: &[Cell<Label>]) -> Option<&TextEnds> {
        self.0.get(&row_key(cells)?)
    }
}

/// The sentences and rows in a block that moved.
fn parts(block: &Block<Label>) -> Vec<(String, MoveEnd)> {
    if let BlockKind::Paragraph(line) = &block.kind {
        moved_sentences(line).into_iter().map(|(words, end)| (key(words), end)).collect()
    } else if let BlockKind::Table(table) = &block.kind {
        let row = |(cells, mark): (&[Cell<Label>], Mark)| {
            let end = match mark {
                Mark::MovedHere => MoveEnd::New,
                Mark::MovedAway => MoveEnd::Old,
                Mark::Unchanged | Mark::Added | Mark::Removed | Mark::Split | Mark::Joined => return None,
            };
            Some((row_key(cells)?, end))
        };
        table.rows.iter().filter_map(|of| row((&of.cells, of.mark))).collect()
    } else {
        Vec::new()
    }
}

/// Words that moved, and which end of their move this is.
pub(crate) fn moved_words(inline: &Inline<Label>) -> Option<(&[Inline<Label>], MoveEnd)> {
    let Inline::Changed(change) = inline else { return None };
    match &**change {
        InlineChange::MovedHere(words) => Some((words, MoveEnd::New)),
        InlineChange::MovedAway(words) => Some((words, MoveEnd::Old)),
        InlineChange::Added(_) | InlineChange::Removed(_) | InlineChange::Reformatted { .. } | InlineChange::Respelled { .. } => None,
    }
}

/// The sentences of a line that moved. Of one that was edited on the way, the words before the first edit.
pub(super) fn moved_sentences(line: &[Inline<Label>]) -> Vec<(&[Inline<Label>], MoveEnd)> {
    let mut is_open = false;
    let mut found = Vec::new();
    for inline in line {
        match moved_words(inline) {
            Some((words, end)) => {
                if !is_open {
                    found.push((words, end));
                }
                is_open = !ends_sentence(&plain_text(words));
            }
            None => is_open &= matches!(inline, Inline::Changed(_)),
        }
    }
    found
}

fn key(words: &[Inline<Label>]) -> String {
    plain_text(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Its first cell, which is the same at both ends.
fn row_key(cells: &[Cell<Label>]) -> Option<String> {
    Some(format!("\n{}", plain_text(&cells.first()?.content)))
}
