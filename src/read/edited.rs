//! A strategy as it would be with one file changed.

use jiff::civil::Date;

use super::{Entry, Project};
use crate::error::Error;

/// A project in which one file says something else than on the disk, or is new.
pub struct Edited<'a> {
    /// The project.
    pub project: &'a dyn Project,
    /// The file's path.
    pub path: &'a str,
    /// What it says.
    pub text: &'a str,
}

impl Project for Edited<'_> {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        let mut entries = self.project.list()?;
        if let Err(at) = entries.binary_search_by(|entry| (*entry.path).cmp(self.path)) {
            entries.insert(at, Entry { path: self.path.to_owned(), fault: None });
        }
        Ok(entries)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        if path != self.path {
            return self.project.read(path, limit);
        }
        let length = usize::try_from(limit).unwrap_or(usize::MAX).min(self.text.len());
        Ok(self.text.as_bytes()[..length].to_vec())
    }

    fn name(&self) -> String {
        self.project.name()
    }

    fn today(&self) -> Date {
        self.project.today()
    }
}
