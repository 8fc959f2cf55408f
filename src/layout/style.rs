//! Text styles.

use super::units::{Colour, Pt};

/// Style of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    /// Font size.
    pub(super) size: Pt,
    /// Distance between baselines.
    pub(super) leading: Pt,
    /// 400 is regular, 600 semibold, 700 bold.
    pub(super) weight: f32,
    /// Text colour.
    pub(super) colour: Colour,
}
