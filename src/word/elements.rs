//! Blocks of a page as paragraphs.

use roxmltree::Node;

use super::flow::{BULLETS, DEEPEST, FIRST_NUMBERED};
use super::shape::Place;
use super::text::Text;
use super::writer::Writer;
use crate::model::{CalloutKind, is_right_to_left};

/// What only a screen needs: words said elsewhere, links back, lists of uses.
const LEFT_OUT: [&str; 8] = ["visually-hidden", "words", "word-back", "footnotes", "footnote-links", "footnote-back", "where-used", "not-used"];
/// Lists without marks.
const UNMARKED: [&str; 6] = ["stats", "timeline", "cards", "signatures", "gallery", "list-of"];
/// Styles of paragraphs by their class.
const STYLES: [(&str, &str); 17] = [
    ("title", "Title"),
    ("subtitle", "Subtitle"),
    ("cover", "Cover"),
    ("chapter-summary", "Summary"),
    ("stat-value", "KeyFigure"),
    ("timeline-date", "TimelineDate"),
    ("source", "Source"),
    ("table-notes", "Source"),
    ("chart-title", "ChartTitle"),
    ("chart-summary", ""),
    ("gallery-caption", "Caption"),
    ("callout-title", "Title"),
    ("case-study-title", "Title"),
    ("statement-title", "Title"),
    ("action-label", "Title"),
    ("survey-label", "Title"),
    ("image", "Figure"),
];

impl Writer<'_> {
    /// Writes a text.
    pub(super) fn text(&mut self, text: &Text<'_>) {
        let own = &self.document.settings.language;
        let mut place = Place::text(is_right_to_left(own));
        if let Some(language) = text.language.filter(|language| language != own) {
            place = place.in_language(language);
        }
        place.lower = u8::from(text.about.is_section);
        let mark = self.marks.of_text(self.text).map(|name| self.flow.begin_mark(name));
        self.children(text.body, &place);
        self.flow.close();
        mark.into_iter().for_each(|mark| self.flow.end_mark(mark));
    }

    pub(super) fn children(&mut self, node: Node<'_, '_>, place: &Place) {
        for child in node.children() {
            if child.is_element() {
                self.element(child, place);
            } else if let Some(text) = child.text() {
                self.flow.words(text, &place.look, place);
            }
        }
    }

    fn element(&mut self, node: Node<'_, '_>, place: &Place) {
        if has_class(node, &LEFT_OUT) || self.is_letter(node) {
            return;
        }
        if self.inline(node, place) {
            return;
        }
        self.flow.close();
        let mark = self.marks.of_element(self.text, node).map(|name| self.flow.begin_mark(name));
        let other = node.attribute("lang").map(|tag| place.in_language(tag));
        self.block(node, other.as_ref().unwrap_or(place));
        // A bookmark of a paragraph ends within it.
        mark.into_iter().for_each(|mark| self.flow.end_mark(mark));
        self.flow.close();
    }

    fn block(&mut self, node: Node<'_, '_>, place: &Place) {
        let name = node.tag_name().name();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !has_class(node, &["case-study-title"]) => self.heading(node, place),
            "ul" | "ol" if has_class(node, &UNMARKED) => self.children(node, &Place { depth: 0, ..place.clone() }),
            "ul" | "ol" => self.list(node, place),
            "table" => self.table(node, place),
            "blockquote" => self.children(node, &self.in_style(place, "Quote")),
            "pre" => {
                let mut place = self.in_style(place, "SourceCode");
                place.look.is_verbatim = true;
                self.children(node, &place);
            }
            "hr" => self.flow.raw("", &place.styled("Rule")),
            "dl" if has_class(node, &["action-facts"]) => self.facts(node, place),
            "dt" => self.children(node, &self.in_style(place, "DefinitionTerm")),
            "dd" => self.children(node, &self.in_style(place, "Definition")),
            "figcaption" if place.style == "QuoteFigure" => self.children(node, &place.styled("QuoteAttribution")),
            "figcaption" => self.children(node, &self.in_style(place, "Caption")),
            "figure" if has_class(node, &["quote"]) => self.children(node, &place.styled("QuoteFigure")),
            // The table of a chart has a caption.
            "summary" if node.parent().is_some_and(|parent| has_class(parent, &["chart-data"])) => {}
            "summary" => self.children(node, &titled(place)),
            _ => {
                let place = match box_of(node) {
                    Some(kind) => {
                        self.boxes.insert(kind.name());
                        let style = format!("Callout{}", style_name(kind));
                        Place { style, is_boxed: true, ..place.clone() }
                    }
                    None => place.clone(),
                };
                let style = STYLES.iter().find(|(class, _)| has_class(node, &[*class])).map(|(_, style)| *style);
                let place = match style {
                    Some("Title") if name != "p" || place.is_boxed => titled(&place),
                    Some(style) if style == "Title" || style == "Subtitle" || !place.is_boxed => place.styled(style),
                    _ if place.style == "QuoteFigure" => place.styled(""),
                    _ => place,
                };
                self.children(node, &place);
            }
        }
    }

    /// Paragraphs in boxes have the style of the box.
    fn in_style(&self, place: &Place, style: &str) -> Place {
        if place.is_boxed { place.clone() } else { place.styled(style) }
    }

    fn heading(&mut self, node: Node<'_, '_>, place: &Place) {
        let level = node.tag_name().name()[1..].parse::<u8>().unwrap_or(1).saturating_add(place.lower).min(6);
        let place = Place { depth: 0, is_boxed: false, ..place.styled(&format!("Heading{level}")) };
        if level <= 2 {
            let name = format!("_Toc{}", self.headings.len() + 1);
            let mark = self.flow.begin_mark(&name);
            self.headings.push((level, name, plain(node)));
            self.children(node, &place);
            self.flow.end_mark(mark);
        } else {
            self.children(node, &place);
        }
    }

    fn list(&mut self, node: Node<'_, '_>, place: &Place) {
        let level = place.depth.min(DEEPEST);
        let numbering = if node.tag_name().name() == "ol" {
            let first = node.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
            self.lists.push((first, level));
            FIRST_NUMBERED + self.lists.len() - 1
        } else {
            BULLETS
        };
        let style = if place.is_boxed || !matches!(place.style.as_str(), "Definition" | "Quote") { place.style.clone() } else { String::new() };
        let inside = Place { depth: place.depth + 1, style, ..place.clone() };
        for item in node.children().filter(Node::is_element) {
            self.flow.close();
            self.flow.item = Some((numbering, level));
            self.element(item, &inside);
            self.flow.close();
            if self.flow.item.take().is_some() {
                // An empty item is one, too.
                self.flow.item = Some((numbering, level));
                self.flow.open(&inside);
                self.flow.close();
            }
        }
    }

    /// Facts about an action, a line each: "Lead: NHS".
    fn facts(&mut self, node: Node<'_, '_>, place: &Place) {
        for fact in node.children().filter(Node::is_element) {
            for part in fact.children().filter(Node::is_element) {
                let mut place = place.clone();
                place.look.is_bold = part.tag_name().name() == "dt";
                self.children(part, &place);
                if place.look.is_bold {
                    self.flow.words(": ", &place.look, &place);
                }
            }
            self.flow.close();
        }
    }

    /// Whether this is a letter between the entries of the glossary, which only a long page needs.
    fn is_letter(&self, node: Node<'_, '_>) -> bool {
        node.tag_name().name() == "h2" && node.next_sibling_element().is_some_and(|next| has_class(next, &["glossary"]))
    }
}

