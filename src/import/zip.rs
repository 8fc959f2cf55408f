//! Reads zip archives (APPNOTE 6.3), with bounds on what they may unpack to.

use std::io::Read as _;

use flate2::read::DeflateDecoder;

/// The most that all files of an archive may unpack to, in bytes.
const MOST_BYTES: u64 = 400 << 20;
/// The most files that an archive may have.
const MOST_FILES: usize = 20_000;
/// Files larger than this, in bytes, may not unpack to more than [`MOST_RATIO`] times their size.
const SMALL: u64 = 4 << 20;
/// Deflate packs text ten times smaller, and blank pictures some hundred times.
const MOST_RATIO: u64 = 250;

const END: u32 = 0x0605_4b50;
const ENTRY: u32 = 0x0201_4b50;
const LOCAL: u32 = 0x0403_4b50;
const ENCRYPTED: u16 = 1;

/// Why an archive, or a file in it, cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is cut off, or not as the format says.
    Damaged,
    /// It needs a password.
    Encrypted,
    /// It unpacks to more than a document does.
    TooLarge,
}

/// The files of an archive.
pub(super) struct Zip<'b> {
    bytes: &'b [u8],
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    packed: u64,
    unpacked: u64,
    header: usize,
}

impl<'b> Zip<'b> {
    /// Reads the list of files at the end of an archive.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Fault> {
        // The record is followed by a comment of at most 64 KB.
        let from = bytes.len().saturating_sub(22 + 0xffff);
        let end = (from..bytes.len().saturating_sub(21)).rev().find(|at| long(bytes, *at) == Some(END)).ok_or(Fault::Damaged)?;
        let count = usize::from(short(bytes, end + 10).ok_or(Fault::Damaged)?);
        let mut at = long(bytes, end + 16).ok_or(Fault::Damaged)? as usize;
        if count > MOST_FILES {
            return Err(Fault::TooLarge);
        }
        let mut entries = Vec::with_capacity(count);
        for _ in 0..count {
            let (entry, next) = entry(bytes, at).ok_or(Fault::Damaged)?;
            entries.push(entry);
            at = next;
        }
        if entries.iter().map(|entry| entry.unpacked).sum::<u64>() > MOST_BYTES {
            return Err(Fault::TooLarge);
        }
        Ok(Self { bytes, entries })
    }

    /// The names of all files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.name.as_str())
    }

    /// The content of the file with this name, in any case; none if there is no such file.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(entry) = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)) else { return Ok(None) };
        if entry.flags & ENCRYPTED != 0 {
            return Err(Fault::Encrypted);
        }
        let packed = content(self.bytes, entry).ok_or(Fault::Damaged)?;
        if entry.unpacked > SMALL && entry.unpacked / MOST_RATIO > entry.packed {
            return Err(Fault::TooLarge);
        }
        match entry.method {
            0 => Ok(Some(packed.to_vec())),
            8 => {
                // What the list says of a size is not trusted.
                let mut bytes = Vec::new();
                DeflateDecoder::new(packed).take(entry.unpacked + 1).read_to_end(&mut bytes).map_err(|_| Fault::Damaged)?;
                if bytes.len() as u64 == entry.unpacked { Ok(Some(bytes)) } else { Err(Fault::Damaged) }
            }
            _ => Err(Fault::Damaged),
        }
    }
}

/// The entry of the central directory at `at`, and where the next one begins.
fn entry(bytes: &[u8], at: usize) -> Option<(Entry, usize)> {
    if long(bytes, at)? != ENTRY {
        return None;
    }
    let lengths = [28, 30, 32].map(|field| short(bytes, at + field).map(usize::from));
    let [name, extra, comment] = [lengths[0]?, lengths[1]?, lengths[2]?];
    let name_at = at + 46;
    let entry = Entry {
        name: String::from_utf8_lossy(bytes.get(name_at..name_at + name)?).replace('\\', "/"),
        flags: short(bytes, at + 8)?,
        method: short(bytes, at + 10)?,
        packed: long(bytes, at + 20)?.into(),
        unpacked: long(bytes, at + 24)?.into(),
        header: long(bytes, at + 42)? as usize,
    };
    Some((entry, name_at + name + extra + comment))
}

/// The bytes of a file as they are packed.
fn content<'b>(bytes: &'b [u8], entry: &Entry) -> Option<&'b [u8]> {
    if long(bytes, entry.header)? != LOCAL {
        return None;
    }
    let start = entry.header + 30 + usize::from(short(bytes, entry.header + 26)?) + usize::from(short(bytes, entry.header + 28)?);
    bytes.get(start..start.checked_add(usize::try_from(entry.packed).ok()?)?)
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}
