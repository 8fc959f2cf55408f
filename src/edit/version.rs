//! Releases the newest version, and opens the next one.

use std::path::Path;

use jiff::civil::Date;

use super::release::{VersionEdit, add_row, close_row, refuse_opening, refuse_release};
use crate::archive::{self, Stage};
use crate::check;
use crate::diag::Severity;
use crate::error::{Error, Refusal};
use crate::model::Version;
use crate::pipeline::{self, Cache, Checked, Inputs, Options};
use crate::read::{self, Overlay, Project};

/// How to release the version being written.
#[derive(Debug, Clone, Default)]
pub struct Release {
    /// Comments for its row; `None` keeps the ones it has.
    pub comments: Option<String>,
    /// Its date; today if `None`.
    pub date: Option<Date>,
    /// The version to open next.
    pub next: Option<Version>,
    /// Whether to release a text with placeholders.
    pub allow_placeholders: bool,
}

/// A version to open.
#[derive(Debug, Clone)]
pub struct Opening {
    /// The version.
    pub version: Version,
    /// Comments for its row.
    pub comments: Option<String>,
    /// Its audience.
    pub audience: Option<String>,
    /// Its date; today if `None`.
    pub date: Option<Date>,
}

/// Prepares the release of the version being written in `source`, without writing anything. Returns no edit if the sources, with the
/// final row, have errors. Placeholders are errors unless they are allowed.
///
/// # Errors
/// If a folder cannot be read, or the version cannot be released, for example because it has been already or `next` is not higher.
pub fn release(inputs: &Inputs<'_>, source: &Path, release: &Release) -> Result<(Checked, Option<VersionEdit>), Error> {
    let project = inputs.project;
    let date = release.date.unwrap_or_else(|| project.today());
    let edits = settings_text(project).and_then(|before| Some((close_row(&before, date, release.comments.as_deref())?, before)));
    let Some((closed, before)) = edits else { return cannot_edit(inputs) };
    let edited = with_settings(project, &closed);
    let closing = Options { stage: Stage::Closing, ..Options::default() };
    let mut checked = pipeline::run(&Inputs { project: &edited, ..*inputs }, &closing, &mut Cache::default())?;
    let kept = inputs.archive.list()?;
    refuse_release(&checked.document.settings.versions, &kept, release.next.as_ref())?;
    pipeline::check_print(inputs, &mut checked);
    if !release.allow_placeholders {
        let placeholders = checked.diagnostics.iter_mut().filter(|finding| check::is_placeholder(finding));
        placeholders.for_each(|finding| finding.severity = Severity::Error);
    }
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let rows = &checked.document.settings.versions;
    let newest = rows.iter().rfind(|row| kept.iter().any(|name| name == row.version.as_str()));
    let earlier = checked.archived.last().map(|earlier| &**earlier).filter(|earlier| earlier.is_whole);
    if let Some(lost) = newest.filter(|newest| earlier.is_none_or(|earlier| earlier.version != newest.version)) {
        return Err(Refusal::DamagedArchive(lost.version.clone()).into());
    }
    let version = checked.document.settings.current().version.clone();
    let after = match &release.next {
        Some(next) => add_row(&closed, next, date, None, None),
        None => Some(closed.clone()),
    };
    let Some(after) = after else { return cannot_edit(inputs) };
    let mut files = read::read_version(&edited)?;
    files.push((read::IDENTITY.to_owned(), archive::to_json(&archive::freeze(&edited, &checked.archived)?)));
    Ok((checked, Some(VersionEdit { source: source.to_owned(), before, after, archive: Some((version, files)) })))
}

/// Prepares a new version in `source`, without writing anything. Returns no edit if the sources have errors.
///
/// # Errors
/// If a folder cannot be read, or the version cannot be opened, for example because the last one has not been released.
pub fn open_version(inputs: &Inputs<'_>, source: &Path, opening: &Opening) -> Result<(Checked, Option<VersionEdit>), Error> {
    let project = inputs.project;
    let date = opening.date.unwrap_or_else(|| project.today());
    let row = |before: &str| add_row(before, &opening.version, date, opening.comments.as_deref(), opening.audience.as_deref());
    let edits = settings_text(project).and_then(|before| Some((row(&before)?, before)));
    let Some((after, before)) = edits else { return cannot_edit(inputs) };
    let edited = with_settings(project, &after);
    let checked = pipeline::run(&Inputs { project: &edited, ..*inputs }, &Options::default(), &mut Cache::default())?;
    refuse_opening(&checked.document.settings.versions, &inputs.archive.list()?)?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    Ok((checked, Some(VersionEdit { source: source.to_owned(), before, after, archive: None })))
}

/// `project` with `text` as its strategy.yaml.
fn with_settings<'p>(project: &'p dyn Project, text: &str) -> Overlay<'p> {
    Overlay::new(project, [(read::SETTINGS.to_owned(), text.as_bytes().to_vec())])
}

fn settings_text(project: &dyn Project) -> Option<String> {
    String::from_utf8(project.read(read::SETTINGS, u64::MAX).ok()?).ok()
}

/// The reason why strategy.yaml cannot be edited: its errors, or a format that an edit would not preserve.
fn cannot_edit(inputs: &Inputs<'_>) -> Result<(Checked, Option<VersionEdit>), Error> {
    let checked = pipeline::run(inputs, &Options::default(), &mut Cache::default())?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    Err(Refusal::UneditableVersions.into())
}