/// The title of what is in a box, or of a transcript.
fn titled(place: &Place) -> Place {
    if place.is_boxed { place.styled(&format!("{}Title", place.style)) } else { place.styled("Label") }
}

/// The kind of box that an element is.
fn box_of(node: Node<'_, '_>) -> Option<CalloutKind> {
    if has_class(node, &["action"]) {
        return Some(CalloutKind::Action);
    }
    if has_class(node, &["survey"]) {
        return Some(CalloutKind::Box);
    }
    let has = |kind: &CalloutKind| {
        let name = kind.name();
        has_class(node, &[&format!("callout-{name}"), &format!("statement-{name}")])
            || matches!(node.tag_name().name(), "section" | "details") && has_class(node, &[name])
    };
    CalloutKind::ALL.into_iter().find(has)
}

/// The end of the name of a box's style.
pub(super) fn style_name(kind: CalloutKind) -> String {
    kind.name().split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}

pub(super) fn has_class(node: Node<'_, '_>, classes: &[&str]) -> bool {
    node.attribute("class").is_some_and(|own| own.split_ascii_whitespace().any(|class| classes.contains(&class)))
}

/// The words of an element that are shown, with single spaces.
pub(super) fn plain(node: Node<'_, '_>) -> String {
    fn collect(node: Node<'_, '_>, into: &mut String) {
        for child in node.children() {
            if let Some(text) = child.text().filter(|_| child.is_text()) {
                into.push_str(text);
            } else if !has_class(child, &LEFT_OUT) && !has_class(child, &["footnote-ref"]) {
                collect(child, into);
            }
        }
    }
    let mut words = String::new();
    collect(node, &mut words);
    words.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
