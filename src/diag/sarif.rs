//! Diagnostics as SARIF 2.1.0 (OASIS), which code hosts and editors read.
//!
//! Section numbers in comments refer to the standard.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::json::pretty;
use super::report::{Region, sentence};
use super::{Diagnostic, Report, RuleAbout, Severity};
use crate::span::{FileId, Span};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Characters to encode: all but the unreserved ones (RFC 3986) and the slash.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Report<'_> {
    /// One run with all rules and results.
    pub(super) fn sarif(&self) -> String {
        let mut rules: Vec<&RuleAbout> = self.rules.iter().collect();
        rules.sort_by_key(|rule| rule.name);
        let driver = json!({
            "name": env!("CARGO_PKG_NAME"),
            "version": env!("CARGO_PKG_VERSION"),
            "semanticVersion": env!("CARGO_PKG_VERSION"),
            "rules": rules.iter().map(|rule| described(rule)).collect::<Vec<_>>(),
        });
        let results: Vec<Value> = self.diagnostics.iter().map(|diagnostic| self.result(diagnostic, &rules)).collect();
        pretty(&json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
        }))
    }

    fn result(&self, diagnostic: &Diagnostic, rules: &[&RuleAbout]) -> Value {
        let hints = diagnostic.hints.iter().map(|hint| format!("\nWhat to do: {}", sentence(hint)));
        let text: String = std::iter::once(sentence(&diagnostic.message)).chain(hints).collect();
        let mut result = json!({
            "ruleId": diagnostic.rule,
            "level": level(Some(diagnostic.severity)),
            "message": { "text": text },
            "locations": self.location(diagnostic),
        });
        let fields = result.as_object_mut().expect("it was just made as an object");
        if let Some(at) = rules.iter().position(|rule| rule.name == diagnostic.rule) {
            fields.insert("ruleIndex".into(), at.into());
        }
        if !diagnostic.labels.is_empty() {
            let related =
                diagnostic.labels.iter().enumerate().map(
                    |(at, (span, label))| json!({ "id": at + 1, "message": { "text": sentence(label) }, "physicalLocation": self.physical(*span) }),
                );
            fields.insert("relatedLocations".into(), related.collect());
        }
        if let Some(suggestion) = &diagnostic.suggestion {
            let replacement = json!({
                "deletedRegion": region(&self.place(suggestion.span)),
                "insertedContent": { "text": suggestion.replacement },
            });
            let change = json!({ "artifactLocation": self.artifact(suggestion.span.file), "replacements": [replacement] });
            fields.insert("fixes".into(), json!([{ "artifactChanges": [change] }]));
        }
        result
    }

    /// Findings without a span are placed in the settings, the first of all files, because code hosts refuse results without
    /// a location.
    fn location(&self, diagnostic: &Diagnostic) -> Value {
        match (diagnostic.span, self.sources.iter().next()) {
            (Some(span), _) => json!([{ "physicalLocation": self.physical(span) }]),
            (None, Some((settings, _))) => json!([{ "physicalLocation": { "artifactLocation": self.artifact(settings) } }]),
            (None, None) => json!([]),
        }
    }

    fn physical(&self, span: Span) -> Value {
        json!({ "artifactLocation": self.artifact(span.file), "region": region(&self.place(span)) })
    }

    /// Address relative to the working folder, which readers treat as the root of the sources (3.4.3), or a `file` address.
    fn artifact(&self, file: FileId) -> Value {
        let path = self.path(file);
        let scheme = if path.starts_with('/') { "file://" } else { "" };
        json!({ "uri": format!("{scheme}{}", utf8_percent_encode(&path, ENCODED)) })
    }
}

/// The end column is exclusive in SARIF too (3.30.8).
fn region(place: &Region) -> Value {
    json!({ "startLine": place.line, "startColumn": place.column, "endLine": place.end_line, "endColumn": place.end_column })
}

fn described(rule: &RuleAbout) -> Value {
    json!({
        "id": rule.name,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.help },
        "defaultConfiguration": { "enabled": rule.level.is_some(), "level": level(rule.level) },
    })
}

/// A rule that is off by default is a warning if it is switched on.
fn level(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => "error",
        Some(Severity::Warning) | None => "warning",
        Some(Severity::Info) => "note",
    }
}
