//! In a redline, the parts of a large block that stayed the same are counted, so that readers see the ones that changed.

use crate::html::writer::{View, Writer};
use crate::model::Mark;

/// Shorter runs are shown: they help to see where a change is.
const FEWEST: usize = 2;

/// How an item, a row or a card of a redline is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::html) enum Same {
    /// As it is.
    Shown,
    /// By a count of this part and those after it that are hidden.
    Counted(usize),
    /// Not at all: it has been counted.
    Hidden,
}

impl Writer<'_> {
    /// How to show each of `count` parts. Outside changes, and where none or all have changed, all are shown.
    pub(in crate::html) fn same_parts(&self, count: usize, is_same: impl Fn(usize) -> bool) -> Vec<Same> {
        let mut shown = vec![Same::Shown; count];
        let is_inside = matches!(self.view, View::Redline(..)) && self.changes.open > 0 && !self.changes.is_removed();
        if !is_inside || self.changes.spread != Mark::Unchanged || count <= FEWEST {
            return shown;
        }
        let is_same: Vec<bool> = (0..count).map(is_same).collect();
        if is_same.iter().all(|is_same| *is_same) {
            return shown;
        }
        let mut at = 0;
        while at < count {
            let run = is_same[at..].iter().take_while(|is_same| **is_same).count();
            if run >= FEWEST {
                shown[at..at + run].fill(Same::Hidden);
                shown[at] = Same::Counted(run);
            }
            at += run.max(1);
        }
        shown
    }

    /// The line that counts hidden parts, in an element whose start tag is `<tag>`.
    pub(in crate::html) fn same_part(&mut self, tag: &str, count: usize) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.raw("<");
        self.raw(tag);
        self.raw(" class=same>");
        let words = self.strings.count("same_parts", count);
        self.text(&words);
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }
}
