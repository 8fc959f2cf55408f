//! Earlier versions of a strategy, read from the archive and checked.
//!
//! Anything wrong with an archived version is a warning at its row of strategy.yaml: the rest is built regardless.

mod addresses;
mod changes;
mod version;

pub use version::{Archived, Stage};

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use jiff::civil::Date;
use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use crate::cache;
use crate::diag::{self, Diagnostic, Severity};
use crate::disk;
use crate::error::Error;
use crate::history::{Hashes, Identity, identify, identify_cached};
use crate::model::{Draft, NodeId, RawHtml, Version, VersionRow, composed};
use crate::parse::{self, Loaded};
use crate::read::{self, Archive, Files, IDENTITY, Project, Snapshot};
use crate::span::SourceMap;

/// Lists the rows of `rows` that are archived, in order, with findings about the archive as a whole: versions that are missing, or
/// that no row names. Opens nothing.
///
/// # Errors
/// If the archive exists and cannot be read.
pub fn list<'a>(archive: &dyn Archive, rows: &'a [VersionRow]) -> Result<(Vec<&'a VersionRow>, Vec<Diagnostic>), Error> {
    let names = archive.list()?;
    let is_kept = |row: &VersionRow| names.iter().any(|name| name == row.version.as_str());
    let mut diagnostics = Vec::new();
    if archive.is_interrupted() {
        diagnostics.push(
            Diagnostic::warning("release-interrupted", None, "a release was interrupted before it was complete")
                .hint("run `greenpaper release` again: it finishes or undoes what the interrupted run began, and does nothing else"),
        );
    }
    for name in names.iter().filter(|name| !rows.iter().any(|row| row.version.as_str() == *name)) {
        diagnostics.push(
            Diagnostic::warning("archive-extra", None, format!("the archive contains {name}, which is not a version of this strategy"))
                .nearest(name, rows.iter().map(|row| row.version.as_str()))
                .hint(format!("remove the folder {}/{name}, or add a row for the version to strategy.yaml", read::ARCHIVE)),
        );
    }
    let earlier = rows.split_last().map_or(rows, |(_, earlier)| earlier);
    let missing = earlier.iter().filter(|row| !is_kept(row));
    if names.is_empty() {
        diagnostics.extend(missing.take(1).map(|row| {
            Diagnostic::new(
                Severity::Info,
                "archive-missing",
                row.span,
                "no earlier version is archived, so there is nothing to compare this one with",
            )
            .hint("close each version with `greenpaper release`: from then on, changes are shown")
        }));
    } else {
        diagnostics.extend(missing.map(|row| {
            Diagnostic::warning("archive-missing", row.span, format!("version {} is not in the archive", row.version)).hint(format!(
                "put its sources back into {}/{}, from a backup or from version control",
                read::ARCHIVE,
                row.version
            ))
        }));
    }
    Ok((rows.iter().filter(|row| is_kept(row)).collect(), diagnostics))
}

/// Opens the archived versions that [`list`] found, oldest first, and returns them with their findings. A version that cannot be
/// opened at all is left out. `raw_html` is the setting of the strategy being written, which holds for earlier versions, too.
#[must_use]
pub fn open(archive: &dyn Archive, rows: &[&VersionRow], raw_html: RawHtml) -> (Vec<Archived>, Vec<Diagnostic>) {
    let opened: Vec<_> = rows.par_iter().map(|row| open_one(archive, row, raw_html)).collect();
    let mut diagnostics = Vec::new();
    let mut versions: Vec<Archived> = Vec::new();
    for (row, opened) in rows.iter().zip(opened) {
        let (opened, faults) = match opened {
            Ok(opened) => opened,
            Err(fault) => {
                let message = format!("version {} cannot be opened: {fault}", row.version);
                diagnostics.push(Diagnostic::warning("archive-fault", row.span, message).hint("make sure that its files can be read"));
                continue;
            }
        };
        diagnostics.extend(faults);
        versions.push(opened.identified(&versions));
    }
    (versions, diagnostics)
}

