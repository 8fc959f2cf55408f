//! From pages to a file: PDF 1.7, PDF/UA-1 and PDF/A-2a at once.
//!
//! Draws and tags what it is given; `PDF_UA.md` beside this file goes through the standard clause by clause. Fonts and
//! pictures are made into objects by printpdf, all that it has no notion of (the tag tree, annotations, the outline, metadata)
//! is put in with lopdf. The bytes depend on the pages alone: dates are the version's, the file's identifier is a hash of
//! its content.

mod annotations;
mod content;
mod fonts;
mod icc;
mod images;
mod metadata;
mod structure;

use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, StringFormat, dictionary};
use printpdf::{PdfDocument, PdfPage, PdfSaveOptions};
use rayon::prelude::*;

use crate::layout::{Paged, Pt};

/// The file of a laid-out document.
#[must_use]
pub fn render(paged: &Paged) -> Vec<u8> {
    let faces = fonts::subset(paged);
    let drawn: Vec<content::Drawn> = paged.pages.par_iter().map(|page| content::draw(paged, page, &faces)).collect();

    let mut file = scaffold(paged, &faces);
    let page_ids: Vec<ObjectId> = file.get_pages().into_values().collect();
    fonts::mend(&mut file, &faces);
    let images = images::add(&mut file, paged);
    let resources = resources(&mut file, &page_ids, images);
    clear(&mut file, &page_ids);
    let structure = structure::add(&mut file, paged, &drawn, &page_ids);
    let mut parents = structure.page_parents;
    let annotations = annotations::add(&mut file, paged, &structure.tags, &page_ids, &mut parents);
    structure::close(&mut file, paged, &structure.tags, structure.root, annotations.objects, parents, &page_ids);
    for (number, (id, drawn)) in page_ids.iter().zip(drawn).enumerate() {
        let size = paged.pages[number].size;
        let mut content = Stream::new(Dictionary::new(), drawn.compressed);
        content.dict.set("Filter", "FlateDecode");
        content.allows_compression = false;
        let content = file.add_object(content);
        let area = vec![real(0.0), real(0.0), real(size.width.0), real(size.height.0)];
        let mut page = dictionary! {
            "Type" => "Page", "Parent" => structure.pages, "MediaBox" => area, "Resources" => resources, "Contents" => content,
            "StructParents" => number as i64, "Tabs" => "S",
        };
        let links = &annotations.of_pages[number];
        if !links.is_empty() {
            page.set("Annots", links.iter().map(|id| Object::Reference(*id)).collect::<Vec<_>>());
        }
        file.set_object(*id, page);
    }
    let outline = annotations::outline(&mut file, paged, &structure.tags, &page_ids);
    metadata::add(&mut file, paged, structure.root, outline);
    close(file)
}

/// The document with its pages, still blank, and its fonts.
fn scaffold(paged: &Paged, faces: &[fonts::Subset]) -> Document {
    let mut document = PdfDocument::new(&paged.about.title);
    for face in faces {
        fonts::register(&mut document, face);
    }
    // printpdf embeds the fonts that a page uses: the first page names every glyph and is then replaced.
    document.pages = paged.pages.iter().map(|page| PdfPage::new(mm(page.size.width), mm(page.size.height), Vec::new())).collect();
    if let Some(first) = document.pages.first_mut() {
        first.ops = faces.iter().flat_map(fonts::showing).collect();
    }
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    document.to_lopdf_document(&options, &mut Vec::new())
}

/// Resources that all pages share: fonts as printpdf named them, and pictures.
fn resources(file: &mut Document, pages: &[ObjectId], images: Dictionary) -> ObjectId {
    let fonts = pages.first().and_then(|first| {
        let page = file.get_dictionary(*first).ok()?;
        let resources = page.get(b"Resources").ok()?.as_reference().ok()?;
        file.get_dictionary(resources).ok()?.get(b"Font").ok()?.as_reference().ok()
    });
    let mut resources = Dictionary::new();
    if let Some(fonts) = fonts {
        resources.set("Font", fonts);
    }
    if !images.is_empty() {
        resources.set("XObject", images);
    }
    file.add_object(resources)
}

/// Takes out what printpdf made for pages and catalog and is now replaced.
fn clear(file: &mut Document, pages: &[ObjectId]) {
    let mut old: Vec<ObjectId> = Vec::with_capacity(pages.len() * 2);
    for page in pages {
        let Ok(page) = file.get_dictionary(*page) else { continue };
        old.extend([b"Resources".as_slice(), b"Contents".as_slice()].into_iter().filter_map(|key| page.get(key).ok()?.as_reference().ok()));
    }
    old.extend(file.trailer.get(b"Info").and_then(Object::as_reference));
    for id in old {
        file.objects.remove(&id);
    }
}

/// Writes the file out, named by a hash of itself (ISO 32000-1, 14.4).
fn close(mut file: Document) -> Vec<u8> {
    file.version = "1.7".to_owned();
    let id = |bytes: &[u8; 16]| {
        let id = Object::String(bytes.to_vec(), StringFormat::Hexadecimal);
        vec![id.clone(), id]
    };
    file.trailer.set("ID", id(&PLACE_FOR_ID));
    let streams: Vec<&mut Stream> =
        file.objects.values_mut().filter_map(|object| if let Object::Stream(stream) = object { Some(stream) } else { None }).collect();
    streams.into_par_iter().for_each(|stream| {
        if stream.allows_compression && !stream.dict.has(b"Filter") {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(content::deflated(&stream.content));
        }
    });
    let mut bytes = Vec::new();
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).max_objects_per_stream(200).compression_level(5).build();
    // Writing into memory cannot fail.
    file.save_with_options(&mut bytes, options).unwrap_or_default();
    let hash = xxhash_rust::xxh3::xxh3_128(&bytes).to_be_bytes();
    put_id(&mut bytes, &hash);
    bytes
}

/// Stands for the identifier until the file is written and can be hashed.
const PLACE_FOR_ID: [u8; 16] = *b"greenpaper's id.";

/// Puts the identifier into the trailer, which is the dictionary of the last cross-reference stream.
fn put_id(bytes: &mut [u8], id: &[u8; 16]) {
    let hex = |bytes: &[u8; 16]| bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>();
    let (place, id) = (hex(&PLACE_FOR_ID), hex(id));
    let tail = String::from_utf8_lossy(&bytes[bytes.len().saturating_sub(64)..]).into_owned();
    let start: usize = tail.rsplit_once("startxref").and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0);
    let mut from = start.min(bytes.len());
    while let Some(at) = bytes[from..].windows(place.len()).position(|window| window.eq_ignore_ascii_case(place.as_bytes())) {
        bytes[from + at..from + at + id.len()].copy_from_slice(id.as_bytes());
        from += at + id.len();
        // Both parts stand close together; what follows is binary.
        if from > start + 4096 {
            break;
        }
    }
}

fn mm(length: Pt) -> printpdf::Mm {
    printpdf::Mm(length.0 * 25.4 / 72.0)
}

/// A number with at most three decimals: more than any printer can show.
fn real(number: f32) -> Object {
    Object::Real((number * 1000.0).round() / 1000.0)
}

/// Text outside of page content: UTF-16 with its mark (ISO 32000-1, 7.9.2.2).
fn text(words: &str) -> Object {
    let mut bytes = vec![0xfe, 0xff];
    words.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A string of ASCII characters.
fn ascii(words: &str) -> Object {
    Object::String(words.bytes().filter(u8::is_ascii).collect(), StringFormat::Literal)
}
