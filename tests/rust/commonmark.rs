//! Renders the examples of the CommonMark specification and compares the HTML with the specification.
//!
//! The specification is in the npm package commonmark-spec, which `tests/run` installs.

use std::fs;
use std::path::Path;

use crate::project::{MemoryProject, draft};

/// Sections that greenpaper deliberately treats differently, with the reason. Their examples must still render without errors.
const DIFFERENT: [(&str, &str); 8] = [
    ("HTML blocks", "HTML is shown as text"),
    ("Raw HTML", "HTML is shown as text"),
    ("Images", "pictures must exist in images/"),
    ("Links", "links must lead to a file of the strategy or to the web; [[name]] links by name"),
    ("Link reference definitions", "links must lead to a file of the strategy or to the web"),
    ("Autolinks", "only web, e-mail and telephone addresses are links"),
    ("ATX headings", "an empty heading is an error; a heading may end in {#anchor}"),
    ("Setext headings", "the title is the only main heading; an empty one is an error"),
];

struct Example {
    number: usize,
    section: String,
    markdown: String,
    html: String,
}

fn examples() -> Vec<Example> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/browser/node_modules/commonmark-spec/spec.txt");
    let spec = fs::read_to_string(&path).expect("run `tests/run` or `npm --prefix tests/browser ci` first to install the specification");
    let fence = "`".repeat(32);
    let (mut section, mut examples) = (String::new(), Vec::new());
    let mut lines = spec.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            title.clone_into(&mut section);
        } else if line == format!("{fence} example") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
            let at = body.iter().position(|line| *line == ".").expect("an example has two parts");
            let text = |lines: &[&str]| lines.iter().map(|line| line.replace('→', "\t") + "\n").collect::<String>();
            examples.push(Example { number: examples.len() + 1, section: section.clone(), markdown: text(&body[..at]), html: text(&body[at + 1..]) });
        }
    }
    examples
}

#[test]
fn examples_render_as_specified() {
    let examples = examples();
    assert!(examples.len() > 600, "{} examples", examples.len());
    let mut compared = 0;
    let mut failures = Vec::new();
    for example in &examples {
        let chapter = format!("---\ntitle: T\n---\n{}", example.markdown);
        let built = draft(&MemoryProject::new([("chapters/a.md", chapter.as_bytes())]));
        let site = built.site();
        let is_different = DIFFERENT.iter().any(|(section, _)| *section == example.section)
            || ["<a ", "<img ", "<h1"].iter().any(|tag| example.html.contains(tag))
            || built.diagnostics.iter().any(|diagnostic| matches!(diagnostic.rule.as_str(), "raw-html" | "empty-heading"))
            || example.html.contains("<!--");
        if is_different {
            continue;
        }
        compared += 1;
        let page = String::from_utf8(site["a.html"].clone()).expect("pages are UTF-8");
        let body = page.split_once("<div class=prose>").and_then(|(_, rest)| rest.split_once("</div><p class=\"page-tools ")).map(|(body, _)| body);
        let got = tokens(body.unwrap_or(&page));
        let wanted = tokens(&example.html);
        if got != wanted {
            failures.push(format!("example {} ({}):\n{:?}\nwanted {wanted:?}\ngot    {got:?}", example.number, example.section, example.markdown));
        }
    }
    assert!(compared > 300, "only {compared} examples were compared");
    assert!(failures.is_empty(), "{} examples differ\n{}", failures.len(), failures.join("\n\n"));
}

/// Splits HTML into tag names and words; white space counts only inside `pre`.
fn tokens(html: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = html;
    let mut in_pre = false;
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>').unwrap_or(tag.len());
            let name: String = tag[..end].chars().take_while(|c| c.is_alphanumeric() || *c == '/').collect();
            in_pre = if name == "pre" { true } else { in_pre && name != "/pre" };
            tokens.push(format!("<{}>", name.trim_end_matches('/')));
            rest = tag.get(end + 1..).unwrap_or("");
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let text = unescape(&rest[..end]);
            if in_pre {
                tokens.push(text.trim_end_matches('\n').to_owned());
            } else {
                tokens.extend(text.split_ascii_whitespace().map(str::to_owned));
            }
            rest = &rest[end..];
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&LT;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}
