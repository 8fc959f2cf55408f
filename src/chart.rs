//! The arithmetic of charts, shared by the site and by paper: scales, ticks, stacks and figures.

use crate::model::{Chart, ChartKind, Number, Series, Symbol};
use crate::theme::Strings;

/// A linear scale from figures to shares of a length.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// The scale of bars and dots, which begins at zero and holds every figure, or every sum if they are stacked.
    ///
    /// ```
    /// # use greenpaper::chart::Scale;
    /// # use greenpaper::model::{Chart, ChartKind, Number, Series};
    /// # let number = |value| Some(Number { value, decimals: 0 });
    /// # let mut chart = Chart {
    /// #     kind: ChartKind::Bar, title: String::new(), summary: String::new(), unit: None, period: None, label_heading: None,
    /// #     labels: vec!["2024".into(), "2025".into()], references: Vec::new(), from: None, highlight: Vec::new(),
    /// #     series: vec![Series { values: vec![number(20.0), number(80.0)], ..Series::named("Homes".into()) }],
    /// # };
    /// let scale = Scale::of(&chart);
    /// assert_eq!((scale.share(0.0), scale.share(20.0), scale.share(80.0)), (0.0, 0.25, 1.0));
    /// ```
    #[must_use]
    pub fn of(chart: &Chart) -> Self {
        match chart.kind {
            ChartKind::Stacked => Self::over((0..chart.labels.len()).map(|at| stack(chart, at).last().map_or(0.0, |(_, to)| to))),
            ChartKind::Bar | ChartKind::Line | ChartKind::Dot | ChartKind::Dumbbell | ChartKind::Slope | ChartKind::Multiples => {
                Self::over(extent(chart))
            }
        }
    }

    fn over(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        Self { low, high: if high > low { high } else { low + 1.0 } }
    }

    /// The scale of lines and its ticks, from the lowest to the highest: it begins where the author says, at zero if the figures
    /// come near it, and otherwise at the tick below the lowest.
    ///
    /// Ticks are 1, 2 or 5 times a power of ten apart and divide the scale into four to ten parts.
    #[must_use]
    pub fn with_ticks(chart: &Chart) -> (Self, Vec<Number>) {
        let ends = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let (mut low, mut high) = extent(chart).fold((f64::INFINITY, f64::NEG_INFINITY), ends);
        if low > high {
            (low, high) = (0.0, 0.0);
        }
        match chart.from {
            Some(from) => low = low.min(from),
            None if low > 0.0 && low <= NEAR_ZERO * high => low = 0.0,
            None if high < 0.0 && high >= NEAR_ZERO * low => high = 0.0,
            None => {}
        }
        let step = tick_step(high - low);
        let first = (low / step).floor();
        let last = (high / step).ceil().max(first + 1.0);
        let decimals = (-step.log10().floor()).clamp(0.0, 15.0) as u8;
        let ticks = (first as i64..=last as i64).map(|tick| Number { value: tick as f64 * step, decimals }).collect();
        (Self { low: first * step, high: last * step }, ticks)
    }

    /// The lowest figure on the scale.
    #[must_use]
    pub fn start(self) -> f64 {
        self.low
    }

    /// Where a figure lies on the scale, from 0 to 1.
    #[must_use]
    pub fn share(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
    }
}

/// A scale begins at zero if the lowest figure is at most this share of the highest.
const NEAR_ZERO: f64 = 0.5;

/// All figures of a chart, series by series.
pub fn figures(chart: &Chart) -> impl Iterator<Item = Number> + '_ {
    chart.series.iter().flat_map(|series| series.values.iter().flatten().copied())
}

/// Every figure that a chart's scale has to hold.
fn extent(chart: &Chart) -> impl Iterator<Item = f64> + '_ {
    let intervals = chart.series.iter().flat_map(|series| series.intervals.iter().flatten()).flat_map(|(low, high)| [low.value, high.value]);
    let references = chart.references.iter().map(|reference| reference.number.value);
    figures(chart).map(|number| number.value).chain(intervals).chain(references)
}

/// Points of a line that are drawn in one stroke.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Each point as its position among the labels and its figure.
    pub points: Vec<(usize, f64)>,
    /// Whether the stroke leads to or from figures that may still change.
    pub is_tentative: bool,
}

/// The strokes of a line: it ends at a gap and before a break, and looks different where figures may still change.
#[must_use]
pub fn runs(series: &Series) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut last: Option<(usize, f64, bool)> = None;
    for (at, value) in series.values.iter().enumerate() {
        let symbol = series.symbol(at);
        let Some(number) = value else {
            last = None;
            continue;
        };
        let is_tentative = symbol.is_some_and(Symbol::is_tentative);
        match last.filter(|_| symbol != Some(Symbol::Break)) {
            None => runs.push(Run { points: vec![(at, number.value)], is_tentative }),
            Some((before, value, was_tentative)) => {
                let stroke = is_tentative || was_tentative;
                match runs.last_mut() {
                    Some(run) if run.is_tentative == stroke => run.points.push((at, number.value)),
                    Some(run) if run.points.len() == 1 => {
                        run.is_tentative = stroke;
                        run.points.push((at, number.value));
                    }
                    _ => runs.push(Run { points: vec![(before, value), (at, number.value)], is_tentative: stroke }),
                }
            }
        }
        last = Some((at, number.value, is_tentative));
    }
    runs
}

