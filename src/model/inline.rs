//! Inline elements.

use super::TermId;
use crate::span::Span;

/// A run of text. A soft line break of the source is a `\n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The text as readers see it.
    pub text: Box<str>,
    /// The run in the source.
    pub span: Span,
}

/// An inline element, generic over the target of its links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline<L> {
    /// Text.
    Text(Text),
    /// Emphasis: upright and semibold in every output.
    Emphasis(Vec<Inline<L>>),
    /// Strong importance: bold.
    Strong(Vec<Inline<L>>),
    /// Struck through.
    Strikethrough(Vec<Inline<L>>),
    /// Raised or lowered: `m^2^`, `H~2~O`.
    Shifted(Shift, Vec<Inline<L>>),
    /// Code.
    Code(Text),
    /// A link.
    Link(Box<Link<L>>),
    /// An abbreviation that is not a link; renderers write the full term first and the abbreviation in brackets. Made by `resolve`.
    Expanded(TermId, Text),
    /// A picture within the text.
    Image(Box<Image>),
    /// Text in another language: BCP 47 tag and content.
    Language(Box<str>, Vec<Inline<L>>),
    /// A footnote reference: index into the chapter's footnotes, and which of its references this is, from 1.
    FootnoteReference(u32, u32),
    /// A hard line break. In a cell of a table it may begin an item of a list.
    LineBreak(Break),
    /// Raw HTML, if the strategy allows it; on the site only.
    RawHtml(Box<str>),
    /// Text that differs between two versions (redlines only); never nested.
    Changed(Box<InlineChange<L>>),
}

/// What a line break begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Break {
    /// A new line.
    Line,
    /// An item of a list with bullets, in a cell of a table.
    Bullet,
    /// An item of a numbered list, in a cell of a table, with its number.
    Number(u32),
}

/// A line of a cell: the item that it is, and its text.
pub type CellLine<'l, L> = (Break, std::borrow::Cow<'l, [Inline<L>]>);

/// Divides the text of a cell where items of lists begin and where a list ends. Other line breaks stay in the text.
#[must_use]
pub fn cell_lines<L: Clone>(content: &[Inline<L>]) -> Vec<CellLine<'_, L>> {
    /// Adds the part of a line, in `wrap`, to the last line.
    fn divide<L: Clone>(content: &[Inline<L>], wrap: &dyn Fn(Vec<Inline<L>>) -> Option<Inline<L>>, lines: &mut Vec<(Break, Vec<Inline<L>>)>) {
        let mut part: Vec<Inline<L>> = Vec::new();
        for inline in content {
            let is_in_list = lines.last().is_some_and(|(of, _)| *of != Break::Line);
            if let Inline::LineBreak(of) = inline
                && (*of != Break::Line || is_in_list)
            {
                if let (Some((_, line)), Some(done)) = (lines.last_mut(), wrap(std::mem::take(&mut part))) {
                    line.push(done);
                }
                lines.push((*of, Vec::new()));
            } else {
                part.push(inline.clone());
            }
        }
        if let (Some((_, line)), Some(done)) = (lines.last_mut(), wrap(part)) {
            line.push(done);
        }
    }
    let is_item = |inline: &Inline<L>| matches!(inline, Inline::LineBreak(of) if *of != Break::Line);
    let has_item = |inline: &Inline<L>| {
        let inside = if let Inline::Changed(change) = inline { change.parts() } else { [&[][..]; 2] };
        is_item(inline) || inside.iter().any(|part| part.iter().any(is_item))
    };
    if !content.iter().any(has_item) {
        return vec![(Break::Line, std::borrow::Cow::Borrowed(content))];
    }
    let mut lines = vec![(Break::Line, Vec::new())];
    for inline in content {
        let whole = |part: Vec<Inline<L>>| part.into_iter().next();
        let Inline::Changed(change) = inline else {
            divide(std::slice::from_ref(inline), &whole, &mut lines);
            continue;
        };
        match &**change {
            InlineChange::Added(words) => divide(words, &|part| changed(part, InlineChange::Added), &mut lines),
            InlineChange::Removed(words) => divide(words, &|part| changed(part, InlineChange::Removed), &mut lines),
            InlineChange::MovedHere(words) => divide(words, &|part| changed(part, InlineChange::MovedHere), &mut lines),
            InlineChange::MovedAway(words) => divide(words, &|part| changed(part, InlineChange::MovedAway), &mut lines),
            InlineChange::Reformatted { .. } | InlineChange::Respelled { .. } => divide(std::slice::from_ref(inline), &whole, &mut lines),
        }
    }
    if lines.len() > 1 && lines[0].1.is_empty() {
        lines.remove(0);
    }
    lines.into_iter().map(|(of, line)| (of, std::borrow::Cow::Owned(line))).collect()
}

fn changed<L>(words: Vec<Inline<L>>, change: impl FnOnce(Vec<Inline<L>>) -> InlineChange<L>) -> Option<Inline<L>> {
    (!words.is_empty()).then(|| Inline::Changed(Box::new(change(words))))
}

/// Where text is, relative to its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shift {
    /// Raised.
    Superscript,
    /// Lowered.
    Subscript,
}

impl Shift {
    /// The HTML element, and its mark in Markdown.
    #[must_use]
    pub fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Superscript => ("sup", "^"),
            Self::Subscript => ("sub", "~"),
        }
    }
}

