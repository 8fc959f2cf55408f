//! Figures that changed within a line of text.

use super::numbers::{Number, numbers};
use crate::model::{Inline, InlineChange, Label, plain_text};

/// A figure of both versions, with the words around it in the newer one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) was: String,
    pub(super) now: String,
    /// None where the figure is all that there is.
    pub(super) quote: Option<String>,
}

/// How many words are quoted on each side of a figure.
const QUOTED: usize = 6;
/// The most words that may have changed together with a figure, on each side of the comparison.
const MOST_WORDS: usize = 4;

/// One version of a line. Places in what both versions have are counted in its characters, so that they are the same in both.
#[derive(Default)]
struct Side {
    text: String,
    /// For each byte of the text: how many characters of both versions come before it; one more entry for the end.
    shared: Vec<u32>,
}

impl Side {
    fn push(&mut self, text: &str, from: u32, is_shared: bool) {
        for (at, c) in text.chars().enumerate() {
            let place = if is_shared { from + at as u32 } else { from };
            self.shared.extend(std::iter::repeat_n(place, c.len_utf8()));
            self.text.push(c);
        }
    }

    /// The characters of both versions that a range covers, and whether it covers nothing else.
    fn place(&self, number: &Number) -> (u32, u32, bool) {
        let (start, end) = (self.shared[number.range.start], self.shared[number.range.end]);
        (start, end, (end - start) as usize == self.text[number.range.clone()].chars().count())
    }

    /// The words before and after a range: the closest first.
    fn around(&self, range: &std::ops::Range<usize>) -> [Option<String>; 2] {
        let word = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
        [self.text[..range.start].split_whitespace().next_back().map(word), self.text[range.end..].split_whitespace().next().map(word)]
    }
}

/// Both versions of a line, and the places where they differ.
#[derive(Default)]
struct Sides {
    old: Side,
    new: Side,
    shared: u32,
    /// Where something was added or removed, rising, with its words in each version.
    differences: Vec<Difference>,
}

struct Difference {
    at: u32,
    was: String,
    now: String,
}

impl Sides {
    fn collect(&mut self, line: &[Inline<Label>]) {
        for inline in line {
            if let Inline::Changed(change) = inline {
                match &**change {
                    InlineChange::Added(words) => self.differ("", &plain_text(words)),
                    InlineChange::Removed(words) => self.differ(&plain_text(words), ""),
                    // Both ends of a move say the same.
                    InlineChange::MovedHere(_) | InlineChange::MovedAway(_) => self.both(" "),
                    InlineChange::Reformatted { now, .. } | InlineChange::Respelled { now, .. } => self.both(&plain_text(now)),
                }
            } else if matches!(inline, Inline::LineBreak(_)) {
                self.both(" ");
            } else if inline.content().is_empty() {
                self.both(&plain_text(std::slice::from_ref(inline)));
            } else {
                self.collect(inline.content());
            }
        }
    }

    fn both(&mut self, text: &str) {
        self.old.push(text, self.shared, true);
        self.new.push(text, self.shared, true);
        self.shared += text.chars().count() as u32;
    }

    fn differ(&mut self, was: &str, now: &str) {
        self.old.push(was, self.shared, false);
        self.new.push(now, self.shared, false);
        match self.differences.last_mut().filter(|last| last.at == self.shared) {
            Some(last) => {
                last.was.push_str(was);
                last.now.push_str(now);
            }
            None => self.differences.push(Difference { at: self.shared, was: was.to_owned(), now: now.to_owned() }),
        }
    }
}

/// The figures that changed in a line of both versions. Where it is not certain which figure became which, none.
pub(super) fn pairs(line: &[Inline<Label>]) -> Vec<Pair> {
    let mut sides = Sides::default();
    sides.collect(line);
    if sides.differences.is_empty() {
        return Vec::new();
    }
    sides.old.shared.push(sides.shared);
    sides.new.shared.push(sides.shared);
    let (olds, news) = (numbers(&sides.old.text), numbers(&sides.new.text));
    let changed = |side: &Side, numbers: &[Number], other: &Side, others: &[Number]| -> Vec<(u32, u32, Number)> {
        let unchanged: std::collections::HashSet<(u32, u32, &str)> = others
            .iter()
            .filter_map(|number| {
                let (start, end, is_shared) = other.place(number);
                is_shared.then(|| (start, end, &other.text[number.range.clone()]))
            })
            .collect();
        let places = numbers.iter().map(|number| (side.place(number), number));
        let differs =
            places.filter(|((start, end, is_shared), number)| !is_shared || !unchanged.contains(&(*start, *end, &side.text[number.range.clone()])));
        differs.map(|((start, end, _), number)| (start, end, number.clone())).collect()
    };
    let was = changed(&sides.old, &olds, &sides.new, &news);
    let now = changed(&sides.new, &news, &sides.old, &olds);
    groups(&sides.differences, &was, &now).into_iter().flat_map(|group| paired(&sides, &group)).collect()
}

