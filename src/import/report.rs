//! What became of each part of a document.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::span::Span;

/// How much of each kind was imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Chapters.
    pub chapters: usize,
    /// Headings below the titles of chapters.
    pub headings: usize,
    /// Paragraphs.
    pub paragraphs: usize,
    /// Lists, with those inside others.
    pub lists: usize,
    /// Tables.
    pub tables: usize,
    /// Pictures.
    pub pictures: usize,
    /// Pictures in formats that browsers cannot show.
    pub unshown: usize,
    /// Footnotes and endnotes.
    pub notes: usize,
    /// Links.
    pub links: usize,
    /// Text boxes and shapes with text.
    pub boxes: usize,
    /// Glossary terms.
    pub terms: usize,
    /// Comments in the margin.
    pub comments: usize,
    /// Tracked changes.
    pub changes: usize,
}

/// Findings while a document is read.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) counts: Counts,
    /// Passages that were left out: all of their words are in the report.
    pub(super) lost: Vec<Span>,
    pub(super) highlighted: u32,
    /// Numbers of paragraphs.
    pub(super) numbers: Vec<Span>,
    languages: BTreeMap<String, usize>,
    pub(super) bookmarks: usize,
}

impl Findings {
    /// Words or parts that are not in the result.
    pub(super) fn loss(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.lost.push(span);
        self.diagnostics.push(Diagnostic::warning("import-loss", span, message).hint(hint));
    }

    /// Words that are meant to be left out, because they are made anew.
    pub(super) fn replaced(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.lost.push(span);
        self.diagnostics.push(Diagnostic::new(crate::diag::Severity::Info, "import-replaced", span, message).hint(hint));
    }

    /// Something that was decided, and may be wrong.
    pub(super) fn doubt(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(crate::diag::Severity::Info, "import-doubt", span, message).hint(hint));
    }

    /// Hidden text; passages beside each other are one.
    pub(super) fn hidden(&mut self, span: Span) {
        const MESSAGE: &str = "this text is hidden in Word, so it is left out";
        match self.diagnostics.last_mut() {
            Some(last) if last.message == MESSAGE && last.span.is_some_and(|last| last.end == span.start) => {
                last.span = last.span.map(|last| Span { end: span.end, ..last });
                self.lost.push(span);
            }
            _ => self.loss(span, MESSAGE, "if readers should see it, make it visible in Word and import the file again"),
        }
    }

    pub(super) fn count_language(&mut self, language: &str, letters: usize) {
        match self.languages.get_mut(language) {
            Some(count) => *count += letters,
            None => {
                self.languages.insert(language.to_owned(), letters);
            }
        }
    }

    pub(super) fn count_bookmarks(&mut self, bookmarks: &[String]) {
        self.bookmarks += bookmarks.len();
    }
}
