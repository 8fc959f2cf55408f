//! Publishes files into the output folder: a reader sees the old site or the new one, and so does the next build after a crash.
//!
//! All files are staged first, and everything that can fail is tried before the first visible change. Where the file system allows it,
//! the finished tree then takes the place of the output folder in one step (`switch`); otherwise files are moved one by one, by a
//! journal that the next build completes or undoes (`inside`). The manifest lists the files that greenpaper wrote: no other file is
//! ever replaced or removed, and no link in the output folder is followed. Files whose content has not changed are not touched, which
//! is faster and helps tools that synchronise the folder.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room writes what is published")]

mod inside;
mod manifest;
mod note;
mod seal;
mod staging;
mod storage;
mod switch;
mod tree;
mod verify;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::error::{Error, OutputProblem};
use inside::{Change, Journal};
use manifest::is_plain;
pub use manifest::{Entry, MANIFEST, Manifest, SUMS, sha256};
pub use seal::{MAGIC as ZIP, seal, zip};
use staging::{Side, StagingFolder};
pub use storage::{Disk, Storage};
use switch::Switch;
use tree::{Node, Tree};
pub use verify::{Verification, verify};

/// The result of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// The number of files.
    pub files: usize,
    /// Their total size in bytes.
    pub bytes: u64,
    /// How many of them were unchanged.
    pub unchanged: usize,
    /// How many files of an earlier build were removed.
    pub removed: usize,
}

/// A publication in progress. If it is dropped without [`Publication::commit`], nothing is published.
///
/// ```
/// use greenpaper::publish::Publication;
///
/// let output = std::env::temp_dir().join("greenpaper-publication");
/// let mut publication = Publication::begin(&output, "strategy".as_ref())?;
/// publication.add("index.html", b"<!doctype html>")?;
/// assert!(!output.join("index.html").exists());
/// assert_eq!(publication.commit()?.files, 1);
/// assert!(output.join("index.html").exists());
/// # std::fs::remove_dir_all(output).ok();
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[derive(Debug)]
pub struct Publication {
    /// The output folder, as it was named.
    output: PathBuf,
    /// The same without links.
    root: PathBuf,
    staging: StagingFolder,
    storage: Box<dyn Storage>,
    earlier: Manifest,
    /// What is in the output folder.
    there: Tree,
    files: BTreeMap<String, Entry>,
    made_of: BTreeMap<String, String>,
    /// A digest of the sources.
    sources: String,
    /// Those of `files` that are already in place.
    unchanged: HashSet<String>,
    /// Folders that exist where files are staged.
    folders: BTreeSet<PathBuf>,
    foreign: Vec<String>,
    /// Whether the output folder is new.
    is_new: bool,
}

impl Publication {
    /// Begins a publication into `output`, which need not exist. `source` is the strategy's folder.
    ///
    /// # Errors
    /// If `output` is not a folder, contains the source or lies in it, cannot be written, or is in use by another build.
    pub fn begin(output: &Path, source: &Path) -> Result<Self, Error> {
        Self::with(output, source, Box::new(Disk))
    }

    /// As [`Publication::begin`], with every change to the disk made by `storage`.
    ///
    /// # Errors
    /// As [`Publication::begin`].
    pub fn with(output: &Path, source: &Path, mut storage: Box<dyn Storage>) -> Result<Self, Error> {
        refuse_source(output, source)?;
        if let Some(file) = output.ancestors().find(|path| path.exists()).filter(|path| !path.is_dir()) {
            let problem = if file == output { OutputProblem::IsFile } else { OutputProblem::BelowFile(file.to_owned()) };
            return Err(Error::output(output, problem));
        }
        let (root, is_new) = (canonical(output), !output.exists());
        let staging = StagingFolder::open(&mut *storage, &root, output)?;
        let mut publication = Self {
            output: output.to_owned(),
            root,
            staging,
            storage,
            earlier: Manifest::default(),
            there: Tree::new(),
            files: BTreeMap::new(),
            made_of: BTreeMap::new(),
            sources: String::new(),
            unchanged: HashSet::new(),
            folders: BTreeSet::new(),
            foreign: Vec::new(),
            is_new,
        };
        publication.staging.refuse_other(output)?;
        publication.earlier = Manifest::read(output)?.unwrap_or_default();
        publication.there = tree::list(&publication.root, staging::INSIDE).map_err(Error::io("read", output))?;
        if publication.staging.side == Side::Beside && !publication.can_make_folders_alike() {
            publication.staging.close(&mut *publication.storage);
            publication.staging = StagingFolder::open_inside(&mut *publication.storage, &publication.root, output)?;
            publication.staging.refuse_other(output)?;
        }
        Ok(publication)
    }

