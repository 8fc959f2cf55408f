//! Cases as files: `NAME.case` contains the files of a small strategy, `NAME.expected` the result.
//!
//! `UPDATE=1 cargo test cases` rewrites the expected files; read the difference before you commit it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use greenpaper::archive;
use greenpaper::model::{RawHtml, Version, VersionRow};
use greenpaper::read::Archive;
use greenpaper::span::{FileId, Span};

use crate::project::{MemoryProject, SETTINGS, draft};

const MARK: &str = "=== ";

#[test]
fn reading() {
    run("reading", false);
}

#[test]
fn versions() {
    run("versions", false);
}

#[test]
fn glossary() {
    run("glossary", true);
}

#[test]
fn resolving() {
    run("resolving", true);
}

#[test]
fn check() {
    run("check", false);
}

#[test]
fn html() {
    run("html", true);
}

#[test]
fn redlines() {
    run("redlines", true);
}

#[test]
fn sites() {
    run("sites", true);
}

/// Runs every case of a folder; `with_pages` also compares the main parts of chapters and pages.
fn run(folder: &str, with_pages: bool) {
    each_case(folder, |text| outcome(text, with_pages));
}

/// The paths of the cases of a folder, sorted.
fn cases_in(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut cases: Vec<PathBuf> = fs::read_dir(&folder).expect("the folder of cases").map(|entry| entry.expect("an entry").path()).collect();
    cases.retain(|path| path.extension().is_some_and(|ending| ending == "case"));
    cases.sort();
    assert!(!cases.is_empty(), "{} holds no case", folder.display());
    cases
}

/// Hands over every case of a folder.
pub(crate) fn each_input(folder: &str, mut test: impl FnMut(&str)) {
    cases_in(folder).iter().for_each(|case| test(&fs::read_to_string(case).expect("a case is text")));
}

/// Compares the outcome of every case of a folder with the expected one.
pub(crate) fn each_case(folder: &str, outcome: impl Fn(&str) -> String) {
    each_case_as(folder, "expected", outcome);
}

/// The same; the expected result is next to each case, under its name with `ending`.
pub(crate) fn each_case_as(folder: &str, ending: &str, outcome: impl Fn(&str) -> String) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut differing = Vec::new();
    for case in cases_in(folder) {
        let text = fs::read_to_string(&case).expect("a case is text");
        let got = outcome(&text);
        let beside = case.with_extension(ending);
        if update {
            fs::write(&beside, &got).expect("the expected file can be written");
        } else if fs::read_to_string(&beside).unwrap_or_default() != got {
            differing.push(format!("{}\n--- got ---\n{got}", case.display()));
        }
    }
    assert!(differing.is_empty(), "{} cases differ:\n{}", differing.len(), differing.join("\n"));
}

/// The outcome of the case `text`: diagnostics, then the pages that its author wrote.
fn outcome(text: &str, with_pages: bool) -> String {
    let mut project = project(text);
    release(&mut project, text);
    let built = draft(&project);
    let mut outcome = format!("{MARK}diagnostics\n{}", built.report());
    if !with_pages || built.diagnostics.iter().any(|diagnostic| diagnostic.severity == greenpaper::Severity::Error) {
        return outcome;
    }
    let generated = ["404", "accessibility", "contents", "downloads", "document", "index", "search", "reading-settings", "versions"];
    for (path, bytes) in built.site() {
        let is_own = !text.contains("# shows only\n") && path.ends_with(".html") && !generated.iter().any(|name| path == format!("{name}.html"));
        let is_asked_for = text.contains(&format!("# shows {path}\n"));
        if is_asked_for || (is_own && path != "glossary.html") {
            let html = String::from_utf8(bytes).expect("pages are UTF-8");
            let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once('>')).and_then(|(_, rest)| rest.split_once("</main>"));
            let main = main.map_or(html.as_str(), |(main, _)| main);
            let main = main.replace("><", ">\n<");
            let main = if text.contains("# shows identities\n") { main } else { without_identities(&main) };
            writeln!(outcome, "{MARK}{path}\n{main}").expect("writing to a string cannot fail");
        }
    }
    outcome
}

