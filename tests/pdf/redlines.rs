//! Redlines on paper: `redlines/old` and `redlines/new` beside the tags that their redline must
//! become, `redlines/expected.yaml`; and what holds for any two versions.
//!
//! `UPDATE=1 cargo test --test pdf redlines` rewrites the expected file: read the diff before you commit it.

use std::path::Path;

use greenpaper::history::{Identity, identify};
use greenpaper::layout::{self, ArtifactKind, ChangeBars, Paged, PrintSize, Shape, TagTree};
use greenpaper::model::{Draft, Redline};
use greenpaper::parse::{self, Loaded};
use greenpaper::resolve::{self, ResolveCache};
use greenpaper::{SourceMap, compare, pdf, theme};
use proptest::prelude::*;

use crate::cases::write_tag;
use crate::project::{Files, SETTINGS, leaf_texts, print, text_below};
use crate::properties::{block, hold};

fn version(files: &Files) -> (Draft, SourceMap) {
    let Loaded { sources, draft, .. } = parse::load(files).expect("files in memory can be read");
    (draft, sources.map)
}

/// Two versions, the same blocks known by the same names.
fn versions(old: &Files, new: &Files) -> [(Draft, SourceMap); 2] {
    let ((mut old, old_files), (mut new, new_files)) = (version(old), version(new));
    identify(&mut old, &[]);
    identify(&mut new, &[(&old, &Identity::of(&old, &old_files, None))]);
    [(old, old_files), (new, new_files)]
}

fn redline(old: &Files, new: &Files) -> Redline {
    let [(old, old_files), (new, new_files)] = versions(old, new);
    compare::redline((old.settings.current(), (&old, &old_files)), (new.settings.current(), (&new, &new_files)))
}

fn printed(redline: &Redline, files: &Files) -> Paged {
    let theme = theme::load(None, "", "en-GB", &mut SourceMap::default()).0;
    let (paged, faults) = layout::lay_out_redline(redline, &theme, &|path: &str| files.0.get(path).cloned());
    assert_eq!(faults, []);
    paged
}

#[test]
fn every_change_becomes_its_tags() {
    let (old, new) = (Files::folder("tests/pdf/redlines/old"), Files::folder("tests/pdf/redlines/new"));
    let paged = printed(&redline(&old, &new), &new);
    hold(&paged);
    let mut found = String::new();
    write_tag(&paged, TagTree::ROOT, 0, &leaf_texts(&paged), &mut found);
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/redlines/expected.yaml");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&expected, &found).expect("the case can be written");
    } else {
        assert_eq!(std::fs::read_to_string(&expected).unwrap_or_default(), found);
    }
}

#[test]
fn equal_versions_have_an_empty_redline() {
    let files = Files::folder("tests/pdf/redlines/new");
    let paged = printed(&redline(&files, &files), &files);
    assert_eq!(paged.pages.len(), 1);
    let mut said = String::new();
    text_below(&paged, TagTree::ROOT, &leaf_texts(&paged), &mut said);
    assert!(said.contains("The text is the same in both versions."), "{said}");
}

/// Bars of a page: left of the text and narrow.
fn bars(paged: &Paged) -> usize {
    let artifacts = paged.pages.iter().flat_map(|page| &page.artifacts).filter(|artifact| artifact.kind == ArtifactKind::Layout);
    artifacts.flat_map(|artifact| &artifact.items).filter(|item| matches!(item.shape, Shape::Rectangle(size, _) if size.width.0 == 2.0)).count()
}

#[test]
fn bars_mark_changed_blocks() {
    let same = "\n\nA paragraph between.\n\nAnother paragraph between.\n\n";
    let old =
        Files::chapter(SETTINGS, &format!("One old sentence stands here.{same}The last of the sentences is old.[^a]\n\n[^a]: A note that is old."));
    let new =
        Files::chapter(SETTINGS, &format!("One new sentence stands here.{same}The last of the sentences is new.[^a]\n\n[^a]: A note that is new."));
    let redline = redline(&old, &new);
    let bars_of = ChangeBars::of(&redline);
    let plain = print(&new, false);
    let [_, (draft, map)] = versions(&old, &new);
    let (document, _) = resolve::resolve(draft, &map, &mut ResolveCache::default());
    let (paged, _) = layout::lay_out(&document, &plain.theme, &PrintSize { large: false }, Some(&bars_of), &|_: &str| None);
    hold(&paged);
    assert_eq!((bars(&plain.paged), bars(&paged)), (0, 3));
    let mut said = String::new();
    text_below(&paged, TagTree::ROOT, &leaf_texts(&paged), &mut said);
    assert!(said.contains("has changed since version 1.0."), "{said}");
}

#[test]
fn paragraphs_begin_with_their_numbers() {
    let mut files = Files::chapter(&format!("{SETTINGS}numbering: {{paragraphs: true}}\n"), "One.\n\n- two\n\nThree.");
    files.add("chapters/01-case.md", "---\ntitle: Case\n---\n\nOne.\n\n- two\n\nThree.");
    let print = print(&files, false);
    let mut said = String::new();
    text_below(&print.paged, TagTree::ROOT, &leaf_texts(&print.paged), &mut said);
    assert!(said.contains("1.1\u{2002}One. ") && said.contains(" two ") && said.contains("1.2\u{2002}Three. "), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_redline_lays_out(
        blocks in prop::collection::vec((block(), 0u8..5), 0..24), shuffled in any::<prop::sample::Index>(), more in prop::collection::vec(block(), 0..3),
    ) {
        let side = |is_new: bool| {
            let mut texts: Vec<String> = Vec::new();
            for (text, fate) in &blocks {
                match (fate, is_new) {
                    (0, true) => {}
                    (1, true) => texts.push(format!("{text} more")),
                    (2, false) => {}
                    _ => texts.push(text.clone()),
                }
            }
            if is_new && !texts.is_empty() {
                let by = shuffled.index(texts.len());
                texts.rotate_left(by);
                texts.extend(more.clone());
            }
            Files::chapter(SETTINGS, &texts.join("\n\n"))
        };
        let (old, new) = (side(false), side(true));
        let paged = printed(&redline(&old, &new), &new);
        hold(&paged);
        prop_assert!(pdf::render(&paged).starts_with(b"%PDF-1.7"));
    }
}
