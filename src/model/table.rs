//! Tables: a grid of cells, in which neighbours may be joined.

use super::{Inline, Mark};
use crate::span::Span;

/// A table: a header row, with the names of groups of columns above it if there are any, and body rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<L> {
    /// Caption, shown above the table.
    pub caption: Option<Vec<Inline<L>>>,
    /// Alignment, width and change mark of each column.
    pub columns: Vec<Column>,
    /// Names of groups of columns, above the header row: none, or one for each column. A column without a group has an empty name.
    pub groups: Vec<Cell<L>>,
    /// Header row.
    pub head: Vec<Cell<L>>,
    /// Body rows, each as long as `columns`.
    pub rows: Vec<Row<L>>,
    /// Whether the first cell of each row is a header.
    pub row_headers: bool,
    /// How it is printed.
    pub setting: TableSetting,
    /// Notes below the table, with line breaks between them.
    pub notes: Vec<Inline<L>>,
}

impl<L> Table<L> {
    /// Every cell in reading order: groups, header row, body.
    pub fn cells(&self) -> impl Iterator<Item = &Cell<L>> {
        self.groups.iter().chain(&self.head).chain(self.rows.iter().flat_map(|row| &row.cells))
    }

    /// Like [`Table::cells`], with mutable cells.
    pub fn cells_mut(&mut self) -> impl Iterator<Item = &mut Cell<L>> {
        self.groups.iter_mut().chain(&mut self.head).chain(self.rows.iter_mut().flat_map(|row| &mut row.cells))
    }

    /// Which cells of the body are joined.
    #[must_use]
    pub fn spans(&self) -> Spans {
        Spans::of(&self.rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>())
    }

    /// Which names of groups are joined.
    #[must_use]
    pub fn group_spans(&self) -> Spans {
        Spans::of(&[&self.groups])
    }
}

/// How a table is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TableSetting {
    /// In the text if it fits, or else on a page in landscape, or as lists.
    #[default]
    Auto,
    /// In the text, or as lists if it does not fit.
    Upright,
    /// On a page in landscape in standard print.
    Landscape,
    /// Each row as a list of its cells.
    List,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<L> {
    /// Cells in order.
    pub cells: Vec<Cell<L>>,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Alignment of its cells.
    pub alignment: Alignment,
    /// Its share of the table's width, in per cent, if the author set one.
    pub width: Option<u8>,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// Left in left-to-right scripts: for text.
    Start,
    /// Centred, if the author asks for it.
    Center,
    /// Right in left-to-right scripts: for numbers.
    End,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell<L> {
    /// Text of the cell; empty if it is joined to another.
    pub content: Vec<Inline<L>>,
    /// The cell in the source.
    pub span: Span,
    /// The neighbour that it is part of.
    pub joined: Joined,
    /// How it was joined before, and is now, if that differs (redlines only, in which such a cell is one of its own).
    pub rejoined: Option<Rejoined>,
}

impl<L> Cell<L> {
    /// A cell of its own.
    #[must_use]
    pub fn new(content: Vec<Inline<L>>, span: Span) -> Self {
        Self { content, span, joined: Joined::No, rejoined: None }
    }
}

/// The neighbour that a cell is part of.
///
/// Cells say only this, so that rows and columns can be added to a table, or removed from it, without counting anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Joined {
    /// None: a cell of its own.
    #[default]
    No,
    /// The one before it in its row.
    Left,
    /// The one above it.
    Above,
}

/// A cell that is joined in another way than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rejoined {
    /// In the older version.
    pub was: Joined,
    /// In the newer version.
    pub now: Joined,
}

/// How far a cell reaches, in columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellSpan {
    /// Number of columns.
    pub columns: usize,
    /// Number of rows.
    pub rows: usize,
}

impl CellSpan {
    /// A cell of its own.
    pub const ONE: Self = Self { columns: 1, rows: 1 };
}

/// How far each cell of a grid reaches.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spans {
    /// Empty if every cell is one of its own.
    cells: Vec<Vec<Slot>>,
}

/// A place of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// A cell.
    Cell(CellSpan),
    /// Part of the cell at this row and column.
    Part(usize, usize),
}

