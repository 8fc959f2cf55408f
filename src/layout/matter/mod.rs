//! Front and back matter, chapter openings, and the redline edition.

pub(super) mod back;
pub(super) mod chapter;
pub(super) mod cover;
pub(super) mod front;
pub(super) mod redline;
