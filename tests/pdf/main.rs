//! The printed document: what is tagged as what, nothing lost, nothing outside its page, the same bytes each time.

mod cases;
mod faults;
#[path = "../support/memory.rs"]
mod memory;
mod parity;
mod project;
mod properties;
mod redlines;
mod whole;
