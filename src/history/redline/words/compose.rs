//! Composes a line from tokens and their changes: each element opens once, with changes inside it where possible.

use std::collections::HashMap;

use super::tokens::{Piece, Token, Tokens};
use crate::model::{Inline, InlineChange, Label, Link, Text};

/// A token with its change: indexes into the tokens of the lines that contain it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    Equal(usize, usize),
    Reformatted(usize, usize),
    /// Another form of the same quotation mark or dash.
    Respelled(usize, usize),
    Added(usize),
    Removed(usize),
    /// Of a sentence that moved.
    MovedHere(usize),
    MovedAway(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    Equal,
    Reformatted,
    Respelled,
    Added,
    Removed,
    MovedHere,
    MovedAway,
}

/// An element of either line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Element {
    Old(usize),
    New(usize),
}

/// A token, with the elements around it.
struct Placed {
    status: Status,
    item: Item,
    path: Vec<Element>,
}

/// The redline of two lines whose tokens are `items`.
pub(super) fn compose(old: &Tokens<'_>, new: &Tokens<'_>, items: &[Item]) -> Vec<Inline<Label>> {
    let mut composer = Composer { old, new, same: HashMap::new(), pure: HashMap::new() };
    let placed = composer.place(items);
    composer.marked(&placed, 0)
}

struct Composer<'a> {
    old: &'a Tokens<'a>,
    new: &'a Tokens<'a>,
    /// Elements of the old line that continue in the new one.
    same: HashMap<usize, usize>,
    /// For each element, the change of all its contents, if it is the same.
    pure: HashMap<Element, Option<Status>>,
}

impl Composer<'_> {
    fn place(&mut self, items: &[Item]) -> Vec<Placed> {
        let mut taken: HashMap<usize, usize> = HashMap::new();
        for item in items {
            let (Item::Equal(o, n) | Item::Reformatted(o, n) | Item::Respelled(o, n)) = *item else { continue };
            for (before, now) in self.old.chain(o).into_iter().zip(self.new.chain(n)) {
                if self.old.own_format(before) != self.new.own_format(now) {
                    break;
                }
                if *self.same.entry(before).or_insert(now) != now || *taken.entry(now).or_insert(before) != before {
                    break;
                }
            }
        }
        // An element continues only in the same role as before, on both sides.
        self.same.retain(|before, now| taken.get(now) == Some(before));
        let placed: Vec<Placed> = items.iter().map(|item| self.placed(*item)).collect();
        for token in &placed {
            for element in &token.path {
                let known = self.pure.entry(*element).or_insert(Some(token.status));
                if *known != Some(token.status) {
                    *known = None;
                }
            }
        }
        placed
    }

    fn placed(&self, item: Item) -> Placed {
        let of_new = |at: usize| self.new.chain(at).into_iter().map(Element::New).collect::<Vec<_>>();
        let of_old = |at: usize| {
            let mut goes_on = true;
            let place = |element: usize| {
                let now = self.same.get(&element).copied().filter(|_| goes_on);
                goes_on = now.is_some();
                now.map_or(Element::Old(element), Element::New)
            };
            self.old.chain(at).into_iter().map(place).collect::<Vec<_>>()
        };
        let (status, path) = match item {
            Item::Equal(_, n) => (Status::Equal, of_new(n)),
            Item::Respelled(_, n) => (Status::Respelled, of_new(n)),
            Item::Added(n) => (Status::Added, of_new(n)),
            Item::Removed(o) => (Status::Removed, of_old(o)),
            Item::MovedHere(n) => (Status::MovedHere, of_new(n)),
            Item::MovedAway(o) => (Status::MovedAway, of_old(o)),
            Item::Reformatted(o, n) => {
                let shared = of_old(o).into_iter().zip(of_new(n)).take_while(|(before, now)| before == now);
                (Status::Reformatted, shared.map(|(_, now)| now).collect())
            }
        };
        Placed { status, item, path }
    }

    /// Composes changed tokens; elements start at `depth`.
    fn marked(&self, items: &[Placed], depth: usize) -> Vec<Inline<Label>> {
        let mut line = Vec::new();
        let mut at = 0;
        while let Some(first) = items.get(at) {
            let element = self.opened(first, depth);
            let belongs = |item: &Placed| match element {
                Some(_) => self.opened(item, depth) == element,
                None => item.status == first.status && self.opened(item, depth).is_none(),
            };
            let end = at + items[at..].iter().take_while(|item| belongs(item)).count();
            let group = &items[at..end];
            match (element, first.status) {
                (Some(element), _) => line.push(self.wrapped(element, self.marked(group, depth + 1))),
                (None, Status::Equal) => line.extend(self.plain(group, depth, false)),
                (None, Status::Added) => line.push(changed(InlineChange::Added(self.plain(group, depth, false)))),
                (None, Status::Removed) => line.push(changed(InlineChange::Removed(self.plain(group, depth, true)))),
                (None, Status::MovedHere) => line.push(changed(InlineChange::MovedHere(self.plain(group, depth, false)))),
                (None, Status::MovedAway) => line.push(changed(InlineChange::MovedAway(self.plain(group, depth, true)))),
                (None, Status::Reformatted) => {
                    let (was, now) = (self.plain(group, depth, true), self.plain(group, depth, false));
                    line.push(changed(InlineChange::Reformatted { was, now }));
                }
                (None, Status::Respelled) => {
                    let (was, now) = (self.plain(group, depth, true), self.plain(group, depth, false));
                    line.push(changed(InlineChange::Respelled { was, now }));
                }
            }
            at = end;
        }
        line
    }

    /// The element that an item opens; none for one that is added or removed as a whole, which is inside its change.
    fn opened(&self, item: &Placed, depth: usize) -> Option<Element> {
        let element = *item.path.get(depth)?;
        let is_whole = matches!(self.pure.get(&element), Some(Some(Status::Added | Status::Removed | Status::MovedHere | Status::MovedAway)));
        (!is_whole).then_some(element)
    }

    /// Composes tokens of one line, the old or the new one, with their elements from `depth` on.
    fn plain(&self, items: &[Placed], depth: usize, is_old: bool) -> Vec<Inline<Label>> {
        let line = if is_old { self.old } else { self.new };
        let tokens: Vec<usize> = items
            .iter()
            .map(|item| match item.item {
                Item::Equal(o, n) | Item::Reformatted(o, n) | Item::Respelled(o, n) => {
                    if is_old {
                        o
                    } else {
                        n
                    }
                }
                Item::Added(at) | Item::Removed(at) | Item::MovedHere(at) | Item::MovedAway(at) => at,
            })
            .collect();
        let chains: Vec<(usize, Vec<usize>)> = tokens.into_iter().map(|at| (at, line.chain(at))).collect();
        nested(line, &chains, depth)
    }

    fn wrapped(&self, element: Element, content: Vec<Inline<Label>>) -> Inline<Label> {
        match element {
            Element::Old(at) => wrap(self.old.elements[at].inline, content),
            Element::New(at) => wrap(self.new.elements[at].inline, content),
        }
    }
}

