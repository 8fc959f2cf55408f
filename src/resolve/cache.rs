//! Chapters as they were settled the last time.

use std::sync::Arc;

use super::convert::Rules;
use super::index::{Broken, Index};
use super::numbering::Numbers;
use super::terms::Forms;
use crate::cache;
use crate::diag::Diagnostic;
use crate::model::{Chapter, Label, PageId, Target};

/// Chapters as they were settled the last time. Keeps nothing unless it is [`enabled`](ResolveCache::enabled).
#[derive(Debug, Default)]
pub struct ResolveCache(cache::Memo<Chapter<Label>, Arc<Settled>>);

/// A chapter with its sections, settled, and all that this came of.
#[derive(Debug)]
pub(super) struct Settled {
    /// What the author wrote, and its numbers; only where it is kept.
    pub(super) original: Option<(Arc<Chapter<Label>>, Option<Numbers>)>,
    /// Its place among the chapters.
    pub(super) at: u32,
    /// Stands for the settings and the glossary.
    pub(super) ground: u128,
    /// What it asked of the rest of the document.
    pub(super) asked: Vec<(Question, Answer)>,
    pub(super) chapter: Arc<Chapter<Target>>,
    pub(super) faults: Vec<Diagnostic>,
}

/// What a text asks of the rest of the document.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// Where a path leads, written in this file on this page.
    Path(Box<str>, Box<str>, Option<PageId>),
    /// Which page has this title.
    Title(Box<str>),
    /// Which picture a path leads to, written in this file.
    Picture(Box<str>, Box<str>),
    /// What a transcript says.
    Transcript,
}

/// What it was told.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Target(Result<Target, Broken>),
    Page(Result<PageId, Broken>),
    Picture(Result<u32, Broken>),
    /// Too much to remember, so never the same as another.
    Much,
}

impl Question {
    /// Whether it is told the same now. To ask again is also to take note of what is asked for: of pictures that are shown, say.
    fn is_told(&self, answer: &Answer, index: &Index<'_>) -> bool {
        let now = match self {
            Self::Path(path, from, page) => Answer::Target(index.path(path, from, *page)),
            Self::Title(name) => Answer::Page(index.title(name)),
            Self::Picture(path, from) => Answer::Picture(index.picture(path, from)),
            Self::Transcript => return false,
        };
        now == *answer
    }
}

impl ResolveCache {
    /// One that keeps.
    #[must_use]
    pub fn enabled() -> Self {
        Self(cache::Memo::enabled())
    }

    pub(super) fn is_enabled(&self) -> bool {
        self.0.is_enabled()
    }

    /// Stands for all that a chapter is settled by besides itself and what it asks for.
    pub(super) fn ground(&self, rules: &Rules<'_>, forms: &Forms) -> u128 {
        if !self.is_enabled() {
            return 0;
        }
        let names: Vec<_> = rules.terms.iter().map(|term| (&term.term, &term.abbreviation)).collect();
        cache::digest(&(rules.settings, &forms.all, rules.policies, rules.owners, rules.rank, names))
    }

    /// The chapter as it was settled, if it would come out the same.
    pub(super) fn find(
        &self, chapter: &Arc<Chapter<Label>>, at: u32, numbers: &Option<Numbers>, ground: u128, index: &Index<'_>,
    ) -> Option<Arc<Settled>> {
        let known = self.0.get(chapter)?;
        let is_alike = known.at == at && known.ground == ground && known.original.as_ref().is_some_and(|(_, known)| known == numbers);
        let is_same = is_alike && known.asked.iter().all(|(question, answer)| question.is_told(answer, index));
        is_same.then(|| Arc::clone(known))
    }

    pub(super) fn renew(&mut self, settled: &[Arc<Settled>]) {
        self.0.renew(settled.iter().filter_map(|settled| Some((Arc::clone(&settled.original.as_ref()?.0), Arc::clone(settled)))));
    }
}
