//! The help for a rule, read from the doc comment of its source file.
//!
//! The comment has a section for each rule: a heading with the name, a sentence that says what is wrong, why it matters, and a fenced
//! example below each of `Bad:` and `Good:`. `Source:` names the guidance behind the rule.

/// The help for one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// What is wrong, in one sentence.
    pub summary: String,
    /// Why it matters and what to do: paragraphs.
    pub reason: Vec<String>,
    /// An example that breaks the rule: Markdown, or files with a line `=== path` before each.
    pub bad: String,
    /// The same example, corrected.
    pub good: String,
    /// The guidance behind the rule.
    pub source: Option<String>,
}

/// A part of a section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Bad,
    Good,
}

/// Finds the help for the rule `name` in the text of its file.
pub(super) fn find(text: &str, name: &str) -> Help {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(|line| line.strip_prefix(' ').unwrap_or(line));
    let heading = format!("# {name}");
    let section = lines.skip_while(|line| *line != heading).skip(1).take_while(|line| !line.starts_with("# "));
    let mut help = Help::default();
    let mut paragraphs: Vec<String> = vec![String::new()];
    let mut part = Part::Text;
    let mut fence: Option<usize> = None;
    for line in section {
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        match (fence, line) {
            (None, _) if ticks >= 3 => fence = Some(ticks),
            (Some(length), _) if ticks == length => fence = None,
            (Some(_), line) => {
                let example = if part == Part::Bad { &mut help.bad } else { &mut help.good };
                example.push_str(line);
                example.push('\n');
            }
            (None, "Bad:") => part = Part::Bad,
            (None, "Good:") => part = Part::Good,
            (None, "") => paragraphs.push(String::new()),
            (None, line) => {
                let paragraph = paragraphs.last_mut().expect("there is at least one");
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
            }
        }
    }
    let mut paragraphs = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty());
    help.summary = paragraphs.next().unwrap_or_default();
    for paragraph in paragraphs {
        match paragraph.strip_prefix("Source: ") {
            Some(source) => help.source = Some(source.to_owned()),
            None => help.reason.push(paragraph),
        }
    }
    help
}

/// Wraps text at 80 characters.
pub(super) fn wrapped(text: &str) -> String {
    let mut lines = String::new();
    let mut length = 0;
    for word in text.split(' ') {
        let word_length = word.chars().count();
        if length > 0 && length + 1 + word_length > 80 {
            lines.push('\n');
            length = 0;
        } else if length > 0 {
            lines.push(' ');
            length += 1;
        }
        lines.push_str(word);
        length += word_length;
    }
    lines
}
