//! A picture of the printed cover, for previews of links to the site.

use std::ops::Range;

use ttf_parser::{GlyphId, OutlineBuilder};

use super::drawing::{Paint, Path, PathStep};
use super::pages::{GlyphRun, Paged, PlacedItem, Shape};
use super::units::Colour;

/// Width and height in pixels, as previews of links show pictures.
pub const COVER_PICTURE: (usize, usize) = (1200, 630);

/// Points above the title.
const ABOVE: f32 = 60.0;

/// The part of the cover around the title, as a PNG file; none if there is no cover, or a font cannot be read. Bitmaps and gradients are left out.
#[must_use]
pub fn cover_picture(paged: &Paged) -> Option<Vec<u8>> {
    let page = paged.pages.first()?;
    let items = || page.artifacts.iter().flat_map(|artifact| &artifact.items).chain(page.content.iter().map(|(_, item)| item));
    let (left, width, height) =
        page.trim.map_or((0.0, page.size.width.0, page.size.height.0), |trim| (trim.rect.at.x.0, trim.rect.size.width.0, page.size.height.0));
    let (columns, rows) = COVER_PICTURE;
    let scale = columns as f32 / width.max(1.0);
    let title = items().filter_map(|item| if let Shape::Text(run) = &item.shape { Some(item.at.y.0 - run.size.0) } else { None });
    let top = (title.fold(f32::INFINITY, f32::min) - ABOVE).min(height - rows as f32 / scale).max(0.0);
    let mut canvas = Canvas { pixels: vec![255; columns * rows * 3], place: Place { scale: (scale, scale), at: (-left * scale, -top * scale) } };
    for item in items() {
        canvas.item(paged, item)?;
    }
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, columns as u32, rows as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().and_then(|mut writer| writer.write_image_data(&canvas.pixels)).ok()?;
    Some(png)
}

/// From the units of a drawing to pixels.
#[derive(Clone, Copy)]
struct Place {
    scale: (f32, f32),
    at: (f32, f32),
}

impl Place {
    fn pixel(self, x: f32, y: f32) -> (f32, f32) {
        (x * self.scale.0 + self.at.0, y * self.scale.1 + self.at.1)
    }

    /// The same for a drawing at `(x, y)`, `scale` times as large.
    fn inside(self, (x, y): (f32, f32), scale: (f32, f32)) -> Self {
        Self { at: self.pixel(x, y), scale: (self.scale.0 * scale.0, self.scale.1 * scale.1) }
    }
}

struct Canvas {
    pixels: Vec<u8>,
    place: Place,
}

impl Canvas {
    fn item(&mut self, paged: &Paged, item: &PlacedItem) -> Option<()> {
        let at = (item.at.x.0, item.at.y.0);
        match &item.shape {
            Shape::Text(run) if run.turned == 0.0 => self.text(paged, run, at)?,
            Shape::Rectangle(size, colour) => {
                let (x, y) = (at.0 + size.width.0, at.1 + size.height.0);
                let mut outline = Outline::new(self.place);
                [at, (x, at.1), (x, y), (at.0, y)]
                    .into_iter()
                    .enumerate()
                    .for_each(|(nth, (x, y))| if nth == 0 { outline.move_to(x, y) } else { outline.line_to(x, y) });
                outline.close();
                self.fill(&outline.lines, *colour);
            }
            Shape::Path(path) => self.path(path, self.place.inside(at, (1.0, 1.0))),
            Shape::Group(group) => group.paths.iter().for_each(|path| self.path(path, self.place.inside(at, group.scale))),
            Shape::Text(_) | Shape::Bitmap(..) => {}
        }
        Some(())
    }

    fn text(&mut self, paged: &Paged, run: &GlyphRun, (mut x, y): (f32, f32)) -> Option<()> {
        let face = paged.faces.get(usize::from(run.face))?;
        let face = ttf_parser::Face::parse((*face.data).as_ref(), 0).ok()?;
        let scale = run.size.0 / f32::from(face.units_per_em());
        let mut lines = Vec::new();
        for glyph in &run.glyphs {
            // Fonts count upwards.
            let mut outline = Outline::new(self.place.inside((x + glyph.dx, y - glyph.dy), (scale, -scale)));
            face.outline_glyph(GlyphId(glyph.id), &mut outline);
            lines.append(&mut outline.lines);
            x += glyph.advance;
        }
        self.fill(&lines, run.colour);
        Some(())
    }

