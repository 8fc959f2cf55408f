//! Figures of a chart in a CSV file.

use std::ops::Range;

use super::super::source::File;
use super::figures::Figures;
use super::number::{Cell, cell, not_a_number};
use crate::diag::Diagnostic;
use crate::model::{Series, join_path, relative_path};
use crate::span::{FileId, Span};
use crate::yaml::Word;

/// The columns of a file that a chart names.
pub(super) struct Columns {
    pub(super) label: Option<Word>,
    pub(super) values: Vec<Word>,
    /// The ends of the interval of each value, in the order of `values`; empty if there are none.
    pub(super) low: Vec<Word>,
    pub(super) high: Vec<Word>,
}

/// Reads the columns `label` and `values` of a CSV file with a header row; by default the first column and all others.
pub(super) fn figures(file: File<'_>, path: &Word, columns: &Columns, diagnostics: &mut Vec<Diagnostic>) -> Figures {
    let Columns { label, values, low, high } = columns;
    let mut figures = Figures { label_heading: None, labels: Vec::new(), series: Vec::new() };
    let before = diagnostics.len();
    let Some(id) = find(file, path, diagnostics) else { return figures };
    let csv_text = checked(file, id, diagnostics);
    let mut csv = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(csv_text.as_bytes());
    let headers: Vec<String> = match csv.headers() {
        Ok(headers) => headers.iter().map(str::to_owned).collect(),
        Err(_) => Vec::new(),
    };
    if headers.len() < 2 {
        if let Some(only) = headers.first() {
            diagnostics.push(one_column(Span::new(id, first_line(csv_text, 0)), only));
        } else if diagnostics.len() == before {
            diagnostics.push(no_rows(path));
        }
        return figures;
    }
    let mut column = |word: &Word| {
        let found = headers.iter().position(|header| *header == word.text);
        if found.is_none() {
            let finding = Diagnostic::error("data-block", word.span, format!("`{}` has no column `{}`", path.text, word.text));
            let finding = finding.nearest(&word.text, headers.iter().map(String::as_str));
            diagnostics.push(finding.hint(format!("the first line names the columns: {}", headers.join(", "))));
        }
        found
    };
    let label_column = label.as_ref().map_or(Some(0), &mut column);
    let value_columns: Vec<usize> = if values.is_empty() {
        (0..headers.len()).filter(|at| Some(*at) != label_column).collect()
    } else {
        values.iter().filter_map(&mut column).collect()
    };
    let ends: Vec<(usize, usize)> = low.iter().zip(high).filter_map(|(low, high)| Some((column(low)?, column(high)?))).collect();
    let Some(label_column) = label_column else { return figures };
    figures.label_heading = headers.get(label_column).cloned();
    figures.series = value_columns.iter().map(|at| Series::named(headers[*at].clone())).collect();
    for record in csv.records() {
        let Ok(record) = record else { continue };
        let byte = record.position().map_or(0, csv::Position::byte);
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != headers.len() {
            let start = byte as usize;
            let is_short = record.len() < headers.len();
            let place = if is_short { first_line(csv_text, start) } else { place_of(csv_text, start, headers.len()) };
            diagnostics.push(wrong_length(Span::new(id, place), record.len(), headers.len()));
            continue;
        }
        figures.labels.push(record.get(label_column).unwrap_or("").to_owned());
        let mut read = |column: usize| {
            let written = record.get(column).unwrap_or("");
            cell(written).unwrap_or_else(|| {
                let place = Span::new(id, place_of(csv_text, byte as usize, column));
                diagnostics.push(not_a_number(place, written).hint(format!("the column is `{}`", headers[column])));
                Cell::default()
            })
        };
        for (nth, (series, column)) in figures.series.iter_mut().zip(&value_columns).enumerate() {
            let cell = read(*column);
            series.values.push(cell.number);
            series.symbols.push(cell.symbol);
            if let Some((low, high)) = ends.get(nth) {
                series.intervals.push(read(*low).number.zip(read(*high).number));
            }
        }
    }
    if figures.labels.is_empty() && diagnostics.len() == before {
        diagnostics.push(no_rows(path));
    }
    figures
}

