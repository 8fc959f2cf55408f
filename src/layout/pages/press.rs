//! Pages for a printing press: paper beyond the cut, and crop marks.

use crate::layout::paged::pages::{Artifact, ArtifactKind, Paged, PlacedItem, Shape, Trim};
use crate::layout::paged::units::{Colour, Point, Pt, Rect, Size};

/// Length of a crop mark, in millimetres.
const LENGTH: f32 = 5.0;
/// Between a crop mark and the edge of the sheet, in millimetres.
const MARGIN: f32 = 1.0;
/// Thickness of a crop mark.
const THICKNESS: Pt = Pt(0.25);

/// Sets every page on a larger sheet, with crop marks outside the bleed.
pub(in crate::layout) fn add_crop_marks(paged: &mut Paged, bleed: Pt) {
    let margin = bleed + Pt::mm(LENGTH + MARGIN);
    let by = Point::new(margin, margin);
    for page in &mut paged.pages {
        let trim = Rect { at: by, size: page.size };
        let items = page.artifacts.iter_mut().flat_map(|artifact| &mut artifact.items).chain(page.content.iter_mut().map(|(_, item)| item));
        items.for_each(|item| item.at = item.at.moved(by));
        page.areas.iter_mut().for_each(|area| area.rect = area.rect.moved(by));
        page.flaws.iter_mut().for_each(|flaw| flaw.rect = flaw.rect.moved(by));
        page.size = Size { width: page.size.width + margin * 2.0, height: page.size.height + margin * 2.0 };
        page.trim = Some(Trim { rect: trim, bleed });
        page.artifacts.push(Artifact { kind: ArtifactKind::Page, items: crop_marks(trim, bleed) });
    }
    paged.destinations.iter_mut().for_each(|destination| destination.at = destination.at.moved(by));
}

/// Two marks at each corner, in line with the cuts.
fn crop_marks(trim: Rect, bleed: Pt) -> Vec<PlacedItem> {
    let length = Pt::mm(LENGTH);
    let (left, top) = (trim.at.x, trim.at.y);
    let (right, bottom) = (left + trim.size.width, top + trim.size.height);
    let black = Colour { r: 0, g: 0, b: 0 };
    let mark = |x: Pt, y: Pt, width: Pt, height: Pt| PlacedItem { at: Point::new(x, y), shape: Shape::Rectangle(Size { width, height }, black) };
    let half = THICKNESS / 2.0;
    let along = [left - bleed - length, right + bleed].into_iter().flat_map(|x| [top, bottom].map(|y| mark(x, y - half, length, THICKNESS)));
    let down = [top - bleed - length, bottom + bleed].into_iter().flat_map(|y| [left, right].map(|x| mark(x - half, y, THICKNESS, length)));
    along.chain(down).collect()
}
