//! How a rule looks at a document, and what it sees.

use std::collections::{BTreeMap, HashSet};

use super::line::{Line, Stand};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Block, Chapter, Document, Image, Link, PageId, Target};
use crate::span::Span;

/// What a rule reports into.
pub(crate) type Findings = Vec<Diagnostic>;

/// Rules that share one way of looking; a file of `rules/`.
pub(crate) struct Family {
    /// The file's own text: its doc comment is the help.
    pub(crate) text: &'static str,
    /// Names, in the order of the help, with how bad a finding is; `None` for a rule that is off by itself.
    pub(crate) rules: &'static [(&'static str, Option<Severity>)],
    /// How they look.
    pub(crate) look: Look,
}

/// How a family looks at each `T`.
pub(crate) type See<T> = fn(&T, &mut Findings);

/// How a family looks at each run of neighbouring blocks.
pub(crate) type SeeBlocks = fn(&[Block<Target>], Inside, &mut Findings);

/// How a family looks at words that it asked for.
pub(crate) type SeePhrase = fn(&Found<'_>, &mut Findings);

/// What a family looks at. All but `Document` are fed by one walk over each text.
pub(crate) enum Look {
    /// Each line of text.
    Line(fn(&Line<'_>, &mut Findings)),
    /// Some words, wherever the author uses them in English.
    Phrases(&'static [Phrase], SeePhrase),
    /// Each run of neighbouring blocks.
    Blocks(SeeBlocks),
    /// Each picture.
    Image(See<Image>),
    /// Each text with its links.
    Page(fn(&Page<'_>, &mut Findings)),
    /// The document as a whole.
    Document(fn(&Document, &Gathered, &mut Findings)),
    /// Nothing: another room reports it.
    Elsewhere,
}

/// Words to be found, in any case, and what is said of them.
pub(crate) type Phrase = (&'static str, &'static str);

/// A phrase in a line.
pub(crate) struct Found<'a> {
    /// The line.
    pub(crate) line: &'a Line<'a>,
    /// The first byte.
    pub(crate) start: usize,
    /// The byte behind the last.
    pub(crate) end: usize,
    /// What the family says of it.
    pub(crate) advice: &'static str,
}

impl<'a> Found<'a> {
    /// The words as written.
    pub(crate) fn words(&self) -> &'a str {
        &self.line.text[self.start..self.end]
    }

    /// Where they stand.
    pub(crate) fn span(&self) -> Span {
        self.line.span(self.start, self.end)
    }

    /// What stands before them.
    pub(crate) fn before(&self) -> &'a str {
        &self.line.text[..self.start]
    }

    /// What stands behind them.
    pub(crate) fn after(&self) -> &'a str {
        &self.line.text[self.end..]
    }

    /// Whether they are whole words, and no part of a name with hyphens, an address or a path.
    pub(crate) fn is_whole(&self) -> bool {
        let is_joint = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '\\');
        let mut after = self.after().chars();
        let (next, second) = (after.next(), after.next());
        let goes_on = next.is_some_and(|c| is_joint(c) || matches!(c, '.' | '\'' | '\u{2019}') && second.is_some_and(char::is_alphanumeric));
        !goes_on && !self.before().ends_with(is_joint) && !self.before().ends_with('.')
    }
}

/// What holds a run of blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// The text itself.
    Body,
    /// A panel: a callout, a card.
    Panel,
    /// An item of a list, a description.
    Item,
    /// A quotation or a transcript: another's words.
    Quotation,
    /// A footnote or a definition.
    Note,
}

impl Inside {
    /// What a paragraph in it is.
    pub(crate) fn stand(self) -> Stand {
        match self {
            Self::Item => Stand::Item,
            _ => Stand::Paragraph,
        }
    }
}

/// A text with the links that its author wrote.
pub(crate) struct Page<'a> {
    pub(crate) chapter: &'a Chapter<Target>,
    pub(crate) links: &'a [&'a Link<Target>],
}

/// What the walk saw that rules about the whole ask for.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    /// Words of two or more capitals.
    pub(crate) capitals: Capitals,
    /// Pages that a link leads to.
    pub(crate) linked: HashSet<PageId>,
}

impl Gathered {
    /// Takes in what is remembered of another walk.
    pub(crate) fn extend_from(&mut self, other: &Self) {
        for (word, uses) in &other.capitals {
            match self.capitals.get_mut(word) {
                Some(known) => known.add(*uses),
                None => drop(self.capitals.insert(word.clone(), *uses)),
            }
        }
        self.linked.extend(&other.linked);
    }

    /// Takes in what another walk saw, behind what is here.
    pub(crate) fn extend(&mut self, other: Self) {
        for (word, uses) in other.capitals {
            self.capitals.entry(word).and_modify(|known| known.add(uses)).or_insert(uses);
        }
        self.linked.extend(other.linked);
    }
}

/// Words, and how each is used.
pub(crate) type Capitals = BTreeMap<Box<str>, Uses>;

/// Where a word stands first, and how often it is used: a large document has too many uses to remember each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Uses {
    pub(crate) first: Span,
    pub(crate) times: usize,
}

impl Uses {
    /// Counts uses further on in the text, or before.
    pub(crate) fn add(&mut self, others: Self) {
        self.first = self.first.min(others.first);
        self.times += others.times;
    }
}
