//! Characters that look like a space or like nothing, where YAML needs an ordinary space.

use std::ops::Range;

use super::origin::Origin;
use crate::diag::Diagnostic;
use crate::model::{is_odd_space, odd_space_name};

/// Reports odd spaces before and after keys, colons and hyphens, and returns the text with ordinary spaces; offsets stay the same. `None` if
/// there are none.
pub(super) fn plain(text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    if text.is_ascii() || !text.contains(is_odd_space) {
        return None;
    }
    let mut plain = text.as_bytes().to_vec();
    let mut at = 0;
    for line in text.split('\n') {
        for (range, is_gap) in odd_spaces(line) {
            let place = at + range.start..at + range.end;
            plain[place.clone()].fill(b' ');
            let odd = text[place.clone()].chars().find(|c| is_odd_space(*c)).unwrap_or(' ');
            let message = format!("{} keeps this line from being read as `key: value`", odd_space_name(odd));
            let span = origin.span(place.clone());
            let (hint, replacement) = if is_gap { ("type an ordinary space instead", " ") } else { ("remove it", "") };
            let finding = Diagnostic::warning("odd-space", span, message).hint(hint);
            diagnostics.push(if matches!(origin, Origin::At(..)) { finding.suggest(span, replacement) } else { finding });
        }
        at += line.len() + 1;
    }
    // Whole characters became spaces, so this is still text.
    String::from_utf8(plain).ok().filter(|plain| plain != text)
}

fn is_blank(c: char) -> bool {
    c == ' ' || is_odd_space(c)
}

/// The length of the white space at the start of `text`, if there is an odd space in it.
fn odd_run(text: &str) -> Option<usize> {
    let run = text.len() - text.trim_start_matches(is_blank).len();
    text[..run].contains(is_odd_space).then_some(run)
}

/// The odd spaces of a line, and whether a space belongs there.
fn odd_spaces(line: &str) -> Vec<(Range<usize>, bool)> {
    let mut found = Vec::new();
    let mut at = line.len() - line.trim_start_matches(is_blank).len();
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if let Some(run) = odd_run(line).filter(|_| line[at..].starts_with(is_key)) {
        found.push((0..run, false));
    }
    while let Some(rest) = line[at..].strip_prefix('-') {
        let run = odd_run(rest);
        found.extend(run.map(|run| (at + 1..at + 1 + run, true)));
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        at += 1 + blank;
        if blank == 0 {
            break;
        }
    }
    // A key, also after `{` and `,` in one line.
    let keys = std::iter::once(at).chain(line[at..].char_indices().filter(|(_, c)| matches!(c, '{' | ',')).map(|(next, _)| at + next + 1));
    for start in keys {
        let name = line[start..].trim_start_matches([' ', '[']);
        let name_at = line.len() - name.len();
        let length = name.len() - name.trim_start_matches(is_key).len();
        let after = &name[length..];
        let before_colon = after.len() - after.trim_start_matches(is_odd_space).len();
        let Some(value) = after[before_colon..].strip_prefix(':').filter(|_| length > 0) else { continue };
        if before_colon > 0 {
            found.push((name_at + length..name_at + length + before_colon, false));
        }
        let value_at = line.len() - value.len();
        found.extend(odd_run(value).map(|run| (value_at..value_at + run, true)));
    }
    found
}
