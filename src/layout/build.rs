//! From blocks to strips: what every kind of block is built with.

use super::inline::{Composer, Lead, is_printed};
use super::measures::Measures;
use super::paged::{Item, Shape};
use super::picture::{Picture, Pictures};
use super::print_size::ChangeBars;
use super::strips::{DestKey, Keep, Panel, Part, Strip};
use super::tags::{Link, LinkTarget, Role, TagId, TagTree};
use super::text::{Line, Shaped, Shaper, TextLook};
use super::units::{Colour, Point, Pt, Size};
use crate::diag::Diagnostic;
use crate::model::{Document, Footnote, Image, ImageSource, Inline, Mark, PageId, Target};
use crate::theme::Strings;

/// What an edition is built from, shared by all its parts.
#[derive(Clone, Copy)]
pub(super) struct Sources<'d> {
    pub(super) document: &'d Document,
    pub(super) strings: &'d Strings,
    pub(super) measures: &'d Measures,
    pub(super) pictures: &'d Pictures,
    /// What becomes of changes.
    pub(super) changes: Changes<'d>,
}

/// What an edition shows of changes.
#[derive(Clone, Copy)]
pub(super) enum Changes<'d> {
    /// Nothing.
    Unmarked,
    /// A bar beside each block that differs.
    Bars(&'d ChangeBars),
    /// Everything: the document is a redline.
    Told,
}

/// Where blocks are set: a column within the text, and the tag that holds them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    /// The left edge, from the column's.
    pub(super) x: Pt,
    /// How wide.
    pub(super) width: Pt,
    /// What holds the blocks.
    pub(super) tag: TagId,
    /// How paragraphs look.
    pub(super) look: TextLook,
    /// How many levels headings are lowered by.
    pub(super) lowered: u8,
}

impl Frame {
    /// The frame without `left` at its left and `right` at its right; as it is where no words would fit any more.
    pub(super) fn inset(self, left: Pt, right: Pt) -> Self {
        let width = self.width - left - right;
        if width < self.look.size * 5.0 { self } else { Self { x: self.x + left, width, ..self } }
    }

    /// The frame for blocks within another tag.
    pub(super) fn within(self, tag: TagId) -> Self {
        Self { tag, ..self }
    }
}

/// Builds one part.
pub(super) struct Builder<'d> {
    pub(super) document: &'d Document,
    strings: &'d Strings,
    pub(super) measures: &'d Measures,
    pictures: &'d Pictures,
    pub(super) changes: Changes<'d>,
    pub(super) shaper: Shaper,
    /// The page of the site whose text this is.
    pub(super) page: PageId,
    pub(super) tags: TagTree,
    pub(super) strips: Vec<Strip>,
    pub(super) notes: Vec<Vec<Strip>>,
    /// Whether each note has been built.
    set_notes: Vec<bool>,
    pub(super) panels: Vec<Panel>,
    pub(super) panel: Option<u32>,
    pub(super) headings: Vec<(u8, String, TagId)>,
    links: Vec<(TagId, DestKey)>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Footnotes of the page that is being built.
    pub(super) footnotes: &'d [Footnote<Target>],
    /// The number of the page's first note among the part's.
    first_note: u32,
    /// How wide "(page 188)" is, by size.
    mark_widths: Vec<(Pt, Pt)>,
    /// The number of the paragraph that is to be built.
    pub(super) number: Option<Box<str>>,
    /// What becomes of the words that are built.
    pub(super) marking: Marking,
    /// How many labelled changes are open.
    pub(super) open_changes: u32,
}

/// Whether the words that are built are new or gone; only in a redline.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marking {
    /// What becomes of them.
    pub(super) mark: Mark,
    /// Whether that is said around a whole block; else each line of text says it.
    pub(super) is_told: bool,
}

