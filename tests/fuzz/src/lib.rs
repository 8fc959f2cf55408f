//! What the fuzz targets do with arbitrary bytes. Each function panics if a law does not hold.

#[path = "../../support/memory.rs"]
mod memory;
pub mod mutate;
#[path = "../../rust/project.rs"]
mod project;
mod reference;

use greenpaper::import::{self, Changes, Options, Source};
use greenpaper::{SourceMap, layout, publish, theme};

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
            let is_own = |tag: &&str| {
                tag.split('>').next().is_some_and(|tag| tag.contains(" src=") && ["assets/", "search/index.js"].iter().any(|file| tag.contains(file)))
            };
            // Blocks of data do not run.
            let scripts: Vec<&str> = lower.split("<script").skip(1).filter(|tag| !tag.starts_with(" type=\"application/ld+json\">")).collect();
            assert!(
                scripts.iter().all(|tag| is_own(&tag))
                    && scripts.len() <= 3
                    && !lower.contains("href=javascript")
                    && !lower.contains("href=\"javascript"),
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

/// What a part of a Word document declares about its names.
const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math""#
);

/// A document whose text, styles, numbering or comments are these bytes, or which is these bytes. The strategy that comes of it
/// can be read, and every finding has a remedy.
pub fn imports(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let names = ["document", "styles", "numbering", "comments", "footnotes"];
    let chosen = usize::from(*first) % (names.len() + 1);
    let document = if chosen == names.len() { bytes.to_vec() } else { word(&names, chosen, bytes) };
    for changes in [Changes::Accept, Changes::Reject] {
        let imported = import::import(
            &[Source { name: "plan.docx", bytes: &document }],
            &Options { changes, styles: None, today: jiff::civil::date(2026, 1, 2) },
        );
        assert!(imported.diagnostics.iter().all(|finding| !finding.hints.is_empty()), "{:?}", imported.diagnostics);
        draft(&MemoryProject(imported.files.into_iter().collect()));
    }
    drop(import::review(&document));
    drop(import::workbook(&document));
}

/// A document in which these bytes replace the content of one part.
fn word(names: &[&str], chosen: usize, bytes: &[u8]) -> Vec<u8> {
    let text = r#"<w:p><w:pPr><w:pStyle w:val="H1"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>One</w:t><w:footnoteReference w:id="2"/></w:r><w:commentRangeStart w:id="0"/></w:p>"#;
    let mut parts = vec![(
        "_rels/.rels".to_owned(),
        br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#.to_vec(),
    )];
    for (at, name) in names.iter().enumerate() {
        let content = if at == chosen {
            bytes
        } else if *name == "document" {
            text.as_bytes()
        } else {
            b""
        };
        let (open, close) = if *name == "document" { ("<w:body>", "</w:body>") } else { ("", "") };
        let part = [format!("<w:{name} {NAMESPACES}>{open}").as_bytes(), content, format!("{close}</w:{name}>").as_bytes()].concat();
        parts.push((format!("word/{name}.xml"), part));
    }
    publish::zip(parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))).expect("a small archive")
}
