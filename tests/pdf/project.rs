//! Strategies in memory, run through the pipeline and laid out.

use std::collections::HashMap;
use std::path::Path;

use greenpaper::Error;
use greenpaper::diag::{self, Diagnostic};
use greenpaper::layout::{self, Kid, LeafId, Paged, PrintSize, Shape, TagId};
use greenpaper::model::Document;
use greenpaper::pipeline::{self, Cache, Checked, Inputs, Options};
use greenpaper::theme::{Theme, Themes};

/// The settings of a strategy that says nothing special.
pub(crate) const SETTINGS: &str =
    "title: A plan\npublisher: A council\nlanguage: en-GB\nstatus: draft\nversions:\n  - {version: \"1.0\", date: 2024-05-01}\n";

pub(crate) use crate::memory::MemoryProject as Files;

impl Files {
    /// A strategy with these settings and one chapter.
    pub(crate) fn chapter(settings: &str, body: &str) -> Self {
        let mut files = Self::default();
        files.add("strategy.yaml", settings);
        files.add("chapters/01-case.md", format!("---\ntitle: Case\nnumber: none\n---\n\n{body}"));
        files
    }

    /// The files below a folder of this repository.
    pub(crate) fn folder(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        let mut files = Self::default();
        for entry in walkdir::WalkDir::new(&root).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
            files.add(&path, std::fs::read(entry.path()).expect("readable"));
        }
        files
    }

    pub(crate) fn add(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        self.0.insert(path.to_owned(), bytes.as_ref().to_vec());
    }
}

/// The folder of a strategy's own theme.
const THEME: &str = "theme/";

impl Themes for Files {
    fn open(&self, _: &str) -> Result<Option<(Vec<(String, Vec<u8>)>, String)>, Error> {
        let files = self.0.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(THEME)?.to_owned(), bytes.clone())));
        Ok(Some((files.collect(), THEME.to_owned())))
    }
}

/// A strategy, laid out.
pub(crate) struct Print {
    pub(crate) document: Document,
    pub(crate) theme: Theme,
    pub(crate) paged: Paged,
    /// Findings of the theme and of print.
    pub(crate) faults: Vec<Diagnostic>,
}

/// Lays a strategy out, in the theme of its folder `theme/` if it has one.
pub(crate) fn print(files: &Files, large: bool) -> Print {
    let (own, strategy) = files.0.clone().into_iter().partition(|(path, _)| path.starts_with(THEME));
    let (own, strategy) = (Files(own), Files(strategy));
    let theme = (!own.0.is_empty()).then(|| THEME.to_owned());
    let inputs = Inputs { project: &strategy, archive: &strategy, themes: &own };
    let options = Options { theme, ..Options::default() };
    let checked = pipeline::run(&inputs, &options, &mut Cache::default()).expect("files in memory can be read");
    let Checked { document, theme, diagnostics, sources, .. } = checked;
    let mut faults: Vec<_> = diagnostics.into_iter().filter(|finding| finding.rule == "theme").collect();
    let pictures = |path: &str| strategy.0.get(path).cloned();
    let (paged, more) = layout::lay_out(&document, &theme, &PrintSize { large }, None, &pictures);
    let looked_over = layout::faults(&document, &sources, &theme, &PrintSize { large }, &pictures);
    assert_eq!(sorted(looked_over), sorted(more.clone()), "what a look finds is what laying out finds");
    faults.extend(more);
    Print { document, theme, paged, faults }
}

/// As reports have them: in order, each once.
fn sorted(mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diag::sort(&mut faults);
    faults.dedup();
    faults
}

/// The characters of each leaf, in the order of the pages.
pub(crate) fn leaf_texts(paged: &Paged) -> HashMap<LeafId, String> {
    let mut texts: HashMap<LeafId, String> = HashMap::new();
    for page in &paged.pages {
        for (leaf, item) in &page.content {
            let text = texts.entry(*leaf).or_default();
            match &item.shape {
                Shape::Text(run) => text.push_str(&run.text),
                Shape::Path(_) | Shape::Group(_) | Shape::Bitmap(..) | Shape::Rectangle(..) => {}
            }
        }
    }
    texts
}

/// All characters below a tag, in reading order.
pub(crate) fn text_below(paged: &Paged, tag: TagId, texts: &HashMap<LeafId, String>, into: &mut String) {
    for kid in &paged.tags.tag(tag).kids {
        match kid {
            Kid::Tag(kid) => text_below(paged, *kid, texts, into),
            Kid::Leaf(leaf) => into.push_str(texts.get(leaf).map_or("", String::as_str)),
        }
    }
    if matches!(paged.tags.tag(tag).role.name(), "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "Lbl" | "TD" | "TH" | "Caption") {
        into.push(' ');
    }
}
