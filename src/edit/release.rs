//! Closing and opening versions on the disk: all of it or nothing.
//!
//! An archive and the strategy.yaml that goes with it are written into a staging folder first. A file that says "ready"
//! is the turning point: a run that is stopped before it is undone by the next one, a run that is stopped behind it is
//! finished by the next one.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::rows::{self, NewRow};
use crate::disk::{self, Lock, checksum};
use crate::error::{Error, Refusal};
use crate::model::{Version, VersionRow};
use crate::read::{ARCHIVE, Files, READY, SETTINGS, STAGING};

/// In the staging folder: what becomes the archived version.
const FILES: &str = "files";

/// The byte order mark that some editors put before a text.
pub(super) const MARK: &str = "\u{feff}";

/// Gives the last row of a strategy.yaml a date and, unless `None`, comments. `None` if it has no rows that can be read.
#[must_use]
pub fn close_row(text: &str, date: Date, comments: Option<&str>) -> Option<String> {
    behind_mark(text, |text| rows::close(text, date, comments))
}

/// Adds a row to a strategy.yaml, in the manner of the last one. `None` if it has no rows that can be read.
#[must_use]
pub fn add_row(text: &str, version: &Version, date: Date, comments: Option<&str>, audience: Option<&str>) -> Option<String> {
    behind_mark(text, |text| rows::add(text, &NewRow { version, date, comments, audience }))
}

fn behind_mark(text: &str, edit: impl FnOnce(&str) -> Option<String>) -> Option<String> {
    match text.strip_prefix(MARK) {
        Some(text) => edit(text).map(|text| MARK.to_owned() + &text),
        None => edit(text),
    }
}

/// Refuses to release the last of `rows`, and to open `next` behind it, where that makes no sense; `archived` are the
/// names in the archive.
///
/// # Errors
/// A [`Refusal`] says why.
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

/// Refuses to open the last of `rows` where that makes no sense; `archived` are the names in the archive.
///
/// # Errors
/// A [`Refusal`] says why.
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

/// What closing or opening a version writes.
#[derive(Debug, Clone)]
pub struct VersionEdit {
    /// The strategy's folder.
    pub source: PathBuf,
    /// strategy.yaml as it is.
    pub before: String,
    /// strategy.yaml as it is to be.
    pub after: String,
    /// The version to archive, with its files by path.
    pub archive: Option<(Version, Files)>,
}

/// One thing done on the disk. Stopped behind any of them, a [`VersionEdit`] can be undone or finished by [`recover`].
#[derive(Debug)]
pub enum DiskStep {
    /// Makes a folder and what it lies in.
    Folder(PathBuf),
    /// Writes a file.
    Write(PathBuf, Vec<u8>),
    /// Moves a file or folder.
    Move(PathBuf, PathBuf),
    /// Removes a folder with all that is in it.
    Remove(PathBuf),
}

impl DiskStep {
    /// Does it.
    ///
    /// # Errors
    /// When the system refuses.
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

    /// Everything there is to do, in order.
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

    /// Does all of it; where a step fails, what was done is undone.
    ///
    /// # Errors
    /// When the system refuses a step, another release runs in this folder, or strategy.yaml was changed meanwhile.
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
                    // All is in its place by then; the next run clears up.
                    break;
                }
                self.undo(had_archive);
                return Err(fault);
            }
        }
        drop(lock);
        Ok(())
    }

    /// Back to the old state, as far as the system lets us: what cannot be undone now, the next run will find.
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

/// Keeps another release out for as long as it is held.
fn lock(staging: &Path) -> Result<Lock, Error> {
    disk::lock(staging).map_err(Error::io("write", staging))?.ok_or_else(|| Refusal::ReleaseRunning.into())
}

/// What became of a release or a draft that was stopped on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovery {
    /// There was none.
    Nothing,
    /// It had not come far, or strategy.yaml was changed since: the strategy is as it was.
    Undone,
    /// It is finished now: this version is archived, or strategy.yaml has its new row.
    Finished(Option<Version>),
}

/// Finishes or undoes what an interrupted run left in the strategy's folder `source`.
///
/// # Errors
/// When the system refuses, or the run is not interrupted but still going on.
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
    // Only an archive that the interrupted run made itself is empty.
    let _ = fs::remove_dir(archive);
    Ok(recovery)
}

/// What a [`VersionEdit`] does, for people: what is archived, and the lines of strategy.yaml that change.
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
        // Rows are changed at the end of the list: what is alike before and behind them is the rest of the file.
        let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
        let most = before.len().min(after.len()) - same_start;
        let same_end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        for (sign, lines) in [('-', before), ('+', after)] {
            for line in &lines[same_start..lines.len() - same_end] {
                writeln!(f, "{sign} {line}")?;
            }
        }
        Ok(())
    }
}
