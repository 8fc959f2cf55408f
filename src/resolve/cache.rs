//! Memoised chapters.

use std::sync::Arc;

use super::index::Index;
use super::lookup::{Answer, Question};
use super::numbering::Numbers;
use super::rules::Rules;
use super::terms::Forms;
use crate::cache;
use crate::diag::Diagnostic;
use crate::model::{Chapter, Label, Target};

/// Resolved chapters, reused while nothing that they depend on changes. Keeps nothing unless [`enabled`](ResolveCache::enabled).
#[derive(Debug, Default)]
pub struct ResolveCache(cache::Memo<Chapter<Label>, Arc<Settled>>);

/// A resolved chapter with its sections, and everything that it depends on.
#[derive(Debug)]
pub(super) struct Settled {
    /// The chapter before resolving, and its numbers; only if the cache is enabled.
    pub(super) original: Option<(Arc<Chapter<Label>>, Option<Numbers>)>,
    /// Its index among the chapters.
    pub(super) at: u32,
    /// A digest of the settings and the glossary.
    pub(super) context: u128,
    /// What it asked of the rest of the document, with the answers.
    pub(super) asked: Vec<(Question, Answer)>,
    pub(super) chapter: Arc<Chapter<Target>>,
    pub(super) faults: Vec<Diagnostic>,
}

impl ResolveCache {
    /// An enabled cache.
    #[must_use]
    pub fn enabled() -> Self {
        Self(cache::Memo::enabled())
    }

    pub(super) fn is_enabled(&self) -> bool {
        self.0.is_enabled()
    }

    /// A digest of everything that a chapter depends on, apart from itself and its lookups.
    pub(super) fn context(&self, rules: &Rules<'_>, forms: &Forms) -> u128 {
        if !self.is_enabled() {
            return 0;
        }
        let names: Vec<_> = rules.terms.iter().map(|term| (&term.term, &term.abbreviation)).collect();
        cache::digest(&(rules.settings, &forms.all, rules.policies, rules.owners, rules.rank, names))
    }

    /// The memoised result for `chapter`, if resolving it again would give the same.
    pub(super) fn find(
        &self, chapter: &Arc<Chapter<Label>>, at: u32, numbers: &Option<Numbers>, context: u128, index: &Index<'_>,
    ) -> Option<Arc<Settled>> {
        let known = self.0.get(chapter)?;
        let is_alike = known.at == at && known.context == context && known.original.as_ref().is_some_and(|(_, known)| known == numbers);
        let is_same = is_alike && known.asked.iter().all(|(question, answer)| still_holds(question, answer, index));
        is_same.then(|| Arc::clone(known))
    }

    pub(super) fn renew(&mut self, settled: &[Arc<Settled>]) {
        self.0.renew(settled.iter().filter_map(|settled| Some((Arc::clone(&settled.original.as_ref()?.0), Arc::clone(settled)))));
    }
}

/// Whether a question has the same answer now. Asking again also records that what is asked for is used: that a picture is
/// shown, say.
fn still_holds(question: &Question, answer: &Answer, index: &Index<'_>) -> bool {
    let now = match question {
        Question::Path(path, from, page) => Answer::Target(index.path(path, from, *page)),
        Question::Title(name) => Answer::Page(index.title(name)),
        Question::Picture(path, from) => Answer::Picture(index.picture(path, from)),
        Question::Name(name) => Answer::Name(index.named(name)),
        Question::Transcript => return false,
    };
    now == *answer
}
