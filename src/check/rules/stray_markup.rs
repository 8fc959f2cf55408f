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

mod links;
mod marks;

use crate::check::visit::{Family, Findings, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{CalloutKind, is_odd_space};
use crate::text::line::{Line, Role};
use marks::NAME;

pub(super) const FAMILY: Family =
    Family { text: include_str!("stray_markup.rs"), rules: &[(NAME, Some(Severity::Warning))], visit: Visit::Line(find) };

fn find(line: &Line<'_>, findings: &mut Findings) {
    if matches!(line.role, Role::Paragraph | Role::Item) {
        let finding = heading(line).or_else(|| callout(line)).or_else(|| task(line)).or_else(|| list(line)).or_else(|| table(line));
        if let Some(finding) = finding {
            findings.push(finding);
            return;
        }
    }
    if !line.text.is_ascii() {
        findings.extend(inner_bullets(line));
    }
    marks::find(line, findings);
    links::find(line, findings);
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
    let sign = line.text.strip_prefix('!').map(|words| words.split(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or(""));
    if let Some(name) = sign
        && let Some(span) = line.exact(0, name.len() + 1).filter(|_| line.opens_block)
        && let Some(kind) = kind_named(name)
    {
        let finding = Diagnostic::warning(NAME, span, format!("without square brackets this is not a {kind}"));
        return Some(finding.hint(format!("write `> [!{kind}]` on the first line, and start each line that belongs to it with `>`")));
    }
    let (name, rest) = line.text.strip_prefix('[')?.split_once(']')?;
    let is_alone = line.opens_block && (rest.is_empty() || rest.starts_with('\n'));
    let kind = kind_named(name)?;
    let span = line.exact(0, name.len() + 2).filter(|_| is_alone)?;
    Some(
        Diagnostic::warning(NAME, span, format!("without an exclamation mark this is not a {kind}"))
            .hint(format!("write `> [!{kind}]` on the first line, and start each line that belongs to it with `>`")),
    )
}

fn kind_named(name: &str) -> Option<&'static str> {
    CalloutKind::ALL.iter().map(|kind| kind.name()).chain(["quote", "card"]).find(|kind| kind.eq_ignore_ascii_case(name.trim()))
}

/// `[x]` at the start of a paragraph, where a task was meant. Those at the start of items are reported when lists are read.
fn task(line: &Line<'_>) -> Option<Diagnostic> {
    let (inside, rest) = line.text.strip_prefix('[')?.split_once(']')?;
    let is_box = inside.chars().all(|c| c.is_whitespace() || is_odd_space(c)) || matches!(inside, "x" | "X");
    let is_near = rest.starts_with([' ', '\t']) || rest.starts_with(char::is_alphabetic) && !inside.is_empty();
    let span = line.exact(0, inside.len() + 2).filter(|_| is_box && is_near && line.opens_block && line.role != Role::Item)?;
    let mark = if inside.eq_ignore_ascii_case("x") { "[x]" } else { "[ ]" };
    let finding = Diagnostic::warning(NAME, span, format!("`[{inside}]` is not read as the box of a task here"));
    Some(finding.hint(format!("write `- {mark} words`, with a space inside the empty box and after the brackets")))
}

/// Bullets within a line, so that the items of a list run together.
fn inner_bullets(line: &Line<'_>) -> Option<Diagnostic> {
    let mut found = line.text.match_indices(BULLETS).map(|(at, _)| at).filter(|at| {
        let after = line.text[*at..].chars().nth(1);
        // At the start of a line they are reported as a pasted list.
        after.is_some_and(char::is_whitespace) && line.text[..*at].ends_with(' ')
    });
    let (first, second) = (found.next()?, found.next().or_else(|| line.text.starts_with(BULLETS).then_some(0)));
    second?;
    let end = first + line.text[first..].chars().next()?.len_utf8();
    let finding = Diagnostic::warning("pasted-list", line.exact(first, end)?, "bullets within a line do not make a list, so the items run together");
    Some(finding.hint(match line.role {
        Role::Cell | Role::ColumnHead => "separate the items with commas or semicolons, or give each a row of its own",
        _ => "begin a new line with `- ` for each item, and leave an empty line above the first",
    }))
}

/// Bullets that separate nothing else; a middle dot may.
const BULLETS: [char; 6] = ['\u{2022}', '\u{25aa}', '\u{25cf}', '\u{25a0}', '\u{2023}', '\u{25e6}'];

/// `-Words` or `1.Words`, where a list was meant.
fn list(line: &Line<'_>) -> Option<Diagnostic> {
    if line.role == Role::Paragraph && line.opens_block && line.text.split('\n').take_while(|line| item_mark(line) == Some("*")).count() > 1 {
        let finding = Diagnostic::warning(NAME, line.exact(0, 1)?, "without a space after `*` this is not a list item");
        return Some(finding.hint("put a space after the `*` of each line"));
    }
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
        b'.' | b')' if (1..=2).contains(&digits) => digits + 1,
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
