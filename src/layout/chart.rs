//! Charts: vectors whose marks are labelled directly, and their figures as a table.

use super::drawing::{Path, Segment, Stroke};
use super::paged::{Item, Shape};
use super::part::{Builder, Frame};
use super::strips::{Keep, Strip};
use super::style::TextLook;
use super::table::{CellText, Grid};
use super::tags::{LeafId, Role};
use super::units::{Colour, Point, Pt, Rect, Size};
use crate::model::{Alignment, Chart, ChartKind};

/// A drawing in the making: items of one leaf, from the strip's top left corner.
struct Canvas {
    leaf: LeafId,
    items: Vec<(LeafId, Item)>,
}

impl Canvas {
    fn rectangle(&mut self, x: Pt, y: Pt, width: Pt, height: Pt, colour: Colour) {
        let shape = Shape::Rectangle(Size { width: width.max(Pt::ZERO), height }, colour);
        self.items.push((self.leaf, Item { at: Point::new(x, y), shape }));
    }

    fn path(&mut self, segments: Vec<Segment>, fill: Option<Colour>, stroke: Option<Stroke>) {
        let path = Path { segments, fill: fill.map(Into::into), even_odd: false, stroke, clip: None };
        self.items.push((self.leaf, Item { at: Point::default(), shape: Shape::Path(Box::new(path)) }));
    }

    fn dot(&mut self, x: Pt, y: Pt, radius: f32, colour: Colour) {
        // Four cubic curves; 0.5523 is the usual length of their handles.
        let (x, y, r, k) = (x.0, y.0, radius, radius * 0.5523);
        let segments = vec![
            Segment::Move(x + r, y),
            Segment::Cubic(x + r, y + k, x + k, y + r, x, y + r),
            Segment::Cubic(x - k, y + r, x - r, y + k, x - r, y),
            Segment::Cubic(x - r, y - k, x - k, y - r, x, y - r),
            Segment::Cubic(x + k, y - r, x + r, y - k, x + r, y),
            Segment::Close,
        ];
        self.path(segments, Some(colour), None);
    }
}

/// More marks than this are a table only: nobody could read them apart.
const MOST_ROWS: usize = 40;

