//! The arithmetic of charts, shared by the site and by paper: scales, ticks, stacks and figures.

use crate::model::{Chart, ChartKind, Series};
use crate::theme::Strings;

/// A linear scale from figures to shares of a length. Zero is always on it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// The scale that holds every figure of a chart, or every sum if its figures are stacked.
    ///
    /// ```
    /// # use greenpaper::chart::Scale;
    /// # use greenpaper::model::{Chart, ChartKind, Series};
    /// # let mut chart = Chart {
    /// #     kind: ChartKind::Bar, title: String::new(), summary: String::new(), unit: None, source: None, label_heading: None,
    /// #     labels: vec!["2024".into(), "2025".into()], series: vec![Series { name: "Homes".into(), values: vec![20.0, 80.0] }],
    /// # };
    /// let scale = Scale::of(&chart);
    /// assert_eq!((scale.share(0.0), scale.share(20.0), scale.share(80.0)), (0.0, 0.25, 1.0));
    /// ```
    #[must_use]
    pub fn of(chart: &Chart) -> Self {
        match chart.kind {
            ChartKind::Stacked => Self::over((0..chart.labels.len()).map(|at| stack(chart, at).last().map_or(0.0, |(_, to)| to))),
            ChartKind::Bar | ChartKind::Line | ChartKind::Dot => Self::over(figures(chart)),
        }
    }

    fn over(values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = values.fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        Self { low, high: if high > low { high } else { low + 1.0 } }
    }

    /// The scale widened to whole ticks at both ends, and its ticks from the lowest to the highest.
    ///
    /// Ticks are 1, 2 or 5 times a power of ten apart and divide the chart's range into four to ten parts.
    #[must_use]
    pub fn with_ticks(chart: &Chart) -> (Self, Vec<f64>) {
        let (low, high) = figures(chart).fold((0.0, 0.0), |(low, high): (f64, f64), value| (low.min(value), high.max(value)));
        let step = tick_step(high - low);
        let first = (low / step).floor();
        let last = (high / step).ceil().max(first + 1.0);
        let ticks = (first as i64..=last as i64).map(|tick| tick as f64 * step).collect();
        (Self { low: first * step, high: last * step }, ticks)
    }

    /// Where a figure lies on the scale, from 0 to 1.
    #[must_use]
    pub fn share(self, value: f64) -> f64 {
        ((value - self.low) / (self.high - self.low).max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
    }
}

/// All figures of a chart, series by series.
pub fn figures(chart: &Chart) -> impl Iterator<Item = f64> + '_ {
    chart.series.iter().flat_map(|series| series.values.iter().copied())
}

/// Where each series of a stacked bar begins and ends; figures below zero take no room.
pub fn stack(chart: &Chart, label: usize) -> impl Iterator<Item = (f64, f64)> + '_ {
    chart.series.iter().scan(0.0, move |from, series| {
        let start = *from;
        *from += series.values.get(label).copied().unwrap_or(0.0).max(0.0);
        Some((start, *from))
    })
}

/// A figure as readers see it, with a percent sign if that is the chart's unit.
#[must_use]
pub fn figure(chart: &Chart, strings: &Strings, value: f64) -> String {
    let number = strings.number(value);
    if chart.unit.as_deref() == Some("%") { format!("{number}%") } else { number }
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

/// A step of 1, 2 or 5 times a power of ten that divides `span` into four to ten parts.
fn tick_step(span: f64) -> f64 {
    if span <= 0.0 || !span.is_finite() {
        return 1.0;
    }
    let power = 10f64.powf((span / 4.0).log10().floor());
    let step = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * power).find(|step| span / step >= 4.0);
    step.unwrap_or(power)
}
