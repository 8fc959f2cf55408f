//! The preview shows exactly what a build publishes, after any edits.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use greenpaper::build::{Order, OutputFormat, build};
use greenpaper::diag::{self, Style};
use greenpaper::live_site::LiveSite;
use greenpaper::pipeline::{self, Cache, Comparing, Options, StrategyFolder};
use greenpaper::read::FsProject;
use proptest::prelude::*;

use crate::cli::{scratch, text};

/// A strategy with an archived version, an edition in another language, a glossary, a folder chapter, a transcript and data.
fn strategy(name: &str) -> PathBuf {
    let source = scratch(&format!("live-site-{name}")).join("strategy");
    let run = |arguments: &[&str]| {
        let done = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).output().expect("the program starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    run(&["init", text(&source)]);
    let settings = source.join("strategy.yaml");
    let text_of = fs::read_to_string(&settings).expect("read");
    fs::write(&settings, format!("{text_of}\neditions:\n  cy: {{title: Ein cynllun}}\n")).expect("written");
    let files = [
        ("chapters.cy/01-introduction.md", "---\ntitle: Cyflwyniad\nversion: \"0.1\"\ntranslates: \"0.1\"\n---\nRydym yn cynllunio.\n"),
        ("glossary.cy/terms.md", "Papur gwyrdd, papurau gwyrdd\n: Testun i'w drafod.\n"),
        ("chapters/03-parts/index.md", "---\ntitle: Parts\nversion: \"0.1\"\n---\nIn two parts. See [a heading](01-first.md#a-heading).\n"),
        (
            "chapters/03-parts/01-first.md",
            "---\ntitle: First part\nversion: \"0.1\"\n---\nThe first.\n\n## A heading\n\nA note.[^1]\n\n[^1]: A foot.\n",
        ),
        (
            "chapters/03-parts/02-second.md",
            "---\ntitle: Second part\nversion: \"0.1\"\naliases: [old-address.html]\n---\nThe second. See [[Parts]].\n",
        ),
        ("glossary/terms.md", "Green paper (GP), discussion paper\n: A text to discuss.\n\nFirst part\n: A part of [[green paper]].\n"),
        ("pages/talks/talk.md", "---\ntitle: A talk\n---\nWords of a green paper.\n"),
        ("pages/map.md", "---\ntitle: A map\n---\nHere it is: ![A dot](../images/dot.svg)\n"),
        ("images/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>"),
    ];
    for (path, text) in files {
        write(&source.join(path), text);
    }
    run(&["release", "--source", text(&source), "--comments", "The first", "--next", "0.2"]);
    source
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    fs::write(path, text).expect("written");
}

/// An edit by an author between two requests.
#[derive(Debug, Clone)]
enum Edit {
    Append(usize, usize),
    Replace(usize, &'static str, &'static str),
    Move(usize, &'static str),
    Remove(usize),
    Add(&'static str, &'static str),
    Restore,
}

const FILES: [&str; 9] = [
    "chapters/01-introduction.md",
    "chapters/02-our-priorities.md",
    "chapters/03-parts/01-first.md",
    "chapters/03-parts/02-second.md",
    "chapters/03-parts/index.md",
    "glossary/terms.md",
    "pages/map.md",
    "pages/talks/talk.md",
    "strategy.yaml",
];

const PIECES: [&str; 12] = [
    "\nA sentence about a green paper and GPs.\n",
    "\n## A heading\n\nBelow it.\n",
    "\nSee [the map](../pages/map.md) and [[First part]].\n",
    "\nSee [nothing](nothing.md).\n",
    "\n![A dot](../images/dot.svg)\n",
    "\n![A square](../images/square.svg)\n",
    "\n> [!note] Mind this\n> It is a note on the discussion paper.\n",
    "\n```stats\n- {value: 1, label: one green paper}\n```\n",
    "\nAnother term\n: What it means.\n",
    "\n| a | b |\n|---|---|\n| 1 | GP |\n",
    "\n<!-- greenpaper: allow long-sentence because it is quoted -->\n\nShort.\n",
    "\nA note.[^9]\n\n[^9]: Of a green paper.\n",
];

fn edit() -> impl Strategy<Value = Edit> {
    let file = 0..FILES.len();
    prop_oneof![
        6 => (0..FILES.len() - 1, 0..PIECES.len()).prop_map(|(file, piece)| Edit::Append(file, piece)),
        3 => (file.clone(), prop::sample::select(vec![
            ("title: ", "title: New "), ("green paper", "white paper"), ("0.1", "0.2"), ("Green paper", "Pink paper"), ("## A heading", "## Other"),
            ("status: draft", "status: final"), ("language: en-GB", "language: cy"), ("title:", "titel:"), ("---\n", "---\nnumber: none\n"),
            ("status: draft", "numbering: paragraphs\nstatus: draft"), ("status: draft", "glossary: {link: first-in-document}\nstatus: draft"),
            ("status: draft", "check: {long-sentence: error}\nstatus: draft"), ("\n\n", "\n\nIn between.\n\n"), (": A text", ": A longer text"),
        ])).prop_map(|(file, (from, to))| Edit::Replace(file, from, to)),
        1 => (0..4usize, prop::sample::select(vec!["chapters/00-before.md", "chapters/09-after.md", "pages/apart.md"])).prop_map(|(file, to)| Edit::Move(file, to)),
        1 => file.prop_map(Edit::Remove),
        1 => prop::sample::select(vec![
            ("chapters/00-new.md", "---\ntitle: Quite new\nversion: \"0.2\"\n---\nOf a green paper.\n"),
            ("images/square.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>"),
            ("images/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 9\"><circle r=\"4\"/></svg>"),
            ("archive/0.1/chapters/01-introduction.md", "---\ntitle: Introduction\n---\nChanged by hand.\n"),
        ]).prop_map(|(path, text)| Edit::Add(path, text)),
        2 => Just(Edit::Restore),
    ]
}

fn carry_out(edit: &Edit, source: &Path, first: &Path) {
    match edit {
        Edit::Append(file, piece) => {
            let path = source.join(FILES[*file]);
            if let Ok(before) = fs::read_to_string(&path) {
                write(&path, &format!("{before}{}", PIECES[*piece]));
            }
        }
        Edit::Replace(file, from, to) => {
            let path = source.join(FILES[*file]);
            if let Ok(before) = fs::read_to_string(&path) {
                write(&path, &before.replacen(from, to, 1));
            }
        }
        Edit::Move(file, to) => drop(fs::rename(source.join(FILES[*file]), source.join(to))),
        Edit::Remove(file) => drop(fs::remove_file(source.join(FILES[*file]))),
        Edit::Add(path, text) => write(&source.join(path), text),
        Edit::Restore => {
            fs::remove_dir_all(source).expect("removed");
            copy(first, source);
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let place = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            fs::copy(path, place).expect("copied");
        }
    }
}

/// All files that a fresh build publishes, by path, or `None` if it refuses; and its report.
fn built(source: &Path) -> (Option<BTreeMap<String, Vec<u8>>>, String) {
    let output = source.with_file_name("output");
    let _ = fs::remove_dir_all(&output);
    let order = Order {
        source: source.to_owned(),
        output: output.clone(),
        theme: None,
        formats: vec![OutputFormat::Html],
        strict: false,
        since: Vec::new(),
        host: None,
    };
    let folder = StrategyFolder::open(source).expect("a folder");
    let (checked, summary) = build(&folder.inputs(), &order).expect("the folder can be read");
    let said = diag::render(&checked.diagnostics, &checked.sources, Style::Plain);
    let mut files = BTreeMap::new();
    if summary.is_some() {
        gather(&output, &output, &mut files);
        files.remove("manifest.json");
        files.remove("manifest.sha256");
    }
    (summary.map(|_| files), said)
}

fn gather(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            gather(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(&path).expect("read"));
        }
    }
}

