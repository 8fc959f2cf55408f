//! Pictures, text boxes, shapes and charts.

use roxmltree::Node;

use super::flow::Media;
use super::pieces::{Look, Piece, PieceKind};
use super::reader::Reader;
use super::xml::{self, Kind, attribute, chosen, kind};
use crate::model::{Image, ImageSource, slug};

/// The end of an alt text that Word wrote itself.
const AUTOMATIC: [&str; 3] = ["Description automatically generated", "AI-generated content may be incorrect.", "Automatically generated description"];
/// Formats that browsers and print can show.
const SHOWN: [&str; 6] = ["png", "jpg", "jpeg", "gif", "svg", "webp"];

impl<'p> Reader<'p> {
    /// Reads a drawing in a run, of today's form or an older one.
    pub(super) fn drawing(&mut self, node: Node<'p, 'p>) {
        let mut boxes = Vec::new();
        let mut pictures = Vec::new();
        let mut others = Vec::new();
        gather(node, &mut boxes, &mut pictures, &mut others, 0);
        let properties = node.descendants().find(|node| node.tag_name().name() == "docPr");
        let alternative = |name: &str| properties.and_then(|node| attribute(node, name)).map(str::trim).filter(|text| !text.is_empty());
        let is_decorative = node.descendants().any(|node| node.tag_name().name() == "decorative" && attribute(node, "val") != Some("0"));
        let described = alternative("descr").or_else(|| pictures.first().and_then(|picture| attribute(*picture, "title"))).map(str::to_owned);
        let described = described
            .or_else(|| node.descendants().filter(|node| kind(*node) == Kind::Vector).find_map(|node| attribute(node, "alt").map(str::to_owned)));
        if self.is_shown() {
            for picture in &pictures {
                self.picture(*picture, described.as_deref(), is_decorative);
            }
            for other in &others {
                self.graphic(*other, described.as_deref().or(alternative("title")));
            }
        }
        self.now.boxes.extend(boxes);
    }

    fn picture(&mut self, picture: Node<'p, 'p>, described: Option<&str>, is_decorative: bool) {
        let start = self.words.len();
        self.words.push_str("(picture)");
        let span = self.span(start);
        let (id, outside) =
            match attribute(picture, "embed").or_else(|| if picture.tag_name().name() == "imagedata" { attribute(picture, "id") } else { None }) {
                Some(id) => (id, false),
                None => (attribute(picture, "link").or_else(|| attribute(picture, "href")).unwrap_or(""), true),
            };
        let related = self.related.get(id);
        if outside || related.is_some_and(|related| related.is_outside) {
            let message = match related {
                Some(related) => format!("this picture is not in the file, but at `{}`, so it is left out", related.target),
                None => "this picture is not in the file, so it is left out".to_owned(),
            };
            self.findings.loss(span, message, "in Word, delete the picture, insert it from your disk, and import the file again");
            return;
        }
        let Some(part) = related.map(|related| related.target.clone()) else {
            self.findings.loss(
                span,
                "the file of this picture is missing, so it is left out",
                "insert the picture in Word again, and import the file again",
            );
            return;
        };
        let ending = part.rsplit('.').next().unwrap_or("").to_lowercase();
        if !SHOWN.contains(&ending.as_str()) {
            self.findings.counts.unshown += 1;
            let words = described.map_or_else(String::new, |words| format!(" (\"{words}\")"));
            self.findings.loss(
                span,
                format!("browsers cannot show pictures of the kind {}{words}, so this one is left out", ending.to_uppercase()),
                "in Word, select the picture, choose Save as Picture, PNG, put it in its place, and import the file again",
            );
            return;
        }
        let path = match self.media.iter().find(|media| media.part == part) {
            Some(media) => media.path.clone(),
            None => {
                let Some(bytes) = self.package.bytes(&part).filter(|bytes| !bytes.is_empty()) else {
                    self.findings.loss(
                        span,
                        "the file of this picture is damaged, so it is left out",
                        "insert the picture in Word again, and import the file again",
                    );
                    return;
                };
                let stem = slug(part.rsplit('/').next().unwrap_or("").rsplit_once('.').map_or("picture", |(stem, _)| stem));
                let ending = if ending == "jpeg" { "jpg" } else { &ending };
                let mut path = format!("images/{stem}.{ending}");
                let mut nth = 1;
                while self.media.iter().any(|media| media.path == path) {
                    nth += 1;
                    path = format!("images/{stem}-{nth}.{ending}");
                }
                self.media.push(Media { part, path: path.clone(), bytes });
                path
            }
        };
        let alternative = if is_decorative { None } else { Some(self.alternative(described, span).into()) };
        self.findings.counts.pictures += 1;
        let image = Image { source: ImageSource::Path(path.into()), alternative, caption: None, span };
        self.now.pieces.push(Piece { kind: PieceKind::Image(Box::new(image)), look: Look { link: self.now.link.clone(), ..Look::default() } });
    }

