//! The cover: logo, title, what this is and who publishes it.

use super::front::{status_words, version_words};
use crate::diag::Diagnostic;
use crate::layout::paged::pages::{PlacedItem, Shape};
use crate::layout::paged::tags::{LeafId, TagRole, TagTree};
use crate::layout::paged::units::{Point, Pt, Rect, Size};
use crate::layout::parts::builder::{Frame, PartBuilder};
use crate::layout::parts::strips::Strip;
use crate::layout::pictures::picture::{LoadedPicture, Pictures};
use crate::layout::pictures::svg::SvgFonts;
use crate::layout::style::text_style::TextStyle;
use crate::layout::text::shaper::{RichText, Shaper, TextPiece};
use crate::model::Status;
use crate::theme::Theme;

/// The theme's pictures for the cover.
#[derive(Debug, Clone, Default)]
pub(in crate::layout) struct CoverPictures {
    logo: Option<LoadedPicture>,
    /// What the logo says.
    logo_words: Option<String>,
    picture: Option<LoadedPicture>,
}

/// The share of the column that a logo is at most as wide as.
const WIDEST_LOGO: f32 = 0.6;
/// The share of a page that a logo is at most as high as.
const HIGHEST_LOGO: f32 = 0.09;
/// The share of a page that the picture is at most, and at least, as high as.
const PICTURE: (f32, f32) = (0.3, 0.1);

impl CoverPictures {
    /// Reads the theme's pictures into `pictures`, and reports those that cannot be shown.
    pub(in crate::layout) fn of(theme: &Theme, pictures: &mut Pictures, fonts: &SvgFonts, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut read = |key: &str, name: &Option<String>| {
            let name = name.as_ref()?;
            let file = theme.print_files.iter().find(|(path, _)| path == name);
            let read = file.map_or_else(
                || Err("there is no such file in the theme's folder".to_owned()),
                |(_, bytes)| pictures.include(name, bytes.clone(), fonts),
            );
            let (fault, picture) = match read {
                Ok(LoadedPicture::Drawing(group, lost, smallest)) => {
                    let fault = (!lost.is_empty()).then(|| format!("`{name}` is printed without some of it: {}", lost.join("; ")));
                    (
                        fault.map(|fault| Diagnostic::warning("theme", None, format!("theme.yaml: print: {key}: {fault}"))),
                        Some(LoadedPicture::Drawing(group, lost, smallest)),
                    )
                }
                Ok(picture) => (None, Some(picture)),
                Err(fault) => (Some(Diagnostic::error("theme", None, format!("theme.yaml: print: {key}: `{name}` cannot be shown: {fault}"))), None),
            };
            diagnostics.extend(fault.map(|fault| fault.hint("name a plain PNG, JPEG or SVG picture of the theme's folder")));
            picture
        };
        let print = &theme.tokens.print;
        let (logo, picture) = (read("logo", &print.logo), read("cover_picture", &print.cover_picture));
        Self { logo, logo_words: print.logo_alt.clone(), picture }
    }
}

