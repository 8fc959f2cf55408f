//! Links and pictures that are shown as text.

use super::marks::NAME;
use crate::check::visit::Findings;
use crate::diag::Diagnostic;
use crate::model::is_odd_space;
use crate::text::line::{Line, Role};

/// How far to search for a closing bracket, in bytes.
const LONGEST_ADDRESS: usize = 2000;

/// Reports the first link of a line that a small mistake keeps from working.
pub(super) fn find(line: &Line<'_>, findings: &mut Findings) {
    if memchr::memchr2(b'[', b']', line.text.as_bytes()).is_some() {
        // Pictures in values are reported where they are read.
        findings.extend(link(line).filter(|_| line.role != Role::Data).or_else(|| name(line)));
    }
}

/// `[words] (address)`, an address with spaces, one that is not closed.
fn link(line: &Line<'_>) -> Option<Diagnostic> {
    let text = line.text;
    let mut opened = None;
    for at in memchr::memchr2_iter(b'[', b']', text.as_bytes()) {
        if text[at..].starts_with('[') {
            opened = Some(at);
            continue;
        }
        let Some(open) = opened.filter(|open| open + 1 < at) else { continue };
        let gap = text[at + 1..].len() - text[at + 1..].trim_start_matches(|c| c == ' ' || is_odd_space(c)).len();
        let Some(rest) = text[at + 1 + gap..].strip_prefix('(') else { continue };
        let reach = rest.floor_char_boundary(LONGEST_ADDRESS.min(rest.len()));
        let is_meant = line.is_escaped(open) || line.is_escaped(at);
        let Some(address) = memchr::memchr(b')', &rest.as_bytes()[..reach]).map(|end| &rest[..end]) else {
            if gap == 0 && !is_meant && is_near_address(&rest[..reach]) {
                let end = at + 2 + rest[..reach].split(char::is_whitespace).next().unwrap_or("").len();
                return Some(unread(line, open, end, "this is not read as a link, because its address is not closed", "put `)` after the address"));
            }
            continue;
        };
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
            // Chapters and pages are in folders of their own.
            let up = if address.starts_with("images/") { "../" } else { "" };
            let (open, what) = if text[..open].ends_with('!') { (open - 1, "a picture") } else { (open, "a link") };
            return Some(Diagnostic::warning(NAME, line.span(open, end), format!("spaces in the address keep this from being {what}")).hint(
                format!("put the address in angle brackets, `{}(<{up}{address}>)`; or better, rename the file without spaces", &text[open..=at]),
            ));
        }
        let digits = address.chars().filter(char::is_ascii_digit).count();
        if gap == 0 && !is_meant && digits > 5 && address.contains(' ') && address.chars().all(|c| c.is_ascii_digit() || " +-".contains(c)) {
            let number: String = address.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            let finding = Diagnostic::warning(NAME, line.span(open, end), "spaces in the telephone number keep this from being a link");
            return Some(finding.hint(format!("write tel: before the number, without spaces: `{}(tel:{number})`", &text[open..=at])));
        }
        if gap == 0 && !is_meant && is_near_address(address) {
            let hint = "write `[words](address)`, with an address that has no spaces and is followed by `)`";
            return Some(unread(line, open, end, "this is not read as a link", hint));
        }
    }
    None
}

fn unread(line: &Line<'_>, open: usize, end: usize, message: &str, hint: &str) -> Diagnostic {
    let is_picture = line.text[..open].ends_with('!');
    let message = if is_picture { message.replace("a link", "a picture") } else { message.to_owned() };
    Diagnostic::warning(NAME, line.span(open - usize::from(is_picture), end), message)
        .hint(format!("{hint}; to show the brackets, put a backslash before `[`"))
}

/// `[[Title] ]`, `[[]]`: a name that is not closed, or none.
fn name(line: &Line<'_>) -> Option<Diagnostic> {
    let text = line.text;
    let start = text.match_indices("[[").map(|(at, _)| at).find(|at| {
        // "[[2020] EWCA Civ 1]" is a citation.
        !text[at + 2..].starts_with(|c: char| c.is_ascii_digit() || c == '[') && !text[..*at].ends_with('[')
    })?;
    line.exact(start, start + 2).filter(|_| !line.is_escaped(start))?;
    let words = text[start..].split('\n').next().unwrap_or("");
    let end = start + words.find("]]").map_or(2, |length| length + 2);
    let finding = Diagnostic::warning(NAME, line.span(start, end), "this is not read as a link to a page or a term");
    if matches!(line.role, Role::Cell | Role::ColumnHead) && end == start + 2 {
        return Some(finding.hint("in a table write the bar between name and words as `\\|`: `[[Name\\|words]]`"));
    }
    Some(finding.hint("write its name between two brackets on each side, `[[Name]]`; to show the brackets, put a backslash before each"))
}

/// Whether the first word looks like an address.
fn is_near_address(words: &str) -> bool {
    is_address(words.trim_start_matches(['(', '<', ' ']).split(char::is_whitespace).next().unwrap_or(""))
}

fn is_address(words: &str) -> bool {
    let has_ending = words.rsplit_once('.').is_some_and(|(name, ending)| {
        let ending = ending.split(['#', '?']).next().unwrap_or("");
        !name.is_empty() && matches!(ending, "md" | "html" | "pdf" | "csv" | "xlsx" | "docx" | "png" | "jpg" | "jpeg" | "svg")
    });
    !words.contains(char::is_whitespace)
        && (has_ending || ["http://", "https://", "mailto:", "www.", "#", "./", "../"].iter().any(|start| words.starts_with(start)))
}
