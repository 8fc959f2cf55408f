//! Inline elements.

use super::escape;
use super::place::Place;
use crate::model::{Image, ImageSource, Inline, InlineChange, Label, Link, Shift, Text};

/// The Markdown of a line.
pub(super) fn markdown(line: &[Inline<Label>], place: Place) -> String {
    let mut writer = Writer { out: String::new(), place, links: 0, emphasis: 0, strong: 0 };
    writer.line(line);
    writer.out
}

struct Writer {
    out: String,
    place: Place,
    links: usize,
    emphasis: usize,
    strong: usize,
}

/// The longest text that marks raise or lower, in bytes.
const LONGEST_SHIFT: usize = 24;

impl Writer {
    fn line(&mut self, line: &[Inline<Label>]) {
        for (at, inline) in line.iter().enumerate() {
            match inline {
                Inline::Text(text) | Inline::Expanded(_, text) => escape::push(&mut self.out, &text.text, self.place, self.links > 0),
                Inline::Emphasis(content) => {
                    self.emphasis += 1;
                    let mark = self.mark(self.emphasis);
                    self.between(mark, content, mark);
                    self.emphasis -= 1;
                }
                Inline::Strong(content) => {
                    self.strong += 1;
                    let mark = if self.mark(self.strong) == "*" { "**" } else { "__" };
                    self.between(mark, content, mark);
                    self.strong -= 1;
                }
                Inline::Strikethrough(content) => self.between("~~", content, "~~"),
                Inline::Shifted(shift, content) => self.shifted(*shift, content, line.get(at + 1)),
                // Code beside code is one: Markdown cannot tell their backticks apart.
                Inline::Code(_) if at > 0 && matches!(line[at - 1], Inline::Code(_)) => {}
                Inline::Code(_) => {
                    let all = line[at..].iter().map_while(|inline| if let Inline::Code(text) = inline { Some(&*text.text) } else { None });
                    self.code(&all.collect::<String>());
                }
                Inline::Link(link) => self.link(link),
                Inline::Image(image) => self.image(image),
                Inline::Language(tag, content) => self.between(&format!("<span lang=\"{tag}\">"), content, "</span>"),
                Inline::FootnoteReference(note, _) => self.out.push_str(&format!("[^{}]", u64::from(*note) + 1)),
                Inline::LineBreak(_) => self.out.push_str(if self.place == Place::Text { "\\\n" } else { " " }),
                Inline::RawHtml(html) => self.out.push_str(html),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now)
                    | InlineChange::MovedHere(now)
                    | InlineChange::Reformatted { now, .. }
                    | InlineChange::Respelled { now, .. } => self.line(now),
                    InlineChange::Removed(_) | InlineChange::MovedAway(_) => {}
                },
            }
        }
    }

    /// Asterisks, unless others are beside or around them.
    fn mark(&self, depth: usize) -> &'static str {
        let is_beside = self.out.ends_with('*') && !self.out.ends_with("\\*");
        let is_inside_other = self.emphasis > 0 && self.strong > 0;
        if depth.is_multiple_of(2) || is_beside && !is_inside_other { "_" } else { "*" }
    }

    fn between(&mut self, before: &str, content: &[Inline<Label>], after: &str) {
        self.out.push_str(before);
        self.line(content);
        self.out.push_str(after);
    }

    fn shifted(&mut self, shift: Shift, content: &[Inline<Label>], next: Option<&Inline<Label>>) {
        let (tag, mark) = shift.names();
        let is_after_word = self.out.chars().next_back().is_some_and(char::is_alphanumeric);
        let is_before_word = next.is_some_and(|next| {
            let Inline::Text(text) = next else { return true };
            text.text.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '~' | '^'))
        });
        let is_word = |text: &str| text.len() <= LONGEST_SHIFT && text.chars().all(|c| c.is_alphanumeric() || "+-=()".contains(c));
        if let [Inline::Text(Text { text, .. })] = content
            && is_after_word
            && !is_before_word
            && is_word(text)
        {
            self.out.extend([mark, text, mark]);
        } else {
            self.between(&format!("<{tag}>"), content, &format!("</{tag}>"));
        }
    }

    fn code(&mut self, code: &str) {
        let text = code.replace('\n', " ");
        let text = if self.place == Place::Cell { text.replace('|', "\\|") } else { text };
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        // A fence of a length that is not inside.
        let fence = "`".repeat(if longest == 0 { 1 } else { longest + 1 });
        let is_padded =
            text.starts_with(['`', ' ']) && text.ends_with(['`', ' ']) && !text.trim().is_empty() || text.starts_with('`') || text.ends_with('`');
        let pad = if is_padded { " " } else { "" };
        self.out.extend([&fence, pad, &text, pad, &fence]);
    }

    fn link(&mut self, link: &Link<Label>) {
        self.links += 1;
        match &link.target {
            Label::Path(path) => {
                // The parser keeps addresses as they are.
                if let [Inline::Text(only)] = link.content.as_slice()
                    && is_address(&only.text)
                {
                    self.out.extend(["[", &only.text, "]("]);
                } else {
                    self.between("[", &link.content, "](");
                }
                self.out.push_str(&destination(path));
                self.out.push(')');
            }
            Label::Name { name, has_text: false } => self.out.extend(["[[", name, "]]"]),
            Label::Name { name, has_text: true } => {
                let bar = if self.place == Place::Cell { "\\|" } else { "|" };
                self.out.extend(["[[", name, bar]);
                self.line(&link.content);
                self.out.push_str("]]");
            }
        }
        self.links -= 1;
    }

    fn image(&mut self, image: &Image) {
        let caption = image.caption.as_deref().map(str::to_owned);
        let text = picture(image, caption.as_deref(), self.place);
        self.out.push_str(&text);
    }
}

/// A picture with the text of its caption.
pub(super) fn picture(image: &Image, caption: Option<&str>, place: Place) -> String {
    let mut out = String::from("![");
    escape::push(&mut out, image.alternative.as_deref().unwrap_or("decorative"), place, true);
    out.push_str("](");
    if let ImageSource::Path(path) = &image.source {
        out.push_str(&destination(path));
    }
    if let Some(caption) = caption.filter(|caption| !caption.is_empty()) {
        out.push_str(" \"");
        for c in caption.chars() {
            match c {
                '"' | '\\' | '&' => out.extend(['\\', c]),
                '|' if place == Place::Cell => out.push_str("\\|"),
                '\n' => out.push(' '),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(')');
    out
}

/// Whether a text is a web address.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| text.starts_with(start)) && !text.contains(|c: char| c.is_whitespace() || "[]|\\`".contains(c))
}

/// Where a link leads, in angle brackets if it has characters that end it.
fn destination(path: &str) -> String {
    let is_plain =
        !path.is_empty() && !path.starts_with('<') && !path.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | ')'));
    let mut out = String::with_capacity(path.len() + 2);
    if !is_plain {
        out.push('<');
    }
    for (at, c) in path.char_indices() {
        let is_escape = matches!(c, '\\' | '<' | '>' | '`' | '*' | '_' | '|') && (c != '_') || c == '&' && path[at..].contains(';');
        if is_escape {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    if !is_plain {
        out.push('>');
    }
    out
}
