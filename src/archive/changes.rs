//! Checks what versions state against what changed in them: their comments, and the `version` of each chapter.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::addresses;
use super::version::{Archived, Stage};
use crate::diag::Diagnostic;
use crate::history::{BlockIdentity, Identity};
use crate::model::{Author, Chapter, Draft, FrontMatter, Label, Status, VersionRow, slug};
use crate::span::{FileId, SourceMap};

/// The text of a version as its readers see it: versions with the same text are equal, however they are written.
#[derive(Debug, PartialEq)]
struct Words<'a> {
    /// Chapters, sections and pages, by address.
    texts: BTreeMap<String, TextFingerprint<'a>>,
    /// Terms with their forms.
    terms: BTreeMap<String, (&'a str, Option<&'a str>, &'a [String])>,
    /// Hashes of all definitions, sorted: a term may move from a list to a file of its own.
    definitions: Vec<u64>,
    order: Vec<String>,
}

/// The text of a chapter, a section or a page.
#[derive(Debug, PartialEq)]
struct TextFingerprint<'a> {
    title: &'a str,
    summary: Option<&'a str>,
    authors: &'a [Author],
    /// Hashes of its blocks, in order.
    blocks: Vec<u64>,
}

impl<'a> Words<'a> {
    fn of(draft: &'a Draft, identity: &Identity, map: &SourceMap) -> Self {
        let hashes = |file: FileId| -> Vec<u64> {
            let blocks: &[BlockIdentity] = identity.blocks.get(&map.file(file).path).map_or(&[], Vec::as_slice);
            blocks.iter().map(|block| block.hash).collect()
        };
        let texts = addressed(draft).map(|(address, chapter)| {
            let FrontMatter { title, summary, authors, .. } = &chapter.front;
            (address, TextFingerprint { title, summary: summary.as_deref(), authors, blocks: hashes(chapter.file) })
        });
        let terms = draft.terms.iter().map(|term| (slug(&term.term), (&*term.term, term.abbreviation.as_deref(), &*term.also)));
        let mut files: Vec<FileId> = draft.terms.iter().map(|term| term.span.file).collect();
        files.dedup();
        let mut definitions: Vec<u64> = files.into_iter().flat_map(hashes).collect();
        definitions.sort_unstable();
        let order = addressed(draft).map(|(address, _)| address).collect();
        Self { texts: texts.collect(), terms: terms.collect(), definitions, order }
    }
}

/// Chapters with their sections, pages, the home page and the statement, by address, in reading order.
fn addressed(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    let others = draft.pages.iter().chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts);
    chapters(draft).chain(others.map(|page| (format!("page {}", page.slug), page)))
}

/// Chapters, each followed by its sections.
fn chapters(draft: &Draft) -> impl Iterator<Item = (String, &Chapter<Label>)> {
    draft.chapters.iter().flat_map(|chapter| {
        let sections = chapter.sections.iter().map(move |section| (format!("{}/{}", chapter.slug, section.slug), section));
        std::iter::once((chapter.slug.clone(), &**chapter)).chain(sections)
    })
}

