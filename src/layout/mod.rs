//! From the document to pages: positioned items and a tag tree.
//!
//! ```text
//! Document, Theme → measures, fonts, pictures
//!                 → a part for the cover, the versions, the contents, each chapter …   build, blocks, table, chart, front, back
//!                 → strips below each other, every paragraph shaped once                inline, text
//!                 → pages                                                               breaks, flow
//!                 → Paged: page numbers filled in, links resolved                       assemble
//! ```
//!
//! Chapters start on new pages, so that each is built and broken independently, on any thread; the result does not depend
//! on how many there are. Page numbers are set last, into space reserved for them: nothing is laid out twice.
//! Lengths are points, the origin of a page is its top left corner.

mod actions;
mod assemble;
mod back;
mod bitmaps;
mod blocks;
mod break_points;
mod breaks;
mod build;
mod canvas;
mod cells;
mod changes;
mod chapter;
mod characters;
mod chart;
mod chart_lines;
mod cover;
mod cover_picture;
mod data;
mod decimals;
mod destinations;
mod drawing;
mod exif;
mod faults;
mod flow;
mod fonts;
mod front;
mod gallery;
mod grid;
mod inline;
mod invisible;
mod measures;
mod missing;
mod page_starts;
mod paged;
mod part;
mod picture;
mod press;
mod print_size;
mod redline;
mod rich_text;
mod strips;
mod style;
mod svg;
mod svg_words;
mod table;
mod table_lists;
mod table_widths;
mod tags;
mod text;
mod typeset;
mod units;

pub use cover_picture::{COVER_PICTURE, cover_picture};
pub use drawing::{Along, Clip, Gradient, Group, Matrix, Paint, Path, PathStep, Stroke};
pub use faults::{faults, picture_faults};
pub use fonts::Fonts;
pub use page_starts::{PageStart, page_starts};
pub use paged::{
    About, Area, Artifact, ArtifactKind, Bitmap, BitmapData, Destination, Face, Flaw, FlawKind, Glyph, GlyphRun, Orientation, OutlineEntry,
    PageLabels, PageNumbers, Paged, PlacedItem, PrintPage, Shape, Trim,
};
pub use picture::ReadPicture;
pub use print_size::{ChangeBars, PrintSize, print_sizes};
pub use tags::{Details, HeaderScope, Kid, LeafId, LinkTarget, ListNumbering, Tag, TagId, TagLink, TagRole, TagTree};
pub use typeset::{lay_out, lay_out_paper, lay_out_redline};
pub use units::{Colour, Point, Pt, Rect, Size};
