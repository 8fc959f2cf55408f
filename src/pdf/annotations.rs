//! Links as annotations, and the outline.

use lopdf::{Object, ObjectId, dictionary};

use super::file::PdfFile;
use super::objects::{Ids, ascii, real, text};
use crate::layout::{LinkTarget, Paged, Rect, TagId, TagRole};

/// The links of all pages.
pub(super) struct Annotations {
    /// The annotations of each page.
    pub(super) of_pages: Vec<Vec<ObjectId>>,
    /// The link, page and object of each, by their numbers in the parent tree.
    pub(super) objects: Vec<(TagId, usize, ObjectId)>,
}

/// Adds one annotation for each link and page: its lines are its quadrilaterals (ISO 32000-1, 12.5.6.5).
pub(super) fn add(file: &mut PdfFile, paged: &Paged, ids: Ids) -> Annotations {
    let mut of_pages = Vec::with_capacity(paged.pages.len());
    let mut objects = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        let mut here = Vec::new();
        let links: Vec<_> = page.areas.iter().filter(|area| paged.tags.tag(area.tag).role == TagRole::Link).collect();
        for lines in links.chunk_by(|a, b| a.tag == b.tag) {
            let Some(first) = lines.first() else { continue };
            let Some(link) = paged.tags.tag(first.tag).details.as_ref().and_then(|details| details.link.as_ref()) else { continue };
            let height = page.size.height.0;
            let corners = |rect: Rect| {
                let (x, y) = (rect.at.x.0, height - rect.at.y.0);
                (x, y - rect.size.height.0, x + rect.size.width.0, y)
            };
            let whole = lines.iter().map(|area| area.rect).fold(first.rect, Rect::around);
            let (left, bottom, right, top) = corners(whole);
            let quads = lines.iter().flat_map(|area| {
                let (left, bottom, right, top) = corners(area.rect);
                [left, top, right, top, left, bottom, right, bottom].map(real)
            });
            let quads: Vec<Object> = quads.collect();
            // The parent tree has the pages first (see `structure`).
            let key = (paged.pages.len() + objects.len()) as i64;
            let mut annotation = dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "F" => 4, "P" => ids.page(number), "StructParent" => key,
                "Rect" => [left, bottom, right, top].map(real).to_vec(), "Border" => vec![0.into(), 0.into(), 0.into()],
                "Contents" => text(&link.contents),
            };
            if lines.len() > 1 {
                annotation.set("QuadPoints", quads);
            }
            match &link.target {
                LinkTarget::Outside(address) => {
                    annotation.set("A", dictionary! { "Type" => "Action", "S" => "URI", "URI" => ascii(&plain_address(address)) });
                }
                LinkTarget::Inside(destination) => {
                    let Some(place) = place(paged, ids, *destination) else { continue };
                    let element = paged.destinations.get(*destination as usize).map_or(TagId(0), |destination| destination.tag);
                    let mut structure = place.clone();
                    structure[0] = Object::Reference(ids.tag(element));
                    annotation.set("A", dictionary! { "Type" => "Action", "S" => "GoTo", "D" => place, "SD" => structure });
                }
            }
            let id = file.add(annotation);
            objects.push((first.tag, number, id));
            here.push(id);
        }
        of_pages.push(here);
    }
    Annotations { of_pages, objects }
}

/// The destination array of a place (ISO 32000-1, 12.3.2.2).
fn place(paged: &Paged, ids: Ids, destination: u32) -> Option<Vec<Object>> {
    let destination = paged.destinations.get(destination as usize)?;
    let page = destination.page as usize;
    let height = paged.pages.get(page)?.size.height.0;
    Some(vec![Object::Reference(ids.page(page)), "XYZ".into(), real(destination.at.x.0), real(height - destination.at.y.0), Object::Null])
}

/// An address is ASCII (ISO 32000-1, table 206): other characters are percent-encoded.
fn plain_address(address: &str) -> String {
    const KEEP: &percent_encoding::AsciiSet = &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>');
    percent_encoding::utf8_percent_encode(address, KEEP).to_string()
}

/// The outline: nested as the headings are. Returns its root, if there are headings.
pub(super) fn outline(file: &mut PdfFile, paged: &Paged, ids: Ids) -> Option<ObjectId> {
    let entries = &paged.outline;
    if entries.is_empty() {
        return None;
    }
    let root = file.reserve();
    let items: Vec<ObjectId> = entries.iter().map(|_| file.reserve()).collect();
    // The parent of each entry, found with a stack of open entries.
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(entries.len());
    let mut open: Vec<usize> = Vec::new();
    let mut kids: Vec<Vec<usize>> = vec![Vec::new(); entries.len()];
    let mut top = Vec::new();
    for (at, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|above| entries[*above].level >= entry.level) {
            open.pop();
        }
        let parent = open.last().copied();
        match parent {
            Some(parent) => kids[parent].push(at),
            None => top.push(at),
        }
        parents.push(parent);
        open.push(at);
    }
    for siblings in kids.iter().chain(std::iter::once(&top)) {
        for (place_among, at) in siblings.iter().enumerate() {
            let entry = &entries[*at];
            let mut item = dictionary! { "Title" => text(&entry.title), "Parent" => parents[*at].map_or(root, |parent| items[parent]) };
            if let Some(place) = place(paged, ids, entry.destination) {
                let element = paged.destinations.get(entry.destination as usize).map_or(TagId(0), |destination| destination.tag);
                item.set("Dest", place);
                item.set("SE", ids.tag(element));
            }
            if let Some(previous) = place_among.checked_sub(1).and_then(|before| siblings.get(before)) {
                item.set("Prev", items[*previous]);
            }
            if let Some(next) = siblings.get(place_among + 1) {
                item.set("Next", items[*next]);
            }
            if let (Some(first), Some(last)) = (kids[*at].first(), kids[*at].last()) {
                item.set("First", items[*first]);
                item.set("Last", items[*last]);
                // Closed at first: a negative count (ISO 32000-1, table 153).
                item.set("Count", -(kids[*at].len() as i64));
            }
            file.set(items[*at], item);
        }
    }
    let (first, last) = (top.first().map(|at| items[*at])?, top.last().map(|at| items[*at])?);
    file.set(root, dictionary! { "Type" => "Outlines", "First" => first, "Last" => last, "Count" => top.len() as i64 });
    Some(root)
}
