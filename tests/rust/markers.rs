//! Thousands of each Markdown character, on one line and one a line: read in a time that grows with the text.

use std::time::{Duration, Instant};

use crate::project::{Built, MemoryProject, draft};

const MARKERS: [&str; 44] = [
    "~", "~a", "^", "a^1 ", "!", "![", "[", "[[", "[]", "](", "[a](b", "[a][b]", "[^a", "[^1]", "<", "<!--", "<sub>a", "*", "*a", "a**", "***", "_",
    "_a ", "__(a)__b", "`", "` ``", "|", "|a", ":", ":a", "{", "{{", "&amp;", "&lt;!--", "\\", "#", "1.", "1. ", "- ", "> ", "\t", "a\t", "$^",
    "*_~`[",
];

const MANY: usize = 8_000;

/// Faster than this, the growth of time cannot be measured.
const SHORT: Duration = Duration::from_secs(2);

/// Four times the text takes four times as long, or sixteen times if time grew with the square of the text.
const MOST_GROWTH: u32 = 10;

const OTHERS: [&str; 17] = [
    "// ",
    "-->",
    "[/b]",
    "==a",
    "• ",
    "https://a.b/_",
    "a\u{a0}",
    "\u{201c}",
    "\u{2019}",
    "\"",
    "e.g.",
    "a) ",
    "1. a) ",
    "[a] [b] ",
    "Table 2 ",
    "£XX ",
    "\u{200b}",
];

/// A chapter with this text, checked, and how long that took.
fn timed(text: &str) -> (Built, Duration) {
    let chapter = format!("---\ntitle: One\n---\nWords.\n\n{text}\n");
    let start = Instant::now();
    let built = draft(&MemoryProject::new([("chapters/01-one.md", chapter.as_bytes())]));
    (built, start.elapsed())
}

#[test]
fn many_markers_take_time_in_proportion() {
    for marker in MARKERS.into_iter().chain(OTHERS) {
        for text in [marker.repeat(MANY), format!("{marker}\n").repeat(MANY)] {
            let (built, time) = timed(&text);
            if time > SHORT {
                let quarter = &text[..text.floor_char_boundary(text.len() / 4)];
                // Another test may have taken the processors meanwhile, so a text is slow only if it always is.
                let (mut time, mut short) = (time, Duration::ZERO);
                for _ in 0..3 {
                    short = short.max(timed(quarter).1);
                    if time < short * MOST_GROWTH {
                        break;
                    }
                    time = time.min(timed(&text).1);
                }
                assert!(time < short * MOST_GROWTH, "{marker:?} took {short:?}, and {time:?} for four times as many");
            }
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

#[test]
fn many_values_and_terms_take_time_in_proportion() {
    let time = |files: [(&str, String); 2]| {
        let start = Instant::now();
        draft(&MemoryProject::new(files.iter().map(|(path, text)| (*path, text.as_bytes()))));
        start.elapsed()
    };
    let aliases = |many: usize| {
        [("chapters/01-one.md", format!("---\ntitle: &a One\nauthors: [{}]\n---\nWords.\n", "&a b, ".repeat(many))), ("glossary/a.md", String::new())]
    };
    let chain = |many: usize| {
        let terms: String = (0..many).map(|at| format!("Term{at}x\n: See term{}x now.\n\n", at + 1)).collect();
        [("chapters/01-one.md", "---\ntitle: One\n---\nWe use term0x.\n".to_owned()), ("glossary/a.md", terms)]
    };
    for (what, files, many) in [("aliases", &aliases as &dyn Fn(usize) -> _, 40_000), ("a chain of terms", &chain, 3_000)] {
        let whole = time(files(many));
        assert!(whole < SHORT || whole < time(files(many / 4)) * MOST_GROWTH, "{what} took {whole:?}");
    }
}
