//! What stands in a line of text.

use super::{InlineChange, Place, TermId, TermUse};
use crate::span::Span;

/// A run of characters. A soft line break of the source is a `\n` in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The characters, as they will be read.
    pub text: Box<str>,
    /// Where they stand in the source.
    pub span: Span,
}

/// A piece of a line, generic over what its links lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline<L> {
    /// Characters.
    Text(Text),
    /// Stressed: upright and semibold in every output.
    Emphasis(Vec<Inline<L>>),
    /// Strong importance: bold.
    Strong(Vec<Inline<L>>),
    /// Struck out.
    Strikethrough(Vec<Inline<L>>),
    /// Program text.
    Code(Text),
    /// A link.
    Link(Box<Link<L>>),
    /// An abbreviation that is no link; a renderer puts the full term before it, and brackets round it. `resolve` makes it.
    Expanded(TermId, Text),
    /// A picture in the line.
    Image(Box<Image>),
    /// Words in another language: BCP 47 tag and content.
    Language(Box<str>, Vec<Inline<L>>),
    /// The mark of a footnote: index into the chapter's footnotes, and which of its marks this is (from 1).
    FootnoteReference(u32, u32),
    /// A line break that the author asked for.
    LineBreak,
    /// HTML that the strategy allows; HTML output only.
    RawHtml(Box<str>),
    /// Words that differ between two versions; only in a redline, and never inside each other.
    Changed(Box<InlineChange<L>>),
}

/// A link and what can be clicked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<L> {
    /// Where it leads.
    pub target: L,
    /// What is shown.
    pub content: Vec<Inline<L>>,
    /// The whole link in the source.
    pub span: Span,
}

/// Where a link leads, as the author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    /// An address or path.
    Path(Box<str>),
    /// `[[a term, a chapter's title, a page]]`; whether the author gave other words to show.
    Name {
        /// What is named.
        name: Box<str>,
        /// Whether `|text` was given.
        has_text: bool,
    },
}

/// Where a link leads, settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Out of the document: an absolute address.
    External(Box<str>),
    /// A place in the document.
    Place(Place),
    /// A glossary term.
    Term(TermUse),
    /// A file that is published beside the document: its path in the output.
    File(Box<str>),
}

/// A picture with its alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Which file.
    pub source: ImageSource,
    /// What it says in words; `None` for a decoration.
    pub alternative: Option<Box<str>>,
    /// What the author said below it; a figure's caption takes it over.
    pub caption: Option<Box<str>>,
    /// Where it is named.
    pub span: Span,
}

/// The file of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageSource {
    /// As written, before `resolve`.
    Path(Box<str>),
    /// Index into the document's pictures.
    Picture(u32),
}

/// A picture file of the strategy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path from the strategy's folder; the same in the output.
    pub path: String,
    /// Width and height in pixels, where the file says so.
    pub size: Option<(u32, u32)>,
    /// Whether a page shows it or links to it; set by `resolve`. Others are not published.
    pub shown: bool,
}

/// The words alone, as a screen reader would speak them; in a redline, as they are now.
#[must_use]
pub fn plain_text<L>(inlines: &[Inline<L>]) -> String {
    fn collect<L>(inlines: &[Inline<L>], into: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => into.push_str(&text.text),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) | Inline::Language(_, content) => {
                    collect(content, into);
                }
                Inline::Link(link) => collect(&link.content, into),
                Inline::Image(image) => into.push_str(image.alternative.as_deref().unwrap_or("")),
                Inline::LineBreak => into.push('\n'),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now) | InlineChange::Reformatted { now, .. } => collect(now, into),
                    InlineChange::Removed(_) => {}
                },
                Inline::FootnoteReference(..) | Inline::RawHtml(_) => {}
            }
        }
    }
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}
