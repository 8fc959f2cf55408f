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

/// A drawing under construction: items of one leaf, from the strip's top left corner.
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

    /// A line at the value that a figure is compared with.
    fn dashed(&mut self, from: Point, to: Point, colour: Colour) {
        let stroke = Stroke { colour, width: 1.2, dashes: vec![3.0, 2.0], cap: 0, join: 0 };
        self.path(vec![PathStep::Move(from.x.0, from.y.0), PathStep::Line(to.x.0, to.y.0)], None, Some(stroke));
    }

    /// The range of a figure, with a short bar at each end.
    fn interval(&mut self, from: Point, to: Point, colour: Colour) {
        let (across, along) = if from.x == to.x { (2.5, 0.0) } else { (0.0, 2.5) };
        let end = |at: Point| [PathStep::Move(at.x.0 - across, at.y.0 - along), PathStep::Line(at.x.0 + across, at.y.0 + along)];
        let mut segments = vec![PathStep::Move(from.x.0, from.y.0), PathStep::Line(to.x.0, to.y.0)];
        segments.extend(end(from));
        segments.extend(end(to));
        self.path(segments, None, Some(Stroke { colour, width: 1.0, dashes: Vec::new(), cap: 0, join: 0 }));
    }

    /// The mark of a series at a point of its line: shapes differ, and those of the fifth to the eighth are hollow.
    fn mark(&mut self, number: usize, x: Pt, y: Pt, colour: Colour, paper: Colour) {
        let (x, y, r) = (x.0, y.0, 3.4);
        let corners: &[(f32, f32)] = match number % 4 {
            0 => return if number < 4 { self.dot(Pt(x), Pt(y), r, colour) } else { self.ring(x, y, r, colour, paper) },
            1 => &[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
            2 => &[(0.0, -1.2), (1.1, 0.9), (-1.1, 0.9)],
            _ => &[(0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)],
        };
        let place = |(right, down): &(f32, f32)| (x + right * r, y + down * r);
        let mut segments: Vec<PathStep> = corners.iter().map(place).map(|(x, y)| PathStep::Line(x, y)).collect();
        if let Some((x, y)) = corners.first().map(place) {
            segments.insert(0, PathStep::Move(x, y));
        }
        segments.push(PathStep::Close);
        let outline = Stroke { colour, width: 1.2, dashes: Vec::new(), cap: 0, join: 1 };
        if number < 4 { self.path(segments, Some(colour), None) } else { self.path(segments, Some(paper), Some(outline)) }
    }

    fn ring(&mut self, x: f32, y: f32, radius: f32, colour: Colour, paper: Colour) {
        self.dot(Pt(x), Pt(y), radius, colour);
        self.dot(Pt(x), Pt(y), radius - 1.2, paper);
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

/// Rows of bars or dots beyond which a chart is a table only: they could not be told apart.
const MOST_ROWS: usize = 40;

/// Lines with more points than this have no marks at them.
const MOST_MARKS: usize = 30;

impl PartBuilder<'_> {
    pub(super) fn chart(&mut self, frame: Frame, chart: &Chart) {
        let measures = self.context.measures;
        let bold = TextStyle { weight: 700.0, ..frame.style };
        self.words(frame, TagRole::P, bold, measures.gap * 1.8, &chart.title);
        self.keep_last();
        self.words(frame, TagRole::P, frame.style, measures.gap * 0.3, &chart.summary);
        self.keep_last();
        if (chart.kind == ChartKind::Line || chart.labels.len() * chart.series.len().max(1) <= MOST_ROWS)
            && !chart.labels.is_empty()
            && !chart.series.is_empty()
        {
            self.drawing(frame, chart);
        }
        self.chart_table(frame, chart);
        let note = chart::scale_note(chart, self.strings());
        let unit = chart::named_unit(chart).map(|unit| self.strings().fill("chart_unit", &[("unit", unit)]));
        let source = chart.source.as_deref().map(|source| self.strings().fill("source", &[("source", source)]));
        let style = TextStyle { colour: measures.neutral, ..measures.small };
        for (at, words) in unit.into_iter().chain(note).chain(source).enumerate() {
            self.keep_last();
            self.words(frame, TagRole::P, style, if at == 0 { measures.gap * 0.5 } else { Pt::ZERO }, &words);
        }
    }

    fn drawing(&mut self, frame: Frame, chart: &Chart) {
        let figure = self.part.tags.add(frame.tag, TagRole::Figure);
        let alternative = format!("{}. {}", chart.title, chart.summary);
        self.part.tags.details(figure).alternative = Some(alternative.into());
        let mut canvas = Canvas { leaf: self.part.tags.leaf(figure), items: Vec::new() };
        let top = if has_legend(chart) { self.legend(&mut canvas, frame, chart) } else { Pt::ZERO };
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
        [measures.accent, measures.mark, measures.ink, measures.edge][at % 4]
    }

    fn legend(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart) -> Pt {
        let style = self.context.measures.small;
        let square = style.size * 0.8;
        // A line is known by its dashes, too.
        let key = if chart.kind == ChartKind::Line { square * 3.0 } else { square };
        let (mut x, mut y) = (Pt::ZERO, Pt::ZERO);
        for (at, series) in chart.series.iter().enumerate().filter(|_| chart.series.len() > 1) {
            let is_numbered = chart.kind == ChartKind::Stacked && chart.series.len() > 2;
            let name = if is_numbered { format!("{} {}", at + 1, series.name) } else { series.name.clone() };
            let width = self.shaper.line(&name, style).width + key + square * 0.6;
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
                    canvas.mark(at, left + key / 2.0, middle, colour, self.context.measures.paper);
                }
                ChartKind::Dot => canvas.dot(left + square / 2.0, middle, 3.2, colour),
            }
            self.label(canvas, &name, style, left + key + square * 0.5, y);
            x += width + style.size * 1.5;
        }
        for at in (0..chart.references.len()).filter(|_| chart.kind != ChartKind::Line) {
            let name = chart::reference_name(chart, at, self.strings());
            let width = self.shaper.line(&name, style).width + square * 1.6;
            if x > Pt::ZERO && x + width > frame.width {
                (x, y) = (Pt::ZERO, y + style.leading);
            }
            let left = frame.x + x + square / 2.0;
            let (from, to) = (Point::new(left, y + style.leading * 0.2), Point::new(left, y + style.leading * 0.9));
            canvas.dashed(from, to, self.context.measures.ink);
            self.label(canvas, &name, style, left + square, y);
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
        let strings = self.strings();
        let cells = |series| (0..chart.labels.len()).map(move |at| chart::cell(chart, series, at, strings));
        let figures = chart.series.iter().flat_map(cells).collect::<Vec<_>>();
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
                    // The number of the legend, on paper, where it fits.
                    let words = (number + 1).to_string();
                    let size = self.shaper.line(&words, style).width + Pt(4.0);
                    if chart.series.len() > 2 && to - from > size + Pt(4.0) {
                        let x = from + (to - from - size) * 0.5;
                        canvas.rectangle(x, y + bar * 0.18, size, bar * 0.64, measures.paper);
                        self.label(canvas, &words, style, x + Pt(2.0), y + (bar - style.leading) / 2.0);
                    }
                }
                y += bar;
                y += bar * 0.35;
                continue;
            }
            for (number, series) in chart.series.iter().enumerate() {
                let value = series.values.get(at).copied().flatten();
                let colour = self.series_colour(number);
                let mut end = value.map_or(zero, |number| place(number.value));
                if chart.kind == ChartKind::Dot {
                    canvas.rectangle(left, y + bar * 0.5 - Pt(0.4), room, Pt(0.8), measures.line);
                    if value.is_some() {
                        canvas.dot(left + end, y + bar * 0.5, bar.0 * 0.28, colour);
                    }
                } else {
                    canvas.rectangle(left + zero.min(end), y + bar * 0.1, (end - zero).max(zero - end), bar * 0.8, colour);
                }
                if let Some((low, high)) = series.intervals.get(at).copied().flatten() {
                    let (from, to) = (place(low.value), place(high.value));
                    canvas.interval(Point::new(left + from, y + bar * 0.5), Point::new(left + to, y + bar * 0.5), measures.ink);
                    end = end.max(to);
                }
                let words = chart::cell(chart, series, at, self.strings());
                let offset = if chart.kind == ChartKind::Dot { bar * 0.45 } else { style.size * 0.4 };
                self.label(canvas, &words, style, left + zero.max(end) + offset, y + (bar - style.leading) / 2.0);
                y += bar;
            }
            y += bar * 0.35;
        }
        if chart.kind != ChartKind::Dot {
            canvas.rectangle(left + zero - Pt(0.5), start, Pt(1.0), y - start - bar * 0.35, measures.edge);
        }
        for reference in &chart.references {
            let x = left + place(reference.number.value);
            canvas.dashed(Point::new(x, start), Point::new(x, y - bar * 0.35), measures.ink);
        }
        y
    }

    fn line_chart(&mut self, canvas: &mut Canvas, frame: Frame, chart: &Chart, top: Pt) -> Pt {
        let measures = self.context.measures;
        let style = measures.small;
        let (scale, ticks) = Scale::with_ticks(chart);
        let ticks: Vec<(f64, String)> = ticks.into_iter().map(|tick| (tick.value, chart::figure(chart, self.strings(), tick))).collect();
        let scale_width = ticks.iter().map(|(_, words)| self.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        let left = frame.x + scale_width + style.size * 0.6;
        let ends: Vec<(usize, f64)> = match has_legend(chart) || chart.series.len() < 2 {
            true => Vec::new(),
            false => chart.series.iter().enumerate().filter_map(|(nth, series)| Some((nth, chart::last_point(series)?.1))).collect(),
        };
        let name_width = ends.iter().map(|(nth, _)| self.shaper.line(&chart.series[*nth].name, style).width).fold(Pt::ZERO, Pt::max);
        let right = frame.x + frame.width - style.size * 1.5 - name_width;
        let height = (frame.width * 0.42).min(Pt(230.0)).max(Pt(110.0));
        let top = top + style.leading / 2.0;
        let bottom = top + height;
        let y_of = |value: f64| bottom - height * (scale.share(value) as f32);
        for (value, words) in &ticks {
            let y = y_of(*value);
            let colour = if *value == 0.0 || *value == scale.start() { measures.edge } else { measures.line };
            canvas.rectangle(left, y - Pt(0.4), right - left, Pt(0.8), colour);
            let width = self.shaper.line(words, style).width;
            self.label(canvas, words, style, frame.x + scale_width - width, y - style.leading / 2.0);
        }
        let count = chart.labels.len();
        let x_of = |at: usize| {
            if count > 1 { left + style.size + (right - left - style.size) * (at as f32 / (count - 1) as f32) } else { (left + right) / 2.0 }
        };
        // Labels that would touch are left out: the table has them all.
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
            for (at, (low, high)) in series.intervals.iter().enumerate().filter_map(|(at, interval)| Some((at, (*interval)?))) {
                canvas.interval(Point::new(x_of(at), y_of(low.value)), Point::new(x_of(at), y_of(high.value)), colour);
            }
            for run in chart::runs(series) {
                let points: Vec<(Pt, Pt)> = run.iter().map(|(at, value)| (x_of(*at), y_of(*value))).collect();
                let segments =
                    points.iter().enumerate().map(|(at, (x, y))| if at == 0 { PathStep::Move(x.0, y.0) } else { PathStep::Line(x.0, y.0) });
                canvas.path(segments.collect(), None, Some(line_stroke(number, colour)));
                for (x, y) in points.into_iter().filter(|_| count <= MOST_MARKS) {
                    canvas.mark(number, x, y, colour, measures.paper);
                }
            }
        }
        for (at, reference) in chart.references.iter().enumerate() {
            let y = y_of(reference.number.value);
            canvas.dashed(Point::new(left, y), Point::new(right, y), measures.ink);
            let name = chart::reference_name(chart, at, self.strings());
            let width = self.shaper.line(&name, style).width;
            self.label(canvas, &name, style, right - width, y - style.leading);
        }
        let wanted: Vec<f64> = ends.iter().map(|(_, value)| 1.0 - scale.share(*value)).collect();
        for ((nth, _), place) in ends.iter().zip(chart::apart(&wanted, f64::from(style.leading.0 / height.0))) {
            let y = top + height * (place as f32) - style.leading / 2.0;
            self.label(canvas, &chart.series[*nth].name, style, right + style.size * 0.6, y);
        }
        bottom + style.leading * 1.4
    }

    fn chart_table(&mut self, frame: Frame, chart: &Chart) {
        let strings = self.strings();
        let label = chart::label_heading(chart, strings).to_owned();
        let name = |series| CellText::Words(chart::series_heading(chart, series, strings).to_owned());
        let rows = chart.labels.iter().enumerate().map(|(at, label)| {
            let values = chart.series.iter().map(|series| CellText::Words(chart::cell(chart, series, at, strings)));
            std::iter::once(CellText::Words(label.clone())).chain(values).collect()
        });
        let targets = chart.references.iter().map(|reference| {
            let name = if reference.name.is_empty() { strings.text("chart_target") } else { &reference.name };
            let figure = chart::figure(chart, strings, reference.number);
            std::iter::once(name.to_owned()).chain(chart.series.iter().map(|_| figure.clone())).map(CellText::Words).collect()
        });
        let caption = strings.fill("figures_of", &[("title", &chart.title)]);
        let grid = Grid {
            caption: Some(CellText::Words(caption)),
            alignments: std::iter::once(Alignment::Start).chain(chart.series.iter().map(|_| Alignment::End)).collect(),
            head: std::iter::once(CellText::Words(label)).chain(chart.series.iter().map(name)).collect(),
            rows: rows.chain(targets).collect(),
            row_headers: true,
        };
        self.grid(frame, &grid);
    }
}

/// Names longer than this would leave too little room for the lines.
const LONGEST_END_NAME: usize = 24;

/// Whether a legend is needed: lines with short names are named at their ends.
fn has_legend(chart: &Chart) -> bool {
    let has_names = chart.series.iter().all(|series| series.name.chars().count() <= LONGEST_END_NAME);
    match chart.kind {
        ChartKind::Line => chart.series.len() > 1 && !has_names,
        ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot => chart.series.len() > 1 || !chart.references.is_empty(),
    }
}

/// Dashes differ as well as colours, so that neighbouring lines can be told apart without colour.
fn line_stroke(number: usize, colour: Colour) -> Stroke {
    let dashes = match number % 4 {
        0 => Vec::new(),
        1 => vec![6.0, 3.0],
        2 => vec![1.5, 3.0],
        _ => vec![8.0, 3.0, 1.5, 3.0],
    };
    Stroke { colour, width: 2.0, dashes, cap: 1, join: 1 }
}
