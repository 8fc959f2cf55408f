//! YAML as a tree in which every key and value knows its place.
//!
//! A tree of our own above granit-parser's events, because values must stay as written (`3.10` is a version, not a
//! number), all faults of a file must show at once, and duplicate keys must name both places.

mod fields;

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diag::Diagnostic;
use crate::span::{FileId, Span};

pub(crate) use fields::{Fields, Word};

/// Where a piece of text that is parsed by itself stands in its file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Origin {
    /// Letter for letter, from this byte on.
    At(FileId, usize),
    /// Somewhere in here: escapes or line prefixes stand between.
    Within(Span),
}

impl Origin {
    /// The place of a range of the piece.
    pub(crate) fn span(self, range: Range<usize>) -> Span {
        match self {
            Self::At(file, offset) => Span::new(file, offset + range.start..offset + range.end),
            Self::Within(span) => span,
        }
    }

    /// The origin of `text`, whose value stands at `span`: exact if it is written there letter for letter.
    pub(crate) fn of(text: &str, span: Span, file_text: &str) -> Self {
        let exact = file_text.get(span.range()) == Some(text);
        if exact { Self::At(span.file, span.start as usize) } else { Self::Within(span) }
    }
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    /// Any scalar, unescaped, otherwise as written.
    Scalar(String),
    Sequence(Vec<Node>),
    Mapping(Vec<(Key, Node)>),
}

/// A key of a mapping.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) name: String,
    pub(crate) span: Span,
}

impl Value {
    /// For messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "one value",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a group of keys",
        }
    }
}

/// The text of a YAML file: without a byte order mark, and with stand-ins for what is no UTF-8.
pub(crate) fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n")
}

/// More values than any strategy has: what is beyond is refused rather than read.
const MOST_NODES: usize = 2_000_000;
/// Deeper than any of our files goes.
const DEEPEST: usize = 32;

/// Reads the YAML document that is `text`, which stands at `origin`.
///
/// Returns `None` when there is no value at all or after a fault of syntax, which is reported.
pub(crate) fn parse(text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut reader = Reader { parser: Parser::new_from_str(text), origin, nodes: 0, text, diagnostics };
    match reader.document() {
        Ok(node) => node,
        Err(fault) => {
            reader.diagnostics.push(*fault);
            None
        }
    }
}

struct Reader<'a, 'd> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    origin: Origin,
    nodes: usize,
    text: &'a str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

type Fault = Box<Diagnostic>;

