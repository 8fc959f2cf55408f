//! Properties that hold for any input.

use greenpaper::diag::{Diagnostic, Suggestion};
use greenpaper::model::{Inline, Target, Walk, WalkContext};
use greenpaper::span::Span;
use proptest::prelude::*;

use crate::project::{Built, MemoryProject, SETTINGS, draft};

/// Fragments of typical and of hostile Markdown.
fn piece() -> impl Strategy<Value = String> {
    let known = [
        "health inequalities",
        "ICB",
        "Integrated Care Board",
        "place",
        "**place**",
        "[[place]]",
        "`place`",
        "[a place](b.md)",
        "\n\n## place\n\n",
        "\n\n- place\n",
        "\n\n> [!note] place\n> ",
        "\n\n> [!card] [place](b.md)\n> ",
        "\n\n```stats\n- {value: 1, label: place}\n```\n\n",
        "\n\n| place | b |\n|---|---|\n| **x** | ICB |\n\n",
        "[^1]",
        "\n\n[^1]: place\n\n",
        "<span lang=\"cy\">lle</span>",
        "<b>",
        "&amp;",
        "\\",
        "*",
        "_",
        "\n",
        " ",
        "\u{a0}",
        "-",
        "'s",
        "\u{2019}",
        "(ICB)",
        "![x](y.png)",
        "\n\nTerm\n: place\n\n",
        "javascript:alert(1)",
        "\u{feff}",
        "\u{202e}",
        "🙂",
        "‘",
        "”.",
        "12500 people ",
        "10–15",
        "3rd of March 2022",
        "5.30 pm",
        "12 per cent",
        "(s)",
        "e.g.",
        " & ",
        "PLEASE NOTE",
        ".5",
        "\n\n- a;\n- b",
        " ,",
        "[the plan (PDF).](https://example.org/a.pdf)",
        "ŵ",
    ];
    prop_oneof![8 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => any::<String>()]
}

fn body() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

const GLOSSARY: &str =
    "health inequalities, inequalities\n: Unfair differences.\n\nIntegrated Care Board (ICB)\n: A body for a place.\n\nplace\n: Where people live.\n";

fn project(body: &str) -> MemoryProject {
    let chapter = format!("---\ntitle: A\n---\n{body}");
    MemoryProject::new([
        ("chapters/01-a.md", chapter.as_bytes()),
        ("chapters/02-b.md", b"---\ntitle: B\n---\nText.\n".as_slice()),
        ("glossary/terms.md", GLOSSARY.as_bytes()),
    ])
}

/// Collects violations: nested links, terms linked in headings, spans out of bounds.
struct Violations<'a> {
    sources: &'a greenpaper::SourceMap,
    broken: Vec<String>,
}

impl Walk<Target> for Violations<'_> {
    fn line(&mut self, line: &[Inline<Target>], context: WalkContext) {
        self.inlines(line, false, context);
    }
}

impl Violations<'_> {
    fn inlines(&mut self, line: &[Inline<Target>], in_link: bool, context: WalkContext) {
        for inline in line {
            match inline {
                Inline::Link(link) => {
                    if in_link {
                        self.broken.push(format!("a link inside a link: {link:?}"));
                    }
                    let is_automatic = matches!(&link.target, Target::Term(_)) && !self.text(link.span).contains("[[");
                    if is_automatic && context != WalkContext::Prose && !self.text(link.span).contains('[') {
                        self.broken.push(format!("a term linked outside running text: {link:?}"));
                    }
                    self.inlines(&link.content, true, context);
                }
                Inline::Emphasis(content)
                | Inline::Strong(content)
                | Inline::Strikethrough(content)
                | Inline::Shifted(_, content)
                | Inline::Language(_, content) => {
                    self.inlines(content, in_link, context);
                }
                Inline::Text(text) | Inline::Code(text) | Inline::Expanded(_, text) => {
                    let file = self.sources.file(text.span.file);
                    if file.text.get(text.span.range()).is_none() {
                        self.broken.push(format!("a span out of bounds: {text:?}"));
                    }
                }
                _ => {}
            }
        }
    }

    fn text(&self, span: greenpaper::span::Span) -> &str {
        self.sources.text(span)
    }
}

