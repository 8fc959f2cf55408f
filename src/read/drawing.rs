//! What SVG drawings may contain: shapes and words, nothing that runs, moves or is fetched from elsewhere.
//!
//! A drawing is published as it is, and anyone can open it by its own address, where a browser treats it as a page. So elements are
//! compared with a list of those that are safe, and addresses and styles are read as browsers read them.

use std::collections::HashSet;

use roxmltree::{Attribute, Document, Node, ParsingOptions};

/// Something in a drawing that keeps it from being published.
#[derive(Debug, PartialEq, Eq)]
pub struct Unsafe {
    /// What it is, as a clause about the drawing, with its place: "it has a program in it (`<script>`, line 3, column 5), …".
    pub what: String,
}

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Elements that draw, style and describe (SVG 1.1, 1.2 and 2), sorted.
const ELEMENTS: [&str; 87] = [
    "a",
    "altGlyph",
    "altGlyphDef",
    "altGlyphItem",
    "circle",
    "clipPath",
    "color-profile",
    "cursor",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feImage",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "flowDiv",
    "flowLine",
    "flowPara",
    "flowRegion",
    "flowRoot",
    "flowSpan",
    "font",
    "font-face",
    "font-face-format",
    "font-face-name",
    "font-face-src",
    "font-face-uri",
    "g",
    "glyph",
    "glyphRef",
    "hatch",
    "hatchpath",
    "hkern",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "mesh",
    "meshgradient",
    "meshpatch",
    "meshrow",
    "metadata",
    "missing-glyph",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "solidColor",
    "solidcolor",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tref",
    "tspan",
    "use",
    "view",
    "vkern",
];
/// Elements that move or change a drawing, and can change addresses in it.
const MOVING: [&str; 7] = ["animate", "animateColor", "animateMotion", "animateTransform", "discard", "mpath", "set"];
/// Functions of CSS that fetch what they name, beside `url()`.
const FETCHING: [&str; 8] = ["image-set(", "image(", "src(", "element(", "paint(", "cross-fade(", "expression(", "-moz-binding"];
/// The most letters of a single text: to set them takes time that grows with the square of their number.
const MOST_LETTERS: usize = 5_000;
/// The most attributes of an element, and prefixes of a drawing: each is compared with all others.
const MOST_ATTRIBUTES: usize = 256;
/// The most elements within each other: they are drawn by functions that call themselves.
const DEEPEST: usize = 256;
/// The most comparisons of elements with rules of style sheets.
const MOST_COMPARISONS: usize = 2_000_000;

/// The first thing in the text of a drawing that keeps it from being published. What cannot be read cannot be judged, and is unsafe.
///
/// ```
/// use greenpaper::read::unsafe_content;
/// let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
/// assert!(unsafe_content(drawing).is_some_and(|found| found.what.contains("`<script>`, line 1, column 41")));
/// ```
#[must_use]
pub fn unsafe_content(text: &str) -> Option<Unsafe> {
    if let Some(what) = too_many_names(text) {
        return Some(Unsafe { what });
    }
    let document = match Document::parse_with_options(text, ParsingOptions { allow_dtd: true, ..Default::default() }) {
        Ok(document) => document,
        Err(error) => return Some(Unsafe { what: format!("it is no drawing that can be read ({error})") }),
    };
    unsafe_prologue(&document, text).or_else(|| too_complex(&document)).or_else(|| document.descendants().find_map(unsafe_node))
}

/// Attributes and prefixes of which there are too many to read the drawing. Looks at the text, before it is read.
fn too_many_names(text: &str) -> Option<String> {
    let (mut attributes, mut prefixes) = (0, HashSet::new());
    for (at, sign) in text.match_indices(['<', '=']) {
        if sign == "<" {
            attributes = 0;
        } else if text[at + 1..].trim_start().starts_with(['"', '\'']) {
            attributes += 1;
            let name = text[..at].trim_end().rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
            prefixes.extend(name.strip_prefix("xmlns:"));
        }
        if attributes.max(prefixes.len()) > MOST_ATTRIBUTES {
            let line = 1 + text[..at].matches('\n').count();
            return Some(format!("an element in it has more than {MOST_ATTRIBUTES} attributes or prefixes (line {line})"));
        }
    }
    None
}

