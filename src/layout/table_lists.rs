//! Tables too wide for the page: each row as a list, the heads of the columns as labels.
//!
//! The tags are those of a table. The heads belong to the labels of the first row; the others are repeated, as heads on later pages are.

use super::build::{Frame, PartBuilder};
use super::paged::PlacedItem;
use super::strips::{Keep, Strip};
use super::table_widths::{ShapedCell, cell_style};
use super::text::{ShapedLine, Shaper};
use super::units::{Point, Pt};

/// Labels are beside the cells if they need at most this share of the width, or else above them.
const WIDEST_LABELS: f32 = 0.38;

impl PartBuilder<'_> {
    pub(super) fn rows_as_lists(&mut self, frame: Frame, head: Vec<ShapedCell>, rows: Vec<Vec<ShapedCell>>) {
        let measures = self.context.measures;
        let style = cell_style(measures);
        let gutter = style.size * 0.8;
        let extents = || head.iter().filter_map(|(_, shaped)| shaped.as_ref().map(Shaper::widths));
        let widest = extents().map(|(_, most)| most).fold(Pt::ZERO, Pt::max).min(frame.width * WIDEST_LABELS);
        let longest_word = extents().map(|(least, _)| least).fold(Pt::ZERO, Pt::max);
        let cells = rows.iter().flatten().filter_map(|(_, shaped)| shaped.as_ref().map(|shaped| Shaper::widths(shaped).0));
        let (label_width, cell_least) = (widest + Pt(0.5), cells.fold(Pt::ZERO, Pt::max));
        let is_beside = longest_word <= label_width && cell_least <= frame.width - label_width - gutter;
        let (label_width, indent) = if is_beside { (label_width, label_width + gutter) } else { (frame.width, style.size) };
        let labels: Vec<Vec<ShapedLine>> =
            head.into_iter().map(|(_, shaped)| shaped.map(|shaped| self.shaper.lines(shaped, label_width)).unwrap_or_default()).collect();
        let repeated: Vec<Vec<(Pt, Vec<PlacedItem>)>> = labels.iter().map(|lines| lines.iter().map(repeated_line).collect()).collect();
        let mut labels = Some(labels);
        for row in rows {
            let first_labels = labels.take();
            self.whole(0.5, 0.9, |builder| {
                let mut first_labels = first_labels.map(Vec::into_iter);
                let mut is_first = true;
                for ((_, shaped), repeated) in row.into_iter().zip(&repeated) {
                    let tagged = first_labels.as_mut().and_then(Iterator::next);
                    if shaped.is_none() && tagged.is_none() {
                        continue;
                    }
                    let lines = shaped.map(|shaped| builder.shaper.lines(shaped, frame.width - indent)).unwrap_or_default();
                    let mut strips = match tagged {
                        Some(lines) => lines.into_iter().map(|line| Strip::of_line(line, frame.x)).collect(),
                        None => repeated
                            .iter()
                            .map(|(height, items)| repeated_strip(*height, items, if measures.right_to_left { -frame.x } else { frame.x }))
                            .collect::<Vec<_>>(),
                    };
                    let label_count = strips.len();
                    let first_note = builder.first_note();
                    for (at, line) in lines.into_iter().enumerate() {
                        let x = frame.x + indent;
                        match strips.get_mut(at).filter(|_| is_beside) {
                            Some(strip) => {
                                strip.height = strip.height.max(line.height);
                                strip.take(line, Point::new(x, Pt::ZERO));
                            }
                            None => strips.push(Strip::of_line(line, x)),
                        }
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

/// A line's height, and what is painted of it at the start of the column.
fn repeated_line(line: &ShapedLine) -> (Pt, Vec<PlacedItem>) {
    let at = Point::new(line.left(Pt::ZERO), Pt::ZERO);
    (line.height, line.items.iter().map(|(_, item)| item.clone().moved(at)).collect())
}

fn repeated_strip(height: Pt, items: &[PlacedItem], x: Pt) -> Strip {
    let artifacts = items.iter().map(|item| item.clone().moved(Point::new(x, Pt::ZERO))).collect();
    Strip { height, artifacts, ..Strip::default() }
}
