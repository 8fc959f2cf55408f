//! Building lines of text, and recognising what their wording means.

use std::collections::HashSet;
use std::ops::Range;

use super::addresses;
use super::shifted::{self, Shifted};
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Footnote, Inline, Label, Link, Shift, Text, Walk, WalkContext, is_odd_space, plain_text};
use crate::span::Span;

/// Builds a line. Adjacent texts that are also adjacent in the source are merged.
#[derive(Default)]
pub(super) struct LineBuilder {
    done: Vec<Inline<Label>>,
    text: String,
    span: Option<Span>,
    /// Whether it is inside a link, where addresses are only text.
    is_linked: bool,
}

impl LineBuilder {
    /// Says whether the line is inside a link.
    pub(super) fn set_linked(&mut self, is_linked: bool) {
        self.is_linked = is_linked;
    }

    pub(super) fn push_text(&mut self, text: &str, span: Span) {
        let length = |span: Span| span.range().len();
        match &mut self.span {
            // Verbatim, and directly after the text so far: offsets still map to the source.
            Some(known) if known.end == span.start && length(*known) == self.text.len() && length(span) == text.len() => {
                known.end = span.end;
            }
            // Text of a YAML value: all of it has the span of the value.
            Some(known) if *known == span => {}
            Some(_) => {
                self.flush();
                self.span = Some(span);
            }
            None => self.span = Some(span),
        }
        self.text.push_str(text);
    }

    pub(super) fn push(&mut self, inline: Inline<Label>) {
        self.flush();
        self.done.push(inline);
    }

    fn flush(&mut self) {
        if let Some(span) = self.span.take() {
            let text = std::mem::take(&mut self.text);
            self.push_addresses(&text, span);
            self.text = text;
            self.text.clear();
        }
    }

    /// Adds text, with a link for each address in it.
    fn push_addresses(&mut self, text: &str, span: Span) {
        let mut at = 0;
        while !self.is_linked
            && let Some(address) = addresses::next(text, at)
        {
            let range = address.range;
            if at < range.start {
                self.push_shifted(text, at..range.start, span);
            }
            let words = piece(text, range.clone(), span);
            let link = Link { target: Label::Path(address.target.into()), span: words.span, content: vec![Inline::Text(words)] };
            self.done.push(Inline::Link(Box::new(link)));
            at = range.end;
        }
        if at < text.len() || text.is_empty() {
            self.push_shifted(text, at..text.len(), span);
        }
    }

    /// Adds the bytes `range` of text, divided where words in it are raised or lowered.
    fn push_shifted(&mut self, text: &str, range: Range<usize>, span: Span) {
        let text_of = |range: Range<usize>| Inline::Text(piece(text, range, span));
        let mut at = range.start;
        while let Some(Shifted { whole, inside, shift }) = shifted::next(&text[..range.end], at, false) {
            if at < whole.start {
                self.done.push(text_of(at..whole.start));
            }
            self.done.push(Inline::Shifted(shift, vec![text_of(inside)]));
            at = whole.end;
        }
        if at < range.end || text.is_empty() {
            self.done.push(text_of(at..range.end));
        }
    }

    /// Returns the line with no spare capacity: most lines are a single text, and room for three more would double the memory of a
    /// large document. The buffers stay here for the next line.
    pub(super) fn finish(&mut self) -> Vec<Inline<Label>> {
        self.flush();
        self.done.drain(..).collect()
    }

    /// Whether it has no buffers yet.
    pub(super) fn is_new(&self) -> bool {
        self.done.capacity() == 0 && self.text.capacity() == 0
    }
}

/// The bytes `range` of a text with the range `span` in the source.
fn piece(text: &str, range: Range<usize>, span: Span) -> Text {
    let is_exact = span.range().len() == text.len();
    Text { span: if is_exact { span.part(range.start, range.end) } else { span }, text: text[range].into() }
}

