//! Diagnostics as one line each, as compilers print them: for editors and other tools that read lines.

use std::fmt::Write as _;

use super::{Report, Severity};

impl Report<'_> {
    /// `file:line:column: warning: message; what to do [rule]` for each diagnostic.
    pub(super) fn lines(&self) -> String {
        let mut text = String::new();
        for diagnostic in self.diagnostics {
            let (path, line, column) = match (diagnostic.span.map(|span| self.place(span)), self.sources.iter().next()) {
                (Some(place), _) => (place.file, place.line, place.column),
                // Findings without a span are placed in the settings, the first of all files.
                (None, Some((settings, _))) => (self.path(settings), 1, 1),
                (None, None) => (String::new(), 1, 1),
            };
            let level = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let said = std::iter::once(&diagnostic.message).chain(&diagnostic.hints).map(String::as_str).collect::<Vec<_>>().join("; ");
            let said: String = super::printable(&said).split_whitespace().collect::<Vec<_>>().join(" ");
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{path}:{line}:{column}: {level}: {said} [{}]", diagnostic.rule);
        }
        text
    }
}
