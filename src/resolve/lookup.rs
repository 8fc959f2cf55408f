//! Lookups in the rest of the document, recorded with their answers, so that a memoised chapter is reused only while they hold.

use crate::diag::RuleName;
use crate::model::{PageId, Place, Target};

/// Why a link is broken, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broken {
    pub(super) rule: RuleName,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
}

impl Broken {
    pub(super) fn new(message: String) -> Self {
        Self { rule: "broken-link".into(), message, hints: Vec::new() }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    pub(super) fn nearest<'n>(self, name: &str, known: impl IntoIterator<Item = &'n str>) -> Self {
        match crate::diag::nearest(name, known) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// A lookup in the rest of the document.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// The target of a path, written in this file on this page.
    Path(Box<str>, Box<str>, Option<PageId>),
    /// The page with this title.
    Title(Box<str>),
    /// The picture at a path, written in this file.
    Picture(Box<str>, Box<str>),
    /// The block or heading with this name.
    Name(Box<str>),
    /// The text of a transcript.
    Transcript,
}

/// The answer to a [`Question`].
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Target(Result<Target, Broken>),
    Page(Result<PageId, Broken>),
    Picture(Result<u32, Broken>),
    Name(Result<(Place, Box<str>), Broken>),
    /// Too large to record, so never equal to another.
    Much,
}
