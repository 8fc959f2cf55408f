//! Assembles the parts: numbers pages, resolves links, adds running heads and folios.

use std::collections::{HashMap, HashSet};

use super::flow::Sheet;
use super::press::add_crop_marks;
use crate::diag::Diagnostic;
use crate::layout::matter::back::TermPages;
use crate::layout::matter::front::{status_words, version_words};
use crate::layout::paged::pages::{About, Artifact, ArtifactKind, Destination, Flaw, OutlineEntry, PageLabels, Paged, PlacedItem, PrintPage, Shape};
use crate::layout::paged::tags::{LeafId, LinkTarget, TagId, TagRole, TagTree};
use crate::layout::paged::units::{Colour, Point, Pt, Rect, Size};
use crate::layout::parts::part::EditionContext;
use crate::layout::style::measures::Measures;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::{DestKey, Patch};
use crate::layout::text::fonts::Fonts;
use crate::layout::text::missing::missing_characters;
use crate::layout::text::shaper::{Missing, Shaper};
use crate::model::{Status, is_right_to_left};

/// A part, broken into pages.
#[derive(Debug)]
pub(in crate::layout) struct SetPart {
    pub(in crate::layout) tags: TagTree,
    pub(in crate::layout) sheets: Vec<Sheet>,
    pub(in crate::layout) headings: Vec<(u8, String, TagId)>,
    pub(in crate::layout) links: Vec<(TagId, DestKey)>,
    pub(in crate::layout) diagnostics: Vec<Diagnostic>,
    pub(in crate::layout) missing: Vec<Missing>,
    pub(in crate::layout) running: String,
}

/// A part's position in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum Matter {
    /// No head, no folio.
    Cover,
    /// Numbered separately.
    Front,
    /// Numbered from 1.
    Text,
}

/// The document under construction.
pub(in crate::layout) struct Assembly<'d> {
    context: EditionContext<'d>,
    paged: Paged,
    /// The text at the left of each running head; `None` for the cover.
    heads: Vec<Option<u32>>,
    running: Vec<String>,
    /// The first page of the text.
    text_from: Option<usize>,
    keys: HashMap<DestKey, u32>,
    links: Vec<(TagId, DestKey)>,
    patches: Vec<(usize, Patch)>,
    diagnostics: Vec<Diagnostic>,
    missing: Vec<Missing>,
}

