//! Which blocks keep their identity.

use greenpaper::SourceMap;
use greenpaper::history::{Identity, identify};
use greenpaper::model::{BlockKind, Draft, NodeId, plain_text};

use super::properties::{each, ids};
use super::version;
use crate::project::MemoryProject;

fn identified(files: &[(&str, &str)], earlier: &[(&Draft, &Identity)]) -> (Draft, SourceMap) {
    let files: Vec<(String, String)> =
        files.iter().map(|(slug, body)| (format!("chapters/{slug}.md"), format!("---\ntitle: {slug}\n---\n{body}\n"))).collect();
    let (mut draft, map) = version(&MemoryProject::new(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()))));
    identify(&mut draft, earlier);
    (draft, map)
}

/// The identity of the paragraph that begins with `words`.
fn of(draft: &Draft, words: &str) -> NodeId {
    let mut found = NodeId::NONE;
    each(draft, &mut |block| {
        if let BlockKind::Paragraph(line) = &block.kind
            && plain_text(line).starts_with(words)
        {
            found = block.id;
        }
    });
    assert!(found.is_some(), "there is a paragraph {words}");
    found
}

const FIRST: &str = "We asked two thousand residents of the coast what they need from their surgery and what stands in their way.";
const SECOND: &str = "Most of them want to see the same nurse again, and to be heard when they say what hurts.";
const THIRD: &str = "Partners meet every quarter to compare what they spend with what they promised to spend.";

#[test]
fn edited_moved_split_and_renumbered_blocks_stay_who_they_are() {
    let (old, map) = identified(&[("01-a", &format!("{FIRST}\n\n{SECOND}\n\n- One\n- Two")), ("02-b", THIRD)], &[]);
    let identity = Identity::of(&old, &map, None);
    let edited = FIRST.replace("two thousand", "almost three thousand");
    // The first is edited and moves to another chapter, which has another number; the second is split; the third follows
    // something new.
    let (start, end) = SECOND.split_once(", ").expect("a comma");
    let new = [
        ("01-new", "A new beginning that nobody has read before."),
        ("02-a", &format!("{start}.\n\n{end}\n\n- One\n- Two and a half")),
        ("03-b", &format!("{edited}\n\n{THIRD}")),
    ];
    let (new, _) = identified(&new.map(|(slug, text)| (slug, text)), &[(&old, &identity)]);
    assert_eq!(of(&new, "We asked"), of(&old, "We asked"));
    assert_eq!(of(&new, "Most of them"), of(&old, "Most of them"));
    assert_eq!(of(&new, "Partners"), of(&old, "Partners"));
    assert_eq!(of(&new, "One"), of(&old, "One"));
    assert_eq!(of(&new, "Two and a half"), of(&old, "Two"));
    let before = ids(&old);
    assert!(!before.contains(&of(&new, "and to be heard")), "the other part of what was split is new");
    assert!(!before.contains(&of(&new, "A new beginning")));
}

#[test]
fn a_new_block_elsewhere_changes_no_identity() {
    let (one, _) = identified(&[("01-a", FIRST), ("02-b", THIRD)], &[]);
    let (other, _) = identified(&[("01-a", &format!("{SECOND}\n\n{FIRST}")), ("02-b", THIRD)], &[]);
    assert_eq!(of(&one, "We asked"), of(&other, "We asked"));
    assert_eq!(of(&one, "Partners"), of(&other, "Partners"));
}

#[test]
fn identities_are_the_same_on_every_machine() {
    let (draft, map) = identified(&[("01-a", "## Heading\n\nText with **bold** words.\n\n- One")], &[]);
    let identity = Identity::of(&draft, &map, None);
    let written: Vec<String> = identity.blocks["chapters/01-a.md"].iter().map(|block| String::from(block.clone())).collect();
    // Fixed for ever: archives rest on it.
    let recorded = [
        "ppdfr6bn 185597b59afc1975 heading",
        "mb0k8mqc b4ff9ba2c13452ec paragraph",
        "wd05455q 652370e3405214b7 list",
        "tejbdkj5 a8a10dd3a4b6ce45 paragraph",
    ];
    assert_eq!(written, recorded);
}

#[test]
fn a_block_that_comes_back_regains_its_identity() {
    let (first, map) = identified(&[("01-a", &format!("{FIRST}\n\n{SECOND}"))], &[]);
    let one = Identity::of(&first, &map, None);
    let (second, map) = identified(&[("01-a", SECOND)], &[(&first, &one)]);
    let two = Identity::of(&second, &map, Some(&one));
    let (third, _) = identified(&[("01-a", &format!("{FIRST}\n\n{SECOND}"))], &[(&first, &one), (&second, &two)]);
    assert!(two.retired.iter().any(|id| id.0 == of(&first, "We asked")));
    assert_eq!(of(&third, "We asked"), of(&first, "We asked"));
    assert_eq!(of(&third, "Most of them"), of(&first, "Most of them"));
}

#[test]
fn a_file_edited_by_hand_is_named_and_keeps_what_it_can() {
    let (draft, map) = identified(&[("01-a", &format!("{FIRST}\n\n{SECOND}\n\n{THIRD}")), ("02-b", "Text.")], &[]);
    let identity = Identity::of(&draft, &map, None);
    let files = [
        ("chapters/01-a.md", format!("---\ntitle: 01-a\n---\n{FIRST}\n\nAnother text.\n\n{THIRD}\n")),
        ("chapters/02-b.md", "---\ntitle: 02-b\n---\nText.\n".to_owned()),
    ];
    let (mut edited, map) = version(&MemoryProject::new(files.iter().map(|(path, text)| (*path, text.as_bytes()))));
    assert_eq!(identity.apply(&mut edited, &map), ["chapters/01-a.md"]);
    assert_eq!(of(&edited, "We asked"), of(&draft, "We asked"));
    assert_eq!(of(&edited, "Partners"), of(&draft, "Partners"));
    assert_eq!(of(&edited, "Text."), of(&draft, "Text."));
    assert_eq!(ids(&edited).iter().filter(|id| !id.is_some()).count(), 1);
}

#[test]
fn an_identity_that_two_passages_have_is_found_and_given_once() {
    let (draft, map) = identified(&[("01-a", &format!("{FIRST}\n\n{SECOND}")), ("02-b", THIRD)], &[]);
    let mut identity = Identity::of(&draft, &map, None);
    assert_eq!(identity.doubled(), None);
    let first = identity.blocks["chapters/01-a.md"][0].id;
    identity.blocks.get_mut("chapters/02-b.md").expect("a chapter")[0].id = first;
    assert_eq!(identity.doubled(), Some(("chapters/02-b.md", first)));
    let mut again = draft.clone();
    assert_eq!(identity.apply(&mut again, &map), ["chapters/02-b.md"]);
    assert_eq!(ids(&again).iter().filter(|id| **id == first).count(), 1);
}
