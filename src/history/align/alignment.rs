//! Which blocks and texts of two versions correspond.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use super::super::tree::Tree;
use super::likeness::same_kind;

/// Marks a block without a partner.
pub(super) const NONE: u32 = u32::MAX;

/// The partners of all blocks and texts of two versions.
#[derive(Debug)]
pub(in crate::history) struct Alignment {
    to_new: Vec<AtomicU32>,
    to_old: Vec<AtomicU32>,
    /// Pairs of roots.
    pub(in crate::history) roots: Vec<(usize, usize)>,
}

impl Alignment {
    pub(super) fn empty(old: &Tree<'_>, new: &Tree<'_>) -> Self {
        let free = |count: usize| (0..count).map(|_| AtomicU32::new(NONE)).collect();
        Self { to_new: free(old.nodes.len()), to_old: free(new.nodes.len()), roots: Vec::new() }
    }

    /// The new node that corresponds to the old node `at`.
    pub(in crate::history) fn new_of(&self, at: usize) -> Option<usize> {
        partner(&self.to_new[at])
    }

    /// The old node that corresponds to the new node `at`.
    pub(in crate::history) fn old_of(&self, at: usize) -> Option<usize> {
        partner(&self.to_old[at])
    }

    /// Whether all blocks of one of the versions have a partner.
    pub(super) fn is_complete(&self) -> bool {
        let is_done = |side: &[AtomicU32]| side.iter().all(|place| partner(place).is_some());
        is_done(&self.to_new) || is_done(&self.to_old)
    }

    pub(super) fn pair(&self, old: usize, new: usize) {
        self.to_new[old].store(new as u32, Relaxed);
        self.to_old[new].store(old as u32, Relaxed);
    }

    pub(super) fn are_free(&self, old: usize, new: usize) -> bool {
        self.new_of(old).is_none() && self.old_of(new).is_none()
    }
}

fn partner(place: &AtomicU32) -> Option<usize> {
    Some(place.load(Relaxed)).filter(|at| *at != NONE).map(|at| at as usize)
}

/// Pairs two identical blocks, with their contents.
pub(super) fn whole(old: &Tree<'_>, new: &Tree<'_>, alignment: &Alignment, before: usize, now: usize) {
    let size = old.nodes[before].size.min(new.nodes[now].size) as usize;
    for within in 0..size {
        if alignment.are_free(before + within, now + within) && same_kind(&old.nodes[before + within], &new.nodes[now + within]) {
            alignment.pair(before + within, now + within);
        }
    }
}
