//! # link-text
//!
//! The text of a link does not say where it leads: "click here", "read more".
//!
//! Many people move from link to link, or listen to a list of links. Out of context, "here" means nothing.
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
//! A bare web address is used as the text of a link.
//!
//! Screen readers spell addresses out letter by letter. In print, greenpaper adds the address after the words.
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
//! The full stop of the sentence is inside the link.
//!
//! It belongs to the sentence, not to the link.
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
//! Two links on a page have the same words but lead to different places.
//!
//! In a list of links they cannot be told apart.
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
//! A link to a document does not say what type it is.
//!
//! A document may need another program or take long to download. Readers want to know before they follow the link.
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
//! A link to a document does not say how large it is.
//!
//! For some readers, a large download costs money.
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

/// Link texts that do not say where the link leads, without punctuation, in lower case.
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

/// File extensions of documents, and the words that tell readers the type.
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
        let core = words.trim_matches(|c: char| !c.is_alphanumeric());
        if EMPTY_WORDS.contains(&core) {
            let finding = Diagnostic::warning(TEXT, link.span, format!("\"{}\" does not say where the link leads", text.trim()));
            findings.push(finding.hint("let the link text name what readers will find there"));
            continue;
        }
        if is_address(&words) {
            let finding = Diagnostic::warning(ADDRESS, link.span, "screen readers spell out a bare web address");
            findings.push(finding.hint("put words before the address: `[what is there](address)`"));
            continue;
        }
        if words.ends_with('.')
            && !words.ends_with("..")
            && words.contains(' ')
            && !words[..words.len() - 1].rsplit(' ').next().unwrap_or("").contains('.')
        {
            let finding = Diagnostic::warning(STOP, link.span, "the full stop is inside the link");
            findings.push(finding.hint("put it after the link: `[words](address).`"));
        }
        file(link, text.trim(), &words, findings);
        // A link that is only an image has no words here.
        if core.is_empty() {
            continue;
        }
        match by_words.get(core) {
            None => {
                by_words.insert(core.to_owned(), (&link.target, link.span));
            }
            Some((target, first)) if !is_same(target, &link.target) => {
                let finding =
                    Diagnostic::warning(SAME, link.span, format!("another link on this page has the words \"{}\" but leads elsewhere", text.trim()));
                findings.push(finding.label(*first, "the other link").hint("say in each what makes it different: whose plan, which year"));
            }
            Some(_) => {}
        }
    }
}

/// Whether two links lead to the same place, ignoring a trailing slash, an empty anchor and the scheme.
fn is_same(one: &Target, other: &Target) -> bool {
    fn place(address: &str) -> &str {
        let address = address.split_once("://").map_or(address, |(_, rest)| rest);
        address.trim_end_matches(['#', '/'])
    }
    match (one, other) {
        (Target::External(one), Target::External(other)) => place(one) == place(other),
        (Target::Place(_) | Target::Term(_) | Target::External(_) | Target::File(_), _) => one == other,
    }
}

fn is_address(words: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| words.starts_with(start)) && !words.contains(' ')
}

fn file(link: &Link<Target>, text: &str, words: &str, findings: &mut Findings) {
    let path = match &link.target {
        Target::External(address) => {
            let address = address.split(['?', '#']).next().unwrap_or(address);
            // The top-level domain is not a file extension.
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
        let finding = Diagnostic::warning(TYPE, link.span, format!("this link does not say that it leads to a {kind} document"));
        findings.push(finding.hint(format!("add the type and size to the words: `[{text} ({kind}, 545KB)](…)`")));
    } else if !has_size(words) {
        let finding = Diagnostic::warning(SIZE, link.span, "this link does not say how large the document is");
        findings.push(finding.hint(format!("add the size after the type: \"({kind}, 545KB)\"")));
    }
}

fn has_size(words: &str) -> bool {
    ["kb", "mb", "gb", "bytes"]
        .iter()
        .any(|unit| words.match_indices(unit).any(|(at, _)| words[..at].trim_end().ends_with(|c: char| c.is_ascii_digit())))
}