impl<'d> Builder<'d> {
    pub(super) fn new(sources: Sources<'d>, shaper: Shaper, role: Role) -> Self {
        let Sources { document, strings, measures, pictures, changes } = sources;
        Self {
            document,
            strings,
            measures,
            pictures,
            changes,
            shaper,
            page: PageId::Home,
            tags: TagTree::new(role),
            strips: Vec::new(),
            notes: Vec::new(),
            set_notes: Vec::new(),
            panels: Vec::new(),
            panel: None,
            headings: Vec::new(),
            links: Vec::new(),
            diagnostics: Vec::new(),
            footnotes: &[],
            first_note: 0,
            mark_widths: Vec::new(),
            number: None,
            marking: Marking::default(),
            open_changes: 0,
        }
    }

    /// What was built; the shaper can be used again.
    pub(super) fn finish(mut self, running: String) -> (Part, Shaper) {
        let missing = std::mem::take(&mut self.shaper.missing);
        let Self { tags, strips, notes, panels, headings, links, diagnostics, shaper, .. } = self;
        (Part { tags, strips, notes, panels, headings, links, diagnostics, missing, running }, shaper)
    }

    pub(super) fn strings(&self) -> &'d Strings {
        self.strings
    }

    /// The whole column.
    pub(super) fn column(&self) -> Frame {
        Frame { x: Pt::ZERO, width: self.measures.column, tag: TagTree::ROOT, look: self.measures.body, lowered: 0 }
    }

    /// Goes on with the text of another page of the site.
    pub(super) fn turn_to(&mut self, page: PageId, footnotes: &'d [Footnote<Target>]) {
        self.page = page;
        self.footnotes = footnotes;
        self.first_note = self.notes.len() as u32;
        self.notes.resize_with(self.notes.len() + footnotes.len(), Vec::new);
        self.set_notes.resize(self.notes.len(), false);
    }

    /// Where a link leads on paper; `None` where there is nothing to lead to.
    pub(super) fn lead(&self, target: &Target) -> Option<Lead> {
        // In a redline most of the text is left out, and what is gone leads nowhere.
        if self.is_redline() && !matches!(target, Target::External(_)) || self.marking.mark == Mark::Removed {
            return None;
        }
        let on_site = |path: &str| {
            let base = self.document.settings.base_url.as_deref()?;
            Some(Lead::Outside(format!("{base}{path}").into()))
        };
        match target {
            Target::External(address) => Some(Lead::Outside(address.clone())),
            Target::Term(term) => Some(Lead::Inside(DestKey::Term(term.term))),
            Target::File(path) => on_site(path),
            Target::Place(place) if is_printed(place.page) => Some(Lead::Inside(DestKey::Place(place.page, place.anchor.clone()))),
            Target::Place(place) => {
                let name = match place.page {
                    PageId::Page(_) | PageId::Statement | PageId::Downloads => self.document.address(place.page),
                    PageId::Home | PageId::Chapter(_) | PageId::Section(..) | PageId::Glossary | PageId::Versions | PageId::Contents => String::new(),
                };
                let anchor = place.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                on_site(&(name + &anchor))
            }
        }
    }

    pub(super) fn link(&mut self, tag: TagId, target: LinkTarget, contents: String) {
        self.tags.details(tag).link = Some(Link { target, contents: contents.into() });
    }

    /// A link whose place is found when all parts are set.
    pub(super) fn link_inside(&mut self, tag: TagId, key: DestKey, contents: String) {
        self.link(tag, LinkTarget::Inside(u32::MAX), contents);
        self.links.push((tag, key));
    }

    /// The room that "(page 188)" takes.
    pub(super) fn page_mark_width(&mut self, look: TextLook) -> Pt {
        if let Some((_, width)) = self.mark_widths.iter().find(|(size, _)| *size == look.size) {
            return *width;
        }
        let digits = if self.document.chapters.len() > 60 { "8888" } else { "88" };
        let words = self.strings.fill("print_page_mark", &[("page", digits)]);
        let width = self.shaper.line(&words, look).width;
        self.mark_widths.push((look.size, width));
        width
    }

    /// A picture fit into a room, with its size; one that cannot be shown is reported.
    pub(super) fn picture(&mut self, image: &Image, width: Pt, height: Pt) -> Option<(Size, Item)> {
        let ImageSource::Picture(number) = image.source else { return None };
        let Some(picture) = self.pictures.get(number) else {
            let path = self.document.pictures.get(number as usize).map_or("", |file| &file.path);
            let fault = self.pictures.fault(number).unwrap_or_default();
            let message = format!("the picture `{path}` cannot be printed: {fault}");
            self.diagnostics
                .push(Diagnostic::error("picture", image.span, message).hint("open it in an image editor and save it again as PNG or JPEG"));
            return None;
        };
        if let Picture::Drawing(_, lost) = picture
            && !lost.is_empty()
        {
            let path = self.document.pictures.get(number as usize).map_or("", |file| &file.path);
            let message = format!("the drawing `{path}` is not printed as it is on the site: {}", lost.join("; "));
            self.diagnostics.push(
                Diagnostic::warning("picture", image.span, message)
                    .hint("draw it with plain colours, gradients and clips alone, or save it as PNG, 2,500 pixels wide"),
            );
        }
        let (shape, size) = picture.fit(Size { width, height });
        Some((size, Item { at: Point::default(), shape }))
    }

    // -- paragraphs

    pub(super) fn shape(&mut self, owner: TagId, look: TextLook, inlines: &[Inline<Target>]) -> (Shaped, Vec<u32>) {
        let (text, notes) = Composer::new(self).compose(owner, look, None, inlines);
        (self.shaper.shape(text), notes)
    }

    /// Sets a line of inlines as lines of the tag `owner`; footnotes are set behind it, in `frame.tag`.
    pub(super) fn inlines(&mut self, frame: Frame, owner: TagId, look: TextLook, inlines: &[Inline<Target>]) -> Vec<Strip> {
        let (shaped, notes) = self.shape(owner, look, inlines);
        let lines = self.shaper.lines(shaped, frame.width);
        let strips = self.stack(lines, frame.x);
        self.set_notes(frame.tag, &notes);
        strips
    }

    /// Lines below each other as strips, with widows and orphans kept together.
    pub(super) fn stack(&self, lines: Vec<Line>, x: Pt) -> Vec<Strip> {
        let count = lines.len();
        let first_note = self.first_note;
        let mut strips: Vec<Strip> = lines.into_iter().filter(|line| line.height > Pt::ZERO).map(|line| Strip::of_line(line, x)).collect();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.notes.iter_mut().for_each(|note| *note += first_note);
            strip.panel = self.panel;
            if at + 1 < count && (at == 0 || at + 2 == count) {
                strip.keep = Keep::WithNext;
            }
        }
        strips
    }

    /// Adds strips below what there is, `gap` away.
    pub(super) fn push(&mut self, gap: Pt, mut strips: Vec<Strip>) {
        let panel = self.panel;
        if let Some(first) = strips.first_mut() {
            first.gap = first.gap.max(gap);
            // A panel is set off from what follows it.
            if self.strips.last().is_some_and(|last| last.panel.is_some() && last.panel != panel) {
                first.gap = first.gap.max(self.measures.gap * 1.5);
            }
        }
        self.strips.extend(strips.into_iter().map(|mut strip| {
            strip.panel = strip.panel.or(panel);
            strip
        }));
    }

    /// A paragraph of inlines.
    pub(super) fn paragraph(&mut self, frame: Frame, role: Role, look: TextLook, gap: Pt, inlines: &[Inline<Target>]) -> TagId {
        let tag = self.tags.add(frame.tag, role);
        let strips = self.inlines(frame, tag, look, inlines);
        self.push(gap, strips);
        tag
    }

    /// A paragraph of plain words that are the document's or the interface's.
    pub(super) fn words(&mut self, frame: Frame, role: Role, look: TextLook, gap: Pt, words: &str) -> TagId {
        let tag = self.tags.add(frame.tag, role);
        let strips = self.word_strips(frame, tag, look, words);
        self.push(gap, strips);
        tag
    }

    /// Plain words as lines of the tag `owner`.
    pub(super) fn word_strips(&mut self, frame: Frame, owner: TagId, look: TextLook, words: &str) -> Vec<Strip> {
        let lines = self.word_lines(frame.width, owner, look, words);
        self.stack(lines, frame.x)
    }

    pub(super) fn word_lines(&mut self, width: Pt, owner: TagId, look: TextLook, words: &str) -> Vec<Line> {
        if words.is_empty() {
            return Vec::new();
        }
        let shaped = self.shape_words(owner, look, words);
        self.shaper.lines(shaped, width)
    }

    pub(super) fn is_redline(&self) -> bool {
        matches!(self.changes, Changes::Told)
    }

    pub(super) fn shape_words(&mut self, owner: TagId, look: TextLook, words: &str) -> Shaped {
        let text = Composer::new(self).compose_words(owner, look, words);
        self.shaper.shape(text)
    }

    pub(super) fn first_note(&self) -> u32 {
        self.first_note
    }

    /// A heading: counted among the bookmarks, never last on its page.
    pub(super) fn heading(&mut self, frame: Frame, level: u8, key: Option<DestKey>, number: Option<&str>, inlines: &[Inline<Target>]) -> TagId {
        if self.marking.mark == Mark::Removed {
            return self.past_heading(frame, level, inlines);
        }
        // Levels are never skipped, whatever the author wrote (ISO 14289-1, 7.4.2).
        let above = self.headings.last().map_or(0, |(level, ..)| *level);
        let level = level.min(above + 1).clamp(1, 6);
        let look = self.measures.headings[usize::from(level) - 1];
        let look = TextLook { size: look.size.min(frame.width / 8.0).max(self.measures.body.size.min(look.size)), ..look };
        let tag = self.tags.add(frame.tag, Role::H(level));
        let plain = crate::model::plain_text(inlines).replace('\n', " ");
        let title = number.map_or_else(|| plain.clone(), |number| format!("{number} {plain}"));
        let mut strips;
        if let Some(number) = number {
            strips = self.numbered(frame, tag, look, number, inlines);
        } else {
            strips = self.inlines(frame, tag, look, inlines);
        }
        for strip in &mut strips {
            strip.keep = Keep::WithNext;
        }
        if let Some(first) = strips.first_mut() {
            first.anchors.push((tag, key));
        }
        let gap = if level <= 2 { self.measures.gap * 2.6 } else { self.measures.gap * 2.0 };
        self.push(gap, strips);
        self.headings.push((level, title, tag));
        tag
    }

    /// A heading that is gone is no part of the outline.
    fn past_heading(&mut self, frame: Frame, level: u8, inlines: &[Inline<Target>]) -> TagId {
        let look = self.measures.headings[usize::from(level.clamp(3, 6)) - 1];
        let tag = self.paragraph(frame, Role::P, look, self.measures.gap * 2.0, inlines);
        self.keep_last();
        tag
    }

    /// Lines that begin with a number.
    fn numbered(&mut self, frame: Frame, owner: TagId, look: TextLook, number: &str, inlines: &[Inline<Target>]) -> Vec<Strip> {
        let (text, notes) = Composer::new(self).compose(owner, look, Some(number), inlines);
        let shaped = self.shaper.shape(text);
        let lines = self.shaper.lines(shaped, frame.width);
        let strips = self.stack(lines, frame.x);
        self.set_notes(frame.tag, &notes);
        strips
    }

    /// A paragraph with its printed number.
    pub(super) fn numbered_paragraph(&mut self, frame: Frame, number: &str, inlines: &[Inline<Target>]) {
        let tag = self.tags.add(frame.tag, Role::P);
        let strips = self.numbered(frame, tag, frame.look, number, inlines);
        self.push(self.measures.gap, strips);
    }

    // -- notes

    /// Sets footnotes in the tag `parent`, once each.
    pub(super) fn set_notes(&mut self, parent: TagId, notes: &[u32]) {
        // A redline leaves most of the text out: its notes stand together behind it.
        let notes = if self.is_redline() { &[] } else { notes };
        for note in notes {
            let at = (self.first_note + note) as usize;
            let Some(footnote) = self.footnotes.get(*note as usize) else { continue };
            if std::mem::replace(&mut self.set_notes[at], true) {
                continue;
            }
            let tag = self.tags.add(parent, Role::Note);
            let look = self.measures.small;
            let label_width = look.size * if self.measures.large { 2.6 } else { 1.8 };
            let frame = Frame { look, ..self.column().within(tag) };
            let label = self.tags.add(tag, Role::Lbl);
            let shown = if self.measures.large { format!("[{}]", note + 1) } else { (note + 1).to_string() };
            let mark = self.word_lines(label_width, label, TextLook { weight: 700.0, ..look }, &shown);
            let mut strips = self.apart(|builder| builder.blocks(frame.inset(label_width, Pt::ZERO), &footnote.body));
            if strips.is_empty() {
                strips.push(Strip { height: look.leading, ..Strip::default() });
            }
            if let (Some(first), Some(mark)) = (strips.first_mut(), mark.into_iter().next()) {
                first.take(mark, Point::default());
                first.anchors.push((tag, Some(DestKey::Note(self.page, *note))));
                first.gap = Pt::ZERO;
            }
            self.notes[at] = strips;
        }
    }

    /// Builds strips apart from the column.
    pub(super) fn apart(&mut self, build: impl FnOnce(&mut Self)) -> Vec<Strip> {
        let outer = std::mem::take(&mut self.strips);
        let panel = self.panel.take();
        build(self);
        self.panel = panel;
        std::mem::replace(&mut self.strips, outer)
    }

    // -- groups

    /// Keeps what `build` adds on one page if it is not higher than `share` of one.
    pub(super) fn together(&mut self, share: f32, build: impl FnOnce(&mut Self)) {
        self.whole(0.0, share, build);
    }

    /// The same, and if it is not higher than `short` of a page, however much of a page stays empty.
    pub(super) fn whole(&mut self, short: f32, share: f32, build: impl FnOnce(&mut Self)) {
        let start = self.strips.len();
        build(self);
        let group = &mut self.strips[start..];
        let height: Pt = group.iter().map(|strip| strip.gap + strip.height).sum();
        let last = group.len().saturating_sub(1);
        if height <= self.measures.height * share {
            let keep = if height <= self.measures.height * short { Keep::Whole } else { Keep::Together };
            for strip in &mut group[..last] {
                strip.keep = strip.keep.max(keep);
            }
        }
    }

    /// A tinted panel around what `build` adds. `frame` is the panel's own; the inner one is given to `build`.
    pub(super) fn panel(&mut self, frame: Frame, colour: Colour, bar: Option<Colour>, gap: Pt, build: impl FnOnce(&mut Self, Frame)) {
        let padding = self.measures.body.size * 1.1;
        let number = self.panels.len() as u32;
        self.panels.push(Panel { x: frame.x, width: frame.width, colour, bar, parent: self.panel });
        let outer = self.panel.replace(number);
        let blank = |keep| Strip { height: padding * 0.8, keep, ..Strip::default() };
        self.push(gap, vec![blank(Keep::WithNext)]);
        let start = self.strips.len();
        build(self, frame.inset(padding + if bar.is_some() { Pt(3.0) } else { Pt::ZERO }, padding));
        if let Some(first) = self.strips.get_mut(start) {
            first.gap = Pt::ZERO;
        }
        if let Some(last) = self.strips.last_mut() {
            last.keep = Keep::WithNext;
        }
        self.push(Pt::ZERO, vec![blank(Keep::Free)]);
        self.panel = outer;
    }

    /// A rule across a frame, as an artifact.
    pub(super) fn rule(&self, x: Pt, y: Pt, width: Pt, thickness: Pt, colour: Colour) -> Item {
        Item { at: Point::new(x, y), shape: Shape::Rectangle(Size { width, height: thickness }, colour) }
    }
}
