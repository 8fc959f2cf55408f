//! Distributes the strips of a part over pages, with footnotes at their feet.
//!
//! `breaks` chooses where pages end. Only a part with a footnote so long that it is divided itself is filled page by page, each as
//! far as it goes.

use std::collections::VecDeque;

use super::breaks::{LARGEST_HOLE, PageRoom, plan_pages};
use crate::layout::paged::pages::{Area, Artifact, ArtifactKind, Flaw, FlawKind, PlacedItem, PrintPage, Shape};
use crate::layout::paged::tags::TagId;
use crate::layout::paged::units::{Point, Pt, Rect, Size};
use crate::layout::parts::strips::{Keep, Panel, Strip};
use crate::layout::style::measures::Measures;
use crate::layout::text::destinations::{DestKey, Patch};
use crate::span::Span;

/// A page whose content is placed from the column's top left corner.
#[derive(Debug, Default)]
pub(in crate::layout) struct Sheet {
    /// Content and artifacts.
    pub(in crate::layout) page: PrintPage,
    /// Destinations, by key.
    pub(in crate::layout) anchors: Vec<(TagId, Option<DestKey>, Pt)>,
    /// Page numbers to be filled in.
    pub(in crate::layout) patches: Vec<Patch>,
    /// Whether the page is in landscape.
    pub(in crate::layout) is_landscape: bool,
}

/// A panel's extent on the page.
struct Extent {
    panel: u32,
    top: Pt,
    bottom: Pt,
    /// Its first block on the page.
    source: Option<Span>,
}

/// The strips of each panel.
struct PanelStrips(Vec<StripCount>);

/// How many strips a panel has.
#[derive(Clone, Copy, Default)]
struct StripCount {
    to_come: u32,
    all: u32,
    height: Pt,
}

impl PanelStrips {
    fn of(strips: &VecDeque<Strip>, panels: &[Panel]) -> Self {
        let mut counts = vec![StripCount::default(); panels.len()];
        for strip in strips {
            for panel in around(strip.panel, panels) {
                let StripCount { to_come, all, height } = &mut counts[panel as usize];
                *height += strip.height + if *all > 0 { strip.gap } else { Pt::ZERO };
                (*to_come, *all) = (*to_come + 1, *all + 1);
            }
        }
        Self(counts)
    }
}

/// A panel and those that it lies in, from the inside out.
fn around(panel: Option<u32>, panels: &[Panel]) -> impl Iterator<Item = u32> + '_ {
    std::iter::successors(panel, |number| panels.get(*number as usize)?.parent).filter(|number| (*number as usize) < panels.len())
}

/// A footnote higher than this share of a page may be divided.
const LONG_NOTE: f32 = 0.3;

/// The share of a page that notes take up at most while there is text.
const MOST_NOTES: f32 = 0.6;

/// The height of the notes that each strip refers to first; `None` if one of them has to be divided.
fn note_heights(strips: &[Strip], notes: &[Vec<Strip>], height: Pt) -> Option<Vec<Pt>> {
    let mut seen = vec![false; notes.len()];
    let mut heights = Vec::with_capacity(strips.len());
    for strip in strips {
        let first = strip.notes.iter().filter(|note| seen.get_mut(**note as usize).is_some_and(|seen| !std::mem::replace(seen, true)));
        let heights_of = first.map(|note| notes[*note as usize].iter().map(|part| part.gap + part.height).sum::<Pt>());
        let sum: Pt = heights_of.sum();
        if sum > height * LONG_NOTE || strip.height + sum > height * 0.9 && sum > Pt::ZERO {
            return None;
        }
        heights.push(sum);
    }
    Some(heights)
}

