//! Charts to HTML: rows of bars and dots whose text is HTML, lines on a drawing, and the figures as a table and as CSV.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::data::decimals;
use super::writer::{View, Writer};
use crate::chart::{self, Scale};
use crate::model::{Chart, ChartKind, Inline, Number, Series, Target};

/// Number of fills that a theme has for the series of a chart; parsing refuses charts with more.
const FILLS: usize = 8;

/// Names longer than this are not written at the ends of lines, where they would not fit.
const LONGEST_END_NAME: usize = 24;

/// Lines with more points than this have no marks at them.
const MOST_MARKS: usize = 30;

/// Marks of the series at the points of lines, around the point; the second four are hollow.
const MARKS: [&str; 4] = ["M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z", "M-4.5-4.5h9v9h-9z", "M0-6L5.5 4.5h-11z", "M0-6.5L6.5 0L0 6.5L-6.5 0z"];

/// Share of the plot's height that a name beside the end of a line needs.
const NAME_ROOM: f64 = 0.1;

impl Writer<'_> {
    pub(super) fn chart(&mut self, chart: &Chart, source: &[Inline<Target>]) {
        let strings = self.strings;
        let id = self.next_id("chart");
        self.raw("<figure class=\"chart chart-");
        self.raw(match chart.kind {
            ChartKind::Bar => "bar",
            ChartKind::Stacked => "stacked",
            ChartKind::Line => "line",
            ChartKind::Dot => "dot",
            ChartKind::Dumbbell => "dot dumbbell",
            ChartKind::Slope => "line slope",
            ChartKind::Multiples => "multiples",
        });
        let has_names = matches!(chart.kind, ChartKind::Line | ChartKind::Slope) && chart.series.len() > 1 && has_short_names(chart);
        self.raw(if has_names { " named-ends" } else { "" });
        // Several series at a label keep their colours, by which they are known.
        let is_grey = !chart.highlight.is_empty() && (chart.series.len() == 1 || chart.kind.has_lines());
        self.raw(if is_grey { " has-highlight\"" } else { "\"" });
        self.own_id();
        self.labelled_by(&id);
        self.raw("><figcaption><p class=chart-title");
        self.id(&id);
        self.raw(">");
        self.caption(&[]);
        self.text(&chart.title);
        self.raw("</p>");
        self.element("p", "chart-summary", &chart.summary);
        self.raw("</figcaption>");
        match chart.kind {
            ChartKind::Line | ChartKind::Slope => self.line_chart(chart, &Plot::of(chart, has_names)),
            ChartKind::Multiples => self.multiples(chart),
            ChartKind::Bar | ChartKind::Stacked | ChartKind::Dot | ChartKind::Dumbbell => self.bars(chart),
        }
        if is_named_in_legend(chart) || has_references_in_legend(chart) {
            self.legend(chart);
        }
        self.raw("<details class=chart-data><summary>");
        self.text(strings.text("chart_figures"));
        self.raw("</summary>");
        self.figures(chart);
        self.download(chart);
        self.raw("</details>");
        if let Some(unit) = chart::named_unit(chart) {
            self.element("p", "source", &strings.fill("chart_unit", &[("unit", unit)]));
        }
        for note in chart::notes(chart, strings) {
            self.element("p", "source", &note);
        }
        if let Some(period) = &chart.period {
            self.element("p", "source", &strings.fill("chart_period", &[("period", period)]));
        }
        self.source(source);
        self.raw("</figure>");
    }

    /// A row with text, bar and figure for each label. Only the bars are drawn: the text is HTML, so that it wraps and grows
    /// with the reader's text size.
    fn bars(&mut self, chart: &Chart) {
        let scale = Scale::of(chart);
        self.raw("<ul class=bars>");
        for (at, label) in chart.labels.iter().enumerate() {
            self.raw(if chart::is_highlighted(chart, label) { "<li class=\"bar-row highlight\">" } else { "<li class=bar-row>" });
            self.element("span", "bar-label", label);
            if chart.kind == ChartKind::Stacked {
                self.stacked_bar(chart, scale, at);
            } else if chart.kind == ChartKind::Dumbbell {
                self.dumbbell(chart, scale, at);
            } else {
                for (nth, series) in chart.series.iter().enumerate() {
                    self.track(|writer| writer.mark_of(chart, scale, nth, series, at));
                    let figure = chart::cell(chart, series, at, self.strings);
                    let text = if chart.series.len() > 1 { format!("{figure} {}", series.name) } else { figure };
                    self.element("span", "bar-value", &text);
                }
            }
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    /// The bar or dot of a series at a label, with its interval, the zero line and what it is compared with.
    fn mark_of(&mut self, chart: &Chart, scale: Scale, nth: usize, series: &Series, at: usize) {
        let zero = percent(scale, 0.0);
        let value = series.values.get(at).copied().flatten().map(|number| percent(scale, number.value));
        if chart.kind == ChartKind::Dot {
            self.stroke("grid", "M0 5H100");
            if let Some(value) = value {
                // A line of zero length with round caps is a dot that stays round when the track is stretched.
                self.stroke(&format!("dot {}", fill(nth)), &format!("M{} 5h0", decimals(value)));
            }
        } else if let Some(value) = value {
            let class = if chart::is_tentative(series, at) { format!("{} tentative", fill(nth)) } else { fill(nth) };
            self.rectangle(&class, zero.min(value), zero.max(value));
        }
        if let Some((low, high)) = series.intervals.get(at).copied().flatten() {
            let (low, high) = (decimals(percent(scale, low.value)), decimals(percent(scale, high.value)));
            self.stroke("interval", &format!("M{low} 2V8M{low} 5H{high}M{high} 2V8"));
        }
        if zero > 0.0 && chart.kind == ChartKind::Bar {
            self.stroke("axis", &format!("M{} 0V10", decimals(zero)));
        }
        for reference in &chart.references {
            let path = format!("M{} -1V11", decimals(percent(scale, reference.number.value)));
            self.stroke("reference-ground", &path);
            self.stroke("reference", &path);
        }
    }

    /// Parts of a whole, numbered as in the legend.
    fn stacked_bar(&mut self, chart: &Chart, scale: Scale, at: usize) {
        let parts: Vec<(f64, f64)> = chart::stack(chart, at).map(|(from, to)| (percent(scale, from), percent(scale, to))).collect();
        self.raw("<svg class=bar-track aria-hidden=true><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        for (nth, (from, to)) in parts.iter().enumerate() {
            self.rectangle(&fill(nth), *from, *to);
        }
        self.raw("</svg>");
        for (nth, (from, to)) in parts.iter().enumerate().filter(|(_, (from, to))| to - from >= 7.0 && chart.series.len() > 2) {
            self.raw(&format!(
                "<text class=part-number x=\"{}%\" y=\"50%\" dy=\"0.35em\" text-anchor=\"middle\">{}</text>",
                decimals((from + to) / 2.0),
                nth + 1
            ));
        }
        self.raw("</svg> ");
        self.named_values(chart, at);
    }

    fn named_values(&mut self, chart: &Chart, at: usize) {
        let values: Vec<String> =
            chart.series.iter().map(|series| format!("{} {}", series.name, chart::cell(chart, series, at, self.strings))).collect();
        self.element("span", "bar-value", &values.join(", "));
    }

    /// Two dots on one track, and what lies between them.
    fn dumbbell(&mut self, chart: &Chart, scale: Scale, at: usize) {
        let dots: Vec<(usize, f64)> = chart::at_label(chart, at).map(|(nth, number)| (nth, percent(scale, number.value))).collect();
        self.track(|writer| {
            writer.stroke("grid", "M0 5H100");
            if let [(_, one), (_, other)] = dots.as_slice() {
                writer.stroke("link", &format!("M{} 5H{}", decimals(*one), decimals(*other)));
            }
            for (nth, place) in &dots {
                writer.stroke(&format!("dot {}", fill(*nth)), &format!("M{} 5h0", decimals(*place)));
            }
        });
        self.named_values(chart, at);
    }

    fn track(&mut self, draw: impl FnOnce(&mut Self)) {
        self.raw("<svg class=bar-track aria-hidden=true viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\">");
        draw(self);
        self.raw("</svg> ");
    }

    fn rectangle(&mut self, class: &str, from: f64, to: f64) {
        let (x, width) = (decimals(from), decimals((to - from).max(0.0)));
        self.raw(&format!("<rect class=\"{class}\" x=\"{x}\" y=\"0\" width=\"{width}\" height=\"10\" vector-effect=\"non-scaling-stroke\"/>"));
    }

    fn stroke(&mut self, class: &str, path: &str) {
        self.raw(&format!("<path class=\"{class}\" d=\"{path}\" vector-effect=\"non-scaling-stroke\"/>"));
    }

    /// A small chart for each series, all on one scale.
    fn multiples(&mut self, chart: &Chart) {
        let plot = Plot { is_small: true, y: (18.0, 80.0), ..Plot::of(chart, false) };
        self.raw("<ul class=multiples>");
        for series in &chart.series {
            self.raw(if chart::is_highlighted(chart, &series.name) { "<li class=highlight>" } else { "<li>" });
            self.element("p", "multiple-name", &series.name);
            self.line_chart(&Chart { series: vec![series.clone()], ..chart.clone() }, &plot);
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    /// Lines over a scale of their own, with gaps where there are no data. The table has every figure.
    fn line_chart(&mut self, chart: &Chart, plot: &Plot) {
        let Plot { scale, ticks, x, y: (top, bottom), .. } = plot;
        let steps = chart.labels.len().saturating_sub(1).max(1) as f64;
        let x = |at: usize| decimals(x.0 + (x.1 - x.0) * at as f64 / steps);
        let at_height = |share: f64| decimals(top + (bottom - top) * share);
        let y = |value: f64| at_height(1.0 - scale.share(value));
        self.raw(if plot.is_small {
            "<svg class=chart-drawing aria-hidden=true width=\"100%\" height=\"10em\">"
        } else {
            "<svg class=chart-drawing aria-hidden=true width=\"100%\" height=\"17em\">"
        });
        self.raw("<svg viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        if plot.is_slope {
            for at in 0..chart.labels.len() {
                self.stroke("grid", &format!("M{0} {1}V{2}", x(at), at_height(0.0), at_height(1.0)));
            }
        }
        let is_end = |nth: usize| nth == 0 || nth + 1 == ticks.len();
        let ticks: Vec<&Number> = ticks.iter().enumerate().filter(|(nth, _)| !plot.is_small || is_end(*nth)).map(|(_, tick)| tick).collect();
        for tick in &ticks {
            let is_base = tick.value == 0.0 || tick.value == scale.start();
            self.stroke(if is_base { "axis" } else { "grid" }, &format!("M0 {}H100", y(tick.value)));
        }
        for reference in &chart.references {
            self.stroke("reference", &format!("M0 {}H100", y(reference.number.value)));
        }
        for (nth, series) in chart.series.iter().enumerate() {
            let class = format!("{}{}", fill(nth), highlight(chart, series));
            for run in chart::runs(series) {
                let points: Vec<String> = run.points.iter().map(|(at, value)| format!("{},{}", x(*at), y(*value))).collect();
                let tentative = if run.is_tentative { " tentative" } else { "" };
                self.raw(&format!(
                    "<polyline class=\"line {class}{tentative}\" points=\"{}\" vector-effect=\"non-scaling-stroke\"/>",
                    points.join(" ")
                ));
            }
            for (at, (low, high)) in series.intervals.iter().enumerate().filter_map(|(at, interval)| Some((at, (*interval)?))) {
                self.stroke("interval", &format!("M{0} {1}V{2}", x(at), y(low.value), y(high.value)));
            }
        }
        self.raw("</svg>");
        for tick in &ticks {
            let figure = chart::figure(chart, self.strings, **tick);
            self.drawn_text("tick", "0%", &y(tick.value), "dy=\"-0.3em\"", &figure);
        }
        for (at, reference) in chart.references.iter().enumerate().filter(|_| !plot.is_small) {
            let name = chart::reference_name(chart, at, self.strings);
            self.drawn_text("reference-name", "100%", &y(reference.number.value), "dy=\"-0.4em\" text-anchor=\"end\"", &name);
        }
        if chart.labels.len() <= MOST_MARKS {
            for (nth, series) in chart.series.iter().enumerate() {
                for (at, number) in series.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))) {
                    let tentative = if chart::is_tentative(series, at) { " tentative" } else { "" };
                    let (class, mark) = (format!("{}{}{tentative}", mark_class(nth), highlight(chart, series)), MARKS[nth % MARKS.len()]);
                    self.raw(&format!(
                        "<svg x=\"{}%\" y=\"{}%\" overflow=visible><path class=\"{class}\" d=\"{mark}\"/></svg>",
                        x(at),
                        y(number.value)
                    ));
                }
            }
        }
        // Labels at both ends and, if there is room, in between; a single line has its figures, too.
        let every = if plot.is_small { chart.labels.len() } else { chart.labels.len().div_ceil(5) }.max(1);
        let last = chart.labels.len().saturating_sub(1);
        let is_shown = |at: &usize| (at.is_multiple_of(every) && at + every / 2 < last.max(1)) || *at == last || *at == 0;
        // On a phone there is room for both ends alone.
        let class_at = |class: &'static str, at: usize| match (at == 0 || at == last, class) {
            (true, class) => class,
            (false, "value") => "\"value between\"",
            (false, _) => "\"label between\"",
        };
        if let ([series], false) = (chart.series.as_slice(), plot.is_slope) {
            for (at, number) in series.values.iter().enumerate().filter(|(at, _)| is_shown(at)).filter_map(|(at, value)| Some((at, (*value)?))) {
                let figure = chart::figure(chart, self.strings, number);
                let place = format!("dy=\"-0.8em\" text-anchor=\"{}\"", anchor(at, last));
                self.drawn_text(class_at("value", at), &format!("{}%", x(at)), &y(number.value), &place, &figure);
            }
        }
        let label_anchor = |at: usize| if plot.is_slope { "middle" } else { anchor(at, last) };
        for (at, label) in chart.labels.iter().enumerate().filter(|(at, _)| is_shown(at)) {
            self.drawn_text(class_at("label", at), &format!("{}%", x(at)), "97", &format!("text-anchor=\"{}\"", label_anchor(at)), label);
        }
        let beside = |value: &dyn Fn(&Series) -> Option<f64>| -> Vec<(usize, f64)> {
            let ends: Vec<(usize, f64)> = chart.series.iter().enumerate().filter_map(|(nth, series)| Some((nth, value(series)?))).collect();
            let wanted: Vec<f64> = ends.iter().map(|(_, value)| 1.0 - scale.share(*value)).collect();
            ends.iter().map(|(nth, _)| *nth).zip(chart::apart(&wanted, NAME_ROOM)).collect()
        };
        if plot.is_slope {
            for (at, x, attributes) in [(0, plot.x.0 - 3.0, "dy=\"0.35em\" text-anchor=\"end\""), (1, plot.x.1 + 3.0, "dy=\"0.35em\"")] {
                for (nth, place) in beside(&|series| Some(series.values.get(at).copied().flatten()?.value)) {
                    let figure = chart.series[nth].values.get(at).copied().flatten().map(|number| chart::figure(chart, self.strings, number));
                    self.drawn_text("value", &format!("{}%", decimals(x)), &at_height(place), attributes, &figure.unwrap_or_default());
                }
            }
        }
        if plot.has_names {
            for (nth, place) in beside(&|series| Some(chart::last_point(series)?.1)) {
                let series = &chart.series[nth];
                let class = format!("\"end-name{}\"", highlight(chart, series));
                self.drawn_text(&class, "100%", &at_height(place), "dx=\"0.4em\" dy=\"0.35em\"", &series.name);
            }
        }
        self.raw("</svg>");
    }

    fn drawn_text(&mut self, class: &str, x: &str, y: &str, attributes: &str, text: &str) {
        self.raw(&format!("<text class={class} x=\"{x}\" y=\"{y}%\" {attributes}>"));
        self.text(text);
        self.raw("</text>");
    }

    /// The name of each series beside a sample of its fill or line, and of each figure to compare with.
    fn legend(&mut self, chart: &Chart) {
        self.raw("<ul class=legend>");
        for (nth, series) in chart.series.iter().enumerate().filter(|_| is_named_in_legend(chart)) {
            let class = format!("{}{}", fill(nth), highlight(chart, series));
            let drawn = match chart.kind {
                ChartKind::Bar | ChartKind::Stacked => {
                    format!("<rect class=\"{class}\" x=\"1\" y=\"1\" width=\"14\" height=\"14\" vector-effect=\"non-scaling-stroke\"/>")
                }
                ChartKind::Line | ChartKind::Slope | ChartKind::Multiples => format!(
                    "<path class=\"line {class}\" d=\"M-14 8H30\" vector-effect=\"non-scaling-stroke\"/><path class=\"{}{}\" transform=\"translate(8 8)\" d=\"{}\"/>",
                    mark_class(nth),
                    highlight(chart, series),
                    MARKS[nth % MARKS.len()]
                ),
                ChartKind::Dot | ChartKind::Dumbbell => {
                    format!("<path class=\"dot {class}\" d=\"M8 8h0\" vector-effect=\"non-scaling-stroke\"/>")
                }
            };
            self.raw(&format!("<li><svg class=swatch aria-hidden=true viewBox=\"0 0 16 16\">{drawn}</svg> "));
            if chart.kind == ChartKind::Stacked && chart.series.len() > 2 {
                self.raw(&format!("{} ", nth + 1));
            }
            self.text(&series.name);
            self.raw("</li>");
        }
        for at in (0..chart.references.len()).filter(|_| has_references_in_legend(chart)) {
            self.raw("<li><svg class=swatch aria-hidden=true viewBox=\"0 0 16 16\"><path class=reference d=\"M8 0V16\" vector-effect=\"non-scaling-stroke\"/></svg> ");
            self.text(&chart::reference_name(chart, at, self.strings));
            self.raw("</li>");
        }
        self.raw("</ul>");
    }

    /// The figures of a chart as a table.
    fn figures(&mut self, chart: &Chart) {
        let strings = self.strings;
        self.raw("<div class=table-scroll role=region tabindex=0");
        let id = self.next_id("figures");
        self.region_named_by(&id);
        self.raw("><table><caption");
        self.id(&id);
        self.raw(">");
        self.text(&strings.fill("figures_of", &[("title", &chart.title)]));
        self.raw("</caption><thead><tr><th scope=col>");
        self.text(chart::label_heading(chart, strings));
        self.raw("</th>");
        for series in &chart.series {
            self.raw("<th scope=col class=num>");
            self.text(chart::series_heading(chart, series, strings));
            self.raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for (at, label) in chart.labels.iter().enumerate() {
            self.row(label, chart.series.iter().map(|series| chart::cell(chart, series, at, strings)));
        }
        for (at, reference) in chart.references.iter().enumerate() {
            let name = if reference.name.is_empty() { strings.text("chart_target") } else { &reference.name };
            let figure = chart::figure(chart, strings, chart.references[at].number);
            self.row(name, chart.series.iter().map(|_| figure.clone()));
        }
        self.raw("</tbody></table></div>");
    }

    fn row(&mut self, label: &str, cells: impl Iterator<Item = String>) {
        self.raw("<tr><th scope=row>");
        self.text(label);
        self.raw("</th>");
        for cell in cells {
            self.raw("<td class=num>");
            self.text(&cell);
            self.raw("</td>");
        }
        self.raw("</tr>");
    }

    /// The figures to download. The file is in the link itself, so that it is there from disk and in every copy of the page.
    fn download(&mut self, chart: &Chart) {
        if !matches!(self.view, View::Page(_)) {
            return;
        }
        let name: String = chart.title.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).take(60).collect();
        self.raw("<p class=chart-csv><a");
        self.attribute("download", &format!("{}.csv", name.trim_matches('-')));
        // The byte order mark tells spreadsheets that this is UTF-8.
        let file = format!("\u{feff}{}", chart::as_csv(chart, self.strings));
        self.attribute_of("href", &["data:text/csv,", &utf8_percent_encode(&file, NON_ALPHANUMERIC).to_string()]);
        self.raw(">");
        self.text(self.strings.text("chart_csv"));
        self.hidden(&format!(": {}", chart.title));
        self.raw("</a></p>");
    }
}

