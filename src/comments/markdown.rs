//! Parts of pages and papers about comments, in Markdown.

use std::fmt::Write as _;

use super::round::value_text;

/// A bar chart of counts; `origin` is its lines `source` and `period`.
pub(super) fn bar_chart<'a>(title: &str, summary: &str, unit: &str, rows: impl Iterator<Item = (&'a str, usize)>, origin: &str, out: &mut String) {
    let (title, summary) = (quoted(title), quoted(summary));
    let _ = write!(out, "```chart\nkind: bar\ntitle: {title}\nsummary: {summary}\nunit: {unit}\n{origin}data:\n");
    for (name, count) in rows {
        let _ = writeln!(out, "  {}: {count}", quoted(name));
    }
    out.push_str("```\n\n");
}

/// `text` as it is, on one line of Markdown, also within a table.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for (at, c) in word.char_indices() {
            let is_address = c == ':' && word[at..].starts_with("://") || c == '@' || c == '.' && word[..at].eq_ignore_ascii_case("www");
            if matches!(c, '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' | '~' | '^' | '&' | '{' | '}' | '$' | '!' | '#') || is_address {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// A value of a data block.
pub(super) fn quoted(text: &str) -> String {
    value_text(text, "  ")
}
