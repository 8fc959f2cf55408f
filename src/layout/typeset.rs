//! Whole editions: every part set and broken into pages, then put together.

use rayon::prelude::*;

use super::matter::cover::CoverPictures;
use super::matter::front::entries;
use super::paged::pages::Paged;
use super::paged::print_size::{ChangeBars, PrintSize};
use super::paged::tags::TagRole;
use super::pages::assemble::{Assembly, Matter, SetPart};
use super::pages::flow::paginate;
use super::parts::builder::PartBuilder;
use super::parts::part::DocumentPart;
use super::parts::part::{EditionContext, ShownChanges};
use super::pictures::picture::{Pictures, ReadPicture};
use super::pictures::svg::SvgFonts;
use super::style::measures::Measures;
use super::text::fonts::Fonts;
use super::text::shaper::Shaper;

use crate::diag::Diagnostic;
use crate::model::{Document, Openings, PageSize, PrintSettings, Redline};
use crate::promises;
use crate::theme::Theme;

/// Lays a document out as one edition.
///
/// `read` gives a picture's bytes by its path from the strategy's folder. Returns the pages and the findings
/// about pictures, fonts and characters, unsorted. A placeholder is set in place of whatever is faulty, and pages must not be published
/// while any finding is an error. With `bars`, each of its blocks has a change bar in the margin.
///
/// ```
/// use greenpaper::layout;
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
/// let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
/// let standard = layout::print_sizes(&checked.document)[0];
/// let (paged, findings) = layout::lay_out(&checked.document, &checked.theme, &standard, None, &read);
/// assert!(findings.is_empty());
/// assert_eq!(paged.outline[0].level, 1);
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn lay_out(
    document: &Document, theme: &Theme, edition: &PrintSize, bars: Option<&ChangeBars>, read: &ReadPicture<'_>,
) -> (Paged, Vec<Diagnostic>) {
    let (fonts, mut diagnostics) = Fonts::of(theme);
    let measures = Measures::of(theme, &document.settings.print, edition.large, &document.settings.language);
    let svg_fonts = SvgFonts::new(&fonts);
    let mut pictures = Pictures::read(&document.pictures, read, &svg_fonts);
    let cover = CoverPictures::of(theme, &mut pictures, &svg_fonts, &mut diagnostics);
    let changes = bars.map_or(ShownChanges::Unmarked, ShownChanges::Bars);
    let context = EditionContext { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes };
    let set = |build: &(dyn Fn(&mut PartBuilder<'_>) -> String + Sync), shaper: Shaper| -> (SetPart, Shaper) {
        let mut builder = PartBuilder::new(context, shaper, TagRole::Sect);
        let running = build(&mut builder);
        let (part, shaper) = builder.finish(running);
        (paginated(part, &measures), shaper)
    };

    let mut assembly = Assembly::new(context, &fonts);
    let mut shaper = Shaper::new(fonts.clone(), &measures);
    let entries = entries(document, &theme.strings);
    let no_running = |build: fn(&mut PartBuilder<'_>)| {
        move |builder: &mut PartBuilder<'_>| {
            build(builder);
            String::new()
        }
    };
    let mut part;
    (part, shaper) = set(
        &|builder| {
            builder.cover(&cover);
            String::new()
        },
        shaper,
    );
    assembly.take(part, Matter::Cover);
    (part, shaper) = set(&no_running(|builder| builder.versions()), shaper);
    assembly.take(part, Matter::Front);
    (part, shaper) = set(
        &|builder| {
            builder.contents(&entries);
            String::new()
        },
        shaper,
    );
    assembly.take(part, Matter::Front);

    let chapters: Vec<SetPart> = (0..document.chapters.len())
        .into_par_iter()
        .map_init(
            || Some(Shaper::new(fonts.clone(), &measures)),
            |kept, at| {
                let shaper = kept.take().unwrap_or_else(|| Shaper::new(fonts.clone(), &measures));
                let (part, shaper) = set(&|builder| builder.whole_chapter(at), shaper);
                *kept = Some(shaper);
                part
            },
        )
        .collect();
    for part in chapters {
        assembly.take(part, Matter::Text);
    }
    if !promises::gather(document).is_empty() {
        let title = theme.strings.text("action_plan").to_owned();
        (part, shaper) = set(
            &|builder| {
                builder.action_plan();
                title.clone()
            },
            shaper,
        );
        assembly.take(part, Matter::Text);
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
        assembly.take(part, Matter::Text);
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
        assembly.take(part, Matter::Text);
    }
    let (mut paged, faults) = assembly.finish(&mut shaper);
    paged.gradients.clone_from(&pictures.gradients);
    paged.bitmaps.clone_from(&pictures.bitmaps);
    diagnostics.extend(faults);
    (paged, diagnostics)
}

