//! Authors' mistakes: reported or tolerated, never a panic, never lost.

use greenpaper::diag::Severity;
use greenpaper::layout::{Shape, TagRole, TagTree};
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
fn content_taller_than_a_page_continues_on_the_next() {
    let words: String = (0..700).map(|nth| format!("word{nth} ")).collect();
    let figures = format!("```stats\n- {{value: 13%, label: {words}}}\n- {{value: 14%, label: short}}\n```\n");
    let timeline = format!("```timeline\n- {{date: 2023-03-03, text: {words}}}\n```\n");
    let nested: String = (1..=28).map(|depth| format!("{0} Level {depth}.\n{0}\n", "> ".repeat(depth))).collect();
    for body in [figures, timeline, nested] {
        assert!(borne(&body).is_empty());
        let print = print(&Files::chapter(SETTINGS, &body), true);
        let set = runs(&print).join(" ");
        let wanted: Vec<&str> = body.split_whitespace().filter(|word| word.starts_with("word")).collect();
        assert!(wanted.iter().all(|word| set.split_whitespace().any(|set| set == *word)), "{set}");
    }
}

#[test]
fn words_lists_and_notes_of_any_size_are_laid_out() {
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
            assert!(!matches!(role, Some(TagRole::H(2))), "a heading is last on its page after {count} lines");
        }
    }
}

#[test]
fn characters_without_a_glyph_are_reported() {
    let body = "Plain, then \u{1f600} and \u{5b57}\u{6c49}\u{8bed}\u{6587} and \u{13000}\u{e000}\u{378}.";
    let print = print(&Files::chapter(SETTINGS, body), false);
    let faults: Vec<_> = print.faults.iter().filter(|fault| fault.rule == "no-glyph").collect();
    let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    assert_eq!(messages.len(), 3, "{messages:?}");
    assert!(messages[0].contains("and 1 other of the script Han, so print shows names in brackets"), "{messages:?}");
    assert!(messages[1].contains("`[Egyptian Hieroglyphs]`") && messages[2].contains("U+E000, U+0378"), "{messages:?}");
    assert!(faults.iter().all(|fault| fault.severity == Severity::Warning && fault.span.is_some()));
    assert!(faults[0].hints.iter().any(|hint| hint.contains("theme.yaml: fonts")));
    // Words are read as they are written; codes that say nothing are read as codes.
    let read = runs(&print).concat();
    assert!(read.contains("\u{1f600} and \u{5b57}\u{6c49}\u{8bed}\u{6587} and \u{13000}[U+E000][U+0378]."), "{read}");
    assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
}

#[test]
fn symbols_small_digits_and_equivalents_are_set() {
    let written = "CO\u{2082} m\u{b2} 10\u{207b}\u{b3} \u{2713}\u{2714}\u{2610}\u{2605}\u{2460}\u{2103} \u{ff21} \u{1d400} 1\u{fe0f}\u{20e3} \u{1f1ec}\u{1f1e7}";
    let chart = format!("```chart\nkind: bar\ntitle: \"{written}\"\nsummary: \"{written}\"\ndata: {{\"{written}\": 3, South: 4}}\n```\n");
    let table = format!("| {written} | B |\n|---|---|\n| **{written}** | 1 |\n");
    let mut files = Files::chapter(&SETTINGS.replace("A plan", &format!("\"{written}\"")), &format!("{written}\n\n## {written}\n\n{table}\n{chart}"));
    files.add("glossary/term.md", format!("---\nterm: \"{written}\"\n---\n\nIt means {written}.\n"));
    for large in [false, true] {
        let print = print(&files, large);
        assert!(print.faults.is_empty(), "{:?}", print.faults);
        hold(&print.paged);
        let read = runs(&print).concat();
        assert!(read.matches(written).count() >= 6, "{read}");
        assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn invisible_characters_do_not_hinder_a_search() {
    let body = "COVID\u{2011}19, co\u{2010}op, so\u{ad}ft, ze\u{200b}ro, jo\u{2060}in, ma\u{feff}rk, va\u{fe0f}r, zw\u{200d}j, l\u{200e}r.";
    let print = print(&Files::chapter(SETTINGS, body), false);
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    let read = runs(&print).concat();
    assert!(read.contains("COVID-19, co-op, soft, zero, join, mark, var, zwj, lr."), "{read:?}");
}

#[test]
fn any_character_may_be_anywhere() {
    let blocks = [
        0..0x250,
        0x2000..0x2c00,
        0x590..0x700,
        0xd7b0..0xd800,
        0xe000..0xe020,
        0xf8f0..0xf900,
        0xfb00..0xfb50,
        0xfe00..0x10000,
        0x1bca0..0x1bca4,
        0x1d173..0x1d17b,
        0x1f1e0..0x1fb00,
        0xe0000..0xe0080,
        0x10fff0..0x110000,
    ];
    let all: Vec<char> = blocks.into_iter().flatten().filter_map(char::from_u32).filter(|c| !c.is_ascii_punctuation() && !c.is_control()).collect();
    for some in all.chunks(2500) {
        let words: String = some.iter().flat_map(|c| ['a', *c, ' ']).collect();
        borne(&words);
        borne(&format!("```\n{words}\n```\n\n| {words} | b |\n|---|---|\n| a | b |\n"));
    }
}

/// The words of every run, one after another.
pub(crate) fn runs(print: &crate::project::Print) -> Vec<&str> {
    let items = print.paged.pages.iter().flat_map(|page| &page.content);
    items.filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(&*run.text) } else { None }).collect()
}

