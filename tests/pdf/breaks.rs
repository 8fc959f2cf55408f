//! Where pages end: holes, divided boxes, overprinted words.

use std::collections::HashSet;

use greenpaper::layout::{ArtifactKind, FlawKind, Paged, PlacedItem, PrintPage, Shape};

use crate::measure::measure;
use crate::project::{Files, SETTINGS, print};

/// Left, top, right and bottom of what is painted; text from its capitals to its baseline.
fn extent(item: &PlacedItem) -> Option<[f32; 4]> {
    let (x, y) = (item.at.x.0, item.at.y.0);
    match &item.shape {
        Shape::Text(run) if run.turned == 0.0 => Some([x, y - run.size.0 * 0.5, x + run.width().0, y]),
        Shape::Text(_) | Shape::Path(_) => None,
        Shape::Rectangle(size, _) | Shape::Bitmap(_, size, _) => Some([x, y, x + size.width.0, y + size.height.0]),
        Shape::Group(group) => Some([x, y, x + group.size.width.0, y + group.size.height.0]),
    }
}

fn is_text(item: &PlacedItem) -> bool {
    matches!(item.shape, Shape::Text(_))
}

/// Overlapping runs of words, with their page.
pub(crate) fn overprinted(paged: &Paged) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        let repeated = page.artifacts.iter().filter(|artifact| artifact.kind == ArtifactKind::Layout).flat_map(|artifact| &artifact.items);
        let mut runs: Vec<(&PlacedItem, [f32; 4])> = page
            .content
            .iter()
            .map(|(_, item)| item)
            .chain(repeated)
            .filter(|item| is_text(item))
            .filter_map(|item| Some((item, extent(item)?)))
            .collect();
        runs.sort_by(|a, b| a.1[3].total_cmp(&b.1[3]));
        for (at, (item, own)) in runs.iter().enumerate() {
            for (other, its) in runs[at + 1..].iter().take_while(|(_, its)| its[1] < own[3] + 40.0) {
                let is_over = own[0] + 0.6 < its[2] && its[0] + 0.6 < own[2] && own[1] + 0.6 < its[3] && its[1] + 0.6 < own[3];
                if is_over
                    && let (Shape::Text(one), Shape::Text(two)) = (&item.shape, &other.shape)
                    && !one.text.trim().is_empty()
                    && !two.text.trim().is_empty()
                {
                    found.push((number, one.text.to_string(), two.text.to_string()));
                }
            }
        }
    }
    found
}

/// Pages, numbered from 0, that leave more than a share of their text's height empty, although the same chapter goes on.
pub(crate) fn holes(paged: &Paged, share: f32) -> Vec<usize> {
    let bottom_of = |page: &PrintPage| page.content.iter().filter_map(|(_, item)| extent(item)).map(|extent| extent[3]).fold(0.0, f32::max);
    let top_of = |page: &PrintPage| page.content.iter().filter_map(|(_, item)| extent(item)).map(|extent| extent[1]).fold(f32::INFINITY, f32::min);
    let (top, bottom) =
        paged.pages.iter().skip(1).fold((f32::INFINITY, 0.0_f32), |(top, bottom), page| (top.min(top_of(page)), bottom.max(bottom_of(page))));
    let openings: HashSet<usize> = paged
        .outline
        .iter()
        .filter(|entry| entry.level <= 2)
        .filter_map(|entry| {
            let destination = paged.destinations.get(entry.destination as usize)?;
            let page = destination.page as usize;
            (entry.level == 1 || destination.at.y.0 <= top + 12.0).then_some(page)
        })
        .collect();
    (1..paged.pages.len().saturating_sub(1))
        .filter(|number| {
            let page = &paged.pages[*number];
            let is_same_way = paged.pages[*number + 1].size == page.size;
            let next_is_empty = paged.pages[number + 1].content.is_empty();
            !openings.contains(&(number + 1)) && !next_is_empty && is_same_way && bottom - bottom_of(page) > (bottom - top) * share
        })
        .collect()
}

#[test]
fn the_sample_has_few_holes_and_no_overlapping_words() {
    for large in [false, true] {
        let paged = print(&Files::folder("strategy"), large).paged;
        let holes = holes(&paged, 0.25);
        assert!(holes.len() * 100 <= paged.pages.len() * 2, "large {large}: {} pages, holes on {holes:?}", paged.pages.len());
        let marked = paged.pages.iter().flat_map(|page| &page.flaws).filter(|flaw| matches!(flaw.kind, FlawKind::Hole(_))).count();
        assert!(marked <= holes.len(), "{marked} pages are marked on the contact sheet");
        assert_eq!(overprinted(&paged), [], "large {large}");
    }
}