/// Checks that an incremental draft has the same report and pages as a fresh build.
fn same_as_built(source: &Path, cache: &mut Cache) -> Result<(), TestCaseError> {
    let options = Options { comparing: Comparing::All(Vec::new()), ..Options::default() };
    let folder = StrategyFolder::open(source).expect("a folder");
    let checked = pipeline::run(&folder.inputs(), &options, cache).expect("the folder can be read");
    let (files, said) = built(source);
    prop_assert_eq!(diag::render(&checked.diagnostics, &checked.sources, Style::Plain), said);
    prop_assert_eq!(checked.has_errors(), files.is_none());
    if let Some(files) = files {
        let project = Arc::new(FsProject::open(source).expect("a folder"));
        let live_site = LiveSite::new(project, checked).expect("the folder can be read");
        for (path, bytes) in files {
            let shown = live_site.file(&path, &[]).expect("the built-in templates can be filled");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            prop_assert_eq!(shown.map(|shown| text(&shown)), Some(text(&bytes)), "{}", path);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn a_live_site_is_what_a_build_publishes_after_any_edits(edits in prop::collection::vec(edit(), 1..8)) {
        let source = strategy("edits");
        let first = source.with_file_name("first");
        copy(&source, &first);
        let mut cache = Cache::with_chapters();
        same_as_built(&source, &mut cache)?;
        for edit in &edits {
            carry_out(edit, &source, &first);
            same_as_built(&source, &mut cache)?;
        }
    }
}
