//! Reads back the HTML that [`Writer`](crate::html::writer::Writer) writes, for formats that are made from it.

use std::borrow::Cow;

/// A part of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token<'h> {
    /// A start tag.
    Start(Tag<'h>),
    /// The name of an end tag.
    End(&'h str),
    /// Text, with its character references.
    Text(&'h str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    pub(super) name: &'h str,
    /// Names and values, with their character references; an attribute without a value has an empty one.
    pub(super) attributes: Vec<(&'h str, &'h str)>,
    /// Whether it ends with a slash, as tags of drawings do.
    pub(super) is_closed: bool,
}

impl<'h> Tag<'h> {
    pub(super) fn attribute(&self, name: &str) -> Option<&'h str> {
        self.attributes.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }

    pub(super) fn has_class(&self, classes: &[&str]) -> bool {
        self.attribute("class").is_some_and(|own| own.split_whitespace().any(|class| classes.contains(&class)))
    }

    /// Whether the element has neither content nor an end tag.
    pub(super) fn is_empty(&self) -> bool {
        self.is_closed || matches!(self.name, "br" | "hr" | "img")
    }
}

/// The tokens of `html`, which has no comments and no raw text.
pub(super) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { rest: html }
}

pub(super) struct Tokens<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Tokens<'h> {
    type Item = Token<'h>;

    fn next(&mut self) -> Option<Token<'h>> {
        let Some(tag) = self.rest.strip_prefix('<') else {
            let end = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(end);
            self.rest = rest;
            return (!text.is_empty()).then_some(Token::Text(text));
        };
        if let Some(end) = tag.strip_prefix('/') {
            let (name, rest) = end.split_once('>').unwrap_or((end, ""));
            self.rest = rest;
            return Some(Token::End(name.trim()));
        }
        let length = tag.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(tag.len());
        let (name, mut rest) = tag.split_at(length);
        let (mut attributes, mut is_closed) = (Vec::new(), false);
        loop {
            is_closed |= rest.trim_start().starts_with("/>");
            rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
            if rest.is_empty() || rest.starts_with('>') {
                break;
            }
            let length = rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>')).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(length);
            let Some(value) = after.strip_prefix('=') else {
                attributes.push((attribute, ""));
                rest = after;
                continue;
            };
            let (value, after) = match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
                None => value.split_at(value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len())),
            };
            attributes.push((attribute, value));
            rest = after;
        }
        self.rest = rest.strip_prefix('>').unwrap_or(rest);
        Some(Token::Start(Tag { name, attributes, is_closed }))
    }
}

/// `text` with its character references replaced.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&").into()
}

#[cfg(test)]
mod tests {
    use super::{Tag, Token, tokens, unescaped};

    #[test]
    fn tags_are_read_as_they_are_written() {
        let read: Vec<Token<'_>> = tokens("<p id=a class=\"b c\" hidden>x &lt; y<br>z</p><rect x=\"1\"/>").collect();
        let tag = |name, attributes: &[(&'static str, &'static str)]| {
            Token::Start(Tag { name, attributes: attributes.to_vec(), is_closed: name == "rect" })
        };
        let wanted = [
            tag("p", &[("id", "a"), ("class", "b c"), ("hidden", "")]),
            Token::Text("x &lt; y"),
            tag("br", &[]),
            Token::Text("z"),
            Token::End("p"),
            tag("rect", &[("x", "1")]),
        ];
        assert_eq!(read, wanted);
        assert_eq!(unescaped("&amp;lt; &quot;a&quot;"), "&lt; \"a\"");
    }

    #[test]
    fn any_text_ends() {
        for broken in ["<", "</", "<p a=\"", "<p a=", "<p a", "a<b", "<>", "</>"] {
            assert!(tokens(broken).count() < 9, "{broken}");
        }
    }
}
