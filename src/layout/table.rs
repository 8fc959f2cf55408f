//! Tables: column widths from content, heads repeated, rows higher than a page divided.

use std::sync::Arc;

use super::build::Frame;
use super::build::PartBuilder;
use super::measures::Measures;
use super::paged::PlacedItem;
use super::strips::{Head, Keep, Strip};
use super::style::TextStyle;
use super::tags::{HeaderScope, TagId, TagRole};
use super::text::{ShapedLine, ShapedText, Shaper};
use super::units::{Point, Pt};
use crate::diag::Diagnostic;
use crate::model::{Alignment, Cell, Inline, Mark, Table, Target};
use crate::span::Span;

/// What a cell says.
pub(super) enum CellText<'t> {
    /// The author's words.
    Inlines(&'t [Inline<Target>]),
    /// The author's words that are new or gone.
    Marked(Mark, &'t [Inline<Target>]),
    /// The document's or the interface's.
    Words(String),
}

/// A table of an author or of ours.
pub(super) struct Grid<'t> {
    pub(super) caption: Option<CellText<'t>>,
    pub(super) alignments: Vec<Alignment>,
    pub(super) head: Vec<CellText<'t>>,
    pub(super) rows: Vec<Vec<CellText<'t>>>,
    pub(super) row_headers: bool,
}

/// A cell, shaped.
type ShapedCell = (TagId, Option<ShapedText>);

/// Room at either side of a cell's text, by the size of the letters.
pub(super) const PADDING: f32 = 0.5;

