//! From pages to a file: PDF 1.7, PDF/UA-1 and PDF/A-2a at once.
//!
//! Draws and tags what it is given; `PDF_UA.md` beside this file goes through the standard clause by clause. printpdf
//! makes the font objects; whatever it does not support (the tag tree, annotations, the outline, metadata) is built here from lopdf's
//! objects and written by `file`. The bytes depend on the pages alone: dates are the version's, the file's
//! identifier is a hash of its content.

mod annotations;
mod content;
mod file;
mod fonts;
mod icc;
mod images;
mod metadata;
mod objects;
mod shadings;
mod structure;

use lopdf::{Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;

use crate::layout::{Paged, PrintPage, Pt, Trim};
use file::PdfFile;
use objects::{Ids, real};

/// The file of a laid-out document.
///
/// ```
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
/// use greenpaper::{layout, pdf};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let large = layout::PrintSize { large: true };
/// let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
/// let (paged, _) = layout::lay_out(&checked.document, &checked.theme, &large, None, &read);
/// assert!(pdf::render(&paged).starts_with(b"%PDF-1.7"));
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn render(paged: &Paged) -> Vec<u8> {
    let faces = fonts::subset(paged);
    let drawn: Vec<content::Drawn> = paged.pages.par_iter().map(|page| content::draw(paged, page, &faces)).collect();

    let mut file = PdfFile::default();
    let ids = Ids { pages: file.reserve_row(paged.pages.len()), tags: file.reserve_row(paged.tags.tags.len()) };
    let mut resources = dictionary! { "Font" => fonts::add(&mut file, faces) };
    for (kind, named) in [("XObject", images::add(&mut file, paged)), ("Shading", shadings::add(&mut file, paged))] {
        if !named.is_empty() {
            resources.set(kind, named);
        }
    }
    let resources = file.add(resources);
    let annotations = annotations::add(&mut file, paged, ids);
    let structure = structure::add(&mut file, paged, &drawn, &annotations, ids);
    let pages = add_pages(&mut file, paged, drawn, &annotations, resources, ids);
    let outline = annotations::outline(&mut file, paged, ids);
    let (root, info) = metadata::add(&mut file, paged, pages, structure, outline);
    file.close(root, info)
}

/// How many pages a node of the page tree holds.
const PAGES: usize = 128;

/// Writes the pages and the tree that holds them; returns its root.
fn add_pages(
    file: &mut PdfFile, paged: &Paged, drawn: Vec<content::Drawn>, annotations: &annotations::Annotations, resources: ObjectId, ids: Ids,
) -> ObjectId {
    let root = file.reserve();
    let count = drawn.len();
    let nodes: Vec<ObjectId> = (0..count).step_by(PAGES).map(|_| file.reserve()).collect();
    for (number, drawn) in drawn.into_iter().enumerate() {
        let PrintPage { size, trim, .. } = &paged.pages[number];
        let mut content = Stream::new(dictionary! { "Filter" => "FlateDecode" }, drawn.compressed);
        content.allows_compression = false;
        let content = file.add(content);
        let area = vec![real(0.0), real(0.0), real(size.width.0), real(size.height.0)];
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => nodes[number / PAGES], "MediaBox" => area, "Resources" => resources, "Contents" => content,
            "StructParents" => number as i64, "Tabs" => "S",
        };
        if let Some(Trim { rect, bleed }) = trim {
            // Readers see the page as it is cut, printing firms the whole sheet (ISO 32000-1, 14.11.2).
            let (left, right) = (rect.at.x, rect.at.x + rect.size.width);
            let (top, bottom) = (size.height - rect.at.y, size.height - rect.at.y - rect.size.height);
            let around = |by: Pt| [left - by, bottom - by, right + by, top + by].map(|edge| real(edge.0)).to_vec();
            page.set("TrimBox", around(Pt::ZERO));
            page.set("CropBox", around(Pt::ZERO));
            page.set("BleedBox", around(*bleed));
        }
        let links = &annotations.of_pages[number];
        if !links.is_empty() {
            page.set("Annots", links.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>());
        }
        file.set(ids.page(number), page);
    }
    for (at, node) in nodes.iter().enumerate() {
        let held = at * PAGES..count.min((at + 1) * PAGES);
        let kids: Vec<Object> = held.clone().map(|number| Object::Reference(ids.page(number))).collect();
        file.set(*node, dictionary! { "Type" => "Pages", "Parent" => root, "Kids" => kids, "Count" => held.len() as i64 });
    }
    let kids: Vec<Object> = nodes.into_iter().map(Object::Reference).collect();
    file.set(root, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count as i64 });
    root
}