impl<'d> Assembly<'d> {
    pub(in crate::layout) fn new(context: EditionContext<'d>, fonts: &Fonts) -> Self {
        let settings = &context.document.settings;
        let strings = context.strings;
        let version = version_words(context.document, strings);
        let title = match settings.status {
            Status::Final => settings.full_title(),
            status => format!("{} ({}, {})", settings.full_title(), status_words(strings, status), version),
        };
        let about = About {
            title,
            author: settings.publisher.clone(),
            subject: version,
            language: settings.language.clone(),
            right_to_left: is_right_to_left(&settings.language),
            date: settings.current().date,
        };
        let paged = Paged {
            pages: Vec::new(),
            tags: TagTree::new(TagRole::Document),
            outline: Vec::new(),
            destinations: Vec::new(),
            labels: Vec::new(),
            faces: fonts.faces().to_vec(),
            bitmaps: Vec::new(),
            gradients: Vec::new(),
            about,
        };
        Self {
            context,
            paged,
            heads: Vec::new(),
            running: Vec::new(),
            text_from: None,
            keys: HashMap::new(),
            links: Vec::new(),
            patches: Vec::new(),
            diagnostics: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Sets a title other than that of the document.
    pub(in crate::layout) fn entitle(&mut self, title: String) {
        self.paged.about.title = title;
    }

    /// Appends a part, after an empty page if it has to begin on a right-hand page.
    pub(in crate::layout) fn take(&mut self, part: SetPart, place: Matter) {
        let measures = self.context.measures;
        let opens_right = measures.opens_right || measures.mirrored && self.text_from.is_none();
        if place == Matter::Text && opens_right && !self.paged.pages.is_empty() && self.paged.pages.len() % 2 == 1 {
            self.paged.pages.push(PrintPage { size: measures.page, ..PrintPage::default() });
            self.heads.push(None);
        }
        let first = self.paged.pages.len();
        if place == Matter::Text {
            self.text_from.get_or_insert(first);
        }
        let (tags, leaves) = self.paged.tags.append(part.tags);
        let tag_of = |tag: TagId| TagId(tag.0 + tags);
        let leaf_of = |leaf: LeafId| LeafId(leaf.0.saturating_add(leaves));
        self.running.push(part.running);
        let mut by_tag: HashMap<TagId, u32> = HashMap::new();
        for (at, sheet) in part.sheets.into_iter().enumerate() {
            let number = first + at;
            let corner = Point::new(measures.left(number), measures.top);
            let Size { width, height } = measures.page;
            let size = if sheet.is_landscape { Size { width: height, height: width } } else { measures.page };
            let mut page = PrintPage { size, ..PrintPage::default() };
            for artifact in sheet.page.artifacts {
                let items = artifact.items.into_iter().map(|item| item.moved(corner)).collect();
                page.artifacts.push(Artifact { kind: artifact.kind, items });
            }
            page.content = sheet.page.content.into_iter().map(|(leaf, item)| (leaf_of(leaf), item.moved(corner))).collect();
            page.areas = sheet.page.areas;
            for area in &mut page.areas {
                area.tag = tag_of(area.tag);
                area.rect = area.rect.moved(corner);
            }
            page.flaws = sheet.page.flaws.into_iter().map(|flaw| Flaw { rect: flaw.rect.moved(corner), ..flaw }).collect();
            for (tag, key, y) in sheet.anchors {
                let tag = tag_of(tag);
                let destination = self.paged.destinations.len() as u32;
                let at = Point::new(Pt::ZERO, (corner.y + y - Pt(12.0)).max(Pt::ZERO));
                self.paged.destinations.push(Destination { page: number as u32, at, tag });
                by_tag.insert(tag, destination);
                if let Some(key) = key {
                    self.keys.entry(key).or_insert(destination);
                }
            }
            self.patches.extend(sheet.patches.into_iter().map(|patch| {
                let mut patch = patch.moved(corner);
                patch.leaf = leaf_of(patch.leaf);
                (number, patch)
            }));
            self.heads.push((place != Matter::Cover).then_some(self.running.len() as u32 - 1));
            self.paged.pages.push(page);
        }
        for (level, title, tag) in part.headings {
            if let Some(destination) = by_tag.get(&tag_of(tag)) {
                self.paged.outline.push(OutlineEntry { level, title, destination: *destination });
            }
        }
        self.links.extend(part.links.into_iter().map(|(tag, key)| (tag_of(tag), key)));
        self.diagnostics.extend(part.diagnostics);
        self.missing.extend(part.missing);
    }

    /// The pages that use each term so far, with a place for each use.
    pub(in crate::layout) fn term_pages(&mut self) -> TermPages {
        let terms: HashMap<TagId, _> =
            self.links.iter().filter_map(|(tag, key)| if let DestKey::Term(term) = key { Some((*tag, *term)) } else { None }).collect();
        let mut used = TermPages::new();
        let mut seen = HashSet::new();
        for number in 0..self.paged.pages.len() {
            let label = self.label(number);
            for area in &self.paged.pages[number].areas {
                let Some(term) = terms.get(&area.tag) else { continue };
                if seen.insert((*term, number)) {
                    let destination = self.paged.destinations.len() as u32;
                    let at = Point::new(Pt::ZERO, (area.rect.at.y - Pt(12.0)).max(Pt::ZERO));
                    self.paged.destinations.push(Destination { page: number as u32, at, tag: area.tag });
                    used.entry(*term).or_default().push((label.clone(), destination));
                }
            }
        }
        // A term that is never linked is listed with the first page of each text that uses it.
        for (at, usages) in self.context.document.glossary.used.iter().enumerate() {
            let term = crate::model::TermId(at as u32);
            if used.contains_key(&term) {
                continue;
            }
            let pages = usages.iter().filter_map(|usage| {
                let destination = *self.keys.get(&DestKey::Place(usage.page, None))?;
                let page = self.paged.destinations.get(destination as usize)?.page;
                Some((self.label(page as usize), destination))
            });
            let pages: Vec<_> = pages.collect();
            if !pages.is_empty() {
                used.insert(term, pages);
            }
        }
        used
    }

    /// The printed number of a page.
    fn label(&self, page: usize) -> String {
        let (front, text) = self.context.measures.numbers;
        match self.text_from {
            Some(from) if page >= from => text.write((page - from) as u32 + 1),
            _ => front.write(page as u32 + 1),
        }
    }

    /// Resolves links, page numbers, running heads and labels.
    pub(in crate::layout) fn finish(mut self, shaper: &mut Shaper) -> (Paged, Vec<Diagnostic>) {
        self.settle_links();
        self.fill_patches(shaper);
        self.heads_and_folios(shaper);
        let (front, text) = self.context.measures.numbers;
        self.paged.labels.push(PageLabels { from: 0, style: if self.text_from == Some(0) { text } else { front } });
        if let Some(from) = self.text_from.filter(|from| *from > 0) {
            self.paged.labels.push(PageLabels { from: from as u32, style: text });
        }
        for page in &mut self.paged.pages {
            // Reading order on the page is the order of the leaves; a footnote follows its paragraph.
            page.content.sort_by_key(|(leaf, _)| *leaf);
            page.areas.sort_by_key(|area| area.tag);
        }
        if self.context.measures.bleed > Pt::ZERO {
            add_crop_marks(&mut self.paged, self.context.measures.bleed);
        }
        let mut diagnostics = self.diagnostics;
        diagnostics.extend(missing_characters(self.missing));
        (self.paged, diagnostics)
    }

    fn settle_links(&mut self) {
        let has_area: HashSet<TagId> = self.paged.pages.iter().flat_map(|page| &page.areas).map(|area| area.tag).collect();
        for (tag, key) in std::mem::take(&mut self.links) {
            let whole = |key: &DestKey| match key {
                DestKey::Place(page, Some(_)) => self.keys.get(&DestKey::Place(*page, None)).copied(),
                _ => None,
            };
            let destination = self.keys.get(&key).copied().or_else(|| whole(&key));
            let Some(details) = self.paged.tags.tags[tag.0 as usize].details.as_mut() else { continue };
            match (destination, details.link.as_mut()) {
                (Some(destination), Some(link)) => link.target = LinkTarget::Inside(destination),
                _ => details.link = None,
            }
        }
        for (at, tag) in self.paged.tags.tags.iter_mut().enumerate() {
            if tag.role != TagRole::Link {
                continue;
            }
            // A link without a target or without content is not tagged as one (ISO 14289-1, 7.18.5).
            let is_shown = has_area.contains(&TagId(at as u32));
            if let Some(details) = tag.details.as_mut().filter(|_| !is_shown) {
                details.link = None;
            }
            if tag.details.as_ref().is_none_or(|details| details.link.is_none()) {
                tag.role = TagRole::Span;
            }
        }
    }

    /// Fills in page numbers, and closes up their lines.
    fn fill_patches(&mut self, shaper: &mut Shaper) {
        let mut set: HashMap<(String, u32, Colour), WordLine> = HashMap::new();
        // From the end: numbers later in a line move with its rest.
        for (page, patch) in std::mem::take(&mut self.patches).into_iter().rev() {
            let Patch { leaf, at, right, key, style, bare, reserved } = patch;
            let whole = if let DestKey::Place(page, _) = &key { Some(DestKey::Place(*page, None)) } else { None };
            let found = self.keys.get(&key).or_else(|| self.keys.get(whole.as_ref()?)).and_then(|at| self.paged.destinations.get(*at as usize));
            let words = found.map_or_else(String::new, |destination| {
                let label = self.label(destination.page as usize);
                if bare { label } else { self.context.strings.fill("print_page_mark", &[("page", &label)]) }
            });
            let line = set.entry((words, style.size.0.to_bits(), style.colour)).or_insert_with_key(|(words, ..)| WordLine::of(shaper, words, style));
            let mut x = right.map_or(at.x, |right| right - line.width);
            if let Some(reserved) = reserved {
                let by;
                (x, by) = reserved.closed_up(x, line.width);
                close_up(&mut self.paged.pages[page], reserved.rest, by);
            }
            self.paged.pages[page].content.extend(line.at(x, at.y).map(|item| (leaf, item)));
        }
    }

    fn heads_and_folios(&mut self, shaper: &mut Shaper) {
        let EditionContext { document, strings, measures, .. } = self.context;
        let style = TextStyle { colour: measures.neutral, ..measures.notes };
        let size = style.size;
        let settings = &document.settings;
        let mut right = version_words(document, strings);
        if settings.status != Status::Final {
            right = format!("{}, {}", status_words(strings, settings.status), right.to_lowercase());
        }
        let right = WordLine::of(shaper, &right, style);
        let title = settings.title.clone();
        let room = measures.column - right.width - size * 2.0;
        let lefts: Vec<WordLine> =
            self.running.iter().map(|words| WordLine::within(shaper, if words.is_empty() { &title } else { words }, style, room)).collect();
        let mut draft =
            |size: Size| if settings.status == Status::Draft { watermark(shaper, strings.text("print_watermark"), measures, size) } else { None };
        let marks = [draft(measures.page), draft(Size { width: measures.page.height, height: measures.page.width })];
        let labels: Vec<String> = (0..self.paged.pages.len()).map(|page| self.label(page)).collect();
        let bold = TextStyle { weight: 700.0, colour: measures.ink, ..style };
        for (number, page) in self.paged.pages.iter_mut().enumerate() {
            let Some(head) = self.heads[number] else { continue };
            let mut first = Vec::new();
            if let Some(item) = &marks[usize::from(page.size != measures.page)] {
                first.push(Artifact { kind: ArtifactKind::Watermark, items: vec![item.clone()] });
                // It is never seen behind a figure.
                let figures = page.areas.iter().filter(|area| self.paged.tags.tag(area.tag).role == TagRole::Figure);
                let paper = |Rect { at, size }: Rect| PlacedItem { at, shape: Shape::Rectangle(size, measures.paper) };
                let items: Vec<PlacedItem> = figures.map(|area| paper(area.rect)).collect();
                if !items.is_empty() {
                    first.push(Artifact { kind: ArtifactKind::Background, items });
                }
            }
            let left = measures.left(number);
            let head_line = measures.top * 0.55;
            let mut items = Vec::new();
            let (start, end) = (&lefts[head as usize], &right);
            let (start, end) = if measures.right_to_left { (end, start) } else { (start, end) };
            items.extend(start.at(left, head_line));
            let column = page.size.width - measures.inner - measures.outer;
            items.extend(end.at(left + column - end.width, head_line));
            first.push(Artifact { kind: ArtifactKind::Header, items });
            let folio = WordLine::of(shaper, &labels[number], bold);
            let x = if measures.is_left_hand(number) { left } else { left + column - folio.width };
            let y = page.size.height - measures.bottom * 0.45;
            first.push(Artifact { kind: ArtifactKind::Footer, items: folio.at(x, y).collect() });
            first.append(&mut page.artifacts);
            page.artifacts = first;
        }
    }
}

/// Moves everything in the rest of a line.
fn close_up(page: &mut PrintPage, rest: Rect, by: Pt) {
    let by = Point::new(by, Pt::ZERO);
    let is_in = |at: Point| {
        let (x, y) = (at.x - rest.at.x, at.y - rest.at.y);
        x >= Pt(-0.01) && x <= rest.size.width + Pt(0.01) && y >= Pt::ZERO && y <= rest.size.height
    };
    page.content.iter_mut().filter(|(_, item)| is_in(item.at)).for_each(|(_, item)| item.at = item.at.moved(by));
    page.areas.iter_mut().filter(|area| is_in(area.rect.at)).for_each(|area| area.rect = area.rect.moved(by));
    let rules = page.artifacts.iter_mut().filter(|artifact| artifact.kind == ArtifactKind::Layout).flat_map(|artifact| &mut artifact.items);
    rules.filter(|item| is_in(item.at)).for_each(|item| item.at = item.at.moved(by));
}

/// Words on one line, from the start of their baseline.
#[derive(Default)]
struct WordLine {
    items: Vec<PlacedItem>,
    width: Pt,
}

impl WordLine {
    fn of(shaper: &mut Shaper, words: &str, style: TextStyle) -> Self {
        if words.is_empty() {
            return Self::default();
        }
        let line = shaper.line(words, style);
        let to_baseline = Point::new(Pt::ZERO, -line.baseline);
        Self { items: line.items.into_iter().map(|(_, item)| item.moved(to_baseline)).collect(), width: line.width }
    }

    /// The words within a width, cut off with an ellipsis if they are too long.
    fn within(shaper: &mut Shaper, words: &str, style: TextStyle, room: Pt) -> Self {
        let whole = Self::of(shaper, words, style);
        if whole.width <= room {
            return whole;
        }
        let share = room / whole.width;
        let mut kept: Vec<&str> = words.split(' ').collect();
        kept.truncate(((kept.len() as f32 * share).floor() as usize).max(1));
        while !kept.is_empty() {
            let line = Self::of(shaper, &format!("{}\u{2026}", kept.join(" ")), style);
            if line.width <= room {
                return line;
            }
            kept.pop();
        }
        Self::default()
    }

    fn at(&self, x: Pt, y: Pt) -> impl Iterator<Item = PlacedItem> + '_ {
        self.items.iter().map(move |item| item.clone().moved(Point::new(x, y)))
    }
}

/// A watermark, pale enough for the text over it to be read.
fn watermark(shaper: &mut Shaper, word: &str, measures: &Measures, page: Size) -> Option<PlacedItem> {
    let colour = measures.line.mixed(measures.paper, 0.18);
    let style = TextStyle { size: Pt(100.0), leading: Pt(100.0), weight: 700.0, colour };
    // One turned run: the word is of one script.
    let first = shaper.line(word, style).items.into_iter().next();
    let mut run = first.and_then(|(_, item)| if let Shape::Text(run) = item.shape { Some(*run) } else { None })?;
    let angle = (page.height / page.width).atan();
    let length = (page.width.0.powi(2) + page.height.0.powi(2)).sqrt();
    let scale = (length * 0.62 / run.width().0.max(1.0)).min(2.6);
    run.size = run.size * scale;
    for glyph in &mut run.glyphs {
        glyph.advance *= scale;
    }
    run.turned = angle.to_degrees();
    let half = run.width() / 2.0;
    let drop = run.size * 0.35;
    let at = Point::new(page.width / 2.0 - half * angle.cos() + drop * angle.sin(), page.height / 2.0 + half * angle.sin() + drop * angle.cos());
    Some(PlacedItem { at, shape: Shape::Text(Box::new(run)) })
}
