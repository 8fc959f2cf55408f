//! Semantics, resolved once: numbers, link targets, pictures, glossary links.
//!
//! Turns the draft that `parse` returned into the [`Document`] that renderers show; they decide appearance only.

mod addresses;
mod aliases;
mod anchors;
mod cache;
mod convert;
mod index;
mod lookup;
mod matcher;
mod missing;
mod numbering;
mod rules;
mod terms;
mod titles;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::{Chapter, Document, Draft, Former, Glossary, GlossaryTerm, Label, LinkPolicy, PageId, Target, TermId, Usage};
use crate::span::SourceMap;

pub use cache::ResolveCache;
pub(crate) use terms::make_slugs_unique;

use cache::Settled;
use convert::{Converted, Converter};
use index::Index;
use matcher::Matcher;
use numbering::Numbers;
use rules::Rules;

/// Resolves every link of `draft`, whose files are `map`, reusing chapters from `cache` if they and all that they refer to are
/// unchanged.
///
/// Links that lead nowhere are reported and become plain text. Findings are unsorted.
///
/// ```
/// use greenpaper::parse::{self, Loaded};
/// use greenpaper::read::FsProject;
/// use greenpaper::resolve::{self, ResolveCache};
///
/// let Loaded { sources, draft, .. } = parse::load(&FsProject::open("strategy".as_ref())?)?;
/// let (document, findings) = resolve::resolve(draft, &sources.map, &mut ResolveCache::default());
/// assert!(findings.is_empty());
/// assert!(document.glossary.used.iter().any(|uses| !uses.is_empty()));
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn resolve(draft: Draft, map: &SourceMap, cache: &mut ResolveCache) -> (Document, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Draft { settings, chapters, pages, home, statement, transcripts, progress, mut terms, allowances, pictures, files } = draft;
    if chapters.is_empty() {
        let fault = Diagnostic::warning("no-chapters", None, "the strategy has no chapters");
        diagnostics.push(fault.hint("put Markdown files into chapters/, such as chapters/01-introduction.md"));
    }
    let (numbers, named) = numbering::count(&chapters, settings.numbering);
    terms::make_slugs_unique(&mut terms);
    let forms = terms::forms(&terms, &settings, &mut diagnostics);
    let policies: Vec<LinkPolicy> = terms.iter().map(|term| term.link.unwrap_or(settings.glossary.link)).collect();
    let matcher = if policies.iter().all(|policy| *policy == LinkPolicy::Never) {
        // As in every redline: nothing is linked, and only abbreviations are spelled out.
        let abbreviated = forms.all.iter().filter(|form| terms[form.term.0 as usize].abbreviation.is_some());
        Matcher::new(&abbreviated.cloned().collect::<Vec<_>>())
    } else {
        Matcher::new(&forms.all)
    };
    terms::relate(&mut terms, &forms, &mut diagnostics);
    let alphabetical = terms::alphabetical(&mut terms, &settings.language);
    let texts = addresses::Texts { chapters: &chapters, pages: &pages, home: home.as_ref(), statement: statement.as_ref() };
    let index = Index::new(&texts, named, transcripts, &pictures, &files, &forms, &terms, map, &mut diagnostics);
    let owners = convert::first_pages(&chapters, &pages, &policies, &matcher, &index);
    let mut rank = vec![0u32; terms.len()];
    for (place, term) in alphabetical.iter().enumerate() {
        rank[term.0 as usize] = place as u32;
    }
    let rules = Rules {
        records_lookups: cache.is_enabled(),
        rank: &rank,
        settings: &settings,
        matcher: &matcher,
        policies: &policies,
        owners: &owners,
        index: &index,
        terms: &terms,
    };
    let text = |page: PageId, chapter: Chapter<Label>| Converter::new(&rules, page, &chapter, map).chapter(chapter);

    let context = cache.context(&rules, &forms);
    let settle = |((chapter, numbers), at): ((Arc<Chapter<Label>>, Option<Numbers>), u32)| {
        if let Some(known) = cache.find(&chapter, at, &numbers, context, &index) {
            return known;
        }
        let original = cache.is_enabled().then(|| (Arc::clone(&chapter), numbers.clone()));
        let mut chapter = Arc::unwrap_or_clone(chapter);
        if let Some(numbers) = numbers {
            numbers.write(&mut chapter, settings.numbering);
        }
        let sections = std::mem::take(&mut chapter.sections);
        let Converted { text: mut chapter, mut faults, mut asked } = text(PageId::Chapter(at), chapter);
        let section = |(section, chapter): (usize, Chapter<Label>)| text(PageId::Section(at, section as u32), chapter);
        for section in sections.into_par_iter().enumerate().map(section).collect::<Vec<_>>() {
            chapter.sections.push(section.text);
            faults.extend(section.faults);
            asked.extend(section.asked);
        }
        Arc::new(Settled { original, at, context, asked, chapter: Arc::new(chapter), faults })
    };
    let count = chapters.len() as u32;
    let settled: Vec<Arc<Settled>> = chapters.into_par_iter().zip(numbers).zip(0..count).map(settle).collect();
    let pages: Vec<_> = pages.into_par_iter().enumerate().map(|(at, page)| text(PageId::Page(at as u32), page)).collect();
    let home = home.map(|page| text(PageId::Home, page));
    let statement = statement.map(|page| text(PageId::Statement, page));
    let definitions: Vec<_> = terms.par_iter().enumerate().map(|(at, term)| convert::definition(&rules, TermId(at as u32), term, map)).collect();
    let mut reports = Vec::with_capacity(progress.len());
    for report in progress {
        let (report, faults) = convert::progress(&rules, report, map);
        reports.push(report);
        diagnostics.extend(faults);
    }
    reports.sort_by_key(|report| (report.period.last_day(), report.period.first_day()));
    index.report_unused(&mut diagnostics);

    let mut gather = |Converted { text, faults, .. }: Converted| {
        diagnostics.extend(faults);
        text
    };
    let pages: Vec<_> = pages.into_iter().map(&mut gather).collect();
    let home = home.map(&mut gather);
    let statement = statement.map(&mut gather);
    let definitions: Vec<_> = definitions
        .into_iter()
        .map(|(definition, faults)| {
            diagnostics.extend(faults);
            definition
        })
        .collect();
    diagnostics.extend(settled.iter().flat_map(|settled| &settled.faults).cloned());
    cache.renew(&settled);
    let chapters: Vec<Arc<Chapter<Target>>> = settled.into_iter().map(|settled| Arc::clone(&settled.chapter)).collect();
    let (shown, linked) = (index.shown_pictures(), index.linked_files());
    drop(index);
    let mut pictures = pictures;
    for (picture, shown) in pictures.iter_mut().zip(shown) {
        picture.shown = shown;
    }
    let terms: Vec<GlossaryTerm<Target>> = terms.into_iter().zip(definitions).map(|(term, definition)| term.with_definition(definition)).collect();
    let used = vec![Vec::new(); terms.len()];
    let mut document = Document {
        settings,
        chapters,
        pages,
        home,
        statement,
        progress: reports,
        glossary: Glossary { terms, alphabetical, used },
        pictures,
        files: linked,
        allowances,
        former: Former::default(),
        translation: None,
    };
    collect_uses(&mut document);
    (document, diagnostics)
}

/// Collects where each term is used.
fn collect_uses(document: &mut Document) {
    let mut used = std::mem::take(&mut document.glossary.used);
    for (page, chapter) in document.texts() {
        for word in chapter.words.iter().filter(|word| word.count > 0) {
            used[word.term.0 as usize].push(Usage { page, count: word.count });
        }
    }
    used.iter_mut().for_each(Vec::shrink_to_fit);
    document.glossary.used = used;
}
