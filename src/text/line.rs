//! A line of text with its words and sentences, prepared once for all rules.

use std::ops::Range;

use super::{sentences, words};
use crate::model::{Inline, InlineChange, Target};
use crate::span::Span;

/// What a line is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// The title of a chapter or page.
    Title,
    /// A heading, or the title of a panel.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A paragraph in a list item.
    Item,
    /// A table cell below the header row.
    Cell,
    /// A cell of the header row.
    ColumnHead,
    /// A caption.
    Caption,
    /// The attribution of a quotation.
    Attribution,
    /// A term of a definition list.
    Term,
    /// A line of a data block.
    Data,
}

/// Placeholder for anything but prose: code, images, words in another language.
pub(crate) const OBJECT: char = '\u{fffc}';

/// A line as rules see it: plain text without links or emphasis.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// The plain text. A soft line break is a `\n`.
    pub(crate) text: &'a str,
    /// Runs of text between white space.
    pub(crate) chunks: &'a [Chunk],
    /// Its sentences.
    pub(crate) sentences: &'a [Sentence],
    /// What it is part of.
    pub(crate) role: Role,
    /// Whether rules of English style apply: the author's own words, in English.
    pub(crate) is_style: bool,
    /// Whether the document is in English.
    pub(crate) is_english: bool,
    /// Whether dates are in American form.
    pub(crate) is_american: bool,
    /// Whether it is part of a YAML value, which a comma or a colon may end.
    pub(crate) is_value: bool,
    /// Whether it starts at the start of its block in the source, without markup or a backslash before it.
    pub(crate) opens_block: bool,
    pieces: &'a [Piece],
    quotes: &'a Quotes,
}

/// Who wrote the words, and in which language.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Voice {
    /// Whether the document is in English.
    pub(crate) is_english: bool,
    /// Whether it is in American English.
    pub(crate) is_american: bool,
    /// Whether the words are somebody else's.
    pub(crate) is_others: bool,
    /// Whether they are part of a YAML value.
    pub(crate) is_value: bool,
}

impl Voice {
    /// The author's own words in a document in `language`.
    pub(crate) fn of(language: &str) -> Self {
        Self { is_english: is_english_tag(language), is_american: language.eq_ignore_ascii_case("en-US"), is_others: false, is_value: false }
    }
}

/// A run of text between white space, as bytes of the line's text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it has a digit.
    pub(crate) has_digit: bool,
    /// Whether it has two consecutive capitals.
    pub(crate) has_capitals: bool,
    /// Whether it has anything but ASCII letters and digits.
    pub(crate) has_special: bool,
    /// Number of words.
    words: usize,
}

/// The start of a sentence in the line's text, and its number of words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sentence {
    pub(crate) start: usize,
    pub(crate) words: usize,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    span: Span,
}

impl<'a> Line<'a> {
    /// The text of a chunk.
    pub(crate) fn chunk(&self, chunk: Chunk) -> &'a str {
        &self.text[chunk.start..chunk.end]
    }

    /// The range of `start..end` in the source.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        // Words in another language and HTML have no range: a line that starts with them uses that of what follows.
        let first = self.piece(start).map(|(piece, _)| piece).or(self.pieces.first().copied());
        let Some(first) = first else { return Span::new(crate::span::FileId(0), 0..0) };
        let start = start.max(first.start);
        let is_object = self.text[first.start..].starts_with(OBJECT);
        let from = if is_object { first.span } else { first.span.part(start - first.start, end.saturating_sub(first.start)) };
        match self.piece(end.saturating_sub(1)) {
            Some((last, _)) if last.start > first.start && last.span.file == from.file && last.span.start >= from.start => {
                Span { end: last.span.part(0, end - last.start).end, ..from }
            }
            _ => from,
        }
    }

    /// The same, if the source has exactly this text.
    pub(crate) fn exact(&self, start: usize, end: usize) -> Option<Span> {
        let (piece, length) = self.piece(start)?;
        (end <= piece.start + length && piece.span.range().len() == length).then(|| self.span(start, end))
    }

    /// Whether a backslash is before byte `at` in the source, which is ASCII.
    pub(crate) fn is_escaped(&self, at: usize) -> bool {
        match self.text[..at].chars().next_back() {
            None => !self.opens_block,
            // Nothing but a backslash of one byte is between two characters of one text.
            Some(c) => self.exact(at, at + 1).is_some() && self.span(at - c.len_utf8(), at + 1).range().len() == c.len_utf8() + 2,
        }
    }

    /// Whether the sentence that contains byte `at` is a question.
    pub(crate) fn is_question(&self, at: usize) -> bool {
        let nth = self.sentences.partition_point(|sentence| sentence.start <= at);
        let next = self.sentences.get(nth).map_or(self.text.len(), |sentence| sentence.start);
        self.text[..next].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '?' && c != '.').ends_with('?')
    }

    fn piece(&self, at: usize) -> Option<(Piece, usize)> {
        let next = self.pieces.partition_point(|piece| piece.start <= at);
        let piece = self.pieces.get(next.checked_sub(1)?)?;
        let end = self.pieces.get(next).map_or(self.text.len(), |next| next.start);
        Some((*piece, end - piece.start))
    }

    /// Whether byte `at` is inside double quotes, so that the words are somebody else's.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let is_in = |ranges: &[Range<usize>]| {
            let next = ranges.partition_point(|range| range.start < at);
            next.checked_sub(1).is_some_and(|last| at < ranges[last].end)
        };
        is_in(&self.quotes.straight) || is_in(&self.quotes.curly)
    }
}

