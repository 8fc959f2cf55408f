//! New chapters and terms: any title works, order is kept, and nothing is overwritten.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cli::{code, files, scratch, stderr, text};

fn run(arguments: &[&str], source: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).args(["--source", text(source)]).output().expect("the program starts")
}

fn started(name: &str) -> PathBuf {
    let source = scratch(name).join("strategy");
    let output = Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(["init", text(&source)]).output().expect("the program starts");
    assert_eq!(code(&output), 0);
    source
}

/// Runs a command that must be refused without changing anything.
fn refused(arguments: &[&str], source: &Path) -> String {
    let before = files(source);
    let output = run(arguments, source);
    assert_eq!(code(&output), 2, "{arguments:?}: {}", stderr(&output));
    assert_eq!(files(source), before, "{arguments:?} changed something");
    stderr(&output)
}

#[test]
fn chapters_are_published_under_any_title() {
    let source = started("new-chapter");
    let long = "A title that goes on and on ".repeat(12);
    let titles = [
        "Our money",
        "Money: where it \"goes\"",
        "It's #1 & more",
        "# not a heading",
        "Éducation à l'école",
        "2023",
        "2024-05-01",
        "3.10",
        "0x1F",
        "no",
        "null",
        "~ about",
        "[draft] {plan}",
        "C:\\path\\x",
        "'single'",
        "*bold* claims",
        "@home, !important and %more",
        "- a dash",
        "a\ttab and\na line",
        "ends with a colon:",
        long.trim(),
    ];
    for title in titles {
        let made = Command::new(env!("CARGO_BIN_EXE_greenpaper"))
            .args(["new", "chapter", "--source", text(&source), "--", title])
            .output()
            .expect("the program starts");
        assert_eq!(code(&made), 0, "{title}: {}", stderr(&made));
    }
    let json = run(&["stats", "--format", "json"], &source);
    let stats: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let published: Vec<&str> = stats["texts"].as_array().expect("texts").iter().map(|text| text["title"].as_str().expect("a title")).collect();
    let expected: Vec<String> = titles.iter().map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(published[2..2 + titles.len()], expected, "in the order in which they were added");
    let checked = run(&["check"], &source);
    assert!(code(&checked) == 0 && stderr(&checked).contains("unwritten-text"), "{}", stderr(&checked));
    let longest = fs::read_dir(source.join("chapters")).expect("a folder").map(|entry| entry.expect("an entry").file_name().len()).max();
    assert!(longest < Some(70), "file names stay short");
}

#[test]
fn a_new_chapter_does_not_stop_a_build() {
    let source = started("new-strict");
    // Quotes are easily forgotten.
    for arguments in [&["new", "chapter", "Our", "money"][..], &["new", "term", "resident", "--definition", "Anybody who lives here."]] {
        assert_eq!(code(&run(arguments, &source)), 0);
    }
    let checked = run(&["check", "--strict"], &source);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
    let said = stderr(&checked);
    assert!(said.contains("info[unwritten-text]") && said.contains("our-money.md"), "{said}");
}

#[test]
fn numbers_continue_those_of_the_files() {
    let source = started("new-numbers");
    let chapters = source.join("chapters");
    let made = |title: &str| {
        let output = run(&["new", "chapter", title], &source);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let path = PathBuf::from(said.lines().next().expect("a path"));
        path.file_name().expect("a name").to_string_lossy().into_owned()
    };
    assert_eq!(made("Three"), "03-three.md");
    fs::rename(chapters.join("03-three.md"), chapters.join("099-three.md")).expect("renamed");
    assert_eq!(made("A hundred"), "100-a-hundred.md");
    for entry in fs::read_dir(&chapters).expect("a folder") {
        fs::remove_file(entry.expect("an entry").path()).expect("removed");
    }
    assert_eq!(made("First"), "01-first.md");
    fs::rename(chapters.join("01-first.md"), chapters.join("first.md")).expect("renamed");
    assert_eq!(made("Unnumbered"), "unnumbered.md", "a number would sort it first");
}

#[test]
fn sections_are_added_to_folders() {
    let source = scratch("new-section").join("strategy");
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("strategy");
    for (name, bytes) in files(&sample).into_iter().filter(|(name, _)| !name.starts_with("archive")) {
        let path = source.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
    }
    let made = run(&["new", "chapter", "Living at home", "--section-of", "priorities", "--summary", "Homes: warm and dry."], &source);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let section = fs::read_to_string(source.join("chapters/06-priorities/06-living-at-home.md")).expect("a section");
    assert!(section.contains("version: \"3.3\"\nsummary: \"Homes: warm and dry.\"\nstatus: draft\n"), "{section}");
    assert!(refused(&["new", "chapter", "Hills", "--section-of", "geography"], &source).contains("make a folder chapters/02-geography"));
    assert!(refused(&["new", "chapter", "Hills", "--section-of", "prioritys"], &source).contains("chapters that are folders: priorities"));
}

