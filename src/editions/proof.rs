//! A contact sheet: every printed page, small, on one page for authors.

use std::fmt::Write as _;

use super::drawn;
use crate::html::escaped;
use crate::layout::{self, FlawKind, PageLabels, Paged, PrintPage, PrintSize, ReadPicture};
use crate::model::Document;
use crate::theme::Theme;

/// The contact sheets of a document.
#[derive(Debug)]
pub struct Proof {
    /// The web page.
    pub page: String,
    /// A line for each edition: its pages, and those to look at again.
    pub summary: Vec<String>,
}

impl Proof {
    /// What every contact sheet begins with.
    pub const START: &str = "<!doctype html><!-- greenpaper proof -->";
}

const STYLE: &str = "body{font:1rem/1.5 'Noto Sans',sans-serif;margin:1.5rem;color:#1b1f23;background:#e8ecea}
ol{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}
li{width:13rem}li:target,li.marked{outline:3px solid #8a5a00;outline-offset:4px}
svg{display:block;width:100%;background:#fff;box-shadow:0 1px 4px #0005;font-family:'Noto Sans',sans-serif}
p{max-width:60rem}figure{margin:0}figcaption{font-size:.875rem;margin-top:.25rem}
.hole{fill:#f5c04e;fill-opacity:.45;stroke:#8a5a00;stroke-width:3}
.divided{fill:none;stroke:#8a5a00;stroke-width:4;stroke-dasharray:12 6}
.picture{fill:#dfe5e2;stroke:#6c7874}";

/// Draws the pages of every edition that the settings ask for, with large holes and divided boxes marked.
///
/// ```
/// use greenpaper::editions;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let proof = editions::proof(&checked.document, &checked.theme, &|path| inputs.project.read(path, u64::MAX).ok());
/// assert!(proof.page.starts_with(editions::Proof::START) && proof.summary.len() == 2);
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn proof(document: &Document, theme: &Theme, read: &ReadPicture<'_>) -> Proof {
    let title = escaped(&document.settings.full_title());
    let mut page = format!("{}\n<html lang=\"en-GB\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">", Proof::START);
    let _ = write!(page, "<title>Proof: {title}</title><style>{STYLE}</style><h1>Proof: {title}</h1>");
    page.push_str("<p>Every printed page, small. A yellow area is a large hole; a dashed frame is a box that goes on on the next page. ");
    page.push_str("To fill a hole, move a picture, a table or a box a paragraph up or down, or make it smaller.</p>\n");
    let mut summary = Vec::new();
    for edition in layout::print_sizes(document) {
        let (paged, _) = layout::lay_out(document, theme, &edition, None, read);
        summary.push(sheet(&paged, edition, &mut page));
    }
    page.push_str("</html>\n");
    Proof { page, summary }
}

/// Adds the contact sheet of an edition; returns its summary.
fn sheet(paged: &Paged, edition: PrintSize, out: &mut String) -> String {
    let (name, id) = if edition.large { ("Large print", "large") } else { ("Standard print", "standard") };
    let mut marked = Vec::new();
    let mut pages = String::new();
    for (at, page) in paged.pages.iter().enumerate() {
        let label = label(&paged.labels, at);
        let flaws = flaws(page);
        let caption = if flaws.is_empty() { format!("Page {label}") } else { format!("Page {label}: {flaws}") };
        if !flaws.is_empty() {
            marked.push((at, label));
        }
        let class = if flaws.is_empty() { "" } else { " class=\"marked\"" };
        let drawing = drawn::page(paged, page, &caption);
        let _ = writeln!(pages, "<li id=\"{id}-{at}\"{class}><figure>{drawing}<figcaption>{caption}</figcaption></figure></li>");
    }
    let count = paged.pages.len();
    let names = |name: &dyn Fn(&(usize, String)) -> String| marked.iter().map(name).collect::<Vec<_>>().join(", ");
    let links = names(&|(at, label)| format!("<a href=\"#{id}-{at}\">{label}</a>"));
    let what =
        if marked.is_empty() { "none to look at again".to_owned() } else { format!("to look at again: {}", names(&|(_, label)| label.clone())) };
    let linked = if marked.is_empty() { what.clone() } else { format!("to look at again: {links}") };
    let _ = writeln!(out, "<h2>{name}</h2><p>{count} pages, {linked}</p><ol>\n{pages}</ol>");
    format!("{name}: {count} pages, {what}")
}

/// The flaws of a page in words.
fn flaws(page: &PrintPage) -> String {
    let describe = |kind: FlawKind| match kind {
        FlawKind::Hole(share) => format!("{:.0}% is empty", share * 100.0),
        FlawKind::DividedBox => "a box is divided".to_owned(),
    };
    page.flaws.iter().map(|flaw| describe(flaw.kind)).collect::<Vec<_>>().join(", ")
}

/// The number of a page as it is printed.
fn label(labels: &[PageLabels], page: usize) -> String {
    let range = labels.iter().rev().find(|range| range.from as usize <= page);
    range.map_or_else(|| (page + 1).to_string(), |range| range.style.write(page as u32 - range.from + 1))
}
