//! The site: every page of the document as static HTML.
//!
//! Renders what `resolve` settled; never parses Markdown and never reads another room's output. Pages are rendered in
//! parallel and handed out as soon as they are done, so that a large site is never held in memory as a whole.

mod address;
mod changed;
mod context;
mod data;
mod demand;
mod feeds;
mod frame;
mod lists;
mod markup;
mod minify;
mod other_versions;
mod output;
mod pages;
mod past;
mod redline;
mod site;
mod template;
mod words;
mod writer;

pub use output::{Download, Emit, SiteFile};
pub use past::{Others, PastVersion, Successor};
pub use site::Site;
