//! Aligns the blocks of two versions.
//!
//! In this order: what has the same identity; what is identical and unique in both, wherever it is; containers that have the
//! same title or the same lead-in, whatever moved into or out of them; what is identical or similar among the children of one parent; what is similar anywhere; and, in versions without identities, what is in
//! the same position. Every step looks at few neighbours or at rare words, so that time grows with the text alone.

mod alignment;
mod containers;
mod division;
mod likeness;
mod sections;

use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::sequence::{Numbers, common, gaps, in_order};
use super::tree::{Key, Node, Tree};
use crate::model::{BlockKind, NodeId};

pub(super) use alignment::Alignment;
use alignment::{NONE, whole};
pub(super) use containers::has_name;
pub(super) use division::FARTHEST;
pub use division::shares_most_words;
pub(super) use likeness::{SIMILAR, likeness, sorted_words};
use likeness::{SKETCH, same_kind, sketch, words_in_order, words_of};

/// Blocks with fewer letters and digits are only sought in their own text: every document has many alike.
const MOVABLE: u32 = 20;
/// Blocks with fewer letters and digits, and headings below [`MOVABLE`], are only sought among their neighbours.
const MOVABLE_IN_TEXT: u32 = 12;
/// The least share of words that makes one block an edit of another elsewhere if one of them has fewer than twice [`MOVABLE`].
const SAME_WHEN_SHORT: f32 = 0.75;
/// Up to this length of a run, every block is compared with every other.
const MOST_COMPARED: usize = 400;
/// The most blocks of each kind in a run that are paired by position alone.
const MOST_BY_PLACE: usize = 4;

/// Aligns two versions.
///
/// Where both have identities, blocks of different identity may still be one: a block that was removed and put back in a
/// version released before identities were restored. These must be alike; a position is not enough.
pub(super) fn align(old: &Tree<'_>, new: &Tree<'_>) -> Alignment {
    let ids = |tree: &Tree<'_>| tree.nodes.iter().map(|node| node.block.id).collect::<Vec<_>>();
    let have_ids = |tree: &Tree<'_>| tree.nodes.iter().all(|node| node.block.id.is_some());
    if have_ids(old) && have_ids(new) {
        return align_rest(old, new, &ids(new));
    }
    let mut alignment = Alignment::empty(old, new);
    let lists = alike(old, new, &mut alignment);
    Aligner { old, new, alignment: &alignment }.places(lists);
    alignment
}

/// Aligns an old version with a new one in which some blocks have the identities `ids`, then the rest by their words.
pub(super) fn align_rest(old: &Tree<'_>, new: &Tree<'_>, ids: &[NodeId]) -> Alignment {
    let mut alignment = Alignment::empty(old, new);
    by_identity(old, new, ids, &alignment);
    if alignment.is_complete() {
        alignment.roots = roots(old, new, &alignment);
    } else {
        alike(old, new, &mut alignment);
    }
    alignment
}

/// Pairs free blocks that are identical or similar, and the texts. Returns all corresponding lists of siblings.
fn alike(old: &Tree<'_>, new: &Tree<'_>, alignment: &mut Alignment) -> Vec<Pair> {
    by_words(old, new, alignment, |node| node.size == 1);
    containers::by_name(old, new, alignment);
    containers::after_lead_ins(old, new, alignment);
    by_words(old, new, alignment, |_| true);
    alignment.roots = roots(old, new, alignment);
    let aligner = Aligner { old, new, alignment };
    let mut parents: Vec<Pair> = aligner.alignment.roots.iter().flat_map(|(old_root, new_root)| aligner.lists(*old_root, *new_root)).collect();
    parents.extend((0..old.nodes.len()).filter_map(|at| aligner.children(at, aligner.alignment.new_of(at)?)));
    // Pairs of one parent never touch the children of another, but each pair found is a parent in turn.
    let mut all = aligner.neighbours(parents);
    containers::headings(old, new, alignment);
    all.extend(aligner.neighbours(aligner.everywhere()));
    let sections = sections::open(old, new, alignment).into_iter().map(|(old, new)| Pair { old, new });
    all.extend(aligner.neighbours(sections.collect()));
    all
}

