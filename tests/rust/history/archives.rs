//! Archives that earlier releases of the program made: every identity in them must hold for ever.
//!
//! Each folder of tests/cases/archives is named after the release that wrote it, and is never rewritten.

use std::fs;
use std::path::Path;

use greenpaper::history::{Identity, identify};
use greenpaper::parse;
use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
use greenpaper::read::{Archive as _, FolderArchive};

fn strategies() -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/archives");
    let strategies: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    assert!(!strategies.is_empty());
    strategies
}

fn stored(strategy: &Path, version: &str) -> Identity {
    let text = fs::read_to_string(strategy.join("archive").join(version).join("identity.json")).expect("identity.json");
    serde_json::from_str(&text).expect("an identity")
}

#[test]
fn every_block_keeps_the_identity_and_hash_it_was_archived_with() {
    for strategy in strategies() {
        let archive = FolderArchive::of(&strategy);
        let mut previous = None;
        for version in archive.list().expect("versions") {
            let identity = stored(&strategy, &version);
            let parse::Loaded { sources, mut draft, .. } = parse::load(&*archive.open(&version).expect("a version")).expect("files");
            assert_eq!(identity.apply(&mut draft, &sources.map), Vec::<String>::new(), "every text of {version} is as it was archived");
            let now = Identity::of(&draft, &sources.map, previous.as_ref());
            assert_eq!(now.blocks, identity.blocks, "identities, hashes and kinds of {version}");
            assert_eq!(now.retired, identity.retired, "identities that {version} retired");
            previous = Some(identity);
        }
    }
}

#[test]
fn versions_are_aligned_as_they_were() {
    for strategy in strategies() {
        let archive = FolderArchive::of(&strategy);
        let mut earlier: Vec<(greenpaper::model::Draft, Identity)> = Vec::new();
        for version in archive.list().expect("versions") {
            let identity = stored(&strategy, &version);
            let parse::Loaded { sources, mut draft, .. } = parse::load(&*archive.open(&version).expect("a version")).expect("files");
            identify(&mut draft, &earlier.iter().map(|(draft, identity)| (draft, identity)).collect::<Vec<_>>());
            let now = Identity::of(&draft, &sources.map, earlier.last().map(|(_, identity)| identity));
            assert_eq!(now.blocks, identity.blocks, "identities of {version}");
            earlier.push((draft, identity));
        }
    }
}

#[test]
fn such_archives_are_found_to_be_whole() {
    for strategy in strategies() {
        let folder = StrategyFolder::open(&strategy).expect("a folder");
        let checked = pipeline::run(&folder.inputs(), &Options::default(), &mut Cache::default()).expect("files");
        let archived: Vec<&str> =
            checked.diagnostics.iter().map(|finding| finding.rule.as_str()).filter(|rule| rule.starts_with("archive")).collect();
        assert_eq!(archived, [""; 0]);
        assert_eq!(checked.archived.len(), 2);
        assert!(checked.archived.iter().all(|version| version.is_whole));
    }
}

/// Windows checkouts and editors change line ends and put a byte order mark at the beginning.
#[test]
fn line_ends_and_byte_order_marks_are_no_change() {
    for strategy in strategies() {
        let mut project = crate::project::MemoryProject::default();
        for entry in walkdir::WalkDir::new(&strategy).into_iter().map(|entry| entry.expect("an entry")).filter(|entry| entry.file_type().is_file()) {
            let path = entry.path().strip_prefix(&strategy).expect("a path below it").to_string_lossy().replace('\\', "/");
            let mut bytes = fs::read(entry.path()).expect("a file");
            if let Ok(text) = std::str::from_utf8(&bytes)
                && path.starts_with("archive/")
            {
                bytes = format!("\u{feff}{}", text.replace('\n', "\r\n")).into_bytes();
            }
            project.0.insert(path, bytes);
        }
        let checked = crate::project::draft(&project).checked;
        let archived: Vec<_> = checked.diagnostics.iter().filter(|finding| finding.rule.starts_with("archive")).collect();
        assert!(archived.is_empty(), "{archived:?}");
    }
}