impl PartBuilder<'_> {
    pub(super) fn table(&mut self, frame: Frame, table: &Table<Target>, span: Span) {
        let grid = Grid {
            caption: table.caption.as_deref().map(CellText::Inlines),
            alignments: table.columns.iter().map(|column| column.alignment).collect(),
            head: marked_cells(table, Mark::Unchanged, &table.head),
            rows: table.rows.iter().map(|row| marked_cells(table, row.mark, &row.cells)).collect(),
            row_headers: table.row_headers,
        };
        // In a redline it is wider than in either version: it contains both columns and the labels of changes.
        if !self.grid(frame, &grid) && !self.context.measures.large && !self.is_redline() {
            self.part.diagnostics.push(
                Diagnostic::warning(
                    "wide-table",
                    span,
                    format!("this table of {} columns does not fit on the page: its words are broken", grid.alignments.len()),
                )
                .hint("divide it into two tables, or turn rows into columns"),
            );
        }
    }

    /// Sets a table; false if even its longest words do not fit.
    pub(super) fn grid(&mut self, frame: Frame, grid: &Grid<'_>) -> bool {
        let measures = self.context.measures;
        let style = cell_style(measures);
        let mut fits = true;
        let (short, share) = if measures.large { (0.9, 0.9) } else { (0.35, 0.6) };
        self.whole(short, share, |builder| {
            let table = builder.part.tags.add(frame.tag, TagRole::Table);
            if let Some(caption) = &grid.caption {
                let tag = builder.part.tags.add(table, TagRole::Caption);
                let style = TextStyle { weight: 700.0, ..measures.small };
                let mut strips = match caption {
                    CellText::Inlines(inlines) | CellText::Marked(_, inlines) => builder.inlines(frame.within(tag), tag, style, inlines),
                    CellText::Words(words) => builder.word_strips(frame, tag, style, words),
                };
                strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
                builder.push(measures.gap * 1.5, strips);
            }
            let bold = TextStyle { weight: 700.0, ..style };
            let head_tag = builder.part.tags.add(table, TagRole::THead);
            let row = builder.part.tags.add(head_tag, TagRole::TR);
            let head: Vec<ShapedCell> = grid.head.iter().map(|cell| builder.cell(row, Some(HeaderScope::Column), bold, cell)).collect();
            let body = (!grid.rows.is_empty()).then(|| builder.part.tags.add(table, TagRole::TBody));
            let mut rows: Vec<Vec<ShapedCell>> = Vec::with_capacity(grid.rows.len());
            for cells in &grid.rows {
                let Some(body) = body else { break };
                let row = builder.part.tags.add(body, TagRole::TR);
                let shaped = cells.iter().enumerate().map(|(at, cell)| {
                    let heads_row = at == 0 && grid.row_headers;
                    builder.cell(row, heads_row.then_some(HeaderScope::Row), if heads_row { bold } else { style }, cell)
                });
                rows.push(shaped.collect());
            }
            let padding = style.size * PADDING;
            let widths;
            (widths, fits) = column_widths(frame.width, padding, std::iter::once(&head).chain(&rows), grid.alignments.len());
            builder.rows(frame, grid, &widths, head, rows);
        });
        fits
    }

    fn cell(&mut self, row: TagId, scope: Option<HeaderScope>, style: TextStyle, cell: &CellText<'_>) -> ShapedCell {
        let tag = self.part.tags.add(row, if scope.is_some() { TagRole::TH } else { TagRole::TD });
        if scope.is_some() {
            self.part.tags.details(tag).scope = scope;
        }
        let shaped = match cell {
            CellText::Inlines([]) | CellText::Marked(_, []) => None,
            CellText::Marked(mark, inlines) => Some(self.marked(*mark, |builder| builder.shape(tag, style, inlines).0)),
            CellText::Inlines(inlines) => {
                let (shaped, notes) = self.shape(tag, style, inlines);
                self.set_notes(tag, &notes);
                Some(shaped)
            }
            CellText::Words(words) if words.is_empty() => None,
            CellText::Words(words) => Some(self.shape_words(tag, style, words)),
        };
        (tag, shaped)
    }

    fn rows(&mut self, frame: Frame, grid: &Grid<'_>, widths: &[Pt], head: Vec<ShapedCell>, rows: Vec<Vec<ShapedCell>>) {
        let measures = self.context.measures;
        let gap = if grid.caption.is_some() { measures.gap * 0.5 } else { measures.gap * 1.5 };
        let mut head_strips = self.row(frame, grid, widths, head);
        let head_height: Pt = head_strips.iter().map(|strip| strip.height).sum();
        if let Some(last) = head_strips.last_mut() {
            let rule = self.rule(frame.x, last.height - Pt(1.2), frame.width, Pt(1.2), measures.accent);
            last.artifacts.push(rule);
        }
        // A head that takes much of a page is not repeated: nothing would be left for the rows.
        let repeated = (head_height <= measures.height * 0.3).then(|| {
            let mut items: Vec<PlacedItem> = Vec::new();
            let mut y = Pt::ZERO;
            for strip in &head_strips {
                let at = Point::new(Pt::ZERO, y);
                items.extend(strip.items.iter().map(|(_, item)| item.clone().moved(at)));
                items.extend(strip.artifacts.iter().map(|item| item.clone().moved(at)));
                y += strip.height;
            }
            Arc::new(Head { height: head_height, items })
        });
        head_strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        self.push(gap, head_strips);
        let count = rows.len();
        for (at, cells) in rows.into_iter().enumerate() {
            let mut strips = self.row(frame, grid, widths, cells);
            if let Some(last) = strips.last_mut() {
                let rule = self.rule(frame.x, last.height - Pt(0.6), frame.width, Pt(0.6), measures.line);
                last.artifacts.push(rule);
                // No row is alone, like no line of a paragraph.
                if at + 1 < count && (at == 0 || at + 2 == count) {
                    last.keep = Keep::WithNext;
                }
            }
            strips.iter_mut().for_each(|strip| strip.head.clone_from(&repeated));
            self.push(Pt::ZERO, strips);
        }
    }

    /// A row as one strip, or as a strip a line when it is too high for one.
    fn row(&mut self, frame: Frame, grid: &Grid<'_>, widths: &[Pt], cells: Vec<ShapedCell>) -> Vec<Strip> {
        let style = cell_style(self.context.measures);
        let (padding, above) = (style.size * PADDING, style.size * 0.36);
        let mut columns: Vec<Vec<ShapedLine>> = Vec::with_capacity(cells.len());
        for ((_, shaped), width) in cells.into_iter().zip(widths) {
            let room = (*width - padding * 2.0).max(Pt(1.0));
            columns.push(shaped.map(|shaped| self.shaper.lines(shaped, room)).unwrap_or_default());
        }
        let height_of = |lines: &Vec<ShapedLine>| lines.iter().map(|line| line.height).sum::<Pt>();
        let height = columns.iter().map(height_of).fold(style.leading, Pt::max) + above * 2.0;
        let is_whole = height <= self.context.measures.height * 0.5;
        let slices = if is_whole { 1 } else { columns.iter().map(Vec::len).max().unwrap_or(1).max(1) };
        let mut strips: Vec<Strip> = (0..slices).map(|_| Strip::default()).collect();
        if is_whole {
            strips[0].height = height;
        }
        let mut x = frame.x;
        for ((lines, width), alignment) in columns.into_iter().zip(widths).zip(&grid.alignments) {
            let mut y = above;
            for (at, line) in lines.into_iter().enumerate() {
                let free = *width - padding * 2.0 - line.width;
                let left = match alignment {
                    Alignment::Start => Pt::ZERO,
                    Alignment::Center => free.max(Pt::ZERO) / 2.0,
                    Alignment::End => free.max(Pt::ZERO),
                };
                let height = line.height;
                let strip = &mut strips[if is_whole { 0 } else { at }];
                if !is_whole {
                    let first = if at == 0 { above } else { Pt::ZERO };
                    let last = if at + 1 == slices { above } else { Pt::ZERO };
                    strip.height = strip.height.max(height + first + last);
                    y = first;
                }
                strip.take(line, Point::new(x + padding + left, y));
                y += height;
            }
            x += *width;
        }
        if !is_whole {
            strips[0].keep = Keep::WithNext;
            if slices >= 2 {
                strips[slices - 2].keep = Keep::WithNext;
            }
        }
        let first_note = self.first_note();
        for strip in &mut strips {
            strip.notes.iter_mut().for_each(|note| *note += first_note);
        }
        strips
    }
}

