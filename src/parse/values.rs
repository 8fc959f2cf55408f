//! Markdown in YAML values that are plain text.

use crate::diag::Diagnostic;
use crate::yaml::{Node, Value};

/// Values of data blocks that are read as Markdown, or whose links are.
pub(super) const READ_IN_BLOCKS: [&str; 5] = ["label", "text", "transcript", "source", "what"];

/// Reports Markdown in the values of `node`, but for those of the keys in `read`, where it works.
pub(super) fn report_markdown(node: &Node, read: &[&str], diagnostics: &mut Vec<Diagnostic>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(text) => {
            if let Some(found) = markup(text) {
                let message = format!("Markdown does not work here, so readers would see its characters: `{found}`");
                let hint = "write the words alone, and put links and emphasis into the text of a chapter";
                diagnostics.push(Diagnostic::warning("stray-markup", node.span, message).hint(hint));
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| report_markdown(item, read, diagnostics)),
        Value::Mapping(pairs) => {
            let plain = pairs.iter().filter(|(key, _)| !read.contains(&key.name.as_str()));
            plain.for_each(|(_, value)| report_markdown(value, read, diagnostics));
        }
    }
}

/// A source as plain text: the address of a link is in brackets after its words, without emphasis.
pub(super) fn source_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (before, link) = rest.split_at(at);
        out.push_str(before);
        match parts_of_link(link) {
            Some((words, address, length)) => {
                out.push_str(words);
                if words != address {
                    out.extend([" (", address, ")"]);
                }
                rest = &link[length..];
            }
            None => {
                out.push('[');
                rest = &link[1..];
            }
        }
    }
    out.push_str(rest);
    while let Some(found) = emphasis(&out).map(str::to_owned) {
        out = out.replacen(&found, found.trim_matches(['*', '`']), 1);
    }
    out
}

/// Markdown in a plain value, if it is surely meant as such.
fn markup(text: &str) -> Option<&str> {
    let link = || text.match_indices('[').take(MOST_BRACKETS).find_map(|(at, _)| Some(&text[at..at + parts_of_link(&text[at..])?.2]));
    let name = || {
        let start = text.find("[[")?;
        let length = text[start..].find("]]")? + 2;
        Some(&text[start..start + length])
    };
    link().or_else(name).or_else(|| emphasis(text))
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

/// `**words**`, `*words*` or `` `words` ``.
fn emphasis(text: &str) -> Option<&str> {
    for mark in ["**", "*", "`"] {
        let Some(start) = text.find(mark) else { continue };
        let inside = &text[start + mark.len()..];
        let Some(length) = inside.find(mark) else { continue };
        let words = &inside[..length];
        let is_free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '*');
        let is_around = is_free(text[..start].chars().next_back()) && is_free(inside[length + mark.len()..].chars().next());
        if is_around && words.starts_with(char::is_alphanumeric) && words.ends_with(|c: char| !c.is_whitespace() && c != '*') {
            return Some(&text[start..start + length + 2 * mark.len()]);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{markup, source_words};

    #[test]
    fn markdown_in_plain_values() {
        assert_eq!(markup("From [the plan](02.md)."), Some("[the plan](02.md)"));
        assert_eq!(markup("See [[Our plan]] and"), Some("[[Our plan]]"));
        assert_eq!(markup("A **bold** word"), Some("**bold**"));
        assert_eq!(markup("An *open* word"), Some("*open*"));
        for plain in ["5 * 3 * 4", "[1] and (2)", "A*", "* footnote", "a*b*c", "[words] (more)"] {
            assert_eq!(markup(plain), None, "{plain}");
        }
    }

    #[test]
    fn sources() {
        assert_eq!(source_words("The [census](https://example.org), *table* 2"), "The census (https://example.org), table 2");
        assert_eq!(source_words("[1] The census (2021)"), "[1] The census (2021)");
    }
}
