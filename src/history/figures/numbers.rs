//! Numbers in a text, as people write them.

use std::ops::Range;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Where it is, in bytes, with its currency and its unit.
    pub(super) range: Range<usize>,
    /// What kind of number it is.
    pub(super) kind: Kind,
    /// What it says, however it is written: `1,200` and `1200` are the same.
    pub(super) value: String,
}

/// What a number counts. Only numbers of one kind are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A quantity, with its currency and whether it is a percentage.
    Quantity(Option<char>, bool),
    /// A day, a month of a year, or a day of the year.
    Date,
    /// A year, or two of them: `2026/27`.
    Year,
    /// A time of day.
    Time,
}

const MONTHS: [&str; 12] = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
/// Numbers that style guides spell out. "One" and "second" are other words as well.
const WORDS: [&str; 11] = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
const MULTIPLES: [(&str, &str); 8] = [
    ("trillion", "000000000000"),
    ("billion", "000000000"),
    ("million", "000000"),
    ("thousand", "000"),
    ("bn", "000000000"),
    ("tn", "000000000000"),
    ("m", "000000"),
    ("k", "000"),
];

/// All numbers of a text, in order. What only looks like one is left out: numbers of chapters and telephones, names such as `A66`.
pub(super) fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let is_start = !text[..at].chars().next_back().is_some_and(|before| before.is_alphanumeric() || before == '_');
        let read = if !is_start {
            None
        } else if c.is_ascii_digit() || matches!(c, '£' | '€' | '$') {
            Some(from_digits(text, at))
        } else if c.is_alphabetic() {
            Some(from_word(text, at))
        } else {
            None
        };
        at = match read {
            Some((number, end)) => {
                found.extend(number);
                end.max(at + c.len_utf8())
            }
            None => at + c.len_utf8(),
        };
    }
    found
}

/// The end of the run of characters from `at`.
fn run(text: &str, at: usize, is_in: impl Fn(char) -> bool) -> usize {
    text[at..].char_indices().find(|(_, c)| !is_in(*c)).map_or(text.len(), |(end, _)| at + end)
}

/// The word after one space, in lower case, and its end.
fn next_word(text: &str, at: usize) -> Option<(String, usize)> {
    let space = text[at..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}' | '\n'))?;
    let start = at + space.len_utf8();
    let end = run(text, start, char::is_alphanumeric);
    (end > start).then(|| (text[start..end].to_lowercase(), end))
}

/// A date that begins with a month, or a number that is spelled out.
fn from_word(text: &str, at: usize) -> (Option<Number>, usize) {
    let end = run(text, at, char::is_alphanumeric);
    let word = text[at..end].to_lowercase();
    if let Some(month) = month(text, &word, end)
        && let Some((year, after)) = next_word(text, end).filter(|(year, _)| is_year(year))
    {
        return (Some(Number { range: at..after, kind: Kind::Date, value: format!("{year}-{month:02}") }), after);
    }
    // Part of a longer word: "two-thirds".
    let is_whole = !text[end..].starts_with(['-', '\u{2011}', '\u{2010}']) && !text[..at].ends_with(['-', '\u{2011}', '\u{2010}']);
    let spelled = WORDS.iter().position(|name| *name == word).filter(|_| is_whole);
    let Some(value) = spelled.map(|place| place + 2) else { return (None, end) };
    let (value, end) = multiplied(text, end, &value.to_string());
    let (kind, end) = percentage(text, end, None);
    (Some(Number { range: at..end, kind, value }), end)
}

/// The month that a word which ends at `end` names, from 1. "May" is another word in small letters.
fn month(text: &str, word: &str, end: usize) -> Option<usize> {
    let is_name = end.checked_sub(word.len()).and_then(|start| text.as_bytes().get(start)).is_some_and(u8::is_ascii_uppercase);
    MONTHS.iter().filter(|_| is_name).position(|name| *name == word || word.len() == 3 && name.starts_with(word)).map(|place| place + 1)
}

fn is_year(digits: &str) -> bool {
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && ("1800".."2200").contains(&digits)
}

