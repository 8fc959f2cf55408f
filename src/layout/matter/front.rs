//! Front matter: versions, contents.

use crate::layout::paged::drawing::{Path, PathStep, Stroke};
use crate::layout::paged::pages::{PlacedItem, Shape};
use crate::layout::paged::tags::{TagId, TagRole, TagTree};
use crate::layout::paged::units::{Point, Pt, Rect};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::part::ShownChanges;
use crate::layout::parts::strips::Keep;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::{DestKey, Patch};
use crate::model::{Chapter, Document, PageId, Status, Target};
use crate::promises;
use crate::theme::Strings;

/// The interface word for a document's status.
pub(in crate::layout) fn status_words(strings: &Strings, status: Status) -> &str {
    strings.text(match status {
        Status::Draft => "status_draft",
        Status::Consultation => "status_consultation",
        Status::Final => "status_final",
    })
}

/// "Version 3.3".
pub(in crate::layout) fn version_words(document: &Document, strings: &Strings) -> String {
    strings.fill("print_version_number", &[("version", document.settings.current().version.as_str())])
}

/// A line of the contents.
pub(in crate::layout) struct ContentsEntry {
    pub(in crate::layout) level: u8,
    pub(in crate::layout) number: Option<String>,
    pub(in crate::layout) title: String,
    /// Of the title, if it is another than that of the document.
    pub(in crate::layout) language: Option<Box<str>>,
    pub(in crate::layout) key: DestKey,
}

