//! Front matter of other tools: Jekyll, Hugo, MkDocs, Docusaurus and others.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};
use crate::yaml::{self, Origin, Value};

/// What a text says about itself.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) language: Option<String>,
    /// Its place among its neighbours.
    pub(super) weight: Option<i64>,
    /// Addresses that it has or had.
    pub(super) addresses: Vec<String>,
    /// Keys without a meaning here, with their places.
    pub(super) others: BTreeMap<String, Span>,
    /// Where the text begins, in bytes.
    pub(super) end: usize,
}

/// Reads the front matter of a text: YAML between `---`, or TOML between `+++`.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Front {
    let mut front = Front::default();
    let Some((range, end, is_toml)) = extent(text) else { return front };
    front.end = end;
    let start = range.start;
    let inside = text.get(range).unwrap_or("");
    let pairs = if is_toml { toml(file, start, inside) } else { mapping(file, start, inside, diagnostics) };
    for (key, values, span) in pairs {
        let first = values.first().cloned().filter(|value| !value.trim().is_empty());
        match key.to_lowercase().as_str() {
            "title" => front.title = first,
            "description" | "summary" | "excerpt" | "subtitle" if front.summary.is_none() => front.summary = first.map(in_one_line),
            "lang" | "language" => front.language = first,
            "weight" | "order" | "nav_order" | "sidebar_position" | "position"
                if first.as_ref().is_some_and(|value| value.parse::<f64>().is_ok()) =>
            {
                front.weight = first.and_then(|value| value.parse::<f64>().ok()).map(|weight| (weight * 1000.0) as i64);
            }
            "slug" | "permalink" | "url" | "aliases" | "redirect_from" | "id" => front.addresses.extend(values),
            // What only says how a page is shown, or is said by its place.
            "draft" | "layout" | "sidebar_label" | "nav_title" | "hide_title" | "parent" | "has_children" | "toc" | "type" => {}
            _ => {
                front.others.insert(key, span);
            }
        }
    }
    front
}

fn in_one_line(text: String) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where the front matter is, where the text after it begins, and whether it is TOML.
fn extent(text: &str) -> Option<(Range<usize>, usize, bool)> {
    let lead = text.len() - text.trim_start_matches('\u{feff}').len();
    let (fence, is_toml) = if text[lead..].starts_with("---") { ("---", false) } else { ("+++", true) };
    let first = text[lead..].lines().next()?;
    if first.trim_end() != fence {
        return None;
    }
    let start = lead + text[lead..].find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((start..at, at + line.len(), is_toml));
        }
        at += line.len();
    }
    None
}

type Pairs = Vec<(String, Vec<String>, Span)>;

fn mapping(file: FileId, start: usize, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Pairs {
    let mut faults = Vec::new();
    let root = yaml::parse(text, Origin::At(file, start), &mut faults);
    if !faults.is_empty() {
        let place = Span::new(file, start..start + text.len());
        diagnostics.push(
            Diagnostic::warning("import-front-matter", place, "this front matter has mistakes, so some of it may be missing")
                .hint("compare it with the front matter of the new file"),
        );
    }
    let Some(Value::Mapping(pairs)) = root.map(|root| root.value) else { return Vec::new() };
    pairs.into_iter().map(|(key, node)| (key.name, scalars(node.value), key.span)).collect()
}

fn scalars(value: Value) -> Vec<String> {
    match value {
        Value::Null | Value::Mapping(_) => Vec::new(),
        Value::Scalar(text) => vec![text],
        Value::Sequence(nodes) => nodes.into_iter().flat_map(|node| scalars(node.value)).collect(),
    }
}

/// The simple pairs of TOML: texts, numbers and lists of texts on a line each.
fn toml(file: FileId, start: usize, text: &str) -> Pairs {
    let mut pairs = Vec::new();
    let mut at = start;
    let mut table = String::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(file, at..at + line.trim_end().len());
        at += line.len();
        if let Some(name) = line.trim().strip_prefix('[').and_then(|name| name.strip_suffix(']')) {
            name.clone_into(&mut table);
            pairs.push((table.clone(), Vec::new(), span));
            continue;
        }
        let Some((key, value)) = line.split_once('=').filter(|_| table.is_empty() && !line.trim_start().starts_with('#')) else { continue };
        let value = value.trim();
        let values = match value.strip_prefix('[').and_then(|list| list.strip_suffix(']')) {
            Some(list) => list.split(',').map(unquoted).filter(|value| !value.is_empty()).collect(),
            None => vec![unquoted(value)],
        };
        pairs.push((unquoted(key), values, span));
    }
    pairs
}

pub(super) fn unquoted(text: &str) -> String {
    text.trim().trim_matches(['"', '\'']).replace("\\\"", "\"")
}
