//! Tables as data: what Markdown tables cannot say.

use std::ops::Range;

use super::csv_file;
use super::number::{is_gap, number};
use super::reader::Reader;
use crate::diag::Diagnostic;
use crate::model::{Alignment, BlockKind, Break, Cell, Column, Inline, Joined, Label, Mark, Row, Spans, Table, TableSetting, plain_text};
use crate::parse::cell;
use crate::parse::inline::is_figure;
use crate::span::Span;
use crate::yaml::{Fields, Node, Origin, Value, Word};

/// The longest tag that is read as a line break: `<br   />`.
const LONGEST_BREAK: usize = 8;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnType {
    Text,
    Number,
}

/// A column as written.
struct ReadColumn {
    name: Word,
    /// The column of the CSV file.
    from: Option<Word>,
    kind: Option<ColumnType>,
    alignment: Option<Alignment>,
    width: Option<u8>,
    group: Option<Word>,
}

const EXAMPLE: &str = "columns: [Place, People]";

/// Reads a `table` block.
pub(super) fn read(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let caption = fields.text("caption").map(|caption| reader.line(&caption, fields.diagnostics()));
    let columns: Vec<ReadColumn> = fields.list("columns").into_iter().filter_map(|node| column(node, fields.diagnostics())).collect();
    let settings =
        [("auto", TableSetting::Auto), ("upright", TableSetting::Upright), ("landscape", TableSetting::Landscape), ("list", TableSetting::List)];
    let setting = fields.choice("orientation", &settings).unwrap_or_default();
    let row_headers = fields.boolean("row_headers").unwrap_or(true);
    let notes = notes(reader, &mut fields);
    let file = fields.text("file");
    let has_rows = fields.has("rows");
    let written = fields.list("rows");
    if let Some(file) = file.as_ref().filter(|_| has_rows) {
        let finding = Diagnostic::error("data-block", file.span, "this table has both `rows` and `file`");
        fields.diagnostics().push(finding.hint("keep one of them"));
    }
    let (columns, rows) = match file.filter(|_| !has_rows) {
        Some(file) => from_file(reader, &file, columns, fields.diagnostics())?,
        None if columns.is_empty() => {
            fields.missing("columns", EXAMPLE);
            fields.finish();
            return None;
        }
        None => {
            if !has_rows {
                fields.missing("rows", "rows: [[Preston, 148]]");
            }
            let rows = written.into_iter().filter_map(|node| row(reader, node, &columns, fields.diagnostics())).collect();
            (columns, rows)
        }
    };
    check_widths(&columns, reader.span, fields.diagnostics());
    let mut rows: Vec<Row<Label>> = rows;
    check_joins(&mut rows, row_headers, fields.diagnostics());
    let alignments: Vec<Alignment> = columns.iter().enumerate().map(|(at, column)| alignment(column, at, &rows, fields.diagnostics())).collect();
    let mut line = |word: &Word| Cell::new(reader.line(word, fields.diagnostics()), word.span);
    let head = columns.iter().map(|column| line(&column.name)).collect();
    let groups = groups(&columns, &mut line);
    let columns =
        columns.iter().zip(alignments).map(|(column, alignment)| Column { alignment, width: column.width, mark: Mark::Unchanged }).collect();
    fields.finish();
    if rows.is_empty() {
        return None;
    }
    Some(BlockKind::Table(Box::new(Table { caption, columns, groups, head, rows, row_headers, setting, notes })))
}

