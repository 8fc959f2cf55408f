//! Comments keep their passages through random edits in three versions.

use greenpaper::comments::{Collated, Fate, Input, Passages, collate};
use greenpaper::compare::Versions;
use greenpaper::history::{moves, redline};
use greenpaper::model::{NodeId, Version};
use greenpaper::pipeline::{self, Inputs};
use greenpaper::resolve::{self, ResolveCache};
use greenpaper::theme::BuiltInTheme;
use proptest::prelude::*;

use super::generated::{Chapters, Edit, cases, edit, text};
use crate::project::MemoryProject;

/// A strategy whose versions 1.0 and 2.0 are archived, and 3.0 is being written.
pub(super) fn three(texts: [&Chapters; 3]) -> MemoryProject {
    let mut all = MemoryProject::default();
    for (at, text) in texts.into_iter().enumerate() {
        let rows: String = (0..=at).map(|at| format!("  - {{version: \"{}.0\", date: 2023-0{}-03}}\n", at + 1, at + 1)).collect();
        let settings = format!("title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions:\n{rows}");
        let folder = if at < 2 { format!("archive/{}.0/", at + 1) } else { String::new() };
        let mut files = text.project().0;
        files.insert("strategy.yaml".into(), settings.into());
        all.0.extend(files.into_iter().map(|(path, bytes)| (format!("{folder}{path}"), bytes)));
    }
    all
}

/// The same without its archive, as a folder lists its files.
fn without_archive(project: &MemoryProject) -> MemoryProject {
    MemoryProject(project.0.iter().filter(|(path, _)| !path.starts_with("archive/")).map(|(path, bytes)| (path.clone(), bytes.clone())).collect())
}

fn passages(versions: &Versions, version: &str) -> Passages {
    let (draft, files) = versions.side(&Version::parse(version).expect("a version")).expect("it is there");
    let mut draft = draft.clone();
    draft.settings.numbering.paragraphs = true;
    Passages::of(&resolve::resolve(draft, files, &mut ResolveCache::default()).0)
}

fn collated(versions: &Versions, file: &str, round: &str) -> Collated {
    collate(versions, &[Input { path: "a.json".into(), bytes: file.into() }], ("round.yaml", round), "", None)
}

/// Comments on every passage of every version, collated, and collated again. Returns how many there were.
fn check(texts: [&Chapters; 3]) -> Result<usize, TestCaseError> {
    let project = three(texts);
    let plain = without_archive(&project);
    let versions = pipeline::versions(&Inputs { project: &plain, archive: &project, themes: &BuiltInTheme }).expect("in memory");
    let newest = passages(&versions, "3.0");
    let (mut round, mut last) = (String::new(), String::new());
    let mut written = 0;
    for version in ["1.0", "2.0", "3.0"] {
        let old = passages(&versions, version);
        let (old_draft, new_draft) = (versions.side(&Version::parse(version).expect("a version")).expect("there").0, &versions.newest);
        let moved = moves(&redline(old_draft, new_draft));
        let comments: Vec<String> = old
            .iter()
            .enumerate()
            .map(|(at, passage)| {
                // By identity, and where there is one by number as on paper.
                let place = match &passage.number {
                    Some(number) if at % 2 == 0 => format!("\"paragraph\": {number:?}"),
                    _ => format!("\"passage\": \"{}\"", passage.id),
                };
                format!("{{{place}, \"kind\": \"question\", \"text\": \"Why {version} {at}?\"}}")
            })
            .collect();
        let file = format!(
            "{{\"format\": \"greenpaper-comments/1\", \"version\": {version:?}, \"receipt\": \"R-{version}\", \"comments\": [{}]}}",
            comments.join(",")
        );
        let result = collated(&versions, &file, &round);
        prop_assert_eq!(result.added, comments.len(), "nothing is lost: {:?}", result.diagnostics);
        written += comments.len();
        let after = result.round.expect("a round");
        for entry in after.entries.iter().filter(|entry| entry.version == version) {
            let id = entry.passage.expect("every comment has its passage");
            let (was, now) = (old.get(id).expect("a passage of that version"), newest.get(id));
            if matches!(entry.fate, Fate::Split | Fate::Joined) {
                let place = entry.now.as_deref().expect("its words are somewhere");
                let whole = match place.rsplit_once("#p_") {
                    Some((_, id)) => newest.get(NodeId::parse(id).expect("an identity")),
                    None => newest.numbered(place),
                };
                let whole = &whole.expect("a passage").words;
                let kept = was.words.split(' ').filter(|word| whole.contains(word)).count();
                prop_assert!(kept > 0, "{} is not in {whole}", was.words);
                prop_assert!(entry.was.as_deref().unwrap_or("") == was.words, "what was divided keeps its old words");
                continue;
            }
            prop_assert_eq!(entry.fate == Fate::Removed, now.is_none());
            let Some(now) = now else {
                prop_assert!(entry.was.as_deref().unwrap_or("") == was.words, "what was removed keeps its old words");
                continue;
            };
            let has_moved = matches!(entry.fate, Fate::Moved | Fate::MovedAndEdited);
            prop_assert!(has_moved || version == "3.0" || !moved.contains_key(&id), "{} moved", was.words);
            prop_assert!(was.words == now.words || matches!(entry.fate, Fate::Edited | Fate::MovedAndEdited), "{} is now {}", was.words, now.words);
            prop_assert!(version != "3.0" || entry.fate == Fate::Same, "{:?} {:?}", entry, versions.newest.chapters.len());
        }
        prop_assert_eq!(after.entries.len(), written);
        round = after.text().to_owned();
        last = file;
    }
    let again = collated(&versions, &last, &round);
    prop_assert_eq!(again.added, 0);
    let again = again.round.expect("a round");
    prop_assert_eq!(again.text(), round, "collating again changes nothing");
    Ok(written)
}

proptest! {
    #![proptest_config(cases(24))]
    #[test]
    fn comments_are_never_lost(
        first in text(), edits in proptest::collection::vec(edit(), 0..8), more in proptest::collection::vec(edit(), 0..8),
    ) {
        let (second, third) = edited(&first, edits, more);
        check([&first, &second, &third])?;
    }
}

fn edited(first: &Chapters, edits: Vec<Edit>, more: Vec<Edit>) -> (Chapters, Chapters) {
    let mut second = first.clone();
    edits.into_iter().for_each(|edit| second.edit(edit));
    let mut third = second.clone();
    more.into_iter().for_each(|edit| third.edit(edit));
    (second, third)
}

#[test]
fn ten_thousand_comments_keep_their_passages() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut chapters = |count| {
        let block = proptest::collection::vec(super::generated::block(), 40);
        let all = proptest::collection::vec(block, count).new_tree(&mut runner).expect("made").current();
        let chapter = |(at, blocks)| super::generated::Chapter { slug: format!("{}-c{at}", 10 + at), title: format!("Chapter {at}"), blocks };
        let edits = proptest::collection::vec(edit(), 150);
        let (one, two) = (edits.new_tree(&mut runner).expect("made").current(), edits.new_tree(&mut runner).expect("made").current());
        (Chapters(all.into_iter().enumerate().map(chapter).collect()), one, two)
    };
    let (first, edits, more) = chapters(72);
    let (second, third) = edited(&first, edits, more);
    let written = check([&first, &second, &third]).expect("none is lost");
    assert!(written >= 10_000, "{written} comments");
}
