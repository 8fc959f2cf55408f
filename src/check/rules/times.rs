//! # time-format
//!
//! A time that is not written as "5pm" or "5:30pm".
//!
//! Some read "12pm" as noon and others as midnight, and a full stop makes a time look like an amount of money.
//!
//! Bad:
//!
//! ```text
//! The meeting is from 5.30pm to 12 am.
//! ```
//!
//! Good:
//!
//! ```text
//! The meeting is from 5:30pm to midnight.
//! ```
//!
//! Source: NHS service manual, "Numbers, measurements, dates and time"; GOV.UK style guide, "Times".

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::Line;
use crate::text::words::trim_punctuation;

const NAME: &str = "time-format";

pub(super) const FAMILY: Family = Family { text: include_str!("times.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style {
        return;
    }
    for (at, chunk) in line.chunks.iter().enumerate().filter(|(_, chunk)| chunk.has_digit) {
        let (before, word) = trim_punctuation(line.chunk(*chunk));
        let start = chunk.start + before;
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '.');
        let next = line.chunks.get(at + 1);
        let (half, end) = match (half(&word[digits.len()..]), next) {
            (Some(half), _) => (half, start + word.len()),
            (None, Some(next)) if digits == word && line.chunk(*chunk).ends_with(word) => {
                let (skipped, following) = trim_punctuation(line.chunk(*next));
                let Some(half) = half(following).filter(|_| skipped == 0) else { continue };
                (half, next.start + following.len())
            }
            _ => continue,
        };
        // The last full stop of "5 p.m." belongs to it, unless it also ends the sentence.
        let rest = &line.text[end..];
        let is_dotted = line.text[start..end].ends_with(".m") || line.text[start..end].ends_with(".M");
        let continues = rest.strip_prefix('.').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_lowercase() || c == ','));
        let end = if is_dotted && continues { end + 1 } else { end };
        let written = &line.text[start..end];
        let Some(instead) = time(digits, half).filter(|instead| instead != written) else { continue };
        if line.is_quoted(start) {
            continue;
        }
        let finding = Diagnostic::warning(
            NAME,
            line.span(start, end),
            format!("the time \"{}\" is not written as \"5pm\" or \"5:30pm\"", written.replace('\n', " ")),
        );
        let finding = finding.hint(format!("write \"{instead}\""));
        // "12pm" is midday to some and midnight to others: only the author knows.
        let is_certain = half == Half::Noon || half == Half::Whole || !matches!(instead.as_str(), "midday" | "midnight");
        findings.push(if is_certain { line.suggest(finding, start, end, &instead) } else { finding });
    }
}

/// The half of the day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
    Noon,
    /// The 24-hour clock.
    Whole,
}

fn half(word: &str) -> Option<Half> {
    match word {
        "am" | "a.m" | "AM" | "A.M" => Some(Half::Morning),
        "pm" | "p.m" | "PM" | "P.M" => Some(Half::Afternoon),
        "noon" => Some(Half::Noon),
        "hrs" => Some(Half::Whole),
        _ => None,
    }
}

/// A time in the recommended form.
fn time(digits: &str, half: Half) -> Option<String> {
    let (hours, minutes) = match digits.split_once([':', '.']) {
        Some((hours, minutes)) => (hours, minutes),
        None if half == Half::Whole && digits.len() == 4 => digits.split_at(2),
        None if half == Half::Whole => return None,
        None => (digits, "00"),
    };
    if minutes.len() != 2 || hours.is_empty() || hours.len() > 2 {
        return None;
    }
    let (mut hour, minute): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    if hour > 24 || minute > 59 {
        return None;
    }
    let half = match half {
        Half::Whole => {
            let is_late = (12..24).contains(&hour);
            hour = match hour % 12 {
                0 => 12,
                hour => hour,
            };
            if is_late { Half::Afternoon } else { Half::Morning }
        }
        Half::Noon if hour == 12 => Half::Afternoon,
        Half::Noon => return None,
        half if hour > 12 || hour == 0 => {
            let _ = half;
            return None;
        }
        half => half,
    };
    Some(match (hour, minute, half) {
        (12, 0, Half::Morning) => "midnight".to_owned(),
        (12, 0, _) => "midday".to_owned(),
        (hour, 0, half) => format!("{hour}{}", name(half)),
        (hour, minute, half) => format!("{hour}:{minute:02}{}", name(half)),
    })
}

fn name(half: Half) -> &'static str {
    if half == Half::Morning { "am" } else { "pm" }
}
