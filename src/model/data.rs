//! Data blocks: what an author writes as YAML in a fence.

use jiff::civil::Date;

use super::{Block, Inline, Mark};
use crate::span::Span;

/// A figure with the sentence that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistic<L> {
    /// The figure, as it is to be shown.
    pub value: String,
    /// What it counts.
    pub label: Vec<Inline<L>>,
    /// Another figure beside it.
    pub compare: Option<Comparison>,
    /// Where it comes from.
    pub source: Option<String>,
    /// What became of it.
    pub mark: Mark,
}

/// A figure to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The figure, as it is to be shown.
    pub value: String,
    /// Whose it is.
    pub label: String,
}

/// A chart, always with its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub kind: ChartKind,
    /// Said above it.
    pub title: String,
    /// The sentence that says what it shows.
    pub summary: String,
    /// What is counted.
    pub unit: Option<String>,
    /// Where the figures come from.
    pub source: Option<String>,
    /// The heading of the first column of its table.
    pub label_heading: Option<String>,
    /// The names along the axis.
    pub labels: Vec<String>,
    /// The figures: one value a label.
    pub series: Vec<Series>,
}

impl Eq for Chart {}

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars beside each other.
    Bar,
    /// Bars upon each other.
    Stacked,
    /// A line through the points.
    Line,
    /// Points alone.
    Dot,
}

/// One row of figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Its name, where there are several.
    pub name: String,
    /// A value for each label; finite.
    pub values: Vec<f64>,
}

/// Something that happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment<L> {
    /// The day.
    pub date: Date,
    /// What happened.
    pub text: Vec<Inline<L>>,
    /// What became of it.
    pub mark: Mark,
}

/// A video on another site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video<L> {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// Its words.
    pub transcript: Transcript<L>,
}

/// The words of a video.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transcript<L> {
    /// In a file: its path as written, and where.
    File(Box<str>, Span),
    /// Here.
    Blocks(Vec<Block<L>>),
}

/// A question to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey {
    /// The question.
    pub question: String,
    /// How it is answered.
    pub kind: SurveyKind,
    /// Answers to choose from.
    pub options: Vec<String>,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SurveyKind {
    /// By order of importance.
    Rank,
    /// By one or more of the options.
    Choose,
    /// In one's own words.
    Text,
}
