//! Book habits: right-hand pages, margins, bleed, sizes, contrast, the cover.

use greenpaper::layout::{ArtifactKind, Colour, LeafId, Paged, PlacedItem, PrintPage, Shape, TagRole};
use greenpaper::pdf;

use crate::project::{Files, Print, SETTINGS, print};

/// The sample, with further settings of print.
fn sample_with(settings: &str) -> Files {
    let mut files = Files::folder("strategy");
    let own = String::from_utf8_lossy(&files.0["strategy.yaml"]).replace("  change_bars: false", &format!("  change_bars: false\n{settings}"));
    files.add("strategy.yaml", own);
    files
}

/// The pages, from 0, on which a heading of the first level begins.
fn openings(paged: &Paged) -> Vec<usize> {
    let of_level = paged.outline.iter().filter(|entry| entry.level == 1);
    of_level.map(|entry| paged.destinations[entry.destination as usize].page as usize).collect()
}

fn left_edge(page: &PrintPage) -> f32 {
    page.content.iter().map(|(_, item)| item.at.x.0).fold(f32::INFINITY, f32::min)
}

#[test]
fn the_first_page_is_a_right_hand_page() {
    for (settings, large, is_two_sided) in [("", false, true), ("", true, false), ("  duplex: true", true, true), ("  duplex: false", false, false)] {
        let paged = print(&sample_with(settings), large).paged;
        let text = paged.labels.last().expect("labels").from as usize;
        assert!(!is_two_sided || text.is_multiple_of(2), "{settings}: page 1 is a right-hand page, not {text}");
        let edges = |parity: usize| {
            let pages = paged.pages.iter().skip(text).enumerate().filter(move |(at, page)| at % 2 == parity && !page.content.is_empty());
            pages.map(|(_, page)| left_edge(page)).fold(f32::INFINITY, f32::min)
        };
        assert_eq!((edges(0) - edges(1)).abs() > 10.0, is_two_sided && !large, "{settings}, large {large}");
        // No page is empty but the one before page 1.
        let empty: Vec<usize> = (0..paged.pages.len()).filter(|page| paged.pages[*page].content.is_empty()).collect();
        assert!(empty.iter().all(|page| is_two_sided && page + 1 == text), "{empty:?}");
    }
}

#[test]
fn chapters_open_on_right_hand_pages() {
    for large in [false, true] {
        let paged = print(&sample_with("  openings: right"), large).paged;
        let text = paged.labels.last().expect("labels").from as usize;
        let chapters: Vec<usize> = openings(&paged).into_iter().filter(|page| *page >= text).collect();
        assert!(chapters.len() > 5 && chapters.iter().all(|page| page.is_multiple_of(2)), "{chapters:?}");
        let is_blank = |page: &PrintPage| page.content.is_empty() && page.artifacts.is_empty();
        assert!(paged.pages.iter().enumerate().all(|(at, page)| !is_blank(page) || chapters.contains(&(at + 1))));
    }
}

#[test]
fn bleed_goes_beyond_the_cut_and_marks_stay_outside() {
    let (plain, press) = (print(&sample_with(""), false).paged, print(&sample_with("  bleed: 3mm"), false).paged);
    assert_eq!(plain.pages.len(), press.pages.len());
    for (plain, page) in plain.pages.iter().zip(&press.pages) {
        let trim = page.trim.expect("a trim box");
        assert!((trim.bleed.0 - 8.504).abs() < 0.01);
        assert_eq!((trim.rect.size, plain.trim.is_none()), (plain.size, true));
        let marks = page.artifacts.iter().filter(|artifact| artifact.kind == ArtifactKind::Page).flat_map(|artifact| &artifact.items);
        let (left, right) = (trim.rect.at.x - trim.bleed, trim.rect.at.x + trim.rect.size.width + trim.bleed);
        let (top, bottom) = (trim.rect.at.y - trim.bleed, trim.rect.at.y + trim.rect.size.height + trim.bleed);
        let is_outside = |item: &PlacedItem| {
            let Shape::Rectangle(size, _) = item.shape else { return false };
            let (x, y) = (item.at.x, item.at.y);
            (x + size.width).0 <= left.0 + 0.01 || x.0 >= right.0 - 0.01 || (y + size.height).0 <= top.0 + 0.01 || y.0 >= bottom.0 - 0.01
        };
        assert_eq!(marks.filter(|item| is_outside(item)).count(), 8);
    }
    // The field of the cover reaches the edge of the bleed on three sides.
    let cover = &press.pages[0];
    let trim = cover.trim.expect("a trim box");
    let field = cover.artifacts.iter().find(|artifact| artifact.kind == ArtifactKind::Background).and_then(|artifact| artifact.items.first());
    let Some(PlacedItem { at, shape: Shape::Rectangle(size, _) }) = field else { panic!("a field") };
    assert!((at.x - trim.rect.at.x + trim.bleed).0.abs() < 0.01 && (at.y - trim.rect.at.y + trim.bleed).0.abs() < 0.01);
    assert!((size.width - trim.rect.size.width - trim.bleed * 2.0).0.abs() < 0.01);
    let read = lopdf::Document::load_mem(&pdf::render(&press)).expect("a file");
    let (_, first) = read.get_pages().into_iter().next().expect("a page");
    let page = read.get_dictionary(first).expect("a page");
    assert!([&b"TrimBox"[..], b"BleedBox", b"CropBox", b"MediaBox"].iter().all(|key| page.has(key)));
}

