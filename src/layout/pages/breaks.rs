//! Where pages end: the cheapest way to divide a part, found by dynamic programming from its end.
//!
//! Each page has a cost: the room that stays empty, and what its end divides (Knuth and Plass, *Breaking paragraphs into lines*, 1981, for
//! pages). A page holds few strips, so that time grows with the text. Walking forward over the result, a float that would leave a hole
//! is moved to the head of the next page, and the text after it fills the page.

use crate::layout::paged::units::Pt;
use crate::layout::parts::strips::{Keep, Strip};

/// A hole of more than this share of a page is one that readers notice.
pub(in crate::layout) const LARGEST_HOLE: f32 = 0.25;
/// A hole of up to this share costs by its square; a larger one stands out.
const PLAIN_HOLE: f32 = 0.22;
/// The cost of a last page of less than four lines.
const SHORT_TAIL: f32 = 45.0;
/// A float moves if it would leave this share of a page empty.
const FLOATING_HOLE: f32 = 0.12;
/// The cost of a float that leaves its place.
const MOVED: f32 = 3.0;
/// The cost of a page that ends inside a paragraph although more of it would fit, as a multiple of that of its hole.
const STOPPED: f32 = 6.0;
/// The gaps of a page shrink by at most this share, so that a whole block fits.
const MOST_SQUEEZED: f32 = 0.25;
/// The gaps of a last page shrink by at most this share, so that no page has a line or two alone.
const LAST_SQUEEZED: f32 = 0.45;
/// The cost of shrunk gaps.
const SQUEEZED: f32 = 8.0;
/// The cost of gaps that shrink by more than is usual.
const TIGHT: f32 = 20.0;

/// The dimensions of a page that page breaking depends on.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct PageRoom {
    /// Height of the text.
    pub(in crate::layout) height: Pt,
    /// Height of the text on a page in landscape.
    pub(in crate::layout) landscape: Pt,
    /// Height of the rule above footnotes, with the room around it.
    pub(in crate::layout) rule: Pt,
    /// Height of a line.
    pub(in crate::layout) line: Pt,
    /// Room after a float at the head of a page.
    pub(in crate::layout) after_float: Pt,
}

/// A page that strips are assigned to.
#[derive(Debug, Clone, Copy)]
pub(in crate::layout) struct PlannedPage {
    /// How many strips.
    pub(in crate::layout) count: usize,
    /// What the gaps between them are multiplied by.
    pub(in crate::layout) gaps: f32,
}

/// A part's strips with their footnotes' heights.
struct Breaker<'s> {
    strips: &'s mut Vec<Strip>,
    /// Height of the notes that each strip refers to first.
    notes: Vec<Pt>,
    /// For each strip, the height of what may fill a hole before the float that begins there.
    fillers: Vec<Pt>,
    /// The cost of everything from each strip on, and where its first page ends.
    best: Vec<(f32, usize)>,
    room: PageRoom,
}

/// The strips of each page; strips may change places where a float moves. `notes` is each strip's height of footnotes.
pub(in crate::layout) fn plan_pages(strips: &mut Vec<Strip>, notes: Vec<Pt>, room: PageRoom) -> Vec<PlannedPage> {
    let count = strips.len();
    let fillers = fillers(strips, &notes);
    turn_headings(strips, &fillers);
    let mut breaker = Breaker { fillers, strips, notes, best: vec![(0.0, count); count + 1], room };
    for start in (0..count).rev() {
        breaker.best[start] = breaker.first_page(start, start + 1);
    }
    breaker.walk()
}