impl Spans {
    /// Reads which cells of `rows` are joined. What does not make a rectangle stays a cell of its own.
    #[must_use]
    pub fn of<L>(rows: &[&[Cell<L>]]) -> Self {
        if rows.iter().all(|row| row.iter().all(|cell| cell.joined == Joined::No)) {
            return Self::default();
        }
        let one = Slot::Cell(CellSpan::ONE);
        let mut cells: Vec<Vec<Slot>> = rows.iter().map(|row| vec![one; row.len()]).collect();
        let is = |row: usize, column: usize, joined: Joined| rows.get(row).and_then(|row| row.get(column)).is_some_and(|cell| cell.joined == joined);
        let is_free = |cells: &[Vec<Slot>], row: usize, column: usize| cells.get(row).and_then(|row| row.get(column)) == Some(&one);
        for row in 0..rows.len() {
            for column in 0..rows[row].len() {
                if !is_free(&cells, row, column) {
                    continue;
                }
                let mut span = CellSpan::ONE;
                while is(row, column + span.columns, Joined::Left) && is_free(&cells, row, column + span.columns) {
                    span.columns += 1;
                }
                let continues = |down: usize| {
                    let rest = column + 1..column + span.columns;
                    is(down, column, Joined::Above)
                        && rest.clone().all(|at| is(down, at, Joined::Left) || is(down, at, Joined::Above))
                        && (column..column + span.columns).all(|at| is_free(&cells, down, at))
                };
                while continues(row + span.rows) {
                    span.rows += 1;
                }
                if span == CellSpan::ONE {
                    continue;
                }
                for own in &mut cells[row..row + span.rows] {
                    own[column..column + span.columns].fill(Slot::Part(row, column));
                }
                cells[row][column] = Slot::Cell(span);
            }
        }
        Self { cells }
    }

    /// How far a cell reaches; `None` if it is part of another.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<CellSpan> {
        match self.cells.get(row).and_then(|row| row.get(column)) {
            None => Some(CellSpan::ONE),
            Some(Slot::Cell(span)) => Some(*span),
            Some(Slot::Part(..)) => None,
        }
    }

    /// Row and column of the cell at a place of the grid.
    #[must_use]
    pub fn cell_at(&self, row: usize, column: usize) -> (usize, usize) {
        match self.cells.get(row).and_then(|row| row.get(column)) {
            Some(Slot::Part(row, column)) => (*row, *column),
            None | Some(Slot::Cell(_)) => (row, column),
        }
    }

    /// Whether every cell is one of its own.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.cells.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, CellSpan, Joined, Spans};
    use crate::span::{FileId, Span};

    fn spans(rows: &[&str]) -> Vec<Vec<Option<(usize, usize)>>> {
        let cell = |c: char| Cell::<()> {
            joined: match c {
                '<' => Joined::Left,
                '^' => Joined::Above,
                _ => Joined::No,
            },
            ..Cell::new(Vec::new(), Span::new(FileId(0), 0..0))
        };
        let rows: Vec<Vec<Cell<()>>> = rows.iter().map(|row| row.chars().map(cell).collect()).collect();
        let spans = Spans::of(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let of = |row: usize, column: usize| spans.at(row, column).map(|CellSpan { columns, rows }| (columns, rows));
        (0..rows.len()).map(|row| (0..rows[row].len()).map(|column| of(row, column)).collect()).collect()
    }

    #[test]
    fn joined_cells_are_rectangles() {
        assert_eq!(spans(&["a<b", "^<c"]), [[Some((2, 2)), None, Some((1, 1))], [None, None, Some((1, 1))]]);
        // What does not make a rectangle stays a cell of its own.
        assert_eq!(spans(&["a<", "^b"]), [[Some((2, 1)), None], [Some((1, 1)), Some((1, 1))]]);
        assert_eq!(spans(&["^<"]), [[Some((2, 1)), None]]);
        assert_eq!(spans(&["ab", "^<"]), [[Some((1, 2)), Some((1, 1))], [None, Some((1, 1))]]);
    }
}
