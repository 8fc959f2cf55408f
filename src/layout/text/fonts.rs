//! Faces: the theme's, then the embedded ones.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::{FontContext, FontFamily, FontFamilyName};
use ttf_parser::name_id;

use super::invisible::is_unprintable;
use crate::diag::Diagnostic;
use crate::layout::paged::pages::Face;
use crate::model::is_invisible;
use crate::theme::Theme;

/// Faces for symbols, last in fallback order (`src/layout/faces/README.md`).
const SYMBOLS: [&[u8]; 5] = [
    include_bytes!("../faces/noto-sans-additions.ttf"),
    include_bytes!("../faces/noto-emoji.ttf"),
    include_bytes!("../faces/noto-sans-symbols-2.ttf"),
    include_bytes!("../faces/noto-sans-symbols.ttf"),
    include_bytes!("../faces/noto-sans-math.ttf"),
];

/// The name by which a theme lists the embedded faces.
const EMBEDDED: &str = "default";

/// All faces of an edition, in fallback order.
#[derive(Clone)]
pub struct Fonts {
    faces: Vec<Arc<Face>>,
    /// The number by which parley knows each face's file.
    blobs: Vec<u64>,
    /// Their families, in the same order.
    families: Vec<FontFamilyName<'static>>,
    /// How many of them are for text; the others are for symbols.
    text_families: usize,
    context: FontContext,
    /// Characters that a family has in all its weights.
    has: Arc<CharacterSet>,
    /// Those of them that are set as they are, in a face for text.
    plain: Arc<CharacterSet>,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Fonts").field("faces", &self.faces).finish_non_exhaustive()
    }
}

impl Fonts {
    /// The faces that `theme.yaml: fonts` lists, and the embedded ones: in place of `default` in the list, or after it.
    ///
    /// A file that is no usable font is reported and left out.
    #[must_use]
    pub fn of(theme: &Theme) -> (Self, Vec<Diagnostic>) {
        let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let context = FontContext { collection, source_cache: Default::default() };
        let mut fonts = Self {
            faces: Vec::new(),
            blobs: Vec::new(),
            families: Vec::new(),
            text_families: 0,
            context,
            has: Arc::default(),
            plain: Arc::default(),
        };
        let mut diagnostics = Vec::new();
        let listed = theme.tokens.fonts.iter().map(String::as_str);
        let closing = (!theme.tokens.fonts.iter().any(|name| name == EMBEDDED)).then_some(EMBEDDED);
        for name in listed.chain(closing) {
            if name == EMBEDDED {
                for bytes in [notosans::REGULAR_TTF, notosans::BOLD_TTF] {
                    fonts.add(Arc::new(bytes)).unwrap_or_default();
                }
                continue;
            }
            let fault = match theme.print_files.iter().find(|(path, _)| path == name) {
                Some((_, bytes)) => fonts.add(Arc::new(bytes.clone())).err(),
                None => Some("there is no such file in the theme's folder"),
            };
            if let Some(fault) = fault {
                diagnostics.push(
                    Diagnostic::error("theme", None, format!("theme.yaml: fonts: `{name}` cannot be used: {fault}"))
                        .hint("name TrueType or OpenType files of the theme's folder, such as `fonts/Name-Regular.ttf`"),
                );
            }
        }
        let (plain, text_faces) = (characters(&fonts.faces), fonts.faces.len());
        fonts.text_families = fonts.families.len();
        for bytes in SYMBOLS {
            fonts.add(Arc::new(bytes)).unwrap_or_default();
        }
        let mut has = characters(&fonts.faces[text_faces..]);
        has.add(&plain);
        fonts.has = Arc::new(has);
        fonts.plain = Arc::new(plain.without(|c| is_unprintable(c) || is_invisible(c) || matches!(c, '\u{2010}' | '\u{2011}')));
        (fonts, diagnostics)
    }

