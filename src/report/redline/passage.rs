//! A passage that differs between two versions.

use serde::Serialize;

/// A line of text, a cell, a value that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// The heading above it.
    pub under: Option<String>,
    /// What it is, if not a paragraph: `heading`, `row Burnley, column 2021`.
    pub what: Option<String>,
    /// What became of it.
    pub change: PassageChange,
    /// Where it moved from or to: the title of a chapter.
    pub other_end: Option<String>,
    /// Its words; of a passage that moved, the first of them.
    pub words: Vec<Words>,
}

/// What became of a passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassageChange {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its words say what was changed.
    Edited,
    /// It stood elsewhere.
    MovedHere,
    /// It stands elsewhere now.
    MovedAway,
}

/// Words next to each other that one thing became of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// What became of them.
    pub mark: WordMark,
    /// The words; where they look different now, with the signs of Markdown.
    pub text: String,
    /// How they looked, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
}

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WordMark {
    /// They share what became of their passage.
    Plain,
    /// They are new.
    Added,
    /// They are gone.
    Removed,
    /// They are emphasised, linked or in a language otherwise than before.
    Reformatted,
}

impl Words {
    pub(super) fn new(mark: WordMark, text: impl Into<String>) -> Self {
        Self { mark, text: text.into(), was: None }
    }
}

impl Passage {
    pub(super) fn human(&self, colour: bool) -> String {
        let sign = match self.change {
            PassageChange::Added => "+",
            PassageChange::Removed => "-",
            PassageChange::Edited => "~",
            PassageChange::MovedHere => ">",
            PassageChange::MovedAway => "<",
        };
        let other = match (self.change, &self.other_end) {
            (PassageChange::MovedHere, Some(title)) => format!("moved here from {title}: "),
            (PassageChange::MovedHere, None) => "moved here from elsewhere on this page: ".to_owned(),
            (PassageChange::MovedAway, Some(title)) => format!("moved to {title}: "),
            (PassageChange::MovedAway, None) => "moved to elsewhere on this page: ".to_owned(),
            _ => String::new(),
        };
        let what = self.what.as_ref().map_or_else(String::new, |what| format!("{what}: "));
        format!("{sign} {other}{what}{}", painted_words(&self.words, self.change, colour))
    }
}

/// For people. Of a passage that is wholly new or gone, all words are.
fn painted_words(words: &[Words], change: PassageChange, colour: bool) -> String {
    const RED: &str = "\u{1b}[31m";
    const GREEN: &str = "\u{1b}[32m";
    const YELLOW: &str = "\u{1b}[33m";
    let painted = |code: &str, text: String| if colour { format!("{code}{text}\u{1b}[0m") } else { text };
    let one = |words: &Words| match (words.mark, change) {
        (WordMark::Plain, PassageChange::Added) => painted(GREEN, words.text.clone()),
        (WordMark::Plain, PassageChange::Removed) => painted(RED, words.text.clone()),
        (WordMark::Plain, _) => words.text.clone(),
        (WordMark::Added, _) => painted(GREEN, format!("{{+{}+}}", words.text)),
        (WordMark::Removed, _) => painted(RED, format!("[-{}-]", words.text)),
        (WordMark::Reformatted, _) => painted(YELLOW, format!("{{~{}=>{}~}}", words.was.as_deref().unwrap_or(""), words.text)),
    };
    words.iter().map(one).collect::<String>().trim().to_owned()
}