/// Whether the figure of a series at a label may still change.
#[must_use]
pub fn is_tentative(series: &Series, at: usize) -> bool {
    series.symbol(at).is_some_and(Symbol::is_tentative)
}

/// Whether a label or a series is drawn to be seen before others.
#[must_use]
pub fn is_highlighted(chart: &Chart, name: &str) -> bool {
    chart.highlight.iter().any(|highlight| highlight == name)
}

/// The last point of a series: its position among the labels and its figure.
#[must_use]
pub fn last_point(series: &Series) -> Option<(usize, f64)> {
    series.values.iter().enumerate().rev().find_map(|(at, value)| Some((at, (*value)?.value)))
}

/// The figures at a label, each with the position of its series.
pub fn at_label(chart: &Chart, at: usize) -> impl Iterator<Item = (usize, Number)> + '_ {
    chart.series.iter().enumerate().filter_map(move |(nth, series)| Some((nth, series.values.get(at).copied().flatten()?)))
}

/// Places for names beside the ends of lines: as near to `wanted` as they can be without touching, in the same order. All are shares
/// of a height, of which a name takes `room`.
#[must_use]
pub fn apart(wanted: &[f64], room: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let mut places = wanted.to_vec();
    let mut free = f64::NEG_INFINITY;
    for at in &order {
        places[*at] = places[*at].max(free);
        free = places[*at] + room;
    }
    // Whatever was pushed out at one end is pushed back.
    let mut free = 1.0;
    for at in order.iter().rev() {
        places[*at] = places[*at].min(free);
        free = places[*at] - room;
    }
    places
}

/// Where each series of a stacked bar begins and ends; figures below zero take no room.
pub fn stack(chart: &Chart, label: usize) -> impl Iterator<Item = (f64, f64)> + '_ {
    chart.series.iter().scan(0.0, move |from, series| {
        let start = *from;
        *from += series.values.get(label).copied().flatten().map_or(0.0, |number| number.value.max(0.0));
        Some((start, *from))
    })
}

/// A figure as readers see it, with a percent sign if that is the chart's unit.
#[must_use]
pub fn figure(chart: &Chart, strings: &Strings, number: Number) -> String {
    let number = strings.digits(&number.to_string());
    if chart.unit.as_deref() == Some("%") { format!("{number}%") } else { number }
}

/// The figure of a series at a label with its interval and what is said about it, or the words for a gap.
#[must_use]
pub fn cell(chart: &Chart, series: &Series, at: usize, strings: &Strings) -> String {
    let words = series.symbol(at).map(|symbol| symbol_words(symbol, strings));
    let Some(number) = series.values.get(at).copied().flatten() else { return words.unwrap_or(strings.text("chart_no_data")).to_owned() };
    let own = figure(chart, strings, number);
    let own = match series.intervals.get(at).copied().flatten() {
        Some((low, high)) => {
            let range = [("value", own.as_str()), ("low", &figure(chart, strings, low)), ("high", &figure(chart, strings, high))];
            strings.fill("chart_interval", &range)
        }
        None => own,
    };
    match words {
        Some(words) => strings.fill("figure_with_symbol", &[("figure", &own), ("words", words)]),
        None => own,
    }
}

/// The words for what is said about a figure.
fn symbol_words(symbol: Symbol, strings: &Strings) -> &str {
    Symbol::ALL.iter().find(|(_, known, _)| *known == symbol).map_or("", |(_, _, key)| strings.text(key))
}

/// What a reference line is called, with its figure.
#[must_use]
pub fn reference_name(chart: &Chart, at: usize, strings: &Strings) -> String {
    let Some(reference) = chart.references.get(at) else { return String::new() };
    let name = if reference.name.is_empty() { strings.text("chart_target") } else { &reference.name };
    format!("{name}: {}", figure(chart, strings, reference.number))
}

