//! A project whose files have been read already.

use jiff::civil::Date;

use super::project::{Entry, Files, Project};
use crate::error::Error;

/// A project with the contents of its files, for work that looks at them more than once.
pub(crate) struct Snapshot<'a> {
    project: &'a dyn Project,
    files: &'a Files,
}

impl<'a> Snapshot<'a> {
    /// `project`, of which `files` have been read, in path order. Other files are read from the project.
    pub(crate) fn new(project: &'a dyn Project, files: &'a Files) -> Self {
        Self { project, files }
    }
}

impl Project for Snapshot<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        self.project.list()
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let Ok(at) = self.files.binary_search_by(|(own, _)| own.as_str().cmp(path)) else { return self.project.read(path, limit) };
        let bytes = &self.files[at].1;
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
