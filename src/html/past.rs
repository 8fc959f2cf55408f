//! Earlier versions that stay online, the version that replaced them, and the same version in other languages.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::address::{self, block_id};
use super::change_pages;
use super::writer::Writer;
use crate::model::{Block, Chapter, Document, Draft, Label, NodeId, PageId, Redline, Settings, Target, Version, page_address, section_address};

/// The other versions of a strategy, as far as a site needs them.
#[derive(Debug, Default, Clone, Copy)]
pub struct Others<'a> {
    /// Redlines with pages of their own, oldest first; the first that ends with a version is that version's.
    pub redlines: &'a [Arc<Redline>],
    /// Earlier versions that have sites of their own in `versions/`, oldest first.
    pub past: &'a [PastVersion],
    /// The version that replaced this one, whose site is then in `versions/`; none if this is the current version.
    pub successor: Option<&'a Successor<'a>>,
    /// The same version in other languages.
    pub siblings: &'a [Sibling],
    /// Whether readers can comment on passages: in a pack, never on a published site.
    pub review: bool,
}

/// A version with a site of its own in `versions/`.
#[derive(Debug, Clone)]
pub struct PastVersion {
    /// Its number.
    pub version: Version,
    /// Paths, from its own folder, of its texts and of generated pages that not every version has.
    pub(super) pages: HashSet<String>,
    /// Path, from the folder of the current version, of the page with what it changed in the version before.
    changes: Option<String>,
}

impl PastVersion {
    /// The version that is `draft`. Its changes are shown if they are among the `redlines`.
    #[must_use]
    pub fn of(draft: &Draft, redlines: &[Arc<Redline>]) -> Self {
        let encoded = |address: String| address::encode(&address).into_owned();
        let page = |text: &Chapter<Label>| encoded(page_address(&text.slug));
        let sections = draft
            .chapters
            .iter()
            .flat_map(|chapter| chapter.sections.iter().map(move |section| encoded(section_address(&chapter.slug, &section.slug))));
        let own = optional(&draft.settings, draft.chapters.len(), draft.terms.len());
        let pages = draft.chapters.iter().map(|chapter| &**chapter).chain(&draft.pages).map(page).chain(sections).chain(own).collect();
        let version = draft.settings.current().version.clone();
        let changes = redlines.iter().find(|redline| redline.to.version == version).map(|redline| change_pages::path(redline));
        Self { version, pages, changes }
    }

    /// Path of the page with its changes, if there is one; empty otherwise. Its site depends on it.
    #[must_use]
    pub fn changes(&self) -> &str {
        self.changes.as_deref().unwrap_or_default()
    }

    /// Path of the site of an earlier version from the output folder, ending in a slash.
    #[must_use]
    pub fn folder(version: &Version) -> String {
        format!("versions/{version}/")
    }
}

/// Another edition of the same version, in another language, as a site links to it.
#[derive(Debug, Clone)]
pub struct Sibling {
    pub(super) language: String,
    /// Its folder from that of the site that links to it: `cy/` or `../`.
    pub(super) folder: String,
    /// Its full address, if it is known.
    pub(super) base_url: Option<String>,
    pub(super) pages: HashSet<String>,
}

impl Sibling {
    /// The edition `document`, in `folder` from that of the site that links to it, with pages for `redlines`.
    #[must_use]
    pub fn of(document: &Document, redlines: &[Arc<Redline>], folder: &str) -> Self {
        let settings = &document.settings;
        let own = optional(settings, document.chapters.len(), document.glossary.terms.len());
        let texts = document.texts().map(|(page, _)| address::path(document, page));
        let changes = redlines.iter().map(|redline| change_pages::path(redline));
        Self {
            language: settings.language.clone(),
            folder: folder.to_owned(),
            base_url: settings.base_url.clone(),
            pages: own.chain(texts).chain(changes).chain(GENERATED.map(str::to_owned)).collect(),
        }
    }

    /// Its page that says what the one at `path` says; its home page if it has no such page.
    pub(super) fn page<'p>(&self, path: &'p str) -> &'p str {
        if self.pages.contains(path) { path } else { HOME }
    }
}

impl Others<'_> {
    /// Address, from the folder of the site of `version`, of the page with what it changed in the version before.
    pub(super) fn changes(&self, version: &Version) -> Option<String> {
        if self.successor.is_some() {
            let past = self.past.iter().find(|past| past.version == *version)?;
            return past.changes.as_ref().map(|path| format!("{UP}{}", address::encode(path)));
        }
        let redline = self.redlines.iter().find(|redline| redline.to.version == *version)?;
        Some(address::encode(&change_pages::path(redline)).into_owned())
    }
}

/// The current version, as the sites of earlier ones see it.
#[derive(Debug)]
pub struct Successor<'a> {
    document: &'a Document,
    pages: HashSet<String>,
    /// The page of each block that has a block id: headings have ids of their own, rules and raw HTML have none.
    places: HashMap<NodeId, PageId>,
}

impl<'a> Successor<'a> {
    /// The version that is `document`.
    #[must_use]
    pub fn of(document: &'a Document) -> Self {
        let has_block_id = |block: &&Block<Target>| block.has_own_anchor();
        let blocks = document.texts().flat_map(|(page, chapter)| chapter.body.iter().filter(has_block_id).map(move |block| (block.id, page)));
        let own = optional(&document.settings, document.chapters.len(), document.glossary.terms.len());
        let pages = document.texts().map(|(page, _)| address::path(document, page)).chain(own).collect();
        Self { document, pages, places: blocks.collect() }
    }

    /// A hash of everything in this version on which the site of an earlier version with these blocks depends.
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

    /// The full address of the page that replaced the one at `path`, for search engines; none if the site's address is unknown.
    pub(super) fn address(&self, path: &str) -> Option<String> {
        self.document.settings.base_url.as_ref().map(|base| format!("{base}{}", self.page(path)))
    }

    /// Path of the page that replaced the one at `path`: the same, if it still exists, or the home page.
    pub(super) fn page<'p>(&self, path: &'p str) -> &'p str {
        if self.pages.contains(path) || GENERATED.contains(&path) { path } else { HOME }
    }
}

const HOME: &str = "index.html";

/// Pages that every version has.
pub(super) const GENERATED: [&str; 7] =
    [HOME, address::SEARCH, address::READING_SETTINGS, "contents.html", "versions.html", "downloads.html", "accessibility.html"];

/// Generated pages of this version that another may not have.
fn optional(settings: &Settings, chapters: usize, terms: usize) -> impl Iterator<Item = String> {
    let glossary = (terms > 0).then(|| "glossary.html".to_owned());
    glossary.into_iter().chain(settings.has_one_page(chapters).then(|| address::ONE_PAGE.to_owned()))
}

/// Relative path from the folder of an earlier version's site to the current one's.
pub(super) const UP: &str = "../../";

impl Writer<'_> {
    /// On the page of an earlier version: a link to this block in the current one. It is shown only if a link has led to the
    /// block (`:target`).
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
