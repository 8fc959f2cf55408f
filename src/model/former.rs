//! What earlier versions published, and where it is now: links to it keep working.

use std::collections::HashMap;

use super::{NodeId, PageId, Version};

/// Addresses and anchors of earlier versions that the document no longer has.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Former {
    /// Pages with former anchors, and pages that are gone, in the order of their addresses.
    pub pages: Vec<FormerPage>,
    /// Former anchors of headings that are still on the same page.
    pub renamed: HashMap<NodeId, Vec<String>>,
    /// Anchors that the page with the whole document had, and has not now, sorted.
    pub one_page: Vec<FormerAnchor>,
    /// Files that are gone, in the order of their paths.
    pub files: Vec<FormerFile>,
    /// Former titles, under which printed editions were published, sorted.
    pub print_names: Vec<String>,
}

/// A file that an earlier version published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerFile {
    /// Its path from the output folder.
    pub path: String,
    /// When it was last published.
    pub ends: Ends,
    /// Whether the site of that version has it: printed editions are not kept.
    pub is_kept: bool,
}

/// A page that an earlier version published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerPage {
    /// Its address, without percent-encoding.
    pub address: String,
    /// Its last title; empty for a page that was generated.
    pub title: String,
    /// The newest version that had it, and the version after that, which has not.
    pub ends: Ends,
    /// The page at that address now.
    pub page: Option<PageId>,
    /// For a page that is gone, the page that has most of its passages.
    pub successor: Option<PageId>,
    /// Its former anchors, sorted.
    pub anchors: Vec<FormerAnchor>,
}

/// The newest version that had something, and the version that lacks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// The newest version that had it.
    pub last: Version,
    /// The version after it.
    pub removed_in: Version,
}

/// An anchor that an earlier version published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAnchor {
    /// The anchor.
    pub anchor: String,
    /// The first words of its passage.
    pub words: Option<String>,
    /// Where the passage is now: a page and an anchor on it, empty for the page as a whole; none if it was removed.
    pub now: Option<(PageId, String)>,
    /// When it was last there.
    pub ends: Ends,
}
