//! Finds terms in running text: one automaton over all forms.
//!
//! Text and forms are folded alike: lower case, one kind of apostrophe, one space for any run of white space and
//! hyphens, and a mark at each start and end of a word. The marks make "whole words only" part of what is searched, so
//! that the automaton's leftmost-longest match (Aho and Corasick 1975, as crate aho-corasick builds it) is the right one.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, Input, MatchKind, StartKind};

use crate::model::TermId;

/// One way in which a term is written.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) term: TermId,
    /// An abbreviation is found in its own case only.
    pub(super) is_abbreviation: bool,
}

/// An occurrence: byte offsets in the searched text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) term: TermId,
    pub(super) is_abbreviation: bool,
}

/// Searches text for all forms at once.
pub(super) struct Matcher {
    automaton: Option<AhoCorasick>,
    /// For each pattern the forms that fold to it, abbreviations first: "IT" and "it" are one pattern.
    forms: Vec<Vec<Form>>,
}

/// Above this many bytes of forms a full table would take more memory than it saves time.
const LARGEST_TABLE: usize = 1 << 20;

impl Matcher {
    /// Of equal forms the first counts.
    pub(super) fn new(forms: &[Form]) -> Self {
        let mut folded = Folded::default();
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        let (mut patterns, mut grouped): (Vec<Vec<u8>>, Vec<Vec<Form>>) = (Vec::new(), Vec::new());
        for form in forms {
            folded.fold(&form.text);
            let at = *known.entry(folded.bytes().to_vec()).or_insert_with(|| {
                patterns.push(folded.bytes().to_vec());
                grouped.push(Vec::new());
                patterns.len() - 1
            });
            grouped[at].push(form.clone());
        }
        grouped.iter_mut().for_each(|forms| forms.sort_by_key(|form| !form.is_abbreviation));
        let total: usize = patterns.iter().map(Vec::len).sum();
        let kind = if total <= LARGEST_TABLE { AhoCorasickKind::DFA } else { AhoCorasickKind::ContiguousNFA };
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .start_kind(StartKind::Unanchored)
            .kind(Some(kind))
            // Every form begins with a word's mark, and so does every word: looking out for it first would stop at each.
            .prefilter(false)
            .build(&patterns)
            .ok()
            .filter(|_| !patterns.is_empty());
        Self { automaton, forms: grouped }
    }

    /// Calls `found` for each occurrence in `text`, from left to right, none overlapping another.
    ///
    /// `folded` is working memory that callers keep.
    pub(super) fn find(&self, text: &str, folded: &mut Folded, mut found: impl FnMut(Found)) {
        let Some(automaton) = &self.automaton else { return };
        folded.fold(text);
        let mut at = 0;
        while let Some(first) = automaton.find(Input::new(folded.bytes()).range(at..)) {
            // An abbreviation in another case is no match, but may hide a shorter form that starts with it.
            let mut candidate = Some(first);
            let hit = loop {
                let Some(this) = candidate.filter(|this| this.start() == first.start()) else { break None };
                let (start, end) = folded.source(text, this.start(), this.end());
                let fits = |form: &&Form| !form.is_abbreviation || is_same(&text[start..end], &form.text);
                if let Some(form) = self.forms[this.pattern().as_usize()].iter().find(fits) {
                    break Some((Found { start, end, term: form.term, is_abbreviation: form.is_abbreviation }, this.end()));
                }
                candidate = automaton.find(Input::new(folded.bytes()).range(this.start()..this.end() - 1));
            };
            at = match hit {
                Some((hit, end)) => {
                    found(hit);
                    end
                }
                None => first.start() + 1,
            };
        }
    }
}

const WORD_START: u8 = 1;
const WORD_END: u8 = 2;

/// What each byte folds to: letters and digits to small ones, gaps to a space, all that needs a closer look to nothing.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte: u8 = 0;
    while byte.is_ascii() {
        folded[byte as usize] = match byte {
            b' ' | b'\t' | b'\n' | b'-' => b' ',
            _ if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    folded
};

/// Folded text, and where its words stand in the text it was folded from.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// The text, and behind it room that longer ones took: bytes are put in their place, for all text passes by here.
    room: Vec<u8>,
    length: usize,
    /// Folded offset and source offset of each word's start, each word's end and each other character but spaces.
    marks: Vec<(u32, u32)>,
}

impl Folded {
    fn bytes(&self) -> &[u8] {
        &self.room[..self.length]
    }

    fn fold(&mut self, text: &str) {
        self.length = 0;
        self.marks.clear();
        // The worst is a word of one byte, with its two marks: no letter's small form is more than half as long again.
        if self.room.len() < 3 * text.len() + 4 {
            self.room.resize(3 * text.len() + 4, 0);
        }
        let bytes = text.as_bytes();
        let mut in_word = false;
        let mut at = 0;
        while at < bytes.len() {
            // Nearly all text is words and gaps, and needs none of what follows.
            let folded = FOLDED[usize::from(bytes[at])];
            if folded > b' ' {
                if !in_word {
                    self.start_word(at);
                    in_word = true;
                }
                at += self.push_run(&bytes[at..]);
                continue;
            }
            if folded == b' ' {
                if in_word {
                    self.end_word(at);
                    in_word = false;
                }
                self.push_gap();
                at += 1;
                continue;
            }
            let mut chars = text[at..].chars();
            let Some(c) = chars.next() else { break };
            if is_word(c) {
                if !in_word {
                    self.start_word(at);
                    in_word = true;
                }
                self.push_lower(c);
            } else if in_word && c == '\u{ad}' {
                // A soft hyphen is no part of how a word is written.
            } else if in_word && is_apostrophe(c) && chars.next().is_some_and(is_word) {
                self.push(b'\'');
            } else {
                if in_word {
                    self.end_word(at);
                    in_word = false;
                }
                self.push_between(c, at);
            }
            at += c.len_utf8();
        }
        if in_word {
            self.end_word(text.len());
        }
    }

