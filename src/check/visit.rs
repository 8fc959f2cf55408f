//! What rules visit in a document, and what each visit passes to them.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, Chapter, Document, Image, Link, PageId, Target};
use crate::span::{SourceMap, Span};
use crate::text::line::{Line, Role};
use crate::text::personal::KnownDetails;

/// The findings of rules, unsorted.
pub(crate) type Findings = Vec<Diagnostic>;

/// Rules that are checked together: one file of `rules/`.
pub(crate) struct Family {
    /// Source of the file, whose doc comment is the help.
    pub(crate) text: &'static str,
    /// Names, in the order of the help, with their default levels; `None` for a rule that is off by default.
    pub(crate) rules: &'static [(&'static str, Option<Severity>)],
    /// What they visit.
    pub(crate) visit: Visit,
}

/// Checks one `T`.
pub(crate) type Visitor<T> = fn(&T, &mut Findings);

/// Checks a run of sibling blocks.
pub(crate) type BlocksVisitor = fn(&[Block<Target>], Inside, &mut Findings);

/// Checks one occurrence of a phrase.
pub(crate) type PhraseVisitor = fn(&Found<'_>, &mut Findings);

/// What a family visits. All but `Document` are fed by one walk over each text.
pub(crate) enum Visit {
    /// Each line of text.
    Line(fn(&Line<'_>, &mut Findings)),
    /// Occurrences of phrases in the author's own English.
    Phrases(&'static [Phrase], PhraseVisitor),
    /// Each run of sibling blocks.
    Blocks(BlocksVisitor),
    /// Each image.
    Image(Visitor<Image>),
    /// Each passage of values, as written: front matter, data blocks, settings, data files.
    Written(fn(&Written<'_>, &mut Findings)),
    /// Each chapter or page, with its links.
    Page(fn(&Page<'_>, &mut Findings)),
    /// The whole document.
    Document(fn(&Document, &Gathered, &mut Findings)),
    /// The whole document, with its files: references that the text makes by number.
    References(fn(&Document, &SourceMap, &Gathered, &mut Findings)),
    /// Pages about comments, with what is known about the people who commented: checked by [`super::personal`].
    Respondents(fn(&Document, &SourceMap, &KnownDetails, &mut Findings)),
    /// Nothing: another room reports these rules.
    Never,
}

/// A phrase, matched in either case, and the advice for it.
pub(crate) type Phrase = (&'static str, &'static str);

/// An occurrence of a phrase in a line.
pub(crate) struct Found<'a> {
    pub(crate) line: &'a Line<'a>,
    /// First byte in the line's text.
    pub(crate) start: usize,
    /// End in the line's text, exclusive.
    pub(crate) end: usize,
    /// The advice for this phrase.
    pub(crate) advice: &'static str,
}

impl<'a> Found<'a> {
    /// The words as written.
    pub(crate) fn words(&self) -> &'a str {
        &self.line.text[self.start..self.end]
    }

    /// Their range in the source.
    pub(crate) fn span(&self) -> Span {
        self.line.span(self.start, self.end)
    }

    /// The text before them.
    pub(crate) fn before(&self) -> &'a str {
        &self.line.text[..self.start]
    }

    /// The text after them.
    pub(crate) fn after(&self) -> &'a str {
        &self.line.text[self.end..]
    }

    /// Whether they are whole words, not part of a hyphenated name, an address or a path.
    pub(crate) fn is_whole(&self) -> bool {
        let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '\\');
        let mut after = self.after().chars();
        let (next, second) = (after.next(), after.next());
        let continues = next.is_some_and(|c| is_joint(c) || matches!(c, '.' | '\'' | '\u{2019}') && second.is_some_and(char::is_alphanumeric));
        !continues && !self.before().ends_with(is_joint) && !self.before().ends_with('.')
    }
}

/// The container of a run of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// The body of a chapter or page.
    Body,
    /// A callout or a card.
    Panel,
    /// A list item or a description.
    Item,
    /// A quotation or a transcript: somebody else's words.
    Quotation,
    /// A footnote or a definition.
    Note,
}

impl Inside {
    /// The role of a paragraph in this container.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Item => Role::Item,
            Self::Body | Self::Panel | Self::Quotation | Self::Note => Role::Paragraph,
        }
    }
}

