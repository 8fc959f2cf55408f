//! Statistics, as written to JSON.

use serde::Serialize;

use crate::history::Counts;
use crate::report::redline::{RedlineReport, TextState};

/// Statistics of a document.
#[derive(Debug, Serialize)]
pub struct StatsReport {
    /// The strategy's title.
    pub title: String,
    /// The current version.
    pub version: String,
    /// BCP 47 tag.
    pub language: String,
    /// How reading times are calculated; `None` if no rate is known for the language.
    pub reading_time: Option<Method>,
    /// How reading ages are calculated; `None` if no formula is known for the language.
    pub reading_age: Option<Method>,
    /// All chapters and sections.
    pub chapters: Total,
    /// Pages other than chapters.
    pub pages: Total,
    /// Definitions.
    pub glossary: Total,
    /// Each text: chapters, each followed by its sections, then pages.
    pub texts: Vec<TextStats>,
    /// The longest sentences by the author, longest first; quotations are left out.
    pub longest_sentences: Vec<LongSentence>,
    /// Changes since the previous version; `None` if there is none or it cannot be compared.
    pub since: Option<Since>,
}

/// How a figure is calculated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Method {
    /// The formula, or the rate.
    pub formula: &'static str,
    /// Its source.
    pub source: &'static str,
    /// Its limits.
    pub limits: &'static str,
}

/// Statistics of several texts.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Total {
    /// Number of texts or terms.
    pub count: u32,
    /// Their combined statistics.
    #[serde(flatten)]
    pub figures: Figures,
}

/// Counts and averages.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Figures {
    /// Words in titles, headings, paragraphs, lists, tables, captions and notes; not in charts, code or other languages.
    pub words: u32,
    /// Reading time in minutes, at least one; `None` if no rate is known.
    pub minutes: Option<u32>,
    /// Sentences in paragraphs and list items.
    pub sentences: u32,
    /// Sentences by the author of more than 25 words; `None` for other languages than English.
    pub long_sentences: Option<u32>,
    /// Mean number of words in those sentences.
    pub words_per_sentence: Option<f64>,
    /// Flesch-Kincaid grade level; `None` for a short text or if no formula is known.
    pub grade: Option<f64>,
    /// The corresponding reading age in years.
    pub reading_age: Option<u32>,
}

/// Statistics of one text.
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
    /// Path of the file, as in other reports.
    pub file: String,
    /// Its statistics, without its sections.
    #[serde(flatten)]
    pub figures: Figures,
    /// Glossary terms that it uses, in the alphabetical order of the language.
    pub terms: Vec<TermCount>,
}

/// The kind of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextKind {
    /// A chapter.
    Chapter,
    /// A section of a folder chapter.
    Section,
    /// A page other than a chapter.
    Page,
}

/// A term and its uses in a text.
#[derive(Debug, Serialize)]
pub struct TermCount {
    /// The term.
    pub term: String,
    /// Number of uses.
    pub uses: u32,
    /// Number of uses that are links.
    pub links: u32,
}

/// A long sentence.
#[derive(Debug, Serialize)]
pub struct LongSentence {
    /// Its number of words.
    pub words: usize,
    /// Path of the file, as in other reports.
    pub file: String,
    /// Starts at 1.
    pub line: usize,
    /// Starts at 1, in characters.
    pub column: usize,
    /// The sentence itself.
    pub text: String,
}

/// Changes since the previous version, as `greenpaper redline` counts them.
#[derive(Debug, Serialize)]
pub struct Since {
    /// The previous version.
    pub version: String,
    /// Texts that differ, in the order of the redline.
    pub texts: Vec<TextSince>,
    /// Number of terms added.
    pub terms_added: u32,
    /// Number of terms removed.
    pub terms_removed: u32,
    /// Number of terms changed.
    pub terms_changed: u32,
}

/// Changes in a text.
#[derive(Debug, Serialize)]
pub struct TextSince {
    /// As in [`TextStats::path`], which lists no removed texts.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Whether it was added or removed.
    pub state: TextState,
    /// Counts of passages and words.
    #[serde(flatten)]
    pub counts: Counts,
    /// What changed, in a sentence of the interface's language.
    pub summary: String,
}

impl Since {
    pub(super) fn of(redline: &RedlineReport) -> Self {
        let texts = redline.texts.iter().map(|text| TextSince {
            path: text.path.clone(),
            title: text.title.clone(),
            state: text.state,
            counts: text.counts,
            summary: text.summary.clone(),
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
