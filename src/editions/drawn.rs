//! A printed page as an SVG drawing, exact enough to look at small.

use std::fmt::Write as _;

use crate::html::escaped;
use crate::layout::{Colour, FlawKind, GlyphRun, Paged, Paint, Path, PathStep, PlacedItem, PrintPage, Shape};

/// Draws a page, with its flaws marked; `label` is its text alternative.
pub(super) fn page(paged: &Paged, page: &PrintPage, label: &str) -> String {
    let mut drawing = Drawing { paged, out: String::with_capacity(8 << 10) };
    let (width, height) = (page.size.width.0, page.size.height.0);
    let label = escaped(label);
    drawing.write(format_args!("<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"{label}\">"));
    page.artifacts.iter().flat_map(|artifact| &artifact.items).for_each(|item| drawing.item(item));
    page.content.iter().for_each(|(_, item)| drawing.item(item));
    for flaw in &page.flaws {
        let class = match flaw.kind {
            FlawKind::Hole(_) => "hole",
            FlawKind::DividedBox => "divided",
            FlawKind::StrandedLine => "stranded",
        };
        let (at, size) = (flaw.rect.at, flaw.rect.size);
        let (x, y, width, height) = (at.x.0, at.y.0, size.width.0, size.height.0);
        drawing.write(format_args!("<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"));
    }
    drawing.out.push_str("</svg>");
    drawing.out
}

struct Drawing<'p> {
    paged: &'p Paged,
    out: String,
}

impl Drawing<'_> {
    fn write(&mut self, arguments: std::fmt::Arguments<'_>) {
        // Writing into memory cannot fail.
        self.out.write_fmt(arguments).unwrap_or_default();
    }

    fn item(&mut self, item: &PlacedItem) {
        let (x, y) = (item.at.x.0, item.at.y.0);
        match &item.shape {
            Shape::Text(run) => self.text(run, x, y),
            Shape::Rectangle(size, colour) => {
                let (width, height, colour) = (size.width.0, size.height.0, hex(*colour));
                self.write(format_args!("<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{colour}\"/>"));
            }
            Shape::Path(path) => {
                self.write(format_args!("<g transform=\"translate({x:.1} {y:.1})\">"));
                self.path(path);
                self.out.push_str("</g>");
            }
            // The pixels would make the sheet as large as the files themselves.
            Shape::Bitmap(_, size, _) => {
                let (width, height) = (size.width.0, size.height.0);
                self.write(format_args!("<rect class=\"picture\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>"));
                let (right, bottom) = (x + width, y + height);
                self.write(format_args!(
                    "<path class=\"picture\" d=\"M{x:.1} {y:.1}L{right:.1} {bottom:.1}M{x:.1} {bottom:.1}L{right:.1} {y:.1}\"/>"
                ));
            }
            Shape::Group(group) => {
                let (across, down) = group.scale;
                self.write(format_args!("<g transform=\"translate({x:.1} {y:.1}) scale({across:.4} {down:.4})\">"));
                group.paths.iter().for_each(|path| self.path(path));
                self.out.push_str("</g>");
            }
        }
    }

    /// The words, as wide as their glyphs are, in whatever face the browser has.
    fn text(&mut self, run: &GlyphRun, x: f32, y: f32) {
        let words = escaped(run.text.trim_end());
        if words.is_empty() {
            return;
        }
        let (size, width, colour) = (run.size.0, run.width().0, hex(run.colour));
        let is_bold = self.paged.faces.get(usize::from(run.face)).is_some_and(|face| face.weight >= 600.0);
        let weight = if is_bold { " font-weight=\"700\"" } else { "" };
        self.write(format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size:.1}\" textLength=\"{width:.1}\" fill=\"{colour}\"{weight}"));
        if run.turned != 0.0 {
            let degrees = -run.turned;
            self.write(format_args!(" transform=\"rotate({degrees:.1} {x:.1} {y:.1})\""));
        }
        self.write(format_args!(" lengthAdjust=\"spacingAndGlyphs\">{words}</text>"));
    }

    fn path(&mut self, path: &Path) {
        self.out.push_str("<path d=\"");
        for step in &path.segments {
            match *step {
                PathStep::Move(x, y) => self.write(format_args!("M{x:.1} {y:.1}")),
                PathStep::Line(x, y) => self.write(format_args!("L{x:.1} {y:.1}")),
                PathStep::Cubic(a, b, c, d, x, y) => self.write(format_args!("C{a:.1} {b:.1} {c:.1} {d:.1} {x:.1} {y:.1}")),
                PathStep::Close => self.out.push('Z'),
            }
        }
        let fill = path.fill.map_or_else(|| "none".to_owned(), |fill| self.fill(fill));
        self.write(format_args!("\" fill=\"{fill}\""));
        if path.even_odd {
            self.out.push_str(" fill-rule=\"evenodd\"");
        }
        if let Some(stroke) = &path.stroke {
            let (colour, width) = (hex(stroke.colour), stroke.width);
            self.write(format_args!(" stroke=\"{colour}\" stroke-width=\"{width:.2}\""));
            if !stroke.dashes.is_empty() {
                let dashes: Vec<String> = stroke.dashes.iter().map(|length| format!("{length:.1}")).collect();
                let dashes = dashes.join(" ");
                self.write(format_args!(" stroke-dasharray=\"{dashes}\""));
            }
        }
        self.out.push_str("/>");
    }

    /// A colour; that in the middle of a gradient.
    fn fill(&self, paint: Paint) -> String {
        match paint {
            Paint::Plain(colour) => hex(colour),
            Paint::Gradient(number, _) => {
                let stops = self.paged.gradients.get(number as usize).map(|gradient| gradient.stops.as_slice()).unwrap_or_default();
                stops.get(stops.len() / 2).map_or_else(|| "none".to_owned(), |(_, colour)| hex(*colour))
            }
        }
    }
}

fn hex(colour: Colour) -> String {
    format!("#{:02x}{:02x}{:02x}", colour.r, colour.g, colour.b)
}
