//! The document: what every room speaks of. One tree, generic over its links.
//!
//! `Chapter<Label>` leaves `parse` with links as the author wrote them; `Chapter<Target>` leaves
//! `resolve` with every link settled. Renderers accept only the latter.

mod address;
mod block;
mod change;
mod data;
mod document;
mod glossary;
mod inline;
mod path;
mod redline;
mod settings;
mod version;
mod walk;

pub use address::{page_address, section_address};
pub use block::{
    Alignment, Block, BlockKind, Callout, CalloutKind, Card, Cell, CodeBlock, Column, Definition, Heading, Item, List, Quotation, Row, Table,
};
pub use change::{Change, ChapterChange, Field, FormerChapter, Forms, InlineChange, Mark, NodeId, Replacement, TermChange, ValueChange};
pub use data::{Chart, ChartKind, Comparison, Moment, Series, Statistic, Survey, SurveyKind, Transcript, Video};
pub use document::{Allowance, Author, Chapter, ChapterStatus, Document, Draft, Footnote, FrontMatter, Numbered, PageId, Place};
pub use glossary::{Glossary, GlossaryTerm, LinkPolicy, TermId, TermUse, Usage, WordUse};
pub use inline::{Image, ImageSource, Inline, Label, Link, Picture, Target, Text, plain_text};
pub use path::{is_web_address, join_path, relative_path};
pub use redline::{Redline, Touched, first_words, shown_blocks};
pub use settings::{
    Accessibility, Consultation, Contact, GlossarySettings, Numbering, PageSize, PrintSettings, Punctuation, RawHtml, RuleLevel, Settings,
    SinglePage, SiteSettings, Status,
};
pub use version::{Version, VersionRow};
pub use walk::{Walk, WalkContext};

/// Lower-case words with hyphens: what stands in addresses and anchors.
///
/// Letters and digits of any script are kept (lower-cased), apostrophes drop out, all else is one hyphen.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '\u{2019}') && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The whole words of a text's [`slug`] that take `longest` bytes at most; a longer word is cut.
#[must_use]
pub fn short_slug(text: &str, longest: usize) -> String {
    let mut slug = slug(text);
    if slug.len() > longest {
        let words = slug[..slug.floor_char_boundary(longest + 1)].rfind('-').filter(|at| *at > 0);
        slug.truncate(words.unwrap_or_else(|| slug.floor_char_boundary(longest)));
    }
    slug
}
