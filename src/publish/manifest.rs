//! The list of published files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Component, Path};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::error::{Error, OutputProblem};

/// The list of published files.
pub const MANIFEST: &str = "manifest.json";

/// Their checksums, and that of the manifest, as `sha256sum -c` reads them.
pub const SUMS: &str = "manifest.sha256";

/// The version of the manifest's format.
const FORMAT: u32 = 1;
const GENERATOR: &str = "greenpaper";

/// What was published, by which program and from what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    generator: String,
    /// The version of the program.
    #[serde(default)]
    version: String,
    /// The version of the manifest's format; 0 before there were versions.
    #[serde(default)]
    format: u32,
    /// A digest of the sources.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sources: String,
    /// Each file, by its path from the output folder, with forward slashes.
    pub files: BTreeMap<String, Entry>,
    /// Folders that need not be built again while their inputs are the same, with a digest of those inputs.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) made_of: BTreeMap<String, String>,
}

/// A published file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// In bytes.
    pub size: u64,
    /// See [`sha256`]. Empty if an early release wrote the manifest.
    #[serde(default)]
    pub sha256: String,
}

impl Entry {
    /// The entry of a file with this content.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, sha256: sha256(bytes) }
    }

    /// Whether a file has this content.
    #[must_use]
    pub fn describes(&self, bytes: &[u8]) -> bool {
        self.size == bytes.len() as u64 && (self.sha256.is_empty() || self.sha256 == sha256(bytes))
    }
}

/// The SHA-256 digest of `bytes` as 64 hexadecimal digits.
///
/// ```
/// assert!(greenpaper::publish::sha256(b"").starts_with("e3b0c442"));
/// ```
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

impl Manifest {
    pub(super) fn new(sources: String, files: BTreeMap<String, Entry>, made_of: BTreeMap<String, String>) -> Self {
        Self { generator: GENERATOR.into(), version: env!("CARGO_PKG_VERSION").into(), format: FORMAT, sources, files, made_of }
    }

    /// Reads the manifest in the folder `output`. `None` if there is none.
    ///
    /// # Errors
    /// If it cannot be read, or greenpaper did not write it.
    pub fn read(output: &Path) -> Result<Option<Self>, Error> {
        let place = output.join(MANIFEST);
        let text = match fs::read(&place) {
            Ok(text) => text,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::io("read", place)(cause)),
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(manifest) if manifest.generator == GENERATOR => Ok(Some(manifest)),
            _ => Err(Error::output(place, OutputProblem::BadManifest)),
        }
    }

    /// The digest of the sources; empty if an early release wrote the manifest.
    pub(super) fn sources(&self) -> &str {
        &self.sources
    }

    /// Whether the release that wrote it also wrote [`SUMS`].
    pub(super) fn has_sums(&self) -> bool {
        self.format > 0
    }

    /// Whether greenpaper wrote the file at `path`, if it is there.
    pub(super) fn lists(&self, path: &str) -> bool {
        self.files.contains_key(path) || path == MANIFEST || path == SUMS && self.has_sums()
    }

    /// Whether the file `place` has the content that is listed for `path`. A link to it must not be asked about.
    pub(super) fn describes_file(&self, path: &str, place: &Path) -> bool {
        self.files.get(path).is_some_and(|entry| fs::read(place).is_ok_and(|bytes| entry.describes(&bytes)))
    }

    pub(super) fn to_json(&self) -> io::Result<Vec<u8>> {
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        Ok(text)
    }

    /// The content of [`SUMS`]. `json` is the manifest's own content.
    pub(super) fn sums(&self, json: &[u8]) -> String {
        let own = Entry::of(json);
        let mut text = String::new();
        for (path, entry) in self.files.iter().map(|(path, entry)| (path.as_str(), entry)).chain([(MANIFEST, &own)]) {
            // A name with one of these characters is escaped, which a backslash before the digest announces.
            let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
            let mark = if escaped == *path { "" } else { "\\" };
            let _ = writeln!(text, "{mark}{}  {escaped}", entry.sha256);
        }
        text
    }
}

/// Whether a path stays inside the output folder.
pub(super) fn is_plain(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}
