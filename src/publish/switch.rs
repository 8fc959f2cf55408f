//! Puts a finished tree in the place of the output folder, in one step.
//!
//! The tree holds the new files, and second names (hard links) of all files that stay: unchanged ones, and those of others. Before the
//! switch, nothing in the output folder is touched. After it, the old tree is in the staging folder and is taken apart.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest::{MANIFEST, Manifest};
use super::note::{read_note, write_note};
use super::storage::{self, Storage};
use super::tree::{self, Node, Tree};

/// The note that says which of the two trees is the new one.
const NOTE: &str = "switch.json";

/// What the staging folder remembers about a switch.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// The identity of the new tree.
    new: (u64, u64),
}

/// A tree that is to take the place of the output folder.
#[derive(Debug)]
pub(super) struct Switch<'a> {
    /// The output folder.
    pub(super) root: &'a Path,
    /// The staging folder.
    pub(super) staging: &'a Path,
    /// What is in the output folder.
    pub(super) there: &'a Tree,
    /// Paths that are not taken over: files that have a new version, and those to be removed.
    pub(super) left_out: &'a BTreeSet<PathBuf>,
    /// Whether an earlier publication would be lost if the power failed now.
    pub(super) is_durable: bool,
}

impl Switch<'_> {
    /// Completes the tree, whose `folders` exist, and switches. On an error the output folder is unchanged.
    pub(super) fn carry_out(&self, storage: &mut dyn Storage, folders: &mut BTreeSet<PathBuf>) -> io::Result<()> {
        let new = self.staging.join("files");
        let mut above = PathBuf::new();
        for (path, node) in self.there {
            let stays = match node {
                // An empty folder belongs to the user; other folders are created with their files.
                Node::Folder => is_empty(self.there, path),
                Node::File(_) | Node::Other => !self.left_out.contains(path),
            };
            if !stays {
                continue;
            }
            if path.parent().is_some_and(|parent| parent != above) {
                tree::create_parents(storage, &new, path, folders, Some(self.root))?;
                above = path.parent().map(Path::to_owned).unwrap_or_default();
            }
            if *node == Node::Folder {
                storage.create_folder(&new.join(path), Some(&self.root.join(path)))?;
            } else {
                storage.link(&self.root.join(path), &new.join(path))?;
            }
        }
        let identity = storage::identity(&new).ok_or(ErrorKind::Unsupported)?;
        write_note(storage, &self.staging.join(NOTE), &Note { new: identity })?;
        if self.is_durable {
            storage.sync(self.staging)?;
        }
        if storage::identity(self.root).is_none() {
            return storage.rename(&new, self.root);
        }
        storage.exchange(&new, self.root)
    }
}

fn is_empty(tree: &Tree, folder: &Path) -> bool {
    !tree.range::<Path, _>((std::ops::Bound::Excluded(folder), std::ops::Bound::Unbounded)).next().is_some_and(|(path, _)| path.starts_with(folder))
}

/// Completes a switch that took place, or removes a tree that was never switched. Does what it can: the rest is left for the next build.
pub(super) fn recover(storage: &mut dyn Storage, staging: &Path, root: &Path) {
    let files = staging.join("files");
    let note: Option<Note> = read_note(&staging.join(NOTE));
    if note.is_some_and(|note| storage::identity(&files).is_some_and(|identity| identity != note.new)) {
        retire(storage, &files, root);
    } else {
        tree::remove(storage, &files);
    }
    if storage::identity(&files).is_none() {
        let _ = storage.remove_file(&staging.join(NOTE));
        let _ = storage.remove_file(&staging.join(NOTE).with_extension("new"));
    }
}

/// Takes the old tree apart. What somebody else put there at the last moment is moved into the output folder.
fn retire(storage: &mut dyn Storage, old: &Path, root: &Path) {
    let Ok(there) = tree::list(old, "") else { return };
    let read = |folder: &Path| Manifest::read(folder).ok().flatten().unwrap_or_default();
    let (before, after) = (read(old), read(root));
    // The manifest goes last: a build that completes this needs it.
    let mut is_complete = true;
    for (path, node) in there.iter().rev().filter(|(path, _)| path.as_path() != Path::new(MANIFEST)) {
        let (place, target) = (old.join(path), root.join(path));
        if *node == Node::Folder {
            // Not empty if something could not be moved.
            let _ = storage.remove_folder(&place);
            continue;
        }
        let name = path.to_string_lossy();
        let is_linked = storage::identity(&place).is_some_and(|identity| storage::identity(&target) == Some(identity));
        let is_replaced = after.lists(&name);
        let is_ours = before.lists(&name) && (is_replaced || matches!(node, Node::File(_)) && before.describes_file(&name, &place));
        let done = if is_linked || is_ours {
            storage.remove_file(&place)
        } else if is_replaced {
            // A page was published at this path while somebody wrote a file there.
            storage.rename(&place, &beside(&target))
        } else {
            save(storage, &place, root, path)
        };
        is_complete &= done.is_ok();
    }
    if is_complete {
        let _ = storage.remove_file(&old.join(MANIFEST));
        let _ = storage.remove_folder(old);
    }
}

/// Moves a file of somebody else from the old tree to the same path in the output folder.
fn save(storage: &mut dyn Storage, place: &Path, root: &Path, path: &Path) -> io::Result<()> {
    let folders: Vec<&Path> = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()).collect();
    for folder in folders.into_iter().rev() {
        if !root.join(folder).exists() {
            storage.create_folder(&root.join(folder), None)?;
        }
    }
    storage.rename(place, &root.join(path))
}

/// A name for a file that cannot have its own.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".kept");
    name.into()
}