impl PartBuilder<'_> {
    /// "Version history" with its table.
    pub(in crate::layout) fn versions(&mut self) {
        let frame = self.column();
        let title = self.strings().text("version_history").to_owned();
        self.title(frame, &title, DestKey::Place(PageId::Versions, None));
        // The heading is the table's caption.
        self.version_history(frame, None);
        if let ShownChanges::Bars(bars) = self.context.changes {
            let words = self.strings().fill("print_change_bars", &[("version", bars.since.as_str())]);
            self.words(frame, TagRole::P, frame.style, self.context.measures.gap * 1.5, &words);
        }
    }

    /// A heading of level 1 from the document or the interface.
    pub(in crate::layout) fn title(&mut self, frame: Frame, title: &str, key: DestKey) -> TagId {
        let style = self.context.measures.headings[0];
        let tag = self.part.tags.add(frame.tag, TagRole::H(1));
        let mut strips = self.word_strips(frame, tag, style, title);
        strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        if let Some(first) = strips.first_mut() {
            first.anchors.push((tag, Some(key)));
        }
        self.push(Pt::ZERO, strips);
        self.part.headings.push((1, title.to_owned(), tag));
        tag
    }

    /// The contents: titles at the left, leader dots, page numbers at the right edge.
    pub(in crate::layout) fn contents(&mut self, entries: &[ContentsEntry]) {
        let frame = self.column();
        let title = self.strings().text("contents").to_owned();
        self.title(frame, &title, DestKey::Place(PageId::Contents, None));
        let list = self.part.tags.add(TagTree::ROOT, TagRole::Toc);
        let mut inner: Option<TagId> = None;
        let numbers = self.number_width(entries);
        for (at, entry) in entries.iter().enumerate() {
            let parent = if entry.level > 1 {
                *inner.get_or_insert_with(|| self.part.tags.add(list, TagRole::Toc))
            } else {
                inner = None;
                list
            };
            let gap = match (at, entry.level) {
                (0, _) => self.context.measures.gap * 2.0,
                (_, 1) => self.context.measures.gap * 0.9,
                _ => self.context.measures.gap * 0.15,
            };
            self.contents_line(frame, parent, entry, numbers, gap);
        }
    }

    /// The width of the column of chapter numbers.
    fn number_width(&mut self, entries: &[ContentsEntry]) -> [Pt; 2] {
        let style = TextStyle { weight: 700.0, ..self.context.measures.body };
        let mut widths = [Pt::ZERO; 2];
        for entry in entries {
            if let Some(number) = &entry.number {
                let width = &mut widths[usize::from(entry.level > 1)];
                *width = width.max(self.shaper.line(number, style).width + style.size * 0.9);
            }
        }
        widths
    }

    pub(in crate::layout) fn contents_line(&mut self, frame: Frame, list: TagId, entry: &ContentsEntry, numbers: [Pt; 2], gap: Pt) {
        let measures = self.context.measures;
        let top_level = entry.level == 1;
        let style = TextStyle { weight: if top_level { 700.0 } else { 400.0 }, ..measures.body };
        let item = self.part.tags.add(list, TagRole::Toci);
        let reference = self.part.tags.add(item, TagRole::Reference);
        let link = self.part.tags.add(reference, TagRole::Link);
        if let Some(language) = &entry.language {
            self.part.tags.details(link).language = Some(language.clone());
        }
        let indent = if top_level { Pt::ZERO } else { numbers[0] };
        let number_width = numbers[usize::from(!top_level)];
        // Page numbers get a column of their own: four digits or lower-case roman ones.
        let page_width = measures.body.size * 2.6;
        let number = entry.number.as_ref().and_then(|number| self.word_lines(number_width * 2.0, link, style, number).into_iter().next());
        let left = indent + number_width;
        let lines = self.word_lines(frame.width - left - page_width, link, style, &entry.title);
        let end = lines.last().map_or(Pt::ZERO, |line| line.width);
        let mut strips = self.stack(lines, frame.x + left);
        if let (Some(first), Some(number)) = (strips.first_mut(), number) {
            first.take(number, Point::new(frame.x + indent, Pt::ZERO));
        }
        let dots_leaf = self.part.tags.leaf(link);
        let right = frame.x + frame.width;
        let plain = TextStyle { weight: 400.0, ..measures.body };
        let base = self.shaper.line("0", plain).baseline;
        let dots = self.leader(frame.x + left + end + measures.body.size * 0.6, right - page_width + measures.body.size * 0.8, base - Pt(0.5));
        let count = strips.len();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.keep = if at + 1 < count { Keep::WithNext } else { Keep::Free };
            let left = measures.at_start(frame.x + indent, frame.width - indent);
            strip.areas.push((link, Rect::new(left, Pt::ZERO, frame.width - indent, strip.height)));
            if at + 1 == count {
                let y = strip.height - plain.leading;
                strip.artifacts.extend(dots.iter().cloned().map(|item| item.moved(Point::new(Pt::ZERO, y.max(Pt::ZERO)))));
                let at = Point::new(measures.at_start(right, Pt::ZERO), base);
                let key = entry.key.clone();
                let right = (!measures.right_to_left).then_some(right);
                strip.patches.push(Patch { leaf: dots_leaf, at, right, key, style: plain, bare: true, reserved: None });
            }
        }
        self.push(gap, strips);
        let words = entry.number.as_ref().map_or_else(|| entry.title.clone(), |number| format!("{number} {}", entry.title));
        self.part.link_inside(link, entry.key.clone(), words);
    }

    /// Dots on a grid that all lines share, so that they align. They are drawn, not set, so that they are neither read aloud nor
    /// copied.
    fn leader(&self, from: Pt, to: Pt, y: Pt) -> Option<PlacedItem> {
        const STEP: f32 = 5.5;
        let (first, last) = ((from.0 / STEP).ceil(), (to.0 / STEP).floor());
        if last - first < 2.0 {
            return None;
        }
        let stroke = Stroke { colour: self.context.measures.edge, width: 1.1, dashes: vec![0.0, STEP], cap: 1, join: 0 };
        let segments = vec![PathStep::Move(0.0, 0.0), PathStep::Line((last - first) * STEP, 0.0)];
        let path = Path { segments, fill: None, even_odd: false, stroke: Some(stroke), clip: None };
        let x = self.context.measures.at_start(Pt(first * STEP), Pt((last - first) * STEP));
        Some(PlacedItem { at: Point::new(x, y), shape: Shape::Path(Box::new(path)) })
    }
}

/// The lines of the contents, in the order of the document.
pub(in crate::layout) fn entries(document: &Document, strings: &Strings) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    let mut own = |words: &str, page: PageId| {
        entries.push(ContentsEntry {
            level: 1,
            number: None,
            title: strings.text(words).to_owned(),
            language: None,
            key: DestKey::Place(page, None),
        });
    };
    own("version_history", PageId::Versions);
    let of = |level: u8, chapter: &Chapter<Target>, page: PageId| ContentsEntry {
        level,
        number: chapter.number.clone(),
        title: chapter.front.title.clone(),
        language: chapter.front.language.as_deref().map(Into::into),
        key: DestKey::Place(page, None),
    };
    for (page, chapter) in document.chapter_pages() {
        entries.push(of(if matches!(page, PageId::Section(..)) { 2 } else { 1 }, chapter, page));
    }
    let mut own = |words: &str, page: PageId| {
        entries.push(ContentsEntry {
            level: 1,
            number: None,
            title: strings.text(words).to_owned(),
            language: None,
            key: DestKey::Place(page, None),
        });
    };
    if !promises::gather(document).is_empty() {
        own("action_plan", PageId::Actions);
    }
    if !document.glossary.terms.is_empty() {
        own("glossary", PageId::Glossary);
    }
    if document.settings.contact.is_some() {
        own("another_format", PageId::Downloads);
    }
    entries
}
