//! Archives of earlier versions.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::FsProject;
use super::project::{ARCHIVE, Project, READY, STAGING};
use crate::error::Error;

/// An archive of earlier versions: folders today; tags of a repository would work too.
pub trait Archive: Sync {
    /// The names of all entries, sorted. Not all of them need be versions.
    ///
    /// # Errors
    /// If the archive exists but cannot be read.
    fn list(&self) -> Result<Vec<String>, Error>;
    /// The sources of a listed version, with its [`IDENTITY`](super::IDENTITY).
    ///
    /// # Errors
    /// If it cannot be opened.
    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error>;
    /// Whether a release was interrupted and must be completed or undone.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// An archive in folders, such as `archive/3.2/` in the strategy's folder.
#[derive(Debug)]
pub struct FolderArchive {
    root: PathBuf,
}

impl FolderArchive {
    /// The archive of the strategy in `source`; it need not exist.
    #[must_use]
    pub fn of(source: &Path) -> Self {
        Self { root: source.join(ARCHIVE) }
    }
}

impl Archive for FolderArchive {
    fn list(&self) -> Result<Vec<String>, Error> {
        let entries = match fs::read_dir(&self.root) {
            Ok(entries) => entries,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(cause) => return Err(Error::io("read", &self.root)(cause)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Error::io("read", &self.root))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && entry.path().is_dir() {
                names.push(name);
            }
        }
        names.sort();
        Ok(names)
    }

    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error> {
        let folder = self.root.join(version);
        let is_inside = || Some(fs::canonicalize(&folder).ok()?.starts_with(fs::canonicalize(self.root.parent()?).ok()?));
        if is_inside() == Some(false) {
            let cause = std::io::Error::other("it is a link that leads out of the strategy's folder: copy the folder here instead");
            return Err(Error::io("read", folder)(cause));
        }
        Ok(Box::new(FsProject::open(&self.root.join(version))?))
    }

    fn is_interrupted(&self) -> bool {
        self.root.join(STAGING).join(READY).is_file()
    }
}