/// Change mark within a line of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineChange<L> {
    /// Words only in the newer version.
    Added(Vec<Inline<L>>),
    /// Words only in the older version.
    Removed(Vec<Inline<L>>),
    /// A sentence at its new position.
    MovedHere(Vec<Inline<L>>),
    /// A sentence that moved, at its old position in this line or another.
    MovedAway(Vec<Inline<L>>),
    /// The same words with another emphasis, language or link.
    Reformatted {
        /// Older form.
        was: Vec<Inline<L>>,
        /// Newer form.
        now: Vec<Inline<L>>,
    },
    /// The same words with other quotation marks or dashes; readers are not shown this as a change.
    Respelled {
        /// Older form.
        was: Vec<Inline<L>>,
        /// Newer form.
        now: Vec<Inline<L>>,
    },
}

impl<L> InlineChange<L> {
    /// Older and newer words.
    fn parts(&self) -> [&[Inline<L>]; 2] {
        match self {
            Self::Added(words) | Self::Removed(words) | Self::MovedHere(words) | Self::MovedAway(words) => [words, &[]],
            Self::Reformatted { was, now } | Self::Respelled { was, now } => [was, now],
        }
    }
}

/// Whether the words at index `at` of a line go on with a sentence that moved: only edits of it are in between.
#[must_use]
pub fn continues_move<L>(line: &[Inline<L>], at: usize) -> bool {
    let change = |at: usize| if let Some(Inline::Changed(change)) = line.get(at) { Some(&**change) } else { None };
    let before = |is_edit: fn(&InlineChange<L>) -> bool| (0..at).rev().map(change).find(|change| !change.is_some_and(is_edit)).flatten();
    match change(at) {
        Some(InlineChange::MovedHere(_)) => {
            matches!(before(|change| matches!(change, InlineChange::Added(_))), Some(InlineChange::MovedHere(_)))
        }
        Some(InlineChange::MovedAway(_)) => {
            matches!(before(|change| matches!(change, InlineChange::Removed(_))), Some(InlineChange::MovedAway(_)))
        }
        _ => false,
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<L> {
    /// Target of the link.
    pub target: L,
    /// Text of the link.
    pub content: Vec<Inline<L>>,
    /// The whole link in the source.
    pub span: Span,
}

/// A picture with its alt text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// File of the picture.
    pub source: ImageSource,
    /// Alt text; `None` for a decorative picture.
    pub alternative: Option<Box<str>>,
    /// Caption; moved to the caption of the figure, if the picture is one.
    pub caption: Option<Box<str>>,
    /// The picture in the source.
    pub span: Span,
}

/// File of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageSource {
    /// Path as written, before `resolve`.
    Path(Box<str>),
    /// Index into [`Document::pictures`](super::Document::pictures).
    Picture(u32),
}

/// A picture file in the strategy's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path from the strategy's folder, and from the output folder.
    pub path: String,
    /// Width and height in pixels, if the file states them.
    pub size: Option<(u32, u32)>,
    /// A hash of the file, to compare versions: another picture may have the same name.
    pub content: u64,
    /// Whether a page shows it or links to it; set by `resolve`. Other pictures are not published.
    pub shown: bool,
}

impl<L> Inline<L> {
    /// What formatting or a link encloses; empty for everything else, changes included.
    #[must_use]
    pub fn content(&self) -> &[Self] {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strikethrough(content)
            | Self::Shifted(_, content)
            | Self::Language(_, content) => content,
            Self::Link(link) => &link.content,
            Self::Text(_)
            | Self::Code(_)
            | Self::Expanded(..)
            | Self::Image(_)
            | Self::FootnoteReference(..)
            | Self::LineBreak(_)
            | Self::RawHtml(_)
            | Self::Changed(_) => &[],
        }
    }

    /// [`content`](Self::content), to be changed; `None` for what encloses nothing.
    pub fn content_mut(&mut self) -> Option<&mut Vec<Self>> {
        match self {
            Self::Emphasis(content)
            | Self::Strong(content)
            | Self::Strikethrough(content)
            | Self::Shifted(_, content)
            | Self::Language(_, content) => Some(content),
            Self::Link(link) => Some(&mut link.content),
            Self::Text(_)
            | Self::Code(_)
            | Self::Expanded(..)
            | Self::Image(_)
            | Self::FootnoteReference(..)
            | Self::LineBreak(_)
            | Self::RawHtml(_)
            | Self::Changed(_) => None,
        }
    }

    /// The words of a sentence that moved away.
    #[must_use]
    pub fn moved_away(&self) -> Option<&[Self]> {
        let Self::Changed(change) = self else { return None };
        if let InlineChange::MovedAway(words) = &**change { Some(words) } else { None }
    }
}

/// Whether a text ends as a sentence does, perhaps within brackets or quotation marks.
#[must_use]
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end().trim_end_matches(['\u{2019}', '\u{201d}', '"', '\'', ')']).ends_with(['.', '!', '?', '\u{2026}', '\u{3002}'])
}

/// The text without markup, as a screen reader speaks it; in a redline, the text of the newer version.
#[must_use]
pub fn plain_text<L>(inlines: &[Inline<L>]) -> String {
    fn collect<L>(inlines: &[Inline<L>], into: &mut String) {
        for inline in inlines {
            match inline {
                Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => into.push_str(&text.text),
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => {
                    collect(content, into);
                }
                Inline::Link(link) => collect(&link.content, into),
                Inline::Image(image) => into.push_str(image.alternative.as_deref().unwrap_or("")),
                Inline::LineBreak(_) => into.push('\n'),
                Inline::Changed(change) => match &**change {
                    InlineChange::Added(now)
                    | InlineChange::MovedHere(now)
                    | InlineChange::Reformatted { now, .. }
                    | InlineChange::Respelled { now, .. } => collect(now, into),
                    InlineChange::Removed(_) | InlineChange::MovedAway(_) => {}
                },
                Inline::FootnoteReference(..) | Inline::RawHtml(_) => {}
            }
        }
    }
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}
