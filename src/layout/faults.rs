//! Finds the faults of a printed edition, and lays out only what may have one.
//!
//! Pictures are decoded, as they are for print. A character can only be missing where one is written that the embedded faces
//! lack; a table can only be too wide where its longest words, each as wide as any face makes it, need more than the column.
//! Where either is possible, pages are laid out, and the faults found are reported.

use rayon::prelude::*;
use ttf_parser::GlyphId;
use unicode_script::{Script, UnicodeScript as _};

use super::matter::cover::CoverPictures;
use super::paged::print_size::PrintSize;
use super::paged::tags::TagRole;
use super::paged::units::{Pt, Size};
use super::parts::builder::PartBuilder;
use super::parts::part::{DocumentPart, EditionContext, ShownChanges};
use super::pictures::bitmaps::ONLY_BROWSERS;
use super::pictures::picture::{Pictures, ReadPicture};
use super::pictures::svg::SvgFonts;
use super::style::measures::Measures;
use super::tables::decimals;
use super::tables::widths::{PADDING, cell_style};
use super::text::break_points::is_figure;
use super::text::fonts::Fonts;
use super::text::invisible::is_unprintable;
use super::text::shaper::Shaper;
use super::typeset::lay_out;
use crate::diag::Diagnostic;
use crate::model::is_invisible;
use crate::model::{Block, BlockKind, Chapter, Document, Image, ImageSource, Inline, Joined, Table, Target, Walk, WalkContext, plain_text};
use crate::span::SourceMap;
use crate::theme::Theme;

/// The same faults as [`lay_out`] finds, in any order; `map` holds every text that the document was made from.
#[must_use]
pub fn faults(document: &Document, map: &SourceMap, theme: &Theme, edition: &PrintSize, read: &ReadPicture<'_>) -> Vec<Diagnostic> {
    let all = || lay_out(document, theme, edition, None, read).1;
    let (fonts, mut diagnostics) = Fonts::of(theme);
    let svg_fonts = SvgFonts::new(&fonts);
    let mut pictures = Pictures::read(&document.pictures, read, &svg_fonts);
    let letters = Letters::of(&fonts);
    let is_plain = map.iter().collect::<Vec<_>>().par_iter().all(|(_, file)| letters.has_all(&file.text));
    let has_words = theme.strings.all().values().all(|words| letters.has_all(words));
    if !is_plain || !has_words || !pictures.are_whole(&document.pictures) || document.glossary.terms.iter().any(|term| tables(&term.definition) > 0) {
        return all();
    }
    let measures = Measures::of(theme, &document.settings.print, edition.large, &document.settings.language);
    CoverPictures::of(theme, &mut pictures, &svg_fonts, &mut diagnostics);
    let largest = Size { width: measures.column, height: measures.height };
    let is_coarse = |image: &Image| matches!(image.source, ImageSource::Picture(number) if pictures.may_be_coarse(number, largest));
    if document.glossary.terms.iter().any(|term| finds(&is_coarse, |images| images.blocks(&term.definition))) {
        return all();
    }
    let is_doubtful = |chapter: &Chapter<Target>| {
        let texts = || std::iter::once(chapter).chain(&chapter.sections);
        !letters.fit(chapter, &measures) || finds(&is_coarse, |images| texts().for_each(|text| images.chapter(text)))
    };
    let doubtful: Vec<usize> = (0..document.chapters.len()).filter(|at| is_doubtful(&document.chapters[*at])).collect();
    let context = EditionContext { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes: ShownChanges::Unmarked };
    let parts: Vec<DocumentPart> = doubtful
        .into_par_iter()
        .map(|at| {
            let mut builder = PartBuilder::new(context, Shaper::new(fonts.clone(), &measures), TagRole::Sect);
            let running = builder.whole_chapter(at);
            builder.finish(running).0
        })
        .collect();
    if parts.iter().any(|part| !part.missing.is_empty()) {
        return all();
    }
    diagnostics.extend(parts.into_iter().flat_map(|part| part.diagnostics));
    diagnostics
}

/// The faults of picture files that pages show, for a build of the site alone, which publishes them as they are. Formats that only
/// browsers can show are left to them.
#[must_use]
pub fn picture_faults(document: &Document, theme: &Theme, read: &ReadPicture<'_>) -> Vec<Diagnostic> {
    if !document.pictures.iter().any(|picture| picture.shown) {
        return Vec::new();
    }
    let (fonts, _) = Fonts::of(theme);
    let pictures = Pictures::read(&document.pictures, read, &SvgFonts::new(&fonts));
    let mut diagnostics = Vec::new();
    let mut report = |image: &Image| {
        let ImageSource::Picture(number) = image.source else { return };
        let Some(file) = document.pictures.get(number as usize) else { return };
        if let Some(fault) = pictures.fault(number).filter(|fault| *fault != ONLY_BROWSERS) {
            let message = format!("the picture `{}` cannot be shown: {fault}", file.path);
            let fault = Diagnostic::error("picture", image.span, message);
            diagnostics.push(fault.hint("open it in an image editor and save it again as PNG or JPEG"));
        }
    };
    let mut images = Images(&mut report);
    document.texts().for_each(|(_, text)| images.chapter(text));
    document.glossary.terms.iter().for_each(|term| images.blocks(&term.definition));
    diagnostics
}

