//! A passage that differs between two versions.

use serde::Serialize;

use crate::diag::printable;

/// A line of text, a cell or a value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Identity of the block that it is in, the same in every version; none in front matter.
    pub id: Option<String>,
    /// The heading above it.
    pub under: Option<String>,
    /// What it is, unless a paragraph: `heading`, `row Burnley, column 2021`.
    pub what: Option<String>,
    /// How it changed.
    pub change: PassageChange,
    /// Where it moved from or to: the title of a chapter.
    pub other_end: Option<String>,
    /// Where a block that moved was and is, by the paths of texts.
    #[serde(rename = "move")]
    pub ends: Option<MoveEnds>,
    /// Its whole text in the older version; none if it is not there, and at the new position of something that moved within its block.
    pub old: Option<String>,
    /// Its whole text in the newer version; none if it is not there, and at the old position of something that moved.
    pub new: Option<String>,
    /// Its words; for a passage that moved, only the first few.
    pub words: Vec<Words>,
}

/// Both ends of a move: paths of texts, the same within one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoveEnds {
    /// The text that it left.
    pub from: String,
    /// The text that it is in now.
    pub to: String,
}

/// How a passage changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassageChange {
    /// Added.
    Added,
    /// Removed.
    Removed,
    /// Some of its words changed.
    Edited,
    /// Moved here.
    MovedHere,
    /// Moved away.
    MovedAway,
    /// A section that moved here as a whole: the passage is its heading.
    SectionHere,
    /// A section that moved away.
    SectionAway,
    /// A row, a column, a card or another part that moved within its block.
    Moved,
    /// Split; `¶` is where.
    Split,
    /// Joined; `¶` is where.
    Joined,
}

impl PassageChange {
    /// Whether it is the new end of a move.
    pub(super) fn is_new_end(self) -> bool {
        matches!(self, Self::MovedHere | Self::SectionHere)
    }
}

/// Consecutive words with the same mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// How they changed.
    pub mark: WordMark,
    /// The words; as Markdown if their formatting changed.
    pub text: String,
    /// Their former formatting as Markdown, if it changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

/// How words changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordMark {
    /// As their passage did.
    Plain,
    /// Added.
    Added,
    /// Removed.
    Removed,
    /// A sentence at its new position.
    MovedHere,
    /// A sentence at its old position.
    MovedAway,
    /// Emphasis, link or language changed.
    Reformatted,
}

impl Words {
    pub(super) fn new(mark: WordMark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into(), was: None }
    }
}

impl Passage {
    /// A passage with both texts as its words say them.
    pub(super) fn new(under: Option<String>, what: Option<String>, change: PassageChange, words: Vec<Words>) -> Self {
        let is_divided = matches!(change, PassageChange::Split | PassageChange::Joined);
        let side = |is_old: bool| text(&words, is_old, is_divided);
        let (old, new) = match change {
            PassageChange::Added => (None, Some(side(false))),
            PassageChange::Removed | PassageChange::MovedAway | PassageChange::SectionAway => (Some(side(true)), None),
            PassageChange::Moved => (None, Some(side(false))),
            PassageChange::Edited | PassageChange::Split | PassageChange::Joined | PassageChange::MovedHere | PassageChange::SectionHere => {
                (Some(side(true)), Some(side(false)))
            }
        };
        Self { id: None, under, what, change, other_end: None, ends: None, old, new, words }
    }

