//! Odd characters in every kind of text end in findings, never in a panic, and never stop a chapter from being read.

use crate::project::{MemoryProject, draft};

/// Controls, formats, spaces, private-use and unassigned characters, and noncharacters.
fn characters() -> impl Iterator<Item = char> {
    let ranges =
        ['\0'..='\u{20}', '\u{7f}'..='\u{a0}', '\u{200b}'..='\u{200f}', '\u{2028}'..='\u{202f}', '\u{2060}'..='\u{206f}', '\u{f0a7}'..='\u{f0b8}'];
    let others = [
        '\u{ad}',
        '\u{34f}',
        '\u{61c}',
        '\u{115f}',
        '\u{1680}',
        '\u{180e}',
        '\u{2000}',
        '\u{2003}',
        '\u{200a}',
        '\u{205f}',
        '\u{3000}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{fff9}',
        '\u{fffd}',
        '\u{ffff}',
        '\u{378}',
        '\u{e000}',
        '\u{1d173}',
        '\u{1f3fb}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{f0000}',
        '\u{10ffff}',
        '\u{301}',
    ];
    ranges.into_iter().flatten().chain(others)
}

#[test]
fn odd_characters_in_every_text_are_findings() {
    for c in characters() {
        let settings = format!(
            "title: A{c}plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions: [{{version: \"1.0\", date: 2023-03-03, comments: \"a{c}b\"}}]\ncontact: {{email: a@b.org}}\n"
        );
        let marks =
            ["## ", "-", "1.", "> ", "> [!note]", "Table:", ":", "[^a]:", "[a]:", "|", "```", "**", "[[", "<!--", "•", "a)", "#", "===", "\\"];
        let lines: String = marks.iter().map(|mark| format!("{mark}{c}words\n\n{c}{mark} words{c}\n\n")).collect();
        let chapter = format!("---\ntitle: One{c}two\nsummary:{c}words\n---\n{lines}See [[One{c}two]] and ![a{c}b](../images/a{c}.svg).\n");
        let data = format!(
            "---\ntitle: Data\n---\n```chart\nkind: bar\ntitle: A{c}b\nsummary: Words{c}here.\nfile: ../data/a.csv\n```\n\n| a{c} | b |\n|---{c}|---|\n| {c} | {c}1 |\n"
        );
        let files = [
            ("strategy.yaml", settings),
            ("chapters/01-one.md", chapter),
            ("chapters/02-data.md", data),
            ("glossary/term.md", format!("---\nterm: a{c}term\nalso: [b{c}]\n---\nWords{c}.\n")),
            ("glossary/list.md", format!("Other{c} (OT{c}H)\n: Words{c}.\n")),
            ("data/a.csv", format!("place{c},n\nA{c}sh,1\n")),
        ];
        let built = draft(&MemoryProject::new(files.iter().map(|(path, text)| (*path, text.as_bytes()))));
        assert!(built.diagnostics.iter().all(|finding| !finding.hints.is_empty()), "U+{:04X}", u32::from(c));
        let is_control = c.is_control() && !matches!(c, '\n' | '\t' | '\r');
        assert!(
            !is_control || built.diagnostics.iter().any(|finding| ["unseen-character", "windows-1252"].contains(&finding.rule.as_str())),
            "U+{:04X}",
            u32::from(c)
        );
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
