//! Publishes files into the output folder, all or nothing.
//!
//! All files are staged first and moved into place at the end, so that a failed build leaves the published site unchanged. The manifest
//! lists the files that greenpaper wrote: no other file is ever replaced or removed. Files whose content has not changed are not
//! touched, which is faster and helps tools that synchronise the folder.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room writes what is published")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::disk::{self, Lock};
use crate::error::{Error, OutputProblem};

const MANIFEST: &str = "manifest.json";
const STAGING: &str = ".greenpaper-staging";
const GENERATOR: &str = "greenpaper";

/// The files in the output folder that greenpaper wrote.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Manifest {
    generator: String,
    files: BTreeMap<String, Entry>,
    /// Folders that need not be built again while their inputs are the same, with a digest of those inputs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    made_of: BTreeMap<String, String>,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// In bytes.
    size: u64,
    /// See [`disk::checksum`].
    hash: String,
}

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
    root: PathBuf,
    staging: PathBuf,
    earlier: Manifest,
    files: BTreeMap<String, Entry>,
    made_of: BTreeMap<String, String>,
    /// Those of `files` that are already in place.
    unchanged: HashSet<String>,
    folders: HashSet<PathBuf>,
    foreign: Vec<String>,
    /// Whether the output folder is new.
    is_new: bool,
    _lock: Lock,
}

impl Publication {
    /// Begins a publication into `output`, which need not exist. `source` is the strategy's folder.
    ///
    /// # Errors
    /// If `output` is not a folder, contains the source or lies in it, cannot be written, or is in use by another build.
    pub fn begin(output: &Path, source: &Path) -> Result<Self, Error> {
        refuse_source(output, source)?;
        if let Some(file) = output.ancestors().find(|path| path.exists()).filter(|path| !path.is_dir()) {
            let problem = if file == output { OutputProblem::IsFile } else { OutputProblem::BelowFile(file.to_owned()) };
            return Err(Error::output(output, problem));
        }
        let is_new = !output.exists();
        let staging = output.join(STAGING);
        let lock = disk::lock(&staging).map_err(Error::io("write into", output))?;
        let lock = lock.ok_or_else(|| Error::output(output, OutputProblem::Busy))?;
        let earlier = read_manifest(output).inspect_err(|_| drop(fs::remove_dir_all(&staging)))?;
        let mut folders = HashSet::new();
        folders.insert(staging.clone());
        Ok(Self {
            root: output.to_owned(),
            staging,
            earlier,
            files: BTreeMap::new(),
            made_of: BTreeMap::new(),
            unchanged: HashSet::new(),
            folders,
            foreign: Vec::new(),
            is_new,
            _lock: lock,
        })
    }

