//! Styles: what a paragraph or a run is for, by the names of its style and of those that it is based on.

use std::collections::HashMap;

use roxmltree::Node;

use super::house::HouseStyles;
use super::role::Role;
use super::xml::{attribute, child, children, name, switch, value};
use crate::model::{CalloutKind, Shift};

/// Properties of a run; `None` if they are not given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RunLook {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) strike: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) code: bool,
    /// Whether it is the number of a paragraph, which the site counts itself.
    pub(super) is_number: bool,
    /// Raised or lowered; `Some(None)` for neither.
    pub(super) shift: Option<Option<Shift>>,
    pub(super) language: Option<String>,
    pub(super) right_to_left: Option<bool>,
}

impl RunLook {
    /// The properties in `w:rPr`.
    pub(super) fn read(properties: Node<'_, '_>) -> Self {
        let either = |one: &str, other: &str| switch(properties, one).or_else(|| switch(properties, other));
        let right_to_left = switch(properties, "rtl");
        let language = child(properties, "lang").and_then(|lang| {
            let written = if right_to_left == Some(true) { attribute(lang, "bidi").or(attribute(lang, "val")) } else { attribute(lang, "val") };
            written.map(str::to_owned)
        });
        Self {
            bold: switch(properties, "b"),
            italic: switch(properties, "i"),
            strike: either("strike", "dstrike"),
            hidden: either("vanish", "webHidden"),
            code: false,
            is_number: false,
            shift: value(properties, "vertAlign")
                .map(|value| match value {
                    "superscript" => Some(Shift::Superscript),
                    "subscript" => Some(Shift::Subscript),
                    _ => None,
                })
                .or_else(|| moved(properties).map(Some)),
            language,
            right_to_left,
        }
    }

    /// These properties where they are given, and those of `base` elsewhere.
    pub(super) fn over(self, base: &Self) -> Self {
        Self {
            bold: self.bold.or(base.bold),
            italic: self.italic.or(base.italic),
            strike: self.strike.or(base.strike),
            hidden: self.hidden.or(base.hidden),
            code: self.code || base.code,
            is_number: self.is_number || base.is_number,
            shift: self.shift.or(base.shift),
            language: self.language.or_else(|| base.language.clone()),
            right_to_left: self.right_to_left.or(base.right_to_left),
        }
    }
}

/// LibreOffice writes raised and lowered words as smaller ones that are moved up or down, in half-points.
fn moved(properties: Node<'_, '_>) -> Option<Shift> {
    let by: i32 = value(properties, "position")?.parse().ok()?;
    child(properties, "sz")?;
    match by {
        1.. => Some(Shift::Superscript),
        0 => None,
        _ => Some(Shift::Subscript),
    }
}

#[derive(Debug, Clone)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbering: (Option<String>, Option<u8>),
    look: RunLook,
}

/// A paragraph style with everything that it takes from others.
#[derive(Debug, Clone)]
pub(super) struct ParagraphStyle {
    /// Its name, as Word shows it.
    pub(super) name: String,
    pub(super) role: Role,
    /// Whether the role is known; if not, it is [`Role::Body`].
    pub(super) is_known: bool,
    /// The identifier and level of its list.
    pub(super) numbering: Option<(String, u8)>,
    pub(super) look: RunLook,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    paragraphs: HashMap<String, ParagraphStyle>,
    default_paragraph: String,
    /// The look of text without any style.
    pub(super) default_look: RunLook,
}

/// The longest chain of styles that are based on each other.
const LONGEST_CHAIN: usize = 24;

impl Styles {
    /// Reads `w:styles`; `house` says what styles of the house are for.
    pub(super) fn read(root: Option<Node<'_, '_>>, house: &HouseStyles) -> Self {
        let mut styles = Self { default_paragraph: "Normal".into(), ..Self::default() };
        let Some(root) = root else { return styles };
        let defaults = child(root, "docDefaults").and_then(|node| child(node, "rPrDefault")).and_then(|node| child(node, "rPr"));
        styles.default_look = defaults.map(RunLook::read).unwrap_or_default();
        let mut paragraphs = Vec::new();
        for node in children(root, "style") {
            let Some(id) = attribute(node, "styleId").map(str::to_owned) else { continue };
            let properties = child(node, "pPr");
            let list = properties.and_then(|node| child(node, "numPr"));
            let style = Style {
                name: value(node, "name").unwrap_or(&id).to_owned(),
                based_on: value(node, "basedOn").map(str::to_owned),
                outline: properties.and_then(|node| value(node, "outlineLvl")).and_then(|level| level.parse().ok()),
                numbering: (
                    list.and_then(|node| value(node, "numId")).map(str::to_owned),
                    list.and_then(|node| value(node, "ilvl")).and_then(|level| level.parse().ok()),
                ),
                look: child(node, "rPr").map(RunLook::read).unwrap_or_default(),
            };
            if attribute(node, "type") == Some("paragraph") {
                if matches!(attribute(node, "default"), Some("1" | "true" | "on")) {
                    styles.default_paragraph.clone_from(&id);
                }
                paragraphs.push(id.clone());
            }
            styles.by_id.insert(id, style);
        }
        let resolved = paragraphs.into_iter().map(|id| {
            let style = styles.resolve(&id, house);
            (id, style)
        });
        styles.paragraphs = resolved.collect();
        styles
    }

