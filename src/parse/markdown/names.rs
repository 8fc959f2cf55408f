//! Names of blocks: `{#name}` at the end of a paragraph, a caption, a title or the first line of a data block.

use super::BodyBuilder;
use crate::model::{Inline, Label, Text, slug};
use crate::span::Span;

impl BodyBuilder<'_> {
    /// Takes `{#name}` from the end of a line, as the name of the block that is added next.
    pub(super) fn take_name(&mut self, line: &mut Vec<Inline<Label>>) {
        let Some(Inline::Text(last)) = line.last_mut() else { return };
        let words = last.text.trim_end();
        let Some((start, name)) = name_at_end(words) else { return };
        let is_exact = last.span.range().len() == last.text.len();
        let place = if is_exact { last.span.part(start, words.len()) } else { last.span };
        if is_exact && self.file.text.as_bytes().get(..place.range().start).is_some_and(|before| before.ends_with(b"\\")) {
            return;
        }
        let name = name.to_owned();
        let kept = words[..start].trim_end().len();
        let span = if is_exact { last.span.part(0, kept) } else { last.span };
        *last = Text { text: last.text[..kept].into(), span };
        if kept == 0 {
            line.pop();
        }
        self.name_next(name, place);
    }

    /// Takes `{#name}` from the words after the name of a data block.
    pub(super) fn take_name_of(&mut self, info: &str, place: Span) {
        if let Some((_, name)) = name_at_end(info.trim_end()) {
            self.name_next(name.to_owned(), place);
        }
    }

    fn name_next(&mut self, name: String, place: Span) {
        self.name = Some(self.given_anchor(name, place));
    }
}

/// The name at the end of `words`, and where its bracket is.
fn name_at_end(words: &str) -> Option<(usize, &str)> {
    let inside = words.strip_suffix('}')?;
    let start = inside.rfind("{#")?;
    let name = &inside[start + 2..];
    let is_apart = words[..start].chars().next_back().is_none_or(|c| c.is_whitespace() || !c.is_alphanumeric());
    (is_apart && !slug(name).is_empty() && !name.contains(['{', '}', ' '])).then_some((start, name))
}
