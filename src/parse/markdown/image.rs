//! Pictures in Markdown and their alt text.

use super::super::inline;
use super::open::Element;
use super::{BodyBuilder, parse_blocks};
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Image, ImageSource, Inline, Label, Text, plain_text};
use crate::span::Span;
use crate::yaml::Origin;

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

    /// Adds a paragraph, or the figure that a picture alone in it is.
    pub(super) fn paragraph(&mut self, mut line: Vec<Inline<Label>>, span: Span) {
        // A caption of a table has its name with it.
        if !inline::is_table_caption(&line) {
            self.take_name(&mut line);
        }
        if line.len() == 1 && matches!(line[0], Inline::Image(_)) {
            if let Some(Inline::Image(mut image)) = line.pop() {
                let caption = image.caption.take().map(|text| self.caption(text, image.span)).unwrap_or_default();
                self.block(BlockKind::Figure(image, caption), span);
            }
            return;
        }
        if !line.is_empty() {
            let item = self.open.last().filter(|open| matches!(open.element, Element::Item) && open.blocks.is_empty()).map(|open| open.span);
            self.report_pasted(span, item);
            self.report_shallow_paragraph(span);
            self.block(BlockKind::Paragraph(line), span);
        }
    }

    /// The Markdown of a caption, if it is one paragraph without pictures; else its words as they are.
    fn caption(&mut self, text: Box<str>, span: Span) -> Vec<Inline<Label>> {
        let has_markup = text.contains(['[', '*', '_', '`', '^', '~', '<', '\\']) && !text.contains("![");
        if has_markup {
            let mut findings = Vec::new();
            let mut blocks = parse_blocks(self.file, &text, Origin::Within(span), &mut findings);
            if let (Some(Block { kind: BlockKind::Paragraph(line), .. }), true) = (blocks.pop(), blocks.is_empty()) {
                self.diagnostics.append(&mut findings);
                return line;
            }
        }
        vec![Inline::Text(Text { text, span })]
    }
}
