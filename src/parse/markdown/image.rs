//! Pictures in Markdown: what they show, in words.

use super::BodyBuilder;
use crate::diag::Diagnostic;
use crate::model::{Image, ImageSource, Inline, Label, plain_text};
use crate::span::Span;

impl BodyBuilder<'_> {
    pub(super) fn image(&mut self, path: String, title: &str, alternative: &[Inline<Label>], span: Span) {
        let words = plain_text(alternative);
        let alternative = match words.trim() {
            "decorative" => None,
            "" => {
                self.diagnostics.push(
                    Diagnostic::error("image-alternative", span, "this picture has no alternative: who cannot see it learns nothing")
                        .hint("say in a sentence what it shows: `![Map of the four places](…)`; `![decorative](…)` if it says nothing"),
                );
                None
            }
            words => Some(words.into()),
        };
        let caption = Some(title.trim()).filter(|title| !title.is_empty()).map(|title| self.file.plain(title).into());
        let image = Image { source: ImageSource::Path(path.into()), alternative, caption, span };
        self.inline(Inline::Image(Box::new(image)));
    }
}
