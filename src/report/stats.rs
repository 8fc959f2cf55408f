//! Figures about the text: how much there is to read, how hard it is, which words it explains, what changed.
//!
//! Words and sentences are those of the rules: a sentence that `sentence-length` calls 30 words long has 30 words here.

mod count;
mod human;
mod readability;

use rayon::prelude::*;
use serde::Serialize;

use super::redline::{RedlineReport, TextState};
use crate::history::Counts;
use crate::model::{Chapter, Document, PageId, Target};
use crate::span::SourceMap;
use crate::text::line::Voice;

use count::{Count, Long};

/// Words a minute of adults who read English non-fiction silently.
///
/// Source: M. Brysbaert, "How many words do we read per minute? A review and meta-analysis of reading rate", Journal of
/// Memory and Language 109 (2019).
pub const WORDS_A_MINUTE: u32 = 238;
/// Of shorter texts, no formula says anything.
const FEWEST_WORDS: u32 = 100;
/// How many of the longest sentences are listed.
const MOST_SENTENCES: usize = 10;

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

const READING_TIME: Method = Method {
    formula: "238 words a minute",
    source: "Brysbaert 2019, a review of 190 studies: adults who read English non-fiction silently",
    limits: "Many people read more slowly, those who use a screen reader or read in a second language among them.",
};

const READING_AGE: Method = Method {
    formula: "Flesch-Kincaid grade level, plus 5 years",
    source: "Kincaid and others 1975: 0.39 x words per sentence + 11.8 x syllables per word - 15.59",
    limits: "It counts words and syllables and knows nothing of sense: a hint where to look, not an aim. Items of lists count as sentences.",
};

/// Counts `document`; `since` says what differs from the version before.
#[must_use]
pub fn stats(document: &Document, sources: &SourceMap, since: Option<&RedlineReport>) -> StatsReport {
    let voice = Voice::of(&document.settings.language);
    let texts: Vec<(PageId, &Chapter<Target>)> = document.texts().collect();
    let counted: Vec<Count> = texts.par_iter().map(|(_, text)| Count::of_text(text, voice)).collect();
    let definitions: Vec<Count> = document.glossary.terms.par_iter().map(|term| Count::of_term(term, voice)).collect();
    let sum = |kinds: &[TextKind]| {
        let own = texts.iter().zip(&counted).filter(|((page, _), _)| kinds.contains(&kind(*page)));
        own.map(|(_, count)| count.sum).fold(Sum::default(), Sum::and).total(voice)
    };
    let mut rows: Vec<TextStats> =
        texts.iter().zip(&counted).map(|((page, text), count)| row(document, sources, *page, text, count, voice)).collect();
    // The home page comes first in the document; what people ask about are the chapters.
    rows.sort_by_key(|row| row.kind == TextKind::Page);
    let mut longest: Vec<&Long> = counted.iter().chain(&definitions).flat_map(|count| &count.longest).collect();
    longest.sort_by_key(|long| (std::cmp::Reverse(long.words), long.span.file, long.span.start));
    StatsReport {
        title: document.settings.full_title(),
        version: document.settings.current().version.to_string(),
        language: document.settings.language.clone(),
        reading_time: voice.is_english.then_some(READING_TIME),
        reading_age: voice.is_english.then_some(READING_AGE),
        chapters: sum(&[TextKind::Chapter, TextKind::Section]),
        pages: sum(&[TextKind::Page]),
        glossary: definitions.iter().map(|count| count.sum).fold(Sum::default(), Sum::and).total(voice),
        texts: rows,
        longest_sentences: longest.into_iter().take(MOST_SENTENCES).map(|long| long.report(sources)).collect(),
        since: since.map(Since::of),
    }
}

fn kind(page: PageId) -> TextKind {
    match page {
        PageId::Chapter(_) => TextKind::Chapter,
        PageId::Section(..) => TextKind::Section,
        _ => TextKind::Page,
    }
}

fn row(document: &Document, sources: &SourceMap, page: PageId, text: &Chapter<Target>, count: &Count, voice: Voice) -> TextStats {
    let file = sources.file(text.file);
    let path = match page {
        PageId::Section(chapter, _) => format!("{}/{}", document.chapters[chapter as usize].slug, text.slug),
        _ => text.slug.clone(),
    };
    let terms = text.words.iter().filter(|word| word.count > 0);
    TextStats {
        path,
        title: text.title.clone(),
        number: text.number.clone(),
        kind: kind(page),
        file: format!("{}{}", file.root, file.path),
        figures: count.sum.figures(voice),
        terms: terms.map(|word| TermCount { term: document.glossary.term(word.term).full_name(), uses: word.count, links: word.links }).collect(),
    }
}

/// What is added up.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    texts: u32,
    words: u32,
    sentences: u32,
    /// Words and syllables of those sentences.
    spoken: u32,
    syllables: u32,
}

impl Sum {
    fn and(self, other: Self) -> Self {
        Self {
            texts: self.texts + other.texts,
            words: self.words + other.words,
            sentences: self.sentences + other.sentences,
            spoken: self.spoken + other.spoken,
            syllables: self.syllables + other.syllables,
        }
    }

    fn total(self, voice: Voice) -> Total {
        Total { count: self.texts, figures: self.figures(voice) }
    }

    fn figures(self, voice: Voice) -> Figures {
        let [sentences, spoken, syllables] = [self.sentences, self.spoken, self.syllables].map(f64::from);
        let has_grade = voice.is_english && self.spoken >= FEWEST_WORDS;
        let grade = has_grade.then(|| 0.39 * spoken / sentences + 11.8 * syllables / spoken - 15.59);
        Figures {
            words: self.words,
            minutes: voice.is_english.then(|| (f64::from(self.words) / f64::from(WORDS_A_MINUTE)).round().max(1.0) as u32),
            sentences: self.sentences,
            words_per_sentence: (self.sentences > 0).then(|| one_decimal(spoken / sentences)),
            grade: grade.map(one_decimal),
            reading_age: grade.map(|grade| (grade + 5.0).round().max(5.0) as u32),
        }
    }
}

fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

impl Long {
    fn report(&self, sources: &SourceMap) -> LongSentence {
        let file = sources.file(self.span.file);
        let place = file.location(self.span.start);
        let name = format!("{}{}", file.root, file.path);
        LongSentence { words: self.words, file: name, line: place.line, column: place.column, text: self.text.clone() }
    }
}

impl Since {
    fn of(redline: &RedlineReport) -> Self {
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
