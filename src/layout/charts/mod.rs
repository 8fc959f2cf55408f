//! Charts, drawn as vectors.

pub(super) mod canvas;
pub(super) mod chart;
pub(super) mod lines;