fn by_identity(old: &Tree<'_>, new: &Tree<'_>, ids: &[NodeId], alignment: &Alignment) {
    let known: HashMap<NodeId, usize> = old.nodes.iter().enumerate().map(|(at, node)| (node.block.id, at)).collect();
    for (at, id) in ids.iter().enumerate().filter(|(_, id)| id.is_some()) {
        let before = known.get(id).filter(|before| alignment.are_free(**before, at));
        if let Some(before) = before.filter(|before| same_kind(&old.nodes[**before], &new.nodes[at])) {
            alignment.pair(*before, at);
        }
    }
}

/// Pairs those of the blocks `wanted` that are identical and unique in both versions, with their contents.
fn by_words(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, wanted: impl Fn(&Node<'_>) -> bool) {
    const SEVERAL: u32 = NONE;
    let mut seen: HashMap<u64, (Option<u32>, Option<u32>)> = HashMap::with_capacity(old.nodes.len());
    let once = |place: &mut Option<u32>, at: usize| *place = Some(if place.is_some() { SEVERAL } else { at as u32 });
    for (at, node) in old.nodes.iter().enumerate().filter(|(_, node)| wanted(node)) {
        once(&mut seen.entry(node.hash).or_default().0, at);
    }
    for (at, node) in new.nodes.iter().enumerate().filter(|(_, node)| wanted(node)) {
        once(&mut seen.entry(node.hash).or_default().1, at);
    }
    for (at, node) in new.nodes.iter().enumerate() {
        let Some((Some(before), Some(now))) = seen.get(&node.hash) else { continue };
        if *before == SEVERAL || *now == SEVERAL {
            continue;
        }
        let before = *before as usize;
        let is_near =
            || !matches!(node.block.kind, BlockKind::Heading(_)) && node.weight >= MOVABLE_IN_TEXT && old.text_of(before) == new.text_of(at);
        if node.weight >= MOVABLE || is_near() {
            whole(old, new, alignment, before, at);
        }
    }
}

/// Pairs texts: first those of the same name, then those of the same kind that share most.
fn roots(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment) -> Vec<(usize, usize)> {
    let mut by_key: HashMap<Key<'_>, usize> = old.roots.iter().enumerate().map(|(at, root)| (root.key, at)).collect();
    let mut pairs = Vec::new();
    let mut open = Vec::new();
    // Texts of one name that share nothing may have swapped their names with others.
    let mut doubtful = Vec::new();
    let root_of = |at: usize| old.root_of(at);
    for (at, root) in new.roots.iter().enumerate() {
        let Some(before) = by_key.get(&root.key).copied() else {
            open.push(at);
            continue;
        };
        let mut partners = (root.start..root.end).filter_map(|node| alignment.old_of(node)).map(root_of).peekable();
        if partners.peek().is_some() && partners.all(|other| other != before) {
            doubtful.push((before, at));
            open.push(at);
        } else {
            by_key.remove(&root.key);
            pairs.push((before, at));
        }
    }
    let mut left: HashMap<usize, ()> = by_key.into_values().map(|at| (at, ())).collect();
    for at in open {
        let root = &new.roots[at];
        let mut shared: HashMap<usize, u32> = HashMap::new();
        for node in (root.start..root.end).filter(|node| new.nodes[*node].parent == Node::TOP) {
            if let Some(before) = alignment.old_of(node).map(root_of).filter(|before| left.contains_key(before)) {
                *shared.entry(before).or_default() += new.nodes[node].weight;
            }
        }
        let total: u32 = weight(new, root.start..root.end);
        let best = shared.into_iter().max_by_key(|(before, weight)| (*weight, std::cmp::Reverse(*before)));
        if let Some((before, common)) = best
            && old.roots[before].key.is_like(&root.key)
            && common * 2 >= total.min(weight(old, old.roots[before].start..old.roots[before].end))
        {
            left.remove(&before);
            pairs.push((before, at));
        }
    }
    let found: HashSet<usize> = pairs.iter().map(|(_, at)| *at).collect();
    for (before, at) in doubtful.into_iter().filter(|(_, at)| !found.contains(at)) {
        if left.remove(&before).is_some() {
            pairs.push((before, at));
        }
    }
    // A term with another name may have the same definition, word for word.
    let taken: HashSet<usize> = pairs.iter().map(|(_, at)| *at).collect();
    let only = |tree: &Tree<'_>, at: usize| {
        let root = &tree.roots[at];
        let is_one = root.key.is_term() && root.start < root.end && root.end - root.start == tree.nodes[root.start].size as usize;
        is_one.then(|| tree.nodes[root.start].hash)
    };
    let mut same: HashMap<u64, (Vec<usize>, Vec<usize>)> = HashMap::new();
    left.keys().filter_map(|at| Some((*at, only(old, *at)?))).for_each(|(at, hash)| same.entry(hash).or_default().0.push(at));
    let news = (0..new.roots.len()).filter(|at| !taken.contains(at));
    news.filter_map(|at| Some((at, only(new, at)?))).for_each(|(at, hash)| same.entry(hash).or_default().1.push(at));
    pairs.extend(
        same.into_values().filter_map(|(olds, news)| if let ([before], [now]) = (&olds[..], &news[..]) { Some((*before, *now)) } else { None }),
    );
    pairs.sort_unstable_by_key(|(_, at)| *at);
    pairs
}