/// Ranges in double quotes, including the quotes.
#[derive(Debug, Default)]
struct Quotes {
    straight: Vec<Range<usize>>,
    /// An unclosed quote extends to the end.
    curly: Vec<Range<usize>>,
}

impl Quotes {
    fn find(&mut self, text: &str) {
        self.straight.clear();
        self.curly.clear();
        let (mut straight, mut curly) = (None, None);
        // Curly quotes have three bytes, of which this is the first.
        for at in memchr::memchr2_iter(b'"', 0xe2, text.as_bytes()) {
            let rest = &text[at..];
            if rest.starts_with('"') {
                match straight.take() {
                    Some(open) => self.straight.push(open..at + 1),
                    None => straight = Some(at),
                }
            } else if rest.starts_with('\u{201c}') {
                curly.get_or_insert(at);
            } else if rest.starts_with('\u{201d}') {
                self.curly.extend(curly.take().map(|open| open..at + 3));
            }
        }
        self.curly.extend(curly.map(|open| open..text.len()));
    }
}

const GAP: u8 = 1;
const DIGIT: u8 = 2;
const CAPITAL: u8 = 4;
const ALPHANUMERIC: u8 = 8;
const NOT_ASCII: u8 = 16;
const SIGN: u8 = 32;
/// The class of each byte. All text of a document is classified, so this is a table.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte: u8 = 0;
    loop {
        kinds[byte as usize] = match byte {
            ..=b' ' => GAP,
            b'0'..=b'9' => DIGIT | ALPHANUMERIC,
            b'A'..=b'Z' => CAPITAL | ALPHANUMERIC,
            b'a'..=b'z' => ALPHANUMERIC,
            0x80.. => NOT_ASCII,
            _ => SIGN,
        };
        if byte == u8::MAX {
            break kinds;
        }
        byte += 1;
    }
};

/// A reusable buffer for lines.
#[derive(Default)]
pub(crate) struct LineBuffer {
    text: String,
    pieces: Vec<Piece>,
    chunks: Vec<Chunk>,
    /// Indexes of chunks that follow a possible end of a sentence.
    ends: Vec<usize>,
    sentences: Vec<Sentence>,
    quotes: Quotes,
}

