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
mod text;
mod writer;

use std::collections::BTreeSet;

use roxmltree::Document as Xml;

use crate::error::Error;
use crate::html::{Others, Site};
use crate::pipeline::{self, Cache, Checked, Inputs, Options};
use crate::publish;
use flow::Flow;
use marks::Marks;
use pictures::{Pictures, ReadPicture};
use text::{Text, parsed};
use writer::{Notes, Writer};

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
