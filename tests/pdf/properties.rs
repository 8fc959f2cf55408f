//! Properties of every document.

use std::collections::HashMap;

use greenpaper::layout::{Kid, Paged, Shape, TagRole};
use proptest::prelude::*;

use crate::project::{Files, SETTINGS, print};

/// Every leaf is owned once and in reading order, everything lies inside its page, headings skip no level.
pub(crate) fn hold(paged: &Paged) {
    let mut owned: HashMap<u32, u32> = HashMap::new();
    for tag in &paged.tags.tags {
        for kid in &tag.kids {
            if let Kid::Leaf(leaf) = kid {
                *owned.entry(leaf.0).or_default() += 1;
            }
        }
    }
    assert_eq!(owned.len(), paged.tags.leaves.len(), "a leaf without an owner");
    assert!(owned.values().all(|count| *count == 1), "a leaf with two owners");
    for (number, page) in paged.pages.iter().enumerate() {
        assert!(page.content.is_sorted_by_key(|(leaf, _)| *leaf), "page {number} is out of order");
        for (leaf, item) in &page.content {
            assert!((leaf.0 as usize) < paged.tags.leaves.len(), "content without a leaf");
            let (x, y) = (item.at.x.0, item.at.y.0);
            assert!(x.is_finite() && y.is_finite(), "page {number}: {item:?}");
            let (width, height) = match &item.shape {
                Shape::Text(run) => (run.width().0, 0.0),
                Shape::Rectangle(size, _) | Shape::Bitmap(_, size, _) => (size.width.0, size.height.0),
                Shape::Group(group) => (group.size.width.0, group.size.height.0),
                Shape::Path(_) => (0.0, 0.0),
            };
            let (right, bottom) = (page.size.width.0 + 1.0, page.size.height.0 + 1.0);
            assert!(x >= -1.0 && y >= -1.0 && x + width <= right && y + height <= bottom, "page {number}: outside: {item:?}");
        }
    }
    let mut above = 0;
    for tag in &paged.tags.tags {
        if let TagRole::H(level) = tag.role {
            assert!(level <= above + 1, "a heading skips a level");
            above = level;
        }
    }
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[a-zA-Z\u{e9}\u{175}]{1,12}", 1..40).prop_map(|words| words.join(" "))
}

pub(crate) fn block() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => words(),
        1 => (2usize..7, words()).prop_map(|(level, words)| format!("{} {words}", "#".repeat(level))),
        1 => prop::collection::vec(words(), 1..12).prop_map(|items| items.iter().map(|item| format!("- {item}\n")).collect()),
        1 => prop::collection::vec(words(), 1..6).prop_map(|items| items.iter().enumerate().map(|(at, item)| format!("{at}. {item}\n")).collect()),
        1 => (1usize..7, prop::collection::vec(words(), 1..20)).prop_map(|(columns, cells)| {
            let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(columns));
            row("Head") + &row("---") + &cells.iter().map(|cell| row(cell)).collect::<String>()
        }),
        1 => ("note|tip|important|warning|caution|case-study|quote|card|action|transcript", words(), words())
            .prop_map(|(kind, title, body)| format!("> [!{kind}] {title}\n> {body}")),
        1 => (words(), words()).prop_map(|(words, note)| format!("{words}[^n{}]\n\n[^n{}]: {note}", note.len(), note.len())),
        1 => words().prop_map(|words| format!("```stats\n- {{value: 5, label: {words}}}\n```")),
        1 => ("bar|stacked|line|dot", prop::collection::vec(-1e6f64..1e6, 1..9)).prop_map(|(kind, values)| {
            let data: Vec<String> = values.iter().enumerate().map(|(at, value)| format!("L{at}: {value}")).collect();
            format!("```chart\nkind: {kind}\ntitle: T\nsummary: S.\ndata: {{{}}}\n```", data.join(", "))
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_lays_out(blocks in prop::collection::vec(block(), 0..30), large: bool, paper in "A4|A5|Letter") {
        let settings = format!("{SETTINGS}print: {{paper: {paper}}}\n");
        let print = print(&Files::chapter(&settings, &blocks.join("\n\n")), large);
        hold(&print.paged);
    }

    /// Around the width from which on a table is too wide, `print` compares what a look finds with what laying out finds.
    #[test]
    fn tables_that_are_just_too_wide_are_found(words in prop::collection::vec("[a-zA-Z0-9,.\u{e9}-]{1,30}", 2..9), inside: bool) {
        let row = |cells: &[String]| format!("{}| {} |\n", if inside { "> " } else { "" }, cells.join(" | "));
        let dashes = vec!["---".to_owned(); words.len()];
        let body = row(&words) + &row(&dashes) + &row(&words);
        print(&Files::chapter(SETTINGS, &body), false);
    }
}
