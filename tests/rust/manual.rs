//! Runs every command in the documents as written, next to a copy of the sample.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rayon::prelude::*;

use crate::cli::{files, scratch, stderr};

const DOCUMENTS: [&str; 3] = ["README.md", "strategy/README.md", "themes/README.md"];

/// Commands that are not run, and why.
const NOT_RUN: [(&str, &str); 3] = [
    ("cargo run --release -- build", "takes minutes, and is `greenpaper build`"),
    ("tests/run", "would run this test"),
    ("cargo install --path .", "would change the machine"),
];

/// Values for the placeholders that readers replace.
const PLACES: [(&str, &str); 5] = [("DIR", "my-strategy"), ("NAME", "mine"), ("SHELL", "bash"), ("RULE", "link-text"), ("FILE", "changes.pdf")];

/// Commands to run first, as the surrounding text says.
const BEFORE: [(&str, &str); 5] = [
    ("greenpaper release --undo", "greenpaper release"),
    ("greenpaper draft ", "greenpaper release"),
    ("greenpaper seal ", "greenpaper build"),
    ("greenpaper verify", "greenpaper build"),
    ("greenpaper comments collate", "printf 'paragraph,comment\n1.1,Why?\n' > comments.csv"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The commands of a document, grouped by block: lines of indented code and of fences without a language, and inline code.
fn commands(text: &str) -> Vec<Vec<String>> {
    let mut found: Vec<Vec<String>> = Vec::new();
    // The length of the fence, and whether it has a language.
    let mut fence: Option<(usize, bool)> = None;
    let mut is_block = false;
    for line in text.lines() {
        let ticks = line.trim_start().bytes().take_while(|byte| *byte == b'`').count();
        let is_bare = ticks == line.trim().len();
        match fence {
            Some((length, _)) if is_bare && ticks >= length => {
                (fence, is_block) = (None, false);
                continue;
            }
            None if ticks >= 3 => {
                (fence, is_block) = (Some((ticks, !is_bare)), false);
                continue;
            }
            _ => {}
        }
        let is_code = fence.map_or(line.starts_with("    "), |(_, has_language)| !has_language);
        let is_command = is_code && (line.trim().starts_with("greenpaper ") || NOT_RUN.iter().any(|(known, _)| line.trim() == *known));
        match found.last_mut() {
            Some(block) if is_command && is_block => block.push(line.trim().to_owned()),
            _ if is_command => found.push(vec![line.trim().to_owned()]),
            _ => {}
        }
        is_block = is_command;
        if fence.is_none() && !is_code {
            found.extend(line.split('`').skip(1).step_by(2).filter(|code| code.starts_with("greenpaper ")).map(|code| vec![code.to_owned()]));
        }
        // Code blocks contain only commands.
        let is_odd = is_code && fence.is_none() && !is_command && !line.trim().is_empty();
        assert!(!is_odd, "{line} is no command: run it, or say why not");
    }
    found
}

/// The examples of `greenpaper --help`.
fn examples(help: &str) -> Vec<Vec<String>> {
    let examples = help.split_once("Examples:").expect("examples").1;
    let lines = examples.lines().filter(|line| line.starts_with("  greenpaper "));
    // The description follows after two spaces.
    lines.map(|line| vec![line.trim().split("  ").next().unwrap_or("").trim().to_owned()]).collect()
}

fn help() -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_greenpaper")).arg("--help").output().expect("the program starts");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn commands_are_found_where_they_are_shown() {
    let text = "A `greenpaper check` here.\n\n```\ngreenpaper a --b\n```\n\n```yaml\ngreenpaper: no\n```\n\n    greenpaper c\n    greenpaper d\n\n\
                ````markdown\n```\ngreenpaper no\n```\n````\n| `greenpaper e` | text `no` |\n";
    let expected = [vec!["greenpaper check"], vec!["greenpaper a --b"], vec!["greenpaper c", "greenpaper d"], vec!["greenpaper e"]];
    assert_eq!(commands(text), expected);
}

#[test]
fn every_command_of_the_documents_works() {
    let documents = DOCUMENTS.map(|name| commands(&fs::read_to_string(root().join(name)).expect("a document")));
    let all: BTreeSet<Vec<String>> = documents.into_iter().flatten().chain(examples(&help())).collect();
    assert!(all.len() > 35, "{all:?}");
    let needless: Vec<_> = NOT_RUN.iter().filter(|(known, _)| !all.iter().flatten().any(|command| command == known)).collect();
    assert!(needless.is_empty(), "no document has these: {needless:?}");
    let folder = scratch("manual");
    let sample = files(&root().join("strategy"));
    let blocks: Vec<&Vec<String>> = all.iter().collect();
    let faults: Vec<String> =
        blocks.par_iter().enumerate().filter_map(|(at, block)| run(&folder.join(at.to_string()), &sample, block).err()).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Runs the commands of a block in order, next to a copy of the sample.
fn run(folder: &Path, sample: &[(String, Vec<u8>)], block: &[String]) -> Result<(), String> {
    // A separate repository, because this one has a workflow already.
    fs::create_dir_all(folder.join(".git")).expect("made");
    for name in
        ["Our strategy.docx", "1.docx", "2.docx", "FILE.docx", "plan.docx"].iter().filter(|name| block.iter().any(|command| command.contains(**name)))
    {
        // What comes back from readers has comments.
        let case = if block[0].contains(" collate ") { "review-accepted" } else { "definitions" };
        let case = fs::read_to_string(root().join(format!("tests/cases/word/{case}.case"))).expect("a document");
        fs::write(folder.join(name), crate::word::zipped(&case)).expect("written");
    }
    // Readers who start a strategy have none.
    let starts = block[0].starts_with("greenpaper init") && !block[0].contains("--ci") || block[0].starts_with("greenpaper import");
    if !starts {
        for (name, bytes) in sample {
            let path = folder.join("strategy").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(path, bytes)).expect("copied");
        }
    }
    let run_before = BEFORE.iter().filter(|(command, _)| block[0].starts_with(command)).map(|(_, before)| (*before).to_owned());
    for command in run_before.chain(block.iter().cloned()) {
        if NOT_RUN.iter().any(|(known, _)| command == *known) {
            continue;
        }
        let words: Vec<&str> = command.split(' ').map(|word| PLACES.iter().find(|(place, _)| *place == word).map_or(word, |(_, own)| own)).collect();
        let command = words.join(" ");
        if command.starts_with("greenpaper serve") {
            serve(folder, &command)?;
            continue;
        }
        let output = shell(folder, &command).output().expect("a shell");
        if !output.status.success() {
            return Err(format!("{command}: {}\n{}", output.status, stderr(&output)));
        }
    }
    Ok(())
}

fn shell(folder: &Path, command: &str) -> Command {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_greenpaper"));
    let path = format!("{}:{}", program.parent().expect("a folder").display(), std::env::var("PATH").expect("a path"));
    let mut shell = Command::new("sh");
    // With `exec`, the program itself is the process to stop; `true` is the browser.
    shell.args(["-c", &format!("exec {command}")]).current_dir(folder).env("PATH", path).env("BROWSER", "true").env_remove("DISPLAY");
    shell
}

/// Starts a preview, waits for its address, and stops it.
fn serve(folder: &Path, command: &str) -> Result<(), String> {
    let mut child = shell(folder, command).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a shell");
    let mut said = String::new();
    let mut lines = BufReader::new(child.stderr.take().expect("its messages")).lines().map_while(Result::ok);
    let is_there = lines.any(|line| {
        said += &line;
        line.contains("http://127.0.0.1:") || line.contains("http://localhost:")
    });
    let _ = child.kill();
    let _ = child.wait();
    if is_there { Ok(()) } else { Err(format!("{command}: {said}")) }
}

#[test]
fn the_readme_names_every_command() {
    let help = help();
    let list = help.split_once("Commands:").and_then(|(_, rest)| rest.split_once("Options:")).expect("commands").0;
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next());
    let known: BTreeSet<String> = names.filter(|name| *name != "help").map(str::to_owned).collect();
    assert!(known.len() > 12, "{known:?}");
    let text = fs::read_to_string(root().join("README.md")).expect("the README");
    let shown: BTreeSet<String> = commands(&text).iter().flatten().filter_map(|command| command.split(' ').nth(1)).map(str::to_owned).collect();
    let missing: Vec<_> = known.difference(&shown).collect();
    assert!(missing.is_empty(), "README.md does not name {missing:?}");
}
