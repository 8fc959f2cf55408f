//! Chapters: their openings and signatures.

use crate::layout::paged::tags::{TagRole, TagTree};
use crate::layout::paged::units::Pt;
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::{Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::model::{Author, Chapter, PageId, Target, language_name};
use crate::theme::Strings;
use crate::wording;

impl PartBuilder<'_> {
    /// A chapter with its sections; returns the name in its running head.
    pub(in crate::layout) fn whole_chapter(&mut self, at: usize) -> String {
        let Some(chapter) = self.context.document.chapters.get(at) else { return String::new() };
        let number = at as u32;
        self.part.turn_to(PageId::Chapter(number), &chapter.footnotes);
        self.text(self.column(), chapter, 0);
        for (at, section) in chapter.sections.iter().enumerate() {
            self.part.turn_to(PageId::Section(number, at as u32), &section.footnotes);
            let tag = self.part.tags.add(TagTree::ROOT, TagRole::Sect);
            let start = self.part.strips.len();
            self.text(self.column().within(tag), section, 1);
            if let Some(first) = self.part.strips.get_mut(start) {
                first.opens_page = true;
            }
        }
        match &chapter.number {
            // A whole title at the size of large print would be read as text, and would leave no room for the version.
            Some(number) if self.context.measures.large => wording::chapter(number, false, self.strings()),
            _ => named(chapter, self.strings()),
        }
    }

    fn text(&mut self, frame: Frame, chapter: &Chapter<Target>, depth: u8) {
        let measures = self.context.measures;
        let gap = measures.gap;
        let page = self.part.page;
        if let Some(language) = &chapter.front.language {
            self.part.tags.details(frame.tag).language = Some(language.as_str().into());
        }
        self.opening(frame, chapter, depth, DestKey::Place(page, None));
        self.untranslated(frame, chapter);
        if let Some(summary) = &chapter.front.summary {
            let size = measures.body.size * if measures.large { 1.0 } else { 1.15 };
            let style = TextStyle { size, leading: size * 1.45, colour: measures.neutral, ..measures.body };
            self.words(frame, TagRole::P, style, gap * 0.8, summary);
        }
        let frame = Frame { lowered: depth, ..frame };
        let start = self.part.strips.len();
        self.numbered_blocks(frame, &chapter.body, &chapter.paragraph_numbers);
        if let Some(first) = self.part.strips.get_mut(start) {
            first.gap = first.gap.max(gap * 2.2);
        }
        self.signatures(frame, &chapter.front.authors);
    }

    /// The note above a text of an edition that nobody has translated yet, in the language of the edition.
    fn untranslated(&mut self, frame: Frame, chapter: &Chapter<Target>) {
        let document = self.context.document;
        let Some(translation) = document.translation.as_ref().filter(|translation| translation.untranslated.contains(&chapter.file)) else { return };
        let note = self.strings().fill("not_translated", &[("language", language_name(&translation.of))]);
        let style = TextStyle { colour: self.context.measures.neutral, ..frame.style };
        let tag = self.words(frame, TagRole::P, style, self.context.measures.gap * 0.8, &note);
        self.part.tags.details(tag).language = Some(document.settings.language.as_str().into());
        self.keep_last();
    }

    /// The number with air around it, and the title below.
    fn opening(&mut self, frame: Frame, chapter: &Chapter<Target>, depth: u8, key: DestKey) {
        let measures = self.context.measures;
        let level = depth + 1;
        let tag = self.part.tags.add(frame.tag, TagRole::H(level));
        let style = TextStyle { size: measures.headings[0].size * if depth == 0 { 1.0 } else { 0.88 }, ..measures.headings[0] };
        let style = TextStyle { leading: style.size * 1.18, ..style };
        let air = if depth == 0 && !measures.large { measures.height * 0.045 } else { Pt::ZERO };
        let mut strips: Vec<Strip> = Vec::new();
        if air > Pt::ZERO {
            strips.push(Strip { height: air, keep: Keep::WithNext, ..Strip::default() });
        }
        let opened = strips.len();
        if let Some(number) = &chapter.number {
            let is_annex = depth == 0 && wording::is_annex(number);
            let number = &if is_annex { wording::chapter(number, false, self.strings()) } else { number.clone() };
            // The words "Annex A" are no larger than the title.
            let size = style.size * if depth == 0 && !is_annex { 1.7 } else { 1.0 };
            let style = TextStyle { size, leading: size * 1.2, colour: measures.accent, weight: 700.0 };
            strips.extend(self.word_strips(frame, tag, style, number));
        }
        strips.extend(self.word_strips(frame, tag, style, &chapter.front.title));
        strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        if let Some(first) = strips.get_mut(opened) {
            first.anchors.push((tag, Some(key)));
        }
        self.push(Pt::ZERO, strips);
        self.part.headings.push((level, named(chapter, self.strings()), tag));
    }

    fn signatures(&mut self, frame: Frame, authors: &[Author]) {
        let bold = TextStyle { weight: 700.0, ..frame.style };
        for author in authors {
            self.keep_last();
            self.words(frame, TagRole::P, bold, self.context.measures.gap * 1.6, &author.name);
            if let Some(role) = &author.role {
                self.keep_last();
                let style = TextStyle { colour: self.context.measures.neutral, ..frame.style };
                self.words(frame, TagRole::P, style, Pt::ZERO, role);
            }
        }
    }
}

fn named(chapter: &Chapter<Target>, strings: &Strings) -> String {
    match &chapter.number {
        Some(number) if wording::is_annex(number) => format!("{}: {}", wording::chapter(number, false, strings), chapter.front.title),
        Some(number) => format!("{number} {}", chapter.front.title),
        None => chapter.front.title.clone(),
    }
}
