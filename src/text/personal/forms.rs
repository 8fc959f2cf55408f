//! The forms of addresses and numbers of people.

use std::ops::Range;

use super::plain::{Plain, Word};

/// What a passage gives away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum DetailKind {
    /// An email address, also one with "at" and "dot" in words.
    Email,
    /// A telephone number.
    Phone,
    /// A postcode of the United Kingdom.
    Postcode,
    /// A National Insurance or NHS number.
    Number,
    /// The name of somebody who commented, or a part of it.
    Name,
    /// A contact detail that somebody who commented gave.
    Contact,
}

impl DetailKind {
    /// What it is, for authors: "an email address".
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Email => "an email address",
            Self::Phone => "a telephone number",
            Self::Postcode => "a postcode",
            Self::Number => "a National Insurance or NHS number",
            Self::Name => "the name of somebody who commented, or part of one",
            Self::Contact => "a contact detail of somebody who commented",
        }
    }
}

type Found = Vec<(Range<usize>, DetailKind)>;

/// Email addresses, also with "at" and "dot" in words.
pub(super) fn emails(plain: &Plain, words: &[Word]) -> Found {
    let is_local = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'');
    let is_domain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let mut found = Found::new();
    for at in plain.chars.iter().enumerate().filter(|(_, c)| **c == '@').map(|(at, _)| at) {
        let space = |at: usize| usize::from(plain.get(at) == Some(' '));
        let (left, right) = (at - usize::from(at > 0 && plain.chars[at - 1] == ' '), at + 1 + space(at + 1));
        let local = plain.chars[..left].iter().rev().take_while(|c| is_local(**c)).count();
        let domain = plain.chars[right..].iter().take_while(|c| is_domain(**c)).count();
        let has_dot = plain.chars[right..right + domain].windows(2).any(|two| two[0] == '.' && two[1].is_alphanumeric());
        // `me@work`, but not `@council`, nor `3 @ 20`.
        if local > 0 && domain > 0 && (has_dot || left == at && right == at + 1 && plain.chars[right].is_alphabetic()) {
            let end = right + plain.chars[right..right + domain].iter().rposition(|c| c.is_alphanumeric()).map_or(0, |last| last + 1);
            found.push((left - local..end, DetailKind::Email));
        }
    }
    for (at, word) in words.iter().enumerate().filter(|(_, word)| word.text == "at") {
        let (Some(before), Some(domain)) = (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at + 1)) else { continue };
        let is_bracketed = word.range.start > 0 && matches!(plain.chars[word.range.start - 1], '(' | '[' | '{' | '<');
        let is_dot = words.get(at + 2).is_some_and(|dot| dot.text == "dot") && words.get(at + 3).is_some();
        let has_dot = plain.get(domain.range.end) == Some('.') && plain.get(domain.range.end + 1).is_some_and(char::is_alphanumeric);
        if is_dot || is_bracketed && has_dot {
            let last = words.get(at + if is_dot { 3 } else { 2 }).unwrap_or(domain);
            found.push((before.range.start..last.range.end, DetailKind::Email));
        }
    }
    found
}

/// Telephone numbers and NHS numbers.
pub(super) fn numbers(plain: &Plain) -> Found {
    let mut found = Found::new();
    for range in plain.digit_runs() {
        let run = &plain.chars[range.clone()];
        let digits: String = run.iter().filter(|c| c.is_ascii_digit()).collect();
        let is_fraction = run.windows(3).any(|three| three[1] == '.' && three[0].is_ascii_digit() && three[2].is_ascii_digit())
            && run.split(|c| !c.is_ascii_digit()).any(|group| group.len() == 1);
        let is_phone = match run.iter().find(|c| !matches!(c, '(')) {
            Some('+') => (7..=15).contains(&digits.len()),
            Some('0') => (9..=14).contains(&digits.len()) && !is_fraction,
            // A mobile without its zero, and with the country's code.
            Some('7') => digits.len() == 10 && groups(run).is_some_and(|groups| groups <= 3),
            Some('4') => digits.len() == 12 && digits.starts_with("447"),
            _ => false,
        };
        if is_phone {
            found.push((range, DetailKind::Phone));
        } else if is_nhs_number(&digits) && (groups(run) == Some(1) || run.iter().collect::<String>().split([' ', '-']).map(str::len).eq([3, 3, 4])) {
            found.push((range, DetailKind::Number));
        }
    }
    found
}

