//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): one, a list, or a page or collection of them.

use serde_json::Value;
use serde_json::value::RawValue;

use super::findings::{broken, damaged, none, report_length, span_of};
use super::incoming::{Incoming, Kind, Sender, clean, short};
use crate::diag::Diagnostic;
use crate::model::{NodeId, Version};
use crate::span::{FileId, Span};

/// Reads the annotations in a JSON file.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Incoming> {
    // A list is read item by item, so that each has its place; anything else is small or rare.
    let items: Result<Vec<&RawValue>, _> = serde_json::from_str(text);
    let annotations: Vec<(Span, Value)> = match items {
        Ok(items) => {
            // One that cannot be read is kept as it is.
            let value = |raw: &RawValue| serde_json::from_str(raw.get()).unwrap_or_else(|_| Value::String(raw.get().to_owned()));
            items.into_iter().map(|raw| (span_of(file, text, raw.get()), value(raw))).collect()
        }
        Err(_) => match serde_json::from_str::<Value>(text) {
            Ok(value) => {
                let whole = Span::new(file, 0..text.find('\n').unwrap_or(text.len()));
                let list = ["/items", "/first/items", "/rows"].iter().find_map(|path| value.pointer(path)?.as_array());
                list.cloned().unwrap_or_else(|| vec![value.clone()]).into_iter().map(|value| (whole, value)).collect()
            }
            Err(fault) => {
                diagnostics.push(broken(file, text, &fault));
                return Vec::new();
            }
        },
    };
    let comments: Vec<Incoming> = annotations.into_iter().filter_map(|(span, value)| one(&value, span, diagnostics)).collect();
    if comments.is_empty() {
        diagnostics.push(none(file));
    }
    comments
}

fn one(annotation: &Value, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Incoming> {
    let words = body_text(annotation).unwrap_or_else(|| {
        diagnostics.push(damaged(span));
        annotation.as_str().map_or_else(|| annotation.to_string(), str::to_owned)
    });
    let target = annotation.get("target").map_or(&Value::Null, first);
    report_length(&words, span, diagnostics);
    let text = clean(&words);
    let source = target.as_str().or_else(|| target.get("source").and_then(Value::as_str)).unwrap_or("");
    let selectors = target.get("selector").map_or(&[][..], |selector| selector.as_array().map_or(std::slice::from_ref(selector), Vec::as_slice));
    let with = |key: &str| selectors.iter().find_map(|selector| selector.get(key).and_then(Value::as_str));
    let fragment = with("value").or_else(|| source.rsplit_once('#').map(|(_, fragment)| fragment));
    let creator = annotation.get("creator");
    let name = creator.and_then(|creator| creator.as_str().or_else(|| creator.get("name").and_then(Value::as_str)));
    let motivation = annotation.get("motivation").map(first).and_then(Value::as_str).unwrap_or("");
    (!text.is_empty()).then(|| Incoming {
        span,
        // Not of the standard: documents of ours say which version they were made from.
        version: target.get("version").and_then(Value::as_str).and_then(Version::parse),
        passage: fragment.and_then(|fragment| fragment.rsplit("p_").next()).and_then(NodeId::parse),
        paragraph: None,
        quoted: short(with("exact")),
        kind: match motivation {
            _ if motivation.ends_with("questioning") => Kind::Question,
            _ if motivation.ends_with("editing") => Kind::Suggestion,
            _ => Kind::Comment,
        },
        text,
        sender: Sender { receipt: short(annotation.get("id").and_then(Value::as_str)), group: None, name: short(name), contact: None },
        is_torn: false,
    })
}

/// The first of one or several values.
fn first(value: &Value) -> &Value {
    value.as_array().and_then(|list| list.first()).unwrap_or(value)
}

fn body_text(annotation: &Value) -> Option<String> {
    if let Some(text) = annotation.get("bodyValue").and_then(Value::as_str) {
        return Some(text.to_owned());
    }
    let body = annotation.get("body")?;
    let bodies = body.as_array().map_or(std::slice::from_ref(body), Vec::as_slice);
    let texts: Vec<&str> = bodies.iter().filter_map(|body| body.as_str().or_else(|| body.get("value")?.as_str())).collect();
    Some(texts.join("\n"))
}