/// The smallest size that a piece of text may have, by its tags.
fn least_size(paged: &Paged, leaf: Option<LeafId>, large: bool) -> f32 {
    let mut tag = leaf.map(|leaf| paged.tags.leaves[leaf.0 as usize]);
    let Some(_) = tag else { return if large { 18.0 } else { 11.0 } };
    while let Some(at) = tag {
        let one = paged.tags.tag(at);
        match one.role {
            // The mark of a note is raised.
            TagRole::Reference if !large && paged.tags.tag(one.parent.unwrap_or_default()).role != TagRole::Toci => return 8.0,
            TagRole::Note if !large => return 11.0,
            _ => tag = one.parent,
        }
    }
    if large { 18.0 } else { 12.0 }
}

#[test]
fn nothing_is_smaller_than_print_allows() {
    let body = "# One\n\nWater is H~2~O and CO\u{2082}, x^2^.[^a]\n\n[^a]: A note.\n\n| A | B |\n|---|---|\n| one | two |\n";
    let chapter = Files::chapter(SETTINGS, body);
    let all = crate::positions::documents().into_iter().map(|(_, files)| (files, true));
    for (files, is_sample) in all.chain([(chapter, false)]) {
        for large in [false, true] {
            let paged = print(&files, large).paged;
            for page in &paged.pages {
                let artifacts = page.artifacts.iter().flat_map(|artifact| artifact.items.iter().map(|item| (None, item)));
                for (leaf, item) in page.content.iter().map(|(leaf, item)| (Some(*leaf), item)).chain(artifacts) {
                    let Shape::Text(run) = &item.shape else { continue };
                    // Raised and lowered characters of standard print are three quarters of their text.
                    let is_shifted = !large && (!is_sample || run.size.0 == 9.0) && run.text.chars().all(|c| "2\u{2082}".contains(c));
                    let least = if is_shifted { 9.0 } else { least_size(&paged, leaf, large) };
                    assert!(run.size.0 >= least, "`{}` is {} points, large {large}", run.text, run.size.0);
                }
            }
        }
    }
}

/// What was painted last under a point, if it is a plain colour.
fn ground(items: &[&PlacedItem], x: f32, y: f32) -> Option<Colour> {
    let white = Colour { r: 255, g: 255, b: 255 };
    let mut colour = Some(white);
    for item in items {
        let (dx, dy) = (x - item.at.x.0, y - item.at.y.0);
        let is_in = |width: f32, height: f32| (0.0..=width).contains(&dx) && (0.0..=height).contains(&dy);
        match &item.shape {
            Shape::Rectangle(size, own) if is_in(size.width.0, size.height.0) => colour = Some(*own),
            Shape::Bitmap(_, size, _) if is_in(size.width.0, size.height.0) => colour = None,
            Shape::Group(group) if is_in(group.size.width.0, group.size.height.0) => colour = None,
            _ => {}
        }
    }
    colour
}

fn luminance(colour: Colour) -> f32 {
    let linear = |channel: u8| {
        let share = f32::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b)
}

