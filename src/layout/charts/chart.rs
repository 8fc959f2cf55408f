//! Charts: vectors whose marks are labelled directly, and their figures as a table.

use std::sync::Arc;

use super::canvas::Canvas;
use super::lines::{MARK, has_end_names, line_stroke};
use crate::chart::{self, Scale};
use crate::layout::paged::drawing::PathStep;
use crate::layout::paged::tags::TagRole;
use crate::layout::paged::units::{Colour, Point, Pt, Rect};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::{Head, Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::layout::tables::grid::{CellText, Grid};
use crate::model::{Alignment, Chart, ChartKind, Inline, Series, Target};

/// A chart of rows that is higher than this share of a page is divided between its rows.
const HIGHEST: f32 = 0.9;

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
    pub(in crate::layout) fn chart(&mut self, frame: Frame, chart: &Chart, source: &[Inline<Target>]) {
        let measures = self.context.measures;
        let bold = TextStyle { weight: 700.0, ..frame.style };
        let title = match self.part.caption_number.take() {
            Some((number, _)) => format!("{number} {}", chart.title),
            None => chart.title.clone(),
        };
        self.words(frame, TagRole::P, bold, measures.gap * 1.8, &title);
        self.keep_last();
        self.words(frame, TagRole::P, frame.style, measures.gap * 0.3, &chart.summary);
        self.keep_last();
        if !chart.labels.is_empty() && !chart.series.is_empty() {
            self.drawing(frame, chart);
        }
        self.chart_table(frame, chart);
        let notes = chart::notes(chart, self.strings());
        let period = chart.period.as_deref().map(|period| self.strings().fill("chart_period", &[("period", period)]));
        let unit = chart::named_unit(chart).map(|unit| self.strings().fill("chart_unit", &[("unit", unit)]));
        let style = TextStyle { colour: measures.neutral, ..measures.small };
        let mut gap = measures.gap * 0.5;
        for words in unit.into_iter().chain(notes).chain(period) {
            self.keep_last();
            self.words(frame, TagRole::P, style, gap, &words);
            gap = Pt::ZERO;
        }
        if !source.is_empty() {
            self.keep_last();
            self.source(frame, style, gap, source);
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
            ChartKind::Line | ChartKind::Slope => {
                let height = self.line_chart(&mut canvas, frame, chart);
                strips.push(canvas.take(height));
            }
            ChartKind::Multiples => self.multiples(&mut canvas, frame, chart, &mut strips),
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot | ChartKind::Dumbbell => self.row_chart(&mut canvas, frame, chart, &mut strips),
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
        } else if has_legend(chart)
            && let Some((legend, rows)) = strips.split_first_mut()
        {
            let legend = Arc::new(Head::of(std::slice::from_ref(legend)));
            rows.iter_mut().for_each(|strip| strip.head = Some(Arc::clone(&legend)));
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

    /// The colour of a series' lines: if some are highlighted, all others are grey.
    pub(in crate::layout) fn line_colour(&self, chart: &Chart, nth: usize, series: &Series) -> Colour {
        let measures = self.context.measures;
        match (chart.highlight.is_empty(), chart::is_highlighted(chart, &series.name)) {
            (true, _) => self.series_colour(nth),
            (false, true) => measures.accent,
            (false, false) => measures.edge,
        }
    }

    fn legend(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart) -> Pt {
        let style = self.context.measures.small;
        let square = style.size * 0.8;
        // A line is known by its dashes, too.
        let key = if chart.kind.has_lines() { square * 3.0 } else { square };
        let (mut x, mut y) = (Pt::ZERO, Pt::ZERO);
        for (at, series) in chart.series.iter().enumerate().filter(|_| chart.series.len() > 1 && chart.kind != ChartKind::Multiples) {
            let is_numbered = chart.kind == ChartKind::Stacked && chart.series.len() > 2;
            let name = if is_numbered { format!("{} {}", at + 1, series.name) } else { series.name.clone() };
            let width = self.shaper.line(&name, style).width + key + square * 0.6;
            if x > Pt::ZERO && x + width > frame.width {
                (x, y) = (Pt::ZERO, y + style.leading);
            }
            let colour = if chart.kind.has_lines() { self.line_colour(chart, at, series) } else { self.series_colour(at) };
            let (left, middle) = (frame.x + x, y + style.leading * 0.25 + square / 2.0);
            match chart.kind {
                ChartKind::Bar | ChartKind::Stacked => canvas.fill(at, left, middle - square / 2.0, square, square),
                ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => {
                    let segments = vec![PathStep::Move(left.0, middle.0), PathStep::Line((left + key).0, middle.0)];
                    canvas.path(segments, None, Some(line_stroke(at, false, colour)));
                    canvas.mark(at, left + key / 2.0, middle, MARK, colour);
                }
                ChartKind::Dot | ChartKind::Dumbbell => canvas.mark(at, left + square / 2.0, middle, 3.2, colour),
            }
            y = self.legend_name(canvas, &name, Point::new(left + key + square * 0.5, y), frame.x + frame.width);
            x += width + style.size * 1.5;
        }
        for at in (0..chart.references.len()).filter(|_| !matches!(chart.kind, ChartKind::Line | ChartKind::Slope)) {
            let name = chart::reference_name(chart, at, self.strings());
            let width = self.shaper.line(&name, style).width + square * 1.6;
            if x > Pt::ZERO && x + width > frame.width {
                (x, y) = (Pt::ZERO, y + style.leading);
            }
            let left = frame.x + x + square / 2.0;
            let (from, to) = (Point::new(left, y + style.leading * 0.2), Point::new(left, y + style.leading * 0.9));
            canvas.dashed(from, to, self.context.measures.ink);
            y = self.legend_name(canvas, &name, Point::new(left + square, y), frame.x + frame.width);
            x += width + style.size * 1.5;
        }
        y + style.leading * 1.4
    }

    /// Sets a name in as many lines as it needs before `right`, and returns where the last of them is.
    fn legend_name(&mut self, canvas: &mut Canvas<'_>, name: &str, at: Point, right: Pt) -> Pt {
        let style = self.context.measures.small;
        let mut y = at.y;
        // Half a point keeps rounding from breaking a name that fits.
        for (nth, line) in self.shaper.untagged_lines(name, style, right - at.x + Pt(0.5)).into_iter().enumerate() {
            y = at.y + style.leading * nth as f32;
            canvas.label(line, at.x, y);
        }
        y
    }

    /// Bars or dots, a strip a label: names at the left, figures at the marks.
    fn row_chart(&mut self, canvas: &mut Canvas<'_>, frame: Frame, chart: &Chart, strips: &mut Vec<Strip>) {
        let measures = self.context.measures;
        let style = measures.small;
        let widest = chart.labels.iter().map(|label| self.shaper.line(label, style).width).fold(Pt::ZERO, Pt::max);
        // Names are above their marks if they would take too much of the width.
        let is_dumbbell = chart.kind == ChartKind::Dumbbell;
        let above = widest > frame.width * 0.42 || is_dumbbell;
        let names = if above { Pt::ZERO } else { widest + style.size };
        let scale = Scale::of(chart);
        let strings = self.strings();
        let cells = |series| (0..chart.labels.len()).map(move |at| chart::cell(chart, series, at, strings));
        let figures = chart.series.iter().flat_map(cells).collect::<Vec<_>>();
        let figure_width = figures.iter().map(|words| self.shaper.line(words, style).width).fold(Pt::ZERO, Pt::max);
        // Those of a dumbbell are beside its name.
        let figure_width = if is_dumbbell { Pt::ZERO } else { figure_width };
        let room = (frame.width - names - figure_width - style.size * 0.8).max(Pt(20.0));
        let rows = Rows { left: frame.x + names, room, scale, style, bar: style.leading * 0.95 };
        let count = if chart.kind == ChartKind::Stacked || is_dumbbell { 1 } else { chart.series.len() };
        for (at, label) in chart.labels.iter().enumerate() {
            let style = TextStyle { weight: if chart::is_highlighted(chart, label) { 700.0 } else { style.weight }, ..style };
            let values = || chart.series.iter().map(|series| format!("{} {}", series.name, chart::cell(chart, series, at, self.strings())));
            let name = if is_dumbbell { format!("{label}: {}", values().collect::<Vec<_>>().join(", ")) } else { label.clone() };
            let lines = self.shaper.untagged_lines(&name, style, if above { frame.width } else { Pt(1e6) });
            let top = if above { style.leading * lines.len() as f32 } else { Pt::ZERO };
            let mut y = if above { Pt::ZERO } else { rows.bar * (count as f32 / 2.0) - style.leading / 2.0 };
            for line in lines {
                canvas.label(line, frame.x, y);
                y += style.leading;
            }
            let bottom = top + rows.bar * count as f32;
            if chart.kind == ChartKind::Stacked {
                self.stack_of_bars(canvas, &rows, chart, at, top);
            } else if is_dumbbell {
                self.dumbbell(canvas, &rows, chart, at, top);
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
            if number + 1 < chart.series.len() {
                canvas.rectangle(to - Pt(0.8), y + *bar * 0.1, Pt(0.8), *bar * 0.8, measures.paper);
            }
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

    /// Two marks on one track, and what lies between them.
    fn dumbbell(&self, canvas: &mut Canvas<'_>, rows: &Rows, chart: &Chart, at: usize, y: Pt) {
        let measures = self.context.measures;
        let middle = y + rows.bar * 0.5;
        canvas.rectangle(rows.left, middle - Pt(0.4), rows.room, Pt(0.8), measures.line);
        let places: Vec<(usize, Pt)> = chart::at_label(chart, at).map(|(nth, number)| (nth, rows.x(number.value))).collect();
        if let [(_, one), (_, other)] = places.as_slice() {
            canvas.rectangle(one.min(*other), middle - Pt(1.5), one.max(*other) - one.min(*other), Pt(3.0), measures.edge);
        }
        for (nth, x) in places {
            canvas.mark(nth, x, middle, rows.bar.0 * 0.28, self.series_colour(nth));
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
                let (x, width) = (zero.min(end), (end - zero).max(zero - end));
                let (top, height) = (y + *bar * 0.1, *bar * 0.8);
                let is_grey = chart.series.len() == 1 && !chart.highlight.is_empty() && !chart::is_highlighted(chart, &chart.labels[at]);
                if chart::is_tentative(series, at) {
                    canvas.outline(x, top, width, height, if is_grey { measures.edge } else { colour });
                } else if is_grey {
                    canvas.rectangle(x, top, width, height, measures.edge);
                } else {
                    canvas.fill(number, x, top, width, height);
                }
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
            ..Grid::default()
        };
        self.grid(frame, &grid);
    }
}

/// Whether a legend is needed: lines with short names are named at their ends.
fn has_legend(chart: &Chart) -> bool {
    match chart.kind {
        ChartKind::Line | ChartKind::Slope => chart.series.len() > 1 && !has_end_names(chart),
        ChartKind::Multiples => !chart.references.is_empty(),
        ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot | ChartKind::Dumbbell => chart.series.len() > 1 || !chart.references.is_empty(),
    }
}
