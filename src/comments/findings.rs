//! Findings about returned files that several formats share.

use super::incoming::is_too_long;
use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// Reports a text that is cut.
pub(super) fn report_length(text: &str, span: Span, diagnostics: &mut Vec<Diagnostic>) {
    if is_too_long(text) {
        diagnostics.push(
            Diagnostic::warning("comments-long", span, "this comment has more than 100,000 characters: the rest was left out")
                .hint("keep the file that was returned, and read the comment there"),
        );
    }
}

/// The place of `part`, which is a slice of `text`.
pub(super) fn span_of(file: FileId, text: &str, part: &str) -> Span {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    Span::new(file, start..(start + part.len()).min(text.len()))
}

/// The error of a file that is not JSON.
pub(super) fn broken(file: FileId, text: &str, fault: &serde_json::Error) -> Diagnostic {
    let before: usize = text.split_inclusive('\n').take(fault.line().saturating_sub(1)).map(str::len).sum();
    let at = text.floor_char_boundary((before + fault.column().saturating_sub(1)).min(text.len()));
    let what = match fault.classify() {
        serde_json::error::Category::Eof => "this file ends in the middle: it was not saved or sent completely",
        _ if fault.to_string().starts_with("recursion limit") => "values in this file are nested too deeply",
        serde_json::error::Category::Data => "a value in this file is not what is expected here",
        _ => "this file is not JSON: something is wrong here",
    };
    Diagnostic::error("comments-json", Span::new(file, at..at), what)
        .hint("ask for the file again, saved with \u{201c}Save my comments\u{201d}; other files can be read as CSV")
}

/// The error of a file without comments.
pub(super) fn none(file: FileId) -> Diagnostic {
    Diagnostic::error("comments-none", Span::new(file, 0..0), "this file contains no comments that can be read")
        .hint("ask for a file that was saved with \u{201c}Save my comments\u{201d}, a CSV file, or W3C Web Annotations")
}

/// A comment that is not what its format says.
pub(super) fn damaged(span: Span) -> Diagnostic {
    Diagnostic::warning("comments-entry", span, "this comment is damaged, so all of it was kept as text")
        .hint("read it in the round's file, and write what it says into `text` there")
}
