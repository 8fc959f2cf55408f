//! Strategies and themes in folders of the file system.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use walkdir::WalkDir;

use super::project::{ARCHIVE, Entry, Files, Project};
use super::repair;
use super::text::LARGEST_TEXT;
use crate::error::Error;

/// A strategy in a folder of the file system.
#[derive(Debug)]
pub struct FsProject {
    root: PathBuf,
}

/// Reading something that is not a regular file could wait for ever.
const NOT_A_FILE: &str = "it is not a regular file but a pipe, a socket or a device";

impl FsProject {
    /// The project in `root`.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: &Path) -> Result<Self, Error> {
        if root.is_dir() {
            return Ok(Self { root: root.to_owned() });
        }
        Err(Error::NoSource { path: root.to_owned(), is_file: root.exists() })
    }

    fn fault_of(&self, entry: &walkdir::DirEntry) -> Option<&'static str> {
        if entry.path().to_str().is_none() {
            return Some("its name is not valid text: rename it");
        }
        if !entry.path_is_symlink() {
            return (!entry.file_type().is_file()).then_some(NOT_A_FILE);
        }
        let target = || -> std::io::Result<_> {
            let target = fs::canonicalize(entry.path())?;
            Ok((target.starts_with(fs::canonicalize(&self.root)?), fs::metadata(target)?.file_type()))
        };
        match target() {
            Ok((true, kind)) if kind.is_file() => None,
            Ok((_, kind)) if kind.is_dir() => Some("it is a link to a folder: copy the folder here instead"),
            Ok((true, _)) => Some(NOT_A_FILE),
            _ => Some("it is a link that is broken or leads out of the strategy's folder: copy the file here instead"),
        }
    }
}

impl Project for FsProject {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let is_hidden = |entry: &walkdir::DirEntry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() > 0 && name.starts_with('.') || entry.depth() == 1 && name == ARCHIVE && entry.file_type().is_dir()
        };
        let mut entries = Vec::new();
        for entry in WalkDir::new(&self.root).into_iter().filter_entry(|entry| !is_hidden(entry)) {
            let entry = entry.map_err(|cause| {
                let path = cause.path().unwrap_or(&self.root).to_owned();
                Error::Io { action: "read", path, cause: cause.into() }
            })?;
            // The folder itself may be a link.
            if entry.file_type().is_dir() || entry.depth() == 0 {
                continue;
            }
            let relative = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
            let path = repair::path(relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
            entries.push(Entry { path, fault: self.fault_of(&entry) });
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let full = path_on_disk(&self.root, path);
        let mut bytes = Vec::new();
        let open = fs::File::open(&full).and_then(|file| {
            bytes.reserve(file.metadata().map_or(0, |data| data.len().min(limit) as usize));
            file.take(limit).read_to_end(&mut bytes)
        });
        open.map_err(Error::io("read", full)).map(|_| bytes)
    }

    fn name(&self) -> String {
        let name = self.root.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        if name == "." { String::new() } else { format!("{}/", name.trim_end_matches('/')) }
    }

    fn today(&self) -> Date {
        today()
    }
}

/// The path of the listed file `path` below `root`. Names are listed in normalisation form C and without ligatures, but macOS and some
/// archives store them decomposed.
#[must_use]
pub fn path_on_disk(root: &Path, path: &str) -> PathBuf {
    let whole = root.join(path);
    if whole.exists() {
        return whole;
    }
    path.split('/').fold(root.to_owned(), |folder, part| {
        let is_same = |name: &std::ffi::OsString| name.to_str().is_some_and(|name| repair::path(name.to_owned()) == part);
        let mut names = fs::read_dir(&folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
        let name = names.find(is_same).unwrap_or_else(|| part.into());
        folder.join(name)
    })
}

/// Today's date, in UTC.
///
/// The environment variable `SOURCE_DATE_EPOCH` (reproducible-builds.org) overrides the clock, for reproducible builds.
#[must_use]
pub fn today() -> Date {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| jiff::Timestamp::from_second(seconds.parse().ok()?).ok());
    fixed.unwrap_or_else(jiff::Timestamp::now).to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// The contents of all files of a theme's folder.
///
/// # Errors
/// If one of them cannot be read.
pub fn read_folder(root: &Path) -> Result<Files, Error> {
    let project = FsProject::open(root)?;
    let entries = project.list()?;
    entries
        .into_iter()
        .filter(|entry| entry.fault.is_none())
        .map(|entry| Ok((entry.path.clone(), project.read(&entry.path, LARGEST_TEXT)?)))
        .collect()
}

/// Whether there is a folder at `path`.
#[must_use]
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether there is anything at `path`; a link counts if it leads to something.
#[must_use]
pub fn exists(path: &Path) -> bool {
    path.exists()
}
