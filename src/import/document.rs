//! One Word document, read into a flow.

use std::collections::{HashMap, HashSet};

use super::changes::Changes;
use super::flow::{Item, MarginNote, Media, Tracked};
use super::house::HouseStyles;
use super::numbering::Numbering;
use super::package::{Package, Refused, damaged};
use super::reader::Reader;
use super::report::Findings;
use super::styles::Styles;
use super::xml::{self, attribute, child, children};
use crate::model::{Version, WORD_VERSION};
use crate::span::{FileId, Span};

/// A document, read.
pub(super) struct Document {
    /// The name of its file.
    pub(super) name: String,
    pub(super) items: Vec<Item>,
    /// Footnotes and endnotes in the order of their first marks.
    pub(super) notes: Vec<Vec<Item>>,
    /// Every word, a paragraph a line.
    pub(super) words: String,
    pub(super) findings: Findings,
    pub(super) media: Vec<Media>,
    pub(super) tracked: Vec<Tracked>,
    pub(super) margin: Vec<MarginNote>,
    pub(super) unknown: HashMap<String, (u32, Span)>,
    pub(super) heading_lists: HashSet<String>,
    pub(super) language: Option<String>,
    /// Title and publisher, as the file's properties have them.
    pub(super) title: Option<String>,
    pub(super) publisher: Option<String>,
    /// The version of the strategy that `export` wrote it from.
    pub(super) version: Option<String>,
}

/// The language of a document that names none.
pub(super) const USUAL_LANGUAGE: &str = "en-GB";
/// Titles that programs write, not people.
const NO_TITLES: [&str; 5] = ["document", "untitled", "microsoft word", "word document", "template"];

/// Reads the bytes of a file; its words get the identity `file`.
pub(super) fn read(name: &str, bytes: &[u8], file: FileId, changes: Changes, house: &HouseStyles) -> Result<Document, Refused> {
    let package = Package::open(bytes)?;
    let related = package.relationships(&package.main)?;
    let folder = package.main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let part_of = |kind: &str, usual: &str| -> Result<Option<(String, String)>, Refused> {
        let path = related
            .values()
            .find(|related| related.kind == kind)
            .map(|related| related.target.clone())
            .unwrap_or_else(|| format!("{folder}/{usual}"));
        Ok(package.text(&path)?.map(|text| (path, text)))
    };
    let main = package.text(&package.main)?.ok_or_else(damaged)?;
    let texts = [
        ("styles", "styles.xml"),
        ("numbering", "numbering.xml"),
        ("footnotes", "footnotes.xml"),
        ("endnotes", "endnotes.xml"),
        ("comments", "comments.xml"),
    ];
    let mut parts: Vec<Option<(String, String)>> = Vec::new();
    for (kind, usual) in texts {
        parts.push(part_of(kind, usual)?);
    }
    let parse = |part: &'_ Option<(String, String)>| part.as_ref().is_some_and(|(_, text)| xml::parse(text).is_none());
    if parts.iter().any(parse) {
        return Err(damaged());
    }
    let documents: Vec<Option<roxmltree::Document<'_>>> = parts.iter().map(|part| part.as_ref().and_then(|(_, text)| xml::parse(text))).collect();
    let root = |at: usize| documents[at].as_ref().map(roxmltree::Document::root_element);
    let styles = Styles::read(root(0), house);
    let numbering = Numbering::read(root(1));
    let main = xml::parse(&main).ok_or_else(damaged)?;
    let body = child(main.root_element(), "body").ok_or_else(damaged)?;

    let language = main_language(&main, &styles);
    let heading_lists = heading_lists(&numbering, root(1));
    let mut reader = Reader::new(&package, &styles, numbering, changes, file);
    reader.language = language.clone().unwrap_or_else(|| USUAL_LANGUAGE.to_owned());
    reader.related = package.relationships(&package.main)?;
    let items = reader.items(body);
    let mut notes = Vec::new();
    let mut at = 0;
    // A note may have marks of others.
    while at < reader.notes.len() {
        let (family, id) = reader.notes[at].clone();
        let part = if family == 'f' { 2 } else { 3 };
        let tag = if family == 'f' { "footnote" } else { "endnote" };
        if let Some((path, _)) = &parts[part] {
            reader.related = package.relationships(path)?;
        }
        let node = root(part).and_then(|root| children(root, tag).find(|node| attribute(*node, "id") == Some(&id)));
        notes.push(node.map(|node| reader.items(node)).unwrap_or_default());
        at += 1;
    }
    let margin = root(4).map(|root| reader.margin_notes(root)).unwrap_or_default();
    let (title, publisher) = properties(&package);
    let version = exported_version(&package);
    let Reader { words, mut findings, media, tracked, unknown, .. } = reader;
    if let Some((first, rest)) = findings.numbers.split_first() {
        let (first, count) = (*first, rest.len() + 1);
        findings.lost.extend(rest);
        findings.replaced(first, format!("the numbers of paragraphs are left out ({count}): the site counts them"), "no action is needed");
    }
    Ok(Document {
        name: name.to_owned(),
        items,
        notes,
        words,
        findings,
        media,
        tracked,
        margin,
        unknown,
        heading_lists,
        language,
        title,
        publisher,
        version,
    })
}

