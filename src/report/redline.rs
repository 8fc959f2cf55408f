//! The differences between two versions: counts for each chapter, then each passage.

mod line;
mod passage;
mod rows;

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;

pub use passage::{Passage, PassageChange, WordMark, Words};

use crate::diag::printable;
use crate::history::{Counts, changes, moves, respellings};
use crate::model::{Chapter, Draft, GlossaryTerm, Label, Mark, Softening, Weaker};

use rows::Rows;

/// The differences between two versions.
#[derive(Debug, Serialize)]
pub struct RedlineReport {
    /// The older version.
    pub from: String,
    /// The newer version.
    pub to: String,
    /// Chapters, each followed by its sections, then pages and transcripts; only those that differ, in reading order.
    pub texts: Vec<TextReport>,
    /// Terms that differ, in the order of the glossary's files.
    pub terms: Vec<ChangedTerm>,
    /// Actions that promise less than before, in the order of the older version.
    pub softened: Vec<SoftenedAction>,
    /// Places where only quotation marks or dashes differ, and which are left out.
    pub formatting: u32,
}

/// An action that promises less than before.
#[derive(Debug, Serialize)]
pub struct SoftenedAction {
    /// Its id.
    pub action: String,
    /// What will be done; what was to be done, if it was dropped.
    pub what: String,
    /// How it became weaker.
    pub how: Vec<SoftenedBy>,
}

/// A way in which an action promises less.
#[derive(Debug, Serialize)]
pub struct SoftenedBy {
    /// `dropped`, `later`, `no_date`, `target`, `no_target`, `no_owner` or `words`.
    pub kind: &'static str,
    /// The older value; empty for an action that was dropped.
    pub was: String,
    /// The newer value; empty if there is none.
    pub now: String,
}

impl From<&Softening> for SoftenedAction {
    fn from(softening: &Softening) -> Self {
        let by = |weaker: &Weaker| {
            let (kind, was, now) = weaker.parts(|period| period.to_string());
            SoftenedBy { kind, was, now }
        };
        Self { action: softening.action.to_string(), what: softening.what.clone(), how: softening.how.iter().map(by).collect() }
    }
}

impl SoftenedAction {
    fn human(&self) -> String {
        let how = self.how.iter().map(|by| match by.kind {
            "dropped" => "dropped".to_owned(),
            "later" => format!("due {} instead of {}", by.now, by.was),
            "no_date" => format!("no date any more (was {})", by.was),
            "target" => format!("target {} instead of {}", by.now, by.was),
            "no_target" => format!("no target any more (was {})", by.was),
            "no_owner" => format!("no owner any more (was {})", by.was),
            _ => format!("weaker words (was \"{}\")", by.was),
        });
        format!("{}: {}\n  {}\n", self.action, how.collect::<Vec<_>>().join("; "), self.what)
    }
}

/// The differences in a chapter, a section or a page.
#[derive(Debug, Serialize)]
pub struct TextReport {
    /// Its slug; for a section, both: `priorities/starting-well`.
    pub path: String,
    /// Its title; the last one if it was removed.
    pub title: String,
    /// Whether it was added or removed.
    pub state: TextState,
    /// Whether its position among the others has changed.
    pub is_reordered: bool,
    /// Differences in its front matter: title, address, summary and so on.
    pub above: Vec<Passage>,
    /// Counts of the differences in its text.
    pub counts: Counts,
    /// The differences in its text, by passage.
    pub passages: Vec<Passage>,
}

/// The differences in a glossary term.
#[derive(Debug, Serialize)]
pub struct ChangedTerm {
    /// The term; its last form if it was removed.
    pub term: String,
    /// Whether it was added or removed.
    pub state: TextState,
    /// The differences, by passage.
    pub passages: Vec<Passage>,
}

/// How a whole text or term changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextState {
    /// In both versions.
    Changed,
    /// Only in the newer version.
    Added,
    /// Only in the older version.
    Removed,
}

/// Reports the differences between the versions `from` and `to`, given their [redline](crate::history::redline) and
/// the promises that became weaker; with `formatting`, also passages that differ in quotation marks or dashes alone.
#[must_use]
pub fn redline(redline: &Draft, softened: &[Softening], from: &str, to: &str, formatting: bool) -> RedlineReport {
    let ends = moves(redline);
    let titles: HashMap<String, &str> = every(redline).map(|(path, text)| (path, text.front.title.as_str())).collect();
    let mut rows = Rows::new(&ends, &titles, formatting);
    let mut counts: HashMap<String, Counts> = changes(redline).texts.into_iter().map(|text| (text.path, text.counts)).collect();
    let texts = every(redline).filter_map(|(path, chapter)| {
        let change = chapter.change.as_deref().filter(|change| formatting || change.is_change())?;
        let state = state(change.mark);
        let above = change.was.as_ref().map_or_else(Vec::new, |was| rows::above((&was.slug, &was.front), (&chapter.slug, &chapter.front)));
        let passages = rows.chapter(&path, chapter, change.mark);
        let is_change = state != TextState::Changed || change.is_reordered || !above.is_empty() || !passages.is_empty();
        let counts = counts.remove(&path).unwrap_or_default();
        is_change.then(|| TextReport { path, title: chapter.front.title.clone(), state, is_reordered: change.is_reordered, above, counts, passages })
    });
    let texts = texts.collect();
    let term = |term: &GlossaryTerm<Label>| {
        let change = term.change.as_deref().filter(|change| change.is_change())?;
        Some(ChangedTerm { term: term.term.clone(), state: state(change.mark), passages: rows.term(term, change) })
    };
    let terms = redline.terms.iter().filter_map(term).collect();
    let softened = softened.iter().map(SoftenedAction::from).collect();
    RedlineReport { from: from.to_owned(), to: to.to_owned(), texts, terms, softened, formatting: if formatting { 0 } else { respellings(redline) } }
}

