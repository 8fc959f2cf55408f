//! Two versions chosen by their names.

use std::path::Path;

use crate::archive::{self, Archived};
use crate::compare::{self, Side};
use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::history;
use crate::model::{Draft, Redline, Version, VersionRow};
use crate::parse;
use crate::read::{self, FolderArchive, FsProject};
use crate::span::{FileId, SourceMap};

/// All versions of a strategy that can be read, each block with its identity.
#[derive(Debug)]
pub struct Versions {
    /// The newest version, as it stands in the strategy's folder.
    pub newest: Draft,
    /// The files of the newest.
    pub sources: SourceMap,
    /// Earlier versions, oldest first.
    pub archived: Vec<Archived>,
    /// What is wrong with any of them.
    diagnostics: Vec<Diagnostic>,
    settings: Option<FileId>,
}

/// Reads every version of the strategy in `source`.
///
/// # Errors
/// When a folder cannot be read. An author's faults are in the diagnostics.
pub fn read_versions(source: &Path) -> Result<Versions, Error> {
    let (sources, mut diagnostics) = read::read(&FsProject::open(source)?)?;
    let (mut newest, faults) = parse::parse(&sources);
    diagnostics.extend(faults);
    let kept = FolderArchive::of(source);
    // What is missing from the archive matters only if it is asked for.
    let (rows, _) = archive::list(&kept, &newest.settings.versions)?;
    let (archived, faults) = archive::open(&kept, &rows);
    diagnostics.extend(faults);
    history::identify(&mut newest, archived.last().map(|last| (&last.draft, &last.identity)));
    Ok(Versions { newest, sources: sources.map, archived, diagnostics, settings: sources.strategy })
}

impl Versions {
    /// What version `version` says, with its files: to be compared with another.
    ///
    /// # Errors
    /// When there is no such version, or it is not in the archive: names those there are.
    pub fn side(&self, version: &Version) -> Result<Side<'_>, Error> {
        if self.is_newest(version) {
            return Ok((&self.newest, &self.sources));
        }
        if let Some(archived) = self.archived.iter().find(|archived| archived.version == *version) {
            return Ok((&archived.draft, &archived.sources));
        }
        let current = &self.newest.settings.current().version;
        let earlier = self.archived.iter().map(|archived| &archived.version).filter(|version| *version != current);
        let names: Vec<&str> = earlier.chain([current]).map(Version::as_str).collect();
        let there_are = format!("these can be compared: {}; {current} is the one in the strategy's folder", names.join(", "));
        let text = if self.row(version).is_some() {
            format!("version {version} cannot be compared: {}/{version} is missing or cannot be opened\n{there_are}", read::ARCHIVE)
        } else {
            format!("there is no version {version}\n{there_are}")
        };
        Err(Error::Usage(text))
    }

    /// What differs between two versions, ready to be rendered.
    ///
    /// # Errors
    /// As [`Versions::side`].
    pub fn compare(&self, old: &Version, new: &Version) -> Result<Redline, Error> {
        let (from, to) = (self.side(old)?, self.side(new)?);
        let row = |version: &Version, side: Side<'_>| self.row(version).unwrap_or_else(|| side.0.settings.current()).clone();
        Ok(Redline { from: row(old, from), to: row(new, to), document: compare::compare(from, to) })
    }

    /// Whether `version` is the newest.
    #[must_use]
    pub fn is_newest(&self, version: &Version) -> bool {
        self.newest.settings.current().version == *version
    }

    fn row(&self, version: &Version) -> Option<&VersionRow> {
        self.newest.settings.versions.iter().find(|row| row.version == *version)
    }

    /// What is wrong with these versions: faults of an archived one at its row, errors of the newest. Errors in
    /// strategy.yaml always are: it says which versions there are.
    #[must_use]
    pub fn faults(&self, versions: &[&Version]) -> Vec<Diagnostic> {
        let rows: Vec<_> = versions.iter().filter_map(|version| self.row(version)).map(|row| row.span).collect();
        let has_newest = versions.iter().any(|version| self.is_newest(version));
        let is_wanted = |fault: &&Diagnostic| {
            let is_vital = has_newest || fault.span.is_none_or(|span| Some(span.file) == self.settings);
            fault.span.is_some_and(|span| rows.contains(&span)) || is_vital && fault.severity == Severity::Error
        };
        let mut faults: Vec<Diagnostic> = self.diagnostics.iter().filter(is_wanted).cloned().collect();
        diag::sort(&mut faults);
        faults
    }
}
