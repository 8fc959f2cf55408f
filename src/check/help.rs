//! The help of a rule, read from the doc comment of its file.
//!
//! A file's comment holds a section for each of its rules: a heading with the name, a line that says what is wrong,
//! why it matters, and below `Bad:` and `Good:` an example of each in a fence. `Source:` says who asks for it.

/// The help of one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Help {
    /// What is wrong, in one sentence.
    pub summary: String,
    /// Why it matters and what to do: paragraphs.
    pub reason: Vec<String>,
    /// What breaks the rule: Markdown, or files with a line `=== path` before each.
    pub bad: String,
    /// The same as it should be.
    pub good: String,
    /// Who asks for it.
    pub source: Option<String>,
}

/// Which part of a section comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Text,
    Bad,
    Good,
}

/// The help of the rule `name` in the text of a file.
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
                let paragraph = paragraphs.last_mut().expect("there is one at least");
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

/// Lines of at most 80 characters.
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