/// Breaks strips into pages of the measures' height.
pub(in crate::layout) fn paginate(strips: Vec<Strip>, mut notes: Vec<Vec<Strip>>, panels: &[Panel], measures: &Measures) -> Vec<Sheet> {
    let height = measures.height;
    // The rule above the notes and the room around it.
    let apart = measures.notes.leading;
    let mut sheets = Vec::new();
    let mut carried: VecDeque<Strip> = VecDeque::new();
    let mut strips: Vec<Strip> = match strips.iter().any(|strip| strip.is_too_high(height)) {
        true => strips.into_iter().flat_map(|strip| strip.in_pieces(height)).collect(),
        false => strips,
    };
    let room = PageRoom { height, landscape: measures.landscape_height(), rule: apart, line: measures.body.leading, after_float: measures.gap * 1.5 };
    let mut planned = note_heights(&strips, &notes, height).map(|notes| plan_pages(&mut strips, notes, room).into_iter());
    let mut waiting: VecDeque<Strip> = strips.into();
    let mut panel_strips = PanelStrips::of(&waiting, panels);
    while !waiting.is_empty() || !carried.is_empty() {
        let mut foot: Vec<Strip> = Vec::new();
        let mut foot_height = Pt::ZERO;
        let has_text = !waiting.is_empty();
        while let Some(next) = carried.front() {
            let limit = if has_text { height * MOST_NOTES } else { height };
            let extra = next.gap + next.height + if foot.is_empty() { apart } else { Pt::ZERO };
            if !foot.is_empty() && foot_height + extra > limit {
                break;
            }
            foot_height += extra;
            foot.extend(carried.pop_front());
        }
        let height = if waiting.front().is_some_and(|strip| strip.is_landscape) { measures.landscape_height() } else { height };
        // While a note goes on, those of the text above it wait.
        let (count, gaps) = match planned.as_mut().and_then(Iterator::next) {
            Some(page) => (page.count, page.gaps),
            None if carried.is_empty() => (fill(&waiting, &notes, height - foot_height, foot.is_empty(), apart), 1.0),
            None => (fill(&waiting, &[], height - foot_height, false, apart), 1.0),
        };
        let mut placed: Vec<(Pt, Strip)> = Vec::with_capacity(count);
        let mut y = Pt::ZERO;
        let mut head = None;
        for at in 0..count {
            let Some(strip) = waiting.pop_front() else { break };
            if at == 0 {
                head = strip.head.clone();
                y += head.as_ref().map_or(Pt::ZERO, |head| head.height);
            } else {
                y += strip.gap * gaps;
            }
            let next = y + strip.height;
            for note in &strip.notes {
                let Some(note) = notes.get_mut(*note as usize) else { continue };
                for part in std::mem::take(note) {
                    let extra = part.gap + part.height + if foot.is_empty() { apart } else { Pt::ZERO };
                    if carried.is_empty() && next + foot_height + extra <= height + Pt(0.05) {
                        foot_height += extra;
                        foot.push(part);
                    } else {
                        carried.push_back(part);
                    }
                }
            }
            placed.push((y, strip));
            y = next;
        }
        let is_landscape = placed.first().is_some_and(|(_, strip)| strip.is_landscape);
        let mut sheet = Sheet { is_landscape, ..Sheet::default() };
        let goes_on = waiting.front().is_some_and(|next| !next.opens_page && next.is_landscape == is_landscape);
        let blank = height - foot_height - y;
        if goes_on && !placed.is_empty() && blank > height * LARGEST_HOLE {
            let rect = Rect::new(Pt::ZERO, y, measures.column, blank);
            let source = waiting.front().and_then(|next| next.source);
            sheet.page.flaws.push(Flaw { kind: FlawKind::Hole(blank / height), rect, source });
        }
        if let Some((top, last)) = placed.last().filter(|(_, last)| goes_on && last.keep == Keep::WithNext) {
            let rect = Rect::new(Pt::ZERO, *top, measures.column, last.height);
            sheet.page.flaws.push(Flaw { kind: FlawKind::StrandedLine, rect, source: last.source });
        }
        if let Some(head) = head {
            sheet.page.artifacts.push(Artifact { kind: ArtifactKind::Layout, items: head.items.clone() });
        }
        grounds(&placed, panels, &mut panel_strips, measures, &mut sheet);
        change_bars(placed.iter().map(|(y, strip)| (*y, strip)), measures, &mut sheet);
        for (y, strip) in placed {
            sheet.place(strip, y);
        }
        if !foot.is_empty() {
            // Without text, notes begin at the head of the page.
            let mut y = if has_text { height - foot_height + apart } else { apart };
            let rule = Shape::Rectangle(Size { width: measures.column * 0.3, height: Pt(0.8) }, measures.edge);
            let rule = PlacedItem { at: Point::new(Pt::ZERO, y - apart * 0.4), shape: rule };
            sheet.page.artifacts.push(Artifact { kind: ArtifactKind::Layout, items: vec![rule] });
            let mut placed = Vec::with_capacity(foot.len());
            for strip in foot {
                y += strip.gap;
                let height = strip.height;
                placed.push((y, strip));
                y += height;
            }
            change_bars(placed.iter().map(|(y, strip)| (*y, strip)), measures, &mut sheet);
            for (y, strip) in placed {
                sheet.place(strip, y);
            }
        }
        sheets.push(sheet);
    }
    sheets
}