#[test]
fn page_numbers_take_up_their_own_width() {
    for count in [1, 130] {
        let mut files = Files::chapter(
            SETTINGS,
            "See [the last](99-last.md), then [the last](99-last.md) again, and more.\n\n| A | B |\n|---|--:|\n| see [the last](99-last.md), here | [it](99-last.md) |\n",
        );
        (0..count).for_each(|nth| files.add(&format!("chapters/{:02}-filler{nth}.md", 2 + nth / 10), "---\ntitle: Filler\n---\n\nWords.\n"));
        files.add("chapters/99-last.md", "---\ntitle: Last\n---\n\nWords.\n");
        let paged = print(&files, false).paged;
        assert_eq!(overprinted(&paged), []);
        // A number's right edge is where the words after it start.
        let page = paged
            .pages
            .iter()
            .find(|page| page.content.iter().any(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.starts_with("(page "))))
            .expect("a page number");
        let numbers = page
            .content
            .iter()
            .filter(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.starts_with("(page ")))
            .filter_map(|(_, item)| extent(item));
        let starts: Vec<f32> = page.content.iter().filter(|(_, item)| is_text(item)).map(|(_, item)| item.at.x.0).collect();
        let closed = numbers.filter(|number| starts.iter().any(|start| (start - number[2]).abs() < 0.1)).count();
        assert!(closed >= 3, "{closed} numbers are followed directly");
    }
}

#[test]
fn text_fills_the_hole_before_a_figure_that_moves_on() {
    let words = "A paragraph of words that fills several lines of the page, so that a page is made of few of them and its end is seen.\n\n";
    for before in 4..30 {
        let table = format!("Table: Numbers\n\n| A | B |\n|---|---|\n{}", "| one | two |\n".repeat(14));
        let files = Files::chapter(SETTINGS, &format!("{}{table}\n{}", words.repeat(before), words.repeat(30)));
        let paged = print(&files, false).paged;
        assert_eq!(holes(&paged, 0.25), [] as [usize; 0], "after {before} paragraphs");
        assert_eq!(overprinted(&paged), [], "after {before} paragraphs");
    }
}

#[test]
fn charts_of_any_size_are_drawn_and_no_bar_is_parted_from_its_name() {
    for (labels, series) in [(50, 1), (12, 5), (9, 5), (120, 2)] {
        let names: Vec<String> = (0..series).map(|nth| format!("Series {nth}")).collect();
        let rows: String = (0..labels).map(|at| format!("Neighbourhood {at}{}\n", format!(", {}", at % 17 + 1).repeat(series))).collect();
        let names = names.join(", ");
        let chart = format!("```chart\nkind: bar\ntitle: Homes\nsummary: Many.\nfile: ../data/a.csv\nlabel: Place\nvalues: [{names}]\n```\n");
        let mut files = Files::chapter(SETTINGS, &chart);
        files.add("data/a.csv", format!("Place, {names}\n{rows}").replace(", ", ","));
        for large in [false, true] {
            let paged = print(&files, large).paged;
            assert_eq!(overprinted(&paged), [], "{labels} of {series}");
            let figure = |leaf: greenpaper::layout::LeafId| paged.tags.tag(paged.tags.leaves[leaf.0 as usize]).role.name() == "Figure";
            for page in &paged.pages {
                let drawn = || page.content.iter().filter(|(leaf, _)| figure(*leaf)).map(|(_, item)| item);
                let count = |is: &dyn Fn(&str) -> bool| drawn().filter(|item| matches!(&item.shape, Shape::Text(run) if is(&run.text))).count();
                let (named, figures) = (count(&|text| text.starts_with("Neighbourhood")), count(&|text| text.parse::<u32>().is_ok()));
                assert_eq!(named * series, figures, "{labels} of {series}, large {large}");
                let bottom = drawn().filter_map(extent).map(|extent| extent[3]).fold(0.0, f32::max);
                assert!(bottom < page.size.height.0 - 50.0);
                // Every page of it has the legend.
                let mut shown = page.artifacts.iter().flat_map(|artifact| &artifact.items).chain(drawn());
                let has_legend = shown.any(|item| matches!(&item.shape, Shape::Text(run) if run.text.ends_with("Series 0")));
                assert!(named == 0 || series == 1 || has_legend, "{labels} of {series}, large {large}");
            }
            let all = paged.pages.iter().flat_map(|page| &page.content).filter(|(leaf, _)| figure(*leaf));
            assert_eq!(all.filter(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.starts_with("Neighbourhood"))).count(), labels);
        }
    }
}

