//! The site: every page of the document as static HTML.
//!
//! Renders resolved documents and never parses Markdown. Pages are rendered in parallel and emitted as soon as they are
//! finished, so that a large site is never in memory as a whole.

mod address;
mod book;
mod change_pages;
mod changed;
mod chart;
mod comparisons;
mod context;
mod data;
mod demand;
mod digest;
mod feeds;
mod former;
mod frame;
mod guard;
mod history;
mod language;
mod lists;
mod markup;
mod metadata;
mod minify;
mod other_versions;
mod output;
mod pages;
mod past;
mod promises;
mod reading;
mod redline;
mod redline_text;
mod search;
mod siblings;
mod site;
mod template;
mod words;
mod writer;

pub use book::{Book, BookText, xhtml_page};
pub use output::{COVER_PICTURE, Download, Emit, SiteFile};
pub use past::{Others, PastVersion, Sibling, Successor};
pub use site::Site;

/// `text` as it is written in the text and in quoted attributes of a page.
///
/// ```
/// assert_eq!(greenpaper::html::escaped("<a> & \"b\""), "&lt;a&gt; &amp; &quot;b&quot;");
/// ```
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a string never fails.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}