/// Compares each version with the one before it, and `draft`, the version being written, with the newest.
///
/// In the version being written, files can still be corrected; in an archived one, only its row. A version being written may
/// have comments before anything has changed.
pub(super) fn check(versions: &[Arc<Archived>], draft: &Draft, map: &SourceMap, stage: Stage) -> Vec<Diagnostic> {
    let rows = &draft.settings.versions;
    let mut diagnostics = without_comments(versions, draft, stage);
    let row_of = |version: &Archived| rows.iter().position(|row| row.version == version.version);
    let past: Vec<(usize, &Archived, Words<'_>)> = versions
        .iter()
        .filter(|version| version.is_whole)
        .filter_map(|version| Some((row_of(version)?, &**version, Words::of(&version.draft, &version.identity, &version.sources))))
        .collect();
    for pair in past.windows(2) {
        let [(earlier, _, before), (later, _, after)] = pair else { continue };
        if later - earlier == 1 && before == after {
            diagnostics.extend(idle_comment(&rows[*later], &rows[*earlier]));
        }
    }
    let (Some((at, last, before)), Some(current)) = (past.last(), rows.last()) else { return diagnostics };
    let now = Words::of(draft, &Identity::of(draft, map, None), map);
    let is_same = *before == now;
    if at + 1 == rows.len() {
        if !is_same {
            let message = format!("version {} has been released, and the text has changed since", current.version);
            let hint = format!("open the next version with `greenpaper draft {}`, or undo the changes", current.version.successor());
            diagnostics.push(Diagnostic::warning("changed-since-release", current.span, message).hint(hint));
        }
    } else if at + 2 == rows.len() {
        if is_same && stage == Stage::Closing {
            diagnostics.extend(idle_comment(current, &rows[*at]));
        }
        diagnostics.extend(addresses::check(last, draft, map));
        diagnostics.extend(chapter_versions(last, draft, |address| before.texts.get(address) == now.texts.get(address)));
    }
    diagnostics
}

/// Rows that do not say what changed. The first needs no comment, as everything is new, and the last none before it is released.
fn without_comments(versions: &[Arc<Archived>], draft: &Draft, stage: Stage) -> Vec<Diagnostic> {
    let rows = &draft.settings.versions;
    let last = draft.settings.current();
    let is_released = versions.iter().any(|version| version.version == last.version);
    // Without an archive nothing is ever released.
    let is_published = versions.is_empty() && draft.settings.status != Status::Draft;
    let is_due = |row: &VersionRow| row.version != last.version || stage == Stage::Closing || is_released || is_published;
    let silent = rows.iter().skip(1).filter(|row| row.comments.is_none() && is_due(row));
    let finding = |row: &VersionRow| {
        Diagnostic::warning("version-without-comment", row.span, format!("version {} does not say what changed", row.version))
            .hint("add `comments: …` with a short note")
    };
    silent.map(finding).collect()
}

/// Whether the comments of a row fit what changed. A row without comments is reported elsewhere.
fn idle_comment(row: &VersionRow, earlier: &VersionRow) -> Option<Diagnostic> {
    row.comments.as_ref()?;
    let message = format!("version {} has comments, but its text is the same as that of {}", row.version, earlier.version);
    let hint = "check that the changes were saved; if this is intended, write `check: {comment-without-change: off}` in strategy.yaml";
    Some(Diagnostic::warning("comment-without-change", row.span, message).hint(hint))
}

/// Checks the `version` of each chapter against the text of the version before.
fn chapter_versions(earlier: &Archived, draft: &Draft, is_same: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let current = &draft.settings.current().version;
    let known: BTreeMap<String, &Chapter<Label>> = chapters(&earlier.draft).collect();
    let mut diagnostics = Vec::new();
    for (address, chapter) in chapters(draft) {
        let before = known.get(&address);
        // An unchanged chapter keeps its version; if it had none, any earlier one may be right.
        let is_same = before.is_some() && is_same(&address);
        let expected = if is_same { before.and_then(|before| before.front.version.as_ref()) } else { Some(current) };
        let hint = format!("write `version: \"{}\"` in its front matter", expected.unwrap_or(&earlier.version));
        let message = match (&chapter.front.version, is_same) {
            (Some(stated), _) if Some(stated) == expected => continue,
            (Some(stated), true) if expected.is_none() && stated <= &earlier.version => continue,
            (Some(stated), true) => format!("this chapter is the same as in version {}, but its `version` says {stated}", earlier.version),
            (Some(stated), false) if before.is_none() => format!("this chapter is new in version {current}, but its `version` says {stated}"),
            (Some(stated), false) => format!("this chapter differs from version {}, but its `version` says {stated}", earlier.version),
            (None, _) => "this chapter does not say in which version it last changed".to_owned(),
        };
        let place = chapter.front.version_span.unwrap_or(chapter.front.title_span);
        let finding = Diagnostic::warning("chapter-version", place, message).hint(hint);
        diagnostics.push(match (chapter.front.version_span, expected) {
            (Some(span), Some(expected)) => finding.suggest(span, format!("\"{expected}\"")),
            _ => finding,
        });
    }
    diagnostics
}
