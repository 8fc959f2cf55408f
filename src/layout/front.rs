//! Front matter: cover, versions, contents.

use std::sync::Arc;

use super::build::Frame;
use super::build::PartBuilder;
use super::destinations::{DestKey, Patch};
use super::drawing::{Path, PathStep, Stroke};
use super::measures::Measures;
use super::paged::{Bitmap, PlacedItem, Shape};
use super::part::ShownChanges;
use super::picture::{LoadedPicture, bitmap};
use super::strips::{Keep, Strip};
use super::style::TextStyle;
use super::tags::{LeafId, TagId, TagRole, TagTree};
use super::text::{RichText, Shaper, TextPiece};
use super::units::{Point, Pt, Rect, Size};
use crate::diag::Diagnostic;
use crate::model::{Chapter, Document, PageId, Status, Target};
use crate::promises;
use crate::theme::{Strings, Theme};

/// The interface word for a document's status.
pub(super) fn status_words(strings: &Strings, status: Status) -> &str {
    strings.text(match status {
        Status::Draft => "status_draft",
        Status::Consultation => "status_consultation",
        Status::Final => "status_final",
    })
}

/// "Version 3.3".
pub(super) fn version_words(document: &Document, strings: &Strings) -> String {
    strings.fill("print_version_number", &[("version", document.settings.current().version.as_str())])
}

/// A line of the contents.
pub(super) struct ContentsEntry {
    pub(super) level: u8,
    pub(super) number: Option<String>,
    pub(super) title: String,
    pub(super) key: DestKey,
}

