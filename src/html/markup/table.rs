//! Tables, and lists in their cells.

use super::super::writer::Writer;
use super::same::Same;
use crate::model::{Alignment, Break, CellSpan, Column, Extent, Inline, Joined, Mark, Table, Target, cell_lines, plain_text};

/// The start tag of a cell.
#[derive(Clone, Copy)]
enum CellKind {
    Data,
    ColumnHead,
    GroupHead,
    RowHead,
    /// Heads the rows below it.
    RowGroupHead,
}

/// Widths are classes, because pages contain no styles; their stylesheet has one for every so many per cent.
const WIDTH_STEP: u8 = 5;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: &Table<Target>) {
        let id = self.next_id("table");
        self.raw("<div class=table-scroll role=region tabindex=0");
        self.own_id();
        if table.caption.is_some() {
            self.region_named_by(&id);
            self.raw("><table><caption");
            self.id(&id);
            self.raw(">");
            self.caption(table.caption.as_deref().unwrap_or(&[]));
            self.raw("</caption>");
        } else {
            // A region must have a name; a table without a caption is named after its headers.
            let names: Vec<String> = table.head.iter().map(|cell| plain_text(&cell.content)).filter(|name| !name.is_empty()).collect();
            let name = names.join(", ");
            let label = self.strings.fill("table_of", &[("number", &self.count.to_string()), ("columns", &name)]);
            self.attribute("aria-label", &label);
            self.raw("><table>");
        }
        self.table_columns(table);
        self.raw("<thead>");
        self.table_heads(table);
        self.raw("</thead>");
        self.table_rows(table);
        self.raw("</table></div>");
        if !table.notes.is_empty() {
            self.raw("<p class=table-notes>");
            self.line(&table.notes);
            self.raw("</p>");
        }
    }

    fn table_columns(&mut self, table: &Table<Target>) {
        let widths = || table.columns.iter().map(|column| column.width);
        let is_grouped = table.groups.iter().any(|cell| cell.joined != Joined::No);
        if widths().all(|width| width.is_none()) && !is_grouped {
            return;
        }
        // `scope=colgroup` needs the group.
        let spans = table.group_spans();
        let mut at = 0;
        while at < table.columns.len() {
            let columns = if table.groups.is_empty() { table.columns.len() } else { spans.at(0, at).map_or(1, |span| span.columns) };
            self.raw("<colgroup>");
            for column in table.columns.iter().skip(at).take(columns) {
                match column.width {
                    None => self.raw("<col>"),
                    Some(width) => {
                        let share = ((width + WIDTH_STEP / 2) / WIDTH_STEP * WIDTH_STEP).max(WIDTH_STEP);
                        self.raw(&format!("<col class=w-{share}>"));
                    }
                }
            }
            self.raw("</colgroup>");
            at += columns.max(1);
        }
    }

    /// The header rows. A head without a group above it reaches over both rows.
    fn table_heads(&mut self, table: &Table<Target>) {
        // The corner above row headers may be empty, but a header cell may not.
        let kind = |content: &[Inline<Target>]| if content.is_empty() { CellKind::Data } else { CellKind::ColumnHead };
        let heads = || table.head.iter().zip(&table.columns).enumerate();
        if table.groups.is_empty() {
            self.raw("<tr>");
            heads().for_each(|(_, (cell, column))| self.cell(kind(&cell.content), CellSpan::ONE, *column, (column.mark, false), &cell.content));
            self.raw("</tr>");
            return;
        }
        let spans = table.group_spans();
        let has_group = |at: usize| table.groups.get(spans.cell_at(0, at).1).is_some_and(|group| !group.content.is_empty());
        self.raw("<tr>");
        for (at, (cell, column)) in heads() {
            if !has_group(at) {
                self.cell(kind(&cell.content), CellSpan { columns: 1, rows: 2 }, *column, (column.mark, false), &cell.content);
            } else if let Some(span) = spans.at(0, at) {
                let (kind, column) = match span.columns {
                    1 => (CellKind::ColumnHead, *column),
                    _ => (CellKind::GroupHead, Column { alignment: Alignment::Center, ..*column }),
                };
                self.cell(kind, span, column, (column.mark, false), &table.groups[at].content);
            }
        }
        self.raw("</tr><tr>");
        for (_, (cell, column)) in heads().filter(|(at, _)| has_group(*at)) {
            self.cell(kind(&cell.content), CellSpan::ONE, *column, (column.mark, false), &cell.content);
        }
        self.raw("</tr>");
    }

    fn table_rows(&mut self, table: &Table<Target>) {
        let spans = table.spans();
        let is_same = |at: usize| {
            let row = &table.rows[at];
            row.mark == Mark::Unchanged && row.cells.iter().all(|cell| !Extent::of_line(&cell.content).is_marked())
        };
        // Rows that share cells cannot be left out one by one.
        let is_whole = spans.is_plain() && table.columns.iter().all(|column| column.mark == Mark::Unchanged);
        let same = self.same_parts(table.rows.len(), |at| is_whole && is_same(at));
        self.raw("<tbody>");
        for (nth, (row, same)) in table.rows.iter().zip(same).enumerate() {
            match same {
                Same::Shown => {}
                Same::Counted(count) => {
                    self.raw("<tr>");
                    self.same_part(&format!("td colspan={}", table.columns.len()), count);
                    self.raw("</tr>");
                    continue;
                }
                Same::Hidden => continue,
            }
            let is_heading = table.row_headers && table.columns.len() > 1 && spans.at(nth, 0).is_some_and(|span| span.columns == table.columns.len());
            if is_heading && nth > 0 {
                // `scope=rowgroup` reaches to the end of the group.
                self.raw("</tbody><tbody>");
            }
            self.raw("<tr>");
            for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
                let Some(span) = spans.at(nth, at) else { continue };
                let kind = match at {
                    0 if is_heading => CellKind::RowGroupHead,
                    0 if table.row_headers => CellKind::RowHead,
                    _ => CellKind::Data,
                };
                let column = if is_heading { Column { alignment: Alignment::Start, ..*column } } else { *column };
                let mark = (Mark::of_cell(row.mark, column.mark, at), Mark::moved_away_with(row.mark, column.mark));
                self.cell(kind, span, column, mark, &cell.content);
            }
            self.raw("</tr>");
        }
        self.raw("</tbody>");
    }

    /// A cell; `is_past` says of one without a mark that its row or column moved away.
    fn cell(&mut self, kind: CellKind, span: CellSpan, column: Column, (mark, is_past): (Mark, bool), content: &[Inline<Target>]) {
        self.raw(match kind {
            CellKind::Data => "<td",
            CellKind::ColumnHead => "<th scope=col",
            CellKind::GroupHead => "<th scope=colgroup",
            CellKind::RowHead => "<th scope=row",
            CellKind::RowGroupHead => "<th scope=rowgroup",
        });
        for (name, count) in [("colspan", span.columns), ("rowspan", span.rows)] {
            if count > 1 {
                self.raw(&format!(" {name}={count}"));
            }
        }
        self.raw(match column.alignment {
            Alignment::Start => ">",
            Alignment::Center => " class=center>",
            Alignment::End => " class=num>",
        });
        match mark {
            _ if content.is_empty() => {}
            Mark::Unchanged if is_past => self.moved_words(Mark::MovedAway, |writer| writer.cell_content(content)),
            mark => self.marked(mark, |writer| writer.cell_content(content)),
        }
        self.raw(if matches!(kind, CellKind::Data) { "</td>" } else { "</th>" });
    }

    /// The text of a cell, with its lists.
    fn cell_content(&mut self, content: &[Inline<Target>]) {
        let lines = cell_lines(content);
        let mut open: Option<&str> = None;
        for (nth, (of, line)) in lines.iter().enumerate() {
            let list = match of {
                Break::Line => None,
                Break::Bullet => Some("ul"),
                Break::Number(_) => Some("ol"),
            };
            if list != open {
                if let Some(open) = open {
                    self.raw("</");
                    self.raw(open);
                    self.raw(">");
                }
                match of {
                    Break::Line => {}
                    Break::Bullet => self.raw("<ul>"),
                    Break::Number(1) => self.raw("<ol>"),
                    Break::Number(first) => self.raw(&format!("<ol start={first}>")),
                }
                open = list;
            } else if list.is_none() && nth > 0 {
                self.raw("<br>");
            }
            match list {
                Some(_) => {
                    self.raw("<li>");
                    self.line(line);
                    self.raw("</li>");
                }
                None => self.line(line),
            }
        }
        if let Some(open) = open {
            self.raw("</");
            self.raw(open);
            self.raw(">");
        }
    }
}
