//! What is in a folder, without following any link.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::storage::Storage;

/// What is at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    /// A regular file, with its size in bytes.
    File(u64),
    /// A folder.
    Folder,
    /// A symbolic link, a pipe, a socket or a device.
    Other,
}

/// Everything in a folder, by its path from there; a folder comes before what it contains.
pub(super) type Tree = BTreeMap<PathBuf, Node>;

/// Lists what is in `root`, except for `skipped` at its top. A folder that does not exist is empty.
///
/// # Errors
/// If a folder cannot be read.
pub(super) fn list(root: &Path, skipped: &str) -> io::Result<Tree> {
    let mut tree = Tree::new();
    let mut open = vec![PathBuf::new()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if path == Path::new(skipped) {
                continue;
            }
            // Of the entry itself: a link is not followed.
            let data = entry.metadata()?;
            let node = match data.file_type() {
                kind if kind.is_dir() => Node::Folder,
                kind if kind.is_file() => Node::File(data.len()),
                _ => Node::Other,
            };
            if node == Node::Folder {
                open.push(path.clone());
            }
            tree.insert(path, node);
        }
    }
    Ok(tree)
}

/// Removes `root` with everything in it, as far as the system allows. A link in it is removed and not followed.
pub(super) fn remove(storage: &mut dyn Storage, root: &Path) {
    let Ok(tree) = list(root, "") else { return };
    for (path, node) in tree.iter().rev() {
        let path = root.join(path);
        // What cannot be removed stays, and the next build tries again.
        let _ = if *node == Node::Folder { storage.remove_folder(&path) } else { storage.remove_file(&path) };
    }
    let _ = storage.remove_folder(root);
}

/// Creates the folders above `path`, which is below `root`, unless they are in `known`. Each looks like the folder at the same place
/// below `like`.
pub(super) fn create_parents(
    storage: &mut dyn Storage, root: &Path, path: &Path, known: &mut BTreeSet<PathBuf>, like: Option<&Path>,
) -> io::Result<()> {
    let mut missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !known.contains(*folder)).collect();
    while let Some(folder) = missing.pop() {
        let original = like.map(|like| like.join(folder)).filter(|original| fs::symlink_metadata(original).is_ok_and(|data| data.is_dir()));
        storage.create_folder(&root.join(folder), original.as_deref())?;
        known.insert(folder.to_owned());
    }
    Ok(())
}

/// A link in place of a folder above `path`, which is below `root`: it leads to files that are not ours.
pub(super) fn link_above(root: &Path, path: &Path) -> Option<PathBuf> {
    path.ancestors().skip(1).map(|folder| root.join(folder)).take_while(|folder| folder != root).find(|folder| folder.is_symlink())
}
