//! The printed document: what is tagged as what, nothing lost, nothing outside its page, the same bytes each time.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

mod breaks;
mod cases;
mod faults;
#[path = "../support/memory.rs"]
mod memory;
mod parity;
mod project;
mod properties;
mod redlines;
mod whole;
