//! Writes to users' files: all or nothing, with the same permissions, and never through a link.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use greenpaper::Error;
use greenpaper::disk;
use greenpaper::error::Obstacle;

use crate::cli::{code, files, scratch, stderr, text};

fn greenpaper(source: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).args(["--source", text(source)]).output().expect("the program starts")
}

/// A starter strategy whose glossary is one list.
fn started(name: &str) -> PathBuf {
    let source = scratch(name).join("strategy");
    let init = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(["init", text(&source)]).output().expect("the program starts");
    assert_eq!(code(&init), 0);
    let glossary = source.join("glossary");
    fs::remove_dir_all(&glossary).expect("removed");
    fs::create_dir(&glossary).expect("made");
    fs::write(glossary.join("terms.md"), "Health inequalities\n: Differences in health between groups of people.\n").expect("written");
    source
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
}

/// Moves `path` away and puts a link to it in its place; returns where it is now.
fn linked(path: &Path) -> PathBuf {
    let elsewhere = path.with_file_name(".elsewhere");
    fs::rename(path, &elsewhere).expect("moved");
    symlink(".elsewhere", path).expect("linked");
    elsewhere
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().to_string_lossy().into()).collect();
    names.sort();
    names
}

#[test]
fn every_edit_keeps_permissions() {
    let source = started("disk-modes");
    let (terms, chapter, settings) = (source.join("glossary/terms.md"), source.join("chapters/01-introduction.md"), source.join("strategy.yaml"));
    fs::write(&chapter, fs::read_to_string(&chapter).expect("a chapter") + "\nHealth inequalities rose by 20 per cent.\n").expect("written");
    for path in [&terms, &chapter, &settings] {
        set_mode(path, 0o660);
    }
    for arguments in
        [&["new", "term", "Money"][..], &["check", "--fix"], &["release", "--comments", "Agreed", "--next", "9.9", "--allow-placeholders"]]
    {
        let before: Vec<Vec<u8>> = [&terms, &chapter, &settings].iter().map(|path| fs::read(path).expect("a file")).collect();
        let output = greenpaper(&source, arguments);
        assert_eq!(code(&output), 0, "{arguments:?}: {}", stderr(&output));
        let after: Vec<Vec<u8>> = [&terms, &chapter, &settings].iter().map(|path| fs::read(path).expect("a file")).collect();
        assert_ne!(before, after, "{arguments:?} changes a file");
        assert_eq!([&terms, &chapter, &settings].map(|path| mode(path)), [0o660; 3], "{arguments:?}");
    }
}

#[test]
fn a_term_is_not_added_through_a_link() {
    let source = started("disk-term");
    let terms = source.join("glossary/terms.md");
    let elsewhere = linked(&terms);
    let before = fs::read(&elsewhere).expect("the list");
    let output = greenpaper(&source, &["new", "term", "Money"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("terms.md is a link, and links are not replaced: use the file that it leads to"), "{}", stderr(&output));
    assert!(terms.is_symlink() && fs::read(&elsewhere).expect("the list") == before);
    assert_eq!(names(&source.join("glossary")), [".elsewhere", "terms.md"]);
}

#[test]
fn a_release_does_not_replace_a_linked_strategy_yaml() {
    let source = started("disk-release");
    let settings = source.join("strategy.yaml");
    let elsewhere = linked(&settings);
    let before = fs::read(&elsewhere).expect("settings");
    let output = greenpaper(&source, &["release", "--comments", "Agreed"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("strategy.yaml is a link"), "{}", stderr(&output));
    assert!(settings.is_symlink() && fs::read(&elsewhere).expect("settings") == before && !source.join("archive").exists());
}

#[test]
fn a_printed_redline_replaces_nothing_but_a_pdf() {
    let folder = scratch("disk-pdf");
    let print = |pdf: &Path| greenpaper(Path::new("strategy"), &["redline", "3.2", "3.3", "--pdf", text(pdf)]);
    let pdf = folder.join("redline.pdf");
    assert_eq!(code(&print(&pdf)), 0);
    set_mode(&pdf, 0o660);
    assert_eq!(code(&print(&pdf)), 0);
    assert_eq!(mode(&pdf), 0o660);

    let notes = folder.join("notes.txt");
    fs::write(&notes, "Notes.").expect("written");
    let link = folder.join("link.pdf");
    symlink("redline.pdf", &link).expect("linked");
    let before = files(&folder);
    for (place, why) in [(&notes, "is a file of another kind"), (&link, "is a link"), (&folder, "is a folder")] {
        let output = print(place);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
    assert!(files(&folder) == before && link.is_symlink());
    assert_eq!(names(&folder), ["link.pdf", "notes.txt", "redline.pdf"], "temporary files are removed");
}

#[test]
fn a_write_that_fails_leaves_the_old_file() {
    let folder = scratch("disk-full");
    let source = started("disk-full-source");
    let terms = source.join("glossary/terms.md");
    let before = fs::read(&terms).expect("the list");
    // No byte can be written to any file.
    let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" new term Money --source \"$1\"";
    let output = Command::new("sh").args(["-c", limited, env!("CARGO_BIN_EXE_greenpaper"), text(&source)]).output().expect("a shell");
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert_eq!(fs::read(&terms).expect("the list"), before);
    assert_eq!(names(&source.join("glossary")), ["terms.md"]);

    let file = folder.join("a");
    fs::create_dir(&file).expect("made");
    let refused = disk::replace(&file, b"new");
    assert!(matches!(refused, Err(Error::CannotReplace { obstacle: Obstacle::NotAFile, .. })), "{refused:?}");
    assert_eq!(names(&folder), ["a"]);
}

#[test]
fn a_lock_outlives_the_removal_of_its_folder() {
    let folder = scratch("disk-lock").join("staging");
    let first = disk::lock(&folder).expect("locked").expect("free");
    assert!(disk::lock(&folder).expect("asked").is_none(), "the lock is held");
    fs::remove_dir_all(&folder).expect("removed");
    let second = disk::lock(&folder).expect("locked");
    assert!(second.is_some(), "a lock on a removed file excludes nobody");
    drop(first);
    assert!(disk::lock(&folder).expect("asked").is_none(), "the second lock is still held");
}
