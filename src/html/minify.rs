//! Minifies template output.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use memchr::memmem;
use minify_html::{Cfg, minify};

/// Elements that are often the same on many pages.
const REPEATED: [&str; 2] = ["header", "footer"];

/// A noncharacter (Unicode 23.7): it does not occur in text, and minifying leaves it unchanged.
const CONTENT: char = '\u{fdd2}';

/// A noncharacter in place of every ampersand while a page is minified.
const HIDDEN_AMPERSAND: &str = "\u{fdd3}";

/// How many different headers and footers are memoised: enough for every folder of a site and every link that can be current.
const MOST_KNOWN: usize = 64;

/// Minifies pages, and memoises their headers and footers.
#[derive(Default)]
pub(super) struct Minifier {
    known: RwLock<HashMap<String, Arc<str>>>,
}

impl Minifier {
    /// Minifies a page as far as the HTML standard allows, so that it is still valid.
    pub(super) fn page(&self, html: &str) -> String {
        let mut parts: Vec<(&str, Range<usize>)> = REPEATED.iter().filter_map(|name| Some((*name, first(html, name)?))).collect();
        parts.sort_by_key(|(_, range)| range.start);
        // A nested one is minified with the outer one.
        parts.dedup_by(|next, before| next.1.start < before.1.end);
        let mut frame = String::with_capacity(html.len());
        let mut at = 0;
        for (name, range) in &parts {
            frame.push_str(&html[at..range.start]);
            frame.push_str(&placeholder(name));
            at = range.end;
        }
        frame.push_str(&html[at..]);
        let mut page = minified(&frame);
        for (name, range) in parts {
            let placeholder = placeholder(name);
            if let Some(at) = memmem::find(page.as_bytes(), placeholder.as_bytes()) {
                page.replace_range(at..at + placeholder.len(), &self.part(&html[range]));
            }
        }
        page
    }

    fn part(&self, html: &str) -> Arc<str> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(html) {
            return known.clone();
        }
        let short: Arc<str> = minified(html).into();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST_KNOWN {
            known.insert(html.to_owned(), short.clone());
        }
        short
    }
}

/// Byte range of the first element `name`.
fn first(html: &str, name: &str) -> Option<Range<usize>> {
    let (opening, closing) = (format!("<{name}"), format!("</{name}>"));
    let start = memmem::find(html.as_bytes(), opening.as_bytes())?;
    let is_whole = html[start + opening.len()..].starts_with(|c: char| c == '>' || c.is_ascii_whitespace());
    let end = start + memmem::find(&html.as_bytes()[start..], closing.as_bytes())? + closing.len();
    is_whole.then_some(start..end)
}

/// A placeholder of the same kind, so that the text around it is minified in the same way.
fn placeholder(name: &str) -> String {
    format!("<{name}>{CONTENT}</{name}>")
}

fn minified(html: &str) -> String {
    let cfg = Cfg {
        do_not_minify_doctype: true,
        ensure_spec_compliant_unquoted_attribute_values: true,
        keep_closing_tags: true,
        keep_html_and_head_opening_tags: true,
        keep_spaces_between_attributes: true,
        ..Cfg::default()
    };
    // Character references are minimal already, and the minifier would write some without their semicolon.
    let hidden = html.replace('&', HIDDEN_AMPERSAND);
    String::from_utf8_lossy(&minify(hidden.as_bytes(), &cfg)).replace(HIDDEN_AMPERSAND, "&")
}

#[cfg(test)]
mod tests {
    use super::{Minifier, minified};

    #[test]
    fn minifying_in_parts_gives_the_same_page() {
        let minifier = Minifier::default();
        for page in [
            "<!doctype html> <html> <body class=\"a\"> <header class=\"b c\"> <p> a  b </p> </header> <main> x </main> <footer> <a href=\"x\">y</a> </footer> </body> </html>",
            "<main> <footer id=\"a\"> a </footer> <header> b </header> </main>",
            "<header> <footer> a </footer> </header> <p> b </p>",
            "text <header > a </header > <headers> b </headers> <footer>",
            "no part of a page",
            "",
        ] {
            assert_eq!(minifier.page(page), minified(page));
            assert_eq!(minifier.page(page), minified(page), "the second time");
        }
    }
}
