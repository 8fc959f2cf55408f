//! From strips to pages: breaking, footnotes, running heads, crop marks.

pub(super) mod assemble;
pub(super) mod breaks;
pub(super) mod flow;
pub(super) mod press;
