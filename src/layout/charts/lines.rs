//! Charts with lines: one over a scale of its own, slopes between two labels, small charts on one scale.

use super::canvas::Canvas;
use crate::chart::{self, Scale};
use crate::layout::paged::drawing::{PathStep, Stroke};
use crate::layout::paged::units::{Colour, Point, Pt};
use crate::layout::parts::builder::{Frame, PartBuilder};
use crate::layout::parts::strips::Strip;
use crate::layout::style::text_style::TextStyle;
use crate::model::{Chart, ChartKind, Number, Series};

/// Lines with more points than this have no marks at them.
const MOST_MARKS: usize = 30;

/// Names longer than this would leave too little room for the lines.
const LONGEST_END_NAME: usize = 24;

/// Half the width of a mark.
pub(in crate::layout) const MARK: f32 = 3.4;

/// The least width of a small chart, in letter heights.
const LEAST_SMALL: f32 = 15.0;

/// Whether lines are named at their ends and need no legend.
pub(in crate::layout) fn has_end_names(chart: &Chart) -> bool {
    chart.series.iter().all(|series| series.name.chars().count() <= LONGEST_END_NAME)
}

/// Where lines are drawn, and how.
struct Plot {
    scale: Scale,
    ticks: Vec<Number>,
    x: Pt,
    top: Pt,
    width: Pt,
    height: Pt,
    has_names: bool,
}