/// Runs of text with a contrast of less than 4.5:1 to what lies under them (WCAG 2.2, 1.4.3), with their page.
pub(crate) fn faint(paged: &Paged) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        let under = page.artifacts.iter().filter(|artifact| artifact.kind != ArtifactKind::Watermark).flat_map(|artifact| &artifact.items);
        let items: Vec<&PlacedItem> = under.chain(page.content.iter().map(|(_, item)| item)).collect();
        for (at, item) in items.iter().enumerate() {
            let Shape::Text(run) = &item.shape else { continue };
            let (x, y) = (item.at.x.0 + run.width().0 / 2.0, item.at.y.0 - run.size.0 * 0.3);
            let Some(ground) = ground(&items[..at], x, y) else { continue };
            let (one, two) = (luminance(run.colour), luminance(ground));
            if (one.max(two) + 0.05) / (one.min(two) + 0.05) < 4.5 && !run.text.trim().is_empty() {
                found.push((number, run.text.to_string()));
            }
        }
    }
    found
}

#[test]
fn words_stand_out_from_what_lies_under_them() {
    for files in [Files::folder("strategy"), Files::folder("tests/pdf/edge")] {
        for large in [false, true] {
            let mut paged = print(&files, large).paged;
            assert_eq!(faint(&paged), []);
            // The test sees a word that is too pale.
            let run = paged.pages.iter_mut().flat_map(|page| &mut page.content).find_map(|(_, item)| match &mut item.shape {
                Shape::Text(run) if run.colour.r < 100 => Some(run),
                _ => None,
            });
            run.expect("a word").colour = Colour { r: 150, g: 150, b: 150 };
            assert_eq!(faint(&paged).len(), 1);
        }
    }
}

#[test]
fn no_draft_mark_is_behind_a_figure() {
    let paged = print(&Files::folder("strategy"), false).paged;
    let mut figures = 0;
    for page in paged.pages.iter().filter(|page| page.artifacts.iter().any(|artifact| artifact.kind == ArtifactKind::Watermark)) {
        let after: Vec<&PlacedItem> = page
            .artifacts
            .iter()
            .skip_while(|artifact| artifact.kind != ArtifactKind::Watermark)
            .skip(1)
            .flat_map(|artifact| &artifact.items)
            .collect();
        for area in page.areas.iter().filter(|area| paged.tags.tag(area.tag).role == TagRole::Figure) {
            figures += 1;
            let is_over = |item: &&PlacedItem| item.at == area.rect.at && matches!(item.shape, Shape::Rectangle(size, _) if size == area.rect.size);
            assert!(after.iter().any(is_over), "paper between the mark and the figure");
        }
    }
    assert!(figures > 3);
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#a33"/></svg>"##;

/// A chapter whose theme has these tokens of print.
fn themed(tokens: &str) -> Files {
    let mut files = Files::chapter(SETTINGS, "Words.");
    files.add("theme/theme.yaml", format!("name: own\nprint:\n{tokens}"));
    files.add("theme/logo.svg", LOGO);
    files
}

#[test]
fn the_logo_is_above_the_title_and_has_words() {
    for (tokens, words) in
        [("  logo: logo.svg\n", "A council"), ("  logo: logo.svg\n  logo_alt: The crest\n  cover_picture: logo.svg\n", "The crest")]
    {
        for large in [false, true] {
            let Print { paged, faults, .. } = print(&themed(tokens), large);
            assert!(faults.is_empty(), "{faults:?}");
            let [area] = &paged.pages[0].areas[..] else { panic!("one figure on the cover") };
            assert_eq!(paged.tags.tag(area.tag).details.as_ref().and_then(|details| details.alternative.as_deref()), Some(words));
            let bottom = area.rect.at.y + area.rect.size.height;
            let title = paged.pages[0].content.iter().find(|(_, item)| matches!(&item.shape, Shape::Text(run) if &*run.text == "A plan"));
            assert!(title.expect("a title").1.at.y.0 > bottom.0 && area.rect.at.y.0 > 0.0 && area.rect.size.height.0 > 40.0);
            assert_eq!(faint(&paged), []);
            // The logo is on paper, not on the field.
            let painted: Vec<&PlacedItem> = paged.pages[0].artifacts.iter().flat_map(|artifact| &artifact.items).collect();
            assert_eq!(ground(&painted, area.rect.at.x.0 + 1.0, area.rect.at.y.0 + 1.0).map(|colour| colour.r), Some(255));
        }
    }
    assert!(print(&themed("  logo: none.svg\n"), false).faults.iter().any(|fault| fault.message.contains("logo: `none.svg` cannot be shown")));
}