/// The language tag of `<span lang="cy">`.
pub(super) fn language_of(html: &str) -> Option<Box<str>> {
    let attributes = html.strip_prefix("<span")?.strip_suffix('>')?.trim();
    let value = attributes.strip_prefix("lang=")?;
    let tag = value.trim_matches(['"', '\'']);
    let is_tag = !tag.is_empty() && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    is_tag.then(|| tag.into())
}

/// Whether all words of a cell are bold, whatever else is in it: footnote references, links, emphasis.
pub(super) fn is_bold(line: &[Inline<Label>]) -> bool {
    /// Whether there are bold words; `None` if there are others.
    fn bold(line: &[Inline<Label>]) -> Option<bool> {
        let mut found = false;
        for inline in line {
            found |= match inline {
                Inline::Strong(content) => plain_text(content).contains(char::is_alphanumeric),
                Inline::Emphasis(content) | Inline::Strikethrough(content) | Inline::Language(_, content) => bold(content)?,
                // A raised figure is a mark, and a lowered one part of a word.
                Inline::Shifted(_, content) => bold(content).unwrap_or(false),
                Inline::Link(link) => bold(&link.content)?,
                Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) if text.text.contains(char::is_alphanumeric) => return None,
                Inline::Image(_) | Inline::Changed(_) => return None,
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::Expanded(..)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_) => false,
            };
        }
        Some(found)
    }
    bold(line) == Some(true)
}

/// Removes the bold of a cell whose words are all bold: it is shown bold as a header anyway.
pub(super) fn unwrap_bold(line: &mut Vec<Inline<Label>>) {
    for mut inline in std::mem::take(line) {
        match inline {
            Inline::Strong(content) => {
                line.extend(content);
                continue;
            }
            Inline::Emphasis(ref mut content)
            | Inline::Strikethrough(ref mut content)
            | Inline::Shifted(_, ref mut content)
            | Inline::Language(_, ref mut content) => unwrap_bold(content),
            Inline::Link(ref mut link) => unwrap_bold(&mut link.content),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Expanded(..)
            | Inline::Image(_)
            | Inline::FootnoteReference(..)
            | Inline::LineBreak(_)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => {}
        }
        line.push(inline);
    }
}

/// Whether a cell is a figure: digits with symbols, separators and a unit of at most three letters.
pub(super) fn is_figure(text: &str) -> bool {
    let text = text.trim();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    digits > 0
        && letters <= 3
        && text.chars().all(|c| c.is_alphanumeric() || " .,%+-()<>~£€$±°\u{2013}\u{2212}\u{a0}\u{202f}".contains(c))
        && text.starts_with(|c: char| !c.is_alphabetic())
}

/// Whether a cell says that a figure is not known: it is empty, or a dash or dots.
pub(super) fn is_blank_figure(text: &str) -> bool {
    text.chars().all(|c| " .-\u{2013}\u{2014}\u{2212}\u{2026}\u{a0}".contains(c))
}

/// Prefix of a table caption.
pub(super) const TABLE_CAPTION: &str = "Table:";

pub(super) fn is_table_caption(line: &[Inline<Label>]) -> bool {
    let Some(Inline::Text(text)) = line.first() else { return false };
    text.text.strip_prefix(TABLE_CAPTION).is_some_and(|rest| rest.starts_with(|c: char| c == ' ' || is_odd_space(c)))
}

/// The length of `Table 1:`, `Table 2.3 -` or `Tabl 4.` at the start of a caption that was numbered by hand.
pub(super) fn numbered_caption(text: &str) -> Option<usize> {
    let rest = ["Table", "TABLE", "Tabl"].iter().find_map(|word| text.strip_prefix(word))?;
    let number = rest.trim_start_matches([' ', '\u{a0}']);
    let after = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let has_stop = number[..number.len() - after.len()].ends_with('.');
    let words = after.trim_start().strip_prefix([':', '-', '\u{2013}', '\u{2014}']).or(has_stop.then_some(after))?;
    let is_number = number.len() < rest.len() && number.starts_with(|c: char| c.is_ascii_digit());
    let is_caption = is_number && words.trim_start().starts_with(char::is_alphanumeric) && !words.contains('\n');
    is_caption.then(|| text.len() - words.len())
}

