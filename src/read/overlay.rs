//! A project with some of its files replaced in memory.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::project::{Entry, Project};
use crate::error::Error;

/// A project in which some files differ from those on disk, or are new: planned or unsaved edits.
pub struct Overlay<'a> {
    project: &'a dyn Project,
    files: BTreeMap<String, Vec<u8>>,
}

impl std::fmt::Debug for Overlay<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Overlay").field("project", &self.project.name()).field("files", &self.files.keys()).finish()
    }
}

impl<'a> Overlay<'a> {
    /// `project` with `files` in place of its own. Paths are relative to its folder, with forward slashes.
    ///
    /// ```
    /// use greenpaper::read::{FsProject, Overlay, Project as _};
    ///
    /// let project = FsProject::open("strategy".as_ref())?;
    /// let unsaved = Overlay::new(&project, [("chapters/99-new.md".to_owned(), b"Not saved yet.".to_vec())]);
    /// assert_eq!(unsaved.list()?.len(), project.list()?.len() + 1);
    /// # Ok::<(), greenpaper::Error>(())
    /// ```
    pub fn new(project: &'a dyn Project, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self { project, files: files.into_iter().collect() }
    }
}

impl Project for Overlay<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = self.project.list()?;
        for path in self.files.keys() {
            match entries.binary_search_by(|entry| entry.path.cmp(path)) {
                Ok(at) => entries[at].fault = None,
                Err(at) => entries.insert(at, Entry { path: path.clone(), fault: None }),
            }
        }
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let Some(bytes) = self.files.get(path) else { return self.project.read(path, limit) };
        let length = usize::try_from(limit).unwrap_or(usize::MAX).min(bytes.len());
        Ok(bytes[..length].to_vec())
    }

    fn name(&self) -> String {
        self.project.name()
    }

    fn today(&self) -> Date {
        self.project.today()
    }
}