/// Lists that heading styles take their numbers from.
fn heading_lists(numbering: &Numbering, root: Option<roxmltree::Node<'_, '_>>) -> HashSet<String> {
    let lists = root.into_iter().flat_map(|root| root.children().filter(|node| xml::name(*node) == "abstractNum"));
    lists.filter_map(|node| attribute(node, "abstractNumId")).filter(|list| numbering.is_for_headings(list)).map(str::to_owned).collect()
}

/// The language that most letters of the text are in, by the tags of its runs.
fn main_language(main: &roxmltree::Document<'_>, styles: &Styles) -> Option<String> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let default = styles.paragraph(None).look.language.or_else(|| styles.default_look.language.clone());
    let mut without = 0;
    for node in main.descendants().filter(|node| xml::name(*node) == "t") {
        let length = node.text().map_or(0, str::len);
        let look = node.parent().and_then(|run| child(run, "rPr"));
        let is_right_to_left = look.and_then(|look| xml::switch(look, "rtl")) == Some(true);
        let tag = look.and_then(|look| child(look, "lang")).and_then(|lang| attribute(lang, if is_right_to_left { "bidi" } else { "val" }));
        match tag {
            Some(tag) => *counts.entry(tag).or_default() += length,
            None => without += length,
        }
    }
    let most = counts.into_iter().max_by(|one, other| one.1.cmp(&other.1).then(other.0.cmp(one.0)));
    most.filter(|(_, count)| *count > without).map(|(tag, _)| tag.to_owned()).or(default)
}

/// The version of the strategy that a file was written from.
fn exported_version(package: &Package<'_>) -> Option<String> {
    let text = package.text("docProps/custom.xml").ok().flatten()?;
    let document = xml::parse(&text)?;
    let property = document.descendants().find(|node| node.attribute("name") == Some(WORD_VERSION))?;
    let words = property.descendants().find_map(|node| node.text())?.trim();
    Version::parse(words).map(|version| version.to_string())
}

/// Title and publisher in the properties of a file.
fn properties(package: &Package<'_>) -> (Option<String>, Option<String>) {
    let read = |path: &str, tag: &str| {
        let text = package.text(path).ok().flatten()?;
        let document = xml::parse(&text)?;
        let words = document.descendants().find(|node| node.tag_name().name() == tag)?.text()?.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(words).filter(|words| !words.is_empty() && words.len() < 200)
    };
    let is_title = |title: &String| {
        !NO_TITLES.iter().any(|other| title.to_lowercase().starts_with(other))
            && !title.to_lowercase().ends_with(".docx")
            && !title.to_lowercase().ends_with(".doc")
    };
    (read("docProps/core.xml", "title").filter(is_title), read("docProps/app.xml", "Company"))
}
