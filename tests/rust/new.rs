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

/// A strategy with four chapters, one of them a folder, that link to each other in every way; released as 1.0.
fn linked(name: &str) -> PathBuf {
    let source = scratch(name).join("strategy");
    for folder in ["chapters/03-parts", "pages", "glossary"] {
        fs::create_dir_all(source.join(folder)).expect("made");
    }
    let settings = "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\ncontact: {email: a@b.org}\nversions:\n  - {version: \"1.0\", date: 2023-01-01, comments: First}\n";
    let written = [
        ("strategy.yaml", settings),
        (
            "chapters/01-one.md",
            "---\ntitle: One\n---\nSee [two](02-two.md), [a part](03-parts/01-part.md), [[Four]] and [four].\r\n\n[four]: 04-four.md#money\n",
        ),
        (
            "chapters/02-two.md",
            "---\ntitle: Two\n---\nSee [parts](<03-parts/index.md>), `03-parts/index.md`, [site](https://example.org/04-four.md) and 04-four.md.\n",
        ),
        ("chapters/03-parts/index.md", "---\ntitle: Parts\n---\nSee [four](../04-four.md#money).\n"),
        ("chapters/03-parts/01-part.md", "---\ntitle: Part\n---\nSee [two](../02-two.md) and [parts](index.md) and [again](../03-parts/index.md).\n"),
        ("chapters/04-four.md", "---\ntitle: Four\n---\n## Money\n\nSee [one](01-one.md).\n"),
        ("pages/help.md", "---\ntitle: Help\n---\nSee [two](../chapters/02-two.md) and [a part](../chapters/03-parts/01-part.md).\n"),
        ("glossary/place.md", "---\nterm: Place\nlink: never\n---\nSee [four](../chapters/04-four.md).\n"),
    ];
    for (path, text) in written {
        fs::write(source.join(path), text).expect("written");
    }
    assert_eq!(code(&run(&["release", "--next", "1.1"], &source)), 0);
    source
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Names in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    names.sort();
    names
}

#[test]
fn chapters_make_room_and_links_to_them_are_kept() {
    for (arguments, expected) in [
        (&["--first"][..], ["00-new.md", "01-one.md", "02-two.md", "03-parts", "04-four.md"]),
        (&["--after", "one"], ["01-one.md", "02-new.md", "03-two.md", "04-parts", "05-four.md"]),
        (&["--after", "02-two.md"], ["01-one.md", "02-two.md", "03-new.md", "04-parts", "05-four.md"]),
        (&["--after", "parts"], ["01-one.md", "02-two.md", "03-parts", "04-new.md", "05-four.md"]),
        (&["--after", "four"], ["01-one.md", "02-two.md", "03-parts", "04-four.md", "05-new.md"]),
        (&["--annex"], ["01-one.md", "02-two.md", "03-parts", "04-four.md", "90-new.md"]),
    ] {
        let source = linked("new-room");
        let made = run(&[&["new", "chapter", "New"], arguments].concat(), &source);
        assert_eq!(code(&made), 0, "{arguments:?}: {}", stderr(&made));
        assert_eq!(names(&source.join("chapters")), expected, "{arguments:?}");
        let checked = run(&["check"], &source);
        assert_eq!(code(&checked), 0, "{arguments:?}: {}", stderr(&checked));
        // No words but those of the new chapter differ from the archived version, and nothing has moved.
        let redline = stdout(&run(&["redline", "1.0", "1.1"], &source));
        let changed: Vec<&str> = redline.lines().skip(2).take_while(|line| !line.is_empty()).collect();
        assert_eq!(changed, ["New: New part"], "{arguments:?}: {redline}");
    }
}

#[test]
fn only_addresses_of_links_are_changed() {
    let source = linked("new-links");
    let made = run(&["new", "chapter", "New", "--after", "one"], &source);
    assert!(stdout(&made).contains("chapters/04-four.md -> chapters/05-four.md\nLinks to them were changed in 6 files."), "{}", stdout(&made));
    let read = |path: &str| fs::read_to_string(source.join(path)).expect("a text");
    assert_eq!(
        read("chapters/01-one.md"),
        "---\ntitle: One\n---\nSee [two](03-two.md), [a part](04-parts/01-part.md), [[Four]] and [four].\r\n\n[four]: 05-four.md#money\n"
    );
    assert_eq!(
        read("chapters/03-two.md"),
        "---\ntitle: Two\n---\nSee [parts](<04-parts/index.md>), `03-parts/index.md`, [site](https://example.org/04-four.md) and 04-four.md.\n"
    );
    assert!(read("chapters/04-parts/01-part.md").contains("[two](../03-two.md) and [parts](index.md) and [again](../04-parts/index.md)"));
}

#[test]
fn sections_and_annexes_find_their_places() {
    let source = linked("new-places");
    for (title, arguments) in [("Before", &["--first"][..]), ("Last", &[]), ("After", &["--after", "part"])] {
        let made = run(&[&["new", "chapter", title, "--section-of", "parts"], arguments].concat(), &source);
        assert_eq!(code(&made), 0, "{title}: {}", stderr(&made));
    }
    assert_eq!(names(&source.join("chapters/03-parts")), ["00-before.md", "01-part.md", "02-after.md", "03-last.md", "index.md"]);
    for title in ["Method", "Figures", "A chapter"] {
        let annex: &[&str] = if title == "A chapter" { &[] } else { &["--annex"] };
        assert_eq!(code(&run(&[&["new", "chapter", title], annex].concat(), &source)), 0);
    }
    assert!(fs::read_to_string(source.join("chapters/91-figures.md")).expect("an annex").contains("number: \"B\""));
    assert!(source.join("chapters/05-a-chapter.md").is_file(), "a chapter comes before the annexes: {:?}", names(&source.join("chapters")));
    assert_eq!(code(&run(&["check"], &source)), 0);
}

#[test]
fn no_room_is_made_if_anything_is_in_the_way() {
    let source = linked("new-in-the-way");
    assert!(refused(&["new", "chapter", "New", "--after", "five"], &source).contains("there are: one, two, parts, four"));
    assert!(refused(&["new", "chapter", "Two", "--after", "one"], &source).contains("already has the title"));
    assert!(refused(&["new", "chapter", "New", "--first", "--annex"], &source).contains("cannot be used with"));
    // A folder without texts has the name that a chapter would get.
    fs::create_dir_all(source.join("chapters/05-four.md")).expect("made");
    assert!(refused(&["new", "chapter", "New", "--after", "one"], &source).contains("already exists"));
    fs::remove_dir(source.join("chapters/05-four.md")).expect("removed");
    fs::write(source.join("chapters/notes.md"), "---\ntitle: Notes\n---\nText.\n").expect("written");
    assert!(refused(&["new", "chapter", "New", "--after", "one"], &source).contains("not all files in chapters begin with a number"));
}

#[cfg(unix)]
#[test]
fn a_failure_half_way_restores_names_and_texts() {
    let source = linked("new-failure");
    // Links are never replaced, so that this file cannot be written after files have been renamed and others written.
    fs::rename(source.join("pages/help.md"), source.join("help.txt")).expect("moved");
    std::os::unix::fs::symlink("../help.txt", source.join("pages/help.md")).expect("linked");
    assert!(refused(&["new", "chapter", "New", "--after", "one"], &source).contains("is a link"));
    assert_eq!(names(&source.join("chapters")), ["01-one.md", "02-two.md", "03-parts", "04-four.md"]);
}
