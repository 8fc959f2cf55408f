//! # date-format
//!
//! A date that is not written as "6 August 2018".
//!
//! Dates in figures mean different days in different countries, and shortened months and endings such as "3rd" are harder to read.
//! Months may be shortened in tables.
//!
//! Bad:
//!
//! ```text
//! The survey closes on 24/10/2022. We met on March 3rd.
//! ```
//!
//! Good:
//!
//! ```text
//! The survey closes on 24 October 2022. We met on 3 March.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time"; GOV.UK style guide, "Dates".

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};
use crate::text::words::trim_punctuation;

const NAME: &str = "date-format";

pub(super) const FAMILY: Family = Family { text: include_str!("dates.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SHORT: [(&str, usize); 12] = [
    ("Jan", 0),
    ("Feb", 1),
    ("Mar", 2),
    ("Apr", 3),
    ("Jun", 5),
    ("Jul", 6),
    ("Aug", 7),
    ("Sep", 8),
    ("Sept", 8),
    ("Oct", 9),
    ("Nov", 10),
    ("Dec", 11),
];

/// Whether a word is the name of a month, shortened or in full.
pub(super) fn is_month(word: &str) -> bool {
    month(word).is_some()
}

/// The full name of a month, and whether it was shortened.
fn month(word: &str) -> Option<(&'static str, bool)> {
    if !word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let long = MONTHS.iter().find(|month| **month == word).map(|month| (*month, false));
    long.or_else(|| SHORT.iter().find(|(short, _)| *short == word).map(|(_, at)| (MONTHS[*at], true)))
}

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style || line.is_american || matches!(line.role, Role::Cell | Role::ColumnHead) {
        return;
    }
    // End of the last date found, so that no date is reported twice.
    let mut done = 0;
    for (at, chunk) in line.chunks.iter().enumerate().filter(|(_, chunk)| chunk.has_digit) {
        if chunk.start < done || line.is_quoted(chunk.start) {
            continue;
        }
        if let Some((first, last, instead, is_certain)) = date(line, at) {
            let start = line.chunks[first].start + trim_punctuation(line.chunk(line.chunks[first])).0;
            let (before, word) = trim_punctuation(line.chunk(line.chunks[last]));
            let end = line.chunks[last].start + before + word.len();
            done = end;
            let message = format!("the date \"{}\" is not written as \"6 August 2018\"", line.text[start..end].replace('\n', " "));
            let finding = Diagnostic::warning(NAME, line.span(start, end), message).hint(format!("write \"{instead}\""));
            findings.push(if is_certain { line.suggest(finding, start, end, &instead) } else { finding });
        }
    }
}

/// A date around the chunk `at` that is not in the recommended form: its first and last chunk, the replacement, and whether it is certain.
fn date(line: &Line<'_>, at: usize) -> Option<(usize, usize, String, bool)> {
    let word = |at: usize| line.chunks.get(at).map_or("", |chunk| trim_punctuation(line.chunk(*chunk)).1);
    let before = |distance: usize| at.checked_sub(distance).map_or("", word);
    let here = word(at);
    if let Some((instead, is_certain)) = in_figures(here) {
        return Some((at, at, instead, is_certain));
    }
    let (day, is_ordinal) = day(here)?;
    // A comma between day and month separates two phrases.
    let is_joined = |at: usize| line.chunks.get(at).is_some_and(|chunk| !line.chunk(*chunk).ends_with([',', ';', ':', ')']));
    let month_at = if word(at + 1) == "of" && is_ordinal { at + 2 } else { at + 1 };
    if let (true, Some((name, is_short))) = (is_joined(at), month(word(month_at))) {
        let year = year(word(month_at + 1)).filter(|_| is_joined(month_at));
        let is_sure = is_ordinal || is_short && (year.is_some() || name != "March");
        let last = if year.is_some() { month_at + 1 } else { month_at };
        return is_sure.then(|| (at, last, in_words(day, name, year), true));
    }
    let (name, _) = month(before(1)).filter(|_| at > 0 && is_joined(at - 1))?;
    let year = year(word(at + 1));
    // "In March 20 people met": without a year or an ending this is not a date.
    let is_date = is_ordinal || year.is_some();
    let last = if year.is_some() { at + 1 } else { at };
    is_date.then(|| (at - 1, last, in_words(day, name, year), true))
}

fn in_words(day: u8, month: &str, year: Option<&str>) -> String {
    let year = year.map_or(String::new(), |year| format!(" {year}"));
    format!("{day} {month}{year}")
}

/// The day in "3" or "3rd", and whether it has an ending.
fn day(word: &str) -> Option<(u8, bool)> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &word[digits.len()..];
    let day: u8 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    matches!(ending, "" | "st" | "nd" | "rd" | "th").then_some((day, !ending.is_empty()))
}

fn year(word: &str) -> Option<&str> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()) && (word.starts_with("19") || word.starts_with("20"));
    is_year.then_some(word)
}

/// "24/10/2022" or "24.10.2022" in words, and whether no other day can be meant.
fn in_figures(word: &str) -> Option<(String, bool)> {
    let sign = if word.contains('/') { '/' } else { '.' };
    let mut parts = word.split(sign);
    let (day, month, year_part) = (parts.next()?, parts.next()?, parts.next()?);
    let is_short = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || !is_short(day) || !is_short(month) {
        return None;
    }
    let whole_year = year(year_part);
    let year = match whole_year {
        Some(year) => year.to_owned(),
        None if sign == '/' && year_part.len() == 2 && is_short(year_part) => format!("20{year_part}"),
        None => return None,
    };
    let month: usize = month.parse().ok().filter(|month| (1..=12).contains(month))?;
    let day: u8 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    // To an American reader 3/4/2022 is a day in March, and /98 is not in this century.
    let is_certain = whole_year.is_some() && (sign == '.' || day > 12 || usize::from(day) == month);
    Some((format!("{day} {} {year}", MONTHS[month - 1]), is_certain))
}
