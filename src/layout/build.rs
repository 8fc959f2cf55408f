//! From blocks to strips: what every kind of block is built with.

use super::destinations::DestKey;
use super::inline::Composer;
use super::paged::{Item, Shape};
use super::part::{Builder, Frame};
use super::strips::{Keep, Panel, Strip};
use super::style::TextLook;
use super::tags::{Role, TagId};
use super::text::{Line, Shaped};
use super::units::{Colour, Point, Pt, Size};
use crate::model::{Inline, Mark, Target};

impl<'d> Builder<'d> {
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

    pub(super) fn shape_words(&mut self, owner: TagId, look: TextLook, words: &str) -> Shaped {
        let text = Composer::new(self).compose_words(owner, look, words);
        self.shaper.shape(text)
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
