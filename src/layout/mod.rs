//! From the document to pages: positioned items and a tag tree.
//!
//! ```text
//! Document, Theme → measures, fonts, pictures                                          style, text, pictures
//!                 → a part for the cover, the versions, the contents, each chapter …   tables, charts, blocks, matter
//!                 → strips below each other, every paragraph shaped once               text, parts
//!                 → pages                                                              pages::breaks, pages::flow
//!                 → Paged: page numbers filled in, links resolved                      pages::assemble, paged
//! ```
//!
//! Chapters start on new pages, so that each is built and broken independently, on any thread; the result does not depend
//! on how many there are. Page numbers are set last, into space reserved for them: nothing is laid out twice.
//! Lengths are points, the origin of a page is its top left corner.
//!
//! Each folder uses only those before it: `paged`, `style`, `text`, `pictures`, `parts`, `tables`, `charts`, `blocks`, `matter`,
//! `pages`. `typeset` puts them together, `faults` asks only for what may be wrong.

mod blocks;
mod charts;
mod faults;
mod matter;
mod paged;
mod pages;
mod parts;
mod pictures;
mod style;
mod tables;
mod text;
mod typeset;

pub use faults::{faults, picture_faults};
pub use paged::cover_picture::{COVER_PICTURE, cover_picture};
pub use paged::drawing::{Along, Clip, Gradient, Group, Matrix, Paint, Path, PathStep, Stroke};
pub use paged::page_starts::{PageStart, page_starts};
pub use paged::pages::{
    About, Area, Artifact, ArtifactKind, Bitmap, BitmapData, Destination, Face, Flaw, FlawKind, Glyph, GlyphRun, Orientation, OutlineEntry,
    PageLabels, PageNumbers, Paged, PlacedItem, PrintPage, Shape, Trim,
};
pub use paged::print_size::{ChangeBars, PrintSize, print_sizes};
pub use paged::tags::{Details, HeaderScope, Kid, LeafId, LinkTarget, ListNumbering, Tag, TagId, TagLink, TagRole, TagTree};
pub use paged::units::{Colour, Point, Pt, Rect, Size};
pub use pictures::picture::ReadPicture;
pub use text::fonts::Fonts;
pub use typeset::{lay_out, lay_out_paper, lay_out_redline};
