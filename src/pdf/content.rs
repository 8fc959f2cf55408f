//! Page content: operators as bytes, each leaf and each artifact in a marked sequence (ISO 32000-1, 14.6 and 14.7.4).

use std::fmt::Write as _;

use super::file::deflated;
use super::fonts::Subset;
use crate::layout::{ArtifactKind, Clip, Colour, GlyphRun, LeafId, Paged, Paint, Path, PathStep, PlacedItem, PrintPage, Pt, Shape};

/// A page's content.
pub(super) struct Drawn {
    /// The operators, compressed.
    pub(super) compressed: Vec<u8>,
    /// The leaf of each marked sequence, by its number.
    pub(super) sequences: Vec<LeafId>,
}

/// Draws a page.
pub(super) fn draw(paged: &Paged, page: &PrintPage, faces: &[Subset]) -> Drawn {
    let mut pen = Pen { out: String::with_capacity(1 << 14), height: page.size.height, faces, fill: None, in_text: false, font: None };
    for artifact in &page.artifacts {
        let properties = match artifact.kind {
            ArtifactKind::Header => "<</Type/Pagination/Subtype/Header/Attached[/Top]>>",
            ArtifactKind::Footer => "<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>",
            ArtifactKind::Watermark => "<</Type/Pagination/Subtype/Watermark>>",
            ArtifactKind::Layout => "<</Type/Layout>>",
            ArtifactKind::Background => "<</Type/Background>>",
            ArtifactKind::Page => "<</Type/Page>>",
        };
        if artifact.items.is_empty() {
            continue;
        }
        pen.op(format_args!("/Artifact{properties}BDC"));
        artifact.items.iter().for_each(|item| pen.item(item));
        pen.end_sequence();
    }
    let mut sequences = Vec::new();
    let mut open: Option<LeafId> = None;
    for (leaf, item) in &page.content {
        if open != Some(*leaf) {
            if open.is_some() {
                pen.end_sequence();
            }
            let role = paged.tags.leaves.get(leaf.0 as usize).map_or("P", |owner| paged.tags.tag(*owner).role.name());
            pen.op(format_args!("/{role}<</MCID {}>>BDC", sequences.len()));
            sequences.push(*leaf);
            open = Some(*leaf);
        }
        pen.item(item);
    }
    if open.is_some() {
        pen.end_sequence();
    }
    Drawn { compressed: deflated(pen.out.as_bytes()), sequences }
}

/// Writes operators, and tracks the graphics state that they have set.
struct Pen<'p> {
    out: String,
    height: Pt,
    faces: &'p [Subset],
    fill: Option<Colour>,
    in_text: bool,
    font: Option<(u16, u32)>,
}

