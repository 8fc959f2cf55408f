//! A comment as it was returned, whatever the format of its file.

use xxhash_rust::xxh3::xxh3_64;

use crate::model::{NodeId, Version};
use crate::span::Span;

/// What a comment says about its passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A question.
    Question,
    /// A word that is unclear.
    Unclear,
    /// Something is wrong.
    Wrong,
    /// A suggestion.
    Suggestion,
    /// Agreement.
    Agree,
    /// An answer to a question of the text, in words.
    Answer,
    /// An answer to a question of the text that has options: those chosen, or all in order, one a line.
    Choice,
    /// Anything else.
    Comment,
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Self; 8] = [Self::Question, Self::Unclear, Self::Wrong, Self::Suggestion, Self::Agree, Self::Answer, Self::Choice, Self::Comment];

    /// Its name in files and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Unclear => "unclear",
            Self::Wrong => "wrong",
            Self::Suggestion => "suggestion",
            Self::Agree => "agree",
            Self::Answer => "answer",
            Self::Choice => "choice",
            Self::Comment => "comment",
        }
    }

    /// What it is, in a sentence.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Unclear => "unclear word",
            Self::Wrong => "correction",
            Self::Suggestion => "suggestion",
            Self::Agree => "agreement",
            Self::Answer | Self::Choice => "answer",
            Self::Comment => "comment",
        }
    }

    /// The kind that a file names; [`Kind::Comment`] for an unknown name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        Self::ALL.into_iter().find(|kind| name.starts_with(kind.name())).unwrap_or(Self::Comment)
    }
}

/// A comment in a returned file.
#[derive(Debug, Clone)]
pub(super) struct Incoming {
    /// Where it is in its file.
    pub(super) span: Span,
    /// The version that it was written on.
    pub(super) version: Option<Version>,
    /// Its passage, as far as the file says.
    pub(super) passage: Option<NodeId>,
    /// The printed number of its passage.
    pub(super) paragraph: Option<String>,
    /// Words of its passage.
    pub(super) quoted: Option<String>,
    pub(super) kind: Kind,
    pub(super) text: String,
    pub(super) sender: Sender,
    /// Whether its cells may be in the wrong columns, so that any of them may name the sender.
    pub(super) is_torn: bool,
}

/// Who sent a comment.
#[derive(Debug, Clone, Default)]
pub(super) struct Sender {
    /// The receipt number of the response.
    pub(super) receipt: Option<String>,
    /// The group: published above a threshold.
    pub(super) group: Option<String>,
    /// Private.
    pub(super) name: Option<String>,
    /// Private: an email address, a phone number or a postal address.
    pub(super) contact: Option<String>,
}

impl Incoming {
    /// An identity made of everything that distinguishes this comment, and nothing about its sender but the receipt number.
    ///
    /// `nth` counts equal comments without a receipt in one file, which come from different people. Whoever chooses anew changes
    /// their answer, so what was chosen in a response with a receipt is no part of its identity.
    pub(super) fn id(&self, version: &str, nth: usize) -> String {
        let passage = self.passage.map(|id| id.to_string());
        let words = self.quoted.as_deref().filter(|_| self.passage.is_none());
        let is_replaced = self.kind == Kind::Choice && self.sender.receipt.is_some();
        let parts = [
            version,
            passage.as_deref().unwrap_or(""),
            self.paragraph.as_deref().or(words).unwrap_or(""),
            self.kind.name(),
            self.sender.receipt.as_deref().unwrap_or(""),
            &nth.to_string(),
            if is_replaced { "" } else { &self.text },
        ];
        NodeId::new(xxh3_64(parts.join("\u{1f}").as_bytes())).to_string()
    }
}

/// The longest text of a comment, in characters: about forty pages.
const LONGEST: usize = 100_000;
/// The longest name of a group or a person, in characters.
pub(super) const LONGEST_NAME: usize = 200;

/// `text` without invisible characters, with `\n` line endings and no space at the ends of lines.
pub(super) fn clean(text: &str) -> String {
    let lines = text.replace("\r\n", "\n").replace(['\r', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    let visible = |c: &char| {
        *c == '\n'
            || *c == '\t'
            || !c.is_control() && !matches!(c, '\u{feff}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = lines.chars().filter(visible).take(LONGEST).collect();
    let lines: Vec<String> = text.split('\n').map(|line| line.replace('\t', " ").trim().to_owned()).collect();
    lines.join("\n").trim().to_owned()
}

/// The cleaned text on one line, at most [`LONGEST_NAME`] characters; none if nothing is left.
pub(super) fn short(text: Option<&str>) -> Option<String> {
    let text: String = clean(text?).replace('\n', " ").chars().take(LONGEST_NAME).collect();
    (!text.is_empty()).then_some(text)
}

/// Whether [`clean`] cuts `text`.
pub(super) fn is_too_long(text: &str) -> bool {
    text.len() > LONGEST && text.chars().count() > LONGEST
}
