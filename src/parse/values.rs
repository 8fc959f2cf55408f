//! YAML values that are plain text, and Markdown in them.

use crate::diag::Diagnostic;
use crate::span::Span;
use crate::yaml::{Fields, Node, Value};

/// Values of data blocks that are read as Markdown, or whose links are.
pub(super) const READ_IN_BLOCKS: [&str; 11] =
    ["label", "text", "transcript", "source", "what", "caption", "columns", "rows", "notes", "group", "name"];

/// Reports Markdown in the values of `node`, but for those of the keys in `read`, where it works.
pub(super) fn report_markdown(node: &Node, read: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => diagnostics.extend(finding(text, node.span)),
        Value::Sequence(items) => items.iter().for_each(|item| report_markdown(item, read, diagnostics)),
        Value::Mapping(pairs) => {
            for (key, value) in pairs.iter().filter(|(key, _)| !read.contains(&key.name.as_str())) {
                diagnostics.extend(finding(&key.name, key.span));
                report_markdown(value, read, diagnostics);
            }
        }
    }
}

fn finding(text: &str, span: Span) -> Option<Diagnostic> {
    let found = all_markup(text);
    let message = format!("Markdown does not work here, so readers would see its characters: `{}`", found.join("`, `"));
    let hint = "write the words alone, and put links and emphasis into the text of a chapter";
    (!found.is_empty()).then(|| Diagnostic::warning("stray-markup", span, message).hint(hint))
}

/// All Markdown in a plain value, at most [`MOST_FOUND`] pieces of it.
fn all_markup(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(piece) = markup(rest).filter(|_| found.len() < MOST_FOUND) {
        found.push(piece);
        let Some(at) = rest.find(piece) else { break };
        // What comes before a link may be emphasis.
        if let Some(piece) = emphasis(&rest[..at]) {
            found.insert(found.len() - 1, piece);
        }
        rest = &rest[at + piece.len()..];
    }
    found
}

/// How many pieces of Markdown in a value are named.
const MOST_FOUND: usize = 5;

/// The first link, name, HTML or emphasis in a plain value, if it is surely meant as such.
fn markup(text: &str) -> Option<&str> {
    let link = || text.match_indices('[').take(MOST_BRACKETS).find_map(|(at, _)| Some(&text[at..at + parts_of_link(&text[at..])?.2]));
    let name = || {
        let start = text.find("[[")?;
        let length = text[start..].find("]]")? + 2;
        Some(&text[start..start + length])
    };
    let reference = || {
        let start = text.find("][")?;
        let open = text[..start].rfind('[')?;
        let length = text[start + 2..].find(']')?;
        Some(&text[open..start + length + 3])
    };
    link().or_else(name).or_else(reference).or_else(|| html(text)).or_else(|| emphasis(text))
}

/// How many brackets of a value are looked at.
const MOST_BRACKETS: usize = 20;

/// Words, address and length of the link that `text` begins with.
fn parts_of_link(text: &str) -> Option<(&str, &str, usize)> {
    let (words, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (address, _) = rest.strip_prefix('(')?.split_once(')')?;
    let is_link = !words.is_empty() && !address.is_empty() && !address.contains(char::is_whitespace);
    is_link.then_some((words, address, words.len() + address.len() + 4))
}

/// `<b>` or `&nbsp;`.
fn html(text: &str) -> Option<&str> {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).find_map(|at| {
        let close = if bytes[at] == b'<' { '>' } else { ';' };
        let inside = text[at + 1..].split([close, ' ', '<', '&']).next().unwrap_or("");
        let name = inside.trim_matches('/').trim_start_matches('#');
        let is_tag = bytes[at] == b'&' || TAGS.contains(&name);
        let is_whole =
            name.len() >= if bytes[at] == b'&' { 2 } else { 1 } && name.len() < 10 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        (is_tag && is_whole && text[at + 1 + inside.len()..].starts_with(close)).then(|| &text[at..at + inside.len() + 2])
    })
}

/// Tags that authors type; `<sub>` and `<sup>` are read.
const TAGS: [&str; 10] = ["b", "i", "u", "em", "strong", "br", "p", "small", "code", "mark"];

/// `**words**`, `__words__`, `*words*`, `_words_`, `~~words~~` or `` `words` ``.
fn emphasis(text: &str) -> Option<&str> {
    for mark in ["**", "__", "~~", "*", "_", "`"] {
        let Some(start) = text.find(mark) else { continue };
        let inside = &text[start + mark.len()..];
        let Some(length) = inside.find(mark) else { continue };
        let words = &inside[..length];
        let is_free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '*' | '_' | '/' | '.'));
        let is_around = is_free(text[..start].chars().next_back()) && is_free(inside[length + mark.len()..].chars().next());
        if is_around && words.starts_with(char::is_alphanumeric) && words.ends_with(|c: char| !c.is_whitespace() && !matches!(c, '*' | '_')) {
            return Some(&text[start..start + length + 2 * mark.len()]);
        }
    }
    None
}

/// The text at `key`.
pub(super) fn text(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    fields.text(key).map(|word| word.text)
}

/// The text at `key`, which is required; a placeholder if it is missing.
pub(super) fn required_text(fields: &mut Fields<'_>, key: &'static str, example: &str) -> String {
    fields.required(key, example).map_or_else(|| "?".into(), |word| word.text)
}

#[cfg(test)]
mod tests {
    use super::{all_markup, markup};

    #[test]
    fn markdown_in_plain_values() {
        assert_eq!(markup("From [the plan](02.md)."), Some("[the plan](02.md)"));
        assert_eq!(markup("See [[Our plan]] and"), Some("[[Our plan]]"));
        assert_eq!(markup("A **bold** word"), Some("**bold**"));
        assert_eq!(markup("An *open* word"), Some("*open*"));
        assert_eq!(markup("See [our plan][plan]"), Some("[our plan][plan]"));
        assert_eq!(markup("One<br>two"), Some("<br>"));
        assert_eq!(all_markup("A *b* [c](d.md) &amp; __e__"), ["*b*", "[c](d.md)", "&amp;", "__e__"]);
        for plain in [
            "5 * 3 * 4",
            "[1] and (2)",
            "A*",
            "* footnote",
            "a*b*c",
            "[words] (more)",
            "snake_case_name",
            "Q&A; more",
            "x < y > z",
            "R&D;",
            "a/_b_/c",
        ] {
            assert_eq!(markup(plain), None, "{plain}");
        }
    }
}
