//! How long the redline of two versions takes, compared with parsing one of them.
//!
//! `cargo run --release --example redline -- FOLDER [FOLDER]` compares a strategy with another, or with itself after editing
//! every fifth paragraph, and prints the median of several runs.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

use std::path::Path;
use std::time::{Duration, Instant};

use greenpaper::model::{Block, BlockKind, Draft, Inline};
use greenpaper::parse::{self, ParseCache};
use greenpaper::read::FsProject;
use greenpaper::{history, read};

const RUNS: usize = 7;

fn main() -> Result<(), greenpaper::Error> {
    let folders: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = folders.first() else { return Ok(()) };
    let sources = read::read(&FsProject::open(Path::new(folder))?)?.0;
    let parsed = || parse::parse(&sources, &mut ParseCache::default()).0;
    report("parse", || (), |()| parsed());
    let mut old = parsed();
    report("identify, alone", parsed, |mut draft| history::identify(&mut draft, &[]));
    history::identify(&mut old, &[]);
    let identity = history::Identity::of(&old, &sources.map, None);
    let edited = || match folders.get(1) {
        Some(other) => parse::load(&FsProject::open(Path::new(other)).expect("a folder")).expect("a strategy").draft,
        None => edit(parsed()),
    };
    report("identify, from the version before", edited, |mut draft| history::identify(&mut draft, &[(&old, &identity)]));
    let unknown = edited();
    report("redline, without identities", || (), |()| history::redline(&old, &unknown));
    let mut new = edited();
    history::identify(&mut new, &[(&old, &identity)]);
    report("redline, with identities", || (), |()| history::redline(&old, &new));
    report("redline of a version with itself", || (), |()| history::redline(&old, &old));
    let redline = history::redline(&old, &new);
    report("changes", || (), |()| history::changes(&redline));
    Ok(())
}

/// Edits every fifth paragraph, removes every fiftieth, moves every hundredth to the end.
fn edit(mut draft: Draft) -> Draft {
    for chapter in draft.chapters.iter_mut().map(std::sync::Arc::make_mut) {
        let mut moved: Vec<Block<_>> = Vec::new();
        let mut at = 0;
        chapter.body.retain_mut(|block| {
            at += 1;
            if let BlockKind::Paragraph(line) = &mut block.kind
                && at % 5 == 0
                && let Some(Inline::Text(text)) = line.first_mut()
            {
                text.text = text.text.replacen(" the ", " each and every ", 2).into();
            }
            if at % 100 == 0 {
                moved.push(block.clone());
            }
            at % 50 != 0
        });
        chapter.body.extend(moved);
    }
    draft
}

#[expect(clippy::print_stdout, reason = "it is what the program is for")]
fn report<I, T>(name: &str, prepare: impl Fn() -> I, work: impl Fn(I) -> T) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let input = prepare();
            let start = Instant::now();
            let result = work(input);
            let time = start.elapsed();
            drop(result);
            time
        })
        .collect();
    times.sort();
    println!("{:>9.2} ms  {name}", times[RUNS / 2].as_secs_f64() * 1000.0);
}
