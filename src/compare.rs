//! Two versions as one document that shows what changed: their redline, resolved like any draft.

use crate::history;
use crate::model::{Chapter, Document, Draft, Label, LinkPolicy};
use crate::resolve;
use crate::span::{FileId, SourceMap};

/// A draft with the files that it was read from.
pub type Side<'a> = (&'a Draft, &'a SourceMap);

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
