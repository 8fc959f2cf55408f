//! Data blocks: blocks that authors write as YAML in a fence.

use super::{Inline, Mark, Time};

/// A key figure with the sentence that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic<L> {
    /// The figure as shown.
    pub value: String,
    /// What the figure counts.
    pub label: Vec<Inline<L>>,
    /// A figure to compare it with.
    pub compare: Option<Comparison>,
    /// Source of the figure; empty if none is named.
    pub source: Vec<Inline<L>>,
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
    /// The time that the figures are about: `2019 to 2021`.
    pub period: Option<String>,
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
    /// Labels or names of series that are drawn to be seen first.
    pub highlight: Vec<String>,
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
    /// Two points a label, linked to show what lies between them.
    Dumbbell,
    /// Lines between two labels.
    Slope,
    /// A small line chart for each series, on one scale.
    Multiples,
}

impl ChartKind {
    /// Whether figures are drawn as lines over a scale of their own, and not as marks in rows.
    #[must_use]
    pub fn has_lines(self) -> bool {
        match self {
            Self::Line | Self::Slope | Self::Multiples => true,
            Self::Bar | Self::Stacked | Self::Dot | Self::Dumbbell => false,
        }
    }
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
    /// What is said about each value, or why there is none; empty if nothing is said about any.
    pub symbols: Vec<Option<Symbol>>,
}

/// What is said about a figure, in the symbols of the UK Government Analysis Function, "Symbols in tables: definitions and help".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbol {
    /// `[b]`: figures before it cannot be compared with it and later ones.
    Break,
    /// `[c]`: held back, since it could tell who somebody is.
    Confidential,
    /// `[e]`: estimated.
    Estimated,
    /// `[f]`: a forecast.
    Forecast,
    /// `[low]`: rounds to zero, and is not zero.
    Low,
    /// `[p]`: may still be revised.
    Provisional,
    /// `[r]`: corrected since it was first published.
    Revised,
    /// `[u]`: from too few people to be relied on.
    Unreliable,
    /// `[w]`: asked for, and nobody answered.
    NoneRecorded,
    /// `[x]`: not available.
    NotAvailable,
    /// `[z]`: cannot exist.
    NotApplicable,
}

impl Symbol {
    /// Symbols as they are written, with the names of their words in the interface text.
    pub const ALL: [(&'static str, Self, &'static str); 11] = [
        ("b", Self::Break, "figure_break"),
        ("c", Self::Confidential, "figure_confidential"),
        ("e", Self::Estimated, "figure_estimated"),
        ("f", Self::Forecast, "figure_forecast"),
        ("low", Self::Low, "figure_low"),
        ("p", Self::Provisional, "figure_provisional"),
        ("r", Self::Revised, "figure_revised"),
        ("u", Self::Unreliable, "figure_unreliable"),
        ("w", Self::NoneRecorded, "figure_none_recorded"),
        ("x", Self::NotAvailable, "figure_not_available"),
        ("z", Self::NotApplicable, "figure_not_applicable"),
    ];

    /// The symbol that is written between the brackets, without regard to case.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        Self::ALL.iter().find(|(letters, ..)| written.eq_ignore_ascii_case(letters)).map(|(_, symbol, _)| *symbol)
    }

    /// How the symbol is written, without its brackets.
    #[must_use]
    pub fn letters(self) -> &'static str {
        Self::ALL.iter().find(|(_, symbol, _)| *symbol == self).map_or("", |(letters, ..)| letters)
    }

    /// Whether the figure may still change, so that it is not drawn as firmly as others.
    #[must_use]
    pub fn is_tentative(self) -> bool {
        matches!(self, Self::Estimated | Self::Forecast | Self::Provisional | Self::Unreliable)
    }
}

impl Series {
    /// A series without figures yet.
    #[must_use]
    pub fn named(name: String) -> Self {
        Self { name, values: Vec::new(), intervals: Vec::new(), symbols: Vec::new() }
    }

    /// What is said about the value at a label.
    #[must_use]
    pub fn symbol(&self, at: usize) -> Option<Symbol> {
        self.symbols.get(at).copied().flatten()
    }
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
    /// When it happens.
    pub date: Time,
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
