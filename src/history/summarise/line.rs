//! What changed in a line of text.

use crate::model::{Inline, InlineChange, Label, plain_text};

/// What changed in a line, from the least to the most that can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineChange {
    /// Nothing.
    Nothing,
    /// Emphasis, language, quotation marks or dashes.
    Formatting,
    /// The mark of a footnote.
    Note,
    /// The address of a link.
    Link,
    /// A sentence moved.
    Moved,
    /// A picture among the words.
    Picture,
    /// Words.
    Words,
}

/// The most that changed in a line. Marks of where paragraphs were joined are no words.
pub(super) fn change(line: &[Inline<Label>]) -> LineChange {
    line.iter().map(one).max().unwrap_or(LineChange::Nothing)
}

fn one(inline: &Inline<Label>) -> LineChange {
    let Inline::Changed(changed) = inline else { return change(inline.content()) };
    match &**changed {
        InlineChange::Added(words) | InlineChange::Removed(words) => said(words),
        InlineChange::MovedHere(_) | InlineChange::MovedAway(_) => LineChange::Moved,
        InlineChange::Reformatted { was, now } if addresses(was) != addresses(now) => LineChange::Link,
        InlineChange::Reformatted { .. } | InlineChange::Respelled { .. } => LineChange::Formatting,
    }
}

/// What words that were added or removed say; nothing if there are none.
fn said(words: &[Inline<Label>]) -> LineChange {
    let has_words = |inline: &Inline<Label>| plain_text(std::slice::from_ref(inline)).chars().any(|c| !c.is_whitespace() && c != '¶');
    let one = |inline: &Inline<Label>| {
        if matches!(inline, Inline::FootnoteReference(..)) {
            LineChange::Note
        } else if matches!(inline, Inline::Image(_)) {
            LineChange::Picture
        } else if matches!(inline, Inline::RawHtml(_)) || has_words(inline) {
            LineChange::Words
        } else {
            LineChange::Nothing
        }
    };
    words.iter().map(one).max().unwrap_or(LineChange::Nothing)
}

/// The footnotes to which a line refers now and did not before.
pub(super) fn new_notes(line: &[Inline<Label>]) -> Vec<u32> {
    let added = |inline: &Inline<Label>| {
        let Inline::Changed(change) = inline else { return new_notes(inline.content()) };
        let InlineChange::Added(words) = &**change else { return Vec::new() };
        words.iter().filter_map(|inline| if let Inline::FootnoteReference(note, _) = inline { Some(*note) } else { None }).collect()
    };
    line.iter().flat_map(added).collect()
}

/// The targets of the links in a line, in order.
fn addresses(line: &[Inline<Label>]) -> Vec<&Label> {
    let mut found = Vec::new();
    for inline in line {
        if let Inline::Link(link) = inline {
            found.push(&link.target);
        }
        found.extend(addresses(inline.content()));
    }
    found
}

/// The text of a line in the older version, without markup.
pub(super) fn older_text(line: &[Inline<Label>]) -> String {
    let one = |inline: &Inline<Label>| {
        if let Inline::Changed(change) = inline {
            return match &**change {
                InlineChange::Added(_) | InlineChange::MovedHere(_) => String::new(),
                InlineChange::Removed(was)
                | InlineChange::MovedAway(was)
                | InlineChange::Reformatted { was, .. }
                | InlineChange::Respelled { was, .. } => plain_text(was),
            };
        }
        if inline.content().is_empty() { plain_text(std::slice::from_ref(inline)) } else { older_text(inline.content()) }
    };
    line.iter().map(one).collect()
}
