//! The printed document: its tags, completeness, page bounds and reproducible bytes.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

mod book;
mod breaks;
mod cases;
mod faults;
mod lines;
mod measure;
#[path = "../support/memory.rs"]
mod memory;
mod parity;
mod pictures;
mod positions;
mod project;
mod properties;
mod redlines;
mod whole;
