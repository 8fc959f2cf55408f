//! Counts words and sentences.

use super::readability::syllables;
use super::report::{Figures, LongSentence, Total};
use crate::model::{Block, BlockKind, CalloutKind, Chapter, GlossaryTerm, Inline, Target, Walk, WalkContext};
use crate::span::{FileId, SourceMap, Span};

/// Words per minute of adults reading English non-fiction silently.
///
/// Source: M. Brysbaert, "How many words do we read per minute? A review and meta-analysis of reading rate", Journal of
/// Memory and Language 109 (2019).
pub const WORDS_A_MINUTE: u32 = 238;
/// The formula is not meaningful for shorter texts.
const FEWEST_WORDS: u32 = 100;
/// A sentence with more words is long. The rule `sentence-length` warns later, above 35.
pub(super) const LONG: usize = 25;
/// How many long sentences are listed.
pub(super) const MOST_SENTENCES: usize = 10;

use crate::text::line::{Line, LineBuffer, Role, Voice};
use crate::text::words;

/// The counts of one text.
pub(super) struct Count {
    pub(super) sum: Sum,
    /// Its longest sentences, longest first.
    pub(super) longest: Vec<Long>,
}

/// A sentence among the longest of its text.
pub(super) struct Long {
    pub(super) words: usize,
    pub(super) span: Span,
    pub(super) text: String,
}

impl Count {
    /// Counts a chapter without its sections. `voice` is that of the document; a text may have a language of its own.
    pub(super) fn of_text(text: &Chapter<Target>, voice: Voice) -> Self {
        let voice = text.front.language.as_deref().map_or(voice, Voice::of);
        let mut counter = Counter::new(text.file, voice);
        let line = counter.buffer.lay_out_text(&text.front.title, text.front.title_span, Role::Title, voice);
        counter.sum.add(&line, voice.is_english);
        counter.chapter(text);
        counter.finish()
    }

    /// Counts a definition.
    pub(super) fn of_term(term: &GlossaryTerm<Target>, voice: Voice) -> Self {
        let mut counter = Counter::new(term.span.file, voice);
        counter.blocks(&term.definition);
        counter.finish()
    }
}

struct Counter {
    file: FileId,
    voice: Voice,
    /// Whether the next lines are paragraphs.
    is_paragraph: bool,
    /// The block of quoted words that contains the next lines.
    others: Option<Span>,
    buffer: LineBuffer,
    sum: Sum,
    longest: Vec<Long>,
}

impl Counter {
    fn new(file: FileId, voice: Voice) -> Self {
        let sum = Sum { texts: 1, ..Sum::default() };
        Self { file, voice, is_paragraph: false, others: None, buffer: LineBuffer::default(), sum, longest: Vec::new() }
    }

    fn finish(mut self) -> Count {
        self.longest.sort_by_key(|long| (std::cmp::Reverse(long.words), long.span.start));
        self.longest.truncate(MOST_SENTENCES);
        Count { sum: self.sum, longest: self.longest }
    }
}

impl Walk<Target> for Counter {
    fn block(&mut self, block: &Block<Target>) {
        self.is_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
        // Blocks from another file belong to a transcript.
        let is_inside = |others: &Span| block.span.file != self.file || block.span.end <= others.end;
        self.others = self.others.filter(is_inside).or_else(|| is_others(&block.kind).then_some(block.span));
    }

    fn line(&mut self, line: &[Inline<Target>], context: WalkContext) {
        let is_prose = self.is_paragraph && context == WalkContext::Prose;
        let line = self.buffer.lay_out(line, if is_prose { Role::Paragraph } else { Role::Heading }, self.voice);
        self.sum.add(&line, self.voice.is_english);
        if !is_prose || self.others.is_some() {
            return;
        }
        if self.voice.is_english {
            self.sum.english.long += line.sentences.iter().filter(|sentence| sentence.words > LONG).count() as u32;
        }
        let shortest = if self.longest.len() < MOST_SENTENCES { 0 } else { self.longest.iter().map(|long| long.words).min().unwrap_or(0) };
        for (at, sentence) in line.sentences.iter().enumerate().filter(|(_, sentence)| sentence.words > shortest) {
            let end = line.sentences.get(at + 1).map_or(line.text.len(), |next| next.start);
            let text = line.text[sentence.start..end].split_whitespace().collect::<Vec<_>>().join(" ");
            self.longest.push(Long { words: sentence.words, span: line.span(sentence.start, end), text });
        }
    }
}

