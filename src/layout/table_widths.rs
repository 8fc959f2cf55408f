//! Widths of a table's columns, by CSS automatic table layout (CSS 2.2, 17.5.2.2).

use super::measures::Measures;
use super::style::TextStyle;
use super::tags::TagId;
use super::text::{ShapedText, Shaper};
use super::units::Pt;

/// A cell, shaped.
pub(super) type ShapedCell = (TagId, Option<ShapedText>);

/// Room at either side of a cell's text, by the size of the letters.
pub(super) const PADDING: f32 = 0.5;

/// Lines of a cell are short and close.
pub(super) fn cell_style(measures: &Measures) -> TextStyle {
    let small = measures.small;
    if measures.large { small } else { TextStyle { leading: small.size * 1.3, ..small } }
}

/// The width that each column needs at least, and the width at which none of its lines is broken.
pub(super) struct ColumnNeeds {
    least: Vec<Pt>,
    most: Vec<Pt>,
    /// Room at either side of a cell's text.
    padding: Pt,
}

impl ColumnNeeds {
    /// The widths that the cells in these rows need, with `padding` at either side of their text.
    pub(super) fn of<'c>(rows: impl Iterator<Item = &'c Vec<ShapedCell>>, count: usize, padding: Pt) -> Self {
        let mut needs = Self { least: vec![Pt(4.0); count], most: vec![Pt(4.0); count], padding };
        for row in rows {
            for (at, (_, shaped)) in row.iter().enumerate().take(count) {
                let Some(shaped) = shaped else { continue };
                let (least, most) = Shaper::widths(shaped);
                // Half a point keeps rounding from breaking a word that fits.
                needs.least[at] = needs.least[at].max(least + padding * 2.0 + Pt(0.5));
                needs.most[at] = needs.most[at].max(most + padding * 2.0 + Pt(0.5));
            }
        }
        needs
    }

    /// Gives a column room for words of this width.
    pub(super) fn widen(&mut self, at: usize, width: Pt) {
        if width > Pt::ZERO {
            let width = width + self.padding * 2.0 + Pt(0.5);
            self.least[at] = self.least[at].max(width);
            self.most[at] = self.most[at].max(width);
        }
    }

    /// The least width of a table that breaks no word.
    pub(super) fn least_width(&self) -> Pt {
        self.least.iter().copied().sum()
    }

    /// Widths that fill `width`: each column its least, then a share of the rest by what it lacks.
    ///
    /// What a column lacks counts up to half of the table: one long text takes more lines rather than the room of all others.
    pub(super) fn widths(&self, width: Pt) -> Vec<Pt> {
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