    fn chain(&self, id: &str) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = self.by_id.get(id);
        while let Some(style) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.based_on.as_deref().and_then(|id| self.by_id.get(id));
        }
        chain
    }

    fn resolve(&self, id: &str, house: &HouseStyles) -> ParagraphStyle {
        let chain = self.chain(id);
        let asked = chain.iter().find_map(|style| house.role(&style.name));
        let outline = chain.iter().find_map(|style| style.outline);
        let named = chain.iter().find_map(|style| by_name(&style.name));
        let by_outline = outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
        // A style without an outline level of its own keeps the meaning of its base, unless the level is taken away (9).
        let named = named.filter(|role| !(matches!(role, Role::Heading(_)) && outline.is_some_and(|level| level >= 9)));
        let role = asked.or(named.filter(|role| *role != Role::Body)).or(by_outline).or(named);
        let number = chain.iter().find_map(|style| style.numbering.0.clone());
        let level = chain.iter().find_map(|style| style.numbering.1);
        let look = chain.iter().fold(RunLook::default(), |look, style| look.over(&style.look));
        ParagraphStyle {
            name: chain.first().map_or_else(|| id.to_owned(), |style| style.name.clone()),
            role: role.unwrap_or(Role::Body),
            is_known: asked.is_some() || by_outline.is_some() || chain.first().is_none_or(|style| by_name(&style.name).is_some()),
            numbering: number.filter(|number| number != "0").map(|number| (number, level.unwrap_or(0))),
            look,
        }
    }

    /// The style of a paragraph with this identifier, or without one.
    pub(super) fn paragraph(&self, id: Option<&str>) -> ParagraphStyle {
        let id = id.filter(|id| self.paragraphs.contains_key(*id)).unwrap_or(&self.default_paragraph);
        self.paragraphs.get(id).cloned().unwrap_or_else(|| ParagraphStyle {
            name: "Normal".into(),
            role: Role::Body,
            is_known: true,
            numbering: None,
            look: RunLook::default(),
        })
    }

    /// The look of a character style.
    pub(super) fn character(&self, id: &str) -> RunLook {
        let chain = self.chain(id);
        let mut look = chain.iter().fold(RunLook::default(), |look, style| look.over(&style.look));
        let names: Vec<String> = chain.iter().map(|style| style.name.to_lowercase()).collect();
        look.code = names.iter().any(|name| matches!(name.as_str(), "html code" | "verbatim char" | "source text" | "code"));
        look.is_number = names.iter().any(|name| name == "paragraph number");
        // Links and marks of notes look as they do for other reasons.
        if names.iter().any(|name| matches!(name.as_str(), "hyperlink" | "internet link" | "followedhyperlink" | "visited internet link")) {
            look = RunLook { language: look.language, ..RunLook::default() };
        }
        look
    }
}

/// What a style of Word, LibreOffice or pandoc is for, by its name.
fn by_name(name: &str) -> Option<Role> {
    let name = name.to_lowercase();
    if let Some(level) = name.strip_prefix("heading ").and_then(|level| level.parse().ok()) {
        return (1..=9).contains(&level).then_some(Role::Heading(level));
    }
    if name.starts_with("toc ") || name.starts_with("contents ") || matches!(name.as_str(), "table of figures" | "index heading" | "contents heading")
    {
        return Some(Role::Contents);
    }
    if name.starts_with("list bullet") {
        return Some(Role::Bullet);
    }
    if name.starts_with("list number") {
        return Some(Role::Numbered);
    }
    Some(match name.as_str() {
        "title" => Role::Title,
        "subtitle" => Role::Subtitle,
        "caption" | "table caption" | "image caption" | "figure caption" | "illustration" | "table" => Role::Caption,
        "quote attribution" => Role::Attribution,
        "timeline date" | "key figure" | "chart title" | "label" => Role::Line,
        "chapter summary" => Role::Summary,
        "quote" | "intense quote" | "block text" | "quotations" => Role::Quote,
        "definition term" | "list heading" => Role::Term,
        "definition" | "list contents" => Role::Meaning,
        "html preformatted" | "source code" | "preformatted text" => Role::Code,
        "normal"
        | "body text"
        | "body text 2"
        | "body text 3"
        | "first paragraph"
        | "compact"
        | "no spacing"
        | "list paragraph"
        | "plain text"
        | "normal (web)"
        | "text body"
        | "default"
        | "list"
        | "list continue"
        | "footnote text"
        | "endnote text"
        | "default paragraph style"
        | "standard"
        | "table contents"
        | "table heading"
        | "captioned figure"
        | "figure"
        | "author"
        | "date"
        | "abstract"
        | "header"
        | "footer"
        | "frame contents"
        | "table paragraph"
        | "footnote block text"
        | "bibliography"
        | "body text indent"
        | "normal indent"
        | "annotation text"
        | "table text"
        | "source"
        | "cover text"
        | "gap"
        | "rule" => Role::Body,
        name => return callout(name),
    })
}

/// The box that a style of ours is for, as `export` names them: `callout case study`, `callout note title`.
fn callout(name: &str) -> Option<Role> {
    let name = name.strip_prefix("callout ")?;
    let kind = |name: &str| CalloutKind::ALL.into_iter().find(|kind| kind.name().replace('-', " ") == name);
    match name.strip_suffix(" title") {
        Some(name) => kind(name).map(Role::CalloutTitle),
        None => kind(name).map(Role::Callout),
    }
}

/// The identifier and level of a paragraph's own list; `Some(None)` if it is taken out of the list of its style.
pub(super) fn own_numbering(properties: Node<'_, '_>) -> (Option<String>, Option<u8>) {
    let Some(list) = child(properties, "numPr") else { return (None, None) };
    debug_assert_eq!(name(list), "numPr");
    (value(list, "numId").map(str::to_owned), value(list, "ilvl").and_then(|level| level.parse().ok()))
}
