//! Lines of paragraphs, rows of tables and parts of figures: what is next to what.

use greenpaper::layout::{Paged, PrintPage, Shape};

use crate::project::{Files, SETTINGS, print};

/// The words of each line of the leaves on a page, by their baselines.
fn lines_of(paged: &Paged) -> Vec<String> {
    let mut lines: Vec<(usize, i32, String)> = Vec::new();
    for (page, items) in paged.pages.iter().enumerate().map(|(page, one)| (page, &one.content)) {
        for (_, item) in items {
            let Shape::Text(run) = &item.shape else { continue };
            let y = (item.at.y.0 * 4.0) as i32;
            match lines.last_mut().filter(|(last_page, last, _)| (*last_page, *last) == (page, y)) {
                Some((.., words)) => words.push_str(&run.text),
                None => lines.push((page, y, run.text.to_string())),
            }
        }
    }
    lines.into_iter().map(|(.., words)| words).collect()
}

#[test]
fn few_paragraphs_end_in_a_word_alone() {
    let sentence = "We listen to people in every town and village before we decide what to do and how to pay for it so ";
    let body: String = (0..100).map(|length| format!("{}end.\n\n", &sentence.repeat(3)[..60 + length * 2])).collect();
    for large in [false, true] {
        let print = print(&Files::chapter(SETTINGS, &body), large);
        let alone = lines_of(&print.paged).iter().filter(|line| line.ends_with("end.") && line.len() < 8).count();
        // Paragraphs of two lines cannot always avoid it.
        assert!(alone <= 2, "{alone} of 100 (large: {large})");
    }
}

#[test]
fn no_line_ends_between_a_day_and_its_month() {
    for before in (1..60).step_by(4) {
        let print = print(&Files::chapter(SETTINGS, &format!("{} on 13 February 2023 we met.\n", "a ".repeat(before))), true);
        assert!(lines_of(&print.paged).iter().any(|line| line.contains("13 February")), "{:?}", lines_of(&print.paged));
    }
}

#[test]
fn no_row_of_a_table_is_alone_on_a_page() {
    for rows in (3..30).step_by(4) {
        let row = |nth: usize| format!("| Row {nth} | {} |\n", "words that fill some lines ".repeat(6));
        let table: String = (0..rows).map(row).collect();
        for large in [false, true] {
            let print = print(&Files::chapter(SETTINGS, &format!("| A | B |\n|---|---|\n{table}")), large);
            let rows_on = |page: &PrintPage| {
                let runs = page.content.iter().filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(&run.text) } else { None });
                runs.filter(|text| text.starts_with("Row ")).count()
            };
            assert!(print.paged.pages.iter().all(|page| rows_on(page) != 1), "{rows} rows (large: {large})");
        }
    }
}

#[test]
fn charts_of_several_pages_come_one_after_another() {
    let chart = |title: &str, labels: usize| {
        let data: String = (0..labels).map(|at| format!("\"{title} {at}\": {}, ", at + 1)).collect();
        format!("```chart\nkind: bar\ntitle: {title}\nsummary: Many.\ndata: {{{data}}}\n```\n\n")
    };
    for large in [false, true] {
        let line = "```chart\nkind: line\ntitle: Zero\nsummary: Rising.\ndata: {\"2020\": 1, \"2021\": 2, \"2022\": 4}\n```\n\n";
        let body = format!("Words.\n\n{line}{line}{}{}{line}{}", chart("First", 70), chart("Second", 4), chart("Third", 60));
        let lines = lines_of(&print(&Files::chapter(SETTINGS, &body), large).paged);
        let last = |title: &str| lines.iter().rposition(|line| line.starts_with(title)).expect("a row");
        let first = |title: &str| lines.iter().position(|line| line.starts_with(title)).expect("a row");
        assert!(last("First") < first("Second") && last("Second") < first("Third"), "{lines:?}");
        assert!(!lines[first("First 0")..last("First")].iter().any(|line| line.starts_with("Zero")), "{lines:?}");
    }
}

#[test]
fn nothing_comes_between_the_parts_of_a_divided_figure() {
    let chart = "```chart\nkind: bar\ntitle: Places\nsummary: North is largest.\ndata: {North: 320, South: 180, East: 95, West: 20}\n```\n\n";
    for before in 8..24 {
        let body = format!(
            "{}{chart}The text after it, in a few words.\n\nAnd more of it.\n\n{}",
            "A line of words.\n\n".repeat(before),
            "Text.\n\n".repeat(9)
        );
        let print = print(&Files::chapter(SETTINGS, &body), false);
        let lines = lines_of(&print.paged);
        let at = |words: &str| lines.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} in {lines:?}"));
        let (drawn, figures, text) = (at("North is largest"), at("Figures: Places"), at("The text after it"));
        assert!(text < drawn || text > figures, "{before}: {lines:?}");
    }
}
