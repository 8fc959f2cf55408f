//! Whatever a version published can still be reached on the site of today: every page, every anchor on it, every download.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use greenpaper::build::OutputFormat;
use greenpaper::read::Archive;
use proptest::prelude::*;

use super::comments::three;
use super::generated::{Chapters, Edit, cases, edit, text};
use crate::cases::{project, release};
use crate::project::{MemoryProject, draft};

type Site = BTreeMap<String, Vec<u8>>;

/// The strategy as it was when its archived version at `at` was written, with the versions before it in its archive.
fn as_it_was(project: &MemoryProject, versions: &[String], at: usize) -> MemoryProject {
    let own = format!("archive/{}/", versions[at]);
    let mut then = MemoryProject::default();
    for (path, bytes) in &project.0 {
        if let Some(path) = path.strip_prefix(&own).filter(|path| *path != "identity.json") {
            then.0.insert(path.to_owned(), bytes.clone());
        }
        if versions[..at].iter().any(|version| path.starts_with(&format!("archive/{version}/"))) {
            then.0.insert(path.clone(), bytes.clone());
        }
    }
    then
}

/// The ids of a page, except those that only its own links use: marks of notes, links to words, labels of the page's frame.
fn anchors(html: &[u8]) -> BTreeSet<String> {
    let html = String::from_utf8_lossy(html);
    let ids = html.split(" id=").skip(1).map(|rest| match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default().to_owned(),
        None => rest.split([' ', '>']).next().unwrap_or_default().to_owned(),
    });
    let is_kept = |id: &String| !id.ends_with("-label") && (!id.contains('_') || ["p_", "term_"].iter().any(|start| id.starts_with(start)));
    ids.filter(is_kept).collect()
}

/// What no longer arrives of the sites `then` on the site `now`.
fn lost(then: &[Site], now: &Site) -> Vec<String> {
    let mut lost = Vec::new();
    for (path, bytes) in then.iter().flatten() {
        // Files that only pages load, and the forms for programs, which are those of today alone.
        let others = ["assets/", "search/", "images/", "text/", "data/document.json", "downloads/document.txt"];
        if others.iter().any(|start| path.starts_with(start)) {
            continue;
        }
        let page = now.get(path).or_else(|| now.get(&format!("{path}/index.html")));
        let Some(page) = page else {
            lost.push(path.clone());
            continue;
        };
        if path.ends_with(".html") && !is_redirect(bytes) {
            let here = anchors(page);
            lost.extend(anchors(bytes).difference(&here).filter(|id| *id != "main").map(|id| format!("{path}#{id}")));
        }
    }
    lost.sort();
    lost.dedup();
    lost
}

fn is_redirect(html: &[u8]) -> bool {
    String::from_utf8_lossy(html).contains("http-equiv=refresh")
}

/// The sites of all versions of a strategy, each as it was published at its time; the last is that of today. None if one has errors, which
/// nobody can have published.
fn sites(project: &MemoryProject, formats: &[OutputFormat]) -> Option<Vec<Site>> {
    let versions = Archive::list(project).expect("an archive in memory can be listed");
    let site = |project: &MemoryProject| -> Option<Site> {
        let built = draft(project);
        (!built.checked.is_refused(false)).then(|| built.published(formats))
    };
    let then = (0..versions.len()).map(|at| site(&as_it_was(project, &versions, at)));
    then.chain([site(project)]).collect()
}

#[test]
fn everything_that_a_strategy_published_arrives() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/old-links/everything.case")).expect("a case");
    let mut project = project(&text);
    release(&mut project, &text);
    let mut sites = sites(&project, &[OutputFormat::Html, OutputFormat::Pdf]).expect("a strategy without errors");
    let now = sites.pop().expect("a site");
    assert_eq!(lost(&sites, &now), Vec::<String>::new());
}

/// A strategy of three versions, each of which edits the one before at random.
fn edited(first: Chapters, edits: [Vec<Edit>; 2]) -> MemoryProject {
    let mut texts = vec![first];
    for edits in edits {
        let mut next = texts[texts.len() - 1].clone();
        edits.into_iter().for_each(|edit| next.edit(edit));
        texts.push(next);
    }
    let mut project = three([&texts[0], &texts[1], &texts[2]]);
    // What leads nowhere is an error, and such a strategy is not published.
    for bytes in project.0.iter_mut().filter(|(path, _)| path.ends_with(".md")).map(|(_, bytes)| bytes) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let sound = ["[^1]", "[^2]", "[**bold** link](b.md)", "![x](y.png)"].iter().fold(text, |text, wrong| text.replace(wrong, "sound"));
        let sound: Vec<&str> = sound.lines().map(|line| if line.contains("![") { "A map." } else { line }).collect();
        *bytes = format!("{}\n", sound.join("\n")).into_bytes();
    }
    release(&mut project, "");
    project
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn whatever_is_edited(first in text(), edits in [proptest::collection::vec(edit(), 0..6), proptest::collection::vec(edit(), 0..6)]) {
        let sites = sites(&edited(first, edits), &[OutputFormat::Html]);
        prop_assume!(sites.is_some());
        let mut sites = sites.unwrap_or_default();
        let now = sites.pop().expect("a site");
        prop_assert_eq!(lost(&sites, &now), Vec::<String>::new());
    }
}
