//! The rooms of src/README.md, held to their word.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

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

/// The room that a file of src/ belongs to.
fn room(path: &Path) -> String {
    let relative = path.strip_prefix(root().join("src")).expect("a file of src");
    let first = relative.components().next().expect("a name").as_os_str().to_string_lossy().into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The table of src/README.md: room, what it may import, crates that only it may name.
fn table() -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
    let text = fs::read_to_string(root().join("src/README.md")).expect("src/README.md");
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    let words = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').collect();
        (words(cells[1]).into_iter().next().expect("a room"), (words(cells[2]), words(cells[3])))
    })
    .collect()
}

#[test]
fn rooms_import_what_the_table_allows() {
    let table = table();
    assert!(table.len() > 10, "src/README.md holds the table of rooms");
    let mut faults = Vec::new();
    for path in rust_files(&root().join("src")) {
        let room = room(&path);
        if matches!(room.as_str(), "lib" | "link" | "main" | "cli" | "commands") {
            continue;
        }
        let Some((allowed, _)) = table.get(&room) else {
            faults.push(format!("the room {room} is not in the table"));
            continue;
        };
        let text = fs::read_to_string(&path).expect("a source file");
        for piece in text.split("crate::").skip(1) {
            let name: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if name != room && table.contains_key(&name) && !allowed.contains(&name) {
                faults.push(format!("{} imports crate::{name}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn crates_are_named_only_in_their_rooms() {
    let table = table();
    let mut faults = Vec::new();
    for path in rust_files(&root().join("src")) {
        let room = room(&path);
        let text = fs::read_to_string(&path).expect("a source file");
        for (owner, (_, crates)) in &table {
            for name in crates.iter().filter(|_| *owner != room) {
                if text.contains(&format!("{name}::")) && !table.iter().any(|(other, (_, crates))| *other == room && crates.contains(name)) {
                    faults.push(format!("{} names {name}, which belongs to {owner}", path.display()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
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
fn languages_have_the_same_words_and_templates_have_none() {
    let folder = root().join("themes/default");
    let keys = |name: &str| -> BTreeMap<String, BTreeSet<String>> {
        let text = fs::read_to_string(folder.join("strings").join(name)).expect("a file of strings");
        let words: BTreeMap<String, String> = serde_saphyr::from_str(&text).expect("strings are YAML");
        let places = |text: &str| text.split('{').skip(1).filter_map(|piece| piece.split_once('}')).map(|(name, _)| name.to_owned()).collect();
        words.iter().map(|(key, text)| (key.clone(), places(text))).collect()
    };
    assert_eq!(keys("en.yaml"), keys("cy.yaml"), "same keys, same places to fill");
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
