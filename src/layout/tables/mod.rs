//! Tables: column widths, cells, and tables too wide for the page.

pub(super) mod cells;
pub(super) mod decimals;
pub(super) mod grid;
pub(super) mod lists;
pub(super) mod table;
pub(super) mod widths;
