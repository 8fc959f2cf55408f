//! A round of comments: the file `comments/ROUND.yaml`, which people edit too.
//!
//! The file is changed as text, by the spans of its YAML, so that nothing that was written by hand is lost.

use std::fmt::Write as _;
use std::ops::Range;

use super::carry::Fate;
use super::incoming::Kind;
use crate::diag::{self, Diagnostic};
use crate::model::NodeId;
use crate::span::{FileId, Span};
use crate::yaml::{self, Key, Node, Origin, Value};

/// How far a comment has been dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Not answered yet.
    Open,
    /// The text was changed as suggested.
    Accepted,
    /// The text was changed in part.
    Partly,
    /// The text was not changed.
    Declined,
    /// Read, and nothing is to be done.
    Noted,
}

impl Standing {
    /// Every standing, in order.
    pub const ALL: [Self; 5] = [Self::Open, Self::Accepted, Self::Partly, Self::Declined, Self::Noted];

    /// Its name in files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted => "accepted",
            Self::Partly => "partly",
            Self::Declined => "declined",
            Self::Noted => "noted",
        }
    }

    /// The standing with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.name() == name)
    }
}

/// A comment of a round, with its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its identity, the same however often its file is collated.
    pub id: String,
    /// The receipt number of the response that it was part of.
    pub receipt: Option<String>,
    /// The version that it was written on.
    pub version: String,
    /// The printed number of its passage in that version.
    pub paragraph: Option<String>,
    /// The identity of its passage.
    pub passage: Option<NodeId>,
    /// What happened to the passage since.
    pub fate: Fate,
    /// Where the passage is in the present version: its printed number, or the address of its page.
    pub now: Option<String>,
    /// The words that it was about, if they changed.
    pub was: Option<String>,
    /// What the comment says about its passage.
    pub kind: Kind,
    /// The group that its sender belongs to.
    pub group: Option<String>,
    /// The comment.
    pub text: String,
    /// How far it has been dealt with.
    pub standing: Standing,
    /// The person or role who read it.
    pub reader: Option<String>,
    /// The answer.
    pub response: Option<String>,
    /// The version that acted on it.
    pub acted_in: Option<String>,
    /// What it is about, across chapters.
    pub theme: Option<String>,
}

/// A round of comments.
#[derive(Debug, Clone)]
pub struct Round {
    /// Its comments, in the order of the file.
    pub entries: Vec<Entry>,
    text: String,
    file: FileId,
    nodes: Vec<Node>,
}

const HEADER: &str = "# Comments of this round. `greenpaper comments collate` adds to this file, and keeps what you write here.\n\
# Answer a comment with `greenpaper comments answer`, or here: set `status` to accepted, partly, declined or noted,\n\
# and write `response` and `read_by` (a person or a role). You can also add `acted_in` (a version) and `theme`.\n\
# Names and contact details are in private/. If a comment contains some, remove them from its text here.\n\
comments:\n";

