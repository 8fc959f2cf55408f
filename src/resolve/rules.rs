//! Shared inputs of resolving.

use super::index::Index;
use super::matcher::Matcher;
use crate::model::{GlossaryTerm, Label, LinkPolicy, PageId, Settings};

/// What all pages are resolved with.
pub(super) struct Rules<'a> {
    /// The alphabetical position of each term.
    pub(super) rank: &'a [u32],
    pub(super) settings: &'a Settings,
    pub(super) matcher: &'a Matcher,
    pub(super) policies: &'a [LinkPolicy],
    /// The page that links each term that is linked once in the document.
    pub(super) owners: &'a [Option<PageId>],
    pub(super) index: &'a Index<'a>,
    pub(super) terms: &'a [GlossaryTerm<Label>],
    /// Whether lookups are recorded.
    pub(super) records_lookups: bool,
}