impl PartBuilder<'_> {
    /// The cover: the title on a field of the accent, below it what this is and who publishes it.
    ///
    /// A title that is too long for the field is set smaller, down to the size of text; then the field grows, and what
    /// no longer fits below it is on the next page.
    pub(super) fn cover(&mut self, picture: Option<(Size, PlacedItem)>) {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let column = self.column();
        let bleed = Point::new(measures.left(0), measures.top);
        let least_foot = measures.page.height * 0.64 - bleed.y;
        let start = (least_foot + bleed.y) * 0.24 - measures.top * 0.5;
        let (title, subtitle) = self.cover_styles(column.width, least_foot - start - measures.gap * 3.0);
        let mut field = Strip::default();
        let mut y = self.cover_words(&mut field, column, title, &settings.title, start);
        if let Some(words) = &settings.subtitle {
            y = self.cover_words(&mut field, column, subtitle, words, y + measures.gap);
        }
        let foot = least_foot.max(y + measures.gap * 3.0);
        field.height = foot;
        let ground = Shape::Rectangle(Size { width: measures.page.width, height: foot + bleed.y }, measures.accent);
        field.grounds.push(PlacedItem { at: Point::new(-bleed.x, -bleed.y), shape: ground });
        if let Some((size, item)) = picture
            && y + measures.gap * 2.0 + size.height < foot - measures.gap * 2.0
        {
            field.grounds.push(item.moved(Point::new(Pt::ZERO, y + measures.gap * 2.0)));
        }
        let mut below = self.cover_status(column);
        let publisher = self.cover_publisher(column);
        let top = foot + measures.gap * 2.5;
        // The publisher is at the foot of the page.
        let last = measures.height - publisher.height;
        if top + below.height + measures.gap <= last {
            field.height = measures.height;
            field.absorb(below, Point::new(Pt::ZERO, top));
            field.absorb(publisher, Point::new(Pt::ZERO, last));
            self.push(Pt::ZERO, vec![field]);
        } else {
            below.opens_page = true;
            self.push(Pt::ZERO, vec![field, below]);
            self.push(measures.gap, vec![publisher]);
        }
    }

    /// The publisher, as a strip.
    fn cover_publisher(&mut self, column: Frame) -> Strip {
        let mut strip = Strip::default();
        let style = TextStyle { weight: 700.0, ..self.context.measures.body };
        strip.height = self.cover_words(&mut strip, column, style, &self.context.document.settings.publisher, Pt::ZERO);
        strip
    }

    /// Status, version and date.
    fn cover_status(&mut self, column: Frame) -> Strip {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let strings = self.strings();
        let mut strip = Strip::default();
        let bold = TextStyle { weight: 700.0, size: measures.body.size * 1.15, leading: measures.body.leading * 1.15, ..measures.body };
        let status = match settings.status {
            Status::Final => version_words(self.context.document, strings),
            status => format!("{} \u{2013} {}", status_words(strings, status), version_words(self.context.document, strings)),
        };
        let mut y = self.cover_words(&mut strip, column, bold, &status, Pt::ZERO);
        y = self.cover_words(&mut strip, column, measures.body, &strings.date(settings.current().date), y + Pt(2.0));
        if settings.status == Status::Draft {
            let words = strings.text("print_draft_sentence").to_owned();
            y = self.cover_words(&mut strip, column, measures.body, &words, y + measures.gap * 0.6);
        }
        strip.height = y;
        strip
    }

    /// The largest styles of title and subtitle in which no word is wider than the column and all lines fit the height.
    fn cover_styles(&mut self, width: Pt, height: Pt) -> (TextStyle, TextStyle) {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let (body, colour) = (measures.body.size, measures.on_accent);
        let styles = |size: Pt| {
            // The subtitle is smaller than the title, and never smaller than text.
            let subtitle = (body * if measures.large { 1.35 } else { 1.7 }).min(size * 0.8).max(body);
            let title = TextStyle { size, leading: size * 1.12, weight: 700.0, colour };
            (title, TextStyle { size: subtitle, leading: subtitle * 1.3, weight: 400.0, colour })
        };
        let mut size = body * if measures.large { 2.4 } else { 3.6 };
        loop {
            let (title, subtitle) = styles(size);
            let (widest, title_height) = self.extent(&settings.title, title, width);
            let (_, subtitle_height) = settings.subtitle.as_ref().map_or((Pt::ZERO, Pt::ZERO), |words| self.extent(words, subtitle, width));
            let next = size * 0.94;
            if widest <= width && title_height + subtitle_height + measures.gap <= height || next < body * 1.1 {
                return (title, subtitle);
            }
            size = next;
        }
    }

    /// The width of the widest word, and the height of all lines.
    fn extent(&mut self, words: &str, style: TextStyle, width: Pt) -> (Pt, Pt) {
        let words = words.to_owned();
        let piece = TextPiece::plain(0..words.len(), LeafId(u32::MAX), style);
        let shaped = self.shaper.shape(RichText { buffer: words, pieces: vec![piece], ..RichText::default() });
        let (widest, _) = Shaper::widths(&shaped);
        (widest, self.shaper.lines(shaped, width).iter().map(|line| line.height).sum())
    }

    fn cover_words(&mut self, strip: &mut Strip, frame: Frame, style: TextStyle, words: &str, y: Pt) -> Pt {
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let mut y = y;
        for line in self.word_lines(frame.width, tag, style, words) {
            let height = line.height;
            strip.take(line, Point::new(frame.x, y));
            y += height;
        }
        y
    }

    /// "Version history" with its table.
    pub(super) fn versions(&mut self) {
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
    pub(super) fn title(&mut self, frame: Frame, title: &str, key: DestKey) -> TagId {
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
    pub(super) fn contents(&mut self, entries: &[ContentsEntry]) {
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

    pub(super) fn contents_line(&mut self, frame: Frame, list: TagId, entry: &ContentsEntry, numbers: [Pt; 2], gap: Pt) {
        let measures = self.context.measures;
        let top_level = entry.level == 1;
        let style = TextStyle { weight: if top_level { 700.0 } else { 400.0 }, ..measures.body };
        let item = self.part.tags.add(list, TagRole::Toci);
        let reference = self.part.tags.add(item, TagRole::Reference);
        let link = self.part.tags.add(reference, TagRole::Link);
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
pub(super) fn entries(document: &Document, strings: &Strings) -> Vec<ContentsEntry> {
    let mut entries = Vec::new();
    let mut own = |words: &str, page: PageId| {
        entries.push(ContentsEntry { level: 1, number: None, title: strings.text(words).to_owned(), key: DestKey::Place(page, None) });
    };
    own("version_history", PageId::Versions);
    let of = |level: u8, chapter: &Chapter<Target>, page: PageId| ContentsEntry {
        level,
        number: chapter.number.clone(),
        title: chapter.front.title.clone(),
        key: DestKey::Place(page, None),
    };
    for (page, chapter) in document.chapter_pages() {
        entries.push(of(if matches!(page, PageId::Section(..)) { 2 } else { 1 }, chapter, page));
    }
    let mut own = |words: &str, page: PageId| {
        entries.push(ContentsEntry { level: 1, number: None, title: strings.text(words).to_owned(), key: DestKey::Place(page, None) });
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

/// The theme's picture for the cover, fit into the field below the title.
pub(super) fn cover_picture(
    theme: &Theme, measures: &Measures, number: u32, diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Arc<Bitmap>, Size, PlacedItem)> {
    let name = theme.tokens.print.cover_picture.as_ref()?;
    let decoded = match theme.print_files.iter().find(|(path, _)| path == name) {
        Some((_, bytes)) => bitmap(bytes.clone()),
        None => Err("there is no such file in the theme's folder".to_owned()),
    };
    match decoded {
        Ok((bitmap, orientation)) => {
            let room = Size { width: measures.column, height: measures.page.height * 0.26 };
            let (shape, size) = LoadedPicture::of_bitmap(number, &bitmap, orientation).fit(room);
            Some((Arc::new(bitmap), size, PlacedItem { at: Point::default(), shape }))
        }
        Err(fault) => {
            let message = format!("theme.yaml: print: cover_picture: `{name}` cannot be shown: {fault}");
            diagnostics.push(Diagnostic::error("theme", None, message).hint("name a PNG or JPEG picture of the theme's folder"));
            None
        }
    }
}
