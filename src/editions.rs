//! Printed editions of a document, printed redlines, and contact sheets.

mod drawn;
mod proof;

pub use proof::{PROOF_STYLE, Proof, proof};

use rayon::prelude::*;

use crate::compare::Versions;
use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::html::Download;
use crate::layout::{self, ChangeBars, PageStart, PrintSize, ReadPicture};
use crate::model::{Document, Redline, Version};
use crate::pdf;
use crate::pipeline::{self, Inputs};
use crate::read::Project;
use crate::theme::{self, Strings, Theme};

/// The folder of printed editions, from the output folder.
const FOLDER: &str = "downloads";

/// An edition, ready to be published.
#[derive(Debug)]
pub struct Printed {
    edition: PrintSize,
    pages: usize,
    starts: Vec<PageStart>,
    cover: Option<Vec<u8>>,
    bytes: Vec<u8>,
}

/// Above this many chapters editions are made one after the other: side by side they would need twice the memory.
const MOST_SIDE_BY_SIDE: usize = 200;

/// Lays out and writes every edition that the settings ask for, each on a core of its own.
///
/// Returns them in order, beside what is wrong with pictures, fonts and characters, each fault once. An edition with
/// errors is not written.
///
/// ```
/// use greenpaper::editions;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
/// let (printed, findings) = editions::editions(&checked.document, &checked.theme, None, &read);
/// assert!(findings.is_empty());
/// for edition in &printed {
///     println!("{}: {} bytes", edition.paths(&checked.document)[0], edition.bytes().len());
/// }
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn editions(document: &Document, theme: &Theme, bars: Option<&ChangeBars>, read: &ReadPicture<'_>) -> (Vec<Printed>, Vec<Diagnostic>) {
    let print = |edition: PrintSize| {
        let (paged, faults) = layout::lay_out(document, theme, &edition, bars, read);
        let is_sound = faults.iter().all(|fault| fault.severity != Severity::Error);
        let printed = is_sound.then(|| Printed {
            edition,
            pages: paged.pages.len(),
            starts: layout::page_starts(&paged),
            // Previews of links ask for it by its whole address.
            cover: if document.settings.base_url.is_some() && !edition.large { layout::cover_picture(&paged) } else { None },
            bytes: pdf::render(&paged),
        });
        (printed, faults)
    };
    let editions = layout::print_sizes(document);
    let made: Vec<(Option<Printed>, Vec<Diagnostic>)> = if document.chapters.len() <= MOST_SIDE_BY_SIDE {
        editions.into_par_iter().map(print).collect()
    } else {
        editions.into_iter().map(print).collect()
    };
    let (printed, faults): (Vec<_>, Vec<_>) = made.into_iter().unzip();
    let mut faults: Vec<Diagnostic> = faults.into_iter().flatten().collect();
    crate::diag::sort(&mut faults);
    // A picture that is too coarse for one edition is so for the other, a few pixels more or less.
    faults.dedup_by(|next, kept| next == kept || next.rule == "picture-resolution" && next.rule == kept.rule && next.span == kept.span);
    (printed.into_iter().flatten().collect(), faults)
}

/// What differs between two versions, as a file; none if there are errors among the faults, which have no places.
#[must_use]
pub fn redline(redline: &Redline, theme: &Theme, read: &ReadPicture<'_>) -> (Option<Vec<u8>>, Vec<Diagnostic>) {
    let (paged, mut faults) = layout::lay_out_redline(redline, theme, read);
    // Places in a redline are places in two versions, of which at most one can be shown beside them.
    faults.iter_mut().for_each(|fault| fault.span = None);
    faults.dedup();
    let is_sound = faults.iter().all(|fault| fault.severity != Severity::Error);
    (is_sound.then(|| pdf::render(&paged)), faults)
}

impl Printed {
    /// Its paths from the output folder: the one with the version, the one that always leads to the newest, and those that did so under
    /// former titles.
    #[must_use]
    pub fn paths(&self, document: &Document) -> Vec<String> {
        let own = [self.edition.file_name(document), self.edition.stable_name(document)];
        let former = document.former.print_names.iter().map(|name| self.edition.stable_name_for(name));
        own.into_iter().chain(former).map(|name| format!("{FOLDER}/{name}")).collect()
    }

    /// Whether it is in large print.
    #[must_use]
    pub fn is_large(&self) -> bool {
        self.edition.large
    }

    /// What begins on each page.
    #[must_use]
    pub fn starts(&self) -> &[PageStart] {
        &self.starts
    }

    /// A picture of the cover, for previews of links, if the site's address is known.
    #[must_use]
    pub fn cover(&self) -> Option<&[u8]> {
        self.cover.as_deref()
    }

    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The text of its link: with type, pages and size (NHS service manual, "PDFs and other non-HTML documents").
    #[must_use]
    pub fn download(&self, document: &Document, strings: &Strings) -> Download {
        let path = format!("{FOLDER}/{}", self.edition.file_name(document));
        let pages = strings.count("pages_count", self.pages);
        let key = if self.edition.large { "download_large_print" } else { "download_pdf" };
        let title = document.settings.full_title();
        let label = strings.fill(key, &[("title", &title), ("pages", &pages), ("size", &strings.file_size(self.bytes.len()))]);
        Download { path, label }
    }
}

/// The result of `print_redline`: the file, if there are no errors; findings; the versions, whose files findings refer to.
pub type PrintedRedline = (Option<Vec<u8>>, Vec<Diagnostic>, Versions);

/// Prints what differs between two versions of the strategy in `source`. The version that is being written counts as one.
///
/// # Errors
/// When a folder cannot be read, or there is no such version.
///
/// ```
/// use greenpaper::editions;
/// use greenpaper::model::Version;
/// use greenpaper::pipeline::StrategyFolder;
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let version = |text| Version::parse(text).expect("a version");
/// let (pdf, _findings, _versions) = editions::print_redline(&folder.inputs(), &version("3.1"), &version("3.2"))?;
/// assert!(pdf.is_some_and(|bytes| bytes.starts_with(b"%PDF")));
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn print_redline(inputs: &Inputs<'_>, old: &Version, new: &Version) -> Result<PrintedRedline, Error> {
    let mut versions = pipeline::versions(inputs)?;
    let mut faults = versions.faults(&[old, new]);
    if crate::diag::count(&faults, Severity::Error) > 0 {
        return Ok((None, faults, versions));
    }
    let redline = versions.compare(old, new)?;
    let settings = &versions.newest.settings;
    let (theme, theme_faults) = theme::find(inputs.themes, &settings.theme, &settings.language, &mut versions.sources)?;
    faults.extend(theme_faults);
    if crate::diag::count(&faults, Severity::Error) > 0 {
        return Ok((None, faults, versions));
    }
    let archived = versions.archived.iter().find(|archived| archived.version == *new && !versions.is_newest(new));
    let files: &dyn Project = archived.map_or(inputs.project, |archived| &*archived.project);
    let (bytes, printing_faults) = self::redline(&redline, &theme, &|path: &str| files.read(path, u64::MAX).ok());
    faults.extend(printing_faults);
    Ok((bytes, faults, versions))
}