/// A number that begins with digits or a currency.
fn from_digits(text: &str, at: usize) -> (Option<Number>, usize) {
    let currency = text[at..].chars().next().filter(|c| !c.is_ascii_digit());
    let start = at + currency.map_or(0, char::len_utf8);
    let is_digit = |c: char| c.is_ascii_digit();
    let first = run(text, start, is_digit);
    if first == start {
        return (None, start);
    }
    // What belongs to a longer name or number says something else.
    let whole = run(text, start, |c| c.is_alphanumeric() || c == '_');
    let before = text[..at].chars().next_back();
    let is_part = matches!(before, Some('.' | '-' | '/' | ':' | '\u{2011}' | '#' | '@' | '='))
        && text[..at].chars().rev().nth(1).is_some_and(char::is_alphanumeric);
    if is_part {
        return (None, whole);
    }
    let plain = &text[start..first];
    if currency.is_none() {
        if let Some((number, end)) = date(text, at, plain, first) {
            return (Some(number), end);
        }
        if let Some((number, end)) = years(text, at, plain, first) {
            return (Some(number), end);
        }
        if let Some((number, end)) = time(text, at, plain, first) {
            return (Some(number), end);
        }
    }
    let (digits, end) = grouped(text, start, first);
    // `3.2.1`, `10:30`, `1/2`, `01254`.
    let goes_on = text[end..].starts_with(['.', ',', ':', '/']) && text[end + 1..].starts_with(is_digit);
    let is_code = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if goes_on || is_code {
        return (None, run(text, end, |c| c.is_alphanumeric() || matches!(c, '.' | ',' | ':' | '/')));
    }
    let (value, end) = multiplied(text, end, &digits);
    let (kind, end) = percentage(text, end, currency);
    if text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return (None, run(text, end, |c| c.is_alphanumeric() || c == '_'));
    }
    (Some(Number { range: at..end, kind, value }), end)
}

/// Digits with separators of thousands and a decimal point; as plain digits.
fn grouped(text: &str, start: usize, first: usize) -> (String, usize) {
    let mut digits = text[start..first].to_owned();
    let mut end = first;
    while let Some(separator) = text[end..].chars().next().filter(|c| matches!(c, ',' | '\u{a0}' | '\u{2009}' | '\u{202f}')) {
        let from = end + separator.len_utf8();
        let to = run(text, from, |c| c.is_ascii_digit());
        if to - from != 3 || digits.len() > 15 || first - start > 3 {
            break;
        }
        digits.push_str(&text[from..to]);
        end = to;
    }
    if text[end..].starts_with('.') {
        let to = run(text, end + 1, |c| c.is_ascii_digit());
        if to > end + 1 {
            digits.push_str(&text[end..to]);
            end = to;
        }
    }
    (digits, end)
}

/// A number with what multiplies it: "1.2 million", "3k".
fn multiplied(text: &str, end: usize, digits: &str) -> (String, usize) {
    let attached = run(text, end, char::is_alphanumeric);
    let near = (attached > end).then(|| (text[end..attached].to_lowercase(), attached));
    let short = |name: &str| name.len() <= 2;
    let word = near.or_else(|| next_word(text, end).filter(|(word, _)| !short(word)));
    let multiple = word.and_then(|(word, end)| MULTIPLES.iter().find(|(name, _)| *name == word).map(|(_, zeros)| (*zeros, end)));
    let (zeros, end) = multiple.unwrap_or(("", end));
    (scaled(digits, zeros.len()), end)
}

