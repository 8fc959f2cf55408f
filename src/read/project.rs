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
/// The folder of comments: no part of any version.
pub const COMMENTS: &str = "comments";
/// The file of an archived version that gives every block its identity.
pub const IDENTITY: &str = "identity.json";
/// In the archive's folder: a release in progress.
pub(crate) const STAGING: &str = ".release";
/// In [`STAGING`]: present once the release is complete except for moving it into place.
pub(crate) const READY: &str = "ready";

/// The contents of files, by path from their folder.
pub type Files = Vec<(String, Vec<u8>)>;

/// A strategy's folder, on disk or elsewhere.
pub trait Project: Send + Sync {
    /// All files in the folder, sorted by path, without hidden ones (whose names start with a dot) and without earlier versions, which
    /// an [`Archive`](super::Archive) provides.
    ///
    /// # Errors
    /// If the folder itself cannot be read.
    fn list(&self) -> Result<Vec<Entry>, Error>;
    /// A file's bytes, at most `limit` of them.
    ///
    /// # Errors
    /// If it cannot be read.
    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error>;
    /// The prefix of paths in reports: empty, or ending in a slash.
    fn name(&self) -> String;
    /// The date of the build.
    fn today(&self) -> Date;
}

/// A file of a [`Project`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// The path from the project's folder, with forward slashes.
    pub path: String,
    /// Why it cannot be used, for example because it is a link that leads out of the folder.
    pub fault: Option<&'static str>,
}

/// A digest of the paths and contents of all files in `project`.
///
/// # Errors
/// If a file cannot be read.
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
