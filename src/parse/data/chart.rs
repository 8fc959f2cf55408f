//! Charts.

use super::figures::{self, Figures, Sort};
use super::reader::Reader;
use super::{csv_file, number};
use crate::diag::Diagnostic;
use crate::model::{BlockKind, Chart, ChartKind, Label, Reference, Series};
use crate::span::Span;
use crate::yaml::{Fields, Node, Value, Word};

/// Reads a chart.
pub(super) fn read(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let kind = fields.required_choice("kind", "kind: bar", &KINDS);
    let title = fields.required("title", "title: What the chart counts");
    let summary = fields.required("summary", "summary: One sentence that says what the chart shows.");
    let unit = fields.text("unit").map(|unit| reader.file.plain(&unit.text));
    let source = fields.text("source").map(|source| reader.source(&source, fields.diagnostics())).unwrap_or_default();
    let period = fields.text("period").map(|period| reader.file.plain(&period.text));
    let sort = fields.choice("sort", &[("largest", Sort::Largest), ("smallest", Sort::Smallest)]);
    let highlight = fields.texts("highlight");
    let figures = figures(reader, &mut fields);
    let references = references(reader, &mut fields);
    let from = fields.take("from").and_then(|node| number::number_of(&node, fields.diagnostics())).map(|number| number.value);
    fields.finish();
    let mut figures = figures?;
    let kind = kind?;
    if kind == ChartKind::Slope && figures.labels.len() != 2 && figures.series.len() == 2 {
        figures = figures.transpose();
    }
    if let Some(finding) = unfit(kind, &figures, reader.span) {
        diagnostics.push(finding);
        return None;
    }
    if let Some(sort) = sort {
        figures.sort(sort);
    }
    let Figures { label_heading, labels, series } = figures.without_empty_columns();
    let is_known = |word: &&Word| labels.contains(&word.text) || series.iter().any(|series| series.name == word.text);
    for word in highlight.iter().filter(|word| !is_known(word)) {
        let names = labels.iter().chain(series.iter().map(|series| &series.name)).map(String::as_str);
        let finding = Diagnostic::error("data-block", word.span, format!("this chart has no `{}` to highlight", word.text));
        diagnostics.push(finding.nearest(&word.text, names).hint("write a name as it is in the figures"));
    }
    if kind == ChartKind::Stacked && series.iter().any(|series| series.values.iter().flatten().any(|number| number.value < 0.0)) {
        let finding = Diagnostic::error("data-block", reader.span, "a stacked chart cannot show figures below zero");
        diagnostics.push(finding.hint("use `kind: bar`"));
        return None;
    }
    let plain = |text: String| reader.file.plain(&text);
    let chart = Chart {
        kind,
        title: plain(title?.text),
        summary: plain(summary?.text),
        unit,
        period,
        label_heading: label_heading.map(plain),
        labels: labels.into_iter().map(plain).collect(),
        series: series.into_iter().map(|series| Series { name: plain(series.name), ..series }).collect(),
        references,
        from,
        highlight: highlight.into_iter().map(|word| plain(word.text)).collect(),
    };
    Some(BlockKind::Chart(Box::new(chart), source))
}

/// Kinds by name.
const KINDS: [(&str, ChartKind); 7] = [
    ("bar", ChartKind::Bar),
    ("stacked", ChartKind::Stacked),
    ("line", ChartKind::Line),
    ("dot", ChartKind::Dot),
    ("dumbbell", ChartKind::Dumbbell),
    ("slope", ChartKind::Slope),
    ("multiples", ChartKind::Multiples),
];

/// Above these numbers, series cannot be told apart, and small charts cannot be seen at once.
const MOST_SERIES: usize = 8;
const MOST_MULTIPLES: usize = 24;

