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
    /// What it says. Every block has its identity.
    pub draft: Draft,
    /// Its files: other than those of the version being written.
    pub sources: SourceMap,
    /// Which of its blocks is which.
    pub identity: Identity,
    /// The checksums of its files as they are, whatever its identity says of them.
    pub checksums: BTreeMap<String, String>,
    /// Its folder, for pictures and data.
    pub project: Arc<dyn Project>,
    /// Whether all of it could be read; what could not is left out of the draft.
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
