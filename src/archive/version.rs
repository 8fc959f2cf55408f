//! An archived version.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::history::Identity;
use crate::model::{Draft, Version};
use crate::read::Project;
use crate::span::SourceMap;

/// An archived version, read and parsed.
pub struct Archived {
    /// The version.
    pub version: Version,
    /// Its text. Every block has an identity.
    pub draft: Draft,
    /// Its files, distinct from those of the version being written.
    pub sources: SourceMap,
    /// The identities of its blocks.
    pub identity: Identity,
    /// Checksums of its files as they are now, whatever its identity records.
    pub checksums: BTreeMap<String, String>,
    /// Its folder, for pictures and data.
    pub project: Arc<dyn Project>,
    /// Whether all of it could be read; the draft lacks what could not.
    pub is_whole: bool,
}

impl std::fmt::Debug for Archived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archived").field("version", &self.version).field("is_whole", &self.is_whole).finish_non_exhaustive()
    }
}

/// Whether the newest version is still being written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// It may still change.
    #[default]
    Writing,
    /// It is being released.
    Closing,
}