/// Opens the archived versions, gives each block of `draft`, the newest version, its identity, and checks one against the other.
/// `map` has the files of `draft`.
///
/// If the newest version is archived, too, it has been published: its text must be what was archived.
///
/// # Errors
/// If the archive exists and cannot be read.
///
/// ```
/// use greenpaper::archive::{self, ArchiveCache, Stage};
/// use greenpaper::history::Hashes;
/// use greenpaper::parse::{self, Loaded};
/// use greenpaper::read::{FolderArchive, FsProject};
///
/// let Loaded { sources, mut draft, .. } = parse::load(&FsProject::open("strategy".as_ref())?)?;
/// let archive = FolderArchive::of("strategy".as_ref());
/// let (earlier, findings) =
///     archive::look_back(&archive, &mut draft, &sources.map, Stage::Writing, &mut ArchiveCache::default(), &mut Hashes::default())?;
/// assert_eq!(earlier[0].version.as_str(), "1.0");
/// assert!(findings.is_empty() && draft.chapters[0].body[0].id.is_some());
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn look_back(
    archive: &dyn Archive, draft: &mut Draft, map: &SourceMap, stage: Stage, cache: &mut ArchiveCache, hashes: &mut Hashes,
) -> Result<(Vec<Arc<Archived>>, Vec<Diagnostic>), Error> {
    let (rows, mut diagnostics) = list(archive, &draft.settings.versions)?;
    let (versions, faults) = cache.open(archive, &rows, draft.settings.raw_html);
    diagnostics.extend(faults);
    identify_cached(draft, &known(&versions), hashes);
    diagnostics.extend(changes::check(&versions, draft, map, stage));
    Ok((versions, diagnostics))
}

/// Computes the identity of the version in `project`, which follows the versions `earlier`, with the checksums of its files: the
/// contents of its identity.json.
///
/// # Errors
/// If a file cannot be read.
pub fn freeze(project: &dyn Project, earlier: &[impl Borrow<Archived>]) -> Result<Identity, Error> {
    let files = read::read_version(project)?;
    let Loaded { sources, mut draft, .. } = parse::load(&Snapshot::new(project, &files))?;
    identify(&mut draft, &known(earlier));
    let mut identity = Identity::of(&draft, &sources.map, earlier.last().map(|earlier| &earlier.borrow().identity));
    identity.files = checksums(&files);
    Ok(identity)
}

/// Dates of versions more than a year after `today`.
#[must_use]
pub fn far_dates(rows: &[VersionRow], today: Date) -> Vec<Diagnostic> {
    let limit = today.saturating_add(1.year());
    let far = rows.iter().filter(|row| row.date > limit);
    let finding = |row: &VersionRow| {
        let message = format!("version {} is dated {}, more than a year from now", row.version, row.date);
        Diagnostic::warning("version-date", row.span, message).hint("check the year in `date`: no later version can have an earlier date")
    };
    far.map(finding).collect()
}

/// What identities follow from: the versions, oldest first.
fn known(versions: &[impl Borrow<Archived>]) -> Vec<(&Draft, &Identity)> {
    versions.iter().map(Borrow::borrow).map(|version| (&version.draft, &version.identity)).collect()
}

/// Serialises an identity: one line a block.
#[must_use]
pub fn to_json(identity: &Identity) -> Vec<u8> {
    // Strings, numbers, lists and maps with string keys: serialising them cannot fail.
    let mut text = serde_json::to_vec_pretty(identity).unwrap_or_default();
    text.push(b'\n');
    text
}

/// The archive as last opened, reused while none of its files changes. Empty unless it is [`enabled`](ArchiveCache::enabled).
#[derive(Debug, Default)]
pub struct ArchiveCache {
    is_enabled: bool,
    /// Of the rows and of every byte of the files.
    digest: Option<u128>,
    versions: Vec<Arc<Archived>>,
    faults: Vec<Diagnostic>,
}

impl ArchiveCache {
    /// A cache that keeps versions between runs.
    #[must_use]
    pub fn enabled() -> Self {
        Self { is_enabled: true, ..Self::default() }
    }

