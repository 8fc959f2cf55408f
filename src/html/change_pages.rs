//! How the changes between two versions are divided into pages.

use std::collections::{HashMap, HashSet};

use super::address::one_page_slug;
use crate::model::{Block, Change, Chapter, Mark, MoveEnd, NodeId, PageId, Redline, Target, Touched};

/// Up to this many changed passages are shown on one page, about as many as anyone reads in one go. A new text counts all of its
/// passages, because all of them are shown.
const MOST_ON_ONE_PAGE: usize = 40;

/// Up to this many texts keep an address for their changes since the version before, whether they have any or not.
const MOST_KEPT: usize = 100;

/// The glossary's page of changes: no chapter has an underscore in its name.
const TERMS: &str = "changed_terms";
/// The home page's.
const HOME: &str = "home_page";

/// The pages of a redline: one, if it is short or only one text has changed; otherwise an index, and a page for each chapter with its
/// sections, for each other text and for the glossary.
#[derive(Debug)]
pub(super) struct ChangePages {
    /// Path of the index, or of the only page, from the output folder.
    pub(super) path: String,
    /// The pages that show changes, in reading order.
    pub(super) pages: Vec<ChangePage>,
}

/// A page that shows changes.
#[derive(Debug)]
pub(super) struct ChangePage {
    /// Its path from the output folder.
    pub(super) path: String,
    /// The texts on it, in reading order.
    pub(super) texts: Vec<Touched>,
    /// Whether it shows the changes of the glossary, after all texts.
    pub(super) has_terms: bool,
}

/// Path of the index, or of the only page, of a redline from the output folder.
pub(super) fn path(redline: &Redline) -> String {
    format!("changes/{}-{}.html", redline.from.version, redline.to.version)
}

impl ChangePage {
    /// Whether the redline has other pages.
    pub(super) fn is_part(&self) -> bool {
        self.path.matches('/').count() > 1
    }

    /// The chapter to which the texts of a part belong, or its only text; none if it is the glossary's.
    pub(super) fn owner(&self) -> Option<PageId> {
        self.texts.first().map(|touched| owner(touched.page))
    }
}

impl ChangePages {
    pub(super) fn of(redline: &Redline) -> Self {
        let path = path(redline);
        let (texts, terms) = (redline.touched(), redline.changed_terms().count());
        let shown: usize = texts.iter().map(|touched| passages(redline, touched)).sum::<usize>() + terms;
        let mut divided = divided(redline, &texts, path.trim_end_matches(".html"));
        if terms > 0 {
            let name = format!("{}/{TERMS}.html", path.trim_end_matches(".html"));
            divided.push(ChangePage { path: name, texts: Vec::new(), has_terms: true });
        }
        if shown <= MOST_ON_ONE_PAGE || divided.len() < 2 {
            divided = vec![ChangePage { path: path.clone(), texts, has_terms: terms > 0 }];
        }
        Self { path, pages: divided }
    }

    /// Whether the first page is an index.
    pub(super) fn has_index(&self) -> bool {
        self.pages.len() > 1
    }

    /// Path of the page with the changes of a text; the first page, if it has none.
    pub(super) fn of_text(&self, text: PageId) -> &str {
        let page = self.pages.iter().find(|page| page.texts.iter().any(|touched| touched.page == text));
        page.map_or(&self.path, |page| &page.path)
    }

    /// Path of the page with the changes of the glossary; the first page, if it has none.
    pub(super) fn of_terms(&self) -> &str {
        self.pages.iter().find(|page| page.has_terms).map_or(&self.path, |page| &page.path)
    }

