//! A round of comments as a paper for a meeting, in Markdown: what was said, what is proposed, what is still to be decided.
//!
//! It is read on its own, so it has no links into the strategy. Like the page of answers it has no names, and only groups that are large
//! enough that nobody can be told from them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::answers::{Places, nameable, versions_of};
use super::incoming::Kind;
use super::markdown::literal;
use super::passages;
use super::register::{counted, waiting};
use super::round::{Entry, Round, Standing};
use super::survey;
use crate::compare::Versions;
use crate::model::PageId;

/// Title and body of the paper about `round`. Groups with fewer comments than `threshold` are counted together.
#[must_use]
pub fn board_paper(versions: &Versions, round: &Round, threshold: usize) -> (String, String) {
    let document = passages::numbered((&versions.newest, &versions.sources));
    let places = Places::of(&document, versions, String::new());
    let entries: Vec<&Entry> = round.entries.iter().filter(|entry| entry.kind != Kind::Choice).collect();
    let (read, left) = (versions_of(&entries), waiting(round));
    let mut out = format!(
        "{} on version {read}. {}\n\n## What was decided\n\n",
        counted(entries.len(), "comment"),
        match left.len() {
            0 => "All have been read and answered.".to_owned(),
            1 => "1 is still to be read or answered.".to_owned(),
            open => format!("{open} are still to be read or answered."),
        }
    );
    out.push_str("| Decision | Comments |\n|---|---:|\n");
    for standing in [Standing::Accepted, Standing::Partly, Standing::Declined, Standing::Noted, Standing::Open] {
        let count = entries.iter().filter(|entry| entry.standing == standing).count();
        let _ = writeln!(out, "| {} | {count} |", decision(standing));
    }
    out.push('\n');
    groups(&entries, threshold, &mut out);
    survey::results(versions, round, threshold, &mut out);
    if !left.is_empty() {
        out.push_str("## Still to be decided\n\n");
        for waiting in left {
            let _ = writeln!(out, "- Comment {}: {}", literal(&waiting.entry.id), waiting.lacks);
        }
        out.push('\n');
    }
    let order: Vec<Option<PageId>> = document.texts().map(|(id, _)| Some(id)).chain([Some(PageId::Glossary), None]).collect();
    let mut by_text: HashMap<Option<PageId>, Vec<&Entry>> = HashMap::new();
    for entry in &entries {
        by_text.entry(places.text(entry)).or_default().push(entry);
    }
    for text in order {
        let Some(entries) = by_text.get(&text) else { continue };
        let _ = write!(out, "## {}\n\n| Where | What was said | Decision and response |\n|---|---|---|\n", places.title(text));
        for entry in entries {
            let said = if entry.text.is_empty() { "(no words)".to_owned() } else { literal(&entry.text) };
            let place = places.number(entry).map_or_else(String::new, |number| format!("Paragraph {number}<br>"));
            let _ = writeln!(out, "| {place}Comment {} | {said} | {} |", literal(&entry.id), answer(entry));
        }
        out.push('\n');
    }
    (format!("Comments on version {read}"), out)
}

fn decision(standing: Standing) -> &'static str {
    match standing {
        Standing::Accepted => "Changed",
        Standing::Partly => "Changed in part",
        Standing::Declined => "Not changed",
        Standing::Noted => "Noted",
        Standing::Open => "Not decided yet",
    }
}

fn answer(entry: &Entry) -> String {
    let response = entry.response.as_deref().map_or_else(String::new, |response| format!(" {}", literal(response)));
    let acted = entry.acted_in.as_deref().map_or_else(String::new, |version| format!("<br>Version {}", literal(version)));
    format!("{}.{}{acted}", decision(entry.standing), response.trim_end())
}

fn groups(entries: &[&Entry], threshold: usize, out: &mut String) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in entries.iter().filter_map(|entry| entry.group.as_deref()) {
        *counts.entry(group).or_default() += 1;
    }
    let (named, others) = nameable(counts.into_iter().collect(), threshold);
    if named.is_empty() {
        return;
    }
    out.push_str("## Who took part\n\n| Group | Comments |\n|---|---:|\n");
    for (group, count) in named {
        let _ = writeln!(out, "| {} | {count} |", literal(group));
    }
    if others > 0 {
        let _ = writeln!(out, "| Groups with fewer than {threshold} comments | {others} |");
    }
    out.push('\n');
}