fn weight(tree: &Tree<'_>, range: Range<usize>) -> u32 {
    tree.nodes[range].iter().filter(|node| node.parent == Node::TOP).map(|node| node.weight).sum()
}

/// The nodes of two corresponding lists of siblings.
struct Pair {
    old: Vec<usize>,
    new: Vec<usize>,
}

struct Aligner<'a> {
    old: &'a Tree<'a>,
    new: &'a Tree<'a>,
    alignment: &'a Alignment,
}

impl Aligner<'_> {
    /// The bodies of two texts, and their notes.
    fn lists(&self, old: usize, new: usize) -> [Pair; 2] {
        let (old, new) = (&self.old.roots[old], &self.new.roots[new]);
        [
            Pair { old: siblings(self.old, old.start..old.notes), new: siblings(self.new, new.start..new.notes) },
            Pair { old: siblings(self.old, old.notes..old.end), new: siblings(self.new, new.notes..new.end) },
        ]
    }

    /// The child lists of two corresponding blocks that differ.
    fn children(&self, old: usize, new: usize) -> Option<Pair> {
        if self.old.nodes[old].hash == self.new.nodes[new].hash {
            return None;
        }
        containers::same_parts(self.old, self.new, self.alignment, old, new);
        let inside = |tree: &Tree<'_>, at: usize| siblings(tree, at + 1..at + tree.nodes[at].size as usize);
        let pair = Pair { old: inside(self.old, old), new: inside(self.new, new) };
        (!pair.old.is_empty() && !pair.new.is_empty()).then_some(pair)
    }

    /// Pairs identical or similar blocks in each pair of lists, and in the lists of each pair found. Returns all pairs of lists.
    fn neighbours(&self, mut open: Vec<Pair>) -> Vec<Pair> {
        let mut done = Vec::new();
        while !open.is_empty() {
            let found: Vec<Pair> = open.par_iter().flat_map_iter(|pair| self.among(pair)).collect();
            done.append(&mut open);
            open = found;
        }
        done
    }

    /// Pairs the children of one parent; returns the pairs of lists in those that are no longer identical.
    fn among(&self, pair: &Pair) -> Vec<Pair> {
        let mut numbers = Numbers::new();
        // Children that are paired with each other count as one; those paired elsewhere are skipped.
        let paired = |old: usize, new: usize| (1u8, ((old as u64) << 32) | new as u64);
        let olds: Vec<u32> =
            pair.old.iter().map(|at| numbers.of(self.alignment.new_of(*at).map_or((0, self.old.nodes[*at].hash), |now| paired(*at, now)))).collect();
        let news: Vec<u32> = pair
            .new
            .iter()
            .map(|at| numbers.of(self.alignment.old_of(*at).map_or((0, self.new.nodes[*at].hash), |before| paired(before, *at))))
            .collect();
        let same = common(&olds, &news, numbers.count());
        for (old, new) in &same {
            let (old, new) = (pair.old[*old], pair.new[*new]);
            if self.alignment.are_free(old, new) {
                whole(self.old, self.new, self.alignment, old, new);
            }
        }
        let mut found = Vec::new();
        for (old, new) in &same {
            let after = pair.old.get(old + 1).zip(pair.new.get(new + 1));
            let after = after.filter(|(before, now)| containers::follow(self.old, self.new, (pair.old[*old], **before), (pair.new[*new], **now)));
            found.extend(after.and_then(|(before, now)| self.take(*before, *now)));
        }
        for (old, new) in gaps(&same, pair.old.len(), pair.new.len()) {
            let (old, new) = (&pair.old[old], &pair.new[new]);
            found.extend(self.similar(&self.free_old(old), &self.free_new(new)));
            if !old.is_empty() && !new.is_empty() && old.len() * new.len() <= MOST_COMPARED {
                division::parts(self.old, self.new, self.alignment, &self.free_old(old), &self.free_new(new));
            }
        }
        found
    }

    fn free_old(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|at| self.alignment.new_of(*at).is_none()).collect()
    }

    fn free_new(&self, nodes: &[usize]) -> Vec<usize> {
        nodes.iter().copied().filter(|at| self.alignment.old_of(*at).is_none()).collect()
    }

    /// Pairs the most similar blocks of a short run.
    fn similar(&self, old: &[usize], new: &[usize]) -> Vec<Pair> {
        if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST_COMPARED {
            return Vec::new();
        }
        let words = |tree: &Tree<'_>, nodes: &[usize]| nodes.iter().map(|at| words_of(tree, *at)).collect::<Vec<_>>();
        let (old_words, new_words) = (words(self.old, old), words(self.new, new));
        let mut pairs = Vec::new();
        for (at_old, before) in old.iter().enumerate() {
            for (at_new, now) in new.iter().enumerate() {
                let likeness = likeness(&old_words[at_old], &new_words[at_new]);
                if likeness >= SIMILAR && same_kind(&self.old.nodes[*before], &self.new.nodes[*now]) {
                    pairs.push((likeness, at_old.abs_diff(at_new), *before, *now));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3))));
        let mut found = Vec::new();
        for (_, _, before, now) in pairs {
            found.extend(self.take(before, now));
        }
        found
    }

    fn take(&self, before: usize, now: usize) -> Option<Pair> {
        if !self.alignment.are_free(before, now) {
            return None;
        }
        self.alignment.pair(before, now);
        self.children(before, now)
    }

    /// Pairs similar blocks anywhere: moved and edited.
    fn everywhere(&self) -> Vec<Pair> {
        let open = |tree: &Tree<'_>, is_free: &(dyn Fn(usize) -> bool + Sync)| -> Vec<(usize, Vec<u64>)> {
            let wanted = (0..tree.nodes.len()).into_par_iter().filter(|at| is_free(*at) && tree.nodes[*at].weight >= MOVABLE);
            wanted.map(|at| (at, sketch(&words_in_order(tree, at)))).collect()
        };
        let old = open(self.old, &|at| self.alignment.new_of(at).is_none());
        let new = open(self.new, &|at| self.alignment.old_of(at).is_none());
        let mut rare: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, sketch) in &old {
            for group in sketch {
                let places = rare.entry(*group).or_default();
                if places.len() < SKETCH {
                    places.push(*at);
                }
            }
        }
        let mut found = Vec::new();
        for (now, sketch) in &new {
            let mut candidates: Vec<usize> = sketch.iter().filter_map(|group| rare.get(group)).flatten().copied().collect();
            candidates.sort_unstable();
            candidates.dedup();
            candidates.retain(|before| self.alignment.are_free(*before, *now) && same_kind(&self.old.nodes[*before], &self.new.nodes[*now]));
            let words = words_of(self.new, *now);
            let alike = candidates.into_iter().map(|before| (likeness(&words_of(self.old, before), &words), before));
            let least =
                |before: usize| if self.old.nodes[before].weight.min(self.new.nodes[*now].weight) < 2 * MOVABLE { SAME_WHEN_SHORT } else { SIMILAR };
            let best = alike.filter(|(likeness, before)| *likeness >= least(*before)).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            found.extend(best.and_then(|(_, before)| self.take(before, *now)));
        }
        found
    }

    /// Pairs the rest of short runs by position, if both sides have the same number of each kind.
    fn places(&self, mut open: Vec<Pair>) {
        while !open.is_empty() {
            open = open.par_iter().flat_map_iter(|pair| self.by_place(pair)).collect();
        }
    }

    fn by_place(&self, pair: &Pair) -> Vec<Pair> {
        let at_old: HashMap<usize, usize> = pair.old.iter().enumerate().map(|(at, node)| (*node, at)).collect();
        let partners = pair.new.iter().enumerate().filter_map(|(at, node)| Some((*at_old.get(&self.alignment.old_of(*node)?)?, at)));
        let fixed = in_order(&partners.collect::<Vec<_>>());
        // What was split off or joined to a neighbour is in the same position as nothing else.
        let (parts_old, parts_new) = division::taken(self.old, self.new, self.alignment, (&pair.old, &pair.new), &fixed);
        let mut found = Vec::new();
        for (old, new) in gaps(&fixed, pair.old.len(), pair.new.len()) {
            let (mut old, mut new) = (self.free_old(&pair.old[old]), self.free_new(&pair.new[new]));
            old.retain(|at| !parts_old.contains(at));
            new.retain(|at| !parts_new.contains(at));
            if old.is_empty() || new.is_empty() {
                continue;
            }
            let mut kinds: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
            for before in &old {
                match kinds.iter_mut().find(|(olds, _)| same_kind(&self.old.nodes[olds[0]], &self.old.nodes[*before])) {
                    Some((olds, _)) => olds.push(*before),
                    None => kinds.push((vec![*before], Vec::new())),
                }
            }
            for now in &new {
                let kind = kinds.iter_mut().find(|(olds, _)| same_kind(&self.old.nodes[olds[0]], &self.new.nodes[*now]));
                kind.into_iter().for_each(|(_, news)| news.push(*now));
            }
            // What is below a heading tells whether it is the same.
            kinds.sort_by_key(|(olds, _)| matches!(self.old.nodes[olds[0]].block.kind, BlockKind::Heading(_)));
            for (olds, news) in kinds.into_iter().filter(|(olds, news)| olds.len() == news.len() && olds.len() <= MOST_BY_PLACE) {
                for (before, now) in
                    olds.into_iter().zip(news).filter(|(before, now)| containers::may_be_rewritten(self.old, self.new, self.alignment, *before, *now))
                {
                    if let Some(lists) = self.take(before, now) {
                        found.extend(self.neighbours(vec![lists]));
                    }
                }
            }
        }
        found
    }
}

fn siblings(tree: &Tree<'_>, range: Range<usize>) -> Vec<usize> {
    let mut at = range.start;
    std::iter::from_fn(|| {
        let here = (at < range.end).then_some(at)?;
        at += tree.nodes[here].size as usize;
        Some(here)
    })
    .collect()
}
