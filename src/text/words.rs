//! Word boundaries: those of UAX #29, except that a hyphen joins the words on both sides of it.
//!
//! Scripts without spaces need dictionaries that are not worth their size here: each ideograph or kana is a word, and so is each run of
//! the scripts of south-east Asia.

use std::ops::Range;

use icu_segmenter::iterators::WordBreakIteratorWithWordType;
use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::scaffold::Utf8;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

use crate::model::plain_digit;

const SEGMENTER: WordSegmenterBorrowed<'static> = WordSegmenter::new_for_non_complex_scripts(WordBreakInvariantOptions::default());

/// A word, or one of the characters between words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Segment {
    /// Bytes of the text.
    pub(crate) range: Range<usize>,
    /// Whether it has letters or digits.
    pub(crate) is_word: bool,
}

/// Divides a text into words and the characters between them, in order and without gaps. `long-term`, `board's`, `1,180,000` and
/// `3.2` are words.
pub(crate) fn segments(text: &str) -> Segments<'_> {
    Segments { text, start: 0, run: 0, breaks: None }
}

/// The words of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    segments(text).filter(|segment| segment.is_word).map(|segment| &text[segment.range])
}

/// The number of words in a text.
pub(crate) fn count(text: &str) -> usize {
    text.split_ascii_whitespace().map(count_chunk).sum()
}

/// The number of words in a text without white space. Most such texts are one word, perhaps with punctuation around it: these need no
/// segmenter.
pub(crate) fn count_chunk(chunk: &str) -> usize {
    let core = chunk.trim_matches(is_edge);
    if core.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return usize::from(!core.is_empty());
    }
    words(chunk).count()
}

/// A chunk without the punctuation around it, and how many bytes were taken off its start.
pub(crate) fn trim_punctuation(chunk: &str) -> (usize, &str) {
    let from = chunk.trim_start_matches(['(', '[', '"', '\'', '\u{2018}', '\u{201c}']);
    (chunk.len() - from.len(), from.trim_end_matches([')', ']', '"', '\'', '\u{2019}', '\u{201d}', ',', ';', ':', '.', '!', '?']))
}

/// Punctuation that never joins the word beside it when nothing but punctuation follows.
fn is_edge(c: char) -> bool {
    c.is_ascii_punctuation() && c != '_' || matches!(c, '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201d}' | '\u{2026}')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Han, kana and other characters that are words one by one.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..'\u{a9e0}' | '\u{aa00}'..'\u{aa60}' | '\u{aae0}'..'\u{ac00}' | '\u{f900}'..='\u{faff}' | '\u{16fe0}'..='\u{16fff}' | '\u{1b000}'..='\u{1b16f}' | '\u{1f200}' | '\u{20000}'..='\u{3ffff}')
}

/// Thai, Lao, Myanmar and Khmer.
fn is_south_east_asian(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..'\u{aa00}' | '\u{aa60}'..'\u{aae0}')
}

/// Accents and variation selectors, which belong to the character before.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | '\u{fe00}'..='\u{fe0f}')
}

/// Iterator of [`segments`].
pub(crate) struct Segments<'a> {
    text: &'a str,
    start: usize,
    /// Where the run of text begins that `breaks` divides.
    run: usize,
    breaks: Option<WordBreakIteratorWithWordType<'static, 'a, Utf8>>,
}

impl Segments<'_> {
    fn boundary(&mut self) -> Option<Segment> {
        if let Some((end, kind)) = self.breaks.as_mut().and_then(Iterator::next) {
            return Some(self.segment(self.run + end, kind.is_word_like()));
        }
        self.breaks = None;
        let rest = &self.text[self.start..];
        let first = rest.chars().next()?;
        let length = |belongs: fn(char) -> bool| rest[first.len_utf8()..].find(|c| !belongs(c)).map_or(rest.len(), |at| first.len_utf8() + at);
        if is_ideograph(first) {
            return Some(self.segment(self.start + length(is_mark), first.is_alphanumeric()));
        }
        if is_south_east_asian(first) {
            return Some(self.segment(self.start + length(is_south_east_asian), true));
        }
        let run = &rest[..length(|c| !is_ideograph(c) && !is_south_east_asian(c))];
        let mut breaks = SEGMENTER.segment_str(run).iter_with_word_type();
        // The first boundary is the start of the run.
        breaks.next();
        (self.run, self.breaks) = (self.start, Some(breaks));
        self.boundary()
    }

    fn segment(&mut self, end: usize, is_word: bool) -> Segment {
        let range = self.start..end;
        self.start = end;
        Segment { range, is_word }
    }

    /// Whether a hyphen comes next, and after it a word.
    fn is_joined(&self) -> bool {
        let mut next = self.text[self.start..].chars();
        next.next().is_some_and(is_hyphen) && next.next().is_some_and(char::is_alphanumeric)
    }
}

impl Iterator for Segments<'_> {
    type Item = Segment;

    fn next(&mut self) -> Option<Segment> {
        let mut segment = self.boundary()?;
        while segment.is_word && self.is_joined() {
            let _hyphen = self.boundary()?;
            segment.range.end = self.boundary()?.range.end;
        }
        Some(segment)
    }
}

/// A word with plain digits in place of raised and lowered ones.
pub(crate) fn plain_digits(word: &str) -> String {
    word.chars().map(plain_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::{count, count_chunk, is_edge, segments, words};

    #[test]
    fn words_of_english() {
        let all = |text| words(text).collect::<Vec<_>>();
        assert_eq!(all("The board's long-term plan, 3.2."), ["The", "board's", "long-term", "plan", "3.2"]);
        assert_eq!(all("£1,180,000 (13%) and/or e.g."), ["1,180,000", "13", "and", "or", "e.g"]);
        assert_eq!(all("the council\u{2019}s 2022-23 plan\u{2014}now"), ["the", "council\u{2019}s", "2022-23", "plan", "now"]);
        assert_eq!(all("- \u{2013} \u{fffc} ..."), [""; 0]);
    }

    #[test]
    fn scripts_without_spaces() {
        assert_eq!(words("東京 é カナ").collect::<Vec<_>>(), ["東", "京", "é", "カ", "ナ"]);
        assert_eq!(words("(ไทย) 10").collect::<Vec<_>>(), ["ไทย", "10"]);
    }

    #[test]
    fn segments_have_no_gaps() {
        for text in ["", "-", "a-", "-a", "a--b", "a-b-c", " a\u{301} \u{1f469}\u{200d}\u{1f4bb} 東京\u{e01} b\n", "x\u{2011}y"] {
            let mut at = 0;
            for segment in segments(text) {
                assert_eq!(segment.range.start, at, "{text}");
                at = segment.range.end;
            }
            assert_eq!(at, text.len());
        }
    }

    #[test]
    fn counting_fast_is_counting() {
        let edges: Vec<char> = ('\0'..'\u{3000}').filter(|c| is_edge(*c)).collect();
        for (a, b) in edges.iter().flat_map(|a| edges.iter().map(move |b| (a, b))) {
            for core in ["", "x", "5", "a1", "1a"] {
                let chunk = format!("{a}{b}{core}{b}{a}");
                assert_eq!(count_chunk(&chunk), words(&chunk).count(), "{chunk}");
            }
        }
        assert_eq!(count("One  two\nthree-four, 5."), 4);
    }
}
