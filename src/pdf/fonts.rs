//! Faces, each with only the glyphs that are used (ISO 14289-1, 7.21).

use std::collections::BTreeMap;

use lopdf::{Document, Object};
use printpdf::{Codepoint, FontId, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, TextItem};
use rayon::prelude::*;
use subsetter::GlyphRemapper;

use crate::layout::{GlyphRun, Page, Paged, Shape};

/// A face with the glyphs that the document uses.
pub(super) struct Subset {
    /// What page content calls it.
    pub(super) name: String,
    /// The number of each glyph in the subset.
    pub(super) glyphs: GlyphRemapper,
    /// The characters that each glyph of the subset stands for.
    pub(super) characters: BTreeMap<u16, String>,
    /// How far the file says that each glyph of the subset moves the pen, in thousandths of the em.
    pub(super) widths: Vec<i64>,
    font: Option<ParsedFont>,
    cap_height: f32,
    weight: f32,
}

/// Which glyphs are used, with the first characters that each stands for.
type Used = Vec<BTreeMap<u16, String>>;

/// Makes the subset of each face; a face without glyphs has none.
pub(super) fn subset(paged: &Paged) -> Vec<Subset> {
    let count = paged.faces.len();
    let mut used: Used = vec![BTreeMap::new(); count];
    let of_pages: Vec<Used> = paged.pages.par_chunks(16).map(|pages| used_glyphs(pages, count)).collect();
    for of_page in of_pages {
        for (all, some) in used.iter_mut().zip(of_page) {
            for (glyph, characters) in some {
                let known = all.entry(glyph).or_default();
                if known.is_empty() {
                    *known = characters;
                }
            }
        }
    }
    let faces: Vec<(usize, BTreeMap<u16, String>)> = used.into_iter().enumerate().collect();
    faces.into_par_iter().map(|(at, used)| subset_face(paged, at, used)).collect()
}

fn used_glyphs(pages: &[Page], count: usize) -> Used {
    let mut used: Used = vec![BTreeMap::new(); count];
    let mut see = |run: &GlyphRun| {
        let Some(used) = used.get_mut(usize::from(run.face)) else { return };
        let mut at = 0;
        for glyph in &run.glyphs {
            let end = at + usize::from(glyph.bytes);
            let characters = run.text.get(at..end).unwrap_or("");
            at = end;
            match used.get_mut(&glyph.id) {
                Some(known) if known.is_empty() && !run.right_to_left => characters.clone_into(known),
                Some(_) => {}
                None => {
                    let characters = if run.right_to_left { "" } else { characters };
                    used.insert(glyph.id, characters.to_owned());
                }
            }
        }
    };
    for page in pages {
        let artifacts = page.artifacts.iter().flat_map(|artifact| &artifact.items);
        for item in page.content.iter().map(|(_, item)| item).chain(artifacts) {
            if let Shape::Text(run) = &item.shape {
                see(run);
            }
        }
    }
    used
}

fn subset_face(paged: &Paged, at: usize, used: BTreeMap<u16, String>) -> Subset {
    let face = &paged.faces[at];
    let ids: Vec<u16> = used.keys().copied().collect();
    let glyphs = GlyphRemapper::new_from_glyphs_sorted(&ids);
    let characters: BTreeMap<u16, String> = used
        .into_iter()
        .filter_map(|(glyph, characters)| {
            // What only ever stands for a part of something has its text in ActualText; an empty entry is not allowed.
            let characters = if characters.is_empty() { "\u{2060}".to_owned() } else { characters };
            Some((glyphs.get(glyph)?, characters))
        })
        .collect();
    let name = format!("F{at}");
    let mut subset = Subset { name, glyphs, characters, widths: Vec::new(), font: None, cap_height: face.cap_height, weight: face.weight };
    if subset.characters.is_empty() {
        return subset;
    }
    let data = (*face.data).as_ref();
    let bytes = subsetter::subset(data, 0, &subset.glyphs).unwrap_or_else(|_| data.to_vec());
    if let Some(mut font) = ParsedFont::from_bytes(&bytes, 0, &mut Vec::new()) {
        font.font_name = Some(format!("{}+{}", tag_of(&bytes), face.name));
        let count = subset.glyphs.num_gids();
        let em = f32::from(font.pdf_font_metrics.units_per_em);
        // As printpdf writes it into /W: the number is cut, not rounded.
        subset.widths = (0..count).map(|glyph| font.get_glyph_width(glyph).map_or(0, |width| (f32::from(width) * 1000.0 / em) as i64)).collect();
        subset.font = Some(font);
    }
    subset
}

/// Six letters that tell subsets apart (ISO 32000-1, 9.6.4).
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

/// Gives the document a face.
pub(super) fn register(document: &mut PdfDocument, subset: &Subset) {
    if let Some(font) = &subset.font {
        document.resources.fonts.map.insert(FontId(subset.name.clone()), PdfFont::new(font.clone()));
    }
}

/// Content that shows every glyph of a face once.
pub(super) fn showing(subset: &Subset) -> Vec<Op> {
    if subset.font.is_none() {
        return Vec::new();
    }
    let glyphs = subset.characters.iter().map(|(glyph, characters)| Codepoint::with_cid(*glyph, 0.0, characters.clone())).collect();
    let font = PdfFontHandle::External(FontId(subset.name.clone()));
    vec![
        Op::StartTextSection,
        Op::SetFont { font, size: printpdf::Pt(1.0) },
        Op::ShowText { items: vec![TextItem::GlyphIds(glyphs)] },
        Op::EndTextSection,
    ]
}

/// Puts in what printpdf guesses: the height of capitals, the weight of stems.
pub(super) fn mend(file: &mut Document, faces: &[Subset]) {
    let names: Vec<(Vec<u8>, &Subset)> = faces.iter().filter_map(|face| Some((face.font.as_ref()?.font_name.clone()?.into_bytes(), face))).collect();
    for object in file.objects.values_mut() {
        let Object::Dictionary(dictionary) = object else { continue };
        if dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"FontDescriptor") {
            let name = dictionary.get(b"FontName").and_then(Object::as_name).unwrap_or_default().to_vec();
            let Some((_, face)) = names.iter().find(|(known, _)| *known == name) else { continue };
            dictionary.set("CapHeight", face.cap_height.round() as i64);
            dictionary.set("StemV", (50.0 + (face.weight / 65.0).powi(2)).round() as i64);
            // Bit 3, symbolic: codes are glyph numbers, no standard encoding is meant (ISO 32000-1, table 123).
            dictionary.set("Flags", 4);
        }
    }
}