    pub(super) fn human(&self, colour: bool) -> String {
        let sign = match self.change {
            PassageChange::Added => "+",
            PassageChange::Removed => "-",
            PassageChange::Edited | PassageChange::Split | PassageChange::Joined => "~",
            PassageChange::MovedHere | PassageChange::SectionHere | PassageChange::Moved => ">",
            PassageChange::MovedAway | PassageChange::SectionAway => "<",
        };
        let other = match (self.change, &self.other_end) {
            (PassageChange::MovedHere, Some(title)) => format!("moved here from {title}: "),
            (PassageChange::MovedHere, None) => "moved here from elsewhere on this page: ".to_owned(),
            (PassageChange::MovedAway, Some(title)) => format!("moved to {title}: "),
            (PassageChange::MovedAway, None) => "moved to elsewhere on this page: ".to_owned(),
            (PassageChange::SectionHere, Some(title)) => format!("section moved here from {title}: "),
            (PassageChange::SectionHere, None) => "section moved here from elsewhere on this page: ".to_owned(),
            (PassageChange::SectionAway, Some(title)) => format!("section moved to {title}: "),
            (PassageChange::SectionAway, None) => "section moved to elsewhere on this page: ".to_owned(),
            (PassageChange::Split, _) => match self.words.iter().filter(|words| words.mark == WordMark::Added && words.text == "¶").count() {
                0 | 1 => "split in two: ".to_owned(),
                breaks => format!("split into {}: ", breaks + 1),
            },
            (PassageChange::Joined, _) => "joined: ".to_owned(),
            (PassageChange::Moved, _) => "moved: ".to_owned(),
            _ => String::new(),
        };
        let what = self.what.as_ref().map_or_else(String::new, |what| format!("{what}: "));
        format!("{sign} {}{}{}", printable(&other), printable(&what), marked_words(&self.words, self.change, colour))
    }
}

/// The text of words in one version. Where a paragraph was divided, there is an empty line.
fn text(words: &[Words], is_old: bool, is_divided: bool) -> String {
    let mut text = String::new();
    for words in words {
        let is_here = match words.mark {
            WordMark::Plain | WordMark::Reformatted => true,
            WordMark::Added | WordMark::MovedHere => !is_old,
            WordMark::Removed | WordMark::MovedAway => is_old,
        };
        match &words.was {
            _ if !is_here => {}
            _ if is_divided && words.text == "¶" => {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            Some(was) if is_old => text.push_str(was),
            _ if text.ends_with('\n') => text.push_str(words.text.trim_start()),
            _ => text.push_str(&words.text),
        }
    }
    text.trim().to_owned()
}

/// Formats words for people. In a passage that was added or removed, all words were.
fn marked_words(words: &[Words], change: PassageChange, colour: bool) -> String {
    const RED: &str = "\u{1b}[31m";
    const GREEN: &str = "\u{1b}[32m";
    const YELLOW: &str = "\u{1b}[33m";
    let coloured = |code: &str, text: String| if colour { format!("{code}{text}\u{1b}[0m") } else { text };
    let one = |words: &Words| match (words.mark, change) {
        (WordMark::Plain, PassageChange::Added) => coloured(GREEN, printable(&words.text)),
        (WordMark::Plain, PassageChange::Removed) => coloured(RED, printable(&words.text)),
        (WordMark::Plain, _) => printable(&words.text),
        (WordMark::Added, _) => coloured(GREEN, format!("{{+{}+}}", printable(&words.text))),
        (WordMark::Removed, _) => coloured(RED, format!("[-{}-]", printable(&words.text))),
        (WordMark::MovedHere, _) => coloured(GREEN, format!("{{>{}>}}", printable(&words.text))),
        (WordMark::MovedAway, _) => coloured(RED, format!("{{<{}<}}", printable(&words.text))),
        (WordMark::Reformatted, _) => {
            coloured(YELLOW, format!("{{~{}=>{}~}}", printable(words.was.as_deref().unwrap_or("")), printable(&words.text)))
        }
    };
    // A picture may have another content under the same name.
    let is_repainted = |at: usize| {
        let (Some(was), Some(now)) = (words.get(at), words.get(at + 1)) else { return false };
        (was.mark, now.mark) == (WordMark::Removed, WordMark::Added) && was.text == now.text && now.text.starts_with("(image: ")
    };
    let mut said = String::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if is_repainted(at) {
            let text = format!("{{~another picture, in a file of the same name: {}~}}", printable(&word.text));
            said.push_str(&coloured(YELLOW, text));
            at += 2;
        } else {
            said.push_str(&one(word));
            at += 1;
        }
    }
    said.trim().to_owned()
}
