//! Footnotes.

use roxmltree::Node;

use super::shape::Place;
use super::text::Text;
use super::writer::Writer;
use crate::model::is_right_to_left;

/// The mark in a note's own text.
const OWN_MARK: &str =
    "<w:r><w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>";

impl Writer<'_> {
    /// The mark of a note; later ones refer to the first.
    pub(super) fn note_mark(&mut self, node: Node<'_, '_>, place: &Place) {
        let anchor = node.descendants().find_map(|node| node.attribute("href")).and_then(|href| href.strip_prefix('#'));
        let Some(anchor) = anchor else { return };
        let key = (self.text, anchor.to_owned());
        let look = "<w:rPr><w:rStyle w:val=\"FootnoteReference\"/></w:rPr>";
        let xml = match self.notes.numbers.get(&key) {
            Some(number) => format!("<w:fldSimple w:instr=\" NOTEREF _Note{number} \\f \\h \"><w:r>{look}<w:t>{number}</w:t></w:r></w:fldSimple>"),
            None => {
                self.notes.list.push(key.clone());
                let number = self.notes.list.len();
                self.notes.numbers.insert(key, number);
                let mark = self.flow.begin_mark(&format!("_Note{number}"));
                self.flow.raw(&format!("<w:r>{look}<w:footnoteReference w:id=\"{number}\"/></w:r>"), place);
                self.flow.end_mark(mark);
                self.flow.has_words(false);
                return;
            }
        };
        self.flow.raw(&xml, place);
        self.flow.has_words(false);
    }

    /// Writes the texts of all notes.
    pub(super) fn all_notes(&mut self, texts: &[Text<'_>]) {
        let mut at = 0;
        while let Some((text, anchor)) = self.notes.list.get(at).cloned() {
            at += 1;
            self.text = text;
            self.flow.xml.push_str(&format!("<w:footnote w:id=\"{at}\">"));
            self.flow.lead = Some(OWN_MARK);
            let place = Place::text(is_right_to_left(&self.document.settings.language)).styled("FootnoteText");
            let language = texts[text].language.filter(|language| *language != self.document.settings.language);
            let place = language.map_or_else(|| place.clone(), |language| place.in_language(language));
            if let Some(note) = texts[text].body.descendants().find(|node| node.attribute("id") == Some(&anchor)) {
                self.children(note, &place);
            }
            if self.flow.lead.is_some() {
                self.flow.open(&place);
            }
            self.flow.end_container();
            self.flow.xml.push_str("</w:footnote>");
        }
    }
}
