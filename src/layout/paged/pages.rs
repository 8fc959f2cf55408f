//! The laid-out document: pages of positioned items, and the tag tree.
//!
//! `pdf` sees nothing else of the document. Content is either an artifact of its page or belongs to a leaf of the
//! tag tree; leaves are numbered in reading order.

use std::sync::Arc;

use jiff::civil::Date;

use super::drawing::{Gradient, Group, Path};
use super::tags::{LeafId, TagId, TagTree};
use super::units::{Colour, Point, Pt, Rect, Size};
use crate::span::Span;
use crate::text::roman::roman;

/// A laid-out document.
#[derive(Debug)]
pub struct Paged {
    /// The pages, the cover first.
    pub pages: Vec<PrintPage>,
    /// Tag tree, in reading order.
    pub tags: TagTree,
    /// Bookmarks: the headings, in reading order.
    pub outline: Vec<OutlineEntry>,
    /// Places that links lead to.
    pub destinations: Vec<Destination>,
    /// Page numbering by ranges, from the first page.
    pub labels: Vec<PageLabels>,
    /// Faces that text runs name.
    pub faces: Vec<Arc<Face>>,
    /// Pictures that items name.
    pub bitmaps: Vec<Arc<Bitmap>>,
    /// Gradients that paths are filled with.
    pub gradients: Vec<Gradient>,
    /// Document metadata.
    pub about: About,
}

/// Document metadata.
#[derive(Debug, Clone)]
pub struct About {
    /// The document's title, with status and version where it is not final.
    pub title: String,
    /// The public body.
    pub author: String,
    /// One-line description.
    pub subject: String,
    /// BCP 47 tag.
    pub language: String,
    /// Whether the language is written from right to left.
    pub right_to_left: bool,
    /// The version's date: the file's dates, so that it is the same on any day.
    pub date: Date,
}

/// A page.
#[derive(Debug, Default)]
pub struct PrintPage {
    /// Size of the sheet.
    pub size: Size,
    /// Where the sheet is cut, if it is larger than the page.
    pub trim: Option<Trim>,
    /// Artifacts, painted before the content, in painting order.
    pub artifacts: Vec<Artifact>,
    /// Content, by leaf.
    pub content: Vec<(LeafId, PlacedItem)>,
    /// Areas of links and figures, by the order of their tags.
    pub areas: Vec<Area>,
    /// What a typesetter would look at again.
    pub flaws: Vec<Flaw>,
}

/// Something on a page that a typesetter would look at again.
#[derive(Debug, Clone, Copy)]
pub struct Flaw {
    /// What it is.
    pub kind: FlawKind,
    /// Where it is.
    pub rect: Rect,
    /// The block to move or shorten, in the source: what follows a hole, the box that is divided, the line that is stranded.
    pub source: Option<Span>,
}

/// Kinds of flaws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum FlawKind {
    /// More than a quarter of the page is empty, although the text goes on; the share that is empty.
    Hole(f32),
    /// A box that would fit on one page goes on on the next.
    DividedBox,
    /// The last line of the page belongs with the next page: a heading, a lead-in, or one line of a paragraph that is divided.
    StrandedLine,
}

/// Where a printing firm cuts a sheet.
#[derive(Debug, Clone, Copy)]
pub struct Trim {
    /// The page as readers get it.
    pub rect: Rect,
    /// How far colour goes beyond the cut.
    pub bleed: Pt,
}

/// Items on a page that are not content (ISO 32000-1, 14.8.2.2).
#[derive(Debug)]
pub struct Artifact {
    /// Its kind.
    pub kind: ArtifactKind,
    /// Items in painting order.
    pub items: Vec<PlacedItem>,
}

/// Kinds of artifacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArtifactKind {
    /// Running head.
    Header,
    /// Folio.
    Footer,
    /// A word across the page.
    Watermark,
    /// Rules, leader dots, repeated table heads.
    Layout,
    /// Tinted grounds.
    Background,
    /// Crop marks.
    Page,
}

/// Something painted: its origin and its shape.
#[derive(Debug, Clone)]
pub struct PlacedItem {
    /// Origin: the start of the baseline for text, otherwise the top left corner.
    pub at: Point,
    /// Shape.
    pub shape: Shape,
}

impl PlacedItem {
    /// The item moved.
    #[must_use]
    pub fn moved(mut self, by: Point) -> Self {
        self.at = self.at.moved(by);
        self
    }
}

/// Shape of a placed item.
#[derive(Debug, Clone)]
pub enum Shape {
    /// Glyphs.
    Text(Box<GlyphRun>),
    /// A filled rectangle.
    Rectangle(Size, Colour),
    /// A path.
    Path(Box<Path>),
    /// A bitmap, turned upright and stretched to the size: index into [`Paged::bitmaps`].
    Bitmap(u32, Size, Orientation),
    /// Items painted inside a rectangle only, with their own origin and scale.
    Group(Box<Group>),
}

