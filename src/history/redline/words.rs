//! Compares lines word by word.
//!
//! Words are compared, with punctuation marks as words. White space is not: it goes with the words around it.
//! Emphasis, language and links belong to each word, so that a word may stay and lose its bold type.

mod cleanup;
mod compose;
mod cut;
mod tokens;
mod typography;

use super::super::sequence::{Numbers, common};
use crate::model::{Inline, Label, Text};
use crate::span::{FileId, Span};

use compose::Item;
pub(super) use cut::{Cut, cut};
pub(super) use tokens::Notes;
use tokens::{Piece, Tokens};

/// The redline of two lines, and whether they differ in more than quotation marks and dashes. References to the old one's footnotes are numbered by `notes`.
pub(super) fn line(old: &[Inline<Label>], new: &[Inline<Label>], notes: &Notes) -> (Vec<Inline<Label>>, bool) {
    let old = Tokens::new(old, Some(notes));
    let now = Tokens::new(new, None);
    let mut numbers = Numbers::new();
    let before: Vec<u32> = old.words.iter().map(|at| numbers.of(old.key(*at))).collect();
    let after: Vec<u32> = now.words.iter().map(|at| numbers.of(now.key(*at))).collect();
    let pairs = common(&before, &after, numbers.count());
    let pairs = cleanup::readable(pairs, &cleanup::Side::new(&old, &before), &cleanup::Side::new(&now, &after));
    let items = items(&old, &now, &pairs);
    if items.iter().all(|item| matches!(item, Item::Equal(..))) {
        return (new.to_vec(), false);
    }
    let differs = items.iter().any(|item| !matches!(item, Item::Equal(..) | Item::Respelled(..)));
    (compose::compose(&old, &now, &items), differs)
}

/// The redline of two texts without formatting, such as a summary. Its source positions have no meaning.
#[must_use]
pub fn words(was: &str, now: &str) -> Vec<Inline<Label>> {
    let text = |text: &str| [Inline::Text(Text { text: text.into(), span: Span::new(FileId(0), 0..text.len()) })];
    line(&text(was), &text(now), &Notes::new()).0
}

/// All tokens of both lines in the order of the redline. `pairs` are unchanged words, in rising order.
fn items(old: &Tokens<'_>, new: &Tokens<'_>, pairs: &[(usize, usize)]) -> Vec<Item> {
    let mut items = Vec::with_capacity(old.tokens.len().max(new.tokens.len()));
    let kept = |o: usize, n: usize| match (old.format(o) == new.format(n), old.is_seen_as(o, new, n)) {
        (false, _) => Item::Reformatted(o, n),
        (true, false) => Item::Respelled(o, n),
        (true, true) => Item::Equal(o, n),
    };
    let is_space = |line: &Tokens<'_>, at: usize| matches!(line.tokens[at].piece, Piece::Space(..));
    let (mut at_old, mut at_new) = (0, 0);
    let ends = pairs.iter().map(|(o, n)| (old.words[*o], new.words[*n])).chain([(old.tokens.len(), new.tokens.len())]);
    for (end_old, end_new) in ends {
        let (mut olds, mut news) = (at_old..end_old, at_new..end_new);
        if !olds.is_empty() && !news.is_empty() && is_space(old, olds.start) && is_space(new, news.start) {
            items.push(kept(olds.start, news.start));
            (olds.start, news.start) = (olds.start + 1, news.start + 1);
        }
        let last = (!olds.is_empty() && !news.is_empty() && is_space(old, olds.end - 1) && is_space(new, news.end - 1)).then(|| {
            (olds.end, news.end) = (olds.end - 1, news.end - 1);
            kept(olds.end, news.end)
        });
        items.extend(olds.map(Item::Removed));
        items.extend(news.map(Item::Added));
        items.extend(last);
        if end_old < old.tokens.len() && end_new < new.tokens.len() {
            items.push(kept(end_old, end_new));
        }
        (at_old, at_new) = (end_old + 1, end_new + 1);
    }
    items
}
