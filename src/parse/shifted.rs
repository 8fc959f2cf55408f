//! Raised and lowered text in Markdown and in plain values: `m^2^`, `H~2~O`.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Inline, Label, Shift, plain_text};

/// A raised or lowered word.
pub(super) struct Shifted {
    /// With its marks.
    pub(super) whole: Range<usize>,
    /// Without them.
    pub(super) inside: Range<usize>,
    pub(super) shift: Shift,
}

/// How long raised or lowered text may be, in bytes.
const LONGEST: usize = 24;

const MARKS: [(&str, &str, Shift); 4] =
    [("~", "~", Shift::Subscript), ("^", "^", Shift::Superscript), ("<sub>", "</sub>", Shift::Subscript), ("<sup>", "</sup>", Shift::Superscript)];

/// The next raised or lowered word of `text` from byte `from`; in HTML only if `html`.
///
/// It has letters, digits and symbols, but no spaces: `about ~5 to ~10` and `2^10 and 3^5` are shown as they are. What is lowered follows
/// a letter, a digit or a bracket, so that `~/name~` is no such word.
pub(super) fn next(text: &str, from: usize, html: bool) -> Option<Shifted> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'~', b'^', b'<', &bytes[from..]).map(|at| from + at).find_map(|at| {
        let marks = if html { &MARKS[..] } else { &MARKS[..2] };
        let (start, end, shift) = marks.iter().find(|(start, ..)| text[at..].starts_with(start))?;
        let begin = at + start.len();
        let length = bytes[begin..].iter().take(LONGEST + 1).position(|byte| matches!(byte, b'<' | b'~' | b'^'))?;
        let inside = begin..begin + length;
        let whole = at..inside.end + end.len();
        let is_closed = length > 0 && text[inside.end..].starts_with(end);
        let is_word = || text[inside.clone()].chars().all(|c| c.is_alphanumeric() || "+-\u{2212}()=,.".contains(c));
        let before = text[..at].chars().next_back();
        let is_after_word = before.is_some_and(|c| c.is_alphanumeric() || c == ')' || c == ']');
        let has_place = start.len() > 1 || is_after_word || *shift == Shift::Superscript && before.is_none_or(|c| !"/^=".contains(c));
        // Two tildes strike out.
        let is_single = start.len() > 1 || !text[whole.end.min(text.len())..].starts_with(end);
        // In `x^2+y^2` nothing is raised.
        let is_apart = *end != "^" || !text[whole.end.min(text.len())..].starts_with(|c: char| c.is_ascii_digit());
        (is_closed && is_word() && has_place && is_single && is_apart).then_some(Shifted { whole, inside, shift: *shift })
    })
}

/// Plain text with raised and lowered characters for such words. What has no such character keeps its place in the line: `1^st^` is
/// `1st`.
pub(super) fn as_characters(text: &str) -> Cow<'_, str> {
    let Some(first) = next(text, 0, true) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (mut at, mut found) = (0, Some(first));
    while let Some(Shifted { whole, inside, shift }) = found {
        out.push_str(&text[at..whole.start]);
        let inside = &text[inside];
        let small: Option<String> = inside.chars().map(|c| small(c, shift)).collect();
        out.push_str(small.as_deref().unwrap_or(inside));
        at = whole.end;
        found = next(text, at, true);
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// A line as plain text, with raised and lowered characters.
pub(super) fn line_as_characters(line: &[Inline<Label>]) -> String {
    let words = line.iter().map(|inline| {
        let plain = plain_text(std::slice::from_ref(inline));
        let Inline::Shifted(shift, _) = inline else { return plain };
        plain.chars().map(|c| small(c, *shift)).collect::<Option<String>>().unwrap_or(plain)
    });
    words.collect()
}

/// The raised or lowered form of a character.
fn small(c: char, shift: Shift) -> Option<char> {
    const FROM: &str = "0123456789+-\u{2212}=()n";
    let at = FROM.chars().position(|from| from == c)?;
    let forms = match shift {
        Shift::Superscript => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ",
        Shift::Subscript => "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ",
    };
    forms.chars().nth(at)
}

#[cfg(test)]
mod tests {
    use super::as_characters;

    #[test]
    fn raised_and_lowered_characters() {
        assert_eq!(as_characters("H~2~O, m^2^, 10^-3^, 1^st^, CO<sub>2</sub>"), "H₂O, m², 10⁻³, 1st, CO₂");
        for kept in ["~~gone~~", "about ~5 to ~10", "2^10 and 3^5", "a < b", "~ ~", "^^", "<sub>a b</sub>", "x/~bob~/", "a~~b~~", "x^2+y^2"] {
            assert_eq!(as_characters(kept), kept);
        }
    }
}
