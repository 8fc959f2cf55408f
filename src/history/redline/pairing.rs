//! Pairs the parts of a block by their names: rows, columns, cards, options.

use super::super::sequence::{Numbers, common, gaps};

/// Pairs things of the same name, in an order that both lists have; then, between these, what is left if both lists have the same
/// number there. Pairs of indexes, sorted.
pub(super) fn by_name_or_place<K: std::hash::Hash + Eq>(old: &[K], new: &[K]) -> Vec<(usize, usize)> {
    let pairs = by_name(old, new);
    let mut all = pairs.clone();
    for (olds, news) in gaps(&pairs, old.len(), new.len()).filter(|(olds, news)| olds.len() == news.len()) {
        all.extend(olds.zip(news));
    }
    all.sort_unstable();
    all
}

/// Pairs equal things, in an order that both lists have. Pairs of indexes, sorted.
pub(super) fn by_name<K: std::hash::Hash + Eq>(old: &[K], new: &[K]) -> Vec<(usize, usize)> {
    let mut numbers = Numbers::new();
    let olds: Vec<u32> = old.iter().map(|name| numbers.of(name)).collect();
    let news: Vec<u32> = new.iter().map(|name| numbers.of(name)).collect();
    common(&olds, &news, numbers.count())
}
