//! The passages of one version: what a comment can be about.

use std::collections::HashMap;

use crate::model::{Block, BlockKind, Chapter, Document, NodeId, PageId, Target, Walk, WalkContext, plain_text};

/// A block of a version.
#[derive(Debug)]
pub struct Passage {
    /// Its identity.
    pub id: NodeId,
    /// The number printed before it, such as `4.12`; inherited from the block that it is inside.
    pub number: Option<Box<str>>,
    /// Address of the page that it is on, from the output folder.
    pub page: String,
    /// Its words, with single spaces between them.
    pub words: String,
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
            passages.text(document, id, chapter);
        }
        let page = document.address(PageId::Glossary);
        for term in &document.glossary.terms {
            term.definition.iter().for_each(|block| passages.block(block, None, &page));
        }
        passages
    }

    fn text(&mut self, document: &Document, id: PageId, chapter: &Chapter<Target>) {
        let page = document.address(id);
        let first = self.list.len();
        for (at, block) in chapter.body.iter().enumerate() {
            let of_heading = if let BlockKind::Heading(heading) = &block.kind { heading.number.clone() } else { None };
            let number = of_heading.or_else(|| chapter.paragraph_numbers.get(at).and_then(Clone::clone));
            self.block(block, number.as_deref(), &page);
        }
        for note in &chapter.footnotes {
            note.body.iter().for_each(|block| self.block(block, None, &page));
        }
        // `4` is a comment on the chapter, which is placed on its first passage.
        if let Some(number) = chapter.number.as_ref().filter(|_| first < self.list.len()) {
            self.by_number.entry(number.clone()).or_insert(first);
        }
    }

    fn block(&mut self, block: &Block<Target>, number: Option<&str>, page: &str) {
        let at = self.list.len();
        let passage = Passage { id: block.id, number: number.map(Into::into), page: page.to_owned(), words: words_of(block) };
        self.list.push(passage);
        self.by_id.entry(block.id).or_insert(at);
        if let Some(number) = number {
            self.by_number.entry(number.to_owned()).or_insert(at);
        }
        // What is inside a numbered block is found by its number.
        block.kind.each_list(&mut |list| list.iter().for_each(|inner| self.block(inner, number, page)));
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

/// The words of a block and everything inside it.
fn words_of(block: &Block<Target>) -> String {
    struct Words(String);
    impl Walk<Target> for Words {
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