/// How many strips the next page takes.
fn fill(waiting: &VecDeque<Strip>, notes: &[Vec<Strip>], room: Pt, mut foot_is_empty: bool, apart: Pt) -> usize {
    let foot_was_empty = foot_is_empty;
    let mut y = Pt::ZERO;
    let mut feet = Pt::ZERO;
    let mut bottoms = Vec::new();
    for (at, strip) in waiting.iter().enumerate() {
        if at > 0 && (strip.opens_page || strip.is_landscape != waiting[0].is_landscape) {
            return at;
        }
        let above = if at == 0 { strip.head.as_ref().map_or(Pt::ZERO, |head| head.height) } else { strip.gap };
        let note_height: Pt = strip.notes.iter().filter_map(|note| notes.get(*note as usize)).flatten().map(|part| part.gap + part.height).sum();
        let note_height = if note_height > Pt::ZERO && foot_is_empty { note_height + apart } else { note_height };
        let bottom = y + above + strip.height;
        if bottom + feet + note_height > room + Pt(0.01) {
            // A long note is divided: it begins below its reference, and continues on the next page.
            if note_height > room * 0.3 && bottom + feet + apart * 3.0 <= room {
                return at + 1;
            }
            // Something that has no room beside notes goes to the next page.
            return if at == 0 { usize::from(foot_was_empty) } else { last_break(waiting, &bottoms, room - feet) };
        }
        foot_is_empty &= note_height == Pt::ZERO;
        feet += note_height;
        y = bottom;
        bottoms.push(bottom);
    }
    waiting.len()
}

/// The share of a page that may stay empty so that a block is not divided.
const MOST_BLANK: f32 = 0.2;

/// Where to end a page with room for strips down to these bottoms: after the last strip with the best
/// break, unless that would leave much of the page empty.
fn last_break(waiting: &VecDeque<Strip>, bottoms: &[Pt], room: Pt) -> usize {
    let fit = bottoms.len();
    let last_with = |keep: Keep| (1..=fit).rev().find(|at| waiting.get(at - 1).is_some_and(|strip| strip.keep <= keep));
    let whole = last_with(Keep::Free);
    match whole {
        Some(at) if bottoms[at - 1] >= room * (1.0 - MOST_BLANK) => at,
        _ => last_with(Keep::Together).or(whole).or_else(|| last_with(Keep::Whole)).unwrap_or(fit),
    }
}

