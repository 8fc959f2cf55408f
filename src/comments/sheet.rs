//! Comments typed into a spreadsheet and saved as CSV: one a row, with a header row.

use super::findings::report_length;
use super::incoming::{Incoming, Kind, Sender, clean, short};
use crate::diag::{self, Diagnostic};
use crate::model::{NodeId, Version};
use crate::span::{FileId, Span};

/// Columns by every name that they may have, in lower case.
const COLUMNS: [(&str, Column); 17] = [
    ("version", Column::Version),
    ("paragraph", Column::Paragraph),
    ("paragraph number", Column::Paragraph),
    ("para", Column::Paragraph),
    ("number", Column::Paragraph),
    ("passage", Column::Passage),
    ("words", Column::Words),
    ("kind", Column::Kind),
    ("comment", Column::Text),
    ("text", Column::Text),
    ("comments", Column::Text),
    ("group", Column::Group),
    ("name", Column::Name),
    ("contact", Column::Contact),
    ("email", Column::Contact),
    ("receipt", Column::Receipt),
    ("receipt number", Column::Receipt),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Version,
    Paragraph,
    Passage,
    Words,
    Kind,
    Text,
    Group,
    Name,
    Contact,
    Receipt,
}

/// Reads the comments in a CSV file.
pub(super) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Incoming> {
    let delimiter = delimiter_of(text);
    let mut csv = csv::ReaderBuilder::new().flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let columns: Vec<Option<Column>> = match csv.headers() {
        Ok(headers) => headers.iter().map(|name| column(name, file, diagnostics)).collect(),
        Err(_) => Vec::new(),
    };
    if !columns.contains(&Some(Column::Text)) {
        let first = Span::new(file, 0..text.find('\n').unwrap_or(text.len()));
        diagnostics.push(
            Diagnostic::error("comments-columns", first, "this file has no column `comment`, so no comment can be read")
                .hint("name the columns in the first row: `paragraph,comment`, and if you like `version`, `kind`, `group`, `name` and `contact`"),
        );
        return Vec::new();
    }
    let mut comments = Vec::new();
    for record in csv.records() {
        let Ok(record) = record else { continue };
        let start = record.position().map_or(0, |position| position.byte() as usize).min(text.len());
        let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
        let span = Span::new(file, start..end);
        let cell = |wanted: Column| {
            let cells = record.iter().zip(&columns).filter(|(_, column)| **column == Some(wanted));
            cells.map(|(cell, _)| cell.trim()).find(|cell| !cell.is_empty())
        };
        let (words, kind) = (cell(Column::Text).unwrap_or(""), Kind::named(cell(Column::Kind).unwrap_or("")));
        report_length(words, span, diagnostics);
        let text = clean(words);
        if text.is_empty() && (kind != Kind::Agree || cell(Column::Paragraph).is_none()) {
            continue;
        }
        let is_torn = record.len() > columns.len();
        if is_torn {
            diagnostics.push(
                Diagnostic::warning("comments-cells", span, "this row has more cells than the first one, so part of it may be missing")
                    .hint("put quotes round a comment that contains a comma, or save the file from the spreadsheet again"),
            );
        }
        comments.push(Incoming {
            span,
            version: cell(Column::Version).and_then(Version::parse),
            passage: cell(Column::Passage).and_then(|id| NodeId::parse(id.trim_start_matches("p_"))),
            paragraph: short(cell(Column::Paragraph)),
            quoted: short(cell(Column::Words)),
            kind,
            text,
            sender: Sender {
                receipt: short(cell(Column::Receipt)),
                group: short(cell(Column::Group)),
                name: short(cell(Column::Name)),
                contact: short(cell(Column::Contact)),
            },
            is_torn,
        });
    }
    comments
}

fn column(name: &str, file: FileId, diagnostics: &mut Vec<Diagnostic>) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let known = COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column);
    if known.is_none() && !name.is_empty() {
        let names = COLUMNS.iter().map(|(known, _)| *known);
        let shown: String = clean(&name).chars().take(40).collect();
        let finding = Diagnostic::warning("comments-columns", Span::new(file, 0..0), format!("the column `{shown}` is unknown, so it was left out"));
        let finding = match diag::nearest(&name, names) {
            Some(known) => finding.hint(format!("did you mean `{known}`?")),
            None => finding.hint("columns are `version`, `paragraph`, `kind`, `comment`, `group`, `name`, `contact` and `receipt`"),
        };
        diagnostics.push(finding);
    }
    known
}

/// The separator of the first line: spreadsheets use a semicolon or a tab where the comma is a decimal sign.
fn delimiter_of(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or("");
    let count = |separator: char| first.matches(separator).count();
    [';', '\t'].into_iter().find(|separator| count(*separator) > count(',')).map_or(b',', |separator| separator as u8)
}
