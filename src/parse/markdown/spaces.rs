//! Characters that look like a space or like nothing before or after a Markdown character, and keep it from working.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use crate::diag::Diagnostic;
use crate::model::{is_odd_space, odd_space_name};
use crate::yaml::Origin;

const RULE: &str = "odd-space";

/// The odd spaces of a text at Markdown characters, and whether they are part of code.
pub(super) struct OddSpaces {
    found: Vec<(Odd, bool)>,
}

struct Odd {
    place: Range<usize>,
    replacement: String,
    message: String,
}

/// A Markdown character at the start of a line.
struct Marker {
    length: usize,
    /// What it makes of the line.
    makes: &'static str,
    /// Whether a space has to follow.
    needs_space: bool,
}

impl OddSpaces {
    pub(super) fn of(text: &str) -> Self {
        let mut found = Vec::new();
        let is_odd = |(at, byte): (usize, u8)| {
            // Most of a text is ASCII, which need not be decoded.
            (byte >= 0xc0 || matches!(byte, 0xb | 0xc)) && text[at..].starts_with(is_odd_space)
        };
        if !text.bytes().enumerate().any(is_odd) {
            return Self { found };
        }
        let (mut at, mut before) = (0, "");
        for line in text.split('\n') {
            if let Some(mut odd) = odd_space(line, before) {
                odd.place = at + odd.place.start..at + odd.place.end;
                found.push((odd, false));
            }
            at += line.len() + 1;
            before = line;
        }
        Self { found }
    }

    /// Records code, in which every character is meant.
    pub(super) fn see(&mut self, event: &Event<'_>, range: &Range<usize>) {
        if let Event::Start(Tag::CodeBlock(_)) = event
            && !self.found.is_empty()
        {
            let from = self.found.partition_point(|(odd, _)| odd.place.start < range.start);
            self.found[from..].iter_mut().take_while(|(odd, _)| odd.place.start < range.end).for_each(|(_, is_code)| *is_code = true);
        }
    }

