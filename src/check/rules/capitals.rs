//! # block-capitals
//!
//! Words are written in block capitals.
//!
//! Words in capitals have no distinctive shape, so they are slow to read, and screen readers may spell them out. Bold or a callout
//! draws attention better.
//!
//! Bad:
//!
//! ```text
//! PLEASE REPLY before the closing date.
//! ```
//!
//! Good:
//!
//! ```text
//! Please reply before the closing date. The NHS will read every answer.
//! ```
//!
//! Source: NHS service manual, "Punctuation"; GOV.UK style guide, "Capitalisation".
//!
//! # abbreviation-full-stops
//!
//! An abbreviation has full stops: "N.H.S.".
//!
//! The full stops are not needed, and some screen readers pause at each.
//!
//! Bad:
//!
//! ```text
//! The N.H.S. began in 1948.
//! ```
//!
//! Good:
//!
//! ```text
//! The NHS began in 1948.
//! ```
//!
//! Source: NHS service manual, "Formatting"; GOV.UK style guide, "Abbreviations and acronyms".

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Chunk, Line};

const BLOCK: &str = "block-capitals";
const STOPS: &str = "abbreviation-full-stops";

pub(super) const FAMILY: Family = Family {
    text: include_str!("capitals.rs"),
    rules: &[(BLOCK, Some(Severity::Warning)), (STOPS, Some(Severity::Warning))],
    visit: Visit::Line(find),
};

/// Words that are never abbreviations: in capitals, they are emphasis.
const ORDINARY: [&str; 30] = [
    "ALL",
    "AND",
    "ARE",
    "AT",
    "BE",
    "BEFORE",
    "BY",
    "DO",
    "FOR",
    "FROM",
    "HAVE",
    "IMPORTANT",
    "IN",
    "IS",
    "MUST",
    "NOT",
    "OF",
    "ON",
    "ONLY",
    "OUR",
    "PLEASE",
    "THE",
    "THIS",
    "TO",
    "WE",
    "WILL",
    "WITH",
    "YOU",
    "YOUR",
    "WARNING",
];
/// A word of at least this many letters with a vowel is not an abbreviation either.
const LONG: usize = 7;

/// Consecutive chunks in capitals.
#[derive(Clone, Copy)]
struct Run {
    first: Chunk,
    last: Chunk,
    words: usize,
    ordinary: usize,
}

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style {
        return;
    }
    let mut run: Option<Run> = None;
    for (at, chunk) in line.chunks.iter().enumerate() {
        let text = line.chunk(*chunk);
        // Most words have neither two capitals nor a full stop after the first or second letter.
        let has_stop = || chunk.has_special && matches!(text.as_bytes(), [_, b'.', _, ..] | [_, _, b'.', _, ..]);
        if run.is_none() && !chunk.has_capitals && !has_stop() {
            continue;
        }
        if let Some(word) = capitals(*chunk, text) {
            let ordinary = usize::from(is_ordinary(word));
            let before = run.unwrap_or(Run { first: *chunk, last: *chunk, words: 0, ordinary: 0 });
            run = Some(Run { last: *chunk, words: before.words + 1, ordinary: before.ordinary + ordinary, ..before });
            // Abbreviations in a list are separated by commas.
            if !text.ends_with([',', ';', ')']) {
                continue;
            }
        }
        report(line, run.take(), findings);
        full_stops(line, at, findings);
    }
    report(line, run, findings);
}

fn report(line: &Line<'_>, run: Option<Run>, findings: &mut Findings) {
    let Some(Run { first, last, words, ordinary }) = run else { return };
    if words < 2 || ordinary == 0 || line.is_quoted(first.start + line.text[first.start..].chars().next().map_or(0, char::len_utf8)) {
        return;
    }
    let text = line.text[first.start..last.end].trim_end_matches(['.', ',', ':', ';', '!', '?', ')']);
    let finding = Diagnostic::warning(BLOCK, line.span(first.start, first.start + text.len()), "block capitals are slow to read");
    findings.push(finding.hint("use lower case; bold or a callout draws attention better"));
}

/// How many chunks on each side are considered.
const REACH: usize = 50;

/// Whether the chunk `at` is in a passage in block capitals.
pub(in crate::check) fn is_loud(line: &Line<'_>, at: usize) -> bool {
    let is_run = |chunk: &&Chunk| capitals(**chunk, line.chunk(**chunk)).is_some();
    let back = line.chunks[..at].iter().rev().take(REACH).take_while(is_run);
    let forward = line.chunks[at + 1..].iter().take(REACH).take_while(is_run);
    back.chain(forward).any(|chunk| capitals(*chunk, line.chunk(*chunk)).is_some_and(is_ordinary))
}

fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(&word) || word.len() >= LONG && word.contains(['A', 'E', 'I', 'O', 'U'])
}

/// The word of a chunk that is entirely in capitals.
fn capitals(chunk: Chunk, text: &str) -> Option<&str> {
    if !chunk.has_capitals {
        return None;
    }
    let word = text.trim_matches(|c: char| !c.is_alphanumeric());
    word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'\'')).then_some(word)
}

fn full_stops(line: &Line<'_>, at: usize, findings: &mut Findings) {
    let chunk = line.chunks[at];
    if chunk.has_digit || chunk.end - chunk.start < 4 || line.is_quoted(chunk.start) {
        return;
    }
    let word = line.chunk(chunk).trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
    let next = line.chunks.get(at + 1).map_or("", |next| line.chunk(*next));
    // "J.R.R. Tolkien" has initials, "X.Y.Z" is a pattern.
    let is_name = next.starts_with(|c: char| c.is_uppercase()) && !word.starts_with("U.") && !word.starts_with("N.H");
    if !has_full_stops(word) || word.starts_with('X') || is_name {
        return;
    }
    let plain: String = word.chars().filter(|c| *c != '.').collect();
    let finding = Diagnostic::warning(STOPS, line.span(chunk.start, chunk.end), format!("\"{word}\" needs no full stops"));
    findings.push(finding.hint(format!("write \"{plain}\"")));
}

/// Whether there are at least three letters, each followed by a full stop: "A.B." could be the initials of a name.
fn has_full_stops(word: &str) -> bool {
    let letters = word.bytes().step_by(2).all(|byte| byte.is_ascii_uppercase());
    let stops = word.bytes().skip(1).step_by(2).all(|byte| byte == b'.');
    letters && stops && (word.len() >= 5 || matches!(word, "U.K." | "G.P." | "U.S." | "E.U."))
}