/// Sentences that explain what is drawn: a scale that does not begin at zero, figures that may still change, lines that are broken.
#[must_use]
pub fn notes(chart: &Chart, strings: &Strings) -> Vec<String> {
    let mut notes = Vec::new();
    if chart.kind.has_lines() && chart.kind != ChartKind::Slope {
        let (scale, ticks) = Scale::with_ticks(chart);
        if let Some(first) = ticks.first().filter(|_| scale.start() != 0.0 && scale.share(0.0) <= 0.0) {
            notes.push(strings.fill("chart_scale_from", &[("from", &figure(chart, strings, *first))]));
        }
    }
    let symbols = || chart.series.iter().flat_map(|series| series.symbols.iter().flatten().copied());
    let tentative = Symbol::ALL.iter().filter(|(_, symbol, _)| symbol.is_tentative() && symbols().any(|used| used == *symbol));
    let words: Vec<&str> = tentative.map(|(_, _, key)| strings.text(key)).collect();
    let is_drawn = !matches!(chart.kind, ChartKind::Stacked | ChartKind::Dot | ChartKind::Dumbbell);
    if !words.is_empty() && is_drawn {
        notes.push(strings.fill("chart_tentative", &[("words", &words.join(", "))]));
    }
    if chart.kind.has_lines() {
        let is_broken = |at: &usize| chart.series.iter().any(|series| series.symbol(*at) == Some(Symbol::Break));
        let labels: Vec<&str> = (0..chart.labels.len()).filter(is_broken).map(|at| chart.labels[at].as_str()).collect();
        if !labels.is_empty() {
            notes.push(strings.fill("chart_break", &[("labels", &labels.join(", "))]));
        }
    }
    notes
}

/// The unit, where it is named below a chart. A percent sign follows each figure instead.
#[must_use]
pub fn named_unit(chart: &Chart) -> Option<&str> {
    chart.unit.as_deref().filter(|unit| *unit != "%")
}

/// The heading of the labels' column in a chart's table.
#[must_use]
pub fn label_heading<'c>(chart: &'c Chart, strings: &'c Strings) -> &'c str {
    chart.label_heading.as_deref().filter(|heading| !heading.is_empty()).unwrap_or(strings.text("chart_label"))
}

/// The heading of a series' column in a chart's table: its name, or else the unit.
#[must_use]
pub fn series_heading<'c>(chart: &'c Chart, series: &'c Series, strings: &'c Strings) -> &'c str {
    if series.name.is_empty() { chart.unit.as_deref().unwrap_or(strings.text("chart_value")) } else { &series.name }
}

/// The figures of a chart as a CSV file (RFC 4180), with the digits and headings of its table.
#[must_use]
pub fn as_csv(chart: &Chart, strings: &Strings) -> String {
    let mut out = String::new();
    let mut row = |cells: Vec<String>| {
        let quoted =
            cells.iter().map(|cell| if cell.contains(['"', ',', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() });
        out.push_str(&quoted.collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    };
    let mut head = vec![label_heading(chart, strings).to_owned()];
    for series in &chart.series {
        let name = series_heading(chart, series, strings);
        head.push(name.to_owned());
        if !series.intervals.is_empty() {
            head.extend(["chart_low", "chart_high"].map(|key| format!("{name} ({})", strings.text(key))));
        }
    }
    row(head);
    let digits = |number: Option<Number>| number.map_or_else(String::new, |number| number.to_string());
    // As authors write them, so that the file can be put in again.
    let written = |series: &Series, at: usize| {
        let number = digits(series.values.get(at).copied().flatten());
        let symbol = series.symbol(at).map_or_else(String::new, |symbol| format!(" [{}]", symbol.letters()));
        format!("{number}{symbol}").trim().to_owned()
    };
    for (at, label) in chart.labels.iter().enumerate() {
        let mut cells = vec![label.clone()];
        for series in &chart.series {
            cells.push(written(series, at));
            if !series.intervals.is_empty() {
                let interval = series.intervals.get(at).copied().flatten();
                cells.extend([digits(interval.map(|(low, _)| low)), digits(interval.map(|(_, high)| high))]);
            }
        }
        row(cells);
    }
    out
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

#[cfg(test)]
mod tests {
    use super::{Run, apart, runs};
    use crate::model::{Number, Series, Symbol};

    #[test]
    fn names_at_the_ends_of_lines_do_not_touch() {
        assert_eq!(apart(&[0.5, 0.1], 0.1), [0.5, 0.1]);
        let places = apart(&[0.98, 0.97, 0.99, 0.2], 0.1);
        assert!(places[0] <= 1.0 && places[2] <= 1.0 && places[1] < places[0] && places[0] < places[2]);
        assert!((places[2] - places[0]).abs() > 0.099 && (places[0] - places[1]).abs() > 0.099);
    }

    #[test]
    fn lines_end_at_gaps_and_before_breaks() {
        let number = |value| Some(Number { value, decimals: 0 });
        let values = vec![number(1.0), number(2.0), None, number(4.0), number(5.0), number(6.0), number(7.0)];
        let symbols = vec![None, None, Some(Symbol::Confidential), None, Some(Symbol::Break), None, Some(Symbol::Provisional)];
        let run = |points: &[(usize, f64)], is_tentative| Run { points: points.to_vec(), is_tentative };
        let expected =
            [run(&[(0, 1.0), (1, 2.0)], false), run(&[(3, 4.0)], false), run(&[(4, 5.0), (5, 6.0)], false), run(&[(5, 6.0), (6, 7.0)], true)];
        assert_eq!(runs(&Series { values, symbols, ..Series::named(String::new()) }), expected);
    }
}