    /// Whether folders can be made that have the owners and groups of those in the output folder. Tries it, once for each.
    fn can_make_folders_alike(&mut self) -> bool {
        let folders = self.there.iter().filter(|(_, node)| **node == Node::Folder).map(|(path, _)| self.root.join(path));
        let existing = Some(self.root.clone()).filter(|_| !self.is_new);
        let alike: BTreeMap<_, PathBuf> = folders.chain(existing).map(|folder| (storage::owner(&folder), folder)).collect();
        let trial = self.staging.folder.join("trial");
        // One that a build left which was interrupted here.
        let _ = self.storage.remove_folder(&trial);
        alike.values().all(|folder| {
            let made = self.storage.create_folder(&trial, Some(folder)).is_ok();
            let _ = self.storage.remove_folder(&trial);
            made
        })
    }

    /// Whether an earlier build wrote a file at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.earlier.files.contains_key(path)
    }

    /// Notes a digest of the sources, for the manifest.
    pub fn set_sources(&mut self, digest: String) {
        self.sources = digest;
    }

    /// Stages one file. `path` is relative to the output folder, with forward slashes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        if !is_plain(path) {
            return Err(Error::output(path, OutputProblem::LeadsOut));
        }
        self.files.insert(path.to_owned(), Entry::of(bytes));
        if self.is_there(path, bytes) {
            self.unchanged.insert(path.to_owned());
            return Ok(());
        }
        self.stage(path, bytes)
    }

    /// Whether an earlier build wrote this file, and nobody has changed it.
    fn is_there(&self, path: &str, bytes: &[u8]) -> bool {
        let size = self.there.get(Path::new(path));
        self.earlier.lists(path) && size == Some(&Node::File(bytes.len() as u64)) && fs::read(self.root.join(path)).is_ok_and(|there| there == bytes)
    }

    fn stage(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let is_foreign = match self.there.get(Path::new(path)) {
            None => false,
            Some(Node::Folder) => !self.is_our_folder(path),
            Some(Node::File(_) | Node::Other) => !self.earlier.lists(path),
        };
        if is_foreign {
            self.foreign.push(path.to_owned());
        }
        let files = self.staging.files();
        let like = (self.staging.side == Side::Beside).then_some(self.root.as_path());
        let written = (|| {
            if self.folders.insert(PathBuf::new()) {
                self.storage.create_folder(&files, like.filter(|_| !self.is_new))?;
            }
            tree::create_parents(&mut *self.storage, &files, path.as_ref(), &mut self.folders, like)?;
            self.storage.write(&files.join(path), bytes)
        })();
        written.map_err(Error::io("write", self.output.join(path)))
    }

    /// Keeps the files that an earlier build wrote at `prefix` (a folder that ends in a slash, or one file), if they were made from the
    /// same inputs and are all still there, undamaged. Returns whether they are kept. `made_of` is a digest of the inputs.
    pub fn keep(&mut self, prefix: &str, made_of: &str) -> bool {
        self.made_of.insert(prefix.to_owned(), made_of.to_owned());
        if self.earlier.made_of.get(prefix).is_none_or(|known| known != made_of) {
            return false;
        }
        let kept: Vec<_> = self.earlier.files.range(prefix.to_owned()..).take_while(|(path, _)| path.starts_with(prefix)).collect();
        let is_whole = |(path, entry): &(&String, &Entry)| {
            !entry.sha256.is_empty()
                && self.there.get(Path::new(path)) == Some(&Node::File(entry.size))
                && fs::read(self.root.join(path)).is_ok_and(|bytes| entry.describes(&bytes))
        };
        if kept.is_empty() || !kept.par_iter().all(is_whole) {
            return false;
        }
        for (path, entry) in kept {
            self.files.insert(path.clone(), entry.clone());
            self.unchanged.insert(path.clone());
        }
        true
    }

    /// Publishes all files, and removes files of earlier builds that are no longer part of the site, unless somebody has changed them.
    ///
    /// # Errors
    /// If a file that greenpaper did not write is in the way, or the system refuses. What was published before is unchanged then.
    pub fn commit(mut self) -> Result<Summary, Error> {
        let (files, made_of) = (std::mem::take(&mut self.files), std::mem::take(&mut self.made_of));
        let removed: Vec<String> = self.earlier.files.keys().filter(|path| !files.contains_key(*path) && self.is_ours(path)).cloned().collect();
        let summary = Summary {
            files: files.len(),
            bytes: files.values().map(|entry| entry.size).sum(),
            unchanged: self.unchanged.len(),
            removed: removed.len(),
        };
        let mut changed: Vec<String> = files.keys().filter(|path| !self.unchanged.contains(*path)).cloned().collect();
        let manifest = Manifest::new(std::mem::take(&mut self.sources), files, made_of);
        let json = manifest.to_json().map_err(Error::io("write", self.output.join(MANIFEST)))?;
        // The manifest comes last.
        for (path, bytes) in [(SUMS, manifest.sums(&json).as_bytes()), (MANIFEST, &json)] {
            if !self.is_there(path, bytes) {
                self.stage(path, bytes)?;
                changed.push(path.to_owned());
            }
        }
        if let Some(first) = self.foreign.first() {
            let problem = OutputProblem::OtherFiles { first: first.clone(), others: self.foreign.len() - 1 };
            return Err(Error::output(&self.output, problem));
        }
        if !changed.is_empty() || !removed.is_empty() {
            self.check_folders(changed.iter().chain(&removed))?;
            self.publish(changed, removed)?;
        }
        Ok(summary)
    }

    /// Whether the file at `path` is as an earlier build wrote it. Anything else is somebody else's.
    fn is_ours(&self, path: &str) -> bool {
        let is_file = matches!(self.there.get(Path::new(path)), Some(Node::File(_)));
        is_plain(path) && is_file && self.earlier.describes_file(path, &self.root.join(path))
    }

    /// Whether everything in a folder is as an earlier build wrote it. An empty one is not ours.
    fn is_our_folder(&self, path: &str) -> bool {
        let inside = || self.there.range(PathBuf::from(path)..).skip(1).take_while(|(other, _)| other.starts_with(path));
        let is_ours = |(other, node): (&PathBuf, &Node)| *node == Node::Folder || other.to_str().is_some_and(|other| self.is_ours(other));
        inside().next().is_some() && inside().all(is_ours)
    }

    /// Refuses folders that cannot be written, and those that have been replaced by a link.
    fn check_folders<'a>(&self, paths: impl Iterator<Item = &'a String>) -> Result<(), Error> {
        let folders: BTreeSet<&Path> = paths.filter_map(|path| Path::new(path).parent()).collect();
        for folder in folders {
            let place = self.root.join(folder);
            if let Some(link) = tree::link_above(&self.root, &folder.join("file")) {
                let link = link.strip_prefix(&self.root).map_or(link.clone(), |link| self.output.join(link));
                return Err(Error::output(link, OutputProblem::LinkedFolder));
            }
            if place.is_dir() {
                storage::is_writable(&place).map_err(Error::io("write into", self.output.join(folder)))?;
            }
        }
        Ok(())
    }

    fn publish(&mut self, changed: Vec<String>, removed: Vec<String>) -> Result<(), Error> {
        if self.staging.side == Side::Beside {
            if self.switch(&changed, &removed) {
                return Ok(());
            }
            // The file system cannot exchange folders, or a file of somebody else cannot be linked to.
            let staging = StagingFolder::open_inside(&mut *self.storage, &self.root, &self.output)?;
            let beside = std::mem::replace(&mut self.staging, staging);
            let copied = self.copy_staged(&beside.files(), &changed);
            beside.close(&mut *self.storage);
            copied.map_err(Error::io("write into", &self.output))?;
        }
        // The files of a folder that gives way to a file are removed before.
        let is_there = |path: &String| self.there.get(Path::new(path)).is_some_and(|node| *node != Node::Folder);
        let changed = changed.into_iter().map(|path| Change { replaces: is_there(&path), path }).collect();
        let journal = Journal { changed, removed };
        journal.carry_out(&mut *self.storage, &self.staging.folder, &self.root).map_err(Error::io("write into", &self.output))
    }

    /// Tries to put the staged tree in the place of the output folder.
    fn switch(&mut self, changed: &[String], removed: &[String]) -> bool {
        let left_out: BTreeSet<PathBuf> = changed.iter().chain(removed).map(PathBuf::from).collect();
        let switch = Switch {
            root: &self.root,
            staging: &self.staging.folder,
            there: &self.there,
            left_out: &left_out,
            is_durable: !self.earlier.files.is_empty(),
        };
        switch.carry_out(&mut *self.storage, &mut self.folders).is_ok()
    }

    /// Copies staged files to where they can be moved into place one by one.
    fn copy_staged(&mut self, from: &Path, changed: &[String]) -> std::io::Result<()> {
        let to = self.staging.files();
        self.storage.create_folder(&to, None)?;
        let mut folders = BTreeSet::from([PathBuf::new()]);
        for path in changed {
            tree::create_parents(&mut *self.storage, &to, path.as_ref(), &mut folders, None)?;
            self.storage.copy(&from.join(path), &to.join(path))?;
        }
        Ok(())
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        // Failures are ignored: the next build cleans up.
        self.staging.close(&mut *self.storage);
        if self.is_new {
            let _ = self.storage.remove_folder(&self.root);
        }
    }
}

fn refuse_source(output: &Path, source: &Path) -> Result<(), Error> {
    let source = fs::canonicalize(source).map_err(Error::io("read", source))?;
    let output_place = canonical(output);
    let problem = if output_place.starts_with(&source) {
        OutputProblem::InSource
    } else if source.starts_with(&output_place) {
        OutputProblem::HoldsSource
    } else {
        return Ok(());
    };
    Err(Error::output(output, problem))
}

/// The canonical path of a folder that may not exist yet.
fn canonical(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut known = absolute.as_path();
    loop {
        if let Ok(found) = fs::canonicalize(known) {
            return missing.iter().rev().fold(found, |path, part| path.join(part));
        }
        match (known.parent(), known.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                known = parent;
            }
            _ => return absolute,
        }
    }
}
