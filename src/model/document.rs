//! The document as a whole: chapters, pages, glossary.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Block, Former, Glossary, GlossaryTerm, Label, Mark, NodeId, PageId, Picture, ProgressReport, Settings, Target, Version, WordUse};
use crate::span::{FileId, Span};

/// A parsed strategy, with links as the author wrote them: what `parse` returns.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Settings from `strategy.yaml`, with placeholders for values that could not be read.
    pub settings: Settings,
    /// Chapters in reading order.
    pub chapters: Vec<Arc<Chapter<Label>>>,
    /// Pages other than chapters, in the order of their files.
    pub pages: Vec<Chapter<Label>>,
    /// Home page: `pages/index.md`.
    pub home: Option<Chapter<Label>>,
    /// Accessibility statement: `pages/accessibility.md`.
    pub statement: Option<Chapter<Label>>,
    /// Texts in subfolders of `pages/`, which other pages embed.
    pub transcripts: Vec<Chapter<Label>>,
    /// Reports on actions, in the order of the files.
    pub progress: Vec<ProgressReport<Label>>,
    /// Glossary terms, in the order of the files.
    pub terms: Vec<GlossaryTerm<Label>>,
    /// Blocks and files for which the author has switched a rule off.
    pub allowances: Vec<Allowance>,
    /// Picture files of the strategy.
    pub pictures: Vec<Picture>,
    /// Other files that can be linked to, as paths from the strategy's folder.
    pub files: Vec<String>,
}

impl Draft {
    /// All written texts that are pages of their own: chapters with their sections, other pages, the home page, the accessibility statement.
    pub fn texts(&self) -> impl Iterator<Item = &Chapter<Label>> {
        let chapters = self.chapters.iter().map(|chapter| &**chapter).flat_map(|chapter| std::iter::once(chapter).chain(&chapter.sections));
        chapters.chain(&self.pages).chain(&self.home).chain(&self.statement)
    }
}

/// A resolved strategy, in which every link has a target: what `resolve` returns and renderers show.
#[derive(Debug)]
pub struct Document {
    /// Settings from `strategy.yaml`.
    pub settings: Settings,
    /// Chapters in reading order.
    pub chapters: Vec<Arc<Chapter<Target>>>,
    /// Pages other than chapters, in the order of their files.
    pub pages: Vec<Chapter<Target>>,
    /// Home page.
    pub home: Option<Chapter<Target>>,
    /// Accessibility statement, if the author wrote one.
    pub statement: Option<Chapter<Target>>,
    /// Reports on actions, oldest first.
    pub progress: Vec<ProgressReport<Target>>,
    /// Glossary.
    pub glossary: Glossary<Target>,
    /// Pictures of the document, in the order of their paths.
    pub pictures: Vec<Picture>,
    /// Files that the document links to, as sorted paths from the strategy's folder.
    pub files: Vec<String>,
    /// Blocks and files for which the author has switched a rule off.
    pub allowances: Vec<Allowance>,
    /// What earlier versions published elsewhere; set after resolving.
    pub former: Former,
    /// If this is an edition in another language: how far it is translated; set after resolving.
    pub translation: Option<Translation>,
}

impl Document {
    /// The chapter, section or page with this id; `None` for generated pages.
    #[must_use]
    pub fn chapter(&self, id: PageId) -> Option<&Chapter<Target>> {
        match id {
            PageId::Chapter(at) => self.chapters.get(at as usize).map(|chapter| &**chapter),
            PageId::Section(chapter, at) => self.chapters.get(chapter as usize)?.sections.get(at as usize),
            PageId::Page(at) => self.pages.get(at as usize),
            PageId::Home => self.home.as_ref(),
            PageId::Statement => self.statement.as_ref(),
            PageId::Glossary | PageId::Versions | PageId::Contents | PageId::Downloads | PageId::Actions | PageId::Progress => None,
        }
    }

    /// All written texts in reading order: the home page, chapters with their sections, other pages, the accessibility
    /// statement.
    pub fn texts(&self) -> impl Iterator<Item = (PageId, &Chapter<Target>)> {
        let home = self.home.iter().map(|page| (PageId::Home, page));
        let statement = self.statement.iter().map(|page| (PageId::Statement, page));
        home.chain(self.chapter_pages()).chain(numbered(&self.pages).map(|(at, page)| (PageId::Page(at), page))).chain(statement)
    }

    /// Chapters, each followed by its sections: the sequence of the links to the previous and the next page.
    pub fn chapter_pages(&self) -> impl Iterator<Item = (PageId, &Chapter<Target>)> {
        numbered(&self.chapters).flat_map(|(at, chapter)| {
            let sections = numbered(&chapter.sections).map(move |(section, text)| (PageId::Section(at, section), text));
            std::iter::once((PageId::Chapter(at), &**chapter)).chain(sections)
        })
    }
}

fn numbered<T>(items: &[T]) -> impl Iterator<Item = (u32, &T)> {
    (0..).zip(items)
}

/// How far an edition in another language is translated.
#[derive(Debug, Clone, Default)]
pub struct Translation {
    /// BCP 47 tag of the original's language.
    pub of: String,
    /// Texts that nobody has translated, which are in the original's language.
    pub untranslated: HashSet<FileId>,
    /// Passages of which the original has changed since they were translated.
    pub stale: HashSet<NodeId>,
}

impl Translation {
    /// The first passage in `block`, or the block itself, of which the original has changed.
    #[must_use]
    pub fn stale_in<'b>(&self, block: &'b Block<Target>) -> Option<&'b Block<Target>> {
        if self.stale.contains(&block.id) {
            return Some(block);
        }
        let mut found = None;
        block.kind.each_list(&mut |list| found = found.or_else(|| list.iter().find_map(|block| self.stale_in(block))));
        found
    }
}

