//! Strategies in memory, used in place of folders by all tests.

use std::collections::BTreeMap;

use greenpaper::Error;
use greenpaper::read::{Entry, Project};

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
