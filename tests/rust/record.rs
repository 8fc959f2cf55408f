//! `verify` and `seal`: what was published, and one archive of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::publish::sha256;

use crate::cli::{code, files, scratch, stderr};

fn greenpaper(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// A folder with a strategy that has an earlier version, and its site.
fn built(name: &str) -> PathBuf {
    let folder = scratch(name);
    for arguments in [&["init", "strategy"][..], &["release", "--comments", "First", "--date", "2030-01-01", "--next", "9.9"], &["build"]] {
        let output = greenpaper(&folder, arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
    }
    folder
}

#[test]
fn a_published_site_is_compared_with_its_manifest() {
    let folder = built("verify");
    let output = folder.join("output");
    let intact = greenpaper(&folder, &["verify"]);
    assert_eq!(code(&intact), 0, "{}", stdout(&intact));
    assert!(stdout(&intact).ends_with(" files as built\n"), "{}", stdout(&intact));

    fs::write(output.join("CNAME"), "example.org").expect("written");
    assert_eq!(code(&greenpaper(&folder, &["verify"])), 0);
    assert_eq!(code(&greenpaper(&folder, &["verify", "--strict"])), 1);

    let page = fs::read_to_string(output.join("index.html")).expect("a page");
    // Of the same size.
    fs::write(output.join("index.html"), page.to_uppercase()).expect("written");
    fs::remove_file(output.join("contents.html")).expect("removed");
    fs::remove_file(output.join("manifest.sha256")).expect("removed");
    let found = greenpaper(&folder, &["verify"]);
    assert_eq!(code(&found), 1);
    let said = stdout(&found);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(&lines[..4], ["missing  contents.html", "missing  manifest.sha256", "changed  index.html", "foreign  CNAME"], "{said}");
    assert!(said.ends_with("files as built; 2 missing, 1 changed, 1 not from greenpaper\n"), "{said}");

    assert_eq!(code(&greenpaper(&folder, &["build"])), 0);
    assert_eq!(code(&greenpaper(&folder, &["verify"])), 0, "the next build repairs it");
    let none = greenpaper(&folder, &["verify", "strategy"]);
    assert!(code(&none) == 2 && stderr(&none).contains("has no manifest.json"), "{}", stderr(&none));
}

#[test]
fn checksums_are_those_of_the_files() {
    let output = built("sums").join("output");
    let sums = fs::read_to_string(output.join("manifest.sha256")).expect("checksums");
    assert!(sums.lines().count() > 20);
    for line in sums.lines() {
        let (digest, path) = line.split_once("  ").expect("a digest and a path");
        assert_eq!(sha256(&fs::read(output.join(path)).expect("a file")), digest, "{path}");
    }
    let listed: Vec<&str> = sums.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path).collect();
    let all: Vec<String> = files(&output).into_iter().map(|(path, _)| path).filter(|path| path != "manifest.sha256").collect();
    assert!(all.iter().all(|path| listed.contains(&path.as_str())), "every other file has a checksum");
}

/// The entries of a zip archive without compression: names and contents.
fn entries(zip: &[u8]) -> Vec<(String, Vec<u8>)> {
    let number = |at: usize, length: usize| zip[at..at + length].iter().rev().fold(0, |all, byte| all << 8 | usize::from(*byte));
    let end = zip.len() - 22;
    assert_eq!(&zip[end..end + 4], b"PK\x05\x06");
    let mut at = number(end + 16, 4);
    let mut found = Vec::new();
    while at < end {
        assert_eq!(&zip[at..at + 4], b"PK\x01\x02");
        let (size, length, place) = (number(at + 24, 4), number(at + 28, 2), number(at + 42, 4));
        let name = String::from_utf8(zip[at + 46..at + 46 + length].to_vec()).expect("a name");
        assert_eq!(&zip[place + 30..place + 30 + length], name.as_bytes());
        found.push((name, zip[place + 30 + length..place + 30 + length + size].to_vec()));
        at += 46 + length;
    }
    assert_eq!(found.len(), number(end + 10, 2));
    found
}

#[test]
fn a_sealed_site_is_the_same_everywhere_and_has_everything() {
    let archives = ["seal-one", "seal-two"].map(|name| {
        let folder = built(name);
        fs::write(folder.join("output/CNAME"), "example.org").expect("written");
        let sealed = greenpaper(&folder, &["seal", "record.zip"]);
        assert_eq!(code(&sealed), 0, "{}", stderr(&sealed));
        let bytes = fs::read(folder.join("record.zip")).expect("an archive");
        assert!(stdout(&sealed).starts_with(&sha256(&bytes)), "{}", stdout(&sealed));
        (folder, bytes)
    });
    let [(folder, first), (_, second)] = archives;
    assert!(first == second, "two machines would make different archives");
    let entries = entries(&first);
    for (name, bytes) in &entries {
        let path = name.strip_prefix("site/").map(|path| folder.join("output").join(path));
        let path = path.or_else(|| Some(folder.join("strategy").join(name.strip_prefix("sources/")?))).expect("a known folder");
        assert_eq!(fs::read(&path).ok().as_ref(), Some(bytes), "{name}");
    }
    let has = |name: &str| entries.iter().any(|(known, _)| known == name);
    assert!(has("site/index.html") && has("site/manifest.json") && has("sources/strategy.yaml") && has("sources/archive/0.1/identity.json"));
    assert!(!has("site/CNAME") && entries.iter().any(|(name, _)| name.ends_with(".pdf")));
}

#[test]
fn only_what_was_built_is_sealed() {
    let folder = built("seal-refused");
    let chapter = folder.join("strategy/chapters/01-introduction.md");
    let text = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(&chapter, format!("{text}\nMore.\n")).expect("written");
    let other = greenpaper(&folder, &["seal", "record.zip"]);
    assert!(code(&other) == 2 && stderr(&other).contains("was built from other sources than these"), "{}", stderr(&other));
    fs::write(&chapter, text).expect("written");
    fs::write(folder.join("output/index.html"), "x").expect("written");
    let changed = greenpaper(&folder, &["seal", "record.zip"]);
    assert!(code(&changed) == 2 && stderr(&changed).contains("index.html is missing or was changed"), "{}", stderr(&changed));
    assert!(!folder.join("record.zip").exists());
}
