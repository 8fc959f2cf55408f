//! Tables: captions, row headers, and columns of numbers.

use super::super::inline;
use super::BodyBuilder;
use crate::diag::Diagnostic;
use crate::model::{Alignment, Block, BlockKind, Cell, Column, Inline, Label, Mark, Row, Table, TableSetting, Text, plain_text};
use crate::span::Span;
use crate::yaml::Origin;

/// Settings of tables by name.
const SETTINGS: [(&str, TableSetting); 3] =
    [("landscape", TableSetting::Landscape), ("upright", TableSetting::Upright), ("list", TableSetting::List)];

impl BodyBuilder<'_> {
    pub(super) fn columns(alignments: &[pulldown_cmark::Alignment]) -> Vec<Column> {
        alignments.iter().map(|alignment| Column { alignment: aligned(*alignment), width: None, mark: Mark::Unchanged }).collect()
    }

    pub(super) fn table(&mut self, mut columns: Vec<Column>, mut rows: Vec<Vec<Cell<Label>>>, span: Span) {
        if rows.is_empty() {
            return;
        }
        let head = rows.remove(0);
        let row_headers = !rows.is_empty() && rows.iter().all(|row| row.first().is_some_and(|cell| inline::is_bold(&cell.content)));
        if !row_headers {
            self.report_nearly_headers(&rows);
        } else {
            rows.iter_mut().for_each(|row| inline::unwrap_bold(&mut row[0].content));
        }
        for (at, column) in columns.iter_mut().enumerate() {
            let cells: Vec<String> = rows.iter().filter_map(|row| row.get(at)).map(|cell| plain_text(&cell.content)).collect();
            let mut figures = cells.iter().filter(|text| !inline::is_blank_figure(text)).peekable();
            if column.alignment == Alignment::Start && figures.peek().is_some() && figures.all(|text| inline::is_figure(text)) {
                column.alignment = Alignment::End;
            }
        }
        let rows = rows.into_iter().map(|cells| Row { cells, mark: Mark::Unchanged }).collect();
        let mut caption = self.table_caption(span);
        // In either order: `{#spending} {landscape}`.
        caption.iter_mut().for_each(|caption| self.take_name(caption));
        let setting = caption.as_mut().and_then(|caption| self.setting(caption)).unwrap_or_default();
        caption.iter_mut().filter(|_| setting != TableSetting::Auto).for_each(|caption| self.take_name(caption));
        let table = Table { caption, columns, groups: Vec::new(), head, rows, row_headers, setting, notes: Vec::new() };
        self.block(BlockKind::Table(Box::new(table)), span);
    }

    /// Takes a setting such as `{landscape}` from the end of a caption.
    fn setting(&mut self, caption: &mut Vec<Inline<Label>>) -> Option<TableSetting> {
        let Some(Inline::Text(last)) = caption.last_mut() else { return None };
        let (words, name) = last.text.trim_end().strip_suffix('}')?.rsplit_once('{')?;
        let name = name.trim();
        if !name.chars().all(|c| c.is_ascii_lowercase()) || name.is_empty() {
            return None;
        }
        let found = SETTINGS.iter().find(|(known, _)| *known == name).map(|(_, setting)| *setting);
        if found.is_none() {
            let place = last.span.part(words.len(), last.text.trim_end().len());
            let names = SETTINGS.map(|(name, _)| name);
            let finding =
                Diagnostic::warning("table-caption", place, format!("a table cannot be printed as `{name}`, so this is part of its caption"));
            self.diagnostics.push(finding.nearest(name, names).hint("write {landscape}, {upright} or {list} at the end of the caption"));
            return None;
        }
        let kept = words.trim_end().len();
        *last = Text { text: last.text[..kept].into(), span: last.span.part(0, kept) };
        if kept == 0 {
            caption.pop();
        }
        found
    }

    /// Reports a first column that is bold apart from a few cells, because then none of it heads its row.
    fn report_nearly_headers(&mut self, rows: &[Vec<Cell<Label>>]) {
        let others: Vec<&Cell<Label>> = rows.iter().filter_map(|row| row.first()).filter(|cell| !inline::is_bold(&cell.content)).collect();
        let few = (rows.len() / 4).max(1);
        if rows.len() - others.len() < 2 || others.len() > few {
            return;
        }
        for cell in others {
            let words = plain_text(&cell.content);
            let message = "the other cells of this column are bold, so that they are read out as the headings of their rows; because this one is not, none of them is";
            let finding = Diagnostic::warning("row-headers", cell.span, message);
            self.diagnostics.push(match words.trim() {
                "" => finding.hint("write what this row is about, in bold"),
                words => finding.hint(format!("make all of it bold: `**{words}**`")),
            });
        }
    }

    /// Reports a row with more cells than the header, because Markdown drops the surplus silently.
    pub(super) fn report_lost_cells(&mut self, kept: usize, span: Span) {
        let row = self.file.text.get(span.range()).unwrap_or("").trim();
        let (mut bars, mut before, mut is_name) = (0, ' ', false);
        for c in row.strip_prefix('|').unwrap_or(row).chars() {
            // The bar of `[[Name|words]]` is reported with the link.
            is_name = !is_name && before == '[' && c == '[' || is_name && !(before == ']' && c == ']');
            bars += usize::from(c == '|' && before != '\\' && !is_name);
            before = c;
        }
        let written = if row.ends_with('|') && !row.ends_with("\\|") { bars } else { bars + 1 };
        if matches!(self.origin, Origin::At(..)) && written > kept {
            let message = format!("this row has {written} cells, but the table has {kept} columns, so the rest are lost");
            self.diagnostics
                .push(Diagnostic::warning("table-row", span, message).hint("add a column to the header row, or write `\\|` for a bar that is text"));
        }
    }

    /// Moves the spans of cells that a short row lacks to its last bar: the parser puts them below the row.
    pub(super) fn place_missing_cells(&self, cells: &mut [Cell<Label>], row: Span) {
        let written = self.file.text.get(row.range()).unwrap_or("").trim_end();
        let end = row.start + written.len() as u32;
        let last = written.chars().next_back().map_or(0, char::len_utf8) as u32;
        if matches!(self.origin, Origin::At(..)) {
            let missing = cells.iter_mut().filter(|cell| cell.content.is_empty() && cell.span.start >= end);
            missing.for_each(|cell| cell.span = Span { start: end - last, end, ..row });
        }
    }

    /// Reports a paragraph such as `Table 1: Spending` directly before a table.
    fn report_numbered_caption(&mut self) {
        let Some(Block { kind: BlockKind::Paragraph(line), .. }) = self.block_before() else { return };
        let Some(Inline::Text(first)) = line.first() else { return };
        let Some(length) = inline::numbered_caption(&first.text) else { return };
        let message = "this is not read as the caption of the table below, because it has a number";
        let finding = Diagnostic::warning("table-caption", first.span.part(0, length), message);
        let label = &first.text[..length];
        let finding = finding.hint(format!("write `Table: ` before it: `Table: {label} …`; leave out the number if no text refers to it"));
        let is_exact = first.span.range().len() == first.text.len();
        let finding = if is_exact { finding.suggest(first.span.part(0, length), format!("Table: {label}")) } else { finding };
        self.diagnostics.push(finding);
    }

    /// Removes and returns the caption paragraph `Table: …` directly before a table.
    pub(super) fn table_caption(&mut self, table: Span) -> Option<Vec<Inline<Label>>> {
        let blocks = &mut self.open.last_mut().expect("the root stays open").blocks;
        let is_caption = matches!(blocks.last().map(|block| &block.kind), Some(BlockKind::Paragraph(line)) if inline::is_table_caption(line));
        if !is_caption {
            self.report_numbered_caption();
            return None;
        }
        let Block { kind, span, .. } = blocks.pop()?;
        // An allowance for the caption is meant for the table.
        self.allowances.iter_mut().filter(|allowance| allowance.span == span).for_each(|allowance| allowance.span.end = table.end);
        let BlockKind::Paragraph(mut line) = kind else { return None };
        inline::strip_prefix(&mut line, inline::TABLE_CAPTION);
        inline::trim_start(&mut line);
        Some(line)
    }
}

fn aligned(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None | pulldown_cmark::Alignment::Left => Alignment::Start,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::End,
    }
}
