//! Runs of a paragraph put together to a line of the model.

use crate::model::{Break, Image, Inline, Label, Link, Shift, Text};
use crate::span::Span;

/// Part of a paragraph with one look.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) look: Look,
}

#[derive(Debug, Clone)]
pub(super) enum PieceKind {
    Text(String, Span),
    Break,
    Image(Box<Image>),
    /// The index of a note of the document.
    Note(u32),
}

/// What of a run's look has a meaning.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Where it leads, by the index of the link, so that two links beside each other stay two.
    pub(super) link: Option<(usize, String)>,
    pub(super) language: Option<String>,
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) strike: bool,
    pub(super) code: bool,
    pub(super) shift: Option<Shift>,
}

/// The longest raised or lowered text, in bytes: longer ones are written as they are.
const LONGEST_SHIFT: usize = 24;

/// The line that the pieces of a paragraph make: white space is one space, and none is at either end.
pub(super) fn line(pieces: Vec<Piece>) -> Vec<Inline<Label>> {
    let mut pieces = divided(pieces);
    collapse(&mut pieces);
    level_spaces(&mut pieces);
    free_punctuation(&mut pieces);
    join(&mut pieces);
    compose(&pieces, 0)
}

/// The words of a line of code, with all of their spaces.
pub(super) fn verbatim(pieces: Vec<Piece>) -> Vec<Inline<Label>> {
    let span = span_of(&pieces);
    let words = pieces.iter().map(|piece| match &piece.kind {
        PieceKind::Text(text, _) => text.as_str(),
        PieceKind::Break => "\n",
        PieceKind::Image(_) | PieceKind::Note(_) => "",
    });
    let text: String = words.collect();
    if text.trim().is_empty() { Vec::new() } else { vec![Inline::Text(Text { text: text.trim_end().into(), span })] }
}

/// Pieces of words and pieces of white space.
fn divided(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::with_capacity(pieces.len());
    for Piece { kind, look } in pieces {
        let PieceKind::Text(text, span) = kind else {
            out.push(Piece { kind, look });
            continue;
        };
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{3000}');
        let lead = text.len() - text.trim_start_matches(is_space).len();
        let tail = text.trim_end_matches(is_space).len().max(lead);
        for (from, to) in [(0, lead), (lead, tail), (tail, text.len())] {
            if from < to {
                out.push(Piece { kind: PieceKind::Text(text[from..to].to_owned(), span.part(from, to)), look: look.clone() });
            }
        }
    }
    out
}

fn is_space(piece: &Piece) -> bool {
    matches!(&piece.kind, PieceKind::Text(text, _) if text.trim_matches([' ', '\t', '\n', '\r', '\u{3000}']).is_empty())
}

/// White space becomes one space each, and none at either end of the line or beside a break; so do breaks at either end.
fn collapse(pieces: &mut Vec<Piece>) {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for mut piece in std::mem::take(pieces) {
        let is_blank = is_space(&piece);
        let is_break = matches!(piece.kind, PieceKind::Break);
        if let PieceKind::Text(text, span) = &mut piece.kind {
            if is_blank {
                *text = " ".into();
                *span = span.part(0, 1);
            } else if text.contains(['\t', '\n', '\r']) || text.contains("  ") {
                *text = text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
            }
        }
        if is_break {
            out.truncate(out.len() - usize::from(out.last().is_some_and(is_space)));
        }
        let follows_blank = out.last().is_none_or(|last| is_space(last) || matches!(last.kind, PieceKind::Break));
        if (is_blank || is_break) && follows_blank {
            continue;
        }
        out.push(piece);
    }
    while out.last().is_some_and(|last| is_space(last) || matches!(last.kind, PieceKind::Break)) {
        out.pop();
    }
    *pieces = out;
}

/// A space has a look only if the words on both sides of it have it.
fn level_spaces(pieces: &mut [Piece]) {
    for at in 0..pieces.len() {
        if !is_space(&pieces[at]) && !matches!(pieces[at].kind, PieceKind::Break) {
            continue;
        }
        let none = Look::default();
        let before = at.checked_sub(1).map_or(&none, |before| &pieces[before].look);
        let after = pieces.get(at + 1).map_or(&none, |piece| &piece.look);
        let both = |one: bool, other: bool| one && other;
        pieces[at].look = Look {
            link: before.link.clone().filter(|link| after.link.as_ref() == Some(link)),
            language: before.language.clone().filter(|tag| after.language.as_ref() == Some(tag)),
            bold: both(before.bold, after.bold),
            italic: both(before.italic, after.italic),
            strike: both(before.strike, after.strike),
            code: both(before.code, after.code),
            shift: None,
        };
    }
}

