//! "You said, we did": a round of comments as a page of the strategy, in Markdown.
//!
//! The page is an author's text like any other from then on: read again, reworded, checked, published and compared. It has no names,
//! and groups only if they are large enough that nobody can be told from them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::carry::Fate;
use super::incoming::Kind;
use super::markdown::{bar_chart, literal};
use super::passages;
use super::passages::Passages;
use super::private::known_details;
use super::register::counted;
use super::round::{Entry, Round, Standing};
use super::survey;
use crate::compare::Versions;
use crate::diag::Diagnostic;
use crate::error::Error;
use crate::model::{Document, NodeId, PageId, Settings, VersionRow};
use crate::read::Project;
use crate::span::SourceMap;
use crate::text::personal::personal_details;

/// How a page of answers is made.
#[derive(Debug, Clone)]
pub struct AnswersPage<'a> {
    /// The name of the round.
    pub round: &'a str,
    /// Groups with fewer comments are counted together.
    pub threshold: usize,
    /// The folder of the page, from the strategy's: links lead on from there.
    pub folder: &'a str,
}

/// The page about `round`, with links to the newest of `versions`. Comments that are still open are left out; answers to questions
/// with options are counted.
#[must_use]
pub fn answers(versions: &Versions, round: &Round, page: &AnswersPage<'_>) -> String {
    let document = passages::numbered((&versions.newest, &versions.sources));
    let up = if page.folder.is_empty() { String::new() } else { "../".repeat(page.folder.matches('/').count() + 1) };
    let places = Places::of(&document, versions, up);
    let answered: Vec<&Entry> = round.entries.iter().filter(|entry| entry.standing != Standing::Open && entry.kind != Kind::Choice).collect();
    let mut out = format!(
        "---\ntitle: You said, we did\nsummary: What readers said about version {0}, and what we did.\nround: \"{1}\"\n---\n\n\
         <!-- Made by `greenpaper comments publish` from comments/{1}.yaml. Read it, and reword what you like. -->\n\n",
        versions_of(&answered),
        page.round
    );
    out.push_str(&introduction(&answered));
    let origin = origin(&answered, &versions.newest.settings.versions);
    standings(&answered, &origin, &mut out);
    groups(&answered, page.threshold, &origin, &mut out);
    survey::results(versions, round, page.threshold, &mut out);
    let order: Vec<Option<PageId>> = document.texts().map(|(id, _)| Some(id)).chain([Some(PageId::Glossary), None]).collect();
    let mut by_text: HashMap<Option<PageId>, Vec<&Entry>> = HashMap::new();
    for entry in answered.iter().filter(|entry| !entry.text.is_empty()) {
        by_text.entry(places.text(entry)).or_default().push(entry);
    }
    for text in order {
        let Some(entries) = by_text.get(&text) else { continue };
        let _ = write!(out, "## {}\n\n", places.title(text));
        for group in with_one_answer(entries) {
            let _ = write!(out, "You said: {}\n: We did: {}{}\n\n", said(&group), did(group[0]), places.link(group[0]));
        }
    }
    themes(&answered, &mut out);
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Findings about comments of `round` that cannot be published, because they or their answers give away who sent them. Comments that
/// are still open are looked at only `with_open`.
///
/// # Errors
/// If a file of private details in `project` cannot be read.
pub fn publishable(project: &dyn Project, settings: &Settings, round: &Round, with_open: bool) -> Result<Vec<Diagnostic>, Error> {
    let files: Vec<String> = project.list()?.into_iter().filter(|entry| entry.fault.is_none()).map(|entry| entry.path).collect();
    let known = known_details(project, &files, settings)?;
    let mut findings = Vec::new();
    for (at, entry) in round.entries.iter().enumerate().filter(|(_, entry)| with_open || entry.standing != Standing::Open) {
        let texts =
            [("text", Some(&entry.text)), ("response", entry.response.as_ref()), ("theme", entry.theme.as_ref()), ("group", entry.group.as_ref())];
        for (key, text) in texts.into_iter().filter_map(|(key, text)| Some((key, text?))) {
            if let Some((_, kind)) = personal_details(text, &known).first() {
                let message = format!("the {key} of comment {} has {}", entry.id, kind.name());
                let finding = Diagnostic::error("personal-details", round.span_of(at, key), message);
                findings.push(finding.hint(format!("remove it from `{key}` here: comments are published without their senders")));
            }
        }
    }
    Ok(findings)
}

pub(super) fn versions_of(entries: &[&Entry]) -> String {
    let mut versions: Vec<&str> = entries.iter().map(|entry| entry.version.as_str()).collect();
    versions.sort_unstable();
    versions.dedup();
    versions.join(", ")
}

fn introduction(answered: &[&Entry]) -> String {
    let mut receipts: Vec<&str> = answered.iter().filter_map(|entry| entry.receipt.as_deref()).collect();
    receipts.sort_unstable();
    receipts.dedup();
    let comments = counted(answered.len(), "comment");
    let from = if receipts.is_empty() { String::new() } else { format!(" in {}", counted(receipts.len(), "response")) };
    format!("We read {comments}{from} on version {}. This page shows what was said and what we did.\n\n", versions_of(answered))
}

/// What was decided, as a chart.
fn standings(answered: &[&Entry], origin: &str, out: &mut String) {
    const NAMES: [(Standing, &str); 4] = [
        (Standing::Accepted, "We changed the text"),
        (Standing::Partly, "We changed it in part"),
        (Standing::Declined, "We did not change it"),
        (Standing::Noted, "Noted, nothing to change"),
    ];
    let counts = NAMES.map(|(standing, name)| (name, answered.iter().filter(|entry| entry.standing == standing).count()));
    let changed = counts[0].1 + counts[1].1;
    let summary = format!("{changed} of {} led to a change of the text.", counted(answered.len(), "comment"));
    bar_chart("What we did with comments", &summary, "comments", counts.iter().filter(|(_, count)| *count > 0).copied(), origin, out);
}

/// Who took part, if there are several groups that can be named.
fn groups(answered: &[&Entry], threshold: usize, origin: &str, out: &mut String) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for group in answered.iter().filter_map(|entry| entry.group.as_deref()) {
        *counts.entry(group).or_default() += 1;
    }
    let (named, others) = nameable(counts.into_iter().collect(), threshold);
    if named.is_empty() {
        return;
    }
    let rows: Vec<(&str, usize)> = named.iter().copied().chain((others > 0).then_some(("Other groups", others))).collect();
    let summary = match others {
        0 => "Some comments came without the name of a group.".to_owned(),
        _ => format!("Groups with fewer than {threshold} comments are counted together, so that nobody can be recognised."),
    };
    let summary = if others == 0 && rows.iter().map(|(_, count)| count).sum::<usize>() == answered.len() {
        "All comments came from these groups.".to_owned()
    } else {
        summary
    };
    bar_chart("Who sent comments", &summary, "comments", rows.into_iter(), origin, out);
}

