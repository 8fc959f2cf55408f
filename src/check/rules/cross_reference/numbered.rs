//! Everything that has a number, and the link to it.

use std::collections::HashMap;

use crate::check::visit::Kind;
use crate::model::{Block, BlockKind, BlockLabel, BlockNumber, Chapter, Document, NumberedKind, Target, Walk, plain_text, relative_path};
use crate::span::{FileId, SourceMap, Span};

/// A chapter or a heading that a link can lead to.
struct NumberedPart {
    file: FileId,
    title: String,
    /// The heading's anchor; `None` for a whole page.
    anchor: Option<Box<str>>,
}

/// Numbered parts by number.
pub(super) struct Numbered<'s> {
    sources: &'s SourceMap,
    chapters: HashMap<String, NumberedPart>,
    sections: HashMap<String, NumberedPart>,
    /// Names of figures and tables by number: the author's, or the site's own.
    blocks: HashMap<(Kind, String), Box<str>>,
}

/// Collects numbered figures and tables.
struct Blocks<'n>(&'n mut HashMap<(Kind, String), Box<str>>);

impl Walk<Target> for Blocks<'_> {
    fn block(&mut self, block: &Block<Target>) {
        let Some(BlockLabel { name: Some(name), number: Some(BlockNumber { kind, number }) }) = block.label.as_deref() else { return };
        let kind = match kind {
            NumberedKind::Figure | NumberedKind::Chart => Kind::Figure,
            NumberedKind::Table => Kind::Table,
            NumberedKind::Box | NumberedKind::Recommendation | NumberedKind::Action => return,
        };
        self.0.insert((kind, number.to_string()), name.clone());
    }
}

impl<'s> Numbered<'s> {
    /// The parts of `document`. A number may also be the first word of a title or a heading, or follow "Annex" there.
    pub(super) fn of(document: &Document, sources: &'s SourceMap) -> Self {
        let mut numbered = Self { sources, chapters: HashMap::new(), sections: HashMap::new(), blocks: HashMap::new() };
        for (_, chapter) in document.texts() {
            let place = || NumberedPart { file: chapter.file, title: chapter.front.title.clone(), anchor: None };
            for number in chapter.number.iter().map(String::as_str).chain(typed_number(&chapter.front.title)) {
                numbered.chapters.entry(number.to_owned()).or_insert_with(place);
            }
            numbered.add_headings(chapter);
            Blocks(&mut numbered.blocks).chapter(chapter);
        }
        numbered
    }

    fn add_headings(&mut self, chapter: &Chapter<Target>) {
        let mut last: Option<(String, Box<str>)> = None;
        for (at, block) in chapter.body.iter().enumerate() {
            if let BlockKind::Heading(heading) = &block.kind {
                let title = plain_text(&heading.content);
                for number in heading.number.iter().map(|number| &**number).chain(typed_number(&title)) {
                    let place = NumberedPart { file: chapter.file, title: title.clone(), anchor: Some(heading.anchor.clone()) };
                    self.sections.entry(number.to_owned()).or_insert(place);
                }
                last = Some((title, heading.anchor.clone()));
            }
            // A link can lead to the heading above a numbered paragraph.
            if let Some(Some(number)) = chapter.paragraph_numbers.get(at) {
                let (title, anchor) = last.clone().map_or((chapter.front.title.clone(), None), |(title, anchor)| (title, Some(anchor)));
                self.sections.entry(number.to_string()).or_insert(NumberedPart { file: chapter.file, title, anchor });
            }
        }
    }

    /// The link to write in place of a number in `from`.
    pub(super) fn link(&self, kind: Kind, number: &str, from: Span) -> Option<String> {
        let place = match kind {
            Kind::Section => self.sections.get(number).or_else(|| self.chapters.get(number)),
            Kind::Chapter => self.chapters.get(number),
            Kind::Annex => self.chapters.get(number).or_else(|| self.sections.get(number)),
            Kind::Figure | Kind::Table => {
                let name = self.blocks.get(&(kind, number.to_owned()))?;
                // A name with an underscore is the site's own.
                return Some(match name.contains('_') {
                    true => "[[#name]]` with a name that you add to its caption: `{#name}".to_owned(),
                    false => format!("[[#{name}]]"),
                });
            }
            Kind::Page => None,
        }?;
        let NumberedPart { file, title, anchor } = place;
        Some(match anchor {
            None => format!("[[{title}]]"),
            Some(anchor) if *file == from.file => format!("[{title}](#{anchor})"),
            Some(anchor) => {
                let path = relative_path(&self.sources.file(from.file).path, &self.sources.file(*file).path);
                format!("[{title}]({path}#{anchor})")
            }
        })
    }
}

/// The number with which a title begins: `9.9 Housing`, `Annex Q: Method`.
fn typed_number(title: &str) -> Option<&str> {
    let mut words = title.split_whitespace();
    let first = words.next()?;
    let is_name = ["annex", "appendix", "section", "chapter"].iter().any(|name| first.eq_ignore_ascii_case(name));
    let number = if is_name { words.next()? } else { first };
    let number = number.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let is_letter = is_name && number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_number || is_letter).then_some(number)
}