/// What would take too long to draw, or too much memory.
fn too_complex(document: &Document<'_>) -> Option<Unsafe> {
    let elements = || document.descendants().filter(Node::is_element);
    if let Some(node) = elements().find(|node| node.ancestors().nth(DEEPEST + 1).is_some()) {
        let place = place(document, node.range().start);
        return Some(Unsafe { what: format!("more than {DEEPEST} elements in it are within each other ({place})") });
    }
    let styles = elements().filter(|node| node.tag_name().name() == "style");
    let rules: usize = styles
        .flat_map(|style| style.children())
        .filter(Node::is_text)
        .filter_map(|node| node.text())
        .map(|text| text.matches(['{', ',']).count())
        .sum();
    let shapes = elements().count();
    (rules.saturating_mul(shapes) > MOST_COMPARISONS).then(|| Unsafe {
        what: format!("it has {shapes} elements and {rules} rules in its style sheets, which is too much to compare: remove rules that nothing uses"),
    })
}

/// As [`unsafe_content`], for the bytes of a file.
#[must_use]
pub fn unsafe_drawing(bytes: &[u8]) -> Option<Unsafe> {
    match std::str::from_utf8(bytes) {
        Ok(text) => unsafe_content(text),
        Err(_) => Some(Unsafe { what: "it is not UTF-8 text".to_owned() }),
    }
}

/// What comes before the drawing itself: an encoding that makes other characters of the bytes, default attributes.
fn unsafe_prologue(document: &Document<'_>, text: &str) -> Option<Unsafe> {
    let head = &text[..document.root_element().range().start.min(text.len())];
    let is_declared = head.trim_start_matches('\u{feff}').strip_prefix("<?xml").is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let declaration = head.split("?>").next().unwrap_or("").to_ascii_lowercase();
    let encoding = declaration.split_once("encoding").filter(|_| is_declared).and_then(|(_, rest)| rest.split(['"', '\'']).nth(1));
    let same_in_ascii = ["us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252"];
    match encoding {
        None | Some("utf-8" | "utf8") => {}
        Some(name) if text.is_ascii() && same_in_ascii.contains(&name) && !text.contains('\u{1b}') => {}
        Some(name) => return Some(Unsafe { what: format!("it says that its encoding is `{name}`, but drawings must be UTF-8") }),
    }
    // Browsers add attributes that a document type declares.
    let doctype = head.find("<!DOCTYPE")?;
    let odd = head[doctype..].find("<!ATTLIST").or_else(|| head[doctype..].find('%'))?;
    Some(Unsafe { what: format!("its document type declares more than names for text ({})", place(document, doctype + odd)) })
}

fn unsafe_node(node: Node<'_, '_>) -> Option<Unsafe> {
    let document = node.document();
    let place = || place(document, node.range().start);
    if let Some(instruction) = node.pi() {
        let is_style = instruction.target.eq_ignore_ascii_case("xml-stylesheet");
        return is_style.then(|| Unsafe { what: format!("it fetches a style sheet (`<?xml-stylesheet`, {})", place()) });
    }
    if !node.is_element() {
        return None;
    }
    let (name, namespace) = (node.tag_name().name(), node.tag_name().namespace());
    match namespace {
        _ if name.eq_ignore_ascii_case("script") => {
            return Some(Unsafe { what: format!("it has a program in it (`<script>`, {}), which would run in readers' browsers", place()) });
        }
        Some(SVG) | None if MOVING.contains(&name) => {
            return Some(Unsafe { what: format!("something in it moves or changes (`<{name}>`, {})", place()) });
        }
        Some(SVG) | None if name == "foreignObject" => {
            let remedy = "in draw.io, turn off \"Word Wrap\" and \"Formatted Text\" for its labels, then export it again";
            return Some(Unsafe { what: format!("a part of a web page is embedded in it (`<foreignObject>`, {}): {remedy}", place()) });
        }
        Some(SVG) | None if ELEMENTS.binary_search(&name).is_err() => {
            return Some(Unsafe { what: format!("it has an element that is not part of a drawing (`<{name}>`, {})", place()) });
        }
        Some(XHTML) => return Some(Unsafe { what: format!("a part of a web page is embedded in it (`<{name}>`, {})", place()) }),
        // What drawing programs note for themselves means nothing to a browser.
        Some(_) | None => {}
    }
    if matches!(namespace, Some(SVG) | None) && name == "text" {
        let letters: usize = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).map(|text| text.chars().count()).sum();
        if letters > MOST_LETTERS {
            return Some(Unsafe { what: format!("one text in it has {letters} characters ({}); at most {MOST_LETTERS} can be set", place()) });
        }
    }
    let style = if name == "style" {
        let text: String = node.descendants().filter_map(|node| node.text().filter(|_| node.is_text())).collect();
        unsafe_style(&text).map(|what| Unsafe { what: format!("{what} (`<style>`, {})", place()) })
    } else {
        None
    };
    style.or_else(|| node.attributes().find_map(|attribute| unsafe_attribute(name, &attribute, document)))
}

