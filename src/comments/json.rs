//! Responses saved in the browser: JSON, format `greenpaper-comments/1`, described in `src/schema/comments.json`.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::annotation;
use super::findings::{broken, damaged, none, report_length, span_of};
use super::incoming::{Incoming, Kind, Sender, clean, short};
use crate::diag::Diagnostic;
use crate::model::{NodeId, Version};
use crate::span::{FileId, Span};

/// The format that the browser writes.
const FORMAT: &str = "greenpaper-comments/1";

#[derive(Deserialize)]
struct Response<'a> {
    format: Option<String>,
    version: Option<String>,
    receipt: Option<String>,
    name: Option<String>,
    group: Option<String>,
    contact: Option<String>,
    #[serde(borrow)]
    comments: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Comment {
    passage: Option<String>,
    paragraph: Option<String>,
    words: Option<String>,
    kind: Option<String>,
    text: String,
}

/// Reads the comments in a JSON file, our own or W3C Web Annotations.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Incoming> {
    let is_list = text.trim_start().starts_with('[');
    if is_list {
        return annotation::read(file, text, diagnostics);
    }
    let response: Response<'_> = match serde_json::from_str(text) {
        Ok(response) => response,
        Err(fault) => {
            diagnostics.push(broken(file, text, &fault));
            return Vec::new();
        }
    };
    match response.format.as_deref() {
        None if response.comments.is_none() => return annotation::read(file, text, diagnostics),
        Some(FORMAT) => {}
        other => {
            let start = text.find("\"format\"").unwrap_or(0);
            let found =
                other.map_or_else(|| "does not say in which format it is".to_owned(), |other| format!("is in the format `{}`", short_name(other)));
            diagnostics.push(
                Diagnostic::error("comments-format", Span::new(file, start..start + 1), format!("this file {found}, which cannot be read"))
                    .hint(format!("ask for a file that was saved with \u{201c}Save my comments\u{201d}: its format is `{FORMAT}`")),
            );
            return Vec::new();
        }
    }
    let sender = Sender {
        receipt: short(response.receipt.as_deref()),
        group: short(response.group.as_deref()),
        name: short(response.name.as_deref()),
        contact: short(response.contact.as_deref()),
    };
    let version = response.version.as_deref().and_then(Version::parse);
    let comments = response.comments.unwrap_or_default();
    if comments.is_empty() {
        diagnostics.push(none(file));
    }
    let read = |raw: &RawValue| {
        let span = span_of(file, text, raw.get());
        match serde_json::from_str::<Comment>(raw.get()) {
            Ok(comment) => one(comment, span, version.as_ref(), &sender, diagnostics),
            Err(_) => {
                // Kept as it is: somebody meant to say something.
                diagnostics.push(damaged(span));
                let text = clean(raw.get());
                Some(Incoming {
                    span,
                    version: version.clone(),
                    passage: None,
                    paragraph: None,
                    quoted: None,
                    kind: Kind::Comment,
                    text,
                    sender: sender.clone(),
                    is_torn: false,
                })
            }
        }
    };
    comments.into_iter().filter_map(read).collect()
}

fn one(comment: Comment, span: Span, version: Option<&Version>, sender: &Sender, diagnostics: &mut Vec<Diagnostic>) -> Option<Incoming> {
    let kind = Kind::named(comment.kind.as_deref().unwrap_or(""));
    let text = clean(&comment.text);
    report_length(&comment.text, span, diagnostics);
    // Agreement needs no words.
    if text.is_empty() && kind != Kind::Agree {
        diagnostics.push(
            Diagnostic::new(crate::diag::Severity::Info, "comments-empty", span, "this comment is empty, so it was left out")
                .hint("nothing needs to be done"),
        );
        return None;
    }
    Some(Incoming {
        span,
        version: version.cloned(),
        passage: comment.passage.as_deref().and_then(|id| NodeId::parse(id.trim_start_matches("p_"))),
        paragraph: short(comment.paragraph.as_deref()),
        quoted: short(comment.words.as_deref()),
        kind,
        text,
        sender: sender.clone(),
        is_torn: false,
    })
}

fn short_name(name: &str) -> String {
    clean(name).chars().take(40).collect()
}
