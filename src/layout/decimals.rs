//! Figures of a column, aligned on their decimal points.

use super::break_points::is_figure;
use super::build::PartBuilder;
use super::grid::{CellText, Grid};
use super::style::TextStyle;
use super::units::Pt;
use crate::model::{Alignment, plain_text};

/// A column whose figures have decimals.
pub(super) struct Decimals {
    /// Width of the longest whole part and the longest rest together.
    pub(super) width: Pt,
    /// By how much each row's figure is set off from the end of the column.
    pub(super) offsets: Vec<Pt>,
}

/// The whole part of a figure, and the rest from the decimal point on, or from the unit. `None` for other words.
pub(super) fn parts(words: &str) -> Option<(&str, &str)> {
    let words = words.trim();
    if !is_figure(words) {
        return None;
    }
    let first = words.find(|c: char| c.is_ascii_digit())?;
    let is_whole = |(at, c): (usize, char)| {
        let next_is_digit = words[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        c.is_ascii_digit() || matches!(c, ',' | ' ' | '\u{a0}' | '\u{202f}') && next_is_digit
    };
    let end = words.char_indices().filter(|(at, _)| *at >= first).find(|pair| !is_whole(*pair)).map_or(words.len(), |(at, _)| at);
    Some(words.split_at(end))
}

/// Whether the rest of a figure begins with decimals.
pub(super) fn has_decimals(rest: &str) -> bool {
    rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

impl PartBuilder<'_> {
    /// The columns whose figures are aligned on their decimal points.
    pub(super) fn decimals(&mut self, grid: &Grid<'_>, style: TextStyle) -> Vec<Option<Decimals>> {
        let columns = grid.alignments.iter().enumerate();
        columns.map(|(at, alignment)| if *alignment == Alignment::End { self.decimals_of(grid, at, style) } else { None }).collect()
    }

    fn decimals_of(&mut self, grid: &Grid<'_>, at: usize, style: TextStyle) -> Option<Decimals> {
        let words: Vec<String> = grid.rows.iter().map(|row| row.get(at).map(words_of).unwrap_or_default()).collect();
        let figures: Vec<Option<(&str, &str)>> = words.iter().map(|words| parts(words)).collect();
        if !figures.iter().flatten().any(|(_, rest)| has_decimals(rest)) {
            return None;
        }
        let mut width = |words: &str| if words.is_empty() { Pt::ZERO } else { self.shaper.line(words, style).width };
        let widths: Vec<Option<(Pt, Pt)>> = figures.iter().map(|figure| figure.map(|(whole, rest)| (width(whole), width(rest)))).collect();
        let (whole, rest) = widths.iter().flatten().fold((Pt::ZERO, Pt::ZERO), |most, (whole, rest)| (most.0.max(*whole), most.1.max(*rest)));
        let offsets = widths.iter().map(|widths| widths.map_or(Pt::ZERO, |(_, own)| rest - own)).collect();
        Some(Decimals { width: whole + rest, offsets })
    }
}

fn words_of(cell: &CellText<'_>) -> String {
    match cell {
        CellText::Inlines(inlines) => plain_text(inlines),
        // A cell of a redline has brackets.
        CellText::Marked(..) | CellText::Past(_) => String::new(),
        CellText::Words(words) => words.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{has_decimals, parts};

    #[test]
    fn figures_divide_at_their_decimal_points() {
        for (figure, whole, rest) in
            [("1,234.5", "1,234", ".5"), ("\u{a3}0.40", "\u{a3}0", ".40"), ("12%", "12", "%"), ("7", "7", ""), ("-3.5%", "-3", ".5%")]
        {
            assert_eq!(parts(figure), Some((whole, rest)));
        }
        assert_eq!((parts("no data"), has_decimals(".5%"), has_decimals(".")), (None, true, false));
    }
}
