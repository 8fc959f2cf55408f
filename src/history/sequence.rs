//! The common subsequence of two sequences.

use imara_diff::{Algorithm, Diff, Token};

/// An element of two merged sequences: where they differ, old elements come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// Indexes into both.
    Both(usize, usize),
    /// Index into the old sequence only.
    Old(usize),
    /// Index into the new sequence only.
    New(usize),
}

/// Pairs of equal tokens, rising in both indexes. Tokens are numbers below `kinds`.
///
/// Takes close to linear time, whatever the sequences have in common.
pub(super) fn common(old: &[u32], new: &[u32], kinds: u32) -> Vec<(usize, usize)> {
    let tokens = |sequence: &[u32]| sequence.iter().copied().map(Token).collect::<Vec<_>>();
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Histogram, &tokens(old), &tokens(new), kinds);
    let olds = (0..old.len()).filter(|at| !diff.is_removed(*at as u32));
    let news = (0..new.len()).filter(|at| !diff.is_added(*at as u32));
    olds.zip(news).collect()
}

/// The longest subset of pairs, sorted by their second index, that also rises in the first.
pub(super) fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Patience: `piles[n]` is the pair that ends the best chain of n + 1.
    let mut piles: Vec<usize> = Vec::new();
    let mut before = vec![usize::MAX; pairs.len()];
    for (at, (old, _)) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| pairs[*top].0 < *old);
        before[at] = pile.checked_sub(1).map_or(usize::MAX, |below| piles[below]);
        if pile == piles.len() {
            piles.push(at);
        } else {
            piles[pile] = at;
        }
    }
    let mut chain = Vec::with_capacity(piles.len());
    let mut at = piles.last().copied().unwrap_or(usize::MAX);
    while let Some(pair) = pairs.get(at) {
        chain.push(*pair);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Indexes of the heaviest subset of pairs `(old, new, weight)`, sorted by their second index, that also rises in the first.
pub(super) fn heaviest_in_order(pairs: &[(usize, usize, usize)]) -> Vec<usize> {
    // The best chain that ends at each old index or before it: (weight, last pair), in a Fenwick tree.
    let size = pairs.iter().map(|(old, ..)| old + 1).max().unwrap_or(0);
    let mut best: Vec<(usize, usize)> = vec![(0, usize::MAX); size + 1];
    let mut before = vec![usize::MAX; pairs.len()];
    for (at, (old, _, weight)) in pairs.iter().enumerate() {
        let (mut chain, mut node) = ((0, usize::MAX), *old);
        while node > 0 {
            chain = if best[node].0 > chain.0 { best[node] } else { chain };
            node &= node - 1;
        }
        before[at] = chain.1;
        let mut node = old + 1;
        while node <= size {
            if chain.0 + weight > best[node].0 {
                best[node] = (chain.0 + weight, at);
            }
            node += node & node.wrapping_neg();
        }
    }
    let mut at = (1..=size).map(|node| best[node]).max_by_key(|(weight, _)| *weight).map_or(usize::MAX, |(_, at)| at);
    let mut chain = Vec::new();
    while at < pairs.len() {
        chain.push(at);
        at = before[at];
    }
    chain.reverse();
    chain
}

/// Merges both sequences. `pairs` rise in both indexes.
pub(super) fn merged(pairs: &[(usize, usize)], old: usize, new: usize) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(old.max(new));
    let (mut at_old, mut at_new) = (0, 0);
    for (pair_old, pair_new) in pairs.iter().copied().chain([(old, new)]) {
        slots.extend((at_old..pair_old).map(Slot::Old));
        slots.extend((at_new..pair_new).map(Slot::New));
        if pair_old < old {
            slots.push(Slot::Both(pair_old, pair_new));
        }
        (at_old, at_new) = (pair_old + 1, pair_new + 1);
    }
    slots
}

/// The gaps between pairs that rise in both indexes: ranges of both sequences.
pub(super) fn gaps(pairs: &[(usize, usize)], old: usize, new: usize) -> impl Iterator<Item = (std::ops::Range<usize>, std::ops::Range<usize>)> + '_ {
    let mut last = (0, 0);
    pairs.iter().copied().chain([(old, new)]).map(move |pair| {
        let gap = (last.0..pair.0, last.1..pair.1);
        last = (pair.0 + 1, pair.1 + 1);
        gap
    })
}

/// Gives equal values equal numbers.
#[derive(Debug)]
pub(super) struct Numbers<K>(std::collections::HashMap<K, u32>);

impl<K: std::hash::Hash + Eq> Numbers<K> {
    pub(super) fn new() -> Self {
        Self(std::collections::HashMap::new())
    }

    pub(super) fn of(&mut self, key: K) -> u32 {
        let next = self.0.len() as u32;
        *self.0.entry(key).or_insert(next)
    }

    pub(super) fn count(&self) -> u32 {
        self.0.len() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::{Slot, common, heaviest_in_order, in_order, merged};

    #[test]
    fn the_longest_chain_stays_in_order() {
        assert_eq!(in_order(&[(2, 0), (0, 1), (1, 2), (3, 3)]), [(0, 1), (1, 2), (3, 3)]);
        assert_eq!(in_order(&[]), []);
    }

    #[test]
    fn the_heaviest_chain_stays_in_order() {
        assert_eq!(heaviest_in_order(&[(1, 0, 5), (0, 1, 9)]), [1]);
        assert_eq!(heaviest_in_order(&[(1, 0, 9), (0, 1, 5)]), [0]);
        assert_eq!(heaviest_in_order(&[(3, 0, 5), (0, 1, 2), (1, 2, 2), (2, 3, 2)]), [1, 2, 3]);
        assert!(heaviest_in_order(&[]).is_empty());
    }

    #[test]
    fn both_sequences_come_out_whole() {
        let pairs = common(&[0, 1, 2, 3], &[1, 4, 3], 5);
        assert_eq!(pairs, [(1, 0), (3, 2)]);
        assert_eq!(merged(&pairs, 4, 3), [Slot::Old(0), Slot::Both(1, 0), Slot::Old(2), Slot::New(1), Slot::Both(3, 2)]);
    }
}
