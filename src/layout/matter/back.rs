//! Back matter: the glossary, and how to ask for another format.

use std::collections::HashMap;

use crate::layout::paged::tags::{LinkTarget, ListNumbering, TagRole};
use crate::layout::paged::units::Pt;
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::Keep;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::layout::text::shaper::{RichText, TextPiece};
use crate::model::{Contact, PageId, TermId};

/// Where a term is used: the printed numbers of the pages in order, each with a place on it.
pub(in crate::layout) type TermPages = HashMap<TermId, Vec<(String, u32)>>;

impl PartBuilder<'_> {
    /// The glossary: each term with its definition and the pages that use it.
    pub(in crate::layout) fn glossary(&mut self, used: &TermPages) {
        self.part.page = PageId::Glossary;
        let frame = self.column();
        let title = self.strings().text("glossary").to_owned();
        self.title(frame, &title, DestKey::Place(PageId::Glossary, None));
        let list = self.part.tags.add(frame.tag, TagRole::L);
        self.part.tags.details(list).numbering = Some(ListNumbering::None);
        let document = self.context.document;
        for (at, id) in document.glossary.alphabetical.iter().enumerate() {
            let gap = self.context.measures.gap * if at == 0 { 2.0 } else { 1.4 };
            self.together(0.25, |builder| builder.term(frame.within(list), *id, used, gap));
        }
    }

    fn term(&mut self, frame: Frame, id: TermId, used: &TermPages, gap: Pt) {
        let measures = self.context.measures;
        let term = self.context.document.glossary.term(id);
        let item = self.part.tags.add(frame.tag, TagRole::LI);
        let label = self.part.tags.add(item, TagRole::Lbl);
        let style = TextStyle { weight: 700.0, ..frame.style };
        let mut strips = self.word_strips(frame, label, style, &term.full_name());
        strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        if let Some(first) = strips.first_mut() {
            first.anchors.push((item, Some(DestKey::Term(id))));
        }
        self.push(gap, strips);
        let body = self.part.tags.add(item, TagRole::LBody);
        let inner = frame.within(body);
        let start = self.part.strips.len();
        self.blocks(inner, &term.definition);
        if let Some(first) = self.part.strips.get_mut(start) {
            first.gap = Pt(1.0);
        }
        self.keep_last();
        let quiet = TextStyle { colour: measures.neutral, ..measures.small };
        if !term.related.is_empty() {
            let related: Vec<(String, DestKey)> =
                term.related.iter().map(|id| (self.context.document.glossary.term(*id).term.clone(), DestKey::Term(*id))).collect();
            let before = self.strings().text("print_see_also").to_owned();
            self.listing(inner, quiet, &before, related.into_iter().map(|(words, key)| (words, Err(key))));
            self.keep_last();
        }
        if let Some(pages) = used.get(&id).filter(|pages| !pages.is_empty()) {
            let limit = self.context.document.settings.site.where_used_limit.max(1);
            let key = if pages.len() == 1 { "print_see_page" } else { "print_see_pages" };
            let before = self.strings().text(key).to_owned();
            self.listing(inner, quiet, &before, pages.iter().take(limit).map(|(page, place)| (page.clone(), Ok(*place))));
        }
        if let Some(last) = self.part.strips.last_mut() {
            last.keep = Keep::Free;
        }
    }

    /// "See pages 3, 7 and 12": words, then links with commas between.
    fn listing(&mut self, frame: Frame, style: TextStyle, before: &str, links: impl Iterator<Item = (String, Result<u32, DestKey>)>) {
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let mut text = RichText::default();
        let mut leaf = self.part.tags.leaf(tag);
        let links: Vec<_> = links.collect();
        let count = links.len();
        let plain = |range, leaf| TextPiece::plain(range, leaf, style);
        let add = |text: &mut RichText, words: &str, leaf| {
            let start = text.buffer.len();
            text.buffer.push_str(words);
            text.pieces.push(plain(start..text.buffer.len(), leaf));
        };
        add(&mut text, before, leaf);
        add(&mut text, " ", leaf);
        for (at, (words, target)) in links.into_iter().enumerate() {
            let link = self.part.tags.add(tag, TagRole::Link);
            let inner = self.part.tags.leaf(link);
            add(&mut text, &words, inner);
            if let Some(piece) = text.pieces.last_mut() {
                piece.link = Some(link);
                piece.style.colour = self.context.measures.link;
            }
            let contents = format!("{before} {words}");
            match target {
                Ok(place) => self.part.link(link, LinkTarget::Inside(place), contents),
                Err(key) => self.part.link_inside(link, key, contents),
            }
            leaf = self.part.tags.continued(tag);
            add(&mut text, if at + 1 == count { "." } else { ", " }, leaf);
        }
        let shaped = self.shaper.shape(text);
        let lines = self.shaper.lines(shaped, frame.width);
        let strips = self.stack(lines, frame.x);
        self.push(Pt(2.0), strips);
    }

    /// "Ask for another format": the contact and the available editions.
    pub(in crate::layout) fn formats(&mut self, contact: &Contact) {
        let frame = self.column();
        let strings = self.strings();
        let measures = self.context.measures;
        let title = strings.text("another_format").to_owned();
        self.title(frame, &title, DestKey::Place(PageId::Downloads, None));
        let intro = strings.text("ask_another_format_text").to_owned();
        self.words(frame, TagRole::P, frame.style, measures.gap * 2.0, &intro);
        let bold = TextStyle { weight: 700.0, ..frame.style };
        if let Some(name) = &contact.name {
            self.words(frame, TagRole::P, bold, measures.gap * 1.4, name);
        }
        if let Some(email) = &contact.email {
            let before = strings.text("print_email").to_owned() + " ";
            self.address(frame, frame.style, measures.gap * 0.6, &before, email, &format!("mailto:{email}"));
        }
        if let Some(phone) = &contact.phone {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            let before = strings.text("print_phone").to_owned() + " ";
            self.address(frame, frame.style, measures.gap * 0.6, &before, phone, &format!("tel:{digits}"));
        }
        if let Some(address) = &contact.address {
            let before = strings.text("print_post").to_owned();
            self.words(frame, TagRole::P, frame.style, measures.gap * 0.6, &format!("{before} {}", address.trim_end()));
        }
        if let Some(base) = &self.context.document.settings.base_url {
            let before = strings.text("print_online").to_owned() + " ";
            self.address(frame, frame.style, measures.gap * 1.4, &before, base, base);
        }
    }
}
