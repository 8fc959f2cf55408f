//! Answers to questions that have options: recognised when they come back, and counted so that nobody can be told from them.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::incoming::Kind;
use super::markdown::{bar_chart, literal, quoted};
use super::passages::{numbered, plain};
use super::register::counted;
use super::round::{Entry, Round};
use crate::compare::Versions;
use crate::model::{Block, BlockKind, Document, NodeId, Survey, SurveyKind, Target, Version, Walk};

/// The questions of a version that have options, by identity.
#[derive(Debug, Default)]
pub(super) struct Questions {
    by_id: HashMap<NodeId, Survey>,
    order: Vec<NodeId>,
}

impl Walk<Target> for Questions {
    fn block(&mut self, block: &Block<Target>) {
        if let BlockKind::Survey(survey) = &block.kind
            && !survey.options.is_empty()
        {
            self.order.push(block.id);
            self.by_id.insert(block.id, (**survey).clone());
        }
    }
}

impl Questions {
    /// The questions of `document`.
    pub(super) fn of(document: &Document) -> Self {
        let mut questions = Self::default();
        for (_, text) in document.texts() {
            questions.chapter(text);
        }
        questions
    }

    /// The question with this identity.
    pub(super) fn get(&self, id: NodeId) -> Option<&Survey> {
        self.by_id.get(&id)
    }
}

/// The options of `survey` that an answer names, one a line or between semicolons, in the order given. None if it names none, one
/// twice, or something else.
pub(super) fn chosen<'s>(survey: &'s Survey, answer: &str) -> Option<Vec<&'s str>> {
    let find = |name: &str| survey.options.iter().find(|option| plain(option).to_lowercase() == name);
    let whole = find(&plain(answer).to_lowercase());
    let named = whole.map_or_else(
        || answer.split(['\n', ';']).map(|part| plain(part).to_lowercase()).filter(|part| !part.is_empty()).map(|part| find(&part)).collect(),
        |option| Some(vec![option]),
    )?;
    let mut sorted: Vec<&str> = named.iter().map(|option| option.as_str()).collect();
    sorted.sort_unstable();
    sorted.dedup();
    (!named.is_empty() && sorted.len() == named.len()).then(|| named.into_iter().map(String::as_str).collect())
}

/// What was chosen, question by question, in Markdown: charts, and the average place of what was put in order. Nothing if nobody
/// answered. Counts below `threshold` are not given, and neither is one more if the only one could be told by subtraction.
pub(super) fn results(versions: &Versions, round: &Round, threshold: usize, out: &mut String) {
    let mut by_version: BTreeMap<&str, HashMap<NodeId, Vec<&Entry>>> = BTreeMap::new();
    for entry in round.entries.iter().filter(|entry| entry.kind == Kind::Choice) {
        if let Some(passage) = entry.passage {
            by_version.entry(&entry.version).or_default().entry(passage).or_default().push(entry);
        }
    }
    let mut heading = "## Answers to our questions\n\n";
    for (version, answers) in by_version {
        let Some(side) = Version::parse(version).and_then(|version| versions.side(&version).ok()) else { continue };
        let questions = Questions::of(&numbered(side));
        for id in &questions.order {
            let (Some(survey), Some(entries)) = (questions.get(*id), answers.get(id)) else { continue };
            out.push_str(std::mem::take(&mut heading));
            let answers: Vec<Vec<&str>> = entries.iter().filter_map(|entry| chosen(survey, &entry.text)).collect();
            question(survey, &answers, version, threshold, out);
        }
    }
}

