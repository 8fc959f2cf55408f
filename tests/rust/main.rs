//! All tests of the library and the program; tests/README.md gives an overview.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

mod architecture;
mod cases;
mod characters;
mod ci;
mod cli;
mod comments;
mod commonmark;
mod disk;
mod drawings;
mod editions;
mod fixes;
mod folders;
mod history;
mod hostile;
mod hosting;
mod live_site;
mod manual;
mod markdown;
mod markers;
#[path = "../support/memory.rs"]
mod memory;
mod names;
mod new;
mod packages;
mod personal;
mod preview;
mod private;
mod project;
mod promises;
mod properties;
mod publish;
mod record;
mod redline;
mod redline_json;
mod release;
mod remedies;
mod reports;
mod rows;
mod rules;
mod schema;
mod select;
#[path = "../support/show.rs"]
mod show;
mod stats;
mod themes;
mod word;
