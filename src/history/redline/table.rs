//! Compares tables: columns, then rows, then cells.

use std::collections::HashSet;
use std::ops::Range;

use super::super::sequence::{Slot, gaps, merged};
use super::blocks::call_notes;
use super::pairing::by_name;
use super::redliner::{Redliner, Scope};
use crate::model::{Cell, Column, Label, Mark, Row, Table, plain_text};

impl Redliner<'_> {
    pub(super) fn table(&self, scope: &Scope, old: &Table<Label>, new: &Table<Label>, differs: &mut bool) -> Table<Label> {
        let empty = Vec::new();
        let captions = (old.caption.as_ref(), new.caption.as_ref());
        let caption = (captions != (None, None)).then(|| self.line(scope, captions.0.unwrap_or(&empty), captions.1.unwrap_or(&empty), differs));
        let columns = merged(&paired_columns(old, new), old.columns.len(), new.columns.len());
        *differs |= columns.iter().any(|slot| !matches!(slot, Slot::Both(..)));
        let rows = merged(&paired_rows(old, new, &columns), old.rows.len(), new.rows.len());
        *differs |= rows.iter().any(|slot| !matches!(slot, Slot::Both(..)));
        let row = |slot: Slot, differs: &mut bool| match slot {
            Slot::Both(o, n) => {
                Row { cells: self.cells(scope, &columns, Some(&old.rows[o].cells), Some(&new.rows[n].cells), differs), mark: Mark::Unchanged }
            }
            Slot::Old(o) => Row { cells: self.cells(scope, &columns, Some(&old.rows[o].cells), None, differs), mark: Mark::Removed },
            Slot::New(n) => Row { cells: self.cells(scope, &columns, None, Some(&new.rows[n].cells), differs), mark: Mark::Added },
        };
        let column = |slot: &Slot| match *slot {
            Slot::Both(_, n) => Column { mark: Mark::Unchanged, ..new.columns[n] },
            Slot::Old(o) => Column { mark: Mark::Removed, ..old.columns[o] },
            Slot::New(n) => Column { mark: Mark::Added, ..new.columns[n] },
        };
        Table {
            caption,
            columns: columns.iter().map(column).collect(),
            head: self.cells(scope, &columns, Some(&old.head), Some(&new.head), differs),
            rows: rows.into_iter().map(|slot| row(slot, differs)).collect(),
            row_headers: new.row_headers,
        }
    }

    /// A row in the columns of both versions; a row of one version is empty in the columns of the other.
    fn cells(
        &self, scope: &Scope, columns: &[Slot], old: Option<&Vec<Cell<Label>>>, new: Option<&Vec<Cell<Label>>>, differs: &mut bool,
    ) -> Vec<Cell<Label>> {
        let any = old.or(new).and_then(|row| row.first()).map(|cell| cell.span);
        let past = |at: usize| {
            let mut cell = old?.get(at)?.clone();
            call_notes(&mut cell.content, &scope.notes);
            Some(cell)
        };
        let cell = |slot: &Slot| {
            let made = match *slot {
                Slot::Both(o, n) => match (old.and_then(|row| row.get(o)), new.and_then(|row| row.get(n))) {
                    (Some(was), Some(now)) => Some(Cell { content: self.line(scope, &was.content, &now.content, differs), span: now.span }),
                    (None, now) => now.cloned(),
                    (Some(_), None) => past(o),
                },
                Slot::Old(o) => past(o),
                Slot::New(n) => new.and_then(|row| row.get(n)).cloned(),
            };
            made.or_else(|| any.map(|span| Cell { content: Vec::new(), span }))
        };
        columns.iter().filter_map(cell).collect()
    }
}