/// Groups that can be named, and the number of comments of all others. If the others are so few that they can be told by subtraction,
/// the smallest group joins them.
pub(super) fn nameable(mut counts: Vec<(&str, usize)>, threshold: usize) -> (Vec<(&str, usize)>, usize) {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let first_small = counts.partition_point(|(_, count)| *count >= threshold);
    let mut others: usize = counts.drain(first_small..).map(|(_, count)| count).sum();
    while others > 0 && others < threshold {
        let Some((_, count)) = counts.pop() else { break };
        others += count;
    }
    (counts, others)
}

/// Source and period of the charts: the versions that were commented on, and the date of the first of them.
fn origin(answered: &[&Entry], rows: &[VersionRow]) -> String {
    let dates = rows.iter().filter(|row| answered.iter().any(|entry| entry.version == row.version.as_str())).map(|row| row.date);
    let period = dates.min().map_or_else(String::new, |date| format!("period: From {}\n", date.strftime("%-d %B %Y")));
    format!("source: Comments on version {}\n{period}", versions_of(answered))
}

/// Comments with the same answer on the same passage, which are shown together, in their order.
fn with_one_answer<'a>(entries: &[&'a Entry]) -> Vec<Vec<&'a Entry>> {
    let mut groups: Vec<Vec<&Entry>> = Vec::new();
    let mut known: HashMap<(&str, Option<NodeId>, Standing), usize> = HashMap::new();
    for entry in entries {
        let answer = entry.response.as_deref().filter(|response| !response.is_empty());
        let place = answer.map(|answer| (answer, entry.passage, entry.standing));
        match place.and_then(|place| known.get(&place)) {
            Some(at) => groups[*at].push(entry),
            None => {
                if let Some(place) = place {
                    known.insert(place, groups.len());
                }
                groups.push(vec![entry]);
            }
        }
    }
    groups
}

fn said(entries: &[&Entry]) -> String {
    let texts: Vec<String> = entries.iter().map(|entry| format!("\u{201c}{}\u{201d}", literal(&entry.text))).collect();
    texts.join(" ")
}

