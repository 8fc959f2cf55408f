//! Anchored matching of all forms of all terms in running text.
//!
//! Text and forms are folded alike: lower case, one kind of apostrophe, one space for any run of white space and
//! hyphens, plain digits for lowered ones, no invisible characters, and a mark at each end of a word. Text is folded where a
//! form may begin, as far as the longest form reaches. The marks make "whole words only" part of the search, so that the longest
//! match is the right one.

use std::collections::HashMap;

use crate::model::{TermId, is_invisible, plain_digit};
use crate::text::phrases::Phrases;

/// One form of a term.
#[derive(Debug, Clone, Hash)]
pub(super) struct Form {
    pub(super) text: String,
    pub(super) term: TermId,
    /// Whether it is an abbreviation, which matches in its own case only.
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

/// Matches all forms at once.
pub(super) struct Matcher {
    phrases: Phrases,
    /// For each phrase, the forms that fold to it, abbreviations first: "IT" and "it" are one phrase.
    forms: Vec<Vec<Form>>,
    /// The length of the longest phrase in bytes.
    longest: usize,
}

impl Matcher {
    /// Builds the matcher. The first of equal forms wins.
    pub(super) fn new(forms: &[Form]) -> Self {
        let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
        let (mut phrases, mut grouped): (Vec<Vec<u8>>, Vec<Vec<Form>>) = (Vec::new(), Vec::new());
        for form in forms {
            let folded = folded_key(&form.text);
            let at = *known.entry(folded.clone()).or_insert_with(|| {
                phrases.push(folded);
                grouped.push(Vec::new());
                phrases.len() - 1
            });
            grouped[at].push(form.clone());
        }
        grouped.iter_mut().for_each(|forms| forms.sort_by_key(|form| !form.is_abbreviation));
        let longest = phrases.iter().map(Vec::len).max().unwrap_or(0);
        Self { phrases: Phrases::new(&phrases), forms: grouped, longest }
    }

    /// Calls `found` for each occurrence in `text`, from left to right, none overlapping another.
    ///
    /// `folded` is a buffer for the caller to reuse.
    pub(super) fn find(&self, text: &str, folded: &mut Folded, mut found: impl FnMut(Found)) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if FOLDED[usize::from(bytes[at])] == b' ' {
                at += 1;
                continue;
            }
            // A word begins with the first character that readers see.
            if let Some(first) = text[at..].chars().next().filter(|c| is_invisible(*c)) {
                at += first.len_utf8();
                continue;
            }
            let hit = if self.phrases.may_begin(&bytes[at..]) { self.find_at(text, at, folded) } else { None };
            at = hit.map_or_else(|| token_end(text, at), |hit| hit.end);
            hit.into_iter().for_each(&mut found);
        }
    }

    /// The form at `start`, where a word or a symbol begins.
    fn find_at(&self, text: &str, start: usize, folded: &mut Folded) -> Option<Found> {
        folded.fold(&text[start..], self.longest);
        let mut limit = folded.bytes.len();
        loop {
            let (phrase, folded_end) = self.phrases.at(&folded.bytes, 0..limit)?;
            let end = start + folded.source_end(folded_end)?;
            let fits = |form: &&Form| !form.is_abbreviation || is_same(&text[start..end], &form.text);
            if let Some(form) = self.forms[phrase].iter().find(fits) {
                return Some(Found { start, end, term: form.term, is_abbreviation: form.is_abbreviation });
            }
            // An abbreviation in another case is no match, but may hide a shorter form that starts with it.
            limit = folded_end - 1;
        }
    }
}

const WORD_END: u8 = 1;

/// What each byte folds to: letters to lower case, gaps to a space, anything that needs a closer look to nothing.
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

/// The end, exclusive, of the word, symbol or gap that starts at `start`.
fn token_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    loop {
        // Fast path: nearly all text is words and gaps.
        at += bytes[at..].iter().take_while(|byte| FOLDED[usize::from(**byte)] > b' ').count();
        let mut chars = text[at..].chars();
        let Some(c) = chars.next() else { return at };
        // Soft hyphens and other invisible characters are not part of the spelling.
        let goes_on = is_word(c) || at > start && (is_invisible(c) || is_apostrophe(c) && chars.next().is_some_and(is_word));
        if !goes_on {
            return if at > start { at } else { at + c.len_utf8() };
        }
        at += c.len_utf8();
    }
}

