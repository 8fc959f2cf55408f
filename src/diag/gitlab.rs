//! Diagnostics as a GitLab code quality report, which merge requests show beside the lines.
//!
//! <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>

use std::collections::HashMap;

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_128;

use super::json::pretty;
use super::report::sentence;
use super::{Report, Severity};

impl Report<'_> {
    /// A list of findings.
    pub(super) fn gitlab(&self) -> String {
        let mut seen: HashMap<String, u32> = HashMap::new();
        let findings = self.diagnostics.iter().map(|diagnostic| {
            let hints = diagnostic.hints.iter().map(|hint| format!(" What to do: {}", sentence(hint)));
            let description: String = std::iter::once(sentence(&diagnostic.message)).chain(hints).collect();
            // Findings without a span are placed in the settings, the first of all files.
            let (path, line) = match (diagnostic.span, self.sources.iter().next()) {
                (Some(span), _) => (self.path(span.file), self.place(span).line),
                (None, Some((settings, _))) => (self.path(settings), 1),
                (None, None) => (String::new(), 1),
            };
            let words = diagnostic.span.map_or("", |span| self.sources.text(span));
            // A finding keeps its fingerprint when lines move; of several identical findings, each has its own.
            let same = [&*diagnostic.rule, &path, &diagnostic.message, words].join("\0");
            let nth = seen.entry(same.clone()).and_modify(|count| *count += 1).or_insert(0);
            let fingerprint = format!("{:032x}", xxh3_128(format!("{same}\0{nth}").as_bytes()));
            json!({
                "description": description,
                "check_name": diagnostic.rule,
                "fingerprint": fingerprint,
                "severity": severity(diagnostic.severity),
                "location": { "path": path, "lines": { "begin": line } },
            })
        });
        pretty(&findings.collect::<Vec<Value>>())
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Info => "info",
    }
}
