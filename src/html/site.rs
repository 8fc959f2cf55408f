//! The site of a document, and the order in which its pages are rendered.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::changed::Changed;
use super::context::{PageContext, ReviewContext, SiteContext, SiteFiles};
use super::lists::Parts;
use super::minify::Minifier;
use super::output::{Download, Emit, SiteFile};
use super::past::Others;
use super::template::Templates;
use super::words::Entries;
use crate::diag::{self, Diagnostic};
use crate::model::{Document, PageId, Status};
use crate::promises;
use crate::theme::{STYLESHEET, Theme};

/// The site of one document.
///
/// ```
/// use greenpaper::html::{Others, Site};
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
/// let site = Site::new(&checked.document, &checked.theme, Others::default()).expect("templates that compile");
/// let page = site.file("glossary.html", &[]).expect("templates without faults");
/// assert!(page.is_some_and(|html| html.starts_with(b"<!doctype html>")));
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub struct Site<'a> {
    pub(super) document: &'a Document,
    pub(super) theme: &'a Theme,
    pub(super) others: Others<'a>,
    /// Blocks that this version has changed, and the redline that shows how.
    pub(super) changed: Option<Changed>,
    pub(super) templates: Templates,
    pub(super) minifier: Minifier,
    pub(super) parts: Parts,
    pub(super) entries: Entries,
    pub(super) assets: Vec<SiteFile>,
    pub(super) has_one_page: bool,
    pub(super) has_actions: bool,
}

impl<'a> Site<'a> {
    /// Prepares the site of `document` in `theme`, among the `others` of its versions.
    ///
    /// # Errors
    /// A template that cannot be compiled.
    pub fn new(document: &'a Document, theme: &'a Theme, others: Others<'a>) -> Result<Self, Diagnostic> {
        let assets = assets(theme, others.review);
        let published = |name: &str| {
            let asset = assets.iter().find(|(own, _)| *own == name);
            asset.map_or_else(String::new, |(_, file)| file.path.clone())
        };
        let has_one_page = document.settings.has_one_page(document.chapters.len());
        let review = others.review.then(|| ReviewContext::of(published(REVIEW_SCRIPT), published(REVIEW_STYLESHEET), &theme.strings));
        let files = SiteFiles {
            stylesheet: published(STYLESHEET),
            reader_script: published(READER_SCRIPT),
            search_script: published(SEARCH_SCRIPT),
            icon: published(ICON),
            logo: published(LOGO),
            logo_dark: published(LOGO_DARK),
        };
        let assets = assets.into_iter().map(|(_, file)| file).collect();
        let site = SiteContext { review, ..SiteContext::of(document, theme, others, files, has_one_page) };
        let templates = Templates::new(theme, &site)?;
        let own = others.redlines.iter().find(|redline| redline.to.version == document.settings.current().version);
        let changed = own.filter(|_| document.settings.site.change_marks).map(|redline| Changed::of(redline, &theme.strings));
        let (parts, entries) = (Parts::of(document), Entries::of(document));
        let has_actions = !promises::gather(document).is_empty();
        Ok(Self { document, theme, others, changed, templates, minifier: Minifier::default(), parts, entries, assets, has_one_page, has_actions })
    }

    /// Renders every page except those that list the downloads.
    ///
    /// # Errors
    /// Each fault of a template, once.
    pub fn pages(&self, emit: Emit<'_>) -> Result<(), Vec<Diagnostic>> {
        for asset in &self.assets {
            emit(SiteFile { path: asset.path.clone(), bytes: asset.bytes.clone() });
        }
        let texts: Vec<PageId> = self.document.texts().map(|(page, _)| page).filter(|page| *page != PageId::Home).collect();
        // The longest page of a small site is the one with the whole document, so start it first.
        let rest: [&(dyn Fn() -> Result<(), Diagnostic> + Sync); 12] = [
            &|| self.one_page(emit),
            &|| {
                self.search_index(emit);
                Ok(())
            },
            &|| {
                self.plain_texts(emit);
                self.model_data(emit);
                Ok(())
            },
            &|| self.search_page(emit),
            &|| self.settings_page(emit),
            &|| self.redline_pages(emit),
            &|| self.glossary_page(emit),
            &|| self.contents_pages(emit),
            &|| self.versions_page(emit),
            &|| self.action_pages(emit),
            &|| self.progress_page(emit),
            &|| self.small_pages(emit),
        ];
        let (mut findings, others) = rayon::join(
            || texts.par_iter().filter_map(|page| self.text_page(*page, emit).err()).collect::<Vec<_>>(),
            || rest.par_iter().filter_map(|page| page().err()).collect::<Vec<_>>(),
        );
        findings.extend(others);
        report_once(findings)
    }

    /// Renders the pages that list the downloads with their sizes, once the downloads exist.
    ///
    /// # Errors
    /// Each fault of a template, once.
    pub fn last_pages(&self, downloads: &[Download], emit: Emit<'_>) -> Result<(), Vec<Diagnostic>> {
        report_once([self.home_page(downloads, emit), self.downloads_page(downloads, emit)].into_iter().filter_map(Result::err).collect())
    }

    /// Renders a template, minifies it, inserts the text and emits the page.
    ///
    /// Only template output is minified: [`Writer`](super::writer::Writer) already writes minimal markup.
    pub(super) fn finish(&self, template: &str, page: &PageContext, path: &str, emit: Emit<'_>) -> Result<(), Diagnostic> {
        #[derive(serde::Serialize)]
        struct Context<'p> {
            page: &'p PageContext,
        }
        let html = self.templates.render(template, &Context { page })?;
        emit(SiteFile { path: path.to_owned(), bytes: page.pieces.put_into(&self.minifier.page(&html)) });
        Ok(())
    }

    pub(super) fn is_draft(&self) -> bool {
        self.document.settings.status == Status::Draft
    }
}

/// The site's icon and the publisher's logo, in the theme's `static/`.
const ICON: &str = "icon.svg";
const LOGO: &str = "logo.svg";
const LOGO_DARK: &str = "logo-dark.svg";
/// The script of every page, in the theme's `static/`.
const READER_SCRIPT: &str = "reader.js";
/// The script of the search page, in the theme's `static/`.
const SEARCH_SCRIPT: &str = "search.js";
/// The stylesheet of e-books: part of the book, and not a file of the site.
pub(super) const BOOK_STYLESHEET: &str = "book.css";
/// Script and stylesheet of review mode, in the theme's `static/`.
const REVIEW_SCRIPT: &str = "review.js";
const REVIEW_STYLESHEET: &str = "review.css";

/// A template's fault occurs on every page: report it once.
fn report_once(mut findings: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    diag::sort(&mut findings);
    findings.dedup();
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// The theme's static files by their names, each published under a hash of its content, so that browsers can cache it indefinitely. Those
/// of review mode only if `review`.
fn assets(theme: &Theme, review: bool) -> Vec<(&str, SiteFile)> {
    let name = |name: &str, bytes: &[u8]| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        format!("assets/{stem}.{:08x}.{ending}", xxh3_64(bytes) as u32)
    };
    let is_used = |path: &str| path != BOOK_STYLESHEET && (review || !matches!(path, REVIEW_SCRIPT | REVIEW_STYLESHEET));
    let used = theme.assets.iter().filter(|(path, _)| is_used(path));
    used.map(|(path, bytes)| (path.as_str(), SiteFile { path: name(path, bytes), bytes: bytes.clone() })).collect()
}
