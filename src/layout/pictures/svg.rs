//! SVG drawings as paths. Nothing outside the file is read, scripts are not run, words become outlines.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{ImageHrefResolver, Node, Options, Tree, fontdb, roxmltree};

use super::svg_words::{Inlined, html_words, inline_variables};
use crate::layout::paged::drawing::{Along, Clip, Gradient, Group, Paint, Path, PathStep, Stroke};
use crate::layout::paged::units::{Colour, Pt, Size};
use crate::layout::text::characters;
use crate::layout::text::fonts::Fonts;
use crate::model::is_invisible;
use crate::read as sources;

/// The faces that words of drawings are set in.
#[derive(Debug)]
pub(in crate::layout) struct SvgFonts(Arc<fontdb::Database>, Fonts);

/// Magic bytes of gzip (RFC 1952, 2.3.1).
const GZIP: &[u8] = b"\x1f\x8b";
/// A number in a drawing that is larger than this is a fault: curves of such a size are divided without end.
const LARGEST_NUMBER: f64 = 1e9;

/// How many words with characters that no font has are quoted, and how much of each.
const MOST_WORDS: usize = 5;
const LONGEST_WORD: usize = 30;
const INNER_PICTURE: &str = "a picture inside it is left out";

/// The namespace of drawings.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Pixels of CSS per point.
const POINTS: f32 = 0.75;

impl SvgFonts {
    pub(in crate::layout) fn new(fonts: &Fonts) -> Self {
        let mut database = fontdb::Database::new();
        for face in fonts.faces() {
            let data: Arc<dyn AsRef<[u8]> + Send + Sync> = face.data.clone();
            database.load_font_source(fontdb::Source::Binary(data));
        }
        let family = database.faces().next().and_then(|face| face.families.first()).map(|(name, _)| name.clone());
        if let Some(family) = family {
            database.set_sans_serif_family(family.clone());
            database.set_serif_family(family.clone());
            database.set_monospace_family(family.clone());
            database.set_cursive_family(family.clone());
            database.set_fantasy_family(family);
        }
        Self(Arc::new(database), fonts.clone())
    }
}

/// A drawing, as far as it can be drawn.
#[derive(Debug)]
pub(in crate::layout) struct Drawing {
    pub(in crate::layout) group: Group,
    /// Gradients, by the index in the paths' fills.
    pub(in crate::layout) gradients: Vec<Gradient>,
    /// Features that print leaves out, as phrases.
    pub(in crate::layout) lost: Vec<String>,
    /// Its smallest words.
    pub(in crate::layout) smallest: Option<SmallestText>,
}

/// The smallest words of a drawing.
#[derive(Debug, Clone)]
pub(in crate::layout) struct SmallestText {
    /// Size at the drawing's own scale.
    pub(in crate::layout) size: Pt,
    /// Size as the drawing gives it.
    pub(in crate::layout) pixels: f32,
    pub(in crate::layout) words: String,
}

