//! Two versions as one document with change marks.

mod blocks;
mod division;
mod elsewhere;
mod links;
mod moves;
mod notes;
mod pairing;
mod parts;
mod redliner;
mod sections;
mod table;
mod values;
mod words;

use std::borrow::Borrow;
use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::align::align;
use super::sequence::{Slot, in_order, merged};
use super::tree::Tree;
use crate::model::{Chapter, ChapterChange, Draft, Footnote, FormerChapter, Forms, GlossaryTerm, Label, Mark, TermChange};

pub(super) use notes::renumber;
pub use words::words;

use redliner::{Redliner, Scope};

/// The redline of two versions: the new draft, with removed text still in it and a mark on everything that differs.
///
/// [`accept`](super::accept) gives back the new one, [`reject`](super::reject) the old one. Blocks are matched by identity
/// if both drafts have them, and aligned otherwise. Settings and allowances are those of the new version;
/// pictures and files are those of both. Removed text keeps its source positions: for its links to be resolved, the
/// files of both drafts must be of one [`SourceMap`](crate::span::SourceMap).
#[must_use]
pub fn redline(old: &Draft, new: &Draft) -> Draft {
    let (old_tree, new_tree) = rayon::join(|| Tree::new(old), || Tree::new(new));
    let alignment = align(&old_tree, &new_tree);
    let redliner = Redliner::new(old_tree, new_tree, alignment, (&old.pictures, &new.pictures));
    let places = Places::of(old, new);
    let pairs = |olds: &[usize], news: &[usize]| redliner.pairs(olds, news);

    let chapters = redliner.texts(&old.chapters, &new.chapters, &places.old.chapters, &places.new.chapters, |before, now| {
        let (olds, news) = (before.map(|at| &places.old.sections[at]), now.map(|at| &places.new.sections[at]));
        let (old_sections, new_sections) = (before.map(|at| &old.chapters[at].sections), now.map(|at| &new.chapters[at].sections));
        let (old_sections, new_sections) = (old_sections.map_or(&[][..], Vec::as_slice), new_sections.map_or(&[][..], Vec::as_slice));
        redliner.texts(old_sections, new_sections, olds.map_or(&[], Vec::as_slice), news.map_or(&[], Vec::as_slice), |_, _| Vec::new())
    });
    let flat =
        |old: &[Chapter<Label>], new: &[Chapter<Label>], olds: &[usize], news: &[usize]| redliner.texts(old, new, olds, news, |_, _| Vec::new());
    let one = |old: &Option<Chapter<Label>>, new: &Option<Chapter<Label>>, olds: &[usize], news: &[usize]| {
        flat(old.as_slice(), new.as_slice(), olds, news).pop()
    };
    let terms = redliner.terms(&old.terms, &new.terms, &pairs(&places.old.terms, &places.new.terms), &places);
    let mut redline = Draft {
        settings: new.settings.clone(),
        chapters: chapters.into_iter().map(Arc::new).collect(),
        pages: flat(&old.pages, &new.pages, &places.old.pages, &places.new.pages),
        home: one(&old.home, &new.home, &places.old.home, &places.new.home),
        statement: one(&old.statement, &new.statement, &places.old.statement, &places.new.statement),
        transcripts: flat(&old.transcripts, &new.transcripts, &places.old.transcripts, &places.new.transcripts),
        progress: new.progress.clone(),
        terms,
        allowances: new.allowances.clone(),
        pictures: new.pictures.clone(),
        files: new.files.clone(),
    };
    let known: HashSet<&str> = new.pictures.iter().map(|picture| picture.path.as_str()).chain(new.files.iter().map(String::as_str)).collect();
    redline.pictures.extend(old.pictures.iter().filter(|picture| !known.contains(picture.path.as_str())).cloned());
    redline.files.extend(old.files.iter().filter(|file| !known.contains(file.as_str())).cloned());
    moves::settle(&mut redline);
    elsewhere::gather(&mut redline);
    sections::gather(&mut redline);
    redline
}

impl<'a> Redliner<'a> {
    /// Pairs of texts, as indexes into lists of roots, in the order of the new ones.
    fn pairs(&self, olds: &[usize], news: &[usize]) -> Vec<(usize, usize)> {
        let place = |root: usize, of: &[usize]| of.binary_search(&root).ok();
        self.alignment.roots.iter().filter_map(|(old, new)| Some((place(*old, olds)?, place(*new, news)?))).collect()
    }

