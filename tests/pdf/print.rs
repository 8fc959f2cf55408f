//! Prints a strategy: `cargo run --release --example print -- STRATEGY FOLDER [REPEAT]` writes its editions into a folder
//! and prints how long layout and writing took.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "tests make folders and look at them")]

use std::path::Path;
use std::time::Instant;

use greenpaper::diag::Severity;
use greenpaper::pipeline::{self, Cache, Options, StrategyFolder};
use greenpaper::{layout, pdf};
use rayon::prelude::*;

mod measure;

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, source, output, rest @ ..] = &arguments[..] else { return Err("usage: print STRATEGY FOLDER [REPEAT]".into()) };
    let repeat: u32 = rest.first().and_then(|count| count.parse().ok()).unwrap_or(1);
    let folder = StrategyFolder::open(Path::new(source))?;
    let inputs = folder.inputs();
    let mut checked = pipeline::run(&inputs, &Options::default(), &mut Cache::default())?;
    pipeline::check_print(&inputs, &mut checked);
    let (document, theme) = (&checked.document, &checked.theme);
    let pictures = |path: &str| inputs.project.read(path, 1 << 30).ok();
    let start = Instant::now();
    for _ in 0..repeat {
        let all: Vec<_> = layout::print_sizes(document)
            .into_par_iter()
            .map(|edition| pdf::render(&layout::lay_out(document, theme, &edition, None, &pictures).0))
            .collect();
        std::hint::black_box(all);
    }
    let both = start.elapsed() / repeat;
    for edition in layout::print_sizes(document) {
        let (mut laid, mut written, mut measured, mut bytes) = (f64::MAX, f64::MAX, measure::Measured::default(), Vec::new());
        for _ in 0..repeat {
            let start = Instant::now();
            let (paged, _) = layout::lay_out(document, theme, &edition, None, &pictures);
            laid = laid.min(start.elapsed().as_secs_f64());
            let start = Instant::now();
            bytes = pdf::render(&paged);
            written = written.min(start.elapsed().as_secs_f64());
            measured = measure::measure(&paged);
        }
        let name = edition.file_name(document);
        println!("{name}: {} bytes, layout {:.1} ms, file {:.1} ms", bytes.len(), laid * 1e3, written * 1e3);
        let measure::Measured { pages, holes, divided, stranded, tails } = measured;
        println!("  {pages} pages, {holes} holes, {divided} divided boxes, {stranded} stranded lines, {tails} short last pages");
        std::fs::write(Path::new(output).join(name), bytes)?;
    }
    println!("all editions in parallel: {:.1} ms on average", both.as_secs_f64() * 1e3);
    for finding in checked.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).take(20) {
        let place = finding.span.map(|span| (checked.sources.file(span.file), span.start));
        let place = place.map(|(file, start)| format!("{}:{}: ", file.path, file.location(start).line));
        println!("{}{}: {}", place.unwrap_or_default(), finding.rule, finding.message);
    }
    Ok(())
}