#[test]
fn a_figure_is_never_divided_and_an_address_only_at_its_marks() {
    let body = "| Service | Phone | Cost | Address | Notes |\n|---|---|---|---|---|\n| Housing advice for everyone | 01632 960 001 | £1 400 000 | https://www.example.gov.uk/housing/advice_and_support/private.tenants/damp-and-mould | Open each day |\n";
    for paper in ["A4", "A5"] {
        for large in [false, true] {
            let paged = print(&Files::chapter(&format!("{SETTINGS}print: {{paper: {paper}}}\n"), body), large).paged;
            let texts: Vec<String> = paged
                .pages
                .iter()
                .flat_map(|page| &page.content)
                .filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(run.text.to_string()) } else { None })
                .collect();
            for figure in ["01632 960 001", "£1 400 000"] {
                assert!(texts.iter().any(|text| text.trim() == figure), "{texts:?}");
            }
            let address: Vec<&String> = texts
                .iter()
                .skip_while(|text| !text.starts_with("https"))
                .take_while(|text| !text.starts_with("Notes") && !text.starts_with("Open"))
                .collect();
            let ends_well = |text: &&String| text.ends_with(['/', '-']) || text.ends_with("mould");
            let starts_well = |text: &&String| text.starts_with(['.', '_']) || text.starts_with("https");
            assert!(address.windows(2).all(|pair| ends_well(&pair[0]) || starts_well(&pair[1])), "{address:?}");
        }
    }
}

#[test]
fn text_goes_on_above_a_note_of_several_pages() {
    let body = format!(
        "First.[^a]\n\n{}[^a]: {}\n",
        "Words of the text that go on for some lines and more of them.\n\n".repeat(40),
        "A very long note. ".repeat(900)
    );
    for large in [false, true] {
        let paged = print(&Files::chapter(SETTINGS, &body), large).paged;
        assert_eq!(overprinted(&paged), []);
        // On every page but the last of the note there is something in the upper half.
        let upper = |page: &PrintPage| page.content.iter().any(|(_, item)| item.at.y.0 < page.size.height.0 * 0.4);
        assert!(paged.pages.iter().filter(|page| !page.content.is_empty()).all(upper), "large {large}");
    }
}

/// A settings file's words for a language, with one chapter.
fn in_language(language: &str, body: &str) -> Files {
    Files::chapter(&SETTINGS.replace("en-GB", language), body)
}

#[test]
fn right_to_left_languages_start_at_the_right() {
    // The embedded face has no Arabic: digits and Latin words are placed by the document's direction all the same.
    let body = "12.\n\n- 34\n\n> [!note] 56\n> 78\n";
    let (left, right) = (print(&in_language("en", body), false).paged, print(&in_language("ar", body), false).paged);
    assert!(right.about.right_to_left && !left.about.right_to_left);
    let ends = |paged: &Paged, words: &str| {
        let page = paged
            .pages
            .iter()
            .rev()
            .find(|page| page.content.iter().any(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.contains(words))));
        let page = page.expect("a page with these words");
        let found = page.content.iter().find(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.contains(words)));
        let [from, _, to, _] = found.and_then(|(_, item)| extent(item)).expect("these words");
        (from, page.size.width.0 - to)
    };
    for words in ["12", "34", "78"] {
        let ((from, _), (_, to)) = (ends(&left, words), ends(&right, words));
        assert!((from - to).abs() < 1.0, "{words}: {from} from the left, {to} from the right");
    }
}

#[test]
fn words_of_the_interface_keep_their_order_from_right_to_left() {
    let print = print(&in_language("ar", "\u{5de}\u{5d9}\u{5dc}\u{5d9}\u{5dd}\n"), false);
    let runs = || {
        print.paged.pages.iter().flat_map(|page| &page.content).filter_map(|(_, item)| match &item.shape {
            Shape::Text(run) => Some((item.at.x.0, &*run.text)),
            _ => None,
        })
    };
    // "1 May 2024": the day is at the left of the month, in one run.
    assert!(runs().any(|(_, text)| text == "1 May 2024"), "{:?}", runs().collect::<Vec<_>>());
    assert!(runs().any(|(_, text)| text == "1.0 (this version)"), "{:?}", runs().collect::<Vec<_>>());
}