/// How many groups a number has; none if one of them is a single digit.
fn groups(run: &[char]) -> Option<usize> {
    let groups: Vec<usize> = run.split(|c| !c.is_ascii_digit()).map(<[char]>::len).filter(|length| *length > 0).collect();
    (!groups.contains(&1)).then_some(groups.len())
}

/// Whether the last digit is right (NHS Data Model and Dictionary, "NHS Number": modulus 11).
fn is_nhs_number(digits: &str) -> bool {
    let values: Vec<u32> = digits.chars().filter_map(|c| c.to_digit(10)).collect();
    let [first @ .., last] = values.as_slice() else { return false };
    let sum: u32 = first.iter().zip((2..=10).rev()).map(|(digit, weight)| digit * weight).sum();
    first.len() == 9 && digits != "0000000000" && (11 - sum % 11) % 11 == *last
}

/// Areas of postcodes (Royal Mail).
const AREAS: &str = " ab al b ba bb bd bh bl bn br bs bt ca cb cf ch cm co cr ct cv cw da dd de dg dh dl dn dt dy e ec eh en ex fa fk fy g gl gu gy ha hd hg hp hr hs hu hx ig im ip iv ka kt kw ky l la ld le ll ln ls lu m me mk ml n ne ng nn np nr nw ol ox pa pe ph pl po pr rg rh rm s sa se sg sk sl sm sn so sp sr ss st sw sy ta td tf tn tq tr ts tw ub w wa wc wd wf wn wr ws wv yo ze ";

/// Postcodes and National Insurance numbers.
pub(super) fn codes(words: &[Word]) -> Found {
    let mut found = Found::new();
    let gap = |one: &Word, next: &Word| next.range.start - one.range.end <= 2;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).filter(|next| gap(word, next));
        if is_postcode(&word.text) {
            found.push((word.range.clone(), DetailKind::Postcode));
        } else if let Some(next) = next.filter(|next| is_inward(&next.text) && is_outward(&word.text)) {
            found.push((word.range.start..next.range.end, DetailKind::Postcode));
        }
        let mut letters = word.text.clone();
        let mut end = word.range.end;
        for next in words[at + 1..].iter().take(4) {
            if letters.len() >= 9 || !next.text.is_ascii() || next.range.start - end > 1 {
                break;
            }
            letters.push_str(&next.text);
            end = next.range.end;
        }
        if is_national_insurance(&letters) {
            found.push((word.range.start..end, DetailKind::Number));
        }
    }
    found
}

fn is_postcode(word: &str) -> bool {
    (5..=7).contains(&word.len()) && word.is_ascii() && is_outward(&word[..word.len() - 3]) && is_inward(&word[word.len() - 3..])
}

/// `BB9`, `EC1A`.
fn is_outward(word: &str) -> bool {
    let letters = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let rest = word.as_bytes().get(letters..).unwrap_or_default();
    let is_district = matches!(rest, [a] if a.is_ascii_digit()) || matches!(rest, [a, b] if a.is_ascii_digit() && b.is_ascii_alphanumeric());
    is_district && AREAS.contains(&format!(" {} ", &word[..letters]))
}

/// `9XX`, but not `2nd`.
fn is_inward(word: &str) -> bool {
    let is_letter = |byte: &u8| byte.is_ascii_lowercase() && !b"cikmov".contains(byte);
    matches!(word.as_bytes(), [digit, one, two] if digit.is_ascii_digit() && is_letter(one) && is_letter(two))
        && !["st", "nd", "rd", "th"].contains(&&word[1..])
}

fn is_national_insurance(letters: &str) -> bool {
    let bytes = letters.as_bytes();
    bytes.len() == 9
        && bytes[..2].iter().all(u8::is_ascii_lowercase)
        && bytes[2..8].iter().all(u8::is_ascii_digit)
        && (b'a'..=b'd').contains(&bytes[8])
}
