//! From pieces of text to lines of positioned glyphs: shaping and line breaking by parley.

use std::ops::Range;

use parley::{
    BaseDirection, FontWeight, InlineBox, InlineBoxKind, Layout, LayoutContext, LineHeight, OverflowWrap, PositionedLayoutItem, VerticalAlign,
};

use super::break_points;
use super::characters;
use super::destinations::{Patch, Reserved};
use super::fonts::Fonts;
use super::rich_text::as_read;
pub(in crate::layout) use super::rich_text::{InlineKind, InlineThing, Missing, RichText, TextPiece};
use crate::layout::paged::pages::{Glyph, GlyphRun, PlacedItem, Shape};
use crate::layout::paged::tags::{LeafId, TagId};
use crate::layout::paged::units::{Point, Pt, Rect, Size};
use crate::layout::style::measures::Measures;
use crate::layout::style::text_style::TextStyle;
use crate::model::Mark;

/// Text, shaped; its lines can be broken at any width.
pub(in crate::layout) struct ShapedText {
    text: RichText,
    layout: Layout<u16>,
}

/// A line of text. Its items are placed from the line's top left corner.
#[derive(Debug, Default)]
pub(in crate::layout) struct ShapedLine {
    /// From this line's top to the next one's.
    pub(in crate::layout) height: Pt,
    /// From the top to the baseline.
    pub(in crate::layout) baseline: Pt,
    /// Width of the glyphs.
    pub(in crate::layout) width: Pt,
    /// Items with their leaves.
    pub(in crate::layout) items: Vec<(LeafId, PlacedItem)>,
    /// Areas of links and pictures.
    pub(in crate::layout) areas: Vec<(TagId, Rect)>,
    /// Footnotes first referenced here.
    pub(in crate::layout) notes: Vec<u32>,
    /// Page numbers to be filled in.
    pub(in crate::layout) patches: Vec<Patch>,
    /// Underlines and strike-throughs of changes.
    pub(in crate::layout) artifacts: Vec<PlacedItem>,
    /// Whether anything in it is marked as changed.
    pub(in crate::layout) is_changed: bool,
    /// In a document that reads from right to left: width of the column, and of the line with the spaces at its end.
    pub(in crate::layout) mirrored: Option<(Pt, Pt)>,
}

/// Shapes text; one for each thread.
pub(in crate::layout) struct Shaper {
    pub(in crate::layout) fonts: Fonts,
    layouts: LayoutContext<u16>,
    pub(in crate::layout) missing: Vec<Missing>,
    /// A buffer for the glyphs of one run.
    glyphs: Vec<Glyph>,
    /// Width of the column, if lines read from right to left.
    mirrored: Option<Pt>,
    /// The smallest size of raised and lowered characters.
    least: Pt,
}

/// The lines that a long word is divided into at most, where there is a choice.
const MOST_LINES: f32 = 5.0;

/// A last line of a paragraph that is shorter than this share of the column looks lost (a runt).
const SHORTEST_LAST_LINE: f32 = 0.14;
/// The widths that are tried to avoid one, as shares of the column.
const SHORTER_LINES: [f32; 4] = [0.97, 0.94, 0.91, 0.87];

impl ShapedLine {
    /// The left edge of a line that is placed `x` from where lines start.
    pub(in crate::layout) fn left(&self, x: Pt) -> Pt {
        self.mirrored.map_or(x, |(column, width)| column - x - width)
    }
}

impl Shaper {
    pub(in crate::layout) fn new(fonts: Fonts, measures: &Measures) -> Self {
        let mirrored = measures.right_to_left.then_some(measures.column);
        Self { fonts, layouts: LayoutContext::new(), missing: Vec::new(), glyphs: Vec::new(), mirrored, least: measures.least_size() }
    }

    pub(in crate::layout) fn shape(&mut self, text: RichText) -> ShapedText {
        let text = characters::set(text, &self.fonts, self.least, &mut self.missing);
        let (context, family) = self.fonts.context(&text.buffer);
        let mut builder = self.layouts.style_run_builder(context, &text.buffer, 1.0, false);
        // A paragraph has the document's direction, whatever it begins with.
        builder.set_base_direction(if self.mirrored.is_some() { BaseDirection::Rtl } else { BaseDirection::Ltr });
        builder.reserve(text.pieces.len(), text.pieces.len());
        for (at, piece) in text.pieces.iter().enumerate() {
            let style = parley::TextStyle {
                font_family: family.clone(),
                font_size: piece.style.size.0,
                font_weight: FontWeight::new(piece.style.weight),
                brush: at as u16,
                // Raised and lowered text must not push lines apart.
                line_height: LineHeight::Absolute(piece.style.leading.0 * if piece.raised == Pt::ZERO { 1.0 } else { 0.5 }),
                vertical_align: VerticalAlign::length(piece.raised.0),
                overflow_wrap: OverflowWrap::BreakWord,
                ..parley::TextStyle::default()
            };
            let index = builder.push_style(style);
            builder.push_style_run(index, piece.range.clone());
        }
        for (at, thing) in text.things.iter().enumerate() {
            builder.push_inline_box(InlineBox {
                id: at as u64,
                kind: InlineBoxKind::InFlow,
                index: thing.at,
                width: thing.size.width.0,
                height: thing.size.height.0,
                baseline: None,
                vertical_align: VerticalAlign::BASELINE,
            });
        }
        let layout = builder.build(&text.buffer);
        ShapedText { text, layout }
    }

