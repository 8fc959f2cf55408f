//! Extreme versions: they take no more time than ordinary ones.

use std::time::{Duration, Instant};

use greenpaper::history::{accept, changes, identify, redline, reject};

use super::{chapter, marked, version};
use crate::project::MemoryProject;
use crate::show::show;

/// A generous limit, also for slow machines; anything quadratic takes minutes.
const LONG: Duration = Duration::from_secs(20);

fn in_time<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = work();
    assert!(start.elapsed() < LONG, "it took {:?}", start.elapsed());
    result
}

#[test]
fn ten_thousand_paragraphs_that_are_the_same() {
    let same = "The same paragraph again and again.\n\n";
    let mut old = chapter(&same.repeat(10_000));
    let mut new = chapter(&format!("{}A new one.\n\n{}", same.repeat(4_000), same.repeat(5_999)));
    let made = in_time(|| redline(&old, &new));
    assert_eq!(marked(&made), ["~ paragraph: [-The same paragraph again and again.-]{+A new one.+}"]);
    let other = chapter(&"Another paragraph altogether, ten thousand times.\n\n".repeat(10_000));
    let counts = in_time(|| changes(&redline(&old, &other))).texts[0].counts;
    assert_eq!((counts.added, counts.removed), (10_000, 10_000));
    in_time(|| {
        identify(&mut old, &[]);
        identify(&mut new, &[]);
    });
}

#[test]
fn a_huge_paragraph_rewritten_throughout() {
    let words = |seed: usize| (0..100_000).map(|at| format!("w{} ", (at * seed) % 7_919)).collect::<String>();
    let (old, new) = (chapter(&words(3)), chapter(&words(7)));
    let made = in_time(|| redline(&old, &new));
    assert_eq!(show(&accept(made)), show(&new));
}

#[test]
fn versions_that_share_nothing() {
    let words = |name: &str| (0..300).map(|at| format!("{name}{at} {name}{} {name}{}\n\n", at * 7, at * 11)).collect::<String>();
    let (old, new) = (chapter(&words("a")), chapter(&words("b")));
    let made = in_time(|| redline(&old, &new));
    let counts = changes(&made).texts[0].counts;
    assert_eq!((counts.added, counts.removed, counts.edited), (300, 300, 0));
    assert_eq!(show(&reject(made)), show(&old));
}

#[test]
fn a_version_without_chapters() {
    let (nothing, _) = version(&MemoryProject::new([]));
    let text = chapter("Text.");
    assert_eq!(show(&accept(redline(&nothing, &text))), show(&text));
    assert_eq!(show(&reject(redline(&nothing, &text))), show(&nothing));
    assert_eq!(show(&accept(redline(&text, &nothing))), show(&nothing));
}

#[test]
fn rewrapped_text_is_no_change() {
    let old = chapter("One two three four\nfive six.\n\n- a\n- b\n\n| A | B |\n|---|---|\n| 1 | 2 |");
    let new = chapter("One two\nthree four five\nsix.\n\n\n* a\n* b\n\n|A|B|\n|:--|--|\n|1|2|");
    assert_eq!(marked(&redline(&old, &new)), [""; 0]);
}
