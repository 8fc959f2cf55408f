//! Tables as Word has them.

use roxmltree::Node;

use super::changes::Changes;
use super::flow::{Grid, GridCell, GridRow, Item};
use super::reader::Reader;
use super::xml::{attribute, child, name, switch, value};
use crate::span::Span;

/// The most columns that are read; Word allows 63.
const MOST_COLUMNS: usize = 100;

impl<'p> Reader<'p> {
    pub(super) fn table(&mut self, node: Node<'p, 'p>) -> Grid {
        let start = self.start_line();
        let properties = child(node, "tblPr");
        let described = |key| properties.and_then(|node| value(node, key)).map(str::trim).filter(|text| !text.is_empty());
        let description = described("tblDescription").or_else(|| described("tblCaption")).map(str::to_owned);
        let mut rows = Vec::new();
        self.rows(node, &mut rows);
        // A cell that goes on makes the one above it taller.
        for at in (1..rows.len()).rev() {
            let mut column = 0;
            for cell in 0..rows[at].cells.len() {
                let (goes_on, height) = (rows[at].cells[cell].goes_on, rows[at].cells[cell].rows);
                if goes_on {
                    let mut above = 0;
                    if let Some(cell) = rows[at - 1].cells.iter_mut().find(|cell| {
                        above += cell.columns;
                        above > column
                    }) {
                        cell.rows += height;
                    }
                }
                column += rows[at].cells[cell].columns;
            }
        }
        let end = self.words.trim_end().len().max(start);
        self.findings.counts.tables += 1;
        Grid { rows, span: Span::new(self.file, start..end), description }
    }

    fn rows(&mut self, parent: Node<'p, 'p>, rows: &mut Vec<GridRow>) {
        for node in parent.children().filter(Node::is_element) {
            match name(node) {
                "tr" => {
                    let properties = child(node, "trPr");
                    let gone = match self.changes {
                        Changes::Accept => "del",
                        Changes::Reject => "ins",
                    };
                    let is_gone = properties.is_some_and(|node| child(node, gone).is_some());
                    let mut cells = Vec::new();
                    let start = self.words.len();
                    self.cells(node, &mut cells);
                    if is_gone {
                        let place = self.span(start.min(self.words.len()));
                        self.findings.loss(
                            place,
                            "this row of a table was deleted or not yet accepted as a tracked change",
                            "no action is needed if that is right",
                        );
                    } else if !cells.is_empty() {
                        let is_header = properties.and_then(|node| switch(node, "tblHeader")) == Some(true);
                        rows.push(GridRow { cells, is_header });
                    }
                }
                "tblPr" | "tblGrid" | "tblPrEx" => {}
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.rows(content, rows);
                    }
                }
                _ => self.rows(node, rows),
            }
        }
    }

    fn cells(&mut self, parent: Node<'p, 'p>, cells: &mut Vec<GridCell>) {
        for node in parent.children().filter(Node::is_element) {
            match name(node) {
                "tc" if cells.len() < MOST_COLUMNS => {
                    let properties = child(node, "tcPr");
                    let columns = properties.and_then(|node| value(node, "gridSpan")).and_then(|span| span.parse().ok()).unwrap_or(1);
                    let merge = properties.and_then(|node| child(node, "vMerge"));
                    let goes_on = merge.is_some_and(|node| attribute(node, "val") != Some("restart"));
                    let start = self.start_line();
                    let items: Vec<Item> = self.items(node);
                    let span = Span::new(self.file, start..self.words.trim_end().len().max(start));
                    cells.push(GridCell { items, columns: columns.clamp(1, MOST_COLUMNS), goes_on, rows: 1, span });
                }
                "trPr" | "tblPrEx" => {}
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.cells(content, cells);
                    }
                }
                _ => self.cells(node, cells),
            }
        }
    }
}
