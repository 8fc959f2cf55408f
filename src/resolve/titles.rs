//! Titles of pages, compared as readers compare them.

use crate::model::is_invisible;

/// A title, folded for comparison: case, curly punctuation, kinds and amounts of white space, and invisible characters make no
/// difference.
pub(super) fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    let words = title.split(char::is_whitespace).map(|word| word.trim_matches(is_invisible)).filter(|word| !word.is_empty());
    for (nth, word) in words.enumerate() {
        if nth > 0 {
            key.push(' ');
        }
        push_folded(word, &mut key);
    }
    key
}

fn push_folded(word: &str, key: &mut String) {
    for c in word.chars().filter(|c| !is_invisible(*c)).flat_map(char::to_lowercase) {
        match c {
            '\u{2018}' | '\u{2019}' => key.push('\''),
            '\u{201c}' | '\u{201d}' => key.push('"'),
            '\u{2013}' => key.push_str("--"),
            '\u{2014}' => key.push_str("---"),
            '\u{2026}' => key.push_str("..."),
            other => key.push(other),
        }
    }
}
