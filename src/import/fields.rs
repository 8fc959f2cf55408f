//! Fields: hyperlinks, cross-references, contents lists, numbers of captions.

/// A field that is open.
#[derive(Debug, Clone, Default)]
pub(super) struct Field {
    /// What it is to do.
    pub(super) instruction: String,
    /// Whether its result has begun.
    pub(super) has_result: bool,
    /// The link that it makes.
    pub(super) link: Option<(usize, String)>,
}

/// The fields that are open, outermost first.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub(super) Vec<Field>);

/// Deeper fields are read as part of the one around them.
const DEEPEST: usize = 32;

impl Fields {
    pub(super) fn begin(&mut self) {
        if self.0.len() < DEEPEST {
            self.0.push(Field::default());
        }
    }

    pub(super) fn instruct(&mut self, words: &str) {
        if let Some(field) = self.0.last_mut().filter(|field| !field.has_result) {
            field.instruction.push_str(words);
        }
    }

    pub(super) fn end(&mut self) {
        self.0.pop();
    }

    /// Whether the present run is an instruction, not text.
    pub(super) fn is_instruction(&self) -> bool {
        self.0.last().is_some_and(|field| !field.has_result)
    }

    /// Whether the present run belongs to a contents list.
    pub(super) fn is_contents(&self) -> bool {
        self.0.iter().any(|field| field.has_result && matches!(verb(&field.instruction).as_str(), "TOC" | "INDEX" | "TOA"))
    }

    /// Where the innermost field leads.
    pub(super) fn link(&self) -> Option<&(usize, String)> {
        self.0.iter().rev().filter(|field| field.has_result).find_map(|field| field.link.as_ref())
    }
}

/// The first word of an instruction.
pub(super) fn verb(instruction: &str) -> String {
    instruction.split_whitespace().next().unwrap_or("").to_uppercase()
}

/// Where a field leads: a web address or a bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Leads {
    To(String),
    ToBookmark(String),
}

/// Where the field with this instruction leads.
pub(super) fn target(instruction: &str) -> Option<Leads> {
    let words = arguments(instruction);
    let switch = |letter: &str| words.iter().position(|word| word.eq_ignore_ascii_case(letter)).and_then(|at| words.get(at + 1)).cloned();
    match verb(instruction).as_str() {
        "HYPERLINK" => {
            let address = words.get(1).filter(|word| !word.starts_with('\\')).cloned().unwrap_or_default();
            match switch("\\l") {
                Some(bookmark) if address.is_empty() => Some(Leads::ToBookmark(bookmark)),
                Some(place) => Some(Leads::To(format!("{address}#{place}"))),
                None if address.is_empty() => None,
                None => Some(Leads::To(address)),
            }
        }
        "REF" | "PAGEREF" => words.get(1).cloned().map(Leads::ToBookmark),
        _ => None,
    }
}

/// The words of an instruction; quotes keep words together.
fn arguments(instruction: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = instruction.trim();
    while !rest.is_empty() {
        let (word, after) = match rest.strip_prefix(['"', '\u{201c}']) {
            Some(quoted) => quoted.split_once(['"', '\u{201d}']).unwrap_or((quoted, "")),
            None => rest.split_once(char::is_whitespace).unwrap_or((rest, "")),
        };
        words.push(word.to_owned());
        rest = after.trim_start();
    }
    words
}