    fn add(&mut self, data: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Result<(), &'static str> {
        let bytes = (*data).as_ref();
        let face = ttf_parser::Face::parse(bytes, 0).map_err(|_| "it is no TrueType or OpenType font")?;
        if face.is_variable() {
            return Err("it is a variable font; use its static files, one for each weight");
        }
        let name =
            face.names().into_iter().find(|name| name.name_id == name_id::POST_SCRIPT_NAME && name.is_unicode()).and_then(|name| name.to_string());
        let units_per_em = f32::from(face.units_per_em());
        let height = face.capital_height().unwrap_or_else(|| face.ascender());
        let weight = f32::from(face.weight().to_number());
        // A PostScript name has no spaces or delimiters (ISO 32000-1, 7.3.5); a font without a name gets one.
        let plain = |name: String| name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>();
        let name = name.map(plain).filter(|name| !name.is_empty()).unwrap_or_else(|| format!("Face-{}", self.faces.len()));
        let face = Face { name, units_per_em, cap_height: f32::from(height) * 1000.0 / units_per_em, weight, data: Arc::clone(&data) };
        let blob = Blob::new(data);
        self.blobs.push(blob.id());
        self.faces.push(Arc::new(face));
        for (family, _) in self.context.collection.register_fonts(blob, None) {
            if let Some(name) = self.context.collection.family_name(family)
                && !self.families.iter().any(|known| matches!(known, FontFamilyName::Named(known) if known == name))
            {
                self.families.push(FontFamilyName::Named(name.to_owned().into()));
            }
        }
        Ok(())
    }

    /// The faces, as glyph runs number them.
    #[must_use]
    pub fn faces(&self) -> &[Arc<Face>] {
        &self.faces
    }

    /// Whether a character can be set in every weight.
    pub(in crate::layout) fn has(&self, c: char) -> bool {
        self.has.contains(c)
    }

    /// Whether a character is set as it is, in a face for text.
    pub(in crate::layout) fn is_plain(&self, c: char) -> bool {
        self.plain.contains(c)
    }

    /// The face whose file parley knows as `blob`.
    pub(in crate::layout) fn face(&self, blob: u64) -> Option<u16> {
        self.blobs.iter().position(|known| *known == blob).map(|at| at as u16)
    }

    /// The shaping context, and the families for `text` in fallback order. Those for symbols are left out if `text` cannot need them:
    /// each family costs time in every paragraph.
    pub(in crate::layout) fn context(&mut self, text: &str) -> (&mut FontContext, FontFamily<'_>) {
        // Of several families for text, none may have both a letter and the marks on it.
        let is_plain = text.is_ascii() || self.text_families == 1 && text.chars().all(|c| self.is_plain(c));
        let needed = if is_plain { self.text_families } else { self.families.len() };
        (&mut self.context, FontFamily::List(self.families[..needed].into()))
    }
}

/// The characters that a family has in all its weights: in another, a bold one might be missing.
fn characters(faces: &[Arc<Face>]) -> CharacterSet {
    let mut families: Vec<(String, CharacterSet)> = Vec::new();
    let parsed = faces.iter().filter_map(|face| ttf_parser::Face::parse((*face.data).as_ref(), 0).ok());
    for face in parsed {
        let names = || face.names().into_iter().filter(|name| name.is_unicode());
        let of = |id: u16| names().find(|name| name.name_id == id).and_then(|name| name.to_string());
        let family = of(name_id::TYPOGRAPHIC_FAMILY).or_else(|| of(name_id::FAMILY)).unwrap_or_default();
        let has = CharacterSet::of(&face);
        match families.iter_mut().find(|(name, _)| *name == family) {
            Some((_, common)) => common.keep(&has),
            None => families.push((family, has)),
        }
    }
    let mut all = CharacterSet::default();
    families.iter().for_each(|(_, has)| all.add(has));
    // A line of program text ends with it.
    all.insert('\n');
    all
}

/// Characters, a bit each.
#[derive(Debug, Default)]
struct CharacterSet(Vec<u64>);

impl CharacterSet {
    /// Those that a face has a glyph for.
    fn of(face: &ttf_parser::Face<'_>) -> Self {
        let mut set = Self::default();
        let tables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|table| table.is_unicode());
        tables.for_each(|table| {
            table.codepoints(|code| {
                let has = |c: &char| face.glyph_index(*c).is_some_and(|glyph| glyph.0 != 0);
                char::from_u32(code).filter(has).into_iter().for_each(|c| set.insert(c));
            });
        });
        set
    }

    fn insert(&mut self, c: char) {
        let at = c as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        self.0[at] |= 1 << (c as usize % 64);
    }

    fn contains(&self, c: char) -> bool {
        self.0.get(c as usize / 64).is_some_and(|bits| bits >> (c as usize % 64) & 1 == 1)
    }

    fn keep(&mut self, other: &Self) {
        self.0.truncate(other.0.len());
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits &= other);
    }

    fn add(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        self.0.iter_mut().zip(&other.0).for_each(|(bits, other)| *bits |= other);
    }

    fn without(mut self, is_out: impl Fn(char) -> bool) -> Self {
        for (at, bits) in self.0.iter_mut().enumerate() {
            for bit in 0..64 {
                if char::from_u32(at as u32 * 64 + bit).is_some_and(&is_out) {
                    *bits &= !(1 << bit);
                }
            }
        }
        self
    }
}
