//! YAML as a tree in which every key and value has a span.
//!
//! The tree is built from granit-parser's events, because values must stay as written (`3.10` is a version, not a
//! number), all problems of a file must be reported at once, and a duplicate key must be reported with both spans.

mod fields;
mod hints;
mod origin;
mod spaces;
mod syntax;
mod write;

use std::borrow::Cow;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::diag::{Diagnostic, Unseen, unseen};
use crate::span::Span;

use syntax::{Explained, explain};

pub(crate) use fields::{Fields, Word};
pub(crate) use origin::Origin;
pub(crate) use write::{in_double_quotes, is_plain, scalar};

/// A value and its span.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// A YAML value.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    /// Any scalar, unescaped but otherwise as written.
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
    /// Kind of value, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Scalar(_) => "one value",
            Self::Sequence(_) => "a list",
            Self::Mapping(_) => "a group of keys",
        }
    }
}

/// The text of a YAML file, without a byte order mark and with replacement characters for invalid UTF-8.
pub(crate) fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n")
}

/// Maximum number of values, far above what any strategy has; larger files are refused.
const MOST_NODES: usize = 2_000_000;
/// Maximum depth of nested values.
const DEEPEST: usize = 32;
/// Maximum number of `!name` and `&name` to report.
const MOST_NAMES: usize = 50;

/// Parses the YAML document `text` from `origin`.
///
/// Returns `None` if there is no value, or after a syntax error, which is reported.
pub(crate) fn parse(text: &str, origin: Origin, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let plain = spaces::plain(text, origin, diagnostics);
    let text = plain.as_deref().unwrap_or(text);
    let mut reader = Reader { parser: Parser::new_from_str(text), origin, nodes: 0, names: 0, text, diagnostics };
    match reader.document() {
        Ok(node) => node,
        Err(finding) => {
            reader.diagnostics.push(*finding);
            None
        }
    }
}

struct Reader<'a, 'd> {
    parser: Parser<'a, granit_parser::StrInput<'a>>,
    origin: Origin,
    nodes: usize,
    /// Names of values (`!name`, `&name`) that were found.
    names: usize,
    text: &'a str,
    diagnostics: &'d mut Vec<Diagnostic>,
}

type SyntaxError = Box<Diagnostic>;

