//! A published site and its sources in one archive, for the record.
//!
//! The archive is a zip (APPNOTE 6.3) without compression, with fixed dates and in the order of names, so that the same site and
//! sources give the same bytes on every machine, whatever they are signed with.

use std::fs;
use std::path::Path;

use super::manifest::{MANIFEST, Manifest, SUMS};
use super::verify::verify;
use crate::error::{Error, OutputProblem};

/// How a zip archive begins.
pub const MAGIC: &[u8] = b"PK\x03\x04";

/// 1 January 1980, the first date that a zip archive can name.
const DATE: u16 = 0x21;
/// Names are UTF-8 (4.4.4, bit 11).
const UTF_8: u16 = 1 << 11;

/// The archive of what was published in the folder `output`, with `sources`, each by its path from the strategy's folder. `digest` is
/// that of `sources`. Files that are not in the manifest are left out.
///
/// # Errors
/// If a published file is missing or was changed, if the site was made from other sources, or if there is too much for a zip archive
/// (65,534 files or 4 GB).
pub fn seal(output: &Path, sources: &[(String, Vec<u8>)], digest: &str) -> Result<Vec<u8>, Error> {
    let found = verify(output)?;
    if let Some(first) = found.missing.iter().chain(&found.changed).next() {
        return Err(Error::output(output, OutputProblem::NotIntact { first: first.clone() }));
    }
    let manifest = Manifest::read(output)?.unwrap_or_default();
    if manifest.sources() != digest {
        return Err(Error::output(output, OutputProblem::OtherSources));
    }
    let mut zip = Zip::default();
    for path in manifest.files.keys().map(String::as_str).chain([MANIFEST, SUMS]) {
        let bytes = fs::read(output.join(path)).map_err(Error::io("read", output.join(path)))?;
        zip.add(format!("site/{path}"), &bytes);
    }
    for (path, bytes) in sources {
        zip.add(format!("sources/{path}"), bytes);
    }
    zip.finish().ok_or_else(|| Error::output(output, OutputProblem::TooLarge))
}

/// An archive of `files` by their paths, in this order, without compression: the same files give the same bytes on every machine. None if there is
/// too much for a zip archive.
#[must_use]
pub fn zip<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Option<Vec<u8>> {
    let mut zip = Zip::default();
    files.into_iter().for_each(|(path, bytes)| zip.add(path.to_owned(), bytes));
    zip.finish()
}

/// A zip archive without compression.
#[derive(Default)]
struct Zip {
    bytes: Vec<u8>,
    /// The central directory: the entries again, with their places.
    directory: Vec<u8>,
    count: usize,
}

impl Zip {
    fn add(&mut self, name: String, content: &[u8]) {
        let place = self.bytes.len() as u32;
        let mut common = Vec::with_capacity(26);
        // Version needed, flags, method, time, date.
        [20, UTF_8, 0, 0, DATE].iter().for_each(|number: &u16| common.extend(number.to_le_bytes()));
        let size = content.len() as u32;
        [crc32fast::hash(content), size, size].iter().for_each(|number| common.extend(number.to_le_bytes()));
        // The lengths of the name and of the extra field.
        [name.len() as u16, 0].iter().for_each(|number| common.extend(number.to_le_bytes()));

        self.bytes.extend(MAGIC);
        self.bytes.extend(&common);
        self.bytes.extend(name.as_bytes());
        self.bytes.extend(content);

        self.directory.extend(b"PK\x01\x02");
        // Made by version 2.0 on Unix, so that the permissions below count.
        self.directory.extend((3_u16 << 8 | 20).to_le_bytes());
        self.directory.extend(&common);
        // Length of the comment, disk, internal attributes; permissions of a file that all may read.
        [0_u16; 3].iter().for_each(|number| self.directory.extend(number.to_le_bytes()));
        self.directory.extend((0o100_644_u32 << 16).to_le_bytes());
        self.directory.extend(place.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count += 1;
    }

    /// The archive; `None` if it is too large for this form.
    fn finish(mut self) -> Option<Vec<u8>> {
        let place = u32::try_from(self.bytes.len()).ok()?;
        let size = u32::try_from(self.directory.len()).ok()?;
        let count = u16::try_from(self.count).ok().filter(|count| *count < u16::MAX)?;
        self.bytes.append(&mut self.directory);
        self.bytes.extend(b"PK\x05\x06");
        // This disk, the directory's disk, entries on this disk, entries.
        [0, 0, count, count].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        [size, place].iter().for_each(|number| self.bytes.extend(number.to_le_bytes()));
        self.bytes.extend(0_u16.to_le_bytes());
        Some(self.bytes)
    }
}
