//! The glossary.

use super::{Block, Mark, PageId, TermChange};
use crate::span::Span;

/// Index into [`Glossary::terms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermId(pub u32);

/// When an occurrence of a term becomes a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkPolicy {
    /// Every one.
    Every,
    /// The first below each `##` heading.
    FirstInSection,
    /// The first on each page of the site.
    FirstInChapter,
    /// The first in reading order.
    FirstInDocument,
    /// Where the author made it bold or wrote `[[term]]`.
    Marked,
    /// None.
    Never,
}

/// A term with its definition.
#[derive(Debug, Clone)]
pub struct GlossaryTerm<L> {
    /// Unique in the glossary: what its anchors are made of.
    pub slug: String,
    /// The term.
    pub term: String,
    /// Its short form.
    pub abbreviation: Option<String>,
    /// Further forms.
    pub also: Vec<String>,
    /// Where its forms are written: the term's place, those of `also`, that of the abbreviation.
    pub places: Vec<Span>,
    /// Its own policy.
    pub link: Option<LinkPolicy>,
    /// Names of related terms with their places, as written.
    pub see_also: Vec<(String, Span)>,
    /// Related terms, settled.
    pub related: Vec<TermId>,
    /// The letter under which dictionaries of the language list it; set by `resolve`.
    pub initial: String,
    /// The first paragraph is the short definition.
    pub definition: Vec<Block<L>>,
    /// Where it is defined.
    pub span: Span,
    /// What became of it; only in a redline.
    pub change: Option<Box<TermChange>>,
}

impl<L> GlossaryTerm<L> {
    /// The same term with its definition in another form.
    #[must_use]
    pub fn with_definition<M>(self, definition: Vec<Block<M>>) -> GlossaryTerm<M> {
        let Self { slug, term, abbreviation, also, places, link, see_also, related, initial, span, change, definition: _ } = self;
        GlossaryTerm { slug, term, abbreviation, also, places, link, see_also, related, initial, definition, span, change }
    }

    /// Whether it is gone: it stands in a redline alone.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.change.as_ref().is_some_and(|change| change.mark == Mark::Removed)
    }

    /// `Integrated Care Board (ICB)`.
    #[must_use]
    pub fn full_name(&self) -> String {
        match &self.abbreviation {
            Some(abbreviation) => format!("{} ({abbreviation})", self.term),
            None => self.term.clone(),
        }
    }
}

/// All terms.
#[derive(Debug, Default)]
pub struct Glossary<L> {
    /// In the order of the files.
    pub terms: Vec<GlossaryTerm<L>>,
    /// In the order of the language's dictionary.
    pub alphabetical: Vec<TermId>,
    /// Where each term is used, in reading order; as long as `terms`.
    pub used: Vec<Vec<Usage>>,
}

impl<L> Glossary<L> {
    /// The term.
    #[must_use]
    pub fn term(&self, id: TermId) -> &GlossaryTerm<L> {
        &self.terms[id.0 as usize]
    }
}

/// A page on which a term is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usage {
    /// The page.
    pub page: PageId,
    /// How often it is used there.
    pub count: u32,
}

/// One linked occurrence of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermUse {
    /// The term.
    pub term: TermId,
    /// Which of the page's links to that term this is, from 1.
    pub nth: u32,
    /// Whether the renderer puts the full term before this abbreviation.
    pub expand: bool,
}

/// A term that a page uses, or whose abbreviation it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WordUse {
    /// The term.
    pub term: TermId,
    /// How often the page uses it, where its uses count: not for a term that is never linked or skipped, and for one that
    /// is linked where it is marked those alone.
    pub count: u32,
    /// How many of those are links.
    pub links: u32,
    /// The first use of its abbreviation, where the page never spells it out.
    pub not_spelled_out: Option<Span>,
}
