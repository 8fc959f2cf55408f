//! The figures of a chart.

use super::number::number_of;
use super::{Reader, csv_file};
use crate::diag::Diagnostic;
use crate::model::Series;
use crate::yaml::{Fields, Node, Value};

/// The figures of a chart: a label for each row, a value of each series in it.
pub(super) struct Figures {
    pub(super) label_heading: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) series: Vec<Series>,
}

/// Takes the figures of a chart, written in it or in a file of their own.
pub(super) fn read(reader: Reader<'_>, fields: &mut Fields<'_>) -> Option<Figures> {
    let had_faults = fields.diagnostics().len();
    let (data, file) = (fields.take("data"), fields.text("file"));
    let is_told = fields.diagnostics().len() > had_faults;
    let (label, values) = (fields.text("label"), fields.texts("values"));
    let had_faults = fields.diagnostics().len();
    let figures = match (data, file) {
        (Some(data), None) => in_block(data, fields.diagnostics()),
        (None, Some(file)) => csv_file::figures(reader, &file, label.as_ref(), &values, fields.diagnostics()),
        (Some(_), Some(file)) => {
            let fault = Diagnostic::error("data-block", file.span, "this chart has both `data` and `file`");
            fields.diagnostics().push(fault.hint("keep one of the two"));
            return None;
        }
        (None, None) if is_told => return None,
        (None, None) if fields.has("file") && !fields.has("data") => {
            fields.missing("file", "file: ../data/population.csv");
            return None;
        }
        (None, None) => {
            fields.missing("data", "data: {Lancashire: 1180000, South Cumbria: 330000}");
            return None;
        }
    };
    if figures.labels.is_empty() || figures.series.is_empty() {
        if fields.diagnostics().len() == had_faults {
            let fault = Diagnostic::error("data-block", reader.span, "this chart has no figures");
            fields.diagnostics().push(fault.hint("write them as `data: {Name: 12, Other name: 34}`"));
        }
        return None;
    }
    Some(figures)
}

/// `{Name: 12}` for one row of figures, `{Name: {First: 12, Second: 34}}` for several.
fn in_block(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Figures {
    let mut figures = Figures { label_heading: None, labels: Vec::new(), series: Vec::new() };
    let mut fields = Fields::new(node, diagnostics);
    for (label, node) in fields.rest() {
        let row: Vec<(String, Option<f64>)> = match node.value {
            Value::Mapping(_) => {
                let mut inner = Fields::new(node, fields.diagnostics());
                let row = inner.rest();
                row.into_iter().map(|(name, node)| (name.text, number_of(&node, inner.diagnostics()))).collect()
            }
            _ => vec![(String::new(), number_of(&node, fields.diagnostics()))],
        };
        let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
        if figures.series.is_empty() {
            figures.series = names.iter().map(|name| Series { name: (*name).to_owned(), values: Vec::new() }).collect();
        } else if !figures.series.iter().map(|series| series.name.as_str()).eq(names.iter().copied()) {
            let wanted: Vec<&str> = figures.series.iter().map(|series| series.name.as_str()).collect();
            let fault = Diagnostic::error("data-block", label.span, format!("`{}` has other figures than the first row", label.text));
            fields.diagnostics().push(fault.hint(format!("give every row the same ones, in the same order: {}", wanted.join(", "))));
            continue;
        }
        figures.labels.push(label.text);
        for (series, (_, value)) in figures.series.iter_mut().zip(row) {
            series.values.push(value.unwrap_or(0.0));
        }
    }
    fields.finish();
    figures
}
