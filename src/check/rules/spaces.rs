//! # extra-space
//!
//! A space too many: two in a row, or one before a comma.
//!
//! Nobody sees them in the browser, but they show in print and in comparisons of versions.
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
//! A curly quote or apostrophe in the source, where the house style is straight.
//!
//! Curly ones come in from word processors, and a search for the straight one does not find them. The rule is off by itself; it
//! has nothing to say where `punctuation: curly` is set.
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
        // Where a picture that is missing was left out, its mark comes from behind it.
        if is_mark && &bytes[end..start] == b" " && line.exact(end, start + 1).is_some() {
            add(line, end, start, "", "there is a space before a punctuation mark", "remove it", findings);
        } else if start - end > 1 && bytes[end..start].iter().all(|byte| *byte == b' ') {
            add(line, end, start, " ", "there is more than one space in a row", "leave one of them", findings);
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
            // Where curly ones are asked for, the source still has straight ones, or none is letter for letter.
            if let Some(span) = line.exact(start, end) {
                let fault = Diagnostic::warning(CURLY, span, format!("{c} is a curly quote: the house style is straight"));
                findings.push(line.suggest(fault.hint(format!("write {straight}")), start, end, straight));
            }
        }
    }
}

fn add(line: &Line<'_>, start: usize, end: usize, replacement: &str, message: &str, hint: &str, findings: &mut Findings) {
    // Only what is there letter for letter is the author's: a line that was folded together has spaces of its own.
    let Some(span) = line.exact(start, end) else { return };
    let fault = Diagnostic::warning(SPACE, span, message).hint(hint);
    // "1 ." at the start of a line would become an item of a list, "[x] :" the address of a link, "&amp ;" another sign.
    let word = line.text[..start].rsplit(char::is_whitespace).next().unwrap_or("");
    let is_number = line.text[end..].starts_with('.') && word.bytes().all(|byte| byte.is_ascii_digit());
    let may_be_markup = is_number || word.contains(['[', ']', '&', '\\', '<', '>']);
    findings.push(if may_be_markup && replacement.is_empty() { fault } else { line.suggest(fault, start, end, replacement) });
}
