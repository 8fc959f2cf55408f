//! The printed editions of a document, side by side.

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::html::Download;
use crate::layout::{self, Edition, ReadPicture};
use crate::model::Document;
use crate::pdf;
use crate::theme::{Strings, Theme};

/// Where printed editions stand, from the output folder.
const FOLDER: &str = "downloads";

/// An edition, ready to be published.
#[derive(Debug)]
pub struct Printed {
    edition: Edition,
    pages: usize,
    bytes: Vec<u8>,
}

/// Lays out and writes every edition that the settings ask for, each on a core of its own.
///
/// Returns them in order, beside what is wrong with pictures, fonts and characters, each fault once.
#[must_use]
pub fn editions(document: &Document, theme: &Theme, read: &ReadPicture<'_>) -> (Vec<Printed>, Vec<Diagnostic>) {
    let laid_out: Vec<(Edition, layout::Paged, Vec<Diagnostic>)> = layout::editions(document)
        .into_par_iter()
        .map(|edition| {
            let (paged, faults) = layout::lay_out(document, theme, &edition, read);
            (edition, paged, faults)
        })
        .collect();
    let mut faults: Vec<Diagnostic> = laid_out.iter().flat_map(|(.., faults)| faults.clone()).collect();
    crate::diag::sort(&mut faults);
    faults.dedup();
    if faults.iter().any(|fault| fault.severity == crate::diag::Severity::Error) {
        return (Vec::new(), faults);
    }
    let printed = laid_out.into_par_iter().map(|(edition, paged, _)| Printed { edition, pages: paged.pages.len(), bytes: pdf::render(&paged) });
    (printed.collect(), faults)
}

impl Printed {
    /// Its paths from the output folder: the one with the version, and the one that always leads to the newest.
    #[must_use]
    pub fn paths(&self, document: &Document) -> [String; 2] {
        [self.edition.file_name(document), self.edition.stable_name(document)].map(|name| format!("{FOLDER}/{name}"))
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// How readers are told of it: with type, pages and size (NHS service manual, "PDFs and other non-HTML documents").
    #[must_use]
    pub fn download(&self, document: &Document, strings: &Strings) -> Download {
        let [path, _] = self.paths(document);
        let pages = strings.count("pages_count", self.pages);
        let key = if self.edition.large { "download_large_print" } else { "download_pdf" };
        let title = document.settings.full_title();
        let label = strings.fill(key, &[("title", &title), ("pages", &pages), ("size", &size(self.bytes.len(), strings))]);
        Download { path, label }
    }
}

/// Kilobytes are rounded to whole ones, megabytes to two decimals (NHS service manual, "Formatting").
fn size(bytes: usize, strings: &Strings) -> String {
    if bytes < 1_000_000 { format!("{}KB", strings.number(bytes.div_ceil(1000) as f64)) } else { format!("{}MB", strings.number(bytes as f64 / 1e6)) }
}
