//! Which findings a report shows: those in some files, of some rules, in what changed since a version, or new since a baseline.

mod baseline;
mod changed;

use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::model::Version;
use crate::pipeline::{Checked, Inputs};
use crate::span::SourceMap;

pub use baseline::{BASELINE, Baseline};

/// Which findings to keep. The default keeps all.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// Only findings in these files or folders, as paths from the strategy's folder; all if empty.
    pub files: Vec<String>,
    /// Only findings of these rules; all if empty.
    pub rules: Vec<String>,
    /// Only errors, and findings in lines that this version does not have.
    pub since: Option<Version>,
    /// Only findings that are not in this baseline.
    pub baseline: Option<Baseline>,
}

/// What a selection leaves out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Errors, warnings and remarks in other files, of other rules, or in unchanged text.
    pub elsewhere: [usize; 3],
    /// Findings that the baseline knows.
    pub known: usize,
    /// Findings of the baseline that are gone. Counted only if nothing else is left out.
    pub gone: usize,
}

impl Selection {
    /// Removes all other findings from `checked`.
    ///
    /// # Errors
    /// If the version is not in the archive, or cannot be read.
    pub fn apply(&self, inputs: &Inputs<'_>, checked: &mut Checked) -> Result<LeftOut, Error> {
        let mut left = LeftOut::default();
        let lines = match &self.since {
            Some(version) => Some(changed::lines_of(inputs, version, &checked.document.settings)?),
            None => None,
        };
        let sources = &checked.sources;
        let is_kept = |finding: &Diagnostic| {
            self.has_file(finding, sources)
                && (self.rules.is_empty() || self.rules.iter().any(|rule| finding.rule == **rule))
                && lines.as_ref().is_none_or(|lines| finding.severity == Severity::Error || changed::is_new(finding, sources, lines))
        };
        let all = std::mem::take(&mut checked.diagnostics);
        let (mut kept, others): (Vec<_>, Vec<_>) = all.into_iter().partition(is_kept);
        left.elsewhere = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| diag::count(&others, severity));
        if let Some(baseline) = &self.baseline {
            let before = kept.len();
            let gone;
            (kept, gone) = baseline.new_ones(kept, sources);
            left.known = before - kept.len();
            left.gone = if others.is_empty() { gone } else { 0 };
        }
        checked.diagnostics = kept;
        Ok(left)
    }

    fn has_file(&self, finding: &Diagnostic, sources: &SourceMap) -> bool {
        let path = finding.span.map_or("", |span| sources.file(span.file).path.as_str());
        let is_in = |name: &String| path.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        self.files.is_empty() || self.files.iter().any(is_in)
    }

    /// The first of [`files`](Self::files) that is neither a file of `sources` nor a folder with one.
    #[must_use]
    pub fn unknown_file(&self, sources: &SourceMap) -> Option<&str> {
        let is_known = |name: &str| {
            let mut paths = sources.iter().map(|(_, file)| file.path.as_str());
            paths.any(|path| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
        };
        self.files.iter().map(String::as_str).find(|name| !is_known(name))
    }
}
