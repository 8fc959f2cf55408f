//! Former addresses and anchors: readers who follow an old link learn where its passage is now.
//!
//! No script is needed: an entry for each former anchor is at the end of its page, and shown only to those who follow a link to it.

use super::address;
use super::context::PageLink;
use super::frame::PageFrame;
use super::output::Emit;
use super::past::PastVersion;
use super::site::Site;
use super::writer::{View, Writer};
use crate::diag::Diagnostic;
use crate::model::{Ends, FormerAnchor, FormerPage, PageId};

impl Site<'_> {
    /// The entries for former anchors of `page`.
    pub(super) fn former_anchors(&self, writer: &mut Writer<'_>, page: PageId, root: &str) {
        if self.others.successor.is_some() {
            return;
        }
        for former in self.document.former.pages.iter().filter(|former| former.page == Some(page)) {
            former.anchors.iter().for_each(|anchor| self.former_anchor(writer, former, anchor, root));
        }
    }

    fn former_anchor(&self, writer: &mut Writer<'_>, former: &FormerPage, anchor: &FormerAnchor, root: &str) {
        let strings = &self.theme.strings;
        writer.raw("<p class=former");
        writer.id(&anchor.anchor);
        writer.raw(">");
        let words = anchor.words.as_ref().map_or_else(String::new, |words| format!(" ({words})"));
        match &anchor.now {
            Some((page, place)) => {
                writer.text(&format!("{}{words}: ", strings.text("former_moved")));
                let href = format!("{root}{}#{}", address::path(self.document, *page), address::encode(place));
                self.former_link(writer, &href, &self.former_title(*page));
            }
            None => {
                let version = anchor.ends.removed_in.as_str();
                writer.text(&format!("{}{words}. ", strings.fill("former_removed", &[("version", version)])));
                self.past_link(writer, former, &anchor.ends, Some(&anchor.anchor), root);
            }
        }
        writer.raw("</p>");
    }

    /// A link to the newest version that had a page, if it is still online.
    fn past_link(&self, writer: &mut Writer<'_>, former: &FormerPage, ends: &Ends, anchor: Option<&str>, root: &str) {
        if let Some(href) = self.past_address(former, ends, anchor, root) {
            self.former_link(writer, &href, &self.theme.strings.fill("former_read", &[("version", ends.last.as_str())]));
        }
    }

    fn past_address(&self, former: &FormerPage, ends: &Ends, anchor: Option<&str>, root: &str) -> Option<String> {
        self.others.past.iter().find(|past| past.version == ends.last)?;
        let fragment = anchor.map_or_else(String::new, |anchor| format!("#{}", address::encode(anchor)));
        Some(format!("{root}{}{}{fragment}", PastVersion::folder(&ends.last), address::encode(&former.address)))
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
            page => self.document.chapter(page).map_or_else(String::new, |chapter| chapter.front.title.clone()),
        }
    }

    /// Pages at addresses that earlier versions had: they lead to the page that took over, or say that theirs was removed.
    pub(super) fn former_pages(&self, emit: Emit<'_>) -> Result<(), Diagnostic> {
        if self.others.successor.is_some() {
            return Ok(());
        }
        for former in self.document.former.pages.iter().filter(|former| former.page.is_none()) {
            let kind = if former.successor.is_some() { "redirect" } else { "removed" };
            let frame = PageFrame { kind, path: former.address.clone(), page: None, has_contents: false, title: former.title.clone() };
            let mut page = self.page(&frame);
            page.noindex = true;
            let root = page.root.clone();
            // For browsers that do not follow the redirect: where each passage is now.
            let mut writer = Writer::new(self.document, &self.theme.strings, View::Elsewhere, &root);
            if former.successor.is_none() {
                let removed = self.theme.strings.fill("former_page_removed", &[("version", former.ends.removed_in.as_str())]);
                writer.element("p", "former-page", &removed);
            }
            former.anchors.iter().for_each(|anchor| self.former_anchor(&mut writer, former, anchor, &root));
            page.body = page.pieces.mark(std::mem::take(&mut writer.out));
            if let Some(successor) = former.successor {
                let path = address::path(self.document, successor);
                page.canonical = self.document.settings.base_url.as_ref().map(|base| format!("{base}{path}"));
                page.next = Some(PageLink { href: format!("{root}{path}"), label: self.former_title(successor), current: false });
            } else {
                page.canonical = None;
                let past = self.past_address(former, &former.ends, None, &root);
                page.next = Some(match past {
                    Some(href) => {
                        PageLink { href, label: self.theme.strings.fill("former_read", &[("version", former.ends.last.as_str())]), current: false }
                    }
                    None => PageLink { href: format!("{root}contents.html"), label: self.theme.strings.text("contents").to_owned(), current: false },
                });
            }
            self.finish("redirect.html", &page, &former.address, emit)?;
        }
        Ok(())
    }
}