impl Pen<'_> {
    fn op(&mut self, op: std::fmt::Arguments<'_>) {
        // Writing into memory cannot fail.
        self.out.write_fmt(op).unwrap_or_default();
        self.out.push('\n');
    }

    fn number(&mut self, number: f32) {
        push_number(&mut self.out, number);
        self.out.push(' ');
    }

    fn numbers(&mut self, numbers: &[f32], operator: &str) {
        numbers.iter().for_each(|number| self.number(*number));
        self.out.push_str(operator);
        self.out.push('\n');
    }

    fn end_sequence(&mut self) {
        self.end_text();
        self.out.push_str("EMC\n");
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.out.push_str("ET\n");
        }
    }

    fn fill(&mut self, colour: Colour) {
        if self.fill.replace(colour) != Some(colour) {
            self.numbers(&channels(colour), "rg");
        }
    }

    fn item(&mut self, item: &PlacedItem) {
        let (x, y) = (item.at.x.0, self.height.0 - item.at.y.0);
        if let Shape::Text(run) = &item.shape {
            self.run(run, x, y);
            return;
        }
        self.end_text();
        match &item.shape {
            Shape::Text(_) => {}
            Shape::Rectangle(size, colour) => {
                self.fill(*colour);
                self.numbers(&[x, y - size.height.0, size.width.0, size.height.0], "re f");
            }
            Shape::Path(path) => {
                self.out.push_str("q\n");
                self.numbers(&[1.0, 0.0, 0.0, -1.0, x, y], "cm");
                self.path(path);
                self.out.push_str("Q\n");
            }
            Shape::Bitmap(number, size, orientation) => {
                let (width, height) = (size.width.0, size.height.0);
                let [a, b, c, d, e, f] = orientation.matrix();
                self.out.push_str("q\n");
                self.numbers(&[a * width, b * height, c * width, d * height, x + e * width, y + (f - 1.0) * height], "cm");
                self.op(format_args!("/I{number} Do"));
                self.out.push_str("Q\n");
            }
            Shape::Group(group) => {
                self.out.push_str("q\n");
                self.numbers(&[x, y - group.size.height.0, group.size.width.0, group.size.height.0], "re W n");
                self.numbers(&[group.scale.0, 0.0, 0.0, -group.scale.1, x, y], "cm");
                group.paths.iter().for_each(|path| self.path(path));
                self.out.push_str("Q\n");
            }
        }
        if !matches!(item.shape, Shape::Rectangle(..)) {
            // Q restored the state before q.
            self.fill = None;
        }
    }

    fn path(&mut self, path: &Path) {
        if let Some(clip) = &path.clip {
            self.out.push_str("q\n");
            self.clip(clip);
        }
        let mut fill = path.fill;
        if let Some(Paint::Gradient(number, matrix)) = fill.take_if(|fill| matches!(fill, Paint::Gradient(..))) {
            self.out.push_str("q\n");
            self.segments(&path.segments);
            self.out.push_str(if path.even_odd { "W* n\n" } else { "W n\n" });
            self.numbers(&matrix, "cm");
            self.op(format_args!("/S{number} sh"));
            self.out.push_str("Q\n");
        }
        if fill.is_some() || path.stroke.is_some() {
            self.plain_path(path, fill);
        }
        if path.clip.is_some() {
            self.out.push_str("Q\n");
        }
    }

    /// Clips what is painted from here on (ISO 32000-1, 8.5.4).
    fn clip(&mut self, clip: &Clip) {
        if let Some(within) = &clip.within {
            self.clip(within);
        }
        if clip.segments.is_empty() {
            // A clip without an outline is empty.
            self.numbers(&[0.0, 0.0, 0.0, 0.0], "re");
        }
        self.segments(&clip.segments);
        self.out.push_str(if clip.even_odd { "W* n\n" } else { "W n\n" });
    }

    fn plain_path(&mut self, path: &Path, fill: Option<Paint>) {
        if let Some(Paint::Plain(fill)) = fill {
            self.numbers(&channels(fill), "rg");
        }
        if let Some(stroke) = &path.stroke {
            self.numbers(&channels(stroke.colour), "RG");
            self.numbers(&[stroke.width], "w");
            self.op(format_args!("{} J {} j", stroke.cap, stroke.join));
            self.out.push('[');
            stroke.dashes.iter().for_each(|dash| self.number(*dash));
            self.out.push_str("] 0 d\n");
        }
        self.segments(&path.segments);
        self.out.push_str(match (fill.is_some(), path.stroke.is_some(), path.even_odd) {
            (true, true, false) => "B\n",
            (true, true, true) => "B*\n",
            (true, false, false) => "f\n",
            (true, false, true) => "f*\n",
            (false, true, _) => "S\n",
            (false, false, _) => "n\n",
        });
    }

    fn segments(&mut self, segments: &[PathStep]) {
        for segment in segments {
            match *segment {
                PathStep::Move(x, y) => self.numbers(&[x, y], "m"),
                PathStep::Line(x, y) => self.numbers(&[x, y], "l"),
                PathStep::Cubic(a, b, c, d, x, y) => self.numbers(&[a, b, c, d, x, y], "c"),
                PathStep::Close => self.out.push_str("h\n"),
            }
        }
    }

    fn run(&mut self, run: &GlyphRun, x: f32, y: f32) {
        let Some(face) = self.faces.get(usize::from(run.face)) else { return };
        self.fill(run.colour);
        if !std::mem::replace(&mut self.in_text, true) {
            self.out.push_str("BT\n");
        }
        let font = (run.face, run.size.0.to_bits());
        if self.font.replace(font) != Some(font) {
            self.out.push('/');
            self.out.push_str(&face.name);
            self.out.push(' ');
            self.numbers(&[run.size.0], "Tf");
        }
        let (sin, cos) = run.turned.to_radians().sin_cos();
        self.numbers(&[cos, sin, -sin, cos, x, y], "Tm");
        // If glyphs do not correspond to their characters one by one, the characters are given as a whole.
        let whole = run.right_to_left || run.spoken.is_some();
        if whole {
            self.actual_text(run.spoken.as_ref().unwrap_or(&run.text));
        }
        self.glyphs(run, face, whole);
        if whole {
            self.out.push_str("EMC\n");
        }
    }

    fn actual_text(&mut self, characters: &str) {
        self.out.push_str("/Span<</ActualText<FEFF");
        for unit in characters.encode_utf16() {
            write!(self.out, "{unit:04X}").unwrap_or_default();
        }
        self.out.push_str(">>>BDC\n");
    }

    fn glyphs(&mut self, run: &GlyphRun, face: &Subset, whole: bool) {
        let size = run.size.0;
        let mut at = 0;
        let mut array = Array { open: false, string: false, pending: 0.0 };
        let mut raised = 0.0;
        let mut number = 0;
        while let Some(glyph) = run.glyphs.get(number) {
            // A cluster: a glyph with its characters and those that follow without.
            let mut last = number + 1;
            while run.glyphs.get(last).is_some_and(|glyph| glyph.bytes == 0) {
                last += 1;
            }
            let end = at + usize::from(glyph.bytes);
            let characters = run.text.get(at..end).unwrap_or("");
            at = end;
            let speaks = face.characters.get(usize::from(face.number(glyph.id))).is_some_and(|known| known == characters);
            let apart = !whole && (last > number + 1 || !speaks);
            if apart {
                array.close(&mut self.out);
                self.actual_text(characters);
            }
            for glyph in &run.glyphs[number..last] {
                let new = face.number(glyph.id);
                if (glyph.dy - raised).abs() > 0.001 {
                    array.close(&mut self.out);
                    self.numbers(&[glyph.dy], "Ts");
                    raised = glyph.dy;
                }
                let width = face.widths.get(usize::from(new)).copied().unwrap_or(0.0);
                let (before, advance) = (glyph.dx * 1000.0 / size, glyph.advance * 1000.0 / size);
                array.adjust(-before);
                array.glyph(&mut self.out, new);
                array.adjust(width + before - advance);
            }
            if apart {
                array.close(&mut self.out);
                self.out.push_str("EMC\n");
            }
            number = last;
        }
        array.close(&mut self.out);
        if raised != 0.0 {
            self.out.push_str("0 Ts\n");
        }
    }
}

