//! A line as the text that is hashed and compared. Archives rest on it: it never changes for what earlier releases knew.

use crate::model::{Break, Image, ImageSource, Inline, Label};

/// Separates parts of hashed text: a noncharacter, which does not occur in text.
pub(super) const PART: char = '\u{fdd0}';
/// Represents a footnote reference: its number does not identify the note.
pub(super) const NOTE: char = '\u{fdd1}';

pub(super) fn picture(image: &Image, into: &mut String) {
    if let ImageSource::Path(path) = &image.source {
        into.push_str(path);
    }
    for text in [&image.alternative, &image.caption] {
        into.push(PART);
        into.push_str(text.as_deref().unwrap_or(""));
    }
    into.push(PART);
}

fn wrapped(sign: &str, content: &[Inline<Label>], into: &mut String) {
    into.push(PART);
    into.push_str(sign);
    line(content, into);
}

/// A line's words with their formatting, so that lines that differ have different texts. Source line breaks are spaces.
pub(super) fn line(inlines: &[Inline<Label>], into: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) => {
                let mut start = 0;
                for end in memchr::memchr_iter(b'\n', text.text.as_bytes()) {
                    into.push_str(&text.text[start..end]);
                    into.push(' ');
                    start = end + 1;
                }
                into.push_str(&text.text[start..]);
            }
            Inline::Emphasis(content) => wrapped("*", content, into),
            Inline::Strong(content) => wrapped("**", content, into),
            Inline::Strikethrough(content) => wrapped("~", content, into),
            Inline::Shifted(shift, content) => wrapped(shift.names().1, content, into),
            Inline::Language(tag, content) => wrapped(tag, content, into),
            Inline::Link(link) => match &link.target {
                Label::Path(path) => wrapped(path, &link.content, into),
                Label::Name { name, has_text } => wrapped(&format!("{has_text}{name}"), &link.content, into),
            },
            Inline::Code(text) | Inline::Expanded(_, text) => {
                into.push_str("\u{fdd0}`");
                into.push_str(&text.text);
                into.push(PART);
            }
            Inline::Image(image) => {
                into.push_str("\u{fdd0}!");
                picture(image, into);
            }
            Inline::FootnoteReference(..) => into.push(NOTE),
            Inline::LineBreak(of) => {
                into.push_str("\u{fdd0}\n");
                // Only what a cell has, so that hashes of earlier releases hold.
                match of {
                    Break::Line => {}
                    Break::Bullet => into.push_str("\u{fdd0}-"),
                    Break::Number(number) => into.push_str(&format!("\u{fdd0}{number}.")),
                }
            }
            Inline::RawHtml(html) => {
                into.push_str("\u{fdd0}<");
                into.push_str(html);
            }
            Inline::Changed(_) => {}
        }
    }
    into.push(PART);
}