    fn path(&mut self, path: &Path, place: Place) {
        let Some(Paint::Plain(colour)) = path.fill else { return };
        let mut outline = Outline::new(place);
        for step in &path.segments {
            match *step {
                PathStep::Move(x, y) => outline.move_to(x, y),
                PathStep::Line(x, y) => outline.line_to(x, y),
                PathStep::Cubic(a, b, c, d, x, y) => outline.curve_to(a, b, c, d, x, y),
                PathStep::Close => outline.close(),
            }
        }
        outline.close();
        self.fill(&outline.lines, colour);
    }

    /// Fills what closed outlines of `lines` enclose. Each line adds its signed share of the area of the pixels that it crosses, and the sum
    /// from the left is how much of a pixel is covered.
    fn fill(&mut self, lines: &[Line], colour: Colour) {
        let (columns, rows) = COVER_PICTURE;
        let Range { start, end } = touched(lines, rows);
        let stride = columns + 2;
        let mut areas = vec![0.0_f32; stride * end.saturating_sub(start)];
        for line in lines {
            line.add(&mut areas, start..end, stride);
        }
        let parts = [colour.r, colour.g, colour.b];
        for row in start..end {
            let mut sum = 0.0;
            for column in 0..columns {
                sum += areas[(row - start) * stride + column];
                let cover = sum.abs().min(1.0);
                if cover > 0.002 {
                    let at = (row * columns + column) * 3;
                    for (pixel, part) in self.pixels[at..at + 3].iter_mut().zip(parts) {
                        *pixel = (f32::from(*pixel) * (1.0 - cover) + f32::from(part) * cover).round() as u8;
                    }
                }
            }
        }
    }
}

/// The rows of pixels that lines touch.
fn touched(lines: &[Line], rows: usize) -> Range<usize> {
    let first = lines.iter().map(|line| line.from.1.min(line.to.1)).fold(f32::INFINITY, f32::min);
    let last = lines.iter().map(|line| line.from.1.max(line.to.1)).fold(f32::NEG_INFINITY, f32::max);
    if !first.is_finite() || !last.is_finite() {
        return 0..0;
    }
    let end = (last.ceil().max(0.0) as usize).min(rows);
    (first.floor().max(0.0) as usize).min(end)..end
}

/// A straight line in pixels.
#[derive(Clone, Copy)]
struct Line {
    from: (f32, f32),
    to: (f32, f32),
}

impl Line {
    /// Adds the signed areas to the right of the line, row by row (Raph Levien, font-rs).
    fn add(self, areas: &mut [f32], rows: Range<usize>, stride: usize) {
        let right = (stride - 2) as f32;
        let clamp = |(x, y): (f32, f32)| (x.clamp(0.0, right), y);
        let (from, to) = (clamp(self.from), clamp(self.to));
        let (sign, from, to) = if from.1 < to.1 { (1.0, from, to) } else { (-1.0, to, from) };
        if to.1 - from.1 <= f32::EPSILON {
            return;
        }
        let slope = (to.0 - from.0) / (to.1 - from.1);
        let first = (from.1.floor().max(rows.start as f32) as usize).min(rows.end);
        let last = (to.1.ceil().max(0.0) as usize).min(rows.end);
        for row in first..last {
            let (above, below) = (from.1.max(row as f32), to.1.min(row as f32 + 1.0));
            let height = below - above;
            if height <= 0.0 {
                continue;
            }
            let at = |y: f32| (from.0 + (y - from.1) * slope).clamp(0.0, right);
            let (one, other) = (at(above), at(below));
            let (low, high) = if one < other { (one, other) } else { (other, one) };
            let cells = &mut areas[(row - rows.start) * stride..(row - rows.start + 1) * stride];
            share(cells, low, high, sign * height);
        }
    }
}