/// Findings without a hint, with a span out of bounds or inside a character, or with a suggestion that changes nothing.
fn malformed(built: &Built) -> Vec<String> {
    let text = |span: Span| built.sources.file(span.file).text.get(span.range());
    let is_well_formed = |finding: &&Diagnostic| {
        let mut places = finding.span.iter().chain(finding.labels.iter().map(|(span, _)| span));
        let changes =
            |suggestion: &Suggestion| text(suggestion.span).is_some_and(|written| !written.is_empty() && *written != suggestion.replacement);
        // What is read as other characters is in the text already, and only the file is written anew.
        let is_read = ["windows-1252", "not-utf-8", "ligature"].iter().any(|rule| finding.rule == *rule);
        let changes = |suggestion: &Suggestion| is_read || changes(suggestion);
        !finding.hints.is_empty() && places.all(|span| text(*span).is_some()) && finding.suggestion.as_deref().is_none_or(changes)
    };
    built.diagnostics.iter().filter(|finding| !is_well_formed(finding)).map(|finding| format!("{finding:?}")).collect()
}

/// Multi-byte characters at a YAML syntax error, after CRLF line endings, and in code at the start of a long sentence.
#[test]
fn spans_are_on_character_boundaries() {
    for bytes in ["\u{93f4}s: that\r\n sta\u{12}\u{10ffff}".as_bytes(), b"title: A\r\n\xc3\xa9\r\n\xff"] {
        let built = draft(&MemoryProject::new([("strategy.yaml", bytes)]));
        assert_eq!(malformed(&built), Vec::<String>::new());
    }
    let words = "0 ".repeat(40);
    for start in ["!`\u{fffd}` ", "`\u{fffd}` ", "`\u{fffd}\u{fffd}`! "] {
        let chapter = format!("---\ntitle: A\n---\n{start}{words}.\n");
        let built = draft(&MemoryProject::new([("chapters/a.md", chapter.as_bytes())]));
        assert!(built.diagnostics.iter().any(|finding| finding.rule == "sentence-length"));
        assert_eq!(malformed(&built), Vec::<String>::new());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn links_are_not_nested_and_spans_are_in_bounds(body in body()) {
        let built = draft(&project(&body));
        let mut violations = Violations { sources: &built.sources, broken: Vec::new() };
        for (_, chapter) in built.document.texts() {
            violations.chapter(chapter);
        }
        prop_assert!(violations.broken.is_empty(), "{:?}", violations.broken);
        prop_assert_eq!(malformed(&built), Vec::<String>::new());
    }

    #[test]
    fn rendering_is_deterministic(body in body()) {
        let first = draft(&project(&body));
        let second = draft(&project(&body));
        prop_assert_eq!(first.report(), second.report());
        prop_assert_eq!(first.site(), second.site());
    }

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), body in body()) {
        let mut chapter = b"---\ntitle: A\n---\n".to_vec();
        chapter.extend_from_slice(&bytes);
        let files: [(&str, &[u8]); 6] = [
            ("strategy.yaml", &bytes),
            ("chapters/01-a.md", &chapter),
            ("chapters/02-b.md", &bytes),
            ("glossary/a.md", &bytes),
            ("pages/c.md", body.as_bytes()),
            ("data/a.csv", &bytes),
        ];
        let built = draft(&MemoryProject::new(files));
        prop_assert_eq!(malformed(&built), Vec::<String>::new());
        let _ = built.report();
        let _ = built.site();
    }

    #[test]
    fn any_settings_are_read_without_panic(lines in proptest::collection::vec("(title|status|versions|print|check|language|glossary): ?[\\[\\]{}a-z0-9:,\" -]{0,20}", 0..8)) {
        let settings = format!("{SETTINGS}{}\n", lines.join("\n"));
        let built = draft(&MemoryProject::new([("strategy.yaml", settings.as_bytes())]));
        let _ = built.report();
    }
}

/// Markup written by greenpaper bypasses minify-html, because it is already minimal, which this test ensures.
#[test]
fn written_markup_is_already_minimal() {
    let case = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/sites/whole.case")).expect("a case");
    let files = crate::cases::files(&case);
    let built = draft(&MemoryProject::new(files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))));
    let mut cfg = minify_html::Cfg::new();
    cfg.keep_closing_tags = true;
    cfg.keep_html_and_head_opening_tags = true;
    let (mut before, mut after) = (0, 0);
    for (path, bytes) in built.site() {
        if path.ends_with(".html") {
            before += bytes.len();
            after += minify_html::minify(&bytes, &cfg).len();
        }
    }
    assert!(before > 10_000, "{before} bytes of pages");
    assert!(after * 100 >= before * 99, "minify-html makes {after} bytes of {before}");
}
