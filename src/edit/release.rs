//! Writes releases and new versions to disk, all or nothing.
//!
//! The archived version and the new strategy.yaml are first written into a staging folder. The file `ready` marks the point of no
//! return: the next run undoes a run that was interrupted before it, and completes a run that was interrupted after it.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::rows::{self, NewRow};
use crate::disk::{self, Lock, checksum};
use crate::error::{Error, Refusal};
use crate::model::{Version, VersionRow};
use crate::read::{ARCHIVE, Files, READY, SETTINGS, STAGING};

/// In the staging folder: the files of the version to archive.
const FILES: &str = "files";

/// The byte order mark that some editors write at the start of a file.
pub(super) const MARK: &str = "\u{feff}";

/// Sets the date and, unless `None`, the comments of the last row of a strategy.yaml. Returns `None` if it has no rows that can be edited.
///
/// ```
/// let text = "versions:\n  - version: \"1.0\"  # first\n    date: 2023-01-01\n";
/// let closed = greenpaper::edit::close_row(text, jiff::civil::date(2023, 3, 3), Some("Agreed"));
/// assert_eq!(closed.as_deref(), Some("versions:\n  - version: \"1.0\"  # first\n    date: 2023-03-03\n    comments: Agreed\n"));
/// ```
#[must_use]
pub fn close_row(text: &str, date: Date, comments: Option<&str>) -> Option<String> {
    after_mark(text, |text| rows::close(text, date, comments))
}

/// Adds a row to a strategy.yaml, formatted like the last one. Returns `None` if it has no rows that can be edited.
#[must_use]
pub fn add_row(text: &str, version: &Version, date: Date, comments: Option<&str>, audience: Option<&str>) -> Option<String> {
    after_mark(text, |text| rows::add(text, &NewRow { version, date, comments, audience }))
}

fn after_mark(text: &str, edit: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    match text.strip_prefix(MARK) {
        Some(text) => edit(text).map(|text| MARK.to_owned() + &text),
        None => edit(text),
    }
}

/// Checks that the last of `rows` can be released, and `next` opened after it. `archived` are the names in the archive.
///
/// # Errors
/// A [`Refusal`] says why not.
pub(super) fn refuse_release(rows: &[VersionRow], archived: &[String], next: Option<&Version>) -> Result<(), Error> {
    let [earlier @ .., row] = rows else { return Ok(()) };
    let is_archived = |version: &Version| archived.iter().any(|name| name == version.as_str());
    if is_archived(&row.version) {
        return Err(Refusal::AlreadyReleased { version: row.version.clone(), next: row.version.successor() }.into());
    }
    refuse_date(earlier, row)?;
    match next {
        Some(next) => refuse_version(rows, archived, next),
        None => Ok(()),
    }
}

/// Checks that the last of `rows` can be opened as a new version. `archived` are the names in the archive.
///
/// # Errors
/// A [`Refusal`] says why not.
pub(super) fn refuse_opening(rows: &[VersionRow], archived: &[String]) -> Result<(), Error> {
    let [earlier @ .., row] = rows else { return Ok(()) };
    refuse_version(earlier, archived, &row.version)?;
    if let Some(last) = earlier.last().filter(|last| !archived.iter().any(|name| name == last.version.as_str())) {
        return Err(Refusal::NotReleased { last: last.version.clone(), next: row.version.clone() }.into());
    }
    refuse_date(earlier, row)
}

fn refuse_version(rows: &[VersionRow], archived: &[String], version: &Version) -> Result<(), Error> {
    if rows.iter().any(|row| row.version == *version) || archived.iter().any(|name| name == version.as_str()) {
        return Err(Refusal::VersionExists(version.clone()).into());
    }
    match rows.last().filter(|last| *version <= last.version) {
        Some(last) => Err(Refusal::VersionNotHigher { version: version.clone(), last: last.version.clone() }.into()),
        None => Ok(()),
    }
}