    /// One line of any width, without tags.
    pub(in crate::layout) fn line(&mut self, words: &str, style: TextStyle) -> ShapedLine {
        self.untagged_lines(words, style, Pt(1e6)).into_iter().next().unwrap_or_default()
    }

    /// Lines of at most `width`, without tags.
    pub(in crate::layout) fn untagged_lines(&mut self, words: &str, style: TextStyle, width: Pt) -> Vec<ShapedLine> {
        let leaf = LeafId(u32::MAX);
        let piece = TextPiece::plain(0..words.len(), leaf, style);
        let shaped = self.shape(RichText { buffer: words.to_owned(), pieces: vec![piece], ..RichText::default() });
        self.lines(shaped, width)
    }

    /// Breaks into lines of at most `width`.
    pub(in crate::layout) fn lines(&mut self, mut shaped: ShapedText, width: Pt) -> Vec<ShapedLine> {
        shaped.layout.break_all_lines(Some(width.0.max(1.0)));
        self.extracted(shaped)
    }

    /// Breaks a paragraph into lines of at most `width`; somewhat shorter ones, if the last line has next to nothing and their number
    /// stays the same.
    pub(in crate::layout) fn paragraph_lines(&mut self, mut shaped: ShapedText, width: Pt) -> Vec<ShapedLine> {
        let layout = &mut shaped.layout;
        layout.break_all_lines(Some(width.0.max(1.0)));
        let count = layout.len();
        let has_runt = |layout: &Layout<u16>| {
            let last = layout.lines().last().map(|line| line.metrics().advance - line.metrics().hanging_advance);
            last.is_some_and(|last| last < width.0 * SHORTEST_LAST_LINE)
        };
        if count > 1 && has_runt(layout) {
            let mut is_better = |share: &f32| {
                layout.break_all_lines(Some((width.0 * share).max(1.0)));
                layout.len() == count && !has_runt(layout)
            };
            if !SHORTER_LINES.iter().any(&mut is_better) {
                layout.break_all_lines(Some(width.0.max(1.0)));
            }
        }
        self.extracted(shaped)
    }

    fn extracted(&mut self, shaped: ShapedText) -> Vec<ShapedLine> {
        let ShapedText { text, layout } = shaped;
        layout.lines().map(|line| self.extract(&text, &layout, &line)).collect()
    }

    fn extract(&mut self, text: &RichText, layout: &Layout<u16>, line: &parley::Line<'_, u16>) -> ShapedLine {
        let metrics = line.metrics();
        let top = metrics.block_min_coord;
        let mut out = ShapedLine {
            height: Pt(metrics.line_height.max(metrics.block_max_coord - top)),
            baseline: Pt(metrics.baseline - top),
            width: Pt(metrics.advance - metrics.hanging_advance),
            mirrored: self.mirrored.map(|column| (column, Pt(metrics.advance))),
            ..ShapedLine::default()
        };
        let mut order: Vec<usize> = Vec::new();
        let mut has_rtl = false;
        for item in line.items() {
            match item {
                PositionedLayoutItem::GlyphRun(glyphs) => {
                    let Some(piece) =
                        layout.styles().get(usize::from(glyphs.style_index())).and_then(|style| text.pieces.get(usize::from(style.brush)))
                    else {
                        continue;
                    };
                    has_rtl |= glyphs.run().is_rtl();
                    self.glyph_run(text, piece, &glyphs, top, &mut out);
                    order.resize(out.items.len(), glyphs.run().text_range().start.max(piece.range.start));
                }
                PositionedLayoutItem::InlineBox(placed) => {
                    let Some(thing) = text.things.get(placed.id as usize) else { continue };
                    let at = Point::new(Pt(placed.x), Pt(placed.y - top));
                    match &thing.kind {
                        InlineKind::Picture(leaf, tag, item) => {
                            out.items.push((*leaf, (**item).clone().moved(at)));
                            out.areas.push((*tag, Rect { at, size: thing.size }));
                        }
                        InlineKind::Number { leaf, link, key, style } => {
                            let at = Point::new(at.x, out.baseline);
                            let (line, end) = (out.height, at.x + thing.size.width);
                            let right_to_left = layout.is_rtl();
                            let rest = if right_to_left {
                                Rect::new(Pt::ZERO, Pt::ZERO, at.x, line)
                            } else {
                                Rect::new(end, Pt::ZERO, out.width - end, line)
                            };
                            let reserved = Some(Reserved { width: thing.size.width, rest, right_to_left });
                            out.patches.push(Patch { leaf: *leaf, at, right: None, key: key.clone(), style: *style, bare: false, reserved });
                            if let Some(link) = link {
                                let rect = Rect::new(at.x, out.baseline - style.size, thing.size.width, style.size * 1.25);
                                out.areas.push((*link, rect));
                            }
                        }
                    }
                    order.resize(out.items.len(), thing.at);
                }
            }
        }
        if has_rtl {
            // Runs come in visual order; content is read in the order of the text.
            let mut ordered: Vec<_> = order.into_iter().zip(std::mem::take(&mut out.items)).collect();
            ordered.sort_by_key(|(start, _)| *start);
            out.items = ordered.into_iter().map(|(_, item)| item).collect();
        }
        out
    }

