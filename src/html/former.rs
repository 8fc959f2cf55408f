//! Former addresses and anchors: readers who follow an old link learn where its passage is now.
//!
//! No script is needed: an entry for each former anchor is at the end of its page, and shown only to those who follow a link to it.

use super::address::{self, ONE_PAGE};
use super::context::PageLink;
use super::frame::PageFrame;
use super::output::Emit;
use super::past::PastVersion;
use super::site::Site;
use super::writer::{View, Writer};
use crate::diag::Diagnostic;
use crate::model::{Ends, FormerAnchor, FormerFile, FormerPage, PageId};

impl Site<'_> {
    /// The entries for former anchors of `page`.
    pub(super) fn former_anchors(&self, writer: &mut Writer<'_>, page: PageId, root: &str) {
        if self.others.successor.is_some() {
            return;
        }
        for former in self.document.former.pages.iter().filter(|former| former.page == Some(page)) {
            former.anchors.iter().for_each(|anchor| self.former_anchor(writer, &former.address, anchor, root));
        }
    }

    /// The entries for former anchors of the page with the whole document, whether it is there or not.
    pub(super) fn former_anchors_of_one_page(&self) -> String {
        let mut writer = Writer::new(self.document, &self.theme.strings, View::Elsewhere, "");
        if self.others.successor.is_none() {
            self.document.former.one_page.iter().for_each(|anchor| self.former_anchor(&mut writer, ONE_PAGE, anchor, ""));
        }
        writer.out
    }

    /// `address` is that of the page that had the anchor.
    fn former_anchor(&self, writer: &mut Writer<'_>, address: &str, anchor: &FormerAnchor, root: &str) {
        let strings = &self.theme.strings;
        writer.raw("<p class=former");
        writer.id(&anchor.anchor);
        writer.raw(">");
        let words = anchor.words.as_ref().map_or_else(String::new, |words| format!(" ({words})"));
        match &anchor.now {
            Some((page, place)) => {
                writer.text(&format!("{}{words}: ", strings.text("former_moved")));
                let fragment = if place.is_empty() { String::new() } else { format!("#{}", address::encode(place)) };
                let href = format!("{root}{}{fragment}", address::path(self.document, *page));
                self.former_link(writer, &href, &self.former_title(*page));
            }
            None => {
                let version = anchor.ends.removed_in.as_str();
                writer.text(&format!("{}{words}. ", strings.fill("former_removed", &[("version", version)])));
                self.past_link(writer, address, &anchor.ends, &anchor.anchor, root);
            }
        }
        writer.raw("</p>");
    }

    /// A link to the newest version that had a page, if it is still online.
    fn past_link(&self, writer: &mut Writer<'_>, address: &str, ends: &Ends, anchor: &str, root: &str) {
        if let Some(href) = self.past_address(address, ends, root) {
            let href = format!("{href}#{}", address::encode(anchor));
            self.former_link(writer, &href, &self.theme.strings.fill("former_read", &[("version", ends.last.as_str())]));
        }
    }

    fn past_address(&self, address: &str, ends: &Ends, root: &str) -> Option<String> {
        self.others.past.iter().find(|past| past.version == ends.last)?;
        Some(format!("{root}{}{}", PastVersion::folder(&ends.last), address::encode(address)))
    }

    fn former_link(&self, writer: &mut Writer<'_>, href: &str, label: &str) {
        writer.raw("<a");
        writer.attribute("href", href);
        writer.raw(">");
        writer.text(label);
        writer.raw("</a>");
    }

    fn former_title(&self, page: PageId) -> String {
        match page {
            PageId::Home => self.theme.strings.text("home").to_owned(),
            PageId::Glossary => self.theme.strings.text("glossary").to_owned(),
            page => self.document.chapter(page).map_or_else(String::new, |chapter| chapter.front.title.clone()),
        }
    }

    /// The title of a page that is gone.
    fn title_of_former(&self, former: &FormerPage) -> String {
        let key = match former.address.as_str() {
            _ if !former.title.is_empty() => return former.title.clone(),
            "glossary.html" => "glossary",
            "progress.html" => "progress",
            address if address.starts_with("contents/") => "contents",
            ONE_PAGE => "one_page",
            _ => "action_plan",
        };
        self.theme.strings.text(key).to_owned()
    }

    /// Pages at addresses that earlier versions had: they lead to the page that took over, or say that theirs was removed.
    pub(super) fn former_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if self.others.successor.is_some() {
            return Ok(());
        }
        for former in self.document.former.pages.iter().filter(|former| former.page.is_none()) {
            let kind = if former.successor.is_some() { "redirect" } else { "removed" };
            let frame = PageFrame { kind, path: former.address.clone(), page: None, has_contents: false, title: self.title_of_former(former) };
            let mut page = self.page(&frame);
            page.noindex = true;
            let root = page.root.clone();
            // For browsers that do not follow the redirect: where each passage is now.
            let mut writer = Writer::new(self.document, &self.theme.strings, View::Elsewhere, &root);
            if former.successor.is_none() {
                let removed = self.theme.strings.fill("former_page_removed", &[("version", former.ends.removed_in.as_str())]);
                writer.element("p", "former-page", &removed);
            }
            former.anchors.iter().for_each(|anchor| self.former_anchor(&mut writer, &former.address, anchor, &root));
            if former.address == ONE_PAGE {
                writer.raw(&self.former_anchors_of_one_page());
            }
            page.body = page.pieces.mark(std::mem::take(&mut writer.out));
            if let Some(successor) = former.successor {
                let path = address::path(self.document, successor);
                page.canonical = self.document.settings.base_url.as_ref().map(|base| format!("{base}{path}"));
                page.next =
                    Some(PageLink { href: format!("{root}{path}"), label: self.former_title(successor), current: false, language: String::new() });
            } else {
                page.canonical = None;
                let past = self.past_address(&former.address, &former.ends, &root);
                page.next = Some(match past {
                    Some(href) => PageLink {
                        href,
                        label: self.theme.strings.fill("former_read", &[("version", former.ends.last.as_str())]),
                        current: false,
                        language: String::new(),
                    },
                    None => PageLink {
                        href: format!("{root}contents.html"),
                        label: self.theme.strings.text("contents").to_owned(),
                        current: false,
                        language: String::new(),
                    },
                });
            }
            self.finish("redirect.html", &page, &former.address, emit)?;
        }
        self.document.former.files.iter().try_for_each(|file| self.former_file(file, emit))
    }

    /// A page in a folder with the name of a file that is gone: hosts show it at the file's address. It leads to the version that had it.
    fn former_file(&self, file: &FormerFile, emit: Emit<'_>) -> Result<(), Diagnostic> {
        let strings = &self.theme.strings;
        let name = file.path.rsplit('/').next().unwrap_or(&file.path);
        let path = format!("{}/index.html", file.path);
        let frame = PageFrame { kind: "removed", path: path.clone(), page: None, has_contents: false, title: name.to_owned() };
        let mut page = self.page(&frame);
        page.noindex = true;
        page.canonical = None;
        let mut writer = Writer::new(self.document, strings, View::Elsewhere, &page.root);
        let version = [("version", file.ends.removed_in.as_str())];
        writer.element("p", "former-page", &strings.fill("former_file", &version));
        let kept = if file.is_kept { file.path.as_str() } else { "index.html" };
        if let Some(href) = self.past_address(kept, &file.ends, &page.root) {
            writer.raw("<p>");
            self.former_link(&mut writer, &href, &strings.fill("former_read", &[("version", file.ends.last.as_str())]));
            writer.raw("</p>");
        }
        page.body = page.pieces.mark(std::mem::take(&mut writer.out));
        page.next = Some(PageLink {
            href: format!("{}downloads.html", page.root),
            label: strings.text("downloads").to_owned(),
            current: false,
            language: String::new(),
        });
        self.finish("redirect.html", &page, &path, emit)
    }
}