/// The cells of a row, with the change of the row or else of their columns.
fn marked_cells<'t>(table: &Table<Target>, row: Mark, cells: &'t [Cell<Target>]) -> Vec<CellText<'t>> {
    let marks = table.columns.iter().map(|column| if row == Mark::Unchanged { column.mark } else { row });
    let text = |(cell, mark): (&'t Cell<Target>, Mark)| match mark {
        Mark::Unchanged => CellText::Inlines(&cell.content),
        mark => CellText::Marked(mark, &cell.content),
    };
    cells.iter().zip(marks).map(text).collect()
}

/// Lines of a cell are short and close.
pub(super) fn cell_style(measures: &Measures) -> TextStyle {
    let small = measures.small;
    if measures.large { small } else { TextStyle { leading: small.size * 1.3, ..small } }
}

/// Widths of columns that fill `width`: each gets its longest word, then what it needs by how much it would like.
fn column_widths<'c>(width: Pt, padding: Pt, rows: impl Iterator<Item = &'c Vec<ShapedCell>>, count: usize) -> (Vec<Pt>, bool) {
    let mut least = vec![Pt(4.0); count];
    let mut most = vec![Pt(4.0); count];
    for row in rows {
        for (at, (_, shaped)) in row.iter().enumerate().take(count) {
            let Some(shaped) = shaped else { continue };
            let (min, max) = Shaper::widths(shaped);
            // Half a point keeps rounding from breaking a word that fits.
            least[at] = least[at].max(min + padding * 2.0 + Pt(0.5));
            most[at] = most[at].max(max + padding * 2.0 + Pt(0.5));
        }
    }
    let (all_least, all_most): (Pt, Pt) = (least.iter().copied().sum(), most.iter().copied().sum());
    if all_most <= width {
        let share = width / all_most;
        return (most.into_iter().map(|most| most * share).collect(), true);
    }
    if all_least > width {
        let share = width / all_least;
        return (least.into_iter().map(|least| least * share).collect(), false);
    }
    let share = (width - all_least) / (all_most - all_least);
    (least.into_iter().zip(most).map(|(least, most)| least + (most - least) * share).collect(), true)
}
