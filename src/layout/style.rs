//! How text looks.

use super::units::{Colour, Pt};

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct TextStyle {
    /// Size of the letters.
    pub(super) size: Pt,
    /// From baseline to baseline.
    pub(super) leading: Pt,
    /// 400 is regular, 600 semibold, 700 bold.
    pub(super) weight: f32,
    /// Colour of the letters.
    pub(super) colour: Colour,
}
