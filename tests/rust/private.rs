//! Private notes, in every form and place that authors use, never reach a page.

use crate::project::{Built, MemoryProject, draft};

/// Notes that are not comments, though their authors meant them to be.
const EXPOSED: [&str; 12] = [
    "<!-- SECRET",
    "<!-- SECRET --!>",
    "<!-- SECRET \u{2013}>",
    "<!-- SECRET ->",
    "<!--> SECRET",
    "<!---> SECRET -->",
    "<!\u{2013} SECRET \u{2013}>",
    "<!\u{2014} SECRET -->",
    "<! -- SECRET -->",
    "< !-- SECRET -->",
    "<!- SECRET ->",
    "<!SECRET",
];

/// Where a note may be; `NOTE` is the note.
const PLACES: [&str; 15] = [
    "NOTE",
    "Words NOTE",
    "## Heading NOTE",
    "- item\n- NOTE\n- item",
    "1. item\n\n   NOTE",
    "> quote\n> NOTE",
    "> [!note] Title NOTE\n> words",
    "> [!note] Title\n>\n> NOTE",
    "Term\n: NOTE",
    "Words.[^a]\n\n[^a]: NOTE",
    "| a | b |\n|---|---|\n| NOTE | c |",
    "**bold NOTE**",
    "    NOTE",
    "```text\nNOTE",
    "Table: Caption NOTE\n\n| a | b |\n|---|---|\n| c | d |",
];

/// The site of a strategy with a chapter for each of `bodies`, under both settings of `raw_html`.
fn sites(bodies: &[String]) -> [Built; 2] {
    ["report", "allow"].map(|html| {
        let settings = format!(
            "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nraw_html: {html}\nversions: [{{version: \"1.0\", date: 2023-03-03}}]\ncontact: {{email: a@example.org}}\n"
        );
        let chapter = |(nth, body): (usize, &String)| (format!("chapters/{nth:02}-part{nth}.md"), format!("---\ntitle: Part {nth}\n---\n{body}\n\nThe end.\n"));
        let mut files: Vec<(String, String)> = bodies.iter().enumerate().map(chapter).collect();
        files.push(("strategy.yaml".into(), settings));
        files.push(("chapters/99-last.md".into(), "---\ntitle: Last\n---\nWords of the last chapter.\n".into()));
        draft(&MemoryProject::new(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()))))
    })
}

fn one(body: &str) -> [Built; 2] {
    sites(&[body.to_owned()])
}

fn pages_with(built: &Built, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(word);
    built.site().into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}

#[test]
fn notes_that_are_no_comments_are_errors_and_on_no_page() {
    for note in EXPOSED {
        let bodies = PLACES.map(|place| place.replace("NOTE", note));
        for built in sites(&bodies) {
            for (nth, body) in bodies.iter().enumerate() {
                let path = format!("chapters/{nth:02}-part{nth}.md");
                let is_told = built.diagnostics.iter().any(|finding| {
                    let is_here = finding.span.is_some_and(|span| built.sources.file(span.file).path == path);
                    is_here && (finding.rule == "exposed-comment" || finding.rule == "raw-html")
                });
                assert!(is_told, "{body:?} is not reported:\n{}", built.report());
            }
            assert_eq!(pages_with(&built, "SECRET"), [""; 0], "{note:?} is published:\n{}", built.report());
            assert!(!pages_with(&built, "Words of the last chapter").is_empty(), "{note:?} swallows other chapters");
        }
    }
}