/// The finding for figures that a kind of chart cannot show.
fn unfit(kind: ChartKind, figures: &Figures, place: Span) -> Option<Diagnostic> {
    let count = figures.series.len();
    let error = |message: String, hint: String| Some(Diagnostic::error("data-block", place, message).hint(hint));
    match kind {
        ChartKind::Multiples if count > MOST_MULTIPLES => {
            let hint = format!("nobody can take in more than {MOST_MULTIPLES} at once: draw those that matter, and give the others in a table");
            error(format!("this chart has {count} small charts"), hint)
        }
        ChartKind::Dumbbell if count != 2 => {
            let message = format!("a dumbbell chart links two figures for each name, and this one has {count}");
            error(message, "name two columns in `values`, or use `kind: dot`".to_owned())
        }
        ChartKind::Slope if figures.labels.len() != 2 => {
            let message = "a slope chart goes from one time to another, and these figures are not for two times".to_owned();
            error(message, "give two figures for each name, or use `kind: line`".to_owned())
        }
        ChartKind::Multiples | ChartKind::Dumbbell => None,
        ChartKind::Bar | ChartKind::Stacked | ChartKind::Line | ChartKind::Dot | ChartKind::Slope if count > MOST_SERIES => {
            let hint = format!(
                "nobody can tell more than {MOST_SERIES} apart: use `kind: multiples` for a small chart of each, or draw those that matter and give the others in a table"
            );
            error(format!("this chart compares {count} series"), hint)
        }
        ChartKind::Bar | ChartKind::Stacked | ChartKind::Line | ChartKind::Dot | ChartKind::Slope => None,
    }
}

/// `target: 15`, or `target: {Our aim for 2028: 15}` with one or more names.
fn references(reader: Reader<'_>, fields: &mut Fields<'_>) -> Vec<Reference> {
    let Some(node) = fields.take("target") else { return Vec::new() };
    if matches!(node.value, Value::Mapping(_)) {
        let mut inner = Fields::new(node, fields.diagnostics());
        let rows = inner.rest();
        let read = |(name, node): (Word, Node)| {
            let number = number::number_of(&node, inner.diagnostics())?;
            Some(Reference { name: reader.file.plain(&name.text), number })
        };
        return rows.into_iter().filter_map(read).collect();
    }
    let number = number::number_of(&node, fields.diagnostics());
    number.map(|number| Reference { name: String::new(), number }).into_iter().collect()
}

/// Takes the figures of a chart: from the block itself or from a CSV file.
fn figures(reader: Reader<'_>, fields: &mut Fields<'_>) -> Option<Figures> {
    let before = fields.diagnostics().len();
    let (data, file) = (fields.take("data"), fields.text("file"));
    let is_reported = fields.diagnostics().len() > before;
    let columns =
        csv_file::Columns { label: fields.text("label"), values: fields.texts("values"), low: fields.texts("low"), high: fields.texts("high") };
    if columns.low.len() != columns.high.len() || !columns.low.is_empty() && columns.low.len() != columns.values.len() {
        let finding = Diagnostic::error("data-block", reader.span, "`low` and `high` do not name as many columns as `values`");
        fields.diagnostics().push(finding.hint("name a column of lower and one of upper ends for each column of `values`, in the same order"));
        return None;
    }
    let before = fields.diagnostics().len();
    let figures = match (data, file) {
        (Some(data), None) => figures::in_block(data, fields.diagnostics()),
        (None, Some(file)) => csv_file::figures(reader.file, &file, &columns, fields.diagnostics()),
        (Some(_), Some(file)) => {
            let finding = Diagnostic::error("data-block", file.span, "this chart has both `data` and `file`");
            fields.diagnostics().push(finding.hint("keep one of them"));
            return None;
        }
        (None, None) if is_reported => return None,
        (None, None) if fields.has("file") && !fields.has("data") => {
            fields.missing("file", "file: ../data/population.csv");
            return None;
        }
        (None, None) => {
            fields.missing("data", "data: {Lancashire: 1180000, South Cumbria: 330000}");
            return None;
        }
    };
    let has_figures = figures.series.iter().any(|series| series.values.iter().any(Option::is_some));
    if figures.labels.is_empty() || figures.series.is_empty() || (!has_figures && fields.diagnostics().len() == before) {
        if fields.diagnostics().len() == before {
            let finding = Diagnostic::error("data-block", reader.span, "this chart has no figures");
            fields.diagnostics().push(finding.hint("write them as `data: {Name: 12, Other name: 34}`"));
        }
        return None;
    }
    Some(figures)
}
