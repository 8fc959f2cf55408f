//! Rules about the writing: one file for each family, fed by a single walk over each text.

mod echoes;
mod help;
mod levels;
mod rule;
mod rules;
mod suggest;
mod visit;
mod walk;

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache;
use crate::diag::Diagnostic;
use crate::model::{Chapter, Document, PageId, Target};
use crate::span::{FileId, SourceMap, Span};
use crate::text::personal::KnownDetails;

pub use echoes::remove_echoes;
pub use help::Help;
pub use levels::{apply_late, apply_levels};
pub use rule::{Rule, about, overview, rule, rules};

use rules::{FAMILIES, PLACEHOLDERS};
use visit::{Findings, Gathered, Visit};
use walk::Walker;
pub use walk::prepare;

/// Memoised findings of chapters, and what rules about the whole document need from them. Disabled unless
/// [`enabled`](CheckCache::enabled).
#[derive(Debug, Default)]
pub struct CheckCache {
    /// The only other input of rules about a text.
    language: String,
    chapters: cache::Memo<Chapter<Target>, Seen>,
}

/// Findings and collected data of a chapter and its sections.
type Seen = Arc<(Findings, Gathered)>;

impl CheckCache {
    /// An enabled cache.
    #[must_use]
    pub fn enabled() -> Self {
        Self { language: String::new(), chapters: cache::Memo::enabled() }
    }

    /// The results for each chapter; empty if the cache is disabled.
    fn chapters(&mut self, document: &Document, sources: &SourceMap) -> Vec<Seen> {
        if !self.chapters.is_enabled() {
            return Vec::new();
        }
        if self.language != document.settings.language {
            self.language.clone_from(&document.settings.language);
            self.chapters.renew([]);
        }
        let walk = |chapter: &Chapter<Target>| {
            let mut walker = Walker::new(document, sources);
            std::iter::once(chapter).chain(&chapter.sections).for_each(|text| walker.chapter(text));
            Arc::new((walker.findings, walker.gathered))
        };
        let seen = |chapter: &Arc<Chapter<Target>>| self.chapters.get(chapter).map_or_else(|| walk(chapter), Arc::clone);
        let seen: Vec<Seen> = document.chapters.par_iter().map(seen).collect();
        self.chapters.renew(document.chapters.iter().cloned().zip(seen.iter().cloned()));
        seen
    }
}

/// Checks `document`, read from `sources`, against every rule, reusing findings from `cache` for chapters that are unchanged. Findings are unsorted;
/// [`apply_levels()`] sets their severity.
///
/// ```
/// use greenpaper::check::{CheckCache, check};
/// use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
///
/// let folder = StrategyFolder::open("strategy".as_ref())?;
/// let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default())?;
/// let findings = check(&checked.document, &checked.sources, &mut CheckCache::default());
/// assert!(findings.iter().all(|finding| finding.rule != "sentence-length"));
/// # Ok::<(), greenpaper::Error>(())
/// ```
#[must_use]
pub fn check(document: &Document, sources: &SourceMap, cache: &mut CheckCache) -> Vec<Diagnostic> {
    let chapters = cache.chapters(document, sources);
    // Cached chapters have already been walked.
    let is_walked = |page: PageId| cache.chapters.is_enabled() && matches!(page, PageId::Chapter(_) | PageId::Section(..));
    let texts: Vec<&Chapter<Target>> = document.texts().filter(|(page, _)| !is_walked(*page)).map(|(_, text)| text).collect();
    let walk = || Walker::new(document, sources);
    let pages = texts.par_iter().fold(walk, |mut walker, text| {
        walker.chapter(text);
        walker
    });
    let definitions = document.glossary.terms.par_iter().fold(walk, |mut walker, term| {
        walker.definition(term);
        walker
    });
    let seen = pages.chain(definitions).map(|walker| (walker.findings, walker.gathered));
    let (mut findings, mut gathered) = seen.reduce(Default::default, |(mut findings, mut gathered), (found, seen)| {
        findings.extend(found);
        gathered.extend(seen);
        (findings, gathered)
    });
    findings.extend(in_other_files(document, sources));
    for (found, seen) in chapters.iter().map(|seen| &**seen) {
        findings.extend_from_slice(found);
        gathered.extend_from(seen);
    }
    for family in FAMILIES {
        match family.visit {
            Visit::Document(check) => check(document, &gathered, &mut findings),
            Visit::References(check) => check(document, sources, &gathered, &mut findings),
            Visit::Line(_)
            | Visit::Phrases(..)
            | Visit::Blocks(_)
            | Visit::Image(_)
            | Visit::Written(_)
            | Visit::Page(_)
            | Visit::Respondents(_)
            | Visit::Never => {}
        }
    }
    findings
}

/// Personal details on pages about comments, with what is `known` about the people who commented.
pub(crate) fn personal(document: &Document, sources: &SourceMap, known: &KnownDetails) -> Vec<Diagnostic> {
    let mut findings = Findings::new();
    for family in FAMILIES {
        if let Visit::Respondents(check) = family.visit {
            check(document, sources, known, &mut findings);
        }
    }
    findings
}

/// Whether a finding is a placeholder, or a text that says that it is still being written.
#[must_use]
pub fn is_placeholder(finding: &Diagnostic) -> bool {
    PLACEHOLDERS.contains(&finding.rule.as_str())
}

/// Findings in values outside chapters and pages: settings, front matter of the glossary, data files.
fn in_other_files(document: &Document, sources: &SourceMap) -> Findings {
    let mut walker = Walker::new(document, sources);
    let data: HashSet<&str> = document.files.iter().map(String::as_str).collect();
    for (id, file) in sources.iter() {
        let whole = Span::new(id, 0..file.text.len());
        if file.path == "strategy.yaml" {
            walker.written(whole, true);
        } else if data.contains(&*file.path) {
            walker.written(whole, false);
        }
    }
    let glossary: BTreeSet<FileId> = document.glossary.terms.iter().map(|term| term.span.file).collect();
    glossary.into_iter().for_each(|file| walker.front_matter(file));
    walker.findings
}
