//! Sentence boundaries: those of UAX #29, except after abbreviations, inside words, and where a line of the source ends.

use std::borrow::Cow;
use std::sync::LazyLock;

use icu_segmenter::options::SentenceBreakInvariantOptions;
use icu_segmenter::{SentenceSegmenter, SentenceSegmenterBorrowed};

static SEGMENTER: LazyLock<SentenceSegmenterBorrowed<'static>> = LazyLock::new(|| SentenceSegmenter::new(SentenceBreakInvariantOptions::default()));

/// Abbreviations after which a sentence continues.
const NEVER_LAST: [&str; 10] = ["Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "Rev.", "St.", "cf.", "e.g.", "i.e."];
/// Abbreviations after which a sentence continues if a figure follows.
const BEFORE_FIGURES: [&str; 13] = ["art.", "ch.", "ext.", "fig.", "figs.", "no.", "nos.", "p.", "para.", "paras.", "pp.", "sec.", "vol."];

/// Punctuation that may follow the full stop and still belongs to the sentence.
const CLOSING: [char; 6] = ['"', '\'', ')', ']', '\u{2019}', '\u{201d}'];
const OPENING: [char; 6] = ['"', '\'', '(', '[', '\u{2018}', '\u{201c}'];

/// The bytes at which sentences begin, in order, without the first. A line break is a space.
pub(crate) fn starts(text: &str) -> Vec<usize> {
    let flat = flat(text);
    SEGMENTER.segment_str(&flat).filter(|at| *at > 0 && *at < text.len() && is_break(text, *at)).collect()
}

/// Whether a sentence begins at byte `at` of `text`, which holds as much as the rules of UAX #29 look at: the run of text before the
/// space before `at`, and at least as much after it as [`decides`].
pub(crate) fn is_start(text: &str, at: usize) -> bool {
    SEGMENTER.segment_str(&flat(text)).find(|end| *end >= at) == Some(at) && is_break(text, at)
}

/// Whether a run of text between spaces decides if a sentence begins before it: it has a letter, or ends a sentence itself.
pub(crate) fn decides(chunk: &str) -> bool {
    chunk.contains(|c: char| c.is_alphabetic() || matches!(c, '.' | '!' | '?'))
}

/// Whether a sentence may end with a run of text between spaces.
pub(crate) fn may_end_with(chunk: &str) -> bool {
    chunk.trim_end_matches(CLOSING).ends_with(['.', '!', '?'])
}

/// Whether a run of text has a character that may end a sentence without a space after it, as in Chinese.
pub(crate) fn may_end_within(chunk: &str) -> bool {
    !chunk.is_ascii() && chunk.chars().any(|c| !c.is_ascii() && !is_common(c))
}

fn flat(text: &str) -> Cow<'_, str> {
    if text.contains('\n') { Cow::Owned(text.replace('\n', " ")) } else { Cow::Borrowed(text) }
}

/// Latin, Greek and Cyrillic letters, and the usual punctuation: none of them ends a sentence.
fn is_common(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{52f}' | '\u{2010}'..='\u{2023}' | '\u{2025}'..='\u{2026}' | '\u{20ac}' | '\u{fffc}')
}

/// Whether a break of UAX #29 is the end of a sentence.
fn is_break(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let ended = before.trim_end();
    if !ended.trim_end_matches(CLOSING).ends_with(['.', '!', '?']) {
        return true;
    }
    // "Why?" she asked.
    if ended.len() == before.len() || after.starts_with(char::is_lowercase) {
        return false;
    }
    let word = ended.rsplit(char::is_whitespace).next().unwrap_or(ended).trim_start_matches(OPENING);
    let is_numbered = after.starts_with(|c: char| c.is_ascii_digit()) && BEFORE_FIGURES.iter().any(|short| short.eq_ignore_ascii_case(word));
    !is_numbered && !NEVER_LAST.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{decides, is_common, is_start, may_end_with, may_end_within, starts};

    fn sentences(text: &str) -> Vec<&str> {
        let mut ends = starts(text);
        ends.push(text.len());
        let mut at = 0;
        ends.into_iter().map(|end| text[std::mem::replace(&mut at, end)..end].trim()).collect()
    }

    #[test]
    fn sentences_of_english() {
        assert_eq!(sentences("It rose. It fell! Did it? Yes."), ["It rose.", "It fell!", "Did it?", "Yes."]);
        assert_eq!(
            sentences("He said \u{201c}Stop.\u{201d} Then\nhe left. (She stayed.)"),
            ["He said \u{201c}Stop.\u{201d}", "Then\nhe left.", "(She stayed.)"]
        );
        assert_eq!(sentences("\u{201c}Why?\u{201d} she asked."), ["\u{201c}Why?\u{201d} she asked."]);
    }

    #[test]
    fn abbreviations_end_no_sentence() {
        for text in [
            "Ask Dr. Jones about e.g. London.",
            "See No. 5 North Street, fig. 3 and (p. 7. Annex).",
            "Read Node.js and www.example.org/?q=Foo now.",
            "The U.S.A is far.",
        ] {
            let most = if text.contains("p. 7.") { 2 } else { 1 };
            assert_eq!(sentences(text).len(), most, "{text}");
        }
    }

    #[test]
    fn common_characters_end_no_sentence() {
        for c in ('\u{80}'..'\u{ffff}').filter(|c| is_common(*c)) {
            assert_eq!(starts(&format!("A{c} B{c}\u{201d} C")), [0; 0], "{c:?}");
        }
        assert!(may_end_within("東京。"));
        assert_eq!(sentences("東京。京都。"), ["東京。", "京都。"]);
    }

    #[test]
    fn short_windows_find_the_same_sentences() {
        let chunks = [
            "Mr.",
            "a.",
            "B.",
            "(c.)",
            "d",
            "E",
            "5",
            "\u{201c}F!\u{201d}",
            "(",
            "\u{2013}",
            "...",
            "?",
            "G,",
            "\u{fffc}",
            "No.",
            "7.",
            "\u{e9}t\u{e9}.",
        ];
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            let mut line = String::new();
            let mut ranges = Vec::new();
            for _ in 0..6 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let start = line.len();
                line.push_str(chunks[(seed >> 33) as usize % chunks.len()]);
                ranges.push(start..line.len());
                line.push_str(if seed >> 62 == 0 { "\n" } else { " " });
            }
            let line = line.trim_end();
            let mut found = Vec::new();
            for (nth, range) in ranges.iter().enumerate().take(ranges.len() - 1) {
                let end = ranges[nth + 1..].iter().find(|range| decides(&line[(*range).clone()])).map_or(line.len(), |range| range.end);
                let next = ranges[nth + 1].start;
                if may_end_with(&line[range.clone()]) && is_start(&line[range.start..end], next - range.start) {
                    found.push(next);
                }
            }
            assert_eq!(found, starts(line), "{line}");
        }
    }
}
