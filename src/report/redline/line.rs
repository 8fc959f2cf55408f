//! A line of a redline as marked words.

use super::passage::{WordMark, Words};
use crate::model::{Inline, InlineChange, Label, plain_text};

/// The words of a line; with `formatting`, other quotation marks and dashes are marked.
pub(super) fn words(line: &[Inline<Label>], formatting: bool) -> Vec<Words> {
    let mut words = Vec::new();
    collect(line, WordMark::Plain, formatting, &mut words);
    words
}

/// Whether any words changed.
pub(super) fn differ(words: &[Words]) -> bool {
    words.iter().any(|words| words.mark != WordMark::Plain)
}

fn push(mark: WordMark, text: &str, into: &mut Vec<Words>) {
    if !into.last().is_some_and(|last| last.mark == mark && last.was.is_none()) {
        into.push(Words::new(mark, ""));
    }
    let Some(last) = into.last_mut() else { return };
    for c in text.chars() {
        if !matches!(c, ' ' | '\n' | '\t') {
            last.text.push(c);
        } else if !last.text.ends_with(' ') {
            last.text.push(' ');
        }
    }
}

fn collect(line: &[Inline<Label>], mark: WordMark, formatting: bool, into: &mut Vec<Words>) {
    for inline in line {
        match inline {
            Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => push(mark, &text.text, into),
            Inline::Emphasis(content)
            | Inline::Strong(content)
            | Inline::Strikethrough(content)
            | Inline::Shifted(_, content)
            | Inline::Language(_, content) => {
                collect(content, mark, formatting, into);
            }
            Inline::Link(link) => collect(&link.content, mark, formatting, into),
            Inline::Image(image) => push(mark, &format!("(image: {})", image.alternative.as_deref().unwrap_or("decorative")), into),
            Inline::FootnoteReference(..) => push(mark, "[note]", into),
            Inline::LineBreak(_) => push(mark, " ", into),
            Inline::RawHtml(html) => push(mark, html, into),
            Inline::Changed(change) => match &**change {
                InlineChange::Added(words) => collect(words, WordMark::Added, formatting, into),
                InlineChange::Removed(words) => collect(words, WordMark::Removed, formatting, into),
                InlineChange::MovedHere(words) => collect(words, WordMark::MovedHere, formatting, into),
                InlineChange::MovedAway(words) => collect(words, WordMark::MovedAway, formatting, into),
                InlineChange::Respelled { now, .. } if !formatting => collect(now, mark, formatting, into),
                InlineChange::Respelled { was, now } | InlineChange::Reformatted { was, now } => {
                    let words = plain_text(now);
                    if words.starts_with(char::is_whitespace) {
                        push(mark, " ", into);
                    }
                    into.push(Words { mark: WordMark::Reformatted, text: as_written(now), was: Some(as_written(was)) });
                    if words.ends_with(char::is_whitespace) {
                        push(mark, " ", into);
                    }
                }
            },
        }
    }
}

/// Formats a line as Markdown, much as an author would write it.
fn as_written(line: &[Inline<Label>]) -> String {
    let one = |inline: &Inline<Label>| match inline {
        Inline::Emphasis(content) => format!("*{}*", as_written(content)),
        Inline::Strong(content) => format!("**{}**", as_written(content)),
        Inline::Strikethrough(content) => format!("~~{}~~", as_written(content)),
        Inline::Shifted(shift, content) => format!("{0}{1}{0}", shift.names().1, as_written(content)),
        Inline::Language(tag, content) => format!("<span lang=\"{tag}\">{}</span>", as_written(content)),
        Inline::Link(link) => match &link.target {
            Label::Path(path) => format!("[{}]({path})", as_written(&link.content)),
            Label::Name { name, has_text: true } => format!("[[{name}|{}]]", as_written(&link.content)),
            Label::Name { name, has_text: false } => format!("[[{name}]]"),
        },
        other @ (Inline::Text(_)
        | Inline::Code(_)
        | Inline::Expanded(..)
        | Inline::Image(_)
        | Inline::FootnoteReference(..)
        | Inline::LineBreak(_)
        | Inline::RawHtml(_)
        | Inline::Changed(_)) => plain_text(std::slice::from_ref(other)),
    };
    line.iter().map(one).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