impl LineBuffer {
    /// Prepares a line.
    pub(crate) fn lay_out(&mut self, line: &[Inline<Target>], role: Role, voice: Voice) -> Line<'_> {
        self.clear();
        self.push_all(line, voice.is_english);
        self.finish(role, voice)
    }

    /// Prepares plain text with the range `span`.
    pub(crate) fn lay_out_text(&mut self, text: &str, span: Span, role: Role, voice: Voice) -> Line<'_> {
        self.clear();
        self.push(text, span);
        self.finish(role, voice)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.chunks.clear();
        self.ends.clear();
        self.sentences.clear();
    }

    fn push(&mut self, text: &str, span: Span) {
        self.pieces.push(Piece { start: self.text.len(), span });
        self.text.push_str(text);
    }

    fn push_object(&mut self, span: Span) {
        self.pieces.push(Piece { start: self.text.len(), span });
        self.text.push(OBJECT);
    }

    fn push_all(&mut self, line: &[Inline<Target>], is_english: bool) {
        for inline in line {
            match inline {
                Inline::Text(text) | Inline::Expanded(_, text) => self.push(&text.text, text.span),
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) | Inline::Shifted(_, content) => {
                    self.push_all(content, is_english)
                }
                Inline::Link(link) => self.push_all(&link.content, is_english),
                Inline::Language(tag, content) if is_english && is_english_tag(tag) => self.push_all(content, is_english),
                Inline::Code(text) => self.push_object(text.span),
                Inline::Image(image) => self.push_object(image.span),
                Inline::Language(..) | Inline::RawHtml(_) => self.text.push(OBJECT),
                Inline::LineBreak(_) => self.text.push('\n'),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now)
                    | InlineChange::MovedHere(now)
                    | InlineChange::Reformatted { now, .. }
                    | InlineChange::Respelled { now, .. } => self.push_all(now, is_english),
                    InlineChange::Removed(_) | InlineChange::MovedAway(_) => {}
                },
                Inline::FootnoteReference(..) => {}
            }
        }
    }

    /// Finds chunks in one pass over the bytes, then sentences.
    fn finish(&mut self, role: Role, voice: Voice) -> Line<'_> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut is_common = true;
        while at < bytes.len() {
            if bytes[at] <= b' ' {
                at += 1;
                continue;
            }
            let start = at;
            let (mut seen, mut twice, mut last) = (0, 0, 0);
            while let Some(kind) = bytes.get(at).map(|byte| KINDS[usize::from(*byte)]).filter(|kind| *kind != GAP) {
                seen |= kind;
                twice |= kind & last;
                last = kind;
                at += 1;
            }
            let (has_digit, has_capitals, has_special) = (seen & DIGIT != 0, twice & CAPITAL != 0, seen & (SIGN | NOT_ASCII) != 0);
            let words = if has_special { words::count_chunk(&self.text[start..at]) } else { 1 };
            self.chunks.push(Chunk { start, end: at, has_digit, has_capitals, has_special, words });
            // Most words are only letters, and do not end a sentence.
            if has_special {
                let chunk = &self.text[start..at];
                is_common &= seen & NOT_ASCII == 0 || !sentences::may_end_within(chunk);
                if sentences::may_end_with(chunk) {
                    self.ends.push(self.chunks.len());
                }
            }
        }
        self.divide(is_common);
        self.quotes.find(&self.text);
        Line {
            text: &self.text,
            chunks: &self.chunks,
            sentences: &self.sentences,
            role,
            is_style: voice.is_english && !voice.is_others,
            is_english: voice.is_english,
            is_american: voice.is_american,
            is_value: voice.is_value,
            opens_block: true,
            pieces: &self.pieces,
            quotes: &self.quotes,
        }
    }

    /// Divides the chunks into sentences. In a common script, only the chunks of `ends` may end one.
    fn divide(&mut self, is_common: bool) {
        let Some(first) = self.chunks.first() else { return };
        let starts = if is_common { self.ends.iter().filter_map(|next| self.sentence_start(*next)).collect() } else { sentences::starts(&self.text) };
        let mut chunks = self.chunks.iter().peekable();
        let mut start = first.start;
        for end in starts.into_iter().filter(|next| *next > first.start).chain([self.text.len()]) {
            let mut count = 0;
            while let Some(chunk) = chunks.peek().filter(|chunk| chunk.start < end) {
                let is_whole = start <= chunk.start && chunk.end <= end;
                // Scripts without spaces have several sentences in a chunk.
                count += if is_whole { chunk.words } else { words::count_chunk(&self.text[start.max(chunk.start)..end.min(chunk.end)]) };
                if chunk.end > end {
                    break;
                }
                chunks.next();
            }
            self.sentences.push(Sentence { start, words: count });
            start = end;
        }
    }

    /// The start of the chunk `next`, if a sentence begins there.
    fn sentence_start(&self, next: usize) -> Option<usize> {
        let (before, after) = (self.chunks[next - 1], self.chunks.get(next..).filter(|chunks| !chunks.is_empty())?);
        let decides = |chunk: &&Chunk| sentences::decides(&self.text[chunk.start..chunk.end]);
        let end = after.iter().find(decides).map_or(self.text.len(), |chunk| chunk.end);
        let start = after[0].start;
        sentences::is_start(&self.text[before.start..end], start - before.start).then_some(start)
    }
}

/// Whether a language tag is a variety of English.
pub(crate) fn is_english_tag(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}
