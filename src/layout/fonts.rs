//! Faces: the theme's, then the embedded ones.

use std::sync::Arc;

use parley::fontique::{Blob, Collection, CollectionOptions};
use parley::{FontContext, FontFamily, FontFamilyName};
use ttf_parser::name_id;

use super::paged::Face;
use crate::diag::Diagnostic;
use crate::theme::Theme;

/// The name by which a theme lists the embedded faces.
const EMBEDDED: &str = "default";

/// All faces of an edition, in the order in which they are asked for a character.
#[derive(Clone)]
pub struct Fonts {
    faces: Vec<Arc<Face>>,
    /// The number by which parley knows each face's file.
    blobs: Vec<u64>,
    /// Their families, in the same order.
    families: Vec<FontFamilyName<'static>>,
    context: FontContext,
    /// Whether one of them has the hyphen at which no line may end.
    has_hyphen: bool,
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
        let mut fonts = Self { faces: Vec::new(), blobs: Vec::new(), families: Vec::new(), context, has_hyphen: false };
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
        (fonts, diagnostics)
    }

    fn add(&mut self, data: Arc<dyn AsRef<[u8]> + Send + Sync>) -> Result<(), &'static str> {
        let bytes = (*data).as_ref();
        let face = ttf_parser::Face::parse(bytes, 0).map_err(|_| "it is no TrueType or OpenType font")?;
        if face.is_variable() {
            return Err("it is a variable font; use its static files, one for each weight");
        }
        self.has_hyphen |= face.glyph_index('\u{2011}').is_some();
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

    /// Whether a face has the hyphen at which no line may end (U+2011).
    pub(super) fn has_hyphen(&self) -> bool {
        self.has_hyphen
    }

    /// The face whose file parley knows as `blob`.
    pub(super) fn face(&self, blob: u64) -> Option<u16> {
        self.blobs.iter().position(|known| *known == blob).map(|at| at as u16)
    }

    /// What shapes text, and the families to ask for a character.
    pub(super) fn context(&mut self) -> (&mut FontContext, FontFamily<'_>) {
        (&mut self.context, FontFamily::List(self.families.as_slice().into()))
    }
}
