//! Figures of a column, aligned on their decimal points.

use super::grid::{CellText, Grid};
use crate::layout::paged::units::Pt;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::break_points::is_figure;
use crate::model::{Alignment, plain_text};

/// A column whose figures have decimals.
pub(in crate::layout) struct Decimals {
    /// Width of the longest whole part and the longest rest together.
    pub(in crate::layout) width: Pt,
    /// By how much each row's figure is set off from the end of the column.
    pub(in crate::layout) offsets: Vec<Pt>,
}

/// The figures of a column as far as their decimal points, or their units, and the rest; `None` where there is another text.
///
/// `None` if all figures end alike: they are in line as they are.
pub(in crate::layout) fn divided(column: &[String]) -> Option<Vec<Option<(&str, &str)>>> {
    let point = decimal_point(column);
    let figures: Vec<Option<(&str, &str)>> = column.iter().map(|words| parts(words, point)).collect();
    let mut rests = figures.iter().flatten().map(|(_, rest)| *rest);
    let first = rests.next()?;
    rests.any(|rest| rest != first).then_some(figures)
}

/// What divides whole numbers from decimals in a column: a comma if some figure is written so, and none with a point.
fn decimal_point(column: &[String]) -> char {
    let shown = |words: &String| {
        let words = words.trim();
        let at = words.rfind(['.', ','])?;
        let point = words[at..].chars().next()?;
        let decimals = words[at + 1..].chars().take_while(char::is_ascii_digit).count();
        let is_only_one = !words[..at].contains(['.', ',']);
        let is_after_groups = words[..at].contains(if point == ',' { '.' } else { ',' });
        // Three digits may also be a group of thousands.
        (is_figure(words) && decimals > 0 && (is_only_one && decimals != 3 || is_after_groups)).then_some(point)
    };
    let mut has_comma = false;
    for point in column.iter().filter_map(shown) {
        if point == '.' {
            return '.';
        }
        has_comma = true;
    }
    if has_comma { ',' } else { '.' }
}

/// The whole part of a figure, and the rest from the decimal point on, or from the unit. `None` for other words, ranges and dates.
fn parts(words: &str, point: char) -> Option<(&str, &str)> {
    let words = words.trim();
    if !is_figure(words) {
        return None;
    }
    let group = if point == '.' { ',' } else { '.' };
    let first = words.find(|c: char| c.is_ascii_digit())?;
    let is_whole = |(at, c): (usize, char)| {
        let next_is_digit = words[at + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit());
        c.is_ascii_digit() || (c == group || matches!(c, ' ' | '\u{a0}' | '\u{202f}')) && next_is_digit
    };
    let end = words.char_indices().filter(|(at, _)| *at >= first).find(|pair| !is_whole(*pair)).map_or(words.len(), |(at, _)| at);
    let (whole, rest) = words.split_at(end);
    let after = rest.strip_prefix(point).map_or(rest, |decimals| decimals.trim_start_matches(|c: char| c.is_ascii_digit()));
    (!after.bytes().any(|byte| byte.is_ascii_digit())).then_some((whole, rest))
}

impl PartBuilder<'_> {
    /// The columns whose figures are aligned on their decimal points.
    pub(in crate::layout) fn decimals(&mut self, grid: &Grid<'_>, style: TextStyle) -> Vec<Option<Decimals>> {
        let columns = grid.alignments.iter().enumerate();
        columns.map(|(at, alignment)| if *alignment == Alignment::End { self.decimals_of(grid, at, style) } else { None }).collect()
    }

    fn decimals_of(&mut self, grid: &Grid<'_>, at: usize, style: TextStyle) -> Option<Decimals> {
        let words: Vec<String> = grid.rows.iter().map(|row| row.get(at).map(words_of).unwrap_or_default()).collect();
        let figures = divided(&words)?;
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
    use super::divided;

    fn rests(figures: &[&str]) -> Option<Vec<Option<String>>> {
        let column: Vec<String> = figures.iter().map(|&words| words.to_owned()).collect();
        divided(&column).map(|parts| parts.into_iter().map(|parts| parts.map(|(_, rest)| rest.to_owned())).collect())
    }

    #[test]
    fn figures_divide_at_their_decimal_points_and_units() {
        let cases: [(&[&str], &[&str]); 6] = [
            (&["1,234.5", "\u{a3}0.40", "12%", "7", "-3.5%"], &[".5", ".40", "%", "", ".5%"]),
            (&["1,5", "12", "0,125", "1.234,75"], &[",5", "", ",125", ",75"]),
            (&["\u{a3}1.2m", "\u{a3}850k", "\u{2212}3", "(3)"], &[".2m", "k", "", ")"]),
            (&["3%", "(3)", "-3", "12.5 km"], &["%", ")", "", ".5 km"]),
            (&["1,234", "56 789", "7.5"], &["", "", ".5"]),
            (&["1 234,5", "1.234", "12"], &[",5", "", ""]),
        ];
        for (figures, expected) in cases {
            let expected: Vec<Option<String>> = expected.iter().map(|&rest| Some(rest.to_owned())).collect();
            assert_eq!(rests(figures), Some(expected), "{figures:?}");
        }
    }

    #[test]
    fn other_words_are_not_divided_and_like_figures_are_in_line() {
        assert_eq!(
            rests(&["no data", "1.5", "2019\u{2013}20", "12/5/2024", "3"]),
            Some(vec![None, Some(".5".to_owned()), None, None, Some(String::new())])
        );
        assert_eq!(rests(&["1%", "20%"]), None);
        assert_eq!(rests(&["1,234", "567"]), None);
        assert_eq!(rests(&["words"]), None);
    }
}
