//! Data blocks: YAML in a fence.

use std::ops::Range;

use super::{File, Origin, markdown, yaml};
use crate::diag::Diagnostic;
use crate::model::{
    BlockKind, Chart, ChartKind, Comparison, Inline, Label, Mark, Moment, Series, Statistic, Survey, SurveyKind, Transcript, Video, join_path,
    relative_path,
};
use crate::span::Span;
use crate::yaml::{Fields, Node, Value, Word};

/// Names of fences that hold data.
const KINDS: [&str; 6] = ["stats", "chart", "timeline", "video", "survey", "version-history"];

/// Whether a fence with this name holds data.
pub(super) fn is_block(name: &str) -> bool {
    KINDS.contains(&name)
}

/// Reads the data block `name`.
///
/// `None` if a fence of that name is just program text; `Some(None)` if it is a data block with faults.
pub(super) fn parse(
    file: File<'_>, name: &str, text: &str, origin: Origin, span: Span, diagnostics: &mut Vec<Diagnostic>,
) -> Option<Option<BlockKind<Label>>> {
    let read = match name {
        "stats" => statistics,
        "chart" => chart,
        "timeline" => timeline,
        "video" => video,
        "survey" => survey,
        "version-history" => {
            if !text.trim().is_empty() {
                let fault = Diagnostic::warning("data-block", span, "the table of versions takes no settings: they are left out");
                diagnostics.push(fault.hint("it shows the `versions` of strategy.yaml"));
            }
            return Some(Some(BlockKind::VersionHistory));
        }
        _ => {
            if name.len() > 3
                && let Some(near) = crate::diag::nearest(name, KINDS)
            {
                let fault = Diagnostic::warning("data-block", span, format!("there is no data block `{name}`: it is shown as program text"));
                diagnostics.push(fault.hint(format!("did you mean `{near}`?")));
            }
            return None;
        }
    };
    let had_faults = diagnostics.len();
    let Some(node) = yaml::parse(text, origin, diagnostics) else {
        if diagnostics.len() == had_faults {
            let fault = Diagnostic::error("data-block", span, format!("this `{name}` block is empty"));
            diagnostics.push(fault.hint("the author's guide shows what stands in it"));
        }
        return Some(None);
    };
    Some(read(Reader { file, origin, span }, node, diagnostics))
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    file: File<'a>,
    origin: Origin,
    span: Span,
}

impl Reader<'_> {
    fn line(self, word: &Word, diagnostics: &mut Vec<Diagnostic>) -> Vec<Inline<Label>> {
        markdown::parse_line(self.file, &word.text, self.origin_of(word), diagnostics)
    }

    fn origin_of(self, word: &Word) -> Origin {
        match self.origin {
            Origin::At(..) => Origin::of(&word.text, word.span, self.file.text),
            Origin::Within(span) => Origin::Within(span),
        }
    }
}