    fn open(&mut self, archive: &dyn Archive, rows: &[&VersionRow], raw_html: RawHtml) -> (Vec<Arc<Archived>>, Vec<Diagnostic>) {
        if !self.is_enabled {
            let (versions, faults) = open(archive, rows, raw_html);
            return (versions.into_iter().map(Arc::new).collect(), faults);
        }
        let digest = digest(archive, rows, raw_html);
        if digest.is_none() || self.digest != digest {
            let (versions, faults) = open(archive, rows, raw_html);
            *self = Self { is_enabled: true, digest, versions: versions.into_iter().map(Arc::new).collect(), faults };
        }
        (self.versions.clone(), self.faults.clone())
    }
}

/// A digest of everything that [`open`] reads; none if something cannot be read.
fn digest(archive: &dyn Archive, rows: &[&VersionRow], raw_html: RawHtml) -> Option<u128> {
    let of_version = |row: &&VersionRow| {
        let project = archive.open(row.version.as_str()).ok()?;
        let mut hasher = Xxh3::new();
        hasher.update(&cache::digest(&(&row.version, row.span, raw_html)).to_le_bytes());
        hasher.update(&read::digest(&*project).ok()?.to_le_bytes());
        Some(hasher.digest128())
    };
    let digests: Vec<u128> = rows.par_iter().map(of_version).collect::<Option<_>>()?;
    Some(xxh3_128(&digests.into_iter().flat_map(u128::to_le_bytes).collect::<Vec<u8>>()))
}

/// A parsed version, before its blocks have identities.
struct Opened {
    version: Version,
    draft: Draft,
    sources: SourceMap,
    identity: Option<Identity>,
    checksums: BTreeMap<String, String>,
    project: Box<dyn Project>,
    is_whole: bool,
}

impl Opened {
    /// Gives every block its stored identity or, if that is unknown, the one that follows from `earlier`.
    fn identified(mut self, earlier: &[Archived]) -> Archived {
        let strange = self.identity.as_ref().map(|identity| identity.apply(&mut self.draft, &self.sources));
        let identity = match (self.identity, strange) {
            (Some(identity), Some(strange)) if strange.is_empty() => identity,
            (identity, _) => {
                identify(&mut self.draft, &known(earlier));
                let known = identity.as_ref().or(earlier.last().map(|earlier| &earlier.identity));
                Identity::of(&self.draft, &self.sources, known)
            }
        };
        let Self { version, draft, sources, checksums, project, is_whole, .. } = self;
        Archived { version, draft, sources, identity, checksums, project: project.into(), is_whole }
    }
}

fn open_one(archive: &dyn Archive, row: &VersionRow, raw_html: RawHtml) -> Result<(Opened, Vec<Diagnostic>), Error> {
    let version = &row.version;
    let project = archive.open(version.as_str())?;
    let files = read::read_version(&*project)?;
    let held = Snapshot::new(&*project, &files);
    let Loaded { sources, mut draft, diagnostics: mut faults } = parse::load(&held)?;
    draft.settings.raw_html = raw_html;
    let is_whole = diag::count(&faults, Severity::Error) == 0;
    let named = &draft.settings.current().version;
    let is_named = !faults.iter().any(|fault| fault.severity == Severity::Error && fault.span.is_none_or(|span| Some(span.file) == sources.strategy));
    let is_other = is_named && named != version;
    if is_other {
        // Chapters that name a version unknown to that strategy.yaml follow from this mistake.
        faults.retain(|fault| fault.rule != "unknown-version");
    }
    let mut diagnostics = faults_inside(row, &faults, &sources.map);
    if is_other {
        let message = format!("the archive of version {version} says in its strategy.yaml that it is version {named}");
        diagnostics.push(Diagnostic::warning("archive-version", row.span, message).hint("was a folder renamed, or copied in the wrong place?"));
    }
    diagnostics.extend(leave_out_unsafe(row, &mut draft, &held));
    let written = project.read(IDENTITY, u64::MAX).ok();
    let checksums = checksums(&files);
    let identity = match written.as_deref().map_or(Err(None), |bytes| readable_identity(bytes).map_err(Some)) {
        Ok(identity) => {
            diagnostics.extend(changed_by_hand(row, &identity.files, &files));
            diagnostics.extend(identity.doubled().map(|(path, id)| doubled(row, path, id)));
            Some(identity)
        }
        Err(fault) => {
            diagnostics.push(identity_fault(row, fault));
            None
        }
    };
    Ok((Opened { version: version.clone(), draft, sources: sources.map, identity, checksums, project, is_whole }, diagnostics))
}