    /// Texts in the order of the new version; removed ones follow the text that they followed.
    fn texts(
        &self, old: &'a [impl Borrow<Chapter<Label>> + Sync], new: &'a [impl Borrow<Chapter<Label>> + Sync], olds: &[usize], news: &[usize],
        sections: impl Fn(Option<usize>, Option<usize>) -> Vec<Chapter<Label>> + Sync,
    ) -> Vec<Chapter<Label>> {
        let made = in_both(&self.pairs(olds, news), old.len(), new.len()).into_par_iter().filter_map(|PairedText { before, now, is_reordered }| {
            let text = self.text(before.map(|at| (old[at].borrow(), olds[at])), now.map(|at| (new[at].borrow(), news[at])))?;
            let (mut chapter, change) = text;
            chapter.sections = sections(before, now);
            chapter.change = Some(Box::new(ChapterChange { is_reordered, old_place: before.map(|at| at as u32), ..change }));
            Some(chapter)
        });
        made.collect()
    }

    /// A text of one or both versions, with the index of its root; none if it is in neither.
    fn text(&self, old: Option<(&'a Chapter<Label>, usize)>, new: Option<(&'a Chapter<Label>, usize)>) -> Option<(Chapter<Label>, ChapterChange)> {
        let change = |mark| ChapterChange { mark, is_reordered: false, is_edited: false, old_place: None, was: None };
        let (mut chapter, change) = match (old, new) {
            (None, None) => return None,
            (Some((old, root)), None) => {
                let (scope, start) = (Scope::own(old.footnotes.len()), &self.old.roots[root]);
                let body = self.past_list(&scope, &old.body, start.start);
                let mut at = start.notes;
                let note = |note: &'a Footnote<Label>| {
                    let from = at;
                    at = self.old.end_of(&note.body, at);
                    self.past_note(&scope, note, from, Mark::Unchanged)
                };
                let footnotes = old.footnotes.iter().map(note).collect();
                (framed(old, body, footnotes), change(Mark::Removed))
            }
            (None, Some((new, root))) => {
                let start = &self.new.roots[root];
                let body = self.fresh_list(&new.body, start.start);
                let mut at = start.notes;
                let note = |note: &'a Footnote<Label>| {
                    let from = at;
                    at = self.new.end_of(&note.body, at);
                    self.fresh_note(note, from, Mark::Unchanged)
                };
                let footnotes = new.footnotes.iter().map(note).collect();
                (framed(new, body, footnotes), change(Mark::Added))
            }
            (Some((old, old_root)), Some((new, new_root))) => {
                let notes = self.notes(old, old_root, new, new_root, true);
                let scope = Scope { notes, moved: None, roots: Some((old_root, new_root)) };
                let (olds, news) = (&self.old.roots[old_root], &self.new.roots[new_root]);
                let (body, body_differs) = self.list(&scope, (&old.body, olds.start), (&new.body, news.start));
                let (footnotes, notes_differ) = self.footnotes(&scope, old, old_root, new, new_root);
                let change = ChapterChange { is_edited: body_differs || notes_differ, was: former(old, new), ..change(Mark::Unchanged) };
                (framed(new, body, footnotes), change)
            }
        };
        renumber(&mut chapter);
        Some((chapter, change))
    }

    fn terms(
        &self, old: &'a [GlossaryTerm<Label>], new: &'a [GlossaryTerm<Label>], pairs: &[(usize, usize)], places: &Places,
    ) -> Vec<GlossaryTerm<Label>> {
        let mut terms = Vec::with_capacity(new.len());
        for PairedText { before, now, .. } in in_both(pairs, old.len(), new.len()) {
            let start = |tree: &Tree<'_>, roots: &[usize], at: usize| tree.roots[roots[at]].start;
            let mut change = TermChange { mark: Mark::Unchanged, is_reworded: false, old_place: before.map(|at| at as u32), was: None };
            let (term, definition) = match (before, now) {
                (None, None) => continue,
                (Some(o), None) => {
                    change.mark = Mark::Removed;
                    (&old[o], self.past_list(&Scope::own(0), &old[o].definition, start(&self.old, &places.old.terms, o)))
                }
                (None, Some(n)) => {
                    change.mark = Mark::Added;
                    (&new[n], self.fresh_list(&new[n].definition, start(&self.new, &places.new.terms, n)))
                }
                (Some(o), Some(n)) => {
                    let olds = (&old[o].definition[..], start(&self.old, &places.old.terms, o));
                    let news = (&new[n].definition[..], start(&self.new, &places.new.terms, n));
                    let scope = Scope { roots: Some((places.old.terms[o], places.new.terms[n])), ..Scope::own(0) };
                    let (definition, differs) = self.list(&scope, olds, news);
                    change.is_reworded = differs;
                    change.was = Some(Box::new(Forms::of(&old[o]))).filter(|was| !is_same_forms(was, &Forms::of(&new[n])));
                    (&new[n], definition)
                }
            };
            let mut term = term.clone().with_definition(definition);
            term.change = Some(Box::new(change));
            terms.push(term);
        }
        terms
    }
}

