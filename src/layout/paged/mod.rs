//! What layout returns: pages of positioned items, and the tag tree.

pub(super) mod cover_picture;
pub(super) mod drawing;
pub(super) mod page_starts;
pub(super) mod pages;
pub(super) mod print_size;
pub(super) mod tags;
pub(super) mod units;
