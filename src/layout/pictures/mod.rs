//! Picture files: bitmaps and drawings.

pub(super) mod bitmaps;
pub(super) mod exif;
mod jpeg;
pub(super) mod picture;
pub(super) mod svg;
pub(super) mod svg_words;
