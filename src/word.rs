//! The document for Word (ECMA-376, WordprocessingML), for people who comment there.
//!
//! It is made from the pages, like the e-book. Every paragraph has a bookmark with its identity (`p_…`), and changes are tracked from the
//! first: so `comments collate` places what comes back.

mod cover;
mod elements;
mod flow;
mod inlines;
mod marks;
mod notes;
mod parts;
mod pictures;
mod shape;
mod tables;

use std::collections::{BTreeSet, HashMap};

use roxmltree::{Document as Xml, Node, ParsingOptions};

use crate::error::Error;
use crate::html::{BookText, Others, Site};
use crate::model::{Block, BlockKind, Document, NodeId, PageId, Target, Walk};
use crate::pipeline::{self, Cache, Checked, Inputs, Options};
use crate::publish;
use crate::theme::Theme;
use flow::Flow;
use marks::Marks;
use notes::Notes;
use pictures::Pictures;

/// Reads a picture of the strategy by its path.
type ReadPicture<'r> = dyn Fn(&str) -> Option<Vec<u8>> + 'r;

/// The name of the property that says which version the document shows.
pub const VERSION_PROPERTY: &str = "greenpaper version";

/// Makes the Word document of the strategy that `inputs` read: the same sources give the same bytes.
///
/// Returns the checked strategy with the bytes of the `.docx` file, or without them if there are errors or it would be too large.
///
/// ```
/// use greenpaper::pipeline::StrategyFolder;
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let (_, bytes) = greenpaper::word::word(&folder.inputs())?;
/// assert!(bytes.is_some_and(|bytes| bytes.starts_with(b"PK")));
/// # Ok::<(), greenpaper::Error>(())
/// ```
///
/// # Errors
/// If a file cannot be read.
pub fn word(inputs: &Inputs<'_>) -> Result<(Checked, Option<Vec<u8>>), Error> {
    let mut checked = pipeline::run(inputs, &Options::default(), &mut Cache::default())?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let read = |path: &str| inputs.project.read(path, u64::MAX).ok();
    let made = Site::new(&checked.document, &checked.theme, Others::default()).map(|site| written(&checked, &site, &read));
    match made {
        Ok(bytes) => Ok((checked, bytes)),
        Err(finding) => {
            checked.add(vec![finding]);
            Ok((checked, None))
        }
    }
}

fn written(checked: &Checked, site: &Site<'_>, read: &ReadPicture<'_>) -> Option<Vec<u8>> {
    let (document, theme) = (&checked.document, &checked.theme);
    let book = site.book();
    let files: Vec<Xml<'_>> = book.texts.iter().map(|text| parsed(&text.xhtml)).collect::<Option<_>>()?;
    let texts: Vec<Text<'_>> = files.iter().zip(&book.texts).filter_map(|(file, text)| Text::new(document, file, text)).collect();
    let marks = Marks::of(&texts);
    let mut writer = Writer {
        document,
        theme,
        marks: &marks,
        flow: Flow::default(),
        headings: Vec::new(),
        notes: Notes::default(),
        lists: Vec::new(),
        boxes: BTreeSet::new(),
        pictures: Pictures::new(read),
        text: 0,
    };
    for (at, text) in texts.iter().enumerate() {
        writer.text = at;
        writer.text(text);
    }
    let body = writer.flow.taken();
    let front = writer.front(&texts);
    writer.all_notes(&texts);
    let notes = writer.flow.taken();
    let files = parts::files(writer, &front.then(body), &notes);
    publish::zip(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

/// Writes the texts as WordprocessingML.
struct Writer<'w> {
    document: &'w Document,
    theme: &'w Theme,
    marks: &'w Marks,
    /// The part that is being written.
    flow: Flow,
    /// Level, bookmark and words of each heading of the contents.
    headings: Vec<(u8, String, String)>,
    notes: Notes,
    /// The first number and the level of each numbered list.
    lists: Vec<(u64, usize)>,
    /// Kinds of boxes that there are.
    boxes: BTreeSet<&'static str>,
    pictures: Pictures<'w>,
    /// The index of the text that is being written.
    text: usize,
}

/// The files are our own, so that a document type is no danger.
fn parsed(xhtml: &str) -> Option<Xml<'_>> {
    Xml::parse_with_options(xhtml, ParsingOptions { allow_dtd: true, ..ParsingOptions::default() }).ok()
}

/// A text of the document.
struct Text<'x> {
    about: &'x BookText,
    body: Node<'x, 'x>,
    language: Option<&'x str>,
    /// Anchors of headings and actions, which have identities, too.
    identities: HashMap<Box<str>, NodeId>,
}

impl<'x> Text<'x> {
    fn new(document: &Document, file: &'x Xml<'x>, about: &'x BookText) -> Option<Self> {
        let root = file.root_element();
        let body = root.children().find(|node| node.tag_name().name() == "body")?;
        let mut identities = Identities::default();
        if let Some(text) = document.chapter(about.id) {
            identities.blocks(&text.body);
        }
        Some(Self { about, body, language: root.attribute("lang"), identities: identities.0 })
    }

    fn is_glossary(&self) -> bool {
        self.about.id == PageId::Glossary
    }
}

/// Blocks whose anchor is not made from their identity.
#[derive(Default)]
struct Identities(HashMap<Box<str>, NodeId>);

impl Walk<Target> for Identities {
    fn block(&mut self, block: &Block<Target>) {
        if let BlockKind::Heading(heading) = &block.kind {
            self.0.insert(heading.anchor.clone(), block.id);
        } else if let BlockKind::Action(action) = &block.kind {
            self.0.insert(action.name.clone(), block.id);
        }
    }
}
