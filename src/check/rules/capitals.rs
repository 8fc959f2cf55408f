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

use crate::check::line::{Chunk, Line};
use crate::check::look::{Family, Findings, Look};
use crate::diag::{Diagnostic, Severity};

const BLOCK: &str = "block-capitals";
const STOPS: &str = "abbreviation-full-stops";

pub(super) const FAMILY: Family = Family {
    text: include_str!("capitals.rs"),
    rules: &[(BLOCK, Some(Severity::Warning)), (STOPS, Some(Severity::Warning))],
    look: Look::Line(find),
};

/// Two such words side by side are no abbreviations.
const SHORTEST_WORD: usize = 4;

fn find(line: &Line<'_>, findings: &mut Findings) {
    if !line.is_style {
        return;
    }
    let mut run: Option<(Chunk, Chunk, usize, usize)> = None;
    for chunk in line.chunks {
        if chunk.has_capitals {
            let word = line.chunk(*chunk).trim_matches(|c: char| !c.is_alphanumeric());
            if is_capitals(word) {
                let long = usize::from(word.len() >= SHORTEST_WORD && word.bytes().all(|byte| byte.is_ascii_uppercase()));
                let (first, count, words) = run.map_or((*chunk, 0, 0), |(first, _, count, words)| (first, count, words));
                run = Some((first, *chunk, count + long, words + 1));
                continue;
            }
        }
        report(line, run.take(), findings);
        if has_full_stops(line.chunk(*chunk)) && !line.is_quoted(chunk.start) {
            let word = line.chunk(*chunk).trim_matches(|c: char| !c.is_alphanumeric() && c != '.');
            let plain: String = word.chars().filter(|c| *c != '.').collect();
            let fault = Diagnostic::warning(STOPS, line.span(chunk.start, chunk.end), format!("\"{word}\" needs no full stops"));
            findings.push(fault.hint(format!("write \"{plain}\"")));
        }
    }
    report(line, run, findings);
}

fn report(line: &Line<'_>, run: Option<(Chunk, Chunk, usize, usize)>, findings: &mut Findings) {
    let Some((first, last, long, words)) = run else { return };
    // Long words decide: "NHS GP PPG" are abbreviations, "PLEASE NOTE" is loud.
    if long < 2 || long * 2 < words || line.is_quoted(first.start) {
        return;
    }
    let text = line.text[first.start..last.end].trim_end_matches(['.', ',', ':', ';', '!', '?']);
    let fault = Diagnostic::warning(BLOCK, line.span(first.start, first.start + text.len()), "block capitals are slow to read");
    findings.push(fault.hint("write it in small letters; bold or a callout draws attention better"));
}

fn is_capitals(word: &str) -> bool {
    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'\'' | b'&'))
}

/// Letters with a full stop behind each, three at least ("U.K." could be initials before a name).
fn has_full_stops(chunk: &str) -> bool {
    let word = chunk.trim_matches(|c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '"' | '\''));
    let bytes = word.as_bytes();
    let letters = bytes.chunks(2).take_while(|pair| pair[0].is_ascii_uppercase() && (pair.len() == 1 || pair[1] == b'.')).count();
    (letters >= 3 || letters == 2 && matches!(word, "U.K." | "U.K" | "G.P." | "U.S." | "E.U."))
        && bytes.len().div_ceil(2) == letters
        && bytes.get(1) == Some(&b'.')
}
