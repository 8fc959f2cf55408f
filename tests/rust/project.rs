//! A strategy in memory, and what the library makes of it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use greenpaper::diag::{self, Diagnostic, Style};
use greenpaper::model::{Redline, Version};
use greenpaper::read::{Archive, Entry, Project};
use greenpaper::{Document, Error, Severity, SourceMap, Theme, archive, check, compare, history, html, parse, read, resolve, theme};

pub(crate) use crate::memory::MemoryProject;

/// What stands in for a strategy.yaml that a case does not give.
pub(crate) const SETTINGS: &str =
    "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: final\ncontact: {email: a@b.org}\nversions:\n  - {version: \"1.0\", date: 2023-03-03}\n";

impl MemoryProject {
    /// The files given, and a strategy.yaml if there is none among them.
    pub(crate) fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
        files.entry("strategy.yaml".into()).or_insert_with(|| SETTINGS.into());
        Self(files)
    }
}

impl Archive for MemoryProject {
    fn list(&self) -> Result<Vec<String>, Error> {
        let mut names: Vec<String> = self.0.keys().filter_map(|path| Some(path.strip_prefix("archive/")?.split_once('/')?.0.to_owned())).collect();
        names.dedup();
        Ok(names)
    }

    fn open(&self, version: &str) -> Result<Box<dyn Project>, Error> {
        let folder = format!("archive/{version}/");
        let files = self.0.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.to_owned(), bytes.clone())));
        Ok(Box::new(ArchivedProject(Self(files.collect()), folder.clone())))
    }
}

/// A folder of an archive in memory.
struct ArchivedProject(MemoryProject, String);

impl Project for ArchivedProject {
    fn list(&self) -> Result<Vec<Entry>, Error> {
        Project::list(&self.0)
    }

    fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        self.0.0.get(path).ok_or_else(|| Error::Usage("no such file".into()))?;
        self.0.read(path, limit)
    }

    fn name(&self) -> String {
        self.1.clone()
    }

    fn today(&self) -> jiff::civil::Date {
        self.0.today()
    }
}

/// A strategy that went through every room but `publish`.
pub(crate) struct Built {
    pub(crate) document: Document,
    pub(crate) sources: SourceMap,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) theme: Theme,
    redlines: Vec<Arc<Redline>>,
    past: Vec<(html::Edition, Version, Document)>,
}

/// Reads, parses, resolves and checks.
pub(crate) fn draft(project: &MemoryProject) -> Built {
    let (mut sources, mut diagnostics) = read::read(project).expect("a project in memory can be read");
    let (mut draft, faults) = parse::parse(&sources);
    diagnostics.extend(faults);
    let mut archived = Vec::new();
    if diag::count(&diagnostics, Severity::Error) == 0 {
        let (versions, faults) = archive::look_back(
            project,
            &mut draft,
            &sources.map,
            archive::Stage::Writing,
            &mut archive::Kept::default(),
            &mut history::Hashes::default(),
        )
        .expect("an archive in memory can be listed");
        diagnostics.extend(faults);
        archived = versions;
    } else {
        history::identify(&mut draft, None);
    }
    let redlines = compare::all((&draft, &sources.map), &archived, &[], &mut compare::Kept::default());
    let current = draft.settings.current().version.clone();
    let earlier = archived.into_iter().filter(|earlier| earlier.version != current);
    let past = earlier
        .map(|earlier| (html::Edition::of(&earlier.draft), earlier.version.clone(), resolve::resolve(earlier.draft.clone(), &earlier.sources).0))
        .collect();
    let (document, faults) = resolve::resolve(draft, &sources.map);
    diagnostics.extend(faults);
    diagnostics.extend(check::check(&document));
    let (theme, faults) = theme::load(None, "", &document.settings.language, &mut sources.map);
    diagnostics.extend(faults);
    let mut diagnostics = check::settle(diagnostics, &document.settings.check, &document.allowances);
    diag::sort(&mut diagnostics);
    Built { document, sources: sources.map, diagnostics, theme, redlines, past }
}

impl Built {
    pub(crate) fn report(&self) -> String {
        diag::render(&self.diagnostics, &self.sources, Style::Plain)
    }

    /// All pages by path.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        let files = Mutex::new(BTreeMap::new());
        let emit = |file: html::File| {
            let doubled = files.lock().expect("no thread panics").insert(file.path.clone(), file.bytes);
            assert!(doubled.is_none(), "{} is written twice", file.path);
        };
        let make = |document: &Document, others: html::Others<'_>, folder: &str| {
            let emit = |file: html::File| emit(html::File { path: format!("{folder}{}", file.path), bytes: file.bytes });
            let site = html::Site::new(document, &self.theme, others).expect("the built-in templates compile");
            site.pages(&emit).expect("the built-in templates can be filled");
            site.last_pages(&[], &emit).expect("the built-in templates can be filled");
        };
        let editions: Vec<html::Edition> = self.past.iter().map(|(edition, ..)| edition.clone()).collect();
        make(&self.document, html::Others { redlines: &self.redlines, past: &editions, successor: None }, "");
        let successor = html::Successor::of(&self.document);
        for (_, version, document) in &self.past {
            let others = html::Others { redlines: &[], past: &editions, successor: Some(&successor) };
            make(document, others, &html::Edition::folder(version));
        }
        files.into_inner().expect("no thread panics")
    }
}
