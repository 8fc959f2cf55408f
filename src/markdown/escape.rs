//! Characters of a text that would be read as markup.

use super::place::Place;

/// Adds `text` to a line, escaped.
pub(super) fn push(out: &mut String, text: &str, place: Place, in_link: bool) {
    let mut before = out.chars().next_back();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if is_markup(c, before, after, place, in_link) {
            out.push('\\');
        }
        // A line break ends a title, a cell and a heading.
        out.push(if c == '\n' && place != Place::Text { ' ' } else { c });
        before = Some(c);
        rest = after;
    }
}

fn is_markup(c: char, before: Option<char>, after: &str, place: Place, in_link: bool) -> bool {
    let next = after.chars().next();
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '\\' => next.is_none_or(|next| next.is_ascii_punctuation() || next == '\n'),
        '*' | '`' | '[' | '~' | '^' => true,
        '_' => !(is_word(before) && is_word(next)),
        ']' => in_link,
        '|' => place == Place::Cell,
        '{' => next == Some('#'),
        '!' => next.is_none_or(|next| next == '['),
        '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
        '&' => {
            let name = after.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
            !name.is_empty() && after[name.len()..].starts_with(';')
        }
        // Addresses that are no links.
        ':' => !in_link && after.starts_with("//") && is_word(before),
        '@' => !in_link && is_word(next) && before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')),
        '.' => !in_link && matches!(before, Some('w' | 'W')) && is_word(next),
        _ => false,
    }
}

/// Lines that would begin a list, a heading, a quotation or anything else, made to begin a paragraph.
pub(super) fn guarded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        match mark(line, at == 0) {
            Some(place) => out.extend([&line[..place], "\\", &line[place..]]),
            None => out.push_str(line),
        }
    }
    out
}

/// Where a line needs a backslash.
fn mark(line: &str, is_first: bool) -> Option<usize> {
    let ends_word = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let first = line.chars().next()?;
    match first {
        '#' => {
            let rest = line.trim_start_matches('#');
            (line.len() - rest.len() <= 6 && ends_word(rest)).then_some(0)
        }
        '>' => Some(0),
        '-' | '+' if ends_word(&line[1..]) => Some(0),
        '-' | '=' | '|' | ':' if line.chars().all(|c| matches!(c, '-' | '=' | '|' | ':' | ' ' | '\t')) => Some(0),
        ':' => ends_word(&line[1..]).then_some(0),
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &line[digits..];
            (digits <= 9 && rest.starts_with(['.', ')']) && ends_word(&rest[1..])).then_some(digits)
        }
        'T' if is_first && line.starts_with("Table:") => Some("Table".len()),
        _ => None,
    }
}
