//! Features that usvg does not support: CSS variables, and HTML inside drawings.

use std::borrow::Cow;
use std::collections::HashMap;

use usvg::roxmltree;

/// How deep variables may refer to each other.
const DEEPEST: usize = 8;
/// The most bytes that variables may add to a drawing. Uses beyond that are left as they are.
const MOST_ADDED: usize = 1_000_000;

/// A drawing's text with values in place of its variables.
pub(in crate::layout) struct Inlined<'t> {
    pub(in crate::layout) text: Cow<'t, str>,
    /// Whether a variable that is used has several values.
    pub(in crate::layout) is_ambiguous: bool,
}

/// Replaces `var(--name)` and `var(--name, fallback)` by the value that the drawing gives to the name, or else by the fallback.
///
/// Scopes are not followed: a name has the first of its values everywhere.
pub(in crate::layout) fn inline_variables(text: &str) -> Inlined<'_> {
    if !text.contains("var(") {
        return Inlined { text: Cow::Borrowed(text), is_ambiguous: false };
    }
    let (values, mut is_ambiguous, longest) = (definitions(text), false, text.len() + MOST_ADDED);
    let mut text = Cow::Borrowed(text);
    for _ in 0..DEEPEST {
        if !text.contains("var(") {
            break;
        }
        let (next, several) = replaced(&text, &values, longest);
        is_ambiguous |= several;
        text = Cow::Owned(next);
    }
    Inlined { text, is_ambiguous }
}

/// The first value of each variable, and whether it has others.
fn definitions(text: &str) -> HashMap<&str, (&str, bool)> {
    let mut values: HashMap<&str, (&str, bool)> = HashMap::new();
    for (at, _) in text.match_indices("--") {
        let rest = &text[at..];
        let name = &rest[..name_length(rest)];
        let Some(value) = rest[name.len()..].trim_start().strip_prefix(':') else { continue };
        let value = value[..value.find([';', '}', '"', '\'', '<']).unwrap_or(value.len())].trim();
        if name.len() > 2 && !value.is_empty() {
            values.entry(name).and_modify(|(first, several)| *several |= *first != value).or_insert((value, false));
        }
    }
    values
}

fn name_length(text: &str) -> usize {
    text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(text.len())
}

/// The text with its outermost uses replaced, as long as it stays below `longest`, and whether one of them has several values.
fn replaced(text: &str, values: &HashMap<&str, (&str, bool)>, longest: usize) -> (String, bool) {
    let (mut out, mut is_ambiguous, mut rest) = (String::with_capacity(text.len()), false, text);
    while let Some(at) = rest.find("var(") {
        out.push_str(&rest[..at]);
        let inner = &rest[at + 4..];
        let Some(end) = closing(inner) else {
            out.push_str(&rest[at..]);
            return (out, is_ambiguous);
        };
        let (name, fallback) = inner[..end].split_once(',').unwrap_or((&inner[..end], ""));
        if out.len() + values.get(name.trim()).map_or(0, |(value, _)| value.len()) + rest.len() > longest {
            out.push_str(&rest[at..]);
            return (out, is_ambiguous);
        }
        match values.get(name.trim()) {
            Some((value, several)) => {
                out.push_str(value);
                is_ambiguous |= several;
            }
            None => out.push_str(fallback.trim()),
        }
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
    (out, is_ambiguous)
}

/// The position of the bracket that closes the one before the text. Values are short: it is not sought far.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in text.char_indices().take(1_000) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The words of HTML inside a drawing, the first of them if they are many.
pub(in crate::layout) fn html_words(xml: &roxmltree::Document<'_>) -> Option<String> {
    const MOST_WORDS: usize = 20;
    let foreign = xml.descendants().filter(|node| node.tag_name().name() == "foreignObject");
    let texts: Vec<&str> = foreign.flat_map(|node| node.descendants()).filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect();
    let words: Vec<&str> = texts.iter().flat_map(|text| text.split_whitespace()).collect();
    let more = if words.len() > MOST_WORDS { " \u{2026}" } else { "" };
    (!words.is_empty()).then(|| words[..words.len().min(MOST_WORDS)].join(" ") + more)
}

#[cfg(test)]
mod tests {
    use super::inline_variables;

    #[test]
    fn variables_have_their_values_or_fallbacks() {
        for (written, read) in [
            ("<style>:root{--c:#a33} .a{fill:var(--c)}</style>", "fill:#a33"),
            ("<style>:root{--a: var(--b); --b: red} .a{fill:var( --a )}</style>", ".a{fill:red}"),
            ("<rect style='--w:1;fill:var(--none, rgb(1, 2, 3))'/>", "fill:rgb(1, 2, 3)"),
            ("<rect fill='var(--none)'/>", "fill=''"),
            ("<rect fill='var(--open'/>", "fill='var(--open'"),
        ] {
            let text = inline_variables(written).text;
            assert!(text.contains(read), "{text}");
        }
    }

    #[test]
    fn a_second_value_is_noticed_and_circles_end() {
        assert!(inline_variables("a{--c:red} b{--c:blue} c{fill:var(--c)}").is_ambiguous);
        assert!(!inline_variables("a{--c:red} b{--c:red} c{fill:var(--c)}").is_ambiguous);
        let circle = "a{--a:var(--b) var(--b);--b:var(--a) var(--a);fill:var(--a)}";
        assert!(inline_variables(circle).text.len() < 100_000);
        let large = format!("a{{--a:{}}}{}", "red ".repeat(25_000), "b{fill:var(--a)}".repeat(1_000));
        assert!(inline_variables(&large).text.len() <= large.len() + super::MOST_ADDED);
    }
}