impl PartBuilder<'_> {
    /// The cover: the logo on paper, the title on a field of the accent, below it what this is and who publishes it.
    ///
    /// A title that is too long for the field is set smaller, down to the size of text; then the field grows, and what
    /// no longer fits below it is on the next page.
    pub(in crate::layout) fn cover(&mut self, pictures: &CoverPictures) {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let column = self.column();
        let corner = Point::new(measures.left(0), measures.top);
        let least_foot = measures.page.height * 0.64 - corner.y;
        let mut field = Strip::default();
        // Where the field begins: at the edge of the paper, or below the logo.
        let head = self.logo(&mut field, pictures).map_or(-corner.y - measures.bleed, |bottom| bottom + measures.gap * 2.0);
        let start = ((least_foot + corner.y) * 0.24 - measures.top * 0.5).max(head + measures.gap * 3.0);
        let (title, subtitle) = self.cover_styles(column.width, least_foot - start - measures.gap * 3.0);
        let mut y = self.cover_words(&mut field, column, title, &settings.title, start);
        if let Some(words) = &settings.subtitle {
            y = self.cover_words(&mut field, column, subtitle, words, y + measures.gap);
        }
        let foot = least_foot.max(y + measures.gap * 3.0);
        field.height = foot;
        let width = measures.page.width + measures.bleed * 2.0;
        let ground = Shape::Rectangle(Size { width, height: foot - head }, measures.accent);
        field.grounds.push(PlacedItem { at: Point::new(-corner.x - measures.bleed, head), shape: ground });
        if let Some(picture) = &pictures.picture {
            let room = (foot - y - measures.gap * 4.0).min(measures.page.height * PICTURE.0);
            if room >= measures.page.height * PICTURE.1 {
                let (shape, size) = picture.fit(Size { width: column.width, height: room });
                let at = Point::new(measures.at_start(Pt::ZERO, size.width), y + measures.gap * 2.0);
                field.grounds.push(PlacedItem { at, shape });
            }
        }
        let mut below = self.cover_status(column);
        let publisher = self.cover_publisher(column);
        let top = foot + measures.gap * 2.5;
        // The publisher is at the foot of the page.
        let last = measures.height - publisher.height;
        if top + below.height + measures.gap <= last {
            field.height = measures.height;
            field.absorb(below, Point::new(Pt::ZERO, top));
            field.absorb(publisher, Point::new(Pt::ZERO, last));
            self.push(Pt::ZERO, vec![field]);
        } else {
            below.opens_page = true;
            self.push(Pt::ZERO, vec![field, below]);
            self.push(measures.gap, vec![publisher]);
        }
    }

    /// The logo, with its words for who cannot see it; returns where it ends.
    fn logo(&mut self, field: &mut Strip, pictures: &CoverPictures) -> Option<Pt> {
        let measures = self.context.measures;
        let logo = pictures.logo.as_ref()?;
        let room = Size { width: measures.column * WIDEST_LOGO, height: measures.page.height * HIGHEST_LOGO };
        let (shape, size) = logo.fill(room);
        let figure = self.part.tags.add(TagTree::ROOT, TagRole::Figure);
        let words = pictures.logo_words.clone().unwrap_or_else(|| self.context.document.settings.publisher.clone());
        self.part.tags.details(figure).alternative = Some(words.into());
        let at = Point::new(measures.at_start(Pt::ZERO, size.width), -measures.top * 0.45);
        field.items.push((self.part.tags.leaf(figure), PlacedItem { at, shape }));
        field.areas.push((figure, Rect { at, size }));
        Some(at.y + size.height)
    }

    /// The publisher, as a strip.
    fn cover_publisher(&mut self, column: Frame) -> Strip {
        let mut strip = Strip::default();
        let style = TextStyle { weight: 700.0, ..self.context.measures.body };
        strip.height = self.cover_words(&mut strip, column, style, &self.context.document.settings.publisher, Pt::ZERO);
        strip
    }

    /// Status, version and date.
    fn cover_status(&mut self, column: Frame) -> Strip {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let strings = self.strings();
        let mut strip = Strip::default();
        let bold = TextStyle { weight: 700.0, size: measures.body.size * 1.15, leading: measures.body.leading * 1.15, ..measures.body };
        let status = match settings.status {
            Status::Final => version_words(self.context.document, strings),
            status => format!("{} \u{2013} {}", status_words(strings, status), version_words(self.context.document, strings)),
        };
        let mut y = self.cover_words(&mut strip, column, bold, &status, Pt::ZERO);
        y = self.cover_words(&mut strip, column, measures.body, &strings.date(settings.current().date), y + Pt(2.0));
        if settings.status == Status::Draft {
            let words = strings.text("print_draft_sentence").to_owned();
            y = self.cover_words(&mut strip, column, measures.body, &words, y + measures.gap * 0.6);
        }
        strip.height = y;
        strip
    }

    /// The largest styles of title and subtitle in which no word is wider than the column and all lines fit the height.
    fn cover_styles(&mut self, width: Pt, height: Pt) -> (TextStyle, TextStyle) {
        let measures = self.context.measures;
        let settings = &self.context.document.settings;
        let (body, colour) = (measures.body.size, measures.on_accent);
        let styles = |size: Pt| {
            // The subtitle is smaller than the title, and never smaller than text.
            let subtitle = (body * if measures.large { 1.35 } else { 1.7 }).min(size * 0.8).max(body);
            let title = TextStyle { size, leading: size * 1.12, weight: 700.0, colour };
            (title, TextStyle { size: subtitle, leading: subtitle * 1.3, weight: 400.0, colour })
        };
        let mut size = body * if measures.large { 2.4 } else { 3.6 };
        loop {
            let (title, subtitle) = styles(size);
            let (widest, title_height) = self.extent(&settings.title, title, width);
            let (_, subtitle_height) = settings.subtitle.as_ref().map_or((Pt::ZERO, Pt::ZERO), |words| self.extent(words, subtitle, width));
            let next = size * 0.94;
            if widest <= width && title_height + subtitle_height + measures.gap <= height || next < body * 1.1 {
                return (title, subtitle);
            }
            size = next;
        }
    }

    /// The width of the widest word, and the height of all lines.
    fn extent(&mut self, words: &str, style: TextStyle, width: Pt) -> (Pt, Pt) {
        let words = words.to_owned();
        let piece = TextPiece::plain(0..words.len(), LeafId(u32::MAX), style);
        let shaped = self.shaper.shape(RichText { buffer: words, pieces: vec![piece], ..RichText::default() });
        let (widest, _) = Shaper::widths(&shaped);
        (widest, self.shaper.lines(shaped, width).iter().map(|line| line.height).sum())
    }

    fn cover_words(&mut self, strip: &mut Strip, frame: Frame, style: TextStyle, words: &str, y: Pt) -> Pt {
        let tag = self.part.tags.add(frame.tag, TagRole::P);
        let mut y = y;
        for line in self.word_lines(frame.width, tag, style, words) {
            let height = line.height;
            strip.take(line, Point::new(frame.x, y));
            y += height;
        }
        y
    }
}
