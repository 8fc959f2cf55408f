//! Characters that look like a space or like nothing, where YAML needs an ordinary space.

use std::ops::Range;

use super::origin::Origin;
use crate::diag::{Diagnostic, Unseen, unseen};
use crate::model::{is_invisible, is_odd_space, odd_space_name};

/// Reports odd spaces before and after keys, colons and hyphens, and returns the text with ordinary spaces, also in place of control
/// characters, which were reported when the file was read; offsets stay the same. `None` if there are none.
pub(super) fn plain(text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let has_control = Unseen::is_in(text);
    if !has_control && (text.is_ascii() || !text.contains(is_odd_space)) {
        return None;
    }
    let mut plain = text.as_bytes().to_vec();
    if has_control {
        let controls = text.char_indices().filter(|(_, c)| *c != '\r' && unseen(*c) == Some(Unseen::Control));
        controls.for_each(|(at, c)| {
            let filler = if at.checked_sub(1).is_none_or(|before| plain[before] == b'\n') { b'\n' } else { b' ' };
            plain[at..at + c.len_utf8()].fill(filler);
        });
    }
    let mut levels = Levels::default();
    let mut at = 0;
    for line in text.split('\n') {
        for Odd { range, replacement } in odd_spaces(line, &levels) {
            let place = at + range.start..at + range.end;
            // Line ends take the room of what is left out: before a key, empty lines change nothing.
            let filler = if range.start == 0 { b'\n' } else { b' ' };
            let kept = place.end - replacement.len().min(range.len());
            plain[place.start..kept].fill(filler);
            plain[kept..place.end].fill(b' ');
            let odd = text[place.clone()].chars().find(|c| is_odd_space(*c)).unwrap_or(' ');
            let message = format!("{} keeps this line from being read as `key: value`", odd_space_name(odd));
            let span = origin.span(place.clone());
            let hint = if replacement.is_empty() { "remove it" } else { "type an ordinary space instead" };
            let finding = Diagnostic::warning("odd-space", span, message).hint(hint);
            diagnostics.push(if matches!(origin, Origin::At(..)) { finding.suggest(span, replacement) } else { finding });
        }
        levels.see(line);
        at += line.len() + 1;
    }
    // Whole characters became spaces or line ends, so this is still text.
    String::from_utf8(plain).ok().filter(|plain| plain != text)
}

struct Odd {
    /// In bytes of the line.
    range: Range<usize>,
    /// The ordinary spaces that belong there.
    replacement: String,
}

/// The indentations of the groups of keys that are open at the end of a line.
#[derive(Default)]
struct Levels {
    open: Vec<usize>,
    /// Whether the last line ends in a colon, so that the next may be deeper.
    is_opening: bool,
}

impl Levels {
    fn see(&mut self, line: &str) {
        let mut rest = line.trim_start_matches(is_blank);
        if rest.is_empty() || rest.starts_with('#') {
            return;
        }
        let mut level = self.of(width(&line[..line.len() - rest.len()]));
        self.open.retain(|open| *open < level);
        self.open.push(level);
        while let Some(item) = rest.strip_prefix('-').map(|rest| rest.trim_start_matches(is_blank)).filter(|item| item.len() + 1 < rest.len()) {
            level += 1 + width(&rest[1..rest.len() - item.len()]);
            self.open.push(level);
            rest = item;
        }
        self.is_opening = line.trim_end().ends_with([':', '|', '>']);
    }

    /// The indentation that a line of `width` spaces is meant to have: that of an open group, or its own where a group may begin.
    fn of(&self, width: usize) -> usize {
        let last = self.open.last().copied();
        if last.is_none_or(|last| self.is_opening && width > last) && (width == 0 || last.is_some()) {
            return width;
        }
        self.open.iter().rev().copied().find(|level| *level <= width).unwrap_or(0)
    }
}

fn is_blank(c: char) -> bool {
    c == ' ' || is_odd_space(c)
}

/// How many columns white space takes up.
fn width(blank: &str) -> usize {
    blank.chars().filter(|c| !is_invisible(*c)).count()
}

/// The length of the white space at the start of `text`, if there is an odd space in it.
fn odd_run(text: &str) -> Option<usize> {
    let run = text.len() - text.trim_start_matches(is_blank).len();
    text[..run].contains(is_odd_space).then_some(run)
}

fn odd_spaces(line: &str, levels: &Levels) -> Vec<Odd> {
    let gap = |range| Odd { range, replacement: " ".into() };
    let mut found = Vec::new();
    let mut at = line.len() - line.trim_start_matches(is_blank).len();
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if let Some(run) = odd_run(line).filter(|_| line[at..].starts_with(is_key)) {
        found.push(Odd { range: 0..run, replacement: " ".repeat(levels.of(width(&line[..run])).min(run)) });
    }
    while let Some(rest) = line[at..].strip_prefix('-') {
        found.extend(odd_run(rest).map(|run| gap(at + 1..at + 1 + run)));
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
        let length = name.len() - name.trim_start_matches(|c| is_key(c) || is_invisible(c)).len();
        let length = name[..length].trim_end_matches(is_invisible).len();
        let after = &name[length..];
        let before_colon = after.len() - after.trim_start_matches(is_odd_space).len();
        let Some(value) = after[before_colon..].strip_prefix(':').filter(|_| length > 0) else { continue };
        if before_colon > 0 {
            found.push(Odd { range: name_at + length..name_at + length + before_colon, replacement: String::new() });
        }
        let value_at = line.len() - value.len();
        found.extend(odd_run(value).map(|run| gap(value_at..value_at + run)));
    }
    found
}
