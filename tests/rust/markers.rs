//! Thousands of each Markdown character, on one line and one a line: read in a time that grows with the text.

use std::time::{Duration, Instant};

use crate::project::{MemoryProject, draft};

const MARKERS: [&str; 44] = [
    "~", "~a", "^", "a^1 ", "!", "![", "[", "[[", "[]", "](", "[a](b", "[a][b]", "[^a", "[^1]", "<", "<!--", "<sub>a", "*", "*a", "a**", "***", "_",
    "_a ", "__(a)__b", "`", "` ``", "|", "|a", ":", ":a", "{", "{{", "&amp;", "&lt;!--", "\\", "#", "1.", "1. ", "- ", "> ", "\t", "a\t", "$^",
    "*_~`[",
];

const MANY: usize = 8_000;

/// Far more than the slowest takes, and far less than it would take if time grew with the square of the text.
const LONGEST: Duration = Duration::from_secs(15);

#[test]
fn many_markers_take_time_in_proportion() {
    for marker in MARKERS.into_iter().chain(["// ", "-->", "[/b]", "==a", "• ", "https://a.b/_", "a\u{a0}"]) {
        for text in [marker.repeat(MANY), format!("{marker}\n").repeat(MANY)] {
            let chapter = format!("---\ntitle: One\n---\nWords.\n\n{text}\n");
            let start = Instant::now();
            let built = draft(&MemoryProject::new([("chapters/01-one.md", chapter.as_bytes())]));
            assert!(start.elapsed() < LONGEST, "{marker:?} took {:?}", start.elapsed());
            assert!(built.diagnostics.iter().all(|finding| !finding.hints.is_empty()), "{marker:?}");
        }
    }
}

#[test]
fn what_is_nested_too_deeply_is_told() {
    for marker in ["- ", "> ", "1. "] {
        let chapter = format!("---\ntitle: One\n---\nWords.\n\n{}words\n", marker.repeat(MANY));
        let built = draft(&MemoryProject::new([("chapters/01-one.md", chapter.as_bytes())]));
        assert!(built.diagnostics.iter().any(|finding| finding.rule == "nested-too-deep"), "{marker:?}");
    }
}
