//! The content of the preview at one moment.

use std::sync::Arc;

use greenpaper::SourceMap;
use greenpaper::diag::{self, Diagnostic, Severity};
use greenpaper::html::Download;
use greenpaper::live_site::LiveSite;
use greenpaper::pipeline::Checked;
use greenpaper::theme::Strings;
use hyper::body::Bytes;

/// The content of the preview. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shown {
    /// A number that differs for every change, even across runs.
    pub(super) id: u64,
    /// The site of the last draft without errors, if there was one.
    pub(super) live_site: Option<Arc<LiveSite>>,
    /// The report on the newest draft.
    pub(super) report: Arc<DraftReport>,
    /// The last printed editions.
    pub(super) prints: Option<Arc<Prints>>,
}

impl Shown {
    /// The diagnostics of the draft and, if they belong to it, of the printed editions; the most severe first.
    pub(super) fn diagnostics(&self) -> Vec<&Diagnostic> {
        let prints = self.prints.as_ref().filter(|_| self.is_printed() && self.report.is_shown);
        let mut all: Vec<&Diagnostic> = self.report.diagnostics.iter().chain(prints.iter().flat_map(|prints| &prints.faults)).collect();
        all.sort_by_key(|fault| fault.severity);
        all
    }

    /// Whether the printed editions match the pages.
    pub(super) fn is_printed(&self) -> bool {
        matches!((&self.live_site, &self.prints), (Some(live_site), Some(prints)) if Arc::ptr_eq(live_site, &prints.of))
    }
}

/// The diagnostics of a draft, and the files that they refer to.
pub(super) struct DraftReport {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: SourceMap,
    /// The interface text of the panel.
    pub(super) strings: Strings,
    /// Their language.
    pub(super) language: String,
    /// Why the draft could not be read: an I/O error.
    pub(super) trouble: Option<String>,
    /// Whether the pages shown are those of this draft.
    pub(super) is_shown: bool,
}

impl DraftReport {
    /// Takes the diagnostics and sources out of `checked`.
    pub(super) fn of(checked: &mut Checked) -> Self {
        let has_errors = checked.has_errors();
        Self {
            diagnostics: std::mem::take(&mut checked.diagnostics),
            sources: std::mem::take(&mut checked.sources),
            strings: checked.theme.strings.clone(),
            language: checked.document.settings.language.clone(),
            trouble: None,
            is_shown: !has_errors,
        }
    }

    /// A report without a draft; interface text comes from `words`, the last report.
    pub(super) fn trouble(message: String, words: &Self) -> Self {
        Self {
            diagnostics: Vec::new(),
            sources: SourceMap::default(),
            strings: words.strings.clone(),
            language: words.language.clone(),
            trouble: Some(message),
            is_shown: false,
        }
    }

    /// The number of diagnostics of each severity.
    pub(super) fn counts(&self) -> [usize; 3] {
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| diag::count(&self.diagnostics, severity))
    }
}

/// Printed editions, and the site that they belong to.
pub(super) struct Prints {
    pub(super) of: Arc<LiveSite>,
    /// The contents of files, by path from the output folder.
    pub(super) files: Vec<(String, Bytes)>,
    pub(super) downloads: Vec<Download>,
    pub(super) faults: Vec<Diagnostic>,
}