fn did(entry: &Entry) -> String {
    let decision = match entry.standing {
        Standing::Accepted => "Changed.",
        Standing::Partly => "Changed in part.",
        Standing::Declined => "Not changed.",
        Standing::Noted | Standing::Open => "Noted.",
    };
    let response = entry.response.as_deref().map_or_else(String::new, |response| format!(" {}", literal(response)));
    let acted = entry.acted_in.as_deref().map_or_else(String::new, |version| format!(" See [what version {version} changed](version:{version})."));
    format!("{decision}{}{acted}", response.trim_end())
}

fn themes(answered: &[&Entry], out: &mut String) {
    let mut themes: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for entry in answered {
        if let Some(theme) = entry.theme.as_deref() {
            let (all, changed) = themes.entry(theme).or_default();
            *all += 1;
            *changed += usize::from(matches!(entry.standing, Standing::Accepted | Standing::Partly));
        }
    }
    if themes.is_empty() {
        return;
    }
    out.push_str("## By theme\n\n");
    for (theme, (all, changed)) in themes {
        let _ = writeln!(out, "- {}: {}, of which {changed} led to a change", literal(theme), counted(all, "comment"));
    }
}

/// Where passages are in the newest version.
pub(super) struct Places<'d> {
    document: &'d Document,
    sources: &'d SourceMap,
    passages: Passages,
    /// What leads from the folder of the page to the strategy's.
    up: String,
    /// Whether readers see the numbers of paragraphs.
    is_numbered: bool,
}

impl<'d> Places<'d> {
    /// The places of `document`, which is the newest of `versions`; `up` leads from the folder of a page to the strategy's.
    pub(super) fn of(document: &'d Document, versions: &'d Versions, up: String) -> Self {
        let is_numbered = versions.newest.settings.numbering.paragraphs;
        Self { document, sources: &versions.sources, passages: Passages::of(document), up, is_numbered }
    }

    /// The number of the paragraph that a comment is about, if its passage is there.
    pub(super) fn number(&self, entry: &Entry) -> Option<String> {
        self.passages.of_comment(entry)?.number.as_deref().map(str::to_owned)
    }

    /// The text that a comment is about; none if its passage is gone or unknown.
    pub(super) fn text(&self, entry: &Entry) -> Option<PageId> {
        self.passages.of_comment(entry).map(|passage| passage.text)
    }

    /// Number and title of a text.
    pub(super) fn title(&self, text: Option<PageId>) -> String {
        let Some(text) = text else { return "The whole text, and passages that were removed".to_owned() };
        let Some(chapter) = self.document.chapter(text) else { return "The glossary".to_owned() };
        let number = chapter.number.as_ref().map_or_else(String::new, |number| format!("{number}. "));
        format!("{number}{}", literal(&chapter.front.title))
    }

    /// A sentence with a link to the passage, or on its end.
    fn link(&self, entry: &Entry) -> String {
        let Some(passage) = self.passages.of_comment(entry) else {
            let was: Vec<&str> = entry.was.as_deref().unwrap_or("").split_whitespace().take(8).collect();
            return match (entry.fate, was.is_empty()) {
                (Fate::Removed, false) => format!(" This passage was removed; it began \u{201c}{}\u{201d}.", literal(&was.join(" "))),
                _ => String::new(),
            };
        };
        let title = self.document.chapter(passage.text).map_or("the glossary", |chapter| &chapter.front.title);
        let number = passage.number.as_deref().filter(|_| self.is_numbered);
        let words = number.map_or_else(|| format!("the passage in {}", literal(title)), |number| format!("paragraph {number}"));
        let anchor = passage.anchor.as_ref().map_or_else(String::new, |anchor| format!("#{anchor}"));
        let destination = format!("{}{}{anchor}", self.up, self.sources.file(passage.span.file).path);
        if destination.contains(' ') { format!(" Read [{words}](<{destination}>).") } else { format!(" Read [{words}]({destination}).") }
    }
}

#[cfg(test)]
mod tests {
    use super::nameable;

    #[test]
    fn small_groups_cannot_be_told_by_subtraction() {
        assert_eq!(nameable(vec![("a", 20), ("b", 6), ("c", 2)], 5), (vec![("a", 20)], 8));
        assert_eq!(nameable(vec![("a", 20), ("b", 6), ("c", 3), ("d", 2)], 5), (vec![("a", 20), ("b", 6)], 5));
        assert_eq!(nameable(vec![("a", 4)], 5), (vec![], 4));
        assert_eq!(nameable(vec![("a", 5), ("b", 5)], 5), (vec![("a", 5), ("b", 5)], 0));
    }
}