impl Breaker<'_> {
    /// The cheapest end, not before `least`, of a page that begins with a strip, and the cost from there on.
    fn first_page(&self, start: usize, least: usize) -> (f32, usize) {
        let mut best = (f32::INFINITY, start + 1);
        for (end, used) in self.ends(start) {
            if end < least {
                continue;
            }
            let cost = self.cost(start, end, used) + self.best[end].0;
            // Among equal costs, the fullest page.
            if cost <= best.0 {
                best = (cost, end);
            }
        }
        if best.0.is_finite() { best } else { (1e6 + self.best[(start + 1).max(least).min(self.strips.len())].0, (start + 1).max(least)) }
    }

    /// Every end of a page that begins with a strip, with the height used; at least one strip, whatever its height.
    fn ends(&self, start: usize) -> impl Iterator<Item = (usize, Pt)> + '_ {
        let mut used = self.strips[start].head.as_ref().map_or(Pt::ZERO, |head| head.height);
        let (mut feet, mut gaps) = (Pt::ZERO, Pt::ZERO);
        let height = self.height_at(start);
        self.strips[start..].iter().enumerate().map_while(move |(at, strip)| {
            if at > 0 && (strip.opens_page || strip.is_landscape != self.strips[start].is_landscape) {
                return None;
            }
            let gap = if at > 0 { strip.gap } else { Pt::ZERO };
            used += strip.height + gap;
            gaps += gap;
            let note = self.notes[start + at];
            if note > Pt::ZERO {
                feet += note + if feet == Pt::ZERO { self.room.rule } else { Pt::ZERO };
            }
            let beyond = used + feet - height - Pt(0.01);
            let most = if self.is_last(start, start + at + 1) { LAST_SQUEEZED } else { MOST_SQUEEZED };
            (at == 0 || beyond <= gaps * most).then_some((start + at + 1, used + feet))
        })
    }

    /// Whether nothing follows a page that ends before a strip, unless on a page of another kind.
    fn is_last(&self, start: usize, end: usize) -> bool {
        let ends_landscape = |next: &Strip| self.strips[start].is_landscape && !next.is_landscape;
        self.strips.get(end).is_none_or(|next| next.opens_page || ends_landscape(next))
    }

    /// What the gaps of a page are multiplied by, so that what is on it fits.
    fn gaps(&self, start: usize, end: usize, used: Pt) -> f32 {
        let beyond = used - self.height_at(start);
        if beyond <= Pt(0.01) || end <= start + 1 {
            return 1.0;
        }
        let gaps: Pt = self.strips[start + 1..end].iter().map(|strip| strip.gap).sum();
        if gaps > Pt::ZERO { (1.0 - beyond / gaps).max(1.0 - LAST_SQUEEZED) } else { 1.0 }
    }

    /// Height of the text on the page that begins with a strip.
    fn height_at(&self, start: usize) -> Pt {
        if self.strips[start].is_landscape { self.room.landscape } else { self.room.height }
    }

    fn cost(&self, start: usize, end: usize, used: Pt) -> f32 {
        let height = self.height_at(start);
        let blank = ((height - used) / height).max(0.0);
        let squeezed = match 1.0 - self.gaps(start, end, used) {
            least if least <= 0.0 => 0.0,
            usual if usual <= MOST_SQUEEZED => SQUEEZED,
            _ => TIGHT,
        };
        if self.is_last(start, end) {
            // The last page may be short, but not so short that it looks like a mistake.
            let opens = start > 0 && !self.strips[start].opens_page;
            let tail = if opens && used < self.room.line * 4.0 { SHORT_TAIL } else { 0.0 };
            return tail + squeezed;
        }
        let divided = squeezed
            + match self.strips[end - 1].keep {
                Keep::Free => 0.0,
                Keep::Together => 22.0,
                Keep::Whole => 50.0,
                Keep::Edge => 200.0,
                Keep::WithNext => 2000.0,
            };
        let next = &self.strips[end];
        // Text after a float fills the hole before it.
        let filled = (self.fillers[end] / height).min(blank);
        if filled > 0.0 && blank > FLOATING_HOLE && (next.is_landscape || self.strips[end - 1].keep <= Keep::Whole) {
            return divided + hole(blank - filled).min(hole(blank)) + MOVED;
        }
        let is_inside = next.gap == Pt::ZERO && next.head.is_none() && self.strips[end - 1].keep == Keep::Free;
        divided + hole(blank) * if is_inside && height * blank > self.room.line * 2.0 { STOPPED } else { 1.0 }
    }

    /// The pages from the first to the last.
    fn walk(mut self) -> Vec<PlannedPage> {
        let (mut pages, mut start, mut least) = (Vec::new(), 0, 0);
        while start < self.strips.len() {
            // A float that moved is on this page.
            let (_, mut end) = if least > start { self.first_page(start, least) } else { self.best[start] };
            least = 0;
            if let Some((moved, after)) = self.float(start, end) {
                (end, least) = (moved, after);
            }
            let used = self.ends(start).find(|(at, _)| *at == end).map_or(Pt::ZERO, |(_, used)| used);
            pages.push(PlannedPage { count: end - start, gaps: self.gaps(start, end, used) });
            start = end;
        }
        pages
    }

    /// Fills the hole before a float, and others directly after it, with the text after them. Returns the new end of the page, and the
    /// end of the float.
    fn float(&mut self, start: usize, end: usize) -> Option<(usize, usize)> {
        let float = self.strips.get(end)?.float?;
        // What is in landscape is not on this page in any case.
        let turns = self.strips[end].is_landscape;
        // A float that was moved once is placed, and nothing comes between the parts of one that is divided.
        let is_divided = self.strips[end - 1].float == Some(float);
        if self.strips[end].opens_page || is_divided || !turns && self.strips[end - 1].keep > Keep::Whole {
            return None;
        }
        let used = self.ends(start).find(|(at, _)| *at == end)?.1;
        let mut room = self.height_at(start) - used;
        if self.strips[start].is_landscape || room / self.room.height < FLOATING_HOLE {
            return None;
        }
        // Only a large hole is worth moving past a heading.
        let is_large = room / self.room.height > LARGEST_HOLE;
        let group_end = |from: usize, float: u32| from + self.strips[from..].iter().take_while(|strip| strip.float == Some(float)).count();
        let first = group_end(end, float);
        // The page that the float is moved to has to hold all of it.
        if !turns && !self.ends(end).any(|(at, _)| at == first) {
            return None;
        }
        // Floats that follow it directly move with it.
        let mut after = first;
        while let Some(next) = self.strips.get(after).filter(|next| !next.opens_page && next.is_landscape == turns).and_then(|next| next.float) {
            after = group_end(after, next);
        }
        let mut filled = None;
        for at in after..self.strips.len() {
            let strip = &self.strips[at];
            // Tables in landscape come after the text.
            if turns && strip.is_landscape && strip.float.is_some() && !strip.opens_page {
                continue;
            }
            let is_placed = strip.float.is_some() || strip.is_fixed || strip.is_landscape || strip.opens_page;
            if is_placed || strip.stays && !is_large || self.notes[at] > Pt::ZERO {
                break;
            }
            room -= strip.height + strip.gap;
            if room < Pt::ZERO {
                break;
            }
            let is_heading = self.strips.get(at + 1).is_some_and(|next| next.stays);
            if strip.keep == Keep::Free || strip.keep == Keep::Together && !is_heading {
                filled = Some((at + 1, room));
            }
        }
        let (text_end, left) = filled?;
        // For too little text it is not worth making the reader turn back.
        if text_end == after || !turns && self.room.height - used - left < self.room.line * 2.0 {
            return None;
        }
        let is_moved = |at: usize| if turns { self.strips[at].is_landscape } else { at < after };
        let (moved, text): (Vec<usize>, Vec<usize>) = (end..text_end).partition(|at| is_moved(*at));
        let length = moved.len();
        let order: Vec<usize> = text.into_iter().chain(moved).collect();
        reorder(&mut self.strips[end..], &order, end);
        reorder(&mut self.notes[end..], &order, end);
        reorder(&mut self.fillers[end..], &order, end);
        if let Some(next) = self.strips.get_mut(text_end) {
            next.gap = next.gap.max(self.room.after_float);
        }
        // What was found for these places was found for other strips.
        for start in (text_end - length..text_end).rev() {
            self.best[start] = self.first_page(start, start + 1);
        }
        let least = if turns { 0 } else { text_end - length + first - end };
        Some((text_end - length, least))
    }
}