/// Lays out a redline in standard print on A4: a summary of the changes, then each text that differs, with additions and
/// deletions.
///
/// `read` gives a picture of the newer version. Returns the same as [`lay_out`].
///
/// ```
/// use greenpaper::model::Version;
/// use greenpaper::pipeline::{self, StrategyFolder};
/// use greenpaper::{layout, theme};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let inputs = folder.inputs();
/// let mut versions = pipeline::versions(&inputs)?;
/// let version = |text| Version::parse(text).expect("a version");
/// let redline = versions.compare(&version("3.1"), &version("3.2"))?;
/// let (theme, _) = theme::find(inputs.themes, "default", "en-GB", &mut versions.sources)?;
/// let (paged, _) = layout::lay_out_redline(&redline, &theme, &|path| inputs.project.read(path, u64::MAX).ok());
/// assert!(!paged.pages.is_empty());
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn lay_out_redline(redline: &Redline, theme: &Theme, read: &ReadPicture<'_>) -> (Paged, Vec<Diagnostic>) {
    let document = &redline.document;
    let (fonts, mut diagnostics) = Fonts::of(theme);
    // It is not the document that a printer gets: paper, bleed and openings are the usual ones.
    let plain = PrintSettings { paper: PageSize::A4, openings: Openings::Any, bleed: 0, ..document.settings.print.clone() };
    let measures = Measures::of(theme, &plain, false, &document.settings.language);
    let pictures = Pictures::read(&document.pictures, read, &SvgFonts::new(&fonts));
    let context = EditionContext { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes: ShownChanges::Labelled };
    let mut assembly = Assembly::new(context, &fonts);
    let mut builder = PartBuilder::new(context, Shaper::new(fonts.clone(), &measures), TagRole::Sect);
    let running = builder.redline(redline);
    assembly.entitle(format!("{}: {running}", document.settings.full_title()));
    let (part, mut shaper) = builder.finish(running);
    assembly.take(paginated(part, &measures), Matter::Text);
    let (mut paged, faults) = assembly.finish(&mut shaper);
    paged.gradients.clone_from(&pictures.gradients);
    paged.bitmaps.clone_from(&pictures.bitmaps);
    diagnostics.extend(faults);
    (paged, diagnostics)
}

/// Lays out the first chapter alone, without cover, contents and glossary: a form to write on, or a paper for a meeting.
///
/// Returns the same as [`lay_out`]. It has no pictures.
#[must_use]
pub fn lay_out_paper(document: &Document, theme: &Theme, size: &PrintSize) -> (Paged, Vec<Diagnostic>) {
    let (fonts, mut diagnostics) = Fonts::of(theme);
    let measures = Measures::of(theme, &document.settings.print, size.large, &document.settings.language);
    let pictures = Pictures::read(&[], &|_| None, &SvgFonts::new(&fonts));
    let context = EditionContext { document, strings: &theme.strings, measures: &measures, pictures: &pictures, changes: ShownChanges::Unmarked };
    let mut assembly = Assembly::new(context, &fonts);
    let mut builder = PartBuilder::new(context, Shaper::new(fonts.clone(), &measures), TagRole::Sect);
    let running = builder.whole_chapter(0);
    let (part, mut shaper) = builder.finish(running);
    assembly.take(paginated(part, &measures), Matter::Text);
    let (paged, faults) = assembly.finish(&mut shaper);
    diagnostics.extend(faults);
    (paged, diagnostics)
}

fn paginated(part: DocumentPart, measures: &Measures) -> SetPart {
    let DocumentPart { tags, strips, notes, panels, headings, links, diagnostics, missing, running } = part;
    let sheets = paginate(strips, notes, &panels, measures);
    SetPart { tags, sheets, headings, links, diagnostics, missing, running }
}