/// Whether a picture that `visit` comes across is sought.
fn finds(is_sought: &dyn Fn(&Image) -> bool, visit: impl FnOnce(&mut Images<'_>)) -> bool {
    let mut found = false;
    visit(&mut Images(&mut |image| found |= is_sought(image)));
    found
}

/// Visits every picture of a text.
struct Images<'f>(&'f mut dyn FnMut(&Image));

impl Walk<Target> for Images<'_> {
    fn figure(&mut self, image: &Image) {
        (self.0)(image);
    }

    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        self.inlines(line);
    }
}

impl Images<'_> {
    fn inlines(&mut self, line: &[Inline<Target>]) {
        for inline in line {
            if let Inline::Image(image) = inline {
                (self.0)(image);
            }
            self.inlines(inline.content());
        }
    }
}

/// Characters below this are looked up once for all: those of the scripts that the embedded faces are made for.
const FIRST_CHARACTERS: u32 = 0x2500;

/// Names of characters in Markdown that the embedded faces have.
const NAMED: [&str; 16] =
    ["amp", "apos", "copy", "euro", "gt", "hellip", "ldquo", "lsquo", "lt", "mdash", "nbsp", "ndash", "pound", "quot", "rdquo", "rsquo"];

/// Properties of characters, computed before any is set.
struct Letters {
    /// The widest advance that a face gives to each of the first characters, by the size of the letters; nothing for one
    /// that may have no glyph, or whose shape depends on its neighbours.
    advances: Vec<Option<f32>>,
    fonts: Fonts,
}

impl Letters {
    fn of(fonts: &Fonts) -> Self {
        let parse = |bytes| ttf_parser::Face::parse(bytes, 0).ok();
        let embedded: Vec<_> = [notosans::REGULAR_TTF, notosans::BOLD_TTF].into_iter().filter_map(parse).collect();
        let faces: Vec<_> = fonts.faces().iter().filter_map(|face| parse((*face.data).as_ref())).collect();
        let widest = |c: char| {
            let is_simple = matches!(c.script(), Script::Common | Script::Latin | Script::Greek | Script::Cyrillic) && !c.is_control();
            let has_glyph = |face: &ttf_parser::Face<'_>, c: char| face.glyph_index(c).is_some_and(|glyph| glyph != GlyphId(0));
            let is_sure = is_simple && embedded.iter().all(|face| has_glyph(face, c) && c.to_uppercase().all(|upper| has_glyph(face, upper)));
            let advance =
                |face: &ttf_parser::Face<'_>| Some(f32::from(face.glyph_hor_advance(face.glyph_index(c)?)?) / f32::from(face.units_per_em()));
            is_sure.then(|| faces.iter().filter_map(advance).fold(0.0, f32::max))
        };
        Self { advances: (0..FIRST_CHARACTERS).map(|code| char::from_u32(code).and_then(widest)).collect(), fonts: fonts.clone() }
    }

    /// Whether a character has a glyph whatever is next to it, or needs none.
    fn is_symbol(&self, c: char) -> bool {
        !is_unprintable(c) && c.script() == Script::Common && self.fonts.has(c) || is_invisible(c)
    }

    fn advance(&self, c: char) -> Option<f32> {
        self.advances.get(c as usize).copied().flatten()
    }