    /// The alt text of a picture; empty if it has none yet.
    fn alternative(&mut self, described: Option<&str>, span: crate::span::Span) -> String {
        let words = described.unwrap_or("").split_whitespace().collect::<Vec<_>>().join(" ");
        let Some(end) = AUTOMATIC.iter().find_map(|sentence| words.find(sentence)) else { return words };
        self.findings.doubt(
            span,
            format!("Word described this picture itself: \"{words}\""),
            "read what it says, and say what readers should learn from the picture",
        );
        words[..end].trim().to_owned()
    }

    /// Charts and diagrams.
    fn graphic(&mut self, node: Node<'p, 'p>, described: Option<&str>) {
        let start = self.words.len();
        let is_chart = node.tag_name().name() == "chart";
        self.words.push_str(if is_chart { "(chart)" } else { "(diagram)" });
        let span = self.span(start);
        let words = described.map_or_else(String::new, |words| format!(" Its alt text is: \"{words}\"."));
        if is_chart {
            self.findings.loss(
                span,
                format!("a chart is left out, because its figures are in another file inside this one.{words}"),
                "write its figures as a `chart` block, or save it as a picture in Word and put that in images/",
            );
            return;
        }
        let part = attribute(node, "dm").and_then(|id| self.related.get(id)).map(|related| related.target.clone());
        let text = part.and_then(|part| self.package.text(&part).ok().flatten());
        let texts: Vec<String> = text.as_deref().and_then(xml::parse).map(|document| diagram_texts(&document)).unwrap_or_default();
        let message = format!("a diagram (SmartArt) is left out. Its words are: \"{}\".{words}", texts.join("; "));
        self.findings.loss(span, message, "write what it says as a list, or save it as a picture in Word and put that in images/");
    }
}

fn diagram_texts(document: &roxmltree::Document<'_>) -> Vec<String> {
    let points = document.descendants().filter(|node| node.tag_name().name() == "pt");
    let words = points.map(|point| {
        let texts = point.descendants().filter(|node| kind(*node) == Kind::Drawing && node.tag_name().name() == "t").filter_map(|node| node.text());
        texts.collect::<String>()
    });
    words.filter(|words| !words.trim().is_empty()).collect()
}

/// Boxes with text, pictures, and other graphics in a drawing, in reading order.
fn gather<'p>(node: Node<'p, 'p>, boxes: &mut Vec<Node<'p, 'p>>, pictures: &mut Vec<Node<'p, 'p>>, others: &mut Vec<Node<'p, 'p>>, depth: usize) {
    if depth > 60 {
        return;
    }
    for node in node.children().filter(Node::is_element) {
        match (kind(node), node.tag_name().name()) {
            (Kind::Word, "txbxContent") => boxes.push(node),
            (Kind::Drawing, "blip") if attribute(node, "embed").is_some() || attribute(node, "link").is_some() => pictures.push(node),
            (Kind::Vector, "imagedata") => pictures.push(node),
            (Kind::Drawing, "chart" | "relIds") => others.push(node),
            (Kind::Compatibility, "AlternateContent") => {
                if let Some(chosen) = chosen(node) {
                    gather(chosen, boxes, pictures, others, depth + 1);
                }
            }
            _ => gather(node, boxes, pictures, others, depth + 1),
        }
    }
}
