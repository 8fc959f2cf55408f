//! Words of a line, links, pictures and marks of notes.

use roxmltree::Node;

use super::elements::has_class;
use super::marks::Leads;
use super::shape::Place;
use super::writer::Writer;
use crate::html::escaped;

impl Writer<'_> {
    /// Writes an element of a line; false if it is none.
    pub(super) fn inline(&mut self, node: Node<'_, '_>, place: &Place) -> bool {
        let mut place = match node.attribute("lang") {
            Some(tag) => place.in_language(tag),
            None => place.clone(),
        };
        match node.tag_name().name() {
            "a" if has_class(node, &["paragraph-number"]) => place.look.style = Some("ParagraphNumber"),
            "a" => {
                self.link(node, &place);
                return true;
            }
            "sup" if has_class(node, &["footnote-ref"]) => {
                self.note_mark(node, &place);
                return true;
            }
            "img" => {
                self.picture(node, &place);
                return true;
            }
            "br" => {
                self.flow.raw("<w:r><w:br/></w:r>", &place);
                self.flow.has_words(true);
                return true;
            }
            "em" => place.look.is_italic = true,
            "strong" => place.look.is_bold = true,
            "del" => place.look.is_struck = true,
            "sup" => place.look.shift = Some("superscript"),
            "sub" => place.look.shift = Some("subscript"),
            "code" if !place.look.is_verbatim => place.look.style = Some("HTMLCode"),
            "code" | "span" | "time" | "dfn" | "abbr" | "small" => {}
            _ => return false,
        }
        let mark = self.marks.of_element(self.text, node).map(|name| self.flow.begin_mark(name));
        // The look and the paragraph are those of different elements.
        self.children(node, &place);
        mark.into_iter().for_each(|mark| self.flow.end_mark(mark));
        true
    }

    fn link(&mut self, node: Node<'_, '_>, place: &Place) {
        let marks = self.marks;
        let start = match marks.leads(self.text, node.attribute("href").unwrap_or("")) {
            Some(Leads::To(address)) => format!("<w:hyperlink r:id=\"{}\" w:history=\"1\">", self.flow.link(&address)),
            Some(Leads::ToBookmark(name)) => format!("<w:hyperlink w:anchor=\"{}\" w:history=\"1\">", escaped(name)),
            None => return self.children(node, place),
        };
        let mut inside = place.clone();
        inside.look.style = Some(if has_class(node, &["term"]) { "GlossaryLink" } else { "Hyperlink" });
        self.flow.raw(&start, place);
        self.children(node, &inside);
        self.flow.raw("</w:hyperlink>", place);
    }

    fn picture(&mut self, node: Node<'_, '_>, place: &Place) {
        let alternative = node.attribute("alt").unwrap_or("");
        let source = node.attribute("src").unwrap_or("");
        let size = |name: &str| node.attribute(name).and_then(|size| size.parse::<u32>().ok());
        match self.pictures.add(source, size("width").zip(size("height"))) {
            Some((at, size)) => {
                self.flow.pictures.push(at);
                let drawing = self.pictures.drawing(at, size, alternative);
                self.flow.raw(&drawing, place);
                self.flow.has_words(false);
            }
            // Word cannot show it without a copy in another format.
            None if !alternative.is_empty() => {
                let words = self.theme.strings.fill("change_past_image", &[("alternative", alternative)]);
                self.flow.words(&words, &place.look, place);
            }
            None => {}
        }
    }
}