/// A text's index in one or both versions.
struct PairedText {
    before: Option<usize>,
    now: Option<usize>,
    is_reordered: bool,
}

/// The texts of both versions in the order of the new one; `pairs` rise in their second index. Removed texts follow the text
/// that they followed.
fn in_both(pairs: &[(usize, usize)], old: usize, new: usize) -> Vec<PairedText> {
    let mut before = vec![None; new];
    let mut stays = vec![false; old];
    for (o, n) in pairs {
        before[*n] = Some(*o);
        stays[*o] = true;
    }
    let place = |slot| match slot {
        Slot::Both(o, n) => Some(PairedText { before: Some(o), now: Some(n), is_reordered: false }),
        Slot::Old(o) => (!stays[o]).then_some(PairedText { before: Some(o), now: None, is_reordered: false }),
        Slot::New(n) => Some(PairedText { before: before[n], now: Some(n), is_reordered: before[n].is_some() }),
    };
    merged(&in_order(pairs), old, new).into_iter().filter_map(place).collect()
}

/// A copy of a chapter with another body; without sections.
fn framed(chapter: &Chapter<Label>, body: Vec<crate::model::Block<Label>>, footnotes: Vec<Footnote<Label>>) -> Chapter<Label> {
    Chapter {
        slug: chapter.slug.clone(),
        file: chapter.file,
        front: chapter.front.clone(),
        number: None,
        body,
        paragraph_numbers: Vec::new(),
        footnotes,
        sections: Vec::new(),
        words: Vec::new(),
        change: None,
    }
}

/// The former slug and front matter of a chapter, if they differ in more than their source positions.
fn former(old: &Chapter<Label>, new: &Chapter<Label>) -> Option<Box<FormerChapter>> {
    let is_same = old.slug == new.slug && old.front.equals_ignoring_spans(&new.front);
    (!is_same).then(|| Box::new(FormerChapter { slug: old.slug.clone(), front: old.front.clone() }))
}

fn is_same_forms(old: &Forms, new: &Forms) -> bool {
    let names = |forms: &Forms| forms.see_also.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let without = |forms: &Forms| Forms { see_also: Vec::new(), ..forms.clone() };
    without(old) == without(new) && names(old) == names(new)
}

/// The roots of each kind of text: rising indexes.
struct Roots {
    chapters: Vec<usize>,
    sections: Vec<Vec<usize>>,
    pages: Vec<usize>,
    home: Vec<usize>,
    statement: Vec<usize>,
    transcripts: Vec<usize>,
    terms: Vec<usize>,
}

struct Places {
    old: Roots,
    new: Roots,
}

impl Places {
    fn of(old: &Draft, new: &Draft) -> Self {
        let roots = |draft: &Draft| {
            let mut next = 0;
            let mut take = |count: usize| {
                next += count;
                (next - count..next).collect::<Vec<_>>()
            };
            let (chapters, sections) = draft.chapters.iter().map(|chapter| (take(1)[0], take(chapter.sections.len()))).unzip();
            let (pages, home, statement) = (take(draft.pages.len()), take(draft.home.iter().len()), take(draft.statement.iter().len()));
            Roots { chapters, sections, pages, home, statement, transcripts: take(draft.transcripts.len()), terms: take(draft.terms.len()) }
        };
        Self { old: roots(old), new: roots(new) }
    }
}