fn unsafe_attribute(element: &str, attribute: &Attribute<'_, '_>, document: &Document<'_>) -> Option<Unsafe> {
    let (name, value) = (attribute.name(), attribute.value());
    let place = || place(document, attribute.range().start);
    if name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on")) {
        return Some(Unsafe { what: format!("it has a program in it (`{name}`, {}), which would run in readers' browsers", place()) });
    }
    if name == "ping" {
        return Some(Unsafe { what: format!("a link in it tells others who follows it (`ping`, {})", place()) });
    }
    if matches!(name, "href" | "src" | "base") && !matches!(attribute.namespace(), Some(XHTML)) {
        return unsafe_address(element, name, value).map(|what| Unsafe { what: format!("{what} (`{name}`, {})", place()) });
    }
    let is_text =
        matches!(name, "id" | "class" | "role" | "title" | "alt" | "lang" | "d" | "points") || name.starts_with("aria-") || name.starts_with("data-");
    if is_text || attribute.namespace().is_some() {
        return None;
    }
    unsafe_style(value).map(|what| Unsafe { what: format!("{what} (`{name}`, {})", place()) })
}

/// What is wrong with an address, read as browsers read it: without the control characters and spaces around it, and without tabs and
/// line ends anywhere (URL standard, 4.4).
fn unsafe_address(element: &str, attribute: &str, value: &str) -> Option<&'static str> {
    let address: String = value.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let lower = address.to_ascii_lowercase();
    let scheme = lower.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '?', '#']));
    let is_program = scheme.is_some_and(|scheme| matches!(scheme.trim(), "javascript" | "vbscript"));
    match element {
        _ if is_program => Some("it has a program in it, which would run in readers' browsers"),
        _ if attribute == "base" => Some("it changes where its addresses lead"),
        "a" => match scheme {
            None | Some("http" | "https" | "mailto" | "tel") => None,
            Some(_) => Some("a link in it has an address that is not allowed"),
        },
        _ if lower.starts_with('#') || lower.is_empty() || is_embedded_picture(&lower) => None,
        // A file beside it, which browsers do not fetch for a picture; nothing is drawn.
        "image" | "feImage" if scheme.is_none() && !lower.starts_with(['/', '\\']) => None,
        _ => Some("it fetches something from elsewhere"),
    }
}

/// Whether an address in small letters is a bitmap or a font within the address itself.
fn is_embedded_picture(address: &str) -> bool {
    let kinds = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/avif", "font/", "application/font", "application/x-font"];
    address.strip_prefix("data:").is_some_and(|data| kinds.iter().any(|kind| data.starts_with(kind)))
}

/// What is wrong with a style, read as browsers read it: with escapes resolved (CSS Syntax, 4.3.7). Comments are read, too: no name or
/// address can be divided by one, and to tell where one begins, strings and addresses would have to be read exactly as browsers do.
fn unsafe_style(style: &str) -> Option<&'static str> {
    // Most attributes are numbers and names.
    if !style.contains(['(', '@', '\\', ':']) {
        return None;
    }
    let style = plain_style(style);
    if style.contains("@import") || FETCHING.iter().any(|function| has_function(&style, function)) {
        return Some("it fetches something from elsewhere");
    }
    let mut rest = style.as_str();
    while let Some(at) = rest.find("url(") {
        rest = &rest[at + "url(".len()..];
        let address = rest.trim_start().trim_start_matches(['"', '\'']).trim_start();
        // Names of namespaces are not fetched.
        if !address.starts_with('#') && !is_embedded_picture(address) && !address.starts_with("http://www.w3.org/") {
            return Some("it fetches something from elsewhere");
        }
    }
    None
}

/// Whether a function or property is named in a style, and not only as the end of a longer name: `feimage(`.
fn has_function(style: &str, function: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    style.match_indices(function).any(|(at, _)| {
        let before = style[..at].strip_suffix("-webkit-").unwrap_or(&style[..at]);
        !before.ends_with(is_name)
    })
}

/// A style in small letters, without escapes.
fn plain_style(style: &str) -> String {
    let mut plain = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let digits = after.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32);
        plain.extend(code);
        rest = &after[digits..];
        if digits > 0 {
            rest = rest.strip_prefix([' ', '\t', '\n']).unwrap_or(rest);
        }
    }
    plain.push_str(rest);
    plain.make_ascii_lowercase();
    plain
}

/// A place in a drawing, in words. Counting lines takes a while, so it is done for what is reported alone.
fn place(document: &Document<'_>, at: usize) -> String {
    let place = document.text_pos_at(at);
    format!("line {}, column {}", place.row, place.col)
}
