//! What a build would publish, byte for byte, rendered a page at a time and in memory.

use std::sync::{Arc, OnceLock};

use crate::archive::Archived;
use crate::build::{bars, earlier, past_document, siblings};
use crate::check;
use crate::diag::Diagnostic;
use crate::editions::{self, Printed, Proof};
use crate::error::Error;
use crate::html::{Download, Others, PastVersion, Sibling, Site, Successor};
use crate::model::{Document, Redline};
use crate::pipeline::Checked;
use crate::read::{Edition, Project};
use crate::theme::Theme;

/// The site that a build would publish, rendered on demand.
pub struct LiveSite {
    document: Document,
    theme: Theme,
    redlines: Vec<Arc<Redline>>,
    past: Vec<Past>,
    project: Arc<dyn Project>,
    siblings: Vec<Sibling>,
    /// Editions in other languages, with their folders.
    editions: Vec<(String, LiveSite)>,
    /// The contact sheets, drawn when they are first requested.
    proof: OnceLock<Proof>,
}

/// An earlier version, resolved when its first page is requested.
struct Past {
    archived: Arc<Archived>,
    folder: String,
    edition: PastVersion,
    document: OnceLock<Document>,
}

impl std::fmt::Debug for LiveSite {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LiveSite").field("version", &self.document.settings.current().version).finish_non_exhaustive()
    }
}

impl LiveSite {
    /// The site of a strategy without errors, whose pictures and data files are in `project`.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use greenpaper::live_site::LiveSite;
    /// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
    /// use greenpaper::read::FsProject;
    ///
    /// let folder = StrategyFolder::open("strategy".as_ref())?;
    /// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
    /// let site = LiveSite::new(Arc::new(FsProject::open("strategy".as_ref())?), checked)?;
    /// assert!(site.file("index.html", &[]).expect("templates without faults").is_some());
    /// assert_eq!(site.file("nowhere.html", &[]).expect("templates without faults"), None);
    /// # Ok::<(), greenpaper::Error>(())
    /// ```
    ///
    /// # Errors
    /// If the project cannot be listed.
    pub fn new(project: Arc<dyn Project>, mut checked: Checked) -> Result<Self, Error> {
        let own = siblings(&checked, None);
        let of_editions: Vec<Vec<Sibling>> = (0..checked.editions.len()).map(|at| siblings(&checked, Some(at))).collect();
        let mut editions = Vec::new();
        for (own, siblings) in std::mem::take(&mut checked.editions).into_iter().zip(of_editions) {
            let files = Edition::shared(Arc::clone(&project), &own.edition.language)?;
            editions.push((own.edition.folder(), Self::among(Arc::new(files), own.checked, siblings, Vec::new())));
        }
        Ok(Self::among(project, checked, own, editions))
    }

    fn among(project: Arc<dyn Project>, checked: Checked, siblings: Vec<Sibling>, editions: Vec<(String, Self)>) -> Self {
        let Checked { document, theme, archived, redlines, .. } = checked;
        let past = earlier(&document, &archived).into_iter().map(|archived| Past {
            folder: PastVersion::folder(&archived.version),
            edition: PastVersion::of(&archived.draft, &redlines),
            document: OnceLock::new(),
            archived,
        });
        Self { past: past.collect(), document, theme, redlines, project, siblings, editions, proof: OnceLock::new() }
    }

    /// The file at `path`, relative to the output folder; `None` if a build would not write one. Printed editions are not included, but
    /// pages describe them as `downloads` says.
    ///
    /// # Errors
    /// If a template is faulty.
    pub fn file(&self, path: &str, downloads: &[Download]) -> Result<Option<Vec<u8>>, Diagnostic> {
        if let Some((site, path)) = self.editions.iter().find_map(|(folder, site)| Some((site, path.strip_prefix(folder.as_str())?))) {
            return site.file(path, &[]);
        }
        let editions: Vec<PastVersion> = self.past.iter().map(|past| past.edition.clone()).collect();
        let inside = self.past.iter().find_map(|past| Some((past, path.strip_prefix(&past.folder)?)));
        if let Some((past, path)) = inside {
            let document = past.document.get_or_init(|| past_document(past.archived.draft.clone(), &past.archived.sources));
            let successor = Successor::of(&self.document);
            let site = Site::new(document, &self.theme, Others { past: &editions, successor: Some(&successor), ..Others::default() })?;
            return Ok(copied(document, &*past.archived.project, path).or(site.file(path, &[])?));
        }
        if let Some(bytes) = copied(&self.document, &*self.project, path) {
            return Ok(Some(bytes));
        }
        let site = Site::new(
            &self.document,
            &self.theme,
            Others { redlines: &self.redlines, past: &editions, siblings: &self.siblings, ..Others::default() },
        )?;
        site.file(path, downloads)
    }

    /// The printed editions and their findings, at the levels that the strategy sets.
    #[must_use]
    pub fn print(&self) -> (Vec<Printed>, Vec<Diagnostic>) {
        let read = |path: &str| self.project.read(path, u64::MAX).ok();
        let (printed, findings) = editions::editions(&self.document, &self.theme, bars(&self.document, &self.redlines).as_ref(), &read);
        (printed, check::apply_late(findings, &self.document.settings.check, &self.document.allowances))
    }

    /// The contact sheets of the printed editions.
    #[must_use]
    pub fn proof(&self) -> &Proof {
        self.proof.get_or_init(|| editions::proof(&self.document, &self.theme, &|path| self.project.read(path, u64::MAX).ok()))
    }

    /// The document.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The theme.
    #[must_use]
    pub fn theme(&self) -> &Theme {
        &self.theme
    }
}

/// A picture or a data file that pages show or link to.
fn copied(document: &Document, project: &dyn Project, path: &str) -> Option<Vec<u8>> {
    let is_shown = document.pictures.iter().any(|picture| picture.shown && picture.path == path);
    (is_shown || document.files.iter().any(|file| file == path)).then(|| project.read(path, u64::MAX).ok()).flatten()
}
