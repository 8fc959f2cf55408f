//! Measurements of the printed document: `print:` in `theme.yaml`.

use std::ops::RangeInclusive;

use crate::yaml::Fields;

/// The smallest text in standard print, in points.
const LEAST_STANDARD: f32 = 12.0;
/// The smallest notes and running heads in standard print.
const LEAST_NOTES: f32 = 11.0;
/// The smallest text in large print.
const LEAST_LARGE: f32 = 18.0;

/// Tokens of the printed document. Lengths are millimetres, sizes are points.
#[derive(Debug, Clone)]
pub struct PrintTokens {
    /// The standard print edition.
    pub standard: EditionTokens,
    /// The large print edition.
    pub large: EditionTokens,
    /// How pages are numbered.
    pub page_numbers: NumberStyles,
    /// Whether a link into the document is followed by its page number.
    pub link_pages: bool,
    /// Whether a link out of the document is followed by its address.
    pub link_addresses: bool,
    /// A PNG, JPEG or SVG file in the theme's folder, shown on the cover below the title.
    pub cover_picture: Option<String>,
    /// A PNG, JPEG or SVG file in the theme's folder, shown at the top of the cover.
    pub logo: Option<String>,
    /// What the logo says; if nothing, the publisher's name.
    pub logo_alt: Option<String>,
}

/// Measurements of an edition.
#[derive(Debug, Clone)]
pub struct EditionTokens {
    /// Margins on A4; those of smaller paper are scaled down.
    pub margins: Margins,
    /// Whether margins are mirrored on even pages, for two-sided print.
    pub mirrored: bool,
    /// Size of body text.
    pub body: f32,
    /// Size of captions, sources and tables.
    pub small: f32,
    /// Size of notes and running heads.
    pub notes: f32,
    /// Line height, as a multiple of the font size.
    pub leading: f32,
    /// Sizes of headings from level 1; the last also applies to deeper levels.
    pub headings: Vec<f32>,
}

/// The four margins of a page.
#[derive(Debug, Clone, Copy)]
pub struct Margins {
    /// At the spine.
    pub inner: f32,
    /// At the outer edge.
    pub outer: f32,
    /// At the top.
    pub top: f32,
    /// At the bottom.
    pub bottom: f32,
}

/// Number styles of front matter and text.
#[derive(Debug, Clone, Copy)]
pub struct NumberStyles {
    /// Before the first chapter.
    pub front: NumberStyle,
    /// From the first chapter on.
    pub text: NumberStyle,
}

/// How a page number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberStyle {
    /// i, ii, iii.
    Roman,
    /// 1, 2, 3.
    Arabic,
}

impl Default for PrintTokens {
    fn default() -> Self {
        Self {
            standard: EditionTokens::default(),
            large: EditionTokens::large(),
            page_numbers: NumberStyles::default(),
            link_pages: true,
            link_addresses: true,
            cover_picture: None,
            logo: None,
            logo_alt: None,
        }
    }
}

impl Default for NumberStyles {
    fn default() -> Self {
        Self { front: NumberStyle::Roman, text: NumberStyle::Arabic }
    }
}

impl Default for EditionTokens {
    fn default() -> Self {
        Self {
            margins: Margins { inner: 24.0, outer: 36.0, top: 26.0, bottom: 24.0 },
            mirrored: true,
            body: 12.0,
            small: 12.0,
            notes: 11.0,
            leading: 1.4,
            headings: vec![27.0, 17.0, 14.0, 12.5],
        }
    }
}

impl EditionTokens {
    fn large() -> Self {
        Self {
            margins: Margins { inner: 20.0, outer: 20.0, top: 28.0, bottom: 25.0 },
            mirrored: false,
            body: 18.0,
            small: 18.0,
            notes: 18.0,
            leading: 1.4,
            headings: vec![30.0, 25.0, 21.0, 19.0],
        }
    }

    /// Reads an edition whose body text is at least `least` points. Missing or faulty values are those of `self`.
    fn read(self, least: f32, mut fields: Fields<'_>) -> Self {
        let margins = fields.mapping("margins").map_or(self.margins, Margins::read);
        let mirrored = fields.boolean("mirrored").unwrap_or(self.mirrored);
        let body = fields.decimal("body", least..=48.0, "a size in points").unwrap_or(self.body);
        let small = fields.decimal("small", least..=body, "a size in points").unwrap_or(self.small.min(body));
        let notes = if least >= LEAST_LARGE { least } else { LEAST_NOTES };
        let notes = fields.decimal("notes", notes..=body, "a size in points").unwrap_or(self.notes.min(body));
        let leading = fields.decimal("leading", 1.0..=3.0, "a multiple of the font size,").unwrap_or(self.leading);
        let headings = fields.decimals("headings", body.min(12.0)..=96.0, "a size in points");
        let headings = if headings.is_empty() { self.headings } else { headings };
        fields.finish();
        Self { margins, mirrored, body, small, notes, leading, headings }
    }
}

impl Margins {
    const ALLOWED: RangeInclusive<f32> = 5.0..=80.0;

    /// Reads all four; a missing or faulty one is that of standard print.
    fn read(mut fields: Fields<'_>) -> Self {
        let usual = EditionTokens::default().margins;
        let mut side = |key, usual: f32| {
            let example = format!("{key}: {usual}");
            fields.or_missing(key, &example, |fields| fields.decimal(key, Self::ALLOWED, "a length in millimetres")).unwrap_or(usual)
        };
        let margins = Self {
            inner: side("inner", usual.inner),
            outer: side("outer", usual.outer),
            top: side("top", usual.top),
            bottom: side("bottom", usual.bottom),
        };
        fields.finish();
        margins
    }
}

impl PrintTokens {
    /// Reads `print:`. Missing or faulty values are the defaults. Standard print has at least 12 points, and 11 in notes; large print
    /// at least 18 throughout (UKAAF G003 and G012).
    pub(super) fn read(mut fields: Fields<'_>) -> Self {
        let usual = Self::default();
        let standard = fields.mapping("standard").map(|fields| EditionTokens::default().read(LEAST_STANDARD, fields));
        let large = fields.mapping("large").map(|fields| EditionTokens::large().read(LEAST_LARGE, fields));
        let styles = [("roman", NumberStyle::Roman), ("arabic", NumberStyle::Arabic)];
        let page_numbers = fields.mapping("page_numbers").map(|mut fields| {
            let usual = NumberStyles::default();
            let front = fields.choice("front", &styles).unwrap_or(usual.front);
            let text = fields.choice("text", &styles).unwrap_or(usual.text);
            fields.finish();
            NumberStyles { front, text }
        });
        let tokens = Self {
            standard: standard.unwrap_or(usual.standard),
            large: large.unwrap_or(usual.large),
            page_numbers: page_numbers.unwrap_or(usual.page_numbers),
            link_pages: fields.boolean("link_pages").unwrap_or(usual.link_pages),
            link_addresses: fields.boolean("link_addresses").unwrap_or(usual.link_addresses),
            cover_picture: fields.text("cover_picture").map(|word| word.text),
            logo: fields.text("logo").map(|word| word.text),
            logo_alt: fields.text("logo_alt").map(|word| word.text),
        };
        fields.finish();
        tokens
    }
}
