//! Two versions as one document with change marks: a redline, resolved like any draft.

mod former;
mod published;
mod versions;

pub use former::former;
pub use versions::Versions;

use std::sync::Arc;

use rayon::prelude::*;

use crate::archive::Archived;
use crate::history;
use crate::model::{Chapter, Document, Draft, Label, LinkPolicy, Redline, Version, VersionRow};
use crate::promises;
use crate::resolve::{self, ResolveCache};
use crate::span::{FileId, SourceMap};

/// A draft, with the files that it was read from.
pub type Side<'a> = (&'a Draft, &'a SourceMap);

/// Redlines of archived versions, reused while both versions and their rows are unchanged.
#[derive(Debug, Default)]
pub struct RedlineCache(Vec<(Arc<Archived>, Arc<Archived>, Arc<Redline>)>);

impl RedlineCache {
    fn find(&self, (from, old): (&VersionRow, &Arc<Archived>), (to, new): (&VersionRow, &Arc<Archived>)) -> Option<Arc<Redline>> {
        let is_same = |(before, after, redline): &&(Arc<Archived>, Arc<Archived>, Arc<Redline>)| {
            Arc::ptr_eq(before, old) && Arc::ptr_eq(after, new) && redline.from == *from && redline.to == *to
        };
        self.0.iter().find(is_same).map(|(_, _, redline)| Arc::clone(redline))
    }
}

/// A version to compare; the newest is not in the archive.
#[derive(Clone, Copy)]
struct One<'a> {
    row: &'a VersionRow,
    side: Side<'a>,
    archived: Option<&'a Arc<Archived>>,
}

/// Compares each archived version with the one before, and the newest with the last of them and with all versions that `since` names; each
/// also with those that its settings name.
///
/// ```
/// use greenpaper::archive::{self, ArchiveCache, Stage};
/// use greenpaper::compare::{self, RedlineCache};
/// use greenpaper::history::Hashes;
/// use greenpaper::parse::{self, Loaded};
/// use greenpaper::read::{FolderArchive, FsProject};
///
/// let Loaded { sources, mut draft, .. } = parse::load(&FsProject::open("strategy".as_ref())?)?;
/// let archive = FolderArchive::of("strategy".as_ref());
/// let (earlier, _) =
///     archive::look_back(&archive, &mut draft, &sources.map, Stage::Writing, &mut ArchiveCache::default(), &mut Hashes::default())?;
/// let redlines = compare::all((&draft, &sources.map), &earlier, &[], &mut RedlineCache::default());
/// assert_eq!(redlines[0].from.version.as_str(), "1.0");
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn all(newest: Side<'_>, archived: &[Arc<Archived>], since: &[Version], cache: &mut RedlineCache) -> Vec<Arc<Redline>> {
    let rows = &newest.0.settings.versions;
    // Versions are matched by row: their own strategy.yaml may be the file that cannot be read.
    let earlier = archived.iter().filter(|version| version.version != newest.0.settings.current().version);
    let one = |version: &'_ Arc<Archived>| rows.iter().find(|row| row.version == version.version);
    let mut sides: Vec<One<'_>> =
        earlier.filter_map(|version| Some(One { row: one(version)?, side: (&version.draft, &version.sources), archived: Some(version) })).collect();
    let is_named = |row: &VersionRow| {
        since.iter().chain(newest.0.settings.site.changes_since.iter().map(|(version, _)| version)).any(|named| *named == row.version)
    };
    let mut far: Vec<(One<'_>, One<'_>)> = Vec::new();
    let last = One { row: newest.0.settings.current(), side: newest, archived: None };
    far.extend(sides.iter().rev().skip(1).filter(|one| is_named(one.row)).map(|old| (*old, last)));
    // What was published stays: earlier versions were compared with those that their own settings named.
    for (at, new) in sides.iter().enumerate() {
        let named = &new.side.0.settings.site.changes_since;
        let olds = sides[..at.saturating_sub(1)].iter().filter(|old| named.iter().any(|(version, _)| *version == old.row.version));
        far.extend(olds.map(|old| (*old, *new)));
    }
    sides.push(last);
    let neighbours = sides.windows(2).map(|pair| (pair[0], pair[1]));
    let pairs: Vec<(One<'_>, One<'_>)> = neighbours.chain(far).collect();
    let compared = |(old, new): &(One<'_>, One<'_>)| {
        let known = old.archived.zip(new.archived).and_then(|(before, after)| cache.find((old.row, before), (new.row, after)));
        known.unwrap_or_else(|| Arc::new(redline((old.row, old.side), (new.row, new.side))))
    };
    let redlines: Vec<Arc<Redline>> = pairs.par_iter().map(compared).collect();
    let archived = pairs.iter().zip(&redlines).filter_map(|((old, new), redline)| {
        let (before, after) = old.archived.zip(new.archived)?;
        Some((Arc::clone(before), Arc::clone(after), Arc::clone(redline)))
    });
    cache.0 = archived.collect();
    redlines
}

/// Compares the newest version with the one before, if there is one.
#[must_use]
pub fn last(newest: Side<'_>, archived: &[Arc<Archived>]) -> Option<Arc<Redline>> {
    let (rows, current) = (&newest.0.settings.versions, newest.0.settings.current());
    let before = archived.iter().rfind(|version| version.version != current.version)?;
    let from = rows.iter().find(|row| row.version == before.version)?;
    Some(Arc::new(redline((from, (&before.draft, &before.sources)), (current, newest))))
}

/// The redline of two versions, each with its row of the version history. It has no findings: each version has reported its own.
#[must_use]
pub fn redline((from, (old, old_files)): (&VersionRow, Side<'_>), (to, (new, new_files)): (&VersionRow, Side<'_>)) -> Redline {
    let softened = promises::softened(old, new);
    let redline = history::redline(old, new);
    let summary = history::summarise(&redline, (&old.settings, from), (&new.settings, to));
    Redline { document: document(redline, old_files, new_files), from: from.clone(), to: to.clone(), softened, summary }
}

/// A redline, ready to render. Glossary terms are not links in it, so that every mark is a change.
fn document(mut redline: Draft, old_files: &SourceMap, new_files: &SourceMap) -> Document {
    redline.settings.glossary.link = LinkPolicy::Never;
    redline.terms.iter_mut().for_each(|term| term.link = None);
    let (files, first_old) = joined(new_files, old_files);
    let texts = redline.chapters.iter_mut().map(Arc::make_mut).chain(&mut redline.pages).chain(&mut redline.home).chain(&mut redline.statement);
    for chapter in texts.chain(&mut redline.transcripts) {
        chapter.sections.iter_mut().for_each(|section| shift_file(section, first_old));
        shift_file(chapter, first_old);
    }
    for term in redline.terms.iter_mut().filter(|term| term.is_removed()) {
        term.span.file.0 += first_old;
    }
    resolve::resolve(redline, &files, &mut ResolveCache::default()).0
}

/// The files of both versions, without their text, and the number of the first of the second version: links are resolved from
/// the path of the file that they are in.
fn joined(first: &SourceMap, second: &SourceMap) -> (SourceMap, u32) {
    let mut all = SourceMap::default();
    for (_, file) in first.iter().chain(second.iter()) {
        all.add(file.path.clone(), String::new());
    }
    (all, first.iter().count() as u32)
}

/// Removed texts are in files of the older version.
fn shift_file(chapter: &mut Chapter<Label>, first_old: u32) {
    if chapter.is_removed() {
        chapter.file = FileId(chapter.file.0 + first_old);
        chapter.front.title_span.file = chapter.file;
    }
}
