//! Odd characters in every kind of text end in findings, never in a panic, and never stop a chapter from being read.

use greenpaper::{Diagnostic, Severity};

use crate::project::{MemoryProject, draft};

/// Characters of every general category of Unicode that is not a plain letter, mark, number, punctuation or symbol, with ranges where a few
/// codes make a difference.
fn characters() -> impl Iterator<Item = char> {
    let ranges =
        ['\0'..='\u{20}', '\u{7f}'..='\u{a0}', '\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202f}', '\u{2060}'..='\u{206f}', '\u{f0a7}'..='\u{f0b8}'];
    let separators = "\u{1680}\u{2000}\u{2003}\u{200a}\u{205f}\u{3000}";
    let formats =
        "\u{ad}\u{600}\u{61c}\u{6dd}\u{70f}\u{180e}\u{8e2}\u{feff}\u{fff9}\u{fffb}\u{110bd}\u{13430}\u{1bca0}\u{1d173}\u{e0001}\u{e0041}\u{e007f}";
    let private = "\u{e000}\u{f8ff}\u{f0000}\u{ffffd}\u{100000}\u{10fffd}";
    let unassigned = "\u{378}\u{530}\u{2065}\u{fff0}\u{e0080}\u{e0fff}\u{2fa20}\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}";
    let marks = "\u{301}\u{34f}\u{17b4}\u{180b}\u{903}\u{20dd}\u{fe0f}\u{e0100}";
    let fillers = "\u{115f}\u{1160}\u{3164}\u{ffa0}";
    let others = "\u{fffc}\u{fffd}\u{1f3fb}\u{2b0}\u{2160}\u{203f}\u{300c}\u{ab}\u{20ac}\u{2044}";
    let lists = [separators, formats, private, unassigned, marks, fillers, others];
    ranges.into_iter().flatten().chain(lists.into_iter().flat_map(str::chars))
}

/// A strategy with `c` in every kind of text.
fn with_everywhere(c: char) -> MemoryProject {
    let settings = format!(
        "title: A{c}plan\nsubtitle: b{c}\npublisher: Bo{c}dy\nlanguage: en-GB\nstatus: draft\nversions: [{{version: \"1.0\", date: 2023-03-03, comments: \"a{c}b\", audience: \"a{c}\"}}]\ncontact: {{name: \"a{c}\", address: \"a{c}\", email: a@b.org}}\naccessibility: {{tested_by: \"a{c}\", known_issues: [\"a{c}\"]}}\n"
    );
    let marks = ["## ", "-", "1.", "> ", "> [!note]", "Table:", ":", "[^a]:", "[a]:", "|", "```", "**", "[[", "<!--", "•", "a)", "#", "===", "\\"];
    let lines: String = marks.iter().map(|mark| format!("{mark}{c}words\n\n{c}{mark} words{c}\n\n")).collect();
    let texts = format!(
        "## He{c}ad {{#a{c}}}\n\n> [!note] Ti{c}tle\n> Wo{c}rds\n\nA `co{c}de`, *a{c}*, **b{c}**, ~~c{c}~~, H~{c}~O, <sub>{c}</sub>, <span lang=\"cy\">a{c}</span>, [a{c}](https://a{c}.org/{c} \"t{c}\"), [[a{c}|b{c}]].[^n]\n\n[^n]: No{c}te\n\n    co{c}de\n\n```te{c}xt\na{c}\n```\n"
    );
    let chapter = format!(
        "---\ntitle: One{c}two\nsummary:{c}words\nauthors: [{{name: \"a{c}\", role: \"b{c}\"}}]\n---\n{lines}\n{texts}\nSee [[One{c}two]] and ![a{c}b](../images/a{c}.svg \"c{c}\").\n"
    );
    let data = format!(
        "---\ntitle: Data\n---\n```chart\nkind: bar\ntitle: A{c}b\nsummary: Words{c}here.\nfile: ../data/a.csv\n```\n\n```chart\nkind: line\ntitle: L{c}\nsummary: S{c}.\nunit: u{c}\nsource: s{c}\nperiod: \"2{c}\"\ndata: {{\"a{c}\": 1, b: \"2{c}\"}}\n```\n\n```stats\n- {{value: \"1{c}\", label: \"a{c}\", source: \"b{c}\"}}\n```\n\n```timeline\n- {{date: 2022-07-01, text: \"a{c}\"}}\n```\n\n```survey\nquestion: \"a{c}?\"\nkind: choose\noptions: [\"a{c}\", b]\n```\n\n```video\ntitle: \"a{c}\"\nurl: https://a.org/\ntranscript: \"a{c}\"\n```\n\nTable: Ca{c}\n\n| a{c} | b |\n|---|---|\n| {c} | {c}1 |\n"
    );
    let files = [
        ("strategy.yaml", settings),
        ("chapters/01-one.md", chapter),
        ("chapters/02-data.md", data),
        ("glossary/term.md", format!("---\nterm: a{c}term\nalso: [b{c}]\nabbreviation: A{c}T\n---\nWords{c}.\n")),
        ("glossary/list.md", format!("Other{c} (OT{c}H)\n: Words{c}.\n")),
        ("data/a.csv", format!("place{c},n\nA{c}sh,1\n")),
    ];
    let named = format!("chapters/03-na{c}me.md");
    let picture = (
        format!("images/pi{c}c.svg"),
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>a{c}</title><text y=\"5\">b{c}</text></svg>"),
    );
    let mut project = MemoryProject::new(files.iter().map(|(path, text)| (*path, text.as_bytes())));
    if !matches!(c, '/' | '\0') {
        project.0.insert(named, b"---\ntitle: Named\n---\nWords.\n".to_vec());
        project.0.insert(picture.0, picture.1.into_bytes());
    }
    project
}

