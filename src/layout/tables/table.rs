//! Tables: heads repeated, rows higher than a page divided; tables too wide for the page on a landscape page, or as lists.

use std::sync::Arc;

use super::cells::{LineOfCell, ShapedCell};
use super::decimals::Decimals;
use super::grid::{CellText, Grid};
use super::widths::{ColumnNeeds, PADDING, cell_style};
use crate::diag::{Diagnostic, Severity};
use crate::layout::paged::tags::{HeaderScope, TagId, TagRole};
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::Frame;
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::{Head, Keep, Strip};
use crate::layout::style::text_style::TextStyle;
use crate::model::{Alignment, Cell, CellSpan, Column, Mark, Spans, Table, TableSetting, Target};
use crate::span::Span;

/// How a table is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::layout) enum PrintedAs {
    /// In the text.
    Upright,
    /// On pages of its own in landscape.
    Landscape,
    /// Each row as a list of its cells, with the heads as labels.
    Lists,
}

impl PrintedAs {
    /// The way in words, unless it is the usual one.
    fn described(self) -> Option<&'static str> {
        match self {
            Self::Upright => None,
            Self::Landscape => Some("in standard print it is on a page in landscape"),
            Self::Lists => Some("its rows are printed as lists"),
        }
    }
}

/// A row higher than this share of a page may be divided between its lines.
const HIGHEST_ROW: f32 = 0.25;

/// The first two rows of a table, and the last two, are parted only if they are higher than this share of a page.
const HIGHEST_PAIR: f32 = 0.35;

