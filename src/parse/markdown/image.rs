//! Pictures in Markdown and their alt text.

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
                    Diagnostic::error("image-alternative", span, "this picture has no alt text, so people who cannot see it miss it")
                        .hint("describe it in a sentence: `![Map of the four places](…)`; if it adds nothing, write `![decorative](…)`"),
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
