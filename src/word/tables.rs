//! Tables.

use std::fmt::Write as _;

use roxmltree::Node;

use super::elements::{has_class, plain};
use super::shape::Place;
use super::writer::Writer;

/// Width of the text in twentieths of a point, on A4 with margins of an inch.
pub(super) const TEXT_WIDTH: usize = 9026;
/// Letters by which a column with long cells counts: longer ones are broken into lines.
const LONGEST: usize = 60;

/// A row: whether it is repeated on each page, and its cells.
struct Row<'x> {
    is_head: bool,
    cells: Vec<Node<'x, 'x>>,
}

impl Writer<'_> {
    pub(super) fn table(&mut self, table: Node<'_, '_>, place: &Place) {
        if let Some(caption) = elements(table, "caption").next() {
            let mark = self.marks.of_element(self.text, caption).map(|name| self.flow.begin_mark(name));
            self.children(caption, &place.styled("Caption"));
            mark.into_iter().for_each(|mark| self.flow.end_mark(mark));
            self.flow.close();
        }
        let rows: Vec<Row<'_>> = table
            .children()
            .filter(|part| matches!(part.tag_name().name(), "thead" | "tbody"))
            .flat_map(|part| {
                elements(part, "tr").map(move |row| Row {
                    is_head: part.tag_name().name() == "thead",
                    cells: row.children().filter(|cell| matches!(cell.tag_name().name(), "td" | "th")).collect(),
                })
            })
            .collect();
        let widths = widths(table, &rows);
        if widths.is_empty() {
            return;
        }
        self.flow.begin_table();
        let has_row_heads = rows.iter().any(|row| !row.is_head && row.cells.first().is_some_and(|cell| cell.tag_name().name() == "th"));
        let direction = if place.is_right_to_left { "<w:bidiVisual/>" } else { "" };
        let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
        let (first_column, look) = if has_row_heads { (1, "06A0") } else { (0, "0620") };
        let _ = write!(
            self.flow.xml,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"StrategyTable\"/>{direction}<w:tblW w:w=\"5000\" w:type=\"pct\"/>\
             <w:tblLook w:val=\"{look}\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"{first_column}\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>\
             </w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        );
        // For each column, how many rows a cell above still takes, and its width in columns.
        let mut above: Vec<(usize, usize)> = vec![(0, 1); widths.len()];
        for row in &rows {
            let head = if row.is_head { "<w:tblHeader/>" } else { "" };
            let _ = write!(self.flow.xml, "<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>");
            let mut cells = row.cells.iter();
            let mut at = 0;
            while at < widths.len() {
                let (left, columns) = above[at];
                if left > 0 {
                    above[at].0 -= 1;
                    self.begin_cell(&widths[at..(at + columns).min(widths.len())], "<w:vMerge/>");
                    self.flow.xml.push_str("<w:p/></w:tc>");
                    at += columns;
                    continue;
                }
                let Some(cell) = cells.next() else {
                    self.begin_cell(&widths[at..=at], "");
                    self.flow.xml.push_str("<w:p/></w:tc>");
                    at += 1;
                    continue;
                };
                let columns = span(*cell, "colspan").min(widths.len() - at);
                let rows = span(*cell, "rowspan");
                above[at] = (rows - 1, columns);
                self.begin_cell(&widths[at..at + columns], if rows > 1 { "<w:vMerge w:val=\"restart\"/>" } else { "" });
                self.cell(*cell, place);
                at += columns;
            }
            self.flow.xml.push_str("</w:tr>");
        }
        self.flow.xml.push_str("</w:tbl>");
        self.flow.end_table();
    }

    fn begin_cell(&mut self, widths: &[usize], merge: &str) {
        let span = if widths.len() > 1 { format!("<w:gridSpan w:val=\"{}\"/>", widths.len()) } else { String::new() };
        let width: usize = widths.iter().sum();
        let _ = write!(self.flow.xml, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{span}{merge}</w:tcPr>");
    }

    fn cell(&mut self, cell: Node<'_, '_>, place: &Place) {
        let style = if cell.tag_name().name() == "th" { "TableHeading" } else { "TableText" };
        let alignment = if has_class(cell, &["num"]) { Some("right") } else { has_class(cell, &["center"]).then_some("center") };
        let start = self.flow.xml.len();
        let inside = Place { depth: 0, is_boxed: false, alignment, ..place.styled(style) };
        self.children(cell, &inside);
        self.flow.close();
        if self.flow.xml.len() == start {
            self.flow.xml.push_str("<w:p/>");
        }
        self.flow.xml.push_str("</w:tc>");
    }
}

fn elements<'x>(node: Node<'x, 'x>, name: &'static str) -> impl Iterator<Item = Node<'x, 'x>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

/// How many columns or rows a cell takes.
fn span(cell: Node<'_, '_>, name: &str) -> usize {
    cell.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// The width of each column: as the author set it, or else by the words in it.
fn widths(table: Node<'_, '_>, rows: &[Row<'_>]) -> Vec<usize> {
    let set: Vec<Option<usize>> = elements(table, "colgroup")
        .flat_map(|group| elements(group, "col"))
        .map(|column| column.attribute("class").and_then(|class| class.strip_prefix("w-")).and_then(|share| share.parse().ok()))
        .collect();
    let count = rows.iter().map(|row| row.cells.iter().map(|cell| span(*cell, "colspan")).sum::<usize>()).max().unwrap_or(0).max(set.len());
    let mut letters = vec![1; count];
    let mut above = vec![0_usize; count];
    for row in rows {
        let mut at = 0;
        for cell in &row.cells {
            while above.get(at).is_some_and(|left| *left > 0) {
                above[at] -= 1;
                at += 1;
            }
            let columns = span(*cell, "colspan");
            above.iter_mut().skip(at).take(columns).for_each(|left| *left = span(*cell, "rowspan") - 1);
            if columns == 1 && at < count {
                letters[at] = letters[at].max(plain(*cell).chars().count().min(LONGEST));
            }
            at += columns;
        }
        above.iter_mut().skip(at).for_each(|left| *left = left.saturating_sub(1));
    }
    let all: usize = letters.iter().map(|letters| letters + 8).sum::<usize>().max(1);
    let share = |at: usize| match set.get(at).copied().flatten() {
        Some(share) => TEXT_WIDTH * share / 100,
        None => TEXT_WIDTH * (letters[at] + 8) / all,
    };
    (0..count).map(share).collect()
}
