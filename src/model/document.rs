//! The whole: chapters, pages, glossary.

use std::sync::Arc;

use super::{Block, ChapterChange, Glossary, GlossaryTerm, Label, Mark, Picture, Settings, Target, Version, WordUse};
use crate::span::{FileId, Span};

/// What an author wrote, links as written: what `parse` hands to `resolve`.
#[derive(Debug, Clone)]
pub struct Draft {
    /// `strategy.yaml`; where it has faults, with stand-ins.
    pub settings: Settings,
    /// In reading order.
    pub chapters: Vec<Arc<Chapter<Label>>>,
    /// In the order of their files.
    pub pages: Vec<Chapter<Label>>,
    /// `pages/index.md`.
    pub home: Option<Chapter<Label>>,
    /// `pages/accessibility.md`.
    pub statement: Option<Chapter<Label>>,
    /// Texts in folders of `pages/`: shown where another page asks for them.
    pub transcripts: Vec<Chapter<Label>>,
    /// In the order of the files.
    pub terms: Vec<GlossaryTerm<Label>>,
    /// Where the author silenced a rule.
    pub allowances: Vec<Allowance>,
    /// Picture files that exist.
    pub pictures: Vec<Picture>,
    /// Other files that may be linked to, as paths from the strategy's folder.
    pub files: Vec<String>,
}

/// The document that renderers show: every link settled.
#[derive(Debug)]
pub struct Document {
    /// What `strategy.yaml` says.
    pub settings: Settings,
    /// In reading order.
    pub chapters: Vec<Arc<Chapter<Target>>>,
    /// Pages that are no chapters, in the order of their files.
    pub pages: Vec<Chapter<Target>>,
    /// The words of the home page.
    pub home: Option<Chapter<Target>>,
    /// The author's own accessibility statement.
    pub statement: Option<Chapter<Target>>,
    /// The glossary.
    pub glossary: Glossary<Target>,
    /// Pictures that the document shows, in the order of their paths.
    pub pictures: Vec<Picture>,
    /// Files that the document links to, as paths from the strategy's folder, in order.
    pub files: Vec<String>,
    /// Where the author silenced a rule.
    pub allowances: Vec<Allowance>,
}

impl Document {
    /// The chapter, section or page behind `id`; `None` for generated pages.
    #[must_use]
    pub fn chapter(&self, id: PageId) -> Option<&Chapter<Target>> {
        match id {
            PageId::Chapter(at) => self.chapters.get(at as usize).map(|chapter| &**chapter),
            PageId::Section(chapter, at) => self.chapters.get(chapter as usize)?.sections.get(at as usize),
            PageId::Page(at) => self.pages.get(at as usize),
            PageId::Home => self.home.as_ref(),
            PageId::Statement => self.statement.as_ref(),
            PageId::Glossary | PageId::Versions | PageId::Contents | PageId::Downloads => None,
        }
    }

    /// Everything an author wrote as a chapter, a section or a page, in reading order: the home page, chapters with
    /// their sections, pages, the statement.
    pub fn texts(&self) -> impl Iterator<Item = (PageId, &Chapter<Target>)> {
        let home = self.home.iter().map(|page| (PageId::Home, page));
        let statement = self.statement.iter().map(|page| (PageId::Statement, page));
        home.chain(self.chapter_pages()).chain(numbered(&self.pages).map(|(at, page)| (PageId::Page(at), page))).chain(statement)
    }

    /// Chapters, each followed by its sections: the pages that previous and next lead through.
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
    /// `4.12` for each block of `body` that is a numbered paragraph; empty where paragraphs have no numbers; set by `resolve`.
    pub paragraph_numbers: Vec<Option<Box<str>>>,
    /// In the order of their first references.
    pub footnotes: Vec<Footnote<L>>,
    /// Sections of a folder chapter, in reading order.
    pub sections: Vec<Chapter<L>>,
    /// Glossary terms used on this page, in the order of the language's dictionary; set by `resolve`.
    pub words: Vec<WordUse>,
    /// Change mark (redlines only).
    pub change: Option<Box<ChapterChange>>,
}

impl<L> Chapter<L> {
    /// Whether it is gone: it stands in a redline alone.
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
    /// Summary of one sentence.
    pub summary: Option<String>,
    /// Signatories.
    pub authors: Vec<Author>,
    /// Editorial status.
    pub status: Option<ChapterStatus>,
    /// Glossary terms that are not linked on this page, in lower case, with their spans.
    pub skip: Vec<(String, Span)>,
    /// Former addresses, with their spans.
    pub aliases: Vec<(String, Span)>,
}

impl FrontMatter {
    /// Whether two texts have the same front matter, spans apart.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let Self { title, title_span: _, numbered, version, summary, authors, status, skip, aliases } = self;
        (title, numbered, version, summary, authors, status)
            == (&other.title, &other.numbered, &other.version, &other.summary, &other.authors, &other.status)
            && words(skip).eq(words(&other.skip))
            && words(aliases).eq(words(&other.aliases))
    }
}

/// The words of a list, without their spans.
fn words(list: &[(String, Span)]) -> impl Iterator<Item = &str> {
    list.iter().map(|(word, _)| word.as_str())
}

/// How a chapter is numbered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Numbered {
    /// Counted in file order.
    Counted,
    /// As the author says; the next chapter counts on from it if it is a number.
    Given(String),
    /// Not at all.
    Unnumbered,
}

/// Who signs a foreword.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name.
    pub name: String,
    /// The office.
    pub role: Option<String>,
}

/// How far a chapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChapterStatus {
    /// Being written.
    Draft,
    /// Being read.
    Review,
    /// Done.
    Agreed,
}

/// A footnote.
#[derive(Debug, Clone)]
pub struct Footnote<L> {
    /// What it says.
    pub body: Vec<Block<L>>,
    /// How many marks lead to it.
    pub marks: u32,
    /// Where it stands.
    pub span: Span,
    /// What became of it.
    pub mark: Mark,
}

impl<L> Footnote<L> {
    /// Whether it differs; only in a redline.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.mark != Mark::Unchanged || self.body.iter().any(|block| block.change.is_some())
    }
}

/// A page of the site or a part of the printed document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageId {
    /// The first page.
    Home,
    /// A chapter: index into [`Document::chapters`].
    Chapter(u32),
    /// A section of a folder chapter: indexes of both.
    Section(u32, u32),
    /// A page that is no chapter: index into [`Document::pages`].
    Page(u32),
    /// The accessibility statement.
    Statement,
    /// The glossary.
    Glossary,
    /// The version history.
    Versions,
    /// The contents.
    Contents,
    /// The downloads.
    Downloads,
}

/// A place that can be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The page.
    pub page: PageId,
    /// An anchor on it.
    pub anchor: Option<Box<str>>,
}

/// "Rule so-and-so does not apply to this block."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// The rule's name.
    pub rule: String,
    /// The block, or the whole file.
    pub span: Span,
    /// The comment itself.
    pub comment: Span,
}
