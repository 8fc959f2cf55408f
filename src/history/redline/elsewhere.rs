//! Sentences that moved to another paragraph, and rows that moved to another table.

use std::collections::{HashMap, HashSet};

use super::moves::{each, end_of, end_of_change};
use super::words::called_line;
use crate::model::{Block, BlockKind, Cell, Draft, Inline, InlineChange, Joined, Label, Mark, MoveEnd, Row, Table, Text, ends_sentence, plain_text};
use crate::text::sentences;

/// Sentences with fewer words are too common to say where they came from.
const LEAST_WORDS: usize = 4;
/// The least number of letters and digits in them.
const LEAST_LETTERS: usize = 16;

type Line = Vec<Inline<Label>>;

/// The least share of letters, in percent, that makes one sentence an edit of another.
const SIMILAR: usize = 75;
/// The most pairs of sentences that are compared word by word.
const MOST_COMPARED: usize = 400;

/// Marks sentences as moved that were removed in one place and added in another, once in each: word for word, or nearly so if one of the
/// places is in a paragraph of both versions. Rows, too, if tables have the same columns and most of their cells are the same.
pub(super) fn gather(redline: &mut Draft) {
    let mut seen = Seen::default();
    each(redline, &mut |block, of| {
        seen.place += 1;
        seen.block(block, of);
    });
    let moved = seen.moved();
    if !moved.words.is_empty() || !moved.edited.is_empty() || !moved.rows.is_empty() {
        each(redline, &mut |block, of| moved.mark(block, of));
    }
}

/// What a row is known by: the titles of its columns and its first cell.
type RowKey = (Vec<String>, String);

/// Runs of words that were removed or added, and all rows that were.
#[derive(Default)]
struct Seen {
    /// The block that is being visited.
    place: usize,
    words: HashMap<String, Run>,
    rows: HashMap<RowKey, [Vec<Vec<Line>>; 2]>,
}

/// A sentence, or several in a row.
#[derive(Default)]
struct Run {
    /// How often it was added and removed.
    counts: [u32; 2],
    /// Its words, if it is a single sentence of nothing but text.
    text: Option<Inline<Label>>,
    /// Where it was last, and whether all of that block was added or removed.
    place: (usize, bool),
}

impl Seen {
    /// Takes in a block, which is in something that `of` alone has.
    fn block(&mut self, block: &Block<Label>, of: Option<MoveEnd>) {
        if let BlockKind::Paragraph(line) = &block.kind {
            match whole(block, of) {
                Some(end) => self.words(line, end, true),
                None => line.iter().filter_map(changed).for_each(|(words, end)| self.words(words, end, false)),
            }
        } else if let BlockKind::Table(table) = &block.kind {
            for row in &table.rows {
                if let Some((end, key, cells)) = row_of(table, &row.cells, whole(block, of).or_else(|| end_of(row.mark))) {
                    self.rows.entry(key).or_default()[end as usize].push(cells.into_iter().cloned().collect());
                }
            }
        }
    }

    fn words(&mut self, words: &[Inline<Label>], end: MoveEnd, is_whole: bool) {
        let parts = parts(words);
        let whole = (parts.len() > 1).then_some((words, None)).into_iter();
        for (words, text) in whole.chain(parts.iter().map(|part| (&part[..], only_text(part)))) {
            let Some(key) = key(words) else { continue };
            let run = self.words.entry(key).or_default();
            run.counts[end as usize] += 1;
            (run.text, run.place) = (text.cloned(), (self.place, is_whole));
        }
    }

    /// What was removed once and added once.
    fn moved(self) -> Moved {
        let edited = self.edited();
        let words = self.words.into_iter().filter(|(_, run)| run.counts == [1, 1]).map(|(key, _)| key).collect();
        let rows = self.rows.into_iter().filter_map(|(key, [news, olds])| {
            let ([old], [new]) = (&olds[..], &news[..]) else { return None };
            let same = old.iter().zip(new).filter(|(was, now)| plain_text(was) == plain_text(now)).count();
            (same > 1 && same * 2 > new.len()).then(|| (key, old.clone()))
        });
        Moved { words, edited, rows: rows.collect() }
    }