impl<'a> Reader<'a, '_> {
    fn document(&mut self) -> Result<Option<Node>, Fault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd | Event::DocumentEnd => return Ok(None),
                Event::StreamStart | Event::DocumentStart(..) => {}
                event => {
                    let node = self.node(event, span, 0)?;
                    self.end()?;
                    return Ok(Some(node));
                }
            }
        }
    }

    /// What stands behind the first document is a fault: a `---` too many.
    fn end(&mut self) -> Result<(), Fault> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::DocumentEnd => {}
                _ => return Err(Box::new(Diagnostic::error("yaml", span, "a second YAML document starts here").hint("remove the line `---`"))),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), Fault> {
        let Some(next) = self.parser.next_event() else {
            return Ok((Event::StreamEnd, self.span(self.text.len(), self.text.len())));
        };
        let (mut event, span) = next.map_err(|error| {
            let place = error.marker();
            let index = || self.text.char_indices().nth(place.index()).map_or(self.text.len(), |(at, _)| at);
            let at = self.text.floor_char_boundary(place.byte_offset().unwrap_or_else(index));
            let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
            let (message, hint) = in_plain_words(&error.info(), self.text, at);
            Box::new(Diagnostic::error("yaml", self.span(at, at + length), message).hint(hint))
        })?;
        let Range { mut start, end } = span.byte_range().unwrap_or(0..0);
        if let Event::Scalar(_, _, anchor, tag) | Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) = &event
            && (*anchor != 0 || tag.is_some())
        {
            let name = self.properties(self.text.floor_char_boundary(start));
            if let Event::Scalar(text, style, ..) = &mut event
                && text.is_empty()
            {
                // All that is written is the name: that the value is empty would be a second message.
                *text = Cow::Borrowed(self.text[name.clone()].trim_start_matches(['!', '&']));
                *style = ScalarStyle::DoubleQuoted;
                start = name.start;
            }
        }
        if matches!(event, Event::Scalar(_, ScalarStyle::Plain, ..)) {
            self.cut_off(end);
        }
        Ok((event, self.span(start, end)))
    }

    /// Reports what looks like a part of the plain value that ends at `end`, but is a comment: `Priority #1`.
    fn cut_off(&mut self, end: usize) {
        let rest = self.text.get(end..).unwrap_or("");
        let line = rest.split('\n').next().unwrap_or("").trim_end();
        let comment = line.trim_start_matches(' ');
        let start = end + line.len() - comment.len();
        let is_behind_space = self.text[..start].ends_with(' ');
        if is_behind_space && comment.strip_prefix('#').is_some_and(|words| words.starts_with(char::is_alphanumeric)) {
            let message = format!("`{comment}` is a comment to YAML, and is left out");
            let fault = Diagnostic::warning("yaml-comment", self.span(start, start + comment.len()), message);
            self.diagnostics
                .push(fault.hint("if it belongs to the value, put quotes round all of it: `\"Priority #1\"`; if not, write a space behind the `#`"));
        }
    }

    /// Reports the tag (`!name`) or anchor (`&name`) before the value that starts at `value`, and returns where it stands: the first, if there
    /// are several.
    fn properties(&mut self, value: usize) -> Range<usize> {
        let mut place = value..value;
        loop {
            let before = self.text[..place.start].trim_end();
            let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | '{')).next().unwrap_or_default();
            if !word.starts_with(['!', '&']) {
                break;
            }
            place = before.len() - word.len()..before.len();
        }
        let message = match &self.text[place.clone()] {
            "" => "the mark before this is read as a name, and is no part of the text".to_owned(),
            name => format!("`{name}` is read as a name, and is no part of the text"),
        };
        let fault = Diagnostic::error("yaml", self.span(place.start, place.end), message);
        self.diagnostics.push(fault.hint("put quotes round a text that starts with `!` or `&`: `title: \"!Important words\"`"));
        place
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.origin.span(start.min(self.text.len())..end.min(self.text.len()))
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, Fault> {
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth > DEEPEST {
            let what = if depth > DEEPEST { "values are nested too deep" } else { "there are more values than a strategy can have" };
            return Err(Box::new(
                Diagnostic::error("yaml", span, what).hint("was this file made by a program? Keep only the keys that the guide names"),
            ));
        }
        let (value, end) = match event {
            Event::Scalar(text, style, ..) => {
                let is_null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null");
                (if is_null { Value::Null } else { Value::Scalar(text.into_owned()) }, span)
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next()? {
                        (Event::SequenceEnd, end) => break end,
                        (event, span) => items.push(self.node(event, span, depth + 1)?),
                    }
                };
                (Value::Sequence(items), end)
            }
            Event::MappingStart(..) => {
                let (entries, end) = self.mapping(depth)?;
                (Value::Mapping(entries), end)
            }
            Event::Alias(..) | Event::UnresolvedAlias(..) => {
                return Err(Box::new(Diagnostic::error("yaml", span, "aliases (`*name`) are not read here").hint("write the value out")));
            }
            _ => (Value::Null, span),
        };
        Ok(Node { span: Span { end: end.end.max(span.end), ..span }, value })
    }

    fn mapping(&mut self, depth: usize) -> Result<(Vec<(Key, Node)>, Span), Fault> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok((entries, span)),
                Event::Scalar(name, ..) => Key { name: name.into_owned(), span },
                _ => return Err(Box::new(Diagnostic::error("yaml", span, "a key must be a single word").hint("write `key: value`"))),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push((key, value));
        }
    }
}

/// The commonest reasons for which YAML cannot be read, and what to do, said for people who never heard of YAML.
fn in_plain_words(info: &str, text: &str, at: usize) -> (&'static str, &'static str) {
    let info = info.to_lowercase();
    // `title:Our plan` is a key to nobody; what is amiss shows at the next colon.
    let line = text[..at].rfind('\n').map_or("", |end| text[..end].lines().last().unwrap_or(""));
    let lacks_space = line.split_once(':').is_some_and(|(key, rest)| {
        !key.trim().is_empty() && !key.contains([' ', '"', '#']) && rest.starts_with(|c: char| !c.is_whitespace() && c != '/')
    });
    if info.contains("mapping value") && lacks_space {
        return ("the line above is no `key: value`", "on the line above, put a space behind the colon: `title: Our plan`");
    }
    if info.contains("tab") {
        ("a tab stands here where spaces belong", "indent with spaces, not with tabs")
    } else if info.contains("mapping value") {
        (
            "this line has a colon too many to be understood",
            "put quotes round a value that contains a colon: `title: \"Our plan: the next five years\"`",
        )
    } else if info.contains("quote")
        || info.contains("scalar")
        || info.contains("unexpected character")
        || info.contains("anchor")
        || info.contains("tag")
    {
        (
            "this value cannot be understood: it begins with a special character, or its quotes are not closed",
            "close the quotes, or put quotes round a value that starts with a special character",
        )
    } else if info.contains("illegal placement") || info.contains("flow") || info.contains("bracket") || info.contains('}') || info.contains(']') {
        (
            "a bracket is not closed before this, or a comma is missing",
            "close every `[` with `]` and every `{` with `}`, and divide what is inside by commas, here and on the lines above",
        )
    } else {
        ("this cannot be understood as lines of `key: value`", "look at indentation, missing colons and unclosed quotes here and on the line before")
    }
}
