//! Word documents: cases as the XML of their parts, zipped here.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use greenpaper::diag::{self, Style};
use greenpaper::import::{self, Changes, Imported, Options, Source};
use greenpaper::publish;
use jiff::civil::date;

use crate::cases;
use crate::project::{MemoryProject, draft};

const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart""#
);
/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0,
    0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99, 0x3d, 0x1d, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// The parts of a case: a short name stands for a part with its usual root.
fn parts(case: &str) -> BTreeMap<String, Vec<u8>> {
    let mut parts = BTreeMap::new();
    parts.insert(
        "_rels/.rels".to_owned(),
        br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#.to_vec(),
    );
    parts.insert("word/styles.xml".to_owned(), whole("styles", STYLES).into_bytes());
    for section in case.split("=== ").skip(1) {
        let (name, text) = section.split_once('\n').unwrap_or((section, ""));
        let (path, text) = match name.trim() {
            "document" => ("word/document.xml".to_owned(), whole("document", &format!("<w:body>{text}</w:body>"))),
            "rels" => (
                "word/_rels/document.xml.rels".to_owned(),
                format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{text}</Relationships>"#),
            ),
            name @ ("styles" | "numbering" | "footnotes" | "endnotes" | "comments") => {
                let text = if name == "styles" { format!("{STYLES}{text}") } else { text.to_owned() };
                (format!("word/{name}.xml"), whole(name, &text))
            }
            "house" | "options" => continue,
            path => (path.to_owned(), text.to_owned()),
        };
        let bytes = if path.ends_with(".png") || path.ends_with(".emf") { PIXEL.to_vec() } else { text.into_bytes() };
        parts.insert(path, bytes);
    }
    parts
}

const STYLES: &str = r#"
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>"#;

fn whole(root: &str, text: &str) -> String {
    format!(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMESPACES}>{text}</w:{root}>"#)
}

fn section<'c>(case: &'c str, name: &str) -> Option<&'c str> {
    case.split("=== ").find_map(|section| section.strip_prefix(name)?.strip_prefix('\n'))
}

pub(crate) fn zipped(case: &str) -> Vec<u8> {
    let parts = parts(case);
    publish::zip(parts.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))).expect("a small archive")
}

fn imported(case: &str, bytes: &[u8]) -> Imported {
    let changes = if section(case, "options").is_some_and(|options| options.contains("reject")) { Changes::Reject } else { Changes::Accept };
    let styles = section(case, "house").map(|text| ("import.yaml", text));
    import::import(&[Source { name: "plan.docx", bytes }], &Options { changes, styles, today: date(2026, 1, 2) })
}

#[test]
fn documents() {
    cases::each_case("word", |case| {
        let imported = imported(case, &zipped(case));
        let mut outcome = format!("=== report\n{}", diag::render(&imported.diagnostics, &imported.sources, Style::Plain));
        for (path, bytes) in &imported.files {
            let text = if path.starts_with("images/") { format!("({} bytes)\n", bytes.len()) } else { String::from_utf8_lossy(bytes).into_owned() };
            write!(outcome, "=== {path}\n{text}").expect("writing to a string cannot fail");
        }
        outcome
    });
}

#[test]
fn what_is_imported_builds() {
    cases::each_input("word", |case| {
        let imported = imported(case, &zipped(case));
        let built = draft(&MemoryProject(imported.files.iter().cloned().collect()));
        let errors = built.diagnostics.iter().filter(|finding| finding.severity == greenpaper::Severity::Error).count();
        assert_eq!(errors, 0, "{}", built.report());
    });
}

