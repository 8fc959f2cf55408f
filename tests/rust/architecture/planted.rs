//! Offences planted in small trees: each must be caught, and a clean tree must pass.

use super::rules::{self, Table};
use super::sources::Sources;

const TABLE: &str = "
| room | may use | crates | touches | what |
|---|---|---|---|---|
| `lib` | | | | |
| `span` | | | | |
| `model` | `span` | | | |
| `read` | `model` | `walkdir` | disk, clock | |
| `html` | `model` | `tera` | | |
| `main` | `html` | | | |
";

/// A clean tree, with `planted` in place of or beside its files.
fn tree(planted: &[(&str, &str)]) -> Sources {
    let clean = [
        ("lib.rs", "pub mod html; pub mod model; pub mod read; pub mod span;"),
        ("span.rs", "pub struct Span;"),
        ("model.rs", "use crate::span::Span; pub struct Block(pub Span); pub enum BlockKind { A, B }"),
        (
            "read.rs",
            "use std::fs; use crate::model::Block; fn read(_: Block) { let _ = fs::read(\"a\"); walkdir::WalkDir::new(\".\"); std::time::SystemTime::now(); }",
        ),
        ("html.rs", "mod page; pub use page::Page; use crate::model; fn show(_: model::Block) { tera::Tera::default(); }"),
        ("html/page.rs", "use crate::model::Block; pub struct Page(Block);"),
        ("main.rs", "use greenpaper::html::Page; fn main() { drop::<Option<Page>>(None) }"),
    ];
    let kept = clean.into_iter().filter(|(path, _)| !planted.iter().any(|(other, _)| other == path));
    Sources::new(kept.chain(planted.iter().copied()))
}

fn offences(sources: &Sources) -> Vec<String> {
    let table = Table::parse(TABLE);
    let all = [
        rules::arrows(sources, &table),
        rules::idle(sources, &table),
        rules::circles_of_files(sources),
        rules::circles_of_folders(sources),
        rules::circles_of_rooms(sources),
        rules::crates(sources, &table),
        rules::touches(sources, &table),
        rules::wildcards(sources),
    ];
    all.concat()
}

#[track_caller]
fn caught(planted: &[(&str, &str)], expected: &str) {
    let found = offences(&tree(planted));
    assert!(found.iter().any(|offence| offence.contains(expected)), "{expected:?} is not in {found:#?}");
}

#[test]
fn a_clean_tree_passes() {
    assert_eq!(offences(&tree(&[])), Vec::<String>::new());
}

#[test]
fn a_grouped_import_is_caught() {
    caught(&[("span.rs", "use crate::{html::Page, model::{self, Block}}; pub struct Span;")], "span uses html");
    caught(&[("span.rs", "use crate::{html::Page, model::{self, Block}}; pub struct Span;")], "span uses model");
}

#[test]
fn a_renamed_import_is_caught() {
    caught(&[("span.rs", "use crate::html as other; pub struct Span; fn f(_: other::Page) {}")], "span uses html");
}

#[test]
fn a_path_in_a_body_is_caught() {
    caught(&[("span.rs", "pub struct Span; fn f() { let _ = crate::read::read; }")], "span uses read");
    caught(&[("span/deep.rs", "fn f() { super::super::read::read(); }")], "span uses read");
}

#[test]
fn a_path_in_a_macro_is_caught() {
    caught(&[("span.rs", "pub struct Span; fn f() { println!(\"{}\", vec![crate::html::Page::COUNT][0]); }")], "span uses html");
}

#[test]
fn a_path_of_the_program_into_the_library_is_caught() {
    caught(&[("main.rs", "use greenpaper::html::Page; fn main() { greenpaper::read::read(); drop::<Option<Page>>(None) }")], "main uses read");
}

#[test]
fn a_circle_of_files_is_caught() {
    caught(
        &[
            ("html/page.rs", "use crate::model::Block; pub struct Page(Block); fn f() { super::show(); }"),
            (
                "html.rs",
                "mod page; use page::Page; use crate::model; pub fn show(_: model::Block) { tera::Tera::default(); drop::<Option<Page>>(None) }",
            ),
        ],
        "a circle of files",
    );
}

#[test]
fn a_circle_of_folders_is_caught() {
    let planted = [
        ("html/page/one.rs", "pub struct One(crate::html::line::two::Two);"),
        ("html/line/two.rs", "pub struct Two;"),
        ("html/line/three.rs", "pub struct Three(crate::html::page::four::Four);"),
        ("html/page/four.rs", "pub struct Four;"),
    ];
    caught(&planted, "a circle of folders: html/line, html/page");
}

#[test]
fn a_circle_of_rooms_is_caught() {
    caught(&[("span.rs", "pub struct Span; fn f(_: crate::model::Block) {}")], "a circle of rooms: model, span");
}

#[test]
fn a_crate_in_a_foreign_room_is_caught() {
    caught(&[("span.rs", "use walkdir as walk; pub struct Span; fn f() { walk::WalkDir::new(\".\"); }")], "names walkdir, which belongs to read");
}

#[test]
fn disk_clock_and_environment_are_caught() {
    caught(&[("span.rs", "use std::{fs as files}; pub struct Span; fn f() { let _ = files::read(\"a\"); }")], "span.rs:1 touches the disk");
    caught(&[("span.rs", "pub struct Span; fn f() { let _ = std::time::SystemTime::now(); }")], "touches the clock");
    caught(&[("span.rs", "pub struct Span; fn f() { let _ = std::env::var(\"HOME\"); }")], "touches the environment");
    caught(&[("span.rs", "pub struct Span; fn f(p: &std::path::Path) { p.exists(); }")], "touches the disk");
    caught(&[("span.rs", "#![allow(clippy::disallowed_methods)] pub struct Span;")], "lifts the ban");
}

#[test]
fn a_wildcard_is_caught() {
    caught(
        &[(
            "html/page.rs",
            "use crate::model::{Block, BlockKind}; pub struct Page(Block); fn f(k: BlockKind) { match k { BlockKind::A => {} _ => {} } }",
        )],
        "html/page.rs:1: list the kinds",
    );
    caught(
        &[(
            "html/page.rs",
            "use crate::model::{Block, BlockKind}; pub struct Page(Block); fn f(k: BlockKind) { match k { BlockKind::A => {} other => drop(other) } }",
        )],
        "html/page.rs:1: list the kinds",
    );
}

#[test]
fn an_idle_entry_of_the_table_is_caught() {
    caught(&[("model.rs", "pub struct Block;")], "model no longer uses span");
}
