//! A contact sheet: every printed page, small, on one page for authors.

use std::fmt::Write as _;

use super::drawn;
use crate::html::escaped;
use crate::layout::{self, Flaw, FlawKind, LeafId, PageLabels, Paged, PrintPage, PrintSize, ReadPicture, Shape};
use crate::model::Document;
use crate::span::{SourceMap, Span};
use crate::theme::Theme;

/// The contact sheets of a document, one for each of its editions.
#[derive(Debug)]
pub struct Proof {
    title: String,
    sheets: Vec<Sheet>,
}

/// The contact sheet of an edition.
#[derive(Debug)]
struct Sheet {
    name: &'static str,
    /// Beginning of the anchors of its pages.
    id: &'static str,
    pages: Vec<SmallPage>,
}

#[derive(Debug)]
struct SmallPage {
    /// Its number as it is printed.
    label: String,
    flaws: Vec<Flaw>,
    /// SVG; `None` beyond [`MOST_DRAWN`].
    drawing: Option<String>,
}

/// Pages of an edition that are drawn whatever they look like; of those that follow, only pages with flaws, and as many again at most.
const MOST_DRAWN: usize = 500;
/// Characters of a page that its text alternative begins with.
const FIRST_WORDS: usize = 80;

/// The style sheet of [`Proof::html`].
pub const PROOF_STYLE: &str = ".proof ol{display:flex;flex-wrap:wrap;gap:1rem;list-style:none;padding:0}
.proof ol>li{width:13rem}.proof ol>li:target,.proof li.marked{outline:3px solid #b07400;outline-offset:4px}
.proof svg{display:block;width:100%;background:#fff;box-shadow:0 1px 4px #0005;font-family:'Noto Sans',sans-serif}
.proof p{max-width:60rem}.proof figure{margin:0}.proof figcaption{font-size:.875rem;margin-top:.25rem}
.proof .hole{fill:#f5c04e;fill-opacity:.45;stroke:#8a5a00;stroke-width:3}
.proof .divided{fill:none;stroke:#8a5a00;stroke-width:4;stroke-dasharray:12 6}
.proof .stranded{fill:#f5c04e;fill-opacity:.45;stroke:#8a5a00;stroke-width:4}
.proof .picture{fill:#dfe5e2;stroke:#6c7874}
";

const BODY_STYLE: &str = "body{font:1rem/1.5 'Noto Sans',sans-serif;margin:1.5rem;color:#1b1f23;background:#e8ecea}a{color:#0b5443}";

const EXPLANATION: &str = "Every printed page, small. A yellow area is a large hole, a dashed frame is a box that continues on the next page, and a \
     yellow line is separated from the words that it belongs to. To fill a hole, move a picture, a table or a box a paragraph up or down, or make it \
     smaller. To keep words together, add or cut a line before them.";

/// Draws the pages of every edition that the settings ask for, with large holes, divided boxes and stranded lines marked.
///
/// ```
/// use greenpaper::editions;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let proof = editions::proof(&checked.document, &checked.theme, &|path| inputs.project.read(path, u64::MAX).ok());
/// assert!(proof.page(&checked.sources).starts_with(editions::Proof::START) && proof.summary().len() == 2);
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn proof(document: &Document, theme: &Theme, read: &ReadPicture<'_>) -> Proof {
    let sheet = |edition: PrintSize| Sheet::of(&layout::lay_out(document, theme, &edition, None, read).0, edition);
    Proof { title: document.settings.full_title(), sheets: layout::print_sizes(document).into_iter().map(sheet).collect() }
}

impl Proof {
    /// What every contact sheet begins with.
    pub const START: &str = "<!doctype html><!-- greenpaper proof -->";

    /// A web page of its own; `sources` are those that the document was made from.
    #[must_use]
    pub fn page(&self, sources: &SourceMap) -> String {
        let place = |span: Span| {
            let file = sources.file(span.file);
            format!("<code>{}{}:{}</code>", escaped(&file.root), escaped(&file.path), file.location(span.start).line)
        };
        let (start, title, body) = (Self::START, escaped(&self.title), self.html(&place));
        format!(
            "{start}\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <title>Proof: {title}</title><style>{BODY_STYLE}\n{PROOF_STYLE}</style></head><body><main><h1>Proof: {title}</h1>\n{body}</main></body></html>\n"
        )
    }

    /// The contact sheets as HTML, for a page with [`PROOF_STYLE`]. `place` returns the HTML of a place in the source, or nothing.
    #[must_use]
    pub fn html(&self, place: &dyn Fn(Span) -> String) -> String {
        let mut out = format!("<div class=\"proof\" lang=\"en-GB\"><p>{EXPLANATION}</p>\n");
        self.sheets.iter().for_each(|sheet| sheet.write(&mut out, place));
        out.push_str("</div>");
        out
    }

    /// A line for each edition: its number of pages, and those to look at again.
    #[must_use]
    pub fn summary(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| format!("{}: {}", sheet.name, sheet.count())).collect()
    }
}

impl Sheet {
    fn of(paged: &Paged, edition: PrintSize) -> Self {
        let (name, id) = if edition.large { ("Large print", "large") } else { ("Standard print", "standard") };
        let mut more = MOST_DRAWN;
        let small = |(at, page): (usize, &PrintPage)| {
            let label = label(&paged.labels, at);
            if at >= MOST_DRAWN {
                more -= usize::from(more > 0 && !page.flaws.is_empty());
            }
            let is_drawn = at < MOST_DRAWN || more > 0 && !page.flaws.is_empty();
            let drawing = is_drawn.then(|| drawn::page(paged, page, &alternative(&label, page)));
            SmallPage { label, flaws: page.flaws.clone(), drawing }
        };
        Self { name, id, pages: paged.pages.iter().enumerate().map(small).collect() }
    }

    fn marked(&self) -> impl Iterator<Item = (usize, &SmallPage)> {
        self.pages.iter().enumerate().filter(|(_, page)| !page.flaws.is_empty())
    }

    fn count(&self) -> String {
        let labels: Vec<&str> = self.marked().map(|(_, page)| page.label.as_str()).collect();
        let pages = if self.pages.len() == 1 { "1 page".to_owned() } else { format!("{} pages", self.pages.len()) };
        if labels.is_empty() { format!("{pages}, none to look at again") } else { format!("{pages}, to look at again: {}", labels.join(", ")) }
    }

    fn write(&self, out: &mut String, place: &dyn Fn(Span) -> String) {
        let Self { name, id, pages } = self;
        let _ = writeln!(out, "<h2 id=\"{id}\">{name}</h2><p>{}</p>", self.count());
        let mut marked = self.marked().peekable();
        if marked.peek().is_some() {
            out.push_str("<ul>\n");
            for (at, page) in marked {
                for flaw in &page.flaws {
                    let source = flaw.source.map(place).filter(|place| !place.is_empty()).map(|place| format!(": {place}")).unwrap_or_default();
                    let _ = writeln!(out, "<li><a href=\"#{id}-{at}\">Page {}</a>: {}{source}</li>", page.label, describe(flaw.kind));
                }
            }
            out.push_str("</ul>\n");
        }
        let is_drawn = |page: &&SmallPage| page.drawing.is_some();
        let left_out = pages.len() - pages.iter().filter(is_drawn).count();
        if left_out > 0 {
            let _ = writeln!(out, "<p>The first {MOST_DRAWN} pages are drawn, and those after them that are marked.</p>");
        }
        out.push_str("<ol>\n");
        for (at, page) in pages.iter().enumerate() {
            let Some(drawing) = &page.drawing else { continue };
            let flaws: Vec<String> = page.flaws.iter().map(|flaw| describe(flaw.kind)).collect();
            let class = if flaws.is_empty() { "" } else { " class=\"marked\"" };
            let colon = if flaws.is_empty() { "" } else { ": " };
            let caption = format!("Page {}{colon}{}", page.label, flaws.join(", "));
            let _ = writeln!(out, "<li id=\"{id}-{at}\"{class}><figure>{drawing}<figcaption>{caption}</figcaption></figure></li>");
        }
        out.push_str("</ol>\n");
    }
}

/// A flaw in words.
fn describe(kind: FlawKind) -> String {
    match kind {
        FlawKind::Hole(share) => format!("{:.0}% is empty", share * 100.0),
        FlawKind::DividedBox => "a box is divided".to_owned(),
        FlawKind::StrandedLine => "the last line belongs to the next page".to_owned(),
    }
}

/// The text alternative of a page: its number and its first words.
fn alternative(label: &str, page: &PrintPage) -> String {
    let mut runs: Vec<(LeafId, &str)> = Vec::new();
    for (leaf, item) in &page.content {
        if let Shape::Text(run) = &item.shape {
            runs.push((*leaf, &run.text));
        }
    }
    runs.sort_by_key(|(leaf, _)| *leaf);
    let mut words = String::new();
    for word in runs.iter().flat_map(|(_, text)| text.split_whitespace()) {
        if words.len() + word.len() > FIRST_WORDS {
            words.push('\u{2026}');
            break;
        }
        words.extend([if words.is_empty() { "" } else { " " }, word]);
    }
    if words.is_empty() { format!("Page {label}") } else { format!("Page {label}, which begins: {words}") }
}

/// The number of a page as it is printed.
fn label(labels: &[PageLabels], page: usize) -> String {
    let range = labels.iter().rev().find(|range| range.from as usize <= page);
    range.map_or_else(|| (page + 1).to_string(), |range| range.style.write(page as u32 - range.from + 1))
}
