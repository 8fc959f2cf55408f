//! Edits the rows of `versions` in the text of strategy.yaml.
//!
//! Comments, key order, quotes, indentation and line ends are preserved. Every edit is parsed again, and is returned only if it differs
//! from the old values in nothing but the intended change.

use jiff::civil::Date;

use crate::model::Version;
use crate::span::{FileId, Span};
use crate::yaml::Origin;
use crate::yaml::{self, Key, Node, Value, in_double_quotes, is_plain};

/// A row to add.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewRow<'a> {
    pub(super) version: &'a Version,
    pub(super) date: Date,
    pub(super) comments: Option<&'a str>,
    pub(super) audience: Option<&'a str>,
}

/// Sets the date and, unless `None`, the comments of the last row. Returns `None` if the text has no rows that can be edited.
pub(super) fn close(text: &str, date: Date, comments: Option<&str>) -> Option<String> {
    let mut edited = set(text, "date", &["version"], &date.to_string())?;
    if let Some(comments) = comments {
        edited = set(&edited, "comments", &["date", "version"], comments)?;
    }
    Some(edited)
}

/// Adds a row at the end, formatted like the last one. Returns `None` if the text has no rows that can be edited.
pub(super) fn add(text: &str, row: &NewRow<'_>) -> Option<String> {
    let rows = Rows::read(text)?;
    let edited = rows.with(row)?;
    let date = row.date.to_string();
    let fields = [("version", Some(row.version.as_str())), ("date", Some(&*date)), ("comments", row.comments), ("audience", row.audience)];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((key_node(name), scalar_node(value?))));
    let mut expected = rows.tree;
    rows_of(&mut expected)?.push(Node { span: no_span(), value: Value::Mapping(fields.collect()) });
    parses_as(&edited, &expected).then_some(edited)
}

/// Sets `key` of the last row to `value`. A new key goes after the first key of `after` that exists.
fn set(text: &str, key: &str, after: &[&str], value: &str) -> Option<String> {
    let rows = Rows::read(text)?;
    let edited = rows.with_value(key, after, value)?;
    let mut expected = rows.tree;
    let Value::Mapping(entries) = &mut rows_of(&mut expected)?.last_mut()?.value else { return None };
    match entries.iter_mut().find(|(name, _)| name.name == key) {
        Some((_, node)) => *node = scalar_node(value),
        None => entries.push((key_node(key), scalar_node(value))),
    }
    parses_as(&edited, &expected).then_some(edited)
}

/// The parsed rows of a strategy.yaml.
struct Rows<'a> {
    text: &'a str,
    tree: Node,
    /// The list of versions, its last row, and that row's entries.
    list: Span,
    last: Span,
    entries: Vec<(Key, Node)>,
}

