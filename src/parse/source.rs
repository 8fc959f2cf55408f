//! What the parsers of a file share: its source, and the form of their result.

use crate::diag::Diagnostic;
use crate::model::{Allowance, Settings};
use crate::read::Sources;
use crate::span::FileId;

/// A source file, with the settings and files that its parsing depends on.
#[derive(Clone, Copy)]
pub(super) struct File<'a> {
    pub(super) id: FileId,
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) settings: &'a Settings,
    pub(super) sources: &'a Sources,
    /// Whether every version of strategy.yaml could be read.
    pub(super) knows_versions: bool,
}

/// The result of parsing one file.
#[derive(Debug, Clone)]
pub(super) struct Parsed<T> {
    pub(super) value: T,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) allowances: Vec<Allowance>,
}
