//! Raised and lowered text in HTML: `<sup>`, `<sub>`.

use super::{BodyBuilder, DEEPEST, Element, Open};
use crate::diag::Diagnostic;
use crate::model::Shift;
use crate::span::Span;

impl BodyBuilder<'_> {
    /// Reads `<sub>`, `</sub>`, `<sup>` and `</sup>`; returns whether `html` is one of them, at a place where it means something.
    pub(super) fn shift_tag(&mut self, html: &str, span: Span) -> bool {
        let is = |tag: &str| html.eq_ignore_ascii_case(tag);
        let (shift, is_end) = match () {
            () if is("<sub>") => (Shift::Subscript, false),
            () if is("</sub>") => (Shift::Subscript, true),
            () if is("<sup>") => (Shift::Superscript, false),
            () if is("</sup>") => (Shift::Superscript, true),
            () => return false,
        };
        let is_open = matches!(self.top().element, Element::Shifted(open) if open == shift);
        if is_end && is_open {
            self.close_language();
        } else if !is_end && self.skipped == 0 && self.open.len() <= DEEPEST {
            self.open.push(Open::new(Element::Shifted(shift), span));
        } else {
            return false;
        }
        true
    }

    pub(super) fn report_unclosed_shift(&mut self, shift: Shift, span: Span) {
        let (name, _) = shift.names();
        self.diagnostics.push(
            Diagnostic::warning("raw-html", span, format!("this `<{name}>` is not closed, so the rest of its paragraph is small"))
                .hint(format!("write `</{name}>` after the last small character")),
        );
    }
}
