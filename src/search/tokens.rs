//! Words as the search compares them. `search.js` divides and stems what readers type in the same way.

use rust_stemmers::{Algorithm, Stemmer};

use crate::text::words::plain_digits;

/// Porter's second algorithm for English; `stem.en.js` is the same in the browser.
pub(super) fn english() -> Stemmer {
    Stemmer::create(Algorithm::English)
}

/// Plurals that no ending shows, which the algorithm leaves out.
const PLURALS: [(&str, &str); 7] =
    [("children", "child"), ("people", "person"), ("women", "woman"), ("men", "man"), ("lives", "life"), ("feet", "foot"), ("teeth", "tooth")];

/// Calls `each` with every word of `text`: letters and digits, with apostrophes inside.
pub(super) fn words<'t>(text: &'t str, mut each: impl FnMut(&'t str)) {
    let mut start = None;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if character.is_alphanumeric() {
            start.get_or_insert(at);
        } else if let Some(from) = start {
            let is_inside = is_apostrophe(character) && characters.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if !is_inside {
                each(&text[from..at]);
                start = None;
            }
        }
    }
    if let Some(from) = start {
        each(&text[from..]);
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// What a word is compared by: in lower case, with plain digits and, in English, without its ending.
pub(super) fn key(word: &str, stemmer: Option<&Stemmer>) -> String {
    let mut key = plain_digits(&word.to_lowercase());
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
        assert_eq!(keys("Tŷ Gwyn \u{2013} iechyd"), ["tŷ", "gwyn", "iechyd"]);
        assert!(keys(" ' \u{2019} - ").is_empty());
    }
}
