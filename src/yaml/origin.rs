//! Where texts that are parsed separately are in their files.

use std::ops::Range;

use crate::span::{FileId, Span};

/// Position in its file of a text that is parsed separately.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin {
    /// Verbatim, from this byte.
    At(FileId, usize),
    /// Somewhere in this span, with escapes or line prefixes in between.
    Within(Span),
}

impl Origin {
    /// The span in the file of a range of the text.
    pub(crate) fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::At(file, offset) => Span::new(file, offset + range.start..offset + range.end),
            Self::Within(span) => span,
        }
    }

    /// The origin of `text`, the value at `span`: exact if it occurs there verbatim.
    pub(crate) fn of(text: &str, span: Span, file_text: &str) -> Self {
        let exact = file_text.get(span.range()) == Some(text);
        if exact { Self::At(span.file, span.start as usize) } else { Self::Within(span) }
    }
}
