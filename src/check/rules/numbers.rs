//! # thousands-separator
//!
//! A number over 999 has no comma.
//!
//! Commas show at a glance whether it is thousands or millions, and make screen readers read a number rather than digits.
//!
//! Bad:
//!
//! ```text
//! The charity helped 14500 people.
//! ```
//!
//! Good:
//!
//! ```text
//! The charity helped 14,500 people in 2022. Call 01632 960123.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time".
//!
//! # number-range
//!
//! A range is written with a dash: "10-15".
//!
//! Screen readers may read the dash as "minus", or skip it. "To" is always clear.
//!
//! Bad:
//!
//! ```text
//! It takes 10-15 minutes.
//! ```
//!
//! Good:
//!
//! ```text
//! It takes 10 to 15 minutes.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time"; GOV.UK style guide, "Hyphenation".
//!
//! # ordinal
//!
//! "1st" to "9th" is used in running text.
//!
//! Up to "ninth", words are easier to read; from 10th, use figures.
//!
//! Bad:
//!
//! ```text
//! This is our 1st plan.
//! ```
//!
//! Good:
//!
//! ```text
//! This is our first plan of the 21st century.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time"; GOV.UK style guide, "Numbers".
//!
//! # leading-zero
//!
//! A decimal starts with its point: ".5".
//!
//! The point is easily missed. Put a zero before it.
//!
//! Bad:
//!
//! ```text
//! The rate fell by .5 points.
//! ```
//!
//! Good:
//!
//! ```text
//! The rate fell by 0.5 points.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time".

use super::dates::is_month;
use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};
use crate::text::words::trim_punctuation;

const THOUSANDS: &str = "thousands-separator";
const RANGE: &str = "number-range";
const ORDINAL: &str = "ordinal";
const ZERO: &str = "leading-zero";

pub(super) const FAMILY: Family = Family {
    text: include_str!("numbers.rs"),
    rules: &[
        (THOUSANDS, Some(Severity::Warning)),
        (RANGE, Some(Severity::Warning)),
        (ORDINAL, Some(Severity::Warning)),
        (ZERO, Some(Severity::Warning)),
    ],
    visit: Visit::Line(find),
};

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style {
        return;
    }
    for (at, chunk) in line.chunks.iter().enumerate().filter(|(_, chunk)| chunk.has_digit) {
        if line.is_quoted(chunk.start) {
            continue;
        }
        let (start, word) = trim_punctuation(line.chunk(*chunk));
        let here = Here { line, at, start: chunk.start + start, word };
        thousands(&here, findings);
        range(&here, findings);
        ordinal(&here, findings);
        leading_zero(&here, findings);
    }
}

/// A chunk with a digit: its index, and its start and text without surrounding punctuation.
struct Here<'a> {
    line: &'a Line<'a>,
    at: usize,
    start: usize,
    word: &'a str,
}

impl<'a> Here<'a> {
    /// The chunk `distance` places away, without surrounding punctuation.
    fn neighbour(&self, distance: isize) -> &'a str {
        let at = self.at.checked_add_signed(distance);
        at.and_then(|at| self.line.chunks.get(at)).map_or("", |chunk| trim_punctuation(self.line.chunk(*chunk)).1)
    }

    fn report(&self, rule: &'static str, message: String, end: usize, instead: String, findings: &mut Findings) {
        let finding = Diagnostic::warning(rule, self.line.span(self.start, end), message).hint(format!("write \"{instead}\""));
        findings.push(self.line.suggest(finding, self.start, end, &instead));
    }
}

/// Words after which a number is a name: "call 60777", "room 4512".
const LABELS: [&str; 36] = [
    "account",
    "bug",
    "call",
    "code",
    "dial",
    "error",
    "ext",
    "extension",
    "id",
    "issue",
    "line",
    "lines",
    "no",
    "number",
    "on",
    "page",
    "pages",
    "phone",
    "pin",
    "port",
    "ports",
    "pull",
    "ref",
    "reference",
    "request",
    "room",
    "rfc",
    "section",
    "standard",
    "status",
    "tel",
    "telephone",
    "text",
    "uid",
    "version",
    "year",
];
/// Words that start a sentence in which a number is a quantity.
const COUNTING: [&str; 18] =
    ["About", "Across", "All", "Almost", "An", "Around", "At", "By", "For", "From", "In", "More", "Nearly", "Of", "Over", "Some", "The", "With"];

