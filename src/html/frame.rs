//! The parts that all pages have in common.

use super::address;
use super::context::{PageContext, PageLink, Pieces};
use super::lists::Lister;
use super::site::Site;
use super::writer::{View, Writer};
use crate::model::PageId;

/// Kind, title and path of a page.
pub(super) struct PageFrame {
    pub(super) kind: &'static str,
    pub(super) title: String,
    pub(super) path: String,
    pub(super) page: Option<PageId>,
    pub(super) has_contents: bool,
}

impl Site<'_> {
    pub(super) fn lister<'s>(&'s self, root: &'s str, page: Option<PageId>) -> Lister<'s> {
        Lister { document: self.document, strings: &self.theme.strings, parts: &self.parts, root, page }
    }

    pub(super) fn page(&self, frame: &PageFrame) -> PageContext {
        let (document, strings) = (self.document, &self.theme.strings);
        let root = address::root_of(&frame.path);
        let lister = self.lister(&root, frame.page);
        let site_title = document.settings.full_title();
        let title = if frame.title == site_title { site_title } else { format!("{} \u{2013} {site_title}", frame.title) };
        // Readers may have several versions open side by side.
        let title = match self.others.successor {
            Some(_) => format!("{title}, {}", strings.fill("version_name", &[("version", document.settings.current().version.as_str())])),
            None => title,
        };
        let html_title = if self.is_draft() { format!("{title} ({})", strings.text("status_draft")) } else { title };
        let navigation = [
            (PageId::Home, "home"),
            (PageId::Contents, "contents"),
            (PageId::Glossary, "glossary"),
            (PageId::Actions, "action_plan"),
            (PageId::Progress, "progress"),
            (PageId::Versions, "versions"),
            (PageId::Downloads, "downloads"),
        ];
        let has_glossary = !document.glossary.terms.is_empty();
        let navigation = navigation.into_iter().filter(|(page, _)| match page {
            PageId::Glossary => has_glossary,
            PageId::Actions => self.has_actions,
            PageId::Progress => self.has_progress(),
            _ => true,
        });
        let mut navigation: Vec<PageLink> = navigation
            .map(|(page, key)| PageLink {
                href: lister.href(page),
                label: strings.text(key).to_owned(),
                current: frame.page == Some(page),
                language: String::new(),
            })
            .collect();
        if let Some(changes) = self.others.changes(&document.settings.current().version) {
            // Before the version history and the downloads.
            let (current, label) = (changes == address::encode(&frame.path), strings.text("nav_changes").to_owned());
            navigation.insert(navigation.len() - 2, PageLink { href: format!("{root}{changes}"), label, current, language: String::new() });
        }
        let mut pieces = Pieces::default();
        let contents = if frame.has_contents { pieces.mark(lister.contents_html()) } else { String::new() };
        PageContext {
            kind: frame.kind,
            title: frame.title.clone(),
            html_title,
            description: None,
            canonical: match self.others.successor {
                Some(successor) => successor.address(&frame.path),
                None => document.settings.base_url.as_ref().map(|base| format!("{base}{}", frame.path)),
            },
            noindex: self.is_draft() || self.others.successor.is_some(),
            replaced: self.replaced_page(&frame.path),
            editions: self.other_editions(&frame.path),
            languages: self.languages(&frame.path, &root),
            alternates: if self.others.successor.is_some() { Vec::new() } else { self.alternates(&frame.path) },
            navigation,
            contents,
            headings: String::new(),
            body: String::new(),
            after: String::new(),
            chapter: None,
            reading: None,
            meta: self.open_graph(frame.kind == "home"),
            data: String::new(),
            plain_text: None,
            previous: None,
            next: None,
            chapters: Vec::new(),
            downloads: Vec::new(),
            versions: None,
            comparison: None,
            comparisons: Vec::new(),
            history: Vec::new(),
            pages: Vec::new(),
            letters: Vec::new(),
            softened: Vec::new(),
            figures: Vec::new(),
            changes: None,
            pieces,
            root,
        }
    }

    pub(super) fn words(&self, key: &str) -> Option<String> {
        Some(self.theme.strings.text(key).to_owned())
    }

    pub(super) fn own(&self, kind: &'static str, key: &str, page: PageId) -> PageFrame {
        let path = address::path(self.document, page);
        PageFrame { kind, title: self.theme.strings.text(key).to_owned(), path, page: Some(page), has_contents: false }
    }

    pub(super) fn writer<'s>(&'s self, view: View, root: &'s str) -> Writer<'s> {
        Writer::new(self.document, &self.theme.strings, view, root)
    }
}