impl<'a> Reader<'a, '_> {
    fn document(&mut self) -> Result<Option<Node>, SyntaxError> {
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

    /// Refuses anything after the first document: a surplus `---`.
    fn end(&mut self) -> Result<(), SyntaxError> {
        loop {
            let (event, span) = self.next()?;
            match event {
                Event::StreamEnd => return Ok(()),
                Event::DocumentEnd => {}
                _ => return Err(Box::new(Diagnostic::error("yaml", span, "a second YAML document starts here").hint("remove the line `---`"))),
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, Span), SyntaxError> {
        let Some(next) = self.parser.next_event() else {
            return Ok((Event::StreamEnd, self.span(self.text.len(), self.text.len())));
        };
        let (mut event, span) = next.map_err(|error| {
            let place = error.marker();
            let index = || self.text.char_indices().nth(place.index()).map_or(self.text.len(), |(at, _)| at);
            let at = self.text.floor_char_boundary(place.byte_offset().unwrap_or_else(index));
            let at = if error.info().to_lowercase().contains("tab") { tab_at(self.text, at).unwrap_or(at) } else { at };
            let Explained { at, message, hint } = explain(&error.info(), self.text, at);
            let length = self.text[at..].chars().next().map_or(0, char::len_utf8);
            Box::new(Diagnostic::error("yaml", self.span(at, at + length), message).hint(hint))
        })?;
        let Range { mut start, end } = span.byte_range().unwrap_or(0..0);
        if let Event::Scalar(_, _, anchor, tag) | Event::SequenceStart(_, anchor, tag) | Event::MappingStart(_, anchor, tag) = &event
            && (*anchor != 0 || tag.is_some())
        {
            let name = self.report_properties(self.text.floor_char_boundary(start));
            if let Event::Scalar(text, style, ..) = &mut event
                && text.is_empty()
            {
                // Only the name is written: do not also report an empty value.
                *text = Cow::Borrowed(self.text[name.clone()].trim_start_matches(['!', '&']));
                *style = ScalarStyle::DoubleQuoted;
                start = name.start;
            }
        }
        if matches!(event, Event::Scalar(_, ScalarStyle::Plain, ..)) {
            self.report_comment(end);
        }
        let span = self.span(start, end);
        if let Event::Scalar(text, ..) = &mut event
            && let Some(shown) = without_comments(text)
        {
            let finding = Diagnostic::error("exposed-comment", span, "a comment inside a value is not one, so readers would see it");
            self.diagnostics.push(finding.hint("put the note on a line of its own that starts with `# `, or delete it"));
            *text = Cow::Owned(shown);
        }
        Ok((event, span))
    }

    /// A value without control characters, which escapes such as `"\u0007"` can bring in; they are reported. Those in the file itself were
    /// reported when it was read.
    fn without_controls(&mut self, text: Cow<'a, str>, span: Span) -> Cow<'a, str> {
        // Other line ends are spaces to a reader.
        let is_odd = |c: char| unseen(c).is_some() && c != '\r';
        if !Unseen::is_in(&text) || !text.contains(is_odd) {
            return text;
        }
        let found = text.chars().find_map(|c| Some((c, unseen(c).filter(|_| is_odd(c))?)));
        if let Some((c, kind)) = found.filter(|(c, _)| !self.text.contains(*c)) {
            let finding = match kind {
                Unseen::Control => Diagnostic::error("unseen-character", span, kind.in_words(c)),
                Unseen::Direction => Diagnostic::warning("unseen-character", span, kind.in_words(c)),
            };
            self.diagnostics.push(finding.hint("take the escape that begins with a backslash out of the quotes: readers see nothing of it"));
        }
        Cow::Owned(text.chars().filter(|c| unseen(*c) != Some(Unseen::Control)).collect())
    }

    /// Reports a comment that looks like part of the plain value ending at `end`: `Priority #1`.
    fn report_comment(&mut self, end: usize) {
        let rest = self.text.get(end..).unwrap_or("");
        // Most values are followed by none, and a line may have very many.
        if !rest.trim_start_matches(' ').starts_with('#') {
            return;
        }
        let line = rest.split('\n').next().unwrap_or("").trim_end();
        let comment = line.trim_start_matches(' ');
        let start = end + line.len() - comment.len();
        let is_after_space = self.text[..start].ends_with(' ');
        if !is_after_space {
            return;
        }
        let message = format!("YAML reads `{comment}` as a comment, so it is left out");
        let finding = Diagnostic::warning("yaml-comment", self.span(start, start + comment.len()), message);
        if comment.strip_prefix('#').is_some_and(|words| words.starts_with(char::is_alphanumeric)) {
            self.diagnostics
                .push(finding.hint("if it belongs to the value, put quotes round all of it: `\"Priority #1\"`; if not, put a space after the `#`"));
            return;
        }
        // After words for readers a comment is not to be expected; those who write one put two spaces before it.
        let before = self.text[..start].rsplit('\n').next().unwrap_or("");
        let Some((key, value)) = before.split_once(": ").filter(|_| !comment[1..].trim().is_empty() && !self.text[..start].ends_with("  ")) else {
            return;
        };
        if WORDS.contains(&key.trim_start_matches([' ', '-', '{'])) {
            let whole = syntax::quoted(&format!("{} {comment}", value.trim()));
            self.diagnostics.push(finding.hint(format!(
                "if it belongs to the value, put quotes round all of it: `{key}: {whole}`; if not, put it on a line of its own",
                key = key.trim()
            )));
        }
    }

    /// The finding about a key that is no word, such as that of `title: {{ name }}`.
    fn odd_key(&self, span: Span) -> Diagnostic {
        let finding = Diagnostic::error("yaml", span, "a key must be a single word");
        let start = if let Origin::At(_, offset) = self.origin { (span.start as usize).saturating_sub(offset) } else { 0 };
        let before = self.text.get(..start).unwrap_or("");
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let line = self.text[line..].split('\n').next().unwrap_or("");
        match line.split_once(": ") {
            Some((key, value)) if value.trim_start().starts_with("{{") => {
                let hint = format!(
                    "write the text instead; if the brackets belong to it, put quotes round it: `{}: {}`",
                    key.trim(),
                    syntax::quoted(value.trim())
                );
                Diagnostic::error("yaml", span, "this value begins with `{{`, which another program would replace with text").hint(hint)
            }
            _ => finding.hint("write `key: value`"),
        }
    }

    /// Reports the tag (`!name`) or anchor (`&name`) before the value that starts at `value`, and returns its range; the first, if there
    /// are several.
    fn report_properties(&mut self, value: usize) -> Range<usize> {
        let mut place = value..value;
        loop {
            let before = self.text[..place.start].trim_end();
            let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, ',' | '[' | '{')).next().unwrap_or_default();
            if !word.starts_with(['!', '&']) {
                break;
            }
            place = before.len() - word.len()..before.len();
        }
        self.names += 1;
        if self.names > MOST_NAMES {
            return place;
        }
        let message = match &self.text[place.clone()] {
            "" => "YAML reads the character before this as the start of a name, not as text".to_owned(),
            name => format!("YAML reads `{name}` as a name, not as part of the text"),
        };
        let finding = Diagnostic::error("yaml", self.span(place.start, place.end), message);
        self.diagnostics.push(finding.hint("put quotes round text that starts with `!` or `&`: `title: \"!Important words\"`"));
        place
    }

    fn span(&self, start: usize, end: usize) -> Span {
        self.origin.span(start.min(self.text.len())..end.min(self.text.len()))
    }

    fn node(&mut self, event: Event<'a>, span: Span, depth: usize) -> Result<Node, SyntaxError> {
        self.nodes += 1;
        if self.nodes > MOST_NODES || depth > DEEPEST {
            let what = if depth > DEEPEST { "values are nested too deeply" } else { "there are more values than a strategy can have" };
            return Err(Box::new(
                Diagnostic::error("yaml", span, what).hint("was this file made by a program? Keep only the keys that the guide names"),
            ));
        }
        let (value, end) = match event {
            Event::Scalar(text, style, ..) => {
                let text = self.without_controls(text, span);
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
                return Err(Box::new(Diagnostic::error("yaml", span, "aliases (`*name`) are not supported").hint("write the value out")));
            }
            _ => (Value::Null, span),
        };
        Ok(Node { span: Span { end: end.end.max(span.end), ..span }, value })
    }

    fn mapping(&mut self, depth: usize) -> Result<(Vec<(Key, Node)>, Span), SyntaxError> {
        let mut entries = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Ok((entries, span)),
                Event::Scalar(name, ..) => Key { name: name.into_owned(), span },
                _ => return Err(Box::new(self.odd_key(span))),
            };
            let (event, span) = self.next()?;
            let value = self.node(event, span, depth + 1)?;
            entries.push((key, value));
        }
    }
}

