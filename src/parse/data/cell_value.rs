//! Figures that are taken from a cell of a CSV file, so that text and data cannot differ unseen.

use super::csv_file;
use super::reader::Reader;
use crate::diag::Diagnostic;
use crate::yaml::{Fields, Value};

/// Takes the figure of `key`: a text, or `{file: ../data/homes.csv, row: Preston, column: homes, as: "2,000 homes"}`. `as` says how
/// it is shown; a figure in it that is not that of the file is reported.
pub(super) fn take(reader: Reader<'_>, fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    if fields.span_of(key).is_none() || !fields.is_mapping_at(key) {
        return fields.text(key).map(|word| reader.file.plain(&word.text));
    }
    let node = fields.take(key)?;
    let Value::Mapping(_) = &node.value else { return None };
    let mut cell = Fields::new(node, fields.diagnostics());
    let file = cell.required("file", "file: ../data/homes.csv");
    let (row, column) = (cell.required("row", "row: Preston"), cell.required("column", "column: homes"));
    let shown = cell.text("as");
    let (file, row, column) = match (file, row, column) {
        (Some(file), Some(row), Some(column)) => (file, row, column),
        _ => {
            cell.finish();
            return None;
        }
    };
    let table = csv_file::rows(reader.file, &file, cell.diagnostics());
    let found = table.and_then(|csv_file::Rows { head, rows }| {
        let at = head.iter().position(|(name, _)| *name == column.text);
        if at.is_none() {
            let names: Vec<&str> = head.iter().map(|(name, _)| name.as_str()).collect();
            let finding = Diagnostic::error("data-block", column.span, format!("`{}` has no column `{}`", file.text, column.text));
            let hint = format!("the first line names the columns: {}", names.join(", "));
            cell.diagnostics().push(finding.nearest(&column.text, names.iter().copied()).hint(hint));
        }
        let line = rows.iter().find(|cells| cells.first().is_some_and(|(name, _)| *name == row.text));
        if line.is_none() {
            let names: Vec<&str> = rows.iter().filter_map(|cells| cells.first()).map(|(name, _)| name.as_str()).collect();
            let finding = Diagnostic::error("data-block", row.span, format!("`{}` has no row \"{}\"", file.text, row.text));
            cell.diagnostics().push(finding.nearest(&row.text, names.iter().copied()).hint("write what is in the first column of the row"));
        }
        line?.get(at?).cloned()
    });
    let value = found.map(|(written, place)| match &shown {
        None => written,
        Some(shown) => {
            if figure(&shown.text) != figure(&written) {
                let message = format!("\"{}\" is not the figure in the data: `{}` has {written}", shown.text, file.text);
                let finding = Diagnostic::error("stale-figure", shown.span, message).label(place, "the figure in the data");
                cell.diagnostics().push(finding.hint(format!("write {written}, or correct the file; the words beside it may need a change, too")));
            }
            shown.text.clone()
        }
    });
    cell.finish();
    value.map(|value| reader.file.plain(&value))
}

/// The first number of a text, without commas.
fn figure(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let number: String = text[start..].chars().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).filter(|c| *c != ',').collect();
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    let sign = if text[..start].ends_with(['-', '\u{2212}']) { "-" } else { "" };
    Some(format!("{sign}{number}"))
}
