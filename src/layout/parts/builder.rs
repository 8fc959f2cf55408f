//! From blocks to strips: the operations that all kinds of block share.

use super::inline::InlineComposer;
use super::part::{DocumentPart, EditionContext, PartDraft};
use super::strips::{Keep, Panel, Strip};
use crate::layout::paged::pages::{PlacedItem, Shape};
use crate::layout::paged::tags::{TagId, TagRole, TagTree};
use crate::layout::paged::units::{Colour, Point, Pt, Size};
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::destinations::DestKey;
use crate::layout::text::shaper::{ShapedLine, ShapedText, Shaper};
use crate::model::{Image, Inline, Target};
use crate::theme::Strings;

/// Where blocks are set: a column within the text, and the tag that holds them.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct Frame {
    /// Left edge, from the left edge of the column.
    pub(in crate::layout) x: Pt,
    /// Width.
    pub(in crate::layout) width: Pt,
    /// Parent tag of the blocks.
    pub(in crate::layout) tag: TagId,
    /// Style of paragraphs.
    pub(in crate::layout) style: TextStyle,
    /// How many levels headings are lowered by.
    pub(in crate::layout) lowered: u8,
}

impl Frame {
    /// The frame without `left` at its left and `right` at its right; unchanged where no words would fit any more.
    pub(in crate::layout) fn inset(self, left: Pt, right: Pt) -> Self {
        let width = self.width - left - right;
        if width < self.style.size * 5.0 { self } else { Self { x: self.x + left, width, ..self } }
    }

    /// The frame for blocks within another tag.
    pub(in crate::layout) fn within(self, tag: TagId) -> Self {
        Self { tag, ..self }
    }
}

/// Sets one part: blocks become strips.
pub(in crate::layout) struct PartBuilder<'d> {
    pub(in crate::layout) context: EditionContext<'d>,
    pub(in crate::layout) shaper: Shaper,
    pub(in crate::layout) part: PartDraft<'d>,
}

impl<'d> PartBuilder<'d> {
    pub(in crate::layout) fn new(context: EditionContext<'d>, shaper: Shaper, role: TagRole) -> Self {
        Self { context, shaper, part: PartDraft::new(role) }
    }

    /// The finished part, and the shaper to use again.
    pub(in crate::layout) fn finish(mut self, running: String) -> (DocumentPart, Shaper) {
        let missing = std::mem::take(&mut self.shaper.missing);
        (self.part.finish(missing, running), self.shaper)
    }

    /// Composes the inlines of one paragraph.
    pub(in crate::layout) fn composer(&mut self) -> InlineComposer<'_, 'd> {
        InlineComposer::new(self.context, &mut self.shaper, &mut self.part)
    }

    /// A picture fit into a room, with its size; one that cannot be shown is reported.
    pub(in crate::layout) fn picture(&mut self, image: &Image, width: Pt, height: Pt) -> Option<(Size, PlacedItem)> {
        self.part.picture(self.context, image, width, height)
    }