/// Keys whose values are words for readers.
const WORDS: [&str; 18] = [
    "title",
    "subtitle",
    "summary",
    "publisher",
    "term",
    "text",
    "label",
    "caption",
    "question",
    "source",
    "name",
    "role",
    "comments",
    "audience",
    "what",
    "heading",
    "alt",
    "evidence",
];

/// A value without what was meant to be a comment; `None` if there is nothing of the kind. Text of several lines may be Markdown, which has
/// comments: there, only an unclosed one counts.
fn without_comments(text: &str) -> Option<String> {
    let first = text.find("<!--")?;
    let last = text.rfind("<!--").unwrap_or(first);
    let is_markdown = text.trim_end().contains('\n') && !text.contains("<!-->") && text[last..].contains("-->");
    if is_markdown {
        return None;
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<!--") {
        shown.push_str(before);
        rest = after.split_once("-->").map_or("", |(_, after)| after);
    }
    shown.push_str(rest);
    Some(shown)
}

/// The first tab in the indentation of a line, from the line of byte `at`: the parser may notice it late or early.
fn tab_at(text: &str, at: usize) -> Option<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let mut line_start = start;
    for line in text[start..].split_inclusive('\n').take(3) {
        let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..blank].find('\t') {
            return Some(line_start + tab);
        }
        line_start += line.len();
    }
    None
}
