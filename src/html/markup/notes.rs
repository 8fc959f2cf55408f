//! The end of a text: footnotes and signatures.

use crate::html::address;
use crate::html::writer::{View, Writer};
use crate::model::{Chapter, Footnote, Mark, Target};

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, note: u32, nth: u32) {
        let number = (note + 1).to_string();
        if self.changes.is_removed() {
            self.element("sup", "footnote-ref", &number);
            return;
        }
        self.raw("<sup class=footnote-ref><a");
        let id = mark_id(note, nth);
        self.id(&id);
        let target = format!("#{}note_{number}", address::encode(&self.prefix));
        self.attribute("href", &target);
        let label = self.strings.fill("note_number", &[("number", &number)]);
        self.attribute("aria-label", &label);
        self.raw(">");
        self.raw(&number);
        self.raw("</a></sup>");
    }

    /// The footnotes of a page, with links back to their marks; `level` is that of their heading on the page itself.
    pub(in crate::html) fn footnotes(&mut self, footnotes: &[Footnote<Target>], level: u8) {
        if footnotes.is_empty() {
            return;
        }
        let tag = format!("h{}", self.level(level));
        // Regions need unique names, and the page with the whole document has notes for every chapter.
        self.raw("<section class=footnotes");
        if matches!(self.view, View::Page(_)) {
            self.labelled_by("notes_heading");
        }
        self.raw("><");
        self.raw(&tag);
        self.id("notes_heading");
        self.raw(">");
        let strings = self.strings;
        self.text(strings.text("notes"));
        self.raw("</");
        self.raw(&tag);
        self.raw("><ol>");
        for (footnote, note) in footnotes.iter().zip(0u32..) {
            let number = (note + 1).to_string();
            self.raw("<li");
            self.id(&format!("note_{number}"));
            self.raw(">");
            if !self.language.is_empty() {
                self.out.push_str("<div");
                self.out.push_str(&self.language);
                self.raw(">");
            }
            self.marked(footnote.mark, |writer| writer.blocks(&footnote.body));
            if !self.language.is_empty() {
                self.raw("</div>");
            }
            if footnote.mark == Mark::Removed {
                self.raw("</li>");
                continue;
            }
            self.raw("<p class=footnote-links>");
            for nth in 1..=footnote.marks {
                self.raw(" <a class=footnote-back");
                let target = format!("#{}{}", address::encode(&self.prefix), mark_id(note, nth));
                self.attribute("href", &target);
                self.raw(">");
                self.text(strings.text("back_to_text"));
                let place = if footnote.marks > 1 {
                    strings.fill("note_mark_nth", &[("number", &number), ("nth", &nth.to_string())])
                } else {
                    strings.fill("note_mark", &[("number", &number)])
                };
                self.hidden(&format!(" {place}"));
                self.raw("</a>");
            }
            self.raw("</p></li>");
        }
        self.raw("</ol></section>");
    }

    /// The people who sign a chapter.
    pub(in crate::html) fn signatures(&mut self, chapter: &Chapter<Target>) {
        if chapter.front.authors.is_empty() {
            return;
        }
        self.raw("<ul class=signatures>");
        for author in &chapter.front.authors {
            self.raw("<li class=signature>");
            self.element("span", "signature-name", &author.name);
            if let Some(role) = &author.role {
                self.raw(" ");
                self.element("span", "signature-role", role);
            }
            self.raw("</li>");
        }
        self.raw("</ul>");
    }
}

fn mark_id(note: u32, nth: u32) -> String {
    if nth == 1 { format!("mark_{}", note + 1) } else { format!("mark_{}_{nth}", note + 1) }
}
