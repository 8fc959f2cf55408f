//! Finds terms in running text: all forms at once.
//!
//! Text and forms are folded alike: lower case, one kind of apostrophe, one space for any run of white space and
//! hyphens, and a mark at each end of a word. Forms are looked for where words and signs begin, and the marks make "whole
//! words only" part of what is searched, so that the longest form that stands there is the right one.

use std::collections::HashMap;

use crate::model::TermId;
use crate::phrases::Phrases;

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
    phrases: Phrases,
    /// For each phrase the forms that fold to it, abbreviations first: "IT" and "it" are one phrase.
    forms: Vec<Vec<Form>>,
}

impl Matcher {
    /// Of equal forms the first counts.
    pub(super) fn new(forms: &[Form]) -> Self {
        let mut folded = Folded::default();
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        let (mut phrases, mut grouped): (Vec<Vec<u8>>, Vec<Vec<Form>>) = (Vec::new(), Vec::new());
        for form in forms {
            folded.fold(&form.text);
            let at = *known.entry(folded.bytes().to_vec()).or_insert_with(|| {
                phrases.push(folded.bytes().to_vec());
                grouped.push(Vec::new());
                phrases.len() - 1
            });
            grouped[at].push(form.clone());
        }
        grouped.iter_mut().for_each(|forms| forms.sort_by_key(|form| !form.is_abbreviation));
        Self { phrases: Phrases::new(&phrases), forms: grouped }
    }

    /// Calls `found` for each occurrence in `text`, from left to right, none overlapping another.
    ///
    /// `folded` is working memory that callers keep.
    pub(super) fn find(&self, text: &str, folded: &mut Folded, mut found: impl FnMut(Found)) {
        folded.fold(text);
        let bytes = folded.bytes();
        let mut behind = 0;
        for (at, start) in folded.starts() {
            if at < behind {
                continue;
            }
            let mut limit = bytes.len();
            while let Some((phrase, end)) = self.phrases.at(bytes, at..limit) {
                let source_end = folded.source_end(text, end);
                let fits = |form: &&Form| !form.is_abbreviation || is_same(&text[start..source_end], &form.text);
                if let Some(form) = self.forms[phrase].iter().find(fits) {
                    found(Found { start, end: source_end, term: form.term, is_abbreviation: form.is_abbreviation });
                    behind = end;
                    break;
                }
                // An abbreviation in another case is no match, but may hide a shorter form that starts with it.
                limit = end - 1;
            }
        }
    }
}

const WORD_END: u8 = 1;

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
        // The worst is a word of one byte, with its mark: no letter's small form is more than half as long again.
        if self.room.len() < 2 * text.len() + 4 {
            self.room.resize(2 * text.len() + 4, 0);
        }
        let bytes = text.as_bytes();
        let mut in_word = false;
        let mut at = 0;
        while at < bytes.len() {
            // Nearly all text is words and gaps, and needs none of what follows.
            let folded = FOLDED[usize::from(bytes[at])];
            if folded > b' ' {
                if !in_word {
                    self.mark(at);
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
                    self.mark(at);
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

    /// Where words and signs begin: folded offset and source offset.
    fn starts(&self) -> impl Iterator<Item = (usize, usize)> {
        let marks = self.marks.iter().map(|(folded, source)| (*folded as usize, *source as usize));
        marks.filter(|(folded, _)| self.room[*folded] != WORD_END)
    }

    /// Where in `text` the form ends that ends before the folded offset `end`. Forms do not end with a space.
    fn source_end(&self, text: &str, end: usize) -> usize {
        let (folded, source) = self.marks[self.marks.partition_point(|mark| (mark.0 as usize) < end).max(1) - 1];
        let source = source as usize;
        let is_word_end = self.room[folded as usize] == WORD_END;
        source + if is_word_end { 0 } else { text[source..].chars().next().map_or(0, char::len_utf8) }
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
