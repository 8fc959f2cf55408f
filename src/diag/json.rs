//! Diagnostics as JSON. The format is described in the author's guide; any breaking change increments [`FORMAT`].

use serde::Serialize;

use super::report::Region;
use super::{Diagnostic, Report, RuleName, Severity, Summary};

/// Version of the format. New keys do not change it.
const FORMAT: u32 = 1;

#[derive(Serialize)]
struct Whole<'a> {
    format: u32,
    tool: Tool,
    diagnostics: Vec<Entry<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Entry<'a> {
    rule: RuleName,
    severity: &'static str,
    message: &'a str,
    hints: &'a [String],
    place: Option<Region>,
    labels: Vec<Label<'a>>,
    suggestion: Option<Suggestion<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    message: &'a str,
    place: Region,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    replacement: &'a str,
    place: Region,
}

impl Report<'_> {
    /// The report as one JSON object.
    pub(super) fn json(&self) -> String {
        let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
        let diagnostics = self.diagnostics.iter().map(|diagnostic| self.entry(diagnostic)).collect();
        pretty(&Whole { format: FORMAT, tool, diagnostics, summary: self.summary() })
    }

    fn entry<'d>(&self, diagnostic: &'d Diagnostic) -> Entry<'d> {
        Entry {
            rule: diagnostic.rule,
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            },
            message: &diagnostic.message,
            hints: &diagnostic.hints,
            place: diagnostic.span.map(|span| self.place(span)),
            labels: diagnostic.labels.iter().map(|(span, message)| Label { message, place: self.place(*span) }).collect(),
            suggestion: diagnostic
                .suggestion
                .as_deref()
                .map(|suggestion| Suggestion { replacement: &suggestion.replacement, place: self.place(suggestion.span) }),
        }
    }
}

/// Indented JSON with a final line ending. Serialisation cannot fail, because all keys are text.
pub(super) fn pretty(value: &impl Serialize) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