impl PartBuilder<'_> {
    pub(in crate::layout) fn table(&mut self, frame: Frame, table: &Table<Target>, span: Span) {
        let caption = table.caption.as_deref().map(|caption| self.with_number(caption));
        let grid = Grid {
            caption: caption.as_deref().map(CellText::Inlines),
            alignments: table.columns.iter().map(|column| column.alignment).collect(),
            widths: table.columns.iter().map(|column| column.width).collect(),
            groups: table.groups.iter().zip(&table.columns).map(|(cell, column)| marked_cell(cell, column.mark)).collect(),
            group_spans: table.group_spans(),
            head: table.head.iter().zip(&table.columns).map(|(cell, column)| marked_cell(cell, column.mark)).collect(),
            rows: table.rows.iter().map(|row| marked_cells(table, row.mark, &row.cells)).collect(),
            spans: table.spans(),
            row_headers: table.row_headers,
            setting: table.setting,
            notes: &table.notes,
        };
        let set = self.grid(frame, &grid);
        // In a redline it is wider than in either version: it contains both columns and the labels of changes.
        if let Some(how) = set.described().filter(|_| !self.is_redline() && table.setting == TableSetting::Auto) {
            let message = format!("this table of {} columns is too wide for the page: {how}", grid.alignments.len());
            self.part.diagnostics.push(
                Diagnostic { severity: Severity::Info, ..Diagnostic::warning("wide-table", span, message) }
                    .hint("if it reads well like that, nothing needs to be done; fewer columns would fit the page, and `{list}` or `{landscape}` at the end of its caption chooses"),
            );
        }
    }

    /// Sets a table in the first of these ways in which no word is broken: on the page, on a landscape page, or each row as a list.
    pub(in crate::layout) fn grid(&mut self, frame: Frame, grid: &Grid<'_>) -> PrintedAs {
        let measures = self.context.measures;
        let style = cell_style(measures);
        let mut setting = PrintedAs::Upright;
        let (short, share) = if measures.large { (0.3, 0.9) } else { (0.35, 0.6) };
        let start = self.part.strips.len();
        self.whole(short, share, |builder| {
            let table = builder.part.tags.add(frame.tag, TagRole::Table);
            let caption_tag = grid.caption.is_some().then(|| builder.part.tags.add(table, TagRole::Caption));
            let caption_style = TextStyle { weight: 700.0, ..measures.small };
            let caption = match (&grid.caption, caption_tag) {
                (Some(CellText::Inlines(inlines) | CellText::Marked(_, inlines) | CellText::Past(inlines)), Some(tag)) => {
                    Some(builder.shape(tag, caption_style, inlines))
                }
                (Some(CellText::Words(words)), Some(tag)) => Some((builder.shape_words(tag, caption_style, words), Vec::new())),
                _ => None,
            };
            let bold = TextStyle { weight: 700.0, ..style };
            let (groups, head) = builder.heads(table, grid, bold);
            let body = (!grid.rows.is_empty()).then(|| builder.part.tags.add(table, TagRole::TBody));
            let mut rows: Vec<Vec<ShapedCell>> = Vec::with_capacity(grid.rows.len());
            for (nth, cells) in grid.rows.iter().enumerate() {
                let Some(body) = body else { break };
                let row = builder.part.tags.add(body, TagRole::TR);
                let shaped = cells.iter().enumerate().map(|(at, cell)| {
                    let heads_row = at == 0 && grid.row_headers;
                    let Some(span) = grid.spans.at(nth, at) else { return ShapedCell::default() };
                    builder.cell(row, heads_row.then_some(HeaderScope::Row), span, if heads_row { bold } else { style }, cell)
                });
                rows.push(shaped.collect());
            }
            let decimals = builder.decimals(grid, style);
            let mut needs = builder.needs(grid, style, &groups, &head, &rows);
            decimals.iter().enumerate().for_each(|(at, decimals)| needs.widen(at, decimals.as_ref().map_or(Pt::ZERO, |decimals| decimals.width)));
            let is_in_text = builder.part.panel.is_none() && frame.x == Pt::ZERO && frame.width == measures.column;
            let has_list = !rows.is_empty();
            let least = needs.least_width();
            let may_turn = is_in_text && !measures.large && !measures.right_to_left && !builder.is_redline() && least <= measures.landscape_column();
            let fits = least <= frame.width || !has_list;
            setting = match grid.setting {
                TableSetting::List if has_list => PrintedAs::Lists,
                TableSetting::Landscape if may_turn => PrintedAs::Landscape,
                _ if fits => PrintedAs::Upright,
                TableSetting::Auto if may_turn => PrintedAs::Landscape,
                _ => PrintedAs::Lists,
            };
            let frame = if setting == PrintedAs::Landscape { Frame { width: measures.landscape_column(), ..frame } } else { frame };
            if let (Some((shaped, notes)), Some(tag)) = (caption, caption_tag) {
                let lines = builder.shaper.lines(shaped, frame.width);
                let mut strips = builder.stack(lines, frame.x);
                builder.set_notes(tag, &notes);
                strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
                builder.push(measures.gap * 1.5, strips);
            }
            if setting == PrintedAs::Lists {
                builder.rows_as_lists(frame, grid, groups, head, rows);
            } else {
                builder.rows(frame, grid, &needs.widths(frame.width), &decimals, (groups, head), rows);
            }
            builder.table_notes(frame, grid);
        });
        let is_landscape = setting == PrintedAs::Landscape;
        self.part.strips[start..].iter_mut().for_each(|strip| strip.is_landscape |= is_landscape);
        setting
    }

    /// The header rows. A head without a group above it reaches over both rows.
    fn heads(&mut self, table: TagId, grid: &Grid<'_>, style: TextStyle) -> (Vec<ShapedCell>, Vec<ShapedCell>) {
        let tag = self.part.tags.add(table, TagRole::THead);
        let upper = self.part.tags.add(tag, TagRole::TR);
        let column = Some(HeaderScope::Column);
        if grid.groups.is_empty() {
            return (Vec::new(), grid.head.iter().map(|cell| self.cell(upper, column, CellSpan::ONE, style, cell)).collect());
        }
        let lower = self.part.tags.add(tag, TagRole::TR);
        let (mut groups, mut heads) = (Vec::new(), Vec::new());
        for (at, (group, head)) in grid.groups.iter().zip(&grid.head).enumerate() {
            let has_group = !grid.groups[grid.group_spans.cell_at(0, at).1].is_empty();
            groups.push(match grid.group_spans.at(0, at).filter(|_| has_group) {
                Some(span) => self.cell(upper, column, span, style, group),
                None => ShapedCell::default(),
            });
            heads.push(match has_group {
                true => self.cell(lower, column, CellSpan::ONE, style, head),
                false => self.cell(upper, column, CellSpan { columns: 1, rows: 2 }, style, head),
            });
        }
        (groups, heads)
    }

    /// The widths that the columns need.
    fn needs(&self, grid: &Grid<'_>, style: TextStyle, groups: &[ShapedCell], head: &[ShapedCell], rows: &[Vec<ShapedCell>]) -> ColumnNeeds {
        let count = grid.alignments.len();
        let mut needs = ColumnNeeds::new(count, style.size * PADDING);
        needs.add(head.iter().enumerate().take(count));
        let reach = |spans: &Spans, row: usize, at: usize| spans.at(row, at).map_or(0, |span| span.columns);
        for (nth, row) in rows.iter().enumerate() {
            needs.add(row.iter().enumerate().take(count).filter(|(at, _)| reach(&grid.spans, nth, *at) == 1));
        }
        for (at, group) in groups.iter().enumerate() {
            needs.spread(at..(at + reach(&grid.group_spans, 0, at)).min(count), group);
        }
        if !grid.spans.is_plain() {
            for (nth, row) in rows.iter().enumerate() {
                for (at, cell) in row.iter().enumerate().filter(|(at, _)| reach(&grid.spans, nth, *at) > 1) {
                    needs.spread(at..(at + reach(&grid.spans, nth, at)).min(count), cell);
                }
            }
        }
        grid.widths.iter().enumerate().for_each(|(at, share)| needs.share(at, *share));
        needs
    }

    /// Notes below a table.
    fn table_notes(&mut self, frame: Frame, grid: &Grid<'_>) {
        if grid.notes.is_empty() {
            return;
        }
        if let Some(last) = self.part.strips.last_mut() {
            last.keep = Keep::WithNext;
        }
        let measures = self.context.measures;
        self.paragraph(frame, TagRole::P, measures.small, measures.gap * 0.5, grid.notes);
    }

    fn rows(
        &mut self, frame: Frame, grid: &Grid<'_>, widths: &[Pt], decimals: &[Option<Decimals>], (groups, head): (Vec<ShapedCell>, Vec<ShapedCell>),
        rows: Vec<Vec<ShapedCell>>,
    ) {
        let measures = self.context.measures;
        let gap = if grid.caption.is_some() { measures.gap * 0.5 } else { measures.gap * 1.5 };
        let reach_of =
            |spans: &Spans, row: usize| -> Vec<usize> { (0..widths.len()).map(|at| spans.at(row, at).map_or(1, |span| span.columns)).collect() };
        let mut head_strips = Vec::new();
        if !groups.is_empty() {
            let named: Vec<bool> = groups.iter().map(|group| !group.is_empty()).collect();
            head_strips = self.row(frame, &vec![Alignment::Center; widths.len()], widths, &reach_of(&grid.group_spans, 0), &[], groups);
            // A line under the name of a group shows its columns.
            for at in (0..widths.len()).filter(|at| named[*at]) {
                let reach = grid.group_spans.at(0, at).map_or(1, |span| span.columns);
                let (x, width) = (frame.x + total(&widths[..at]), total(&widths[at..(at + reach).min(widths.len())]));
                if let Some(last) = head_strips.last_mut() {
                    let inset = Pt(3.0).min(width / 4.0);
                    let rule = self.rule(x + inset, last.height - Pt(0.6), width - inset * 2.0, Pt(0.6), measures.line);
                    last.artifacts.push(rule);
                }
            }
        }
        head_strips.extend(self.row(frame, &grid.alignments, widths, &reach_of(&Spans::default(), 0), &[], head));
        let head_height: Pt = head_strips.iter().map(|strip| strip.height).sum();
        if let Some(last) = head_strips.last_mut() {
            let rule = self.rule(frame.x, last.height - Pt(1.2), frame.width, Pt(1.2), measures.accent);
            last.artifacts.push(rule);
        }
        // A head that takes much of a page is not repeated: nothing would be left for the rows.
        let repeated = (head_height <= measures.height * 0.3).then(|| Arc::new(Head::of(&head_strips)));
        head_strips.iter_mut().for_each(|strip| strip.keep = Keep::WithNext);
        self.push(gap, head_strips);
        let count = rows.len();
        let mut set = Vec::with_capacity(count);
        for (at, cells) in rows.into_iter().enumerate() {
            let offsets: Vec<Pt> = decimals.iter().map(|column| column.as_ref().map_or(Pt::ZERO, |column| column.offsets[at])).collect();
            let mut strips = self.row(frame, &grid.alignments, widths, &reach_of(&grid.spans, at), &offsets, cells);
            let is_last = at + 1 == count;
            let ends = |column: usize| is_last || grid.spans.cell_at(at, column) != grid.spans.cell_at(at + 1, column);
            if let Some(last) = strips.last_mut() {
                // No line through a cell that goes on below.
                let mut column = 0;
                while column < widths.len() {
                    let run = (column..widths.len()).take_while(|at| ends(*at)).count();
                    if run > 0 {
                        let (x, width) = (frame.x + total(&widths[..column]), total(&widths[column..column + run]));
                        let rule = self.rule(x, last.height - Pt(0.6), width, Pt(0.6), measures.line);
                        last.artifacts.push(rule);
                    }
                    column += run.max(1);
                }
                if !(0..widths.len()).all(ends) {
                    last.keep = last.keep.max(Keep::Edge);
                }
            }
            strips.iter_mut().for_each(|strip| strip.head.clone_from(&repeated));
            set.push(strips);
        }
        // No row is left alone on a page, as no line of a paragraph is, unless two of them take up much of it.
        let least = cell_style(measures).leading * 2.9;
        let height = |at: usize| set[at].iter().map(|strip| strip.height).sum::<Pt>();
        let keep_after = |at: usize| {
            let is_first = at == 0 && at + 1 < count;
            let is_last_but_one = at + 2 == count;
            if is_first && height(0) < least || is_last_but_one && height(count - 1) < least {
                return Keep::WithNext;
            }
            let is_small = (is_first || is_last_but_one) && height(at) + height(at + 1) < measures.height * HIGHEST_PAIR;
            if is_small { Keep::Edge } else { Keep::Free }
        };
        let keeps: Vec<Keep> = (0..count).map(keep_after).collect();
        for (mut strips, keep) in set.into_iter().zip(keeps) {
            if let Some(last) = strips.last_mut() {
                last.keep = last.keep.max(keep);
            }
            self.push(Pt::ZERO, strips);
        }
    }

    /// A row as one strip, or as a strip a line when it is too high for one.
    ///
    /// A cell that reaches over several rows is set in the first of them.
    fn row(&mut self, frame: Frame, alignments: &[Alignment], widths: &[Pt], reach: &[usize], offsets: &[Pt], cells: Vec<ShapedCell>) -> Vec<Strip> {
        let style = cell_style(self.context.measures);
        let (padding, above) = (style.size * PADDING, style.size * 0.36);
        let width_of = |at: usize| total(&widths[at..(at + reach.get(at).copied().unwrap_or(1)).min(widths.len())]);
        let mut columns: Vec<Vec<LineOfCell>> = Vec::with_capacity(cells.len());
        for (at, cell) in cells.into_iter().enumerate().take(widths.len()) {
            let room = (width_of(at) - padding * 2.0).max(Pt(1.0));
            columns.push(cell.lines(&mut self.shaper, room));
        }
        let height_of = |lines: &Vec<LineOfCell>| lines.iter().map(|line| line.line.height).sum::<Pt>();
        let height = columns.iter().map(height_of).fold(style.leading, Pt::max) + above * 2.0;
        let is_whole = height <= self.context.measures.height * HIGHEST_ROW;
        let slices = if is_whole { 1 } else { columns.iter().map(Vec::len).max().unwrap_or(1).max(1) };
        let mut strips: Vec<Strip> = (0..slices).map(|_| Strip::default()).collect();
        if is_whole {
            strips[0].height = height;
        }
        let mut x = frame.x;
        for (nth, ((lines, width), alignment)) in columns.into_iter().zip(widths).zip(alignments).enumerate() {
            // A cell that reaches over several columns is aligned with none of them.
            let is_single = reach.get(nth).is_none_or(|reach| *reach <= 1);
            let offset = offsets.get(nth).filter(|_| is_single).copied().unwrap_or_default();
            let mut y = above;
            for (at, line) in lines.into_iter().enumerate() {
                let free = width_of(nth) - padding * 2.0 - line.width();
                let left = match alignment {
                    Alignment::Start => Pt::ZERO,
                    Alignment::Center => free.max(Pt::ZERO) / 2.0,
                    Alignment::End => (free - offset).max(Pt::ZERO),
                };
                let height = line.line.height;
                let strip = &mut strips[if is_whole { 0 } else { at }];
                if !is_whole {
                    let first = if at == 0 { above } else { Pt::ZERO };
                    let last = if at + 1 == slices { above } else { Pt::ZERO };
                    strip.height = strip.height.max(height + first + last);
                    y = first;
                }
                strip.take_line_of_cell(line, Point::new(x + padding + left, y));
                y += height;
            }
            x += *width;
        }
        if !is_whole {
            strips[0].keep = Keep::WithNext;
            if slices >= 2 {
                strips[slices - 2].keep = Keep::WithNext;
            }
        }
        let first_note = self.first_note();
        for strip in &mut strips {
            strip.notes.iter_mut().for_each(|note| *note += first_note);
        }
        strips
    }
}

fn total(widths: &[Pt]) -> Pt {
    widths.iter().copied().sum()
}

/// The cells of a row, with the change of the row or else of their columns.
fn marked_cells<'t>(table: &Table<Target>, row: Mark, cells: &'t [Cell<Target>]) -> Vec<CellText<'t>> {
    let marked = |(at, (cell, column)): (usize, (&'t Cell<Target>, &Column))| match Mark::of_cell(row, column.mark, at) {
        Mark::Unchanged if Mark::moved_away_with(row, column.mark) => CellText::Past(&cell.content),
        mark => marked_cell(cell, mark),
    };
    cells.iter().zip(&table.columns).enumerate().map(marked).collect()
}

fn marked_cell(cell: &Cell<Target>, mark: Mark) -> CellText<'_> {
    if mark == Mark::Unchanged { CellText::Inlines(&cell.content) } else { CellText::Marked(mark, &cell.content) }
}