    fn push(&mut self, byte: u8) {
        self.room[self.length] = byte;
        self.length += 1;
    }

    /// Folds the letters and digits that `bytes` begins with: how many.
    fn push_run(&mut self, bytes: &[u8]) -> usize {
        let mut count = 0;
        for (byte, room) in bytes.iter().zip(&mut self.room[self.length..]) {
            let folded = FOLDED[usize::from(*byte)];
            if folded <= b' ' {
                break;
            }
            *room = folded;
            count += 1;
        }
        self.length += count;
        count
    }

    fn start_word(&mut self, at: usize) {
        self.mark(at);
        self.push(WORD_START);
    }

    fn end_word(&mut self, at: usize) {
        self.mark(at);
        self.push(WORD_END);
    }

    fn push_gap(&mut self) {
        if self.bytes().last() != Some(&b' ') {
            self.push(b' ');
        }
    }

    /// A character that is part of no word.
    fn push_between(&mut self, c: char, at: usize) {
        if is_gap(c) {
            self.push_gap();
        } else {
            self.mark(at);
            self.push_lower(if is_apostrophe(c) { '\'' } else { c });
        }
    }

    fn mark(&mut self, source: usize) {
        self.marks.push((self.length as u32, source as u32));
    }

    fn push_lower(&mut self, c: char) {
        let mut buffer = [0; 4];
        c.to_lowercase().for_each(|c| c.encode_utf8(&mut buffer).bytes().for_each(|byte| self.push(byte)));
    }

    /// The range of `text` that the folded range stands for. Forms neither start nor end with a space.
    fn source(&self, text: &str, start: usize, end: usize) -> (usize, usize) {
        let mark_before = |folded: usize| self.marks[self.marks.partition_point(|mark| mark.0 as usize <= folded).max(1) - 1];
        let first = mark_before(start).1 as usize;
        let (last_folded, last) = mark_before(end - 1);
        let last = last as usize;
        let is_word_end = self.bytes().get(last_folded as usize) == Some(&WORD_END);
        let length = if is_word_end { 0 } else { text[last..].chars().next().map_or(0, char::len_utf8) };
        (first, last + length)
    }
}

/// A form without the spaces and hyphens round it: they are no part of any word.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_gap)
}

/// Whether two texts are one to the glossary: case, apostrophes, spaces and hyphens apart.
pub(super) fn folded_key(text: &str) -> Vec<u8> {
    let mut folded = Folded::default();
    folded.fold(trimmed(text));
    folded.bytes().to_vec()
}

/// Whether two texts are the same to the letter, whatever their apostrophes.
fn is_same(a: &str, b: &str) -> bool {
    let plain = |c: char| if is_apostrophe(c) { '\'' } else { c };
    a.chars().map(plain).eq(b.chars().map(plain))
}

/// Letters, digits and the marks that combine with them.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}')
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(forms: &[(&str, bool)], text: &str) -> Vec<String> {
        let forms: Vec<Form> = forms
            .iter()
            .zip(0..)
            .map(|((text, is_abbreviation), at)| Form { text: (*text).into(), term: TermId(at), is_abbreviation: *is_abbreviation })
            .collect();
        let mut found = Vec::new();
        Matcher::new(&forms).find(text, &mut Folded::default(), |hit| found.push(text[hit.start..hit.end].to_owned()));
        found
    }

    #[test]
    fn whole_words_in_any_case() {
        assert_eq!(find(&[("place", false)], "Place, placement, a place. Lle: PLACE"), ["Place", "place", "PLACE"]);
        assert_eq!(find(&[("tŷ", false)], "TŶ a tŷ, tŷau"), ["TŶ", "tŷ"]);
    }

    #[test]
    fn spaces_hyphens_and_apostrophes_are_alike() {
        let text = "long-term\ncondition, Long\u{a0}term  condition";
        assert_eq!(find(&[("long term condition", false)], text), ["long-term\ncondition", "Long\u{a0}term  condition"]);
        assert_eq!(find(&[("carer's leave", false)], "carer\u{2019}s leave"), ["carer\u{2019}s leave"]);
    }

    #[test]
    fn longest_wins_and_abbreviations_keep_their_case() {
        assert_eq!(
            find(&[("inequalities", false), ("health inequalities", false)], "health inequalities, inequalities"),
            ["health inequalities", "inequalities"]
        );
        assert_eq!(find(&[("IT", true), ("it", false)], "it IT"), ["it", "IT"]);
        assert_eq!(find(&[("WHO", true)], "who WHO Who"), ["WHO"]);
        assert_eq!(find(&[("A&E", true), ("a", false)], "a&e"), ["a"]);
    }

    #[test]
    fn the_smallest_words_have_room() {
        for text in ["a", "Ⱥ", "İ", "a.b", "Ⱥ.Ⱥ.Ⱥ", "a/b/c/d/e/f/g/h", "İ-İ"] {
            assert_eq!(find(&[(&text.to_lowercase(), false)], text), [text]);
        }
    }

    #[test]
    fn terms_with_signs() {
        assert_eq!(find(&[("C++", false), ("R&D", false), ("<b>", false)], "C++ and r&d, <b> £C++"), ["C++", "r&d", "<b>", "C++"]);
    }
}
