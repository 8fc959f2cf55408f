//! Comments that nobody has answered, at the passages that they are about.

use super::collate::Input;
use super::passages::Passages;
use super::round::{Entry, Round, Standing};
use crate::diag::{Diagnostic, Severity};
use crate::error::Error;
use crate::model::Document;
use crate::read::{COMMENTS, Project};
use crate::span::SourceMap;
use crate::yaml;

/// The rule of these findings.
const NAME: &str = "open-comment";

/// A finding for each open comment on `document` in the rounds of `project`: at its passage, or nowhere if that is gone. `files` are
/// the paths of all files of comments. A round that is no YAML is left to the commands that read it.
///
/// # Errors
/// If a round cannot be read.
pub(crate) fn open_comments(project: &dyn Project, files: &[String], document: &Document) -> Result<Vec<Diagnostic>, Error> {
    let rounds = files.iter().filter_map(|path| Some((path, path.strip_prefix(COMMENTS)?.strip_prefix('/')?.strip_suffix(".yaml")?)));
    let mut findings = Vec::new();
    let mut passages = None;
    for (path, name) in rounds.filter(|(_, name)| !name.contains('/')) {
        let text = yaml::plain(&project.read(path, Input::LIMIT)?);
        let (mut sources, mut faults) = (SourceMap::default(), Vec::new());
        let file = sources.add(path.clone(), text.clone());
        let Some(round) = Round::read(&text, file, &mut faults) else { continue };
        for entry in round.entries.iter().filter(|entry| entry.standing == Standing::Open) {
            let passages = passages.get_or_insert_with(|| Passages::of(document));
            findings.push(finding(entry, name, passages));
        }
    }
    Ok(findings)
}

fn finding(entry: &Entry, round: &str, passages: &Passages) -> Diagnostic {
    let place = passages.of_comment(entry).map(|passage| passage.span);
    let words: Vec<&str> = entry.text.split_whitespace().take(31).collect();
    let said = match words.len() {
        0 => String::new(),
        31 => format!(": \u{201c}{} \u{2026}\u{201d}", words[..30].join(" ")),
        _ => format!(": \u{201c}{}\u{201d}", words.join(" ")),
    };
    let gone = if place.is_none() { " on a passage that is not here any more" } else { "" };
    let message = format!("a reader\u{2019}s {}{gone}{said}", entry.kind.noun());
    Diagnostic::new(Severity::Info, NAME, place, message)
        .hint(format!("answer it with `greenpaper comments answer {} --round {round}`, or in {COMMENTS}/{round}.yaml", entry.id))
}
