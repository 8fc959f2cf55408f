//! Charts: vectors whose marks are labelled directly, and their figures as a table.

use super::build::Frame;
use super::build::PartBuilder;
use super::drawing::{Path, PathStep, Stroke};
use super::paged::{PlacedItem, Shape};
use super::strips::{Keep, Strip};
use super::style::TextStyle;
use super::table::{CellText, Grid};
use super::tags::{LeafId, TagRole};
use super::units::{Colour, Point, Pt, Rect, Size};
use crate::chart::{self, Scale};
use crate::model::{Alignment, Chart, ChartKind};

/// A drawing in the making: items of one leaf, from the strip's top left corner.
struct Canvas {
    leaf: LeafId,
    items: Vec<(LeafId, PlacedItem)>,
}

impl Canvas {
    fn rectangle(&mut self, x: Pt, y: Pt, width: Pt, height: Pt, colour: Colour) {
        let shape = Shape::Rectangle(Size { width: width.max(Pt::ZERO), height }, colour);
        self.items.push((self.leaf, PlacedItem { at: Point::new(x, y), shape }));
    }

    fn path(&mut self, segments: Vec<PathStep>, fill: Option<Colour>, stroke: Option<Stroke>) {
        let path = Path { segments, fill: fill.map(Into::into), even_odd: false, stroke, clip: None };
        self.items.push((self.leaf, PlacedItem { at: Point::default(), shape: Shape::Path(Box::new(path)) }));
    }

    fn dot(&mut self, x: Pt, y: Pt, radius: f32, colour: Colour) {
        // Four cubic curves; 0.5523 is the usual length of their handles.
        let (x, y, r, k) = (x.0, y.0, radius, radius * 0.5523);
        let segments = vec![
            PathStep::Move(x + r, y),
            PathStep::Cubic(x + r, y + k, x + k, y + r, x, y + r),
            PathStep::Cubic(x - k, y + r, x - r, y + k, x - r, y),
            PathStep::Cubic(x - r, y - k, x - k, y - r, x, y - r),
            PathStep::Cubic(x + k, y - r, x + r, y - k, x + r, y),
            PathStep::Close,
        ];
        self.path(segments, Some(colour), None);
    }
}

/// Charts with more marks are a table only: they could not be told apart.
const MOST_ROWS: usize = 40;