    fn glyph_run(&mut self, text: &RichText, piece: &TextPiece, run: &parley::GlyphRun<'_, u16>, top: f32, out: &mut ShapedLine) {
        let shaped = run.run();
        let mut glyphs: Vec<Glyph> = std::mem::take(&mut self.glyphs);
        glyphs.clear();
        let mut range: Option<Range<usize>> = None;
        let rtl = shaped.is_rtl();
        let mut start_of_ligature = 0;
        for cluster in shaped.visual_clusters() {
            if cluster.style_index() != run.style_index() || cluster.is_hard_line_break() {
                continue;
            }
            let covered = cluster.text_range();
            range = Some(range.map_or(covered.clone(), |range| range.start.min(covered.start)..range.end.max(covered.end)));
            let bytes = match &text.replaced[..] {
                [] => covered.len(),
                replaced => as_read(&text.buffer, replaced, covered.clone()).len(),
            } as u16;
            if cluster.is_ligature_continuation() {
                if let Some(glyph) = glyphs.get_mut(start_of_ligature).filter(|_| !rtl) {
                    glyph.bytes += bytes;
                }
                continue;
            }
            start_of_ligature = glyphs.len();
            for (at, glyph) in cluster.glyphs().enumerate() {
                let id = u16::try_from(glyph.id).unwrap_or(0);
                if id == 0 {
                    let characters = text.buffer.get(covered.clone()).unwrap_or("");
                    let first = characters.chars().next();
                    self.missing.extend(first.map(|character| Missing { character, span: piece.span, place: piece.span }));
                }
                // Invisible characters are left out of the text that is searched and copied.
                if bytes == 0 && glyph.advance == 0.0 && !covered.is_empty() && !cluster.is_ligature_start() {
                    continue;
                }
                let bytes = if at == 0 { bytes } else { 0 };
                glyphs.push(Glyph { id, bytes, advance: glyph.advance, dx: glyph.x, dy: -glyph.y });
            }
        }
        // A copy has no spare capacity, and the buffer is used again.
        let set = glyphs.to_vec();
        self.glyphs = glyphs;
        let Some(range) = range.filter(|_| !set.is_empty()) else { return };
        let Some(face) = self.fonts.face(shaped.font().data.id()) else { return };
        let at = Point::new(Pt(run.offset()), Pt(run.baseline() - top));
        let (style, width) = (piece.style, Pt(run.advance()));
        let covered = Rect::new(at.x, at.y - style.size, width, style.size * 1.25);
        let words = as_read(&text.buffer, &text.replaced, range.clone());
        let run = GlyphRun {
            face,
            size: style.size,
            colour: style.colour,
            right_to_left: rtl,
            turned: 0.0,
            glyphs: set,
            text: words.into(),
            spoken: piece.spoken.clone(),
        };
        out.items.push((piece.leaf, PlacedItem { at, shape: Shape::Text(Box::new(run)) }));
        let rule =
            |y: Pt, thickness: Pt| PlacedItem { at: Point::new(at.x, y), shape: Shape::Rectangle(Size { width, height: thickness }, style.colour) };
        if let Some(link) = piece.link {
            out.areas.push((link, covered));
            out.items.push((piece.leaf, rule(at.y + style.size * 0.12, style.size * 0.05)));
        }
        match piece.mark {
            Mark::Unchanged | Mark::MovedHere | Mark::Split | Mark::Joined => {}
            Mark::Added => out.artifacts.push(rule(at.y + style.size * 0.2, style.size * 0.07)),
            Mark::Removed | Mark::MovedAway => out.artifacts.push(rule(at.y - style.size * 0.3, style.size * 0.07)),
        }
        out.is_changed |= piece.mark != Mark::Unchanged || piece.spoken.is_some();
        if piece.struck {
            out.items.push((piece.leaf, rule(at.y - style.size * 0.28, style.size * 0.06)));
        }
        // The line with the reference carries its note; a reference is never broken over lines.
        if range.start == piece.range.start {
            out.notes.extend(piece.note);
        }
    }

    /// The min-content and max-content width of this text. An address takes up to five lines.
    pub(in crate::layout) fn widths(shaped: &ShapedText) -> (Pt, Pt) {
        let widths = shaped.layout.calculate_content_widths();
        let least = break_points::longest(&shaped.text.buffer).map_or(0.0, |share| widths.max * share / MOST_LINES);
        (Pt(widths.min.max(least)), Pt(widths.max))
    }
}