/// Markdown does not see emphasis that begins or ends with punctuation inside a word, so such punctuation loses its look.
fn free_punctuation(pieces: &mut Vec<Piece>) {
    let is_mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let mut at = 0;
    while at < pieces.len() {
        let look = pieces[at].look.clone();
        if !(look.bold || look.italic || look.strike) {
            at += 1;
            continue;
        }
        let end_of = |piece: &Piece| if let PieceKind::Text(text, _) = &piece.kind { text.chars().next_back() } else { None };
        let start_of = |piece: &Piece| if let PieceKind::Text(text, _) = &piece.kind { text.chars().next() } else { None };
        let differs = |other: &Look| (other.bold, other.italic, other.strike) != (look.bold, look.italic, look.strike);
        let before = at.checked_sub(1).map(|before| &pieces[before]).filter(|piece| differs(&piece.look)).and_then(end_of);
        let after = pieces.get(at + 1).filter(|piece| differs(&piece.look)).and_then(start_of);
        let PieceKind::Text(text, span) = pieces[at].kind.clone() else {
            at += 1;
            continue;
        };
        let lead = if before.is_some_and(char::is_alphanumeric) { text.len() - text.trim_start_matches(is_mark).len() } else { 0 };
        let tail = if after.is_some_and(char::is_alphanumeric) { text.trim_end_matches(is_mark).len().max(lead) } else { text.len() };
        if lead == 0 && tail == text.len() {
            at += 1;
            continue;
        }
        let plain = Look { bold: false, italic: false, strike: false, ..look.clone() };
        let parts = [(0, lead, &plain), (lead, tail, &look), (tail, text.len(), &plain)];
        let parts: Vec<Piece> = parts
            .into_iter()
            .filter(|(from, to, _)| from < to)
            .map(|(from, to, look)| Piece { kind: PieceKind::Text(text[from..to].to_owned(), span.part(from, to)), look: look.clone() })
            .collect();
        let count = parts.len();
        pieces.splice(at..=at, parts);
        at += count;
    }
}

/// Neighbours with one look become one.
fn join(pieces: &mut Vec<Piece>) {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in std::mem::take(pieces) {
        if let (Some(Piece { kind: PieceKind::Text(text, span), look }), PieceKind::Text(more, next)) = (out.last_mut(), &piece.kind)
            && *look == piece.look
        {
            text.push_str(more);
            span.end = next.end;
        } else {
            out.push(piece);
        }
    }
    *pieces = out;
}

/// What encloses what: links outermost, then language, bold, italic, struck out.
const LAYERS: usize = 5;

fn compose(pieces: &[Piece], layer: usize) -> Vec<Inline<Label>> {
    if layer == LAYERS {
        return pieces.iter().map(leaf).collect();
    }
    let same = |one: &Look, other: &Look| match layer {
        0 => one.link == other.link,
        1 => one.language == other.language,
        2 => one.bold == other.bold,
        3 => one.italic == other.italic,
        _ => one.strike == other.strike,
    };
    let mut out: Vec<Inline<Label>> = Vec::new();
    for group in pieces.chunk_by(|one, other| same(&one.look, &other.look)) {
        let inside = compose(group, layer + 1);
        let look = &group[0].look;
        match layer {
            0 if look.link.is_some() => {
                let target = look.link.as_ref().map_or("", |(_, target)| target);
                let span = span_of(group);
                out.push(Inline::Link(Box::new(Link { target: Label::Path(target.into()), content: inside, span })));
            }
            1 if look.language.is_some() => out.push(Inline::Language(look.language.clone().unwrap_or_default().into(), inside)),
            // Markdown reads three asterisks as emphasis outside.
            2 if look.bold => match <[Inline<Label>; 1]>::try_from(inside) {
                Ok([Inline::Emphasis(content)]) => out.push(Inline::Emphasis(vec![Inline::Strong(content)])),
                Ok(one) => out.push(Inline::Strong(one.into())),
                Err(inside) => out.push(Inline::Strong(inside)),
            },
            3 if look.italic => out.push(Inline::Emphasis(inside)),
            4 if look.strike => out.push(Inline::Strikethrough(inside)),
            _ => out.extend(inside),
        }
    }
    if layer == 2 { apart(out) } else { out }
}

/// Emphasis directly beside bold is dropped: Markdown cannot tell their asterisks apart.
fn apart(line: Vec<Inline<Label>>) -> Vec<Inline<Label>> {
    let is_marked = |inline: Option<&Inline<Label>>| matches!(inline, Some(Inline::Strong(_) | Inline::Emphasis(_)));
    let beside: Vec<bool> =
        (0..line.len()).map(|at| at.checked_sub(1).is_some_and(|before| is_marked(line.get(before))) || is_marked(line.get(at + 1))).collect();
    let mut out = Vec::with_capacity(line.len());
    for (inline, beside) in line.into_iter().zip(beside) {
        if let (Inline::Emphasis(content), true) = (&inline, beside) {
            out.extend(content.iter().cloned());
        } else {
            out.push(inline);
        }
    }
    out
}

fn span_of(pieces: &[Piece]) -> Span {
    let mut spans = pieces.iter().filter_map(|piece| match &piece.kind {
        PieceKind::Text(_, span) => Some(*span),
        PieceKind::Image(image) => Some(image.span),
        PieceKind::Break | PieceKind::Note(_) => None,
    });
    let first = spans.next().unwrap_or(Span { file: crate::span::FileId(0), start: 0, end: 0 });
    Span { end: spans.next_back().map_or(first.end, |last| last.end), ..first }
}

fn leaf(piece: &Piece) -> Inline<Label> {
    match &piece.kind {
        PieceKind::Text(text, span) => {
            let text = Text { text: text.as_str().into(), span: *span };
            match piece.look.shift {
                _ if piece.look.code => Inline::Code(text),
                Some(shift) if text.text.len() <= LONGEST_SHIFT && !text.text.contains(' ') => Inline::Shifted(shift, vec![Inline::Text(text)]),
                _ => Inline::Text(text),
            }
        }
        PieceKind::Break => Inline::LineBreak(Break::Line),
        PieceKind::Image(image) => Inline::Image(image.clone()),
        PieceKind::Note(note) => Inline::FootnoteReference(*note, 1),
    }
}
