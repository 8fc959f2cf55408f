//! Sentences that moved within a line.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::super::sequence::heaviest_in_order;
use super::tokens::Tokens;

/// Sentences with fewer letters and digits are shown as removed and added.
const MOVABLE: usize = 4;

/// The tokens of both lines that belong to sentences which are elsewhere in the other line, each with a space next to it.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) old: HashSet<usize>,
    pub(super) new: HashSet<usize>,
}

/// Finds sentences that are the same in both lines, once in each, and in another order. As few letters as possible move. `before` and
/// `after` are the numbers of the words of both lines.
pub(super) fn moved(old: &Tokens<'_>, new: &Tokens<'_>, before: &[u32], after: &[u32]) -> Moved {
    let (olds, news) = (sentences(old), sentences(new));
    if olds.len() < 2 || news.len() < 2 {
        return Moved::default();
    }
    let mut once: HashMap<&[u32], (Option<usize>, u32)> = HashMap::new();
    for (at, words) in olds.iter().enumerate() {
        let (place, count) = once.entry(&before[words.clone()]).or_default();
        (*place, *count) = (Some(at), *count + 1);
    }
    let mut again: HashMap<&[u32], u32> = HashMap::new();
    news.iter().for_each(|words| *again.entry(&after[words.clone()]).or_default() += 1);
    let mut pairs = Vec::new();
    for (at, words) in news.iter().enumerate() {
        let key = &after[words.clone()];
        let Some((Some(place), 1)) = once.get(key).copied().filter(|_| again.get(key) == Some(&1)) else { continue };
        let is_same = olds[place].clone().zip(words.clone()).all(|(o, n)| {
            let (o, n) = (old.words[o], new.words[n]);
            old.format(o) == new.format(n) && old.is_seen_as(o, new, n)
        });
        if is_same {
            pairs.push((place, at, words.clone().map(|word| new.letters(new.words[word])).sum()));
        }
    }
    let stay: HashSet<usize> = heaviest_in_order(&pairs).into_iter().collect();
    let mut moved = Moved::default();
    for (at, (o, n, weight)) in pairs.into_iter().enumerate() {
        if !stay.contains(&at) && weight >= MOVABLE {
            moved.old.extend(with_space(old, &olds[o]));
            moved.new.extend(with_space(new, &news[n]));
        }
    }
    moved
}

/// The sentences of a line, as ranges of its words.
fn sentences(line: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for word in 1..=line.words.len() {
        let is_end = line.words.get(word).is_none_or(|next| {
            let before: Vec<&str> = line.words[word.saturating_sub(2)..word].iter().rev().map(|at| line.word(*at)).collect();
            let is_stop = |text: &&str| matches!(*text, "." | "!" | "?");
            let is_closed = before.first().is_some_and(|last| matches!(*last, ")" | "\"" | "\u{2019}" | "\u{201d}"));
            *next > line.words[word - 1] + 1 && (before.first().is_some_and(is_stop) || is_closed && before.get(1).is_some_and(is_stop))
        });
        if is_end {
            sentences.push(start..word);
            start = word;
        }
    }
    sentences
}

/// The tokens of a sentence, with the space after it, or before it if it is the last.
fn with_space(line: &Tokens<'_>, words: &Range<usize>) -> Range<usize> {
    let (first, last) = (line.words[words.start], line.words[words.end - 1]);
    match (line.words.get(words.end), words.start.checked_sub(1)) {
        (Some(next), _) => first..*next,
        (None, Some(before)) => line.words[before] + 1..last + 1,
        (None, None) => first..last + 1,
    }
}
