//! What was made of shared values the last time, to be taken again while they are the same.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

/// What was made of values, known by the value itself: a shared value never changes, and what it takes to tell it from another
/// is its place in memory, which is held while this knows it.
///
/// One that is not kept on remembers nothing, so that whoever runs once shares nothing and moves instead of copying.
#[derive(Debug)]
pub struct Memo<T, V> {
    is_enabled: bool,
    known: HashMap<usize, (Arc<T>, V)>,
}

impl<T, V> Default for Memo<T, V> {
    fn default() -> Self {
        Self { is_enabled: false, known: HashMap::new() }
    }
}

impl<T, V> Memo<T, V> {
    /// One that remembers.
    #[must_use]
    pub fn enabled() -> Self {
        Self { is_enabled: true, known: HashMap::new() }
    }

    /// Whether it remembers.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// What was made of `value`.
    #[must_use]
    pub fn get(&self, value: &Arc<T>) -> Option<&V> {
        self.known.get(&place(value)).map(|(_, made)| made)
    }

    /// Remembers these, and nothing else.
    pub fn renew(&mut self, made: impl IntoIterator<Item = (Arc<T>, V)>) {
        if self.is_enabled {
            self.known = made.into_iter().map(|(value, made)| (place(&value), (value, made))).collect();
        }
    }
}

/// A digest of `value`, for keys of caches in memory: it may differ between machines and versions of the program.
pub(crate) fn digest(value: &impl Hash) -> u128 {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.digest128()
}

fn place<T>(value: &Arc<T>) -> usize {
    Arc::as_ptr(value) as usize
}
