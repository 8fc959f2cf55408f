//! Chapters: how they open, and what signs them.

use super::destinations::DestKey;
use super::part::{Builder, Frame};
use super::strips::{Keep, Strip};
use super::style::TextLook;
use super::tags::{Role, TagTree};
use super::units::Pt;
use crate::model::{Author, Chapter, PageId, Target};

impl Builder<'_> {
    /// A chapter with its sections; returns what the running head calls it.
    pub(super) fn whole_chapter(&mut self, at: usize) -> String {
        let Some(chapter) = self.document.chapters.get(at) else { return String::new() };
        let number = at as u32;
        self.turn_to(PageId::Chapter(number), &chapter.footnotes);
        self.text(self.column(), chapter, 0);
        for (at, section) in chapter.sections.iter().enumerate() {
            self.turn_to(PageId::Section(number, at as u32), &section.footnotes);
            let tag = self.tags.add(TagTree::ROOT, Role::Sect);
            let start = self.strips.len();
            self.text(self.column().within(tag), section, 1);
            if let Some(first) = self.strips.get_mut(start) {
                first.opens_page = true;
            }
        }
        match &chapter.number {
            // A whole title at the size of large print would be read as text, and would leave no room for the version.
            Some(number) if self.measures.large => self.strings().fill("chapter_number", &[("number", number)]),
            _ => named(chapter),
        }
    }

    fn text(&mut self, frame: Frame, chapter: &Chapter<Target>, depth: u8) {
        let measures = self.measures;
        let gap = measures.gap;
        let page = self.page;
        self.opening(frame, chapter, depth, DestKey::Place(page, None));
        if let Some(summary) = &chapter.front.summary {
            let size = measures.body.size * if measures.large { 1.0 } else { 1.15 };
            let look = TextLook { size, leading: size * 1.45, colour: measures.neutral, ..measures.body };
            self.words(frame, Role::P, look, gap * 0.8, summary);
        }
        let frame = Frame { lowered: depth, ..frame };
        let start = self.strips.len();
        self.numbered_blocks(frame, &chapter.body, &chapter.paragraph_numbers);
        if let Some(first) = self.strips.get_mut(start) {
            first.gap = first.gap.max(gap * 2.2);
        }
        self.signatures(frame, &chapter.front.authors);
    }

    /// The number with air around it, and the title below.
    fn opening(&mut self, frame: Frame, chapter: &Chapter<Target>, depth: u8, key: DestKey) {
        let measures = self.measures;
        let level = depth + 1;
        let tag = self.tags.add(frame.tag, Role::H(level));
        let look = TextLook { size: measures.headings[0].size * if depth == 0 { 1.0 } else { 0.88 }, ..measures.headings[0] };
        let look = TextLook { leading: look.size * 1.18, ..look };
        let air = if depth == 0 && !measures.large { measures.height * 0.045 } else { Pt::ZERO };
        let mut strips: Vec<Strip> = Vec::new();
        if air > Pt::ZERO {
            strips.push(Strip { height: air, keep: Keep::WithNext, ..Strip::default() });
        }
        let opened = strips.len();
        if let Some(number) = &chapter.number {
            let size = look.size * if depth == 0 { 1.7 } else { 1.0 };
            let look = TextLook { size, leading: size * 1.2, colour: measures.accent, weight: 700.0 };
            strips.extend(self.word_strips(frame, tag, look, number));
        }
        strips.extend(self.word_strips(frame, tag, look, &chapter.front.title));
        strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        if let Some(first) = strips.get_mut(opened) {
            first.anchors.push((tag, Some(key)));
        }
        self.push(Pt::ZERO, strips);
        self.headings.push((level, named(chapter), tag));
    }

    fn signatures(&mut self, frame: Frame, authors: &[Author]) {
        let bold = TextLook { weight: 700.0, ..frame.look };
        for author in authors {
            self.keep_last();
            self.words(frame, Role::P, bold, self.measures.gap * 1.6, &author.name);
            if let Some(role) = &author.role {
                self.keep_last();
                let look = TextLook { colour: self.measures.neutral, ..frame.look };
                self.words(frame, Role::P, look, Pt::ZERO, role);
            }
        }
    }
}

fn named(chapter: &Chapter<Target>) -> String {
    match &chapter.number {
        Some(number) => format!("{number} {}", chapter.front.title),
        None => chapter.front.title.clone(),
    }
}
