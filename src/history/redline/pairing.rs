//! Pairs the parts of a block by their names: rows, columns, cards, options.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::super::align::{SIMILAR, likeness, sorted_words};
use super::super::sequence::{Numbers, Slot, common, gaps, in_order, merged};

/// Up to this many pairs of parts are compared with each other.
const MOST_COMPARED: usize = 400;

/// Corresponding parts of two lists.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Those in an order that both lists have, sorted.
    pub(super) stay: Vec<(usize, usize)>,
    /// Those that moved: the old index of each new one, and the new index of each old one.
    pub(super) from: HashMap<usize, usize>,
    pub(super) to: HashMap<usize, usize>,
}

/// A part of one or both lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Both(usize, usize),
    Old(usize),
    New(usize),
    /// At its new position: old and new index.
    MovedHere(usize, usize),
    /// At its old position.
    MovedAway(usize),
}

impl Pairs {
    /// All parts of both lists in the order of a redline.
    pub(super) fn parts(&self, old: usize, new: usize) -> Vec<Part> {
        let part = |slot| match slot {
            Slot::Both(o, n) => Part::Both(o, n),
            Slot::Old(o) if self.to.contains_key(&o) => Part::MovedAway(o),
            Slot::Old(o) => Part::Old(o),
            Slot::New(n) => self.from.get(&n).map_or(Part::New(n), |o| Part::MovedHere(*o, n)),
        };
        merged(&self.stay, old, new).into_iter().map(part).collect()
    }

    /// Adds free parts whose names occur once among the parts of both lists: they moved.
    pub(super) fn add_moves<K: Hash + Eq>(&mut self, old: &[K], new: &[K], is_name: impl Fn(&K) -> bool) {
        let mut once: HashMap<&K, [(u32, usize); 2]> = HashMap::new();
        for (side, list) in [old, new].into_iter().enumerate() {
            for (at, name) in list.iter().enumerate().filter(|(_, name)| is_name(name)) {
                let place = &mut once.entry(name).or_default()[side];
                *place = (place.0 + 1, at);
            }
        }
        let (olds, news): (HashSet<usize>, HashSet<usize>) = self.stay.iter().copied().unzip();
        for [(count, o), (again, n)] in once.into_values() {
            if (count, again) == (1, 1) && !olds.contains(&o) && !news.contains(&n) && !self.to.contains_key(&o) && !self.from.contains_key(&n) {
                self.from.insert(n, o);
                self.to.insert(o, n);
            }
        }
    }

    /// Adds pairs found by other means, wherever they are. Of all pairs, as many as possible stay; the others moved.
    pub(super) fn settle(&mut self, more: impl IntoIterator<Item = (usize, usize)>) {
        let mut all: Vec<(usize, usize)> = self.stay.drain(..).chain(self.to.drain()).chain(more).collect();
        self.from.clear();
        all.sort_unstable_by_key(|(o, n)| (*n, *o));
        self.stay = in_order(&all);
        let stay: HashSet<(usize, usize)> = self.stay.iter().copied().collect();
        for (o, n) in all.into_iter().filter(|pair| !stay.contains(pair)) {
            self.from.insert(n, o);
            self.to.insert(o, n);
        }
    }

    /// Whether parts of both lists have no partner.
    pub(super) fn are_free(&self, old: usize, new: usize) -> bool {
        !self.to.contains_key(&old) && !self.from.contains_key(&new) && self.stay.iter().all(|(o, n)| *o != old && *n != new)
    }

    /// The parts without a partner between those that stay, where both lists have some.
    pub(super) fn open(&self, old: usize, new: usize) -> Vec<(Vec<usize>, Vec<usize>)> {
        let free = |(olds, news): (std::ops::Range<usize>, std::ops::Range<usize>)| {
            let olds: Vec<usize> = olds.filter(|at| !self.to.contains_key(at)).collect();
            let news: Vec<usize> = news.filter(|at| !self.from.contains_key(at)).collect();
            (olds, news)
        };
        gaps(&self.stay, old, new).map(free).filter(|(olds, news)| !olds.is_empty() && !news.is_empty()).collect()
    }

    /// Pairs what is left between those that stay and has at least this share of its words in common, the most alike first, in an order
    /// that both lists have.
    pub(super) fn add_alike(&mut self, old: &[String], new: &[String], least: f32) {
        for (olds, news) in self.open(old.len(), new.len()).into_iter().filter(|(olds, news)| olds.len() * news.len() <= MOST_COMPARED) {
            let words = |texts: &[String], places: &[usize]| places.iter().map(|at| sorted_words(&texts[*at])).collect::<Vec<_>>();
            let (old_words, new_words) = (words(old, &olds), words(new, &news));
            let pairs = (0..olds.len()).flat_map(|o| (0..news.len()).map(move |n| (o, n)));
            let mut alike: Vec<(f32, usize, usize)> = pairs.map(|(o, n)| (likeness(&old_words[o], &new_words[n]), o, n)).collect();
            alike.retain(|(likeness, ..)| *likeness >= least);
            alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.abs_diff(a.2).cmp(&b.1.abs_diff(b.2))).then((a.1, a.2).cmp(&(b.1, b.2))));
            let mut chosen: Vec<(usize, usize)> = Vec::new();
            for (_, o, n) in alike {
                if chosen.iter().all(|(other, at)| (*other < o) == (*at < n) && *other != o && *at != n) {
                    chosen.push((o, n));
                }
            }
            self.add(chosen.into_iter().map(|(o, n)| (olds[o], news[n])));
        }
    }

    pub(super) fn add(&mut self, pairs: impl IntoIterator<Item = (usize, usize)>) {
        self.stay.extend(pairs);
        self.stay.sort_unstable();
    }
}

/// Pairs parts of the same name, wherever they are; then, between those that stay, parts of similar names.
pub(super) fn by_name_or_likeness(old: &[String], new: &[String]) -> Pairs {
    let mut pairs = by_name_or_move(old, new);
    pairs.add_alike(old, new, SIMILAR);
    pairs
}

/// Pairs parts of the same name, wherever they are.
pub(super) fn by_name_or_move<K: Hash + Eq>(old: &[K], new: &[K]) -> Pairs {
    let mut pairs = Pairs { stay: by_name(old, new), ..Pairs::default() };
    pairs.add_moves(old, new, |_| true);
    pairs
}

/// Pairs equal things, in an order that both lists have. Pairs of indexes, sorted.
pub(super) fn by_name<K: Hash + Eq>(old: &[K], new: &[K]) -> Vec<(usize, usize)> {
    let mut numbers = Numbers::new();
    let olds: Vec<u32> = old.iter().map(|name| numbers.of(name)).collect();
    let news: Vec<u32> = new.iter().map(|name| numbers.of(name)).collect();
    common(&olds, &news, numbers.count())
}
