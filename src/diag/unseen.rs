//! Characters that nobody sees but programs obey.

/// A character that is invisible and must not reach a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unseen {
    /// A control character other than a line end or a tab, or a code that is no character: HTML and XML forbid most, and terminals obey
    /// some.
    Control,
    /// A character that changes the direction of the text after it (UAX 9, 2): what is shown is not what is written. Marks without
    /// such an effect on letters (U+200E, U+200F, U+061C) do not count.
    Direction,
}

/// What kind of unseen character `c` is, if it is one.
///
/// ```
/// use greenpaper::diag::{Unseen, unseen};
/// assert_eq!([unseen('a'), unseen('\u{7}'), unseen('\u{202e}')], [None, Some(Unseen::Control), Some(Unseen::Direction)]);
/// ```
#[must_use]
pub fn unseen(c: char) -> Option<Unseen> {
    match c {
        '\n' | '\t' => None,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some(Unseen::Direction),
        '\u{fffe}' | '\u{ffff}' => Some(Unseen::Control),
        c if c.is_control() => Some(Unseen::Control),
        _ => None,
    }
}

impl Unseen {
    /// Whether any character of `text` is unseen. Fast for text without.
    #[must_use]
    pub fn is_in(text: &str) -> bool {
        // The first bytes of all of them: most text has none or few.
        let may_be = |byte: &u8| *byte < b' ' && !matches!(*byte, b'\n' | b'\t') || matches!(*byte, 0x7f | 0xc2);
        let has_control = text.as_bytes().chunks(1 << 12).any(|bytes| bytes.iter().fold(false, |found, byte| found | may_be(byte)));
        let has_other = || {
            memchr::memchr2_iter(0xe2, 0xef, text.as_bytes())
                .any(|at| matches!(text.as_bytes().get(at + 1), Some(0x80 | 0x81 | 0xbf)) && text[at..].starts_with(|c| unseen(c).is_some()))
        };
        has_control && text.contains(|c| unseen(c).is_some()) || has_other()
    }

    /// What is wrong with the character, for a message.
    #[must_use]
    pub fn in_words(self, c: char) -> String {
        match self {
            Self::Control => format!("this is an invisible character (U+{:04X})", u32::from(c)),
            Self::Direction => format!("this is an invisible character that changes the direction of the text after it (U+{:04X})", u32::from(c)),
        }
    }
}

/// Replaces unseen characters, which must not reach a terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if unseen(c).is_some() { '\u{fffd}' } else { c }).collect()
}

/// Escapes unseen characters in JSON, for the same reason. They can only be part of strings there.
#[must_use]
pub fn printable_json(json: String) -> String {
    if !Unseen::is_in(&json) {
        return json;
    }
    json.chars().fold(String::with_capacity(json.len()), |mut text, c| {
        match unseen(c) {
            Some(_) => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            None => text.push(c),
        }
        text
    })
}
