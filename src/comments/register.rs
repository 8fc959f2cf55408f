//! Reports on a round: lists, counts, and what is still to be answered.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::incoming::Kind;
use super::round::{Entry, Round, Standing};

/// Counts of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// All comments.
    pub comments: usize,
    /// Answers to questions that have options, which are counted and not answered one by one.
    pub choices: usize,
    /// By status.
    pub status: BTreeMap<&'static str, usize>,
    /// By kind.
    pub kind: BTreeMap<&'static str, usize>,
    /// By what happened to the passage.
    pub state: BTreeMap<&'static str, usize>,
    /// By group.
    pub groups: Vec<Group>,
    /// How many comments nobody has read or answered.
    pub waiting: usize,
}

/// A group and the number of its comments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// The number of its comments.
    pub comments: usize,
}

/// Counts the comments of `round`.
#[must_use]
pub fn stats(round: &Round) -> Stats {
    let mut stats = Stats { waiting: waiting(round).len(), ..Stats::default() };
    let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &round.entries {
        if entry.kind == Kind::Choice {
            stats.choices += 1;
            continue;
        }
        stats.comments += 1;
        *stats.status.entry(entry.standing.name()).or_default() += 1;
        *stats.kind.entry(entry.kind.name()).or_default() += 1;
        *stats.state.entry(entry.fate.name()).or_default() += 1;
        *groups.entry(entry.group.as_deref().unwrap_or("no group given")).or_default() += 1;
    }
    stats.groups = groups.into_iter().map(|(name, comments)| Group { name: name.to_owned(), comments }).collect();
    stats
}

impl Stats {
    /// The counts as lines of text.
    #[must_use]
    pub fn human(&self) -> String {
        let mut out = format!("{}, {} still to be read or answered\n", counted(self.comments, "comment"), self.waiting);
        if self.choices > 0 {
            let _ = writeln!(out, "{} to questions with options", counted(self.choices, "answer"));
        }
        let list =
            |counts: &BTreeMap<&'static str, usize>| counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
        for (name, counts) in [("status", &self.status), ("kind", &self.kind), ("passages", &self.state)] {
            if !counts.is_empty() {
                let _ = writeln!(out, "{name}: {}", list(counts));
            }
        }
        for group in &self.groups {
            let _ = writeln!(out, "group: {} {}", group.name, group.comments);
        }
        out
    }
}

/// A comment that nobody has read or answered yet.
#[derive(Debug, Clone, Copy)]
pub struct Waiting<'a> {
    /// The comment.
    pub entry: &'a Entry,
    /// What is missing.
    pub lacks: &'static str,
}

/// The comments of `round` that are open, that no one is named as having read, or that have a decision without an answer. What was
/// chosen among options is counted, so nobody answers it.
#[must_use]
pub fn waiting(round: &Round) -> Vec<Waiting<'_>> {
    let lacks = |entry: &Entry| match entry.standing {
        Standing::Open => Some("not answered"),
        _ if entry.reader.is_none() => Some("nobody is named as having read it"),
        Standing::Accepted | Standing::Partly | Standing::Declined if entry.response.is_none() => Some("decided, but without a response"),
        Standing::Accepted | Standing::Partly | Standing::Declined | Standing::Noted => None,
    };
    round.entries.iter().filter(|entry| entry.kind != Kind::Choice).filter_map(|entry| Some(Waiting { entry, lacks: lacks(entry)? })).collect()
}

/// A line for each of `entries`.
#[must_use]
pub fn human_list<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> String {
    let mut out = String::new();
    for entry in entries {
        let gone = format!("(in {})", entry.version);
        let place = entry.now.as_deref().or(entry.paragraph.as_deref()).unwrap_or(&gone);
        let first: String = entry.text.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
        let more = if entry.text.split_whitespace().count() > 12 { " …" } else { "" };
        let first = if first.is_empty() { "(no words)" } else { &first };
        let _ = writeln!(out, "{}  {}  {place}  {}  {}: {first}{more}", entry.id, entry.standing.name(), entry.fate.name(), entry.kind.name());
    }
    out
}

/// Everything about one comment.
#[must_use]
pub fn show(entry: &Entry) -> String {
    let mut out = String::new();
    let passage = entry.passage.map(|id| id.to_string());
    let lines = [
        ("comment", Some(entry.id.as_str())),
        ("written on version", Some(&entry.version)),
        ("paragraph there", entry.paragraph.as_deref()),
        ("passage", passage.as_deref()),
        ("the passage since", Some(entry.fate.name())),
        ("where it is now", entry.now.as_deref()),
        ("it said", entry.was.as_deref()),
        ("kind", Some(entry.kind.name())),
        ("group", entry.group.as_deref()),
        ("text", Some(&entry.text)),
        ("status", Some(entry.standing.name())),
        ("read by", entry.reader.as_deref()),
        ("response", entry.response.as_deref()),
        ("acted on in version", entry.acted_in.as_deref()),
        ("theme", entry.theme.as_deref()),
    ];
    for (name, value) in lines.iter().filter_map(|(name, value)| Some((name, (*value)?))) {
        let _ = writeln!(out, "{name}: {}", value.replace('\n', "\n    "));
    }
    out
}

pub(super) fn counted(count: usize, name: &str) -> String {
    if count == 1 { format!("1 {name}") } else { format!("{count} {name}s") }
}