/// Reads a drawing.
///
/// A compressed one is refused, since a small file may expand to gigabytes; so is one with numbers larger than any paper.
pub(in crate::layout) fn read(bytes: &[u8], fonts: &SvgFonts) -> Result<Drawing, String> {
    let pictures = Arc::new(AtomicBool::new(false));
    let (data, links) = (Arc::clone(&pictures), Arc::clone(&pictures));
    let found = |flag: &AtomicBool| {
        flag.store(true, Ordering::Relaxed);
        None
    };
    let options = Options {
        fontdb: Arc::clone(&fonts.0),
        font_family: "sans-serif".to_owned(),
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(move |_, _, _| found(&data)),
            resolve_string: Box::new(move |_, _| found(&links)),
        },
        ..Options::default()
    };
    if bytes.starts_with(GZIP) {
        return Err("it is a compressed drawing: save it as plain SVG".to_owned());
    }
    let unreadable = |error: usvg::Error| format!("it is no drawing that can be read ({error})");
    let source = std::str::from_utf8(bytes).map_err(|_| unreadable(usvg::Error::NotAnUtf8Str))?;
    if let Some(found) = sources::unsafe_content(source) {
        return Err(found.what);
    }
    let Inlined { text, is_ambiguous } = inline_variables(source);
    let xml = roxmltree::Document::parse_with_options(&text, parsing_options()).map_err(|error| unreadable(usvg::Error::ParsingFailed(error)))?;
    if let Some(number) = xml.descendants().flat_map(|node| node.attributes()).find_map(absurd_number) {
        return Err(format!("the number `{number}` in it is larger than any drawing"));
    }
    let is_drawn = |c: char| fonts.1.has(c) || c.is_whitespace() || is_invisible(c);
    let words = || {
        let texts = xml.descendants().filter(|node| node.is_text() && node.ancestors().any(|node| node.has_tag_name((SVG, "text"))));
        texts.filter_map(|node| node.text()).flat_map(str::split_whitespace)
    };
    let tree = if words().all(|word| word.chars().all(is_drawn)) {
        Tree::from_xmltree(&xml, &options).map_err(unreadable)?
    } else {
        let text = characters::equal_words(&text, &fonts.1);
        let xml = roxmltree::Document::parse_with_options(&text, parsing_options()).map_err(|error| unreadable(usvg::Error::ParsingFailed(error)))?;
        Tree::from_xmltree(&xml, &options).map_err(unreadable)?
    };
    let mut reader = SvgReader::default();
    let is_lost = |word: &&str| word.chars().any(|c| !is_drawn(c) && !characters::has_equal(c, &fonts.1));
    let unset: Vec<String> = words().filter(is_lost).take(MOST_WORDS).map(|word| word.chars().take(LONGEST_WORD).collect()).collect();
    if !unset.is_empty() {
        let words = unset.join(" ");
        reader.lost.push(Lost::words(format!("no font has all characters of \u{201c}{words}\u{201d}, so some are shown as their codes")));
    }
    if pictures.load(Ordering::Relaxed) {
        reader.lose(INNER_PICTURE, "image");
    }
    if is_ambiguous {
        reader.lost.push(Lost::words("a CSS variable has several values, of which the first is used".to_owned()));
    }
    if let Some(words) = html_words(&xml) {
        reader
            .lose_words(format!("the words \u{201c}{words}\u{201d} are HTML inside the drawing (`foreignObject`) and are left out"), "foreignObject");
    }
    reader.collect(tree.root(), &PaintState { opacity: 1.0, clip: None });
    let size = Size { width: Pt(tree.size().width() * POINTS), height: Pt(tree.size().height() * POINTS) };
    let SvgReader { paths, gradients, lost, smallest, is_endless } = reader;
    if is_endless {
        return Err("a shape or a gradient in it is larger than can be drawn".to_owned());
    }
    let lost = described(lost, source);
    Ok(Drawing { group: Group { paths, scale: (POINTS, POINTS), size }, gradients, lost, smallest })
}

/// What print leaves out, with the line of the drawing.
fn described(lost: Vec<Lost>, source: &str) -> Vec<String> {
    let xml = if lost.is_empty() { None } else { roxmltree::Document::parse_with_options(source, parsing_options()).ok() };
    let line = |name: &str| xml.as_ref().and_then(|xml| Some(xml.text_pos_at(named(xml, name)?.range().start).row));
    let describe = |Lost { what, name }: Lost| match line(name) {
        Some(line) => format!("{what} (line {line})"),
        None => what,
    };
    lost.into_iter().map(describe).collect()
}

/// The first element that has a property of this name, or else the first of this name.
fn named<'x, 'i>(xml: &'x roxmltree::Document<'i>, name: &str) -> Option<roxmltree::Node<'x, 'i>> {
    let styles = |style: &str| style.split(';').any(|part| part.split_once(':').is_some_and(|(property, _)| property.trim() == name));
    let has_property =
        |node: &roxmltree::Node<'_, '_>| node.attribute(name).is_some_and(|value| value != "none") || node.attribute("style").is_some_and(styles);
    xml.descendants().find(has_property).or_else(|| xml.descendants().find(|node| node.has_tag_name((SVG, name))))
}

fn parsing_options<'a>() -> roxmltree::ParsingOptions<'a> {
    roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() }
}

/// A feature that print leaves out.
struct Lost {
    /// A clause about the drawing.
    what: String,
    /// The property or element that asks for it; empty if there is none.
    name: &'static str,
}

impl Lost {
    fn words(what: String) -> Self {
        Self { what, name: "" }
    }
}

#[derive(Default)]
struct SvgReader {
    paths: Vec<Path>,
    gradients: Vec<Gradient>,
    lost: Vec<Lost>,
    smallest: Option<SmallestText>,
    /// Whether a coordinate is not finite.
    is_endless: bool,
}

/// Paint state inherited from enclosing groups.
struct PaintState {
    opacity: f32,
    clip: Option<Arc<Clip>>,
}

impl SvgReader {
    fn lose(&mut self, what: &str, name: &'static str) {
        if !self.lost.iter().any(|lost| lost.what == what) {
            self.lose_words(what.to_owned(), name);
        }
    }

    fn lose_words(&mut self, what: String, name: &'static str) {
        self.lost.push(Lost { what, name });
    }

