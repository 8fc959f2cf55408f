//! Notes for the next build, in case this one is interrupted.

use std::fs;
use std::io;
use std::path::Path;

use super::storage::Storage;

/// Reads a small JSON file that a build left behind. `None` if there is none, or it is incomplete.
pub(super) fn read_note<T: serde::de::DeserializeOwned>(path: &Path) -> Option<T> {
    fs::read(path).ok().and_then(|text| serde_json::from_slice(&text).ok())
}

/// Writes such a file, all or nothing.
pub(super) fn write_note(storage: &mut dyn Storage, path: &Path, note: &impl serde::Serialize) -> io::Result<()> {
    let draft = path.with_extension("new");
    storage.write(&draft, &serde_json::to_vec(note)?)?;
    storage.rename(&draft, path)
}
