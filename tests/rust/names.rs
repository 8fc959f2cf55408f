//! File names in decomposed form, as macOS and some archives store them.

use std::fs;
use std::process::Command;

use crate::cli::{code, scratch, stderr, text};

#[test]
fn decomposed_names_are_found_published_and_fixed() {
    let source = scratch("decomposed-names").join("strategy");
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).output().expect("the program starts");
    assert_eq!(code(&run(&["init", text(&source)])), 0);
    let write = |path: &str, words: &str| {
        let path = source.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, words).expect("written");
    };
    write("chapters/03-cafe\u{301}.md", "---\ntitle: The caf\u{e9}\nversion: \"0.1\"\n---\nThe charity helped 14500 people.\n");
    write("images/E\u{301}lan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    let links = "See [the caf\u{e9}](03-caf\u{e9}.md).\n\n![A picture of nothing](../images/\u{c9}lan.svg)\n";
    write("chapters/01-introduction.md", &format!("---\ntitle: Introduction\nversion: \"0.1\"\n---\n{links}"));
    let output = source.with_file_name("output");
    let built = run(&["build", "--source", text(&source), "--output", text(&output), "--formats", "html"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    assert!(output.join("images/\u{c9}lan.svg").exists(), "the picture is published under its composed name");
    let fixed = run(&["check", "--fix", "--source", text(&source)]);
    let chapter = fs::read_to_string(source.join("chapters/03-cafe\u{301}.md")).expect("the file keeps its name");
    assert!(chapter.contains("14,500 people"), "{}", stderr(&fixed));
}