/// Words as the test counts them: without marks of Markdown, which may be inside.
fn words(text: &str) -> BTreeMap<String, usize> {
    let text: String = text.replace("\\n", " ").chars().filter(|c| !"*_~^\\`\u{ad}".contains(*c)).collect();
    let mut counts = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// The words of all paragraphs of the text of a document, by an XML reader of its own.
fn words_of_xml(parts: &BTreeMap<String, Vec<u8>>) -> String {
    let mut all = String::new();
    for name in ["word/document.xml", "word/footnotes.xml", "word/endnotes.xml"] {
        let Some(bytes) = parts.get(name) else { continue };
        let text = String::from_utf8_lossy(bytes);
        let mut fallback = 0;
        let mut is_text = false;
        for piece in text.split('<').skip(1) {
            let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
            let is_end = tag.starts_with('/');
            match name {
                "mc:Fallback" => fallback = if is_end { fallback - 1 } else { fallback + 1 },
                "w:t" | "w:delText" | "m:t" => is_text = !is_end && !tag.ends_with('/'),
                "w:p" | "w:tab" | "w:br" | "w:cr" | "w:noBreakHyphen" | "w:ins" | "w:del" => all.push(' '),
                _ => is_text = false,
            }
            if is_text && fallback == 0 {
                all.push_str(&words.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"));
            }
        }
    }
    all
}

#[test]
fn no_word_is_lost_in_silence() {
    let mut seen = 0;
    cases::each_input("word", |case| {
        let imported = imported(case, &zipped(case));
        let mut there = String::new();
        for (path, bytes) in imported.files.iter().filter(|(path, _)| !path.starts_with("images/")) {
            // Text that is left as it was must not come from the name of a file.
            let _ = path;
            there.push_str(&String::from_utf8_lossy(bytes).replace("<sub>", "").replace("</sub>", "").replace("<sup>", "").replace("</sup>", ""));
            there.push('\n');
        }
        for span in &imported.lost {
            there.push_str(&imported.sources.file(span.file).text[span.range()]);
            there.push('\n');
        }
        let there = words(&there);
        for (word, count) in words(&words_of_xml(&parts(case))) {
            let found = there.get(&word).copied().unwrap_or(0);
            assert!(found >= count, "\"{word}\" is {count} times in the document and {found} times in the result:\n{case}");
            seen += 1;
        }
    });
    assert!(seen > 100, "there are words: {seen}");
}

#[test]
fn what_is_lost_is_in_a_finding() {
    cases::each_input("word", |case| {
        let imported = imported(case, &zipped(case));
        assert!(imported.lost.is_empty() || !imported.diagnostics.is_empty());
        assert!(imported.diagnostics.iter().all(|finding| !finding.hints.is_empty()));
    });
}

#[test]
fn other_files_are_refused_in_plain_words() {
    let message = |bytes: &[u8]| {
        let imported =
            import::import(&[Source { name: "plan.docx", bytes }], &Options { changes: Changes::Accept, styles: None, today: date(2026, 1, 2) });
        assert!(imported.files.is_empty());
        imported.diagnostics.first().map(|finding| format!("{}: {}", finding.message, finding.hints.join(", "))).unwrap_or_default()
    };
    let whole = zipped("=== document\n<w:p><w:r><w:t>Words</w:t></w:r></w:p>");
    assert!(message(b"").contains("empty"));
    assert!(message(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0]).contains("Word 97"));
    let encrypted: Vec<u8> =
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1].into_iter().chain("EncryptedPackage".bytes().flat_map(|byte| [byte, 0])).collect();
    assert!(message(&encrypted).contains("password"));
    assert!(message(b"{\\rtf1 words}").contains("Rich Text"));
    assert!(message(b"%PDF-1.7").contains("PDF"));
    assert!(message(b"<!DOCTYPE html><html>").contains("web page"));
    assert!(message(b"words").contains("not a Word document"));
    for length in 1..whole.len() {
        assert!(!message(&whole[..length]).is_empty(), "cut after {length} bytes");
    }
    let damaged = zipped("=== word/document.xml\n<w:document><w:body>");
    assert!(message(&damaged).contains("damaged"));
    let entities = zipped("=== word/document.xml\n<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>");
    assert!(message(&entities).contains("damaged"));
    let deep = zipped(&format!("=== document\n{}{}", "<w:sdt><w:sdtContent>".repeat(5000), "</w:sdtContent></w:sdt>".repeat(5000)));
    assert!(message(&deep).contains("damaged"));
    // The list of files says that one unpacks to 4 GB.
    let mut bomb = whole.clone();
    let entry = bomb.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("an archive has a list");
    bomb[entry + 24..entry + 28].fill(0xff);
    assert!(message(&bomb).contains("unpacks to more"));
    let other = publish::zip([("readme.txt", b"words".as_slice())]).expect("a small archive");
    assert!(message(&other).contains("zip archive"));
}

#[test]
fn large_documents() {
    // 300 pages of 400 words, 10,000 rows.
    let paragraph = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "some words of a text that goes on ".repeat(12));
    let mut body = String::from(r#"<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Chapter</w:t></w:r></w:p>"#);
    body.push_str(&paragraph.repeat(1250));
    body.push_str("<w:tbl>");
    body.push_str(&"<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>".repeat(10_000));
    body.push_str("</w:tbl>");
    body.push_str(&r#"<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>"#.repeat(10_000));
    let bytes = zipped(&format!("=== document\n{body}"));
    let start = std::time::Instant::now();
    let imported = imported("", &bytes);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
    assert_eq!(imported.counts.paragraphs, 11_250, "{:?}", imported.counts);
}

#[test]
fn reviews_are_comments_on_words_that_are_in_the_text() {
    let mut quoted = Vec::new();
    cases::each_input("word", |case| {
        if section(case, "comments").is_some() {
            let review = import::review(&zipped(case)).and_then(Result::ok).unwrap_or_default();
            quoted.push(review.comments.into_iter().map(|comment| (comment.text, comment.quoted)).collect::<Vec<_>>());
        }
    });
    let expected =
        [("Change \"ten\" to \"twelve\"", "We will build"), ("Which children?", "Every child"), ("Add: \"A new paragraph.\"", "The last one.")];
    let expected: Vec<(String, String)> = expected.map(|(text, quoted)| (text.to_owned(), quoted.to_owned())).to_vec();
    assert_eq!(quoted, [expected.clone(), expected]);
    assert!(import::review(b"comment,paragraph").is_none());
    assert!(import::review(b"PK\x03\x04damaged").is_some_and(|read| read.is_err()));
}
