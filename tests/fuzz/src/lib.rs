//! What the fuzz targets do with arbitrary bytes. Each function panics if a law does not hold.

#[path = "../../support/memory.rs"]
mod memory;
pub mod mutate;
#[path = "../../rust/project.rs"]
mod project;
mod reference;

use greenpaper::{SourceMap, layout, theme};

use project::{MemoryProject, SETTINGS, draft};

/// The files that arbitrary bytes replace, one at a time.
const FILES: [&str; 7] =
    ["strategy.yaml", "chapters/01-a.md", "chapters/02-b/01-c.md", "glossary/a.md", "pages/transcripts/d.md", "data/people.csv", "images/map.svg"];

const CHART: &[u8] = b"---\ntitle: B\n---\n```chart\nkind: bar\ntitle: T\nsummary: S\nfile: ../../data/people.csv\n```\n\n```video\ntitle: V\nurl: https://example.org/\ntranscript: ../../pages/transcripts/d.md\n```\n\n![Map](../../images/map.svg)\n";

/// A valid strategy in which the bytes replace the file that the first byte selects.
pub fn sources(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let mut files: Vec<(&str, &[u8])> = vec![
        ("chapters/01-a.md", b"---\ntitle: A\n---\nA place of the ICB. [B](02-b/index.md)\n"),
        ("chapters/02-b/index.md", CHART),
        ("glossary/a.md", b"---\nterm: Place\n---\nWhere people live.\n"),
        ("pages/transcripts/d.md", b"---\ntitle: D\n---\nWords.\n"),
        ("data/people.csv", b"place,people\nA,1\n"),
    ];
    let chosen = FILES[*first as usize % FILES.len()];
    files.retain(|(path, _)| *path != chosen);
    files.push((chosen, bytes));
    let built = draft(&MemoryProject::new(files));
    let report = built.report();
    assert!(built.diagnostics.is_empty() || !report.is_empty());
    for fault in &built.diagnostics {
        assert!(!fault.hints.is_empty(), "no hint: {fault:?}");
        for span in fault.span.iter().chain(fault.labels.iter().map(|(span, _)| span)) {
            assert!(built.sources.file(span.file).text.get(span.range()).is_some(), "a place out of bounds: {fault:?}");
        }
    }
}

/// A theme whose `theme.yaml`, or interface texts, are these bytes.
pub fn theme(bytes: &[u8]) {
    for path in ["theme.yaml", "strings/en.yaml"] {
        let (_, faults) = theme::load(Some(vec![(path.into(), bytes.to_vec())]), "themes/mine/", "en-GB", &mut SourceMap::default());
        assert!(faults.iter().all(|fault| !fault.hints.is_empty()), "{faults:?}");
    }
}

fn chapter(bytes: &[u8]) -> MemoryProject {
    let text = [b"---\ntitle: A\n---\n", bytes].concat();
    let files: [(&str, &[u8]); 5] = [
        ("chapters/01-a.md", &text),
        ("chapters/02-b.md", b"---\ntitle: B\n---\nText.\n"),
        ("glossary/a.md", b"Integrated Care Board (ICB)\n: A body for a place.\n\nplace\n: Where people live.\n"),
        ("data/people.csv", b"place,people\nA,1\nB,2\n"),
        ("images/map.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>"),
    ];
    MemoryProject::new(files)
}

/// The whole site of a strategy with this chapter, whatever is wrong with it.
pub fn html(bytes: &[u8]) {
    let built = draft(&chapter(bytes));
    for (path, bytes) in built.site() {
        if path.ends_with(".html") {
            let page = String::from_utf8(bytes).expect("pages are UTF-8");
            let lower = page.to_ascii_lowercase();
            // The site's own scripts are files.
            let is_own = |tag: &&str| tag.split('>').next().is_some_and(|tag| tag.contains(" src=") && ["assets/", "search/index.js"].iter().any(|file| tag.contains(file)));
            // Blocks of data do not run.
            let scripts: Vec<&str> = lower.split("<script").skip(1).filter(|tag| !tag.starts_with(" type=\"application/ld+json\">")).collect();
            assert!(
                scripts.iter().all(|tag| is_own(&tag)) && scripts.len() <= 3 && !lower.contains("href=javascript") && !lower.contains("href=\"javascript"),
                "{path} runs a program"
            );
        }
    }
}

/// The printed edition of a strategy with this chapter, if it has no errors.
pub fn layout(bytes: &[u8]) {
    let project = chapter(bytes);
    let built = draft(&project);
    if built.diagnostics.iter().any(|fault| fault.severity == greenpaper::Severity::Error) {
        return;
    }
    let read = |path: &str| project.0.get(path).cloned();
    for edition in layout::print_sizes(&built.document) {
        let (paged, _) = layout::lay_out(&built.document, &built.theme, &edition, None, &read);
        assert!(!paged.pages.is_empty());
    }
}

/// Terms and a line of text from a small alphabet, so that they often meet.
pub fn matcher(bytes: &[u8]) {
    reference::compare(bytes, SETTINGS);
}
