//! # extra-space
//!
//! There is an extra space: two in a row, one before a comma, or the one that follows a hyphen at the end of a line.
//!
//! Browsers hide extra spaces, but they show in print and in comparisons of versions.
//!
//! Bad:
//!
//! ```text
//! We met in May .  We will meet again.
//! ```
//!
//! Good:
//!
//! ```text
//! We met in May. We will meet again.
//! ```
//!
//! # curly-quotes
//!
//! A quotation mark or apostrophe is curly, where the house style is straight.
//!
//! Curly ones come from word processors, and a search for the straight one does not find them. This rule is off by default, and has
//! no effect with `punctuation: curly`.
//!
//! Bad:
//!
//! ```text
//! The board’s plan is ready.
//! ```
//!
//! Good:
//!
//! ```text
//! The board's plan is ready.
//! ```
//!
//! Source: NHS service manual, "Punctuation".

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::text::line::{Line, Role};

const SPACE: &str = "extra-space";
const CURLY: &str = "curly-quotes";

pub(super) const FAMILY: Family =
    Family { text: include_str!("spaces.rs"), rules: &[(SPACE, Some(Severity::Info)), (CURLY, None)], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if line.role == Role::Title {
        return;
    }
    let bytes = line.text.as_bytes();
    for pair in line.chunks.windows(2) {
        let (end, start) = (pair[0].end, pair[1].start);
        let is_mark = matches!(bytes[start], b',' | b'.' | b';' | b':' | b'?' | b'!') && pair[1].end == start + 1;
        // Where a missing image was left out, the punctuation comes from after it.
        if is_mark && &bytes[end..start] == b" " && line.exact(end, start + 1).is_some() {
            add(line, end, start, "", "there is a space before this punctuation mark", "remove it", findings);
        } else if start - end > 1 && bytes[end..start].iter().all(|byte| *byte == b' ') {
            add(line, end, start, " ", "there is more than one space in a row", "keep one of them", findings);
        } else if is_divided(line.chunk(pair[0]), &line.text[end..start], line.chunk(pair[1]))
            && let Some(span) = line.exact(end - 1, end)
        {
            let message = "this hyphen is at the end of a line, so readers see a space after it";
            let hint = "put the whole word on one line, without the hyphen if the word has none";
            findings.push(Diagnostic::warning(SPACE, span, message).hint(hint));
        }
    }
    if line.text.is_ascii() {
        return;
    }
    for chunk in line.chunks {
        let word = line.chunk(*chunk);
        for (at, c) in word.char_indices() {
            let straight = match c {
                '\u{2018}' | '\u{2019}' => "'",
                '\u{201c}' | '\u{201d}' => "\"",
                _ => continue,
            };
            let start = chunk.start + at;
            let end = start + c.len_utf8();
            // With `punctuation: curly`, the text differs from the source, so there is no exact range.
            if let Some(span) = line.exact(start, end) {
                let finding = Diagnostic::warning(CURLY, span, format!("{c} is curly, but the house style is straight quotes"));
                findings.push(line.suggest(finding.hint(format!("write {straight}")), start, end, straight));
            }
        }
    }
}

/// Whether a line ends within a word, after a hyphen. "Short- and long-term" has a space there.
fn is_divided(word: &str, gap: &str, next: &str) -> bool {
    let before = word.strip_suffix('-').unwrap_or("");
    gap == "\n"
        && before.ends_with(char::is_lowercase)
        && next.starts_with(char::is_lowercase)
        && !matches!(next, "and" | "or" | "to" | "nor" | "und" | "oder" | "et" | "neu" | "a" | "ac")
}

fn add(line: &Line<'_>, start: usize, end: usize, replacement: &str, message: &str, hint: &str, findings: &mut Findings) {
    // Only text that matches the source exactly is the author's: folding lines adds spaces.
    let Some(span) = line.exact(start, end) else { return };
    let finding = Diagnostic::warning(SPACE, span, message).hint(hint);
    // "1 ." at the start of a line would become a list item, "[x] :" a link definition, "&amp ;" another character.
    let word = line.text[..start].rsplit(char::is_whitespace).next().unwrap_or("");
    let is_number = line.text[end..].starts_with('.') && word.bytes().all(|byte| byte.is_ascii_digit());
    let may_be_markup = is_number || word.contains(['[', ']', '&', '\\', '<', '>']);
    findings.push(if may_be_markup && replacement.is_empty() { finding } else { line.suggest(finding, start, end, replacement) });
}
