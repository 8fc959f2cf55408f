//! Widths of a table's columns, by CSS automatic table layout (CSS 2.2, 17.5.2.2).

use std::ops::Range;

use super::cells::ShapedCell;
use crate::layout::paged::units::Pt;
use crate::layout::style::measures::Measures;
use crate::layout::style::text_style::TextStyle;

/// Room at either side of a cell's text, by the size of the letters.
pub(in crate::layout) const PADDING: f32 = 0.5;

/// Lines of a cell are short and close.
pub(in crate::layout) fn cell_style(measures: &Measures) -> TextStyle {
    let small = measures.small;
    if measures.large { small } else { TextStyle { leading: small.size * 1.3, ..small } }
}

/// The width that each column needs at least, and the width at which none of its lines is broken.
pub(in crate::layout) struct ColumnNeeds {
    least: Vec<Pt>,
    most: Vec<Pt>,
    /// Shares of the width that the author set.
    shares: Vec<Option<f32>>,
    /// Room at either side of a cell's text.
    padding: Pt,
}

impl ColumnNeeds {
    /// The widths that `count` columns need before anything is in them, with `padding` at either side of a cell's text.
    pub(in crate::layout) fn new(count: usize, padding: Pt) -> Self {
        Self { least: vec![Pt(4.0); count], most: vec![Pt(4.0); count], shares: vec![None; count], padding }
    }

    /// Makes room for cells of one column each.
    pub(in crate::layout) fn add<'c>(&mut self, row: impl Iterator<Item = (usize, &'c ShapedCell)>) {
        for (at, cell) in row.filter(|(_, cell)| !cell.is_empty()) {
            let (least, most) = self.room(cell);
            self.least[at] = self.least[at].max(least);
            self.most[at] = self.most[at].max(most);
        }
    }

    /// Makes room for a cell that reaches over `columns`: what they lack, each takes in equal parts.
    pub(in crate::layout) fn spread(&mut self, columns: Range<usize>, cell: &ShapedCell) {
        if cell.is_empty() || columns.is_empty() {
            return;
        }
        let (least, most) = self.room(cell);
        let count = columns.len() as f32;
        for (widths, needed) in [(&mut self.least, least), (&mut self.most, most)] {
            let lack = needed - widths[columns.clone()].iter().copied().sum();
            if lack > Pt::ZERO {
                widths[columns.clone()].iter_mut().for_each(|width| *width += lack / count);
            }
        }
        self.most.iter_mut().zip(&self.least).for_each(|(most, least)| *most = most.max(*least));
    }

    fn room(&self, cell: &ShapedCell) -> (Pt, Pt) {
        let (least, most) = cell.widths();
        // Half a point keeps rounding from breaking a word that fits.
        let padding = self.padding * 2.0 + Pt(0.5);
        (least + padding, most + padding)
    }

    /// Sets the share of the width that a column takes, in per cent.
    pub(in crate::layout) fn share(&mut self, at: usize, share: Option<u8>) {
        if let Some(slot) = self.shares.get_mut(at) {
            *slot = share.map(|share| f32::from(share) / 100.0);
        }
    }

    /// Gives a column room for words of this width.
    pub(in crate::layout) fn widen(&mut self, at: usize, width: Pt) {
        if width > Pt::ZERO {
            let width = width + self.padding * 2.0 + Pt(0.5);
            self.least[at] = self.least[at].max(width);
            self.most[at] = self.most[at].max(width);
        }
    }

    /// The least width of a table that breaks no word.
    pub(in crate::layout) fn least_width(&self) -> Pt {
        self.least.iter().copied().sum()
    }

    /// Widths that fill `width`: each column its least, then a share of the rest by what it lacks.
    ///
    /// What a column lacks counts up to half of the table: one long text takes more lines rather than the room of all others.
    pub(in crate::layout) fn widths(&self, width: Pt) -> Vec<Pt> {
        self.shared_widths(width).unwrap_or_else(|| self.own_widths(width))
    }

    /// Widths by the shares that the author set, and the rest for the other columns; none if that breaks a word.
    fn shared_widths(&self, width: Pt) -> Option<Vec<Pt>> {
        if self.shares.iter().all(Option::is_none) {
            return None;
        }
        let of = |pick: fn(&Self) -> &Vec<Pt>| pick(self).iter().zip(&self.shares).filter(|(_, share)| share.is_none()).map(|(width, _)| *width);
        let (least, most): (Vec<Pt>, Vec<Pt>) = (of(|needs| &needs.least).collect(), of(|needs| &needs.most).collect());
        let shared = |at: usize, share: f32| self.least[at].max(width * share);
        let taken: Pt = self.shares.iter().enumerate().filter_map(|(at, share)| Some(shared(at, (*share)?))).sum();
        let others = Self { shares: vec![None; least.len()], least, most, padding: self.padding };
        let rest = width - taken;
        if rest + Pt(0.01) < others.least_width() {
            return None;
        }
        let mut others = others.own_widths(rest).into_iter();
        let widths = self.shares.iter().enumerate().map(|(at, share)| match share {
            Some(share) => shared(at, *share),
            None => others.next().unwrap_or(Pt::ZERO),
        });
        Some(widths.collect())
    }

    fn own_widths(&self, width: Pt) -> Vec<Pt> {
        let least = self.least_width();
        if least >= width {
            let share = width / least;
            return self.least.iter().map(|least| *least * share).collect();
        }
        let all_most: Pt = self.most.iter().copied().sum();
        if all_most <= width {
            let share = width / all_most;
            return self.most.iter().map(|most| *most * share).collect();
        }
        let lacks: Vec<Pt> = self.least.iter().zip(&self.most).map(|(least, most)| *most - *least).collect();
        let mut widths = self.least.clone();
        let mut rest = width - least;
        // In rounds: a column that lacks nothing more leaves its share to the others.
        for _ in 0..=widths.len() {
            let open: Vec<Pt> = widths
                .iter()
                .zip(&self.most)
                .zip(&lacks)
                .map(|((width_now, most), lack)| if *width_now < *most { lack.min(width * 0.5) } else { Pt::ZERO })
                .collect();
            let all: Pt = open.iter().copied().sum();
            if all <= Pt::ZERO || rest <= Pt(0.01) {
                break;
            }
            let share = rest / all;
            for ((own, most), open) in widths.iter_mut().zip(&self.most).zip(open) {
                let more = (open * share).min((*most - *own).max(Pt::ZERO));
                *own += more;
                rest -= more;
            }
        }
        widths
    }
}
