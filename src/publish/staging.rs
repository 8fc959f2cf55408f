//! Where files are staged, and the locks that keep two builds apart.
//!
//! Files are staged in a folder beside the output folder, so that the two can be exchanged in one step; or, where that is impossible, in
//! a folder inside it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::storage::{self, Storage};
use super::{inside, switch, tree};
use crate::disk::{self, Lock};
use crate::error::{Error, OutputProblem};

/// The staging folder inside the output folder.
pub(super) const INSIDE: &str = ".greenpaper-staging";

/// Where files are staged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// In the tree that will take the place of the output folder.
    Beside,
    /// In a folder of the output folder, from which each is moved into place.
    Inside,
}

/// A staging folder. It is locked: no other build writes into this output folder.
#[derive(Debug)]
pub(super) struct StagingFolder {
    pub(super) side: Side,
    /// The staging folder.
    pub(super) folder: PathBuf,
    /// The output folder.
    root: PathBuf,
    _lock: Lock,
}

impl StagingFolder {
    /// The folder in which files are staged, each at its path from the output folder.
    pub(super) fn files(&self) -> PathBuf {
        self.folder.join("files")
    }

    /// Opens a staging folder for the output folder `root`, and completes or undoes what an interrupted build left behind.
    ///
    /// # Errors
    /// If another build is running (`Busy`), `root` cannot be written, or what was left behind cannot be completed.
    pub(super) fn open(storage: &mut dyn Storage, root: &Path, shown: &Path) -> Result<Self, Error> {
        match Self::open_beside(storage, root, shown)? {
            Some(place) => Ok(place),
            None => Self::open_inside(storage, root, shown),
        }
    }

    fn open_beside(storage: &mut dyn Storage, root: &Path, shown: &Path) -> Result<Option<Self>, Error> {
        let Some(folder) = beside(root).filter(|folder| can_be_exchanged(root, folder)) else { return Ok(None) };
        let lock = match disk::lock(&folder) {
            Ok(lock) => lock.ok_or_else(|| busy(shown))?,
            // The folder above may be closed to us.
            Err(_) => return Ok(None),
        };
        let place = Self { side: Side::Beside, folder, root: root.to_owned(), _lock: lock };
        // A build that could not create a folder beside this one may be running, or may have been interrupted.
        if fs::symlink_metadata(root.join(INSIDE)).is_ok() {
            Self::open_inside(storage, root, shown)?.close(storage);
        }
        switch::recover(storage, &place.folder, root);
        // What cannot be removed would be in the way.
        Ok((storage::identity(&place.files()).is_none()).then_some(place))
    }

    /// As [`StagingFolder::open`], inside `root`.
    pub(super) fn open_inside(storage: &mut dyn Storage, root: &Path, shown: &Path) -> Result<Self, Error> {
        let folder = root.join(INSIDE);
        if fs::symlink_metadata(&folder).is_ok_and(|there| !there.is_dir()) {
            return Err(Error::output(shown.join(INSIDE), OutputProblem::LinkedFolder));
        }
        let lock = disk::lock(&folder).map_err(Error::io("write into", shown))?.ok_or_else(|| busy(shown))?;
        let place = Self { side: Side::Inside, folder, root: root.to_owned(), _lock: lock };
        inside::recover(storage, &place.folder, root).map_err(Error::io("complete an interrupted build in", shown))?;
        tree::remove(storage, &place.files());
        Ok(place)
    }

    /// Refuses to go on if a build that stages its files beside `root` is running. Called after [`StagingFolder::open_inside`], so that of two
    /// builds at least one sees the other.
    pub(super) fn refuse_other(&self, shown: &Path) -> Result<(), Error> {
        let Some(other) = beside(&self.root).filter(|_| self.side == Side::Inside) else { return Ok(()) };
        match File::open(other.join("lock")).map(|file| file.try_lock()) {
            Ok(Err(TryLockError::WouldBlock)) => Err(busy(shown)),
            _ => Ok(()),
        }
    }

    /// Removes the staging folder, unless the next build has to complete something in it.
    pub(super) fn close(&self, storage: &mut dyn Storage) {
        match self.side {
            Side::Beside => switch::recover(storage, &self.folder, &self.root),
            Side::Inside if inside::is_unfinished(&self.folder) => return,
            Side::Inside => ["files", "old", inside::FOLDERS].into_iter().for_each(|name| tree::remove(storage, &self.folder.join(name))),
        }
        // The lock goes last: another build begins as soon as it is gone.
        let is_done = tree::list(&self.folder, "lock").is_ok_and(|left| left.is_empty());
        if is_done && storage.remove_file(&self.folder.join("lock")).is_ok() {
            let _ = storage.remove_folder(&self.folder);
        }
    }
}

fn busy(shown: &Path) -> Error {
    Error::output(shown, OutputProblem::Busy)
}

/// The staging folder beside `root`.
fn beside(root: &Path) -> Option<PathBuf> {
    let name = root.file_name()?.to_string_lossy();
    Some(root.with_file_name(format!(".{name}.greenpaper")))
}

/// Whether `root` can be exchanged with a folder in `beside`, as far as this can be known without trying.
fn can_be_exchanged(root: &Path, beside: &Path) -> bool {
    // Whoever works inside the folder would be left in the old one.
    let works_inside = fs::canonicalize(".").is_ok_and(|here| here.starts_with(root));
    let is_linked = fs::symlink_metadata(beside).is_ok_and(|there| !there.is_dir());
    let device = |path: &Path| storage::identity(path).map(|(device, _)| device);
    let above = root.parent().and_then(device);
    let is_mounted = above.is_some() && device(root).is_some_and(|device| Some(device) != above);
    cfg!(unix) && !works_inside && !is_linked && !is_mounted
}