/// How lines are drawn.
struct Plot {
    scale: Scale,
    ticks: Vec<Number>,
    /// Where the first and the last label are, in percent of the width.
    x: (f64, f64),
    /// Where the plot begins and ends, in percent of the height.
    y: (f64, f64),
    /// Whether series are named at the ends of their lines.
    has_names: bool,
    /// Whether figures are written at both ends, and no scale is drawn.
    is_slope: bool,
    /// Whether there is room for the first and the last label alone.
    is_small: bool,
}

impl Plot {
    fn of(chart: &Chart, has_names: bool) -> Self {
        let (scale, ticks) = Scale::with_ticks(chart);
        let is_slope = chart.kind == ChartKind::Slope;
        let (ticks, x) = if is_slope { (Vec::new(), (21.0, 79.0)) } else { (ticks, (9.0, 97.0)) };
        Self { scale, ticks, x, y: (6.0, 88.0), has_names, is_slope, is_small: false }
    }
}

/// Whether a legend names the series: those of small charts are named above each.
fn is_named_in_legend(chart: &Chart) -> bool {
    chart.series.len() > 1 && chart.kind != ChartKind::Multiples
}

/// Whether a legend names the figures to compare with. In a line chart they are named where they are drawn.
fn has_references_in_legend(chart: &Chart) -> bool {
    !chart.references.is_empty() && !matches!(chart.kind, ChartKind::Line | ChartKind::Slope)
}

fn highlight(chart: &Chart, series: &Series) -> &'static str {
    if chart::is_highlighted(chart, &series.name) { " highlight" } else { "" }
}

/// Whether the names of all series fit beside the ends of their lines.
fn has_short_names(chart: &Chart) -> bool {
    chart.series.iter().all(|series| series.name.chars().count() <= LONGEST_END_NAME)
}

fn percent(scale: Scale, value: f64) -> f64 {
    scale.share(value) * 100.0
}

fn fill(nth: usize) -> String {
    format!("series-{}", nth % FILLS + 1)
}

fn mark_class(nth: usize) -> String {
    format!("mark {}{}", fill(nth), if nth < MARKS.len() { "" } else { " hollow" })
}

fn anchor(at: usize, last: usize) -> &'static str {
    match at {
        0 => "start",
        at if at == last => "end",
        _ => "middle",
    }
}