    fn measure(&mut self, text: &usvg::Text) {
        let scale = mean_scale(text.abs_transform());
        for chunk in text.chunks() {
            for span in chunk.spans() {
                let pixels = span.font_size().get();
                let size = Pt(pixels * scale * POINTS);
                let words = chunk.text().get(span.start()..span.end()).unwrap_or("").trim();
                if !words.is_empty() && self.smallest.as_ref().is_none_or(|smallest| size < smallest.size) {
                    self.smallest = Some(SmallestText { size, pixels, words: words.chars().take(60).collect() });
                }
            }
        }
    }

    fn collect(&mut self, group: &usvg::Group, around: &PaintState) {
        if group.mask().is_some() {
            self.lose("a mask is left out", "mask");
        }
        if !group.filters().is_empty() {
            self.lose("an effect such as a shadow is left out", "filter");
        }
        if group.blend_mode() != usvg::BlendMode::Normal {
            self.lose("colours that are mixed with what lies below are laid over it", "mix-blend-mode");
        }
        let clip = match group.clip_path() {
            Some(clip) => Some(self.clip(clip, group.abs_transform(), around.clip.clone())),
            None => around.clip.clone(),
        };
        let state = PaintState { opacity: around.opacity * group.opacity().get(), clip };
        for node in group.children() {
            match node {
                Node::Group(group) => self.collect(group, &state),
                Node::Path(path) if path.is_visible() => self.path(path, &state),
                Node::Text(text) => {
                    self.measure(text);
                    self.collect(text.flattened(), &state);
                }
                Node::Path(_) => {}
                Node::Image(_) => self.lose(INNER_PICTURE, "image"),
            }
        }
    }

    fn clip(&mut self, clip: &usvg::ClipPath, transform: Transform, around: Option<Arc<Clip>>) -> Arc<Clip> {
        let within = match clip.clip_path() {
            Some(outer) => Some(self.clip(outer, transform, around)),
            None => around,
        };
        let transform = transform.pre_concat(clip.transform());
        let mut outlines = Vec::new();
        self.outlines(clip.root(), transform, &mut outlines);
        if outlines.len() > 1 {
            self.lose("where shapes of a clip overlap, they may be taken for a hole", "");
        }
        let even_odd = outlines.first().is_some_and(|(_, even_odd)| *even_odd);
        let segments = outlines.into_iter().flat_map(|(segments, _)| segments).collect();
        Arc::new(Clip { segments, even_odd, within })
    }

    /// The outlines of a clip, each with whether it uses the even-odd rule.
    fn outlines(&mut self, group: &usvg::Group, transform: Transform, into: &mut Vec<(Vec<PathStep>, bool)>) {
        if group.clip_path().is_some() {
            self.lose("a clip inside a clip is left out", "");
        }
        for node in group.children() {
            match node {
                Node::Group(group) => self.outlines(group, transform.pre_concat(group.transform()), into),
                Node::Path(path) => {
                    let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
                    into.extend(segments(path, transform).map(|segments| (segments, even_odd)));
                }
                Node::Text(text) => self.outlines(text.flattened(), transform, into),
                Node::Image(_) => {}
            }
        }
    }

    fn path(&mut self, path: &usvg::Path, state: &PaintState) {
        let transform = path.abs_transform();
        let Some(segments) = segments(path, transform) else {
            self.is_endless = true;
            return;
        };
        let fill = path.fill().and_then(|fill| self.paint(fill.paint(), fill.opacity().get() * state.opacity, transform));
        let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
        let scale = mean_scale(transform);
        let stroke = path.stroke().and_then(|stroke| {
            let colour = match self.paint(stroke.paint(), stroke.opacity().get() * state.opacity, transform)? {
                Paint::Plain(colour) => colour,
                Paint::Gradient(number, _) => {
                    self.lose("a line with a gradient is drawn in one colour", "");
                    let stops = &self.gradients[number as usize].stops;
                    stops[stops.len() / 2].1
                }
            };
            Some(Stroke {
                colour,
                width: stroke.width().get() * scale,
                dashes: stroke.dasharray().map(|dashes| dashes.iter().map(|dash| dash * scale).collect()).unwrap_or_default(),
                cap: stroke.linecap() as u8,
                join: match stroke.linejoin() {
                    usvg::LineJoin::Round => 1,
                    usvg::LineJoin::Bevel => 2,
                    usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => 0,
                },
            })
        });
        if fill.is_some() || stroke.is_some() {
            self.paths.push(Path { segments, fill, even_odd, stroke, clip: state.clip.clone() });
        }
    }

