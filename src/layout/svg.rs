//! SVG drawings as paths. Nothing outside the file is read, scripts are not run, words become outlines.

use std::sync::Arc;

use usvg::tiny_skia_path::{PathSegment, Transform};
use usvg::{ImageHrefResolver, Node, Options, Paint, Tree, fontdb};

use super::paged::{Face, Group, Path, Segment, Stroke};
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

/// Reads a drawing.
pub(super) fn read(bytes: &[u8], fonts: &Fonts) -> Result<Group, String> {
    let options = Options {
        fontdb: Arc::clone(&fonts.0),
        font_family: "sans-serif".to_owned(),
        image_href_resolver: ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) },
        ..Options::default()
    };
    let tree = Tree::from_data(bytes, &options).map_err(|error| format!("it is no drawing that can be read ({error})"))?;
    let mut paths = Vec::new();
    collect(tree.root(), 1.0, &mut paths);
    let size = Size { width: Pt(tree.size().width() * POINTS), height: Pt(tree.size().height() * POINTS) };
    Ok(Group { paths, scale: (POINTS, POINTS), size })
}

fn collect(group: &usvg::Group, opacity: f32, into: &mut Vec<Path>) {
    let opacity = opacity * group.opacity().get();
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, opacity, into),
            Node::Path(path) if path.is_visible() => into.extend(path_of(path, opacity)),
            Node::Text(text) => collect(text.flattened(), opacity, into),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

fn path_of(path: &usvg::Path, opacity: f32) -> Option<Path> {
    let transform = path.abs_transform();
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
    let fill = path.fill().and_then(|fill| colour(fill.paint(), fill.opacity().get() * opacity));
    let even_odd = path.fill().is_some_and(|fill| fill.rule() == usvg::FillRule::EvenOdd);
    let scale = mean_scale(transform);
    let stroke = path.stroke().and_then(|stroke| {
        Some(Stroke {
            colour: colour(stroke.paint(), stroke.opacity().get() * opacity)?,
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
    (fill.is_some() || stroke.is_some()).then_some(Path { segments, fill, even_odd, stroke })
}

fn mean_scale(transform: Transform) -> f32 {
    (transform.sx * transform.sy - transform.kx * transform.ky).abs().sqrt()
}

/// A paint on white paper: what shows through is mixed with it, a gradient is its middle.
fn colour(paint: &Paint, opacity: f32) -> Option<Colour> {
    let of = |colour: usvg::Color| Colour { r: colour.red, g: colour.green, b: colour.blue };
    let middle = |stops: &[usvg::Stop]| Some(of(stops.first()?.color()).mixed(of(stops.last()?.color()), 0.5));
    let solid = match paint {
        Paint::Color(colour) => Some(of(*colour)),
        Paint::LinearGradient(gradient) => middle(gradient.stops()),
        Paint::RadialGradient(gradient) => middle(gradient.stops()),
        Paint::Pattern(_) => None,
    }?;
    (opacity > 0.01).then(|| solid.mixed(Colour { r: 255, g: 255, b: 255 }, opacity))
}
