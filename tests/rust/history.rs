//! Versions: identity and redline.
//!
//! A case in tests/cases/history contains the files of two versions, below `old/` and `new/`; next to it is their redline
//! as text (`tests/support/show.rs` explains the notation).

mod archives;
mod bad_input;
mod comments;
mod generated;
mod identity;
mod old_links;
mod properties;
mod truth;

use std::fmt::Write as _;

use greenpaper::SourceMap;
use greenpaper::history::{accept, changes, redline, reject};
use greenpaper::model::Draft;
use greenpaper::parse::{self, Loaded};

use crate::cases::{each_case, files};
use crate::project::MemoryProject;
use crate::show::show;

/// A version, parsed.
fn version(project: &MemoryProject) -> (Draft, SourceMap) {
    let Loaded { sources, draft, .. } = parse::load(project).expect("a project in memory can be read");
    (draft, sources.map)
}

/// A version with one chapter.
fn chapter(body: &str) -> Draft {
    version(&MemoryProject::new([("chapters/01-a.md", format!("---\ntitle: A\n---\n{body}\n").as_bytes())])).0
}

/// The lines of a redline that carry a mark or changed words.
fn marked(redline: &Draft) -> Vec<String> {
    let is_marked = |row: &&str| ["+ ", "- ", "~ ", "= ", "> ", "< "].iter().any(|sign| row.trim_start().starts_with(sign));
    show(redline).lines().filter(is_marked).map(|row| row.trim().to_owned()).collect()
}

#[test]
fn cases() {
    each_case("history", |text| {
        let files = files(text);
        let side = |name: &str| {
            let own = files.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(name)?, bytes.as_slice())));
            version(&MemoryProject::new(own)).0
        };
        let (old, new) = (side("old/"), side("new/"));
        let redline = redline(&old, &new);
        let mut outcome = show(&redline);
        for text in changes(&redline).texts {
            writeln!(outcome, "--- {}: {:?}", text.path, text.counts).expect("writing to a string cannot fail");
        }
        assert_eq!(show(&accept(greenpaper::history::redline(&old, &new))), show(&new), "accepted, it is the new version");
        assert_eq!(show(&reject(redline)), show(&old), "rejected, it is the old version");
        outcome
    });
}