    /// A paint composited on white paper.
    fn paint(&mut self, paint: &usvg::Paint, opacity: f32, transform: Transform) -> Option<Paint> {
        if opacity <= 0.01 {
            return None;
        }
        let (base, along) = match paint {
            usvg::Paint::Color(colour) => return Some(Paint::Plain(on_white(*colour, opacity))),
            usvg::Paint::Pattern(_) => {
                self.lose("a pattern is left out", "pattern");
                return None;
            }
            usvg::Paint::LinearGradient(line) => (&***line, Along::Line([line.x1(), line.y1(), line.x2(), line.y2()])),
            usvg::Paint::RadialGradient(ring) => {
                (&***ring, Along::Circles([ring.fx(), ring.fy(), ring.fr().get(), ring.cx(), ring.cy(), ring.r().get()]))
            }
        };
        if base.spread_method() != usvg::SpreadMethod::Pad {
            self.lose("a gradient that repeats is drawn once", "spreadMethod");
        }
        let stops: Vec<(f32, Colour)> =
            base.stops().iter().map(|stop| (stop.offset().get(), on_white(stop.color(), stop.opacity().get() * opacity))).collect();
        let whole = transform.pre_concat(base.transform());
        let lengths: &[f32] = match &along {
            Along::Line(line) => line,
            Along::Circles(circles) => circles,
        };
        self.is_endless |= !whole.is_finite() || !lengths.iter().all(|length| length.is_finite());
        match stops.as_slice() {
            [] => None,
            [(_, only)] => Some(Paint::Plain(*only)),
            _ => {
                self.gradients.push(Gradient { along, stops });
                let number = self.gradients.len() as u32 - 1;
                Some(Paint::Gradient(number, [whole.sx, whole.ky, whole.kx, whole.sy, whole.tx, whole.ty]))
            }
        }
    }
}

fn segments(path: &usvg::Path, transform: Transform) -> Option<Vec<PathStep>> {
    let data = path.data().clone().transform(transform)?;
    let mut segments = Vec::with_capacity(data.len());
    let mut last = (0.0, 0.0);
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                segments.push(PathStep::Move(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                segments.push(PathStep::Line(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(control, p) => {
                // A quadratic curve as a cubic one: control points two thirds of the way.
                let third = |from: (f32, f32)| (from.0 + (control.x - from.0) * 2.0 / 3.0, from.1 + (control.y - from.1) * 2.0 / 3.0);
                let (a, b) = (third(last), third((p.x, p.y)));
                segments.push(PathStep::Cubic(a.0, a.1, b.0, b.1, p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                segments.push(PathStep::Cubic(a.x, a.y, b.x, b.y, p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::Close => segments.push(PathStep::Close),
        }
    }
    Some(segments)
}

/// The first number of an attribute that is beyond [`LARGEST_NUMBER`]; names, addresses and the private data of programs are not searched.
fn absurd_number<'x>(attribute: roxmltree::Attribute<'x, '_>) -> Option<&'x str> {
    let name = attribute.name();
    let holds_numbers =
        attribute.namespace().is_none() && !matches!(name, "id" | "class" | "href") && !name.starts_with("data-") && !name.starts_with("aria-");
    let value = if holds_numbers { attribute.value() } else { "" };
    let mut rest = value;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit() || matches!(c, '.' | '#')) {
        rest = &rest[start..];
        let (length, is_absurd) = match rest.strip_prefix('#') {
            // Colours and names of gradients.
            Some(name) => (1 + name.find(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(name.len()), false),
            None => {
                let length = number_length(rest.as_bytes());
                (length, rest[..length].parse::<f64>().is_ok_and(|number| number > LARGEST_NUMBER))
            }
        };
        if is_absurd {
            return Some(&rest[..length]);
        }
        rest = &rest[length..];
    }
    None
}

/// The length in bytes of the unsigned number at the start.
fn number_length(bytes: &[u8]) -> usize {
    let digits = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut length = digits(0);
    if bytes.get(length) == Some(&b'.') {
        length += 1 + digits(length + 1);
    }
    if matches!(bytes.get(length), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(length + 1), Some(b'+' | b'-')));
        let exponent = bytes.get(length + 1 + sign..).map_or(0, |_| digits(length + 1 + sign));
        length += if exponent > 0 { 1 + sign + exponent } else { 0 };
    }
    length
}

fn mean_scale(transform: Transform) -> f32 {
    (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt()
}

fn on_white(colour: usvg::Color, opacity: f32) -> Colour {
    Colour { r: colour.red, g: colour.green, b: colour.blue }.mixed(Colour { r: 255, g: 255, b: 255 }, opacity)
}
