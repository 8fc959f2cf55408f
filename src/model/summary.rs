//! What a new version changed, as a person would sum it up: facts without words, which `wording` puts into sentences.

use jiff::civil::Date;

use super::{Mark, NodeId, Period};

/// What changed between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeSummary {
    /// Settings that readers see, in the order of strategy.yaml.
    pub settings: Vec<SettingChange>,
    /// Texts that changed: chapters, each followed by its sections, then pages, the home page, the statement and transcripts.
    pub texts: Vec<TextSummary>,
    /// Terms of the glossary.
    pub terms: Vec<SummaryPart>,
    /// Figures that changed, in reading order, with those of the glossary last.
    pub figures: Vec<FigureChange>,
}

/// A setting that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// Its key in strategy.yaml, with `_` between the parts: `consultation_closes`.
    pub key: &'static str,
    /// The older value, if there was one.
    pub was: Option<SettingValue>,
    /// The newer value, if there is one.
    pub now: Option<SettingValue>,
}

/// A value of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingValue {
    /// Text, an address or a name.
    Text(String),
    /// A day.
    Day(Date),
    /// A value with a word of its own among the interface words, by the key of that word.
    Word(&'static str),
}

/// What changed in a chapter, a section or a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSummary {
    /// Its slug; for a section, both: `priorities/starting-well`.
    pub path: String,
    /// Its title; the last one if it was removed.
    pub title: String,
    /// Whether it was added or removed.
    pub mark: Mark,
    /// What changed, in reading order, with changes of the same kind counted together.
    pub parts: Vec<SummaryPart>,
    /// Places in which only the formatting changed.
    pub formatting: u32,
}

/// Changes of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryPart {
    /// What changed.
    pub thing: Thing,
    /// How it changed.
    pub how: How,
    /// How many changed.
    pub count: u32,
    /// The names of those that have one: the first cells of rows, the titles of sections and boxes. All of them, or none.
    pub names: Vec<String>,
    /// The older names of those that were renamed, as many as `names`.
    pub former: Vec<String>,
    /// What changed inside, for sections that moved.
    pub inside: Vec<SummaryPart>,
}

/// How something changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum How {
    /// New.
    Added,
    /// Gone.
    Removed,
    /// Other words.
    Reworded,
    /// Another value.
    Changed,
    /// Another title.
    Renamed,
    /// Moved within the same text.
    Moved,
    /// Moved here from the text with this title.
    MovedFrom(String),
    /// Moved to the text with this title.
    MovedTo(String),
    /// Paragraphs that were split.
    Split,
    /// Paragraphs that were joined.
    Joined,
    /// A later date.
    Later,
    /// An earlier date.
    Earlier,
    /// A heading that is lower in the outline.
    Lower,
    /// A heading that is higher in the outline.
    Higher,
    /// A list that now has numbers.
    Numbered,
    /// A list that now has bullet points.
    Bulleted,
}

impl How {
    /// The title of the other text, for a move from or to one.
    #[must_use]
    pub fn other(&self) -> Option<&str> {
        if let Self::MovedFrom(other) | Self::MovedTo(other) = self { Some(other) } else { None }
    }

    /// Key of its template among the interface words, after `summary_`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Reworded => "reworded",
            Self::Changed => "changed",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::MovedFrom(_) => "moved_from",
            Self::MovedTo(_) => "moved_to",
            Self::Split => "split",
            Self::Joined => "joined",
            Self::Later => "later",
            Self::Earlier => "earlier",
            Self::Lower => "lower",
            Self::Higher => "higher",
            Self::Numbered => "numbered",
            Self::Bulleted => "bulleted",
        }
    }
}

/// Makes an enum of things, each with the key of its name among the interface words, after `thing_`.
macro_rules! things {
    ($($(#[doc = $doc:literal])+ $name:ident $key:literal,)*) => {
        /// Something that readers have a word for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Thing {
            $($(#[doc = $doc])+ $name,)*
        }

        impl Thing {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Key of its name among the interface words, after `thing_`.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)*
                }
            }
        }
    };
}

things! {
    /// All of a text.
    Whole "whole",
    /// A heading with everything below it.
    Section "section",
    /// A heading alone.
    Heading "heading",
    /// A paragraph.
    Paragraph "paragraph",
    /// A sentence.
    Sentence "sentence",
    /// A link, by its address.
    Link "link",
    /// A list.
    List "list",
    /// A list item.
    Item "item",
    /// A table.
    Table "table",
    /// A table row.
    Row "row",
    /// A table column.
    Column "column",
    /// The name of several table columns.
    ColumnGroup "column_group",
    /// A table cell.
    Cell "cell",
    /// A caption.
    Caption "caption",
    /// A picture.
    Picture "picture",
    /// Alt text.
    AltText "alt_text",
    /// A quotation.
    Quotation "quotation",
    /// A callout.
    Box "box",
    /// A card.
    Card "card",
    /// A term with its description in a text.
    Definition "definition",
    /// A term of the glossary.
    Term "term",
    /// A chart.
    Chart "chart",
    /// A figure in a chart.
    ChartFigure "chart_figure",
    /// A key figure.
    KeyFigure "key_figure",
    /// A date of a timeline.
    Date "date",
    /// A video.
    Video "video",
    /// A question of a survey.
    Question "question",
    /// An action.
    Action "action",
    /// A footnote.
    Note "note",
    /// A code block or HTML.
    Code "code",
    /// A line between passages.
    Break "break",
    /// The title of a text.
    Title "title",
    /// The summary of a text.
    Lead "lead",
    /// Who signed a text.
    Authors "authors",
    /// The number of a chapter.
    Number "number",
    /// The editorial status of a chapter.
    Status "status",
    /// The address of a page.
    Address "address",
    /// The position of a chapter among the others.
    Place "place",
}

/// A figure that changed in a passage of both versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureChange {
    /// The older figure, as readers saw it.
    pub was: FigureValue,
    /// The newer figure; none if a figure of a chart is unknown now.
    pub now: FigureValue,
    /// What it is a figure of: table, row and column; a chart and a label; words around it. From the outside in; may be empty.
    pub of: Vec<String>,
    /// The words around it in the newer version, with `…` where they go on; none for figures that stand alone.
    pub quote: Option<String>,
    /// Path of the text as in [`TextSummary::path`]; empty for a term of the glossary.
    pub path: String,
    /// Title of the text; the term, for a term.
    pub title: String,
    /// The heading above it.
    pub under: Option<String>,
    /// The outermost changed block that it is in; none in footnotes.
    pub block: Option<NodeId>,
}

/// A figure as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureValue {
    /// As the author wrote it.
    Text(String),
    /// Plain digits, with the unit of a chart.
    Digits(String, Option<String>),
    /// When an action is due.
    Due(Period),
    /// There is none.
    None,
}
