//! The site of a document, and the order in which its pages are rendered.

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_64;

use super::address;
use super::changed::Changed;
use super::context::{PageContext, SiteContext};
use super::lists::Parts;
use super::minify::Minifier;
use super::output::{Download, Emit, SiteFile};
use super::past::Others;
use super::template::Templates;
use super::words::Entries;
use crate::diag::{self, Diagnostic};
use crate::model::{Document, PageId, Status};
use crate::theme::{STYLESHEET, Theme};

/// The site of one document.
pub struct Site<'a> {
    pub(super) document: &'a Document,
    pub(super) theme: &'a Theme,
    pub(super) others: Others<'a>,
    /// Blocks that the current version has changed, and the page that shows how.
    pub(super) changed: Option<Changed>,
    pub(super) templates: Templates,
    pub(super) minifier: Minifier,
    pub(super) parts: Parts,
    pub(super) entries: Entries,
    pub(super) assets: Vec<SiteFile>,
    pub(super) has_one_page: bool,
}

impl<'a> Site<'a> {
    /// Prepares the site of `document` in `theme`, among the `others` of its versions.
    ///
    /// # Errors
    /// A template that cannot be compiled.
    pub fn new(document: &'a Document, theme: &'a Theme, others: Others<'a>) -> Result<Self, Diagnostic> {
        let assets = assets(theme);
        let stylesheet = theme.assets.iter().zip(&assets).find(|((name, _), _)| name == STYLESHEET);
        let stylesheet = stylesheet.map_or_else(String::new, |(_, file)| file.path.clone());
        let has_one_page = address::has_one_page(&document.settings, document.chapters.len());
        let site = SiteContext::of(document, theme, others, stylesheet, has_one_page);
        let templates = Templates::new(theme, &site)?;
        let own = others.redlines.iter().find(|redline| redline.to.version == document.settings.current().version);
        let changed = own.filter(|_| document.settings.site.change_marks).map(|redline| Changed::of(redline, &theme.strings));
        let (parts, entries) = (Parts::of(document), Entries::of(document));
        Ok(Self { document, theme, others, changed, templates, minifier: Minifier::default(), parts, entries, assets, has_one_page })
    }

    /// Renders everything but what names the downloads.
    ///
    /// # Errors
    /// Each fault of a template once.
    pub fn pages(&self, emit: Emit<'_>) -> Result<(), Vec<Diagnostic>> {
        for asset in &self.assets {
            emit(SiteFile { path: asset.path.clone(), bytes: asset.bytes.clone() });
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
    pub(super) fn finish(&self, template: &str, page: &PageContext, path: &str, emit: Emit<'_>) -> Result<(), Diagnostic> {
        #[derive(serde::Serialize)]
        struct Given<'p> {
            page: &'p PageContext,
        }
        let html = self.templates.render(template, &Given { page })?;
        emit(SiteFile { path: path.to_owned(), bytes: page.pieces.put_into(&self.minifier.page(&html)) });
        Ok(())
    }

    pub(super) fn is_draft(&self) -> bool {
        self.document.settings.status == Status::Draft
    }
}

/// One template's fault shows on every page: it is told once.
fn settle(mut faults: Vec<Diagnostic>) -> Result<(), Vec<Diagnostic>> {
    diag::sort(&mut faults);
    faults.dedup();
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The theme's static files, under names that change with their content, so that browsers may keep them for ever.
fn assets(theme: &Theme) -> Vec<SiteFile> {
    let name = |name: &str, bytes: &[u8]| {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        format!("assets/{stem}.{:08x}.{ending}", xxh3_64(bytes) as u32)
    };
    theme.assets.iter().map(|(path, bytes)| SiteFile { path: name(path, bytes), bytes: bytes.clone() }).collect()
}