/// Puts the first values into another order; `order` counts from `from`.
fn reorder<T: Default>(values: &mut [T], order: &[usize], from: usize) {
    let ordered: Vec<T> = order.iter().map(|at| std::mem::take(&mut values[at - from])).collect();
    values.iter_mut().zip(ordered).for_each(|(value, ordered)| *value = ordered);
}

/// Turns headings that are directly before a table in landscape, if no text may stay with them.
fn turn_headings(strips: &mut [Strip], fillers: &[Pt]) {
    for at in (1..strips.len()).rev().filter(|at| fillers[*at] == Pt::ZERO) {
        let (before, next) = (&strips[at - 1], &strips[at]);
        if next.is_landscape && !next.opens_page && !before.is_landscape && before.stays && before.keep == Keep::WithNext {
            strips[at - 1].is_landscape = true;
        }
    }
}

/// For each strip, the height of the text after the float that begins there, which may be moved before it.
fn fillers(strips: &[Strip], notes: &[Pt]) -> Vec<Pt> {
    let mut fillers = vec![Pt::ZERO; strips.len() + 1];
    // The height of the text from each strip on, up to what stays in its place.
    let mut text = Pt::ZERO;
    for (at, strip) in strips.iter().enumerate().rev() {
        let is_start = strip.float.is_some() && (at == 0 || strips[at - 1].float != strip.float);
        if is_start && !strip.opens_page {
            fillers[at] = text;
        }
        let turns = strip.is_landscape && strip.float.is_some();
        let is_fixed = strip.is_fixed && strip.float.is_none();
        let stops = strip.is_landscape && !turns || is_fixed || strip.opens_page || strip.stays || notes[at] > Pt::ZERO;
        let is_adjacent = at > 0 && strips[at - 1].float.is_some();
        if stops || is_start && !is_adjacent && !turns {
            text = Pt::ZERO;
        } else if strip.float.is_none() {
            text += strip.height + strip.gap;
        }
    }
    fillers
}

