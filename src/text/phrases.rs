//! Anchored matching of many phrases at once.
//!
//! One automaton for all phrases (Aho and Corasick 1975, by the crate aho-corasick). Callers try it only where a word begins, and only if
//! its first letters may begin a phrase: most words begin none.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

/// Phrases to match, ignoring ASCII case.
#[derive(Debug)]
pub(crate) struct Phrases {
    automaton: Option<AhoCorasick>,
    beginnings: Beginnings,
}

/// With more bytes of phrases than this, a full table takes too much memory for the time it saves.
const LARGEST_TABLE: usize = 1 << 20;

impl Phrases {
    /// Of equal phrases, the first one matches.
    pub(crate) fn new<T: AsRef<[u8]>>(phrases: &[T]) -> Self {
        let total: usize = phrases.iter().map(|phrase| phrase.as_ref().len()).sum();
        let kind = if total <= LARGEST_TABLE { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Anchored)
            .kind(Some(kind))
            .build(phrases)
            .ok()
            .filter(|_| !phrases.is_empty());
        Self { automaton, beginnings: Beginnings::new(phrases) }
    }

    /// Whether a phrase may begin with the first word or character of `text`. The text need not be folded: case is ignored, and text that is
    /// not ASCII always may.
    pub(crate) fn may_begin(&self, text: &[u8]) -> bool {
        self.beginnings.have(text)
    }

    /// Matches the longest phrase that starts at `range.start` and ends within `range`. Returns its index and its exclusive end, which need
    /// not be the end of a word.
    pub(crate) fn at(&self, text: &[u8], range: Range<usize>) -> Option<(usize, usize)> {
        let found = self.automaton.as_ref()?.find(Input::new(text).range(range).anchored(Anchored::Yes))?;
        Some((found.pattern().as_usize(), found.end()))
    }
}

/// A bit for the first three letters of a word, five bits each: whether a phrase begins with them.
#[derive(Debug)]
struct Beginnings(Vec<u64>);

impl Beginnings {
    fn new<T: AsRef<[u8]>>(phrases: &[T]) -> Self {
        let mut bits = vec![0; (1 << 15) / 64];
        for key in phrases.iter().filter_map(|phrase| Self::key(phrase.as_ref())) {
            bits[key / 64] |= 1 << (key % 64);
        }
        Self(bits)
    }

    fn have(&self, text: &[u8]) -> bool {
        Self::key(text).is_none_or(|key| self.0[key / 64] & 1 << (key % 64) != 0)
    }

    /// The key for up to three letters of the first word, or for the first character; `None` if they are not all ASCII. The last five bits of
    /// a letter are the same in both cases.
    fn key(text: &[u8]) -> Option<usize> {
        let mut key = 0;
        for (nth, byte) in text.iter().take(3).enumerate() {
            if !byte.is_ascii() {
                return None;
            }
            let is_letter = byte.is_ascii_alphanumeric();
            if is_letter || nth == 0 {
                key |= usize::from(byte & 31) << (5 * nth);
            }
            if !is_letter {
                break;
            }
        }
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn longest_match_wins() {
        let phrases = Phrases::new(&["in", "in order to", "order"]);
        let text = b"We do it In Order to";
        assert_eq!(phrases.at(text, 9..text.len()), Some((1, 20)));
        assert_eq!(phrases.at(text, 9..19), Some((0, 11)));
        assert_eq!(phrases.at(text, 12..text.len()), Some((2, 17)));
        assert_eq!(phrases.at(text, 8..text.len()), None);
        assert_eq!(phrases.at(text, 20..20), None);
    }

    #[test]
    fn matches_are_anchored() {
        let phrases = Phrases::new(&["no x here", "x"]);
        assert_eq!(phrases.at(b"no x", 0..4), None);
        assert_eq!(phrases.at(b"no x there", 0..10), None);
    }

    #[test]
    fn may_begin_is_true_for_all_first_words() {
        let phrases = Phrases::new(&["in order to", "order", "a", "<b>", "t\u{177}"]);
        for text in ["In any case", "in", "ORDINARY", "A.", "a number", "<i>", "t\u{177}", "\u{e9}", "o\u{2019}clock"] {
            assert!(phrases.may_begin(text.as_bytes()), "{text}");
        }
        for text in ["inn", "i", "or", "an", "ab", "(s)", "", "time"] {
            assert!(!phrases.may_begin(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn no_phrases() {
        let phrases = Phrases::new::<&str>(&[]);
        assert_eq!(phrases.at(b"text", 0..4), None);
        assert!(!phrases.may_begin(b"text"));
    }
}
