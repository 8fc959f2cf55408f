//! Characters of emphasis, code and raised figures that are shown as text.

use crate::check::visit::Findings;
use crate::diag::Diagnostic;
use crate::text::line::{Line, OBJECT, Role};

pub(super) const NAME: &str = "stray-markup";

/// How far to search for the mark that closes, in bytes.
const LONGEST: usize = 2000;

/// How much of a word to repeat, in bytes.
const LONGEST_WORD: usize = 20;

/// Reports marks that enclose no words. One that could be either end of a pair is reported once a line.
pub(super) fn find(line: &Line<'_>, findings: &mut Findings) {
    let bytes = line.text.as_bytes();
    if memchr::memchr3(b'*', b'_', b'~', bytes).is_some() {
        emphasis(line, findings);
    }
    if memchr::memchr(b'`', bytes).is_some() {
        findings.extend(code(line));
    }
    if memchr::memchr(b'^', bytes).is_some() {
        raised(line, findings);
    }
    if line.role != Role::Title {
        findings.extend(note(line));
    }
}

/// A footnote mark that was typed by hand: an asterisk or a dagger after a word, or before the first.
fn note(line: &Line<'_>) -> Option<Diagnostic> {
    const HINT: &str = "write `[^1]` after the word, and the note on a line of its own that starts with `[^1]: `";
    let text = line.text;
    let is_cell = matches!(line.role, Role::Cell | Role::ColumnHead);
    text.match_indices(['*', '\u{2020}', '\u{2021}']).find_map(|(at, sign)| {
        let end = at + sign.len();
        let before = &text[..at];
        let is_apart = |text: &str| text.is_empty() || text.starts_with(|c: char| c.is_whitespace() || ".,;:!?)".contains(c));
        // `A*` is a grade, `4*` a rating.
        let near = &before[before.ceil_char_boundary(at.saturating_sub(LONGEST_WORD))..];
        let word = near.rsplit(|c: char| c.is_whitespace() || "([".contains(c)).next().unwrap_or("");
        // `1.*` and `(a)*` are patterns, and so is what follows code.
        let has_mark = |word: &str| word.ends_with(|c: char| c.is_ascii_punctuation() && c != '.' && c != '%' || c == OBJECT);
        let is_pattern = sign == "*" && (has_mark(word) || word.ends_with('.') && !word.trim_end_matches('.').ends_with(char::is_alphabetic));
        let is_after = word.chars().count() > usize::from(sign == "*" && !is_cell) && !is_pattern;
        let is_last = is_after && is_apart(&text[end..]) && (sign != "*" || !word.contains('*'));
        let starts = at == 0 && line.role == Role::Paragraph && text[end..].trim_start().starts_with(char::is_alphabetic);
        let is_first = starts && (sign != "*" || !text[end..].contains('*') && !text[end..].starts_with(' '));
        let span = line.exact(at, end).filter(|_| is_last || is_first)?;
        if sign == "*" && line.is_escaped(at) {
            return None;
        }
        let finding = Diagnostic::warning(NAME, span, format!("this `{sign}` does not make a footnote, so it leads nowhere"));
        Some(finding.hint(if sign == "*" {
            format!("for a footnote {HINT}; to show the asterisk, write `\\*`")
        } else {
            format!("for a footnote {HINT}")
        }))
    })
}

fn emphasis(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text;
    // Pairs in a title are reported where it is read.
    let mut is_told = line.role == Role::Title && text.matches("**").count().is_multiple_of(2);
    let mut at = 0;
    let mut told = 0;
    while let Some(next) = memchr::memchr3(b'*', b'_', b'~', &text.as_bytes()[at..]) {
        let start = at + next;
        let sign = text.as_bytes()[start];
        let length = text.as_bytes()[start..].iter().take_while(|byte| **byte == sign).count();
        at = start + length;
        let marks = &text[start..at];
        // Characters after a backslash are meant to be shown.
        let Some(span) = line.exact(start, at).filter(|_| length <= 3 && !line.is_escaped(start)) else { continue };
        if let Some(Blocked { end, hint }) = blocked(text, start, at) {
            let message = format!("`{marks}` is shown as text, because a letter touches it on one side and punctuation on the other");
            findings.push(Diagnostic::warning(NAME, span, message).hint(hint));
            at = end;
            continue;
        }
        let (before, after) = (text[..start].chars().next_back(), text[at..].chars().next());
        let touches = |side: Option<char>| side.is_some_and(|c| !c.is_whitespace());
        let is_formula = [before, after].iter().all(|side| side.is_some_and(char::is_alphanumeric));
        if marks == "~" {
            if let Some(finding) = tilde(line, start).filter(|_| start >= told) {
                told = start + text[start + 1..].find('~').map_or(1, |length| length + 2);
                findings.push(finding);
            }
            continue;
        }
        let is_pair = match sign {
            b'*' => length > 1 && (touches(before) || touches(after) || text[at..].contains("**")),
            b'~' => length == 2 && touches(before) != touches(after),
            _ => false,
        };
        if is_pair && !is_formula && !is_told {
            is_told = true;
            let hint =
                format!("put `{marks}` directly before the first word and directly after the last, in the same paragraph: `{marks}words{marks}`");
            findings.push(Diagnostic::warning(NAME, span, format!("`{marks}` is shown as text: it does not enclose any words")).hint(hint));
        }
    }
}