    /// Sentences of different blocks that are nearly the same, the most alike first: the keys of both, and their redline.
    fn edited(&self) -> HashMap<String, Line> {
        let only = |counts: [u32; 2]| {
            let runs = self.words.iter().filter(move |(_, run)| run.counts == counts);
            let mut runs: Vec<_> = runs.filter_map(|(key, run)| Some((key, run.text.as_ref()?, run.place))).collect();
            runs.sort_by_key(|(_, _, place)| *place);
            runs
        };
        let (news, olds) = (only([1, 0]), only([0, 1]));
        let mut alike = Vec::new();
        if olds.len() * news.len() <= MOST_COMPARED {
            for (old, was, (from, is_gone)) in &olds {
                for (new, now, (to, _)) in news.iter().filter(|(_, _, (to, is_new))| from != to && !(*is_gone && *is_new)) {
                    let (line, _) = called_line(std::slice::from_ref(was), std::slice::from_ref(now));
                    let kept: usize = line.iter().filter(|inline| !matches!(inline, Inline::Changed(_))).map(letters).sum();
                    if kept >= LEAST_LETTERS && kept * 100 >= SIMILAR * letters(was).max(letters(now)) {
                        alike.push((kept, (*from, *old), (*to, *new), line));
                    }
                }
            }
        }
        alike.sort_by_key(|(kept, from, to, _)| (std::cmp::Reverse(*kept), *from, *to));
        let mut edited: HashMap<String, Line> = HashMap::new();
        for (_, (_, old), (_, new), line) in alike {
            if !edited.contains_key(old) && !edited.contains_key(new) {
                edited.insert(old.clone(), line.clone());
                edited.insert(new.clone(), line);
            }
        }
        edited
    }
}

/// What moved: runs of words, sentences with their redlines, and the older cells of rows.
struct Moved {
    words: HashSet<String>,
    edited: HashMap<String, Line>,
    rows: HashMap<RowKey, Vec<Line>>,
}

impl Moved {
    fn mark(&self, block: &mut Block<Label>, of: Option<MoveEnd>) {
        let whole = whole(block, of);
        if let BlockKind::Paragraph(line) = &mut block.kind {
            match whole {
                Some(end) => self.mark_whole(line, end),
                None => self.mark_line(line),
            }
        } else if let BlockKind::Table(table) = &mut block.kind {
            self.mark_rows(table, whole);
        }
    }

    /// A paragraph that was added or removed: what did not move in it is marked, too.
    fn mark_whole(&self, line: &mut Line, end: MoveEnd) {
        if let Some(parts) = self.marked(line, end) {
            *line = parts;
        }
    }

    fn mark_line(&self, line: &mut Line) {
        let is_changed = |inline: &Inline<Label>| changed(inline).is_some_and(|(words, end)| self.marked(words, end).is_some());
        if !line.iter().any(is_changed) {
            return;
        }
        let marked = std::mem::take(line).into_iter().flat_map(|inline| {
            let parts = changed(&inline).and_then(|(words, end)| self.marked(words, end));
            parts.unwrap_or_else(|| vec![inline])
        });
        *line = marked.collect();
    }

    /// Words that were added or removed as marked parts; none if nothing of them moved.
    fn marked(&self, words: &[Inline<Label>], end: MoveEnd) -> Option<Line> {
        let has_moved = |words: &[Inline<Label>]| key(words).is_some_and(|key| self.words.contains(&key));
        let mark = |words: Line, has_moved: bool| {
            Inline::Changed(Box::new(match (end, has_moved) {
                (MoveEnd::New, true) => InlineChange::MovedHere(words),
                (MoveEnd::New, false) => InlineChange::Added(words),
                (MoveEnd::Old, true) => InlineChange::MovedAway(words),
                (MoveEnd::Old, false) => InlineChange::Removed(words),
            }))
        };
        if has_moved(words) {
            return Some(vec![mark(words.to_vec(), true)]);
        }
        let parts = parts(words);
        let edited = |part: &Line| only_text(part).and_then(|_| self.edited.get(&key(part)?));
        let is_any = parts.iter().any(|part| has_moved(part) || edited(part).is_some());
        is_any.then(|| {
            let one_side = |inline: &Inline<Label>| {
                let Inline::Changed(change) = inline else { return Some(mark(vec![inline.clone()], true)) };
                match (&**change, end) {
                    (InlineChange::Added(words), MoveEnd::New) | (InlineChange::Removed(words), MoveEnd::Old) => Some(mark(words.clone(), false)),
                    (InlineChange::Reformatted { now: words, .. } | InlineChange::Respelled { now: words, .. }, MoveEnd::New)
                    | (InlineChange::Reformatted { was: words, .. } | InlineChange::Respelled { was: words, .. }, MoveEnd::Old) => {
                        Some(mark(words.clone(), true))
                    }
                    _ => None,
                }
            };
            let marked = |part: Line| match edited(&part) {
                Some(line) => line.iter().filter_map(one_side).collect(),
                None => {
                    let has_moved = has_moved(&part);
                    vec![mark(part, has_moved)]
                }
            };
            parts.into_iter().flat_map(marked).collect()
        })
    }

