//! Compares lines word by word.
//!
//! Words are compared, with punctuation marks as words. White space is not: it goes with the words around it.
//! Emphasis, language and links belong to each word, so that a word may stay and lose its bold type.

mod cleanup;
mod compose;
mod cut;
mod sentences;
mod tokens;
mod typography;

use std::collections::HashSet;

use super::super::sequence::{Numbers, common};
use crate::model::{Inline, Label, Text};
use crate::span::{FileId, Span};

use compose::Item;
pub(super) use cut::{Cut, cut};
use sentences::Moved;
pub(super) use tokens::{Notes, without_number};
use tokens::{Piece, Tokens};

/// The redline of two lines, and whether they differ in more than quotation marks and dashes. References to the old one's footnotes are numbered by `notes`.
pub(super) fn line(old: &[Inline<Label>], new: &[Inline<Label>], notes: &Notes) -> (Vec<Inline<Label>>, bool) {
    compared(Tokens::new(old, Some(notes)), new)
}

/// As [`line()`], of an old line whose footnotes have their numbers in the redline.
pub(super) fn called_line(old: &[Inline<Label>], new: &[Inline<Label>]) -> (Vec<Inline<Label>>, bool) {
    compared(Tokens::new(old, None), new)
}

fn compared(mut old: Tokens<'_>, new: &[Inline<Label>]) -> (Vec<Inline<Label>>, bool) {
    let mut now = Tokens::new(new, None);
    let mut numbers = Numbers::new();
    let mut before: Vec<u32> = old.words.iter().map(|at| numbers.of(old.key(*at))).collect();
    let mut after: Vec<u32> = now.words.iter().map(|at| numbers.of(now.key(*at))).collect();
    let moved = if before == after { Moved::default() } else { sentences::moved(&old, &now, &before, &after) };
    if !moved.old.is_empty() {
        leave_out(&mut old.words, &mut before, &moved.old);
        leave_out(&mut now.words, &mut after, &moved.new);
    }
    let pairs = common(&before, &after, numbers.count());
    let pairs = cleanup::readable(pairs, &cleanup::Side::new(&old, &before), &cleanup::Side::new(&now, &after));
    let items = items(&old, &now, &pairs, &moved);
    if items.iter().all(|item| matches!(item, Item::Equal(..))) {
        return (new.to_vec(), false);
    }
    let differs = items.iter().any(|item| !matches!(item, Item::Equal(..) | Item::Respelled(..)));
    (compose::compose(&old, &now, &items), differs)
}

/// Removes the tokens `moved` from the words of a line and their numbers.
fn leave_out(words: &mut Vec<usize>, numbers: &mut Vec<u32>, moved: &HashSet<usize>) {
    let mut at = 0;
    numbers.retain(|_| {
        at += 1;
        !moved.contains(&words[at - 1])
    });
    words.retain(|at| !moved.contains(at));
}

/// The redline of two texts without formatting, such as a summary. Its source positions have no meaning.
#[must_use]
pub fn words(was: &str, now: &str) -> Vec<Inline<Label>> {
    let text = |text: &str| [Inline::Text(Text { text: text.into(), span: Span::new(FileId(0), 0..text.len()) })];
    line(&text(was), &text(now), &Notes::new()).0
}

/// All tokens of both lines in the order of the redline. `pairs` are unchanged words, in rising order.
fn items(old: &Tokens<'_>, new: &Tokens<'_>, pairs: &[(usize, usize)], moved: &Moved) -> Vec<Item> {
    let mut items = Vec::with_capacity(old.tokens.len().max(new.tokens.len()));
    let kept = |o: usize, n: usize| match (old.format(o) == new.format(n), old.is_seen_as(o, new, n)) {
        (false, _) => Item::Reformatted(o, n),
        (true, false) => Item::Respelled(o, n),
        (true, true) => Item::Equal(o, n),
    };
    let is_old_space = |at: usize| matches!(old.tokens[at].piece, Piece::Space(..)) && !moved.old.contains(&at);
    let is_new_space = |at: usize| matches!(new.tokens[at].piece, Piece::Space(..)) && !moved.new.contains(&at);
    let gone = |at: usize| if moved.old.contains(&at) && !moved.removed.contains(&at) { Item::MovedAway(at) } else { Item::Removed(at) };
    let came = |at: usize| if moved.new.contains(&at) && !moved.added.contains(&at) { Item::MovedHere(at) } else { Item::Added(at) };
    let (mut at_old, mut at_new) = (0, 0);
    let ends = pairs.iter().map(|(o, n)| (old.words[*o], new.words[*n])).chain([(old.tokens.len(), new.tokens.len())]);
    for (end_old, end_new) in ends {
        let (mut olds, mut news) = (at_old..end_old, at_new..end_new);
        if !olds.is_empty() && !news.is_empty() && is_old_space(olds.start) && is_new_space(news.start) {
            items.push(kept(olds.start, news.start));
            (olds.start, news.start) = (olds.start + 1, news.start + 1);
        }
        let last = (!olds.is_empty() && !news.is_empty() && is_old_space(olds.end - 1) && is_new_space(news.end - 1)).then(|| {
            (olds.end, news.end) = (olds.end - 1, news.end - 1);
            kept(olds.end, news.end)
        });
        items.extend(olds.map(gone));
        items.extend(news.map(came));
        items.extend(last);
        if end_old < old.tokens.len() && end_new < new.tokens.len() {
            items.push(kept(end_old, end_new));
        }
        (at_old, at_new) = (end_old + 1, end_new + 1);
    }
    items
}
