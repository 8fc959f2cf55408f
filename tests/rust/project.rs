//! Strategies in memory, run through the pipeline.

use std::collections::BTreeMap;
use std::ops::Deref;

use greenpaper::Error;
use greenpaper::build::{self, OutputFormat, Sink};
use greenpaper::diag::{self, Style};
use greenpaper::pipeline::{self, Cache, Checked, Comparing, Inputs, Options};
use greenpaper::theme::BuiltInTheme;

pub(crate) use crate::memory::MemoryProject;

/// The strategy.yaml of cases that have none.
pub(crate) const SETTINGS: &str =
    "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: final\ncontact: {email: a@b.org}\nversions:\n  - {version: \"1.0\", date: 2023-03-03}\n";

impl MemoryProject {
    /// The given files, plus a strategy.yaml if they have none.
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        files.entry("strategy.yaml".into()).or_insert_with(|| SETTINGS.into());
        Self(files)
    }
}

/// A strategy, checked by the same pipeline that users run.
pub(crate) struct Built {
    project: MemoryProject,
    pub(crate) checked: Checked,
}

/// Reads and checks a strategy in memory as a build of its site would.
pub(crate) fn draft(project: &MemoryProject) -> Built {
    let options = Options { comparing: Comparing::All(Vec::new()), ..Options::default() };
    let checked = pipeline::run(&inputs(project), &options, &mut Cache::default()).expect("a project in memory can be read");
    Built { project: project.clone(), checked }
}

/// What the pipeline reads of a strategy in memory.
pub(crate) fn inputs(project: &MemoryProject) -> Inputs<'_> {
    Inputs { project, archive: project, themes: &BuiltInTheme }
}

impl Deref for Built {
    type Target = Checked;

    fn deref(&self) -> &Checked {
        &self.checked
    }
}

/// Rendered files by path.
#[derive(Default)]
struct MemorySink(BTreeMap<String, Vec<u8>>);

impl Sink for MemorySink {
    fn keep(&mut self, _: &str, _: &str) -> bool {
        false
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        let doubled = self.0.insert(path.to_owned(), bytes.to_vec());
        assert!(doubled.is_none(), "{path} is written twice");
        Ok(())
    }
}

impl Built {
    pub(crate) fn report(&self) -> String {
        diag::render(&self.diagnostics, &self.sources, Style::Plain)
    }

    /// The website: files by path.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        self.published(&[OutputFormat::Html])
    }

    /// Everything that is published in these formats: files by path.
    pub(crate) fn published(&self, formats: &[OutputFormat]) -> BTreeMap<String, Vec<u8>> {
        let mut sink = MemorySink::default();
        let archived = self.checked.archived.clone();
        let findings = build::render(&inputs(&self.project), &self.checked, archived, formats, &mut sink);
        assert!(findings.expect("a project in memory can be read").is_empty(), "the built-in templates can be filled");
        let findings = build::render_editions(&inputs(&self.project), &self.checked, formats, &mut sink).expect("a project in memory can be read");
        assert!(findings.iter().all(|(_, found)| found.is_empty()), "the built-in templates can be filled");
        sink.0
    }
}
