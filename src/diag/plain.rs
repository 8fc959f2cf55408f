//! Diagnostics as sentences: for screen readers, which cannot convey underlines, and for e-mail, which breaks them.

use std::fmt::Write as _;

use super::report::sentence;
use super::{Diagnostic, Report, Severity};
use crate::span::{SourceMap, Span};

/// Maximum number of words quoted from the text.
const MOST_WORDS: usize = 8;

impl Report<'_> {
    /// A paragraph for each diagnostic: where it is, what is wrong, what to do.
    pub(super) fn plain(&self) -> String {
        let mut text = String::new();
        for diagnostic in self.diagnostics {
            paragraph(diagnostic, self.sources, &mut text);
            text.push('\n');
        }
        text
    }
}

fn paragraph(diagnostic: &Diagnostic, sources: &SourceMap, text: &mut String) {
    let level = match diagnostic.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Info => "Remark",
    };
    let at = diagnostic.span.map_or(String::new(), |span| format!(" in {}", place(sources, span)));
    let _ = writeln!(text, "{level}{at}: {}", sentence(&diagnostic.message));
    if let Some(words) = diagnostic.span.and_then(|span| words(sources, span, &diagnostic.message)) {
        let _ = writeln!(text, "The text there: {words}");
    }
    for (span, label) in &diagnostic.labels {
        let _ = writeln!(text, "See also {}: {}", place(sources, *span), sentence(label));
    }
    for hint in &diagnostic.hints {
        let _ = writeln!(text, "What to do: {}", sentence(hint));
    }
    let _ = writeln!(text, "(rule `{}`)", diagnostic.rule);
}

/// Position in words: `chapters/02.md, line 12, column 4`; the path alone for a file without text.
pub(super) fn place(sources: &SourceMap, span: Span) -> String {
    let file = sources.file(span.file);
    let path = format!("{}{}", file.root, file.path);
    if file.text.is_empty() {
        return path;
    }
    let start = file.location(span.start);
    format!("{path}, line {}, column {}", start.line, start.column)
}

/// The first words of the line from the start of `span`, unless the message quotes them.
fn words(sources: &SourceMap, span: Span, message: &str) -> Option<String> {
    let written = sources.text(span);
    if !written.is_empty() && written.trim().is_empty() {
        return None;
    }
    let file = sources.file(span.file);
    let line = file.text.get(span.start as usize..file.lines_of(span).end)?.trim_start().lines().next()?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let shown = words.iter().take(MOST_WORDS).copied().collect::<Vec<_>>().join(" ");
    let is_known = !shown.contains(char::is_alphanumeric) || !written.is_empty() && message.contains(written.trim());
    (!is_known).then(|| super::printable(&shown) + if words.len() > MOST_WORDS { " \u{2026}" } else { "" })
}
