//! Statistics for people: each line reads from left to right, and each number has a label.

use std::fmt::Write as _;

use super::count::LONG;
use super::report::{Figures, Since, StatsReport, TextKind, TextStats};

/// Longer names are truncated, so that lines fit a terminal.
const WIDEST: usize = 36;
/// How many long sentences are shown; the JSON report has more.
const MOST_SENTENCES: usize = 5;
/// How many characters of a long sentence are shown.
const SHOWN: usize = 60;

impl StatsReport {
    /// Formats the report for people.
    #[must_use]
    pub fn human(&self) -> String {
        let mut text = format!("{}, version {}\n", self.title, self.version);
        if self.texts.is_empty() {
            return text + "\nThere is no text yet. Start a chapter with `greenpaper new chapter`.\n";
        }
        let sums = [("Chapters", "text", &self.chapters), ("Pages", "text", &self.pages), ("Glossary", "term", &self.glossary)];
        let sums = sums.into_iter().filter(|(.., total)| total.count > 0);
        section(&mut text, "Total", sums.map(|(name, what, total)| (name.to_owned(), total.figures.cells(counted(total.count, what)))).collect());
        let rows = self.texts.iter().map(|row| (row.name(), row.figures.cells(counted(row.terms.len() as u32, "term"))));
        section(&mut text, "Each text, with the glossary terms that it uses", rows.collect());
        if !self.longest_sentences.is_empty() {
            text.push_str("\nThe longest sentences");
            let all = [self.chapters, self.pages, self.glossary].map(|total| total.figures);
            let long: u32 = all.iter().filter_map(|figures| figures.long_sentences).sum();
            if long > 0 {
                let sentences: u32 = all.iter().map(|figures| figures.sentences).sum();
                let have = if long == 1 { "has" } else { "have" };
                let _ = write!(text, "; {long} of {} {have} more than {LONG} words", counted(sentences, "sentence"));
            }
            text.push('\n');
        }
        // Writing to a string cannot fail.
        for long in self.longest_sentences.iter().take(MOST_SENTENCES) {
            let _ = writeln!(text, "  {} words  {}:{}:{}  {}", long.words, long.file, long.line, long.column, cut(&long.text, SHOWN));
        }
        if let Some(since) = &self.since {
            since.human(&mut text);
        }
        self.methods(&mut text);
        text
    }

    fn methods(&self, text: &mut String) {
        text.push('\n');
        match (self.reading_time, self.reading_age) {
            (Some(time), Some(age)) => {
                let _ = writeln!(text, "Reading time: {}\n  Source: {}\n  {}", time.formula, time.source, time.limits);
                let _ = writeln!(text, "Reading age: {}; for information only\n  Source: {}\n  {}", age.formula, age.source, age.limits);
            }
            _ => {
                let _ = writeln!(text, "Reading time and reading age are available only for English, and this strategy is in `{}`.", self.language);
            }
        }
    }
}

/// Writes a heading and rows in columns, leaving out empty columns.
fn section(text: &mut String, heading: &str, rows: Vec<(String, [String; 5])>) {
    let _ = writeln!(text, "\n{heading}");
    let names: Vec<String> = rows.iter().map(|(name, _)| cut(name, WIDEST)).collect();
    let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(|column| rows.iter().map(|(_, cells)| cells[column].chars().count()).max().unwrap_or(0));
    for (name, (_, cells)) in names.iter().zip(&rows) {
        let mut line = format!("  {name:width$}");
        for (cell, width) in cells.iter().zip(widths).filter(|(_, width)| *width > 0) {
            let _ = write!(line, "  {cell:>width$}");
        }
        let _ = writeln!(text, "{}", line.trim_end());
    }
}

impl Figures {
    fn cells(&self, last: String) -> [String; 5] {
        [
            counted(self.words, "word"),
            self.minutes.map_or_else(String::new, |minutes| format!("{minutes} min")),
            self.words_per_sentence.map_or_else(String::new, |words| format!("{words:.1} a sentence")),
            self.reading_age.map_or_else(String::new, |age| format!("age {age}")),
            last,
        ]
    }
}

impl TextStats {
    fn name(&self) -> String {
        let indent = if self.kind == TextKind::Section { "  " } else { "" };
        let number = self.number.as_ref().map_or_else(String::new, |number| format!("{number} "));
        format!("{indent}{number}{}", self.title)
    }
}

impl Since {
    fn human(&self, text: &mut String) {
        let _ = writeln!(text, "\nChanged since {}", self.version);
        let terms = [(self.terms_added, "new"), (self.terms_removed, "removed"), (self.terms_changed, "changed")];
        let terms: Vec<String> = terms.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let rows = self.texts.iter().map(|row| (cut(&row.title, WIDEST), row.summary.clone()));
        let glossary = (!terms.is_empty()).then(|| ("Glossary".to_owned(), terms.join(", ")));
        let rows: Vec<(String, String)> = rows.chain(glossary).collect();
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, what) in &rows {
            let _ = writeln!(text, "  {name:width$}  {what}");
        }
        if rows.is_empty() {
            text.push_str("  no changes\n");
        }
    }
}

/// `1 word`, `1,204 words`.
fn counted(count: u32, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    let (thousands, rest) = (count / 1000, count % 1000);
    if thousands > 0 { format!("{thousands},{rest:03} {what}s") } else { format!("{rest} {what}{plural}") }
}

fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most - 1).collect();
    format!("{}…", start.trim_end())
}
