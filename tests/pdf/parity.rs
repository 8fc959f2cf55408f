//! The site and the printed document say the same: every chapter's words, headings, links and tables, in order.
//!
//! Content that only one of them can show is left out on both sides: marks of footnotes, numbers and dots of lists, page numbers and
//! addresses of links, drawings (their figures are in tables), and the line that leads to a video or a survey: a button on
//! the site, an address on paper.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;

use greenpaper::html;
use greenpaper::layout::{Kid, LeafId, LinkTarget, ListNumbering, Paged, TagId, TagRole, TagTree};
use greenpaper::model::PageId;

use crate::project::{Files, Print, leaf_texts, print};
use crate::whole::without_page_marks;

/// The content of a text, in reading order.
#[derive(Debug, Default, PartialEq)]
struct Reading {
    words: Vec<String>,
    /// Level and words.
    headings: Vec<(u8, String)>,
    links: Vec<String>,
    /// Cells by rows, each in its words.
    tables: Vec<Vec<String>>,
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn joined(text: &str) -> String {
    words(text).join(" ")
}

// -- the site

/// Elements that print has nothing for, by name and class; each has an end tag.
const ON_THE_SITE_ALONE: [(&str, &str); 9] = [
    ("svg", ""),
    ("sup", "footnote-ref"),
    ("span", "visually-hidden"),
    ("ul", "bars"),
    ("ul", "legend"),
    ("p", "footnote-links"),
    ("p", "video-link"),
    ("p", "chart-csv"),
    ("a", "button"),
];

/// Elements in a line of text; all others divide words.
const IN_LINE: [&str; 12] = ["a", "abbr", "b", "code", "del", "em", "i", "span", "strong", "sub", "sup", "time"];

/// Reads the text of a chapter's page.
fn read_html(page: &str) -> Reading {
    let body = page.split_once("<div class=prose>").expect("a text").1;
    let ends = ["class=\"page-tools ", "class=words ", "class=footnotes ", "class=chapter-sections", "class=pager", "</main"];
    let end = ends.iter().filter_map(|end| body[..body.find(end)? + 1].rfind('<')).min().expect("an end");
    let mut rest = &body[..end];
    let mut reading = Reading::default();
    let mut text = String::new();
    let mut previous = "";
    // Where a heading, a link, a cell begins in the text.
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut close = |name: &str, open: &mut Vec<(String, usize)>, text: &str, reading: &mut Reading| {
        let Some(at) = open.iter().rposition(|(opened, _)| opened == name) else { return };
        let (_, from) = open.remove(at);
        let said = joined(&text[from..]);
        match name {
            "a" => reading.links.push(said),
            "th" | "td" => row.push(said),
            "tr" => reading.tables.push(std::mem::take(&mut row)),
            heading => reading.headings.push((heading[1..].parse().expect("a level"), said)),
        }
    };
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(&decoded(before));
        let (tag, after) = after.split_once('>').expect("a tag ends");
        rest = after;
        let name = tag.split_whitespace().next().unwrap_or("");
        let (is_end, name) = name.strip_prefix('/').map_or((false, name), |name| (true, name));
        let class = tag.split_once("class=").map_or("", |(_, class)| class.strip_prefix('"').unwrap_or(class));
        let class = class.split([' ', '"', '/']).next().unwrap_or("");
        let is_left_out = ON_THE_SITE_ALONE.iter().any(|(element, of)| *element == name && (of.is_empty() || *of == class));
        // On the site the figures of a chart are folded away.
        let folds_figures = std::mem::replace(&mut previous, tag) == "details class=chart-data" && name == "summary";
        if !is_end && (is_left_out || folds_figures || tag.contains("aria-hidden=true")) {
            rest = after_element(rest, name);
            continue;
        }
        if !IN_LINE.contains(&name) {
            text.push('\n');
        }
        // End tags of cells and rows may be left out.
        match (is_end, name) {
            (_, "th" | "td") => {
                close("th", &mut open, &text, &mut reading);
                close("td", &mut open, &text, &mut reading);
            }
            (_, "tr" | "thead" | "tbody" | "table") => ["th", "td", "tr"].into_iter().for_each(|name| close(name, &mut open, &text, &mut reading)),
            (true, "a" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6") => close(name, &mut open, &text, &mut reading),
            _ => {}
        }
        if !is_end && matches!(name, "a" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" | "td" | "tr") {
            open.push((name.to_owned(), text.len()));
        }
    }
    reading.words = words(&text);
    reading
}

fn after_element<'h>(mut rest: &'h str, name: &str) -> &'h str {
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let mut depth = 1;
    while depth > 0 {
        let to = rest.find(&end).expect("an end tag");
        depth += rest[..to].matches(&start).count();
        depth -= 1;
        rest = &rest[to + end.len()..];
    }
    rest
}

