//! A text as XHTML, for e-books.

use std::collections::HashSet;

use super::tokens::{Tag, Token, tokens};
use crate::html::escaped;

/// Where the links of a text may lead.
pub(super) struct Links<'l> {
    /// Paths of the book's texts from its folder, encoded as links are.
    pub(super) texts: &'l HashSet<String>,
    /// Path from the text to the book's folder: `../` or empty.
    pub(super) root: &'l str,
    /// The site's address, for everything that the book does not have.
    pub(super) base: Option<&'l str>,
}

impl Links<'_> {
    /// Where a link leads in the book; none if it leads nowhere.
    fn target(&self, href: &str) -> Option<String> {
        if href.starts_with("data:") {
            return None;
        }
        let is_whole = href.starts_with('#') || ["http:", "https:", "mailto:", "tel:"].iter().any(|scheme| href.starts_with(scheme));
        if is_whole {
            return Some(href.to_owned());
        }
        let (path, anchor) = href.split_once('#').map_or((href, None), |(path, anchor)| (path, Some(anchor)));
        let path = path.strip_prefix(self.root).unwrap_or(path);
        let own = match path {
            "index.html" => Some("title.xhtml".to_owned()),
            "contents.html" => Some("nav.xhtml".to_owned()),
            _ => self.texts.contains(path).then(|| in_book(path)),
        };
        match (own, self.base) {
            (Some(own), _) => Some(format!("{}{own}{}", self.root, anchor.map_or_else(String::new, |anchor| format!("#{anchor}")))),
            (None, Some(base)) => Some(format!("{base}{href}", href = href.strip_prefix(self.root).unwrap_or(href))),
            (None, None) => None,
        }
    }
}

/// The path of a page in a book.
pub(super) fn in_book(path: &str) -> String {
    path.strip_suffix(".html").map_or_else(|| path.to_owned(), |path| format!("{path}.xhtml"))
}

/// What a book has no use for. Drawings of charts need the site's stylesheet: the sentence and the table of each say the same.
const LEFT_OUT: [&str; 5] = ["chart-csv", "bars", "legend", "multiples", "chart-drawing"];

/// `html` as XHTML.
pub(super) fn xhtml(html: &str, links: &Links<'_>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    // Names of open elements; those that are not written have none.
    let mut open: Vec<Option<&str>> = Vec::new();
    let mut left_out = 0_usize;
    for token in tokens(html) {
        match token {
            Token::Text(text) if left_out == 0 => out.push_str(text),
            Token::Text(_) => {}
            Token::Start(tag) if tag.is_empty() => {
                if left_out == 0 {
                    start(&tag, links, &mut out);
                    out.push_str("/>");
                }
            }
            Token::Start(tag) => {
                if left_out > 0 || tag.name == "svg" || tag.has_class(&LEFT_OUT) {
                    left_out += 1;
                    open.push(None);
                } else if tag.name == "a" && tag.attribute("href").is_some_and(|href| links.target(href).is_none()) {
                    // Words that lead nowhere are words; what leads to them still arrives.
                    out.push_str("<span");
                    tag.attribute("id").iter().for_each(|id| out.push_str(&format!(" id=\"{id}\"")));
                    out.push('>');
                    open.push(Some("span"));
                } else {
                    start(&tag, links, &mut out);
                    out.push('>');
                    open.push(Some(tag.name));
                }
            }
            Token::End(_) => match open.pop() {
                Some(Some(name)) => out.push_str(&format!("</{name}>")),
                Some(None) => left_out = left_out.saturating_sub(1),
                None => {}
            },
        }
    }
    open.iter().rev().flatten().for_each(|name| out.push_str(&format!("</{name}>")));
    out
}

fn start(tag: &Tag<'_>, links: &Links<'_>, out: &mut String) {
    out.push('<');
    out.push_str(tag.name);
    if tag.name == "details" {
        out.push_str(" open=\"open\"");
    }
    for (name, value) in &tag.attributes {
        let value = match (*name, tag.name) {
            ("href", "a") => links.target(value).unwrap_or_default(),
            // Books have no scrolling regions.
            ("loading" | "decoding" | "tabindex", _) => continue,
            ("role", _) if *value == "region" => continue,
            ("aria-labelledby" | "aria-label", "div") => continue,
            ("lang", _) => {
                out.push_str(&format!(" xml:lang=\"{value}\""));
                (*value).to_owned()
            }
            ("hidden", _) => "hidden".to_owned(),
            _ => (*value).to_owned(),
        };
        out.push_str(&format!(" {name}=\"{value}\""));
    }
}

/// A whole file with this title, language, direction and body. `depth` is how many folders it is in.
#[must_use]
pub fn page(title: &str, language: &str, direction: &str, depth: usize, body: &str) -> String {
    let (title, language, root) = (escaped(title), escaped(language), "../".repeat(depth));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{language}\" xml:lang=\"{language}\" dir=\"{direction}\">\n<head>\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"{root}book.css\"/>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Links, xhtml};

    #[test]
    fn links_lead_into_the_book_to_the_site_or_nowhere() {
        let texts = HashSet::from(["a/b.html".to_owned()]);
        let html = "<p><a href=../a/b.html#x>1</a><a id=y href=../versions.html>2</a><a href=#z>3</a><a href=\"data:text/csv,\">4</a><br></p>";
        let of = |base| xhtml(html, &Links { texts: &texts, root: "../", base });
        let first = "<p><a href=\"../a/b.xhtml#x\">1</a>";
        assert_eq!(of(None), format!("{first}<span id=\"y\">2</span><a href=\"#z\">3</a><span>4</span><br/></p>"));
        let base = "https://a.example/";
        assert_eq!(of(Some(base)), format!("{first}<a id=\"y\" href=\"{base}versions.html\">2</a><a href=\"#z\">3</a><span>4</span><br/></p>"));
    }

    #[test]
    fn everything_that_is_open_is_closed() {
        let links = Links { texts: &HashSet::new(), root: "", base: None };
        assert_eq!(xhtml("<div><p class=chart-csv>a<b>c</b></p><p>d", &links), "<div><p>d</p></div>");
    }
}