    pub(super) fn report(self, origin: Origin, diagnostics: &mut Vec<Diagnostic>) {
        for Odd { place, replacement, message } in self.found.into_iter().filter(|(_, is_code)| !is_code).map(|(odd, _)| odd) {
            let what = if replacement.is_empty() { "remove it" } else { "type an ordinary space instead" };
            let span = origin.span(place);
            let finding = Diagnostic::warning(RULE, span, message).hint(what);
            diagnostics.push(if matches!(origin, Origin::At(..)) { finding.suggest(span, replacement) } else { finding });
        }
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_odd_space(c)
}

/// The odd space at the marker that starts `line`, if there is one. `before` is the line above.
fn odd_space(line: &str, before: &str) -> Option<Odd> {
    let start = line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let rest = &line[start..];
    let body = rest.trim_start_matches(is_blank);
    let lead = rest.len() - body.len();
    let first = rest.chars().next()?;
    if is_dashes(line) {
        let odd = line.chars().find(|c| is_odd_space(*c))?;
        let replacement = line.chars().map(|c| if is_odd_space(c) { ' ' } else { c }).collect();
        return Some(Odd { place: 0..line.len(), replacement, message: format!("{} keeps this from being a row of dashes", odd_space_name(odd)) });
    }
    if is_rule(body)
        && let Some(odd) = rest.chars().find(|c| is_odd_space(*c))
    {
        let replacement = body.trim_end_matches(is_blank).chars().map(|c| if is_odd_space(c) { ' ' } else { c }).collect();
        let message = format!("{} keeps this from being a line", odd_space_name(odd));
        return Some(Odd { place: start..start + rest.trim_end_matches(['\r', '\n']).len(), replacement, message });
    }
    if let Some(odd) = box_of_task(body) {
        let place = start + lead + odd.start..start + lead + odd.end;
        let message = format!("{} keeps this from being the box of a task", odd_space_name(body[odd].chars().next()?));
        return Some(Odd { place, replacement: " ".into(), message });
    }
    let marker = marker(body)?;
    let name = &body[..marker.length];
    let after = &body[marker.length..];
    if lead > 0 && (!marker.needs_space || after.starts_with(is_blank)) {
        let message = format!("{} before `{name}` keeps this from being {}", odd_space_name(first), marker.makes);
        return Some(Odd { place: start..start + lead, replacement: String::new(), message });
    }
    let run = after.len() - after.trim_start_matches(is_blank).len();
    let odd = after[..run].chars().find(|c| is_odd_space(*c))?;
    let words = &after[run..];
    // "- 5" may be a negative number, and "1. May" a date in the middle of a paragraph.
    let is_number = name == "-" && words.starts_with(|c: char| c.is_ascii_digit());
    let goes_on = || before.trim().is_empty() || self::marker(before.trim_start_matches(is_blank)).is_some();
    let is_date = name.starts_with(|c: char| c.is_ascii_digit()) && !goes_on();
    if !marker.needs_space || words.is_empty() || is_number || is_date {
        return None;
    }
    let place = start + lead + marker.length;
    let message = match after.starts_with([' ', '\t']) {
        true => format!("there is {} after `{name}`, which readers see as a wider gap", odd_space_name(odd)),
        false => format!("{} after `{name}` keeps this from being {}", odd_space_name(odd), marker.makes),
    };
    Some(Odd { place: place..place + run, replacement: " ".into(), message })
}

fn marker(line: &str) -> Option<Marker> {
    let run = |sign: u8| line.bytes().take_while(|byte| *byte == sign).count();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let found = |length, makes, needs_space| Some(Marker { length, makes, needs_space });
    match line.as_bytes().first()? {
        b'#' if run(b'#') <= 6 => found(run(b'#'), "a heading", true),
        b'-' | b'+' | b'*' => found(1, "a list item", true),
        b':' => found(1, "a definition", true),
        b'0'..=b'9' if digits < 4 && matches!(line.as_bytes().get(digits), Some(b'.' | b')')) => found(digits + 1, "a list item", true),
        b'|' => found(1, "a table", false),
        b'>' => found(1, "a quotation", false),
        b'`' if run(b'`') >= 3 => found(3, "a block of code or data", false),
        b'~' if run(b'~') >= 3 => found(3, "a block of code", false),
        b'[' => {
            let end = line.find(']')?;
            let defines = line[end + 1..].starts_with(':');
            match line.as_bytes().get(1)? {
                b'!' => found(end + 1, "a callout", false),
                b'^' if defines => found(end + 2, "a footnote", false),
                _ if defines => found(end + 2, "an address for links", false),
                _ => None,
            }
        }
        b'T' if line.starts_with("Table:") => found(6, "the caption of a table", false),
        _ => None,
    }
}

/// Whether a line is a row of dashes below the head of a table, apart from odd spaces.
fn is_dashes(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':') || is_blank(c))
}

/// Whether a line is a row of three or more hyphens, asterisks or underscores, apart from odd spaces.
fn is_rule(line: &str) -> bool {
    let sign = line.chars().next().filter(|c| matches!(c, '-' | '*' | '_'));
    sign.is_some_and(|sign| line.chars().all(|c| c == sign || c == '\r' || is_blank(c)) && line.chars().filter(|c| *c == sign).count() > 2)
}

/// The odd spaces inside the box of a task, `- [ ] words`, as bytes of the line.
fn box_of_task(line: &str) -> Option<Range<usize>> {
    let item = marker(line).filter(|marker| marker.makes == "a list item")?;
    let rest = line[item.length..].trim_start_matches(' ');
    let start = line.len() - rest.len() + 1;
    let inside = rest.strip_prefix('[')?.split(']').next()?;
    let is_odd = !inside.is_empty() && inside.chars().all(is_odd_space) && line[start + inside.len()..].starts_with("] ");
    (is_odd && start > item.length + 1).then(|| start..start + inside.len())
}
