//! A text without anything that could hide a detail.

use std::ops::Range;

use crate::model::is_invisible;

/// A text in lower case without anything that could hide a detail, and where each character comes from.
#[derive(Debug)]
pub(super) struct Plain {
    pub(super) chars: Vec<char>,
    pub(super) places: Vec<Range<usize>>,
    capitals: Vec<bool>,
}

/// A word of letters and digits.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) range: Range<usize>,
    pub(super) is_capitalised: bool,
}

impl Plain {
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self { chars: Vec::new(), places: Vec::new(), capitals: Vec::new() };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let (c, length) = if c == '&' { reference(&text[at..]).unwrap_or((c, 1)) } else { (c, c.len_utf8()) };
            plain.push(c, at..at + length);
            at += length;
        }
        plain
    }

    fn push(&mut self, c: char, place: Range<usize>) {
        let c = match c {
            // Emphasis, code and escapes.
            '*' | '`' | '~' | '\\' => return,
            c if is_invisible(c) => return,
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '\u{2018}' | '\u{2019}' => '\'',
            c if c.is_whitespace() && c != '\n' => ' ',
            c => c,
        };
        let is_capital = c.is_uppercase();
        for c in c.to_lowercase() {
            self.chars.push(c);
            self.places.push(place.clone());
            self.capitals.push(is_capital);
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a sentence, a cell or a line begins at `at`, as far as signs tell.
    pub(super) fn begins_sentence(&self, at: usize) -> bool {
        self.chars[..at]
            .iter()
            .rev()
            .find(|c| !matches!(c, ' ' | '"' | '\'' | '(' | '\u{201c}'))
            .is_none_or(|c| matches!(c, '.' | '!' | '?' | ':' | '|' | '\n'))
    }

    pub(super) fn words(&self) -> impl Iterator<Item = Word> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at + self.chars[at..].iter().position(|c| c.is_alphanumeric())?;
            let end = start + self.chars[start..].iter().take_while(|c| c.is_alphanumeric()).count();
            at = end;
            Some(Word { text: self.chars[start..end].iter().collect(), range: start..end, is_capitalised: self.capitals[start] })
        })
    }

    /// Runs of digits with what people write between the groups of a number.
    pub(super) fn digit_runs(&self) -> impl Iterator<Item = Range<usize>> {
        let mut at = 0;
        std::iter::from_fn(move || {
            let first = at + self.chars[at..].iter().position(char::is_ascii_digit)?;
            let mut end = first;
            let mut next = first;
            while let Some(c) = self.get(next).filter(|c| c.is_ascii_digit() || next - end < 3 && matches!(c, ' ' | '-' | '.' | '(' | ')')) {
                next += 1;
                if c.is_ascii_digit() {
                    end = next;
                }
            }
            at = end;
            let before = self.chars[..first].iter().rev().take_while(|c| matches!(c, '+' | '(')).count();
            Some(first - before..end)
        })
    }
}

/// The character that a reference at the start of `text` stands for, and its length in bytes.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let c = match text.get(1..end)? {
        "commat" => '@',
        "period" => '.',
        "nbsp" => ' ',
        name => {
            let digits = name.strip_prefix('#')?;
            let code = digits.strip_prefix(['x', 'X']).map_or_else(|| digits.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code)?
        }
    };
    Some((c, end + 1))
}
