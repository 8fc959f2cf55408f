//! Chapters as they were parsed the last time.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::Parsed;
use crate::cache::digest;
use crate::model::{Chapter, Label, Settings};
use crate::read::{ChapterSource, Sources};
use crate::span::FileId;

/// Chapters as they were parsed the last time, by the text of their files and all that they depend on. Keeps nothing unless it
/// is [`enabled`](ParseCache::enabled).
#[derive(Debug, Default)]
pub struct ParseCache {
    is_enabled: bool,
    chapters: HashMap<u128, Parsed<Arc<Chapter<Label>>>>,
    /// What each chapter of the draft is known by, in their order.
    order: Vec<u128>,
}

impl ParseCache {
    /// One that keeps.
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
        let ground = ground(sources, settings, knows_versions);
        let one = |source: &ChapterSource| {
            let key = key(ground, source, sources);
            (key, self.chapters.get(&key).cloned().unwrap_or_else(|| parse(source)))
        };
        let parsed: Vec<(u128, Parsed<Arc<Chapter<Label>>>)> = sources.chapters.par_iter().map(one).collect();
        self.order = parsed.iter().map(|(key, _)| *key).collect();
        self.chapters = parsed.iter().cloned().collect();
        parsed.into_iter().map(|(_, parsed)| parsed).collect()
    }

    /// Takes the chapters of the draft back, in their order, with the identities that their blocks have by now: they are likely to
    /// have the same the next time, and are then not written again.
    pub fn take_back(&mut self, chapters: &[Arc<Chapter<Label>>]) {
        for (key, chapter) in self.order.iter().zip(chapters) {
            if let Some(known) = self.chapters.get_mut(key) {
                known.value = Arc::clone(chapter);
            }
        }
    }
}

/// What all chapters depend on: the settings, and the data that charts are drawn from.
fn ground(sources: &Sources, settings: &Settings, knows_versions: bool) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&digest(&(settings, knows_versions)).to_le_bytes());
    sources.data.iter().for_each(|file| take(&mut hasher, *file, sources));
    hasher.digest128()
}

fn key(ground: u128, source: &ChapterSource, sources: &Sources) -> u128 {
    let mut hasher = Xxh3::new();
    hasher.update(&ground.to_le_bytes());
    for text in std::iter::once(&source.text).chain(&source.sections) {
        hasher.update(text.slug.as_bytes());
        take(&mut hasher, text.file, sources);
    }
    hasher.digest128()
}

fn take(hasher: &mut Xxh3, id: FileId, sources: &Sources) {
    let file = sources.map.file(id);
    hasher.update(format!(" {} {} ", id.0, file.path).as_bytes());
    hasher.update(&xxh3_128(file.text.as_bytes()).to_le_bytes());
}