/// Spreads the area to the right of a piece of a line from `low` to `high` over the pixels of a row; the sum of all shares is `height`.
fn share(cells: &mut [f32], low: f32, high: f32, height: f32) {
    // How much of the piece is to the left of x, and the area that it encloses up to there.
    let width = high - low;
    let enclosed = |x: f32| {
        if x <= low {
            0.0
        } else if x >= high || width <= f32::EPSILON {
            x - (low + high) / 2.0
        } else {
            (x - low) * (x - low) / (2.0 * width)
        }
    };
    let first = low.floor() as usize;
    let last = (high.floor() as usize + 1).min(cells.len() - 1);
    let mut given = 0.0;
    for (column, cell) in cells.iter_mut().enumerate().take(last + 1).skip(first) {
        let left = column as f32;
        // Coverage of this pixel, less what the pixels before have given.
        let cover = enclosed(left + 1.0) - enclosed(left);
        let cover = if column == last { 1.0 } else { cover };
        *cell += (cover - given) * height;
        given = cover;
    }
}

/// Collects straight lines of closed outlines.
struct Outline {
    place: Place,
    lines: Vec<Line>,
    start: (f32, f32),
    at: (f32, f32),
}

/// Straight lines for each curve.
const STEPS: u8 = 8;

impl Outline {
    fn new(place: Place) -> Self {
        Self { place, lines: Vec::new(), start: (0.0, 0.0), at: (0.0, 0.0) }
    }

    fn curve(&mut self, at: impl Fn(f32) -> (f32, f32)) {
        for step in 1..=STEPS {
            let (x, y) = at(f32::from(step) / f32::from(STEPS));
            self.line_to(x, y);
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.close();
        (self.start, self.at) = ((x, y), (x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (from, to) = (self.place.pixel(self.at.0, self.at.1), self.place.pixel(x, y));
        self.lines.push(Line { from, to });
        self.at = (x, y);
    }

    fn quad_to(&mut self, a: f32, b: f32, x: f32, y: f32) {
        let from = self.at;
        self.curve(|t| {
            let u = 1.0 - t;
            (u * u * from.0 + 2.0 * u * t * a + t * t * x, u * u * from.1 + 2.0 * u * t * b + t * t * y)
        });
    }

    fn curve_to(&mut self, a: f32, b: f32, c: f32, d: f32, x: f32, y: f32) {
        let from = self.at;
        self.curve(|t| {
            let u = 1.0 - t;
            let mix = |p: f32, q: f32, r: f32, s: f32| u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s;
            (mix(from.0, a, c, x), mix(from.1, b, d, y))
        });
    }

    fn close(&mut self) {
        if self.at != self.start {
            self.line_to(self.start.0, self.start.1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{COVER_PICTURE, Canvas, Line, Place, share};
    use crate::layout::Colour;

    #[test]
    fn shares_add_up_to_the_height() {
        for (low, high) in [(0.0, 0.0), (0.3, 0.3), (0.2, 0.9), (0.5, 3.25), (2.0, 4.0)] {
            let mut cells = [0.0; 8];
            share(&mut cells, low, high, 0.5);
            assert!((cells.iter().sum::<f32>() - 0.5).abs() < 1e-5, "{low} to {high}: {cells:?}");
            // Half of the area between both ends is covered.
            let covered: f32 = cells
                .iter()
                .scan(0.0, |sum, cell| {
                    *sum += cell;
                    Some(*sum)
                })
                .take(7)
                .sum();
            assert!((covered - 0.5 * (7.0 - (low + high) / 2.0)).abs() < 1e-4, "{low} to {high}: {covered}");
        }
    }

    #[test]
    fn a_square_is_filled_to_its_edges() {
        let place = Place { scale: (1.0, 1.0), at: (0.0, 0.0) };
        let mut canvas = Canvas { pixels: vec![255; COVER_PICTURE.0 * COVER_PICTURE.1 * 3], place };
        let corners = [(-5.0, 2.5), (4.0, 2.5), (4.0, 6.0), (-5.0, 6.0)];
        let lines: Vec<Line> = (0..4).map(|at| Line { from: corners[at], to: corners[(at + 1) % 4] }).collect();
        canvas.fill(&lines, Colour { r: 0, g: 0, b: 0 });
        let pixel = |x: usize, y: usize| canvas.pixels[(y * COVER_PICTURE.0 + x) * 3];
        assert_eq!((pixel(0, 4), pixel(3, 4), pixel(4, 4), pixel(0, 6), pixel(0, 1)), (0, 0, 255, 255, 255));
        assert_eq!(pixel(2, 2), 128, "half a row");
    }
}