/// Figures that changed together, and the differences that they are part of.
struct Group<'g> {
    was: Vec<&'g Number>,
    now: Vec<&'g Number>,
    differences: std::ops::Range<usize>,
}

/// Joins differences that one figure spans, and sorts the figures into them.
fn groups<'g>(differences: &[Difference], was: &'g [(u32, u32, Number)], now: &'g [(u32, u32, Number)]) -> Vec<Group<'g>> {
    let touched = |start: u32, end: u32| {
        let first = differences.partition_point(|difference| difference.at < start);
        first..differences.partition_point(|difference| difference.at <= end)
    };
    let mut all: Vec<(std::ops::Range<usize>, bool, &Number)> =
        was.iter().map(|(start, end, number)| (touched(*start, *end), true, number)).collect();
    all.extend(now.iter().map(|(start, end, number)| (touched(*start, *end), false, number)));
    all.retain(|(range, ..)| !range.is_empty());
    all.sort_by_key(|(range, is_old, number)| (range.start, range.end, !is_old, number.range.start));
    let mut found: Vec<Group<'_>> = Vec::new();
    for (range, is_old, number) in all {
        if found.last().is_none_or(|last| last.differences.end <= range.start) {
            found.push(Group { was: Vec::new(), now: Vec::new(), differences: range.clone() });
        }
        if let Some(group) = found.last_mut() {
            group.differences.end = group.differences.end.max(range.end);
            if is_old { group.was.push(number) } else { group.now.push(number) }
        }
    }
    for group in &mut found {
        group.was.sort_by_key(|number| number.range.start);
        group.now.sort_by_key(|number| number.range.start);
    }
    found
}

fn paired(sides: &Sides, group: &Group<'_>) -> Vec<Pair> {
    if group.was.len() != group.now.len() {
        return Vec::new();
    }
    let differences = &sides.differences[group.differences.clone()];
    let words = |text: &str| text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
    let is_small = differences.iter().all(|difference| words(&difference.was) <= MOST_WORDS && words(&difference.now) <= MOST_WORDS);
    let one = |(was, now): (&&Number, &&Number)| {
        let (before, after) = (sides.old.around(&was.range), sides.new.around(&now.range));
        let same = before.iter().zip(&after).filter(|(was, now)| was == now).count();
        let is_one = was.kind == now.kind && was.value != now.value && (same == 2 || same == 1 && is_small);
        is_one.then(|| Pair {
            was: sides.old.text[was.range.clone()].to_owned(),
            now: sides.new.text[now.range.clone()].to_owned(),
            quote: quote(&sides.new.text, &now.range),
        })
    };
    group.was.iter().zip(&group.now).filter_map(one).collect()
}

/// The words around a figure on one line; none if there are none.
fn quote(text: &str, range: &std::ops::Range<usize>) -> Option<String> {
    let mut before: Vec<&str> = text[..range.start].split_whitespace().rev().take(QUOTED + 1).collect();
    before.reverse();
    let after: Vec<&str> = text[range.end..].split_whitespace().take(QUOTED + 1).collect();
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let mut quote = String::new();
    if before.len() > QUOTED {
        quote.push_str("… ");
    }
    let start = before.len().saturating_sub(QUOTED);
    quote.push_str(&before[start..].join(" "));
    // A bracket before a figure has no space after it.
    if text[..range.start].ends_with(char::is_whitespace) {
        quote.push(' ');
    }
    quote.push_str(&text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" "));
    if text[range.end..].starts_with(char::is_whitespace) && !after.is_empty() {
        quote.push(' ');
    }
    quote.push_str(&after[..after.len().min(QUOTED)].join(" "));
    if after.len() > QUOTED {
        quote.push_str(" …");
    }
    Some(quote)
}
