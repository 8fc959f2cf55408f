//! # block-capitals
//!
//! Words in block capitals.
//!
//! Capitals have no shape to recognise a word by, so they are slow to read, and screen readers may spell them out. Bold or a callout
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
//! Full stops in an abbreviation: "N.H.S.".
//!
//! Nobody needs them, and some screen readers pause at each.
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

/// Words that are never abbreviations: where one stands in capitals, somebody shouts.
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
/// So long a word with a vowel is no abbreviation either.
const LONG: usize = 7;

/// Chunks in capitals side by side.
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
        // Most words have neither two capitals nor a full stop behind the first or second letter.
        let has_stop = || chunk.has_signs && matches!(text.as_bytes(), [_, b'.', _, ..] | [_, _, b'.', _, ..]);
        if run.is_none() && !chunk.has_capitals && !has_stop() {
            continue;
        }
        if let Some(word) = capitals(*chunk, text) {
            let ordinary = usize::from(is_ordinary(word));
            let before = run.unwrap_or(Run { first: *chunk, last: *chunk, words: 0, ordinary: 0 });
            run = Some(Run { last: *chunk, words: before.words + 1, ordinary: before.ordinary + ordinary, ..before });
            // A list of abbreviations has commas.
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
    let fault = Diagnostic::warning(BLOCK, line.span(first.start, first.start + text.len()), "block capitals are slow to read");
    findings.push(fault.hint("write it in small letters; bold or a callout draws attention better"));
}

/// So many words around one say whether it is shouted.
const REACH: usize = 50;

/// Whether the chunk `at` stands among words in block capitals.
pub(in crate::check) fn is_loud(line: &Line<'_>, at: usize) -> bool {
    let is_run = |chunk: &&Chunk| capitals(**chunk, line.chunk(**chunk)).is_some();
    let back = line.chunks[..at].iter().rev().take(REACH).take_while(is_run);
    let on = line.chunks[at + 1..].iter().take(REACH).take_while(is_run);
    back.chain(on).any(|chunk| capitals(*chunk, line.chunk(*chunk)).is_some_and(is_ordinary))
}

fn is_ordinary(word: &str) -> bool {
    ORDINARY.contains(&word) || word.len() >= LONG && word.contains(['A', 'E', 'I', 'O', 'U'])
}

/// The word of a chunk that is all capitals.
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
    let fault = Diagnostic::warning(STOPS, line.span(chunk.start, chunk.end), format!("\"{word}\" needs no full stops"));
    findings.push(fault.hint(format!("write \"{plain}\"")));
}

/// Three letters at least with a full stop behind each: "A.B." could be initials before a name.
fn has_full_stops(word: &str) -> bool {
    let letters = word.bytes().step_by(2).all(|byte| byte.is_ascii_uppercase());
    let stops = word.bytes().skip(1).step_by(2).all(|byte| byte == b'.');
    letters && stops && (word.len() >= 5 || matches!(word, "U.K." | "G.P." | "U.S." | "E.U."))
}