fn items<T>(node: Node, diagnostics: &mut Vec<Diagnostic>, example: &str, mut read: impl FnMut(Fields<'_>) -> Option<T>) -> Vec<T> {
    match node.value {
        Value::Sequence(items) => items.into_iter().filter_map(|item| read(Fields::new(item, diagnostics))).collect(),
        other => {
            let fault = Diagnostic::error("wrong-type", node.span, format!("a list is expected here, not {}", other.kind()));
            diagnostics.push(fault.hint(format!("start each item with `- `, such as `{example}`")));
            Vec::new()
        }
    }
}

fn statistics(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let example = "- {value: 13%, label: of households live in fuel poverty}";
    let statistics = items(node, diagnostics, example, |mut fields| {
        let value = fields.required("value", "value: 13%");
        let label = fields.required("label", "label: of households live in fuel poverty");
        let compare = fields.mapping("compare").and_then(|mut compare| {
            let value = compare.required("value", "value: 10.6%");
            let label = compare.required("label", "label: England average");
            compare.finish();
            Some(Comparison { value: value?.text, label: reader.file.plain(&label?.text) })
        });
        let source = fields.text("source").map(|source| reader.file.plain(&source.text));
        let label = label.map(|label| reader.line(&label, fields.diagnostics()));
        fields.finish();
        Some(Statistic { value: value?.text, label: label?, compare, source, mark: Mark::Unchanged })
    });
    (!statistics.is_empty()).then_some(BlockKind::Statistics(statistics))
}

fn timeline(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let moments = items(node, diagnostics, "- {date: 2022-07-01, text: What happened}", |mut fields| {
        let date = fields.or_missing("date", "date: 2022-07-01", |fields| fields.date("date"));
        let text = fields.required("text", "text: What happened");
        let text = text.map(|text| reader.line(&text, fields.diagnostics()));
        fields.finish();
        Some(Moment { date: date?, text: text?, mark: Mark::Unchanged })
    });
    (!moments.is_empty()).then_some(BlockKind::Timeline(moments))
}

fn video(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let title = fields.required("title", "title: What the video shows");
    let url = fields.required("url", "url: https://…");
    let transcript = fields.required("transcript", "transcript: ../pages/transcripts/name.md");
    let url = url.filter(|url| {
        let is_address = super::inline::is_web_address(&url.text);
        if !is_address {
            let fault = Diagnostic::error("wrong-value", url.span, "`url` is not a web address");
            fields.diagnostics().push(fault.hint("it starts with https:// and has no spaces"));
        }
        is_address
    });
    let transcript = transcript.map(|word| {
        let is_path = word.text.ends_with(".md") && !word.text.contains(char::is_whitespace);
        match is_path {
            true => Transcript::File(word.text.as_str().into(), word.span),
            false => {
                let origin = reader.origin_of(&word);
                Transcript::Blocks(markdown::parse_blocks(reader.file, &word.text, origin, fields.diagnostics()))
            }
        }
    });
    fields.finish();
    Some(BlockKind::Video(Box::new(Video { title: reader.file.plain(&title?.text), url: url?.text, transcript: transcript? })))
}

fn survey(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let question = fields.required("question", "question: What matters most to you?");
    let kinds = [("rank", SurveyKind::Rank), ("choose", SurveyKind::Choose), ("text", SurveyKind::Text)];
    let kind = fields.required_choice("kind", "kind: choose", &kinds);
    let options: Vec<String> = fields.texts("options").into_iter().map(|option| reader.file.plain(&option.text)).collect();
    if kind.is_some_and(|kind| kind != SurveyKind::Text) && options.is_empty() {
        fields.missing("options", "options: [First answer, Second answer]");
    }
    fields.finish();
    Some(BlockKind::Survey(Box::new(Survey { question: reader.file.plain(&question?.text), kind: kind?, options })))
}

fn chart(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let kinds = [("bar", ChartKind::Bar), ("stacked", ChartKind::Stacked), ("line", ChartKind::Line), ("dot", ChartKind::Dot)];
    let kind = fields.required_choice("kind", "kind: bar", &kinds);
    let title = fields.required("title", "title: What the chart counts");
    let summary = fields.required("summary", "summary: One sentence that says what the chart shows.");
    let unit = fields.text("unit").map(|unit| reader.file.plain(&unit.text));
    let source = fields.text("source").map(|source| reader.file.plain(&source.text));
    let figures = figures(reader, &mut fields);
    fields.finish();
    let Figures { label_heading, labels, series } = figures?;
    if kind == Some(ChartKind::Stacked) && series.iter().any(|series| series.values.iter().any(|value| *value < 0.0)) {
        let fault = Diagnostic::error("data-block", reader.span, "a stacked chart cannot show figures below zero");
        diagnostics.push(fault.hint("use `kind: bar`"));
        return None;
    }
    let plain = |text: String| reader.file.plain(&text);
    let chart = Chart {
        kind: kind?,
        title: plain(title?.text),
        summary: plain(summary?.text),
        unit,
        source,
        label_heading: label_heading.map(plain),
        labels: labels.into_iter().map(plain).collect(),
        series: series.into_iter().map(|series| Series { name: plain(series.name), ..series }).collect(),
    };
    Some(BlockKind::Chart(Box::new(chart)))
}

struct Figures {
    label_heading: Option<String>,
    labels: Vec<String>,
    series: Vec<Series>,
}

fn figures(reader: Reader<'_>, fields: &mut Fields<'_>) -> Option<Figures> {
    let (data, file) = (fields.take("data"), fields.text("file"));
    let (label, values) = (fields.text("label"), fields.texts("values"));
    let had_faults = fields.diagnostics().len();
    let figures = match (data, file) {
        (Some(data), None) => inline_figures(data, fields.diagnostics()),
        (None, Some(file)) => csv_figures(reader, &file, label.as_ref(), &values, fields.diagnostics()),
        (Some(_), Some(file)) => {
            let fault = Diagnostic::error("data-block", file.span, "this chart has both `data` and `file`");
            fields.diagnostics().push(fault.hint("keep one of the two"));
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
fn inline_figures(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Figures {
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

/// Figures with or without thousands commas; nothing that is not finite. A percent sign belongs into `unit`.
fn number(text: &str) -> Option<f64> {
    let digits = text.trim().replace(',', "");
    digits.parse().ok().filter(|number: &f64| number.is_finite() && number.abs() < 1e15)
}

fn not_a_number(span: Span, written: &str) -> Diagnostic {
    let written = written.trim();
    if written.is_empty() {
        return Diagnostic::error("data-block", span, "a figure is missing here").hint("write it, or leave the row out: a chart cannot show a gap");
    }
    Diagnostic::error("data-block", span, format!("`{written}` is not a figure"))
        .hint("write digits, such as 330000 or 12.5; a unit goes into `unit`, and so does a percent sign: `unit: \"%\"`")
}

/// Reads the columns `label` and `values` of a CSV file with a header line; by default the first, and all others.
fn csv_figures(reader: Reader<'_>, path: &Word, label: Option<&Word>, values: &[Word], diagnostics: &mut Vec<Diagnostic>) -> Figures {
    let mut figures = Figures { label_heading: None, labels: Vec::new(), series: Vec::new() };
    let sources = reader.file.sources;
    let wanted = join_path(reader.file.path, &path.text);
    let found = sources.data.iter().find(|id| Some(&sources.map.file(**id).path) == wanted.as_ref());
    let Some(id) = found else {
        let known: Vec<String> = sources.data.iter().map(|id| relative_path(reader.file.path, &sources.map.file(*id).path)).collect();
        let fault = Diagnostic::error("missing-file", path.span, format!("there is no data file `{}`", path.text));
        let hint = if known.is_empty() { "put a CSV file into data/".to_owned() } else { format!("the data files are: {}", known.join(", ")) };
        diagnostics.push(fault.nearest(&path.text, known.iter().map(String::as_str)).hint(hint));
        return figures;
    };
    let csv_text = sources.map.file(*id).text.as_str();
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(csv_text.as_bytes());
    let headers: Vec<String> = match csv.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    };
    let mut column = |word: &Word| {
        let found = headers.iter().position(|header| *header == word.text);
        if found.is_none() {
            let fault = Diagnostic::error("data-block", word.span, format!("`{}` has no column `{}`", path.text, word.text));
            let fault = fault.nearest(&word.text, headers.iter().map(String::as_str));
            let has_commas = headers.len() > 1 || !headers.iter().any(|header| header.contains([';', '\t']));
            diagnostics.push(match has_commas {
                true => fault.hint(format!("its first line names the columns: {}", headers.join(", "))),
                false => fault.hint("divide its columns with commas: save it as \"CSV (comma delimited)\""),
            });
        }
        found
    };
    let label_column = label.map_or(Some(0), &mut column);
    let value_columns: Vec<usize> = if values.is_empty() {
        (0..headers.len()).filter(|at| Some(*at) != label_column).collect()
    } else {
        values.iter().filter_map(column).collect()
    };
    let Some(label_column) = label_column else { return figures };
    figures.label_heading = headers.get(label_column).cloned();
    figures.series = value_columns.iter().map(|at| Series { name: headers[*at].clone(), values: Vec::new() }).collect();
    for record in csv.records() {
        let Ok(record) = record else { continue };
        let byte = record.position().map_or(0, csv::Position::byte);
        if record.len() > headers.len() {
            let place = Span::new(*id, cell(csv_text, byte as usize, headers.len()));
            let message = format!("this row has {} cells, but the file has {} columns", record.len(), headers.len());
            let fault = Diagnostic::error("data-block", place, message);
            diagnostics.push(fault.hint("put quotes round a cell that has a comma in it: `\"1,180,000\"`"));
            continue;
        }
        figures.labels.push(record.get(label_column).unwrap_or("").to_owned());
        for (series, column) in figures.series.iter_mut().zip(&value_columns) {
            let written = record.get(*column).unwrap_or("");
            let value = number(written);
            if value.is_none() {
                let place = Span::new(*id, cell(csv_text, byte as usize, *column));
                diagnostics.push(not_a_number(place, written).hint(format!("the column is `{}`", series.name)));
            }
            series.values.push(value.unwrap_or(0.0));
        }
    }
    figures
}

/// Where the cell of column `column` stands in the row of CSV that starts at byte `start`; behind the row, if it has none.
fn cell(text: &str, start: usize, column: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let is = |at: usize, sign: u8| bytes.get(at) == Some(&sign);
    let mut at = start;
    while is(at, b'\n') {
        at += 1;
    }
    for passed in 0.. {
        let begin = at;
        if is(at, b'"') {
            at += 1;
            // A quote inside quotes is written twice.
            while at < bytes.len() && (!is(at, b'"') || is(at + 1, b'"')) {
                at += if is(at, b'"') { 2 } else { 1 };
            }
        }
        while at < bytes.len() && !is(at, b',') && !is(at, b'\n') {
            at += 1;
        }
        if passed == column || !is(at, b',') {
            return if passed == column { begin..at.min(bytes.len()) } else { at..at };
        }
        at += 1;
    }
    start..start
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_found_behind_quotes() {
        let text = "a,b\n\n\"x, \"\"y\"\"\",12k\nz\n\"open,1";
        let found = |start: usize, column: usize| &text[cell(text, start, column)];
        assert_eq!((found(0, 0), found(0, 1)), ("a", "b"));
        assert_eq!((found(4, 0), found(4, 1)), ("\"x, \"\"y\"\"\"", "12k"));
        let z = text.find('z').expect("a row of one cell");
        assert_eq!(cell(text, z, 3), z + 1..z + 1);
        assert_eq!(found(z + 2, 0), "\"open,1");
    }
}
