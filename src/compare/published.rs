//! Generated pages and files that earlier versions published.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::archive::Archived;
use crate::model::{Block, BlockKind, Document, Draft, Inline, Label, Walk, WalkContext, contents_address, contents_parts, join_path, print_file};
use crate::promises;
use crate::resolve;

/// The page of the glossary.
pub(super) const GLOSSARY: &str = "glossary.html";
/// The page with the whole document.
pub(super) const ONE_PAGE: &str = "document.html";
/// The pages of the action plan.
const ACTIONS: [&str; 3] = ["actions.html", "actions-by-owner.html", "actions-by-date.html"];
/// The action plan as data.
const ACTION_DATA: [&str; 2] = ["data/actions.csv", "data/actions.schema.json"];
const PROGRESS: &str = "progress.html";

/// The generated pages of an earlier version that not every version has.
pub(super) fn pages(draft: &Draft) -> Vec<String> {
    let mut pages = Vec::new();
    pages.extend((!draft.terms.is_empty()).then_some(GLOSSARY));
    pages.extend(draft.settings.has_one_page(draft.chapters.len()).then_some(ONE_PAGE));
    pages.extend(ACTIONS.into_iter().filter(|_| has_actions(draft)));
    pages.extend(has_progress(draft).then_some(PROGRESS));
    pages.into_iter().map(str::to_owned).chain(contents(draft.chapters.len())).collect()
}

/// The pages that list parts of the contents, if there are several.
pub(super) fn contents(chapters: usize) -> Vec<String> {
    let parts = contents_parts(chapters);
    parts.iter().filter(|_| parts.len() > 1).map(contents_address).collect()
}

/// The same of `document`, and its files.
pub(super) fn present(document: &Document) -> HashSet<&str> {
    let mut present: HashSet<&str> = document.files.iter().map(String::as_str).collect();
    present.extend((!document.glossary.terms.is_empty()).then_some(GLOSSARY));
    present.extend(document.settings.has_one_page(document.chapters.len()).then_some(ONE_PAGE));
    let has_actions = !promises::gather(document).is_empty();
    present.extend(ACTIONS.into_iter().chain(ACTION_DATA).filter(|_| has_actions));
    let has_progress = document.settings.site.progress && document.progress.iter().any(|report| !report.entries.is_empty());
    present.extend(has_progress.then_some(PROGRESS));
    present
}

/// The anchors of the glossary of an earlier version, each with its term.
pub(super) fn terms(draft: &Draft) -> Vec<(String, String)> {
    let mut terms = draft.terms.clone();
    resolve::make_slugs_unique(&mut terms);
    terms.iter().map(|term| (format!("term_{}", term.slug), term.full_name())).collect()
}

/// The files of an earlier version: those that it links to, and its action plan as data.
pub(super) fn files(version: &Archived) -> BTreeSet<String> {
    let known: HashSet<&str> = version.draft.files.iter().map(String::as_str).collect();
    let mut links = Links { from: "", known: &known, found: BTreeSet::new() };
    let draft = &version.draft;
    let chapters = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections));
    for text in chapters.chain(&draft.pages).chain(&draft.home).chain(&draft.statement).chain(&draft.transcripts) {
        links.from = &version.sources.file(text.file).path;
        links.chapter(text);
    }
    for term in &draft.terms {
        links.from = &version.sources.file(term.span.file).path;
        links.blocks(&term.definition);
    }
    let mut found = links.found;
    found.extend(ACTION_DATA.into_iter().filter(|_| has_actions(draft)).map(str::to_owned));
    found
}

/// The printed editions of an earlier version: under its number, and under the name that led to the newest if that size (standard, large) is
/// not `made` any more.
pub(super) fn prints(version: &Archived, made: [bool; 2]) -> Vec<String> {
    let print = &version.draft.settings.print;
    let name = version.draft.settings.print_name();
    let mut paths = Vec::new();
    for (is_large, (was_made, is_made)) in [false, true].into_iter().zip([print.standard, print.large].into_iter().zip(made)) {
        paths.extend(was_made.then(|| format!("downloads/{}", print_file(&name, Some(&version.version), is_large))));
        paths.extend((was_made && !is_made).then(|| format!("downloads/{}", print_file(&name, None, is_large))));
    }
    paths
}

/// The last version with each file that is gone, by index.
pub(super) fn gone(earlier: &[&Archived], present: &HashSet<&str>) -> BTreeMap<String, usize> {
    let all = earlier.iter().enumerate().flat_map(|(at, version)| files(version).into_iter().map(move |path| (path, at)));
    all.filter(|(path, _)| !present.contains(path.as_str())).collect()
}

fn has_actions(draft: &Draft) -> bool {
    struct Actions(bool);
    impl Walk<Label> for Actions {
        fn block(&mut self, block: &Block<Label>) {
            self.0 |= matches!(block.kind, BlockKind::Action(_));
        }
    }
    let mut actions = Actions(false);
    let chapters = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections));
    chapters.chain(&draft.pages).chain(&draft.home).for_each(|text| actions.blocks(&text.body));
    actions.0
}

fn has_progress(draft: &Draft) -> bool {
    draft.settings.site.progress && draft.progress.iter().any(|report| !report.entries.is_empty())
}

/// Collects links to files.
struct Links<'a> {
    /// The file that is being read.
    from: &'a str,
    known: &'a HashSet<&'a str>,
    found: BTreeSet<String>,
}

impl Links<'_> {
    fn inlines(&mut self, line: &[Inline<Label>]) {
        for inline in line {
            if let Inline::Link(link) = inline
                && let Label::Path(path) = &link.target
                && let Some(path) = join_path(self.from, path).filter(|path| self.known.contains(path.as_str()))
            {
                self.found.insert(path);
            }
            self.inlines(inline.content());
        }
    }
}

impl Walk<Label> for Links<'_> {
    fn line(&mut self, line: &[Inline<Label>], _: WalkContext) {
        self.inlines(line);
    }
}