/// A chapter or page, with the links that its author wrote.
pub(crate) struct Page<'a> {
    pub(crate) chapter: &'a Chapter<Target>,
    pub(crate) links: &'a [&'a Link<Target>],
}

/// Values as their author wrote them, with keys and quotes.
pub(crate) struct Written<'a> {
    pub(crate) text: &'a str,
    /// The range of the text.
    pub(crate) span: Span,
    /// Whether it is YAML, which may have comments.
    pub(crate) is_yaml: bool,
}

impl Written<'_> {
    /// The comments of YAML, in order: from a `#` outside double quotes, at the start of a word, to the end of the line.
    pub(crate) fn comments(&self) -> Vec<Range<usize>> {
        let mut comments = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n').filter(|_| self.is_yaml) {
            let (mut is_quoted, mut last) = (false, b' ');
            for (at, byte) in line.bytes().enumerate() {
                is_quoted ^= byte == b'"';
                if byte == b'#' && !is_quoted && matches!(last, b' ' | b'\t') {
                    comments.push(start + at..start + line.len());
                    break;
                }
                last = byte;
            }
            start += line.len();
        }
        comments
    }
}

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Section,
    Chapter,
    Annex,
    Figure,
    Table,
    Page,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Section => "section",
            Self::Chapter => "chapter",
            Self::Annex => "annex",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Page => "page",
        }
    }
}

/// A number that the text refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) kind: Kind,
    pub(crate) number: Box<str>,
    /// The kind and the number, as written: `section 9.9`.
    pub(crate) words: Box<str>,
    pub(crate) span: Span,
    /// Whether it may as well be a number of a law, such as section 21, so that it matters only if something here has the number.
    pub(crate) is_doubtful: bool,
}

/// What the walk collects for rules about the whole document.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Words in two or more capitals.
    pub(crate) capitals: Capitals,
    /// Abbreviations that a page spells out, with the first place and its file.
    pub(crate) spelled_out: BTreeMap<Box<str>, (Span, Box<str>)>,
    /// References typed by hand.
    pub(crate) references: Vec<Reference>,
    /// Numbers that captions give to figures and tables.
    pub(crate) captions: HashSet<(Kind, Box<str>)>,
    /// Pages that are the target of a link.
    pub(crate) linked: HashSet<PageId>,
}

impl Gathered {
    /// Adds the memoised results of another walk.
    pub(crate) fn extend_from(&mut self, other: &Self) {
        for (word, uses) in &other.capitals {
            match self.capitals.get_mut(word) {
                Some(known) => known.add(*uses),
                None => drop(self.capitals.insert(word.clone(), *uses)),
            }
        }
        for (word, place) in &other.spelled_out {
            self.spell_out(word.clone(), place.clone());
        }
        self.references.extend_from_slice(&other.references);
        self.captions.extend(other.captions.iter().cloned());
        self.linked.extend(&other.linked);
    }

    /// Adds the results of another walk.
    pub(crate) fn extend(&mut self, other: Self) {
        for (word, uses) in other.capitals {
            self.capitals.entry(word).and_modify(|known| known.add(uses)).or_insert(uses);
        }
        for (word, place) in other.spelled_out {
            self.spell_out(word, place);
        }
        self.references.extend(other.references);
        self.captions.extend(other.captions);
        self.linked.extend(other.linked);
    }

    /// Adds a place where a word is spelled out; the first in the text counts.
    pub(crate) fn spell_out(&mut self, word: Box<str>, place: (Span, Box<str>)) {
        match self.spelled_out.get_mut(&word) {
            Some(known) if place.0 < known.0 => *known = place,
            Some(_) => {}
            None => drop(self.spelled_out.insert(word, place)),
        }
    }
}

/// Words and their uses.
pub(crate) type Capitals = BTreeMap<Box<str>, Uses>;

/// The first use of a word and the number of uses: a large document has too many to keep them all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uses {
    pub(crate) first: Span,
    pub(crate) times: usize,
}

impl Uses {
    /// Adds uses that come earlier or later in the text.
    pub(crate) fn add(&mut self, others: Self) {
        self.first = self.first.min(others.first);
        self.times += others.times;
    }
}