/// Whether a block contains somebody else's words.
fn is_others(kind: &BlockKind<Target>) -> bool {
    match kind {
        BlockKind::Quotation(_) | BlockKind::BlockQuote(_) | BlockKind::Video(_) => true,
        BlockKind::Callout(callout) => callout.kind == CalloutKind::Transcript,
        BlockKind::Heading(_)
        | BlockKind::Paragraph(_)
        | BlockKind::List(_)
        | BlockKind::DefinitionList(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(..)
        | BlockKind::Code(_)
        | BlockKind::ThematicBreak
        | BlockKind::Cards(_)
        | BlockKind::Statistics(_)
        | BlockKind::Chart(..)
        | BlockKind::Timeline(_)
        | BlockKind::VersionHistory
        | BlockKind::ListOf(_)
        | BlockKind::Gallery(_)
        | BlockKind::Survey(_)
        | BlockKind::Action(_)
        | BlockKind::RawHtml(_) => false,
    }
}

impl Sum {
    fn add(&mut self, line: &Line<'_>, is_english: bool) {
        let words: usize = line.sentences.iter().map(|sentence| sentence.words).sum();
        self.words += words as u32;
        self.english.words += if is_english { words as u32 } else { 0 };
        if line.role != Role::Paragraph || words == 0 {
            return;
        }
        let sentences = line.sentences.iter().filter(|sentence| sentence.words > 0).count() as u32;
        self.sentences += sentences;
        self.spoken += words as u32;
        if is_english {
            self.english.sentences += sentences;
            self.english.spoken += words as u32;
            self.english.syllables += words::words(line.text).map(syllables).sum::<u32>();
        }
    }
}

/// Running totals.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    texts: u32,
    words: u32,
    sentences: u32,
    /// Words in those sentences.
    spoken: u32,
    /// The part of all this that is in English, to which its formulas apply.
    english: English,
}

#[derive(Debug, Clone, Copy, Default)]
struct English {
    words: u32,
    sentences: u32,
    /// Words and syllables in those sentences.
    spoken: u32,
    syllables: u32,
    /// Long sentences by the author.
    long: u32,
}

impl Sum {
    pub(super) fn and(self, other: Self) -> Self {
        Self {
            texts: self.texts + other.texts,
            words: self.words + other.words,
            sentences: self.sentences + other.sentences,
            spoken: self.spoken + other.spoken,
            english: English {
                words: self.english.words + other.english.words,
                sentences: self.english.sentences + other.english.sentences,
                spoken: self.english.spoken + other.english.spoken,
                syllables: self.english.syllables + other.english.syllables,
                long: self.english.long + other.english.long,
            },
        }
    }

    pub(super) fn total(self, voice: Voice) -> Total {
        Total { count: self.texts, figures: self.figures(voice) }
    }

    /// The figures; those of English formulas are about the English part, if there is any. `voice` is that of the document.
    pub(super) fn figures(self, voice: Voice) -> Figures {
        let is_english = self.english.words > 0 || voice.is_english && self.words == 0;
        let [sentences, spoken, syllables] = [self.english.sentences, self.english.spoken, self.english.syllables].map(f64::from);
        let has_grade = self.english.spoken >= FEWEST_WORDS;
        let grade = has_grade.then(|| 0.39 * spoken / sentences + 11.8 * syllables / spoken - 15.59);
        Figures {
            words: self.words,
            minutes: is_english.then(|| (f64::from(self.english.words) / f64::from(WORDS_A_MINUTE)).round().max(1.0) as u32),
            sentences: self.sentences,
            long_sentences: is_english.then_some(self.english.long),
            words_per_sentence: (self.sentences > 0).then(|| one_decimal(f64::from(self.spoken) / f64::from(self.sentences))),
            grade: grade.map(one_decimal),
            reading_age: grade.map(|grade| (grade + 5.0).round().max(5.0) as u32),
        }
    }
}

fn one_decimal(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}

impl Long {
    pub(super) fn report(&self, sources: &SourceMap) -> LongSentence {
        let file = sources.file(self.span.file);
        let place = file.location(self.span.start);
        let name = format!("{}{}", file.root, file.path);
        LongSentence { words: self.words, file: name, line: place.line, column: place.column, text: self.text.clone() }
    }
}