/// Glyphs of one face on one line, in visual order.
#[derive(Debug, Clone)]
pub struct GlyphRun {
    /// Index into [`Paged::faces`].
    pub face: u16,
    /// The size.
    pub size: Pt,
    /// The colour.
    pub colour: Colour,
    /// Whether it reads from right to left: `text` is in reading order all the same.
    pub right_to_left: bool,
    /// Degrees by which the run is turned counter-clockwise about its origin.
    pub turned: f32,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
    /// The characters of the glyphs; each glyph names how many bytes of it are its own.
    pub text: Box<str>,
    /// Replacement text (`ActualText`).
    pub spoken: Option<Box<str>>,
}

impl GlyphRun {
    /// Advance width of all glyphs.
    #[must_use]
    pub fn width(&self) -> Pt {
        Pt(self.glyphs.iter().map(|glyph| glyph.advance).sum())
    }
}

/// A glyph.
#[derive(Debug, Clone, Copy)]
pub struct Glyph {
    /// Its number in the face.
    pub id: u16,
    /// How many bytes of the run's text its cluster covers; 0 for further glyphs of a cluster.
    pub bytes: u16,
    /// Advance width in points.
    pub advance: f32,
    /// Offset to the right, in points.
    pub dx: f32,
    /// Offset upwards, in points.
    pub dy: f32,
}

/// A rectangle that a link or figure takes up on a page.
#[derive(Debug, Clone, Copy)]
pub struct Area {
    /// The link or figure.
    pub tag: TagId,
    /// Rectangle.
    pub rect: Rect,
}

/// A place that links lead to.
#[derive(Debug, Clone, Copy)]
pub struct Destination {
    /// Its page.
    pub page: u32,
    /// Position on the page.
    pub at: Point,
    /// Its contents.
    pub tag: TagId,
}

/// A bookmark.
#[derive(Debug, Clone)]
pub struct OutlineEntry {
    /// From 1.
    pub level: u8,
    /// Title.
    pub title: String,
    /// Index into [`Paged::destinations`].
    pub destination: u32,
}

/// Numbering of a range of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLabels {
    /// The first page, from 0.
    pub from: u32,
    /// Number format.
    pub style: PageNumbers,
}

/// Format of page numbers; each range counts from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageNumbers {
    /// i, ii, iii.
    Roman,
    /// 1, 2, 3.
    Arabic,
}

impl PageNumbers {
    /// The printed number.
    #[must_use]
    pub fn write(self, number: u32) -> String {
        match self {
            Self::Arabic => number.to_string(),
            Self::Roman => roman(number),
        }
    }
}

/// A font file's face.
pub struct Face {
    /// Its PostScript name.
    pub name: String,
    /// The file.
    pub data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Units of the em square.
    pub units_per_em: f32,
    /// Height of capitals, in thousandths of the em.
    pub cap_height: f32,
    /// From 1 to 1000.
    pub weight: f32,
}

impl std::fmt::Debug for Face {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Face").field(&self.name).finish()
    }
}

/// A bitmap.
#[derive(Debug)]
pub struct Bitmap {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// The pixels.
    pub data: BitmapData,
}

/// The orientation of the stored rows and columns of a picture, as cameras record it (Exif 2.3, tag 0x0112): 1 is upright.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Orientation(pub u8);

impl Orientation {
    /// Rows from top to bottom, columns from left to right.
    pub const UPRIGHT: Self = Self(1);

    /// Whether stored rows are columns of the upright picture.
    #[must_use]
    pub fn swaps_sides(self) -> bool {
        self.0 >= 5
    }

    /// The matrix (a, b, c, d, e, f) that turns the stored unit square, its origin at the bottom left, upright.
    #[must_use]
    pub fn matrix(self) -> [f32; 6] {
        match self.0 {
            2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
            3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
            4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
            5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
            6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
            7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
            8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
            _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        }
    }
}

/// The pixels of a picture.
#[derive(Debug)]
pub enum BitmapData {
    /// A JPEG file, unchanged, with one channel or three.
    Jpeg(Vec<u8>, u8),
    /// Eight bits a channel, one channel or three, with opacity.
    Raw {
        /// The channels.
        samples: Vec<u8>,
        /// One or three.
        channels: u8,
        /// Opacity of each pixel, 0 to 255.
        alpha: Option<Vec<u8>>,
    },
}

#[cfg(test)]
mod tests {
    use super::PageNumbers;

    #[test]
    fn roman_numbers() {
        let written: Vec<String> = [1, 4, 9, 14, 1999].iter().map(|n| PageNumbers::Roman.write(*n)).collect();
        assert_eq!(written, ["i", "iv", "ix", "xiv", "mcmxcix"]);
    }
}
