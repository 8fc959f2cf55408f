//! Strips: the unbreakable units of page breaking, below each other.
//!
//! A strip is never divided. A paragraph is a strip a line, a short table row or a chart is one strip. Everything in a
//! strip is placed from the text column's left edge and the strip's top.

use std::sync::Arc;

use crate::layout::paged::pages::{PlacedItem, Shape};
use crate::layout::paged::tags::{LeafId, TagId};
use crate::layout::paged::units::{Colour, Point, Pt, Rect, Size};
use crate::layout::text::destinations::{DestKey, Patch};
use crate::layout::text::shaper::ShapedLine;
use crate::span::Span;

/// Whether a page may end after a strip, from the best break to the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::layout) enum Keep {
    /// Between blocks.
    #[default]
    Free,
    /// Inside a block that fits on a page.
    Together,
    /// Inside a short block, such as a table of a few rows.
    Whole,
    /// Less than three lines from either end of a block.
    Edge,
    /// After a heading or a lead-in, or a line from either end of a paragraph.
    WithNext,
}

/// A strip.
#[derive(Debug, Default)]
pub(in crate::layout) struct Strip {
    /// Room above it; none at the top of a page.
    pub(in crate::layout) gap: Pt,
    /// Its height.
    pub(in crate::layout) height: Pt,
    /// Whether a page may end after it.
    pub(in crate::layout) keep: Keep,
    /// Content.
    pub(in crate::layout) items: Vec<(LeafId, PlacedItem)>,
    /// Rules and leader dots.
    pub(in crate::layout) artifacts: Vec<PlacedItem>,
    /// Tinted backgrounds.
    pub(in crate::layout) grounds: Vec<PlacedItem>,
    /// Areas of links and figures.
    pub(in crate::layout) areas: Vec<(TagId, Rect)>,
    /// Page numbers to be filled in.
    pub(in crate::layout) patches: Vec<Patch>,
    /// Tags that start here, with their destinations.
    pub(in crate::layout) anchors: Vec<(TagId, Option<DestKey>)>,
    /// Footnotes referenced here.
    pub(in crate::layout) notes: Vec<u32>,
    /// The innermost panel that it lies in.
    pub(in crate::layout) panel: Option<u32>,
    /// Table head to repeat above it at the top of a page.
    pub(in crate::layout) head: Option<Arc<Head>>,
    /// Whether it is the first of its page.
    pub(in crate::layout) opens_page: bool,
    /// Whether it has a change bar.
    pub(in crate::layout) bar: bool,
    /// The figure, table or box that it belongs to, if that may move to the head of the next page while text fills this one.
    pub(in crate::layout) float: Option<u32>,
    /// Whether its page is in landscape.
    pub(in crate::layout) is_landscape: bool,
    /// Whether text moves past it only to fill a large hole: a heading.
    pub(in crate::layout) stays: bool,
    /// Whether it is part of a figure, table or box that does not move: nothing comes between its strips, or moves past them.
    pub(in crate::layout) is_fixed: bool,
    /// The innermost block that it belongs to, in the source.
    pub(in crate::layout) source: Option<Span>,
}

impl Strip {
    /// A strip that is a line of text, `x` into the column.
    pub(in crate::layout) fn of_line(line: ShapedLine, x: Pt) -> Self {
        let mut strip = Self { height: line.height, ..Self::default() };
        strip.take(line, Point::new(x, Pt::ZERO));
        strip
    }

    /// Adds a line, its origin at `at` from where lines start; the strip's height stays.
    pub(in crate::layout) fn take(&mut self, line: ShapedLine, at: Point) {
        let at = Point::new(line.left(at.x), at.y);
        self.items.extend(line.items.into_iter().map(|(leaf, item)| (leaf, item.moved(at))));
        self.artifacts.extend(line.artifacts.into_iter().map(|item| item.moved(at)));
        self.bar |= line.is_changed;
        self.areas.extend(line.areas.into_iter().map(|(tag, rect)| (tag, rect.moved(at))));
        self.patches.extend(line.patches.into_iter().map(|patch| patch.moved(at)));
        self.notes.extend(line.notes);
    }

    /// Whether no page of `height` has room for it.
    pub(in crate::layout) fn is_too_high(&self, height: Pt) -> bool {
        self.height + self.head.as_ref().map_or(Pt::ZERO, |head| head.height) > height
    }

    /// The strip in pieces that fit a page of `height`, cut between lines of text; whole if it fits, or where it cannot be cut.
    pub(in crate::layout) fn in_pieces(mut self, height: Pt) -> Vec<Self> {
        let mut pieces = Vec::new();
        if self.is_too_high(height) {
            // Small pieces fill the rest of a page.
            while let Some(rest) = self.divide(height * 0.2) {
                pieces.push(std::mem::replace(&mut self, rest));
            }
        }
        pieces.push(self);
        pieces
    }

