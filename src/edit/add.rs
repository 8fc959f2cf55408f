//! Adds a chapter or a term, unless that would cause an error.

use std::path::{Path, PathBuf};

use super::new::{Addition, NewChapter, NewTerm, plan_chapter, plan_term};
use super::renumber::{Renumbered, Renumbering};
use crate::diag::{Diagnostic, Severity};
use crate::error::{Error, Refusal};
use crate::model::Draft;
use crate::parse::{self, Loaded};
use crate::pipeline::{self, Inputs};
use crate::read::Overlay;
use crate::span::SourceMap;

/// What was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The file.
    pub path: PathBuf,
    /// The line on which the author continues, counted from 1.
    pub line: usize,
    /// Files and folders that have other numbers now: old and new paths from the strategy's folder.
    pub renamed: Vec<(String, String)>,
    /// How many files have links to them that were changed.
    pub relinked: usize,
}

/// Adds a chapter, or a section of one, to the strategy in `source`. Chapters after it are numbered anew if there is no room for it; links
/// to them are kept, and either everything is done or nothing.
///
/// # Errors
/// If there is no strategy, its settings have errors, or the chapter cannot be added, for example because its title is taken.
pub fn new_chapter(inputs: &Inputs<'_>, source: &Path, order: &NewChapter) -> Result<Added, Error> {
    add(inputs, source, "choose another title", &|draft, map, paths| plan_chapter(draft, map, paths, order))
}

/// Adds a term to the glossary of the strategy in `source`.
///
/// # Errors
/// If there is no strategy, its settings have errors, or the term exists already.
pub fn new_term(inputs: &Inputs<'_>, source: &Path, order: &NewTerm) -> Result<Added, Error> {
    add(inputs, source, "choose other words", &|draft, map, paths| plan_term(draft, map, paths, order))
}

/// Plans an addition, given the draft, its files and the paths in the strategy's folder.
type Plan<'p> = &'p dyn Fn(&Draft, &SourceMap, &[String]) -> Result<Addition, Error>;

/// Writes the planned addition, unless it would cause an error; `advice` then says what to do.
fn add(inputs: &Inputs<'_>, source: &Path, advice: &'static str, plan: Plan<'_>) -> Result<Added, Error> {
    let project = inputs.project;
    let Loaded { sources, draft, diagnostics } = parse::load(project)?;
    let Some(settings) = sources.strategy else { return Err(Refusal::NoStrategy(source.to_owned()).into()) };
    if diagnostics.iter().any(|fault| fault.severity == Severity::Error && fault.span.is_some_and(|span| span.file == settings)) {
        return Err(Refusal::BrokenSettings.into());
    }
    let paths: Vec<String> = project.list()?.into_iter().map(|entry| entry.path).collect();
    let addition = plan(&draft, &sources.map, &paths)?;
    let renumbering = Renumbering::plan(project, addition.renames.clone())?;
    let before = pipeline::faults_before_rules(project)?;
    let edited = renumbering.edits.iter().map(|(path, _, after)| (renumbering.new_path(path), after.clone().into_bytes()));
    let edited = edited.chain([(addition.path.clone(), addition.text.clone().into_bytes())]);
    let after = pipeline::faults_before_rules(&Overlay::new(&Renumbered { project, renumbering: &renumbering }, edited))?;
    // Messages name files, which may have other names.
    let is_renamed = !renumbering.renames.is_empty();
    let is_same = |a: &Diagnostic, b: &Diagnostic| a.rule == b.rule && (is_renamed || a.message == b.message);
    let count = |faults: &[Diagnostic], fault: &Diagnostic| faults.iter().filter(|other| is_same(other, fault)).count();
    let is_new = |fault: &&Diagnostic| fault.severity == Severity::Error && count(&after, fault) > count(&before, fault);
    if let Some(fault) = after.iter().find(is_new) {
        return Err(Refusal::WouldBreak { finding: fault.message.clone(), advice }.into());
    }
    let done = renumbering.carry_out(source)?;
    let path = addition.write(source).inspect_err(|_| done.undo())?;
    Ok(Added { path, line: addition.line, renamed: renumbering.renames, relinked: renumbering.edits.len() })
}