#[test]
fn existing_titles_and_terms_are_refused() {
    let source = started("new-refused");
    let said = refused(&["new", "chapter", "OUR priorities"], &source);
    assert!(said.contains("02-our-priorities.md already has the title"), "{said}");
    assert!(refused(&["new", "chapter", "Our priorities?"], &source).contains("already has the address"));
    assert!(refused(&["new", "chapter", "Glossary"], &source).contains("choose another title"));
    assert!(refused(&["new", "chapter", "?!"], &source).contains("choose a title with letters or digits"));
    assert!(refused(&["new", "term", "Health inequality"], &source).contains("health-inequalities.md:2"));
    assert!(refused(&["new", "term", "Something", "--abbreviation", "health-inequalities"], &source).contains("already belongs to the term"));
    assert!(refused(&["new", "term", "?"], &source).contains("a letter or a digit"));
    fs::write(source.join("strategy.yaml"), "title: Only a title\n").expect("written");
    assert!(refused(&["new", "chapter", "Another"], &source).contains("strategy.yaml has errors"));
    let empty = scratch("new-nowhere");
    assert!(refused(&["new", "chapter", "Another"], &empty).contains("greenpaper init"));
    assert!(refused(&["new", "term", "Another"], &empty).contains("greenpaper init"));
}

#[test]
fn terms_get_new_files_of_their_own() {
    let source = started("new-term");
    let add = |arguments: &[&str]| {
        let output = run(&[&["new", "term"], arguments].concat(), &source);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    };
    add(&["Integrated Care Board", "--abbreviation", "ICB"]);
    add(&["R&D: new \"ideas\"", "--definition", "Finding out: what works."]);
    add(&["C++"]);
    add(&["C#"]);
    let read = |name: &str| fs::read_to_string(source.join("glossary").join(name)).expect("a term");
    assert_eq!(read("integrated-care-board.md"), "---\nterm: Integrated Care Board\nabbreviation: ICB\n---\nWe are still writing this definition.\n");
    assert_eq!(read("r-d-new-ideas.md"), "---\nterm: \"R&D: new \\\"ideas\\\"\"\n---\nFinding out: what works.\n");
    assert!(read("c.md").contains("C++") && read("c-2.md").contains("C#"));
    assert_eq!(code(&run(&["check"], &source)), 0);
}

#[test]
fn a_glossary_list_stays_in_order() {
    let source = started("new-list");
    let list = source.join("glossary/words.md");
    fs::remove_file(source.join("glossary/health-inequalities.md")).expect("removed");
    let before = "\u{feff}# Our words\r\n\r\n## A\r\n\r\nApple\r\n: A fruit.\r\n\r\n  A second paragraph.\r\n\r\n<!-- about care -->\r\n## C\r\n\r\nCare plan (CP), plan of care\r\n: Help.";
    fs::write(&list, before).expect("written");
    let orders = [("Board", None), ("Cancer pathway", Some("CPW")), ("Zoo", None), ("Aardvark", None), ("Odd, one", None)];
    for (term, short) in orders {
        let mut arguments = vec!["new", "term", term, "--definition", "What it\nmeans."];
        arguments.extend(short.iter().flat_map(|short| ["--abbreviation", short]));
        let output = run(&arguments, &source);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let expected = "\u{feff}# Our words\n\n## A\n\nAardvark\n: What it means.\n\nApple\n: A fruit.\n\n  A second paragraph.\n\nBoard\n: What it means.\n\n<!-- about care -->\n## C\n\nCancer pathway (CPW)\n: What it means.\n\nCare plan (CP), plan of care\n: Help.\n\nZoo\n: What it means.\n";
    assert_eq!(fs::read_to_string(&list).expect("the list"), expected.replace('\n', "\r\n"));
    assert!(source.join("glossary/odd-one.md").is_file(), "in a list, a comma would separate two forms");
    fs::remove_file(source.join("glossary/odd-one.md")).expect("removed");
    fs::write(&list, "Zoo\n: Animals.\n\nApple\n: A fruit.\n").expect("written");
    assert_eq!(code(&run(&["new", "term", "Board", "--definition", "People."], &source)), 0);
    assert_eq!(fs::read_to_string(&list).expect("the list"), "Zoo\n: Animals.\n\nApple\n: A fruit.\n\nBoard\n: People.\n");
}
