//! Adds a chapter or a term, unless that would cause an error.

use std::path::{Path, PathBuf};

use super::new::{Addition, NewChapter, NewTerm, plan_chapter, plan_term};
use crate::diag::{Diagnostic, Severity};
use crate::error::{Error, Refusal};
use crate::model::Draft;
use crate::parse::{self, Loaded};
use crate::pipeline::{self, Inputs};
use crate::read::Overlay;
use crate::span::SourceMap;

/// Adds a chapter, or a section of one, to the strategy in `source`. Returns its file and the line on which its text begins.
///
/// # Errors
/// If there is no strategy, its settings have errors, or the chapter cannot be added, for example because its title is taken.
pub fn new_chapter(inputs: &Inputs<'_>, source: &Path, order: &NewChapter) -> Result<(PathBuf, usize), Error> {
    add(inputs, source, "choose another title", &|draft, map, paths| plan_chapter(draft, map, paths, order))
}

/// Adds a term to the glossary of the strategy in `source`. Returns its file and the line of its definition.
///
/// # Errors
/// If there is no strategy, its settings have errors, or the term exists already.
pub fn new_term(inputs: &Inputs<'_>, source: &Path, order: &NewTerm) -> Result<(PathBuf, usize), Error> {
    add(inputs, source, "choose other words", &|draft, map, paths| plan_term(draft, map, paths, order))
}

/// Plans an addition, given the draft, its files and the paths in the strategy's folder.
type Plan<'p> = &'p dyn Fn(&Draft, &SourceMap, &[String]) -> Result<Addition, Error>;

/// Writes the planned addition, unless it would cause an error; `advice` then says what to do.
fn add(inputs: &Inputs<'_>, source: &Path, advice: &'static str, plan: Plan<'_>) -> Result<(PathBuf, usize), Error> {
    let project = inputs.project;
    let Loaded { sources, draft, diagnostics } = parse::load(project)?;
    let Some(settings) = sources.strategy else { return Err(Refusal::NoStrategy(source.to_owned()).into()) };
    if diagnostics.iter().any(|fault| fault.severity == Severity::Error && fault.span.is_some_and(|span| span.file == settings)) {
        return Err(Refusal::BrokenSettings.into());
    }
    let paths: Vec<String> = project.list()?.into_iter().map(|entry| entry.path).collect();
    let addition = plan(&draft, &sources.map, &paths)?;
    let before = pipeline::faults_before_rules(project)?;
    let after = pipeline::faults_before_rules(&Overlay::new(project, [(addition.path.clone(), addition.text.clone().into_bytes())]))?;
    let is_new = |fault: &&Diagnostic| {
        fault.severity == Severity::Error && !before.iter().any(|known| (known.rule, &known.message) == (fault.rule, &fault.message))
    };
    if let Some(fault) = after.iter().find(is_new) {
        return Err(Refusal::WouldBreak { finding: fault.message.clone(), advice }.into());
    }
    Ok((addition.write(source)?, addition.line))
}
