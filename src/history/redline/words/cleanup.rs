//! Reduces the words that two lines share to those that a reader would call unchanged.
//!
//! A rewritten sentence shares its articles and commas with the old one. It is hard to read from one crossed-out word to
//! the next: short common runs between long changes become part of one deletion and one insertion.

use std::collections::HashMap;
use std::ops::Range;

use super::tokens::{Piece, Tokens};

/// Up to this number of words, a change is compared with others.
const SHORT: usize = 16;

/// One of two lines: the number and weight of each of its words.
pub(super) struct Side<'a> {
    keys: &'a [u32],
    /// The cumulative weight of the words before each word.
    before: Vec<usize>,
    /// Whether a sentence ends with the word.
    ends: Vec<bool>,
    punctuation: Vec<bool>,
    /// The letters and digits of each word, in lower case.
    letters: Vec<String>,
}

impl<'a> Side<'a> {
    pub(super) fn new(line: &Tokens<'_>, keys: &'a [u32]) -> Self {
        let text = |at: &usize| match line.tokens[*at].piece {
            Piece::Word(text, start, end) => &text.text[start..end],
            _ => "",
        };
        let mut before = Vec::with_capacity(keys.len() + 1);
        before.push(0);
        for at in &line.words {
            let letters = text(at).chars().filter(|c| c.is_alphanumeric()).count();
            let weight = match line.tokens[*at].piece {
                // Articles and prepositions are short in every language.
                Piece::Word(..) if letters <= 3 => letters.min(1),
                Piece::Word(..) => letters,
                _ => 4,
            };
            before.push(before.last().copied().unwrap_or(0) + weight);
        }
        let ends = line.words.iter().map(|at| matches!(text(at), "." | "!" | "?")).collect();
        let punctuation = line.words.iter().map(|at| text(at).chars().all(|c| !c.is_alphanumeric())).collect();
        let letters = line.words.iter().map(|at| text(at).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()).collect();
        Self { keys, before, ends, punctuation, letters }
    }

    fn weight(&self, start: usize, end: usize) -> usize {
        self.before[end] - self.before[start]
    }

    /// How good a position before the word `at` is for a change to begin.
    fn beginning(&self, at: usize) -> u8 {
        match at.checked_sub(1) {
            None => 2,
            Some(last) => 2 * u8::from(self.ends[last]).max(u8::from(self.punctuation[last])),
        }
    }
}

/// A run of unchanged words, adjacent in both lines.
#[derive(Debug, Clone, Copy)]
struct Run {
    old: usize,
    new: usize,
    length: usize,
}

/// Pairs of words that a reader would call unchanged, in rising order.
pub(super) fn readable(pairs: Vec<(usize, usize)>, old: &Side<'_>, new: &Side<'_>) -> Vec<(usize, usize)> {
    if pairs.len() == old.keys.len() && pairs.len() == new.keys.len() {
        return pairs;
    }
    let mut runs: Vec<Run> = Vec::new();
    for (o, n) in pairs {
        match runs.last_mut() {
            Some(run) if run.old + run.length == o && run.new + run.length == n => run.length += 1,
            _ => runs.push(Run { old: o, new: n, length: 1 }),
        }
    }
    let mut line = Runs { runs, old, new, known: HashMap::new() };
    line.count_replacements();
    line.drop_islands();
    line.drop_scattered();
    line.drop_all_of_a_rewritten_line();
    line.shift();
    line.runs.iter().flat_map(|run| (0..run.length).map(|at| (run.old + at, run.new + at))).collect()
}

/// Whether one word is another spelling or form of the other: most letters at its beginning and end are the same.
fn are_alike(old: &str, new: &str) -> bool {
    let (olds, news): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let shorter = olds.len().min(news.len());
    let first = olds.iter().zip(&news).take_while(|(o, n)| o == n).count();
    let last = olds.iter().rev().zip(news.iter().rev()).take(shorter - first).take_while(|(o, n)| o == n).count();
    let same = first + last;
    same >= 3 && same * 3 >= olds.len().max(news.len()) * 2
}

struct Runs<'a> {
    runs: Vec<Run>,
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    /// How often each short run of words is replaced by each other.
    known: HashMap<(&'a [u32], &'a [u32]), u32>,
}