/// Chapters, each followed by its sections, then all other texts, with their paths.
fn every(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    let pages = draft.pages.iter().chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts);
    let chapters = draft.chapters.iter().flat_map(|chapter| {
        let sections = chapter.sections.iter().map(|section| (format!("{}/{}", chapter.slug, section.slug), section));
        std::iter::once((chapter.slug.clone(), &**chapter)).chain(sections)
    });
    chapters.chain(pages.map(|page| (page.slug.clone(), page)))
}

fn state(mark: Mark) -> TextState {
    match mark {
        Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => TextState::Changed,
        Mark::Added => TextState::Added,
        Mark::Removed => TextState::Removed,
    }
}

impl RedlineReport {
    /// Whether there are no differences that readers can see.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.terms.is_empty()
    }

    /// Formats the report for people: a line for each chapter, then each passage.
    ///
    /// `[-words-]` were removed, `{+words+}` were added, and `{~words=>**words**~}` are formatted differently. With `colour`, the marks are
    /// also coloured for a terminal.
    #[must_use]
    pub fn human(&self, colour: bool) -> String {
        let Self { from, to, .. } = self;
        if from == to {
            return format!("{from} and {to} are the same version: there is nothing to compare.\n");
        }
        if self.is_empty() {
            return match self.formatting {
                0 => format!("There are no differences between {from} and {to}.\n"),
                _ => format!("There are no differences between {from} and {to}, apart from formatting.\n{}", self.hidden()),
            };
        }
        let mut text = format!("From {from} to {to}\n\n");
        let names: Vec<&str> = self.texts.iter().map(|text| text.title.as_str()).chain((!self.terms.is_empty()).then_some(GLOSSARY)).collect();
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        // Writing to a string cannot fail.
        for row in &self.texts {
            let _ = writeln!(text, "{:width$}  {}", row.title, row.in_short());
        }
        if !self.terms.is_empty() {
            let count = |state| self.terms.iter().filter(|term| term.state == state).count() as u32;
            let counts = [(count(TextState::Added), "new"), (count(TextState::Removed), "removed"), (count(TextState::Changed), "changed")];
            let _ = writeln!(text, "{GLOSSARY:width$}  {}", counted(&counts).join(", "));
        }
        if !self.softened.is_empty() {
            text.push_str("\nPromises that became weaker\n\n");
            self.softened.iter().for_each(|action| text.push_str(&action.human()));
        }
        for row in &self.texts {
            section(&mut text, &row.title, row.state, row.above.iter().chain(&row.passages), colour);
        }
        for row in &self.terms {
            section(&mut text, &format!("{GLOSSARY}: {}", row.term), row.state, row.passages.iter(), colour);
        }
        if self.formatting > 0 {
            let _ = write!(text, "\n{}", self.hidden());
        }
        text
    }
}

const GLOSSARY: &str = "Glossary";

impl RedlineReport {
    /// How much differs in nothing but quotation marks and dashes.
    fn hidden(&self) -> String {
        let places = if self.formatting == 1 { "1 place".to_owned() } else { format!("{} places", self.formatting) };
        format!("Quotation marks or dashes alone differ in {places}; add --formatting to see where.\n")
    }
}

/// Writes each passage under its heading; nothing if there are none.
fn section<'p>(text: &mut String, title: &str, state: TextState, passages: impl Iterator<Item = &'p Passage>, colour: bool) {
    let state = match state {
        TextState::Changed => "",
        TextState::Added => " (new)",
        TextState::Removed => " (removed)",
    };
    let mut under = None;
    for (at, passage) in passages.enumerate() {
        if at == 0 {
            let _ = writeln!(text, "\n=== {}{state}", printable(title));
        }
        if passage.under != under {
            under.clone_from(&passage.under);
            let _ = writeln!(text, "{}", under.as_ref().map_or_else(String::new, |heading| format!("\n  {}", printable(heading))));
        }
        let _ = writeln!(text, "  {}", passage.human(colour));
    }
}

/// The counts above zero, with their names.
fn counted(counts: &[(u32, &str)]) -> Vec<String> {
    counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect()
}

impl TextReport {
    /// Its counts in one line.
    pub(super) fn in_short(&self) -> String {
        let Counts { added, removed, edited, moved_here, moved_away, split, joined, words_added, words_removed } = self.counts;
        let mut parts: Vec<String> = match self.state {
            TextState::Changed => Vec::new(),
            TextState::Added => vec!["new".to_owned()],
            TextState::Removed => vec!["removed".to_owned()],
        };
        if self.is_reordered {
            parts.push("reordered".to_owned());
        }
        parts.extend(self.above.iter().filter_map(|passage| passage.what.as_ref()).map(|what| format!("new {what}")));
        if self.state == TextState::Changed {
            let blocks = [
                (edited, "edited"),
                (added, "added"),
                (removed, "removed"),
                (moved_here, "moved here"),
                (moved_away, "moved away"),
                (split, "split"),
                (joined, "joined"),
            ];
            parts.extend(counted(&blocks));
        }
        let words = counted(&[(words_added, "added"), (words_removed, "removed")]);
        let words = (!words.is_empty()).then(|| format!("words: {}", words.join(", ")));
        parts.join(", ") + &words.map_or_else(String::new, |words| format!("; {words}"))
    }
}
