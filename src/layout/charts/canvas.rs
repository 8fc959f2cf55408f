//! What charts are drawn on: shapes told apart without colour, mirrored where lines start at the right.

use crate::layout::paged::drawing::{Path, PathStep, Stroke};
use crate::layout::paged::pages::{PlacedItem, Shape};
use crate::layout::paged::tags::LeafId;
use crate::layout::paged::units::{Colour, Point, Pt, Size};
use crate::layout::parts::strips::Strip;
use crate::layout::style::measures::Measures;
use crate::layout::text::shaper::ShapedLine;

/// Distance of hatching lines.
const HATCHING: f32 = 3.6;

/// A drawing under construction: items of one leaf, from the strip's top left corner.
pub(in crate::layout) struct Canvas<'m> {
    leaf: LeafId,
    items: Vec<(LeafId, PlacedItem)>,
    measures: &'m Measures,
}

/// Directions of hatching lines.
#[derive(Clone, Copy)]
enum Hatching {
    Falling,
    Rising,
    Across,
    Down,
}

impl<'m> Canvas<'m> {
    pub(in crate::layout) fn new(leaf: LeafId, measures: &'m Measures) -> Self {
        Self { leaf, items: Vec::new(), measures }
    }

    /// What was drawn since the last time, as a strip.
    pub(in crate::layout) fn take(&mut self, height: Pt) -> Strip {
        Strip { height, items: std::mem::take(&mut self.items), ..Strip::default() }
    }

    fn push(&mut self, at: Point, shape: Shape) {
        self.items.push((self.leaf, PlacedItem { at, shape }));
    }

    pub(in crate::layout) fn rectangle(&mut self, x: Pt, y: Pt, width: Pt, height: Pt, colour: Colour) {
        let width = width.max(Pt::ZERO);
        self.push(Point::new(self.measures.at_start(x, width), y), Shape::Rectangle(Size { width, height }, colour));
    }

    pub(in crate::layout) fn path(&mut self, mut segments: Vec<PathStep>, fill: Option<Colour>, stroke: Option<Stroke>) {
        if self.measures.right_to_left {
            let column = self.measures.column.0;
            segments.iter_mut().for_each(|step| *step = step.mirrored(column));
        }
        let path = Path { segments, fill: fill.map(Into::into), even_odd: false, stroke, clip: None };
        self.push(Point::default(), Shape::Path(Box::new(path)));
    }

    /// A line of text with its top at `y`; returns its width.
    pub(in crate::layout) fn label(&mut self, line: ShapedLine, x: Pt, y: Pt) -> Pt {
        let at = Point::new(self.measures.at_start(x, line.width), y);
        self.items.extend(line.items.into_iter().map(|(_, item)| (self.leaf, item.moved(at))));
        line.width
    }

    /// The fill of a series: solid, or hatched, so that eight can be told apart in grey.
    pub(in crate::layout) fn fill(&mut self, number: usize, x: Pt, y: Pt, width: Pt, height: Pt) {
        let Measures { accent, mark, ink, paper, .. } = *self.measures;
        let (ground, hatching, line) = match number % 8 {
            0 => (accent, None, accent),
            1 => (mark, None, mark),
            2 => (paper, Some(Hatching::Falling), accent),
            3 => (paper, Some(Hatching::Across), ink),
            4 => (accent, Some(Hatching::Rising), paper),
            5 => (paper, None, ink),
            6 => (paper, Some(Hatching::Down), accent),
            _ => (mark, Some(Hatching::Falling), ink),
        };
        if width <= Pt::ZERO {
            return;
        }
        self.rectangle(x, y, width, height, ground);
        if let Some(hatching) = hatching {
            let lines = hatching.lines(x.0, y.0, width.0, height.0);
            if !lines.is_empty() {
                self.path(lines, None, Some(Stroke { colour: line, width: 1.0, dashes: Vec::new(), cap: 0, join: 0 }));
            }
        }
        if ground == paper && width > Pt(1.0) {
            let (left, top, right, bottom) = (x.0 + 0.4, y.0 + 0.4, (x + width).0 - 0.4, (y + height).0 - 0.4);
            let corners = [PathStep::Move(left, top), PathStep::Line(right, top), PathStep::Line(right, bottom), PathStep::Line(left, bottom)];
            let outline = corners.into_iter().chain([PathStep::Close]).collect();
            self.path(outline, None, Some(Stroke { colour: line, width: 0.8, dashes: Vec::new(), cap: 0, join: 0 }));
        }
    }

    /// A line at the value that a figure is compared with.
    pub(in crate::layout) fn dashed(&mut self, from: Point, to: Point, colour: Colour) {
        let stroke = Stroke { colour, width: 1.2, dashes: vec![3.0, 2.0], cap: 0, join: 0 };
        self.path(vec![PathStep::Move(from.x.0, from.y.0), PathStep::Line(to.x.0, to.y.0)], None, Some(stroke));
    }

    /// The range of a figure, with a short bar at each end.
    pub(in crate::layout) fn interval(&mut self, from: Point, to: Point, colour: Colour) {
        let (across, along) = if from.x == to.x { (2.5, 0.0) } else { (0.0, 2.5) };
        let end = |at: Point| [PathStep::Move(at.x.0 - across, at.y.0 - along), PathStep::Line(at.x.0 + across, at.y.0 + along)];
        let mut segments = vec![PathStep::Move(from.x.0, from.y.0), PathStep::Line(to.x.0, to.y.0)];
        segments.extend(end(from));
        segments.extend(end(to));
        self.path(segments, None, Some(Stroke { colour, width: 1.0, dashes: Vec::new(), cap: 0, join: 0 }));
    }

