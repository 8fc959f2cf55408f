//! One line of text, laid out once for all rules.

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
    /// A paragraph in an item of a list.
    Item,
    /// A cell of a table below its header row.
    Cell,
    /// A cell of the header row.
    ColumnHead,
    /// A caption.
    Caption,
    /// Who said a quotation.
    Attribution,
    /// A term of a definition list.
    Term,
    /// A line of a data block.
    Data,
}

/// Stands for what is no prose: program text, pictures, words in another language.
pub(crate) const OBJECT: char = '\u{fffc}';

/// A line as rules see it: its words in one text, links and emphasis taken off.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its words. A soft line break is a `\n`.
    pub(crate) text: &'a str,
    /// What stands between white space.
    pub(crate) chunks: &'a [Chunk],
    /// Its sentences.
    pub(crate) sentences: &'a [Sentence],
    /// What it is part of.
    pub(crate) role: Role,
    /// Whether rules of English style apply: the author's own words, in English.
    pub(crate) is_style: bool,
    /// Whether the words are another's.
    pub(crate) is_others: bool,
    /// Whether dates are written the American way.
    pub(crate) is_american: bool,
    /// Whether it stands in a YAML value, where a comma or a colon may end the words.
    pub(crate) is_value: bool,
    /// Whether its first letter is the first of its block in the source: no markup stands before it, and no backslash.
    pub(crate) opens_block: bool,
    pieces: &'a [Piece],
    quotes: &'a Quotes,
}

/// Whose words they are, and in which language.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Voice {
    /// The document is in English.
    pub(crate) is_english: bool,
    /// In that of the United States.
    pub(crate) is_american: bool,
    /// They are another's.
    pub(crate) is_others: bool,
    /// They stand in a YAML value.
    pub(crate) is_value: bool,
}

impl Voice {
    /// The author's own words in a document in `language`.
    pub(crate) fn of(language: &str) -> Self {
        Self { is_english: is_english_tag(language), is_american: language.eq_ignore_ascii_case("en-US"), is_others: false, is_value: false }
    }
}

/// What stands between white space: bytes of the line's text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chunk {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether it has a digit.
    pub(crate) has_digit: bool,
    /// Whether it has two capitals side by side.
    pub(crate) has_capitals: bool,
    /// Whether it has anything but ASCII letters and digits.
    pub(crate) has_signs: bool,
    /// How many words it has.
    words: usize,
}

/// A sentence: bytes of the line's text, and how many words.
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
    /// The characters of a chunk.
    pub(crate) fn chunk(&self, chunk: Chunk) -> &'a str {
        &self.text[chunk.start..chunk.end]
    }

    /// Where `start..end` of the text stands in the source.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        // Words in another language and HTML have no place: a line that begins with them is placed by what follows.
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

    /// The same, if it stands there letter for letter.
    pub(crate) fn exact(&self, start: usize, end: usize) -> Option<Span> {
        let (piece, length) = self.piece(start)?;
        (end <= piece.start + length && piece.span.range().len() == length).then(|| self.span(start, end))
    }

    /// Whether the sentence round byte `at` is a question.
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

    /// Whether byte `at` stands inside double quotes: then the words are another's.
    pub(crate) fn is_quoted(&self, at: usize) -> bool {
        let is_in = |ranges: &[Range<usize>]| {
            let next = ranges.partition_point(|range| range.start < at);
            next.checked_sub(1).is_some_and(|last| at < ranges[last].end)
        };
        is_in(&self.quotes.straight) || is_in(&self.quotes.curly)
    }
}

/// What stands in double quotes: from each opening one to behind the one that closes it.
#[derive(Debug, Default)]
struct Quotes {
    straight: Vec<Range<usize>>,
    /// One that nobody closes goes on to the end.
    curly: Vec<Range<usize>>,
}

