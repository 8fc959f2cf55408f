//! Mutates texts of the tests without any tool, for machines without cargo-fuzz.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Inputs that take longer are reported.
const SLOW: Duration = Duration::from_secs(5);
/// Longer inputs are truncated.
const LONGEST: usize = 4096;

/// Pieces with a meaning in some format.
const PIECES: [&str; 56] = [
    "---\n",
    "title: ",
    "\n\n",
    "  ",
    "\t",
    ": ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|",
    "> [!note] ",
    "> [!card] [x](02-b.md)\n",
    "```chart\n",
    "```\n",
    "```stats\n",
    "[[place]]",
    "[[",
    "]]",
    "[^1]",
    "[^1]: ",
    "<span lang=\"cy\">",
    "</span>",
    "<!-- greenpaper: allow raw-html: x -->",
    "<b>",
    "![x](../images/map.svg)",
    "](",
    "#",
    "## A {#a}",
    "&amp;",
    "&#0;",
    "\\",
    "\0",
    "\u{feff}",
    "\u{202e}",
    "\u{fdd0}",
    "\u{10ffff}",
    "ŵ",
    "🙂",
    "\r\n",
    "1e309",
    "-0",
    "99999999999999999999",
    "2023-02-30",
    "**",
    "<w:p><w:r><w:t>",
    "</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc>",
    "</w:tc></w:tr></w:tbl>",
    "<w:ins w:id=\"1\"><w:r>",
    "</w:r></w:ins>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:gridSpan w:val=\"-1\"/>",
];

/// Runs `target` on mutated texts for `--seconds` (10) or a number of `--inputs`, from `--seed` (1), or on the files named.
pub fn run(name: &str, target: fn(&[u8])) -> ExitCode {
    let (mut seconds, mut seed, mut inputs, mut files) = (10, 1, None, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).expect("a number");
        match argument.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            "--inputs" => inputs = Some(number()),
            _ => files.push(argument),
        }
    }
    if !files.is_empty() {
        files.iter().for_each(|file| target(&std::fs::read(file).expect("the file can be read")));
        return ExitCode::SUCCESS;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut corpus = Vec::new();
    for folder in ["../cases", "../../strategy", "../../themes"] {
        gather(&root.join(folder), &mut corpus);
    }
    corpus.sort();
    let mut random = Random(seed.max(1));
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut count = 0u64;
    while inputs.map_or_else(|| Instant::now() < end, |inputs| count < inputs) {
        let input = random.input(&corpus);
        let run = || {
            let start = Instant::now();
            let outcome = catch_unwind(AssertUnwindSafe(|| target(&input)));
            (outcome, start.elapsed() > SLOW)
        };
        let (outcome, mut is_slow) = run();
        // The machine may have been busy with something else.
        if is_slow {
            is_slow = run().1;
        }
        if outcome.is_err() || is_slow {
            let folder = root.join("artifacts");
            let file = folder.join(format!("{name}-{seed}-{count}"));
            std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&file, &input)).expect("the input can be kept");
            println!("{name}: {} after {count} inputs, kept in {}", if is_slow { "slow" } else { "panic" }, file.display());
            return ExitCode::FAILURE;
        }
        count += 1;
    }
    println!("{name}: {count} inputs from seed {seed}, no panic");
    ExitCode::SUCCESS
}

/// Text files of a folder; a case gives each of its files.
fn gather(folder: &Path, corpus: &mut Vec<Vec<u8>>) {
    let entries = std::fs::read_dir(folder).expect("a folder of texts");
    let paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    for path in paths {
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
        if path.is_dir() {
            gather(&path, corpus);
        } else if let ("case" | "md" | "yaml" | "csv" | "svg", Ok(text)) = (ending, std::fs::read_to_string(&path)) {
            corpus.extend(text.split("=== ").map(|file| file.split_once('\n').map_or(file, |(_, text)| text).as_bytes().to_vec()));
        }
    }
}

/// xorshift64* (Vigna 2016): the same inputs from the same seed everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }

    fn range(&mut self, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.below(bytes.len() + 1);
        start..(start + self.below(32)).min(bytes.len())
    }

    /// A mutated text of the corpus, after a byte that a target may use for its choices.
    fn input(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.below(corpus.len())].clone();
        bytes.truncate(LONGEST);
        for _ in 0..self.below(8) {
            let at = self.below(bytes.len() + 1);
            match self.below(6) {
                0 => drop(bytes.splice(at..at, PIECES[self.below(PIECES.len())].bytes())),
                1 => drop(bytes.drain(self.range(&bytes))),
                2 => {
                    let piece = bytes[self.range(&bytes)].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
                3 => {
                    let other = &corpus[self.below(corpus.len())];
                    let piece = other[self.range(other)].to_vec();
                    drop(bytes.splice(at..at, piece));
                }
                4 => bytes.insert(at, self.below(256) as u8),
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= 1 << self.below(8);
                    }
                }
            }
        }
        bytes.insert(0, self.below(256) as u8);
        bytes
    }
}