/// Paints panels under the strips that lie in them; one that is divided ends some way from its text.
fn grounds(placed: &[(Pt, Strip)], panels: &[Panel], left: &mut PanelStrips, measures: &Measures, sheet: &mut Sheet) {
    let padding = measures.body.size * 0.6;
    let mut extents: Vec<Extent> = Vec::new();
    for (y, strip) in placed {
        for number in around(strip.panel, panels) {
            let bottom = *y + strip.height;
            let StripCount { to_come, all, .. } = &mut left.0[number as usize];
            let top = if to_come == all { *y } else { *y - padding };
            *to_come = to_come.saturating_sub(1);
            let bottom = if *to_come == 0 { bottom } else { bottom + padding };
            match extents.iter_mut().rev().find(|extent| extent.panel == number) {
                Some(extent) => extent.bottom = bottom,
                None => extents.push(Extent { panel: number, top, bottom, source: strip.source }),
            }
        }
    }
    // Outer panels have lower numbers and are painted first.
    extents.sort_by_key(|extent| extent.panel);
    let mut items = Vec::new();
    for extent in extents {
        let Some(panel) = panels.get(extent.panel as usize) else { continue };
        let (at, height) = (Point::new(panel.x, extent.top), extent.bottom - extent.top);
        let StripCount { to_come, height: whole, .. } = left.0[extent.panel as usize];
        if to_come > 0 && whole <= measures.height {
            let rect = Rect::new(panel.x, extent.top, panel.width, height);
            sheet.page.flaws.push(Flaw { kind: FlawKind::DividedBox, rect, source: extent.source });
        }
        items.push(PlacedItem { at, shape: Shape::Rectangle(Size { width: panel.width, height }, panel.colour) });
        if let Some(bar) = panel.bar {
            let at = if measures.right_to_left { at.moved(Point::new(panel.width - Pt(3.0), Pt::ZERO)) } else { at };
            items.push(PlacedItem { at, shape: Shape::Rectangle(Size { width: Pt(3.0), height }, bar) });
        }
    }
    if !items.is_empty() {
        sheet.page.artifacts.push(Artifact { kind: ArtifactKind::Background, items });
    }
}

/// Draws bars in the margin, one beside neighbouring strips.
fn change_bars<'s>(placed: impl Iterator<Item = (Pt, &'s Strip)>, measures: &Measures, sheet: &mut Sheet) {
    let mut bars: Vec<(Pt, Pt)> = Vec::new();
    let mut is_open = false;
    for (y, strip) in placed {
        let bottom = y + strip.height;
        match bars.last_mut().filter(|_| is_open && strip.bar) {
            Some(bar) => bar.1 = bottom,
            None if strip.bar => bars.push((y, bottom)),
            None => {}
        }
        is_open = strip.bar;
    }
    if bars.is_empty() {
        return;
    }
    let bar = |(top, bottom): (Pt, Pt)| {
        let shape = Shape::Rectangle(Size { width: Pt(2.0), height: bottom - top }, measures.ink);
        PlacedItem { at: Point::new(-measures.body.size, top), shape }
    };
    sheet.page.artifacts.push(Artifact { kind: ArtifactKind::Layout, items: bars.into_iter().map(bar).collect() });
}

impl Sheet {
    fn place(&mut self, strip: Strip, y: Pt) {
        let at = Point::new(Pt::ZERO, y);
        let moved = |items: Vec<PlacedItem>| items.into_iter().map(|item| item.moved(at)).collect::<Vec<_>>();
        if !strip.grounds.is_empty() {
            self.page.artifacts.push(Artifact { kind: ArtifactKind::Background, items: moved(strip.grounds) });
        }
        if !strip.artifacts.is_empty() {
            self.page.artifacts.push(Artifact { kind: ArtifactKind::Layout, items: moved(strip.artifacts) });
        }
        self.page.content.extend(strip.items.into_iter().map(|(leaf, item)| (leaf, item.moved(at))));
        self.page.areas.extend(strip.areas.into_iter().map(|(tag, rect): (TagId, Rect)| Area { tag, rect: rect.moved(at) }));
        self.patches.extend(strip.patches.into_iter().map(|patch| patch.moved(at)));
        self.anchors.extend(strip.anchors.into_iter().map(|(tag, key)| (tag, key, y)));
    }
}
