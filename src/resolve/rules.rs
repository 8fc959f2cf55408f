//! What every text is resolved with.

use super::index::Index;
use super::matcher::Matcher;
use crate::model::{GlossaryTerm, Label, LinkPolicy, PageId, Settings};

/// What holds for all pages.
pub(super) struct Rules<'a> {
    /// The place of each term in the order of the dictionary.
    pub(super) rank: &'a [u32],
    pub(super) settings: &'a Settings,
    pub(super) matcher: &'a Matcher,
    pub(super) policies: &'a [LinkPolicy],
    /// For each term that is linked once in the document: the page that links it.
    pub(super) owners: &'a [Option<PageId>],
    pub(super) index: &'a Index<'a>,
    pub(super) terms: &'a [GlossaryTerm<Label>],
    /// Whether what texts ask for is to be remembered.
    pub(super) is_kept: bool,
}
