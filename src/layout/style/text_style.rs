//! Text styles.

use crate::layout::paged::units::{Colour, Pt};

/// Style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::layout) struct TextStyle {
    /// Font size.
    pub(in crate::layout) size: Pt,
    /// Distance between baselines.
    pub(in crate::layout) leading: Pt,
    /// 400 is regular, 600 semibold, 700 bold.
    pub(in crate::layout) weight: f32,
    /// Text colour.
    pub(in crate::layout) colour: Colour,
}
