//! Diagnostics as GitHub workflow commands, which become annotations on lines.
//!
//! <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>

use std::fmt::Write as _;

use super::{Diagnostic, Report, Severity};

impl Report<'_> {
    /// One command on each line.
    pub(super) fn github(&self) -> String {
        let mut text = String::new();
        self.diagnostics.iter().for_each(|diagnostic| self.command(diagnostic, &mut text));
        text
    }

    fn command(&self, diagnostic: &Diagnostic, text: &mut String) {
        let level = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let _ = write!(text, "::{level} ");
        if let Some(place) = diagnostic.span.map(|span| self.place(span)) {
            let _ = write!(text, "file={},line={},", property(&place.file), place.line);
            // GitHub refuses columns in annotations of several lines.
            if place.line == place.end_line {
                let _ = write!(text, "col={},", place.column);
            }
            let _ = write!(text, "endLine={},", place.end_line);
            if place.line == place.end_line {
                let _ = write!(text, "endColumn={},", place.end_column);
            }
        }
        let hints = diagnostic.hints.iter().map(|hint| format!("\nWhat to do: {hint}"));
        let message: String = std::iter::once(diagnostic.message.clone()).chain(hints).collect();
        let _ = writeln!(text, "title={}::{}", property(&diagnostic.rule), data(&message));
    }
}

/// Escapes the message, after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property, before the second `::`.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
