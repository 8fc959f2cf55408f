//! The figures, as programs read them.

use serde::Serialize;

use crate::history::Counts;
use crate::report::redline::{RedlineReport, TextState};

/// Figures about a document.
#[derive(Debug, Serialize)]
pub struct StatsReport {
    /// The strategy's title.
    pub title: String,
    /// The version that is being written.
    pub version: String,
    /// BCP 47 tag.
    pub language: String,
    /// How reading times are reckoned; nothing where no rate is known for the language.
    pub reading_time: Option<Method>,
    /// How reading ages are reckoned; nothing where no formula is known for the language.
    pub reading_age: Option<Method>,
    /// All chapters and sections.
    pub chapters: Total,
    /// Pages that are no chapters.
    pub pages: Total,
    /// Definitions.
    pub glossary: Total,
    /// Text by text: chapters, each followed by its sections, then pages.
    pub texts: Vec<TextStats>,
    /// The longest sentences that are the author's own, longest first.
    pub longest_sentences: Vec<LongSentence>,
    /// What changed since the version before; nothing where there is none, or where it cannot be compared.
    pub since: Option<Since>,
}

/// How figures are reckoned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Method {
    /// The formula, or the rate.
    pub formula: &'static str,
    /// Who published it.
    pub source: &'static str,
    /// What it does not say.
    pub limits: &'static str,
}

/// Figures about several texts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Total {
    /// How many texts or terms.
    pub count: u32,
    /// All of them.
    #[serde(flatten)]
    pub figures: Figures,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figures {
    /// Words of titles, headings, paragraphs, lists, tables, captions and notes; not of charts, program text and words in
    /// another language.
    pub words: u32,
    /// Whole minutes, at least one; nothing where no rate is known.
    pub minutes: Option<u32>,
    /// Sentences of paragraphs and of items in lists.
    pub sentences: u32,
    /// Words of those sentences, in the mean.
    pub words_per_sentence: Option<f64>,
    /// Flesch-Kincaid grade level; nothing for a short text, and where no formula is known.
    pub grade: Option<f64>,
    /// The reading age in years that it stands for.
    pub reading_age: Option<u32>,
}

/// Figures about one text.
#[derive(Debug, Serialize)]
pub struct TextStats {
    /// Its slug; for a section, both: `priorities/starting-well`.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Its printed number.
    pub number: Option<String>,
    /// Chapter, section or page.
    pub kind: TextKind,
    /// The file, as reports name it.
    pub file: String,
    /// What is counted; not in its sections.
    #[serde(flatten)]
    pub figures: Figures,
    /// Glossary terms that it uses, in the order of the language's dictionary.
    pub terms: Vec<TermCount>,
}

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// A chapter.
    Chapter,
    /// A section of a folder chapter.
    Section,
    /// A page that is no chapter.
    Page,
}

/// A term and how often a text uses it.
#[derive(Debug, Serialize)]
pub struct TermCount {
    /// The term.
    pub term: String,
    /// How often the text uses it.
    pub uses: u32,
    /// How many of those are links.
    pub links: u32,
}

/// A sentence that is long.
#[derive(Debug, Serialize)]
pub struct LongSentence {
    /// How many words it has.
    pub words: usize,
    /// The file, as reports name it.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The sentence.
    pub text: String,
}

/// What changed since the version before, as `greenpaper redline` counts it.
#[derive(Debug, Serialize)]
pub struct Since {
    /// The version before.
    pub version: String,
    /// Texts that differ, in the order of the redline.
    pub texts: Vec<TextSince>,
    /// Terms that are new.
    pub terms_added: u32,
    /// Terms that are gone.
    pub terms_removed: u32,
    /// Terms that differ.
    pub terms_changed: u32,
}

/// What changed in a text.
#[derive(Debug, Serialize)]
pub struct TextSince {
    /// As in [`TextStats::path`]; a text that is gone has none there.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Whether it is new or gone.
    pub state: TextState,
    /// Passages and words.
    #[serde(flatten)]
    pub counts: Counts,
    /// The same in words.
    #[serde(skip)]
    pub in_short: String,
}

impl Since {
    pub(super) fn of(redline: &RedlineReport) -> Self {
        let texts = redline.texts.iter().map(|text| TextSince {
            path: text.path.clone(),
            title: text.title.clone(),
            state: text.state,
            counts: text.counts,
            in_short: text.in_short(),
        });
        let terms = |state| redline.terms.iter().filter(|term| term.state == state).count() as u32;
        Self {
            version: redline.from.clone(),
            texts: texts.collect(),
            terms_added: terms(TextState::Added),
            terms_removed: terms(TextState::Removed),
            terms_changed: terms(TextState::Changed),
        }
    }
}