/// Plain digits with the decimal point moved to the right, without zeros that say nothing.
fn scaled(digits: &str, places: usize) -> String {
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let mut decimals = decimals.to_owned();
    while decimals.len() < places {
        decimals.push('0');
    }
    let (more, rest) = decimals.split_at(places);
    let whole = format!("{whole}{more}");
    let (whole, rest) = (whole.trim_start_matches('0'), rest.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// Whether a per cent sign or the words follow.
fn percentage(text: &str, end: usize, currency: Option<char>) -> (Kind, usize) {
    if text[end..].starts_with('%') {
        return (Kind::Quantity(currency, true), end + 1);
    }
    match next_word(text, end) {
        Some((word, after)) if word == "percent" => (Kind::Quantity(currency, true), after),
        Some((word, after)) if word == "per" && next_word(text, after).is_some_and(|(word, _)| word == "cent") => {
            (Kind::Quantity(currency, true), next_word(text, after).map_or(after, |(_, end)| end))
        }
        _ => (Kind::Quantity(currency, false), end),
    }
}

/// "3 March 2027", "3 March" or `2027-03-31`.
fn date(text: &str, at: usize, digits: &str, first: usize) -> Option<(Number, usize)> {
    let made = |end: usize, value: String| (Number { range: at..end, kind: Kind::Date, value }, end);
    if is_year(digits) {
        let rest = text[first..].get(..6).filter(|rest| rest.is_ascii())?;
        let parts = [&rest[1..3], &rest[4..6]].map(|part| part.bytes().all(|b| b.is_ascii_digit()));
        let is_over = !text[first + 6..].starts_with(char::is_alphanumeric);
        return (rest.starts_with('-') && rest[3..].starts_with('-') && parts == [true, true] && is_over)
            .then(|| made(first + 6, format!("{digits}{rest}")));
    }
    if digits.len() > 2 {
        return None;
    }
    let (word, end) = next_word(text, first)?;
    let month = month(text, &word, end)?;
    let day: u8 = digits.parse().ok()?;
    match next_word(text, end).filter(|(year, _)| is_year(year)) {
        Some((year, end)) => Some(made(end, format!("{year}-{month:02}-{day:02}"))),
        None => Some(made(end, format!("{month:02}-{day:02}"))),
    }
}

/// "2027", "2026/27" or "2026-27".
fn years(text: &str, at: usize, digits: &str, first: usize) -> Option<(Number, usize)> {
    if !is_year(digits) {
        return None;
    }
    if let Some(dash) = text[first..].chars().next().filter(|c| matches!(c, '/' | '-' | '\u{2013}')) {
        let from = first + dash.len_utf8();
        let end = run(text, from, char::is_alphanumeric);
        if matches!(end - from, 2 | 4) && text[from..end].bytes().all(|b| b.is_ascii_digit()) {
            return Some((Number { range: at..end, kind: Kind::Year, value: format!("{digits}-{}", &text[end - 2..end]) }, end));
        }
    }
    let is_number = text[first..].starts_with(|c: char| c.is_alphanumeric() || c == '%')
        || text[first..].starts_with(['.', ',', ':']) && text[first + 1..].starts_with(|c: char| c.is_ascii_digit());
    (!is_number).then(|| (Number { range: at..first, kind: Kind::Year, value: digits.to_owned() }, first))
}

/// "6pm", "10.30 am" or "18:30".
fn time(text: &str, at: usize, digits: &str, first: usize) -> Option<(Number, usize)> {
    let hours: u8 = digits.parse().ok().filter(|hours| *hours <= 24 && digits.len() <= 2)?;
    let is_point = text[first..].starts_with([':', '.']);
    let minutes = text[first..].get(1..3).filter(|minutes| is_point && minutes.bytes().all(|b| b.is_ascii_digit()));
    let is_clock = text[first..].starts_with(':') && minutes.is_some();
    let end = minutes.map_or(first, |_| first + 3);
    let attached = run(text, end, char::is_alphanumeric);
    let half = if attached > end { Some((text[end..attached].to_lowercase(), attached)) } else { next_word(text, end) };
    let half = half.filter(|(half, _)| matches!(half.as_str(), "am" | "pm"));
    let value = |half: &str| format!("{hours}:{}{half}", minutes.unwrap_or("00"));
    match half {
        Some((half, end)) => Some((Number { range: at..end, kind: Kind::Time, value: value(&half) }, end)),
        None if is_clock && attached == end => Some((Number { range: at..end, kind: Kind::Time, value: value("") }, end)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::numbers;

    /// The numbers of a text as they are written, with their values.
    fn read(text: &str) -> String {
        numbers(text).iter().map(|number| format!("{} = {}", &text[number.range.clone()], number.value)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, expected) in [
            ("We spend £1.2 million on 1,200 homes.", "£1.2 million = 1200000; 1,200 = 1200"),
            ("£3m, £4bn, 5k and €1.50", "£3m = 3000000; £4bn = 4000000000; 5k = 5000; €1.50 = 1.5"),
            ("12%, 12 per cent, 12.50 percent", "12% = 12; 12 per cent = 12; 12.50 percent = 12.5"),
            ("From 2026/27 to 2027, by 3 March 2027 or June 2028", "2026/27 = 2026-27; 2027 = 2027; 3 March 2027 = 2027-03-03; June 2028 = 2028-06"),
            ("on 2027-03-31 at 6pm, at 10.30 am and 18:30", "2027-03-31 = 2027-03-31; 6pm = 6:00pm; 10.30 am = 10:30am; 18:30 = 18:30"),
            ("three of the ten villages", "three = 3; ten = 10"),
            ("the A66, COVID-19, 3.2.1, 01254 123456, B12, 1st, two-thirds", "123456 = 123456"),
            ("2,000 in 2,0 and 1 000", "2,000 = 2000; 1 = 1"),
            ("ends in £", ""),
            ("1\u{a0}200 kilometres; 5m long", "1\u{a0}200 = 1200; 5m = 5000000"),
            ("between 10–12 and 3-4", "10 = 10; 12 = 12; 3 = 3"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn any_text_can_be_read() {
        for text in
            ["£", "£1.", "1.", "1,", "2026-", "2026-1", "2026-é1-01", "1:é", "May", "may 20", "3 Mayé", "12 perc", "€é", "999999999999999999,000"]
        {
            let _ = numbers(text);
        }
    }
}
