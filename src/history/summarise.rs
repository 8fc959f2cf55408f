//! What a new version changed, as a person would sum it up.

mod blocks;
mod line;
mod naming;
mod settings;
mod sources;
mod tally;
mod wholes;

use std::collections::HashMap;

use super::figures;
use super::moved_parts::MovedParts;
use super::summary::{every, moves};
use crate::model::{Author, ChangeSummary, Chapter, Draft, How, Label, Mark, Numbered, SummaryPart, TextSummary, Thing};

use blocks::Blocks;
pub use settings::Described;
use sources::Sources;
use tally::Tally;
use wholes::Wholes;

/// Sums up the changes of a [redline](super::redline()) between two versions.
#[must_use]
pub fn summarise(redline: &Draft, old: Described<'_>, new: Described<'_>) -> ChangeSummary {
    let ends = moves(redline);
    let titles: HashMap<String, &str> = every(redline).map(|(path, text)| (path, text.front.title.as_str())).collect();
    let sources = Sources { ends: &ends, titles: &titles, parts: MovedParts::of(redline) };
    let wholes = Wholes::of(every(redline), &ends);
    ChangeSummary {
        settings: settings::changes(old, new),
        texts: every(redline).filter_map(|(path, chapter)| text(&sources, &wholes, path, chapter)).collect(),
        terms: terms(redline),
        figures: figures::changes(redline),
    }
}

fn text(sources: &Sources<'_>, wholes: &Wholes, path: String, chapter: &Chapter<Label>) -> Option<TextSummary> {
    let change = chapter.change.as_deref().filter(|change| change.is_change())?;
    let mut tally = Tally::default();
    front(chapter, &mut tally);
    if change.is_reordered {
        tally.add(Thing::Place, How::Changed);
    }
    let mut blocks = Blocks::new(sources, &path, &chapter.footnotes, tally);
    if change.mark == Mark::Unchanged {
        blocks.list(&chapter.body);
        blocks.notes(&chapter.footnotes);
    } else {
        blocks.moves(&chapter.body);
    }
    let (parts, mut formatting) = blocks.finish();
    if change.mark == Mark::Unchanged && change.is_edited && parts.is_empty() {
        formatting = formatting.max(1);
    }
    let parts = wholes.merge(&path, parts, |other| sources.title(other));
    let is_summed_up = change.mark != Mark::Unchanged || !parts.is_empty() || formatting > 0;
    is_summed_up.then(|| TextSummary { path, title: chapter.front.title.clone(), mark: change.mark, parts, formatting })
}

/// What changed in the front matter of a text, as far as readers see it.
fn front(chapter: &Chapter<Label>, tally: &mut Tally) {
    let Some(was) = chapter.change.as_deref().and_then(|change| change.was.as_deref()) else { return };
    let (before, now) = (&was.front, &chapter.front);
    if before.title != now.title {
        tally.rename(Thing::Title, &before.title, &now.title);
    }
    let names = |authors: &[Author]| authors.iter().map(|author| (author.name.clone(), author.role.clone())).collect::<Vec<_>>();
    let given = |number: &Numbered| if let Numbered::Given(number) = number { Some(number.clone()) } else { None };
    let is_unnumbered = |number: &Numbered| *number == Numbered::Unnumbered;
    let is_renumbered = given(&before.numbered) != given(&now.numbered) || is_unnumbered(&before.numbered) != is_unnumbered(&now.numbered);
    let lead = match (&before.summary, &now.summary) {
        (None, Some(_)) => Some(How::Added),
        (Some(_), None) => Some(How::Removed),
        (was, now) => (was != now).then_some(How::Reworded),
    };
    if let Some(how) = lead {
        tally.add(Thing::Lead, how);
    }
    let others = [
        (Thing::Authors, names(&before.authors) != names(&now.authors)),
        (Thing::Number, is_renumbered),
        (Thing::Status, before.status != now.status),
        (Thing::Address, was.slug != chapter.slug),
    ];
    others.into_iter().filter(|(_, differs)| *differs).for_each(|(thing, _)| tally.add(thing, How::Changed));
}

fn terms(redline: &Draft) -> Vec<SummaryPart> {
    let mut tally = Tally::default();
    for term in &redline.terms {
        let Some(change) = term.change.as_deref().filter(|change| change.is_change()) else { continue };
        let was = change.was.as_ref().map(|was| was.term.as_str()).filter(|was| *was != term.term);
        match (change.mark, was) {
            (Mark::Added, _) => tally.name(Thing::Term, How::Added, term.term.clone()),
            (Mark::Removed, _) => tally.name(Thing::Term, How::Removed, term.term.clone()),
            (Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined, was) => {
                if let Some(was) = was {
                    tally.rename(Thing::Term, was, &term.term);
                }
                if change.is_reworded || was.is_none() {
                    tally.name(Thing::Term, How::Changed, term.term.clone());
                }
            }
        }
    }
    tally.finish()
}