/// The data file at `path`, or a finding.
fn find(file: File<'_>, path: &Word, diagnostics: &mut Vec<Diagnostic>) -> Option<FileId> {
    let sources = file.masked.sources;
    let wanted = join_path(file.path, &path.text);
    let found = sources.data.iter().find(|id| Some(&sources.map.file(**id).path) == wanted.as_ref());
    let Some(id) = found else {
        let known: Vec<String> = sources.data.iter().map(|id| relative_path(file.path, &sources.map.file(*id).path)).collect();
        let finding = Diagnostic::error("missing-file", path.span, format!("there is no data file `{}`", path.text));
        let ending = path.text.rsplit('.').next().unwrap_or("").to_lowercase();
        if ["xlsx", "xls", "xlsm", "ods", "numbers"].contains(&ending.as_str()) {
            let csv = format!("{}csv", &path.text[..path.text.len() - ending.len()]);
            let name = csv.rsplit('/').next().unwrap_or(&csv);
            let csv = relative_path(file.path, &format!("data/{name}"));
            let finding = Diagnostic::error("missing-file", path.span, format!("charts cannot be drawn from a spreadsheet such as `{}`", path.text));
            let hint = format!("save the sheet as \"CSV UTF-8\" in data/ (in Excel: Save as), and write `file: {csv}`");
            diagnostics.push(finding.hint(hint));
            return None;
        }
        let hint = if known.is_empty() { "put a CSV file in data/".to_owned() } else { format!("the data files are: {}", known.join(", ")) };
        diagnostics.push(finding.nearest(&path.text, known.iter().map(String::as_str)).hint(hint));
        return None;
    };
    Some(*id)
}

/// As much of the text of a data file as its quotes leave readable.
fn checked<'f>(file: File<'f>, id: FileId, diagnostics: &mut Vec<Diagnostic>) -> &'f str {
    let text = file.masked.text(id);
    let odd = odd_quotes(text);
    if let Some(odd) = &odd {
        let finding = Diagnostic::error("data-block", Span::new(id, odd.cell.clone()), odd.message);
        diagnostics.push(finding.hint(odd.hint));
    }
    // Cells after misplaced quotes cannot be told apart.
    &text[..odd.map_or(text.len(), |odd| odd.row)]
}

/// The cells of a file, with their spans.
pub(super) struct Rows {
    /// Names of the columns.
    pub(super) head: Vec<(String, Span)>,
    /// Each as long as `head`.
    pub(super) rows: Vec<Vec<(String, Span)>>,
}

/// Reads every cell of a CSV file with a header row. Rows of another length are reported and left out.
pub(super) fn rows(file: File<'_>, path: &Word, diagnostics: &mut Vec<Diagnostic>) -> Option<Rows> {
    let id = find(file, path, diagnostics)?;
    let text = checked(file, id, diagnostics);
    let mut csv = csv::ReaderBuilder::new().flexible(true).has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut rows: Vec<Vec<(String, Span)>> = Vec::new();
    for record in csv.records() {
        let Ok(record) = record else { continue };
        if record.iter().all(str::is_empty) {
            continue;
        }
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let columns = rows.first().map_or(record.len(), Vec::len);
        if record.len() != columns {
            diagnostics.push(wrong_length(Span::new(id, first_line(text, start)), record.len(), columns));
            continue;
        }
        rows.push(record.iter().enumerate().map(|(at, cell)| (cell.to_owned(), Span::new(id, place_of(text, start, at)))).collect());
    }
    if rows.len() < 2 {
        let finding = Diagnostic::error("data-block", path.span, format!("`{}` has no rows", path.text));
        diagnostics.push(finding.hint("the first line names the columns; each line below it is a row"));
        return None;
    }
    let head = rows.remove(0);
    Some(Rows { head, rows })
}

/// Reports comments in a CSV file, which has none, and returns its text without them; offsets stay the same. `None` if there are none.
pub(crate) fn without_comments(id: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
    let mut blank: Option<Vec<u8>> = None;
    let mut done = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"<!--") {
        if at < done {
            continue;
        }
        let line = text[at..].find('\n').map_or(text.len(), |end| at + end);
        done = text[at..].find("-->").map_or(text.len(), |end| at + end + 3);
        let finding =
            Diagnostic::error("exposed-comment", Span::new(id, at..line.min(done)), "a data file cannot have comments, so readers would see this");
        diagnostics.push(finding.hint("delete it; what readers should know belongs in `source:` or in the text"));
        blank.get_or_insert_with(|| text.as_bytes().to_vec())[at..done].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    blank.and_then(|blank| String::from_utf8(blank).ok())
}

