//! A strategy of one chapter, in memory.

use jiff::civil::Date;

use crate::error::Error;
use crate::read::{Archive, Entry, Project, SETTINGS};

/// The path of the chapter.
const CHAPTER: &str = "chapters/01-paper.md";

/// The files of a strategy of one chapter, without earlier versions.
#[derive(Debug)]
pub(super) struct Folder {
    settings: String,
    chapter: String,
    today: Date,
}

impl Folder {
    pub(super) fn new(settings: String, chapter: String, today: Date) -> Self {
        Self { settings, chapter, today }
    }
}

impl Project for Folder {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        Ok([CHAPTER, SETTINGS].map(|path| Entry { path: path.to_owned(), fault: None }).into())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let text = match path {
            CHAPTER => &self.chapter,
            SETTINGS => &self.settings,
            _ => return Err(Error::NoSource { path: path.into(), is_file: false }),
        };
        let length = usize::try_from(limit).unwrap_or(usize::MAX).min(text.len());
        Ok(text.as_bytes()[..length].to_vec())
    }

    fn name(&self) -> String {
        String::new()
    }

    fn today(&self) -> Date {
        self.today
    }
}

impl Archive for Folder {
    fn list(&self) -> Result<Vec<String>, Error> {
        Ok(Vec::new())
    }

    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error> {
        Err(Error::NoSource { path: version.into(), is_file: false })
    }
}
