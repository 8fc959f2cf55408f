//! Two versions as one document that shows what changed: their redline, resolved like any draft.

use rayon::prelude::*;

use crate::archive::Archived;
use crate::history;
use crate::model::{Chapter, Document, Draft, Label, LinkPolicy, Redline, Version};
use crate::resolve;
use crate::span::{FileId, SourceMap};

/// A draft with the files that it was read from.
pub type Side<'a> = (&'a Draft, &'a SourceMap);

/// Compares each archived version with the one before it, the newest with the last of them, and with all that `since` or
/// the settings name.
#[must_use]
pub fn all(newest: Side<'_>, archived: &[Archived], since: &[Version]) -> Vec<Redline> {
    let row = |version: &Version| newest.0.settings.versions.iter().find(|row| row.version == *version);
    let current = &newest.0.settings.current().version;
    let mut sides: Vec<Side<'_>> =
        archived.iter().filter(|version| version.version != *current).map(|version| (&version.draft, &version.sources)).collect();
    let named: Vec<&Version> = since.iter().chain(newest.0.settings.site.changes_since.iter().map(|(version, _)| version)).collect();
    let far = archived.iter().rev().skip(1).filter(|version| named.contains(&&version.version) && version.version != *current);
    let far: Vec<(Side<'_>, Side<'_>)> = far.map(|version| ((&version.draft, &version.sources), newest)).collect();
    sides.push(newest);
    let pairs: Vec<(Side<'_>, Side<'_>)> = sides.windows(2).map(|pair| (pair[0], pair[1])).chain(far).collect();
    let version = |side: Side<'_>| row(&side.0.settings.current().version).cloned();
    pairs.par_iter().filter_map(|(old, new)| Some(Redline { from: version(*old)?, to: version(*new)?, document: compare(*old, *new) })).collect()
}

/// The redline of `old` and `new`, ready to be rendered. Faults are not told: each version has told its own.
///
/// Glossary terms are no links in it, so that all that is marked is a change.
#[must_use]
pub fn compare((old, old_files): Side<'_>, (new, new_files): Side<'_>) -> Document {
    let mut redline = history::redline(old, new);
    redline.settings.glossary.link = LinkPolicy::Never;
    redline.terms.iter_mut().for_each(|term| term.link = None);
    let (files, first_old) = joined(new_files, old_files);
    let texts = redline.chapters.iter_mut().chain(&mut redline.pages).chain(&mut redline.home).chain(&mut redline.statement);
    for chapter in texts.chain(&mut redline.transcripts) {
        chapter.sections.iter_mut().for_each(|section| move_behind(section, first_old));
        move_behind(chapter, first_old);
    }
    for term in redline.terms.iter_mut().filter(|term| term.is_removed()) {
        term.span.file.0 += first_old;
    }
    resolve::resolve(redline, &files).0
}

/// The files of both versions, without their text, and the number of the first that is `behind`: links are followed from
/// the path of the file that they stand in.
fn joined(first: &SourceMap, behind: &SourceMap) -> (SourceMap, u32) {
    let mut all = SourceMap::default();
    for (_, file) in first.iter().chain(behind.iter()) {
        all.add(file.path.clone(), String::new());
    }
    (all, first.iter().count() as u32)
}

/// A text that is gone stands in a file of the older version.
fn move_behind(chapter: &mut Chapter<Label>, first_old: u32) {
    if chapter.is_removed() {
        chapter.file = FileId(chapter.file.0 + first_old);
        chapter.title_span.file = chapter.file;
    }
}