impl PartBuilder<'_> {
    pub(in crate::layout) fn line_chart(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart) -> Pt {
        let (scale, ticks) = Scale::with_ticks(chart);
        let ticks = if chart.kind == ChartKind::Slope { Vec::new() } else { ticks };
        let height = (frame.width * 0.42).min(Pt(230.0)).max(Pt(110.0));
        let has_names = chart.series.len() > 1 && has_end_names(chart);
        self.plot(canvas, chart, &Plot { scale, ticks, x: frame.x, top: Pt::ZERO, width: frame.width, height, has_names })
    }

    /// A small chart for each series, all on one scale, as many in a row as there is room for.
    pub(in crate::layout) fn multiples(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart, strips: &mut Vec<Strip>) {
        let measures = self.context.measures;
        let style = measures.small;
        let (scale, ticks) = Scale::with_ticks(chart);
        let ticks: Vec<Number> = ticks.first().into_iter().chain(ticks.last()).copied().collect();
        let columns = ((frame.width.0 / (style.size.0 * LEAST_SMALL)).floor() as usize).clamp(1, 3);
        let gap = style.size * 1.5;
        let width = (frame.width - gap * ((columns - 1) as f32)) / columns as f32;
        let height = (width * 0.5).max(Pt(60.0));
        for (row, all) in chart.series.chunks(columns).enumerate() {
            let top = if row == 0 { Pt::ZERO } else { measures.gap * 0.6 };
            let mut bottom = Pt::ZERO;
            for (column, series) in all.iter().enumerate() {
                let x = frame.x + (width + gap) * (column as f32);
                let bold = TextStyle { weight: 700.0, ..style };
                canvas.label(self.shaper.line(&series.name, bold), x, top);
                let one = Chart { series: vec![series.clone()], ..chart.clone() };
                let plot = Plot { scale, ticks: ticks.clone(), x, top: top + style.leading, width, height, has_names: false };
                bottom = bottom.max(self.plot(canvas, &one, &plot));
            }
            strips.push(canvas.take(bottom));
        }
    }

    /// Draws the lines of a chart; returns the foot of the drawing.
    fn plot(&mut self, canvas: &mut Canvas<'_>, chart: &Chart, plot: &Plot) -> Pt {
        let measures = self.context.measures;
        let style = measures.small;
        let is_slope = chart.kind == ChartKind::Slope;
        let Plot { scale, x: edge, width, height, .. } = *plot;
        let ticks: Vec<(f64, String)> = plot.ticks.iter().map(|tick| (tick.value, chart::figure(chart, self.strings(), *tick))).collect();
        let end = |series: &Series| if is_slope { Some(series.values.get(1).copied().flatten()?.value) } else { Some(chart::last_point(series)?.1) };
        let figure_at = |builder: &Self, series: &Series, at: usize| {
            series.values.get(at).copied().flatten().map(|number| chart::figure(chart, builder.strings(), number)).unwrap_or_default()
        };
        // Slopes have their figures at both ends.
        let mut end_words: Vec<String> = chart.series.iter().map(|series| if plot.has_names { series.name.clone() } else { String::new() }).collect();
        let mut start_words: Vec<String> = Vec::new();
        if is_slope {
            start_words = chart.series.iter().map(|series| figure_at(self, series, 0)).collect();
            for (words, series) in end_words.iter_mut().zip(&chart.series) {
                *words = format!("{} {words}", figure_at(self, series, 1)).trim().to_owned();
            }
        }
        let widest = |builder: &mut Self, words: &[String]| words.iter().map(|words| builder.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        let tick_words: Vec<String> = ticks.iter().map(|(_, words)| words.clone()).collect();
        let scale_width = widest(self, &tick_words).max(widest(self, &start_words));
        let left = edge + scale_width + style.size * 0.6;
        let right = edge + width - style.size * 1.5 - widest(self, &end_words);
        let top = plot.top + style.leading / 2.0;
        let bottom = top + height;
        let y_of = |value: f64| bottom - height * (scale.share(value) as f32);
        for (value, words) in &ticks {
            let y = y_of(*value);
            let colour = if *value == 0.0 || *value == scale.start() { measures.edge } else { measures.line };
            canvas.rectangle(left, y - Pt(0.4), right - left, Pt(0.8), colour);
            let width = self.shaper.line(words, style).width;
            canvas.label(self.shaper.line(words, style), edge + scale_width - width, y - style.leading / 2.0);
        }
        let count = chart.labels.len();
        let inset = if is_slope { style.size * 0.5 } else { style.size };
        let x_of =
            |at: usize| if count > 1 { left + inset + (right - left - inset) * (at as f32 / (count - 1) as f32) } else { (left + right) / 2.0 };
        // Labels that would touch are left out: the table has them all. The last one counts more than those before it.
        let place_of = |builder: &mut Self, at: usize| {
            let width = builder.shaper.line(&chart.labels[at], style).width;
            ((x_of(at) - width / 2.0).min(edge + plot.width - width).max(edge), width)
        };
        let last = count.saturating_sub(1);
        let last_from = place_of(self, last).0;
        let mut free_from = edge;
        for (at, label) in chart.labels.iter().enumerate() {
            let (x, width) = place_of(self, at);
            if x >= free_from && (at == last || x + width + style.size * 0.6 <= last_from) {
                canvas.label(self.shaper.line(label, style), x, bottom + style.size * 0.3);
                free_from = x + width + style.size * 0.6;
            }
            if is_slope {
                canvas.rectangle(x_of(at) - Pt(0.4), top, Pt(0.8), height, measures.line);
            }
        }
        for (number, series) in chart.series.iter().enumerate() {
            let colour = self.line_colour(chart, number, series);
            for (at, (low, high)) in series.intervals.iter().enumerate().filter_map(|(at, interval)| Some((at, (*interval)?))) {
                canvas.interval(Point::new(x_of(at), y_of(low.value)), Point::new(x_of(at), y_of(high.value)), colour);
            }
            for run in chart::runs(series) {
                let points = run.points.iter().map(|(at, value)| (x_of(*at).0, y_of(*value).0)).enumerate();
                let segments = points.map(|(at, (x, y))| if at == 0 { PathStep::Move(x, y) } else { PathStep::Line(x, y) });
                canvas.path(segments.collect(), None, Some(line_stroke(number, run.is_tentative, colour)));
            }
            for (at, number_here) in series.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).filter(|_| count <= MOST_MARKS)
            {
                let place = Point::new(x_of(at), y_of(number_here.value));
                if chart::is_tentative(series, at) {
                    canvas.hollow_mark(number, place.x, place.y, MARK, colour);
                } else {
                    canvas.mark(number, place.x, place.y, MARK, colour);
                }
            }
        }
        for (at, reference) in chart.references.iter().enumerate() {
            let y = y_of(reference.number.value);
            canvas.dashed(Point::new(left, y), Point::new(right, y), measures.ink);
            // Small charts have the names in a legend.
            if chart.kind != ChartKind::Multiples {
                let name = chart::reference_name(chart, at, self.strings());
                let width = self.shaper.line(&name, style).width;
                canvas.label(self.shaper.line(&name, style), right - width, y - style.leading);
            }
        }
        let room = f64::from(style.leading.0 / height.0);
        let beside = |value: &dyn Fn(&Series) -> Option<f64>| -> Vec<(usize, Pt)> {
            let ends: Vec<(usize, f64)> = chart.series.iter().enumerate().filter_map(|(nth, series)| Some((nth, value(series)?))).collect();
            let wanted: Vec<f64> = ends.iter().map(|(_, value)| 1.0 - scale.share(*value)).collect();
            let places = chart::apart(&wanted, room).into_iter().map(|place| top + height * (place as f32) - style.leading / 2.0);
            ends.iter().map(|(nth, _)| *nth).zip(places).collect()
        };
        for (nth, y) in beside(&end) {
            let bold = TextStyle { weight: if chart::is_highlighted(chart, &chart.series[nth].name) { 700.0 } else { style.weight }, ..style };
            canvas.label(self.shaper.line(&end_words[nth], bold), right + style.size * 0.6, y);
        }
        if is_slope {
            for (nth, y) in beside(&|series| Some(series.values.first().copied().flatten()?.value)) {
                let width = self.shaper.line(&start_words[nth], style).width;
                canvas.label(self.shaper.line(&start_words[nth], style), edge + scale_width - width, y);
            }
        }
        bottom + style.leading * 1.4
    }
}

/// Dashes differ as well as colours, so that neighbouring lines can be told apart without colour; lines to figures that may still
/// change are thin.
pub(in crate::layout) fn line_stroke(number: usize, is_tentative: bool, colour: Colour) -> Stroke {
    let dashes = match number % 4 {
        0 => Vec::new(),
        1 => vec![6.0, 3.0],
        2 => vec![1.5, 3.0],
        _ => vec![8.0, 3.0, 1.5, 3.0],
    };
    Stroke { colour, width: if is_tentative { 0.8 } else { 2.0 }, dashes, cap: 1, join: 1 }
}