fn refuse_date(earlier: &[VersionRow], row: &VersionRow) -> Result<(), Error> {
    match earlier.last().filter(|last| row.date < last.date) {
        Some(last) => Err(Refusal::DateTooEarly { date: row.date, last: last.version.clone(), last_date: last.date }.into()),
        None => Ok(()),
    }
}

/// What a release, or a new version, writes to disk.
#[derive(Debug, Clone)]
pub struct VersionEdit {
    /// The strategy's folder.
    pub source: PathBuf,
    /// The old text of strategy.yaml.
    pub before: String,
    /// The new text of strategy.yaml.
    pub after: String,
    /// The version to archive, with its files by path.
    pub archive: Option<(Version, Files)>,
}

/// One operation on disk. If a run is interrupted after any of them, a [`VersionEdit`] can be undone or completed by [`recover`].
#[derive(Debug)]
pub enum DiskStep {
    /// Creates a folder and the folders above it.
    Folder(PathBuf),
    /// Writes a file.
    Write(PathBuf, Vec<u8>),
    /// Moves a file or folder.
    Move(PathBuf, PathBuf),
    /// Removes a folder and everything in it.
    Remove(PathBuf),
}

impl DiskStep {
    /// Performs the operation.
    ///
    /// # Errors
    /// If the system refuses.
    pub fn run(&self) -> Result<(), Error> {
        match self {
            Self::Folder(path) => disk::create_folder(path),
            Self::Write(path, bytes) => disk::stage(path, bytes).map_err(Error::io("write", path)),
            Self::Move(from, to) => disk::move_into_place(from, to),
            Self::Remove(path) => fs::remove_dir_all(path).map_err(Error::io("remove", path)),
        }
    }
}

impl VersionEdit {
    fn place(&self, path: &str) -> PathBuf {
        self.source.join(path)
    }

    fn staging(&self) -> PathBuf {
        self.source.join(ARCHIVE).join(STAGING)
    }

    /// All operations, in order.
    #[must_use]
    pub fn steps(&self) -> Vec<DiskStep> {
        let staging = self.staging();
        let mut steps = vec![DiskStep::Folder(staging.clone()), DiskStep::Write(staging.join(SETTINGS), self.after.clone().into_bytes())];
        let mut ready = checksum(self.before.as_bytes());
        let mut moves = vec![DiskStep::Move(staging.join(SETTINGS), self.place(SETTINGS))];
        if let Some((version, files)) = &self.archive {
            let root = staging.join(FILES);
            let mut made = None;
            for (path, bytes) in files {
                let place = root.join(path);
                let folder = place.parent().map(Path::to_owned);
                if let Some(folder) = folder.clone().filter(|_| folder != made) {
                    steps.push(DiskStep::Folder(folder));
                }
                made = folder;
                steps.push(DiskStep::Write(place, bytes.clone()));
            }
            ready = format!("{ready} {version}");
            moves.push(DiskStep::Move(root, self.source.join(ARCHIVE).join(version.as_str())));
        }
        steps.push(DiskStep::Write(staging.join("not-ready"), (ready + "\n").into_bytes()));
        steps.push(DiskStep::Move(staging.join("not-ready"), staging.join(READY)));
        steps.extend(moves);
        steps.push(DiskStep::Remove(staging));
        steps
    }

    /// Performs all operations; if one fails, undoes the ones before it.
    ///
    /// # Errors
    /// If an operation fails, another release is running in this folder, or strategy.yaml has changed in the meantime.
    pub fn carry_out(&self) -> Result<(), Error> {
        recover(&self.source)?;
        if fs::read(self.place(SETTINGS)).is_ok_and(|now| now != self.before.as_bytes()) {
            return Err(Refusal::SettingsChanged.into());
        }
        let staging = self.staging();
        let had_archive = self.place(ARCHIVE).exists();
        let lock = lock(&staging)?;
        for step in self.steps() {
            if let Err(fault) = step.run() {
                if matches!(step, DiskStep::Remove(_)) {
                    // Everything else is in place by then; the next run cleans up.
                    break;
                }
                self.undo(had_archive);
                return Err(fault);
            }
        }
        drop(lock);
        Ok(())
    }

