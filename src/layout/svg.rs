//! SVG drawings as paths. Nothing outside the file is read, scripts are not run, words become outlines.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{ImageHrefResolver, Node, Options, Tree, fontdb};

use super::drawing::{Along, Clip, Gradient, Group, Paint, Path, Segment, Stroke};
use super::paged::Face;
use super::units::{Colour, Pt, Size};

/// The faces that words of drawings are set in.
#[derive(Debug)]
pub(super) struct Fonts(Arc<fontdb::Database>);

/// Pixels of CSS per point.
const POINTS: f32 = 0.75;

impl Fonts {
    pub(super) fn new(faces: &[Arc<Face>]) -> Self {
        let mut database = fontdb::Database::new();
        for face in faces {
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
        Self(Arc::new(database))
    }
}

/// A drawing, as far as it can be drawn.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) group: Group,
    /// What the paths are filled with, by their numbers.
    pub(super) gradients: Vec<Gradient>,
    /// What is lost in print, in words.
    pub(super) lost: Vec<&'static str>,
}

/// Reads a drawing.
pub(super) fn read(bytes: &[u8], fonts: &Fonts) -> Result<Drawing, String> {
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
    let tree = Tree::from_data(bytes, &options).map_err(|error| format!("it is no drawing that can be read ({error})"))?;
    let mut reader = Reader::default();
    if pictures.load(Ordering::Relaxed) {
        reader.lose("a picture inside it is left out");
    }
    reader.collect(tree.root(), &State { opacity: 1.0, clip: None });
    let size = Size { width: Pt(tree.size().width() * POINTS), height: Pt(tree.size().height() * POINTS) };
    let Reader { paths, gradients, lost } = reader;
    Ok(Drawing { group: Group { paths, scale: (POINTS, POINTS), size }, gradients, lost })
}

#[derive(Default)]
struct Reader {
    paths: Vec<Path>,
    gradients: Vec<Gradient>,
    lost: Vec<&'static str>,
}

/// What the groups around a path say of it.
struct State {
    opacity: f32,
    clip: Option<Arc<Clip>>,
}

impl Reader {
    fn lose(&mut self, what: &'static str) {
        if !self.lost.contains(&what) {
            self.lost.push(what);
        }
    }

    fn collect(&mut self, group: &usvg::Group, around: &State) {
        if group.mask().is_some() {
            self.lose("a mask is left out");
        }
        if !group.filters().is_empty() {
            self.lose("an effect such as a shadow is left out");
        }
        if group.blend_mode() != usvg::BlendMode::Normal {
            self.lose("colours that are mixed with what lies below are laid over it");
        }
        let clip = match group.clip_path() {
            Some(clip) => Some(self.clip(clip, group.abs_transform(), around.clip.clone())),
            None => around.clip.clone(),
        };
        let state = State { opacity: around.opacity * group.opacity().get(), clip };
        for node in group.children() {
            match node {
                Node::Group(group) => self.collect(group, &state),
                Node::Path(path) if path.is_visible() => self.path(path, &state),
                Node::Text(text) => self.collect(text.flattened(), &state),
                Node::Path(_) => {}
                Node::Image(_) => self.lose("a picture inside it is left out"),
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
            self.lose("where shapes of a clip overlap, they may be taken for a hole");
        }
        let even_odd = outlines.first().is_some_and(|(_, even_odd)| *even_odd);
        let segments = outlines.into_iter().flat_map(|(segments, _)| segments).collect();
        Arc::new(Clip { segments, even_odd, within })
    }

    /// The outlines of a clip, each with whether the even-odd rule holds for it.
    fn outlines(&mut self, group: &usvg::Group, transform: Transform, into: &mut Vec<(Vec<Segment>, bool)>) {
        if group.clip_path().is_some() {
            self.lose("a clip inside a clip is left out");
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

    fn path(&mut self, path: &usvg::Path, state: &State) {
        let transform = path.abs_transform();
        let Some(segments) = segments(path, transform) else { return };
        let fill = path.fill().and_then(|fill| self.paint(fill.paint(), fill.opacity().get() * state.opacity, transform));
        let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
        let scale = mean_scale(transform);
        let stroke = path.stroke().and_then(|stroke| {
            let colour = match self.paint(stroke.paint(), stroke.opacity().get() * state.opacity, transform)? {
                Paint::Plain(colour) => colour,
                Paint::Gradient(number, _) => {
                    self.lose("a line with a gradient is drawn in one colour");
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

    /// A paint on white paper: what shows through is mixed with it.
    fn paint(&mut self, paint: &usvg::Paint, opacity: f32, transform: Transform) -> Option<Paint> {
        if opacity <= 0.01 {
            return None;
        }
        let (base, along) = match paint {
            usvg::Paint::Color(colour) => return Some(Paint::Plain(on_white(*colour, opacity))),
            usvg::Paint::Pattern(_) => {
                self.lose("a pattern is left out");
                return None;
            }
            usvg::Paint::LinearGradient(line) => (&***line, Along::Line([line.x1(), line.y1(), line.x2(), line.y2()])),
            usvg::Paint::RadialGradient(ring) => {
                (&***ring, Along::Circles([ring.fx(), ring.fy(), ring.fr().get(), ring.cx(), ring.cy(), ring.r().get()]))
            }
        };
        if base.spread_method() != usvg::SpreadMethod::Pad {
            self.lose("a gradient that repeats is drawn once");
        }
        let stops: Vec<(f32, Colour)> =
            base.stops().iter().map(|stop| (stop.offset().get(), on_white(stop.color(), stop.opacity().get() * opacity))).collect();
        let whole = transform.pre_concat(base.transform());
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

fn segments(path: &usvg::Path, transform: Transform) -> Option<Vec<Segment>> {
    let data = path.data().clone().transform(transform)?;
    let mut segments = Vec::with_capacity(data.len());
    let mut last = (0.0, 0.0);
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                segments.push(Segment::Move(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::LineTo(p) => {
                segments.push(Segment::Line(p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::QuadTo(control, p) => {
                // A quadratic curve as a cubic one: control points two thirds of the way.
                let third = |from: (f32, f32)| (from.0 + (control.x - from.0) * 2.0 / 3.0, from.1 + (control.y - from.1) * 2.0 / 3.0);
                let (a, b) = (third(last), third((p.x, p.y)));
                segments.push(Segment::Cubic(a.0, a.1, b.0, b.1, p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::CubicTo(a, b, p) => {
                segments.push(Segment::Cubic(a.x, a.y, b.x, b.y, p.x, p.y));
                last = (p.x, p.y);
            }
            PathSegment::Close => segments.push(Segment::Close),
        }
    }
    Some(segments)
}

fn mean_scale(transform: Transform) -> f32 {
    (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt()
}

fn on_white(colour: usvg::Color, opacity: f32) -> Colour {
    Colour { r: colour.red, g: colour.green, b: colour.blue }.mixed(Colour { r: 255, g: 255, b: 255 }, opacity)
}