/// What is lost, or means nothing to readers. Private-use and unassigned codes are reported by print, which has no form for them.
fn is_told(c: char) -> bool {
    let is_control = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    is_control
        || matches!(c, '\u{fffc}' | '\u{fffd}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{e0001}'..='\u{e007f}')
}

#[test]
fn odd_characters_in_every_text_are_findings() {
    for c in characters() {
        let built = draft(&with_everywhere(c));
        let code = u32::from(c);
        assert!(built.diagnostics.iter().all(|finding| !finding.hints.is_empty()), "U+{code:04X}");
        let rules = ["unseen-character", "windows-1252"];
        assert!(!is_told(c) || built.diagnostics.iter().any(|finding| rules.contains(&finding.rule.as_str())), "U+{code:04X}");
        // A control character in YAML is reported once, as what it is.
        let is_yaml = |finding: &Diagnostic| finding.rule == "yaml" && finding.severity == Severity::Error;
        let is_unseen = c.is_control() && !matches!(c, '\n' | '\r' | '\t') && !built.diagnostics.iter().any(|finding| finding.rule == "windows-1252");
        assert!(!is_unseen || !built.diagnostics.iter().any(is_yaml), "U+{code:04X}: {}", built.report());
    }
}

#[test]
fn odd_characters_do_not_stop_a_site_or_reach_it_as_controls() {
    // Others are errors, and nothing is published.
    for c in ['\u{85}', '\u{2028}', '\u{202e}', '\u{e000}', '\u{378}', '\u{fffd}', '\u{10ffff}', '\u{e0041}', '\u{200b}'] {
        let site = draft(&with_everywhere(c)).site();
        let pages = site.iter().filter(|(path, _)| path.ends_with(".html") || path.ends_with(".xml"));
        let mut count = 0;
        for (path, bytes) in pages {
            count += 1;
            let text = std::str::from_utf8(bytes).expect("a page is UTF-8");
            let is_forbidden = |c: char| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{fffe}' | '\u{ffff}');
            assert!(!text.contains(is_forbidden), "U+{:04X} in {path}", u32::from(c));
        }
        assert!(count > 5);
    }
}

#[test]
fn other_encodings_are_named() {
    let text = "---\ntitle: Caf\u{e9}\n---\nA caf\u{e9} and \u{201c}words\u{201d}.\n";
    let little: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let windows = b"---\ntitle: Caf\xe9\n---\nA caf\xe9 and \x93words\x94.\n".to_vec();
    for (bytes, name) in [(little, "UTF-16"), (big, "UTF-16"), (windows, "Windows-1252")] {
        let built = draft(&MemoryProject::new([("chapters/01-one.md", bytes.as_slice())]));
        let told: Vec<&str> =
            built.diagnostics.iter().filter(|finding| finding.rule == "not-utf-8").map(|finding| finding.message.as_str()).collect();
        assert!(matches!(told[..], [message] if message.contains(name)), "{}", built.report());
        assert!(!built.diagnostics.iter().any(|finding| finding.rule == "no-front-matter"), "the rest is read, too: {}", built.report());
    }
}
