//! Paragraphs that were split or joined: the identity goes on with the longest part.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::super::tree::Tree;
use super::alignment::Alignment;
use super::likeness::words_of;
use crate::model::BlockKind;

/// The least share of the words of a part that the whole has too.
const SHARED: f32 = 0.6;
/// The least number of words that tell a part from a chance likeness.
const TELLING: usize = 3;
/// Up to this many neighbours on each side are looked at.
pub(in crate::history) const FARTHEST: usize = 8;

/// Pairs free paragraphs with the longest of the adjacent ones that together have most of their words, in both directions.
pub(super) fn parts(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, olds: &[usize], news: &[usize]) {
    for before in olds.iter().copied() {
        if let Some(now) = longest_part((old, before), new, news).filter(|now| alignment.are_free(before, *now)) {
            alignment.pair(before, now);
        }
    }
    for now in news.iter().copied() {
        if let Some(before) = longest_part((new, now), old, olds).filter(|before| alignment.are_free(*before, now)) {
            alignment.pair(before, now);
        }
    }
}

/// The free paragraphs of two lists whose words are mostly in the partner of an adjacent one: old ones that were joined to it, and
/// new ones that were split off. `pairs` are corresponding indexes of both lists.
pub(super) fn taken(
    old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, (olds, news): (&[usize], &[usize]), pairs: &[(usize, usize)],
) -> (HashSet<usize>, HashSet<usize>) {
    let (mut joined, mut split) = (HashSet::new(), HashSet::new());
    for (o, n) in pairs.iter().copied() {
        if old.nodes[olds[o]].hash != new.nodes[news[n]].hash {
            neighbours((old, olds[o]), new, (news, n), &|at| alignment.old_of(at).is_none(), &mut split);
            neighbours((new, news[n]), old, (olds, o), &|at| alignment.new_of(at).is_none(), &mut joined);
        }
    }
    (joined, split)
}

/// Adds the free paragraphs next to the one at `at` in `list` that are mostly in `whole`; other free blocks may be between them.
fn neighbours(
    (tree, whole): (&Tree<'_>, usize), other: &Tree<'_>, (list, at): (&[usize], usize), is_free: &dyn Fn(usize) -> bool, found: &mut HashSet<usize>,
) {
    let is_near = |near: Option<&usize>| near.is_some_and(|near| is_free(*near));
    if !is_paragraph(tree, whole) || !is_near(at.checked_sub(1).and_then(|before| list.get(before))) && !is_near(list.get(at + 1)) {
        return;
    }
    let known = counted(words_of(tree, whole).into_iter());
    let is_part = |at: &&usize| is_free(**at) && is_paragraph(other, **at) && is_mostly_in(&words_of(other, **at), &known);
    let free = |at: &&usize| is_free(**at);
    found.extend(list[..at].iter().rev().take(FARTHEST).take_while(free).filter(is_part));
    found.extend(list[at + 1..].iter().take(FARTHEST).take_while(free).filter(is_part));
}

/// The longest of the adjacent paragraphs among `others` into which a paragraph was split.
fn longest_part((tree, whole): (&Tree<'_>, usize), other: &Tree<'_>, others: &[usize]) -> Option<usize> {
    if !is_paragraph(tree, whole) {
        return None;
    }
    let words = words_of(tree, whole);
    let known = counted(words.iter().copied());
    let is_part = |at: &usize| is_paragraph(other, *at) && is_mostly_in(&words_of(other, *at), &known);
    // A new heading or list may be between two parts.
    let found: Vec<usize> = others.iter().copied().filter(is_part).collect();
    let mut runs = found.chunk_by(|one, next| other.nodes[*one].parent == other.nodes[*next].parent);
    let size = |at: &usize| words_of(other, *at).len();
    let run = runs.find(|run| run.iter().map(size).sum::<usize>() * 2 >= words.len())?;
    run.iter().copied().max_by_key(|at| (size(at), std::cmp::Reverse(*at))).filter(|_| run.len() > 1)
}

fn is_paragraph(tree: &Tree<'_>, at: usize) -> bool {
    matches!(tree.nodes[at].block.kind, BlockKind::Paragraph(_))
}

/// How often each word occurs.
fn counted(words: impl Iterator<Item = u32>) -> HashMap<u32, u32> {
    let mut counts = HashMap::new();
    words.for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

fn is_mostly_in(part: &[u32], whole: &HashMap<u32, u32>) -> bool {
    let shared: u32 = counted(part.iter().copied()).into_iter().map(|(word, count)| count.min(whole.get(&word).copied().unwrap_or(0))).sum();
    part.len() >= TELLING && shared as f32 >= SHARED * part.len() as f32
}

/// Whether most words of a text are in another one.
#[must_use]
pub fn shares_most_words(part: &str, whole: &str) -> bool {
    let words = |text: &str| -> Vec<u32> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(|word| xxh3_64(word.as_bytes()) as u32).collect()
    };
    is_mostly_in(&words(part), &counted(words(whole).into_iter()))
}