/// Why an identity.json is of no use.
enum IdentityFault {
    /// Two people released, and Git left both versions in the file.
    Conflict,
    /// It is of a format that this program does not know.
    Format(u64),
    /// It is damaged.
    Damaged(serde_json::Error),
}

fn readable_identity(bytes: &[u8]) -> Result<Identity, IdentityFault> {
    match Identity::unknown_format(bytes) {
        Some(format) => Err(IdentityFault::Format(format)),
        None => identity_of(bytes).map_err(|fault| {
            let is_conflict = bytes.split(|byte| *byte == b'\n').any(|line| line.starts_with(b"<<<<<<<") || line.starts_with(b">>>>>>>"));
            if is_conflict { IdentityFault::Conflict } else { IdentityFault::Damaged(fault) }
        }),
    }
}

/// The finding about an identity.json that is missing (`None`) or of no use.
fn identity_fault(row: &VersionRow, fault: Option<IdentityFault>) -> Diagnostic {
    let version = &row.version;
    let file = format!("{}/{version}/{IDENTITY}", read::ARCHIVE);
    let restore = "put it back from a backup or from version control: without it, links to paragraphs of this version may break";
    let warning = |what: &str, hint: String| Diagnostic::warning("archive-identity", row.span, format!("{file} {what}")).hint(hint);
    match fault {
        None => warning("is missing", restore.to_owned()),
        Some(IdentityFault::Damaged(fault)) => warning(&format!("cannot be read: {fault}"), restore.to_owned()),
        Some(IdentityFault::Conflict) => {
            let message = format!("{file} has two versions in it: version {version} was released on two branches (a merge conflict)");
            keep_one_branch(Diagnostic::warning("archive-identity", row.span, message), version)
        }
        Some(IdentityFault::Format(format)) => {
            let message = format!("{file} is of format {format}, which this greenpaper does not know");
            Diagnostic::error("archive-identity", row.span, message)
                .hint("a newer greenpaper wrote it: install that one, or links to paragraphs of this version break")
        }
    }
}

/// The finding about an identity that two passages have.
fn doubled(row: &VersionRow, path: &str, id: NodeId) -> Diagnostic {
    let message = format!("{}/{}/{IDENTITY} gives two passages the identity {id}, the second in {path}", read::ARCHIVE, row.version);
    let finding = Diagnostic::warning("archive-identity", row.span, message);
    finding.hint("put it back from a backup or from version control: the second passage is treated as a new one, so links to it may break")
}

/// What to do if `version` was released on two branches that were merged.
fn keep_one_branch(finding: Diagnostic, version: &Version) -> Diagnostic {
    let folder = format!("{}/{version}", read::ARCHIVE);
    finding
        .hint(format!("keep {folder} of one branch as a whole: `git checkout --ours {folder}` or `git checkout --theirs {folder}`"))
        .hint("what only the other branch has belongs in the next version: put it into the chapters, then release again")
}

/// Reads identity.json, with or without a byte order mark. Names of files are compared composed, whatever the system that wrote them down.
fn identity_of(bytes: &[u8]) -> Result<Identity, serde_json::Error> {
    let text = String::from_utf8_lossy(bytes);
    serde_json::from_str(&composed(text.trim_start_matches('\u{feff}').to_owned()))
}

/// How many files are named; the rest are counted.
const MOST_NAMED: usize = 5;
/// How many errors of a version are shown; the rest are counted.
const MOST_SHOWN: usize = 3;

