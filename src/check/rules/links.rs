//! # link-text
//!
//! The words of a link do not say where it leads: "click here", "read more".
//!
//! Many people jump from link to link, or listen to a list of them. There "here" says nothing.
//!
//! Bad:
//!
//! ```text
//! For more about our places, [click here](https://example.org/places).
//! ```
//!
//! Good:
//!
//! ```text
//! Read [more about our places](https://example.org/places).
//! ```
//!
//! Source: NHS service manual, "Formatting"; WCAG 2.2, 2.4.4.
//!
//! # link-address
//!
//! A bare web address stands in place of words.
//!
//! Screen readers spell addresses out, letter by letter. In print, greenpaper writes the address behind the words.
//!
//! Bad:
//!
//! ```text
//! See <https://www.example.org/plans/2023/health>.
//! ```
//!
//! Good:
//!
//! ```text
//! See [the health plan for 2023](https://www.example.org/plans/2023/health), or write to <strategy@example.org>.
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # link-full-stop
//!
//! The full stop of the sentence stands inside the link.
//!
//! It is part of the sentence and not of the words that lead somewhere.
//!
//! Bad:
//!
//! ```text
//! Read [the health plan.](https://example.org/plan)
//! ```
//!
//! Good:
//!
//! ```text
//! Read [the health plan](https://example.org/plan).
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # link-same-words
//!
//! Two links of a page have the same words and lead to different places.
//!
//! In a list of links nobody can tell them apart.
//!
//! Bad:
//!
//! ```text
//! Blackpool has [a plan](https://example.org/1). Lancashire has [a plan](https://example.org/2).
//! ```
//!
//! Good:
//!
//! ```text
//! Read [Blackpool's plan](https://example.org/1) and [Lancashire's plan](https://example.org/2).
//! ```
//!
//! Source: WCAG 2.2, 2.4.4 and 2.4.9.
//!
//! # link-file-type
//!
//! A link leads to a document and does not say of which type.
//!
//! A document may need another program, or a long download. Readers want to know before they follow the link.
//!
//! Bad:
//!
//! ```text
//! Read [the health plan](https://example.org/plan.pdf).
//! ```
//!
//! Good:
//!
//! ```text
//! Read [the health plan (PDF, 545KB)](https://example.org/plan.pdf).
//! ```
//!
//! Source: NHS service manual, "Formatting".
//!
//! # link-file-size
//!
//! A link leads to a document and does not say how large it is.
//!
//! A large download costs some readers money.
//!
//! Bad:
//!
//! ```text
//! Read [the health plan (PDF)](https://example.org/plan.pdf).
//! ```
//!
//! Good:
//!
//! ```text
//! Read [the health plan (PDF, 545KB)](https://example.org/plan.pdf).
//! ```
//!
//! Source: NHS service manual, "Formatting".

use std::collections::HashMap;

use crate::check::visit::{Family, Findings, Page, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Link, Target, plain_text};
use crate::span::Span;

const TEXT: &str = "link-text";
const ADDRESS: &str = "link-address";
const STOP: &str = "link-full-stop";
const SAME: &str = "link-same-words";
const TYPE: &str = "link-file-type";
const SIZE: &str = "link-file-size";

pub(super) const FAMILY: Family = Family {
    text: include_str!("links.rs"),
    rules: &[
        (TEXT, Some(Severity::Warning)),
        (ADDRESS, Some(Severity::Warning)),
        (STOP, Some(Severity::Warning)),
        (SAME, Some(Severity::Warning)),
        (TYPE, Some(Severity::Warning)),
        (SIZE, Some(Severity::Info)),
    ],
    visit: Visit::Page(find),
};

/// Words that say nothing of where they lead, without punctuation, in small letters.
const EMPTY_WORDS: [&str; 28] = [
    "click",
    "click here",
    "click this",
    "click this link",
    "continue",
    "continue reading",
    "details",
    "find out more",
    "follow this link",
    "go",
    "go here",
    "here",
    "info",
    "learn more",
    "link",
    "more",
    "more details",
    "more here",
    "more info",
    "more information",
    "read here",
    "read more",
    "read on",
    "see here",
    "see more",
    "this",
    "this link",
    "this page",
];