    /// Addresses that pages of this redline may have had when it was longer, each with the id of its text if the only page shows changes of it:
    /// those of all texts, if one version follows the other and there are few, or else those on the only page.
    pub(super) fn former(&self, redline: &Redline, is_next: bool) -> Vec<(String, Option<String>)> {
        let folder = self.path.trim_end_matches(".html");
        let document = &redline.document;
        let shown: HashSet<PageId> = redline.touched().iter().map(|touched| owner(touched.page)).collect();
        let mut owners: Vec<PageId> = document.texts().map(|(page, _)| owner(page)).collect();
        owners.dedup();
        let keeps_all = is_next && owners.len() <= MOST_KEPT;
        owners.retain(|owner| keeps_all || !self.has_index() && shown.contains(owner));
        let text = |page: &PageId| {
            let slug = one_page_slug(document, *page);
            let name = if *page == PageId::Home { HOME } else { &slug };
            let id = (!self.has_index() && shown.contains(page)).then(|| slug.clone());
            (format!("{folder}/{name}.html"), id)
        };
        let changed_terms = redline.changed_terms().next().is_some();
        let id = (!self.has_index() && changed_terms).then(|| TERMS.to_owned());
        let terms = (id.is_some() || keeps_all && !document.glossary.terms.is_empty()).then(|| (format!("{folder}/{TERMS}.html"), id));
        let mut taken: HashSet<String> = self.pages.iter().map(|page| page.path.clone()).collect();
        owners.iter().map(text).chain(terms).filter(|(path, _)| taken.insert(path.clone())).collect()
    }

    /// Whether `wanted` may be the path of one of the pages.
    pub(super) fn may_have(redline: &Redline, wanted: &str) -> bool {
        let path = path(redline);
        wanted == path || wanted.strip_prefix(path.trim_end_matches(".html")).is_some_and(|rest| rest.starts_with('/'))
    }

    /// For both ends of each move, the new (`true`) and the old, the page that it is on; empty if there is only one page.
    pub(super) fn ends(&self, redline: &Redline) -> HashMap<(NodeId, bool), usize> {
        let mut ends = HashMap::new();
        for (at, page) in self.pages.iter().enumerate().filter(|_| self.has_index()) {
            for chapter in page.texts.iter().filter_map(|touched| redline.document.chapter(touched.page)) {
                let notes = chapter.footnotes.iter().flat_map(|note| &note.body);
                chapter.body.iter().chain(notes).for_each(|block| note_ends(block, at, &mut ends));
            }
        }
        ends
    }
}

fn owner(page: PageId) -> PageId {
    match page {
        PageId::Section(chapter, _) => PageId::Chapter(chapter),
        page => page,
    }
}

fn note_ends(block: &Block<Target>, page: usize, ends: &mut HashMap<(NodeId, bool), usize>) {
    if let Some(end) = block.change.as_deref().and_then(Change::move_end) {
        ends.insert((block.id, end == MoveEnd::New), page);
    }
    block.kind.each_list(&mut |list| list.iter().for_each(|block| note_ends(block, page, ends)));
}

/// Number of changed passages that are shown of a text.
fn passages(redline: &Redline, touched: &Touched) -> usize {
    let is_whole = |chapter: &&Chapter<Target>| chapter.change.as_ref().is_some_and(|change| change.mark != Mark::Unchanged);
    redline.document.chapter(touched.page).filter(is_whole).map_or(touched.changes, |chapter| chapter.body.len())
}

/// A page for each chapter with its sections, and for each other text.
fn divided(redline: &Redline, texts: &[Touched], folder: &str) -> Vec<ChangePage> {
    let mut taken: HashSet<String> = HashSet::new();
    let pages = texts.chunk_by(|one, next| owner(one.page) == owner(next.page)).map(|texts| {
        let slug = match texts.first().map(|touched| owner(touched.page)) {
            Some(PageId::Home) | None => HOME.to_owned(),
            Some(page) => one_page_slug(&redline.document, page),
        };
        // A removed text may have the name of a new one.
        let mut name = slug.clone();
        for nth in 2.. {
            if taken.insert(name.clone()) {
                break;
            }
            name = format!("{slug}_{nth}");
        }
        ChangePage { path: format!("{folder}/{name}.html"), texts: texts.to_vec(), has_terms: false }
    });
    pages.collect()
}
