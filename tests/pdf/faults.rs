//! What authors may get wrong: reported or borne, never a panic, never lost.

use greenpaper::diag::Severity;
use greenpaper::layout::{Role, Shape, TagTree};
use greenpaper::pdf;

use crate::project::{Files, SETTINGS, leaf_texts, print, text_below};
use crate::properties::hold;

/// Lays a chapter out in both editions, looks at what must always hold, and writes the file.
fn borne(body: &str) -> Vec<String> {
    let files = Files::chapter(SETTINGS, body);
    let mut faults = Vec::new();
    for large in [false, true] {
        let print = print(&files, large);
        hold(&print.paged);
        assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
        faults.extend(print.faults.into_iter().map(|fault| fault.message));
    }
    faults
}

#[test]
fn tables_too_wide_and_too_long() {
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(40));
    let wide = row("Heading") + &row("---") + &row("words");
    assert!(borne(&wide).iter().any(|fault| fault.contains("40 columns")));
    let long = "| A | B |\n|---|---|\n".to_owned() + &"| one | two words |\n".repeat(2000);
    assert!(borne(&long).is_empty());
    let high = format!("| A | B |\n|---|---|\n| {} | b |\n", "many words in one cell ".repeat(900));
    assert!(borne(&high).is_empty());
}

#[test]
fn words_lists_and_notes_of_any_size() {
    borne(&"w".repeat(500));
    let nested: String = (0..10).map(|depth| format!("{}- level {depth}\n", "  ".repeat(depth))).collect();
    borne(&nested);
    borne("");
    borne(&format!("Said.[^a]\n\n[^a]: {}\n", "A very long note. ".repeat(600)));
    borne(&format!("{}\n\n## At the very foot\n\nText.\n", "A line of words.\n\n".repeat(26)));
}

#[test]
fn headings_are_never_last_on_their_page() {
    for count in 10..40 {
        let files = Files::chapter(SETTINGS, &format!("{}## A heading\n\nText below it that goes on.\n", "A line of words.\n\n".repeat(count)));
        let print = print(&files, false);
        for page in &print.paged.pages {
            let role = page.content.last().map(|(leaf, _)| print.paged.tags.tag(print.paged.tags.leaves[leaf.0 as usize]).role);
            assert!(!matches!(role, Some(Role::H(2))), "a heading is last on its page after {count} lines");
        }
    }
}

#[test]
fn a_character_that_no_font_has() {
    let print = print(&Files::chapter(SETTINGS, "Plain, then \u{1f600} and \u{5b57}."), false);
    let messages: Vec<&str> = print.faults.iter().filter(|fault| fault.rule == "no-glyph").map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(messages[0].contains("U+1F600") && messages[1].contains("Han"), "{messages:?}");
    assert!(print.faults.iter().all(|fault| fault.rule != "no-glyph" || (fault.severity == Severity::Error && fault.span.is_some())));
    assert!(print.faults.iter().any(|fault| fault.hints.iter().any(|hint| hint.contains("theme.yaml: fonts"))));
}

#[test]
fn pictures_that_are_none() {
    let body = "![A picture](../images/a.png)\n\n![Another](../images/b.jpg)\n\n![A drawing](../images/c.svg)\n";
    let mut files = Files::chapter(SETTINGS, body);
    files.add("images/a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x4e\x20\0\0\x4e\x20\x08\x06\0\0\0 truncated");
    files.add("images/b.jpg", b"this is no picture");
    files.add("images/c.svg", "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='9' height='9'><script>alert(1)</script><image xlink:href='/etc/passwd' width='9' height='9'/><rect width='9' height='9'/></svg>");
    let print = print(&files, false);
    let faults: Vec<&str> = print.faults.iter().filter(|fault| fault.rule == "picture").map(|fault| fault.message.as_str()).collect();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(print.paged.pages.iter().flat_map(|page| &page.content).any(|(_, item)| matches!(item.shape, Shape::Group(_))), "the drawing is shown");
    hold(&print.paged);
}

#[test]
fn characters_that_mean_something_to_the_file() {
    let settings = SETTINGS.replace("A plan", "'A & B <C> \"D\" (E) \\ )('").replace("A council", "'X & Y <Z>)('");
    let print = print(&Files::chapter(&settings, "## (a) & <b>\n\nText."), false);
    let bytes = pdf::render(&print.paged);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("A &amp; B &lt;C&gt; &quot;D&quot; (E) \\ )("), "the title in XMP");
}

