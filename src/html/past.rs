//! Earlier versions that stay online: what their pages say of the version that replaced them, and how versions lead to
//! each other.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::address::{self, block_id, has_one_page};
use super::writer::Writer;
use crate::model::{Block, BlockKind, Chapter, Document, Draft, Label, NodeId, PageId, Redline, Settings, Target, Version};

/// What a site knows of the strategy's other versions.
#[derive(Debug, Default, Clone, Copy)]
pub struct Others<'a> {
    /// Redlines with pages of their own, oldest first; the first that ends in a version is that version's.
    pub redlines: &'a [Arc<Redline>],
    /// Earlier versions that have sites of their own in `versions/`, oldest first.
    pub past: &'a [PastVersion],
    /// The version that replaced this one, which then stands in `versions/` itself; none if this is the current one.
    pub successor: Option<&'a Successor<'a>>,
}

/// A version with a site of its own in `versions/`.
#[derive(Debug, Clone)]
pub struct PastVersion {
    /// The version.
    pub version: Version,
    /// The paths of its texts, and of what not every version has, from its own folder.
    pub(super) pages: HashSet<String>,
}

impl PastVersion {
    /// The site of `draft`.
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let page = |text: &Chapter<Label>| format!("{}.html", address::encode(&text.slug));
        let sections = draft.chapters.iter().flat_map(|chapter| {
            let folder = address::encode(&chapter.slug);
            chapter.sections.iter().map(move |section| format!("{folder}/{}", page(section)))
        });
        let own = optional(&draft.settings, draft.chapters.len(), draft.terms.len());
        let pages = draft.chapters.iter().map(|chapter| &**chapter).chain(&draft.pages).map(page).chain(sections).chain(own).collect();
        Self { version: draft.settings.current().version.clone(), pages }
    }

    /// Where the site of an earlier version stands in the output; ends in a slash.
    #[must_use]
    pub fn folder(version: &Version) -> String {
        format!("versions/{version}/")
    }
}

/// The current version, as the sites of earlier ones see it.
#[derive(Debug)]
pub struct Successor<'a> {
    document: &'a Document,
    pages: HashSet<String>,
    /// The page of each block that can be pointed to: a heading has a name of its own, a rule and raw HTML have none.
    places: HashMap<NodeId, PageId>,
}

impl<'a> Successor<'a> {
    /// The current version is `document`.
    #[must_use]
    pub fn of(document: &'a Document) -> Self {
        let is_own = |block: &&Block<Target>| !matches!(block.kind, BlockKind::Heading(_) | BlockKind::ThematicBreak | BlockKind::RawHtml(_));
        let blocks = document.texts().flat_map(|(page, chapter)| chapter.body.iter().filter(is_own).map(move |block| (block.id, page)));
        let own = optional(&document.settings, document.chapters.len(), document.glossary.terms.len());
        let pages = document.texts().map(|(page, _)| address::path(document, page)).chain(own).collect();
        Self { document, pages, places: blocks.collect() }
    }

    /// Stands for all that the site of an earlier version with these blocks says of this one.
    #[must_use]
    pub fn digest(&self, blocks: impl Iterator<Item = NodeId>) -> String {
        let mut pages: Vec<&str> = self.pages.iter().map(String::as_str).collect();
        pages.sort_unstable();
        let mut hasher = Xxh3::new();
        pages.iter().for_each(|page| hasher.update(page.as_bytes()));
        for place in blocks.filter_map(|id| Some(format!("{id} {}", address::path(self.document, *self.places.get(&id)?)))) {
            hasher.update(place.as_bytes());
        }
        format!("{:032x}", hasher.digest128())
    }

    /// The current version.
    pub(super) fn version(&self) -> &Version {
        &self.document.settings.current().version
    }

    /// The full address of the page that took the place of the one at `path`, where it is known: the one for search engines.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        self.document.settings.base_url.as_ref().map(|base| format!("{base}{}", self.page(path)))
    }

    /// The page that took the place of the one at `path`: itself, if it is still there, or the home page.
    pub(super) fn page<'p>(&self, path: &'p str) -> &'p str {
        if self.pages.contains(path) || GENERATED.contains(&path) { path } else { HOME }
    }
}

const HOME: &str = "index.html";

/// Pages that every version has.
pub(super) const GENERATED: [&str; 5] = [HOME, "contents.html", "versions.html", "downloads.html", "accessibility.html"];

/// Generated pages that this version has, and another may not have.
fn optional(settings: &Settings, chapters: usize, terms: usize) -> impl Iterator<Item = String> {
    let glossary = (terms > 0).then(|| "glossary.html".to_owned());
    glossary.into_iter().chain(has_one_page(settings, chapters).then(|| address::ONE_PAGE.to_owned()))
}

/// What leads from the site of an earlier version to the current one's.
pub(super) const UP: &str = "../../";

impl Writer<'_> {
    /// On the page of an earlier version: where the current one has this block. It shows where a link has led to the
    /// block (`:target`), because it is then that a reader wonders.
    pub(super) fn successor_link(&mut self, block: &Block<Target>, successor: &Successor<'_>) {
        let Some(page) = successor.places.get(&block.id) else { return };
        self.raw("<p class=in-current><a");
        let href = format!("{}{UP}{}#{}", self.root, address::path(successor.document, *page), block_id(block.id));
        self.attribute("href", &href);
        self.raw(">");
        self.text(&self.strings.fill("in_current", &[("current", successor.version().as_str())]));
        self.raw("</a></p>");
    }
}