/// A chapter, a section of a folder chapter, or a page: one file, one page of the site.
#[derive(Debug, Clone)]
pub struct Chapter<L> {
    /// File or folder name without its number prefix.
    pub slug: String,
    /// The file it was read from.
    pub file: FileId,
    /// What its front matter says.
    pub front: FrontMatter,
    /// Printed number (`6` or `6.1`); set by `resolve`.
    pub number: Option<String>,
    /// The text.
    pub body: Vec<Block<L>>,
    /// `4.12` for each block of `body` that is a numbered paragraph; empty if paragraphs have no numbers; set by `resolve`.
    pub paragraph_numbers: Vec<Option<Box<str>>>,
    /// Footnotes in the order of their first references.
    pub footnotes: Vec<Footnote<L>>,
    /// Sections of a folder chapter, in reading order.
    pub sections: Vec<Chapter<L>>,
    /// Glossary terms used on this page, in the order of the language's dictionary; set by `resolve`.
    pub words: Vec<WordUse>,
    /// Change mark (redlines only).
    pub change: Option<Box<ChapterChange>>,
}

impl<L> Chapter<L> {
    /// Whether the newer version no longer has it (redlines only).
    #[must_use]
    pub fn is_removed(&self) -> bool {
        self.change.as_ref().is_some_and(|change| change.mark == Mark::Removed)
    }
}

/// The front matter of a chapter, a section or a page.
#[derive(Debug, Clone)]
pub struct FrontMatter {
    /// Title, shown as the page's h1.
    pub title: String,
    /// The title in the source.
    pub title_span: Span,
    /// How the chapter is numbered.
    pub numbered: Numbered,
    /// Version in which the chapter last changed.
    pub version: Option<Version>,
    /// Span of the version.
    pub version_span: Option<Span>,
    /// Summary of one sentence.
    pub summary: Option<String>,
    /// Signatories.
    pub authors: Vec<Author>,
    /// Editorial status.
    pub status: Option<ChapterStatus>,
    /// BCP 47 tag of its language; by default the document's.
    pub language: Option<String>,
    /// In an edition in another language: the version of the original that it translates, with its span.
    pub translates: Option<(Version, Span)>,
    /// Glossary terms that are not linked on this page, in lower case, with their spans.
    pub skip: Vec<(String, Span)>,
    /// Former addresses, with their spans.
    pub aliases: Vec<(String, Span)>,
    /// The round of comments that this page is about.
    pub round: Option<String>,
}

impl FrontMatter {
    /// Whether two texts have the same front matter, ignoring spans.
    #[must_use]
    pub fn equals_ignoring_spans(&self, other: &Self) -> bool {
        let Self {
            title,
            title_span: _,
            numbered,
            version,
            version_span: _,
            summary,
            authors,
            status,
            language,
            translates: _,
            skip,
            aliases,
            round: _,
        } = self;
        (title, numbered, version, summary, authors, status, language)
            == (&other.title, &other.numbered, &other.version, &other.summary, &other.authors, &other.status, &other.language)
            && words(skip).eq(words(&other.skip))
            && words(aliases).eq(words(&other.aliases))
    }
}

/// The words of a list, without their spans.
fn words(list: &[(String, Span)]) -> impl Iterator<Item = &str> {
    list.iter().map(|(word, _)| word.as_str())
}

/// Change mark of a chapter, a section or a page. In a redline each of them has one, even if it did not change.
#[derive(Debug, Clone)]
pub struct ChapterChange {
    /// Whether it was added, removed or is in both versions.
    pub mark: Mark,
    /// Whether its position among its siblings changed.
    pub is_reordered: bool,
    /// Whether its text or its footnotes changed.
    pub is_edited: bool,
    /// Position among its siblings in the older version, from 0; `None` if it was added.
    pub old_place: Option<u32>,
    /// Older slug and front matter, if they changed.
    pub was: Option<Box<FormerChapter>>,
}

/// Slug and front matter of a chapter in the older version.
#[derive(Debug, Clone)]
pub struct FormerChapter {
    /// File or folder name without its number prefix.
    pub slug: String,
    /// Front matter.
    pub front: FrontMatter,
}

impl ChapterChange {
    /// Whether anything changed.
    #[must_use]
    pub fn is_change(&self) -> bool {
        self.mark != Mark::Unchanged || self.is_reordered || self.is_edited || self.was.is_some()
    }
}

/// How a chapter is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbered {
    /// Automatically, in the order of the files.
    Counted,
    /// As given by the author; if it is a number, the next chapter continues from it.
    Given(String),
    /// Without a number.
    Unnumbered,
}

/// Signatory of a foreword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// Name.
    pub name: String,
    /// Role or office.
    pub role: Option<String>,
}

/// Editorial status of a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterStatus {
    /// Work in progress.
    Draft,
    /// Under review.
    Review,
    /// Agreed.
    Agreed,
}

/// A footnote.
#[derive(Debug, Clone)]
pub struct Footnote<L> {
    /// Content.
    pub body: Vec<Block<L>>,
    /// Number of references to it.
    pub marks: u32,
    /// The footnote in the source.
    pub span: Span,
    /// Change mark (redlines only).
    pub mark: Mark,
}

impl<L> Footnote<L> {
    /// Whether it changed (redlines only).
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.mark != Mark::Unchanged || self.body.iter().any(|block| block.change.is_some())
    }
}

/// A comment by which the author switches a rule off for a block or a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Name of the rule.
    pub rule: String,
    /// The block or the whole file.
    pub span: Span,
    /// The name of the rule in the comment.
    pub comment: Span,
}
