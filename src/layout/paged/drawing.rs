//! Vector drawings: paths, fills, strokes and clips.

use std::sync::Arc;

use super::units::{Colour, Size};

/// Items of a drawing.
#[derive(Debug, Clone)]
pub struct Group {
    /// Paths in painting order, in the drawing's own units.
    pub paths: Vec<Path>,
    /// How many points a unit of the drawing is, to the right and down.
    pub scale: (f32, f32),
    /// Size of the clipping rectangle.
    pub size: Size,
}

/// A path, filled, stroked or both.
#[derive(Debug, Clone)]
pub struct Path {
    /// Its pieces.
    pub segments: Vec<PathStep>,
    /// Clipping outline.
    pub fill: Option<Paint>,
    /// Whether the even-odd rule decides what is inside.
    pub even_odd: bool,
    /// The line.
    pub stroke: Option<Stroke>,
    /// Size of the clipping rectangle.
    pub clip: Option<Arc<Clip>>,
}

/// Fill of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Paint {
    /// One colour.
    Plain(Colour),
    /// A gradient: index into [`Paged::gradients`](crate::layout::Paged::gradients), and the transform from its units to the path's.
    Gradient(u32, Matrix),
}

impl From<Colour> for Paint {
    fn from(colour: Colour) -> Self {
        Self::Plain(colour)
    }
}

/// An affine transform (ISO 32000-1, 8.3.3).
pub type Matrix = [f32; 6];

/// A region that paths are cut off at.
#[derive(Debug, Clone, PartialEq)]
pub struct Clip {
    /// Its outline.
    pub segments: Vec<PathStep>,
    /// Whether the even-odd rule decides what is inside.
    pub even_odd: bool,
    /// A region that this one is cut off at.
    pub within: Option<Arc<Clip>>,
}

/// Colours along a line or between two circles; the first and the last go on beyond.
#[derive(Debug, Clone, PartialEq)]
pub struct Gradient {
    /// Matrix to the page: a, b, c, d, e, f (ISO 32000-1, 8.3.3).
    pub along: Along,
    /// Colours with their places from 0 to 1, ascending; two or more.
    pub stops: Vec<(f32, Colour)>,
}

/// Geometry of a gradient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Along {
    /// A line between two points.
    Line([f32; 4]),
    /// From one circle to another: centre and radius of each.
    Circles([f32; 6]),
}

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PathStep {
    /// Starts anew.
    Move(f32, f32),
    /// A straight line.
    Line(f32, f32),
    /// A cubic curve: two control points and the end.
    Cubic(f32, f32, f32, f32, f32, f32),
    /// Back to the start.
    Close,
}

impl PathStep {
    /// The piece seen in a mirror: left and right of a column of this width change places.
    pub(in crate::layout) fn mirrored(self, width: f32) -> Self {
        match self {
            Self::Move(x, y) => Self::Move(width - x, y),
            Self::Line(x, y) => Self::Line(width - x, y),
            Self::Cubic(a, b, c, d, x, y) => Self::Cubic(width - a, b, width - c, d, width - x, y),
            Self::Close => Self::Close,
        }
    }
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub colour: Colour,
    /// Its width.
    pub width: f32,
    /// Lengths of dashes and gaps.
    pub dashes: Vec<f32>,
    /// 0 butt, 1 round, 2 square.
    pub cap: u8,
    /// 0 miter, 1 round, 2 bevel.
    pub join: u8,
}
