//! Takes the last release back, while nothing newer was written.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::release::{DiskStep, MARK, add_row, lock, recover};
use crate::error::{Error, Refusal};
use crate::model::Version;
use crate::parse;
use crate::pipeline::Inputs;
use crate::read::{self, ARCHIVE, IDENTITY, SETTINGS, STAGING};

/// A release to take back.
#[derive(Debug, Clone)]
pub struct Undo {
    /// The version that is open again afterwards.
    pub version: Version,
    /// Its folder in the archive, which is removed.
    pub folder: PathBuf,
    /// The version that was opened after it, and the text of strategy.yaml without its row.
    pub opened: Option<(Version, String)>,
    staging: PathBuf,
}

/// Prepares to take back the last release of the strategy in `source`, without writing anything.
///
/// # Errors
/// If a folder cannot be read, nothing is released, a newer version has been opened and its row has been edited, or the text has
/// changed since: the archive then has the only copy of what was released.
pub fn undo_release(inputs: &Inputs<'_>, source: &Path) -> Result<Undo, Error> {
    let rows = parse::load(inputs.project)?.draft.settings.versions;
    let kept = inputs.archive.list()?;
    let is_kept = |version: &Version| kept.iter().any(|name| name == version.as_str());
    let Some(released) = rows.iter().rfind(|row| is_kept(&row.version)) else { return Err(Refusal::NothingReleased.into()) };
    let version = released.version.clone();
    let archived = read::read_version(&*inputs.archive.open(version.as_str())?)?;
    let mut now = read::read_version(inputs.project)?;
    let mut opened = None;
    if let Some(newer) = rows.last().filter(|last| last.version != version) {
        let text = |files: &read::Files| {
            let (_, bytes) = files.iter().find(|(path, _)| path == SETTINGS)?;
            String::from_utf8(bytes.clone()).ok()
        };
        let (Some(before), Some(present)) = (text(&archived), text(&now)) else { return Err(Refusal::SettingsChanged.into()) };
        // Nobody has written anything into the row that `--next` or `draft` added.
        let with_row = add_row(&before, &newer.version, newer.date, None, None);
        if with_row.is_none_or(|with_row| plain(with_row.as_bytes()) != plain(present.as_bytes())) {
            return Err(Refusal::NewerVersion { released: version, newer: newer.version.clone() }.into());
        }
        now.iter_mut().filter(|(path, _)| path == SETTINGS).for_each(|(_, bytes)| *bytes = before.clone().into_bytes());
        opened = Some((newer.version.clone(), before));
    }
    let is_text = |path: &&String| path.as_str() != IDENTITY;
    let known: BTreeMap<&String, &Vec<u8>> = archived.iter().map(|(path, bytes)| (path, bytes)).collect();
    let present: BTreeSet<&String> = now.iter().map(|(path, _)| path).collect();
    let changed = now.iter().find(|(path, bytes)| known.get(path).is_none_or(|known| *known != bytes && plain(known) != plain(bytes)));
    let removed = known.keys().copied().filter(is_text).find(|path| !present.contains(path));
    if let Some(file) = changed.map(|(path, _)| path).or(removed) {
        return Err(Refusal::ChangedSinceRelease { version, file: file.clone() }.into());
    }
    let archive = source.join(ARCHIVE);
    Ok(Undo { folder: archive.join(version.as_str()), opened, staging: archive.join(STAGING), version })
}

/// The text of a file without its line ends and byte order mark, which no reader can see.
fn plain(bytes: &[u8]) -> Vec<u8> {
    bytes.strip_prefix(MARK.as_bytes()).unwrap_or(bytes).iter().copied().filter(|byte| *byte != b'\r').collect()
}

impl Undo {
    /// Removes the version from the archive. If this is interrupted, the release is there as a whole, or [`recover`] completes it.
    ///
    /// # Errors
    /// If the system refuses, or a release is running in this folder.
    pub fn carry_out(&self, source: &Path) -> Result<(), Error> {
        recover(source)?;
        let lock = lock(&self.staging)?;
        // If it stops after this, the version is released and none is open, which is a state of its own.
        if let Some((_, settings)) = &self.opened {
            let staged = self.staging.join(SETTINGS);
            DiskStep::Write(staged.clone(), settings.clone().into_bytes()).run()?;
            DiskStep::Move(staged, source.join(SETTINGS)).run()?;
        }
        DiskStep::Move(self.folder.clone(), self.staging.join("undone")).run()?;
        DiskStep::Remove(self.staging.clone()).run()?;
        drop(lock);
        // Succeeds only if it is empty now.
        let _ = std::fs::remove_dir(source.join(ARCHIVE));
        Ok(())
    }
}
