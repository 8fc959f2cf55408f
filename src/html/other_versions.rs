//! Links between the versions of a page.

use super::address;
use super::context::PageLink;
use super::past::{GENERATED, PastVersion, UP};
use super::site::Site;

impl Site<'_> {
    /// A link to the current version's page at `path`, or to its home page; none if this is the current version.
    pub(super) fn replaced_page(&self, path: &str) -> Option<PageLink> {
        let successor = self.others.successor?;
        let page = successor.page(path);
        let key = if page == path { "replaced_link" } else { "replaced_link_home" };
        Some(PageLink {
            href: format!("{}{UP}{page}", address::root_of(path)),
            label: self.theme.strings.fill(key, &[("current", successor.version().as_str())]),
            current: false,
            language: String::new(),
        })
    }

    /// The page at `path` in the other versions, newest first.
    pub(super) fn other_editions(&self, path: &str) -> Vec<PageLink> {
        let own = &self.document.settings.current().version;
        let root = address::root_of(path);
        let up = if self.others.successor.is_some() { UP } else { "" };
        let has_page = |edition: &&PastVersion| edition.version != *own && (GENERATED.contains(&path) || edition.pages.contains(path));
        let past = self.others.past.iter().rev().filter(has_page);
        past.map(|edition| PageLink {
            href: format!("{root}{up}{}{path}", PastVersion::folder(&edition.version)),
            label: self.theme.strings.fill("version_name", &[("version", edition.version.as_str())]),
            current: false,
            language: String::new(),
        })
        .collect()
    }
}
