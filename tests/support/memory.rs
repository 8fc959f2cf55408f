//! Strategies in memory, used in place of folders by all tests.

use std::collections::BTreeMap;

use greenpaper::Error;
use greenpaper::read::{Archive, Entry, Project};

/// Files by path.
#[derive(Debug, Default, Clone)]
pub(crate) struct MemoryProject(pub(crate) BTreeMap<String, Vec<u8>>);

impl Project for MemoryProject {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        Ok(self.0.keys().map(|path| Entry { path: path.clone(), fault: None }).collect())
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let bytes = self.0.get(path).cloned().unwrap_or_default();
        Ok(bytes.into_iter().take(usize::try_from(limit).unwrap_or(usize::MAX)).collect())
    }

    fn name(&self) -> String {
        String::new()
    }

    fn today(&self) -> jiff::civil::Date {
        jiff::civil::date(2023, 3, 3)
    }
}

impl Archive for MemoryProject {
    fn list(&self) -> Result<Vec<String>, Error> {
        let mut names: Vec<String> = self.0.keys().filter_map(|path| Some(path.strip_prefix("archive/")?.split_once('/')?.0.to_owned())).collect();
        names.dedup();
        Ok(names)
    }

    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error> {
        let folder = format!("archive/{version}/");
        let files = self.0.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.to_owned(), bytes.clone())));
        Ok(Box::new(ArchivedProject(Self(files.collect()), folder.clone())))
    }
}

/// A folder of an archive in memory.
struct ArchivedProject(MemoryProject, String);

impl Project for ArchivedProject {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        Project::list(&self.0)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        self.0.0.get(path).ok_or_else(|| Error::NoSource { path: path.into(), is_file: false })?;
        self.0.read(path, limit)
    }

    fn name(&self) -> String {
        self.1.clone()
    }

    fn today(&self) -> jiff::civil::Date {
        self.0.today()
    }
}