    /// Restores the old state as far as possible; the next run takes care of the rest.
    fn undo(&self, had_archive: bool) {
        let staging = self.staging();
        if fs::read(self.place(SETTINGS)).is_ok_and(|now| now == self.after.as_bytes()) {
            let staged = staging.join(SETTINGS);
            let is_restored = disk::stage(&staged, self.before.as_bytes()).is_ok() && disk::move_into_place(&staged, &self.place(SETTINGS)).is_ok();
            if !is_restored {
                return;
            }
        }
        let _ = fs::remove_dir_all(&staging);
        if !had_archive {
            let _ = fs::remove_dir(self.place(ARCHIVE));
        }
    }
}

/// Locks the staging folder against other releases.
pub(super) fn lock(staging: &Path) -> Result<Lock, Error> {
    disk::lock(staging).map_err(Error::io("write", staging))?.ok_or_else(|| Refusal::ReleaseRunning.into())
}

/// The outcome of recovering an interrupted release or new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// Nothing was interrupted.
    Nothing,
    /// It was undone, because it was not ready or strategy.yaml has changed since. The strategy is unchanged.
    Undone,
    /// It was completed: this version is archived or, if `None`, strategy.yaml has its new row.
    Finished(Option<Version>),
}

/// Completes or undoes an interrupted release in the strategy's folder `source`.
///
/// # Errors
/// If the system refuses, or the release is still running.
pub fn recover(source: &Path) -> Result<Recovery, Error> {
    let archive = source.join(ARCHIVE);
    let staging = archive.join(STAGING);
    if !staging.is_dir() {
        return Ok(Recovery::Nothing);
    }
    let lock = lock(&staging)?;
    let ready = fs::read_to_string(staging.join(READY)).unwrap_or_default();
    let (before, version) = ready.trim_end().split_once(' ').unwrap_or((ready.trim_end(), ""));
    let version = Version::parse(version);
    let settings = source.join(SETTINGS);
    let staged = staging.join(SETTINGS);
    let is_moved = !staged.exists();
    let is_unchanged = fs::read(&settings).is_ok_and(|now| checksum(&now) == before);
    let recovery = if ready.is_empty() || !(is_moved || is_unchanged) {
        Recovery::Undone
    } else {
        if !is_moved {
            DiskStep::Move(staged, settings).run()?;
        }
        if let Some(version) = &version
            && staging.join(FILES).exists()
        {
            DiskStep::Move(staging.join(FILES), archive.join(version.as_str())).run()?;
        }
        Recovery::Finished(version)
    };
    DiskStep::Remove(staging).run()?;
    drop(lock);
    // The archive is empty only if the interrupted run created it.
    let _ = fs::remove_dir(archive);
    Ok(recovery)
}

/// Describes a [`VersionEdit`] for people: the files to archive, and a diff of strategy.yaml.
impl std::fmt::Display for VersionEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some((version, files)) = &self.archive {
            let folder = self.source.join(ARCHIVE).join(version.as_str());
            let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
            writeln!(f, "{}: {} files, {} KB", folder.display(), files.len(), bytes.div_ceil(1000))?;
        }
        if self.before == self.after {
            return Ok(());
        }
        writeln!(f, "{}:", self.place(SETTINGS).display())?;
        let (before, after): (Vec<&str>, Vec<&str>) = (self.before.lines().collect(), self.after.lines().collect());
        // Only rows change: the common start and end of both texts are the rest of the file.
        let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let most = before.len().min(after.len()) - same_start;
        let same_end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        for (marker, lines) in [('-', before), ('+', after)] {
            for line in &lines[same_start..lines.len() - same_end] {
                writeln!(f, "{marker} {line}")?;
            }
        }
        Ok(())
    }
}
