//! Parses YAML and Markdown into the model. Links stay as the author wrote them.

mod addresses;
mod cache;
mod cell;
mod chapter;
mod conflict;
mod data;
mod glossary;
mod inline;
mod languages;
mod markdown;
mod progress;
mod punctuation;
mod quotes;
mod settings;
mod shifted;
mod source;
mod values;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use cache::ParseCache;
use quotes::Quotes;
use source::{File, Masked, Parsed};

use crate::diag::Diagnostic;
use crate::error::Error;
use crate::model::{Allowance, Chapter, Draft, Label};
use crate::read::{self, ChapterSource, Project, Sources, TextSource};
use crate::span::FileId;

/// A project, read and parsed.
#[derive(Debug)]
pub struct Loaded {
    /// Its files.
    pub sources: Sources,
    /// The draft; anything that could not be parsed is left out.
    pub draft: Draft,
    /// Findings of both stages, unsorted.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and parses `project`.
///
/// ```
/// use greenpaper::{parse, read::FsProject};
/// let loaded = parse::load(&FsProject::open("strategy".as_ref())?)?;
/// println!("{} has {} chapters", loaded.draft.settings.title, loaded.draft.chapters.len());
/// # Ok::<(), greenpaper::Error>(())
/// ```
///
/// # Errors
/// If a listed file cannot be read.
pub fn load(project: &dyn Project) -> Result<Loaded, Error> {
    let (sources, mut diagnostics) = read::read(project)?;
    let (draft, findings) = parse(&sources, &mut ParseCache::default());
    diagnostics.extend(findings);
    Ok(Loaded { sources, draft, diagnostics })
}

/// Parses every file of `sources`, reusing chapters from `cache` if their files and everything else they depend on are unchanged.
///
/// Findings are unsorted and never stop the parser: anything that cannot be understood is left out.
///
/// ```
/// use greenpaper::parse::{self, ParseCache};
/// use greenpaper::read::{self, FsProject};
/// let (sources, _) = read::read(&FsProject::open("strategy".as_ref())?)?;
/// let (draft, findings) = parse::parse(&sources, &mut ParseCache::default());
/// assert!(!draft.chapters.is_empty() && findings.is_empty());
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn parse(sources: &Sources, cache: &mut ParseCache) -> (Draft, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let masked = masked(sources, &mut diagnostics);
    let settings = settings::parse(sources, &masked, &mut diagnostics);
    // Chapters are not checked against a version history that could not be read completely.
    let unread = ["yaml", "bad-date", "bad-version", "missing-key", "wrong-type", "no-strategy"];
    let knows_versions = !diagnostics.iter().any(|finding| unread.contains(&finding.rule.as_str()));
    if knows_versions {
        settings::check_changes_since(&settings, &mut diagnostics);
    }
    let file = |id: FileId| {
        let source = sources.map.file(id);
        File {
            id,
            path: &source.path,
            text: masked.text(id),
            settings: &settings,
            masked: &masked,
            quotes: Quotes::of(&settings.language),
            knows_versions,
        }
    };
    let text = |source: &TextSource| -> Parsed<Chapter<Label>> { chapter::parse(file(source.file), &source.slug) };

    let whole = |source: &ChapterSource| {
        let Parsed { value: mut chapter, mut diagnostics, mut allowances } = text(&source.text);
        let quotes = Quotes::of(chapter.front.language.as_deref().unwrap_or(&settings.language));
        let section = |source: &TextSource| chapter::parse(File { quotes, ..file(source.file) }, &source.slug);
        let sections: Vec<_> = source.sections.par_iter().map(section).collect();
        let mut gather = Gather { diagnostics: &mut diagnostics, allowances: &mut allowances };
        chapter.sections = sections.into_iter().map(|section| gather.take(section)).collect();
        // A section is in the language of its chapter, unless it says otherwise.
        let language = &chapter.front.language;
        chapter.sections.iter_mut().for_each(|section| section.front.language = section.front.language.take().or_else(|| language.clone()));
        Parsed { value: Arc::new(chapter), diagnostics, allowances }
    };
    let chapters = cache.chapters(sources, &settings, knows_versions, &whole);
    let pages: Vec<_> = sources.pages.par_iter().map(&text).collect();
    let transcripts: Vec<_> = sources.transcripts.par_iter().map(&text).collect();
    let progress: Vec<_> = sources.progress.par_iter().map(|id| progress::parse(file(*id))).collect();
    let terms: Vec<_> = sources.glossary.par_iter().map(|id| glossary::parse(file(*id))).collect();

    let mut allowances = Vec::new();
    let mut gather = Gather { diagnostics: &mut diagnostics, allowances: &mut allowances };
    let chapters = chapters.into_iter().map(|chapter| gather.take(chapter)).collect();
    let mut pages: Vec<_> = pages.into_iter().map(|page| gather.take(page)).collect();
    let transcripts: Vec<_> = transcripts.into_iter().map(|transcript| gather.take(transcript)).collect();
    for note in transcripts.iter().flat_map(|transcript| &transcript.footnotes) {
        gather.diagnostics.push(inline::guest_footnote(note.span));
    }
    let progress = progress.into_iter().filter_map(|report| gather.take(report)).collect();
    let terms = terms.into_iter().flat_map(|terms| gather.take(terms)).collect();
    let mut special = |slug: &str| pages.iter().position(|page| page.slug == slug).map(|at| pages.remove(at));
    let (home, statement) = (special("index"), special("accessibility"));
    let files = sources.data.iter().map(|id| sources.map.file(*id).path.clone()).collect();
    let pictures = sources.pictures.clone();
    (Draft { settings, chapters, pages, home, statement, transcripts, progress, terms, allowances, pictures, files }, diagnostics)
}

/// Reports what no file may have, and leaves it out.
fn masked<'a>(sources: &'a Sources, diagnostics: &mut Vec<Diagnostic>) -> Masked<'a> {
    let mut masked = Masked { sources, texts: HashMap::new() };
    for (id, file) in sources.map.iter() {
        if let Some(text) = conflict::blanked(id, &file.text, diagnostics) {
            masked.texts.insert(id, text);
        }
    }
    for id in &sources.data {
        if let Some(text) = data::without_comments(*id, masked.text(*id), diagnostics) {
            masked.texts.insert(*id, text);
        }
    }
    masked
}

struct Gather<'a> {
    diagnostics: &'a mut Vec<Diagnostic>,
    allowances: &'a mut Vec<Allowance>,
}

impl Gather<'_> {
    fn take<T>(&mut self, parsed: Parsed<T>) -> T {
        self.diagnostics.extend(parsed.diagnostics);
        self.allowances.extend(parsed.allowances);
        parsed.value
    }
}
