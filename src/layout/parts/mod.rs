//! Parts of an edition under construction: strips, and the operations that all kinds of block share.

pub(super) mod builder;
pub(super) mod inline;
pub(super) mod part;
pub(super) mod pictures;
pub(super) mod strips;
