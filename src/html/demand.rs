//! One file of a site, rendered on demand for the preview.

use std::sync::Mutex;

use super::address;
use super::output::{Download, Emit, SiteFile};
use super::site::Site;
use crate::diag::Diagnostic;
use crate::model::PageId;

impl Site<'_> {
    /// Renders the file at `path` from the output folder; none if the site has no such file. Pages that list downloads list `downloads`.
    ///
    /// Pictures and other copied files are not included.
    ///
    /// # Errors
    /// A fault of a template.
    pub fn file(&self, path: &str, downloads: &[Download]) -> Result<Option<Vec<u8>>, Diagnostic> {
        // Rendering a page may emit others too, such as its redirects.
        let wanted: Mutex<Option<Vec<u8>>> = Mutex::new(None);
        let emit = |file: SiteFile| {
            if file.path == path
                && let Ok(mut wanted) = wanted.lock()
            {
                *wanted = Some(file.bytes);
            }
        };
        self.render(path, downloads, &emit)?;
        Ok(wanted.into_inner().unwrap_or_default())
    }

    /// Renders the pages that may include `path`.
    fn render(&self, path: &str, downloads: &[Download], emit: Emit<'_>) -> Result<(), Diagnostic> {
        if let Some(asset) = self.assets.iter().find(|asset| asset.path == path) {
            emit(SiteFile { path: asset.path.clone(), bytes: asset.bytes.clone() });
            return Ok(());
        }
        if let Some(page) = self.text_at(path) {
            return self.text_page(page, emit);
        }
        let leads_home = self.document.home.iter().flat_map(|home| &home.front.aliases).any(|(alias, _)| alias == path);
        match path {
            _ if leads_home => self.home_page(downloads, emit),
            _ if self.is_former(path) => self.former_pages(emit),
            "index.html" => self.home_page(downloads, emit),
            "downloads.html" => self.downloads_page(downloads, emit),
            "contents.html" => self.contents_pages(emit),
            "glossary.html" => self.glossary_page(emit),
            "versions.html" => self.versions_page(emit),
            address::SEARCH => self.search_page(emit),
            address::READING_SETTINGS => self.settings_page(emit),
            "progress.html" => self.progress_page(emit),
            address::ONE_PAGE => self.one_page(emit),
            _ if path.starts_with("actions") || path.starts_with("data/actions") => self.action_pages(emit),
            _ if path.starts_with("changes/") => self.redline_at(path, emit),
            _ if path.starts_with("text/") || path == address::WHOLE_PLAIN_TEXT => {
                self.plain_texts(emit);
                Ok(())
            }
            address::MODEL => {
                self.model_data(emit);
                Ok(())
            }
            _ if path.starts_with("search/") => {
                self.search_index(emit);
                Ok(())
            }
            _ if path.starts_with("contents/") => self.contents_pages(emit),
            _ => self.small_pages(emit),
        }
    }

    /// Whether earlier versions had a page or a file there that is gone.
    fn is_former(&self, path: &str) -> bool {
        let former = &self.document.former;
        former.pages.iter().any(|page| page.page.is_none() && page.address == path)
            || path.strip_suffix("/index.html").is_some_and(|path| former.files.iter().any(|file| file.path == path))
    }

    /// The text whose page, or one of whose former addresses, is `path`.
    fn text_at(&self, path: &str) -> Option<PageId> {
        let encoded = address::encode(path);
        let texts = self.document.texts().filter(|(page, _)| *page != PageId::Home);
        let is_wanted =
            |page: PageId, aliases: &[(String, _)]| aliases.iter().any(|(alias, _)| alias == path) || address::path(self.document, page) == encoded;
        texts.into_iter().find(|(page, text)| is_wanted(*page, &text.front.aliases)).map(|(page, _)| page)
    }
}