#[test]
fn scripts_without_a_font_say_which() {
    let print = print(
        &Files::chapter(
            SETTINGS,
            "<span lang=\"ar\">\u{633}\u{644}\u{627}\u{645}</span> and \u{928}\u{92e}\u{938}\u{94d}\u{924}\u{947}, \u{175} \u{177}",
        ),
        false,
    );
    let scripts: Vec<&str> = print.faults.iter().filter(|fault| fault.rule == "no-glyph").map(|fault| fault.message.as_str()).collect();
    assert!(scripts.iter().any(|message| message.contains("Arabic")), "{scripts:?}");
    assert!(!scripts.iter().any(|message| message.contains('\u{175}') || message.contains('\u{177}')), "Welsh is in the embedded font");
}

/// Debian's fonts-hosny-amiri and fonts-lohit-deva, which `tests/pdf/run` installs; without them there is nothing to see.
#[test]
fn scripts_shape_with_a_font_of_the_theme() {
    let (arabic, devanagari) =
        ("/usr/share/fonts/opentype/fonts-hosny-amiri/Amiri-Regular.ttf", "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf");
    let (Ok(arabic), Ok(devanagari)) = (std::fs::read(arabic), std::fs::read(devanagari)) else { return };
    let body =
        "<span lang=\"ar\">\u{627}\u{644}\u{633}\u{644}\u{627}\u{645}</span>\n\n\u{928}\u{92e}\u{938}\u{94d}\u{924}\u{947}\n\nd\u{175}r, t\u{177}\n";
    let mut files = Files::chapter(SETTINGS, body);
    let tokens = greenpaper::theme::built_in_files()["theme.yaml"];
    let tokens = String::from_utf8_lossy(tokens).replace("fonts: [default]", "fonts: [default, fonts/a.ttf, fonts/d.ttf]");
    files.add("theme/theme.yaml", tokens);
    files.add("theme/fonts/a.ttf", arabic);
    files.add("theme/fonts/d.ttf", devanagari);
    let print = print(&files, false);
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    let runs: Vec<_> = print
        .paged
        .pages
        .iter()
        .flat_map(|page| &page.content)
        .filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(run) } else { None })
        .collect();
    let of = |start: char| *runs.iter().find(|run| run.text.starts_with(start)).expect("a run");
    let (arabic, devanagari, welsh) = (of('\u{627}'), of('\u{928}'), of('d'));
    // Alef and lam stand twice, each time in another form; sa and ta share a glyph.
    let forms: Vec<u16> = arabic.glyphs.iter().map(|glyph| glyph.id).collect();
    assert!(arabic.right_to_left && arabic.face == 2 && forms.len() == 6, "{arabic:?}");
    assert!(forms[1] != forms[5] && forms[2] != forms[4], "{arabic:?}");
    assert!(!devanagari.right_to_left && devanagari.face == 3 && devanagari.glyphs.len() < 6, "{devanagari:?}");
    assert!(welsh.face == 0 && welsh.glyphs.iter().all(|glyph| glyph.id != 0), "{welsh:?}");
    assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
}

/// Pages of the site that are no chapters are not printed: a link to one shows its web address, or is no link.
#[test]
fn links_to_pages_that_are_not_printed() {
    let linked = |settings: &str| {
        let mut files = Files::chapter(settings, "See [how to take part](../pages/take-part.md) and [the end](#the-end).\n\n## The end\n\nText.\n");
        files.add("pages/take-part.md", "---\ntitle: Take part\n---\nWords that are on the site alone.\n");
        let print = print(&files, false);
        assert!(print.faults.is_empty(), "{:?}", print.faults);
        let mut text = String::new();
        text_below(&print.paged, TagTree::ROOT, &leaf_texts(&print.paged), &mut text);
        assert!(!text.contains("on the site alone") && text.contains("how to take part"), "{text}");
        let links = print.paged.tags.tags.iter().filter_map(|tag| tag.details.as_ref()?.link.as_ref());
        let outside = links.map(|link| format!("{:?}", link.target)).filter(|target| target.starts_with("Outside"));
        (text, outside.collect::<Vec<_>>())
    };
    let (text, links) = linked(SETTINGS);
    assert!(text.contains("See how to take part and the end\u{a0}(page 1)"), "{text}");
    assert!(links.is_empty(), "{links:?}");
    let (text, links) = linked(&format!("{SETTINGS}base_url: https://example.org/plan/\n"));
    assert!(text.contains("how to take part (https://example.org/plan/take-part.html) and"), "{text}");
    assert_eq!(links, ["Outside(\"https://example.org/plan/take-part.html\")"]);
}
