//! From the document to pages: what stands where, and what it is.
//!
//! ```text
//! Document, Theme → measures, fonts, pictures
//!                 → a part for the cover, the versions, the contents, each chapter …   build, blocks, table, chart, front, back
//!                 → strips below each other, every paragraph shaped once                inline, text
//!                 → pages                                                               flow
//!                 → Paged: page numbers filled in, links settled                        assemble
//! ```
//!
//! Chapters start on new pages, so that each is built and broken by itself, on any thread; the result does not depend
//! on how many there are. Page numbers are set last, into room that was kept for them: nothing is laid out twice.
//! Lengths are points, the origin of a page is its top left corner.

mod assemble;
mod back;
mod blocks;
mod build;
mod changes;
mod chapter;
mod chart;
mod data;
mod destinations;
mod drawing;
mod faults;
mod flow;
mod fonts;
mod front;
mod inline;
mod measures;
mod paged;
mod part;
mod picture;
mod print_size;
mod redline;
mod strips;
mod style;
mod svg;
mod table;
mod tags;
mod text;
mod units;

pub use drawing::{Along, Clip, Gradient, Group, Matrix, Paint, Path, Segment, Stroke};
pub use faults::{faults, picture_faults};
pub use fonts::Fonts;
pub use paged::{
    About, Area, Artifact, ArtifactKind, Bitmap, BitmapData, Destination, Face, Glyph, GlyphRun, Item, OutlineEntry, Page, PageLabels, PageNumbers,
    Paged, Shape,
};
pub use picture::ReadPicture;
pub use print_size::{ChangeBars, PrintSize, print_sizes};
pub use tags::{Details, Kid, LeafId, Link, LinkTarget, ListNumbering, Role, Scope, Tag, TagId, TagTree};
pub use units::{Colour, Point, Pt, Rect, Size};

use rayon::prelude::*;

use assemble::{Assembly, SetPart};
use measures::Measures;
use part::{Builder, Changes, Sources};
use picture::Pictures;
use strips::Part;
use text::Shaper;

use crate::diag::Diagnostic;
use crate::model::{Document, PageSize, Redline};
use crate::theme::Theme;

/// Lays a document out as one edition.
///
/// `read` gives a picture's bytes by its path from the strategy's folder. Returns the pages beside what is wrong with
/// pictures, fonts and characters; where something is, a stand-in is set in its place, and the pages must not be
/// published while an error is among the faults. With `bars`, a bar stands in the margin beside each of its blocks.
#[must_use]
pub fn lay_out(
    document: &Document, theme: &Theme, edition: &PrintSize, bars: Option<&ChangeBars>, read: &ReadPicture<'_>,
) -> (Paged, Vec<Diagnostic>) {
    let (fonts, mut diagnostics) = Fonts::of(theme);
    let measures = Measures::of(theme, document.settings.print.paper, edition.large);
    let pictures = Pictures::read(&document.pictures, read, &svg::Fonts::new(fonts.faces()));
    let changes = bars.map_or(Changes::Unmarked, Changes::Bars);
    let sources = Sources { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes };
    let set = |build: &(dyn Fn(&mut Builder<'_>) -> String + Sync), shaper: Shaper| -> (SetPart, Shaper) {
        let mut builder = Builder::new(sources, shaper, Role::Sect);
        let running = build(&mut builder);
        let (part, shaper) = builder.finish(running);
        (paginated(part, &measures), shaper)
    };

    let mut assembly = Assembly::new(sources, &fonts);
    let cover = front::cover_picture(theme, &measures, pictures.bitmaps.len() as u32, &mut diagnostics);
    let (cover_bitmap, cover_item) = cover.map_or((None, None), |(bitmap, size, item)| (Some(bitmap), Some((size, item))));
    let mut shaper = Shaper::new(fonts.clone());
    let entries = front::entries(document, &theme.strings);
    let no_running = |build: fn(&mut Builder<'_>)| {
        move |builder: &mut Builder<'_>| {
            build(builder);
            String::new()
        }
    };
    let mut part;
    (part, shaper) = set(
        &|builder| {
            builder.cover(cover_item.clone());
            String::new()
        },
        shaper,
    );
    assembly.take(part, assemble::Place::Cover);
    (part, shaper) = set(&no_running(|builder| builder.versions()), shaper);
    assembly.take(part, assemble::Place::Front);
    (part, shaper) = set(
        &|builder| {
            builder.contents(&entries);
            String::new()
        },
        shaper,
    );
    assembly.take(part, assemble::Place::Front);

    let chapters: Vec<SetPart> = (0..document.chapters.len())
        .into_par_iter()
        .map_init(
            || Some(Shaper::new(fonts.clone())),
            |kept, at| {
                let shaper = kept.take().unwrap_or_else(|| Shaper::new(fonts.clone()));
                let (part, shaper) = set(&|builder| builder.whole_chapter(at), shaper);
                *kept = Some(shaper);
                part
            },
        )
        .collect();
    for part in chapters {
        assembly.take(part, assemble::Place::Text);
    }
    if !document.glossary.terms.is_empty() {
        let used = assembly.term_pages();
        let title = theme.strings.text("glossary").to_owned();
        (part, shaper) = set(
            &|builder| {
                builder.glossary(&used);
                title.clone()
            },
            shaper,
        );
        assembly.take(part, assemble::Place::Text);
    }
    if let Some(contact) = &document.settings.contact {
        let title = theme.strings.text("another_format").to_owned();
        (part, shaper) = set(
            &|builder| {
                builder.formats(contact);
                title.clone()
            },
            shaper,
        );
        assembly.take(part, assemble::Place::Text);
    }
    let (mut paged, findings) = assembly.finish(&mut shaper);
    paged.gradients.clone_from(&pictures.gradients);
    paged.bitmaps = pictures.bitmaps.iter().cloned().chain(cover_bitmap).collect();
    diagnostics.extend(findings);
    (paged, diagnostics)
}

/// Lays out what differs between two versions, in standard print on A4: what is different where, then each text that
/// differs, with all that is new and gone.
///
/// `read` gives a picture of the newer version; what is returned is the same as of [`lay_out`].
#[must_use]
pub fn lay_out_redline(redline: &Redline, theme: &Theme, read: &ReadPicture<'_>) -> (Paged, Vec<Diagnostic>) {
    let document = &redline.document;
    let (fonts, mut diagnostics) = Fonts::of(theme);
    let measures = Measures::of(theme, PageSize::A4, false);
    let pictures = Pictures::read(&document.pictures, read, &svg::Fonts::new(fonts.faces()));
    let sources = Sources { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes: Changes::Told };
    let mut assembly = Assembly::new(sources, &fonts);
    let mut builder = Builder::new(sources, Shaper::new(fonts.clone()), Role::Sect);
    let running = builder.redline(redline);
    assembly.entitle(format!("{}: {running}", document.settings.full_title()));
    let (part, mut shaper) = builder.finish(running);
    assembly.take(paginated(part, &measures), assemble::Place::Text);
    let (mut paged, findings) = assembly.finish(&mut shaper);
    paged.gradients.clone_from(&pictures.gradients);
    paged.bitmaps.clone_from(&pictures.bitmaps);
    diagnostics.extend(findings);
    (paged, diagnostics)
}

fn paginated(part: Part, measures: &Measures) -> SetPart {
    let Part { tags, strips, notes, panels, headings, links, diagnostics, missing, running } = part;
    let sheets = flow::paginate(strips, notes, &panels, measures);
    SetPart { tags, sheets, headings, links, diagnostics, missing, running }
}