impl Runs<'_> {
    fn end(&self) -> Run {
        Run { old: self.old.keys.len(), new: self.new.keys.len(), length: 0 }
    }

    fn count_replacements(&mut self) {
        let ends: Vec<Run> = self.runs.iter().copied().chain([self.end()]).collect();
        for pair in std::iter::once(Run { old: 0, new: 0, length: 0 }).chain(ends.iter().copied()).zip(ends.iter().copied()) {
            if let Some((old, new)) = self.between(pair.0, pair.1).filter(|(old, new)| old.len() + new.len() <= SHORT) {
                *self.known.entry((&self.old.keys[old], &self.new.keys[new])).or_default() += 1;
            }
        }
    }

    /// The words that differ between two runs; none if nothing does.
    fn between(&self, before: Run, after: Run) -> Option<(Range<usize>, Range<usize>)> {
        let (old, new) = (before.old + before.length..after.old, before.new + before.length..after.new);
        (!old.is_empty() || !new.is_empty()).then_some((old, new))
    }

    /// The size of the change between two runs: the weight of the longer side; none if nothing changes.
    ///
    /// A capital, a hyphen, another spelling or a replacement that recurs is easy to read wherever it is, and weighs nothing.
    fn change(&self, before: Run, after: Run) -> Option<usize> {
        let (old, new) = self.between(before, after)?;
        let weight = self.old.weight(old.start, old.end).max(self.new.weight(new.start, new.end));
        if old.len() + new.len() > SHORT {
            return Some(weight);
        }
        let is_same = self.old.letters[old.clone()].concat() == self.new.letters[new.clone()].concat();
        let is_respelled = old.len() == new.len() && old.clone().zip(new.clone()).all(|(o, n)| are_alike(&self.old.letters[o], &self.new.letters[n]));
        let is_slight = !old.is_empty() && !new.is_empty() && (is_same || is_respelled);
        let recurs = self.known.get(&(&self.old.keys[old], &self.new.keys[new])).is_some_and(|count| *count > 1);
        Some(if is_slight || recurs { 0 } else { weight })
    }

    fn weight(&self, run: Run) -> usize {
        self.new.weight(run.new, run.new + run.length)
    }

    /// Drops every run that weighs no more than the changes before and after it.
    fn drop_islands(&mut self) {
        const START: Run = Run { old: 0, new: 0, length: 0 };
        let mut kept: Vec<Run> = Vec::with_capacity(self.runs.len());
        for next in self.runs.iter().copied().chain([self.end()]) {
            while let Some(last) = kept.last().copied() {
                let before = kept.len().checked_sub(2).map_or(START, |at| kept[at]);
                let island = self.weight(last);
                let is_small = |change: Option<usize>| change.is_some_and(|change| island <= change);
                if !is_small(self.change(before, last)) || !is_small(self.change(last, next)) {
                    break;
                }
                kept.pop();
            }
            kept.push(next);
        }
        kept.pop();
        self.runs = kept;
    }

    /// Drops the runs of a sentence that has more changed than unchanged words in three places or more.
    fn drop_scattered(&mut self) {
        let is_end = |run: &Run| (run.new..run.new + run.length).any(|at| self.new.ends[at]);
        let mut kept = Vec::with_capacity(self.runs.len());
        let mut at = 0;
        while at < self.runs.len() {
            let inner = self.runs[at..].iter().take_while(|run| !is_end(run)).count();
            let group = &self.runs[at..at + inner];
            if group.len() >= 3 {
                // The runs at both ends of the sentence are not between changes.
                let is_slight = group.windows(2).any(|pair| self.change(pair[0], pair[1]) == Some(0));
                let inside = &group[1..group.len() - 1];
                let same: usize = inside.iter().map(|run| self.weight(*run)).sum();
                let changed: usize = group.windows(2).filter_map(|pair| self.change(pair[0], pair[1])).sum();
                if inside.len() >= 2 && same <= changed && !is_slight {
                    kept.extend([group[0], group[group.len() - 1]]);
                } else {
                    kept.extend_from_slice(group);
                }
            } else {
                kept.extend_from_slice(group);
            }
            kept.extend(self.runs.get(at + inner));
            at += inner + 1;
        }
        self.runs = kept;
    }

    /// Below a quarter of unchanged words, a line counts as rewritten. Words that differ in a capital or a hyphen count as unchanged.
    fn drop_all_of_a_rewritten_line(&mut self) {
        let start = Run { old: 0, new: 0, length: 0 };
        let slight = std::iter::once(start).chain(self.runs.iter().copied()).zip(self.runs.iter().copied().chain([self.end()]));
        let slight = slight.filter(|(before, after)| self.change(*before, *after) == Some(0));
        let slight: usize = slight.map(|(before, after)| self.new.weight(before.new + before.length, after.new)).sum();
        let same: usize = slight + self.runs.iter().map(|run| self.weight(*run)).sum::<usize>();
        let shorter = self.old.weight(0, self.old.keys.len()).min(self.new.weight(0, self.new.keys.len()));
        if same * 4 < shorter {
            self.runs.clear();
        }
    }

    /// "The board {met. The board} agreed" is "{The board met.} The board agreed": shifts pure additions and removals
    /// to the beginning of a sentence, where the result is the same.
    fn shift(&mut self) {
        const FARTHEST: usize = 64;
        for at in 0..self.runs.len() {
            let Some(next) = self.runs.get(at + 1).copied() else { break };
            let run = self.runs[at];
            let (old, new) = (run.old + run.length..next.old, run.new + run.length..next.new);
            let (side, change) = match (old.is_empty(), new.is_empty()) {
                (true, false) => (self.new, new),
                (false, true) => (self.old, old),
                _ => continue,
            };
            let keys = side.keys;
            let left = (1..=run.length.min(FARTHEST)).take_while(|step| keys[change.start - step] == keys[change.end - step]).count();
            let right = (0..next.length.min(FARTHEST)).take_while(|step| keys[change.start + step] == keys[change.end + step]).count();
            // A run between two changes is never consumed entirely: it separates them.
            let is_first = run.old == 0 && run.new == 0;
            let is_last = next.old + next.length == self.old.keys.len() && next.new + next.length == self.new.keys.len();
            let left = left.min(if is_first { run.length } else { run.length - 1 });
            let right = right.min(if is_last { next.length } else { next.length - 1 });
            let places = (0..=left).map(|step| -(step as isize)).chain((1..=right).map(|step| step as isize));
            let good = |step: isize| side.beginning(change.start.saturating_add_signed(step));
            let Some(best) = places.max_by_key(|step| (good(*step), -step.abs())) else { continue };
            self.runs[at].length = run.length.saturating_add_signed(best);
            self.runs[at + 1] = Run {
                old: next.old.saturating_add_signed(best),
                new: next.new.saturating_add_signed(best),
                length: next.length.saturating_add_signed(-best),
            };
        }
    }
}
