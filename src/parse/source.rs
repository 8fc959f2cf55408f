//! What the parsers of a file share: its source, and the form of their result.

use std::collections::HashMap;

use super::quotes::Quotes;
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
    pub(super) masked: &'a Masked<'a>,
    /// Of the language of the text.
    pub(super) quotes: Quotes,
    /// Whether every version of strategy.yaml could be read.
    pub(super) knows_versions: bool,
}

/// The files of a strategy, without the text that nobody may see.
pub(super) struct Masked<'a> {
    pub(super) sources: &'a Sources,
    /// The texts that differ from those that were read. Offsets are the same.
    pub(super) texts: HashMap<FileId, String>,
}

impl Masked<'_> {
    pub(super) fn text(&self, id: FileId) -> &str {
        self.texts.get(&id).unwrap_or(&self.sources.map.file(id).text)
    }
}

/// The result of parsing one file.
#[derive(Debug, Clone)]
pub(super) struct Parsed<T> {
    pub(super) value: T,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) allowances: Vec<Allowance>,
}