impl Round {
    /// Reads a round from the text of its file; an empty text is a round without comments. None if it is not YAML, which is reported.
    #[must_use]
    pub fn read(text: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = if text.trim().is_empty() { HEADER.to_owned() } else { text.to_owned() };
        let before = diag::count(diagnostics, diag::Severity::Error);
        let root = yaml::parse(&text, Origin::At(file, 0), diagnostics);
        if diag::count(diagnostics, diag::Severity::Error) > before {
            return None;
        }
        let comments = root.and_then(|root| match root.value {
            Value::Mapping(keys) => keys.into_iter().find(|(key, _)| key.name == "comments").map(|(_, node)| node),
            _ => None,
        });
        let nodes = match comments.map(|node| (node.span, node.value)) {
            Some((_, Value::Sequence(nodes))) => nodes,
            Some((_, Value::Null)) => Vec::new(),
            other => {
                let span = other.map_or(Span::new(file, 0..0), |(span, _)| span);
                diagnostics.push(
                    Diagnostic::error("comments-round", span, "this file has no list `comments`")
                        .hint("put the line `comments:` before the first comment"),
                );
                return None;
            }
        };
        let entries = nodes.iter().map(|node| entry(node, diagnostics)).collect();
        Some(Self { entries, text, file, nodes })
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of an entry.
    #[must_use]
    pub fn span(&self, at: usize) -> Span {
        self.nodes[at].span
    }

    /// The place of a value of an entry; of the whole entry, if it has no such key.
    #[must_use]
    pub fn span_of(&self, at: usize, key: &str) -> Span {
        let Value::Mapping(keys) = &self.nodes[at].value else { return self.nodes[at].span };
        keys.iter().find(|(name, _)| name.name == key).map_or(self.nodes[at].span, |(_, node)| node.span)
    }

    /// The round after `changes` to values of entries (position, key, value), with `new` entries in the order of their identities.
    ///
    /// # Errors
    /// If an entry is written in a way that cannot be edited: its place.
    pub fn edited(&self, changes: &[(usize, &'static str, String)], new: &[Entry]) -> Result<Self, Box<Diagnostic>> {
        let mut edits: Vec<(Range<usize>, String)> = Vec::new();
        for (at, key, value) in changes {
            edits.extend(self.set(*at, key, value));
        }
        let mut known: Vec<(&str, usize)> = self
            .entries
            .iter()
            .zip(&self.nodes)
            .map(|(entry, node)| (entry.id.as_str(), start_of_item(&self.text, node.span.range().start)))
            .collect();
        known.sort_unstable();
        let end = self.text.trim_end().len();
        let mut new: Vec<&Entry> = new.iter().collect();
        new.sort_by(|a, b| a.id.cmp(&b.id));
        for entry in new {
            let place = known.get(known.partition_point(|(id, _)| *id < entry.id.as_str())).map(|(_, start)| *start);
            match place {
                Some(start) => edits.push((start..start, written(entry))),
                None => edits.push((end..end, format!("\n{}", written(entry).trim_end()))),
            }
        }
        edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(self.text.len() + edits.iter().map(|(_, new)| new.len()).sum::<usize>());
        let mut from = 0;
        for (range, new) in edits {
            text.push_str(self.text.get(from..range.start).unwrap_or(""));
            text.push_str(&new);
            from = range.end.max(from);
        }
        text.push_str(self.text.get(from..).unwrap_or(""));
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let mut faults = Vec::new();
        let round = Self::read(&text, self.file, &mut faults);
        let is_kept = |round: &Self| {
            changes.iter().all(|(at, key, value)| {
                round
                    .entries
                    .iter()
                    .zip(&round.nodes)
                    .any(|(entry, node)| entry.id == self.entries[*at].id && scalar(node, key).unwrap_or("") == value)
            })
        };
        round.filter(is_kept).ok_or_else(|| {
            let span = changes.first().map_or(Span::new(self.file, 0..0), |(at, ..)| self.nodes[*at].span);
            Box::new(
                Diagnostic::error("comments-round", span, "this comment is written in a way that cannot be edited automatically")
                    .hint("write each of its keys on a line of its own: `status: open`"),
            )
        })
    }

    /// The edit that sets `key` of an entry.
    fn set(&self, at: usize, key: &str, value: &str) -> Option<(Range<usize>, String)> {
        let Value::Mapping(keys) = &self.nodes[at].value else { return None };
        // A new key goes before the last one, which is the longest to read.
        let (last, _) = keys.last()?;
        let known = keys.iter().find(|(name, _)| name.name == key);
        let line = last.span.start as usize;
        let start = self.text[..line].rfind('\n').map_or(0, |end| end + 1);
        let indent = " ".repeat(self.text[start..line].chars().count());
        let value = value_text(value, &indent);
        match known {
            Some((name, Node { value: Value::Null, .. })) => {
                let colon = name.span.end as usize + self.text[name.span.end as usize..].find(':')? + 1;
                Some((colon..colon, format!(" {value}")))
            }
            Some((_, node)) => {
                // The span of a block of lines ends where the next key begins.
                let range = node.span.range();
                let end = range.start + self.text.get(range.clone())?.trim_end().len();
                Some((range.start..end, value))
            }
            None => Some((line..line, format!("{key}: {value}\n{indent}"))),
        }
    }
}

/// The start of the line of `- `, where the item at `at` begins, before comments directly above it.
fn start_of_item(text: &str, at: usize) -> usize {
    let mut start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    while let Some(above) = text[..start].strip_suffix('\n') {
        let line = above.rfind('\n').map_or(0, |end| end + 1);
        if !above[line..].trim_start().starts_with('#') {
            break;
        }
        start = line;
    }
    start
}

fn scalar<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    let Value::Mapping(keys) = &node.value else { return None };
    keys.iter().find(|(Key { name, .. }, _)| name == key).and_then(|(_, node)| match &node.value {
        Value::Scalar(text) => Some(text.trim()).filter(|text| !text.is_empty()),
        _ => None,
    })
}

fn entry(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Entry {
    let text = |key: &str| scalar(node, key).map(str::to_owned);
    let id = text("id").unwrap_or_default();
    if id.is_empty() {
        diagnostics.push(
            Diagnostic::warning("comments-round", node.span, "this comment has no `id`")
                .hint("put back the line `id` that was here, or remove the comment and collate its file again"),
        );
    }
    let named = scalar(node, "status").unwrap_or("open");
    let standing = Standing::named(named);
    if standing.is_none() {
        let finding = Diagnostic::error("comments-status", node.span, format!("the status `{named}` is unknown, so this comment counts as open"));
        diagnostics.push(
            finding.hint("write one of `open`, `accepted`, `partly`, `declined` and `noted`").nearest(named, Standing::ALL.map(Standing::name)),
        );
    }
    Entry {
        id,
        receipt: text("receipt"),
        version: text("version").unwrap_or_default(),
        paragraph: text("paragraph"),
        passage: scalar(node, "passage").and_then(NodeId::parse),
        fate: scalar(node, "state").and_then(Fate::named).unwrap_or(Fate::Unplaced),
        now: text("now"),
        was: text("was"),
        kind: Kind::named(scalar(node, "kind").unwrap_or("")),
        group: text("group"),
        text: text("text").unwrap_or_default(),
        standing: standing.unwrap_or(Standing::Open),
        reader: text("read_by"),
        response: text("response"),
        acted_in: text("acted_in"),
        theme: text("theme"),
    }
}

/// An entry as YAML.
fn written(entry: &Entry) -> String {
    let mut out = String::new();
    let passage = entry.passage.map(|id| id.to_string());
    let lines: [(&str, Option<&str>); 14] = [
        ("id", Some(&entry.id)),
        ("receipt", entry.receipt.as_deref()),
        ("version", Some(&entry.version)),
        ("paragraph", entry.paragraph.as_deref()),
        ("passage", passage.as_deref()),
        ("state", Some(entry.fate.name())),
        ("now", entry.now.as_deref()),
        ("was", entry.was.as_deref()),
        ("kind", Some(entry.kind.name())),
        ("group", entry.group.as_deref()),
        ("text", Some(&entry.text)),
        ("status", Some(entry.standing.name())),
        ("read_by", Some(entry.reader.as_deref().unwrap_or(""))),
        ("response", Some(entry.response.as_deref().unwrap_or(""))),
    ];
    for (at, (key, value)) in lines.iter().filter_map(|(key, value)| Some((key, (*value)?))).enumerate() {
        let lead = if at == 0 { "  - " } else { "    " };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{lead}{key}: {}", value_text(value, "    "));
    }
    out
}

/// A value as YAML: plain if it is a simple word, in quotes, or as a block of lines below a key with this indent.
pub(super) fn value_text(value: &str, indent: &str) -> String {
    let is_word = !value.is_empty() && value.chars().all(|c| c.is_ascii_alphabetic() || c == ' ') && !value.starts_with(' ') && !value.ends_with(' ');
    let is_special = ["null", "true", "false", "yes", "no", "on", "off"].contains(&value.to_lowercase().as_str());
    let starts_with_letter = value.starts_with(|c: char| c.is_ascii_alphabetic());
    // An identity such as `7k2m9x0q` is never read as a number, because nothing here is.
    let is_identity = value.len() == 8 && value.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if is_identity || is_word && starts_with_letter && !is_special {
        return value.to_owned();
    }
    if value.contains('\n') {
        let lines: String = value.split('\n').map(|line| if line.is_empty() { "\n".to_owned() } else { format!("\n{indent}  {line}") }).collect();
        return format!("|-{lines}");
    }
    yaml::in_double_quotes(value)
}

/// An answer to a comment. What is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// How far the comment has been dealt with.
    pub standing: Option<Standing>,
    /// The answer.
    pub response: Option<String>,
    /// The person or role who read it.
    pub reader: Option<String>,
    /// The version that acted on it.
    pub acted_in: Option<String>,
    /// What it is about.
    pub theme: Option<String>,
}

/// The round with an answer to the comment `id`; none if there is no such comment.
///
/// # Errors
/// As [`Round::edited`].
pub fn answer(round: &Round, id: &str, answer: &Answer) -> Result<Option<Round>, Box<Diagnostic>> {
    let Some(at) = round.entries.iter().position(|entry| entry.id == id) else { return Ok(None) };
    let values = [
        ("status", answer.standing.map(|standing| standing.name().to_owned())),
        ("response", answer.response.clone()),
        ("read_by", answer.reader.clone()),
        ("acted_in", answer.acted_in.clone()),
        ("theme", answer.theme.clone()),
    ];
    let changes: Vec<_> = values.into_iter().filter_map(|(key, value)| Some((at, key, super::incoming::clean(&value?)))).collect();
    round.edited(&changes, &[]).map(Some)
}
