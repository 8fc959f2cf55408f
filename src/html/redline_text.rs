//! The changed texts of a redline, with unchanged passages folded away.

use super::address::one_page_slug;
use super::language::language_attributes;
use super::markup::{ChangeLabel, words_in};
use super::writer::{ChangeKind, Noted, Writer};
use crate::model::{Author, Block, Chapter, Mark, PageId, Redline, Target, first_words, shown_blocks};

/// Id of the changes of the glossary.
pub(super) const TERMS: &str = "changed_terms";

impl Writer<'_> {
    /// One text of a redline, with its title unless the page has it.
    pub(super) fn redline_text(&mut self, chapter: &Chapter<Target>, title: Option<&str>, lower: u8, page: PageId) {
        let slug = one_page_slug(self.document, page);
        let mark = chapter.change.as_ref().map_or(Mark::Unchanged, |change| change.mark);
        self.open_text(title, &slug, lower + 1, &language_attributes(chapter));
        if mark != Mark::Unchanged {
            let (class, key) = if mark == Mark::Added { ("added", "chapter_added") } else { ("removed", "chapter_removed") };
            self.open_change(ChangeLabel { class, key, id: None, words: Some(chapter.front.title.clone()) }, |_| {});
            self.changes.is_said = true;
            self.marked_blocks(mark, &chapter.body, false);
            self.changes.is_said = false;
            self.close_change();
            self.raw("</section>");
            return;
        }
        if chapter.is_front_changed() {
            self.redline_front(chapter);
        }
        self.folded(&chapter.body);
        self.redline_notes(chapter);
        self.raw("</section>");
    }

    /// Opens a text whose title has this id, whether it is here or is the page's, with the attributes of its language.
    fn open_text(&mut self, title: Option<&str>, id: &str, level: u8, language: &str) {
        self.raw(if title.is_some() { "<section class=document-chapter" } else { "<section class=changes-text" });
        self.attribute("aria-labelledby", id);
        self.raw(language);
        self.raw(">");
        if let Some(title) = title {
            self.raw(&format!("<h{level}"));
            self.attribute("id", id);
            self.raw(">");
            self.text(title);
            self.raw(&format!("</h{level}>"));
        }
    }

    /// Changes of a text's front matter: title, summary, signatures, position.
    fn redline_front(&mut self, chapter: &Chapter<Target>) {
        let Some(change) = &chapter.change else { return };
        let key = if change.is_reordered { "chapter_moved" } else { "change_edited" };
        self.open_change(ChangeLabel { class: "edited", key, id: None, words: Some(chapter.front.title.clone()) }, |_| {});
        if let Some(was) = &change.was {
            let names = |authors: &[Author]| authors.iter().map(|author| author.name.clone()).collect::<Vec<_>>().join(", ");
            let lines = [
                ("field_title", Some(was.front.title.clone()), Some(chapter.front.title.clone())),
                ("field_summary", was.front.summary.clone(), chapter.front.summary.clone()),
                ("field_authors", Some(names(&was.front.authors)), Some(names(&chapter.front.authors))),
            ];
            self.raw("<ul class=values>");
            for (key, was, now) in lines.into_iter().filter(|(_, was, now)| was != now) {
                self.changed_value(self.strings.text(key), was.as_deref(), now.as_deref());
            }
            self.raw("</ul>");
        }
        self.close_change();
    }

    /// Blocks, with unchanged runs in a disclosure.
    fn folded(&mut self, blocks: &[Block<Target>]) {
        let is_shown = shown_blocks(blocks);
        let mut at = 0;
        while at < blocks.len() {
            let reformatted = blocks[at..].iter().take_while(|block| block.is_reformatted()).count();
            if reformatted > 0 {
                self.reformatted(&blocks[at..at + reformatted]);
                at += reformatted;
                continue;
            }
            let run = is_shown[at..].iter().take_while(|is_shown| !**is_shown).count();
            if run == 0 {
                self.blocks(&blocks[at..=at]);
                at += 1;
                continue;
            }
            let hidden = &blocks[at..at + run];
            self.raw("<details class=unchanged><summary>");
            let count = self.strings.count("unchanged", run);
            self.text(&count);
            if let Some(words) = hidden.iter().find_map(first_words) {
                self.text(&format!(": {words}"));
            }
            self.raw("</summary>");
            self.blocks(hidden);
            self.raw("</details>");
            at += run;
        }
    }

    /// Blocks in which only the formatting changed, in a disclosure.
    fn reformatted(&mut self, blocks: &[Block<Target>]) {
        let id = self.next_id("formatting");
        self.raw("<details class=\"unchanged formatting\"><summary");
        self.attribute("id", &id);
        self.raw(">");
        let count = self.strings.count("formatting", blocks.len());
        let words = blocks.iter().find_map(words_in).map_or_else(String::new, |words| format!(": {words}"));
        let label = format!("{count}{words}");
        self.text(&label);
        self.noted.push(Noted { kind: ChangeKind::Formatting, count: blocks.len(), label, ids: vec![id] });
        self.raw("</summary>");
        // The summary is their label.
        self.changes.open += 1;
        self.blocks(blocks);
        self.changes.open -= 1;
        self.raw("</details>");
    }

    fn redline_notes(&mut self, chapter: &Chapter<Target>) {
        if chapter.changed_notes() > 0 {
            self.footnotes(&chapter.footnotes, 2);
        } else if !chapter.footnotes.is_empty() {
            self.raw("<details class=unchanged><summary>");
            let count = self.strings.count("unchanged_notes", chapter.footnotes.len());
            self.text(&count);
            self.raw("</summary>");
            self.footnotes(&chapter.footnotes, 2);
            self.raw("</details>");
        }
    }

    /// The changes of the glossary, with its title unless the page has it.
    pub(super) fn redline_terms(&mut self, redline: &'_ Redline, is_titled: bool) {
        self.open_text(is_titled.then_some(self.strings.text("glossary")), TERMS, 2, "");
        for (at, term) in redline.changed_terms().enumerate() {
            let Some(change) = &term.change else { continue };
            let (class, key) = match change.mark {
                Mark::Added => ("added", "term_added"),
                Mark::Removed => ("removed", "term_removed"),
                Mark::Unchanged | Mark::MovedHere | Mark::MovedAway | Mark::Split | Mark::Joined => ("edited", "term_edited"),
            };
            self.open_change(ChangeLabel { class, key, id: None, words: Some(term.full_name()) }, |_| {});
            self.prefix = format!("changed_{}--", at + 1);
            self.marked(change.mark, |writer| {
                writer.element("p", "changed-term", &term.full_name());
                writer.blocks(&term.definition);
            });
            if let Some(was) = change.was.as_ref().filter(|was| was.term != term.term || was.abbreviation != term.abbreviation) {
                let before = was.abbreviation.as_ref().map_or_else(|| was.term.clone(), |abbreviation| format!("{} ({abbreviation})", was.term));
                self.raw("<ul class=values>");
                self.changed_value(self.strings.text("field_term"), Some(&before), Some(&term.full_name()));
                self.raw("</ul>");
            }
            self.prefix.clear();
            self.close_change();
        }
        self.raw("</section>");
    }
}
