//! Tables of Word as tables of the model.

use super::builder::{Builder, on_one_line, push, space, without_look};
use super::flow::{Grid, Item};
use super::numbering::Format;
use super::role::Role;
use super::typed;
use crate::model::{Alignment, Block, BlockKind, Break, Cell, Column, Inline, Joined, Label, Mark, Row, Table, TableSetting, Text};

impl Builder<'_> {
    /// The table, with its caption.
    pub(super) fn cells(&mut self, grid: Grid, caption: Option<Vec<Inline<Label>>>) -> Option<Block<Label>> {
        table(self, grid, caption)
    }
}

fn table(builder: &mut Builder<'_>, grid: Grid, caption: Option<Vec<Inline<Label>>>) -> Option<Block<Label>> {
    let width = grid.rows.iter().map(|row| row.cells.iter().map(|cell| cell.columns).sum()).max().unwrap_or(0);
    let headers = grid.rows.iter().take_while(|row| row.is_header).count();
    let mut rows: Vec<Vec<Cell<Label>>> = Vec::new();
    let mut bold: Vec<Vec<bool>> = Vec::new();
    for row in grid.rows {
        let mut cells: Vec<Cell<Label>> = Vec::with_capacity(width);
        let mut is_bold = Vec::new();
        for cell in row.cells {
            let whole = cell.items.iter().all(|item| matches!(item, Item::Paragraph(paragraph) if paragraph.is_bold || paragraph.is_empty()));
            let goes_on = cell.goes_on && !rows.is_empty();
            let content = flattened(builder, cell.items);
            // What a cell that goes on has of its own is kept.
            let joined = if goes_on && content.is_empty() { Joined::Above } else { Joined::No };
            is_bold.push(whole && !content.is_empty());
            cells.push(Cell { joined, ..Cell::new(content, cell.span) });
            for _ in 1..cell.columns {
                cells.push(Cell { joined: Joined::Left, ..Cell::new(Vec::new(), cell.span) });
                is_bold.push(false);
            }
        }
        cells.resize_with(width, || Cell::new(Vec::new(), grid.span));
        is_bold.resize(width, false);
        let is_gone = cells.iter().all(|cell| cell.content.is_empty());
        if !is_gone {
            rows.push(cells);
            bold.push(is_bold);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let groups = if headers > 1 && rows.len() > 2 { groups(&mut rows, &mut bold) } else { Vec::new() };
    let mut head = rows.remove(0);
    let head_bold = bold.remove(0);
    if headers == 0 && !head_bold.iter().any(|bold| *bold) && !rows.is_empty() {
        builder.findings.doubt(
            grid.span,
            "Word does not say whether this table has a header row, so its first row is one now",
            "if it is none, write a row of headings above it",
        );
    }
    if head.iter().any(|cell| cell.joined != Joined::No) {
        builder.findings.doubt(
            grid.span,
            "cells of the header row are merged, and each column has their words now",
            "give every column a heading of its own",
        );
        each_on_its_own(&mut head);
    }
    head.iter_mut().for_each(|cell| cell.content = on_one_line(without_look(std::mem::take(&mut cell.content))));
    part_overlaps(&mut rows);
    let is_heading_bold = |(row, cells): (&Vec<bool>, &Vec<Cell<Label>>)| cells[0].joined == Joined::Above || row.first() == Some(&true);
    let is_free = rows.iter().all(|cells| cells.get(1).is_none_or(|cell| cell.joined != Joined::Left));
    let row_headers = !rows.is_empty() && width > 1 && is_free && bold.iter().zip(&rows).all(is_heading_bold);
    if row_headers {
        rows.iter_mut().for_each(|row| row[0].content = without_look(std::mem::take(&mut row[0].content)));
    }
    let columns = vec![Column { alignment: Alignment::Start, width: None, mark: Mark::Unchanged }; width];
    let caption = caption.or_else(|| {
        let words = grid.description.filter(|words| words.len() < 200)?;
        Some(vec![Inline::Text(Text { text: words.split_whitespace().collect::<Vec<_>>().join(" ").into(), span: grid.span })])
    });
    let rows = rows.into_iter().map(|cells| Row { cells, mark: Mark::Unchanged }).collect();
    let notes = Vec::new();
    let table = Table { caption, columns, groups, head, rows, row_headers, setting: TableSetting::Auto, notes };
    Some(Block::new(grid.span, BlockKind::Table(Box::new(table))))
}

/// Takes the first of two header rows as the names of groups of columns. A heading of both rows is that of its column.
fn groups(rows: &mut Vec<Vec<Cell<Label>>>, bold: &mut Vec<Vec<bool>>) -> Vec<Cell<Label>> {
    let mut groups = rows.remove(0);
    bold.remove(0);
    for (group, head) in groups.iter_mut().zip(&mut rows[0]) {
        group.content = on_one_line(without_look(std::mem::take(&mut group.content)));
        if head.joined == Joined::Above {
            head.joined = Joined::No;
            head.content = std::mem::take(&mut group.content);
        }
    }
    // Without a name, a group is none.
    if groups.iter().all(|group| group.content.is_empty()) { Vec::new() } else { groups }
}

/// Every joined cell gets the words of the one that it is part of.
fn each_on_its_own(cells: &mut [Cell<Label>]) {
    for at in 0..cells.len() {
        if cells[at].joined != Joined::No {
            cells[at].joined = Joined::No;
            cells[at].content = at.checked_sub(1).map(|before| cells[before].content.clone()).unwrap_or_default();
        }
    }
}

/// Cells that are joined to the row above, but not as wide as the cell there, are cells of their own.
fn part_overlaps(rows: &mut [Vec<Cell<Label>>]) {
    let width_at = |row: &[Cell<Label>], at: usize| 1 + row[at + 1..].iter().take_while(|cell| cell.joined == Joined::Left).count();
    for at in 0..rows.len() {
        for column in 0..rows[at].len() {
            if rows[at][column].joined != Joined::Above {
                continue;
            }
            let fits = at > 0 && rows[at - 1][column].joined != Joined::Left && width_at(&rows[at], column) == width_at(&rows[at - 1], column);
            if !fits {
                rows[at][column].joined = Joined::No;
            }
        }
        if at > 0 && rows[at].iter().all(|cell| cell.joined != Joined::No) {
            rows[at].iter_mut().filter(|cell| cell.joined == Joined::Above).for_each(|cell| cell.joined = Joined::No);
        }
    }
}

/// The words of a cell as one line, with breaks between paragraphs and at items of lists.
fn flattened(builder: &mut Builder<'_>, items: Vec<Item>) -> Vec<Inline<Label>> {
    let mut line: Vec<Inline<Label>> = Vec::new();
    for item in typed::marked(items, builder.words, &mut builder.findings) {
        match item {
            Item::Paragraph(paragraph) => {
                builder.place(&paragraph.bookmarks);
                if paragraph.is_empty() {
                    continue;
                }
                let of = match &paragraph.mark {
                    Some(mark) if mark.format == Format::Bullet => Break::Bullet,
                    Some(mark) if mark.format != Format::None => Break::Number(u32::try_from(mark.number).unwrap_or(1).clamp(1, 99)),
                    _ if matches!(paragraph.role, Role::Bullet | Role::Numbered) => Break::Bullet,
                    _ => Break::Line,
                };
                if !line.is_empty() || of != Break::Line {
                    line.push(Inline::LineBreak(of));
                }
                let in_list = of != Break::Line;
                for inline in paragraph.line {
                    if let Inline::Image(image) = inline {
                        let image = builder.described(*image, "");
                        line.push(Inline::Image(Box::new(image)));
                    } else if in_list && matches!(inline, Inline::LineBreak(_)) {
                        // A line break would end the list.
                        push(&mut line, space());
                    } else {
                        push(&mut line, inline);
                    }
                }
            }
            Item::Box(inside, _) => {
                if !line.is_empty() {
                    line.push(Inline::LineBreak(Break::Line));
                }
                line.extend(flattened(builder, inside));
            }
            Item::Table(_) => {}
        }
    }
    line
}