/// Removes `prefix` from the first text of the line.
pub(super) fn strip_prefix(line: &mut Vec<Inline<Label>>, prefix: &str) {
    if let Some(Inline::Text(first)) = line.first_mut()
        && let Some(rest) = first.text.strip_prefix(prefix)
    {
        let text = Text { text: rest.into(), span: first.span.part(prefix.len(), first.span.range().len()) };
        if text.text.is_empty() {
            line.remove(0);
        } else {
            *first = text;
        }
    }
}

/// Removes white space and invisible characters from the start of a line.
pub(super) fn trim_start(line: &mut Vec<Inline<Label>>) {
    if let Some(Inline::Text(first)) = line.first() {
        let words = first.text.trim_start_matches(|c: char| c.is_whitespace() || is_odd_space(c));
        let blank = first.text[..first.text.len() - words.len()].to_owned();
        strip_prefix(line, &blank);
    }
}

/// Splits a line at its first line break.
pub(super) fn split_first_line(line: Vec<Inline<Label>>) -> (Vec<Inline<Label>>, Vec<Inline<Label>>) {
    let mut first = Vec::new();
    let mut rest = line.into_iter();
    while let Some(inline) = rest.next() {
        match inline {
            Inline::LineBreak(_) => break,
            Inline::Text(ref text) if text.text.contains('\n') => {
                let at = text.text.find('\n').unwrap_or(0);
                let piece = |from: usize, to: usize| Inline::Text(Text { text: text.text[from..to].into(), span: text.span.part(from, to) });
                let end = text.text.len();
                if at > 0 {
                    first.push(piece(0, at));
                }
                let tail = (at + 1 < end).then(|| piece(at + 1, end));
                return (first, tail.into_iter().chain(rest).collect());
            }
            Inline::Text(_)
            | Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Shifted(..)
            | Inline::Code(_)
            | Inline::Link(_)
            | Inline::Expanded(..)
            | Inline::Image(_)
            | Inline::Language(..)
            | Inline::FootnoteReference(..)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => first.push(inline),
        }
    }
    (first, rest.collect())
}

/// Reports `[^name]` in running text: a reference to a missing footnote is parsed as text.
pub(super) fn report_unknown_notes(blocks: &[Block<Label>], footnotes: &[Footnote<Label>], source: &str, diagnostics: &mut Vec<Diagnostic>) {
    struct Notes<'d>(&'d str, &'d mut Vec<Diagnostic>);

    impl Walk<Label> for Notes<'_> {
        fn line(&mut self, line: &[Inline<Label>], _: WalkContext) {
            for (nth, inline) in line.iter().enumerate() {
                let Inline::Text(text) = inline else { continue };
                let is_escaped = |place: Span| self.0.as_bytes().get(..place.range().start).is_some_and(|before| before.ends_with(b"\\"));
                for (at, _) in text.text.match_indices("[^") {
                    let name = text.text[at + 2..].split([']', '[']).next().unwrap_or("");
                    let is_mark = text.text[at + 2 + name.len()..].starts_with(']');
                    let place = text.span.part(at, at + name.len() + 3);
                    if is_mark && !is_escaped(place) {
                        let rest = &text.text[at + name.len() + 3..];
                        let is_start = self.0.get(..place.range().start).is_some_and(|before| before.ends_with('\n'));
                        self.1.push(
                            match rest.trim_start_matches(|c| c == ' ' || is_odd_space(c)).starts_with(':') && is_start && !rest.starts_with(':') {
                                _ if is_start && is_note_without_colon(rest) => {
                                    Diagnostic::error("no-footnote", place, "without a colon this is not read as a footnote")
                                        .hint(format!("write a colon directly after the bracket: `[^{name}]: …`"))
                                        .suggest(place, format!("[^{name}]:"))
                                }
                                true => Diagnostic::error("no-footnote", place, "a space before the colon keeps this from being a footnote")
                                    .hint(format!("write the colon directly after the bracket: `[^{name}]: …`")),
                                false => unread_mark(name, place),
                            },
                        );
                    }
                }
                // `[^1^]` raises its figure.
                if let (true, Some(Inline::Shifted(Shift::Superscript, raised))) = (text.text.ends_with('['), line.get(nth + 1))
                    && matches!(line.get(nth + 2), Some(Inline::Text(after)) if after.text.starts_with(']'))
                {
                    let place = text.span.part(text.text.len() - 1, text.text.len());
                    let message = "this is not read as the mark of a footnote";
                    self.1.push(Diagnostic::error("no-footnote", place, message).hint(format!("write `[^{}]`", plain_text(raised))));
                }
            }
        }
    }

    let mut found = Vec::new();
    let mut notes = Notes(source, &mut found);
    notes.blocks(blocks);
    footnotes.iter().for_each(|note| notes.blocks(&note.body));
    // With its colon, a footnote is found.
    let is_mark = |finding: &Diagnostic| finding.suggestion.as_ref().and_then(|edit| edit.replacement.strip_suffix(':').map(str::to_owned));
    let with_colon: HashSet<String> = found.iter().filter_map(is_mark).collect();
    let is_found = |finding: &Diagnostic| {
        let written = finding.span.and_then(|span| source.get(span.range()));
        finding.suggestion.is_none() && written.is_some_and(|written| with_colon.contains(written))
    };
    diagnostics.extend(found.iter().filter(|finding| with_colon.is_empty() || !is_found(finding)).cloned());
}

