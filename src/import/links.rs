//! Cross-references: from bookmarks of Word to files and headings.

use std::collections::HashMap;

use super::builder::{Place, push};
use super::flow::BOOKMARK;
use super::report::Findings;
use crate::model::{Inline, Label, Link, Text, plain_text};

/// What cross-references of one document need to know.
pub(super) struct Links<'a> {
    pub(super) places: &'a HashMap<String, Place>,
    pub(super) titles: &'a HashMap<String, String>,
    /// The path of each text from the strategy's folder.
    pub(super) paths: &'a [String],
    /// The folder of the file that the links are in, such as `chapters`.
    pub(super) folder: &'a str,
    pub(super) findings: &'a mut Findings,
}

impl Links<'_> {
    /// Resolves the links of a line, and makes links of addresses in it.
    pub(super) fn line(&mut self, line: &mut Vec<Inline<Label>>) {
        let mut out = Vec::with_capacity(line.len());
        for inline in std::mem::take(line) {
            match inline {
                Inline::Link(link) => self.link(*link, &mut out),
                Inline::Text(text) => addresses(&text, &mut out),
                Inline::Strong(mut content) => {
                    self.line(&mut content);
                    out.push(Inline::Strong(content));
                }
                Inline::Emphasis(mut content) => {
                    self.line(&mut content);
                    out.push(Inline::Emphasis(content));
                }
                Inline::Strikethrough(mut content) => {
                    self.line(&mut content);
                    out.push(Inline::Strikethrough(content));
                }
                Inline::Language(tag, mut content) => {
                    self.line(&mut content);
                    out.push(Inline::Language(tag, content));
                }
                other @ (Inline::Shifted(..)
                | Inline::Code(_)
                | Inline::Expanded(..)
                | Inline::Image(_)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_)
                | Inline::Changed(_)) => push(&mut out, other),
            }
        }
        *line = out;
    }

    fn link(&mut self, mut link: Link<Label>, out: &mut Vec<Inline<Label>>) {
        let Label::Path(target) = &link.target else { return out.push(Inline::Link(Box::new(link))) };
        let words = plain_text(&link.content);
        if words.trim().is_empty() {
            // A link around nothing, or around a picture alone, is none.
            return out.extend(link.content);
        }
        let Some(bookmark) = target.strip_prefix(BOOKMARK).map(str::to_owned) else {
            self.findings.counts.links += 1;
            return out.push(Inline::Link(Box::new(link)));
        };
        match self.places.get(&bookmark) {
            Some(Place::Heading(text, anchor)) => {
                let path = self.paths.get(*text).map_or("", String::as_str);
                let path = match path.split_once('/') {
                    Some((folder, file)) if folder == self.folder => file.to_owned(),
                    _ => format!("../{path}"),
                };
                link.target = Label::Path(anchor.as_ref().map_or(path.clone(), |anchor| format!("{path}#{anchor}")).into());
                // Numbers of sections and pages are those of Word.
                if words.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '))
                    && let Some(title) = self.titles.get(&bookmark)
                {
                    self.findings.replaced(
                        link.span,
                        format!("the number {words} of a cross-reference is the title of its section now"),
                        "check the sentence around it",
                    );
                    link.content = vec![Inline::Text(Text { text: title.as_str().into(), span: link.span })];
                }
                self.findings.counts.links += 1;
                out.push(Inline::Link(Box::new(link)));
            }
            Some(Place::Caption) => out.extend(link.content),
            Some(Place::Term(name)) => {
                link.target = Label::Name { name: name.as_str().into(), has_text: words != *name };
                self.findings.counts.links += 1;
                out.push(Inline::Link(Box::new(link)));
            }
            None => {
                self.findings.doubt(
                    link.span,
                    "this cross-reference leads to nothing in the file, so it is text now",
                    "write a link to what it is about",
                );
                out.extend(link.content);
            }
        }
    }
}

/// Adds a text, with links for the web and e-mail addresses in it.
fn addresses(text: &Text, out: &mut Vec<Inline<Label>>) {
    let mut from = 0;
    for (at, word) in words(&text.text) {
        let bare = word.trim_start_matches(['(', '<', '[', '"', '\u{201c}']);
        let start = at + word.len() - bare.len();
        let bare = bare.trim_end_matches(['.', ',', ';', ':', ')', '>', ']', '!', '?', '"', '\'', '\u{201d}', '\u{2019}']);
        let lower = bare.to_lowercase();
        let is_host = |host: &str| {
            host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '-'))
        };
        let host = |rest: &str| is_host(rest.split(['/', '?', '#', ':']).next().unwrap_or(""));
        let target = if let Some(rest) = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://")) {
            host(rest).then(|| bare.to_owned())
        } else if lower.starts_with("www.") {
            host(&lower).then(|| format!("https://{bare}"))
        } else {
            bare.split_once('@')
                .filter(|(name, rest)| {
                    !name.is_empty() && is_host(rest) && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+'))
                })
                .map(|_| format!("mailto:{bare}"))
        };
        let Some(target) = target else { continue };
        let piece = |from: usize, to: usize| {
            let is_exact = text.span.range().len() == text.text.len();
            Text { text: text.text[from..to].into(), span: if is_exact { text.span.part(from, to) } else { text.span } }
        };
        if from < start {
            push(out, Inline::Text(piece(from, start)));
        }
        let words = piece(start, start + bare.len());
        out.push(Inline::Link(Box::new(Link { target: Label::Path(target.into()), span: words.span, content: vec![Inline::Text(words)] })));
        from = start + bare.len();
    }
    if from == 0 {
        push(out, Inline::Text(text.clone()));
    } else if from < text.text.len() {
        let is_exact = text.span.range().len() == text.text.len();
        let span = if is_exact { text.span.part(from, text.text.len()) } else { text.span };
        push(out, Inline::Text(Text { text: text.text[from..].into(), span }));
    }
}

/// Words between white space that may be addresses, with their places.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split([' ', '\u{a0}', '\n', '|']).filter_map(move |word| {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        (word.contains(['@', ':']) || word.len() > 5 && word.contains("ww.")).then_some((start, word))
    })
}
