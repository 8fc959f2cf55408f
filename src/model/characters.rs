//! Characters that look like a space, like nothing, or like another character.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Whether a character shows nothing and is no space: soft hyphens, joiners, zero-width spaces, marks of direction, variation selectors,
/// fillers, tags (Unicode 16.0, `Default_Ignorable_Code_Point`).
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character looks like a space or like nothing, but is no space to Markdown and YAML.
#[must_use]
pub fn is_odd_space(c: char) -> bool {
    !c.is_ascii() && (c.is_whitespace() || is_invisible(c)) || matches!(c, '\u{b}' | '\u{c}')
}

/// What to call a character for which [`is_odd_space`] holds, with its code point.
#[must_use]
pub fn odd_space_name(c: char) -> String {
    let name = match c {
        '\u{a0}' => "a no-break space",
        '\u{200b}' => "a zero-width space",
        '\u{feff}' => "a byte order mark",
        _ if is_invisible(c) => "an invisible character",
        _ => "an unusual space",
    };
    format!("{name} (U+{:04X})", u32::from(c))
}

/// A lowered or raised digit as a plain one: `CO₂` and `CO2` are one word, and so are `m²` and `m2`.
pub(crate) fn plain_digit(c: char) -> char {
    let value = match c {
        '\u{b9}' => 1,
        '\u{b2}' | '\u{b3}' => u32::from(c) - 0xb0,
        '\u{2070}' | '\u{2074}'..='\u{2079}' => u32::from(c) - 0x2070,
        '\u{2080}'..='\u{2089}' => u32::from(c) - 0x2080,
        _ => return c,
    };
    char::from_digit(value, 10).unwrap_or(c)
}

/// `text` in Unicode normalisation form C (UAX 15): letters with accents become single characters where possible, so that words
/// match wherever they were copied from.
pub(crate) fn composed(text: String) -> String {
    // All combining marks begin with a higher byte, and most text has none.
    if text.is_ascii() || text.as_bytes().iter().all(|byte| *byte < 0xcc) {
        return text;
    }
    match ComposingNormalizerBorrowed::new_nfc().normalize(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
}