    pub(in crate::layout) fn strings(&self) -> &'d Strings {
        self.context.strings
    }

    /// The whole column.
    pub(in crate::layout) fn column(&self) -> Frame {
        Frame { x: Pt::ZERO, width: self.context.measures.column, tag: TagTree::ROOT, style: self.context.measures.body, lowered: 0 }
    }

    // -- paragraphs

    pub(in crate::layout) fn shape(&mut self, owner: TagId, style: TextStyle, inlines: &[Inline<Target>]) -> (ShapedText, Vec<u32>) {
        let (text, notes) = self.composer().compose(owner, style, None, inlines);
        (self.shaper.shape(text), notes)
    }

    /// Sets inlines as lines of the tag `owner`; footnotes follow, in `frame.tag`.
    pub(in crate::layout) fn inlines(&mut self, frame: Frame, owner: TagId, style: TextStyle, inlines: &[Inline<Target>]) -> Vec<Strip> {
        let (shaped, notes) = self.shape(owner, style, inlines);
        let lines = self.shaper.paragraph_lines(shaped, frame.width);
        let strips = self.stack(lines, frame.x);
        self.set_notes(frame.tag, &notes);
        strips
    }

    /// Lines below each other as strips, with widows and orphans kept together.
    pub(in crate::layout) fn stack(&self, lines: Vec<ShapedLine>, x: Pt) -> Vec<Strip> {
        let count = lines.len();
        let first_note = self.part.first_note;
        let mut strips: Vec<Strip> = lines.into_iter().filter(|line| line.height > Pt::ZERO).map(|line| Strip::of_line(line, x)).collect();
        for (at, strip) in strips.iter_mut().enumerate() {
            strip.notes.iter_mut().for_each(|note| *note += first_note);
            strip.panel = self.part.panel;
            if at + 1 < count && (at == 0 || at + 2 == count) {
                strip.keep = Keep::WithNext;
            }
        }
        strips
    }

    /// Appends strips, the first `gap` below the last one.
    pub(in crate::layout) fn push(&mut self, gap: Pt, mut strips: Vec<Strip>) {
        let panel = self.part.panel;
        if let Some(first) = strips.first_mut() {
            first.gap = first.gap.max(gap);
            // A panel is set off from what follows it.
            if self.part.strips.last().is_some_and(|last| last.panel.is_some() && last.panel != panel) {
                first.gap = first.gap.max(self.context.measures.gap * 1.5);
            }
        }
        self.part.strips.extend(strips.into_iter().map(|mut strip| {
            strip.panel = strip.panel.or(panel);
            strip
        }));
    }

    /// A paragraph of inlines.
    pub(in crate::layout) fn paragraph(&mut self, frame: Frame, role: TagRole, style: TextStyle, gap: Pt, inlines: &[Inline<Target>]) -> TagId {
        let tag = self.part.tags.add(frame.tag, role);
        let strips = self.inlines(frame, tag, style, inlines);
        self.push(gap, strips);
        tag
    }

    /// A paragraph of plain words from the document or the interface.
    pub(in crate::layout) fn words(&mut self, frame: Frame, role: TagRole, style: TextStyle, gap: Pt, words: &str) -> TagId {
        let tag = self.part.tags.add(frame.tag, role);
        let strips = self.word_strips(frame, tag, style, words);
        self.push(gap, strips);
        tag
    }

    /// Plain words as lines of the tag `owner`.
    pub(in crate::layout) fn word_strips(&mut self, frame: Frame, owner: TagId, style: TextStyle, words: &str) -> Vec<Strip> {
        let lines = self.word_lines(frame.width, owner, style, words);
        self.stack(lines, frame.x)
    }

    pub(in crate::layout) fn word_lines(&mut self, width: Pt, owner: TagId, style: TextStyle, words: &str) -> Vec<ShapedLine> {
        if words.is_empty() {
            return Vec::new();
        }
        let shaped = self.shape_words(owner, style, words);
        self.shaper.lines(shaped, width)
    }

    pub(in crate::layout) fn is_redline(&self) -> bool {
        self.context.is_redline()
    }

    pub(in crate::layout) fn shape_words(&mut self, owner: TagId, style: TextStyle, words: &str) -> ShapedText {
        let text = self.composer().compose_words(owner, style, words);
        self.shaper.shape(text)
    }

    pub(in crate::layout) fn first_note(&self) -> u32 {
        self.part.first_note
    }

    /// A heading: counted among the bookmarks, never last on its page.
    pub(in crate::layout) fn heading(
        &mut self, frame: Frame, level: u8, key: Option<DestKey>, number: Option<&str>, inlines: &[Inline<Target>],
    ) -> TagId {
        if self.part.marking.mark.is_past() {
            return self.past_heading(frame, level, inlines);
        }
        // Levels are never skipped, whatever the author wrote (ISO 14289-1, 7.4.2).
        let above = self.part.headings.last().map_or(0, |(level, ..)| *level);
        let level = level.min(above + 1).clamp(1, 6);
        let style = self.context.measures.headings[usize::from(level) - 1];
        let style = TextStyle { size: style.size.min(frame.width / 8.0).max(self.context.measures.body.size.min(style.size)), ..style };
        let tag = self.part.tags.add(frame.tag, TagRole::H(level));
        let plain = crate::model::plain_text(inlines).replace('\n', " ");
        let title = number.map_or_else(|| plain.clone(), |number| format!("{number} {plain}"));
        let mut strips;
        if let Some(number) = number {
            strips = self.numbered(frame, tag, style, number, inlines);
        } else {
            strips = self.inlines(frame, tag, style, inlines);
        }
        for strip in &mut strips {
            (strip.keep, strip.stays) = (Keep::WithNext, true);
        }
        if let Some(first) = strips.first_mut() {
            first.anchors.push((tag, key));
        }
        let gap = if level <= 2 { self.context.measures.gap * 2.6 } else { self.context.measures.gap * 2.0 };
        self.push(gap, strips);
        self.part.headings.push((level, title, tag));
        tag
    }

    /// A removed heading: a paragraph that looks like one and is not in the outline.
    fn past_heading(&mut self, frame: Frame, level: u8, inlines: &[Inline<Target>]) -> TagId {
        let style = self.context.measures.headings[usize::from(level.clamp(3, 6)) - 1];
        let tag = self.paragraph(frame, TagRole::P, style, self.context.measures.gap * 2.0, inlines);
        self.keep_last();
        tag
    }

    /// Lines that begin with a number.
    fn numbered(&mut self, frame: Frame, owner: TagId, style: TextStyle, number: &str, inlines: &[Inline<Target>]) -> Vec<Strip> {
        let (text, notes) = self.composer().compose(owner, style, Some(number), inlines);
        let shaped = self.shaper.shape(text);
        let lines = self.shaper.paragraph_lines(shaped, frame.width);
        let strips = self.stack(lines, frame.x);
        self.set_notes(frame.tag, &notes);
        strips
    }

    /// A paragraph with its printed number.
    pub(in crate::layout) fn numbered_paragraph(&mut self, frame: Frame, number: &str, inlines: &[Inline<Target>]) {
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let strips = self.numbered(frame, tag, frame.style, number, inlines);
        self.push(self.context.measures.gap, strips);
    }

    // -- notes

    /// Sets footnotes in the tag `parent`, once each.
    pub(in crate::layout) fn set_notes(&mut self, parent: TagId, notes: &[u32]) {
        // A redline leaves out most of the text, and lists its notes together.
        let notes = if self.is_redline() { &[] } else { notes };
        for note in notes {
            let at = (self.part.first_note + note) as usize;
            let Some(footnote) = self.part.footnotes.get(*note as usize) else { continue };
            if std::mem::replace(&mut self.part.set_notes[at], true) {
                continue;
            }
            let tag = self.part.tags.add(parent, TagRole::Note);
            let style = self.context.measures.notes;
            let label_width = style.size * if self.context.measures.large { 2.6 } else { 1.8 };
            let frame = Frame { style, ..self.column().within(tag) };
            let label = self.part.tags.add(tag, TagRole::Lbl);
            let shown = if self.context.measures.large { format!("[{}]", note + 1) } else { (note + 1).to_string() };
            let mark = self.word_lines(label_width, label, TextStyle { weight: 700.0, ..style }, &shown);
            let mut strips = self.apart(|builder| builder.blocks(frame.inset(label_width, Pt::ZERO), &footnote.body));
            if strips.is_empty() {
                strips.push(Strip { height: style.leading, ..Strip::default() });
            }
            if let (Some(first), Some(mark)) = (strips.first_mut(), mark.into_iter().next()) {
                first.take(mark, Point::default());
                first.anchors.push((tag, Some(DestKey::Note(self.part.page, *note))));
                first.gap = Pt::ZERO;
            }
            self.part.notes[at] = strips;
        }
    }

    /// Builds strips without appending them to the part.
    pub(in crate::layout) fn apart(&mut self, build: impl FnOnce(&mut Self)) -> Vec<Strip> {
        let outer = std::mem::take(&mut self.part.strips);
        let panel = self.part.panel.take();
        build(self);
        self.part.panel = panel;
        std::mem::replace(&mut self.part.strips, outer)
    }

    // -- groups

    /// Lets what `build` adds move to the head of the next page if it is a block of the text itself and fits on one page.
    pub(in crate::layout) fn floating(&mut self, frame: Frame, build: impl FnOnce(&mut Self)) {
        let start = self.part.strips.len();
        let before = self.part.strips.last();
        let (is_led_in, is_headed) = before.map_or((false, false), |last| (last.keep == Keep::WithNext, last.stays));
        build(self);
        let is_in_text =
            !self.context.is_redline() && self.part.panel.is_none() && frame.x == Pt::ZERO && frame.width == self.context.measures.column;
        let most = self.context.measures.height * 0.9;
        let group = &mut self.part.strips[start..];
        let height: Pt = group.iter().map(|strip| strip.gap + strip.height).sum();
        // A page in landscape parts a heading from its table in any case.
        let is_turned = is_headed && group.first().is_some_and(|strip| strip.is_landscape);
        if is_in_text && (!is_led_in || is_turned) && height <= most {
            group.iter_mut().for_each(|strip| strip.float = Some(start as u32));
        } else if group.len() > 1 {
            group.iter_mut().for_each(|strip| strip.is_fixed = true);
        }
    }

    /// Keeps what `build` adds on one page if it is not higher than `share` of one.
    pub(in crate::layout) fn together(&mut self, share: f32, build: impl FnOnce(&mut Self)) {
        self.whole(0.0, share, build);
    }

    /// The same, and if it is not higher than `short` of a page, however much of a page stays empty.
    pub(in crate::layout) fn whole(&mut self, short: f32, share: f32, build: impl FnOnce(&mut Self)) {
        let start = self.part.strips.len();
        build(self);
        let edge = self.context.measures.body.leading * 2.9;
        let group = &mut self.part.strips[start..];
        let height: Pt = group.iter().map(|strip| strip.gap + strip.height).sum();
        let last = group.len().saturating_sub(1);
        let mut above = Pt::ZERO;
        for (at, strip) in group.iter_mut().enumerate().take(last) {
            above += strip.height + if at > 0 { strip.gap } else { Pt::ZERO };
            if above < edge || height - above < edge {
                strip.keep = strip.keep.max(Keep::Edge);
            }
        }
        if height <= self.context.measures.height * share {
            let keep = if height <= self.context.measures.height * short { Keep::Whole } else { Keep::Together };
            for strip in &mut group[..last] {
                strip.keep = strip.keep.max(keep);
            }
        }
    }

    /// A tinted panel around what `build` adds. `frame` is the panel's own; the inner one is given to `build`.
    pub(in crate::layout) fn panel(&mut self, frame: Frame, colour: Colour, bar: Option<Colour>, gap: Pt, build: impl FnOnce(&mut Self, Frame)) {
        let padding = self.context.measures.body.size * 1.1;
        let number = self.part.panels.len() as u32;
        self.part.panels.push(Panel {
            x: self.context.measures.at_start(frame.x, frame.width),
            width: frame.width,
            colour,
            bar,
            parent: self.part.panel,
        });
        let outer = self.part.panel.replace(number);
        let blank = |keep| Strip { height: padding * 0.8, keep, ..Strip::default() };
        self.push(gap, vec![blank(Keep::WithNext)]);
        let start = self.part.strips.len();
        build(self, frame.inset(padding + if bar.is_some() { Pt(3.0) } else { Pt::ZERO }, padding));
        if let Some(first) = self.part.strips.get_mut(start) {
            first.gap = Pt::ZERO;
        }
        if let Some(last) = self.part.strips.last_mut() {
            last.keep = Keep::WithNext;
        }
        self.push(Pt::ZERO, vec![blank(Keep::Free)]);
        self.part.panel = outer;
    }

    /// A rule, `x` from where lines start.
    pub(in crate::layout) fn rule(&self, x: Pt, y: Pt, width: Pt, thickness: Pt, colour: Colour) -> PlacedItem {
        PlacedItem { at: Point::new(self.context.measures.at_start(x, width), y), shape: Shape::Rectangle(Size { width, height: thickness }, colour) }
    }
}
