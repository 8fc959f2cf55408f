//! What the preview shows, at one moment.

use std::sync::Arc;

use greenpaper::SourceMap;
use greenpaper::diag::{self, Diagnostic, Severity};
use greenpaper::html::Download;
use greenpaper::live_site::LiveSite;
use greenpaper::pipeline::Checked;
use greenpaper::theme::Strings;
use hyper::body::Bytes;

/// What the preview shows. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shown {
    /// Another one for every change, also of another run.
    pub(super) id: u64,
    /// The last draft without errors; none if there was none yet.
    pub(super) live_site: Option<Arc<LiveSite>>,
    /// What is wrong with the newest draft.
    pub(super) report: Arc<DraftReport>,
    /// The last printed editions.
    pub(super) prints: Option<Arc<Prints>>,
}

impl Shown {
    /// What is to be told: of the draft, and of its printed editions, if they are of this draft. The worst first.
    pub(super) fn diagnostics(&self) -> Vec<&Diagnostic> {
        let prints = self.prints.as_ref().filter(|_| self.is_printed() && self.report.is_shown);
        let mut all: Vec<&Diagnostic> = self.report.diagnostics.iter().chain(prints.iter().flat_map(|prints| &prints.faults)).collect();
        all.sort_by_key(|fault| fault.severity);
        all
    }

    /// Whether the printed editions are those of the pages.
    pub(super) fn is_printed(&self) -> bool {
        matches!((&self.live_site, &self.prints), (Some(live_site), Some(prints)) if Arc::ptr_eq(live_site, &prints.of))
    }
}

/// What is wrong with a draft, and the files that this speaks of.
pub(super) struct DraftReport {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: SourceMap,
    /// The words of the panel.
    pub(super) strings: Strings,
    /// Their language.
    pub(super) language: String,
    /// Why there is no newer draft: the machine's word.
    pub(super) trouble: Option<String>,
    /// Whether the pages are those of this draft.
    pub(super) is_shown: bool,
}

impl DraftReport {
    /// What is wrong with `checked`; the rest of it is given back.
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

    /// There is no draft; `words` gave those of the last one.
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

    /// How many diagnostics there are of each severity.
    pub(super) fn counts(&self) -> [usize; 3] {
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| diag::count(&self.diagnostics, severity))
    }
}

/// Printed editions, and what they are of.
pub(super) struct Prints {
    pub(super) of: Arc<LiveSite>,
    /// By path from the output folder; the last two of an edition hold the same.
    pub(super) files: Vec<(String, Bytes)>,
    pub(super) downloads: Vec<Download>,
    pub(super) faults: Vec<Diagnostic>,
}
