//! The figures of a chart.

use super::number::number_of;
use crate::diag::Diagnostic;
use crate::model::{Number, Series};
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
    for (label, node) in fields.rest() {
        let row: Vec<(String, Option<Number>)> = match node.value {
            Value::Mapping(_) => {
                let mut inner = Fields::new(node, fields.diagnostics());
                let row = inner.rest();
                row.into_iter().map(|(name, node)| (name.text, number_of(&node, inner.diagnostics()))).collect()
            }
            _ => vec![(String::new(), number_of(&node, fields.diagnostics()))],
        };
        let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
        if figures.series.is_empty() {
            figures.series = names.iter().map(|name| Series { name: (*name).to_owned(), values: Vec::new(), intervals: Vec::new() }).collect();
        } else if !figures.series.iter().map(|series| series.name.as_str()).eq(names.iter().copied()) {
            let wanted: Vec<&str> = figures.series.iter().map(|series| series.name.as_str()).collect();
            let finding = Diagnostic::error("data-block", label.span, format!("`{}` has different figures from the first row", label.text));
            fields.diagnostics().push(finding.hint(format!("give every row the same ones, in the same order: {}", wanted.join(", "))));
            continue;
        }
        figures.labels.push(label.text);
        for (series, (_, value)) in figures.series.iter_mut().zip(row) {
            series.values.push(value);
        }
    }
    fields.finish();
    figures
}