fn one_column(place: Span, name: &str) -> Diagnostic {
    let finding = Diagnostic::error("data-block", place, "this file has only one column, so there are no figures to chart");
    match name.contains([';', '\t', '|']) {
        true => finding.hint("separate the cells with commas: save the file as \"CSV (comma delimited)\""),
        false => finding.hint("separate the cells with commas: a column of names, then one or more columns of figures, such as `place,people`"),
    }
}

fn no_rows(path: &Word) -> Diagnostic {
    Diagnostic::error("data-block", path.span, format!("`{}` has no figures", path.text))
        .hint("the first line names the columns; each line below it gives a name and its figures")
}

fn wrong_length(place: Span, cells: usize, columns: usize) -> Diagnostic {
    let written = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
    let finding = Diagnostic::error("data-block", place, format!("this row has {written}, but the file has {columns} columns"));
    match cells < columns {
        true => finding.hint("write a comma for every cell, even an empty one, or remove the row"),
        false => finding.hint("put quotes round a cell that contains a comma: `\"1,180,000\"`"),
    }
}

/// Quotes that do not enclose the whole of their cell.
struct OddQuotes {
    /// Offset of the row.
    row: usize,
    /// From the quote to the end of its line.
    cell: Range<usize>,
    message: &'static str,
    hint: &'static str,
}

const CLOSE_AT_END: &str = "close the quotes at the end of the cell; to write a quotation mark inside them, double it: `\"the \"\"old\"\" town\"`";

/// The first cell whose quotes do not enclose it: a comma inside would split it, or its closing quote would open another cell and
/// swallow the rows between.
fn odd_quotes(text: &str) -> Option<OddQuotes> {
    let bytes = text.as_bytes();
    let (mut row, mut at) = (0, 0);
    while at < bytes.len() {
        let begin = at;
        let closed = after_quotes(text, at);
        let rest = closed.unwrap_or(at);
        at = rest + bytes[rest..].iter().position(|byte| b",\n".contains(byte)).unwrap_or(bytes.len() - rest);
        let (message, hint) = match closed {
            None if bytes[begin] == b'"' => ("the quotes that open here are not closed", CLOSE_AT_END),
            None if text[begin..at].trim_start().starts_with('"') => {
                ("this cell starts with a space, so its quotes do not count", "remove the space between the comma and the quotes")
            }
            Some(_) if !text[rest..at].trim().is_empty() => ("the quotes that open here close before the end of the cell", CLOSE_AT_END),
            _ => {
                let is_row_end = bytes.get(at).is_some_and(|byte| *byte != b',');
                at += 1;
                row = if is_row_end { at } else { row };
                continue;
            }
        };
        return Some(OddQuotes { row, cell: first_line(text, begin), message, hint });
    }
    None
}

/// Offset after the quotes that open at `start`, if there are any and they are closed; a quote inside them is doubled.
fn after_quotes(text: &str, start: usize) -> Option<usize> {
    let inside = text[start..].strip_prefix('"')?;
    let mut quotes = inside.match_indices('"');
    while let Some((closing, _)) = quotes.next() {
        if inside.as_bytes().get(closing + 1) != Some(&b'"') {
            return Some(start + 1 + closing + 1);
        }
        quotes.next();
    }
    None
}

/// The range from `start` to the end of its line; line endings at `start` are skipped.
fn first_line(text: &str, start: usize) -> Range<usize> {
    let begin = start + text[start..].find(|c| c != '\n').unwrap_or(0);
    let length = text[begin..].find('\n').unwrap_or(text.len() - begin);
    begin..begin + length
}

/// The range of the cell in column `column` of the CSV row that starts at byte `start`; the end of the row, if it has no such cell.
fn place_of(text: &str, start: usize, column: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
    let mut at = start;
    while is(at, b'\n') {
        at += 1;
    }
    for passed in 0.. {
        let begin = at;
        if is(at, b'"') {
            at = after_quotes(text, at).unwrap_or(bytes.len());
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
    use super::place_of;

    #[test]
    fn cells_are_found_after_quotes() {
        let text = "a,b\n\n\"x, \"\"y\"\"\",12k\nz\n\"open,1";
        let found = |start: usize, column: usize| &text[place_of(text, start, column)];
        assert_eq!((found(0, 0), found(0, 1)), ("a", "b"));
        assert_eq!((found(4, 0), found(4, 1)), ("\"x, \"\"y\"\"\"", "12k"));
        let z = text.find('z').expect("a row of one cell");
        assert_eq!(place_of(text, z, 3), z + 1..z + 1);
        assert_eq!(found(z + 2, 0), "\"open,1");
    }
}