impl<'a> Rows<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let mut tree = tree_of(text)?;
        let list = list_of(&mut tree)?.span;
        let last = rows_of(&mut tree)?.last()?;
        let Value::Mapping(entries) = &last.value else { return None };
        let (last, entries) = (last.span, entries.clone());
        (!entries.is_empty()).then_some(Self { text, tree, list, last, entries })
    }

    fn raw(&self, span: Span) -> &'a str {
        self.text.get(span.range()).unwrap_or("")
    }

    fn is_flow(&self) -> bool {
        self.raw(self.last).starts_with('{')
    }

    /// The line end of the file.
    fn newline(&self) -> &'static str {
        if self.text.contains("\r\n") { "\r\n" } else { "\n" }
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the line that contains `at`, without the line end.
    fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        end - usize::from(self.text[at..end].ends_with('\r'))
    }

    /// The end of an entry's content, exclusive: the span of a block scalar continues to the next key.
    fn end_of(&self, (key, value): &(Key, Node)) -> usize {
        let said = self.raw(value.span).trim_end().len();
        if said == 0 { self.colon(key) } else { value.span.range().start + said }
    }

    /// The offset just after the colon of a key.
    fn colon(&self, key: &Key) -> usize {
        let end = key.span.range().end;
        self.text[end..].find(':').map_or(end, |at| end + at + 1)
    }

    fn spliced(&self, start: usize, end: usize, new: &str) -> String {
        [&self.text[..start], new, &self.text[end..]].concat()
    }

    fn with_value(&self, key: &str, after: &[&str], value: &str) -> Option<String> {
        let entry = |name: &str| self.entries.iter().find(|(key, _)| key.name == name);
        if let Some(entry @ (key, node)) = entry(key) {
            let (colon, start, end) = (self.colon(key), node.span.range().start, self.end_of(entry));
            if end == colon {
                return Some(self.spliced(colon, colon, &format!(" {}", scalar(value, "", self.is_flow()))));
            }
            // The header of a block scalar (`>-`) precedes its span.
            let start = self.text[colon..start].find(['|', '>']).map_or(start, |header| colon + header);
            return Some(self.spliced(start, end, &scalar(value, &self.text[start..end], self.is_flow())));
        }
        let at = self.end_of(after.iter().find_map(|name| entry(name))?);
        let said = format!("{}: {}", self.key(key), scalar(value, "", self.is_flow()));
        if self.is_flow() {
            return Some(self.spliced(at, at, &format!(", {said}")));
        }
        let start = self.last.range().start;
        let indent = " ".repeat(start - self.line_start(start));
        let at = self.line_end(at);
        Some(self.spliced(at, at, &format!("{}{indent}{said}", self.newline())))
    }

    /// `name` as a key, with the same quotes as the keys of the last row.
    fn key(&self, name: &str) -> String {
        let quote = self.entries.first().and_then(|(key, _)| self.raw(key.span).chars().next()).filter(|c| matches!(c, '"' | '\''));
        quote.map_or_else(|| name.to_owned(), |quote| format!("{quote}{name}{quote}"))
    }

    fn with(&self, row: &NewRow<'_>) -> Option<String> {
        // Quotes keep every YAML parser from dropping a final zero.
        let like = self.entries.iter().find(|(key, _)| key.name == "version").map_or("", |(_, value)| self.raw(value.span));
        let version = scalar(row.version.as_str(), if like.starts_with('\'') { "'" } else { "\"" }, true);
        let text = |value: Option<&str>| value.map(|value| scalar(value, "", self.is_flow()));
        let fields =
            [("version", Some(version)), ("date", Some(row.date.to_string())), ("comments", text(row.comments)), ("audience", text(row.audience))];
        let fields: Vec<String> = fields.into_iter().filter_map(|(name, value)| Some(format!("{}: {}", self.key(name), value?))).collect();
        if self.raw(self.list).starts_with('[') {
            return self.in_flow_list(&format!("{{{}}}", fields.join(", ")));
        }
        let start = self.last.range().start;
        let before = self.text[..start].trim_end();
        let dash = before.ends_with('-').then(|| before.len() - 1)?;
        let indent = &self.text[self.line_start(dash)..dash];
        let gap = &self.text[dash + 1..start];
        let gap = if gap.contains('\n') { " " } else { gap };
        let row = if self.is_flow() {
            format!("{{{}}}", fields.join(", "))
        } else {
            fields.join(&format!("{}{indent} {}", self.newline(), " ".repeat(gap.len())))
        };
        let end = if self.is_flow() { self.last.range().end } else { self.entries.iter().map(|entry| self.end_of(entry)).max()? };
        let at = self.line_end(end);
        Some(self.spliced(at, at, &format!("{}{indent}-{gap}{row}", self.newline())))
    }

    fn in_flow_list(&self, row: &str) -> Option<String> {
        let (start, end) = (self.last.range().start, self.last.range().end);
        let line = self.line_start(start);
        // One row a line, or all rows on one line.
        let gap = match self.text[line..start].trim().is_empty() {
            true => format!("{}{}", self.newline(), &self.text[line..start]),
            false => " ".to_owned(),
        };
        let rest = &self.text[end..self.list.range().end];
        let comma = rest.len() - rest.trim_start().len();
        if rest[comma..].starts_with(',') {
            let at = end + comma + 1;
            return Some(self.spliced(at, at, &format!("{gap}{row},")));
        }
        Some(self.spliced(end, end, &format!(",{gap}{row}")))
    }
}

/// `value` as YAML: in the same quotes as `like`, the text that it replaces; otherwise plain if possible, or in double quotes.
pub(super) fn scalar(value: &str, like: &str, in_flow: bool) -> String {
    let has_bracket = in_flow && value.contains([',', '[', ']', '{', '}']);
    match like.chars().next() {
        Some('\'') if !value.contains(char::is_control) => format!("'{}'", value.replace('\'', "''")),
        Some('"') => in_double_quotes(value),
        _ if is_plain(value) && !has_bracket => value.to_owned(),
        _ => in_double_quotes(value),
    }
}

fn no_span() -> Span {
    Span::new(FileId(0), 0..0)
}

fn key_node(name: &str) -> Key {
    Key { name: name.to_owned(), span: no_span() }
}

fn scalar_node(value: &str) -> Node {
    Node { span: no_span(), value: Value::Scalar(value.to_owned()) }
}

fn tree_of(text: &str) -> Option<Node> {
    let mut findings = Vec::new();
    let tree = yaml::parse(text, Origin::At(FileId(0), 0), &mut findings);
    tree.filter(|_| findings.is_empty())
}

fn list_of(tree: &mut Node) -> Option<&mut Node> {
    let Value::Mapping(entries) = &mut tree.value else { return None };
    entries.iter_mut().find(|(key, _)| key.name == "versions").map(|(_, list)| list)
}

fn rows_of(tree: &mut Node) -> Option<&mut Vec<Node>> {
    match &mut list_of(tree)?.value {
        Value::Sequence(rows) => Some(rows),
        _ => None,
    }
}

fn parses_as(text: &str, expected: &Node) -> bool {
    tree_of(text).is_some_and(|tree| is_equivalent(&tree, expected))
}

/// Whether two trees have the same values; the order of keys does not matter.
fn is_equivalent(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::Null, Value::Null) => true,
        (Value::Scalar(a), Value::Scalar(b)) => a == b,
        (Value::Sequence(a), Value::Sequence(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_equivalent(a, b)),
        (Value::Mapping(a), Value::Mapping(b)) => {
            let same = |(key, value): &(Key, Node)| b.iter().any(|(name, other)| name.name == key.name && is_equivalent(value, other));
            a.len() == b.len() && a.iter().all(same)
        }
        _ => false,
    }
}