    /// Keeps the lines that end above `room`, and returns the others; none if there is no place to cut.
    fn divide(&mut self, room: Pt) -> Option<Self> {
        let mut lines = Vec::with_capacity(self.items.len());
        for (_, item) in &self.items {
            match &item.shape {
                Shape::Text(run) => lines.push((item.at.y - run.size * 0.8, item.at.y + run.size * 0.25)),
                Shape::Rectangle(..) => {}
                Shape::Path(_) | Shape::Bitmap(..) | Shape::Group(_) => return None,
            }
        }
        lines.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
        // Columns have lines at different heights: a cut is where none of them has one.
        let (mut cut, mut bottom) = (None, Pt::ZERO);
        for (top, end) in lines {
            if bottom > Pt::ZERO && bottom <= top {
                if bottom > room && cut.is_some() {
                    break;
                }
                cut = Some(bottom);
            }
            bottom = bottom.max(end);
        }
        let cut = cut?;
        let up = |item: PlacedItem| item.moved(Point::new(Pt::ZERO, -cut));
        let mut rest = Self {
            keep: self.keep,
            panel: self.panel,
            head: self.head.clone(),
            bar: self.bar,
            is_landscape: self.is_landscape,
            source: self.source,
            height: self.height - cut,
            ..Self::default()
        };
        (self.height, self.keep) = (cut, Keep::Free);
        for (leaf, item) in std::mem::take(&mut self.items) {
            let (above, below) = cut_item(item, cut);
            self.items.extend(above.map(|item| (leaf, item)));
            rest.items.extend(below.map(|item| (leaf, up(item))));
        }
        for (own, others) in [(&mut self.artifacts, &mut rest.artifacts), (&mut self.grounds, &mut rest.grounds)] {
            for item in std::mem::take(own) {
                let (above, below) = cut_item(item, cut);
                own.extend(above);
                others.extend(below.map(up));
            }
        }
        let is_below = |y: Pt| y >= cut;
        rest.areas =
            self.areas.extract_if(.., |(_, rect)| is_below(rect.at.y)).map(|(tag, rect)| (tag, rect.moved(Point::new(Pt::ZERO, -cut)))).collect();
        rest.patches = self.patches.extract_if(.., |patch| is_below(patch.at.y)).map(|patch| patch.moved(Point::new(Pt::ZERO, -cut))).collect();
        Some(rest)
    }

    /// Merges the content of another strip at an offset; height, gap and keep are unchanged.
    pub(in crate::layout) fn absorb(&mut self, other: Self, at: Point) {
        self.items.extend(other.items.into_iter().map(|(leaf, item)| (leaf, item.moved(at))));
        self.artifacts.extend(other.artifacts.into_iter().map(|item| item.moved(at)));
        self.grounds.extend(other.grounds.into_iter().map(|item| item.moved(at)));
        self.areas.extend(other.areas.into_iter().map(|(tag, rect)| (tag, rect.moved(at))));
        self.patches.extend(other.patches.into_iter().map(|patch| patch.moved(at)));
        self.anchors.extend(other.anchors);
        self.bar |= other.bar;
        self.notes.extend(other.notes);
    }
}

/// The parts of an item above and below a cut: a rectangle may have both.
fn cut_item(item: PlacedItem, cut: Pt) -> (Option<PlacedItem>, Option<PlacedItem>) {
    match item.shape {
        Shape::Rectangle(size, colour) if item.at.y < cut && item.at.y + size.height > cut => {
            let part =
                |y: Pt, height: Pt| Some(PlacedItem { at: Point::new(item.at.x, y), shape: Shape::Rectangle(Size { height, ..size }, colour) });
            (part(item.at.y, cut - item.at.y), part(cut, item.at.y + size.height - cut))
        }
        _ if item.at.y < cut => (Some(item), None),
        _ => (None, Some(item)),
    }
}

/// A table's head or a chart's legend, to be repeated.
#[derive(Debug)]
pub(in crate::layout) struct Head {
    /// Its height.
    pub(in crate::layout) height: Pt,
    /// Items, as artifacts.
    pub(in crate::layout) items: Vec<PlacedItem>,
}

impl Head {
    /// What these strips show, below each other.
    pub(in crate::layout) fn of(strips: &[Strip]) -> Self {
        let (mut items, mut height) = (Vec::new(), Pt::ZERO);
        for strip in strips {
            let at = Point::new(Pt::ZERO, height);
            items.extend(strip.items.iter().map(|(_, item)| item).chain(&strip.artifacts).map(|item| item.clone().moved(at)));
            height += strip.height;
        }
        Self { height, items }
    }
}

/// A tinted background of several strips.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct Panel {
    /// Its left edge.
    pub(in crate::layout) x: Pt,
    /// Its width.
    pub(in crate::layout) width: Pt,
    /// Its colour.
    pub(in crate::layout) colour: Colour,
    /// A bar along the edge where lines start.
    pub(in crate::layout) bar: Option<Colour>,
    /// The panel that it lies in.
    pub(in crate::layout) parent: Option<u32>,
}
