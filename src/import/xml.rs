//! The XML of a package: names without prefixes, and bounds on its depth and size.

use roxmltree::{Document, Node, ParsingOptions};

/// The most nodes of a part: a document of 300 pages has about 300,000.
const MOST_NODES: u32 = 12_000_000;
/// The greatest depth of elements. Word nests at most a few dozen; what is read here is read recursively.
const DEEPEST: usize = 220;

/// Parses a part. None if it is not well-formed, has a document type (which may name entities), or is too large or too deep.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let document =
        Document::parse_with_options(text, ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() }).ok()?;
    (depth(&document) <= DEEPEST).then_some(document)
}

/// The text of a part: UTF-8, or UTF-16 with a byte order mark.
pub(super) fn text(bytes: Vec<u8>) -> Option<String> {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => wide(u16::from_le_bytes),
        Some([0xfe, 0xff]) => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok().map(|text| text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
    }
}

/// The greatest depth of elements, without recursion.
fn depth(document: &Document<'_>) -> usize {
    let (mut node, mut now, mut most) = (document.root(), 0usize, 0usize);
    loop {
        if let Some(child) = node.first_child() {
            node = child;
            now += 1;
            most = most.max(now);
            continue;
        }
        loop {
            if let Some(next) = node.next_sibling() {
                node = next;
                break;
            }
            let Some(parent) = node.parent() else { return most };
            node = parent;
            now -= 1;
        }
    }
}

/// What an element is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The text (`w:`).
    Word,
    /// Drawings (`a:`, `pic:`, `wp:`).
    Drawing,
    /// Shapes of Word 2010 and later (`wps:`, `wpg:`).
    Shape,
    /// Formulas (`m:`).
    Formula,
    /// Alternatives for older programs (`mc:`).
    Compatibility,
    /// Shapes of older programs (`v:`).
    Vector,
    /// Anything else.
    Other,
}

/// What an element is part of; in the strict and the transitional form of the standard.
pub(super) fn kind(node: Node<'_, '_>) -> Kind {
    let Some(space) = node.tag_name().namespace() else { return Kind::Other };
    match space {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main" | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Kind::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Kind::Compatibility,
        "urn:schemas-microsoft-com:vml" => Kind::Vector,
        _ if space.contains("/drawingml/") => Kind::Drawing,
        _ if space.contains("/wordprocessingShape") || space.contains("/wordprocessingGroup") || space.contains("/wordprocessingCanvas") => {
            Kind::Shape
        }
        _ if space.ends_with("/math") => Kind::Formula,
        _ => Kind::Other,
    }
}

/// The name of an element of the text; empty for any other node.
pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    if node.is_element() && kind(node) == Kind::Word { node.tag_name().name() } else { "" }
}

/// The first child of the text with this name.
pub(super) fn child<'a, 'd>(node: Node<'a, 'd>, wanted: &str) -> Option<Node<'a, 'd>> {
    node.children().find(|child| name(*child) == wanted)
}

/// The children of the text with this name.
pub(super) fn children<'a, 'd: 'a>(node: Node<'a, 'd>, wanted: &'a str) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(move |child| name(*child) == wanted)
}

/// The attribute with this name, whatever its prefix.
pub(super) fn attribute<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    node.attributes().find(|attribute| attribute.name() == wanted).map(|attribute| attribute.value())
}

/// `w:val` of the first child with this name.
pub(super) fn value<'a>(node: Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    attribute(child(node, wanted)?, "val")
}

/// Whether a property that is on or off is on; none if it is not given.
pub(super) fn switch(node: Node<'_, '_>, wanted: &str) -> Option<bool> {
    let property = child(node, wanted)?;
    Some(!matches!(attribute(property, "val"), Some("0" | "false" | "off" | "none")))
}

/// The part of alternatives that is read: the newest, if it has text or pictures in a form that is known here.
pub(super) fn chosen<'a, 'd>(node: Node<'a, 'd>) -> Option<Node<'a, 'd>> {
    let named = |wanted: &str| node.children().find(|child| kind(*child) == Kind::Compatibility && child.tag_name().name() == wanted);
    let is_known = |choice: &Node<'_, '_>| {
        choice
            .descendants()
            .any(|node| matches!(name(node), "t" | "txbxContent") || node.tag_name().name() == "blip" || node.tag_name().name() == "docPr")
    };
    named("Choice").filter(is_known).or_else(|| named("Fallback")).or_else(|| named("Choice"))
}
