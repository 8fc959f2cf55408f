//! The levels of a pasted list: which item is part of which.

use super::marks::Mark;
use crate::diag::Diagnostic;

/// A pasted list while its lines are read.
#[derive(Default)]
pub(super) struct Pasted {
    /// Open levels, outermost first.
    levels: Vec<Level>,
    /// Findings about lines that are items only if another item follows.
    waiting: Vec<Diagnostic>,
    /// How many items this paragraph and the one above have.
    count: usize,
    before: usize,
    /// The Markdown list above: whether it has numbers, and whether its marks are `*` or `)`.
    above: Option<(bool, bool)>,
    /// Where the outermost items begin, in columns.
    base: usize,
    /// Whether the outermost items are part of an item that Markdown reads.
    pub(super) is_in_item: bool,
    /// Exclusive end of the text that was looked at.
    pub(super) end: u32,
    /// A Markdown list directly below an item: how many elements are open around its items, and the column where they should begin.
    pub(super) inner: Option<(usize, usize)>,
}

struct Level {
    /// The last item.
    last: Mark,
    /// How far its items are indented as they are written, in columns.
    indent: usize,
    /// Where they should begin.
    column: usize,
    /// Whether it needs another mark than the list above it, so that the two stay apart.
    is_second: bool,
    is_certain: bool,
}

/// Where an item belongs.
pub(super) struct Spot {
    /// Its number in its list.
    pub(super) number: u32,
    /// Where it should begin, in columns.
    pub(super) column: usize,
    pub(super) is_second: bool,
    /// Whether it is an item even if no other follows.
    pub(super) is_certain: bool,
}

impl Pasted {
    /// A list whose outermost items begin at column `base`. `above` is the Markdown list above: whether it has numbers, and whether its marks
    /// are `*` or `)`.
    pub(super) fn starting(base: usize, is_in_item: bool, above: Option<(bool, bool)>) -> Self {
        Self { base, is_in_item, above, ..Self::default() }
    }

    pub(super) fn is_open(&self) -> bool {
        !self.levels.is_empty()
    }

    /// Adds a finding about a line that is an item only if another follows.
    pub(super) fn wait(&mut self, finding: Diagnostic) {
        self.waiting.push(finding);
    }

    /// The findings that waited for an item which is certain.
    pub(super) fn settled(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.waiting)
    }

    /// Whether items of the next paragraph may belong to the list.
    pub(super) fn goes_on(&self) -> bool {
        self.count > 0 && self.levels.first().is_some_and(|level| !level.last.is_only_in_paragraph())
    }

    /// Whether the last item is one even if no other follows.
    pub(super) fn is_certain(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_certain)
    }

    /// Whether a line like `o words` is an item, because bullets come before it.
    pub(super) fn has_bullets(&self) -> bool {
        self.levels.first().is_some_and(|level| level.is_certain && level.last.is_bullet())
    }

    /// Where the words of the last item begin, in columns, once it is written in Markdown.
    pub(super) fn inside(&self) -> Option<usize> {
        self.levels.last().filter(|level| level.last.width() > 0).map(|level| level.column + level.last.width())
    }

    /// Begins a paragraph, whose items may belong to those above.
    pub(super) fn begin_paragraph(&mut self) {
        self.before = std::mem::take(&mut self.count);
    }

    /// Adds the item that `mark` begins, which is indented by `indent` columns.
    pub(super) fn add(&mut self, mark: &Mark, indent: usize) -> Spot {
        let is_apart = self.count == 0 && self.before > 0;
        while self.levels.len() > 1 && self.levels.last().is_some_and(|level| indent < level.indent) {
            self.levels.pop();
        }
        let is_deeper = self.levels.last().is_some_and(|level| indent > level.indent + 1);
        let next = self.levels.iter().rposition(|level| !is_deeper && mark.follows(&level.last).is_some());
        let same = next.or_else(|| self.levels.iter().rposition(|level| !is_deeper && mark.continues(&level.last)));
        let number = match same {
            Some(at) => {
                self.levels.truncate(at + 1);
                let level = &mut self.levels[at];
                let follows = mark.follows(&level.last);
                // A list that counts from 1 again is another list.
                let starts_again = follows.is_none() && mark.is_counted() && mark.first().is_some() && level.last.has_number();
                level.is_second ^= starts_again;
                level.is_certain |= follows.is_some();
                follows
            }
            None => {
                self.open(mark, indent, is_apart, is_deeper);
                None
            }
        };
        self.count += 1;
        let is_inside = !is_apart && self.levels.len() > 1 && self.levels[0].is_certain && mark.may_be_inside();
        let is_certain = mark.is_certain() || number.is_some() || is_inside;
        let number = number.or_else(|| mark.first());
        let spot =
            |level: &Level| Spot { number: number.or(mark.value()).unwrap_or(1), column: level.column, is_second: level.is_second, is_certain };
        match self.levels.last_mut() {
            Some(level) => {
                level.last = mark.clone().numbered(number);
                level.is_certain |= is_certain;
                spot(level)
            }
            None => Spot { number: 1, column: self.base, is_second: false, is_certain },
        }
    }

    /// Opens a level for `mark`: inside the last item, beside it, or in a new list.
    fn open(&mut self, mark: &Mark, indent: usize, is_apart: bool, is_deeper: bool) {
        let level = |column, is_second| Level { last: mark.clone(), indent, column, is_second, is_certain: false };
        let Some(top) = self.levels.last() else {
            let is_second = self.above.is_some_and(|(is_counted, is_second)| is_counted == mark.is_counted() && !is_second);
            let level = level(self.base, is_second);
            self.levels.push(level);
            return;
        };
        let ranks = mark.rank().zip(top.last.rank());
        // Lines of their own with an empty line between them all may be of any level; two lists of some lines each are two lists.
        let is_inside = match ranks {
            _ if is_deeper => true,
            Some((rank, last)) => rank > last && (!is_apart || self.before < 2),
            None => !is_apart && !mark.is_only_in_paragraph(),
        };
        if is_inside {
            let level = level(self.inside().unwrap_or(top.column), false);
            self.levels.push(level);
        } else if is_apart || ranks.is_none() {
            let is_alike = mark.is_counted() == self.levels[0].last.is_counted();
            let is_second = is_alike && !self.levels[0].is_second;
            self.levels = vec![level(self.base, is_second)];
            self.waiting.clear();
        } else {
            let rank = mark.rank();
            while self.levels.len() > 1 && self.levels.last().is_some_and(|level| level.last.rank() > rank) {
                self.levels.pop();
            }
        }
    }
}
