//! Prints a strategy: `cargo run --release --example print -- STRATEGY FOLDER [REPEAT]` writes its editions into a folder
//! and says how long layout and file took.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

use std::path::Path;
use std::time::Instant;

use greenpaper::parse::{self, Loaded};
use greenpaper::read::{FsProject, Project as _};
use greenpaper::resolve::{self, ResolveCache};
use greenpaper::{diag, layout, pdf, theme};
use rayon::prelude::*;

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, source, output, rest @ ..] = &arguments[..] else { return Err("usage: print STRATEGY FOLDER [REPEAT]".into()) };
    let repeat: u32 = rest.first().and_then(|count| count.parse().ok()).unwrap_or(1);
    let project = FsProject::open(Path::new(source))?;
    let Loaded { mut sources, draft, diagnostics: faults } = parse::load(&project)?;
    let (document, more) = resolve::resolve(draft, &sources.map, &mut ResolveCache::default());
    let mut faults: Vec<_> = faults.into_iter().chain(more).collect();
    let folder = Path::new(source).join("theme");
    let files = folder.is_dir().then(|| theme_files(&folder));
    let (theme, more) = theme::load(files, "theme/", &document.settings.language, &mut sources.map);
    faults.extend(more);
    let pictures = |path: &str| project.read(path, 1 << 30).ok();
    let start = Instant::now();
    for _ in 0..repeat {
        let all: Vec<_> = layout::print_sizes(&document)
            .into_par_iter()
            .map(|edition| pdf::render(&layout::lay_out(&document, &theme, &edition, None, &pictures).0))
            .collect();
        std::hint::black_box(all);
    }
    let both = start.elapsed() / repeat;
    for edition in layout::print_sizes(&document) {
        let (mut laid, mut written, mut pages, mut bytes) = (f64::MAX, f64::MAX, 0, Vec::new());
        for _ in 0..repeat {
            let start = Instant::now();
            let (paged, more) = layout::lay_out(&document, &theme, &edition, None, &pictures);
            laid = laid.min(start.elapsed().as_secs_f64());
            let start = Instant::now();
            bytes = pdf::render(&paged);
            written = written.min(start.elapsed().as_secs_f64());
            pages = paged.pages.len();
            faults.extend(more);
        }
        let name = edition.file_name(&document);
        println!("{name}: {pages} pages, {} bytes, layout {:.1} ms, file {:.1} ms", bytes.len(), laid * 1e3, written * 1e3);
        std::fs::write(Path::new(output).join(name), bytes)?;
    }
    println!("all editions in parallel: {:.1} ms on average", both.as_secs_f64() * 1e3);
    faults.dedup();
    for fault in faults.iter().filter(|fault| fault.severity == diag::Severity::Error).take(20) {
        let place = fault.span.map(|span| format!("{}:{}", sources.map.file(span.file).path, sources.map.file(span.file).location(span.start).line));
        println!("{} {}: {}", place.unwrap_or_default(), fault.rule, fault.message);
    }
    Ok(())
}

fn theme_files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let path = entry.path().strip_prefix(folder).ok()?.to_string_lossy().into_owned();
            Some((path, std::fs::read(entry.path()).ok()?))
        })
        .collect()
}
