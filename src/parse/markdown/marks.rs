//! The marks that word processors put before the items of lists.

use crate::diag::Diagnostic;
use crate::model::is_odd_space;
use crate::span::Span;

/// The last line that may be an item, and its finding, if it waits for a second item to be certain.
#[derive(Default)]
pub(super) struct Pasted {
    pub(super) last: Option<(Mark, Span)>,
    pub(super) waiting: Option<Diagnostic>,
}

/// What a line begins with, if it may be an item of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark {
    kind: Kind,
    /// In bytes, with the white space after it.
    length: usize,
    /// Its place in its list, if that is known.
    number: Option<u32>,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// A character that is always a bullet.
    Bullet,
    /// A character that is also used otherwise: one alone may be meant.
    Likely(char),
    /// A letter or a number, with the style of its brackets.
    Ordinal(String, &'static str),
    /// The parts of a number such as `1.2`.
    Decimal(Vec<u32>),
}

/// Bullets of Word, Outlook, Pages and Google Docs.
const BULLETS: &str = "\u{2022}\u{b7}\u{2219}\u{22c5}\u{30fb}\u{25e6}\u{2023}\u{2043}\u{25aa}\u{25ab}\u{25a0}\u{25a1}\u{25cf}\u{25cb}\u{25c6}\u{25c7}\u{25ba}\u{25b6}\u{25b8}\u{25b9}\u{27a2}\u{27a4}\u{2756}\u{2666}\u{2726}\u{2727}\u{25fe}\u{25fc}\u{25fb}\u{2b29}";

/// Dashes, arrows, ticks, and the letters that stand for bullets of the fonts Symbol and Wingdings.
const LIKELY: &str = "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2212}\u{2192}\u{21d2}\u{2794}\u{27a1}\u{2713}\u{2714}\u{2610}\u{2611}\u{2605}\u{2606}\u{2705}\u{2717}\u{2718}\u{2b50}\u{1f539}\u{1f538}\u{1f537}\u{1f536}\u{1f449}\u{1f4cc}\u{bb}\u{203a}\u{a7}\u{a8}\u{d8}\u{fc}\u{178}\u{a1}ovqlnuw";

/// The mark at the start of a line.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let first = line.chars().next()?;
    let width = first.len_utf8();
    let gap = blank(&line[width..]);
    let length = width + gap;
    let has_words = line.len() > length;
    // Bullets of the fonts Symbol and Wingdings, as Word copies them.
    if (BULLETS.contains(first) || matches!(first, '\u{f020}'..='\u{f0ff}')) && has_words {
        return Some(Mark { kind: Kind::Bullet, length, number: None });
    }
    if LIKELY.contains(first) && gap > 0 && has_words {
        let gap = &line[width..length];
        let is_wide = gap.len() > 1 || gap == "\t";
        let is_tab = gap.contains('\t');
        if !first.is_alphanumeric() || is_wide {
            let kind = if is_tab { Kind::Bullet } else { Kind::Likely(first) };
            return Some(Mark { kind, length, number: None });
        }
    }
    ordinal(line).or_else(|| decimal(line)).or_else(|| wide(line)).or_else(|| circled(line)).or_else(|| apart(line))
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| matches!(c, ' ' | '\t') || is_odd_space(c)).len()
}

/// `a)`, `a.`, `(a)`, `(i)`, `(1)`. `1.` and `1)` are Markdown.
fn ordinal(line: &str) -> Option<Mark> {
    let rest = line.strip_prefix('(').unwrap_or(line);
    let is_open = rest.len() < line.len();
    let word = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric())?];
    let style = match (is_open, rest.as_bytes()[word.len()]) {
        (true, b')') => "()",
        (false, b')') => ")",
        (false, b'.') => ".",
        _ => return None,
    };
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_one_case = word.bytes().all(|byte| byte.is_ascii_lowercase()) || word.bytes().all(|byte| byte.is_ascii_uppercase());
    let length = line.len() - rest.len() + word.len() + 1;
    let gap = blank(&line[length..]);
    let fits = !word.is_empty() && word.len() < 6 && gap > 0 && line.len() > length + gap && (is_open && is_number || !is_number && is_one_case);
    fits.then(|| Mark { kind: Kind::Ordinal(word.to_owned(), style), length: length + gap, number: None })
}

