//! Roadmaps: a table by nature, with a column for each time and a row, or several, for each lane.

use super::reader::Reader;
use crate::diag::Diagnostic;
use crate::model::{Alignment, BlockKind, Cell, Column, Inline, Joined, Label, Mark, Row, Table, TableSetting, Text};
use crate::span::Span;
use crate::yaml::{Fields, Node, Word};

/// What happens in a lane from one column to another, both included.
struct Item {
    from: usize,
    to: usize,
    text: Vec<Inline<Label>>,
    span: Span,
}

/// Reads a `roadmap` block. What happens over several times is one cell; what overlaps in a lane takes another row of it.
pub(super) fn read(reader: Reader<'_>, node: Node, diagnostics: &mut Vec<Diagnostic>) -> Option<BlockKind<Label>> {
    let mut fields = Fields::new(node, diagnostics);
    let caption = fields.required("caption", "caption: What we will do, and when");
    let caption = caption.map(|caption| reader.line(&caption, fields.diagnostics()));
    let heading = fields.text("heading");
    let times = fields.texts("times");
    if times.is_empty() {
        fields.missing("times", "times: [\"2025\", \"2026\", \"2027\"]");
    }
    let lanes = fields.mappings("lanes", |mut lane| {
        let name = lane.required("name", "name: Homes");
        let items = lane.mappings("items", |item| item_of(reader, item, &times));
        let name = name.map(|name| Cell::new(reader.line(&name, lane.diagnostics()), name.span));
        lane.finish();
        Some((name?, items))
    });
    if lanes.is_empty() && !fields.has("lanes") {
        fields.missing("lanes", "lanes: [{name: Homes, items: [{from: \"2025\", text: Plan}]}]");
    }
    fields.finish();
    if times.is_empty() || lanes.is_empty() {
        return None;
    }
    let rows = lanes.into_iter().flat_map(|(name, items)| rows(name, items, times.len())).collect();
    let plain = |word: &Word| Cell::new(vec![Inline::Text(Text { text: reader.file.plain(&word.text).into(), span: word.span })], word.span);
    let corner = heading.as_ref().map_or_else(|| Cell::new(Vec::new(), reader.span), plain);
    let columns = vec![Column { alignment: Alignment::Start, width: None, mark: Mark::Unchanged }; times.len() + 1];
    let head = std::iter::once(corner).chain(times.iter().map(plain)).collect();
    let (groups, notes) = (Vec::new(), Vec::new());
    Some(BlockKind::Table(Box::new(Table {
        caption: Some(caption?),
        columns,
        groups,
        head,
        rows,
        row_headers: true,
        setting: TableSetting::Auto,
        notes,
    })))
}

/// `{from: "2025", to: "2026", text: Insulate homes}`; without `to`, it is in one column.
fn item_of(reader: Reader<'_>, mut item: Fields<'_>, times: &[Word]) -> Option<Item> {
    let span = item.span();
    let from = item.required("from", "from: \"2025\"");
    let to = item.text("to");
    let text = item.required("text", "text: Insulate homes");
    let text = text.map(|text| reader.line(&text, item.diagnostics()));
    let mut column = |word: &Word| {
        let found = times.iter().position(|time| time.text == word.text);
        if found.is_none() {
            let names = || times.iter().map(|time| time.text.as_str());
            let finding = Diagnostic::error("data-block", word.span, format!("`times` has no \"{}\"", word.text));
            item.diagnostics().push(finding.nearest(&word.text, names()).hint(format!("the times are: {}", names().collect::<Vec<_>>().join(", "))));
        }
        found
    };
    let start = from.as_ref().map(&mut column);
    let end = to.as_ref().map(&mut column);
    let (from, to) = (start??, end.map_or(start?, |end| end)?);
    if to < from {
        let finding = Diagnostic::error("data-block", span, "this ends before it begins");
        item.diagnostics().push(finding.hint("exchange `from` and `to`"));
        item.finish();
        return None;
    }
    item.finish();
    Some(Item { from, to, text: text?, span })
}

/// The rows of a lane: each item in the first row that is free over its times.
fn rows(name: Cell<Label>, items: Vec<Item>, count: usize) -> Vec<Row<Label>> {
    let mut rows: Vec<Vec<Option<Cell<Label>>>> = vec![vec![None; count]];
    for Item { from, to, text, span } in items {
        let free = rows.iter().position(|row| row[from..=to].iter().all(Option::is_none));
        let at = free.unwrap_or_else(|| {
            rows.push(vec![None; count]);
            rows.len() - 1
        });
        for place in &mut rows[at][from..=to] {
            *place = Some(Cell { joined: Joined::Left, ..Cell::new(Vec::new(), span) });
        }
        rows[at][from] = Some(Cell::new(text, span));
    }
    let place = name.span;
    let mut name = Some(name);
    let row = |cells: Vec<Option<Cell<Label>>>| {
        let first = name.take().unwrap_or_else(|| Cell { joined: Joined::Above, ..Cell::new(Vec::new(), place) });
        // A dash is read out; an empty cell is not.
        let nothing = || Cell::new(vec![Inline::Text(Text { text: "\u{2013}".into(), span: place })], place);
        let cells = std::iter::once(first).chain(cells.into_iter().map(|cell| cell.unwrap_or_else(nothing))).collect();
        Row { cells, mark: Mark::Unchanged }
    };
    rows.into_iter().map(row).collect()
}
