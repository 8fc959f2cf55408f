//! Moves staged files into place one by one, where folders cannot be exchanged.
//!
//! A journal says what is to be done. What a file replaces is kept until the end. A build that fails undoes what it did; one that is
//! killed is completed by the next, or undone if it was undoing.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest::is_plain;
use super::note::{read_note, write_note};
use super::storage::Storage;
use super::tree;

/// The journal of a build that moves its files into place.
const DOING: &str = "doing.json";
/// The journal of a build that failed to, and puts old files back.
const UNDOING: &str = "undoing.json";

/// Where folders are kept that give way to files.
pub(super) const FOLDERS: &str = "folders";

/// What is to be done.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Journal {
    /// Files to move into place, in this order.
    pub(super) changed: Vec<Change>,
    /// Files to remove.
    pub(super) removed: Vec<String>,
}

/// A file to move into place.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Change {
    /// Its path from the output folder.
    pub(super) path: String,
    /// Whether it replaces a file.
    pub(super) replaces: bool,
}

/// The folders that moving files concerns.
struct Folders<'a> {
    root: &'a Path,
    staging: &'a Path,
}

impl Journal {
    fn paths(&self) -> impl Iterator<Item = &str> {
        self.changed.iter().map(|change| change.path.as_str()).chain(self.removed.iter().map(String::as_str))
    }

    /// Files to remove before anything is moved: a folder takes the place of each, or a file that of a folder above it.
    fn in_the_way(&self) -> Vec<&str> {
        let changed: HashSet<&Path> = self.changed.iter().map(|change| Path::new(&change.path)).collect();
        let above: HashSet<&Path> = changed.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        let is_in_the_way = |path: &&Path| above.contains(path) || path.ancestors().skip(1).any(|folder| changed.contains(folder));
        self.removed.iter().map(String::as_str).filter(|path| is_in_the_way(&Path::new(path))).collect()
    }

    /// Carries it out. On an error everything is as before, unless undoing failed, too: then the next build tries again.
    pub(super) fn carry_out(&self, storage: &mut dyn Storage, staging: &Path, root: &Path) -> io::Result<()> {
        let folders = Folders { root, staging };
        let done = folders.prepare(self, storage).and_then(|()| folders.apply(self, storage));
        if done.is_err() && fs::symlink_metadata(staging.join(DOING)).is_ok() {
            storage.rename(&staging.join(DOING), &staging.join(UNDOING))?;
            folders.undo(self, storage)?;
        }
        done
    }
}

/// Completes or undoes what an interrupted build left behind.
///
/// # Errors
/// If neither is possible.
pub(super) fn recover(storage: &mut dyn Storage, staging: &Path, root: &Path) -> io::Result<()> {
    let folders = Folders { root, staging };
    let read = |name: &str| read_note::<Journal>(&staging.join(name)).filter(|journal| journal.paths().all(is_plain));
    if let Some(journal) = read(UNDOING) {
        folders.undo(&journal, storage)?;
    } else if let Some(journal) = read(DOING)
        && folders.apply(&journal, storage).is_err()
    {
        storage.rename(&staging.join(DOING), &staging.join(UNDOING))?;
        folders.undo(&journal, storage)?;
    }
    tree::remove(storage, &staging.join("old"));
    tree::remove(storage, &staging.join(FOLDERS));
    // Notes that are incomplete, or that no build has written.
    for name in [DOING, UNDOING] {
        let _ = storage.remove_file(&staging.join(name));
        let _ = storage.remove_file(&staging.join(name).with_extension("new"));
    }
    Ok(())
}

/// Whether the next build has to complete or undo something.
pub(super) fn is_unfinished(staging: &Path) -> bool {
    [DOING, UNDOING].into_iter().any(|name| fs::symlink_metadata(staging.join(name)).is_ok())
}

