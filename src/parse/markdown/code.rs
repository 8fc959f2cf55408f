//! What stands between fences: data blocks, and program text.

use super::super::{Origin, data};
use super::BodyBuilder;
use crate::diag::Diagnostic;
use crate::model::{BlockKind, CodeBlock};
use crate::span::Span;

impl BodyBuilder<'_> {
    /// Adds what the fence with `info` behind it holds. `start` is where its text stands in the piece, if it stands there letter
    /// for letter.
    pub(super) fn code(&mut self, info: &str, text: String, start: Option<usize>, span: Span) {
        let language = info.split_whitespace().next();
        let (origin, unclosed) = match (self.origin, start) {
            (Origin::At(file, offset), Some(start)) => (Origin::At(file, offset + start), self.unclosed(span)),
            (Origin::At(..), None) => (Origin::Within(span), self.unclosed(span)),
            _ => (Origin::Within(span), None),
        };
        let data = language.filter(|name| data::is_block(name));
        if let (Some(name), Some(place)) = (data, unclosed) {
            let fault = Diagnostic::error("data-block", place, format!("the `{name}` block that starts here does not end"));
            self.diagnostics.push(fault.hint("close it with a line of three back-ticks"));
            return;
        }
        if let Some(kind) = language.and_then(|name| data::parse(self.file, super::parse_blocks, name, &text, origin, span, self.diagnostics)) {
            if let Some(kind) = kind {
                self.block(kind, span);
            }
            return;
        }
        if let Some(place) = unclosed {
            let fault = Diagnostic::warning("unclosed-block", place, "this block is not closed: all that follows belongs to it");
            self.diagnostics.push(fault.hint("close it with a line of the same marks, at least as many"));
        }
        self.block(BlockKind::Code(CodeBlock { language: language.map(Into::into), text: text.into() }), span);
    }

    /// The first line of a fence that nothing closes: it takes in all that follows.
    fn unclosed(&self, span: Span) -> Option<Span> {
        let written = self.file.text.get(span.range()).unwrap_or("").trim_end();
        let length = written.bytes().take_while(|byte| matches!(byte, b'`' | b'~')).count();
        let (first, rest) = written.split_once('\n').unwrap_or((written, ""));
        // In a block quotation its own marks stand before the fence.
        let last = rest.rsplit('\n').next().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
        let is_closed = last.len() >= length && last.bytes().all(|byte| matches!(byte, b'`' | b'~'));
        (length >= 3 && !is_closed).then(|| Span { end: span.start + first.len() as u32, ..span })
    }
}
