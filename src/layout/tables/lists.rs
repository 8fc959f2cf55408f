//! Tables too wide for the page: each row as a list, the heads of the columns as labels.
//!
//! The tags are those of a table. The heads belong to the labels of the first row; the others are repeated, as heads on later pages are.

use super::cells::{LineOfCell, ShapedCell};
use super::grid::Grid;
use super::widths::cell_style;
use crate::layout::paged::pages::PlacedItem;
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::{Frame, PartBuilder};
use crate::layout::parts::strips::{Keep, Strip};
use crate::layout::text::shaper::ShapedLine;

/// Labels are beside the cells if they need at most this share of the width, or else above them.
const WIDEST_LABELS: f32 = 0.38;

impl PartBuilder<'_> {
    pub(in crate::layout) fn rows_as_lists(
        &mut self, frame: Frame, grid: &Grid<'_>, groups: Vec<ShapedCell>, head: Vec<ShapedCell>, rows: Vec<Vec<ShapedCell>>,
    ) {
        let measures = self.context.measures;
        let style = cell_style(measures);
        let gutter = style.size * 0.8;
        let extents = || groups.iter().chain(&head).map(ShapedCell::widths);
        let widest = extents().map(|(_, most)| most).fold(Pt::ZERO, Pt::max).min(frame.width * WIDEST_LABELS);
        let longest_word = extents().map(|(least, _)| least).fold(Pt::ZERO, Pt::max);
        let (label_width, cell_least) = (widest + Pt(0.5), rows.iter().flatten().map(|cell| cell.widths().0).fold(Pt::ZERO, Pt::max));
        let is_beside = longest_word <= label_width && cell_least <= frame.width - label_width - gutter;
        let (label_width, indent) = if is_beside { (label_width, label_width + gutter) } else { (frame.width, style.size) };
        let mut set =
            |cells: Vec<ShapedCell>| -> Vec<Vec<LineOfCell>> { cells.into_iter().map(|cell| cell.lines(&mut self.shaper, label_width)).collect() };
        let (groups, labels) = (set(groups), set(head));
        // The name of a group is above the labels of all its columns; it belongs to the first.
        let group_of = |at: usize| groups.get(grid.group_spans.cell_at(0, at).1).map(|lines| repeated_lines(lines)).unwrap_or_default();
        let above: Vec<Vec<RepeatedLine>> = (0..labels.len()).map(group_of).collect();
        let repeated: Vec<Vec<RepeatedLine>> =
            labels.iter().zip(&above).map(|(lines, above)| above.iter().cloned().chain(repeated_lines(lines)).collect()).collect();
        let mut groups = groups.into_iter();
        let labels = labels.into_iter().map(|lines| (groups.next().unwrap_or_default(), lines)).collect::<Vec<_>>();
        let mut labels = Some(labels);
        let x = if measures.right_to_left { -frame.x } else { frame.x };
        // The lines of a cell that goes on in the rows below it.
        let mut shared: Vec<Vec<RepeatedLine>> = vec![Vec::new(); repeated.len()];
        for (nth, row) in rows.into_iter().enumerate() {
            let first_labels = labels.take();
            self.whole(0.5, 0.9, |builder| {
                let mut first_labels = first_labels.map(Vec::into_iter);
                let mut is_first = true;
                for (at, (cell, repeated)) in row.into_iter().zip(&repeated).enumerate() {
                    let tagged = first_labels.as_mut().and_then(Iterator::next);
                    let (above_row, first) = grid.spans.cell_at(nth, at);
                    let is_shared = above_row < nth && first == at;
                    if cell.is_empty() && tagged.is_none() && !is_shared {
                        continue;
                    }
                    let goes_on = grid.spans.at(nth, at).is_some_and(|span| span.rows > 1);
                    let lines = cell.lines(&mut builder.shaper, frame.width - indent);
                    if goes_on {
                        shared[at] = repeated_lines(&lines);
                    }
                    let mut strips: Vec<Strip> = match tagged {
                        Some((group, lines)) => {
                            let is_repeated = group.is_empty();
                            let above = above[at].iter().filter(|_| is_repeated).map(|line| line.strip(x));
                            let own = group.into_iter().chain(lines).map(|line| strip_of(line, frame.x));
                            above.chain(own).collect()
                        }
                        None => repeated.iter().map(|line| line.strip(x)).collect(),
                    };
                    let label_count = strips.len();
                    let first_note = builder.first_note();
                    let mut own = |at: usize, height: Pt, add: &mut dyn FnMut(&mut Strip)| match strips.get_mut(at).filter(|_| is_beside) {
                        Some(strip) => {
                            strip.height = strip.height.max(height);
                            add(strip);
                        }
                        None => {
                            let mut strip = Strip { height, ..Strip::default() };
                            add(&mut strip);
                            strips.push(strip);
                        }
                    };
                    if is_shared {
                        for (at, line) in shared[at].iter().enumerate() {
                            own(at, line.height, &mut |strip| {
                                strip.artifacts.extend(line.moved(x + if measures.right_to_left { -indent } else { indent }))
                            });
                        }
                    }
                    for (at, line) in lines.into_iter().enumerate() {
                        let mut line = Some(line);
                        let height = line.as_ref().map_or(Pt::ZERO, |line| line.line.height);
                        own(at, height, &mut |strip| {
                            if let Some(line) = line.take() {
                                strip.take_line_of_cell(line, Point::new(frame.x + indent, Pt::ZERO));
                            }
                        });
                    }
                    let count = strips.len();
                    for (at, strip) in strips.iter_mut().enumerate() {
                        strip.notes.iter_mut().for_each(|note| *note += first_note);
                        // A label is never parted from its words.
                        if at + 1 < count && (at == 0 || at + 2 == count || at < label_count) {
                            strip.keep = Keep::WithNext;
                        }
                    }
                    if let Some(first) = strips.first_mut().filter(|_| is_first) {
                        let rule = builder.rule(frame.x, -measures.gap * 0.5, frame.width, Pt(1.0), measures.accent);
                        first.artifacts.push(rule);
                    }
                    builder.push(if is_first { measures.gap * 1.3 } else { measures.gap * 0.35 }, strips);
                    is_first = false;
                }
            });
        }
    }
}

/// What is painted of a line that is repeated, from the start of the column.
#[derive(Clone)]
struct RepeatedLine {
    height: Pt,
    items: Vec<PlacedItem>,
}

impl RepeatedLine {
    fn moved(&self, x: Pt) -> impl Iterator<Item = PlacedItem> {
        self.items.iter().map(move |item| item.clone().moved(Point::new(x, Pt::ZERO)))
    }

    fn strip(&self, x: Pt) -> Strip {
        Strip { height: self.height, artifacts: self.moved(x).collect(), ..Strip::default() }
    }
}

fn repeated_lines(lines: &[LineOfCell]) -> Vec<RepeatedLine> {
    let painted = |line: &ShapedLine, x: Pt| {
        let at = Point::new(line.left(x), Pt::ZERO);
        line.items.iter().map(|(_, item)| item.clone().moved(at)).collect::<Vec<_>>()
    };
    let repeated = |line: &LineOfCell| {
        let mut items = line.label.as_ref().map(|label| painted(label, Pt::ZERO)).unwrap_or_default();
        items.extend(painted(&line.line, line.indent));
        RepeatedLine { height: line.line.height, items }
    };
    lines.iter().map(repeated).collect()
}

fn strip_of(line: LineOfCell, x: Pt) -> Strip {
    let mut strip = Strip { height: line.line.height, ..Strip::default() };
    strip.take_line_of_cell(line, Point::new(x, Pt::ZERO));
    strip
}