/// The cost of an empty share of a page.
fn hole(blank: f32) -> f32 {
    let beyond = blank - PLAIN_HOLE;
    160.0 * blank.min(PLAIN_HOLE).powi(2) + if beyond > 0.0 { 40.0 + 200.0 * beyond } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn strip() -> impl Strategy<Value = (Strip, Pt)> {
        let keep = prop::sample::select(vec![Keep::Free, Keep::Together, Keep::Whole, Keep::Edge, Keep::WithNext]);
        (1.0f32..90.0, 0.0f32..20.0, keep, any::<bool>(), prop::option::weighted(0.1, 5.0f32..20.0)).prop_map(|(height, gap, keep, stays, note)| {
            let strip = Strip { height: Pt(height), gap: Pt(gap), keep, stays, ..Strip::default() };
            (strip, note.map_or(Pt::ZERO, Pt))
        })
    }

    /// Text and floats of one to three strips.
    fn part() -> impl Strategy<Value = (Vec<Strip>, Vec<Pt>)> {
        let block = (prop::collection::vec(strip(), 1..4), any::<bool>());
        prop::collection::vec(block, 1..20).prop_map(|blocks| {
            let marked = blocks.into_iter().enumerate().flat_map(|(at, (strips, floats))| {
                strips.into_iter().map(move |(strip, note)| (Strip { float: floats.then_some(at as u32), ..strip }, note))
            });
            marked.unzip()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Every strip is on one page, and no page of several strips is higher than the paper.
        #[test]
        fn pages_keep_every_strip_and_note((mut strips, notes) in part()) {
            let before = strips.len();
            let of_strip = |strip: &Strip| (strip.height.0.to_bits(), strip.keep, strip.float);
            let note_of: Vec<_> = strips.iter().map(of_strip).zip(notes.iter().copied()).collect();
            let room = PageRoom { height: Pt(100.0), landscape: Pt(80.0), rule: Pt(3.0), line: Pt(5.0), after_float: Pt(8.0) };
            let pages = plan_pages(&mut strips, notes, room);
            prop_assert_eq!(pages.iter().map(|page| page.count).sum::<usize>(), before);
            let mut rest = strips.as_slice();
            for PlannedPage { count, gaps } in pages {
                prop_assert!((1.0 - LAST_SQUEEZED..=1.0).contains(&gaps));
                let (page, after) = rest.split_at(count);
                rest = after;
                let text: Pt = page.iter().enumerate().map(|(at, strip)| strip.height + if at > 0 { strip.gap * gaps } else { Pt::ZERO }).sum();
                let feet: Pt = page.iter().filter_map(|strip| note_of.iter().find(|(key, _)| *key == of_strip(strip))).map(|(_, note)| *note).sum();
                let rule = if feet > Pt::ZERO { room.rule } else { Pt::ZERO };
                prop_assert!(count == 1 || text + feet + rule <= room.height + Pt(0.1), "{count} strips of {:?}", text + feet);
            }
        }
    }
}
