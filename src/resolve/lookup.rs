//! What a text asks of the rest of the document, and the answers: recorded, so that a cached chapter is reused only while they hold.

use crate::model::{PageId, Target};

/// Why a link leads nowhere: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broken {
    pub(super) rule: &'static str,
    pub(super) message: String,
    pub(super) hints: Vec<String>,
}

impl Broken {
    pub(super) fn new(message: String) -> Self {
        Self { rule: "broken-link", message, hints: Vec::new() }
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

/// What a text asks of the rest of the document.
#[derive(Debug, Clone)]
pub(super) enum Question {
    /// Where a path leads, written in this file on this page.
    Path(Box<str>, Box<str>, Option<PageId>),
    /// Which page has this title.
    Title(Box<str>),
    /// Which picture a path leads to, written in this file.
    Picture(Box<str>, Box<str>),
    /// What a transcript says.
    Transcript,
}

/// The answer to a [`Question`].
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Target(Result<Target, Broken>),
    Page(Result<PageId, Broken>),
    Picture(Result<u32, Broken>),
    /// Too large to record, so never equal to another.
    Much,
}
