//! # stray-markup
//!
//! Markdown characters are shown as text, because a small mistake keeps them from working.
//!
//! One space too many or too few turns a heading, a link, a list or a table into plain text with stray characters. Nothing is lost, so
//! you would notice only by reading the page. To show such characters on purpose, put a backslash before them: `\**`.
//!
//! Bad:
//!
//! ```text
//! See [our vision] (02-vision.md) and **our plan.
//! ```
//!
//! Good:
//!
//! ```text
//! See our vision and **our plan**.
//! ```
//!
//! Source: CommonMark 0.31, sections 4.2, 5.2, 6.2 and 6.3.

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::CalloutKind;
use crate::text::line::{Line, Role};

const NAME: &str = "stray-markup";

pub(super) const FAMILY: Family =
    Family { text: include_str!("stray_markup.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if matches!(line.role, Role::Paragraph | Role::Item) {
        let finding = heading(line).or_else(|| callout(line)).or_else(|| list(line)).or_else(|| table(line));
        if let Some(finding) = finding {
            findings.push(finding);
            return;
        }
    }
    if memchr::memchr2(b'*', b']', line.text.as_bytes()).is_some() {
        // Pairs in a title are reported where it is read.
        if line.role != Role::Title || line.text.matches("**").count() % 2 == 1 {
            findings.extend(emphasis(line));
        }
        findings.extend(link(line));
    }
}

/// `##Words`, where `## Words` was meant. A single `#` may start a hashtag: `#OurHealth`.
fn heading(line: &Line<'_>) -> Option<Diagnostic> {
    let marks = line.text.bytes().take_while(|byte| *byte == b'#').count();
    let is_meant = line.opens_block && (2..=6).contains(&marks) && line.text[marks..].starts_with(char::is_alphanumeric);
    let span = line.exact(0, marks).filter(|_| is_meant)?;
    let end = marks;
    let marks = &line.text[..end];
    let finding = Diagnostic::warning(NAME, span, format!("without a space after `{marks}` this is not a heading"));
    Some(line.suggest(finding.hint(format!("put a space after `{marks}`")), 0, end, &format!("{marks} ")))
}

/// `[note]` alone on the first line, where `[!note]` was meant.
fn callout(line: &Line<'_>) -> Option<Diagnostic> {
    if line.opens_block && line.text.starts_with("[!") {
        let end = line.text.find('\n').unwrap_or(line.text.len());
        let finding = Diagnostic::warning(NAME, line.span(0, end), "this is not read as a callout");
        return Some(
            finding.hint("write `> [!note] Title` on the first line, with both square brackets, and start each line that belongs to it with `>`"),
        );
    }
    let (name, rest) = line.text.strip_prefix('[')?.split_once(']')?;
    let is_alone = line.opens_block && (rest.is_empty() || rest.starts_with('\n'));
    let kind = CalloutKind::ALL.iter().map(|kind| kind.name()).chain(["quote", "card"]).find(|kind| kind.eq_ignore_ascii_case(name.trim()))?;
    let span = line.exact(0, name.len() + 2).filter(|_| is_alone)?;
    Some(
        Diagnostic::warning(NAME, span, format!("without an exclamation mark this is not a {kind}"))
            .hint(format!("write `> [!{kind}]` on the first line, and start each line that belongs to it with `>`")),
    )
}

/// `-Words` or `1.Words`, where a list was meant.
fn list(line: &Line<'_>) -> Option<Diagnostic> {
    let start = match line.role {
        // A line that was meant to be the next item is part of the previous one.
        Role::Item => line.text.match_indices(['\n']).map(|(at, _)| at + 1).find(|at| item_mark(&line.text[*at..]).is_some())?,
        // Characters after a backslash are meant to be shown.
        _ if line.opens_block => 0,
        _ => return None,
    };
    let mark = item_mark(&line.text[start..]).filter(|mark| line.role == Role::Item || !mark.starts_with('*'))?;
    let end = start + mark.len();
    let finding = Diagnostic::warning(NAME, line.exact(start, end)?, format!("without a space after `{mark}` this is not a list item"));
    Some(line.suggest(finding.hint(format!("put a space after `{mark}`")), start, end, &format!("{mark} ")))
}

/// The marker that would start a list item if a space followed. An asterisk before a paragraph may be a footnote mark.
fn item_mark(text: &str) -> Option<&str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits)? {
        b'-' | b'*' if digits == 0 => 1,
        b'.' if (1..=2).contains(&digits) => digits + 1,
        _ => return None,
    };
    // `-e` is a command-line option.
    text[length..].chars().take(2).all(char::is_alphabetic).then(|| &text[..length])
}

/// Table rows without a delimiter row, or with one of another width.
fn table(line: &Line<'_>) -> Option<Diagnostic> {
    memchr::memchr(b'|', line.text.as_bytes())?;
    let rows: Vec<&str> = line.text.split('\n').map(str::trim).collect();
    let is_row = |row: &&str| row.starts_with('|') && row.ends_with('|') && row.len() > 2 || row.contains(" | ");
    if !rows.iter().take(2).all(|row| is_row(row) || is_dashes(row)) || rows.len() < 2 {
        return None;
    }
    let columns = |row: &str| row.trim_matches('|').split('|').count();
    let dashes = format!("|{}", "---|".repeat(columns(rows[0])));
    let end = line.text.find('\n').unwrap_or(line.text.len());
    let finding = Diagnostic::warning(NAME, line.span(0, end), "this looks like a table, but is shown as a paragraph");
    Some(match is_dashes(rows[1]) {
        true => finding.hint(format!("the row of dashes needs as many columns as the row above: `{dashes}`")),
        false => finding.hint(format!("put a row of dashes below the first row: `{dashes}`")),
    })
}