/// Pairs columns of the same name; then, if both sides have as many left, those that share a cell.
fn paired_columns(old: &Table<Label>, new: &Table<Label>) -> Vec<(usize, usize)> {
    let heads = |table: &Table<Label>| table.head.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>();
    let named = by_name(&heads(old), &heads(new));
    let cells = |table: &Table<Label>, at: usize| -> HashSet<String> {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| plain_text(&cell.content));
        cells.filter(|text| !text.is_empty()).collect()
    };
    let mut all = named.clone();
    for (o, n) in gaps(&named, old.columns.len(), new.columns.len()).filter(|(o, n)| o.len() == n.len()) {
        all.extend(o.zip(n).filter(|(o, n)| !cells(old, *o).is_disjoint(&cells(new, *n))));
    }
    all.sort_unstable();
    all
}

/// Up to this many pairs of rows are compared with each other.
const MOST_COMPARED: usize = 400;

/// Pairs rows of two runs that share at least half of their cells, the most alike first, in an order that both runs have: a row
/// that was renamed beside one that is new.
fn most_alike(olds: &[Vec<String>], news: &[Vec<String>], old: Range<usize>, new: Range<usize>) -> Vec<(usize, usize)> {
    let shared = |o: usize, n: usize| olds[o].iter().zip(&news[n]).filter(|(was, now)| was == now && !now.is_empty()).count();
    let pairs = old.flat_map(|o| new.clone().map(move |n| (o, n)));
    let mut found: Vec<(usize, usize, usize)> =
        pairs.map(|(o, n)| (shared(o, n), o, n)).filter(|(count, _, n)| *count > 0 && count * 2 >= news[*n].len()).collect();
    found.sort_by_key(|(count, o, n)| (std::cmp::Reverse(*count), *n, *o));
    let mut chosen: Vec<(usize, usize)> = Vec::new();
    for (_, o, n) in found {
        if chosen.iter().all(|(other, at)| (*other < o) == (*at < n) && *other != o && *at != n) {
            chosen.push((o, n));
        }
    }
    chosen
}

/// Pairs rows that are equal in the columns of both versions; then those with the same first cell; then, if both sides have as
/// many left, those that share a cell.
fn paired_rows(old: &Table<Label>, new: &Table<Label>, columns: &[Slot]) -> Vec<(usize, usize)> {
    let shared: Vec<(usize, usize)> = columns.iter().filter_map(|slot| if let Slot::Both(o, n) = slot { Some((*o, *n)) } else { None }).collect();
    let texts = |rows: &[Row<Label>], columns: &[usize]| -> Vec<Vec<String>> {
        let text = |row: &Row<Label>, at: usize| row.cells.get(at).map_or_else(String::new, |cell| plain_text(&cell.content));
        rows.iter().map(|row| columns.iter().map(|at| text(row, *at)).collect()).collect()
    };
    let (old_columns, new_columns): (Vec<usize>, Vec<usize>) = shared.into_iter().unzip();
    let (olds, news) = (texts(&old.rows, &old_columns), texts(&new.rows, &new_columns));
    let same = by_name(&olds, &news);
    let first = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
    let mut named = same.clone();
    for (o, n) in gaps(&same, olds.len(), news.len()) {
        let firsts = |rows: &[Vec<String>]| rows.iter().map(first).collect::<Vec<_>>();
        named.extend(by_name(&firsts(&olds[o.clone()]), &firsts(&news[n.clone()])).into_iter().map(|(at, to)| (o.start + at, n.start + to)));
    }
    named.sort_unstable();
    let mut all = named.clone();
    for (o, n) in gaps(&named, olds.len(), news.len()).filter(|(o, n)| o.len() == n.len()) {
        let is_like = |(o, n): &(usize, usize)| olds[*o].iter().zip(&news[*n]).any(|(was, now)| was == now && !now.is_empty());
        all.extend(o.zip(n).filter(is_like));
    }
    for (o, n) in gaps(&named, olds.len(), news.len()).filter(|(o, n)| o.len() != n.len() && o.len() * n.len() <= MOST_COMPARED) {
        all.extend(most_alike(&olds, &news, o, n));
    }
    all.sort_unstable();
    all
}
