//! Decides which occurrences of terms in running text become links.

use super::super::matcher::Found;
use super::piece::Piece;
use super::{BRACKETS, Converter, Gap, Linking, Room, Shown, Trail};
use crate::model::{Inline, Link, LinkPolicy, Target, TermUse, Text};
use crate::span::Span;

impl Converter<'_> {
    /// Links the terms in adjacent texts, moving them from `run` to `line`.
    pub(super) fn text(&mut self, room: &mut Room, linking: Linking) {
        let Room { run, hits, shown, line: out } = room;
        if linking == Linking::Off {
            run.iter().for_each(|piece| self.pass(&piece.text.text));
            out.extend(run.drain(..).map(Piece::restored));
            return;
        }
        let joined;
        let whole: &str = match &run[..] {
            [only] => &only.text.text,
            several => {
                joined = several.iter().map(|piece| &*piece.text.text).collect::<String>();
                &joined
            }
        };
        hits.clear();
        self.rules.matcher.find(whole, &mut self.folded, |hit| hits.push(hit));
        let mut at = 0;
        for (nth, hit) in hits.iter().enumerate() {
            self.pass(&whole[at..hit.start]);
            let follows = |trail: &Trail| trail.term == hit.term && !trail.is_abbreviation && trail.gap.is_bracket();
            // Or the reverse: "ICB (Integrated Care Board)".
            let precedes = |next: &Found| next.term == hit.term && !next.is_abbreviation && BRACKETS.contains(&&whole[hit.end..next.start]);
            let spelled_out = hit.is_abbreviation && (self.trail.as_ref().is_some_and(follows) || hits.get(nth + 1).is_some_and(precedes));
            let words = &whole[hit.start..hit.end];
            if let Some(how) = self.decide(*hit, linking, spelled_out, words, place_of(run, *hit)) {
                shown.push((*hit, how));
            }
            self.trail = Some(Trail { term: hit.term, is_abbreviation: hit.is_abbreviation, gap: Gap::default() });
            at = hit.end;
        }
        self.pass(&whole[at..]);
        if shown.is_empty() {
            out.extend(run.drain(..).map(Piece::restored));
            return;
        }
        let mut at = 0;
        for (hit, how) in shown.drain(..) {
            pieces(run, at, hit.start, out);
            let span = place_of(run, hit);
            match how {
                Shown::Link(link) => {
                    let mut content = Vec::with_capacity(1);
                    pieces(run, hit.start, hit.end, &mut content);
                    out.push(Inline::Link(Box::new(Link { target: Target::Term(link), content, span })));
                }
                Shown::Expanded => out.push(Inline::Expanded(hit.term, Text { text: whole[hit.start..hit.end].into(), span })),
            }
            at = hit.end;
        }
        pieces(run, at, usize::MAX, out);
        run.clear();
    }

    /// Records text after the last term.
    pub(super) fn pass(&mut self, text: &str) {
        if let Some(trail) = &mut self.trail {
            trail.gap.push(text);
        }
    }

    /// Counts an occurrence, written as `words`, and decides how it is shown.
    fn decide(&mut self, hit: Found, linking: Linking, spelled_out: bool, words: &str, span: Span) -> Option<Shown> {
        let policy = self.rules.policies[hit.term.0 as usize];
        let seen = self.seen.entry(hit.term.0).or_default();
        let is_marked = linking == Linking::Marked;
        if linking == Linking::Named {
            seen.spelled_out |= spelled_out;
            return None;
        }
        // An abbreviation needs explaining whether or not its term is linked.
        let mut expand = false;
        if spelled_out {
            seen.spelled_out = true;
        } else if let Some(abbreviation) = self.rules.terms[hit.term.0 as usize].abbreviation.as_deref()
            && hit.is_abbreviation
            && !seen.spelled_out
            && !seen.abbreviated
        {
            seen.abbreviated = true;
            // "ICBs" and "ICB's" cannot be spelled out by putting the term before them.
            expand = self.rules.settings.glossary.expand_abbreviations && words == abbreviation;
            seen.not_spelled_out = (!expand).then_some(span);
        }
        if seen.skipped || policy == LinkPolicy::Never || (policy == LinkPolicy::Marked && !is_marked) {
            return expand.then_some(Shown::Expanded);
        }
        seen.count += 1;
        let is_owner = || self.rules.owners[hit.term.0 as usize].is_none_or(|owner| Some(owner) == self.page);
        let is_due = match policy {
            LinkPolicy::Every => true,
            LinkPolicy::FirstInSection => seen.linked_in != self.section,
            LinkPolicy::FirstInChapter => seen.links == 0,
            LinkPolicy::FirstInDocument => seen.links == 0 && is_owner(),
            LinkPolicy::Marked | LinkPolicy::Never => false,
        };
        if !(is_due || is_marked || expand) {
            return None;
        }
        seen.links += 1;
        seen.linked_in = self.section;
        Some(Shown::Link(TermUse { term: hit.term, nth: seen.links, expand }))
    }
}

/// The span of `hit` in the source.
fn place_of(run: &[Piece], hit: Found) -> Span {
    let mut offset = 0;
    for piece in run {
        let end = offset + piece.text.text.len();
        if hit.start < end {
            return piece.part(hit.start - offset, hit.end.min(end) - offset).text.span;
        }
        offset = end;
    }
    run[0].text.span
}

/// Appends the bytes from `start` to `end` of adjacent texts.
fn pieces(run: &[Piece], start: usize, end: usize, out: &mut Vec<Inline<Target>>) {
    let mut offset = 0;
    for piece in run {
        let length = piece.text.text.len();
        let (from, to) = (start.max(offset), end.min(offset + length));
        if from < to {
            out.push(piece.part(from - offset, to - offset).restored());
        }
        offset += length;
    }
}
