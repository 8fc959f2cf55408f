//! The differences between two versions: what changed in a sentence for each chapter, then each passage.

mod line;
mod passage;
mod rows;

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::Serialize;

pub use passage::{MoveEnds, Passage, PassageChange, WordMark, Words};

use crate::diag::printable;
use crate::history::{Counts, MovedParts, changes, every, moves, respellings};
use crate::model::{ChangeSummary, Draft, GlossaryTerm, Label, Mark, Softening, Weaker};
use crate::theme::Strings;
use crate::wording;

use rows::Rows;

/// The format of the report as JSON, described in `src/schema/redline.json`. Keys may be added to it; anything else is another format.
pub const FORMAT: &str = "greenpaper-redline/1";

/// The differences between two versions.
#[derive(Debug, Serialize)]
pub struct RedlineReport {
    /// [`FORMAT`].
    pub format: &'static str,
    /// The older version.
    pub from: String,
    /// The newer version.
    pub to: String,
    /// Settings that readers see and that differ, each in a sentence.
    pub settings: Vec<String>,
    /// Figures that changed, in reading order.
    pub figures: Vec<ChangedFigure>,
    /// Chapters, each followed by its sections, then pages and transcripts; only those that differ, in reading order.
    pub texts: Vec<TextReport>,
    /// Terms that differ, in the order of the glossary's files.
    pub terms: Vec<ChangedTerm>,
    /// What changed in the glossary, in a sentence; empty if nothing did.
    pub glossary: String,
    /// Actions that promise less than before, in the order of the older version.
    pub softened: Vec<SoftenedAction>,
    /// Places where only quotation marks or dashes differ, and which are left out.
    pub formatting: u32,
}

/// A figure that changed in a passage of both versions.
#[derive(Debug, Serialize)]
pub struct ChangedFigure {
    /// The older figure, as readers saw it.
    pub was: String,
    /// The newer figure.
    pub now: String,
    /// What it is a figure of, or the words around it in the newer version.
    pub of: String,
    /// Title of the text, and the heading above it.
    pub place: String,
    /// Path of the text, as in [`TextReport::path`]; empty for a term of the glossary.
    pub path: String,
    /// Identity of the outermost changed block that it is in; none in footnotes.
    pub id: Option<String>,
}

impl ChangedFigure {
    fn human(&self, strings: &Strings) -> String {
        let line = strings.fill("figure_line", &[("was", &self.was), ("now", &self.now)]);
        let rest = [&self.of, &self.place].into_iter().filter(|text| !text.is_empty()).map(|text| format!("\n    {}", printable(text)));
        format!("  {}{}\n", printable(&line), rest.collect::<String>())
    }
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
    /// What changed, in a sentence of the interface's language.
    pub summary: String,
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

/// Reports the differences between two versions, given their [redline](crate::history::redline), its summary and the promises that
/// became weaker; with `formatting`, also passages that differ in quotation marks or dashes alone.
#[must_use]
pub fn redline(
    redline: &Draft, summary: &ChangeSummary, softened: &[Softening], (from, to): (&str, &str), strings: &Strings, formatting: bool,
) -> RedlineReport {
    let said: HashMap<&str, String> = summary.texts.iter().map(|text| (text.path.as_str(), wording::text(text, strings))).collect();
    let ends = moves(redline);
    let titles: HashMap<String, &str> = every(redline).map(|(path, text)| (path, text.front.title.as_str())).collect();
    let parts = MovedParts::of(redline);
    let mut rows = Rows::new(&ends, &parts, &titles, formatting);
    let mut counts: HashMap<String, Counts> = changes(redline).texts.into_iter().map(|text| (text.path, text.counts)).collect();
    let texts = every(redline).filter_map(|(path, chapter)| {
        let change = chapter.change.as_deref().filter(|change| formatting || change.is_change())?;
        let state = state(change.mark);
        let above = change.was.as_ref().map_or_else(Vec::new, |was| rows::above((&was.slug, &was.front), (&chapter.slug, &chapter.front)));
        let passages = rows.chapter(&path, chapter, change.mark);
        let is_change = state != TextState::Changed || change.is_reordered || !above.is_empty() || !passages.is_empty();
        let counts = counts.remove(&path).unwrap_or_default();
        let summary = said.get(path.as_str()).cloned().unwrap_or_default();
        let (title, is_reordered) = (chapter.front.title.clone(), change.is_reordered);
        is_change.then_some(TextReport { path, title, state, is_reordered, summary, above, counts, passages })
    });
    let texts = texts.collect();
    let term = |term: &GlossaryTerm<Label>| {
        let change = term.change.as_deref().filter(|change| change.is_change())?;
        Some(ChangedTerm { term: term.term.clone(), state: state(change.mark), passages: rows.term(term, change) })
    };
    let terms = redline.terms.iter().filter_map(term).collect();
    let softened = softened.iter().map(SoftenedAction::from).collect();
    let settings = summary.settings.iter().map(|change| wording::setting(change, strings)).collect();
    let figure = |change: &crate::model::FigureChange| {
        let wording::Figure { was, now, of, place } = wording::figure(change, strings);
        ChangedFigure { was, now, of, place, path: change.path.clone(), id: change.block.map(|id| id.to_string()) }
    };
    let figures = summary.figures.iter().map(figure).collect();
    let glossary = wording::parts(&summary.terms, strings);
    let formatting = if formatting { 0 } else { respellings(redline) };
    RedlineReport { format: FORMAT, from: from.to_owned(), to: to.to_owned(), settings, figures, texts, terms, glossary, softened, formatting }
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
        self.texts.is_empty() && self.terms.is_empty() && self.settings.is_empty()
    }

    /// Formats the report for people: a line for each chapter, then each passage.
    ///
    /// `[-words-]` were removed, `{+words+}` were added, and `{~words=>**words**~}` are formatted differently. With `colour`, the marks are
    /// also coloured for a terminal. Headings are in the language of the interface.
    #[must_use]
    pub fn human(&self, strings: &Strings, colour: bool) -> String {
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
        // Writing to a string cannot fail.
        for row in &self.texts {
            let _ = writeln!(text, "{}", said(&row.title, &row.summary, strings));
        }
        if !self.terms.is_empty() {
            let _ = writeln!(text, "{}", said(strings.text("glossary"), &self.glossary, strings));
        }
        if !self.settings.is_empty() {
            let _ = writeln!(text, "\n{}\n", strings.text("settings_changed"));
            self.settings.iter().for_each(|setting| _ = writeln!(text, "  {}", printable(setting)));
        }
        if !self.figures.is_empty() {
            let _ = writeln!(text, "\n{}\n", strings.text("figures_changed"));
            self.figures.iter().for_each(|figure| text.push_str(&figure.human(strings)));
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

/// What changed in a text, after its title.
fn said(title: &str, summary: &str, strings: &Strings) -> String {
    printable(&strings.fill("summary_of_text", &[("title", title), ("summary", summary)]))
}
