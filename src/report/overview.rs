//! Reports on a whole strategy.

use super::redline::redline;
use super::stats::{StatsReport, stats};
use super::versions::{VersionsReport, versions};
use crate::archive::Archived;
use crate::error::Error;
use crate::history;
use crate::pipeline::{self, Cache, Checked, Inputs, Options};

/// Lists the versions of a strategy.
///
/// # Errors
/// If a folder cannot be read.
pub fn list_versions(inputs: &Inputs<'_>) -> Result<(Checked, VersionsReport), Error> {
    let checked = pipeline::run(inputs, &Options::default(), &mut Cache::default())?;
    let archived = inputs.archive.list()?;
    let report = versions(&checked.document.settings.versions, |row| archived.iter().any(|name| name == row.version.as_str()));
    Ok((checked, report))
}

/// Counts words, sentences, terms and changes since the previous version.
///
/// ```
/// use greenpaper::pipeline::StrategyFolder;
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let (_, stats) = greenpaper::report::count(&folder.inputs())?;
/// assert!(stats.chapters.figures.words > 1000);
/// # Ok::<(), greenpaper::Error>(())
/// ```
///
/// # Errors
/// If a folder cannot be read.
pub fn count(inputs: &Inputs<'_>) -> Result<(Checked, StatsReport), Error> {
    let checked = pipeline::run(inputs, &Options::default(), &mut Cache::default())?;
    let all = pipeline::versions(inputs)?;
    let current = &checked.document.settings.current().version;
    // Comparing a draft with errors would report changes that nobody made.
    let before = all.archived.iter().rfind(|archived| archived.version != *current && !checked.has_errors());
    let since = |before: &Archived| {
        let compared = history::redline(&before.draft, &all.newest);
        let summary = history::summarise(&compared, all.described(&before.version)?, all.described(current)?);
        Ok::<_, Error>(redline(&compared, &summary, &[], (before.version.as_str(), current.as_str()), &checked.theme.strings, false))
    };
    let changes = before.map(since).transpose()?;
    let report = stats(&checked.document, &checked.sources, changes.as_ref());
    Ok((checked, report))
}