#[test]
fn mixed_directions_are_tagged_in_reading_order() {
    let print = print(&in_language("en", "Before \u{5d0}\u{5d1} 12 \u{5d2}\u{5d3} after.\n"), false);
    let texts = crate::project::leaf_texts(&print.paged);
    assert!(texts.values().any(|text| text.contains("Before \u{5d0}\u{5d1} 12 \u{5d2}\u{5d3} after.")), "{texts:?}");
}

#[test]
fn tables_break_no_word_that_fits_alone() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(6));
    let body = row("Responsibility") + &row("---") + &row("accommodation").repeat(3);
    for large in [false, true] {
        let print = print(&Files::chapter(SETTINGS, &body), large);
        let set = |words: &str| {
            print
                .paged
                .pages
                .iter()
                .flat_map(|page| &page.content)
                .filter(|(_, item)| matches!(&item.shape, Shape::Text(run) if run.text.trim() == words))
                .count()
        };
        assert_eq!((set("Responsibility"), set("accommodation")), (6, 18), "large {large}");
        assert_eq!(overprinted(&print.paged), []);
        assert_eq!(print.paged.pages.iter().any(|page| page.size.width > page.size.height), !large);
        assert!(print.faults.iter().any(|fault| fault.rule == "wide-table"));
    }
}

#[test]
fn covers_fit_titles_of_any_length() {
    for count in [1, 8, 20, 60, 200] {
        let title = "Wellbeing together ".repeat(count);
        let settings = SETTINGS
            .replace("A plan", title.trim())
            .replace("publisher", &format!("subtitle: {}\npublisher", "A subtitle of words ".repeat(count.min(30)).trim()));
        for large in [false, true] {
            let paged = print(&Files::chapter(&settings, "Words."), large).paged;
            assert_eq!(overprinted(&paged), []);
            // White words lie on the field.
            for page in &paged.pages {
                let fields: Vec<[f32; 4]> = page.artifacts.iter().flat_map(|artifact| &artifact.items).filter_map(extent).collect();
                for (_, item) in &page.content {
                    if let (Shape::Text(run), Some([left, top, right, bottom])) = (&item.shape, extent(item))
                        && run.colour.r > 200
                    {
                        let is_on = |field: &[f32; 4]| field[0] <= left && field[1] <= top && field[2] >= right && field[3] >= bottom;
                        assert!(fields.iter().any(is_on), "{count} words, large {large}: `{}`", run.text);
                    }
                }
            }
        }
    }
}

/// Where the words that a table's cells have in common with `words` end, and the page's size.
fn right_edges(paged: &Paged, words: &[&str]) -> Vec<f32> {
    let runs = paged.pages.iter().flat_map(|page| &page.content).filter_map(|(_, item)| match &item.shape {
        Shape::Text(run) if words.contains(&run.text.trim()) => Some(item.at.x.0 + run.width().0),
        _ => None,
    });
    runs.collect()
}

#[test]
fn figures_are_aligned_on_their_decimal_points() {
    let body = "| Place | Rate |\n|---|---|\n| North | 1,234.5 |\n| South | 12 |\n| East | 0.125 |\n| West | 7.25 |\n";
    for large in [false, true] {
        let print = print(&Files::chapter(SETTINGS, body), large);
        let ends = right_edges(&print.paged, &["1,234.5", "12", "0.125", "7.25"]);
        let [tenth, whole, thousandth, hundredth] = ends[..] else { panic!("{ends:?}") };
        let digit = hundredth - tenth;
        assert!(digit > 3.0 && (thousandth - hundredth - digit).abs() < 0.1 && whole < tenth - digit, "{ends:?}");
    }
}

#[test]
fn a_table_is_printed_as_its_caption_says() {
    let body =
        |setting: &str| format!("Before.\n\nTable: Actions {setting}\n\n| Action | Who |\n|---|---|\n| Build homes | The council |\n\nAfter.\n");
    let turned = |print: &crate::project::Print| print.paged.pages.iter().any(|page| page.size.width > page.size.height);
    let labels = |print: &crate::project::Print| right_edges(&print.paged, &["Who"]).first().copied().unwrap_or_default();
    for large in [false, true] {
        let [auto, landscape, list] = ["", "{landscape}", "{list}"].map(|setting| print(&Files::chapter(SETTINGS, &body(setting)), large));
        assert_eq!([&auto, &landscape, &list].map(turned), [false, !large, false]);
        assert!(labels(&list) < labels(&auto), "in a list, every heading is at the left");
        assert!([&auto, &landscape, &list].iter().all(|print| print.faults.is_empty()));
    }
    let wide =
        format!("Table: Wide {{upright}}\n\n|{0}\n|{1}\n|{2}\n", " Responsibility |".repeat(8), "---|".repeat(8), " accommodation |".repeat(8));
    let print = print(&Files::chapter(SETTINGS, &wide), false);
    assert!(!turned(&print) && print.faults.is_empty());
}

