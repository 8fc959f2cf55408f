//! Edits to an author's files: starter strategies, new chapters and terms, workflows, copies of the theme, releases and automatic
//! fixes.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room writes authors' files")]

mod add;
mod ci;
mod fix;
mod new;
mod release;
mod renumber;
mod rows;
mod undo;
mod version;

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::disk;
use crate::error::{Error, Refusal};
use crate::read;
use crate::schema;
use crate::theme;

pub use add::{Added, new_chapter, new_term};
pub use ci::{CodeHost, Install, add_workflow, refuse_workflow};
pub use fix::{FileFixes, Fix, Fixes, Left, fixes};
pub use new::{NewChapter, NewTerm, Position};
pub use release::{DiskStep, Recovery, VersionEdit, add_row, close_row, recover};
pub use undo::{Undo, undo_release};
pub use version::{Opening, Release, open_version, release};

/// A small strategy that builds without warnings.
static STARTER: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/edit/starter");

/// The author's guide, copied into every new strategy.
const GUIDE: &str = include_str!("../strategy/README.md");
/// The sentence in it that is about the sample strategy only.
const OF_THE_SAMPLE: &str = "Sample text written for this tool from published facts. It is not the partnership's own document.\n\n";
/// A task for Visual Studio Code that checks the strategy, with a matcher for `--report lines`.
const TASKS: &str = include_str!("edit/vscode/tasks.json");

/// For teams that use Git: line ends are the same on every system, and archived versions are kept as they are.
const GIT_ATTRIBUTES: &str = "* text=auto eol=lf\narchive/** -text\n";
/// What is made from the strategy again at any time.
const GIT_IGNORE: &str = "output/\narchive/.release/\n";

/// Writes a starter strategy into `folder`, dated `today`, with the author's guide and a task for Visual Studio Code. Returns the paths of the files.
///
/// # Errors
/// If the folder is not empty or cannot be written.
pub fn init(folder: &Path, today: jiff::civil::Date) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    let files = files.into_iter().map(|(path, bytes)| {
        let text = String::from_utf8_lossy(bytes).replace("{today}", &today.to_string());
        (path, text.into_bytes())
    });
    start(folder, files.collect())
}

/// Writes the files of a new strategy into `folder`, with the author's guide, schemas and a task for Visual Studio Code. Returns the paths of all files.
///
/// # Errors
/// If the folder is not empty or cannot be written.
pub fn start(folder: &Path, mut files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<PathBuf>, Error> {
    files.push((PathBuf::from("README.md"), GUIDE.replacen(OF_THE_SAMPLE, "", 1).into_bytes()));
    files.push((PathBuf::from(".vscode/tasks.json"), TASKS.as_bytes().to_vec()));
    files
        .extend([(".gitattributes", GIT_ATTRIBUTES), (".gitignore", GIT_IGNORE)].map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())));
    files.extend(schema::Kind::ALL.map(|kind| (PathBuf::from(schema_path(kind)), kind.schema().into_bytes())));
    write_new(folder, files)
}

/// The path of a schema in a strategy's folder.
fn schema_path(kind: schema::Kind) -> String {
    format!("{}/{}.json", schema::FOLDER, kind.name())
}

/// Writes all schemas into the strategy in `source`, replacing old ones. Returns the paths of the files.
///
/// # Errors
/// If there is no strategy, or they cannot be written.
pub fn write_schemas(source: &Path) -> Result<Vec<PathBuf>, Error> {
    if !source.join(read::SETTINGS).is_file() {
        return Err(Refusal::NoStrategy(source.to_owned()).into());
    }
    disk::create_folder(&source.join(schema::FOLDER))?;
    let write = |kind: schema::Kind| {
        let place = source.join(schema_path(kind));
        disk::replace(&place, kind.schema().as_bytes()).map(|()| place)
    };
    schema::Kind::ALL.into_iter().map(write).collect()
}

/// Copies the built-in theme into `folder` as a starting point for a new one. Returns the paths of the files.
///
/// # Errors
/// If the folder is not empty or cannot be written.
pub fn new_theme(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let files = theme::built_in_files().into_iter().map(|(path, bytes)| (PathBuf::from(path), bytes.to_vec()));
    write_new(folder, files.collect())
}

fn collect(dir: &'static Dir<'static>, into: &mut Vec<(PathBuf, &'static [u8])>) {
    into.extend(dir.files().map(|file| (file.path().to_owned(), file.contents())));
    dir.dirs().for_each(|dir| collect(dir, into));
}

fn write_new(folder: &Path, files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<PathBuf>, Error> {
    let is_taken = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some());
    if is_taken || folder.is_file() {
        return Err(Refusal::FolderNotEmpty(folder.to_owned()).into());
    }
    let write = |(path, bytes): (PathBuf, Vec<u8>)| {
        let place = folder.join(path);
        disk::create(&place, &bytes).map(|()| place)
    };
    files.into_iter().map(write).collect()
}