fn faults_inside(row: &VersionRow, faults: &[Diagnostic], map: &SourceMap) -> Vec<Diagnostic> {
    let errors: Vec<&Diagnostic> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    let named = errors.iter().take(MOST_SHOWN).map(|fault| {
        let place = fault.span.map_or_else(
            || format!("{}/{}", read::ARCHIVE, row.version),
            |span| {
                let file = map.file(span.file);
                format!("{}{}, line {}", file.root, file.path, file.location(span.start).line)
            },
        );
        let finding =
            Diagnostic::warning("archive-fault", row.span, format!("version {} cannot be read in full: {place}: {}", row.version, fault.message));
        if fault.rule.as_str() == "merge-conflict" {
            keep_one_branch(finding, &row.version)
        } else {
            finding.hint("put the file back from a backup or from version control: archived versions must not change")
        }
    });
    let mut diagnostics: Vec<Diagnostic> = named.collect();
    if let Some(last) = diagnostics.last_mut().filter(|_| errors.len() > MOST_SHOWN) {
        last.hints.push(format!("this version has {} errors in all", errors.len()));
    }
    diagnostics
}

/// Leaves out drawings that could not be published today: a version may have been archived by an earlier release, or by somebody else.
fn leave_out_unsafe(row: &VersionRow, draft: &mut Draft, project: &dyn Project) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    draft.pictures.retain(|picture| {
        let is_drawing = picture.path.to_ascii_lowercase().ends_with(".svg");
        let bytes = is_drawing.then(|| project.read(&picture.path, u64::MAX).ok()).flatten();
        let Some(found) = bytes.and_then(|bytes| read::unsafe_drawing(&bytes)) else { return true };
        let path = format!("{}/{}/{}", read::ARCHIVE, row.version, picture.path);
        let message = format!("the picture `{path}` is left out: {}", found.what);
        diagnostics.push(
            Diagnostic::warning("archive-fault", row.span, message)
                .hint("its alt text is shown instead; if the drawing matters, publish a corrected one in the next version"),
        );
        false
    });
    diagnostics
}

/// Checksums of a version's files, by path, for its [`Identity`].
#[must_use]
pub fn checksums(files: &Files) -> BTreeMap<String, String> {
    files.iter().map(|(path, bytes)| (path.clone(), disk::checksum(bytes))).collect()
}

/// Whether `bytes` are those with the checksum `known`, apart from line ends and a byte order mark: Git and editors change these
/// when a strategy is used on several systems, and no reader can see them.
fn is_same_file(bytes: &[u8], known: &str) -> bool {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    if disk::checksum(bytes) == known {
        return true;
    }
    let Ok(text) = std::str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes)) else { return false };
    let unix = text.replace("\r\n", "\n");
    let written = [unix.replace('\n', "\r\n"), unix];
    written.iter().any(|text| disk::checksum(text.as_bytes()) == known || disk::checksum(&[MARK, text.as_bytes()].concat()) == known)
}

fn changed_by_hand(row: &VersionRow, known: &BTreeMap<String, String>, now: &Files) -> Option<Diagnostic> {
    let is_edited = |path: &str, bytes: &[u8]| known.get(path).is_some_and(|known| !is_same_file(bytes, known));
    let changed = now.iter().filter(|(path, bytes)| is_edited(path, bytes)).map(|(path, _)| format!("{path} (changed)"));
    let added = now.iter().filter(|(path, _)| !known.contains_key(path)).map(|(path, _)| format!("{path} (added)"));
    let is_there = |path: &str| now.iter().any(|(there, _)| there == path);
    let removed = known.keys().filter(|path| !is_there(path)).map(|path| format!("{path} (removed)"));
    let mut names: Vec<String> = changed.chain(added).chain(removed).collect();
    if names.is_empty() {
        return None;
    }
    names.sort();
    let rest = names.len().saturating_sub(MOST_NAMED);
    names.truncate(MOST_NAMED);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    let version = &row.version;
    let message = format!("{}/{version} has changed since it was released: {}{more}", read::ARCHIVE, names.join(", "));
    Some(
        Diagnostic::warning("archive-edited", row.span, message)
            .hint("put the files back from a backup or from version control: what readers saw must not be rewritten; correct it in the next version"),
    )
}