    /// Of a table that was added or removed, rows that did not move get a mark of their own, too, if any row moved.
    fn mark_rows(&self, table: &mut Table<Label>, whole: Option<MoveEnd>) {
        let is_known = |row: &Row<Label>| row_of(table, &row.cells, whole).is_some_and(|(_, key, _)| self.rows.contains_key(&key));
        let rest = match whole.filter(|_| table.rows.iter().any(is_known)) {
            Some(MoveEnd::New) => Mark::Added,
            Some(MoveEnd::Old) => Mark::Removed,
            None => Mark::Unchanged,
        };
        for at in 0..table.rows.len() {
            let row = &table.rows[at];
            let Some((end, was)) =
                row_of(table, &row.cells, whole.or_else(|| end_of(row.mark))).and_then(|(end, key, _)| Some((end, self.rows.get(&key)?)))
            else {
                if rest != Mark::Unchanged {
                    table.rows[at].mark = rest;
                }
                continue;
            };
            let places: Vec<usize> = columns(table, end).collect();
            let row = &mut table.rows[at];
            match end {
                MoveEnd::Old => row.mark = Mark::MovedAway,
                MoveEnd::New => {
                    row.mark = Mark::MovedHere;
                    for (place, was) in places.into_iter().zip(was) {
                        row.cells[place].content = called_line(was, &row.cells[place].content).0;
                    }
                }
            }
        }
    }
}

/// Which version alone has a block at its position, in something that `of` alone has.
fn whole(block: &Block<Label>, of: Option<MoveEnd>) -> Option<MoveEnd> {
    block.change.as_deref().map_or(of, end_of_change)
}

/// Words that only one version has, and which.
fn changed(inline: &Inline<Label>) -> Option<(&Line, MoveEnd)> {
    let Inline::Changed(change) = inline else { return None };
    match &**change {
        InlineChange::Added(words) => Some((words, MoveEnd::New)),
        InlineChange::Removed(words) => Some((words, MoveEnd::Old)),
        InlineChange::MovedHere(_) | InlineChange::MovedAway(_) | InlineChange::Reformatted { .. } | InlineChange::Respelled { .. } => None,
    }
}

/// Plain words by sentences, each with the space after it; other words as they are.
fn parts(words: &[Inline<Label>]) -> Vec<Line> {
    let [Inline::Text(Text { text, span })] = words else { return vec![words.to_vec()] };
    let mut starts: Vec<usize> = sentences::starts(text).into_iter().filter(|start| *start > 0).collect();
    starts.insert(0, 0);
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| vec![Inline::Text(Text { text: text[*start..end].into(), span: *span })]).collect()
}

fn only_text(words: &[Inline<Label>]) -> Option<&Inline<Label>> {
    if let [text @ Inline::Text(_)] = words { Some(text) } else { None }
}

fn letters(inline: &Inline<Label>) -> usize {
    plain_text(std::slice::from_ref(inline)).chars().filter(|c| c.is_alphanumeric()).count()
}

/// The text of whole sentences that are long enough to be told apart.
fn key(words: &[Inline<Label>]) -> Option<String> {
    let text = plain_text(words).split_whitespace().collect::<Vec<_>>().join(" ");
    let is_start = text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "‘“\"'(".contains(c));
    let is_long = text.split(' ').count() >= LEAST_WORDS && text.chars().filter(|c| c.is_alphanumeric()).count() >= LEAST_LETTERS;
    (is_start && ends_sentence(&text) && is_long).then_some(text)
}

/// The columns of a table in one of the versions.
fn columns(table: &Table<Label>, end: MoveEnd) -> impl Iterator<Item = usize> {
    let is_here = move |mark: Mark| mark == Mark::Unchanged || mark.is_new() == (end == MoveEnd::New);
    table.columns.iter().enumerate().filter(move |(_, column)| is_here(column.mark)).map(|(at, _)| at)
}

/// An added or removed row: which it is, what it is known by, and its cells. None if cells are joined or have anything but text.
fn row_of<'t>(table: &'t Table<Label>, cells: &'t [Cell<Label>], end: Option<MoveEnd>) -> Option<(MoveEnd, RowKey, Vec<&'t Line>)> {
    let end = end?;
    let cells: Vec<&Cell<Label>> = columns(table, end).filter_map(|at| cells.get(at)).collect();
    let is_plain = |cell: &&Cell<Label>| cell.joined == Joined::No && cell.content.iter().all(|inline| matches!(inline, Inline::Text(_)));
    let name = plain_text(&cells.first()?.content);
    if name.is_empty() || !cells.iter().all(is_plain) {
        return None;
    }
    let head = columns(table, end).filter_map(|at| table.head.get(at)).map(|cell| title(&cell.content, end)).collect();
    Some((end, (head, name), cells.into_iter().map(|cell| &cell.content).collect()))
}

/// The title of a column in one of the versions.
fn title(line: &[Inline<Label>], end: MoveEnd) -> String {
    let one = |inline: &Inline<Label>| match changed(inline) {
        Some((words, of)) if of == end => plain_text(words),
        Some(_) => String::new(),
        None => plain_text(std::slice::from_ref(inline)),
    };
    line.iter().map(one).collect()
}