/// The strategy of the case `text`.
pub(crate) fn project(text: &str) -> MemoryProject {
    let files = files(text);
    MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())))
}

/// Gives each archived version of the case `text` the identity.json that a release would have written, unless the case
/// has its own or says `# without identity.json`; then makes the changes by hand that it asks for (`=== by hand PATH`).
pub(crate) fn release(project: &mut MemoryProject, text: &str) {
    let names = Archive::list(project).expect("an archive in memory can be listed");
    for (at, name) in names.iter().enumerate() {
        project.0.entry(format!("archive/{name}/strategy.yaml")).or_insert_with(|| SETTINGS.replace("1.0", name).into());
        let path = format!("archive/{name}/identity.json");
        if project.0.contains_key(&path) || text.contains("# without identity.json") {
            continue;
        }
        let rows: Vec<VersionRow> = names[..at].iter().filter_map(|name| row(name)).collect();
        let (earlier, _) = archive::open(project, &rows.iter().collect::<Vec<_>>(), RawHtml::Report);
        let version = project.open(name).expect("a version in memory can be opened");
        let identity = archive::freeze(&*version, &earlier).expect("a version in memory can be read");
        project.0.insert(path, archive::to_json(&identity));
    }
    let by_hand: Vec<String> = project.0.keys().filter(|path| path.starts_with("by hand ")).cloned().collect();
    for path in by_hand {
        let bytes = project.0.remove(&path).unwrap_or_default();
        let path = path.trim_start_matches("by hand ");
        if bytes.is_empty() {
            project.0.remove(path);
        } else {
            project.0.insert(path.to_owned(), bytes);
        }
    }
}

fn row(version: &str) -> Option<VersionRow> {
    let span = Span::new(FileId(0), 0..0);
    Some(VersionRow { version: Version::parse(version)?, date: jiff::civil::date(2023, 1, 1), comments: None, audience: None, span })
}

/// Removes the identities of blocks: they would be noise in every case but one.
fn without_identities(html: &str) -> String {
    let mut pieces = html.split(" id=");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let end = piece.strip_prefix('"').map_or_else(|| piece.find([' ', '>']), |rest| rest.find('"').map(|at| at + 2)).unwrap_or(0);
        let name = piece[..end].trim_matches('"');
        let is_identity = name.rsplit("--").next().is_some_and(|last| last.starts_with("p_") && last.len() == 10);
        if !is_identity {
            plain.push_str(" id=");
            plain.push_str(&piece[..end]);
        }
        plain.push_str(&piece[end..]);
    }
    plain
}

/// Replaces characters written as `⟨U+0085⟩`.
fn with_characters(line: &str) -> String {
    let mut pieces = line.split("⟨U+");
    let mut whole = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        let (code, rest) = piece.split_once('⟩').expect("a bracket that closes");
        whole.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("the number of a character"));
        whole.push_str(rest);
    }
    whole
}

/// The files of a case. Invisible characters are written so: `⟨CR⟩`, `⟨TAB⟩`, `⟨BOM⟩`, `⟨U+0085⟩`, and `⟨FF⟩` for that byte.
pub(crate) fn files(text: &str) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for line in text.split_inclusive('\n') {
        if let Some(path) = line.strip_prefix(MARK) {
            files.push((with_characters(path.trim()), Vec::new()));
        } else if let Some((_, bytes)) = files.last_mut() {
            let line = line.replace("⟨CR⟩", "\r").replace("⟨TAB⟩", "\t").replace("⟨BOM⟩", "\u{feff}");
            let line = with_characters(&line);
            // 0xFF never occurs in UTF-8.
            for (at, piece) in line.split("⟨FF⟩").enumerate() {
                if at > 0 {
                    bytes.push(0xff);
                }
                bytes.extend_from_slice(piece.as_bytes());
            }
        }
    }
    files
}