impl Folders<'_> {
    fn new_file(&self, path: &str) -> PathBuf {
        self.staging.join("files").join(path)
    }

    fn old_file(&self, path: &str) -> PathBuf {
        self.staging.join("old").join(path)
    }

    /// Where the emptied folder is kept that gives way to the `nth` changed file: a full disk has no room to create it again.
    fn old_folder(&self, nth: usize) -> PathBuf {
        self.staging.join(FOLDERS).join(nth.to_string())
    }

    /// Keeps a second name of every file that will be replaced, and writes the journal. Nothing visible changes.
    fn prepare(&self, journal: &Journal, storage: &mut dyn Storage) -> io::Result<()> {
        for name in ["old", FOLDERS] {
            tree::remove(storage, &self.staging.join(name));
            storage.create_folder(&self.staging.join(name), None)?;
        }
        let mut kept = BTreeSet::from([PathBuf::new()]);
        for Change { path, replaces } in &journal.changed {
            if *replaces {
                tree::create_parents(storage, &self.staging.join("old"), path.as_ref(), &mut kept, None)?;
                let (place, old) = (self.root.join(path), self.old_file(path));
                // A file of somebody else cannot always be linked to.
                let is_file = fs::symlink_metadata(&place)?.is_file();
                storage.link(&place, &old).or_else(|cause| if is_file { storage.copy(&place, &old) } else { Err(cause) })?;
            }
        }
        for path in &journal.removed {
            tree::create_parents(storage, &self.staging.join("old"), path.as_ref(), &mut kept, None)?;
        }
        storage.sync(self.staging)?;
        write_note(storage, &self.staging.join(DOING), journal)
    }

    /// Moves files. Can be repeated after it was interrupted.
    fn apply(&self, journal: &Journal, storage: &mut dyn Storage) -> io::Result<()> {
        for path in journal.in_the_way() {
            self.put_away(path, storage)?;
        }
        for (nth, Change { path, .. }) in journal.changed.iter().enumerate() {
            self.refuse_links(path)?;
            if fs::symlink_metadata(self.root.join(path)).is_ok_and(|there| there.is_dir()) {
                storage.rename(&self.root.join(path), &self.old_folder(nth))?;
            }
            self.create_parents(path, storage)?;
            if fs::symlink_metadata(self.new_file(path)).is_ok() {
                storage.rename(&self.new_file(path), &self.root.join(path))?;
            }
        }
        for path in &journal.removed {
            self.put_away(path, storage)?;
        }
        storage.sync(self.staging)?;
        for path in &journal.removed {
            remove_empty_parents(storage, self.root, path.as_ref());
        }
        storage.remove_file(&self.staging.join(DOING))
    }

    /// Moves a file that is removed out of the way, unless that is done: a folder may have taken its place.
    fn put_away(&self, path: &str, storage: &mut dyn Storage) -> io::Result<()> {
        self.refuse_links(path)?;
        if fs::symlink_metadata(self.root.join(path)).is_ok_and(|there| !there.is_dir()) {
            storage.rename(&self.root.join(path), &self.old_file(path))?;
        }
        Ok(())
    }

    /// Creates the folders above the place of a file, unless they exist.
    fn create_parents(&self, path: &str, storage: &mut dyn Storage) -> io::Result<()> {
        let above = Path::new(path).ancestors().skip(1);
        let mut known: BTreeSet<PathBuf> = above.filter(|folder| self.root.join(folder).is_dir()).map(Path::to_owned).collect();
        tree::create_parents(storage, self.root, path.as_ref(), &mut known, None)
    }

    fn refuse_links(&self, path: &str) -> io::Result<()> {
        tree::link_above(self.root, path.as_ref()).map_or(Ok(()), |_| Err(io::ErrorKind::NotADirectory.into()))
    }

    /// Puts old files back. Can be repeated after it was interrupted.
    fn undo(&self, journal: &Journal, storage: &mut dyn Storage) -> io::Result<()> {
        for (nth, Change { path, replaces }) in journal.changed.iter().enumerate().rev() {
            let is_new = fs::symlink_metadata(self.new_file(path)).is_err();
            if *replaces && fs::symlink_metadata(self.old_file(path)).is_ok() {
                // If both are names of one file, this does nothing, and the old name is removed with its folder.
                storage.rename(&self.old_file(path), &self.root.join(path))?;
            } else if !*replaces {
                if is_new && fs::symlink_metadata(self.root.join(path)).is_ok_and(|there| !there.is_dir()) {
                    storage.remove_file(&self.root.join(path))?;
                }
                if fs::symlink_metadata(self.old_folder(nth)).is_ok() {
                    storage.rename(&self.old_folder(nth), &self.root.join(path))?;
                } else {
                    remove_empty_parents(storage, self.root, path.as_ref());
                }
            }
        }
        // Last, because something new may be where they were.
        for path in &journal.removed {
            if fs::symlink_metadata(self.old_file(path)).is_ok_and(|old| !old.is_dir()) {
                self.create_parents(path, storage)?;
                storage.rename(&self.old_file(path), &self.root.join(path))?;
            }
        }
        storage.remove_file(&self.staging.join(UNDOING))
    }
}

/// Removes the folders above `path` that are empty, up to `root`.
fn remove_empty_parents(storage: &mut dyn Storage, root: &Path, path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty()) {
        // Only an empty folder can be removed. One that is missing was removed by a build that was interrupted.
        match storage.remove_folder(&root.join(folder)) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => break,
            _ => {}
        }
    }
}
