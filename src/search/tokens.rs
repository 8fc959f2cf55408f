//! Words as the search compares them. `search.js` divides and stems what readers type in the same way.

use icu_normalizer::DecomposingNormalizerBorrowed;
use rust_stemmers::{Algorithm, Stemmer};

use crate::text::words::plain_digits;

/// Porter's second algorithm for English; `stem.en.js` is the same in the browser.
pub(super) fn english() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// Plurals that no ending shows, which the algorithm leaves out.
const PLURALS: [(&str, &str); 7] =
    [("children", "child"), ("people", "person"), ("women", "woman"), ("men", "man"), ("lives", "life"), ("feet", "foot"), ("teeth", "tooth")];

/// Calls `each` with every word of `text`: letters and digits, with apostrophes inside. Chinese and Japanese, which have no spaces, are divided
/// into pairs of characters that overlap, and the last character of each run.
pub(super) fn words<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    let mut start = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start {
            let is_inside = is_apostrophe(character) && characters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !is_inside {
                divide(&text[from..at], &mut each);
                start = None;
            }
        }
    }
    if let Some(from) = start {
        divide(&text[from..], &mut each);
    }
}

fn divide<'t>(run: &'t str, each: &mut impl FnMut(&'t str)) {
    if run.is_ascii() || !run.contains(has_no_spaces) {
        return each(run);
    }
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let is_other = |c: char| has_no_spaces(c) != has_no_spaces(first);
        let (own, after) = rest.split_at(rest.find(is_other).unwrap_or(rest.len()));
        rest = after;
        if has_no_spaces(first) {
            let starts: Vec<usize> = own.char_indices().map(|(at, _)| at).chain([own.len()]).collect();
            starts.windows(3).for_each(|pair| each(&own[pair[0]..pair[2]]));
            starts.iter().rev().nth(1).iter().for_each(|last| each(&own[**last..]));
        } else {
            each(own);
        }
    }
}

/// Whether a character belongs to a script that is written without spaces: Chinese characters and Japanese syllables.
fn has_no_spaces(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

/// Letters whose mark is part of them, and what they are looked for as.
const LETTERS: [(char, &str); 11] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ð', "d"), ('þ', "th"), ('ı', "i"), ('ħ', "h"), ('ŋ', "n")];

/// `word` without accents: people leave them out when they search.
fn without_accents(word: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfd().normalize_iter(word.chars());
    let mut plain = String::with_capacity(word.len());
    for c in decomposed.filter(|c| !('\u{300}'..='\u{36f}').contains(c)) {
        match LETTERS.iter().find(|(letter, _)| *letter == c) {
            Some((_, letters)) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    plain
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// What a word is compared by: in lower case, without accents, with plain digits and, in English, without its ending.
pub(super) fn key(word: &str, stemmer: Option<&Stemmer>) -> String {
    let mut key = plain_digits(&word.to_lowercase());
    if !key.is_ascii() {
        key = without_accents(&key);
    }
    if key.contains('\u{2019}') {
        key = key.replace('\u{2019}', "'");
    }
    match stemmer {
        Some(stemmer) if key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'\'') => {
            let base = key.strip_suffix("'s").or_else(|| key.strip_suffix('\'')).unwrap_or(&key);
            let singular = PLURALS.iter().find(|(plural, _)| *plural == base).map_or(key.as_str(), |(_, singular)| singular);
            stemmer.stem(singular).into_owned()
        }
        _ => key,
    }
}

#[cfg(test)]
mod tests {
    use super::{english, key, words};

    fn keys(text: &str) -> Vec<String> {
        let mut keys = Vec::new();
        words(text, |word| keys.push(key(word, Some(&english()))));
        keys
    }

    /// `search.test.mjs` holds the browser's stemmer to the same file.
    #[test]
    fn stems_are_those_of_the_browser() {
        for line in include_str!("../../tests/search/stems.txt").lines() {
            let (word, stem) = line.split_once(' ').expect("a word and its stem");
            assert_eq!(key(word, Some(&english())), stem);
        }
    }

    #[test]
    fn words_are_divided_and_stemmed() {
        assert_eq!(
            keys("Carers\u{2019} breaks, don't 'stop' the doctor's 1,000 days (ICB)."),
            ["carer", "break", "don't", "stop", "the", "doctor", "1", "000", "day", "icb"]
        );
        assert_eq!(keys("20 m² of CO₂, m2, CO2"), ["20", "m2", "of", "co2", "m2", "co2"]);
        assert_eq!(keys("Tŷ Gwyn \u{2013} iechyd"), ["ty", "gwyn", "iechyd"]);
        assert_eq!(keys("Cafés, naïve Straße, Łódź, smørrebrød"), ["cafe", "naiv", "strass", "lodz", "smorrebrod"]);
        assert_eq!(keys("健康政策 NHS東京 は"), ["健康", "康政", "政策", "策", "nhs", "東京", "京", "は"]);
        assert!(keys(" ' \u{2019} - ").is_empty());
    }
}
