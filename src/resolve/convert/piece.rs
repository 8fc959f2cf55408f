//! The texts of a line that terms may run through.

use crate::model::{Break, Inline, Label, Shift, Target, Text};
use crate::span::{FileId, Span};

/// Text that a term may be part of.
pub(super) struct Piece {
    pub(super) text: Text,
    /// Whether it is lowered: the 2 of `CO~2~`.
    is_lowered: bool,
}

impl Piece {
    /// Its bytes from `start` to `end`.
    pub(super) fn part(&self, start: usize, end: usize) -> Self {
        // Only text that is in the source literally has an exact position.
        let Text { text, span } = &self.text;
        let is_exact = span.range().len() == text.len();
        let part = Text { text: text[start..end].into(), span: if is_exact { span.part(start, end) } else { *span } };
        Self { text: part, is_lowered: self.is_lowered }
    }

    /// What it was in its line.
    pub(super) fn restored(self) -> Inline<Target> {
        if self.is_lowered {
            Inline::Shifted(Shift::Subscript, vec![Inline::Text(self.text)])
        } else if self.text.span.range().is_empty() && *self.text.text == *LINE_BREAK {
            Inline::LineBreak(Break::Line)
        } else {
            Inline::Text(self.text)
        }
    }
}

/// A line break among texts: white space (line separator) without a place in the source.
const LINE_BREAK: &str = "\u{2028}";

/// What a term may be part of; anything else is returned as it is. A term may go on after a line break.
pub(super) fn piece_of(inline: Inline<Label>) -> Result<Piece, Inline<Label>> {
    if let Inline::Text(text) = inline {
        return Ok(Piece { text, is_lowered: false });
    }
    if matches!(inline, Inline::LineBreak(Break::Line)) {
        return Ok(Piece { text: Text { text: LINE_BREAK.into(), span: Span::new(FileId(0), 0..0) }, is_lowered: false });
    }
    if let Inline::Shifted(Shift::Subscript, content) = &inline
        && let [Inline::Text(text)] = &content[..]
    {
        return Ok(Piece { text: text.clone(), is_lowered: true });
    }
    Err(inline)
}

/// Whether a term may go on into `inline`.
pub(super) fn joins(inline: &Inline<Label>) -> bool {
    match inline {
        Inline::Text(_) | Inline::LineBreak(Break::Line) => true,
        Inline::Shifted(shift, content) => *shift == Shift::Subscript && matches!(content[..], [Inline::Text(_)]),
        Inline::Emphasis(_)
        | Inline::Strong(_)
        | Inline::Strikethrough(_)
        | Inline::Code(_)
        | Inline::Link(_)
        | Inline::Expanded(..)
        | Inline::Image(_)
        | Inline::LineBreak(Break::Bullet | Break::Number(_))
        | Inline::Language(..)
        | Inline::FootnoteReference(..)
        | Inline::RawHtml(_)
        | Inline::Changed(_) => false,
    }
}