impl Builder<'_> {
    pub(super) fn chart(&mut self, frame: Frame, chart: &Chart) {
        let measures = self.measures;
        let bold = TextLook { weight: 700.0, ..frame.look };
        self.words(frame, Role::P, bold, measures.gap * 1.8, &chart.title);
        self.keep_last();
        self.words(frame, Role::P, frame.look, measures.gap * 0.3, &chart.summary);
        self.keep_last();
        if chart.labels.len() * chart.series.len().max(1) <= MOST_ROWS && !chart.labels.is_empty() && !chart.series.is_empty() {
            self.drawing(frame, chart);
        }
        self.chart_table(frame, chart);
        let unit = chart.unit.as_deref().filter(|unit| *unit != "%").map(|unit| self.strings().fill("chart_unit", &[("unit", unit)]));
        let source = chart.source.as_deref().map(|source| self.strings().fill("source", &[("source", source)]));
        let look = TextLook { colour: measures.neutral, ..measures.small };
        for (at, words) in unit.into_iter().chain(source).enumerate() {
            self.keep_last();
            self.words(frame, Role::P, look, if at == 0 { measures.gap * 0.5 } else { Pt::ZERO }, &words);
        }
    }

    fn drawing(&mut self, frame: Frame, chart: &Chart) {
        let figure = self.tags.add(frame.tag, Role::Figure);
        let alternative = format!("{}. {}", chart.title, chart.summary);
        self.tags.details(figure).alternative = Some(alternative.into());
        let mut canvas = Canvas { leaf: self.tags.leaf(figure), items: Vec::new() };
        let top = if chart.series.len() > 1 { self.legend(&mut canvas, frame, chart) } else { Pt::ZERO };
        let height = match chart.kind {
            ChartKind::Line => self.line_chart(&mut canvas, frame, chart, top),
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot => self.row_chart(&mut canvas, frame, chart, top),
        };
        let area = (figure, Rect::new(frame.x, Pt::ZERO, frame.width, height));
        let strip = Strip { height, keep: Keep::Together, items: canvas.items, areas: vec![area], ..Strip::default() };
        self.push(self.measures.gap, vec![strip]);
    }

    /// Dark, light and middle, so that neighbours differ in grey as well.
    fn series_colour(&self, at: usize) -> Colour {
        let measures = self.measures;
        [measures.accent, measures.mark, measures.ink, measures.edge, measures.neutral, measures.line][at % 6]
    }

    fn legend(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart) -> Pt {
        let look = self.measures.small;
        let square = look.size * 0.8;
        // A line is known by its dashes, too.
        let key = if chart.kind == ChartKind::Line { square * 3.0 } else { square };
        let (mut x, mut y) = (Pt::ZERO, Pt::ZERO);
        for (at, series) in chart.series.iter().enumerate() {
            let width = self.shaper.line(&series.name, look).width + key + square * 0.6;
            if x > Pt::ZERO && x + width > frame.width {
                (x, y) = (Pt::ZERO, y + look.leading);
            }
            let colour = self.series_colour(at);
            let (left, middle) = (frame.x + x, y + look.leading * 0.25 + square / 2.0);
            match chart.kind {
                ChartKind::Bar | ChartKind::Stacked => canvas.rectangle(left, middle - square / 2.0, square, square, colour),
                ChartKind::Line => {
                    let segments = vec![Segment::Move(left.0, middle.0), Segment::Line((left + key).0, middle.0)];
                    canvas.path(segments, None, Some(line_stroke(at, colour)));
                    canvas.dot(left + key / 2.0, middle, 3.2, colour);
                }
                ChartKind::Dot => canvas.dot(left + square / 2.0, middle, 3.2, colour),
            }
            self.label(canvas, &series.name, look, left + key + square * 0.5, y, frame.width - x);
            x += width + look.size * 1.5;
        }
        y + look.leading * 1.4
    }

    /// One line of words with its top at `y`, cut off nowhere: words that do not fit are set smaller by the caller.
    fn label(&mut self, canvas: &mut Canvas, words: &str, look: TextLook, x: Pt, y: Pt, _room: Pt) -> Pt {
        let line = self.shaper.line(words, look);
        let leaf = canvas.leaf;
        canvas.items.extend(line.items.into_iter().map(|(_, item)| (leaf, item.moved(Point::new(x, y)))));
        line.width
    }

    fn figure_words(&self, chart: &Chart, value: f64) -> String {
        let number = self.strings().number(value);
        if chart.unit.as_deref() == Some("%") { format!("{number}%") } else { number }
    }

    /// Bars or dots, a row a label: names at the left, figures at the marks.
    fn row_chart(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart, top: Pt) -> Pt {
        let measures = self.measures;
        let look = measures.small;
        let widest = chart.labels.iter().map(|label| self.shaper.line(label, look).width).fold(Pt::ZERO, Pt::max);
        // Names stand above their marks where they would take too much of the width.
        let above = widest > frame.width * 0.42;
        let names = if above { Pt::ZERO } else { widest + look.size };
        let stacked = chart.kind == ChartKind::Stacked;
        let sums =
            (0..chart.labels.len()).map(|at| chart.series.iter().filter_map(|series| series.values.get(at)).map(|value| value.max(0.0)).sum::<f64>());
        let singles = chart.series.iter().flat_map(|series| &series.values).copied();
        let largest = if stacked { sums.fold(0.0, f64::max) } else { singles.fold(0.0, f64::max) };
        let smallest = if stacked { 0.0 } else { chart.series.iter().flat_map(|series| &series.values).copied().fold(0.0, f64::min) };
        let figures = chart.series.iter().flat_map(|series| &series.values).map(|value| self.figure_words(chart, *value)).collect::<Vec<_>>();
        let figure_width = figures.iter().map(|words| self.shaper.line(words, look).width).fold(Pt::ZERO, Pt::max);
        let room = (frame.width - names - figure_width - look.size * 0.8).max(Pt(20.0));
        let span = (largest - smallest).max(f64::MIN_POSITIVE);
        let place = |value: f64| room * (((value - smallest) / span).clamp(0.0, 1.0) as f32);
        let zero = place(0.0);
        let bar = look.leading * 0.95;
        let rows = if stacked { 1 } else { chart.series.len() };
        let mut y = top;
        let left = frame.x + names;
        let start = y;
        for (at, label) in chart.labels.iter().enumerate() {
            if above {
                self.label(canvas, label, look, frame.x, y, frame.width);
                y += look.leading;
            } else {
                let middle = bar * (rows as f32 / 2.0) - look.leading / 2.0;
                self.label(canvas, label, look, frame.x, y + middle, names);
            }
            let mut from = Pt::ZERO;
            for (number, series) in chart.series.iter().enumerate() {
                let value = series.values.get(at).copied().unwrap_or(0.0);
                let colour = self.series_colour(number);
                if stacked {
                    let width = place(value.max(0.0));
                    canvas.rectangle(left + from, y + bar * 0.1, width, bar * 0.8, colour);
                    from += width;
                    // A sliver of paper keeps neighbours apart in any colour vision.
                    canvas.rectangle(left + from - Pt(0.8), y + bar * 0.1, Pt(0.8), bar * 0.8, measures.paper);
                    continue;
                }
                let end = place(value);
                if chart.kind == ChartKind::Dot {
                    canvas.rectangle(left, y + bar * 0.5 - Pt(0.4), room, Pt(0.8), measures.line);
                    canvas.dot(left + end, y + bar * 0.5, bar.0 * 0.28, colour);
                } else {
                    canvas.rectangle(left + zero.min(end), y + bar * 0.1, (end - zero).max(zero - end), bar * 0.8, colour);
                }
                let words = self.figure_words(chart, value);
                let behind = if chart.kind == ChartKind::Dot { bar * 0.45 } else { look.size * 0.4 };
                self.label(canvas, &words, look, left + zero.max(end) + behind, y + (bar - look.leading) / 2.0, figure_width);
                y += bar;
            }
            if stacked {
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
        let measures = self.measures;
        let look = measures.small;
        let values = || chart.series.iter().flat_map(|series| &series.values).copied();
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let step = tick_step(high - low);
        let (first, last) = ((low / step).floor() as i64, (high / step).ceil().max((low / step).floor() + 1.0) as i64);
        let ticks: Vec<(f64, String)> = (first..=last).map(|tick| tick as f64 * step).map(|value| (value, self.figure_words(chart, value))).collect();
        let scale_width = ticks.iter().map(|(_, words)| self.shaper.line(words, look).width).fold(Pt::ZERO, Pt::max);
        let left = frame.x + scale_width + look.size * 0.6;
        let right = frame.x + frame.width - look.size * 1.5;
        let height = (frame.width * 0.42).min(Pt(230.0)).max(Pt(110.0));
        let top = top + look.leading / 2.0;
        let bottom = top + height;
        let span = ((last - first) as f64 * step).max(f64::MIN_POSITIVE);
        let y_of = |value: f64| bottom - height * (((value - first as f64 * step) / span).clamp(0.0, 1.0) as f32);
        for (value, words) in &ticks {
            let y = y_of(*value);
            let colour = if *value == 0.0 { measures.edge } else { measures.line };
            canvas.rectangle(left, y - Pt(0.4), right - left, Pt(0.8), colour);
            let width = self.shaper.line(words, look).width;
            self.label(canvas, words, look, frame.x + scale_width - width, y - look.leading / 2.0, scale_width);
        }
        let count = chart.labels.len();
        let x_of = |at: usize| {
            if count > 1 { left + look.size + (right - left - look.size) * (at as f32 / (count - 1) as f32) } else { (left + right) / 2.0 }
        };
        // Names that would touch each other are left out: the table has them all.
        let mut free_from = frame.x;
        for (at, label) in chart.labels.iter().enumerate() {
            let width = self.shaper.line(label, look).width;
            let x = (x_of(at) - width / 2.0).min(frame.x + frame.width - width).max(frame.x);
            if x >= free_from {
                self.label(canvas, label, look, x, bottom + look.size * 0.3, width);
                free_from = x + width + look.size * 0.6;
            }
        }
        for (number, series) in chart.series.iter().enumerate() {
            let colour = self.series_colour(number);
            let points: Vec<(Pt, Pt)> = series.values.iter().take(count).enumerate().map(|(at, value)| (x_of(at), y_of(*value))).collect();
            let segments = points.iter().enumerate().map(|(at, (x, y))| if at == 0 { Segment::Move(x.0, y.0) } else { Segment::Line(x.0, y.0) });
            canvas.path(segments.collect(), None, Some(line_stroke(number, colour)));
            for (x, y) in points {
                canvas.dot(x, y, 3.2, colour);
            }
        }
        bottom + look.leading * 1.4
    }

    fn chart_table(&mut self, frame: Frame, chart: &Chart) {
        let strings = self.strings();
        let label = chart.label_heading.as_deref().filter(|heading| !heading.is_empty()).unwrap_or(strings.text("chart_label")).to_owned();
        let unit = chart.unit.as_deref();
        let name = |series: &crate::model::Series| {
            let name = if series.name.is_empty() { unit.unwrap_or(strings.text("chart_value")).to_owned() } else { series.name.clone() };
            CellText::Words(name)
        };
        let rows = chart.labels.iter().enumerate().map(|(at, label)| {
            let values = chart.series.iter().map(|series| {
                let value = series.values.get(at).copied();
                CellText::Words(value.map(|value| self.figure_words(chart, value)).unwrap_or_default())
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

/// A step of 1, 2 or 5 times a power of ten that divides `span` into four to ten parts.
fn tick_step(span: f64) -> f64 {
    if span <= 0.0 || !span.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf((span / 4.0).log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * power).find(|step| span / step >= 4.0);
    step.unwrap_or(power)
}