#[test]
fn comments_are_silent_and_on_no_page() {
    let table = "Table: Numbers of homes\n\n| Town | Homes |\n|---|---|\n| Ash <!-- SECRET --> | 12 |\n| Elm | 13 |";
    let places = [
        "<!-- SECRET -->",
        "<!--SECRET\n\nSECRET\n-->",
        "Words <!-- SECRET --> go on.",
        "Words <!-- SECRET\nSECRET --> go on.",
        "- item<!-- SECRET -->\n- item <!-- <!-- SECRET -->",
        "> <!-- SECRET -->\n> Words.",
        "<!-- SECRET --> <!-- SECRET -->",
        table,
    ];
    for chapter in places {
        for built in one(chapter) {
            let told = built.diagnostics.iter().find(|finding| finding.rule.contains("comment") || finding.rule.contains("html"));
            assert!(told.is_none(), "{chapter:?}: {}", built.report());
            assert_eq!(pages_with(&built, "SECRET"), [""; 0], "{chapter:?}");
        }
    }
}

#[test]
fn comments_inside_html_are_on_no_page() {
    let places = [
        "<div>\n<!-- SECRET -->\n</div>",
        "<div><!-- SECRET -->\n<p>Words</p></div>",
        "<!-- SECRET --> words",
        "Words <? SECRET ?> go on.",
        "<!SECRET>",
    ];
    for chapter in places {
        for built in one(chapter) {
            assert!(!built.diagnostics.is_empty() || chapter.contains("<div>"), "{chapter:?} is not reported");
            assert_eq!(pages_with(&built, "SECRET"), [""; 0], "{chapter:?}");
        }
    }
}

#[test]
fn code_shows_comments() {
    for built in one("Write `<!-- NOTE -->` or \\<!-- NOTE.\n\n```html\n<!-- NOTE -->\n```") {
        assert!(!built.diagnostics.iter().any(|finding| finding.rule == "exposed-comment"), "{}", built.report());
        assert!(!pages_with(&built, "NOTE").is_empty());
    }
}

/// Every kind of file may hold a conflict.
#[test]
fn conflicts_are_errors_in_every_file() {
    let conflict = |ours: &str, theirs: &str| format!("<<<<<<< HEAD\n{ours}\n||||||| base\n=======\n{theirs}\n>>>>>>> draft\n");
    let settings = "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions: [{version: \"1.0\", date: 2023-03-03}]\n";
    let front = |rest: &str| format!("---\ntitle: First\n{rest}---\nWords.\n");
    let files = [
        ("strategy.yaml", format!("{settings}{}", conflict("subtitle: A", "subtitle: B"))),
        ("chapters/01-first.md", front(&conflict("summary: A", "summary: B"))),
        ("chapters/01-first.md", front("") + "\n" + &conflict("- a", "- b")),
        ("chapters/01-first.md", front("") + "\n" + &conflict("\na\n", "\nb\n").replace('\n', "\r\n")),
        ("glossary/plan.md", "---\nterm: plan\n---\n".to_owned() + &conflict("A.", "B.")),
        ("glossary/list.md", conflict("Plan\n: A.", "Plans\n: B.")),
        ("pages/news.md", front("") + &conflict("a", "b")),
        ("data/figures.csv", "a,b\n".to_owned() + &conflict("c,1", "c,2")),
    ];
    for (path, text) in &files {
        let mut all = vec![("strategy.yaml", settings.as_bytes()), ("chapters/01-first.md", b"---\ntitle: First\n---\nWords.\n".as_slice())];
        all.retain(|(known, _)| known != path);
        all.push((path, text.as_bytes()));
        let built = draft(&MemoryProject::new(all));
        let conflicts = built.diagnostics.iter().filter(|finding| finding.rule == "merge-conflict").count();
        assert_eq!(conflicts, 1, "{path}: {}", built.report());
        for sign in ["&lt;&lt;&lt;&lt;", "|||||||", "=======", "&gt;&gt;&gt;&gt;"] {
            // In plain text, headings are underlined with equals signs.
            let is_page = |page: &String| sign != "=======" || !page.ends_with(".txt");
            let shown: Vec<String> = pages_with(&built, sign).into_iter().filter(is_page).collect();
            assert_eq!(shown, [""; 0], "{path}");
        }
    }
}
