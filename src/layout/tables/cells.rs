//! Cells of tables, shaped: text, or lists with their labels.

use super::grid::CellText;
use crate::layout::paged::tags::{HeaderScope, ListNumbering, TagId, TagRole};
use crate::layout::paged::units::{Point, Pt};
use crate::layout::parts::builder::PartBuilder;
use crate::layout::parts::strips::Strip;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::shaper::{ShapedLine, ShapedText, Shaper};
use crate::model::{Break, CellSpan, Inline, Mark, Target, cell_lines, plain_text};

/// A cell, shaped: nothing, a text, or a text with lists.
#[derive(Default)]
pub(in crate::layout) struct ShapedCell {
    parts: Vec<CellPart>,
}

/// A text of a cell.
struct CellPart {
    /// Label of an item.
    label: Option<ShapedText>,
    text: ShapedText,
    /// How far it is set in.
    indent: Pt,
}

/// A line of a cell, with the label before it.
pub(in crate::layout) struct LineOfCell {
    pub(in crate::layout) label: Option<ShapedLine>,
    pub(in crate::layout) line: ShapedLine,
    /// How far the line is set in.
    pub(in crate::layout) indent: Pt,
}

impl LineOfCell {
    /// Width with its indent.
    pub(in crate::layout) fn width(&self) -> Pt {
        self.indent + self.line.width
    }
}

impl Strip {
    /// Adds a line of a cell and the label before it.
    pub(in crate::layout) fn take_line_of_cell(&mut self, line: LineOfCell, at: Point) {
        if let Some(label) = line.label {
            self.take(label, at);
        }
        self.take(line.line, Point::new(at.x + line.indent, at.y));
    }
}

impl ShapedCell {
    /// A cell without text.
    pub(in crate::layout) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The width of its longest word, and the one at which no line is broken.
    pub(in crate::layout) fn widths(&self) -> (Pt, Pt) {
        let widths = self.parts.iter().map(|part| (part.indent, Shaper::widths(&part.text)));
        widths.fold((Pt::ZERO, Pt::ZERO), |so_far, (indent, (least, most))| (so_far.0.max(indent + least), so_far.1.max(indent + most)))
    }

    /// Its lines, broken at `width`.
    pub(in crate::layout) fn lines(self, shaper: &mut Shaper, width: Pt) -> Vec<LineOfCell> {
        let mut lines = Vec::new();
        for CellPart { label, text, indent } in self.parts {
            let mut label = label.and_then(|label| shaper.lines(label, Pt(1000.0)).into_iter().next());
            lines.extend(shaper.lines(text, width - indent).into_iter().map(|line| LineOfCell { label: label.take(), line, indent }));
        }
        lines
    }
}

impl PartBuilder<'_> {
    /// Shapes a cell and adds its tag to that of its row.
    pub(in crate::layout) fn cell(
        &mut self, row: TagId, scope: Option<HeaderScope>, span: CellSpan, style: TextStyle, cell: &CellText<'_>,
    ) -> ShapedCell {
        let tag = self.part.tags.add(row, if scope.is_some() { TagRole::TH } else { TagRole::TD });
        if scope.is_some() {
            self.part.tags.details(tag).scope = scope;
        }
        if span != CellSpan::ONE {
            self.part.tags.details(tag).span = Some(span);
        }
        match cell {
            CellText::Inlines(inlines) => self.cell_parts(tag, style, Mark::Unchanged, inlines),
            CellText::Marked(mark, inlines) => self.cell_parts(tag, style, *mark, inlines),
            CellText::Past(inlines) => self.quietly(Mark::MovedAway, |builder| builder.cell_parts(tag, style, Mark::Unchanged, inlines)),
            CellText::Words(words) if words.is_empty() => ShapedCell::default(),
            CellText::Words(words) => {
                let text = self.composer().keeping_figures(words).compose_words(tag, style, words);
                ShapedCell { parts: vec![CellPart { label: None, text: self.shaper.shape(text), indent: Pt::ZERO }] }
            }
        }
    }

    fn cell_parts(&mut self, tag: TagId, style: TextStyle, mark: Mark, content: &[Inline<Target>]) -> ShapedCell {
        if content.is_empty() {
            return ShapedCell::default();
        }
        let mut list = None;
        let lines = cell_lines(content);
        let mut parts = Vec::with_capacity(lines.len());
        for (of, line) in &lines {
            let (words, numbering) = match of {
                Break::Line => (None, None),
                Break::Bullet => (Some("\u{2022}".to_owned()), Some(ListNumbering::Disc)),
                Break::Number(number) => (Some(format!("{number}.")), Some(ListNumbering::Decimal)),
            };
            list = match (numbering, list) {
                (None, _) => None,
                (Some(numbering), Some((known, tag))) if known == numbering => Some((known, tag)),
                (Some(numbering), _) => {
                    let list = self.part.tags.add(tag, TagRole::L);
                    self.part.tags.details(list).numbering = Some(numbering);
                    Some((numbering, list))
                }
            };
            let mut owner = tag;
            let mut label = None;
            if let (Some(words), Some((_, list))) = (words, list) {
                let item = self.part.tags.add(list, TagRole::LI);
                let label_tag = self.part.tags.add(item, TagRole::Lbl);
                let composed = self.composer().compose_words(label_tag, style, &words);
                label = Some(self.shaper.shape(composed));
                owner = self.part.tags.add(item, TagRole::LBody);
            }
            let indent = label.as_ref().map_or(Pt::ZERO, |label| Shaper::widths(label).1 + style.size * 0.4);
            let text = match mark {
                Mark::Unchanged => self.cell_text(owner, style, line),
                mark => self.marked(mark, |builder| builder.shape(owner, style, line).0),
            };
            parts.push(CellPart { label, text, indent });
        }
        ShapedCell { parts }
    }

    fn cell_text(&mut self, tag: TagId, style: TextStyle, line: &[Inline<Target>]) -> ShapedText {
        let (text, notes) = self.composer().keeping_figures(&plain_text(line)).dividing_dates().compose(tag, style, None, line);
        let shaped = self.shaper.shape(text);
        self.set_notes(tag, &notes);
        shaped
    }
}