    /// Whether an earlier build wrote a file at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.earlier.files.contains_key(path)
    }

    /// Stages one file. `path` is relative to the output folder, with forward slashes.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        if !is_plain(path) {
            return Err(Error::output(path, OutputProblem::LeadsOut));
        }
        let entry = Entry { size: bytes.len() as u64, hash: disk::checksum(bytes) };
        let is_there = self.earlier.files.get(path) == Some(&entry) && fs::read(self.root.join(path)).is_ok_and(|there| there == bytes);
        self.files.insert(path.to_owned(), entry);
        if is_there {
            self.unchanged.insert(path.to_owned());
            return Ok(());
        }
        // A folder where a file should go is not ours.
        if fs::symlink_metadata(self.root.join(path)).is_ok_and(|there| there.is_dir() || !self.earlier.files.contains_key(path)) {
            self.foreign.push(path.to_owned());
        }
        let staged = self.staging.join("files").join(path);
        if let Some(folder) = staged.parent()
            && !self.folders.contains(folder)
        {
            fs::create_dir_all(folder).map_err(Error::io("write", self.root.join(path)))?;
            self.folders.insert(folder.to_owned());
        }
        fs::write(&staged, bytes).map_err(Error::io("write", self.root.join(path)))
    }

    /// Keeps the files that an earlier build wrote at `prefix` (a folder that ends in a slash, or one file), if they were made from the
    /// same inputs and are all still there. Returns whether they are kept. `made_of` is a digest of the inputs.
    pub fn keep(&mut self, prefix: &str, made_of: &str) -> bool {
        self.made_of.insert(prefix.to_owned(), made_of.to_owned());
        if self.earlier.made_of.get(prefix).is_none_or(|known| known != made_of) {
            return false;
        }
        let kept: Vec<_> = self.earlier.files.range(prefix.to_owned()..).take_while(|(path, _)| path.starts_with(prefix)).collect();
        let is_there = |(path, entry): &(&String, &Entry)| fs::metadata(self.root.join(path)).is_ok_and(|data| data.len() == entry.size);
        if kept.is_empty() || !kept.iter().all(is_there) {
            return false;
        }
        for (path, entry) in kept {
            self.files.insert(path.clone(), entry.clone());
            self.unchanged.insert(path.clone());
        }
        true
    }

    /// Moves all files into place, and removes files of earlier builds that are no longer part of the site.
    ///
    /// # Errors
    /// If a file that greenpaper did not write is in the way (nothing is changed then), or a file cannot be moved.
    pub fn commit(mut self) -> Result<Summary, Error> {
        if let Some(first) = self.foreign.first() {
            let problem = OutputProblem::OtherFiles { first: first.clone(), others: self.foreign.len() - 1 };
            return Err(Error::output(&self.root, problem));
        }
        let (earlier, files) = (std::mem::take(&mut self.earlier.files), std::mem::take(&mut self.files));
        let made_of = std::mem::take(&mut self.made_of);
        let changed: Vec<&String> = files.keys().filter(|path| !self.unchanged.contains(*path)).collect();
        // Everything that needs disk space happens before anything is moved.
        let places: Vec<PathBuf> = changed.iter().map(|path| self.root.join(path)).collect();
        for folder in places.iter().filter_map(|place| place.parent()).collect::<BTreeSet<_>>() {
            self.refuse_links(folder)?;
            fs::create_dir_all(folder).map_err(Error::io("create", folder))?;
        }
        let all = earlier.iter().chain(&files).map(|(path, entry)| (path.clone(), entry.clone())).collect();
        let both = self.stage_manifest("both.json", all, BTreeMap::new())?;
        let own = self.stage_manifest(MANIFEST, files.clone(), made_of)?;
        // If the process is interrupted from here on, the manifest still lists every file of ours.
        self.place_manifest(&both)?;
        for (path, place) in changed.into_iter().zip(places) {
            fs::rename(self.staging.join("files").join(path), &place).map_err(Error::io("write", &place))?;
        }
        let mut removed = 0;
        for path in earlier.keys().filter(|path| !files.contains_key(*path) && is_plain(path)) {
            removed += usize::from(self.remove(path)?);
        }
        let summary = Summary { files: files.len(), bytes: files.values().map(|entry| entry.size).sum(), unchanged: self.unchanged.len(), removed };
        self.place_manifest(&own)?;
        Ok(summary)
    }

    /// Refuses a folder that has been replaced by a link: it leads to files that are not ours.
    fn refuse_links(&self, folder: &Path) -> Result<(), Error> {
        let inside = folder.ancestors().take_while(|folder| *folder != self.root);
        match inside.into_iter().find(|folder| folder.is_symlink()) {
            Some(link) => Err(Error::output(link, OutputProblem::LinkedFolder)),
            None => Ok(()),
        }
    }

    fn remove(&self, path: &str) -> Result<bool, Error> {
        let place = self.root.join(path);
        // A path that is missing or has become a folder is no longer ours.
        if !fs::symlink_metadata(&place).is_ok_and(|there| !there.is_dir()) {
            return Ok(false);
        }
        fs::remove_file(&place).map_err(Error::io("remove", &place))?;
        // `remove_dir` removes only empty folders.
        let mut folder = place.parent();
        while let Some(this) = folder.filter(|this| *this != self.root && fs::remove_dir(this).is_ok()) {
            folder = this.parent();
        }
        Ok(true)
    }

    /// Stages a manifest of `files` as `name`.
    fn stage_manifest(&self, name: &str, files: BTreeMap<String, Entry>, made_of: BTreeMap<String, String>) -> Result<PathBuf, Error> {
        let manifest = Manifest { generator: GENERATOR.into(), files, made_of };
        let place = self.root.join(MANIFEST);
        let staged = self.staging.join(name);
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(|cause| Error::io("write", &place)(cause.into()))?;
        text.push(b'\n');
        fs::write(&staged, text).map_err(Error::io("write", &place))?;
        Ok(staged)
    }

    fn place_manifest(&self, staged: &Path) -> Result<(), Error> {
        let place = self.root.join(MANIFEST);
        fs::rename(staged, &place).map_err(Error::io("write", place))
    }
}

impl Drop for Publication {
    fn drop(&mut self) {
        // Failures are ignored: the next build cleans up.
        let _ = fs::remove_dir_all(&self.staging);
        if self.is_new {
            let _ = fs::remove_dir(&self.root);
        }
    }
}

fn read_manifest(output: &Path) -> Result<Manifest, Error> {
    let place = output.join(MANIFEST);
    let text = match fs::read(&place) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Manifest::default()),
        Err(cause) => return Err(Error::io("read", place)(cause)),
    };
    match serde_json::from_slice::<Manifest>(&text) {
        Ok(manifest) if manifest.generator == GENERATOR => Ok(manifest),
        _ => Err(Error::output(place, OutputProblem::BadManifest)),
    }
}

/// Whether a path stays inside the output folder.
fn is_plain(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
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
