//! The passages of one version: what a comment can be about.

use std::collections::HashMap;

use super::round::Entry;
use crate::compare::Side;
use crate::model::{Block, BlockKind, Chapter, Document, NodeId, PageId, Target, Walk, WalkContext, plain_text};
use crate::resolve::{self, ResolveCache};
use crate::span::Span;

/// A block of a version.
#[derive(Debug)]
pub struct Passage {
    /// Its identity.
    pub id: NodeId,
    /// The number printed before it, such as `4.12`; inherited from the block that it is inside.
    pub number: Option<Box<str>>,
    /// The text that it is in.
    pub text: PageId,
    /// The anchor of the block of the text that contains it; none if that has none.
    pub anchor: Option<Box<str>>,
    /// Where it begins.
    pub span: Span,
    /// Its words, with single spaces between them.
    pub words: String,
}

/// What a block inherits from the block of a text that contains it.
#[derive(Clone, Copy)]
struct Place<'t> {
    text: PageId,
    number: Option<&'t str>,
    anchor: Option<&'t str>,
}

/// All passages of a version, in reading order.
#[derive(Debug, Default)]
pub struct Passages {
    list: Vec<Passage>,
    by_id: HashMap<NodeId, usize>,
    by_number: HashMap<String, usize>,
}

impl Passages {
    /// The passages of `document`.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut passages = Self::default();
        for (id, chapter) in document.texts() {
            passages.text(id, chapter);
        }
        for term in &document.glossary.terms {
            let place = Place { text: PageId::Glossary, number: None, anchor: None };
            term.definition.iter().for_each(|block| passages.block(block, place));
        }
        passages
    }

    fn text(&mut self, id: PageId, chapter: &Chapter<Target>) {
        let first = self.list.len();
        for (at, block) in chapter.body.iter().enumerate() {
            let heading = if let BlockKind::Heading(heading) = &block.kind { Some(heading) } else { None };
            let number =
                heading.and_then(|heading| heading.number.as_deref()).or_else(|| chapter.paragraph_numbers.get(at).and_then(Option::as_deref));
            let own = block.has_own_anchor().then(|| format!("p_{}", block.id));
            let anchor = heading.map(|heading| &*heading.anchor).or(own.as_deref());
            self.block(block, Place { text: id, number, anchor });
        }
        for note in &chapter.footnotes {
            note.body.iter().for_each(|block| self.block(block, Place { text: id, number: None, anchor: None }));
        }
        // `4` is a comment on the chapter, which is placed on its first passage.
        if let Some(number) = chapter.number.as_ref().filter(|_| first < self.list.len()) {
            self.by_number.entry(number.clone()).or_insert(first);
        }
    }

    fn block(&mut self, block: &Block<Target>, place: Place<'_>) {
        let at = self.list.len();
        let Place { text, number, anchor } = place;
        let words = words_of(block);
        // What is embedded from another file has no identity, and is part of what embeds it.
        if block.id.is_some() {
            self.list.push(Passage { id: block.id, number: number.map(Into::into), text, anchor: anchor.map(Into::into), span: block.span, words });
            self.by_id.entry(block.id).or_insert(at);
            if let Some(number) = number {
                self.by_number.entry(number.to_owned()).or_insert(at);
            }
        }
        // What is inside a numbered block is found by its number.
        block.kind.each_list(&mut |list| list.iter().for_each(|inner| self.block(inner, place)));
    }

    /// The passage with this identity.
    #[must_use]
    pub fn get(&self, id: NodeId) -> Option<&Passage> {
        self.by_id.get(&id).map(|at| &self.list[*at])
    }

    /// The passage with this printed number: `4.12`, also written `4.12.` or `para 4.12`.
    #[must_use]
    pub fn numbered(&self, number: &str) -> Option<&Passage> {
        let digits = number.trim().trim_start_matches(|c: char| !c.is_ascii_digit()).trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
        [number.trim(), digits].iter().find_map(|number| self.by_number.get(*number)).map(|at| &self.list[*at])
    }

    /// The smallest passage that contains `words`, compared without regard to spaces and case; none if they are fewer than two words.
    #[must_use]
    pub fn quoting(&self, words: &str) -> Option<&Passage> {
        let words = plain(words).to_lowercase();
        if !words.contains(' ') {
            return None;
        }
        self.list.iter().filter(|passage| passage.words.to_lowercase().contains(&words)).min_by_key(|passage| passage.words.len())
    }

    /// The passage whose printed number `words` begin with, as they do if a whole paragraph was marked: `4.12 We will`.
    #[must_use]
    pub fn after_number(&self, words: &str) -> Option<&Passage> {
        let (number, rest) = words.trim().split_once(char::is_whitespace).unwrap_or((words.trim(), ""));
        if !number.contains('.') {
            return None;
        }
        self.quoting(rest).or_else(|| self.by_number.get(number).map(|at| &self.list[*at]))
    }

    /// The passage that a comment is about now: the one that it was joined to, if its own is none any more.
    #[must_use]
    pub fn of_comment(&self, entry: &Entry) -> Option<&Passage> {
        let now = || {
            let now = entry.now.as_deref()?;
            now.rsplit_once("#p_").map_or_else(|| self.numbered(now), |(_, id)| self.get(NodeId::parse(id)?))
        };
        entry.passage.and_then(|id| self.get(id)).or_else(now)
    }

    /// All passages, in reading order.
    pub fn iter(&self) -> impl Iterator<Item = &Passage> {
        self.list.iter()
    }

    /// Position of a passage in reading order.
    #[must_use]
    pub fn position(&self, id: NodeId) -> Option<usize> {
        self.by_id.get(&id).copied()
    }
}

/// A version as a document with numbered paragraphs: so they are in packs for readers, whether or not the site shows the numbers.
pub(super) fn numbered((draft, files): Side<'_>) -> Document {
    let mut draft = draft.clone();
    draft.settings.numbering.paragraphs = true;
    resolve::resolve(draft, files, &mut ResolveCache::default()).0
}

/// The words of a block and everything inside it.
fn words_of(block: &Block<Target>) -> String {
    struct Words(String);
    impl Walk<Target> for Words {
        fn block(&mut self, block: &Block<Target>) {
            if let BlockKind::Survey(survey) = &block.kind {
                self.0.push(' ');
                self.0.push_str(&survey.question);
            }
        }
        fn line(&mut self, line: &[crate::model::Inline<Target>], _: WalkContext) {
            self.0.push(' ');
            self.0.push_str(&plain_text(line));
        }
    }
    let mut words = Words(String::new());
    words.blocks(std::slice::from_ref(block));
    plain(&words.0)
}

/// `text` with single spaces.
pub(super) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