impl Quotes {
    fn find(&mut self, text: &str) {
        self.straight.clear();
        self.curly.clear();
        let (mut straight, mut curly) = (None, None);
        // Curly quotes are three bytes, of which this is the first.
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
/// What each byte is. All text of a document passes by here, a byte at a time.
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

/// Room for a line, used again for the next.
#[derive(Default)]
pub(crate) struct LineBuffer {
    text: String,
    pieces: Vec<Piece>,
    chunks: Vec<Chunk>,
    sentences: Vec<Sentence>,
    quotes: Quotes,
}

impl LineBuffer {
    /// Lays a line out.
    pub(crate) fn lay_out(&mut self, line: &[Inline<Target>], role: Role, voice: Voice) -> Line<'_> {
        self.clear();
        self.push_all(line, voice.is_english);
        self.finish(role, voice)
    }

    /// Lays out words that stand at `span`.
    pub(crate) fn lay_out_text(&mut self, text: &str, span: Span, role: Role, voice: Voice) -> Line<'_> {
        self.clear();
        self.push(text, span);
        self.finish(role, voice)
    }

    fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
        self.chunks.clear();
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
                Inline::Emphasis(content) | Inline::Strong(content) | Inline::Strikethrough(content) => self.push_all(content, is_english),
                Inline::Link(link) => self.push_all(&link.content, is_english),
                Inline::Language(tag, content) if is_english && is_english_tag(tag) => self.push_all(content, is_english),
                Inline::Code(text) => self.push_object(text.span),
                Inline::Image(image) => self.push_object(image.span),
                Inline::Language(..) | Inline::RawHtml(_) => self.text.push(OBJECT),
                Inline::LineBreak => self.text.push('\n'),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now) | InlineChange::Reformatted { now, .. } => self.push_all(now, is_english),
                    InlineChange::Removed(_) => {}
                },
                Inline::FootnoteReference(..) => {}
            }
        }
    }

    /// Finds chunks, in one pass over the bytes, and sentences.
    fn finish(&mut self, role: Role, voice: Voice) -> Line<'_> {
        let bytes = self.text.as_bytes();
        let mut at = 0;
        let mut may_end = false;
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
            let (has_digit, has_capitals, has_signs) = (seen & DIGIT != 0, twice & CAPITAL != 0, seen & (SIGN | NOT_ASCII) != 0);
            let words = if has_signs { words::count_chunk(&self.text[start..at]) } else { 1 };
            self.chunks.push(Chunk { start, end: at, has_digit, has_capitals, has_signs, words });
            // Most words are letters alone, and no sentence ends with them.
            may_end |= has_signs && (seen & NOT_ASCII != 0 || at < bytes.len()) && sentences::may_end_in(&self.text[start..at]);
        }
        self.divide(if may_end { sentences::starts(&self.text) } else { Vec::new() });
        self.quotes.find(&self.text);
        Line {
            text: &self.text,
            chunks: &self.chunks,
            sentences: &self.sentences,
            role,
            is_style: voice.is_english && !voice.is_others,
            is_others: voice.is_others,
            is_american: voice.is_american,
            is_value: voice.is_value,
            opens_block: true,
            pieces: &self.pieces,
            quotes: &self.quotes,
        }
    }

    /// Divides the chunks into sentences, of which all but the first begin at `starts`.
    fn divide(&mut self, starts: Vec<usize>) {
        let Some(first) = self.chunks.first() else { return };
        let mut chunks = self.chunks.iter().peekable();
        let mut start = first.start;
        for end in starts.into_iter().filter(|next| *next > first.start).chain([self.text.len()]) {
            let mut count = 0;
            while let Some(chunk) = chunks.peek().filter(|chunk| chunk.start < end) {
                let is_whole = start <= chunk.start && chunk.end <= end;
                // Scripts without spaces have sentences within a chunk.
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
}

/// Whether a language tag names a kind of English.
pub(crate) fn is_english_tag(tag: &str) -> bool {
    tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case("en"))
}
