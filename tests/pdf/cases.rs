//! Every kind of block beside the tags that it must become: `cases/NAME.md` and `cases/NAME.yaml`.
//!
//! `UPDATE=1 cargo test --test pdf cases` rewrites the expected files: read the diff before you commit it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use greenpaper::layout::{Kid, LeafId, LinkTarget, Paged, TagId, TagTree};

use crate::project::{Files, SETTINGS, leaf_texts, print};

#[test]
fn blocks_become_their_tags() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/cases");
    let mut names: Vec<_> = std::fs::read_dir(&folder).expect("cases").filter_map(|entry| Some(entry.ok()?.path())).collect();
    names.sort();
    let mut wrong = Vec::new();
    for path in names.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let body = std::fs::read_to_string(path).expect("a case");
        let mut files = Files::chapter(SETTINGS, &body);
        files.add(
            "images/square.svg",
            "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'><rect width='40' height='40' fill='#0b5443'/></svg>",
        );
        files.add("glossary/place.md", "---\nterm: Place\nlink: marked\n---\nAn area that people know.\n");
        let print = print(&files, false);
        let chapter = print.paged.tags.tag(TagTree::ROOT).kids.get(3).copied();
        let Some(Kid::Tag(chapter)) = chapter else { panic!("no chapter in {path:?}") };
        let mut found = String::new();
        write_tag(&print.paged, chapter, 0, &leaf_texts(&print.paged), &mut found);
        let expected = path.with_extension("yaml");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &found).expect("the case can be written");
        } else if std::fs::read_to_string(&expected).unwrap_or_default() != found {
            wrong.push(format!("{}:\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_chapter_has_its_own_language() {
    let mut files = Files::chapter(SETTINGS, "English.\n");
    files.add("chapters/08-cymraeg/index.md", "---\ntitle: Y cynllun\nlanguage: cy\n---\nCymraeg.\n");
    files.add("chapters/08-cymraeg/01-rhan.md", "---\ntitle: Rhan\n---\nRhan.\n");
    files.add("chapters/08-cymraeg/02-part.md", "---\ntitle: Part\nlanguage: en-GB\n---\nPart.\n");
    let print = print(&files, false);
    let tags = &print.paged.tags;
    let languages: Vec<&str> = tags.tags.iter().filter_map(|tag| tag.details.as_ref()?.language.as_deref()).collect();
    // In the contents, then in the text.
    assert_eq!(languages, ["cy", "cy", "en-GB", "cy", "cy", "en-GB"]);
    let mut found = String::new();
    write_tag(&print.paged, TagTree::ROOT, 0, &leaf_texts(&print.paged), &mut found);
    let after = &found[found.find("English.").expect("the first chapter")..];
    let place = |words: &str| after.find(words).unwrap_or_else(|| panic!("{words} in {found}"));
    assert!(place("lang=cy") < place("Cymraeg."), "{found}");
}

pub(crate) fn write_tag(paged: &Paged, id: TagId, depth: usize, texts: &HashMap<LeafId, String>, out: &mut String) {
    let tag = paged.tags.tag(id);
    let indent = "  ".repeat(depth);
    write!(out, "{indent}- {}", tag.role.name()).expect("memory");
    if let Some(details) = &tag.details {
        if let Some(alternative) = &details.alternative {
            write!(out, " alt={alternative:?}").expect("memory");
        }
        if let Some(spoken) = &details.spoken {
            write!(out, " spoken={spoken:?}").expect("memory");
        }
        if let Some(language) = &details.language {
            write!(out, " lang={language}").expect("memory");
        }
        if let Some(scope) = details.scope {
            write!(out, " scope={scope:?}").expect("memory");
        }
        if let Some(span) = details.span {
            write!(out, " span={}x{}", span.columns, span.rows).expect("memory");
        }
        if let Some(numbering) = details.numbering {
            write!(out, " numbering={numbering:?}").expect("memory");
        }
        match details.link.as_ref().map(|link| &link.target) {
            Some(LinkTarget::Inside(_)) => out.push_str(" to=inside"),
            Some(LinkTarget::Outside(address)) => write!(out, " to={address}").expect("memory"),
            None => {}
        }
    }
    if tag.kids.is_empty() {
        out.push('\n');
        return;
    }
    out.push_str(":\n");
    for kid in &tag.kids {
        match kid {
            Kid::Tag(kid) => write_tag(paged, *kid, depth + 1, texts, out),
            Kid::Leaf(leaf) => {
                let text = texts.get(leaf).map_or("", String::as_str);
                writeln!(out, "{indent}  - {text:?}").expect("memory");
            }
        }
    }
}
