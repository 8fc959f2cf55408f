//! Words, sentences and phrases of a text: one definition for rules, statistics and redlines.

pub(crate) mod line;
pub(crate) mod phrases;
pub(crate) mod sentences;
pub(crate) mod words;

/// Whether a character shows nothing and is no space: soft hyphens, joiners, zero-width spaces, marks of direction, variation selectors
/// (Unicode 16.0, `Default_Ignorable_Code_Point`, the ones that occur in text).
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
    )
}