/// `1）`, `（1）`, `１．`, `1、`: full-width characters, after which no space is needed.
fn wide(line: &str) -> Option<Mark> {
    let rest = line.strip_prefix(['(', '\u{ff08}']).unwrap_or(line);
    let number: String = rest.chars().map_while(|c| if c.is_ascii_digit() { Some(c) } else { full_width_digit(c) }).take(3).collect();
    let rest = rest.trim_start_matches(|c| full_width_digit(c).is_some() || c.is_ascii_digit());
    let close = rest.chars().next().filter(|c| matches!(c, ')' | '.' | '\u{ff09}' | '\u{ff0e}' | '\u{3001}'))?;
    let head = line.len() - rest.len() + close.len_utf8();
    let gap = blank(&line[head..]);
    let fits = !number.is_empty() && !line[..head].is_ascii() && (gap > 0 || !close.is_ascii()) && line.len() > head + gap;
    fits.then(|| Mark { kind: Kind::Ordinal(number, "wide"), length: head + gap, number: None })
}

fn full_width_digit(c: char) -> Option<char> {
    let value = u32::from(c).checked_sub(0xff10).filter(|value| *value < 10)?;
    char::from_digit(value, 10)
}

/// `① words`: a number in a circle.
fn circled(line: &str) -> Option<Mark> {
    let first = line.chars().next()?;
    let number = match u32::from(first) {
        code @ 0x2460..=0x2473 => code - 0x2460 + 1,
        code @ 0x2776..=0x277f => code - 0x2776 + 1,
        code @ 0x2780..=0x2789 => code - 0x2780 + 1,
        code @ 0x278a..=0x2793 => code - 0x278a + 1,
        _ => return None,
    };
    let length = first.len_utf8() + blank(&line[first.len_utf8()..]);
    (line.len() > length).then(|| Mark { kind: Kind::Ordinal(number.to_string(), "circle"), length, number: None })
}

/// `1 - words`, `1: words`: a number with a dash or a colon.
fn apart(line: &str) -> Option<Mark> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    let gap = blank(rest);
    let (style, sign) = match rest[gap..].chars().next()? {
        c @ ('-' | '\u{2013}' | '\u{2014}') if gap > 0 => ("-", c),
        c @ ':' if gap == 0 => (":", c),
        _ => return None,
    };
    let head = digits + gap + sign.len_utf8();
    let space = blank(&line[head..]);
    let fits = (1..=2).contains(&digits) && space > 0 && line.len() > head + space;
    fits.then(|| Mark { kind: Kind::Ordinal(line[..digits].to_owned(), style), length: head + space, number: None })
}

/// `1.1`, `2.3.4`.
fn decimal(line: &str) -> Option<Mark> {
    let number = &line[..line.find(|c: char| !c.is_ascii_digit() && c != '.')?];
    let gap = blank(&line[number.len()..]);
    let parts: Option<Vec<u32>> = number.trim_end_matches('.').split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() > 1 && gap > 0)?;
    Some(Mark { kind: Kind::Decimal(parts), length: number.len() + gap, number: None })
}

/// The values that a letter or number can have: `i` is 9 or 1.
fn values(word: &str) -> [Option<u32>; 2] {
    let lower = word.to_ascii_lowercase();
    if let Ok(number) = lower.parse() {
        return [Some(number), None];
    }
    let letter = (lower.len() == 1).then(|| u32::from(lower.as_bytes()[0] - b'a') + 1);
    [letter, roman(&lower)]
}

