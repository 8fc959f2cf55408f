//! Sizes, colours and measures of an edition.

pub(super) mod measures;
pub(super) mod text_style;
