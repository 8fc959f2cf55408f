//! A line as a sequence of words, each with the elements around it.

use std::borrow::Cow;
use std::ops::Range;

use super::typography::{self, is_blank};
use crate::model::{Break, Image, ImageSource, Inline, Label, Shift, Text};
use crate::text::words;

/// The number of each of the old text's footnotes in the redline, by index; `None` for those of another text.
pub(in crate::history::redline) type Notes = Vec<Option<u32>>;

/// No element: the token is directly in the line.
pub(super) const TOP: usize = usize::MAX;

/// What cannot be divided.
#[derive(Debug, Clone, Copy)]
pub(super) enum Piece<'a> {
    /// Letters and digits, or a sign of punctuation: a range of the text.
    Word(&'a Text, usize, usize),
    /// Spaces and breaks of the source.
    Space(&'a Text, usize, usize),
    /// Anything that is no text.
    Thing(&'a Inline<Label>),
    /// The mark of a footnote, as it is called in the redline.
    Note(u32),
    /// What an element holds that holds nothing.
    Nothing,
}

/// A piece and the innermost element around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) piece: Piece<'a>,
    pub(super) element: usize,
}

/// An element around pieces.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) parent: usize,
    pub(super) inline: &'a Inline<Label>,
}

/// What tells one piece from another; formatting apart.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) enum Key<'a> {
    Word(Cow<'a, str>),
    Code(&'a str),
    Image(&'a str, Option<&'a str>, Option<&'a str>),
    Note(u32),
    Break(Break),
    Html(&'a str),
    Nothing,
}

/// How an element changes what is in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Format<'a> {
    Emphasis,
    Strong,
    Strikethrough,
    Shifted(Shift),
    Language(&'a str),
    Link(&'a str),
    /// To a file of the strategy, by its address: its number in the order of files says nothing to readers.
    Page(Cow<'a, str>),
    Other,
}

/// A line's tokens.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) elements: Vec<Element<'a>>,
    /// Indexes of tokens that are no spaces.
    pub(super) words: Vec<usize>,
}

fn is_address(text: &str) -> bool {
    !text.contains(is_blank) && (text.contains("://") || text.starts_with("www.") || text.contains('@'))
}

impl<'a> Tokens<'a> {
    /// The characters of a word; empty for what is not text.
    pub(super) fn word(&self, at: usize) -> &'a str {
        match self.tokens[at].piece {
            Piece::Word(text, start, end) => &text.text[start..end],
            Piece::Space(..) | Piece::Thing(_) | Piece::Note(_) | Piece::Nothing => "",
        }
    }

    /// Whether the word at this index of [`words`](Self::words) is the mark of a footnote.
    pub(super) fn is_note(&self, word: usize) -> bool {
        self.words.get(word).is_some_and(|at| matches!(self.tokens[*at].piece, Piece::Note(_)))
    }

    /// Whether a sentence ends with the word at this index of [`words`](Self::words): with its full stop, a closing sign or a note.
    pub(super) fn ends_sentence(&self, word: usize) -> bool {
        let mut before = (0..=word).rev().skip_while(|word| self.is_note(*word)).map(|word| self.word(self.words[word]));
        let is_stop = |text: &str| matches!(text, "." | "!" | "?");
        match before.next() {
            Some(")" | "\"" | "\u{2019}" | "\u{201d}") => before.next().is_some_and(is_stop),
            last => last.is_some_and(is_stop),
        }
    }

    /// The number of letters and digits of a word.
    pub(super) fn letters(&self, at: usize) -> usize {
        self.word(at).chars().filter(|c| c.is_alphanumeric()).count()
    }

    /// Divides a line; `notes` says how its footnotes are called, if not by their own numbers.
    pub(super) fn new(inlines: &'a [Inline<Label>], notes: Option<&Notes>) -> Self {
        let mut line = Self { tokens: Vec::new(), elements: Vec::new(), words: Vec::new() };
        line.read(inlines, TOP, notes);
        let is_word = |(at, token): (usize, &Token<'_>)| (!matches!(token.piece, Piece::Space(..))).then_some(at);
        line.words = line.tokens.iter().enumerate().filter_map(is_word).collect();
        line
    }

    fn read(&mut self, inlines: &'a [Inline<Label>], element: usize, notes: Option<&Notes>) {
        for inline in inlines {
            let content = match inline {
                Inline::Text(text) => {
                    self.text(text, element);
                    continue;
                }
                Inline::FootnoteReference(note, _) => {
                    let called = notes.map_or(Some(*note), |notes| notes.get(*note as usize).copied().flatten());
                    self.tokens.extend(called.map(|note| Token { piece: Piece::Note(note), element }));
                    continue;
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => content,
                Inline::Link(link) => &link.content,
                Inline::Code(_) | Inline::Expanded(..) | Inline::Image(_) | Inline::LineBreak(_) | Inline::RawHtml(_) | Inline::Changed(_) => {
                    self.tokens.push(Token { piece: Piece::Thing(inline), element });
                    continue;
                }
            };
            let (here, first) = (self.elements.len(), self.tokens.len());
            self.elements.push(Element { parent: element, inline });
            // A web address that is its own text is one word: its parts have no meaning.
            if let (Inline::Link(_), [Inline::Text(text)]) = (inline, &content[..])
                && is_address(&text.text)
            {
                self.tokens.push(Token { piece: Piece::Word(text, 0, text.text.len()), element: here });
            } else {
                self.read(content, here, notes);
            }
            if self.tokens.len() == first {
                self.tokens.push(Token { piece: Piece::Nothing, element: here });
            }
        }
    }

    fn text(&mut self, text: &'a Text, element: usize) {
        for Range { start, end } in divide(&text.text) {
            let is_space = text.text[start..end].chars().all(is_blank);
            let piece = if is_space { Piece::Space(text, start, end) } else { Piece::Word(text, start, end) };
            self.tokens.push(Token { piece, element });
        }
    }

    pub(super) fn key(&self, at: usize) -> Key<'a> {
        match self.tokens[at].piece {
            Piece::Word(text, start, end) | Piece::Space(text, start, end) => Key::Word(typography::folded(&text.text[start..end])),
            Piece::Note(note) => Key::Note(note),
            Piece::Nothing => Key::Nothing,
            Piece::Thing(inline) => match inline {
                Inline::Code(text) => Key::Code(&text.text),
                Inline::Image(image) => picture(image),
                Inline::RawHtml(html) => Key::Html(html),
                Inline::LineBreak(of) => Key::Break(*of),
                Inline::Text(_)
                | Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Strikethrough(_)
                | Inline::Shifted(..)
                | Inline::Language(..)
                | Inline::Link(_)
                | Inline::Expanded(..)
                | Inline::FootnoteReference(..)
                | Inline::Changed(_) => Key::Break(Break::Line),
            },
        }
    }

    /// Whether a token looks the same as one of another line with the same key. White space always does.
    pub(super) fn is_seen_as(&self, at: usize, other: &Tokens<'_>, its: usize) -> bool {
        match (self.tokens[at].piece, other.tokens[its].piece) {
            (Piece::Word(was, start, end), Piece::Word(now, from, to)) => {
                typography::visible(&was.text[start..end]) == typography::visible(&now.text[from..to])
            }
            _ => true,
        }
    }

    /// The elements of a token, from the outermost.
    pub(super) fn chain(&self, at: usize) -> Vec<usize> {
        let mut element = self.tokens[at].element;
        let mut chain = Vec::new();
        while let Some(known) = self.elements.get(element) {
            chain.push(element);
            element = known.parent;
        }
        chain.reverse();
        chain
    }

    pub(super) fn own_format(&self, element: usize) -> Format<'a> {
        match self.elements[element].inline {
            Inline::Emphasis(_) => Format::Emphasis,
            Inline::Strong(_) => Format::Strong,
            Inline::Strikethrough(_) => Format::Strikethrough,
            Inline::Shifted(shift, _) => Format::Shifted(*shift),
            Inline::Language(tag, _) => Format::Language(tag),
            Inline::Link(link) => match &link.target {
                Label::Path(path) => Format::Page(address(path)),
                Label::Name { name, .. } => Format::Link(name),
            },
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Expanded(..)
            | Inline::Image(_)
            | Inline::FootnoteReference(..)
            | Inline::LineBreak(_)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => Format::Other,
        }
    }

    /// What all elements of a token make of it, from the outermost.
    pub(super) fn format(&self, at: usize) -> Vec<Format<'a>> {
        if self.tokens[at].element == TOP {
            return Vec::new();
        }
        self.chain(at).into_iter().map(|element| self.own_format(element)).collect()
    }
}

fn picture(image: &Image) -> Key<'_> {
    let path = match &image.source {
        ImageSource::Path(path) => path,
        ImageSource::Picture(_) => "",
    };
    Key::Image(path, image.alternative.as_deref(), image.caption.as_deref())
}

/// The address of a file, without the numbers that order files: `03-buses.md#late` is `buses.md#late`.
fn address(path: &str) -> Cow<'_, str> {
    let file = path.split('#').next().unwrap_or(path);
    if path.contains(':') || !file.ends_with(".md") {
        return Cow::Borrowed(path);
    }
    let names = file.split('/').map(without_number).collect::<Vec<_>>().join("/");
    Cow::Owned(names + &path[file.len()..])
}

