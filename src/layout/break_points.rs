//! Where lines may end inside addresses and long codes, and where they may not: inside a figure.

/// A word of fewer bytes has a line of its own anywhere.
const LONG: usize = 20;
/// The fewest characters between two places where a line may end.
const APART: usize = 3;

/// Marks the end of a line that is allowed: zero width space.
const ALLOWED: char = '\u{200B}';
/// Keeps a line from ending: word joiner.
const FORBIDDEN: char = '\u{2060}';

/// Adds words to a buffer, with places where long ones may be broken: after a slash or a hyphen, before other marks, as addresses are
/// divided in print (The Chicago Manual of Style, 7.46). Such marks are never seen, read or copied.
pub(super) fn push(buffer: &mut String, words: &str) {
    if !words.split(' ').any(|word| word.len() >= LONG) {
        buffer.push_str(words);
        return;
    }
    for word in words.split_inclusive([' ', '\n']) {
        if word.len() >= LONG && word.bytes().any(|byte| byte.is_ascii_alphabetic()) { long(buffer, word) } else { buffer.push_str(word) }
    }
}

fn long(buffer: &mut String, word: &str) {
    let mut since = 0;
    let mut before = ' ';
    let mut rest = word.chars();
    while let Some(c) = rest.next() {
        let next = rest.clone().next().unwrap_or(' ');
        let is_before = matches!(c, '.' | '_' | '@' | '?' | '&' | '=' | '#' | '%' | '~') && before.is_alphanumeric() && next.is_alphanumeric();
        if since >= APART && is_before && rest.clone().take(APART).count() == APART {
            buffer.push(ALLOWED);
            since = 0;
        }
        buffer.push(c);
        since += 1;
        if since >= APART && matches!(c, '/' | '-' | '\\') && next.is_alphanumeric() && rest.clone().take(APART).count() == APART {
            buffer.push(ALLOWED);
            since = 0;
        }
        before = c;
    }
}

/// The share of its text that the longest word takes up, if there is a place where that may be divided.
pub(super) fn longest(text: &str) -> Option<f32> {
    let words = text.split(' ').filter(|word| word.contains(ALLOWED));
    words.map(str::len).max().map(|length| length as f32 / text.len() as f32)
}

/// Adds words without any place where a line may end.
pub(super) fn push_whole(buffer: &mut String, words: &str) {
    for c in words.chars() {
        buffer.push(c);
        if c == ' ' || c == '-' {
            buffer.push(FORBIDDEN);
        }
    }
}

/// Whether words are one figure, such as `£1 400 000`, `12.5 %` or a telephone number.
pub(super) fn is_figure(words: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}+-\u{2013}\u{2212}().,/%£€$:±<>".contains(c);
    words.len() <= 30 && words.bytes().any(|byte| byte.is_ascii_digit()) && words.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{is_figure, push};

    fn divided(words: &str) -> String {
        let mut buffer = String::new();
        push(&mut buffer, words);
        buffer.replace('\u{200B}', "|")
    }

    #[test]
    fn addresses_and_codes_break_at_their_marks() {
        assert_eq!(divided("a plain word"), "a plain word");
        assert_eq!(divided("See https://www.example.org/help/me_now?id=12345."), "See https://|www|.example|.org/|help/|me_now|?id|=12345.");
        assert_eq!(divided("first.last.name@department.example.org"), "first|.last|.name|@department|.example|.org");
        assert_eq!(divided("PLAN/2024-0345/B_annex_17"), "PLAN/|2024-|0345/|B_annex_17");
        assert_eq!(divided("1,234,567,890,123,456,789"), "1,234,567,890,123,456,789");
    }

    #[test]
    fn figures_are_recognised() {
        assert!(["£1 400 000", "12.5 %", "01632 960001", "+44 (0)1632 960 001"].into_iter().all(is_figure));
        assert!(["12 homes", "--", "", "2024 to 2028"].into_iter().all(|words| !is_figure(words)));
    }
}