fn decoded(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

// -- print

struct Reader<'p> {
    paged: &'p Paged,
    texts: &'p HashMap<LeafId, String>,
    /// The interface word above a video's title.
    video: &'p str,
    is_video_title: bool,
    reading: Reading,
    text: String,
}

impl Reader<'_> {
    fn kids(&mut self, kids: &[Kid]) {
        for kid in kids {
            match kid {
                Kid::Tag(tag) => self.tag(*tag),
                Kid::Leaf(leaf) => self.text.push_str(self.texts.get(leaf).map_or("", String::as_str)),
            }
        }
    }

    /// Whether this is a link whose words are its address.
    fn is_address(&self, kid: Kid) -> bool {
        let Kid::Tag(tag) = kid else { return false };
        let tag = self.paged.tags.tag(tag);
        let words: String = tag.kids.iter().filter_map(|kid| if let Kid::Leaf(leaf) = kid { self.texts.get(leaf) } else { None }).cloned().collect();
        let target = tag.details.as_ref().and_then(|details| details.link.as_ref()).map(|link| &link.target);
        matches!(target, Some(LinkTarget::Outside(address)) if **address == *words)
    }

    fn tag(&mut self, id: TagId) {
        let tag = self.paged.tags.tag(id);
        let of_parent = tag.parent.and_then(|parent| self.paged.tags.tag(parent).parent).and_then(|list| self.paged.tags.tag(list).details.as_ref());
        let is_mark = tag.role == TagRole::Lbl && of_parent.is_some_and(|list| !matches!(list.numbering, None | Some(ListNumbering::None)));
        if is_mark || matches!(tag.role, TagRole::Note | TagRole::Reference | TagRole::Figure) {
            return;
        }
        let from = self.text.len();
        self.kids(&tag.kids);
        match tag.role {
            TagRole::Span | TagRole::Link | TagRole::Code | TagRole::Reference => {}
            _ => self.text.push('\n'),
        }
        if let Some(LinkTarget::Outside(address)) = tag.details.as_ref().and_then(|details| details.link.as_ref()).map(|link| &link.target) {
            let shown = format!(" ({})", address.strip_prefix("mailto:").unwrap_or(address));
            if self.text[from..].ends_with(&shown) {
                self.text.truncate(self.text.len() - shown.len());
            }
        }
        let said = joined(&without_page_marks(&self.text[from..]));
        if tag.role == TagRole::P {
            let is_address = tag.kids.last().is_some_and(|kid| self.is_address(*kid));
            if std::mem::replace(&mut self.is_video_title, said == self.video) || self.is_video_title || is_address {
                self.text.truncate(from);
                self.reading.links.truncate(self.reading.links.len() - usize::from(is_address));
            }
        }
        match tag.role {
            TagRole::Link => self.reading.links.push(said),
            TagRole::H(level) => self.reading.headings.push((level, said)),
            TagRole::TR => {
                let cells = tag.kids.iter().filter_map(|kid| if let Kid::Tag(cell) = kid { Some(*cell) } else { None });
                let cells: Vec<String> = cells.map(|cell| read_pdf(self.paged, self.texts, self.video, &[Kid::Tag(cell)]).words.join(" ")).collect();
                self.reading.tables.push(cells);
            }
            _ => {}
        }
    }
}

