//! The document model: one tree, generic over the targets of its links.
//!
//! [`parse`](crate::parse) returns a [`Draft`] of `Chapter<Label>`, with links as the author wrote them; [`resolve`](crate::resolve) returns
//! a [`Document`] of `Chapter<Target>`, with every link resolved. Renderers accept only the latter.
//!
//! A [`Chapter`] holds [`Block`]s, and blocks hold [`Inline`]s. [`Walk`] visits all of them in reading order.

mod action;
mod address;
mod block;
mod change;
mod characters;
mod data;
mod document;
mod extent;
mod former;
mod gallery;
mod glossary;
mod inline;
mod label;
mod path;
mod redline;
mod settings;
mod summary;
mod table;
mod target;
mod version;
mod walk;

pub use action::{Action, ActionStatus, Period, ProgressEntry, ProgressReport, Season, Softening, Time, Weaker};
pub use address::{MOST_IN_ONE_LIST, contents_address, contents_parts, page_address, section_address};
pub use block::{
    Block, BlockKind, Callout, CalloutKind, Card, Change, CodeBlock, Definition, Division, Heading, Item, List, Quotation, Replacement, Transcript,
    Video,
};
pub use change::{Field, Mark, MoveEnd, NodeId, ValueChange};
pub(crate) use characters::{composed, plain_digit};
pub use characters::{is_invisible, is_odd_space, odd_space_name};
pub use data::{Chart, ChartKind, Comparison, Moment, Number, Reference, Series, Statistic, Survey, SurveyKind, Symbol};
pub use document::{
    Allowance, Author, Chapter, ChapterChange, ChapterStatus, Document, Draft, Footnote, FormerChapter, FrontMatter, Numbered, Translation,
};
pub use extent::Extent;
pub use former::{Ends, Former, FormerAnchor, FormerFile, FormerPage};
pub use gallery::{Gallery, GalleryItem, GalleryKind};
pub use glossary::{Forms, Glossary, GlossaryTerm, LinkPolicy, TermChange, Usage, WordUse};
pub use inline::{
    Break, CellLine, Image, ImageSource, Inline, InlineChange, Link, Picture, Shift, Text, cell_lines, continues_move, ends_sentence, plain_text,
};
pub use label::{BlockLabel, BlockNumber, Counting, NumberedKind};
pub use path::{is_web_address, join_path, relative_path};
pub use redline::{Redline, Touched, first_words, shown_blocks};
pub use settings::{
    Accessibility, Consultation, Contact, EditionSettings, GlossarySettings, Host, Numbering, Openings, PageSize, PrintSettings, Punctuation,
    RawHtml, RuleLevel, Settings, SinglePage, SiteSettings, Status, is_right_to_left, language_name, print_file,
};
pub use summary::{ChangeSummary, FigureChange, FigureValue, How, SettingChange, SettingValue, SummaryPart, TextSummary, Thing};
pub use table::{Alignment, Cell, CellSpan, Column, Joined, Rejoined, Row, Spans, Table, TableSetting};
pub use target::{Label, PageId, Place, Target, TermId, TermUse};
pub use version::{Version, VersionRow, WORD_VERSION};
pub use walk::{Walk, WalkContext};

/// Lower-case words joined by hyphens, for addresses and anchors.
///
/// Letters and digits of any script are kept in lower case, apostrophes are dropped, and any run of other characters becomes one hyphen.
///
/// ```
/// assert_eq!(greenpaper::model::slug("Children's health: 2025–30"), "childrens-health-2025-30");
/// ```
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

/// As many whole words of the [`slug`] of `text` as fit into `longest` bytes; a single longer word is cut.
#[must_use]
pub fn short_slug(text: &str, longest: usize) -> String {
    let mut slug = slug(text);
    if slug.len() > longest {
        let words = slug[..slug.floor_char_boundary(longest + 1)].rfind('-').filter(|at| *at > 0);
        slug.truncate(words.unwrap_or_else(|| slug.floor_char_boundary(longest)));
    }
    slug
}
