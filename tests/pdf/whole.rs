//! The sample strategy: nothing lost, links resolved, the same bytes each time.

use greenpaper::layout::{ArtifactKind, LinkTarget, PrintSize, Shape, TagRole, TagTree, print_sizes};
use greenpaper::model::{Inline, InlineChange, Target, Walk, WalkContext};
use greenpaper::pdf;

use crate::project::{Files, Print, leaf_texts, print, text_below};

fn sample() -> Files {
    Files::folder("strategy")
}

/// Letters and digits alone: spaces and breaks fall differently on paper.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Runs of characters in reading order: between them print may add page numbers and addresses.
struct Runs(Vec<String>);

impl Walk<Target> for Runs {
    fn line(&mut self, line: &[Inline<Target>], _context: WalkContext) {
        for inline in line {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => self.0.push(letters(&text.text)),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => {
                    self.line(content, _context);
                }
                Inline::Link(link) => self.line(&link.content, _context),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(words)
                    | InlineChange::Removed(words)
                    | InlineChange::MovedHere(words)
                    | InlineChange::MovedAway(words)
                    | InlineChange::Reformatted { now: words, .. }
                    | InlineChange::Respelled { now: words, .. } => self.line(words, _context),
                },
                Inline::Image(_) | Inline::FootnoteReference(..) | Inline::LineBreak(_) | Inline::RawHtml(_) => {}
            }
        }
    }
}

#[test]
fn every_run_is_tagged_in_order() {
    for large in [false, true] {
        let Print { document, paged, .. } = print(&sample(), large);
        let mut text = String::new();
        text_below(&paged, TagTree::ROOT, &leaf_texts(&paged), &mut text);
        let text = letters(&without_page_marks(&text));
        let mut from = text.find(&letters("Contents")).expect("contents");
        for (_, chapter) in document.chapter_pages() {
            let mut runs = Runs(vec![letters(&chapter.front.title)]);
            runs.blocks(&chapter.body);
            for run in runs.0 {
                let at = text[from..].find(&run).unwrap_or_else(|| panic!("`{run}` of {} is missing or out of order", chapter.front.title));
                from += at + run.len();
            }
        }
    }
}

/// Without "(page 12)", which is inside lines.
pub(crate) fn without_page_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("(page") {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once(')').map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn headings_are_the_bookmarks() {
    let Print { paged, .. } = print(&sample(), false);
    let texts = leaf_texts(&paged);
    let mut headings = Vec::new();
    for (at, tag) in paged.tags.tags.iter().enumerate() {
        if let TagRole::H(level) = tag.role {
            let mut text = String::new();
            text_below(&paged, greenpaper::layout::TagId(at as u32), &texts, &mut text);
            headings.push((level, letters(&without_page_marks(&text))));
        }
    }
    let bookmarks: Vec<(u8, String)> = paged.outline.iter().map(|entry| (entry.level, letters(&entry.title))).collect();
    assert_eq!(headings, bookmarks);
}

#[test]
fn links_have_a_target_and_a_visible_area() {
    let Print { paged, .. } = print(&sample(), false);
    let mut links = 0;
    for (at, tag) in paged.tags.tags.iter().enumerate().filter(|(_, tag)| tag.role == TagRole::Link) {
        let link = tag.details.as_ref().and_then(|details| details.link.as_ref()).expect("a link leads somewhere");
        if let LinkTarget::Inside(destination) = link.target {
            let destination = paged.destinations[destination as usize];
            assert!((destination.page as usize) < paged.pages.len());
        }
        let id = greenpaper::layout::TagId(at as u32);
        assert!(paged.pages.iter().any(|page| page.areas.iter().any(|area| area.tag == id)), "a link without an area");
        links += 1;
    }
    assert!(links > 100, "{links} links");
}

#[test]
fn output_is_reproducible() {
    for edition in [false, true] {
        let (first, second) = (pdf::render(&print(&sample(), edition).paged), pdf::render(&print(&sample(), edition).paged));
        assert!(first == second, "two builds differ");
    }
}

#[test]
fn drafts_have_their_status_in_words_and_a_watermark() {
    let Print { paged, document, .. } = print(&sample(), false);
    assert!(paged.about.title.contains("Draft"), "{}", paged.about.title);
    assert!(
        paged.pages[1..]
            .iter()
            .filter(|page| !page.content.is_empty())
            .all(|page| page.artifacts.iter().any(|artifact| artifact.kind == ArtifactKind::Watermark))
    );
    let names: Vec<(String, String)> =
        print_sizes(&document).iter().map(|edition| (edition.file_name(&document), edition.stable_name(&document))).collect();
    let expected = [
        ("integrated-care-strategy-v3.3.pdf", "integrated-care-strategy.pdf"),
        ("integrated-care-strategy-v3.3-large-print.pdf", "integrated-care-strategy-large-print.pdf"),
    ];
    assert_eq!(names, expected.map(|(file, stable)| (file.to_owned(), stable.to_owned())));
    assert_eq!(print_sizes(&document)[1], PrintSize { large: true });
}

#[test]
fn page_labels_and_printed_numbers_agree() {
    let Print { paged, .. } = print(&sample(), false);
    // An empty page has no number.
    for (number, page) in paged.pages.iter().enumerate().skip(1).filter(|(_, page)| !page.content.is_empty()) {
        let range = paged.labels.iter().rev().find(|range| range.from as usize <= number).expect("a range");
        let label = range.style.write(number as u32 - range.from + 1);
        let folio = page.artifacts.iter().find(|artifact| artifact.kind == ArtifactKind::Footer).expect("a folio");
        let Some(Shape::Text(run)) = folio.items.first().map(|item| &item.shape) else { panic!("a folio without a number") };
        assert_eq!(&*run.text, label);
    }
}
