//! Letters and numbers that count the items of a list, in any of the forms that word processors write.

/// A letter or a number at the start of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// The first character of its alphabet or digits, so that `a` and `B` do not follow each other.
    pub(super) script: char,
    /// The values that it can have: `i` is 9 or 1.
    pub(super) values: [Option<u32>; 2],
    /// In bytes.
    pub(super) length: usize,
    /// Whether it has its own circle, bracket or full stop: `①`, `⒈`.
    pub(super) is_enclosed: bool,
}

/// Most digits of a number.
const MOST_DIGITS: usize = 3;
/// Most letters of a Roman numeral.
const MOST_LETTERS: usize = 5;

/// The first characters of digits and of letters in the order of their alphabet, and how many there are.
const SERIES: [(char, u32); 14] = [
    ('\u{3b1}', 25),
    ('\u{391}', 25),
    ('\u{430}', 32),
    ('\u{410}', 32),
    ('\u{5d0}', 27),
    ('\u{2160}', 12),
    ('\u{2170}', 12),
    ('\u{24d0}', 26),
    ('\u{24b6}', 26),
    ('\u{249c}', 26),
    ('\u{1f110}', 26),
    ('\u{1f130}', 26),
    ('\u{1f150}', 26),
    ('\u{1f170}', 26),
];

/// Numbers from 1 in a circle, in brackets, or with a full stop.
const ENCLOSED: [(char, u32); 9] = [
    ('\u{2460}', 20),
    ('\u{2474}', 20),
    ('\u{2488}', 20),
    ('\u{24f5}', 10),
    ('\u{2776}', 10),
    ('\u{2780}', 10),
    ('\u{278a}', 10),
    ('\u{3220}', 10),
    ('\u{3280}', 10),
];

/// Zeros of digits other than `0`.
const ZEROS: [char; 11] =
    ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{ff10}', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7e2}', '\u{1d7ec}'];

/// The raised digits from 0, with which notes begin.
const RAISED: [char; 10] = ['\u{2070}', '\u{b9}', '\u{b2}', '\u{b3}', '\u{2074}', '\u{2075}', '\u{2076}', '\u{2077}', '\u{2078}', '\u{2079}'];

/// The letter or number at the start of `text`.
pub(super) fn ordinal(text: &str) -> Option<Ordinal> {
    let first = text.chars().next()?;
    if first.is_ascii_alphanumeric() {
        return ascii(text, first);
    }
    let nth = |start: char, count: u32| u32::from(first).checked_sub(u32::from(start)).filter(|nth| *nth < count).map(|nth| nth + 1);
    let found = |series: &[(char, u32)]| series.iter().find_map(|(start, count)| Some((*start, nth(*start, *count)?)));
    if RAISED.contains(&first) {
        let digits: Vec<usize> = text.chars().map_while(|c| RAISED.iter().position(|digit| *digit == c)).take(MOST_DIGITS).collect();
        let length = text.chars().take(digits.len()).map(char::len_utf8).sum();
        let value = digits.iter().fold(0, |value, digit| value * 10 + *digit as u32);
        return Some(Ordinal { script: RAISED[1], values: [Some(value), None], length, is_enclosed: true });
    }
    if let Some((script, value)) = found(&ENCLOSED) {
        return Some(Ordinal { script, values: [Some(value), None], length: first.len_utf8(), is_enclosed: true });
    }
    if let Some((script, value)) = found(&SERIES) {
        let is_enclosed = script >= '\u{249c}';
        return Some(Ordinal { script, values: [Some(value), None], length: first.len_utf8(), is_enclosed });
    }
    let zero = ZEROS.into_iter().find(|zero| nth(*zero, 10).is_some())?;
    let digit = |c: char| u32::from(c).checked_sub(u32::from(zero)).filter(|digit| *digit < 10);
    let digits: Vec<u32> = text.chars().map_while(digit).take(MOST_DIGITS).collect();
    let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
    Some(Ordinal { script: zero, values: [Some(value), None], length: digits.len() * zero.len_utf8(), is_enclosed: false })
}

