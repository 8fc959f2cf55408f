//! The site: every page of the document as static HTML.
//!
//! Renders what `resolve` settled; never parses Markdown, never reaches another room's output. Pages are rendered in
//! parallel and handed out as soon as they are done, so that a large site is never held in memory as a whole.

mod address;
mod context;
mod data;
mod demand;
mod lists;
mod markup;
mod minify;
mod pages;
mod past;
mod redline;
mod template;
mod words;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::model::{Document, PageId, Redline, Settings, SinglePage, Status};
use crate::theme::{STYLESHEET, Theme};
use minify::Minifier;

pub use past::{PastVersion, Successor};
use redline::Changed;
use template::Templates;

/// A file of the site: path from the output folder, and content.
#[derive(Debug)]
pub struct File {
    /// With forward slashes.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A document that readers can take with them.
#[derive(Debug, Clone)]
pub struct Download {
    /// Path from the output folder.
    pub path: String,
    /// What the link says: title, type, pages, size.
    pub label: String,
}

/// Where finished files go. Called from several threads, in no particular order.
pub type Emit<'a> = &'a (dyn Fn(File) + Sync);

/// What a site knows of the strategy's other versions.
#[derive(Debug, Default, Clone, Copy)]
pub struct Others<'a> {
    /// Redlines with pages of their own, oldest first; the first that ends in a version is that version's.
    pub redlines: &'a [Arc<Redline>],
    /// Earlier versions that have sites of their own in `versions/`, oldest first.
    pub past: &'a [PastVersion],
    /// The version that replaced this one, which then stands in `versions/` itself; none if this is the current one.
    pub successor: Option<&'a Successor<'a>>,
}

/// Above this many chapters, `single_page: auto` makes no page with the whole document.
const MOST_FOR_ONE_PAGE: usize = 100;

/// The site of one document.
pub struct Site<'a> {
    document: &'a Document,
    theme: &'a Theme,
    others: Others<'a>,
    /// Blocks that the current version has changed, and the page that shows how.
    changed: Option<Changed>,
    templates: Templates,
    minifier: Minifier,
    parts: lists::Parts,
    entries: words::Entries,
    assets: Vec<File>,
    has_one_page: bool,
}

impl<'a> Site<'a> {
    /// Prepares the site of `document` in `theme`, among the `others` of its versions.
    ///
    /// # Errors
    /// A template that cannot be compiled.
    pub fn new(document: &'a Document, theme: &'a Theme, others: Others<'a>) -> Result<Self, Diagnostic> {
        let assets = pages::assets(theme);
        let stylesheet = theme.assets.iter().zip(&assets).find(|((name, _), _)| name == STYLESHEET);
        let stylesheet = stylesheet.map_or_else(String::new, |(_, file)| file.path.clone());
        let has_one_page = has_one_page(&document.settings, document.chapters.len());
        let site = pages::site_context(document, theme, others, stylesheet, has_one_page);
        let templates = Templates::new(theme, &site)?;
        let own = others.redlines.iter().find(|redline| redline.to.version == document.settings.current().version);
        let changed = own.filter(|_| document.settings.site.change_marks).map(|redline| Changed::of(redline, &theme.strings));
        let (parts, entries) = (lists::Parts::of(document), words::Entries::of(document));
        Ok(Self { document, theme, others, changed, templates, minifier: Minifier::default(), parts, entries, assets, has_one_page })
    }

    /// Renders everything but what names the downloads.
    ///
    /// # Errors
    /// Each fault of a template once.
    pub fn pages(&self, emit: Emit<'_>) -> Result<(), Vec<Diagnostic>> {
        for asset in &self.assets {
            emit(File { path: asset.path.clone(), bytes: asset.bytes.clone() });
        }
        let texts: Vec<PageId> = self.document.texts().map(|(page, _)| page).filter(|page| *page != PageId::Home).collect();
        // The longest page of a small site is the one with the whole document: it must not wait for the others.
        let rest: [&(dyn Fn() -> Result<(), Diagnostic> + Sync); 6] = [
            &|| self.one_page(emit),
            &|| self.redline_pages(emit),
            &|| self.glossary_page(emit),
            &|| self.contents_pages(emit),
            &|| self.versions_page(emit),
            &|| self.small_pages(emit),
        ];
        let (mut faults, others) = rayon::join(
            || texts.par_iter().filter_map(|page| self.text_page(*page, emit).err()).collect::<Vec<_>>(),
            || rest.par_iter().filter_map(|page| page().err()).collect::<Vec<_>>(),
        );
        faults.extend(others);
        settle(faults)
    }

    /// Renders the pages that name the downloads with their sizes: once the downloads are there.
    ///
    /// # Errors
    /// Each fault of a template once.
    pub fn last_pages(&self, downloads: &[Download], emit: Emit<'_>) -> Result<(), Vec<Diagnostic>> {
        settle([self.home_page(downloads, emit), self.downloads_page(downloads, emit)].into_iter().filter_map(Result::err).collect())
    }

    /// Fills a template, makes it small, puts the text in and hands it out.
    ///
    /// Only what the template wrote goes through minify-html: our own markup is written as small as that would make it.
    fn finish(&self, template: &str, page: &context::Page, path: &str, emit: Emit<'_>) -> Result<(), Diagnostic> {
        #[derive(serde::Serialize)]
        struct Given<'p> {
            page: &'p context::Page,
        }
        let html = self.templates.render(template, &Given { page })?;
        emit(File { path: path.to_owned(), bytes: page.pieces.put_into(&self.minifier.page(&html)) });
        Ok(())
    }

    fn is_draft(&self) -> bool {
        self.document.settings.status == Status::Draft
    }
}

/// Whether the site of a document with so many chapters has a page with all of it.
fn has_one_page(settings: &Settings, chapters: usize) -> bool {
    match settings.site.single_page {
        SinglePage::Always => true,
        SinglePage::Never => false,
        SinglePage::Auto => chapters <= MOST_FOR_ONE_PAGE,
    }
}

/// One template's fault shows on every page: it is told once.
fn settle(mut faults: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    crate::diag::sort(&mut faults);
    faults.dedup();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}
