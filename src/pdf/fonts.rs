//! Faces, each with only the glyphs that are used (ISO 14289-1, 7.21).

use lopdf::{Dictionary, Document, Object, Stream};
use printpdf::{Codepoint, FontId, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, TextItem};
use rayon::prelude::*;
use subsetter::GlyphRemapper;

use super::file::PdfFile;
use super::objects::real;
use crate::layout::{Paged, PrintPage, Shape};

/// A face with the glyphs that the document uses.
pub(super) struct Subset {
    /// Its resource name in page content.
    pub(super) name: String,
    /// Glyph numbers in the subset, by glyph number in the face.
    numbers: Vec<u16>,
    /// The characters of each glyph, by its number in the subset.
    pub(super) characters: Vec<String>,
    /// Advance widths as the file states them, by glyph number in the subset, in thousandths of the em.
    pub(super) widths: Vec<f32>,
    font: Option<ParsedFont>,
    cap_height: f32,
    weight: f32,
}

impl Subset {
    /// The number in the subset of a glyph of the face.
    pub(super) fn number(&self, glyph: u16) -> u16 {
        self.numbers.get(usize::from(glyph)).copied().unwrap_or(0)
    }
}

/// The characters of each glyph of a face where it is first used; `None` if it is not.
type Used<'p> = Vec<Option<&'p str>>;

/// Makes the subset of each face; a face without glyphs has none.
pub(super) fn subset(paged: &Paged) -> Vec<Subset> {
    let count = paged.faces.len();
    let mut used: Vec<Used<'_>> = vec![Vec::new(); count];
    let of_pages: Vec<Vec<Used<'_>>> = paged.pages.par_chunks(64).map(|pages| used_glyphs(pages, count)).collect();
    for (all, some) in of_pages.into_iter().flat_map(|of_page| (0..).zip(of_page)) {
        for (glyph, characters) in some.into_iter().enumerate() {
            characters.into_iter().for_each(|characters| see(&mut used[all], glyph, characters));
        }
    }
    used.into_par_iter().enumerate().map(|(at, used)| subset_face(paged, at, &used)).collect()
}

fn see<'p>(used: &mut Used<'p>, glyph: usize, characters: &'p str) {
    if used.len() <= glyph {
        used.resize(glyph + 1, None);
    }
    if used[glyph].is_none_or(str::is_empty) {
        used[glyph] = Some(characters);
    }
}

fn used_glyphs(pages: &[PrintPage], count: usize) -> Vec<Used<'_>> {
    let mut used: Vec<Used<'_>> = vec![Vec::new(); count];
    for page in pages {
        let artifacts = page.artifacts.iter().flat_map(|artifact| &artifact.items);
        for item in page.content.iter().map(|(_, item)| item).chain(artifacts) {
            let Shape::Text(run) = &item.shape else { continue };
            let Some(used) = used.get_mut(usize::from(run.face)) else { continue };
            let mut at = 0;
            for glyph in &run.glyphs {
                let end = at + usize::from(glyph.bytes);
                let characters = if run.right_to_left { "" } else { run.text.get(at..end).unwrap_or("") };
                see(used, usize::from(glyph.id), characters);
                at = end;
            }
        }
    }
    used
}

fn subset_face(paged: &Paged, at: usize, used: &Used<'_>) -> Subset {
    let face = &paged.faces[at];
    let ids: Vec<u16> = (0u16..).zip(used).filter(|(_, characters)| characters.is_some()).map(|(id, _)| id).collect();
    let glyphs = GlyphRemapper::new_from_glyphs_sorted(&ids);
    let numbers: Vec<u16> = (0u16..).zip(used).map(|(id, _)| glyphs.get(id).unwrap_or(0)).collect();
    let mut characters = vec![String::new(); usize::from(glyphs.num_gids())];
    for (number, known) in numbers.iter().zip(used) {
        if let Some(known) = known {
            // A glyph that is only ever part of a cluster has its text in ActualText; an empty entry is not allowed.
            characters[usize::from(*number)] = if known.is_empty() { "\u{2060}".to_owned() } else { (*known).to_owned() };
        }
    }
    let name = format!("F{at}");
    let mut subset = Subset { name, numbers, characters, widths: Vec::new(), font: None, cap_height: face.cap_height, weight: face.weight };
    if ids.is_empty() {
        return subset;
    }
    let data = (*face.data).as_ref();
    let bytes = subsetter::subset(data, 0, &glyphs).unwrap_or_else(|_| data.to_vec());
    if let Some(mut font) = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()) {
        font.font_name = Some(format!("{}+{}", tag_of(&bytes), face.name));
        let em = f32::from(font.pdf_font_metrics.units_per_em);
        let width = |glyph| font.get_glyph_width(glyph).map_or(0.0, |width| f32::from(width) * 1000.0 / em);
        subset.widths = (0..glyphs.num_gids()).map(width).collect();
        subset.font = Some(font);
    }
    subset
}

