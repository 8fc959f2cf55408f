//! # chart-source
//!
//! A chart does not say where its figures come from.
//!
//! Readers can trust only figures that they can check.
//!
//! Bad:
//!
//! ````text
//! ```chart
//! kind: bar
//! title: People by place
//! summary: Lancashire has the most people.
//! data: {Blackpool: 140000, Lancashire: 1250000}
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```chart
//! kind: bar
//! title: People by place
//! summary: Lancashire has the most people.
//! source: Census 2021
//! data: {Blackpool: 140000, Lancashire: 1250000}
//! ```
//! ````
//!
//! Source: Government Analysis Function, "Data visualisation: charts".
//!
//! # chart-period
//!
//! A chart does not say what time its figures are about.
//!
//! Figures grow old while a document is read for years. Say when they were true: in `period`, or with a year in the title, the labels, the
//! summary or the source.
//!
//! Bad:
//!
//! ````text
//! ```chart
//! kind: bar
//! title: People by place
//! summary: Lancashire has the most people.
//! source: Census
//! data: {Blackpool: 140000, Lancashire: 1250000}
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```chart
//! kind: bar
//! title: People by place
//! summary: Lancashire has the most people.
//! period: March 2021
//! source: Census
//! data: {Blackpool: 140000, Lancashire: 1250000}
//! ```
//! ````
//!
//! Source: Government Analysis Function, "Data visualisation: charts".
//!
//! # chart-series
//!
//! A chart compares more than 4 series.
//!
//! So many colours are hard to tell apart, and for some readers impossible. Make two charts, or use a table.
//!
//! Bad:
//!
//! ````text
//! ```chart
//! kind: line
//! title: Smokers by place
//! summary: Fewer people smoke everywhere.
//! unit: "%"
//! source: Census 2021
//! data:
//!   "2011": {Blackpool: 30, Burnley: 28, Lancaster: 20, Preston: 24, Pendle: 25}
//!   "2021": {Blackpool: 24, Burnley: 21, Lancaster: 13, Preston: 18, Pendle: 19}
//! ```
//! ````
//!
//! Good:
//!
//! ````text
//! ```chart
//! kind: line
//! title: Smokers by place
//! summary: Fewer people smoke everywhere.
//! unit: "%"
//! source: Census 2021
//! data:
//!   "2011": {Blackpool: 30, Lancaster: 20}
//!   "2021": {Blackpool: 24, Lancaster: 13}
//! ```
//! ````
//!
//! Source: Government Analysis Function, "Data visualisation: charts".

use crate::check::visit::{Family, Findings, Inside, Visit};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, BlockKind, Chart, ChartKind, Target, plain_text};

const SOURCE: &str = "chart-source";
const PERIOD: &str = "chart-period";
const SERIES: &str = "chart-series";
const MOST_SERIES: usize = 4;

pub(super) const FAMILY: Family = Family {
    text: include_str!("charts.rs"),
    rules: &[(SOURCE, Some(Severity::Warning)), (PERIOD, Some(Severity::Warning)), (SERIES, Some(Severity::Info))],
    visit: Visit::Blocks(find),
};

fn find(blocks: &[Block<Target>], _: Inside, findings: &mut Findings) {
    for block in blocks {
        let BlockKind::Chart(chart, source) = &block.kind else { continue };
        if source.is_empty() {
            let finding = Diagnostic::warning(SOURCE, block.span, format!("the chart \"{}\" does not say where its figures come from", chart.title));
            findings.push(finding.hint("name the source, such as `source: Census 2021`"));
        }
        if !has_period(chart, &plain_text(source)) {
            let finding =
                Diagnostic::warning(PERIOD, block.span, format!("the chart \"{}\" does not say what time its figures are about", chart.title));
            findings.push(finding.hint("say it, such as `period: 2019 to 2021`"));
        }
        if chart.series.len() > MOST_SERIES && chart.kind != ChartKind::Multiples {
            let finding = Diagnostic::warning(SERIES, block.span, format!("the chart \"{}\" compares {} series", chart.title, chart.series.len()));
            findings.push(finding.hint(format!("keep to {MOST_SERIES}: make two charts, or use a table")));
        }
    }
}

/// Whether a chart says, or its words show, what time its figures are about.
fn has_period(chart: &Chart, source: &str) -> bool {
    let names = chart.series.iter().map(|series| &series.name);
    let words = [&chart.title, &chart.summary].into_iter().chain(&chart.label_heading).chain(&chart.labels).chain(names);
    chart.period.is_some() || has_year(source) || words.into_iter().any(|words| has_year(words))
}

/// Whether there is a year: a number of four digits from 1900 to 2099.
fn has_year(words: &str) -> bool {
    let mut numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.any(|number| number.len() == 4 && (number.starts_with("19") || number.starts_with("20")))
}
