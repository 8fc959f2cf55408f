//! Every kind of block except tables and charts, as strips.

pub(super) mod actions;
pub(super) mod changes;
pub(super) mod data;
pub(super) mod gallery;
pub(super) mod kinds;