/// An array of glyphs and adjustments (operator TJ), written incrementally.
struct Array {
    open: bool,
    string: bool,
    /// The pending movement back, in thousandths of the em.
    pending: f32,
}

impl Array {
    fn adjust(&mut self, by: f32) {
        self.pending += by;
    }

    fn glyph(&mut self, out: &mut String, glyph: u16) {
        if !std::mem::replace(&mut self.open, true) {
            out.push('[');
        }
        // A twentieth of a unit is far below what can be seen, even summed up over a line.
        if self.pending.abs() >= 0.5 {
            if std::mem::take(&mut self.string) {
                out.push('>');
            }
            let rounded = self.pending.round();
            push_number(out, rounded);
            self.pending -= rounded;
        }
        if !std::mem::replace(&mut self.string, true) {
            out.push('<');
        }
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        for shift in [12, 8, 4, 0] {
            out.push(char::from(DIGITS[usize::from(glyph >> shift & 15)]));
        }
    }

    fn close(&mut self, out: &mut String) {
        if !std::mem::take(&mut self.open) {
            return;
        }
        if std::mem::take(&mut self.string) {
            out.push('>');
        }
        if self.pending.abs() >= 0.5 {
            push_number(out, self.pending.round());
            self.pending = 0.0;
        }
        out.push_str("]TJ\n");
    }
}

fn channels(colour: Colour) -> [f32; 3] {
    [colour.r, colour.g, colour.b].map(|channel| f32::from(channel) / 255.0)
}

/// A number with at most three decimals and no trailing zeros; never in exponent form (ISO 32000-1, 7.3.3).
fn push_number(out: &mut String, number: f32) {
    let thousandths = if number.is_finite() { (f64::from(number) * 1000.0).round() as i64 } else { 0 };
    if thousandths < 0 {
        out.push('-');
    }
    let digit = |digit: u64| char::from(b'0' + digit as u8);
    let (whole, mut decimals) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let mut power = 1;
    while whole / power >= 10 {
        power *= 10;
    }
    while power > 0 {
        out.push(digit(whole / power % 10));
        power /= 10;
    }
    if decimals > 0 {
        out.push('.');
    }
    while decimals > 0 {
        out.push(digit(decimals / 100));
        decimals = decimals % 100 * 10;
    }
}

#[cfg(test)]
mod tests {
    use super::push_number;

    #[test]
    fn numbers_are_short_and_plain() {
        let written: Vec<String> = [0.0, -0.0004, 1.5, -12.34567, 1e7, f32::NAN]
            .iter()
            .map(|number| {
                let mut out = String::new();
                push_number(&mut out, *number);
                out
            })
            .collect();
        assert_eq!(written, ["0", "0", "1.5", "-12.346", "10000000", "0"]);
    }
}
