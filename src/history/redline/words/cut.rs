//! Divides a line at the words where it was split, or where it was joined from others.

use std::ops::Range;

use super::super::super::sequence::{Numbers, common};
use super::compose::nested;
use super::tokens::{Piece, Tokens};
use crate::model::{Inline, Label};

/// The least share of the letters of each part, in percent, that the whole must have too.
const SHARED: usize = 60;
/// The least share of the letters of the whole, in percent, that all parts must have together.
const KEPT: usize = 50;
/// Parts that share fewer letters and digits with the whole are alike by chance.
const TELLING: usize = 8;

/// A part of a line that was cut.
#[derive(Debug)]
pub(in crate::history::redline) struct Cut {
    /// White space before it.
    pub(in crate::history::redline) space: Vec<Inline<Label>>,
    /// The part itself.
    pub(in crate::history::redline) line: Vec<Inline<Label>>,
}

/// Cuts `whole` into one piece for each of `parts`, where its words go over from one to the next. None if it is not made of
/// them: if too many words differ. Bold type and links around a cut are part of both pieces.
pub(in crate::history::redline) fn cut(whole: &[Inline<Label>], parts: &[&[Inline<Label>]]) -> Option<Vec<Cut>> {
    let line = Tokens::new(whole, None);
    let parts: Vec<Tokens<'_>> = parts.iter().map(|part| Tokens::new(part, None)).collect();
    let mut numbers = Numbers::new();
    let one: Vec<u32> = line.words.iter().map(|at| numbers.of(line.key(*at))).collect();
    let all: Vec<u32> = parts.iter().flat_map(|part| part.words.iter().map(|at| part.key(*at))).map(|key| numbers.of(key)).collect();
    let pairs = common(&one, &all, numbers.count());

    let sizes = |line: &Tokens<'_>| line.words.iter().map(|at| line.letters(*at)).collect::<Vec<_>>();
    let of_whole = sizes(&line);
    let kept: usize = pairs.iter().map(|(at, _)| of_whole[*at]).sum();
    if kept * 100 < KEPT * of_whole.iter().sum::<usize>() {
        return None;
    }
    let mut start = 0;
    let mut matched: Vec<Range<usize>> = Vec::with_capacity(parts.len());
    for part in &parts {
        let range = start..start + part.words.len();
        start = range.end;
        let mine = || pairs.iter().filter(|(_, at)| range.contains(at)).map(|(at, _)| *at);
        let shared: usize = mine().map(|at| of_whole[at]).sum();
        if shared < TELLING || shared * 100 < SHARED * sizes(part).iter().sum::<usize>() {
            return None;
        }
        matched.push(mine().next()?..mine().next_back()? + 1);
    }

    let mut cuts = Vec::with_capacity(parts.len());
    let mut from = 0;
    let mut space: Range<usize> = 0..0;
    for (at, range) in matched.iter().enumerate() {
        let to = match matched.get(at + 1) {
            // Words between two parts belong to the sentence that they end.
            Some(next) => {
                let end = (range.end..=next.start).find(|word| line.ends_sentence(word - 1) && (*word == next.start || !line.is_note(*word)));
                line.words[end.unwrap_or(next.start)]
            }
            None => line.tokens.len(),
        };
        let is_space = |at: &usize| matches!(line.tokens[*at].piece, Piece::Space(..));
        let end = to - (from..to).rev().take_while(is_space).count() * usize::from(at + 1 < matched.len());
        cuts.push(Cut { space: piece(&line, space), line: piece(&line, from..end) });
        (space, from) = (end..to, to);
    }
    Some(cuts)
}

fn piece(line: &Tokens<'_>, range: Range<usize>) -> Vec<Inline<Label>> {
    let chains: Vec<(usize, Vec<usize>)> = range.map(|at| (at, line.chain(at))).collect();
    nested(line, &chains, 0)
}