/// A tag of six letters that distinguishes subsets (ISO 32000-1, 9.6.4).
fn tag_of(bytes: &[u8]) -> String {
    let mut hash = xxhash_rust::xxh3::xxh3_64(bytes);
    (0..6)
        .map(|_| {
            let letter = (hash % 26) as u8 + b'A';
            hash /= 26;
            char::from(letter)
        })
        .collect()
}

/// Writes the faces that are used; returns them by their resource names.
pub(super) fn add(file: &mut PdfFile, faces: Vec<Subset>) -> Dictionary {
    let mut document = PdfDocument::new("");
    // printpdf embeds the fonts that a page uses: this one shows every glyph once, and only its fonts are taken.
    let mut page = PdfPage::new(Mm(1.0), Mm(1.0), Vec::new());
    let mut names = Vec::with_capacity(faces.len());
    for face in faces {
        let Some(font) = face.font else { continue };
        let shown = (0u16..).zip(face.characters).filter(|(_, characters)| !characters.is_empty());
        let glyphs = shown.map(|(glyph, characters)| Codepoint::with_cid(glyph, 0.0, characters)).collect();
        let id = FontId(face.name.clone());
        page.ops.extend([
            Op::StartTextSection,
            Op::SetFont { font: PdfFontHandle::External(id.clone()), size: printpdf::Pt(1.0) },
            Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
            Op::EndTextSection,
        ]);
        document.resources.fonts.map.insert(id, PdfFont::new(font));
        names.push((face.name, face.cap_height, face.weight, face.widths));
    }
    document.pages = vec![page];
    let options = PdfSaveOptions { optimize: false, subset_fonts: false, secure: true, image_optimization: None };
    let made = document.to_lopdf_document(&options, &mut Vec::new());
    let fonts = made.get_pages().into_values().next().and_then(|page| made.get_page_fonts(page).ok()).unwrap_or_default();
    let mut written = Dictionary::new();
    for (name, cap_height, weight, widths) in names {
        let Some(font) = fonts.get(name.as_bytes()) else { continue };
        let font = copied(&made, &Object::Dictionary((*font).clone()), file, &mut |dictionary| {
            if dictionary.has_type(b"FontDescriptor") {
                // printpdf estimates the height of capitals and the weight of stems.
                dictionary.set("CapHeight", cap_height.round() as i64);
                dictionary.set("StemV", (50.0 + (weight / 65.0).powi(2)).round() as i64);
                // Bit 3, symbolic: codes are glyph numbers, no standard encoding is meant (ISO 32000-1, table 123).
                dictionary.set("Flags", 4);
            } else if dictionary.has(b"W") {
                // printpdf truncates decimals; the pen would have to be moved by them after every second glyph.
                let widths: Vec<Object> = widths.iter().map(|width| real(*width)).collect();
                dictionary.set("W", vec![0.into(), Object::Array(widths)]);
            }
        });
        written.set(name, file.add(font));
    }
    written
}

/// An object with everything that it refers to, renumbered; `adjust` may change each dictionary.
fn copied(from: &Document, object: &Object, file: &mut PdfFile, adjust: &mut dyn FnMut(&mut Dictionary)) -> Object {
    let mut entries = |dictionary: &Dictionary, file: &mut PdfFile| {
        let mut copy: Dictionary = dictionary.iter().map(|(key, value)| (key.clone(), copied(from, value, file, adjust))).collect();
        adjust(&mut copy);
        copy
    };
    match object {
        Object::Reference(id) => {
            let copy = from.get_object(*id).map_or(Object::Null, |object| copied(from, object, file, adjust));
            Object::Reference(file.add(copy))
        }
        Object::Array(items) => Object::Array(items.iter().map(|item| copied(from, item, file, adjust)).collect()),
        Object::Dictionary(dictionary) => Object::Dictionary(entries(dictionary, file)),
        Object::Stream(stream) => Object::Stream(Stream { dict: entries(&stream.dict, file), ..stream.clone() }),
        other => other.clone(),
    }
}
