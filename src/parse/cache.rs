//! Memoised chapters, keyed by the text of their files.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::source::Parsed;
use crate::cache::digest;
use crate::model::{Chapter, Label, Settings};
use crate::read::{ChapterSource, Sources};
use crate::span::FileId;

/// Parsed chapters of an earlier run, reused while the text of their files and everything else they depend on is unchanged.
/// Empty unless it is [`enabled`](ParseCache::enabled).
#[derive(Debug, Default)]
pub struct ParseCache {
    is_enabled: bool,
    chapters: HashMap<u128, Parsed<Arc<Chapter<Label>>>>,
    /// Keys of the draft's chapters, in order.
    order: Vec<u128>,
}

impl ParseCache {
    /// A cache that keeps chapters between runs.
    #[must_use]
    pub fn enabled() -> Self {
        Self { is_enabled: true, ..Self::default() }
    }

    pub(super) fn chapters(
        &mut self, sources: &Sources, settings: &Settings, knows_versions: bool,
        parse: &(dyn Fn(&ChapterSource) -> Parsed<Arc<Chapter<Label>>> + Sync),
    ) -> Vec<Parsed<Arc<Chapter<Label>>>> {
        if !self.is_enabled {
            return sources.chapters.par_iter().map(parse).collect();
        }
        let shared = shared_key(sources, settings, knows_versions);
        let one = |source: &ChapterSource| {
            let key = key(shared, source, sources);
            (key, self.chapters.get(&key).cloned().unwrap_or_else(|| parse(source)))
        };
        let parsed: Vec<(u128, Parsed<Arc<Chapter<Label>>>)> = sources.chapters.par_iter().map(one).collect();
        self.order = parsed.iter().map(|(key, _)| *key).collect();
        self.chapters = parsed.iter().cloned().collect();
        parsed.into_iter().map(|(_, parsed)| parsed).collect()
    }

    /// Stores the chapters of the draft, in order, now that their blocks have identities. The next run most likely gives them the
    /// same identities, and then need not write them again.
    pub fn take_back(&mut self, chapters: &[Arc<Chapter<Label>>]) {
        for (key, chapter) in self.order.iter().zip(chapters) {
            if let Some(known) = self.chapters.get_mut(key) {
                known.value = Arc::clone(chapter);
            }
        }
    }
}

/// A hash of what all chapters depend on: the settings, and the data that charts are drawn from.
fn shared_key(sources: &Sources, settings: &Settings, knows_versions: bool) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&digest(&(settings, knows_versions)).to_le_bytes());
    sources.data.iter().for_each(|file| hash_file(&mut hasher, *file, sources));
    hasher.digest128()
}

/// Key of a chapter with its sections.
fn key(shared: u128, source: &ChapterSource, sources: &Sources) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&shared.to_le_bytes());
    for text in std::iter::once(&source.text).chain(&source.sections) {
        hasher.update(text.slug.as_bytes());
        hash_file(&mut hasher, text.file, sources);
    }
    hasher.digest128()
}

fn hash_file(hasher: &mut Xxh3, id: FileId, sources: &Sources) {
    let file = sources.map.file(id);
    hasher.update(format!(" {} {} ", id.0, file.path).as_bytes());
    hasher.update(&xxh3_128(file.text.as_bytes()).to_le_bytes());
}