fn thousands(here: &Here<'_>, findings: &mut Findings) {
    let digits = here.word.trim_start_matches(['£', '$', '€']);
    let is_money = digits.len() < here.word.len();
    if digits.len() < 4 || digits.len() > 12 || digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return;
    }
    let is_year = digits.len() == 4 && digits.as_bytes()[0] <= b'2';
    let (before, after) = (here.neighbour(-1), here.neighbour(1));
    let is_label =
        LABELS.iter().any(|label| label.eq_ignore_ascii_case(before)) || before.is_empty() && here.at > 0 || before.ends_with(['#', '=', '/']);
    let is_named = before.starts_with(|c: char| c.is_uppercase()) && !COUNTING.contains(&before);
    let is_divided = [before, after].iter().any(|other| other.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !other.is_empty());
    let is_counted =
        after.starts_with(|c: char| c.is_lowercase()) && !matches!(after, "to" | "for" | "if" | "or" | "and" | "in" | "on" | "is" | "as" | "by");
    let is_cell = here.line.role == Role::Cell && here.line.chunks.len() == 1 && digits.len() > 4;
    if is_money || !is_year && !is_label && !is_named && !is_divided && (is_counted || is_cell) {
        let instead = format!("{}{}", &here.word[..here.word.len() - digits.len()], grouped(digits));
        let (end, message) = (here.start + here.word.len(), format!("\"{}\" has no comma to separate the thousands", here.word));
        if is_cell && !is_money && !is_counted {
            // Alone in a cell it may be a reference number, so there is no automatic fix.
            findings.push(Diagnostic::warning(THOUSANDS, here.line.span(here.start, end), message).hint(format!("write \"{instead}\"")));
        } else {
            here.report(THOUSANDS, message, end, instead, findings);
        }
    }
}

fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn range(here: &Here<'_>, findings: &mut Findings) {
    let word = here.word;
    let whole = |end: usize, from: &str, to: &str, findings: &mut Findings| {
        let text = here.line.text[here.start..end].replace('\n', " ");
        let word = if here.neighbour(-1).eq_ignore_ascii_case("between") { "and" } else { "to" };
        here.report(RANGE, format!("\"{text}\" is a range with a dash"), end, format!("{from} {word} {to}"), findings);
    };
    if let Some((from, to)) = word.split_once(['-', '\u{2013}', '\u{2014}']) {
        if let Some(to) = is_range(from, to) {
            whole(here.start + word.len(), from, &to, findings);
        }
    } else if matches!(here.neighbour(1), "-" | "\u{2013}" | "\u{2014}") && here.line.chunk(here.line.chunks[here.at]).ends_with(word) {
        let Some(last) = here.line.chunks.get(here.at + 2) else { return };
        let (start, to) = trim_punctuation(here.line.chunk(*last));
        let before = here.neighbour(-1);
        let is_sum = matches!(before, "=" | "+" | "-" | "\u{2013}" | "\u{2212}");
        if let (0, false, Some(written)) = (start, is_sum, is_range(word, to)) {
            whole(last.start + to.len(), word, &written, findings);
        }
    }
}

/// If two figures are a range, its end as it should be written.
fn is_range(from: &str, to: &str) -> Option<String> {
    let (low, high) = (figure(from)?, figure(to)?);
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |text: &str, value: f64| text.len() == 4 && is_plain(text) && (1900.0..2100.0).contains(&value);
    if is_year(from, low) && to.len() == 2 && is_plain(to) {
        // "2022-23": a year that does not start in January.
        let next = (low + 1.0) % 100.0;
        return ((next - high).abs() < 0.5).then(|| format!("{:.0}", low + 1.0));
    }
    let has_zero = |text: &str| text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    // "555-1234" is a telephone number.
    let is_phone = is_plain(from) && is_plain(to) && from.len() >= 3 && to.len() > from.len();
    (low < high && !has_zero(from) && !has_zero(to) && !is_phone).then(|| to.to_owned())
}

/// The value of digits with separators, a currency and a percent sign.
fn figure(text: &str) -> Option<f64> {
    let digits = text.trim_start_matches(['£', '$', '€']).trim_end_matches('%');
    let is_figure = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.len() <= 12
        && digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if is_figure { digits.replace(',', "").parse().ok() } else { None }
}

const ORDINALS: [(&str, &str); 9] = [
    ("1st", "first"),
    ("2nd", "second"),
    ("3rd", "third"),
    ("4th", "fourth"),
    ("5th", "fifth"),
    ("6th", "sixth"),
    ("7th", "seventh"),
    ("8th", "eighth"),
    ("9th", "ninth"),
];

fn ordinal(here: &Here<'_>, findings: &mut Findings) {
    let Some((_, instead)) = ORDINALS.iter().find(|(short, _)| *short == here.word) else { return };
    let (before, after) = (here.neighbour(-1), here.neighbour(1));
    // "1st Floor" is a name, and "3rd of March" a date.
    let is_name =
        after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || is_month(before) || after == "of" && is_month(here.neighbour(2));
    let is_prose = matches!(here.line.role, Role::Paragraph | Role::Item | Role::Data);
    if !is_name && is_prose && here.at > 0 {
        here.report(ORDINAL, format!("\"{}\" is easier to read as a word", here.word), here.start + here.word.len(), (*instead).to_owned(), findings);
    }
}

fn leading_zero(here: &Here<'_>, findings: &mut Findings) {
    let Some(decimals) = here.word.strip_prefix('.') else { return };
    let digits = decimals.trim_end_matches('%');
    if !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        here.report(ZERO, format!("\"{}\" starts with its point", here.word), here.start + here.word.len(), format!("0{}", here.word), findings);
    }
}