/// A name without the number that orders files: `buses` for `03-buses`.
pub(in super::super) fn without_number(name: &str) -> &str {
    name.split_once('-').filter(|(number, _)| number.bytes().all(|byte| byte.is_ascii_digit())).map_or(name, |(_, name)| name)
}

/// Divides a text into words, runs of blanks, dashes of several hyphens, ellipses and other characters.
fn divide(text: &str) -> impl Iterator<Item = Range<usize>> {
    // A narrow no-break space joins words for UAX #29, and parts them for readers.
    let parts = move |range: Range<usize>| {
        let mut start = range.start;
        let ends = text[range.clone()].match_indices('\u{202f}').flat_map(|(at, space)| [at, at + space.len()]).map(|at| range.start + at);
        let ends: Vec<usize> = ends.chain([range.end]).collect();
        ends.into_iter().map(move |end| std::mem::replace(&mut start, end)..end).filter(|range| !range.is_empty())
    };
    let mut segments = words::segments(text).flat_map(move |segment| parts(segment.range)).peekable();
    std::iter::from_fn(move || {
        let Range { start, mut end } = segments.next()?;
        let is_blank = |range: &Range<usize>| text[range.clone()].chars().all(is_blank);
        let ends_in_letter = |range: Range<usize>| text[range].ends_with(char::is_alphanumeric);
        if is_blank(&(start..end)) {
            // An invisible character between two letters does not divide a word.
            let is_inside = !text[start..end].contains(char::is_whitespace) && ends_in_letter(0..start);
            if !is_inside || !text[end..].starts_with(char::is_alphanumeric) {
                while let Some(more) = segments.next_if(is_blank) {
                    end = more.end;
                }
            }
        } else if matches!(&text[start..end], "-" | ".") {
            let sign = text[start..end].to_owned();
            let most = start + 3;
            while let Some(more) = segments.next_if(|more| more.end <= most && text[more.clone()] == sign) {
                end = more.end;
            }
        }
        // "co‑operation" with a hyphen that does not break is one word, as with one that does.
        while ends_in_letter(start..end)
            && let Some(sign) = segments.peek().filter(|sign| text[(*sign).clone()].chars().all(typography::joins)).cloned()
            && text[sign.end..].starts_with(char::is_alphanumeric)
        {
            segments.next();
            end = segments.next().map_or(sign.end, |word| word.end);
        }
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::divide;

    #[test]
    fn words_keep_their_hyphens_and_figures_their_commas() {
        let words = |text: &'static str| divide(text).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(words("The board's long-term plan,  3.2."), ["The", " ", "board's", " ", "long-term", " ", "plan", ",", "  ", "3.2", "."]);
        assert_eq!(words("£1,180,000\n(13%)"), ["£", "1,180,000", "\n", "(", "13", "%", ")"]);
        assert_eq!(words("東京 é"), ["東", "京", " ", "é"]);
        assert_eq!(words("co\u{2011}operation of\u{200b} 10\u{a0}km"), ["co\u{2011}operation", " ", "of", "\u{200b} ", "10", "\u{a0}", "km"]);
        assert_eq!(words("in\u{202f}Ash"), ["in", "\u{202f}", "Ash"]);
        assert_eq!(words("not --- now..."), ["not", " ", "---", " ", "now", "..."]);
    }
}
