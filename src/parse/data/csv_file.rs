//! Figures of a chart that stand in a CSV file.

use std::ops::Range;

use super::Reader;
use super::figures::{Figures, not_a_number, number};
use crate::diag::Diagnostic;
use crate::model::{Series, join_path, relative_path};
use crate::span::Span;
use crate::yaml::Word;

/// Reads the columns `label` and `values` of a CSV file with a header line; by default the first, and all others.
pub(super) fn figures(reader: Reader<'_>, path: &Word, label: Option<&Word>, values: &[Word], diagnostics: &mut Vec<Diagnostic>) -> Figures {
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