fn ascii(text: &str, first: char) -> Option<Ordinal> {
    let word = &text[..text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len())];
    let keycap = text[word.len()..].trim_start_matches('\u{fe0f}').starts_with('\u{20e3}');
    if first.is_ascii_digit() {
        let value = word.parse().ok().filter(|_| word.len() <= MOST_DIGITS)?;
        let length = if keycap { text.find('\u{20e3}').map_or(word.len(), |at| at + '\u{20e3}'.len_utf8()) } else { word.len() };
        return Some(Ordinal { script: '0', values: [Some(value), None], length, is_enclosed: keycap });
    }
    let is_small = first.is_ascii_lowercase();
    let is_one_case = word.bytes().all(|byte| byte.is_ascii_alphabetic() && byte.is_ascii_lowercase() == is_small);
    if !is_one_case || word.len() > MOST_LETTERS {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let letter = (lower.len() == 1).then(|| u32::from(lower.as_bytes()[0] - b'a') + 1);
    let values = [letter, roman(&lower)];
    let script = if is_small { 'a' } else { 'A' };
    values.iter().any(Option::is_some).then_some(Ordinal { script, values, length: word.len(), is_enclosed: false })
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

impl Ordinal {
    /// Whether it can have a value.
    pub(super) fn is(&self, value: u32) -> bool {
        self.values.contains(&Some(value))
    }

    /// Whether it can be a Roman numeral.
    pub(super) fn is_roman(&self) -> bool {
        matches!(self.script, 'a' | 'A') && self.values[1].is_some()
    }

    /// Whether it is in raised digits.
    pub(super) fn is_raised(&self) -> bool {
        self.script == RAISED[1]
    }

    /// Whether word processors count notes so: `1`, `ii`.
    pub(super) fn is_of_notes(&self) -> bool {
        self.is_ascii_number() || self.script == 'a' && self.values[1].is_some()
    }

    /// Whether it is a number in ASCII digits.
    pub(super) fn is_ascii_number(&self) -> bool {
        self.script == '0' && !self.is_enclosed
    }

    /// Its value, if it comes directly after `before`.
    pub(super) fn directly_after(&self, before: &Self) -> Option<u32> {
        let follows = |value: &u32| before.is(value.wrapping_sub(1));
        self.values.iter().flatten().find(|value| follows(value)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{ordinal, roman};

    #[test]
    fn roman_numbers_are_read() {
        let numbers: Vec<Option<u32>> = ["i", "ii", "iv", "ix", "xiv", "xl", "a"].map(roman).to_vec();
        assert_eq!(numbers, [Some(1), Some(2), Some(4), Some(9), Some(14), Some(40), None]);
    }

    #[test]
    fn numbers_of_all_forms_follow_each_other() {
        let pairs = [
            ("a", "b"),
            ("i", "ii"),
            ("H", "I"),
            ("9", "10"),
            ("\u{2460}", "\u{2461}"),
            ("\u{2474}", "\u{2475}"),
            ("\u{24d0}", "\u{24d1}"),
            ("\u{3b1}", "\u{3b2}"),
            ("\u{430}", "\u{431}"),
            ("\u{661}", "\u{662}"),
            ("\u{1d7ed}", "\u{1d7ee}"),
            ("\u{2160}", "\u{2161}"),
            ("1\u{fe0f}\u{20e3}", "2\u{fe0f}\u{20e3}"),
            ("\u{ff11}\u{ff10}", "\u{ff11}\u{ff11}"),
        ];
        for (first, second) in pairs {
            let (first, second) = (ordinal(first), ordinal(second));
            assert!(second.zip(first.clone()).is_some_and(|(second, first)| second.directly_after(&first).is_some()), "{first:?}");
        }
        for word in ["so", "vol", "iiiiii", "1000", "aB", "", "!", "\u{e9}"] {
            assert_eq!(ordinal(word), None, "{word}");
        }
    }
}
