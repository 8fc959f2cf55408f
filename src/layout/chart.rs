//! Charts: vectors whose marks are labelled directly, and their figures as a table.

use super::build::Frame;
use super::build::PartBuilder;
use super::canvas::Canvas;
use super::drawing::{PathStep, Stroke};
use super::grid::{CellText, Grid};
use super::strips::{Keep, Strip};
use super::style::TextStyle;
use super::tags::TagRole;
use super::units::{Colour, Point, Pt, Rect};
use crate::chart::{self, Scale};
use crate::model::{Alignment, Chart, ChartKind, TableSetting};

/// A chart of rows that is higher than this share of a page is divided between its rows.
const HIGHEST: f32 = 0.9;

/// Half the width of a mark.
const MARK: f32 = 3.4;

/// Lines with more points than this have no marks at them.
const MOST_MARKS: usize = 30;

/// Where the rows of a chart are drawn.
struct Rows {
    /// Where the scale begins.
    left: Pt,
    /// How long the scale is.
    room: Pt,
    scale: Scale,
    style: TextStyle,
    /// Height of a bar with the room around it.
    bar: Pt,
}

impl Rows {
    fn x(&self, value: f64) -> Pt {
        self.left + self.room * (self.scale.share(value) as f32)
    }
}

impl PartBuilder<'_> {
    pub(super) fn chart(&mut self, frame: Frame, chart: &Chart) {
        let measures = self.context.measures;
        let bold = TextStyle { weight: 700.0, ..frame.style };
        self.words(frame, TagRole::P, bold, measures.gap * 1.8, &chart.title);
        self.keep_last();
        self.words(frame, TagRole::P, frame.style, measures.gap * 0.3, &chart.summary);
        self.keep_last();
        if !chart.labels.is_empty() && !chart.series.is_empty() {
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
        let measures = self.context.measures;
        let mut canvas = Canvas::new(self.part.tags.leaf(figure), measures);
        let mut strips = Vec::new();
        if has_legend(chart) {
            let height = self.legend(&mut canvas, frame, chart);
            strips.push(Strip { keep: Keep::WithNext, ..canvas.take(height) });
        }
        match chart.kind {
            ChartKind::Line => {
                let height = self.line_chart(&mut canvas, frame, chart);
                strips.push(canvas.take(height));
            }
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot => self.row_chart(&mut canvas, frame, chart, &mut strips),
        }
        let height: Pt = strips.iter().map(|strip| strip.height).sum();
        if height <= measures.height * HIGHEST {
            let mut whole = Strip { height, keep: Keep::Together, ..Strip::default() };
            let mut y = Pt::ZERO;
            for strip in strips {
                let height = strip.height;
                whole.absorb(strip, Point::new(Pt::ZERO, y));
                y += height;
            }
            strips = vec![whole];
        }
        let left = measures.at_start(frame.x, frame.width);
        strips.iter_mut().for_each(|strip| strip.areas.push((figure, Rect::new(left, Pt::ZERO, frame.width, strip.height))));
        self.whole(0.0, 0.0, |builder| builder.push(measures.gap, strips));
    }

    /// Dark, light and middle, so that neighbours differ in grey as well.
    fn series_colour(&self, at: usize) -> Colour {
        let measures = self.context.measures;
        [measures.accent, measures.mark, measures.ink, measures.edge][at % 4]
    }

    fn legend(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart) -> Pt {
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
                ChartKind::Bar | ChartKind::Stacked => canvas.fill(at, left, middle - square / 2.0, square, square),
                ChartKind::Line => {
                    let segments = vec![PathStep::Move(left.0, middle.0), PathStep::Line((left + key).0, middle.0)];
                    canvas.path(segments, None, Some(line_stroke(at, colour)));
                    canvas.mark(at, left + key / 2.0, middle, MARK, colour);
                }
                ChartKind::Dot => canvas.mark(at, left + square / 2.0, middle, 3.2, colour),
            }
            canvas.label(self.shaper.line(&name, style), left + key + square * 0.5, y);
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
            canvas.label(self.shaper.line(&name, style), left + square, y);
            x += width + style.size * 1.5;
        }
        y + style.leading * 1.4
    }

    /// Bars or dots, a strip a label: names at the left, figures at the marks.
    fn row_chart(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart, strips: &mut Vec<Strip>) {
        let measures = self.context.measures;
        let style = measures.small;
        let widest = chart.labels.iter().map(|label| self.shaper.line(label, style).width).fold(Pt::ZERO, Pt::max);
        // Names are above their marks if they would take too much of the width.
        let above = widest > frame.width * 0.42;
        let names = if above { Pt::ZERO } else { widest + style.size };
        let scale = Scale::of(chart);
        let strings = self.strings();
        let cells = |series| (0..chart.labels.len()).map(move |at| chart::cell(chart, series, at, strings));
        let figures = chart.series.iter().flat_map(cells).collect::<Vec<_>>();
        let figure_width = figures.iter().map(|words| self.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        let room = (frame.width - names - figure_width - style.size * 0.8).max(Pt(20.0));
        let rows = Rows { left: frame.x + names, room, scale, style, bar: style.leading * 0.95 };
        let count = if chart.kind == ChartKind::Stacked { 1 } else { chart.series.len() };
        for (at, label) in chart.labels.iter().enumerate() {
            let line = self.shaper.line(label, style);
            let top = if above { style.leading } else { Pt::ZERO };
            let middle = if above { Pt::ZERO } else { rows.bar * (count as f32 / 2.0) - style.leading / 2.0 };
            canvas.label(line, frame.x, middle);
            let bottom = top + rows.bar * count as f32;
            if chart.kind == ChartKind::Stacked {
                self.stack_of_bars(canvas, &rows, chart, at, top);
            } else {
                self.marks(canvas, &rows, chart, at, top);
            }
            let is_last = at + 1 == chart.labels.len();
            let height = if is_last { bottom } else { bottom + rows.bar * 0.35 };
            if matches!(chart.kind, ChartKind::Bar) {
                canvas.rectangle(rows.x(0.0) - Pt(0.5), Pt::ZERO, Pt(1.0), height, measures.edge);
            }
            for reference in &chart.references {
                let x = rows.x(reference.number.value);
                canvas.dashed(Point::new(x, Pt::ZERO), Point::new(x, height), measures.ink);
            }
            strips.push(canvas.take(height + if is_last { rows.bar * 0.35 } else { Pt::ZERO }));
        }
    }

    fn stack_of_bars(&mut self, canvas: &mut Canvas<'_>, rows: &Rows, chart: &Chart, at: usize, y: Pt) {
        let (measures, Rows { style, bar, .. }) = (self.context.measures, rows);
        for (number, (from, to)) in chart::stack(chart, at).enumerate() {
            let (from, to) = (rows.x(from), rows.x(to));
            canvas.fill(number, from, y + *bar * 0.1, to - from, *bar * 0.8);
            // A sliver of paper separates neighbours for readers with any colour vision.
            canvas.rectangle(to - Pt(0.8), y + *bar * 0.1, Pt(0.8), *bar * 0.8, measures.paper);
            // The number of the legend, on paper, where it fits.
            let line = self.shaper.line(&(number + 1).to_string(), *style);
            let size = line.width + Pt(4.0);
            if chart.series.len() > 2 && to - from > size + Pt(4.0) {
                let x = from + (to - from - size) * 0.5;
                canvas.rectangle(x, y + *bar * 0.18, size, *bar * 0.64, measures.paper);
                canvas.label(line, x + Pt(2.0), y + (*bar - style.leading) / 2.0);
            }
        }
    }

    fn marks(&mut self, canvas: &mut Canvas<'_>, rows: &Rows, chart: &Chart, at: usize, mut y: Pt) {
        let (measures, Rows { style, bar, left, room, .. }) = (self.context.measures, rows);
        let zero = rows.x(0.0);
        for (number, series) in chart.series.iter().enumerate() {
            let value = series.values.get(at).copied().flatten();
            let colour = self.series_colour(number);
            let mut end = value.map_or(zero, |number| rows.x(number.value));
            if chart.kind == ChartKind::Dot {
                canvas.rectangle(*left, y + *bar * 0.5 - Pt(0.4), *room, Pt(0.8), measures.line);
                if value.is_some() {
                    canvas.mark(number, end, y + *bar * 0.5, bar.0 * 0.28, colour);
                }
            } else {
                canvas.fill(number, zero.min(end), y + *bar * 0.1, (end - zero).max(zero - end), *bar * 0.8);
            }
            if let Some((low, high)) = series.intervals.get(at).copied().flatten() {
                let (from, to) = (rows.x(low.value), rows.x(high.value));
                canvas.interval(Point::new(from, y + *bar * 0.5), Point::new(to, y + *bar * 0.5), measures.ink);
                end = end.max(to);
            }
            let words = chart::cell(chart, series, at, self.strings());
            let offset = if chart.kind == ChartKind::Dot { *bar * 0.45 } else { style.size * 0.4 };
            canvas.label(self.shaper.line(&words, *style), zero.max(end) + offset, y + (*bar - style.leading) / 2.0);
            y += *bar;
        }
    }

    fn line_chart(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart) -> Pt {
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
        let top = style.leading / 2.0;
        let bottom = top + height;
        let y_of = |value: f64| bottom - height * (scale.share(value) as f32);
        for (value, words) in &ticks {
            let y = y_of(*value);
            let colour = if *value == 0.0 || *value == scale.start() { measures.edge } else { measures.line };
            canvas.rectangle(left, y - Pt(0.4), right - left, Pt(0.8), colour);
            let width = self.shaper.line(words, style).width;
            canvas.label(self.shaper.line(words, style), frame.x + scale_width - width, y - style.leading / 2.0);
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
                canvas.label(self.shaper.line(label, style), x, bottom + style.size * 0.3);
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
                    canvas.mark(number, x, y, MARK, colour);
                }
            }
        }
        for (at, reference) in chart.references.iter().enumerate() {
            let y = y_of(reference.number.value);
            canvas.dashed(Point::new(left, y), Point::new(right, y), measures.ink);
            let name = chart::reference_name(chart, at, self.strings());
            let width = self.shaper.line(&name, style).width;
            canvas.label(self.shaper.line(&name, style), right - width, y - style.leading);
        }
        let wanted: Vec<f64> = ends.iter().map(|(_, value)| 1.0 - scale.share(*value)).collect();
        for ((nth, _), place) in ends.iter().zip(chart::apart(&wanted, f64::from(style.leading.0 / height.0))) {
            let y = top + height * (place as f32) - style.leading / 2.0;
            canvas.label(self.shaper.line(&chart.series[*nth].name, style), right + style.size * 0.6, y);
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
            setting: TableSetting::Auto,
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