/// Endings of documents, and words of which one tells a reader the type.
const TYPES: [(&str, &[&str]); 12] = [
    ("pdf", &["pdf"]),
    ("doc", &["word", "doc"]),
    ("docx", &["word", "doc"]),
    ("odt", &["odt", "opendocument"]),
    ("xls", &["excel", "xls", "spreadsheet"]),
    ("xlsx", &["excel", "xls", "spreadsheet"]),
    ("ods", &["ods", "spreadsheet", "opendocument"]),
    ("csv", &["csv"]),
    ("ppt", &["powerpoint", "ppt", "slides"]),
    ("pptx", &["powerpoint", "ppt", "slides"]),
    ("zip", &["zip"]),
    ("rtf", &["rtf"]),
];

fn find(page: &Page<'_>, findings: &mut Findings) {
    let mut by_words: HashMap<String, (&Target, Span)> = HashMap::new();
    for link in page.links {
        let text = plain_text(&link.content);
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
        if EMPTY_WORDS.contains(&bare) {
            let fault = Diagnostic::warning(TEXT, link.span, format!("\"{}\" does not say where the link leads", text.trim()));
            findings.push(fault.hint("let the words of the link name what the reader finds there"));
            continue;
        }
        if is_address(&words) {
            let fault = Diagnostic::warning(ADDRESS, link.span, "a bare web address is spelled out by screen readers");
            findings.push(fault.hint("write words and put the address behind them: `[what is there](address)`"));
            continue;
        }
        if words.ends_with('.')
            && !words.ends_with("..")
            && words.contains(' ')
            && !words[..words.len() - 1].rsplit(' ').next().unwrap_or("").contains('.')
        {
            let fault = Diagnostic::warning(STOP, link.span, "the full stop stands inside the link");
            findings.push(fault.hint("put it behind the link: `[words](address).`"));
        }
        file(link, text.trim(), &words, findings);
        // Pictures alone have no words here.
        if bare.is_empty() {
            continue;
        }
        match by_words.get(bare) {
            None => {
                by_words.insert(bare.to_owned(), (&link.target, link.span));
            }
            Some((target, first)) if !is_same(target, &link.target) => {
                let fault =
                    Diagnostic::warning(SAME, link.span, format!("another link of this page is called \"{}\" too, but leads elsewhere", text.trim()));
                findings.push(fault.label(*first, "the other link").hint("say in each what is different: whose plan, which year"));
            }
            Some(_) => {}
        }
    }
}

/// Whether two links lead to the same place: a slash at the end and an empty anchor make no difference, nor does encryption.
fn is_same(one: &Target, other: &Target) -> bool {
    fn place(address: &str) -> &str {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        address.trim_end_matches(['#', '/'])
    }
    match (one, other) {
        (Target::External(one), Target::External(other)) => place(one) == place(other),
        _ => one == other,
    }
}

fn is_address(words: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| words.starts_with(start)) && !words.contains(' ')
}

fn file(link: &Link<Target>, text: &str, words: &str, findings: &mut Findings) {
    let path = match &link.target {
        Target::External(address) => {
            let address = address.split(['?', '#']).next().unwrap_or(address);
            // The host's own ending is no file's.
            address.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path)
        }
        Target::File(path) => path,
        Target::Place(_) | Target::Term(_) => return,
    };
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, ending)) = name.rsplit_once('.') else { return };
    let ending = ending.to_ascii_lowercase();
    let Some((_, names)) = TYPES.iter().find(|(known, _)| *known == ending) else { return };
    let kind = ending.to_uppercase();
    if !names.iter().any(|name| words.contains(name)) {
        let fault = Diagnostic::warning(TYPE, link.span, format!("this link leads to a document and does not say that it is a {kind}"));
        findings.push(fault.hint(format!("add type and size to the words: `[{text} ({kind}, 545KB)](…)`")));
    } else if !has_size(words) {
        let fault = Diagnostic::warning(SIZE, link.span, "this link leads to a document and does not say how large it is");
        findings.push(fault.hint(format!("add the size behind the type: \"({kind}, 545KB)\"")));
    }
}

fn has_size(words: &str) -> bool {
    ["kb", "mb", "gb", "bytes"]
        .iter()
        .any(|unit| words.match_indices(unit).any(|(at, _)| words[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())))
}
