//! A strategy's folder, seen as a list of files.

use std::hash::Hash as _;

use jiff::civil::Date;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::error::Error;

/// The settings file of every strategy.
pub const SETTINGS: &str = "strategy.yaml";
/// The folder of a strategy that holds earlier versions, each in a folder of its own.
pub const ARCHIVE: &str = "archive";
/// The file of an archived version that gives every block its identity.
pub const IDENTITY: &str = "identity.json";
/// In the archive's folder: a release in progress.
pub(crate) const STAGING: &str = ".release";
/// In [`STAGING`]: present once the release is complete except for moving it into place.
pub(crate) const READY: &str = "ready";

/// Files by path from their folder.
pub type Files = Vec<(String, Vec<u8>)>;

/// A strategy's folder, wherever it is.
pub trait Project: Send + Sync {
    /// All files below the folder, sorted by path; folders and files whose name starts with a dot are left out, and so
    /// are earlier versions, which an [`Archive`] keeps.
    ///
    /// # Errors
    /// When the folder itself cannot be read.
    fn list(&self) -> Result<Vec<Entry>, Error>;
    /// A file's bytes, at most `limit` of them.
    ///
    /// # Errors
    /// When it cannot be read.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error>;
    /// What reports put before paths: empty, or ending in a slash.
    fn name(&self) -> String;
    /// The day of the build.
    fn today(&self) -> Date;
}

/// A file of a [`Project`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// From the project's folder, with forward slashes.
    pub path: String,
    /// Why it cannot be used: a link that leads out of the folder, say.
    pub fault: Option<&'static str>,
}

/// Stands for every file of `project` with all its bytes, whatever it is for.
///
/// # Errors
/// When one of them cannot be read.
pub fn digest(project: &dyn Project) -> Result<u128, Error> {
    let of_file = |entry: Entry| {
        let mut hasher = Xxh3::new();
        entry.hash(&mut hasher);
        if entry.fault.is_none() {
            hasher.update(&project.read(&entry.path, u64::MAX)?);
        }
        Ok(hasher.digest128())
    };
    let digests: Vec<u128> = project.list()?.into_par_iter().map(of_file).collect::<Result<_, Error>>()?;
    Ok(xxh3_128(&digests.into_iter().flat_map(u128::to_le_bytes).collect::<Vec<u8>>()))
}