/// Whether `rest`, which follows a footnote mark at the start of a line, is the text of a note.
fn is_note_without_colon(rest: &str) -> bool {
    rest.starts_with(' ') && rest.trim_start().starts_with(|c: char| c.is_uppercase())
}

/// The finding for a footnote mark that is shown as text.
fn unread_mark(name: &str, place: Span) -> Diagnostic {
    let clean = name.replace(is_odd_space, " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let is_exact = place.range().len() == name.len() + 3;
    let finding = |message: &str| Diagnostic::error("no-footnote", place, message.to_owned());
    match () {
        () if clean.is_empty() => {
            finding("this footnote mark has no name").hint("write a name in it, `[^1]`, and the footnote on a line of its own: `[^1]: …`")
        }
        () if clean == name => missing_note(name, place),
        () => {
            let message = match name.contains('\n') {
                true => "this footnote mark is divided by a line break, so it is not read as one",
                false => "there is an odd space or an invisible character in this footnote mark, so it is not read as one",
            };
            let finding = finding(message).hint(format!("type it again: `[^{clean}]`"));
            if is_exact { finding.suggest(place, format!("[^{clean}]")) } else { finding }
        }
    }
}

/// The finding for a reference to a footnote that does not exist.
pub(super) fn missing_note(label: &str, span: Span) -> Diagnostic {
    Diagnostic::error("no-footnote", span, format!("there is no footnote `{label}`")).hint(format!("write it on a line of its own: `[^{label}]: …`"))
}

/// Reports paragraphs that look like a table caption but have no table below them.
pub(super) fn report_lone_captions(blocks: &[Block<Label>], diagnostics: &mut Vec<Diagnostic>) {
    for block in blocks {
        if let BlockKind::Paragraph(line) = &block.kind
            && is_table_caption(line)
        {
            let words = plain_text(line);
            let first = words.lines().next().unwrap_or("");
            diagnostics.push(
                Diagnostic::warning("table-caption", block.span, format!("\"{first}\" looks like a table caption, but no table follows it"))
                    .hint("leave one empty line, and nothing else, between the caption and its table"),
            );
        }
    }
}

/// The finding for a footnote in a text that is embedded in another.
pub(super) fn guest_footnote(span: Span) -> Diagnostic {
    Diagnostic::error("no-footnote", span, "footnotes do not work here, because this text is shown inside another")
        .hint("put the words in this text, or put the footnote in the text of the chapter")
}
