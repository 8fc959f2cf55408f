//! The glossary.

use super::{Block, Mark, PageId, TermId};
use crate::span::Span;

/// When an occurrence of a term becomes a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkPolicy {
    /// Every occurrence.
    Every,
    /// The first below each `##` heading.
    FirstInSection,
    /// The first on each page of the site.
    FirstInChapter,
    /// The first in reading order.
    FirstInDocument,
    /// Where the author made it bold or wrote `[[term]]`.
    Marked,
    /// No occurrence.
    Never,
}

/// A term with its definition.
#[derive(Debug, Clone)]
pub struct GlossaryTerm<L> {
    /// Unique in the glossary; its anchors are made from it.
    pub slug: String,
    /// The term.
    pub term: String,
    /// Abbreviation.
    pub abbreviation: Option<String>,
    /// Other forms.
    pub also: Vec<String>,
    /// Spans of its forms: the term, each form of `also`, the abbreviation.
    pub places: Vec<Span>,
    /// Its own policy, if it has one.
    pub link: Option<LinkPolicy>,
    /// Names of related terms as written, with their spans.
    pub see_also: Vec<(String, Span)>,
    /// Related terms; set by `resolve`.
    pub related: Vec<TermId>,
    /// Letter under which a dictionary of the language lists it; set by `resolve`.
    pub initial: String,
    /// Definition; its first paragraph is the short definition.
    pub definition: Vec<Block<L>>,
    /// The term in the source.
    pub span: Span,
    /// Change mark (redlines only).
    pub change: Option<Box<TermChange>>,
}

impl<L> GlossaryTerm<L> {
    /// The same term with another definition.
    #[must_use]
    pub fn with_definition<M>(self, definition: Vec<Block<M>>) -> GlossaryTerm<M> {
        let Self { slug, term, abbreviation, also, places, link, see_also, related, initial, span, change, definition: _ } = self;
        GlossaryTerm { slug, term, abbreviation, also, places, link, see_also, related, initial, definition, span, change }
    }

    /// Whether the newer version no longer has it (redlines only).
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.change.as_ref().is_some_and(|change| change.mark == Mark::Removed)
    }

    /// Term and abbreviation: `Integrated Care Board (ICB)`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.abbreviation {
            Some(abbreviation) => format!("{} ({abbreviation})", self.term),
            None => self.term.clone(),
        }
    }
}

/// Change mark of a glossary term. In a redline each term has one, even if it did not change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermChange {
    /// Whether it was added, removed or is in both versions.
    pub mark: Mark,
    /// Whether its definition changed, which has the marks.
    pub is_reworded: bool,
    /// Position among the terms of the older version, from 0; `None` if it was added.
    pub old_place: Option<u32>,
    /// Older forms, if they changed.
    pub was: Option<Box<Forms>>,
}

impl TermChange {
    /// Whether anything changed except its position among the terms.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.mark != Mark::Unchanged || self.is_reworded || self.was.is_some()
    }
}

/// Name, other forms and policy of a glossary term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forms {
    /// Its anchors are made from it.
    pub slug: String,
    /// The term.
    pub term: String,
    /// Abbreviation.
    pub abbreviation: Option<String>,
    /// Other forms.
    pub also: Vec<String>,
    /// Its own policy, if it has one.
    pub link: Option<LinkPolicy>,
    /// Names of related terms, as written.
    pub see_also: Vec<(String, Span)>,
}

impl Forms {
    /// The forms of `term`.
    #[must_use]
    pub fn of<L>(term: &GlossaryTerm<L>) -> Self {
        let GlossaryTerm { slug, term, abbreviation, also, link, see_also, .. } = term;
        let (slug, term, abbreviation, also) = (slug.clone(), term.clone(), abbreviation.clone(), also.clone());
        Self { slug, term, abbreviation, also, link: *link, see_also: see_also.clone() }
    }
}

/// All terms of the glossary.
#[derive(Debug, Default)]
pub struct Glossary<L> {
    /// Terms in the order of the files.
    pub terms: Vec<GlossaryTerm<L>>,
    /// Terms in the order of a dictionary of the language.
    pub alphabetical: Vec<TermId>,
    /// Pages that use each term, in reading order; as long as `terms`.
    pub used: Vec<Vec<Usage>>,
}

impl<L> Glossary<L> {
    /// The term with this id.
    #[must_use]
    pub fn term(&self, id: TermId) -> &GlossaryTerm<L> {
        &self.terms[id.0 as usize]
    }
}

/// A page that uses a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The page.
    pub page: PageId,
    /// Number of uses on the page.
    pub count: u32,
}

/// A term that a page uses, or whose abbreviation it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordUse {
    /// The term.
    pub term: TermId,
    /// Number of uses that count: none for a term that is never linked or is skipped on the page, and only marked uses for
    /// a term that is linked only where it is marked.
    pub count: u32,
    /// How many of those uses are links.
    pub links: u32,
    /// First use of its abbreviation, if the page never spells it out.
    pub not_spelled_out: Option<Span>,
}