/// A name, or `{name: People, type: number, width: 20%, group: Counts, align: end, from: people}`.
fn column(node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<ReadColumn> {
    if let Value::Scalar(text) = &node.value {
        let name = Word { text: text.trim().to_owned(), span: node.span };
        return Some(ReadColumn { name, from: None, kind: None, alignment: None, width: None, group: None });
    }
    let mut fields = Fields::new(node, diagnostics);
    let name = fields.required("name", "name: People");
    let kind = fields.choice("type", &[("text", ColumnType::Text), ("number", ColumnType::Number)]);
    let alignment = fields.choice("align", &[("start", Alignment::Start), ("center", Alignment::Center), ("end", Alignment::End)]);
    let group = fields.text("group");
    let from = fields.text("from");
    let width = fields.text("width").and_then(|width| {
        let share = width.text.strip_suffix('%').unwrap_or(&width.text).trim().parse::<u8>().ok().filter(|share| (1..=95).contains(share));
        if share.is_none() {
            let finding = Diagnostic::error("wrong-value", width.span, format!("`{}` is not a share of the width of the table", width.text));
            fields.diagnostics().push(finding.hint("write a whole number of per cent from 1 to 95, such as `width: 30%`"));
        }
        share
    });
    fields.finish();
    Some(ReadColumn { name: name?, from, kind, alignment, width, group })
}

/// The notes: one, or a list of them, as one text with line breaks.
fn notes(reader: Reader<'_>, fields: &mut Fields<'_>) -> Vec<Inline<Label>> {
    let mut notes = Vec::new();
    for word in fields.texts("notes") {
        if !notes.is_empty() {
            notes.push(Inline::LineBreak(crate::model::Break::Line));
        }
        notes.extend(reader.line(&word, fields.diagnostics()));
    }
    notes
}

fn row(reader: Reader<'_>, node: Node, columns: &[ReadColumn], diagnostics: &mut Vec<Diagnostic>) -> Option<Row<Label>> {
    let span = node.span;
    let Value::Sequence(cells) = node.value else {
        let finding = Diagnostic::error("wrong-type", span, format!("a row is a list of its cells, not {}", node.value.kind()));
        diagnostics.push(finding.hint("write it as `- [Preston, 148]`, or one cell a line, each after `- `"));
        return None;
    };
    if cells.len() != columns.len() {
        diagnostics.push(wrong_length(span, cells.len(), columns.len()));
        return None;
    }
    let cells = cells.into_iter().map(|node| match node.value {
        Value::Scalar(text) => written_cell(reader, &Word { text: text.trim().to_owned(), span: node.span }, diagnostics),
        Value::Null => Cell::new(Vec::new(), node.span),
        Value::Sequence(items) if items.iter().all(|item| matches!(item.value, Value::Scalar(_))) => list_cell(reader, items, node.span, diagnostics),
        Value::Sequence(_) | Value::Mapping(_) => {
            let finding = Diagnostic::error("wrong-type", node.span, "a cell is a text, or a list of texts");
            diagnostics.push(finding.hint("put quotes round a text that contains a colon or brackets: `\"Aim: 20%\"`"));
            Cell::new(Vec::new(), node.span)
        }
    });
    Some(Row { cells: cells.collect(), mark: Mark::Unchanged })
}

fn wrong_length(span: Span, cells: usize, columns: usize) -> Diagnostic {
    let written = if cells == 1 { "1 cell".to_owned() } else { format!("{cells} cells") };
    let finding = Diagnostic::error("data-block", span, format!("this row has {written}, but the table has {columns} columns, so it is left out"));
    match cells < columns {
        true => finding.hint("write a cell for every column: `^` continues the cell above, `<` the cell to the left, and `\"\"` is empty"),
        false => finding.hint("put quotes round a cell that contains a comma: `\"1,180,000\"`; or add a column to `columns`"),
    }
}

/// A cell: `^` and `<` join it to a neighbour.
fn written_cell(reader: Reader<'_>, word: &Word, diagnostics: &mut Vec<Diagnostic>) -> Cell<Label> {
    let joined = match word.text.as_str() {
        "<" => Joined::Left,
        "^" => Joined::Above,
        _ => Joined::No,
    };
    if joined != Joined::No || word.text.is_empty() {
        return Cell { joined, ..Cell::new(Vec::new(), word.span) };
    }
    let text = unquoted(&word.text);
    // A dash alone is a cell without a value, and not a list.
    if !text.contains(char::is_whitespace) || is_figure(text) {
        let origin = reader.origin_of(word);
        let exact = crate::model::Text { text: text.into(), span: origin.span(0..word.text.len()) };
        if is_figure(text) || text.chars().all(|c| !c.is_alphanumeric()) {
            return Cell::new(vec![Inline::Text(exact)], word.span);
        }
    }
    let origin = reader.origin_of(word);
    let mut content = Vec::new();
    for (nth, part) in between_breaks(text).into_iter().enumerate() {
        if nth > 0 {
            content.push(Inline::LineBreak(Break::Line));
        }
        let origin = match origin {
            Origin::At(file, start) => Origin::At(file, start + part.start),
            Origin::Within(span) => Origin::Within(span),
        };
        let blocks = (reader.parse_blocks)(reader.file, &text[part], origin, diagnostics);
        content.extend(cell::from_blocks(blocks, word.span, diagnostics));
    }
    cell::read_items(&mut content);
    Cell::new(content, word.span)
}

/// The parts of a text between `<br>` tags, which end a line in a cell; all of it if some of it may be code.
fn between_breaks(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    if !text.contains('`') {
        for (at, _) in text.match_indices('<') {
            let Some(length) = text.as_bytes()[at..].iter().take(LONGEST_BREAK).position(|byte| *byte == b'>') else { continue };
            let tag = text[at + 1..at + length].trim_end_matches('/').trim_end();
            if at >= start && tag.eq_ignore_ascii_case("br") && !text[..at].ends_with('\\') {
                parts.push(start..at);
                start = at + length + 1;
            }
        }
    }
    parts.push(start..text.len());
    parts
}

/// `\^` and `\<` are the characters themselves.
fn unquoted(text: &str) -> &str {
    match text {
        "\\^" => "^",
        "\\<" => "<",
        other => other,
    }
}

/// A list in a list: each text is an item.
fn list_cell(reader: Reader<'_>, items: Vec<Node>, span: Span, diagnostics: &mut Vec<Diagnostic>) -> Cell<Label> {
    let mut content = Vec::new();
    for item in items {
        let Value::Scalar(text) = item.value else { continue };
        let word = Word { text: text.trim().to_owned(), span: item.span };
        content.push(Inline::LineBreak(Break::Bullet));
        content.extend(reader.line(&word, diagnostics));
    }
    Cell::new(content, span)
}

/// The columns and rows of a CSV file: those that are named, or all.
fn from_file(
    reader: Reader<'_>, path: &Word, mut columns: Vec<ReadColumn>, diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Vec<ReadColumn>, Vec<Row<Label>>)> {
    let csv_file::Rows { head, rows } = csv_file::rows(reader.file, path, diagnostics)?;
    if columns.is_empty() {
        let column = |(name, span): &(String, Span)| ReadColumn {
            name: Word { text: name.clone(), span: *span },
            from: None,
            kind: None,
            alignment: None,
            width: None,
            group: None,
        };
        columns = head.iter().map(column).collect();
    }
    let mut wanted = Vec::with_capacity(columns.len());
    for column in &columns {
        let name = column.from.as_ref().unwrap_or(&column.name);
        let found = head.iter().position(|(known, _)| *known == name.text);
        if found.is_none() {
            let finding = Diagnostic::error("data-block", name.span, format!("`{}` has no column `{}`", path.text, name.text));
            let names: Vec<&str> = head.iter().map(|(name, _)| name.as_str()).collect();
            let hint = format!("the first line names the columns: {}; write `from:` to give one another name here", names.join(", "));
            diagnostics.push(finding.nearest(&name.text, names.iter().copied()).hint(hint));
        }
        wanted.push(found?);
    }
    let rows = rows.into_iter().map(|cells| {
        let cell = |at: &usize| cells.get(*at).map(|(text, span)| Word { text: text.clone(), span: *span });
        let cells =
            wanted.iter().filter_map(cell).map(|word| written_cell(Reader { origin: Origin::Within(word.span), ..reader }, &word, diagnostics));
        Row { cells: cells.collect(), mark: Mark::Unchanged }
    });
    let rows = rows.collect();
    Some((columns, rows))
}

/// Widths of more than the whole cannot be kept.
fn check_widths(columns: &[ReadColumn], place: Span, diagnostics: &mut Vec<Diagnostic>) {
    let total: u32 = columns.iter().filter_map(|column| column.width).map(u32::from).sum();
    let is_all = columns.iter().all(|column| column.width.is_some());
    if total > 100 || !is_all && total >= 100 {
        let finding = Diagnostic::error("data-block", place, format!("the columns of this table are to take {total}% of its width"));
        diagnostics.push(finding.hint("make `width` smaller, so that all columns together take at most 100%; leave it out where any width will do"));
    }
}

/// Reports cells that are joined in a way that leaves doubt about which headers they have, and parts them.
fn check_joins(rows: &mut [Row<Label>], row_headers: bool, diagnostics: &mut Vec<Diagnostic>) {
    let spans = Spans::of(&rows.iter().map(|row| row.cells.as_slice()).collect::<Vec<_>>());
    for (at, row) in rows.iter_mut().enumerate() {
        let count = row.cells.len();
        let is_heading = row_headers && spans.at(at, 0).is_some_and(|span| span.columns == count);
        if count > 0 && row.cells.iter().enumerate().all(|(column, _)| spans.at(at, column).is_none()) {
            let finding =
                Diagnostic::error("table-spans", row.cells[0].span, "every cell of this row is joined to the row above, so it is no row of its own");
            diagnostics.push(finding.hint("remove the row, or write at least one cell in it"));
        }
        for column in 0..count {
            let cell = &mut row.cells[column];
            let is_part = spans.at(at, column).is_none();
            let finding = match cell.joined {
                Joined::No => continue,
                Joined::Above if at == 0 => ("there is no row above this cell to join it to", "write the cell, or `\"\"` if it is empty"),
                Joined::Left if column == 0 => {
                    ("there is no cell to the left of this one to join it to", "write the cell, or `^` to continue the cell above")
                }
                Joined::Left | Joined::Above if !is_part => (
                    "joined cells must make a rectangle, and this one would overlap another cell",
                    "write every cell of the rectangle: `<` to the right of its first cell, and below it a row of `^` and `<`",
                ),
                Joined::Left if row_headers && !is_heading && spans.cell_at(at, column).1 == 0 => (
                    "this cell is joined to the header of its row, so a screen reader could not tell which column it belongs to",
                    "write a cell of its own here, or join the whole row to make it a heading of the rows below",
                ),
                Joined::Left | Joined::Above => continue,
            };
            diagnostics.push(Diagnostic::error("table-spans", cell.span, finding.0).hint(finding.1));
            cell.joined = Joined::No;
        }
    }
}

fn alignment(column: &ReadColumn, at: usize, rows: &[Row<Label>], diagnostics: &mut Vec<Diagnostic>) -> Alignment {
    let cells = || rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.content.is_empty());
    if column.kind == Some(ColumnType::Number) {
        for cell in cells() {
            let words = plain_text(&cell.content);
            if !is_figure(&words) && number(&words).is_none() && !is_gap(&words) && words.chars().any(char::is_alphanumeric) {
                let finding = Diagnostic::error("data-block", cell.span, format!("`{}` is not a number", words.trim()));
                diagnostics.push(finding.hint(format!(
                    "the column \"{}\" has `type: number`: write digits, such as 330,000 or 12.5%, or `no data`; or remove `type`",
                    column.name.text
                )));
            }
        }
    }
    let is_number = match column.kind {
        Some(kind) => kind == ColumnType::Number,
        None => cells().next().is_some() && cells().all(|cell| is_figure(&plain_text(&cell.content))),
    };
    column.alignment.unwrap_or(if is_number { Alignment::End } else { Alignment::Start })
}

/// The names of groups, joined where neighbours have the same.
fn groups(columns: &[ReadColumn], line: &mut impl FnMut(&Word) -> Cell<Label>) -> Vec<Cell<Label>> {
    if columns.iter().all(|column| column.group.is_none()) {
        return Vec::new();
    }
    let mut before: Option<&str> = None;
    let mut groups = Vec::with_capacity(columns.len());
    for column in columns {
        let name = column.group.as_ref().map(|group| group.text.as_str());
        groups.push(match &column.group {
            None => Cell::new(Vec::new(), column.name.span),
            Some(group) if before == Some(group.text.as_str()) => Cell { joined: Joined::Left, ..Cell::new(Vec::new(), group.span) },
            Some(group) => line(group),
        });
        before = name;
    }
    groups
}
