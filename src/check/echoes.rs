//! Findings that only follow from another one at the same place.

use std::collections::BTreeMap;

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

/// Rules whose findings explain a whole passage.
const CAUSES: [&str; 10] = [
    "broken-link",
    "exposed-comment",
    "foreign-markup",
    "html-text",
    "no-footnote",
    "odd-space",
    "pasted-list",
    "pasted-table",
    "stray-markup",
    "unseen-character",
];

/// Rules about words and characters that may be there only because of such a passage.
const ECHOES: [&str; 6] = ["extra-space", "link-address", "no-glyph", "placeholder-text", "raw-html", "undefined-abbreviation"];

/// Removes findings about words inside a passage that another finding explains, so that one mistake is reported once.
pub fn remove_echoes(diagnostics: &mut Vec<Diagnostic>) {
    let mut causes: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for finding in diagnostics.iter().filter(|finding| CAUSES.contains(&finding.rule.as_str())) {
        if let Some(span) = finding.span {
            causes.entry(span.file).or_default().push(span);
        }
    }
    for spans in causes.values_mut() {
        spans.sort();
        // Each gets the farthest end so far, so that the last one that starts before a finding decides.
        let mut end = 0;
        for span in spans {
            end = span.end.max(end);
            span.end = end;
        }
    }
    diagnostics.retain(|finding| {
        let Some(span) = finding.span.filter(|_| ECHOES.contains(&finding.rule.as_str())) else { return true };
        let Some(causes) = causes.get(&span.file) else { return true };
        let before = causes.partition_point(|cause| cause.start <= span.start);
        before.checked_sub(1).is_none_or(|last| causes[last].end < span.end)
    });
}
