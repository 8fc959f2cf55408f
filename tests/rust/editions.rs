//! Editions in other languages: every page leads to the same page and passage in the other language, on the site and in print.

use std::collections::{BTreeMap, BTreeSet};

use greenpaper::build::OutputFormat;

use crate::project::{MemoryProject, draft};

const SETTINGS: &str = "title: Our plan\npublisher: The council\nlanguage: en-GB\nstatus: final\nbase_url: https://example.org/plan/\n\
    contact: {email: a@example.org}\neditions:\n  cy: {title: Ein cynllun, subtitle: Drafft, publisher: Y cyngor}\n\
    versions:\n  - {version: \"1.0\", date: 2023-01-31, comments: First}\n";

fn project() -> MemoryProject {
    let files: [(&str, &str); 8] = [
        ("strategy.yaml", SETTINGS),
        ("chapters/01-one.md", "---\ntitle: One\n---\nThe first homes.\n\n## A heading\n\n- Buses\n- Trains\n"),
        ("chapters.cy/01-one.md", "---\ntitle: Un\n---\nY cartrefi cyntaf.\n\n## Pennawd\n\n- Bysiau\n- Trenau\n"),
        ("chapters/02-two.md", "---\ntitle: Two\n---\nOnly in English. See [one](01-one.md).\n"),
        ("glossary/home.md", "---\nterm: Home\nalso: [homes]\n---\nWhere somebody lives.\n"),
        ("glossary.cy/home.md", "---\nterm: Cartref\nalso: [cartrefi]\n---\nLle mae rhywun yn byw.\n"),
        ("pages/map.md", "---\ntitle: A map\n---\nHere it is: [the plan](../chapters/01-one.md).\n"),
        ("pages.cy/map.md", "---\ntitle: Map\n---\nDyma hi: [y cynllun](../chapters/01-one.md).\n"),
    ];
    MemoryProject::new(files.map(|(path, text)| (path, text.as_bytes())))
}

fn pages(files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<&str, &str> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("UTF-8"))).collect()
}

/// The values of `start` up to the next `end`.
fn values<'h>(html: &'h str, start: &str, end: &[char]) -> BTreeSet<&'h str> {
    html.split(start).skip(1).map(|rest| rest.split(end).next().unwrap_or_default()).collect()
}

#[test]
fn every_page_leads_to_the_same_page_in_the_other_language() {
    let built = draft(&project());
    let rules: Vec<String> = built.diagnostics.iter().map(|finding| finding.rule.to_string()).collect();
    assert_eq!(rules, ["unread-words", "untranslated"]);
    let files = built.site();
    let pages = pages(&files);
    let (welsh, english): (BTreeMap<&str, &str>, BTreeMap<&str, &str>) = pages.iter().partition(|(path, _)| path.starts_with("cy/"));
    let own: Vec<&str> = welsh.keys().filter_map(|path| path.strip_prefix("cy/")).collect();
    assert_eq!(own, english.keys().copied().collect::<Vec<_>>(), "both have the same pages");
    for (path, html) in &pages {
        let is_welsh = path.starts_with("cy/");
        assert!(
            html.starts_with(if is_welsh { "<!doctype html><html dir=ltr lang=cy>" } else { "<!doctype html><html dir=ltr lang=en-GB>" }),
            "{path}"
        );
        let language = html.split_once("class=site-languages").and_then(|(_, rest)| rest.split_once("</nav>")).expect(path).0;
        assert!(language.contains(if is_welsh { "lang=en-GB" } else { "lang=cy" }), "{path}: {language}");
        if !path.ends_with("404.html") {
            let href = values(language, "href=", &[' ', '>']).into_iter().next().expect("a link");
            let to = if is_welsh { path.strip_prefix("cy/").expect("Welsh").to_owned() } else { format!("cy/{path}") };
            assert!(href.ends_with(&to) && pages.contains_key(to.as_str()), "{path}: {href}");
        }
    }
}

#[test]
fn passages_have_the_same_anchors_in_both_languages() {
    let files = draft(&project()).site();
    let pages = pages(&files);
    for path in ["one.html", "two.html", "map.html"] {
        let anchors = |path: &str| values(pages[path], "id=p_", &[' ', '>']);
        assert_eq!(anchors(path), anchors(&format!("cy/{path}")), "{path}");
        assert!(!anchors(path).is_empty(), "{path}");
    }
    // Text that nobody has translated is marked as English, and says so.
    let untranslated = pages["cy/two.html"];
    assert!(
        untranslated.contains("class=translation-note") && untranslated.contains("<h1 dir=ltr lang=en-GB") || untranslated.contains("lang=en-GB")
    );
    assert!(!pages["cy/one.html"].contains("translation-note") && !pages["two.html"].contains("translation-note"));
    // Each has its own glossary, and links to it.
    assert!(pages["cy/one.html"].contains(">cartrefi<") && pages["cy/glossary.html"].contains("Lle mae rhywun yn byw"));
    assert!(!pages["cy/glossary.html"].contains("Where somebody lives"));
}

#[test]
fn search_engines_and_readers_on_paper_find_both() {
    let files = draft(&project()).published(&[OutputFormat::Html, OutputFormat::Pdf]);
    let text = |path: &str| String::from_utf8_lossy(&files[path]).into_owned();
    let both = ["<loc>https://example.org/plan/one.html", "<loc>https://example.org/plan/cy/one.html"];
    assert!(both.iter().all(|place| text("sitemap.xml").contains(place)), "{}", text("sitemap.xml"));
    for page in ["one.html", "cy/one.html"] {
        for (language, href) in [("en-GB", "https://example.org/plan/one.html"), ("cy", "https://example.org/plan/cy/one.html")] {
            assert!(text(page).contains(&format!("<link href={href} hreflang={language} rel=alternate>")), "{page}: {language}");
        }
    }
    for print in
        ["downloads/our-plan.pdf", "downloads/our-plan-large-print.pdf", "cy/downloads/ein-cynllun.pdf", "cy/downloads/ein-cynllun-large-print.pdf"]
    {
        assert!(files.get(print).is_some_and(|bytes| bytes.starts_with(b"%PDF")), "{print} in {:?}", files.keys());
    }
    let pdf = lopdf::Document::load_mem(&files["cy/downloads/ein-cynllun.pdf"]).expect("a PDF");
    let language = pdf.catalog().and_then(|catalog| catalog.get(b"Lang")).and_then(lopdf::Object::as_str).expect("a language");
    assert_eq!(language, b"cy");
}