fn question(survey: &Survey, answers: &[Vec<&str>], version: &str, threshold: usize, out: &mut String) {
    if answers.len() < threshold {
        let _ =
            write!(out, "Fewer than {threshold} people answered \u{201c}{}\u{201d}, so their answers are not shown.\n\n", literal(&survey.question));
        return;
    }
    let is_rank = survey.kind == SurveyKind::Rank;
    let counts: Vec<usize> = survey
        .options
        .iter()
        .map(|option| answers.iter().filter(|answer| if is_rank { answer.first() == Some(&&**option) } else { answer.contains(&&**option) }).count())
        .collect();
    let is_shown = shown(&counts, threshold);
    let people = counted(answers.len(), "person").replace("persons", "people");
    let summary = if is_rank {
        format!("{people} put these in order. The chart shows how many put each of them first.")
    } else {
        format!("{people} answered, and could choose more than one.")
    };
    let options = || survey.options.iter().zip(&counts).zip(&is_shown);
    let rows = options().filter(|(_, is_shown)| **is_shown).map(|((option, count), _)| (option.as_str(), *count));
    bar_chart(&survey.question, &summary, "answers", rows, &format!("source: Answers to the questions of version {version}\n"), out);
    let hidden: Vec<String> = options().filter(|(_, is_shown)| !**is_shown).map(|((option, _), _)| literal(option)).collect();
    if !hidden.is_empty() {
        let what = if is_rank { "how many put these first" } else { "how many chose these" };
        let _ = write!(out, "So that nobody can be recognised, we do not say {what}: {}.\n\n", hidden.join("; "));
    }
    if is_rank {
        places(survey, answers, threshold, out);
    }
}

/// The average place of each option, best first, among those who gave it one.
fn places(survey: &Survey, answers: &[Vec<&str>], threshold: usize, out: &mut String) {
    let mut averages: Vec<(f64, &str)> = Vec::new();
    for option in &survey.options {
        let places: Vec<usize> = answers.iter().filter_map(|answer| answer.iter().position(|name| name == option)).collect();
        if places.len() >= threshold {
            let sum: usize = places.iter().map(|place| place + 1).sum();
            averages.push((sum as f64 / places.len() as f64, option));
        }
    }
    if averages.is_empty() {
        return;
    }
    averages.sort_by(|a, b| a.0.total_cmp(&b.0));
    let _ = write!(
        out,
        "```table\ncaption: {}\ncolumns:\n  - Answer\n  - {{name: Average place, type: number}}\nrows:\n",
        quoted(&average_caption(survey))
    );
    for (average, option) in averages {
        let _ = writeln!(out, "  - [{}, {average:.1}]", crate::yaml::in_double_quotes(option));
    }
    out.push_str("```\n\n");
}

fn average_caption(survey: &Survey) -> String {
    format!("{} Average place, where 1 is first", survey.question)
}

/// Which counts can be given: none between 1 and `threshold`, and if only one is kept back, the smallest other one neither.
fn shown(counts: &[usize], threshold: usize) -> Vec<bool> {
    let mut is_shown: Vec<bool> = counts.iter().map(|count| *count == 0 || *count >= threshold).collect();
    if is_shown.iter().filter(|is_shown| !**is_shown).count() == 1 {
        let smallest = (0..counts.len()).filter(|at| is_shown[*at] && counts[*at] > 0).min_by_key(|at| counts[*at]);
        if let Some(at) = smallest {
            is_shown[at] = false;
        }
    }
    is_shown
}

#[cfg(test)]
mod tests {
    use super::{chosen, shown};
    use crate::model::{Survey, SurveyKind};

    #[test]
    fn answers_name_options() {
        let options = ["Warm homes", "Work; paid or not", "Company"].map(str::to_owned).to_vec();
        let survey = Survey { question: "What helps?".to_owned(), kind: SurveyKind::Choose, options };
        assert_eq!(chosen(&survey, "company\nWarm  homes"), Some(vec!["Company", "Warm homes"]));
        assert_eq!(chosen(&survey, "Company; warm homes;"), Some(vec!["Company", "Warm homes"]));
        assert_eq!(chosen(&survey, "Work; paid or not"), Some(vec!["Work; paid or not"]));
        assert_eq!(chosen(&survey, "Company\nCompany"), None);
        assert_eq!(chosen(&survey, "Money"), None);
        assert_eq!(chosen(&survey, ""), None);
    }

    #[test]
    fn small_counts_cannot_be_told_by_subtraction() {
        assert_eq!(shown(&[20, 6, 3], 5), [true, false, false]);
        assert_eq!(shown(&[20, 4, 3], 5), [true, false, false]);
        assert_eq!(shown(&[20, 0, 3], 5), [false, true, false]);
        assert_eq!(shown(&[20, 6, 0], 5), [true, true, true]);
        assert_eq!(shown(&[3], 5), [false]);
    }
}
