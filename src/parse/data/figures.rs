//! The figures of a chart, and how numbers are written.

use super::{Reader, csv_file};
use crate::diag::Diagnostic;
use crate::model::Series;
use crate::span::Span;
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

fn number_of(node: &Node, diagnostics: &mut Vec<Diagnostic>) -> Option<f64> {
    let number = match &node.value {
        Value::Scalar(text) => number(text),
        _ => None,
    };
    if number.is_none() {
        let written = match &node.value {
            Value::Scalar(text) => text.as_str(),
            Value::Null => "",
            other => other.kind(),
        };
        diagnostics.push(not_a_number(node.span, written));
    }
    number
}

/// Figures with or without commas between thousands; nothing that is not finite. A percent sign belongs into `unit`.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let digits = if text.contains(',') { text.replace(',', "") } else { text.to_owned() };
    let number = digits.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e15);
    number.filter(|_| !text.contains(',') || has_thousands(text))
}

/// Whether the commas of a number stand between thousands, as in 1,234,567.8. In `0,125` the comma is meant as a decimal sign.
fn has_thousands(text: &str) -> bool {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.trim_start_matches(['+', '-']).split(',');
    let first = groups.next().unwrap_or_default();
    let is_group = |group: &str| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit());
    (1..=3).contains(&first.len()) && !first.starts_with('0') && groups.all(is_group) && !decimals.contains(',')
}

/// What is wrong with `written`, which is no number.
pub(super) fn not_a_number(span: Span, written: &str) -> Diagnostic {
    let written = written.trim();
    if written.is_empty() {
        return Diagnostic::error("data-block", span, "a figure is missing here").hint("write it, or leave the row out: a chart cannot show a gap");
    }
    let fault = Diagnostic::error("data-block", span, format!("`{written}` is not a figure"));
    if written.contains(',') && written.bytes().all(|byte| byte.is_ascii_digit() || b",.+-".contains(&byte)) {
        return fault.hint("a comma may stand only between thousands, as in 14,500; decimals are written with a full stop, as in 12.5");
    }
    fault.hint("write digits, such as 330000 or 12.5; a unit goes into `unit`, and so does a percent sign: `unit: \"%\"`")
}
