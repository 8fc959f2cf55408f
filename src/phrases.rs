//! Which of many phrases stands at a place in a text.
//!
//! One automaton over all phrases (Aho and Corasick 1975, as crate aho-corasick builds it), asked only where a phrase can
//! begin: whoever searches knows where words begin, and most words begin no phrase.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Anchored, Input, MatchKind, StartKind};

/// Phrases to be looked for. ASCII letters are alike in both cases.
#[derive(Debug)]
pub struct Phrases {
    automaton: Option<AhoCorasick>,
    beginnings: Beginnings,
}

/// Above this many bytes of phrases a full table would take more memory than it saves time.
const LARGEST_TABLE: usize = 1 << 20;

impl Phrases {
    /// Of equal phrases the first counts.
    pub fn new<T: AsRef<[u8]>>(phrases: &[T]) -> Self {
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

    /// The longest phrase that begins with byte `range.start` of `text` and ends within `range`: its number in the list, and
    /// the byte behind it.
    pub fn at(&self, text: &[u8], range: Range<usize>) -> Option<(usize, usize)> {
        if !self.beginnings.may_begin(&text[range.start..]) {
            return None;
        }
        let found = self.automaton.as_ref()?.find(Input::new(text).range(range).anchored(Anchored::Yes))?;
        Some((found.pattern().as_usize(), found.end()))
    }
}

/// For any three bytes, five bits of each: whether a phrase may begin with them.
#[derive(Debug)]
struct Beginnings(Vec<u64>);

impl Beginnings {
    fn new<T: AsRef<[u8]>>(phrases: &[T]) -> Self {
        let mut bits = vec![0; 1 << (15 - 6)];
        for phrase in phrases.iter().map(AsRef::as_ref) {
            // What follows a phrase of one or two bytes can be anything.
            let anything = 1 << (5 * phrase.len().min(3));
            for rest in (0..1 << 15).step_by(anything) {
                let key = rest | Self::key(phrase);
                bits[key / 64] |= 1 << (key % 64);
            }
        }
        Self(bits)
    }

    fn may_begin(&self, text: &[u8]) -> bool {
        let key = Self::key(text);
        self.0[key / 64] & 1 << (key % 64) != 0
    }

    /// The last five bits of an ASCII letter are the same in both cases.
    fn key(text: &[u8]) -> usize {
        text.iter().take(3).enumerate().fold(0, |key, (nth, byte)| key | usize::from(byte & 31) << (5 * nth))
    }
}

#[cfg(test)]
mod tests {
    use super::Phrases;

    #[test]
    fn the_longest_that_fits() {
        let phrases = Phrases::new(&["in", "in order to", "order", "x"]);
        let text = b"We do it In Order to x";
        assert_eq!(phrases.at(text, 9..text.len()), Some((1, 20)));
        assert_eq!(phrases.at(text, 9..19), Some((0, 11)));
        assert_eq!(phrases.at(text, 12..text.len()), Some((2, 17)));
        assert_eq!(phrases.at(text, 21..22), Some((3, 22)));
        assert_eq!(phrases.at(text, 8..text.len()), None);
        assert_eq!(phrases.at(text, 22..22), None);
    }

    #[test]
    fn no_phrases() {
        assert_eq!(Phrases::new::<&str>(&[]).at(b"text", 0..4), None);
    }
}
