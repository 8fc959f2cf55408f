//! Compares tables: columns, then rows, then cells.

use std::collections::HashSet;

use super::super::sequence::gaps;
use super::notes::call_notes;
use super::pairing::{Pairs, Part, by_name};
use super::redliner::{Redliner, Scope};
use crate::model::{Cell, Column, Joined, Label, Mark, Rejoined, Row, Table, plain_text};

impl Redliner<'_> {
    /// A table with the differences of both versions; none if cells of both are joined in another way and
    /// no word in them shows it.
    pub(super) fn table(&self, scope: &Scope, old: &Table<Label>, new: &Table<Label>, differs: &mut bool) -> Option<Table<Label>> {
        let empty = Vec::new();
        let captions = (old.caption.as_ref(), new.caption.as_ref());
        let caption = (captions != (None, None)).then(|| self.line(scope, captions.0.unwrap_or(&empty), captions.1.unwrap_or(&empty), differs));
        let columns = paired_columns(old, new).parts(old.columns.len(), new.columns.len());
        let rows = paired_rows(old, new, &columns).parts(old.rows.len(), new.rows.len());
        if !shows_joins(old, new, &columns, &rows) {
            return None;
        }
        *differs |= columns.iter().any(|part| !matches!(part, Part::Both(..)));
        *differs |= rows.iter().any(|part| !matches!(part, Part::Both(..)));
        let row = |part: Part, differs: &mut bool| {
            let (o, n, mark) = match part {
                Part::Both(o, n) => (Some(o), Some(n), Mark::Unchanged),
                Part::Old(o) => (Some(o), None, Mark::Removed),
                Part::New(n) => (None, Some(n), Mark::Added),
                Part::MovedHere(o, n) => (Some(o), Some(n), Mark::MovedHere),
                Part::MovedAway(o) => (Some(o), None, Mark::MovedAway),
            };
            let cells = self.cells(scope, &columns, o.map(|o| &old.rows[o].cells), n.map(|n| &new.rows[n].cells), differs);
            Row { cells, mark }
        };
        let column = |part: &Part| match *part {
            Part::Both(_, n) => Column { mark: Mark::Unchanged, ..new.columns[n] },
            Part::Old(o) => Column { mark: Mark::Removed, ..old.columns[o] },
            Part::New(n) => Column { mark: Mark::Added, ..new.columns[n] },
            Part::MovedHere(_, n) => Column { mark: Mark::MovedHere, ..new.columns[n] },
            Part::MovedAway(o) => Column { mark: Mark::MovedAway, ..old.columns[o] },
        };
        Some(Table {
            caption,
            columns: columns.iter().map(column).collect(),
            groups: match new.groups.is_empty() {
                true => Vec::new(),
                false => self.cells(scope, &columns, Some(&old.groups), Some(&new.groups), differs),
            },
            head: self.cells(scope, &columns, Some(&old.head), Some(&new.head), differs),
            rows: rows.into_iter().map(|part| row(part, differs)).collect(),
            row_headers: new.row_headers,
            setting: new.setting,
            notes: self.line(scope, &old.notes, &new.notes, differs),
        })
    }

    /// A row in the columns of both versions; a row of one version is empty in the columns of the other.
    fn cells(
        &self, scope: &Scope, columns: &[Part], old: Option<&Vec<Cell<Label>>>, new: Option<&Vec<Cell<Label>>>, differs: &mut bool,
    ) -> Vec<Cell<Label>> {
        let any = old.or(new).and_then(|row| row.first()).map(|cell| cell.span);
        let past = |at: usize| {
            let mut cell = old?.get(at)?.clone();
            call_notes(&mut cell.content, &scope.notes);
            Some(cell)
        };
        let cell = |part: &Part| {
            let made = match *part {
                Part::Both(o, n) | Part::MovedHere(o, n) => match (old.and_then(|row| row.get(o)), new.and_then(|row| row.get(n))) {
                    (Some(was), Some(now)) => {
                        let content = self.line(scope, &was.content, &now.content, differs);
                        let rejoined = (was.joined != now.joined).then_some(Rejoined { was: was.joined, now: now.joined });
                        let joined = if rejoined.is_some() { Joined::No } else { now.joined };
                        Some(Cell { content, joined, rejoined, ..now.clone() })
                    }
                    (None, now) => now.cloned(),
                    (Some(_), None) => past(o),
                },
                Part::Old(o) | Part::MovedAway(o) => past(o),
                Part::New(n) => new.and_then(|row| row.get(n)).cloned(),
            };
            made.or_else(|| any.map(|span| Cell::new(Vec::new(), span)))
        };
        columns.iter().filter_map(cell).collect()
    }
}

/// Whether the cells of both versions are joined in the same way, or have other words where they are not.
fn shows_joins(old: &Table<Label>, new: &Table<Label>, columns: &[Part], rows: &[Part]) -> bool {
    let both = |part: &Part| match *part {
        Part::Both(o, n) | Part::MovedHere(o, n) => Some((o, n)),
        Part::Old(_) | Part::New(_) | Part::MovedAway(_) => None,
    };
    let is_shown = |was: &Cell<Label>, now: &Cell<Label>| was.joined == now.joined || plain_text(&was.content) != plain_text(&now.content);
    let is_alike = |old: &[Cell<Label>], new: &[Cell<Label>]| {
        let mut pairs = columns.iter().filter_map(both).filter_map(|(o, n)| old.get(o).zip(new.get(n)));
        pairs.all(|(was, now)| is_shown(was, now))
    };
    old.groups.is_empty() == new.groups.is_empty()
        && is_alike(&old.groups, &new.groups)
        && rows.iter().filter_map(both).all(|(o, n)| is_alike(&old.rows[o].cells, &new.rows[n].cells))
}

