//! Sentences that moved within a line.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::super::super::sequence::{common, heaviest_in_order};
use super::tokens::Tokens;

/// Sentences with fewer letters and digits are shown as removed and added.
const MOVABLE: usize = 4;
/// The least share of letters, in percent, that makes one sentence an edit of another that is elsewhere.
const SIMILAR: usize = 70;
/// The least number of letters and digits that an edited sentence keeps.
const TELLING: usize = 16;
/// The most pairs of sentences that are compared word by word.
const MOST_COMPARED: usize = 400;

/// The tokens of both lines that belong to sentences which are elsewhere in the other line, each with a space next to it.
#[derive(Debug, Default)]
pub(super) struct Moved {
    /// Tokens of sentences that moved away.
    pub(super) old: HashSet<usize>,
    /// Tokens of sentences that moved here.
    pub(super) new: HashSet<usize>,
    /// Those of `old` whose words were removed on the way.
    pub(super) removed: HashSet<usize>,
    /// Those of `new` whose words were added on the way.
    pub(super) added: HashSet<usize>,
}

/// Two sentences that correspond: their indexes, and the pairs of words that they share.
struct Pair {
    old: usize,
    new: usize,
    weight: usize,
    shared: Vec<(usize, usize)>,
}

/// Finds sentences that are the same in both lines, once in each, or nearly the same, and in another order. As few letters as
/// possible move. `before` and `after` are the numbers of the words of both lines.
pub(super) fn moved(old: &Tokens<'_>, new: &Tokens<'_>, before: &[u32], after: &[u32]) -> Moved {
    let (olds, news) = (sentences(old), sentences(new));
    if olds.len() < 2 || news.len() < 2 {
        return Moved::default();
    }
    let lines = Lines { old, new, before, after };
    let mut pairs = lines.equal(&olds, &news);
    lines.add_similar(&olds, &news, &mut pairs);
    pairs.sort_by_key(|pair| pair.new);
    let places: Vec<_> = pairs.iter().map(|pair| (pair.old, pair.new, pair.weight)).collect();
    let stay: HashSet<usize> = heaviest_in_order(&places).into_iter().collect();
    let mut moved = Moved::default();
    for (at, pair) in pairs.into_iter().enumerate() {
        if stay.contains(&at) || pair.weight < MOVABLE {
            continue;
        }
        let (o, n) = (&olds[pair.old], &news[pair.new]);
        moved.old.extend(with_space(old, o));
        moved.new.extend(with_space(new, n));
        let (kept_old, kept_new): (HashSet<usize>, HashSet<usize>) = pair.shared.into_iter().unzip();
        moved.removed.extend(o.clone().filter(|word| !kept_old.contains(word)).map(|word| old.words[word]));
        moved.added.extend(n.clone().filter(|word| !kept_new.contains(word)).map(|word| new.words[word]));
    }
    moved
}

struct Lines<'l, 'a> {
    old: &'l Tokens<'a>,
    new: &'l Tokens<'a>,
    before: &'l [u32],
    after: &'l [u32],
}

impl Lines<'_, '_> {
    /// Whether two words look the same.
    fn are_same(&self, old: usize, new: usize) -> bool {
        let (o, n) = (self.old.words[old], self.new.words[new]);
        self.before[old] == self.after[new] && self.old.format(o) == self.new.format(n) && self.old.is_seen_as(o, self.new, n)
    }

    fn letters(&self, words: impl Iterator<Item = usize>) -> usize {
        words.map(|word| self.new.letters(self.new.words[word])).sum()
    }

    /// Pairs sentences that are the same and occur once in each line.
    fn equal(&self, olds: &[Range<usize>], news: &[Range<usize>]) -> Vec<Pair> {
        let mut once: HashMap<&[u32], (Option<usize>, u32)> = HashMap::new();
        for (at, words) in olds.iter().enumerate() {
            let (place, count) = once.entry(&self.before[words.clone()]).or_default();
            (*place, *count) = (Some(at), *count + 1);
        }
        let mut again: HashMap<&[u32], u32> = HashMap::new();
        news.iter().for_each(|words| *again.entry(&self.after[words.clone()]).or_default() += 1);
        let mut pairs = Vec::new();
        for (at, words) in news.iter().enumerate() {
            let key = &self.after[words.clone()];
            let Some((Some(place), 1)) = once.get(key).copied().filter(|_| again.get(key) == Some(&1)) else { continue };
            let shared: Vec<_> = olds[place].clone().zip(words.clone()).collect();
            if shared.iter().all(|(o, n)| self.are_same(*o, *n)) {
                pairs.push(Pair { old: place, new: at, weight: self.letters(words.clone()), shared });
            }
        }
        pairs
    }

    /// Pairs each of the other sentences with the one most like it, the most alike first.
    fn add_similar(&self, olds: &[Range<usize>], news: &[Range<usize>], pairs: &mut Vec<Pair>) {
        let open = |count: usize, taken: HashSet<usize>| (0..count).filter(|at| !taken.contains(at)).collect::<Vec<_>>();
        let old_open = open(olds.len(), pairs.iter().map(|pair| pair.old).collect());
        let new_open = open(news.len(), pairs.iter().map(|pair| pair.new).collect());
        if old_open.len() * new_open.len() > MOST_COMPARED {
            return;
        }
        let kinds = self.before.iter().chain(self.after).max().map_or(0, |most| most + 1);
        let mut alike = Vec::new();
        for old in old_open.iter().copied() {
            for new in new_open.iter().copied() {
                let (o, n) = (&olds[old], &news[new]);
                let mut shared = common(&self.before[o.clone()], &self.after[n.clone()], kinds);
                shared.iter_mut().for_each(|pair| *pair = (pair.0 + o.start, pair.1 + n.start));
                shared.retain(|(o, n)| self.are_same(*o, *n));
                let weight = self.letters(shared.iter().map(|(_, n)| *n));
                let was: usize = o.clone().map(|word| self.old.letters(self.old.words[word])).sum();
                if weight >= TELLING && weight * 100 >= SIMILAR * was.max(self.letters(n.clone())) {
                    alike.push(Pair { old, new, weight, shared });
                }
            }
        }
        alike.sort_by_key(|pair| (std::cmp::Reverse(pair.weight), pair.old.abs_diff(pair.new), pair.new));
        let (mut old_taken, mut new_taken) = (HashSet::new(), HashSet::new());
        for pair in alike {
            if !old_taken.contains(&pair.old) && !new_taken.contains(&pair.new) {
                old_taken.insert(pair.old);
                new_taken.insert(pair.new);
                pairs.push(pair);
            }
        }
    }
}

/// The sentences of a line, as ranges of its words.
fn sentences(line: &Tokens<'_>) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for word in 1..=line.words.len() {
        let is_end = line.words.get(word).is_none_or(|next| *next > line.words[word - 1] + 1 && line.ends_sentence(word - 1));
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
