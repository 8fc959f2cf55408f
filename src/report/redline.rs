//! What differs between two versions, in words: counts by chapter, then each passage.

mod line;
mod passage;
mod rows;

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;

pub use passage::{Passage, PassageChange, WordMark, Words};

use crate::history::{Counts, changes, moves};
use crate::model::{Chapter, Draft, GlossaryTerm, Label, Mark};

use rows::Rows;

/// What differs between two versions.
#[derive(Debug, Serialize)]
pub struct RedlineReport {
    /// The version that was compared.
    pub from: String,
    /// The version it was compared with.
    pub to: String,
    /// Chapters, each followed by its sections, then pages and transcripts: those that differ, in reading order.
    pub texts: Vec<TextReport>,
    /// Terms that differ, in the order of the glossary's files.
    pub terms: Vec<ChangedTerm>,
}

/// What differs in a chapter, a section or a page.
#[derive(Debug, Serialize)]
pub struct TextReport {
    /// Its slug; for a section, both: `priorities/starting-well`.
    pub path: String,
    /// Its title; its last one, if it is gone.
    pub title: String,
    /// Whether it is new or gone.
    pub state: TextState,
    /// Whether it stands elsewhere among the others.
    pub is_reordered: bool,
    /// What differs above its text: title, address, summary and the like.
    pub above: Vec<Passage>,
    /// What differs in its text, counted.
    pub counts: Counts,
    /// What differs in its text, passage by passage.
    pub passages: Vec<Passage>,
}

/// What differs in a term.
#[derive(Debug, Serialize)]
pub struct ChangedTerm {
    /// The term; its last form, if it is gone.
    pub term: String,
    /// Whether it is new or gone.
    pub state: TextState,
    /// What differs, passage by passage.
    pub passages: Vec<Passage>,
}

/// What became of a whole text or term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TextState {
    /// It is in both versions.
    Changed,
    /// Only the second version has it.
    Added,
    /// Only the first version has it.
    Removed,
}

/// Says what differs between the versions `from` and `to`, of which `redline` is the [redline](crate::history::redline).
#[must_use]
pub fn redline(redline: &Draft, from: &str, to: &str) -> RedlineReport {
    let ends = moves(redline);
    let titles: HashMap<String, &str> = every(redline).map(|(path, text)| (path, text.front.title.as_str())).collect();
    let mut rows = Rows::new(&ends, &titles);
    let mut counts: HashMap<String, Counts> = changes(redline).texts.into_iter().map(|text| (text.path, text.counts)).collect();
    let texts = every(redline).filter_map(|(path, chapter)| {
        let change = chapter.change.as_deref().filter(|change| change.is_change())?;
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
    RedlineReport { from: from.to_owned(), to: to.to_owned(), texts, terms }
}

/// Chapters, each followed by its sections, then all other texts; with their paths.
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
        Mark::Unchanged => TextState::Changed,
        Mark::Added => TextState::Added,
        Mark::Removed => TextState::Removed,
    }
}

impl RedlineReport {
    /// Whether nothing differs that readers read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.terms.is_empty()
    }

    /// For people: what differs by chapter, in a line each, then passage by passage.
    ///
    /// `[-words-]` are gone, `{+words+}` are new, `{~words=>**words**~}` look different. With `colour`, for a terminal, they
    /// have colours besides.
    #[must_use]
    pub fn human(&self, colour: bool) -> String {
        let Self { from, to, .. } = self;
        if from == to {
            return format!("{from} and {to} are the same version: there is nothing to compare.\n");
        }
        if self.is_empty() {
            return format!("{from} and {to} say the same.\n");
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
            let counts = [(count(TextState::Added), "new"), (count(TextState::Removed), "gone"), (count(TextState::Changed), "changed")];
            let _ = writeln!(text, "{GLOSSARY:width$}  {}", counted(&counts).join(", "));
        }
        for row in &self.texts {
            section(&mut text, &row.title, row.state, row.above.iter().chain(&row.passages), colour);
        }
        for row in &self.terms {
            section(&mut text, &format!("{GLOSSARY}: {}", row.term), row.state, row.passages.iter(), colour);
        }
        text
    }
}

const GLOSSARY: &str = "Glossary";

/// Each passage under its heading; nothing where there are none.
fn section<'p>(text: &mut String, title: &str, state: TextState, passages: impl Iterator<Item = &'p Passage>, colour: bool) {
    let state = match state {
        TextState::Changed => "",
        TextState::Added => " (new)",
        TextState::Removed => " (gone)",
    };
    let mut under = None;
    for (at, passage) in passages.enumerate() {
        if at == 0 {
            let _ = writeln!(text, "\n=== {title}{state}");
        }
        if passage.under != under {
            under.clone_from(&passage.under);
            let _ = writeln!(text, "{}", under.as_ref().map_or_else(String::new, |heading| format!("\n  {heading}")));
        }
        let _ = writeln!(text, "  {}", passage.human(colour));
    }
}

/// Those that are more than none.
fn counted(counts: &[(u32, &str)]) -> Vec<String> {
    counts.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect()
}

impl TextReport {
    /// What differs in it, counted, in a line.
    pub(super) fn in_short(&self) -> String {
        let Counts { added, removed, edited, moved_here, moved_away, words_added, words_removed } = self.counts;
        let mut parts: Vec<String> = match self.state {
            TextState::Changed => Vec::new(),
            TextState::Added => vec!["new".to_owned()],
            TextState::Removed => vec!["gone".to_owned()],
        };
        if self.is_reordered {
            parts.push("stands elsewhere".to_owned());
        }
        parts.extend(self.above.iter().filter_map(|passage| passage.what.as_ref()).map(|what| format!("new {what}")));
        if self.state == TextState::Changed {
            let blocks = [(edited, "edited"), (added, "added"), (removed, "removed"), (moved_here, "moved here"), (moved_away, "moved away")];
            parts.extend(counted(&blocks));
        }
        let words = counted(&[(words_added, "added"), (words_removed, "removed")]);
        let words = (!words.is_empty()).then(|| format!("words: {}", words.join(", ")));
        parts.join(", ") + &words.map_or_else(String::new, |words| format!("; {words}"))
    }
}