fn changed(change: InlineChange<Label>) -> Inline<Label> {
    Inline::Changed(Box::new(change))
}

pub(super) fn nested(line: &Tokens<'_>, tokens: &[(usize, Vec<usize>)], depth: usize) -> Vec<Inline<Label>> {
    let mut inlines = Vec::new();
    let mut at = 0;
    while let Some((_, chain)) = tokens.get(at) {
        let element = chain.get(depth);
        let end = at + tokens[at..].iter().take_while(|(_, chain)| chain.get(depth) == element).count();
        let group = &tokens[at..end];
        match element {
            Some(element) => inlines.push(wrap(line.elements[*element].inline, nested(line, group, depth + 1))),
            None => pieces(group.iter().map(|(at, _)| line.tokens[*at]), &mut inlines),
        }
        at = end;
    }
    inlines
}

/// Composes tokens without elements; adjacent pieces of one text are joined.
fn pieces<'a>(tokens: impl Iterator<Item = Token<'a>>, into: &mut Vec<Inline<Label>>) {
    let mut run: Option<(&Text, usize, usize)> = None;
    let flush = |run: &mut Option<(&Text, usize, usize)>, into: &mut Vec<Inline<Label>>| {
        if let Some((text, start, end)) = run.take() {
            into.push(Inline::Text(Text { text: text.text[start..end].into(), span: text.span.part(start, end) }));
        }
    };
    for token in tokens {
        match token.piece {
            Piece::Word(text, start, end) | Piece::Space(text, start, end) => match &mut run {
                Some((open, _, reached)) if std::ptr::eq(*open, text) && *reached == start => *reached = end,
                _ => {
                    flush(&mut run, into);
                    run = Some((text, start, end));
                }
            },
            Piece::Thing(inline) => {
                flush(&mut run, into);
                into.push(inline.clone());
            }
            Piece::Note(note) => {
                flush(&mut run, into);
                into.push(Inline::FootnoteReference(note, 1));
            }
            Piece::Nothing => {}
        }
    }
    flush(&mut run, into);
}

fn wrap(element: &Inline<Label>, content: Vec<Inline<Label>>) -> Inline<Label> {
    match element {
        Inline::Emphasis(_) => Inline::Emphasis(content),
        Inline::Strong(_) => Inline::Strong(content),
        Inline::Strikethrough(_) => Inline::Strikethrough(content),
        Inline::Shifted(shift, _) => Inline::Shifted(*shift, content),
        Inline::Language(tag, _) => Inline::Language(tag.clone(), content),
        Inline::Link(link) => Inline::Link(Box::new(Link { target: link.target.clone(), content, span: link.span })),
        other @ (Inline::Text(_)
        | Inline::Code(_)
        | Inline::Expanded(..)
        | Inline::Image(_)
        | Inline::FootnoteReference(..)
        | Inline::LineBreak(_)
        | Inline::RawHtml(_)
        | Inline::Changed(_)) => other.clone(),
    }
}