/// Folded text, with the ends of its words in the source text.
#[derive(Debug, Default)]
pub(super) struct Folded {
    bytes: Vec<u8>,
    /// The end of each word and each other character except spaces: folded offset and source offset.
    ends: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds words, symbols and gaps of `text` until there are at least `longest` bytes.
    fn fold(&mut self, text: &str, longest: usize) {
        self.bytes.clear();
        self.ends.clear();
        let mut at = 0;
        while at < text.len() && self.bytes.len() < longest {
            let end = token_end(text, at);
            self.push(&text[at..end], end);
            at = end;
        }
    }

    /// Folds a word, symbol or gap that ends at `end` in the source.
    fn push(&mut self, token: &str, end: usize) {
        let Some(first) = token.chars().next() else { return };
        if is_invisible(first) {
            return;
        }
        if is_gap(first) {
            if self.bytes.last() != Some(&b' ') {
                self.bytes.push(b' ');
            }
            return;
        }
        for c in token.chars() {
            match c {
                _ if is_invisible(c) => {}
                _ if c.is_ascii() => self.bytes.push(c.to_ascii_lowercase() as u8),
                _ if is_apostrophe(c) => self.bytes.push(b'\''),
                _ if plain_digit(c) != c => self.bytes.push(plain_digit(c) as u8),
                _ => {
                    let mut buffer = [0; 4];
                    c.to_lowercase().for_each(|c| self.bytes.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()));
                }
            }
        }
        if is_word(first) {
            self.bytes.push(WORD_END);
        }
        self.ends.push((self.bytes.len(), end));
    }

    /// The source offset of the end of the word or symbol before the folded offset `end`.
    fn source_end(&self, end: usize) -> Option<usize> {
        self.ends.iter().find(|(folded, _)| *folded == end).map(|(_, source)| *source)
    }
}

/// A form without surrounding spaces, hyphens and invisible characters.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c| is_gap(c) || is_invisible(c))
}

/// Whether two texts are equal to the glossary, which ignores case, kinds of apostrophe, spaces and hyphens.
pub(super) fn folded_key(text: &str) -> Vec<u8> {
    let mut folded = Folded::default();
    folded.fold(trimmed(text), usize::MAX);
    folded.bytes
}

/// Whether two texts are equal, apart from the kind of apostrophe and invisible characters.
fn is_same(a: &str, b: &str) -> bool {
    let plain = |c: char| if is_apostrophe(c) { '\'' } else { plain_digit(c) };
    let seen = |c: &char| !is_invisible(*c);
    a.chars().filter(seen).map(plain).eq(b.chars().filter(seen).map(plain))
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
    fn invisible_characters_are_ignored() {
        let text = "Health\u{200b} inequalities, he\u{2060}alth in\u{ad}equalities, \u{feff}health \u{200b}inequalities";
        let found = ["Health\u{200b} inequalities", "he\u{2060}alth in\u{ad}equalities", "health \u{200b}inequalities"];
        assert_eq!(find(&[("health in\u{200d}equalities", false)], text), found);
        assert_eq!(find(&[("NHS", true)], "N\u{200b}HS nhs"), ["N\u{200b}HS"]);
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
    fn the_smallest_words_are_found() {
        for text in ["a", "Ⱥ", "İ", "a.b", "Ⱥ.Ⱥ.Ⱥ", "a/b/c/d/e/f/g/h", "İ-İ"] {
            assert_eq!(find(&[(&text.to_lowercase(), false)], text), [text]);
        }
    }

    #[test]
    fn terms_with_symbols() {
        assert_eq!(find(&[("C++", false), ("R&D", false), ("<b>", false)], "C++ and r&d, <b> £C++"), ["C++", "r&d", "<b>", "C++"]);
    }
}