fn read_pdf(paged: &Paged, texts: &HashMap<LeafId, String>, video: &str, kids: &[Kid]) -> Reading {
    let mut reader = Reader { paged, texts, video, is_video_title: false, reading: Reading::default(), text: String::new() };
    reader.kids(kids);
    reader.reading.words = words(&without_page_marks(&reader.text));
    reader.reading
}

/// The content of a chapter or section in the tree, after its title and summary.
fn body_of(print: &Print, page: PageId) -> Vec<Kid> {
    let tags = &print.paged.tags;
    let (PageId::Chapter(at) | PageId::Section(at, _)) = page else { panic!("{page:?} is no chapter") };
    // Cover, versions and contents come before the chapters.
    let Some(Kid::Tag(chapter)) = tags.tag(TagTree::ROOT).kids.get(3 + at as usize) else { panic!("no chapter {at}") };
    let mut kids = &tags.tag(*chapter).kids[..];
    let sections = print.document.chapters[at as usize].sections.len();
    let (own, of_sections) = kids.split_at(kids.len() - sections);
    kids = own;
    if let PageId::Section(_, section) = page {
        let Kid::Tag(tag) = of_sections[section as usize] else { panic!("no section {section}") };
        kids = &tags.tag(tag).kids;
    }
    let opening = 1 + usize::from(print.document.chapter(page).expect("a chapter").front.summary.is_some());
    kids[opening..].to_vec()
}

// -- both

fn compare(name: &str) {
    let print = print(&Files::folder(name), false);
    let pages = Mutex::new(BTreeMap::new());
    let emit = |file: html::SiteFile| drop(pages.lock().expect("no panic").insert(file.path, file.bytes));
    let site = html::Site::new(&print.document, &print.theme, html::Others::default()).expect("templates compile");
    site.pages(&emit).expect("templates can be filled");
    let pages = pages.into_inner().expect("no panic");
    let texts = leaf_texts(&print.paged);
    let mut words = 0;
    for (page, chapter) in print.document.chapter_pages() {
        let (path, lowered) = match page {
            PageId::Section(at, _) => (format!("{}/{}.html", print.document.chapters[at as usize].slug, chapter.slug), 1),
            _ => (format!("{}.html", chapter.slug), 0),
        };
        let html = String::from_utf8(pages.get(&path).unwrap_or_else(|| panic!("no page {path}")).clone()).expect("text");
        let mut site = read_html(&html);
        // On paper the kind of a case study is above its heading.
        let kind = format!("{} ", print.theme.strings.text("callout_case_study"));
        for (level, heading) in &mut site.headings {
            *level += lowered;
            *heading = heading.strip_prefix(&kind).unwrap_or(heading).to_owned();
        }
        let paper = read_pdf(&print.paged, &texts, print.theme.strings.text("print_video"), &body_of(&print, page));
        let apart = site.words.iter().zip(&paper.words).position(|(a, b)| a != b).unwrap_or(site.words.len().min(paper.words.len()));
        let around = |words: &[String]| words[apart.saturating_sub(8)..words.len().min(apart + 12)].join(" ");
        assert!(site.words == paper.words, "{path}: site:  {}\n{path}: paper: {}", around(&site.words), around(&paper.words));
        assert_eq!(site.headings, paper.headings, "headings of {path}");
        assert_eq!(site.tables, paper.tables, "tables of {path}");
        // Pages that are no chapters are not printed: without a base_url links to them are plain words.
        let mut links = site.links.iter();
        for link in &paper.links {
            assert!(links.any(|on_site| on_site == link), "{path}: the link `{link}` is out of order");
        }
        words += paper.words.len();
    }
    assert!(words > 200, "{words} words");
}

#[test]
fn the_sample_says_the_same_on_the_site_and_on_paper() {
    compare("strategy");
}

#[test]
fn edge_cases_say_the_same_on_the_site_and_on_paper() {
    compare("tests/pdf/edge");
}
