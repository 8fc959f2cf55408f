//! Unseen characters that character references (`&#7;`) bring into a text.

use std::borrow::Cow;

use super::BodyBuilder;
use crate::diag::{Diagnostic, Unseen, unseen};
use crate::span::Span;

impl BodyBuilder<'_> {
    /// A text without control characters. Those that a character reference stands for are reported, and those that change the direction
    /// of text; what is in the file itself was reported when it was read. `length` is how many bytes of the file the text comes from.
    pub(super) fn without_controls<'t>(&mut self, text: &'t str, span: Span, length: usize) -> Cow<'t, str> {
        if text.len() == length || !Unseen::is_in(text) {
            return Cow::Borrowed(text);
        }
        let found = text.chars().find_map(|c| Some((c, unseen(c)?)));
        if let Some((c, kind)) = found.filter(|(c, _)| !self.file.text.contains(*c)) {
            let finding = match kind {
                Unseen::Control => Diagnostic::error("unseen-character", span, kind.in_words(c)),
                Unseen::Direction => Diagnostic::warning("unseen-character", span, kind.in_words(c)),
            };
            self.diagnostics.push(finding.hint("remove the character reference, which begins with `&#`: readers see nothing of it"));
        }
        Cow::Owned(text.chars().filter(|c| unseen(*c) != Some(Unseen::Control)).collect())
    }

    /// As [`Self::without_controls`], for a text whose length in the file is unknown.
    pub(super) fn seen(&mut self, text: &str, span: Span) -> String {
        self.without_controls(text, span, 0).into_owned()
    }
}
