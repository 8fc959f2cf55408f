//! Makes what templates wrote small.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use memchr::memmem;
use minify_html::{Cfg, minify};

/// Parts of a page that are often the same on the next one.
const REPEATED: [&str; 2] = ["header", "footer"];

/// A noncharacter (Unicode 23.7): no text has it, and it passes through minifying unchanged.
const MARK: char = '\u{fdd2}';

/// So many different headers and footers are remembered: those of a site's folders, with each link that can be current.
const MOST_KNOWN: usize = 64;

/// Minifies pages; headers and footers that are on many of them only once.
#[derive(Default)]
pub(super) struct Minifier {
    known: RwLock<HashMap<String, Arc<str>>>,
}

impl Minifier {
    /// As small as the HTML standard allows, and no smaller: whoever checks the pages must find them valid.
    pub(super) fn page(&self, html: &str) -> String {
        let mut parts: Vec<(&str, Range<usize>)> = REPEATED.iter().filter_map(|name| Some((*name, first(html, name)?))).collect();
        parts.sort_by_key(|(_, range)| range.start);
        // One in the other is made small with it.
        parts.dedup_by(|next, before| next.1.start < before.1.end);
        let mut frame = String::with_capacity(html.len());
        let mut at = 0;
        for (name, range) in &parts {
            frame.push_str(&html[at..range.start]);
            frame.push_str(&stand_in(name));
            at = range.end;
        }
        frame.push_str(&html[at..]);
        let mut page = made_small(&frame);
        for (name, range) in parts {
            let stand_in = stand_in(name);
            if let Some(at) = memmem::find(page.as_bytes(), stand_in.as_bytes()) {
                page.replace_range(at..at + stand_in.len(), &self.part(&html[range]));
            }
        }
        page
    }

    fn part(&self, html: &str) -> Arc<str> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(html) {
            return known.clone();
        }
        let small: Arc<str> = made_small(html).into();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_KNOWN {
            known.insert(html.to_owned(), small.clone());
        }
        small
    }
}

/// Where the first element `name` stands.
fn first(html: &str, name: &str) -> Option<Range<usize>> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let start = memmem::find(html.as_bytes(), opening.as_bytes())?;
    let is_whole = html[start + opening.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    let end = start + memmem::find(&html.as_bytes()[start..], closing.as_bytes())? + closing.len();
    is_whole.then_some(start..end)
}

/// An element of the same kind: what is around it is made as small as around the true one.
fn stand_in(name: &str) -> String {
    format!("<{name}>{MARK}</{name}>")
}

fn made_small(html: &str) -> String {
    let mut cfg = Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    String::from_utf8_lossy(&minify(html.as_bytes(), &cfg)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{Minifier, made_small};

    #[test]
    fn parts_make_no_difference() {
        let minifier = Minifier::default();
        for page in [
            "<!doctype html> <html> <body class=\"a\"> <header class=\"b c\"> <p> a  b </p> </header> <main> x </main> <footer> <a href=\"x\">y</a> </footer> </body> </html>",
            "<main> <footer id=\"a\"> a </footer> <header> b </header> </main>",
            "<header> <footer> a </footer> </header> <p> b </p>",
            "text <header > a </header > <headers> b </headers> <footer>",
            "no part of a page",
            "",
        ] {
            assert_eq!(minifier.page(page), made_small(page));
            assert_eq!(minifier.page(page), made_small(page), "the second time");
        }
    }
}