/// Pairs columns of the same name, wherever they are; then, if both sides have as many left, those that share a cell; then those whose cells
/// are all the same.
fn paired_columns(old: &Table<Label>, new: &Table<Label>) -> Pairs {
    let heads = |table: &Table<Label>| table.head.iter().map(|cell| plain_text(&cell.content)).collect::<Vec<_>>();
    let (old_heads, new_heads) = (heads(old), heads(new));
    let mut pairs = Pairs { stay: by_name(&old_heads, &new_heads), ..Pairs::default() };
    pairs.add_moves(&old_heads, &new_heads, |head| !head.is_empty());
    let cells = |table: &Table<Label>, at: usize| -> HashSet<String> {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| plain_text(&cell.content));
        cells.filter(|text| !text.is_empty()).collect()
    };
    for (olds, news) in pairs.open(old.columns.len(), new.columns.len()).into_iter().filter(|(olds, news)| olds.len() == news.len()) {
        pairs.add(olds.into_iter().zip(news).filter(|(o, n)| !cells(old, *o).is_disjoint(&cells(new, *n))));
    }
    // A column that was renamed and moved has its cells.
    let contents = |table: &Table<Label>| {
        let column = |at: usize| table.rows.iter().filter_map(|row| row.cells.get(at)).map(|cell| plain_text(&cell.content)).collect::<Vec<_>>();
        (0..table.columns.len()).map(column).collect::<Vec<_>>()
    };
    pairs.add_moves(&contents(old), &contents(new), |cells| cells.len() > 1 && cells.iter().all(|cell| !cell.is_empty()));
    pairs.settle([]);
    pairs
}

/// Up to this many pairs of rows are compared with each other.
const MOST_COMPARED: usize = 400;

/// Pairs rows of two runs that share at least half of their cells, the most alike first, in an order that both runs have: a row
/// that was renamed beside one that is new.
fn most_alike(olds: &[Vec<String>], news: &[Vec<String>], old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    let shared = |o: usize, n: usize| olds[o].iter().zip(&news[n]).filter(|(was, now)| was == now && !now.is_empty()).count();
    let pairs = old.iter().flat_map(|o| new.iter().map(move |n| (*o, *n)));
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

/// Pairs rows that are equal in the columns of both versions; then those with the same first cell; then, wherever they are, equal
/// rows and those whose first cell occurs once; then, if both sides have as many left, those that share a cell.
fn paired_rows(old: &Table<Label>, new: &Table<Label>, columns: &[Part]) -> Pairs {
    let shared = columns.iter().filter_map(|part| match *part {
        Part::Both(o, n) | Part::MovedHere(o, n) => Some((o, n)),
        Part::Old(_) | Part::New(_) | Part::MovedAway(_) => None,
    });
    let mut shared: Vec<(usize, usize)> = shared.collect();
    shared.sort_unstable_by_key(|(_, n)| *n);
    let texts = |rows: &[Row<Label>], columns: &[usize]| -> Vec<Vec<String>> {
        let text = |row: &Row<Label>, at: usize| row.cells.get(at).map_or_else(String::new, |cell| plain_text(&cell.content));
        rows.iter().map(|row| columns.iter().map(|at| text(row, *at)).collect()).collect()
    };
    let (old_columns, new_columns): (Vec<usize>, Vec<usize>) = shared.into_iter().unzip();
    let (olds, news) = (texts(&old.rows, &old_columns), texts(&new.rows, &new_columns));
    let same = by_name(&olds, &news);
    let firsts = |rows: &[Vec<String>]| rows.iter().map(|row| row.first().cloned().unwrap_or_default()).collect::<Vec<_>>();
    let (old_firsts, new_firsts) = (firsts(&olds), firsts(&news));
    let mut named = same.clone();
    for (o, n) in gaps(&same, olds.len(), news.len()) {
        named.extend(by_name(&old_firsts[o.clone()], &new_firsts[n.clone()]).into_iter().map(|(at, to)| (o.start + at, n.start + to)));
    }
    named.sort_unstable();
    let mut pairs = Pairs { stay: named, ..Pairs::default() };
    let is_empty = |row: &[String]| row.iter().all(String::is_empty);
    pairs.add_moves(&olds, &news, |row| !is_empty(row));
    pairs.add_moves(&old_firsts, &new_firsts, |first| !first.is_empty());
    for (olds_left, news_left) in pairs.open(olds.len(), news.len()) {
        if olds_left.len() == news_left.len() {
            let is_like = |(o, n): &(usize, usize)| olds[*o].iter().zip(&news[*n]).any(|(was, now)| was == now && !now.is_empty());
            pairs.add(olds_left.into_iter().zip(news_left).filter(is_like));
        } else if olds_left.len() * news_left.len() <= MOST_COMPARED {
            pairs.add(most_alike(&olds, &news, &olds_left, &news_left));
        }
    }
    pairs
}