#[test]
fn tabs_are_set_as_spaces_everywhere() {
    let body = "```\na\tb\n\tc\n```\n\nWith\t`co\tde`.\n\n| A | B |\n|---|---|\n| one\ttwo | 1 |\n\n```chart\nkind: bar\ntitle: \"Ti\\ttle\"\nsummary: \"Sum\\tmary\"\ndata: {\"No\\trth\": 3, South: 4}\n```\n";
    let mut files = Files::chapter(&SETTINGS.replace("A plan", "\"A\\tplan\""), body);
    files.add("chapters/02-other.md", "---\ntitle: \"Ot\\ther\"\nsummary: \"Su\\tm\"\n---\n\nText on a term.\n");
    files.add("glossary/term.md", "---\nterm: \"te\\trm\"\n---\n\nIt\tmeans this.\n");
    for large in [false, true] {
        let print = print(&files, large);
        assert!(print.faults.is_empty(), "{:?}", print.faults);
        let runs = runs(&print);
        assert!(runs.contains(&"a   b") && runs.contains(&"    c"), "{runs:?}");
        assert!(runs.iter().all(|run| !run.contains('\t')) && runs.iter().any(|run| run.contains("No rth")), "{runs:?}");
    }
}

#[test]
fn what_is_reported_where_text_is_read_is_not_reported_again() {
    let print = print(&Files::chapter(SETTINGS, "Copied\u{1} from\u{c} elsewhere.\n\n```\nco\u{2}de\n```\n"), false);
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    hold(&print.paged);
}

#[test]
fn no_line_ends_at_a_non_breaking_hyphen() {
    let print_of = |hyphen: &str| print(&Files::chapter(SETTINGS, &format!("one{hyphen}").repeat(200)), false);
    let print = print_of("\u{2011}");
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    let ends = |print: &crate::project::Print| runs(print).iter().filter(|run| run.trim_end_matches('\u{2060}').ends_with("one-")).count();
    assert!(ends(&print_of("-")) > 3, "a plain hyphen ends lines");
    let all = runs(&print).concat();
    assert!(all.contains("one-one"), "{all}");
    let sentence = "A good many words stand here before the word that is well\u{2011}known, so that it comes to the end of its line. ".repeat(8);
    let body: String = (0..40).map(|at| format!("{}{sentence}\n\n", "i".repeat(at))).collect();
    let print = crate::project::print(&Files::chapter(SETTINGS, &body), false);
    assert!(print.faults.is_empty() && runs(&print).iter().all(|run| !run.trim_end_matches('\u{2060}').ends_with("well-")));
    assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
}

#[test]
fn characters_with_a_meaning_in_pdf_syntax_are_escaped() {
    let settings = SETTINGS.replace("A plan", "'A & B <C> \"D\" (E) \\ )('").replace("A council", "'X & Y <Z>)('");
    let print = print(&Files::chapter(&settings, "## (a) & <b>\n\nText."), false);
    let bytes = pdf::render(&print.paged);
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("A &amp; B &lt;C&gt; &quot;D&quot; (E) \\ )("), "the title in XMP");
}

