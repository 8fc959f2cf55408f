//! Compares a published folder with its manifest.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::manifest::{MANIFEST, Manifest, SUMS, is_plain};
use super::staging::INSIDE;
use super::tree::{self, Node};
use crate::error::{Error, OutputProblem};

/// What differs between a published folder and its manifest. Paths are sorted, with forward slashes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// How many files are as they were published.
    pub intact: usize,
    /// Files that are not there.
    pub missing: Vec<String>,
    /// Files whose content is another, or that have become links or folders.
    pub changed: Vec<String>,
    /// Files that are not in the manifest.
    pub foreign: Vec<String>,
}

impl Verification {
    /// Whether everything that was published is there, unchanged.
    #[must_use]
    pub fn is_intact(&self) -> bool {
        self.missing.is_empty() && self.changed.is_empty()
    }
}

/// Compares the files in the folder `output` with its manifest. No link is followed.
///
/// # Errors
/// If the folder or its manifest cannot be read.
///
/// ```
/// use greenpaper::publish::{Publication, verify};
///
/// let output = std::env::temp_dir().join("greenpaper-verified");
/// let mut publication = Publication::begin(&output, "strategy".as_ref())?;
/// publication.add("index.html", b"<!doctype html>")?;
/// publication.commit()?;
/// std::fs::write(output.join("index.html"), "something else").ok();
/// assert_eq!(verify(&output)?.changed, ["index.html"]);
/// # std::fs::remove_dir_all(output).ok();
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn verify(output: &Path) -> Result<Verification, Error> {
    let manifest = Manifest::read(output)?.ok_or_else(|| Error::output(output, OutputProblem::NoManifest))?;
    if !manifest.files.keys().all(|path| is_plain(path)) {
        return Err(Error::output(output.join(MANIFEST), OutputProblem::BadManifest));
    }
    let there = tree::list(output, INSIDE).map_err(Error::io("read", output))?;
    let is_whole: Vec<(&String, Option<bool>)> = manifest
        .files
        .par_iter()
        .map(|(path, entry)| {
            let node = there.get(Path::new(path))?;
            Some(*node == Node::File(entry.size) && manifest.describes_file(path, &output.join(path)))
        })
        .collect::<Vec<Option<bool>>>()
        .into_iter()
        .zip(manifest.files.keys())
        .map(|(state, path)| (path, state))
        .collect();
    let mut found = Verification::default();
    for (path, state) in is_whole {
        match state {
            None => found.missing.push(path.clone()),
            Some(false) => found.changed.push(path.clone()),
            Some(true) => found.intact += 1,
        }
    }
    let sums = manifest.to_json().map(|json| manifest.sums(&json)).unwrap_or_default();
    match there.get(Path::new(SUMS)) {
        _ if !manifest.has_sums() => {}
        None => found.missing.push(SUMS.to_owned()),
        Some(Node::File(_)) if fs::read(output.join(SUMS)).is_ok_and(|text| text == sums.as_bytes()) => {}
        Some(_) => found.changed.push(SUMS.to_owned()),
    }
    let files = there.iter().filter(|(_, node)| **node != Node::Folder);
    let names = files.map(|(path, _)| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    found.foreign = names.filter(|path| !manifest.lists(path)).collect();
    found.missing.sort();
    found.changed.sort();
    Ok(found)
}
