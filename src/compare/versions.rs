//! Every version of a strategy, loaded so that any two can be compared.

use super::Side;
use crate::archive::Archived;
use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::history::Described;
use crate::model::{Draft, Redline, Version, VersionRow};
use crate::read::Sources;
use crate::span::{FileId, SourceMap};

/// All versions of a strategy that can be read, each block with its identity.
#[derive(Debug)]
pub struct Versions {
    /// The newest version, from the strategy's folder.
    pub newest: Draft,
    /// The files of the newest version.
    pub sources: SourceMap,
    /// Earlier versions, oldest first.
    pub archived: Vec<Archived>,
    /// Findings about any of them.
    diagnostics: Vec<Diagnostic>,
    settings: Option<FileId>,
}

impl Versions {
    /// The versions of a strategy: the newest as `draft`, read from `sources`, and the `archived` ones, oldest first, all of them
    /// with identities.
    pub(crate) fn new(draft: Draft, sources: Sources, archived: Vec<Archived>, mut diagnostics: Vec<Diagnostic>) -> Self {
        diag::align(&mut diagnostics, &sources.map);
        Self { newest: draft, settings: sources.strategy, sources: sources.map, archived, diagnostics }
    }

    /// The draft of `version`, with its files.
    ///
    /// # Errors
    /// If there is no such version, or it is not in the archive; names those that can be compared.
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
        Err(Error::NoVersion {
            version: version.to_string(),
            is_named: self.row(version).is_some(),
            available: names.into_iter().map(str::to_owned).collect(),
            newest: current.to_string(),
        })
    }

    /// The redline of two versions, ready to render.
    ///
    /// # Errors
    /// As [`Versions::side`].
    pub fn compare(&self, old: &Version, new: &Version) -> Result<Redline, Error> {
        let (from, to) = (self.side(old)?, self.side(new)?);
        let from_row = self.row(old).unwrap_or_else(|| from.0.settings.current());
        let to_row = self.row(new).unwrap_or_else(|| to.0.settings.current());
        Ok(super::redline((from_row, from), (to_row, to)))
    }

    /// The settings of `version` with its row of the version history.
    ///
    /// # Errors
    /// As [`Versions::side`].
    pub fn described(&self, version: &Version) -> Result<Described<'_>, Error> {
        let settings = &self.side(version)?.0.settings;
        Ok((settings, self.row(version).unwrap_or_else(|| settings.current())))
    }

    /// Whether `version` is the newest.
    #[must_use]
    pub fn is_newest(&self, version: &Version) -> bool {
        self.newest.settings.current().version == *version
    }

    fn row(&self, version: &Version) -> Option<&VersionRow> {
        self.newest.settings.versions.iter().find(|row| row.version == *version)
    }

    /// Findings about these versions: for an archived one those at its row, for the newest its errors. Errors in strategy.yaml
    /// always count, because it names the versions.
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
