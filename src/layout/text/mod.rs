//! Text: faces, substituted characters, shaping and line breaking.

pub(super) mod break_points;
pub(super) mod characters;
pub(super) mod destinations;
pub(super) mod fonts;
pub(super) mod invisible;
pub(super) mod missing;
pub(super) mod rich_text;
pub(super) mod shaper;