    /// The outline of a bar whose figure may still change.
    pub(in crate::layout) fn outline(&mut self, x: Pt, y: Pt, width: Pt, height: Pt, colour: Colour) {
        let (left, top, right, bottom) = (x.0 + 0.6, y.0 + 0.6, (x + width).0 - 0.6, (y + height).0 - 0.6);
        let corners = [PathStep::Move(left, top), PathStep::Line(right, top), PathStep::Line(right, bottom), PathStep::Line(left, bottom)];
        let stroke = Stroke { colour, width: 1.2, dashes: vec![3.0, 2.0], cap: 0, join: 0 };
        self.path(corners.into_iter().chain([PathStep::Close]).collect(), None, Some(stroke));
    }

    /// The mark of a series: shapes differ, and those of the fifth to the eighth are hollow.
    pub(in crate::layout) fn mark(&mut self, number: usize, x: Pt, y: Pt, radius: f32, colour: Colour) {
        self.any_mark(number, number >= 4, Point::new(x, y), radius, colour);
    }

    /// The mark of a figure that may still change.
    pub(in crate::layout) fn hollow_mark(&mut self, number: usize, x: Pt, y: Pt, radius: f32, colour: Colour) {
        self.any_mark(number, true, Point::new(x, y), radius, colour);
    }

    fn any_mark(&mut self, number: usize, is_hollow: bool, at: Point, radius: f32, colour: Colour) {
        let paper = self.measures.paper;
        let Point { x, y } = at;
        let (x, y, r) = (x.0, y.0, radius);
        let corners: &[(f32, f32)] = match number % 4 {
            0 => return if is_hollow { self.ring(x, y, r, colour, paper) } else { self.dot(x, y, r, colour) },
            1 => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            2 => &[(0.0, -1.2), (1.1, 0.9), (-1.1, 0.9)],
            _ => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        };
        let place = |(right, down): &(f32, f32)| (x + right * r, y + down * r);
        let mut segments: Vec<PathStep> = corners.iter().map(place).map(|(x, y)| PathStep::Line(x, y)).collect();
        if let Some((x, y)) = corners.first().map(place) {
            segments.insert(0, PathStep::Move(x, y));
        }
        segments.push(PathStep::Close);
        let outline = Stroke { colour, width: 1.2, dashes: Vec::new(), cap: 0, join: 1 };
        if is_hollow { self.path(segments, Some(paper), Some(outline)) } else { self.path(segments, Some(colour), None) }
    }

    fn ring(&mut self, x: f32, y: f32, radius: f32, colour: Colour, paper: Colour) {
        self.dot(x, y, radius, colour);
        self.dot(x, y, radius - 1.2, paper);
    }

    fn dot(&mut self, x: f32, y: f32, radius: f32, colour: Colour) {
        // Four cubic curves; 0.5523 is the usual length of their handles.
        let (r, k) = (radius, radius * 0.5523);
        let segments = vec![
            PathStep::Move(x + r, y),
            PathStep::Cubic(x + r, y + k, x + k, y + r, x, y + r),
            PathStep::Cubic(x - k, y + r, x - r, y + k, x - r, y),
            PathStep::Cubic(x - r, y - k, x - k, y - r, x, y - r),
            PathStep::Cubic(x + k, y - r, x + r, y - k, x + r, y),
            PathStep::Close,
        ];
        self.path(segments, Some(colour), None);
    }
}

impl Hatching {
    /// Lines that fill a rectangle.
    fn lines(self, x: f32, y: f32, width: f32, height: f32) -> Vec<PathStep> {
        let (along, is_diagonal) = match self {
            Self::Falling | Self::Rising => (width + height, true),
            Self::Across => (height, false),
            Self::Down => (width, false),
        };
        let spacing = if is_diagonal { HATCHING * std::f32::consts::SQRT_2 } else { HATCHING };
        let count = (along / spacing) as usize;
        let line = |nth: usize| {
            let c = nth as f32 * spacing;
            let (from, to) = match self {
                Self::Across => ((0.0, c), (width, c)),
                Self::Down => ((c, 0.0), (c, height)),
                // From the left or bottom edge to the top or right edge.
                Self::Rising => ((f32::max(0.0, c - height), c.min(height)), (c.min(width), f32::max(0.0, c - width))),
                Self::Falling => ((f32::max(0.0, c - height), height - c.min(height)), (c.min(width), height - f32::max(0.0, c - width))),
            };
            [PathStep::Move(x + from.0, y + from.1), PathStep::Line(x + to.0, y + to.1)]
        };
        (1..=count).flat_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Hatching, PathStep};

    #[test]
    fn hatching_stays_inside_its_rectangle() {
        for hatching in [Hatching::Falling, Hatching::Rising, Hatching::Across, Hatching::Down] {
            for (width, height) in [(40.0, 9.0), (3.0, 30.0), (0.5, 0.5)] {
                for step in hatching.lines(10.0, 20.0, width, height) {
                    let (PathStep::Move(x, y) | PathStep::Line(x, y)) = step else { panic!("only lines") };
                    assert!((10.0..=10.0 + width).contains(&x) && (20.0..=20.0 + height).contains(&y), "{x}, {y}");
                }
            }
        }
    }
}