    /// Whether every character of a file has a glyph, those included that it writes by name or number.
    fn has_all(&self, text: &str) -> bool {
        // A tab is set as a space, hyphens of other kinds as a plain one.
        let is_set = |c: char| self.advance(c).is_some() || matches!(c, '\n' | '\t' | '\u{2010}' | '\u{2011}') || self.is_symbol(c);
        let is_here = text.chars().all(is_set);
        let names = || memchr::memchr_iter(b'&', text.as_bytes()).map(|at| &text[at + 1..]);
        let is_known = |rest: &str| {
            let name = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '#').next().unwrap_or("");
            !rest[name.len()..].starts_with(';') || NAMED.contains(&name)
        };
        // YAML writes characters as `\u00e9`, `\t`.
        let is_escape = |at: usize| text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_alphanumeric);
        is_here && names().all(is_known) && !memchr::memchr_iter(b'\\', text.as_bytes()).any(is_escape)
    }

    /// Whether no table of a chapter can be too wide. In a list or a panel it has less room, so the answer is no.
    fn fit(&self, chapter: &Chapter<Target>, measures: &Measures) -> bool {
        let top = || chapter.body.iter().filter_map(|block| if let BlockKind::Table(table) = &block.kind { Some(table) } else { None });
        let mut all = Tables(0);
        all.chapter(chapter);
        all.0 == top().count() && top().all(|table| self.fits(table, measures)) && chapter.sections.iter().all(|section| self.fit(section, measures))
    }

    fn fits(&self, table: &Table<Target>, measures: &Measures) -> bool {
        // Joined cells and groups share the room of several columns.
        if !table.groups.is_empty() || table.cells().any(|cell| cell.joined != Joined::No) {
            return false;
        }
        let size = cell_style(measures).size;
        let rows = || std::iter::once(&table.head).chain(table.rows.iter().map(|row| &row.cells));
        let width = (0..table.columns.len()).try_fold(Pt::ZERO, |width, at| {
            let cells = rows().filter_map(|cells| cells.get(at));
            let longest = cells.map(|cell| self.longest_word(&cell.content)).try_fold(0.0, |longest: f32, word| Some(longest.max(word?)))?;
            let longest = longest.max(self.decimals(table, at)?);
            // Room for rounding, and for pairs of letters that a face sets apart.
            Some(width + (size * (longest * 1.05 + PADDING * 2.0) + Pt(1.0)).max(Pt(4.0)))
        });
        width.is_some_and(|width| width <= measures.column)
    }

    /// The greatest width of a column's figures that are aligned on their decimal points, in ems.
    fn decimals(&self, table: &Table<Target>, at: usize) -> Option<f32> {
        let words: Vec<String> = table.rows.iter().map(|row| row.cells.get(at).map_or_else(String::new, |cell| plain_text(&cell.content))).collect();
        let Some(figures) = decimals::divided(&words) else { return Some(0.0) };
        let width = |words: &str| words.chars().try_fold(0.0, |width, c| Some(width + self.advance(c)?));
        let (mut whole, mut rest) = (0.0_f32, 0.0_f32);
        for (before, after) in figures.into_iter().flatten() {
            (whole, rest) = (whole.max(width(before)?), rest.max(width(after)?));
        }
        Some(whole + rest)
    }

    /// The greatest width of the longest word of a cell, in ems; `None` if the cell has more than words.
    fn longest_word(&self, line: &[Inline<Target>]) -> Option<f32> {
        let is_whole = is_figure(&plain_text(line));
        let mut words = LongestWord { letters: self, open: 0.0, longest: 0.0, is_whole };
        words.line(line)?;
        Some(words.longest.max(words.open))
    }
}

/// Measures words, one after another.
struct LongestWord<'l> {
    letters: &'l Letters,
    open: f32,
    longest: f32,
    /// Whether its spaces are no places to break it.
    is_whole: bool,
}

impl LongestWord<'_> {
    fn line(&mut self, line: &[Inline<Target>]) -> Option<()> {
        for inline in line {
            match inline {
                Inline::Text(text) => self.characters(&text.text)?,
                Inline::Emphasis(content) | Inline::Strong(content) => self.line(content)?,
                // Other links are followed by a page or an address.
                Inline::Link(link) if matches!(&link.target, Target::Term(term) if !term.expand) => self.line(&link.content)?,
                Inline::Strikethrough(_)
                | Inline::Shifted(..)
                | Inline::Code(_)
                | Inline::Link(_)
                | Inline::Expanded(..)
                | Inline::Image(_)
                | Inline::Language(..)
                | Inline::FootnoteReference(..)
                | Inline::LineBreak(_)
                | Inline::RawHtml(_)
                | Inline::Changed(_) => return None,
            }
        }
        Some(())
    }

    fn characters(&mut self, text: &str) -> Option<()> {
        for c in text.chars() {
            if matches!(c, ' ' | '\n' | '\t') && !self.is_whole {
                self.longest = self.longest.max(self.open);
                self.open = 0.0;
            } else {
                self.open += self.letters.advance(if c == '\n' || c == '\t' { ' ' } else { c })?;
            }
        }
        Some(())
    }
}

/// Counts tables.
struct Tables(usize);

impl Walk<Target> for Tables {
    fn block(&mut self, block: &Block<Target>) {
        self.0 += usize::from(matches!(block.kind, BlockKind::Table(_)));
    }
}

fn tables(blocks: &[Block<Target>]) -> usize {
    let mut tables = Tables(0);
    tables.blocks(blocks);
    tables.0
}