#[test]
fn tables_in_landscape_gather_behind_the_text_and_take_their_heading_along() {
    let table = format!("Table: Wide {{landscape}}\n\n|{}\n|{}\n|{}\n\n", " Head |".repeat(3), "---|".repeat(3), " cell |".repeat(3));
    let turned = |body: &str| -> Vec<(bool, String)> {
        let paged = print(&Files::chapter(SETTINGS, body), false).paged;
        let pages = paged.pages.iter().filter(|page| !page.content.is_empty());
        let words = |page: &PrintPage| {
            let texts =
                page.content.iter().filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(run.text.to_string()) } else { None });
            texts.collect::<Vec<_>>().join("|")
        };
        pages.map(|page| (page.size.width > page.size.height, words(page))).collect()
    };
    let pages = turned(&format!("First.\n\n{table}Second.\n\n{table}Third.\n"));
    let text = pages.iter().position(|(_, words)| words.contains("First.")).expect("the text");
    assert!(pages[text].1.contains("Second.") && pages[text].1.contains("Third."), "{pages:?}");
    let landscape: Vec<_> = pages.iter().filter(|(is_turned, _)| *is_turned).collect();
    assert_eq!(landscape.len(), 1, "{pages:?}");
    assert_eq!(landscape[0].1.matches("Wide").count(), 2);
    // No heading is alone on a page.
    let pages = turned(&format!("Words.\n\n## A heading of the table\n\n{table}"));
    let with_heading: Vec<_> = pages.iter().filter(|(_, words)| words.contains("A heading of the table")).collect();
    assert!(with_heading.last().is_some_and(|(is_turned, words)| *is_turned && words.contains("Wide")), "{pages:?}");
}

#[test]
fn european_decimals_and_units_are_aligned_too() {
    let body =
        "| Place | Rate | Money |\n|---|---|---|\n| North | 1,5 | £1.2m |\n| South | 12,25 | -3 |\n| East | 0,125 | (3) |\n| West | – | 3% |\n";
    for large in [false, true] {
        let print = print(&Files::chapter(SETTINGS, body), large);
        let end = |words: &str| right_edges(&print.paged, &[words])[0];
        let digit = end("12,25") - end("1,5");
        assert!(digit > 3.0 && (end("0,125") - end("12,25") - digit).abs() < 0.1, "large {large}");
        // Whole numbers end at one place: a bracket and a unit are beyond it.
        assert!(end("-3") < end("(3)") && end("(3)") < end("£1.2m") && end("-3") < end("3%"), "large {large}");
    }
}

#[test]
fn no_chapter_ends_with_a_line_on_a_page_of_its_own() {
    for large in [false, true] {
        let box_of_five =
            "> [!important] Callout\n> We will:\n>\n> - first thing\n> - second thing\n> - third thing\n> - fourth thing\n> - last thing\n";
        for before in 1..40 {
            let body = format!("{}## Heading\n\n{box_of_five}\nAfter.\n", "A line of the page.\n\n".repeat(before));
            let paged = print(&Files::chapter(SETTINGS, &body), large).paged;
            let measured = measure(&paged);
            assert_eq!((measured.tails, measured.stranded, measured.divided), (0, 0, 0), "{before} lines before, large {large}");
        }
    }
}

#[test]
fn what_is_marked_on_a_page_has_its_place_in_the_source() {
    let note = format!("> [!note] Title\n{}", "> A line of words in a box.\n>\n".repeat(14));
    let mut marked = 0;
    for count in 1..40 {
        let body = format!("{}{note}", "A line of words.\n\n".repeat(count));
        let paged = print(&Files::chapter(SETTINGS, &body), true).paged;
        for flaw in paged.pages.iter().flat_map(|page| &page.flaws) {
            let source = flaw.source.expect("a place");
            assert!(!source.range().is_empty());
            marked += 1;
        }
    }
    assert!(marked > 0, "a hole before a box that nothing follows");
}
