//! The figures of a chart.

use super::number::{Cell, cell_of};
use crate::diag::Diagnostic;
use crate::model::Series;
use crate::yaml::{Fields, Node, Value};

/// The figures of a chart: a label for each row, and one value of each series for each label.
pub(super) struct Figures {
    pub(super) label_heading: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) series: Vec<Series>,
}

/// Reads `{Name: 12}` for a single series, `{Name: {First: 12, Second: 34}}` for several.
pub(super) fn in_block(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Figures {
    let mut figures = Figures { label_heading: None, labels: Vec::new(), series: Vec::new() };
    let mut fields = Fields::new(node, diagnostics);
    let mut before = String::new();
    for (label, node) in fields.rest() {
        // `{Leeds: 1,200}`
        let is_rest = label.text.len() == 3 && label.text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(node.value, Value::Null);
        if is_rest && !before.is_empty() && before.bytes().all(|byte| byte.is_ascii_digit()) {
            let finding = Diagnostic::error("data-block", label.span, "a comma has divided this number");
            fields.diagnostics().push(finding.hint(format!("write it without the comma: `{before}{}`", label.text)));
            before.push_str(&label.text);
            continue;
        }
        before = if let Value::Scalar(text) = &node.value { text.clone() } else { String::new() };
        let row: Vec<(String, Cell)> = match node.value {
            Value::Mapping(_) => {
                let mut inner = Fields::new(node, fields.diagnostics());
                let row = inner.rest();
                row.into_iter().map(|(name, node)| (name.text, cell_of(&node, inner.diagnostics()))).collect()
            }
            _ => vec![(String::new(), cell_of(&node, fields.diagnostics()))],
        };
        let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
        if figures.series.is_empty() {
            figures.series = names.iter().map(|name| Series::named((*name).to_owned())).collect();
        } else if !figures.series.iter().map(|series| series.name.as_str()).eq(names.iter().copied()) {
            let wanted: Vec<&str> = figures.series.iter().map(|series| series.name.as_str()).collect();
            let finding = Diagnostic::error("data-block", label.span, format!("`{}` has different figures from the first row", label.text));
            fields.diagnostics().push(finding.hint(format!("give every row the same ones, in the same order: {}", wanted.join(", "))));
            continue;
        }
        figures.labels.push(label.text);
        for (series, (_, cell)) in figures.series.iter_mut().zip(row) {
            series.values.push(cell.number);
            series.symbols.push(cell.symbol);
        }
    }
    fields.finish();
    figures
}

/// The order in which the rows of a chart are drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sort {
    Largest,
    Smallest,
}

impl Figures {
    /// Puts rows in the order of the figures of the first series; those without one come last.
    pub(super) fn sort(&mut self, sort: Sort) {
        let Some(first) = self.series.first() else { return };
        let value = |at: &usize| first.values.get(*at).copied().flatten().map(|number| number.value);
        let mut order: Vec<usize> = (0..self.labels.len()).collect();
        order.sort_by(|one, other| match (value(one), value(other)) {
            (Some(one), Some(other)) => match sort {
                Sort::Largest => other.total_cmp(&one),
                Sort::Smallest => one.total_cmp(&other),
            },
            (one, other) => other.is_some().cmp(&one.is_some()),
        });
        self.labels = in_order(&self.labels, &order);
        for series in &mut self.series {
            series.values = in_order(&series.values, &order);
            series.intervals = in_order(&series.intervals, &order);
            series.symbols = in_order(&series.symbols, &order);
        }
    }

    /// Makes a series of each label and a label of each series.
    pub(super) fn transpose(self) -> Self {
        let series = self.labels.iter().enumerate().map(|(at, label)| Series {
            name: label.clone(),
            values: self.series.iter().map(|series| series.values.get(at).copied().flatten()).collect(),
            intervals: self
                .series
                .iter()
                .filter(|series| !series.intervals.is_empty())
                .map(|series| series.intervals.get(at).copied().flatten())
                .collect(),
            symbols: self.series.iter().map(|series| series.symbol(at)).collect(),
        });
        let series = series.collect();
        Self { label_heading: None, labels: self.series.into_iter().map(|series| series.name).collect(), series }
    }

    /// Leaves out symbols and intervals where nobody wrote any.
    pub(super) fn without_empty_columns(mut self) -> Self {
        for series in &mut self.series {
            if series.symbols.iter().all(Option::is_none) {
                series.symbols.clear();
            }
        }
        self
    }
}

/// The items at the places `order`; nothing if there are no items.
fn in_order<T: Clone>(items: &[T], order: &[usize]) -> Vec<T> {
    order.iter().filter_map(|at| items.get(*at).cloned()).collect()
}