fn is_dashes(row: &str) -> bool {
    row.contains("--") && row.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// `**` that neither opens nor closes emphasis.
fn emphasis(line: &Line<'_>) -> Option<Diagnostic> {
    let bytes = line.text.as_bytes();
    let mut at = 0;
    while let Some(next) = memchr::memchr(b'*', &bytes[at..]) {
        let start = at + next;
        let length = bytes[start..].iter().take_while(|byte| **byte == b'*').count();
        at = start + length;
        let before = line.text[..start].chars().next_back();
        let after = line.text[at..].chars().next();
        let touches = |side: Option<char>| side.is_some_and(|c| !c.is_whitespace());
        let is_formula = [before, after].iter().all(|side| side.is_some_and(|c| c.is_alphanumeric()));
        if (2..=3).contains(&length)
            && !is_formula
            && (touches(before) || touches(after) || line.text[at..].contains("**"))
            // Characters after a backslash are meant to be shown.
            && let Some(span) = line.exact(start, at)
        {
            let marks = &line.text[start..at];
            if let Some(hint) = blocked_end(line.text, at, marks) {
                return Some(
                    Diagnostic::warning(
                        NAME,
                        span,
                        format!("`{marks}` is shown as text, because a letter touches it on one side and punctuation on the other"),
                    )
                    .hint(hint),
                );
            }
            return Some(Diagnostic::warning(NAME, span, format!("`{marks}` is shown as text: it does not enclose any words")).hint(format!(
                "put `{marks}` directly before the first word and directly after the last, in the same paragraph: `{marks}words{marks}`"
            )));
        }
    }
    None
}

/// What to do if `marks`, which end at `at`, open words whose end cannot be told: `**(new)**homes`.
fn blocked_end(text: &str, at: usize, marks: &str) -> Option<String> {
    let rest = &text[at..text.floor_char_boundary((at + LONGEST_ADDRESS).min(text.len()))];
    let (words, after) = rest.split_once(marks)?;
    let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let is_blocked = !word.is_empty() && words.ends_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace());
    is_blocked.then(|| format!("put a space after the second `{marks}`: `{marks}{words}{marks} {word}`"))
}

/// How far to search for a closing bracket, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// `[words] (address)`, or an address with spaces.
fn link(line: &Line<'_>) -> Option<Diagnostic> {
    let text = line.text;
    let mut opened = None;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text[at..].starts_with('[') {
            opened = Some(at);
            continue;
        }
        let Some(open) = opened.filter(|open| open + 1 < at) else { continue };
        let gap = text[at + 1..].bytes().take_while(|byte| *byte == b' ').count();
        let Some(rest) = text[at + 1 + gap..].strip_prefix('(') else { continue };
        let reach = rest.len().min(LONGEST_ADDRESS);
        let Some(address) = memchr::memchr(b')', &rest.as_bytes()[..reach]).map(|end| &rest[..end]) else { continue };
        let end = at + 1 + gap + 1 + address.len() + 1;
        if gap > 0 && is_address(address) {
            let finding = Diagnostic::warning(NAME, line.span(open, end), "a space keeps this from being a link");
            let finding = finding.hint(format!("put the address directly after the words: `{}({address})`", &text[open..=at]));
            return Some(line.suggest(finding, at + 1, at + 1 + gap, ""));
        }
        // The shortest footnote mark, `[^1]`, has four characters, none of which is in the text.
        if gap == 0 && is_address(address) && line.span(open, end).range().len() >= end - open + 4 {
            let finding = Diagnostic::warning(NAME, line.span(open, end), "a footnote mark keeps this from being a link");
            return Some(finding.hint("put the footnote mark after the link: `[words](address)[^1]`"));
        }
        if gap == 0 && address.contains(' ') && !address.contains('\n') && is_address(address.rsplit(' ').next().unwrap_or("")) {
            let (open, what) = if text[..open].ends_with('!') { (open - 1, "a picture") } else { (open, "a link") };
            return Some(
                Diagnostic::warning(NAME, line.span(open, end), format!("spaces in the address keep this from being {what}")).hint(format!(
                    "put the address in angle brackets, `{}(<{address}>)`; or better, rename the file without spaces",
                    &text[open..=at]
                )),
            );
        }
    }
    None
}

fn is_address(words: &str) -> bool {
    let has_ending = words.rsplit_once('.').is_some_and(|(name, ending)| {
        let ending = ending.split(['#', '?']).next().unwrap_or("");
        !name.is_empty() && matches!(ending, "md" | "html" | "pdf" | "csv" | "xlsx" | "docx" | "png" | "jpg" | "jpeg" | "svg")
    });
    !words.contains(char::is_whitespace)
        && (has_ending || ["http://", "https://", "mailto:", "www.", "#", "./", "../"].iter().any(|start| words.starts_with(start)))
}
