//! Safe writes to users' files: locks, atomic replacement, checksums.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room writes for all others")]

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use xxhash_rust::xxh3::xxh3_128;

use crate::error::{Error, Obstacle};

/// The checksum of a file: XXH3, 128 bits, as 32 hexadecimal digits. It is the same on every machine.
///
/// ```
/// assert_eq!(greenpaper::disk::checksum(b""), "99aa06d3014798d86001c324468d497f");
/// ```
#[must_use]
pub fn checksum(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// An advisory lock on a folder, held until it is dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "dropping the file releases the lock")] File);

/// How often to try again when the holder of a lock removes the folder at that very moment, or is about to let go.
const MOST_TRIES: usize = 10;

/// Locks `folder`, creating it if necessary, through a file in it called `lock`. `None` if another process holds the lock.
///
/// The holder may remove the folder, with the lock file in it.
///
/// # Errors
/// If the folder or the lock file cannot be created, or the file system has no locks.
pub fn lock(folder: &Path) -> io::Result<Option<Lock>> {
    let path = folder.join("lock");
    for _ in 0..MOST_TRIES {
        fs::create_dir_all(folder)?;
        let file = match File::create(&path) {
            Err(cause) if cause.kind() == ErrorKind::NotFound => continue,
            file => file?,
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => return Ok(Some(Lock(file))),
            Ok(()) => {}
            // A process that is just being started holds copies of its parent's open files for a moment.
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
            Err(TryLockError::Error(cause)) => return Err(cause),
        }
    }
    Ok(None)
}

/// Whether an open file is still the one at `path`: a lock on a removed file excludes no other process.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |data: fs::Metadata| (data.dev(), data.ino());
    file.metadata().map(identity).ok() == fs::metadata(path).map(identity).ok()
}

/// On other systems an open file cannot be removed.
#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Creates `folder` and the folders above it, unless they exist.
///
/// # Errors
/// If the system refuses.
pub fn create_folder(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::io("create", folder))
}

/// Writes a new file, and the folders above it.
///
/// # Errors
/// If there is anything at `path` already, or the system refuses; an incomplete file is removed.
pub fn create(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    path.parent().map_or(Ok(()), create_folder)?;
    let mut file = File::create_new(path).map_err(Error::io("write", path))?;
    file.write_all(bytes).map_err(|cause| {
        let _ = fs::remove_file(path);
        Error::io("write", path)(cause)
    })
}

/// Writes a file in a staging folder and waits until it is on the disk, so that it survives a power cut once it has been moved into place.
///
/// # Errors
/// If the system refuses.
pub fn stage(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Writes `bytes` to `path`, all or nothing: on failure, the old file is unchanged. The new file has the permissions of the old.
///
/// # Errors
/// If there is a link or a folder at `path`, or the system refuses.
///
/// ```
/// use greenpaper::disk;
///
/// let file = std::env::temp_dir().join("greenpaper-replace.txt");
/// disk::replace(&file, b"old")?;
/// disk::replace(&file, b"new")?;
/// assert_eq!(std::fs::read(&file)?, b"new");
/// # std::fs::remove_file(file)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let permissions = permissions(path)?;
    let (temporary, mut file) = temporary(path).map_err(Error::io("write", path))?;
    let written = permissions
        // Set before anything is written, so that only those who could read the old file can read the new one.
        .map_or(Ok(()), |permissions| file.set_permissions(permissions))
        .and_then(|()| file.write_all(bytes))
        .and_then(|()| file.sync_all());
    // Windows does not move an open file.
    drop(file);
    written.and_then(|()| fs::rename(&temporary, path)).map_err(|cause| {
        let _ = fs::remove_file(&temporary);
        Error::io("write", path)(cause)
    })
}

/// As [`replace`], but only a file that is empty or begins with `magic` is replaced.
///
/// # Errors
/// If there is a link, a folder or another kind of file at `path`, or the system refuses.
pub fn replace_same_kind(path: &Path, bytes: &[u8], magic: &[u8]) -> Result<(), Error> {
    if permissions(path)?.is_some() {
        let mut head = Vec::new();
        let read = File::open(path).and_then(|file| file.take(magic.len() as u64).read_to_end(&mut head));
        read.map_err(Error::io("read", path))?;
        if !head.is_empty() && head != magic {
            return Err(Error::CannotReplace { path: path.to_owned(), obstacle: Obstacle::OtherContent });
        }
    }
    replace(path, bytes)
}

/// Moves the staged file or folder `from` to `to`, which it replaces. A file keeps the permissions of the one it replaces.
///
/// # Errors
/// If there is a link or a folder at `to`, or the system refuses.
pub fn move_into_place(from: &Path, to: &Path) -> Result<(), Error> {
    let moved = match permissions(to)? {
        Some(permissions) => fs::set_permissions(from, permissions).and_then(|()| fs::rename(from, to)),
        None => fs::rename(from, to),
    };
    moved.map_err(Error::io("write", to))
}

/// The permissions of the file at `path`; `None` if there is no such file.
///
/// # Errors
/// If there is a link or anything else that is not a regular file.
fn permissions(path: &Path) -> Result<Option<fs::Permissions>, Error> {
    let refuse = |obstacle| Err(Error::CannotReplace { path: path.to_owned(), obstacle });
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_symlink() => refuse(Obstacle::Link),
        Ok(data) if data.is_file() => Ok(Some(data.permissions())),
        Ok(_) => refuse(Obstacle::NotAFile),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("write", path)(cause)),
    }
}

/// A new file beside `path`. Its name begins with a dot, so that it is never taken for a file of the strategy.
fn temporary(path: &Path) -> io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let temporary = path.with_file_name(format!(".greenpaper-{}-{count}.new", std::process::id()));
        match File::create_new(&temporary) {
            // Left behind by a process that was killed.
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {}
            file => return file.map(|file| (temporary, file)),
        }
    }
}