/// A pair of marks that does not work, because of what touches it outside.
struct Blocked {
    /// The end of the closing mark.
    end: usize,
    hint: String,
}

/// The pair that the marks at `start..at` open, if its end or its start cannot be told: `**(new)**homes`, `re**(new)**`.
fn blocked(text: &str, start: usize, at: usize) -> Option<Blocked> {
    let marks = &text[start..at];
    let rest = &text[at..text.floor_char_boundary((at + LONGEST).min(text.len()))];
    let (words, after) = rest.split_once(marks).filter(|(words, _)| !words.is_empty() && !words.contains('\n'))?;
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let is_edge = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric());
    let word: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
    let before = text[..start].chars().next_back();
    let end = at + words.len() + marks.len();
    if words.starts_with(char::is_whitespace) || words.ends_with(char::is_whitespace) || after.starts_with(&marks[..1]) {
        return None;
    }
    let is_strict = words.ends_with(is_sign) || marks == "__" && words.ends_with(char::is_alphanumeric);
    if !is_edge(before) && !word.is_empty() && is_strict {
        return Some(Blocked { end, hint: format!("put a space after the second `{marks}`: `{marks}{words}{marks} {word}`") });
    }
    // A single mark may be a sign of multiplication.
    if is_edge(before) && marks.len() > 1 && words.starts_with(is_sign) && !text.as_bytes()[..start].ends_with(&marks.as_bytes()[..1]) {
        let word: String = text[..start].chars().rev().take_while(|c| c.is_alphanumeric()).collect();
        let word: String = word.chars().rev().collect();
        return Some(Blocked { end, hint: format!("put a space before the first `{marks}`: `{word} {marks}{words}{marks}`") });
    }
    None
}

/// `~words~`, where `~~words~~` was meant.
fn tilde(line: &Line<'_>, start: usize) -> Option<Diagnostic> {
    let text = line.text;
    let rest = &text[start + 1..text.floor_char_boundary((start + LONGEST).min(text.len()))];
    let (words, after) = rest.split_once('~')?;
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '/');
    let is_tight = words.starts_with(char::is_alphanumeric) && !words.ends_with(|c: char| c.is_whitespace() || "(/".contains(c));
    if is_word(text[..start].chars().next_back()) || is_word(after.chars().next()) || !is_tight {
        return None;
    }
    let finding = Diagnostic::warning(NAME, line.exact(start, start + 1)?, "a single `~` on each side is shown as text");
    Some(finding.hint(format!("to strike words out, write two: `~~{words}~~`; otherwise remove them")))
}

/// A backtick that opens no code.
fn code(line: &Line<'_>) -> Option<Diagnostic> {
    let text = line.text;
    memchr::memchr_iter(b'`', text.as_bytes()).find_map(|start| {
        let length = text.as_bytes()[start..].iter().take_while(|byte| **byte == b'`').count();
        let (before, after) = (text[..start].chars().next_back(), text[start + length..].chars().next());
        let is_letter = |side: Option<char>| side.is_some_and(char::is_alphanumeric);
        let span = line.exact(start, start + length).filter(|_| length < 3 && before != Some('`') && (is_letter(before) || is_letter(after)))?;
        if line.is_escaped(start) {
            return None;
        }
        let marks = &text[start..start + length];
        let finding = Diagnostic::warning(NAME, span, format!("`` {marks} `` is shown as text: there is no second one after the words"));
        Some(match is_letter(before) && is_letter(after) {
            true => line.suggest(finding.hint("for an apostrophe type `'`"), start, start + length, "'"),
            false => finding.hint("for code put the same marks after the last word; for a quotation mark type `'` or `\"`"),
        })
    })
}

/// `m^2`, where `m^2^` was meant.
fn raised(line: &Line<'_>, findings: &mut Findings) {
    let text = line.text;
    // A formula is reported as such.
    let formulas = text.find('$').unwrap_or(text.len())..text.rfind('$').unwrap_or(0);
    for at in memchr::memchr_iter(b'^', text.as_bytes()).filter(|at| !formulas.contains(at)) {
        let rest = &text[at + 1..];
        let sign = rest.len() - rest.trim_start_matches(['-', '+', '\u{2212}']).len();
        let digits = rest[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + 1 + sign + digits;
        let is_after_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == ')');
        let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || c == '^');
        let Some(span) = line.exact(at, end).filter(|_| is_after_word && digits > 0 && !goes_on) else { continue };
        if line.is_escaped(at) {
            continue;
        }
        let word = &text[text.ceil_char_boundary(at.saturating_sub(LONGEST_WORD))..at];
        let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let raised = format!("{}^", &text[at..end]);
        let finding = Diagnostic::warning(NAME, span, format!("`{}` is shown as it is, not as a raised figure", &text[at..end]));
        let hint = format!("write `{word}{raised}`; for a footnote write `[^{}]`; to show the character `^`, write `\\^`", &text[at + 1 + sign..end]);
        findings.push(line.suggest(finding.hint(hint), at, end, &raised));
    }
}
