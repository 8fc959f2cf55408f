//! Statistics: length, readability, glossary use and changes.
//!
//! Words and sentences are counted as the rules count them: a sentence that `sentence-length` reports as 30 words long has 30 words here.

mod count;
mod human;
mod readability;
mod report;

use rayon::prelude::*;

use super::redline::RedlineReport;
use crate::model::{Chapter, Document, PageId, Target};
use crate::span::SourceMap;
use crate::text::line::Voice;

pub use count::WORDS_A_MINUTE;
pub use report::{Figures, LongSentence, Method, Since, StatsReport, TermCount, TextKind, TextSince, TextStats, Total};

use count::{Count, Long, MOST_SENTENCES, Sum};

const READING_TIME: Method = Method {
    formula: "238 words a minute",
    source: "Brysbaert 2019, a review of 190 studies: adults who read English non-fiction silently",
    limits: "Many people read more slowly, including those who use a screen reader or read in a second language.",
};

const READING_AGE: Method = Method {
    formula: "Flesch-Kincaid grade level, plus 5 years",
    source: "Kincaid and others 1975: 0.39 x words per sentence + 11.8 x syllables per word - 15.59",
    limits: "It counts words and syllables but not meaning: use it to see where to look, not as a target. List items count as sentences.",
};

/// Counts words, sentences and terms of `document`; `since` reports the differences from the previous version.
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
    // The home page comes first in the document, but chapters matter more here.
    rows.sort_by_key(|row| row.kind == TextKind::Page);
    let mut longest: Vec<&Long> = counted.iter().chain(&definitions).flat_map(|count| &count.longest).collect();
    longest.sort_by_key(|long| (std::cmp::Reverse(long.words), long.span.file, long.span.start));
    let has_english = voice.is_english || texts.iter().any(|(_, text)| text.front.language.as_deref().is_some_and(|own| Voice::of(own).is_english));
    StatsReport {
        title: document.settings.full_title(),
        version: document.settings.current().version.to_string(),
        language: document.settings.language.clone(),
        reading_time: has_english.then_some(READING_TIME),
        reading_age: has_english.then_some(READING_AGE),
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
        title: text.front.title.clone(),
        number: text.number.clone(),
        kind: kind(page),
        file: format!("{}{}", file.root, file.path),
        figures: count.sum.figures(voice),
        terms: terms.map(|word| TermCount { term: document.glossary.term(word.term).full_name(), uses: word.count, links: word.links }).collect(),
    }
}
