//! Data blocks: blocks that authors write as YAML in a fence.

use jiff::civil::Date;

use super::{Inline, Mark};

/// A key figure with the sentence that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic<L> {
    /// The figure as shown.
    pub value: String,
    /// What the figure counts.
    pub label: Vec<Inline<L>>,
    /// A figure to compare it with.
    pub compare: Option<Comparison>,
    /// Source of the figure.
    pub source: Option<String>,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A figure to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The figure as shown.
    pub value: String,
    /// What the figure is for: `England average`.
    pub label: String,
}

/// A chart with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Kind of chart.
    pub kind: ChartKind,
    /// Title, shown above the chart.
    pub title: String,
    /// One sentence that says what the chart shows.
    pub summary: String,
    /// Unit of the figures.
    pub unit: Option<String>,
    /// Source of the figures.
    pub source: Option<String>,
    /// Heading of the first column of its table.
    pub label_heading: Option<String>,
    /// Labels along the axis.
    pub labels: Vec<String>,
    /// The figures: in each series, one value for each label.
    pub series: Vec<Series>,
    /// Figures to compare with, drawn as lines across: targets, averages.
    pub references: Vec<Reference>,
    /// Where the scale of a line chart begins, if the author says so.
    pub from: Option<f64>,
}

impl Eq for Chart {}

/// Kind of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars side by side.
    Bar,
    /// Stacked bars.
    Stacked,
    /// A line through the points.
    Line,
    /// Points without a line.
    Dot,
}

/// A series of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Name; empty if it is the only series.
    pub name: String,
    /// One value for each label; none where there are no data.
    pub values: Vec<Option<Number>>,
    /// The range in which each value lies, such as a 95% confidence interval; empty if no value has one.
    pub intervals: Vec<Option<(Number, Number)>>,
}

/// A finite number with as many decimals as its author wrote.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// The number.
    pub value: f64,
    /// Digits after the decimal point.
    pub decimals: u8,
}

impl std::fmt::Display for Number {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.*}", usize::from(self.decimals), self.value)
    }
}

/// A figure to compare a chart's own with.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// What it is: `Our aim for 2028`.
    pub name: String,
    /// The figure.
    pub number: Number,
}

/// An event on a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment<L> {
    /// Day of the event.
    pub date: Date,
    /// What happened.
    pub text: Vec<Inline<L>>,
    /// Change mark (redlines only).
    pub mark: Mark,
}

/// A survey question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The question.
    pub question: String,
    /// Kind of answer.
    pub kind: SurveyKind,
    /// Answers to choose from; empty for free text.
    pub options: Vec<String>,
}

/// Kind of answer to a survey question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyKind {
    /// Options in order of importance.
    Rank,
    /// One or more of the options.
    Choose,
    /// Free text.
    Text,
}
