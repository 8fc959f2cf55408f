//! Holds the code to the table of rooms in src/README.md, and documents to the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

mod planted;
mod rules;
mod sources;

use rules::Table;
use sources::{Sources, circles};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Every file of src/ with its text, by path from there.
fn texts() -> BTreeMap<String, String> {
    let folder = root().join("src");
    let entry = |path: PathBuf| {
        let name = path.strip_prefix(&folder).expect("a file of src").to_string_lossy().replace('\\', "/");
        (name, fs::read_to_string(&path).expect("a source file"))
    };
    rust_files(&folder).into_iter().map(entry).collect()
}

fn sources() -> &'static Sources {
    static SOURCES: LazyLock<Sources> = LazyLock::new(|| Sources::new(texts().iter().map(|(path, text)| (path.as_str(), text.as_str()))));
    &SOURCES
}

fn table() -> Table {
    Table::parse(&fs::read_to_string(root().join("src/README.md")).expect("src/README.md"))
}

fn holds(offences: &[String]) {
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn rooms_use_what_the_table_allows() {
    holds(&rules::arrows(sources(), &table()));
}

#[test]
fn the_table_has_no_idle_entry() {
    holds(&rules::idle(sources(), &table()));
}

/// Rooms whose files still go in circles or match with a wildcard.
const NOT_YET: [&str; 0] = [];

fn is_exempt(offence: &str) -> bool {
    let places = offence.lines().map(str::trim).filter(|line| line.contains(".rs:"));
    places.clone().next().is_some() && places.into_iter().all(|line| NOT_YET.contains(&sources::room(line.split(':').next().unwrap_or(""))))
}

#[test]
fn nothing_goes_in_circles() {
    holds(&rules::circles_of_files(sources()).into_iter().filter(|offence| !is_exempt(offence)).collect::<Vec<_>>());
    holds(&rules::circles_of_folders(sources()));
    holds(&rules::circles_of_rooms(sources()));
}

#[test]
fn crates_are_named_only_in_their_rooms() {
    holds(&rules::crates(sources(), &table()));
}

#[test]
fn disk_clock_and_environment_are_touched_only_where_the_table_says() {
    holds(&rules::touches(sources(), &table()));
}

#[test]
fn every_kind_of_block_and_inline_is_listed() {
    holds(&rules::wildcards(sources()).into_iter().filter(|offence| !is_exempt(offence)).collect::<Vec<_>>());
}

#[test]
fn files_are_short() {
    let long = texts().into_iter().map(|(path, text)| (path, text.lines().count())).filter(|(_, lines)| *lines > 500);
    holds(&long.map(|(path, lines)| format!("{path} has {lines} lines: divide it")).collect::<Vec<_>>());
}

/// Prints rooms, arrows and circles: `cargo test --test all architecture::print -- --ignored --nocapture`.
#[test]
#[ignore = "prints, and checks nothing"]
#[allow(clippy::print_stdout)]
fn print() {
    let sources = sources();
    let arrows = sources.room_arrows();
    let rooms: BTreeSet<&str> = sources.files.iter().map(|file| sources::room(&file.path)).collect();
    for room in &rooms {
        let files = sources.files.iter().filter(|file| sources::room(&file.path) == *room).count();
        let uses: Vec<&str> = arrows.keys().filter(|(from, _)| from == room).map(|(_, to)| to.as_str()).collect();
        println!("{room} ({files} files): {}", uses.join(", "));
    }
    let between_files = circles(sources.arrows().into_keys());
    println!("{} rooms, {} arrows between rooms", rooms.len(), arrows.len());
    println!("circles between files: {}; between rooms: {}", between_files.len(), circles(arrows.into_keys()).len());
    for circle in between_files {
        println!("  {}", circle.into_iter().map(|file| sources.files[file].path.as_str()).collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn paths_named_in_documents_exist() {
    let mut faults = Vec::new();
    for name in ["README.md", "src/README.md", "themes/README.md", "tests/README.md", "tests/bench/README.md"] {
        let text = fs::read_to_string(root().join(name)).expect("a document");
        for word in text.split('`').skip(1).step_by(2) {
            let is_path =
                ["src/", "tests/", "themes/", "strategy/"].iter().any(|folder| word.starts_with(folder)) && !word.contains(['{', ' ', '*', '…']);
            let is_pattern = word.chars().any(|c| c.is_uppercase()) && !word.contains("README") && !word.contains("PDF_UA");
            if is_path && !is_pattern && !root().join(word).exists() {
                faults.push(format!("{name} names {word}, which does not exist"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_dependency_pulls_in_syntect() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock");
    assert!(!lock.contains("name = \"syntect\""));
}

#[test]
fn templates_have_no_words() {
    let folder = root().join("themes/default");
    for entry in fs::read_dir(folder.join("templates")).expect("templates") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a template");
        assert_eq!(words_of(&text), Vec::<String>::new(), "{} holds words", path.display());
    }
}

/// Words that a template shows: what is left without tags, expressions and comments.
fn words_of(template: &str) -> Vec<String> {
    let mut text = template.to_owned();
    for (open, close) in [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<", ">")] {
        while let Some(start) = text.find(open) {
            let end = text[start..].find(close).map_or(text.len(), |at| start + at + close.len());
            text.replace_range(start..end, " ");
        }
    }
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).map(str::to_owned).collect()
}
