//! Memoised results, reused while their input is the same `Arc`.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

/// Memoised results, keyed by the address of their input. A shared value never changes, and the table holds a reference to it, so its
/// address is not reused.
///
/// A disabled table stores nothing, so that a single run shares nothing and moves values instead of copying them.
///
/// ```
/// use greenpaper::cache::Memo;
/// use std::sync::Arc;
///
/// let text = Arc::new("some words".to_owned());
/// let mut lengths = Memo::enabled();
/// lengths.renew([(Arc::clone(&text), text.len())]);
/// assert_eq!(lengths.get(&text), Some(&10));
/// assert_eq!(lengths.get(&Arc::new("some words".to_owned())), None);
/// ```
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
    /// A table that stores results.
    #[must_use]
    pub fn enabled() -> Self {
        Self { is_enabled: true, known: HashMap::new() }
    }

    /// Whether it stores results.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.is_enabled
    }

    /// The result for `value`.
    #[must_use]
    pub fn get(&self, value: &Arc<T>) -> Option<&V> {
        self.known.get(&address(value)).map(|(_, made)| made)
    }

    /// Stores these results in place of all others.
    pub fn renew(&mut self, made: impl IntoIterator<Item = (Arc<T>, V)>) {
        if self.is_enabled {
            self.known = made.into_iter().map(|(value, made)| (address(&value), (value, made))).collect();
        }
    }
}

/// A digest of `value`, for keys of caches in memory: it may differ between machines and versions of the program.
pub(crate) fn digest(value: &impl Hash) -> u128 {
    let mut hasher = Xxh3::new();
    value.hash(&mut hasher);
    hasher.digest128()
}

fn address<T>(value: &Arc<T>) -> usize {
    Arc::as_ptr(value) as usize
}