#[test]
fn scripts_without_a_font_are_named() {
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

/// A theme with the fonts that `tests/pdf/fonts/make.py` draws.
fn with_fonts(body: &str, names: &[&str]) -> crate::project::Print {
    let mut files = Files::chapter(SETTINGS, body);
    let listed: Vec<String> = names.iter().map(|name| format!("fonts/{name}")).collect();
    let tokens = String::from_utf8_lossy(greenpaper::theme::built_in_files()["theme.yaml"])
        .replace("fonts: [default]", &format!("fonts: [{}]", listed.join(", ")));
    files.add("theme/theme.yaml", tokens);
    for name in names {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf/fonts").join(name);
        files.add(&format!("theme/fonts/{name}"), std::fs::read(path).expect("a font"));
    }
    print(&files, false)
}

/// The names of the faces that set these words of the text.
fn face_of<'p>(print: &'p crate::project::Print, words: &str) -> &'p str {
    let items = print.paged.pages.iter().flat_map(|page| &page.content);
    let mut runs = items.filter_map(|(_, item)| if let Shape::Text(run) = &item.shape { Some(run) } else { None });
    let run = runs.find(|run| run.text.contains(words)).expect("the words");
    &print.paged.faces[usize::from(run.face)].name
}

#[test]
fn opentype_fonts_are_embedded_and_emphasis_is_semibold_where_there_is_one() {
    let print = with_fonts("Plain, *stressed*, **strong**, \u{175}.", &["Boxes-Regular.otf", "Boxes-SemiBold.otf", "Boxes-Bold.otf"]);
    assert!(print.faults.is_empty(), "{:?}", print.faults);
    let faces = ["Plain", "stressed", "strong", "\u{175}"].map(|words| face_of(&print, words));
    assert_eq!(faces, ["Boxes-Regular", "Boxes-SemiBold", "Boxes-Bold", "NotoSans"]);
    let bytes = pdf::render(&print.paged);
    let file = lopdf::Document::load_mem(&bytes).expect("a file");
    let descriptors = file.objects.values().filter_map(|object| object.as_dict().ok()).filter(|dictionary| dictionary.has(b"FontFile3"));
    assert_eq!(descriptors.count(), 3);
    let print = with_fonts("Plain, *stressed*, **strong**.", &["Boxes-Regular.otf", "Boxes-Bold.otf"]);
    assert_eq!(["stressed", "strong"].map(|words| face_of(&print, words)), ["Boxes-Bold"; 2]);
}

#[test]
fn unusable_fonts_are_reported() {
    let print = with_fonts("Text.", &["Boxes-Variable.ttf", "make.py"]);
    let faults: Vec<String> = print.faults.iter().map(|fault| format!("{} {:?}", fault.message, fault.hints)).collect();
    assert!(faults.len() == 2 && faults.iter().all(|fault| fault.contains("theme.yaml: fonts")), "{faults:?}");
    assert!(faults[0].contains("Boxes-Variable.ttf") && faults[0].contains("variable font"), "{faults:?}");
    assert!(faults[1].contains("make.py") && faults[1].contains("no TrueType or OpenType font"), "{faults:?}");
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
    // Alef and lam occur twice, in different forms; sa and ta share a glyph.
    let forms: Vec<u16> = arabic.glyphs.iter().map(|glyph| glyph.id).collect();
    assert!(arabic.right_to_left && arabic.face == 2 && forms.len() == 6, "{arabic:?}");
    assert!(forms[1] != forms[5] && forms[2] != forms[4], "{arabic:?}");
    assert!(!devanagari.right_to_left && devanagari.face == 3 && devanagari.glyphs.len() < 6, "{devanagari:?}");
    assert!(welsh.face == 0 && welsh.glyphs.iter().all(|glyph| glyph.id != 0), "{welsh:?}");
    assert!(pdf::render(&print.paged).starts_with(b"%PDF-1.7"));
}

/// Pages of the site that are no chapters are not printed: a link to one shows its web address, or is no link.
#[test]
fn links_to_unprinted_pages_show_their_address() {
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

#[test]
fn a_script_without_a_font_is_one_finding_for_all_its_places() {
    let paragraphs = |count: usize| "\u{633}\u{644}\u{627}\u{645}\u{60c} \u{633}\u{644}\u{627}\u{645}.\n\n".repeat(count);
    let found = |count| -> Vec<String> {
        let faults = print(&Files::chapter(SETTINGS, &paragraphs(count)), false).faults.into_iter();
        faults.filter(|fault| fault.rule == "no-glyph").map(|fault| fault.message).collect()
    };
    let [all] = &found(200)[..] else { panic!("{:?}", found(200)) };
    assert!(all.contains("of the script Arabic here and in 199 other places"), "{all}");
    // The comma belongs to several scripts, and is counted with the one that is missing.
    assert_eq!(found(2).len(), 2, "{:?}", found(2));
}
