//! How alike two blocks are.

use xxhash_rust::xxh3::xxh3_64;

use super::super::tree::{Node, Tree, own_text};

/// How many rare groups of words represent a block that is sought everywhere.
pub(super) const SKETCH: usize = 8;

/// The least share of words that makes one text an edit of another.
pub(in crate::history) const SIMILAR: f32 = 0.5;

pub(super) fn same_kind(old: &Node<'_>, new: &Node<'_>) -> bool {
    std::mem::discriminant(&old.block.kind) == std::mem::discriminant(&new.block.kind)
}

/// Hashes of the words of a block and its contents.
pub(super) fn words_in_order(tree: &Tree<'_>, at: usize) -> Vec<u32> {
    let mut text = String::new();
    for node in &tree.nodes[at..at + tree.nodes[at].size as usize] {
        own_text(&node.block.kind, &mut text);
    }
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| xxh3_64(word.as_bytes()) as u32).collect()
}

pub(super) fn words_of(tree: &Tree<'_>, at: usize) -> Vec<u32> {
    let mut words = words_in_order(tree, at);
    words.sort_unstable();
    words
}

/// The words of a short text in lower case, sorted.
pub(in crate::history) fn sorted_words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<String> = words.map(str::to_lowercase).collect();
    words.sort_unstable();
    words
}

/// The share of words that two texts have in common, from 0 to 1; both are sorted. A part of a longer block counts as similar, so that a block
/// that is split continues in its parts.
pub(in crate::history) fn likeness<W: Ord>(old: &[W], new: &[W]) -> f32 {
    let (mut at_old, mut at_new, mut shared) = (0, 0, 0usize);
    while let (Some(before), Some(now)) = (old.get(at_old), new.get(at_new)) {
        match before.cmp(now) {
            std::cmp::Ordering::Less => at_old += 1,
            std::cmp::Ordering::Greater => at_new += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                (at_old, at_new) = (at_old + 1, at_new + 1);
            }
        }
    }
    let (shared, shorter, both) = (shared as f32, old.len().min(new.len()), (old.len() + new.len()) as f32);
    let part = if shorter >= 10 { 0.6 * shared / shorter as f32 } else { 0.0 };
    if both == 0.0 { 1.0 } else { (2.0 * shared / both).max(part) }
}

/// The smallest hashes of groups of three words: similar texts share some of them.
pub(super) fn sketch(words: &[u32]) -> Vec<u64> {
    let group = |words: &[u32]| xxh3_64(&words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<_>>());
    let mut groups: Vec<u64> = words.windows(3).map(group).collect();
    groups.sort_unstable();
    groups.dedup();
    groups.truncate(SKETCH);
    groups
}
