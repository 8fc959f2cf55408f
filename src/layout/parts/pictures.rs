//! Pictures at their printed size, and what is wrong with them there.

use super::part::{EditionContext, PartDraft};
use crate::diag::{Diagnostic, Severity};
use crate::layout::paged::pages::PlacedItem;
use crate::layout::paged::units::{Point, Pt, Size};
use crate::layout::pictures::bitmaps::ONLY_BROWSERS;
use crate::layout::pictures::picture::{LoadedPicture, resolution};
use crate::layout::pictures::svg::SmallestText;
use crate::model::{Image, ImageSource};

/// Words of drawings that are printed smaller than this are reported.
const SMALLEST_LABEL: Pt = Pt(9.0);

impl PartDraft<'_> {
    /// A picture fit into a room, with its size. Reports one that cannot be shown, or is not printed as it should be.
    pub(in crate::layout) fn picture(&mut self, context: EditionContext<'_>, image: &Image, width: Pt, height: Pt) -> Option<(Size, PlacedItem)> {
        let ImageSource::Picture(number) = image.source else { return None };
        let path = context.document.pictures.get(number as usize).map_or("", |file| &file.path);
        let Some(picture) = context.pictures.get(number) else {
            let fault = context.pictures.fault(number).unwrap_or_default();
            let message = format!("the picture `{path}` cannot be printed: {fault}");
            // The site shows it; on paper, its alt text takes its place.
            let severity = if fault == ONLY_BROWSERS { Severity::Warning } else { Severity::Error };
            let fault = Diagnostic { severity, ..Diagnostic::error("picture", image.span, message) };
            self.diagnostics.push(fault.hint("open it in an image editor and save it again as PNG or JPEG"));
            return None;
        };
        let room = Size { width, height };
        let (shape, size) = picture.fit(room);
        let findings = match picture {
            // A redline shows pictures of two versions, of which only the new one can be changed.
            LoadedPicture::Bitmap(..) if context.is_redline() => [None, None],
            LoadedPicture::Bitmap(_, width, height, _) => [too_coarse(path, image, (*width, *height), room), None],
            LoadedPicture::Drawing(group, lost, smallest) => {
                [incomplete(path, image, lost), smallest.as_ref().and_then(|text| too_small(path, image, text, size.width / group.size.width))]
            }
        };
        self.diagnostics.extend(findings.into_iter().flatten());
        Some((size, PlacedItem { at: Point::default(), shape }))
    }
}

/// A bitmap with too few pixels for its printed size.
fn too_coarse(path: &str, image: &Image, pixels: (u32, u32), room: Size) -> Option<Diagnostic> {
    let resolution = resolution(pixels, room);
    let least = resolution.least_width.filter(|least| *least > pixels.0)?;
    let message = format!(
        "the picture `{path}` has {} by {} pixels, so it is printed at {} pixels per inch, where lines look jagged and photographs blurred",
        pixels.0,
        pixels.1,
        resolution.per_inch.round()
    );
    let finding = Diagnostic::warning("picture-resolution", image.span, message);
    Some(finding.hint(format!("use a copy that is at least {least} pixels wide, from the original: enlarging this one adds no detail")))
}

/// A drawing with features that print leaves out.
fn incomplete(path: &str, image: &Image, lost: &[String]) -> Option<Diagnostic> {
    if lost.is_empty() {
        return None;
    }
    let message = format!("the drawing `{path}` is not printed as it is on the site: {}", lost.join("; "));
    let finding = Diagnostic::warning("picture", image.span, message);
    Some(finding.hint("draw it with plain colours, gradients, clips and SVG text alone, or save it as PNG, 2,500 pixels wide"))
}

/// A drawing with words that are too small at its printed size, `scale` times its own.
fn too_small(path: &str, image: &Image, text: &SmallestText, scale: f32) -> Option<Diagnostic> {
    let printed = text.size * scale;
    if printed >= SMALLEST_LABEL {
        return None;
    }
    let message = format!(
        "words in the drawing `{path}` are printed at {} points, which is too small to read: \u{201c}{}\u{201d}",
        printed.0.floor(),
        text.words
    );
    let least = (text.pixels * SMALLEST_LABEL.0 / printed.0).ceil();
    let finding = Diagnostic::warning("picture", image.span, message);
    Some(finding.hint(format!("set its words in at least {least} pixels (they are {}), or split the drawing into two", text.pixels.round())))
}
