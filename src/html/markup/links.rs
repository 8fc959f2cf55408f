//! Links and pictures.

use crate::html::address::{self, nth_use, one_page_slug, term_id, word_id};
use crate::html::writer::{View, Writer};
use crate::model::{Image, ImageSource, Link, PageId, Place, Target, TermUse};
use crate::wording;

impl Writer<'_> {
    pub(super) fn link(&mut self, link: &Link<Target>) {
        let reference = wording::reference(link, self.strings);
        if !self.is_followed(&link.target) {
            match reference {
                Some(words) => self.text(&words),
                None => self.line(&link.content),
            }
            return;
        }
        self.raw("<a");
        // In a redline a term is an ordinary link: it leads to the glossary, not to the list of words after the text.
        if let Target::Term(term) = &link.target
            && !matches!(self.view, View::Redline(..))
        {
            self.raw(" class=term");
            if matches!(self.view, View::Page(_)) {
                let nth = nth_use(term.nth);
                self.attribute_of("id", &["use_", &self.document.glossary.term(term.term).slug, &nth]);
            }
        }
        match (&link.target, self.view) {
            (Target::Term(link), View::Page(_)) => {
                self.attribute_of("href", &["#word_", &self.document.glossary.term(link.term).slug]);
            }
            (target, _) => {
                let href = self.href(target);
                self.attribute("href", &href);
            }
        }
        self.raw(">");
        match &link.target {
            Target::Term(TermUse { term, expand: true, .. }) => {
                let term = &self.document.glossary.term(*term).term;
                self.text(term);
                self.raw(" (");
                self.line(&link.content);
                self.raw(")");
            }
            _ => match reference {
                Some(words) => self.text(&words),
                None => self.line(&link.content),
            },
        }
        self.raw("</a>");
    }

    /// The `href` of a link on this page.
    pub(in crate::html) fn href(&self, target: &Target) -> String {
        match target {
            Target::External(address) => address.to_string(),
            Target::File(path) => format!("{}{}", self.root, address::encode(path)),
            Target::Place(place) => self.place(place),
            Target::Term(TermUse { term, .. }) => match self.view {
                View::Page(_) => format!("#{}", word_id(self.document, *term)),
                View::OnePage(..) | View::Glossary => format!("#{}", term_id(self.document, *term)),
                View::Elsewhere | View::Redline(..) => format!("{}glossary.html#{}", self.root, term_id(self.document, *term)),
            },
        }
    }

    fn place(&self, place: &Place) -> String {
        let is_chapter = matches!(place.page, PageId::Chapter(_) | PageId::Section(..));
        if matches!(self.view, View::OnePage(..)) && is_chapter {
            let slug = one_page_slug(self.document, place.page);
            return match &place.anchor {
                Some(anchor) => format!("#{}--{}", address::encode(&slug), address::encode(anchor)),
                None => format!("#{}", address::encode(&slug)),
            };
        }
        let fragment = place.anchor.as_ref().map_or_else(String::new, |anchor| format!("#{}", address::encode(anchor)));
        if self.view == View::Page(place.page) && !fragment.is_empty() {
            return fragment;
        }
        format!("{}{}{fragment}", self.root, address::path(self.document, place.page))
    }

    pub(in crate::html) fn image(&mut self, image: &Image) {
        if self.changes.is_removed() {
            self.past_image(image);
            return;
        }
        let ImageSource::Picture(at) = image.source else { return };
        let Some(picture) = self.document.pictures.get(at as usize) else { return };
        self.raw("<img");
        self.attribute("src", &format!("{}{}", self.root, address::encode(&picture.path)));
        self.attribute("alt", image.alternative.as_deref().unwrap_or(""));
        if let Some((width, height)) = picture.size {
            self.raw(&format!(" width={width} height={height}"));
        }
        self.raw(" loading=lazy decoding=async>");
    }
}
