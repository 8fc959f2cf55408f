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
const ECHOES: [&str; 8] =
    ["extra-space", "link-address", "list-lead-in", "no-glyph", "placeholder-text", "raw-html", "undefined-abbreviation", "undefined-reference"];

/// A rule whose findings explain single words, and the rules that would report these words again.
const WORDS: &str = "placeholder-text";
const ECHOES_OF_WORDS: [&str; 4] = ["block-capitals", "extra-space", "undefined-abbreviation", "undefined-reference"];

/// Removes findings about words inside a passage that another finding explains, so that one mistake is reported once.
pub fn remove_echoes(diagnostics: &mut Vec<Diagnostic>) {
    let passages = places(diagnostics, |rule| CAUSES.contains(&rule));
    let words = places(diagnostics, |rule| rule == WORDS);
    diagnostics.retain(|finding| {
        let rule = finding.rule.as_str();
        let Some(span) = finding.span else { return true };
        let is_echo = ECHOES.contains(&rule) && is_within(&passages, span) || ECHOES_OF_WORDS.contains(&rule) && is_within(&words, span);
        !is_echo
    });
}

/// The places of findings of the rules for which `is_cause` is true, in order. Each ends at the farthest end so far, so that the last one that
/// starts before a finding decides.
fn places(diagnostics: &[Diagnostic], is_cause: impl Fn(&str) -> bool) -> BTreeMap<FileId, Vec<Span>> {
    let mut places: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for finding in diagnostics.iter().filter(|finding| is_cause(finding.rule.as_str())) {
        if let Some(span) = finding.span {
            places.entry(span.file).or_default().push(span);
        }
    }
    for spans in places.values_mut() {
        spans.sort();
        let mut end = 0;
        for span in spans {
            end = span.end.max(end);
            span.end = end;
        }
    }
    places
}

fn is_within(places: &BTreeMap<FileId, Vec<Span>>, span: Span) -> bool {
    places.get(&span.file).is_some_and(|places| {
        let before = places.partition_point(|place| place.start <= span.start);
        before.checked_sub(1).is_some_and(|last| places[last].end >= span.end)
    })
}