fn roman(word: &str) -> Option<u32> {
    let digit = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let digits: Vec<u32> = word.chars().map(digit).collect::<Option<_>>()?;
    let next = digits.iter().skip(1).chain(std::iter::once(&0));
    let (plus, minus): (Vec<_>, Vec<_>) = digits.iter().zip(next).partition(|(digit, next)| digit >= next);
    let sum = |pairs: Vec<(&u32, &u32)>| pairs.iter().map(|(digit, _)| **digit).sum::<u32>();
    sum(plus).checked_sub(sum(minus))
}

impl Mark {
    pub(super) fn length(&self) -> usize {
        self.length
    }

    pub(super) fn numbered(self, number: Option<u32>) -> Self {
        Self { number, ..self }
    }

    /// Whether it is an item even if no other follows.
    pub(super) fn is_certain(&self) -> bool {
        self.kind == Kind::Bullet
    }

    /// Whether it can begin a list.
    pub(super) fn is_first(&self) -> bool {
        match &self.kind {
            Kind::Bullet | Kind::Likely(_) | Kind::Decimal(_) => true,
            Kind::Ordinal(word, _) => values(word).contains(&Some(1)),
        }
    }

    /// Whether it is a first letter or number with a bracket, such as `a)`, `(i)`, or a small letter with a full stop, but no initial.
    pub(super) fn is_letter(&self) -> bool {
        let Kind::Ordinal(word, style) = &self.kind else { return false };
        self.is_first() && (matches!(*style, ")" | "()") || *style == "." && word.bytes().all(|byte| byte.is_ascii_lowercase()))
    }

    /// Its place in its list, if it is the item after `last`.
    pub(super) fn follows(&self, last: &Self) -> Option<u32> {
        let next = last.number? + 1;
        let is_next = match (&self.kind, &last.kind) {
            (Kind::Bullet, Kind::Bullet) => true,
            (Kind::Likely(sign), Kind::Likely(before)) => sign == before,
            (Kind::Ordinal(word, style), Kind::Ordinal(before, before_style)) => {
                let is_same_case = word.as_bytes()[0].is_ascii_lowercase() == before.as_bytes()[0].is_ascii_lowercase();
                style == before_style && is_same_case && values(word).contains(&Some(next))
            }
            (Kind::Decimal(parts), Kind::Decimal(before)) => match (parts.split_last(), before.split_last()) {
                (Some((part, head)), Some((before, before_head))) => head == before_head && *part == before + 1,
                _ => false,
            },
            _ => false,
        };
        is_next.then_some(next)
    }

    /// The Markdown for an item that is number `number` of its list; `None` for numbers that Markdown does not have.
    pub(super) fn replacement(&self, number: u32) -> Option<String> {
        match self.kind {
            Kind::Bullet | Kind::Likely(_) => Some("- ".into()),
            Kind::Ordinal(..) => Some(format!("{number}. ")),
            Kind::Decimal(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{mark, roman};

    #[test]
    fn items_of_word_processors_are_found() {
        for line in [
            "\u{2022} a",
            "\u{b7}\ta",
            "\u{f0b7}\ta",
            "\u{f0a7} a",
            "o\ta",
            "o  a",
            "\u{a7}\ta",
            "\u{2013} a",
            "a) a",
            "a. a",
            "(i) a",
            "(1) a",
            "1.1 a",
            "\u{2022}a",
        ] {
            assert!(mark(line).is_some(), "{line:?}");
        }
        for line in ["o a", "\u{a7}5", "\u{2013}5", "1. a", "1) a", "a", "(see) a", "so) a", "1.5", "e.g. a", "\u{2022}", "vol. 3", ""] {
            assert!(mark(line).is_none_or(|mark| !mark.is_first()), "{line:?}: {:?}", mark(line));
        }
    }

    #[test]
    fn roman_numbers_are_read() {
        let numbers: Vec<Option<u32>> = ["i", "ii", "iv", "ix", "xiv", "xl", "a"].map(roman).to_vec();
        assert_eq!(numbers, [Some(1), Some(2), Some(4), Some(9), Some(14), Some(40), None]);
    }
}