impl PartBuilder<'_> {
    pub(super) fn chart(&mut self, frame: Frame, chart: &Chart) {
        let measures = self.context.measures;
        let bold = TextStyle { weight: 700.0, ..frame.style };
        self.words(frame, TagRole::P, bold, measures.gap * 1.8, &chart.title);
        self.keep_last();
        self.words(frame, TagRole::P, frame.style, measures.gap * 0.3, &chart.summary);
        self.keep_last();
        if chart.labels.len() * chart.series.len().max(1) <= MOST_ROWS && !chart.labels.is_empty() && !chart.series.is_empty() {
            self.drawing(frame, chart);
        }
        self.chart_table(frame, chart);
        let unit = chart::named_unit(chart).map(|unit| self.strings().fill("chart_unit", &[("unit", unit)]));
        let source = chart.source.as_deref().map(|source| self.strings().fill("source", &[("source", source)]));
        let style = TextStyle { colour: measures.neutral, ..measures.small };
        for (at, words) in unit.into_iter().chain(source).enumerate() {
            self.keep_last();
            self.words(frame, TagRole::P, style, if at == 0 { measures.gap * 0.5 } else { Pt::ZERO }, &words);
        }
    }

    fn drawing(&mut self, frame: Frame, chart: &Chart) {
        let figure = self.part.tags.add(frame.tag, TagRole::Figure);
        let alternative = format!("{}. {}", chart.title, chart.summary);
        self.part.tags.details(figure).alternative = Some(alternative.into());
        let mut canvas = Canvas { leaf: self.part.tags.leaf(figure), items: Vec::new() };
        let top = if chart.series.len() > 1 { self.legend(&mut canvas, frame, chart) } else { Pt::ZERO };
        let height = match chart.kind {
            ChartKind::Line => self.line_chart(&mut canvas, frame, chart, top),
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot => self.row_chart(&mut canvas, frame, chart, top),
        };
        let area = (figure, Rect::new(frame.x, Pt::ZERO, frame.width, height));
        let strip = Strip { height, keep: Keep::Together, items: canvas.items, areas: vec![area], ..Strip::default() };
        self.push(self.context.measures.gap, vec![strip]);
    }

    /// Dark, light and middle, so that neighbours differ in grey as well.
    fn series_colour(&self, at: usize) -> Colour {
        let measures = self.context.measures;
        [measures.accent, measures.mark, measures.ink, measures.edge, measures.neutral, measures.line][at % 6]
    }

    fn legend(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart) -> Pt {
        let style = self.context.measures.small;
        let square = style.size * 0.8;
        // A line is known by its dashes, too.
        let key = if chart.kind == ChartKind::Line { square * 3.0 } else { square };
        let (mut x, mut y) = (Pt::ZERO, Pt::ZERO);
        for (at, series) in chart.series.iter().enumerate() {
            let width = self.shaper.line(&series.name, style).width + key + square * 0.6;
            if x > Pt::ZERO && x + width > frame.width {
                (x, y) = (Pt::ZERO, y + style.leading);
            }
            let colour = self.series_colour(at);
            let (left, middle) = (frame.x + x, y + style.leading * 0.25 + square / 2.0);
            match chart.kind {
                ChartKind::Bar | ChartKind::Stacked => canvas.rectangle(left, middle - square / 2.0, square, square, colour),
                ChartKind::Line => {
                    let segments = vec![PathStep::Move(left.0, middle.0), PathStep::Line((left + key).0, middle.0)];
                    canvas.path(segments, None, Some(line_stroke(at, colour)));
                    canvas.dot(left + key / 2.0, middle, 3.2, colour);
                }
                ChartKind::Dot => canvas.dot(left + square / 2.0, middle, 3.2, colour),
            }
            self.label(canvas, &series.name, style, left + key + square * 0.5, y);
            x += width + style.size * 1.5;
        }
        y + style.leading * 1.4
    }

    /// One line of text with its top at `y`.
    fn label(&mut self, canvas: &mut Canvas, words: &str, style: TextStyle, x: Pt, y: Pt) -> Pt {
        let line = self.shaper.line(words, style);
        let leaf = canvas.leaf;
        canvas.items.extend(line.items.into_iter().map(|(_, item)| (leaf, item.moved(Point::new(x, y)))));
        line.width
    }

    /// Bars or dots, a row a label: names at the left, figures at the marks.
    fn row_chart(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart, top: Pt) -> Pt {
        let measures = self.context.measures;
        let style = measures.small;
        let widest = chart.labels.iter().map(|label| self.shaper.line(label, style).width).fold(Pt::ZERO, Pt::max);
        // Names are above their marks if they would take too much of the width.
        let above = widest > frame.width * 0.42;
        let names = if above { Pt::ZERO } else { widest + style.size };
        let stacked = chart.kind == ChartKind::Stacked;
        let scale = Scale::of(chart);
        let figures = chart::figures(chart).map(|value| chart::figure(chart, self.strings(), value)).collect::<Vec<_>>();
        let figure_width = figures.iter().map(|words| self.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        let room = (frame.width - names - figure_width - style.size * 0.8).max(Pt(20.0));
        let place = |value: f64| room * (scale.share(value) as f32);
        let zero = place(0.0);
        let bar = style.leading * 0.95;
        let rows = if stacked { 1 } else { chart.series.len() };
        let mut y = top;
        let left = frame.x + names;
        let start = y;
        for (at, label) in chart.labels.iter().enumerate() {
            if above {
                self.label(canvas, label, style, frame.x, y);
                y += style.leading;
            } else {
                let middle = bar * (rows as f32 / 2.0) - style.leading / 2.0;
                self.label(canvas, label, style, frame.x, y + middle);
            }
            if stacked {
                for (number, (from, to)) in chart::stack(chart, at).enumerate() {
                    let (from, to) = (left + place(from), left + place(to));
                    canvas.rectangle(from, y + bar * 0.1, to - from, bar * 0.8, self.series_colour(number));
                    // A sliver of paper separates neighbours for readers with any colour vision.
                    canvas.rectangle(to - Pt(0.8), y + bar * 0.1, Pt(0.8), bar * 0.8, measures.paper);
                }
                y += bar;
                y += bar * 0.35;
                continue;
            }
            for (number, series) in chart.series.iter().enumerate() {
                let value = series.values.get(at).copied().unwrap_or(0.0);
                let colour = self.series_colour(number);
                let end = place(value);
                if chart.kind == ChartKind::Dot {
                    canvas.rectangle(left, y + bar * 0.5 - Pt(0.4), room, Pt(0.8), measures.line);
                    canvas.dot(left + end, y + bar * 0.5, bar.0 * 0.28, colour);
                } else {
                    canvas.rectangle(left + zero.min(end), y + bar * 0.1, (end - zero).max(zero - end), bar * 0.8, colour);
                }
                let words = chart::figure(chart, self.strings(), value);
                let offset = if chart.kind == ChartKind::Dot { bar * 0.45 } else { style.size * 0.4 };
                self.label(canvas, &words, style, left + zero.max(end) + offset, y + (bar - style.leading) / 2.0);
                y += bar;
            }
            y += bar * 0.35;
        }
        if chart.kind != ChartKind::Dot {
            canvas.rectangle(left + zero - Pt(0.5), start, Pt(1.0), y - start - bar * 0.35, measures.edge);
        }
        y
    }

    fn line_chart(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart, top: Pt) -> Pt {
        let measures = self.context.measures;
        let style = measures.small;
        let (scale, ticks) = Scale::with_ticks(chart);
        let ticks: Vec<(f64, String)> = ticks.into_iter().map(|value| (value, chart::figure(chart, self.strings(), value))).collect();
        let scale_width = ticks.iter().map(|(_, words)| self.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        let left = frame.x + scale_width + style.size * 0.6;
        let right = frame.x + frame.width - style.size * 1.5;
        let height = (frame.width * 0.42).min(Pt(230.0)).max(Pt(110.0));
        let top = top + style.leading / 2.0;
        let bottom = top + height;
        let y_of = |value: f64| bottom - height * (scale.share(value) as f32);
        for (value, words) in &ticks {
            let y = y_of(*value);
            let colour = if *value == 0.0 { measures.edge } else { measures.line };
            canvas.rectangle(left, y - Pt(0.4), right - left, Pt(0.8), colour);
            let width = self.shaper.line(words, style).width;
            self.label(canvas, words, style, frame.x + scale_width - width, y - style.leading / 2.0);
        }
        let count = chart.labels.len();
        let x_of = |at: usize| {
            if count > 1 { left + style.size + (right - left - style.size) * (at as f32 / (count - 1) as f32) } else { (left + right) / 2.0 }
        };
        // Names that would touch each other are left out: the table has them all.
        let mut free_from = frame.x;
        for (at, label) in chart.labels.iter().enumerate() {
            let width = self.shaper.line(label, style).width;
            let x = (x_of(at) - width / 2.0).min(frame.x + frame.width - width).max(frame.x);
            if x >= free_from {
                self.label(canvas, label, style, x, bottom + style.size * 0.3);
                free_from = x + width + style.size * 0.6;
            }
        }
        for (number, series) in chart.series.iter().enumerate() {
            let colour = self.series_colour(number);
            let points: Vec<(Pt, Pt)> = series.values.iter().take(count).enumerate().map(|(at, value)| (x_of(at), y_of(*value))).collect();
            let segments = points.iter().enumerate().map(|(at, (x, y))| if at == 0 { PathStep::Move(x.0, y.0) } else { PathStep::Line(x.0, y.0) });
            canvas.path(segments.collect(), None, Some(line_stroke(number, colour)));
            for (x, y) in points {
                canvas.dot(x, y, 3.2, colour);
            }
        }
        bottom + style.leading * 1.4
    }

    fn chart_table(&mut self, frame: Frame, chart: &Chart) {
        let strings = self.strings();
        let label = chart::label_heading(chart, strings).to_owned();
        let name = |series| CellText::Words(chart::series_heading(chart, series, strings).to_owned());
        let rows = chart.labels.iter().enumerate().map(|(at, label)| {
            let values = chart.series.iter().map(|series| {
                let value = series.values.get(at).copied();
                CellText::Words(value.map(|value| chart::figure(chart, self.strings(), value)).unwrap_or_default())
            });
            std::iter::once(CellText::Words(label.clone())).chain(values).collect()
        });
        let caption = strings.fill("figures_of", &[("title", &chart.title)]);
        let grid = Grid {
            caption: Some(CellText::Words(caption)),
            alignments: std::iter::once(Alignment::Start).chain(chart.series.iter().map(|_| Alignment::End)).collect(),
            head: std::iter::once(CellText::Words(label)).chain(chart.series.iter().map(name)).collect(),
            rows: rows.collect(),
            row_headers: true,
        };
        self.grid(frame, &grid);
    }
}

/// Every second line is dashed: lines are told apart without their colours.
fn line_stroke(number: usize, colour: Colour) -> Stroke {
    let dashes = if number % 2 == 1 { vec![5.0, 3.0] } else { Vec::new() };
    Stroke { colour, width: 2.0, dashes, cap: 1, join: 1 }
}
