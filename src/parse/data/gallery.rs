//! Pictures beside each other: `pictures`, `logos` and `signature`.

use super::reader::{Reader, items};
use crate::diag::Diagnostic;
use crate::model::{BlockKind, Break, Gallery, GalleryItem, GalleryKind, Image, ImageSource, Inline, Label, Link, Text, is_web_address};
use crate::yaml::{Fields, Node, Word};

/// Reads `- {file: ../images/mill.jpg, alt: What it shows, caption: The old mill}`.
pub(super) fn pictures(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let items = items(node, diagnostics, "- {file: ../images/mill.jpg, alt: What it shows}", |mut fields| {
        let file = fields.required("file", "file: ../images/mill.jpg");
        let alt = fields.required("alt", "alt: What it shows");
        let caption = fields.text("caption").map(|caption| reader.line(&caption, fields.diagnostics())).unwrap_or_default();
        fields.finish();
        let alternative = alt?.text;
        let alternative = (alternative != "decorative").then(|| reader.file.plain(&alternative).into());
        Some(GalleryItem { image: image(&file?, alternative), caption })
    });
    gallery(GalleryKind::Pictures, items)
}

/// Reads `- {file: ../images/council.svg, name: The council, url: https://example.org}`. The name is beside the logo, which therefore
/// needs no words of its own.
pub(super) fn logos(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let items = items(node, diagnostics, "- {file: ../images/council.svg, name: The council}", |mut fields| {
        let file = fields.required("file", "file: ../images/council.svg");
        let name = fields.required("name", "name: The council");
        let url = fields.text("url").filter(|url| {
            let is_address = is_web_address(&url.text);
            if !is_address {
                let finding = Diagnostic::error("wrong-value", url.span, "`url` is not a web address");
                fields.diagnostics().push(finding.hint("write a full address that starts with https:// and has no spaces"));
            }
            is_address
        });
        fields.finish();
        let name = name?;
        let words = vec![Inline::Text(Text { text: reader.file.plain(&name.text).into(), span: name.span })];
        let caption = match url {
            Some(url) => vec![Inline::Link(Box::new(Link { target: Label::Path(url.text.into()), content: words, span: url.span }))],
            None => words,
        };
        Some(GalleryItem { image: image(&file?, None), caption })
    });
    gallery(GalleryKind::Logos, items)
}

/// Reads `name`, `role`, and the files `photo` and `signature`. Both pictures belong to the name, so that they need no words.
pub(super) fn signature(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let name = fields.required("name", "name: Jo Bloggs");
    let role = fields.text("role");
    let (photo, signature) = (fields.text("photo"), fields.text("signature"));
    if photo.is_none() && signature.is_none() && !fields.has("photo") && !fields.has("signature") {
        fields.missing("signature", "signature: ../images/signature.png");
    }
    fields.finish();
    let text = |word: &Word| Inline::Text(Text { text: reader.file.plain(&word.text).into(), span: word.span });
    let mut caption = vec![Inline::Strong(vec![text(&name?)])];
    if let Some(role) = &role {
        caption.extend([Inline::LineBreak(Break::Line), text(role)]);
    }
    let mut items: Vec<_> = photo.iter().chain(&signature).map(|file| GalleryItem { image: image(file, None), caption: Vec::new() }).collect();
    items.last_mut()?.caption = caption;
    gallery(GalleryKind::Signature, items)
}

fn image(file: &Word, alternative: Option<Box<str>>) -> Image {
    Image { source: ImageSource::Path(file.text.as_str().into()), alternative, caption: None, span: file.span }
}

fn gallery(kind: GalleryKind, items: Vec<GalleryItem<Label>>) -> Option<BlockKind<Label>> {
    (!items.is_empty()).then(|| BlockKind::Gallery(Box::new(Gallery { kind, items })))
}
