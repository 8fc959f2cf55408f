//! Everything semantic, settled once: numbers, link targets, pictures, glossary links.
//!
//! Takes what `parse` gave and returns the [`Document`] that renderers show. They decide appearance only.

mod convert;
mod index;
mod matcher;
mod numbering;
mod terms;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::{Chapter, Document, Draft, Glossary, GlossaryTerm, Label, LinkPolicy, PageId, Target, TermId, Usage};
use crate::span::SourceMap;

use convert::{Converter, Rules};
use index::Index;
use matcher::Matcher;

/// Settles every link of `draft`; `map` names files in reports.
///
/// Links that lead nowhere are reported and become plain text. Faults come out unsorted.
#[must_use]
pub fn resolve(draft: Draft, map: &SourceMap) -> (Document, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let Draft { settings, mut chapters, pages, home, statement, transcripts, mut terms, allowances, pictures, files } = draft;
    if chapters.is_empty() {
        let fault = Diagnostic::warning("no-chapters", None, "the strategy has no chapters");
        diagnostics.push(fault.hint("put Markdown files into chapters/, such as chapters/01-introduction.md"));
    }
    numbering::number_chapters(&mut chapters, settings.numbering);
    terms::make_slugs_unique(&mut terms);
    let forms = terms::forms(&terms, &settings, &mut diagnostics);
    let matcher = Matcher::new(&forms.all);
    let policies: Vec<LinkPolicy> = terms.iter().map(|term| term.link.unwrap_or(settings.glossary.link)).collect();
    terms::relate(&mut terms, &forms, &mut diagnostics);
    let alphabetical = terms::alphabetical(&mut terms, &settings.language);
    let texts = index::Texts { chapters: &chapters, pages: &pages, home: home.as_ref(), statement: statement.as_ref() };
    let index = Index::new(&texts, transcripts, &pictures, &files, &forms, &terms, map, &mut diagnostics);
    let owners = convert::first_pages(&chapters, &pages, &policies, &matcher, &index);
    let rules = Rules { settings: &settings, matcher: &matcher, policies: &policies, owners: &owners, index: &index, terms: &terms };
    let text = |page: PageId, chapter: Chapter<Label>| Converter::new(&rules, page, &chapter, map).chapter(chapter);

    let converted: Vec<_> = chapters
        .into_par_iter()
        .enumerate()
        .map(|(at, mut chapter)| {
            let sections = std::mem::take(&mut chapter.sections);
            let chapter = text(PageId::Chapter(at as u32), chapter);
            let section = |(section, chapter)| text(PageId::Section(at as u32, section as u32), chapter);
            (chapter, sections.into_par_iter().enumerate().map(section).collect::<Vec<_>>())
        })
        .collect();
    let pages: Vec<_> = pages.into_par_iter().enumerate().map(|(at, page)| text(PageId::Page(at as u32), page)).collect();
    let home = home.map(|page| text(PageId::Home, page));
    let statement = statement.map(|page| text(PageId::Statement, page));
    let definitions: Vec<_> = terms.par_iter().enumerate().map(|(at, term)| convert::definition(&rules, TermId(at as u32), term, map)).collect();
    index.report_unused(&mut diagnostics);

    let mut gather = |(chapter, faults): (Chapter<Target>, Vec<Diagnostic>)| {
        diagnostics.extend(faults);
        chapter
    };
    let chapters: Vec<_> = converted
        .into_iter()
        .map(|(chapter, sections)| {
            let mut chapter = gather(chapter);
            chapter.sections = sections.into_iter().map(&mut gather).collect();
            chapter
        })
        .collect();
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
        glossary: Glossary { terms, alphabetical, used },
        pictures,
        files: linked,
        allowances,
    };
    settle_words(&mut document);
    (document, diagnostics)
}

/// Sorts each page's words and gathers where each term is used.
fn settle_words(document: &mut Document) {
    let mut rank = vec![0u32; document.glossary.terms.len()];
    for (place, term) in document.glossary.alphabetical.iter().enumerate() {
        rank[term.0 as usize] = place as u32;
    }
    let sort = |chapter: &mut Chapter<Target>| chapter.words.sort_by_key(|word| rank[word.term.0 as usize]);
    document.chapters.par_iter_mut().for_each(|chapter| {
        sort(chapter);
        chapter.sections.iter_mut().for_each(sort);
    });
    document.pages.iter_mut().chain(document.home.as_mut()).chain(document.statement.as_mut()).for_each(sort);

    let mut used = std::mem::take(&mut document.glossary.used);
    for (page, chapter) in document.texts() {
        for word in chapter.words.iter().filter(|word| word.count > 0) {
            used[word.term.0 as usize].push(Usage { page, count: word.count });
        }
    }
    used.iter_mut().for_each(Vec::shrink_to_fit);
    document.glossary.used = used;
}
