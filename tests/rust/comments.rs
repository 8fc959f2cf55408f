//! `greenpaper comments`: from returned files to answers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cli::{code, scratch, stderr, text};

const SETTINGS: &str = "title: Plan\npublisher: Body\nlanguage: en-GB\nstatus: draft\nversions:\n  - version: \"1.0\"\n    date: 2023-01-01\n";

/// A strategy with one chapter, in a folder for one test.
fn strategy(name: &str) -> PathBuf {
    let source = scratch(name);
    fs::create_dir_all(source.join("chapters")).expect("made");
    fs::write(source.join("strategy.yaml"), SETTINGS).expect("written");
    let chapter = "---\ntitle: A\nversion: \"1.0\"\n---\nPeople wait too long.\n\nWe will add nurses in every town.\n\nBuses will run later.\n";
    fs::write(source.join("chapters/01-a.md"), chapter).expect("written");
    source
}

fn run(source: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greenpaper"));
    command.args(arguments).args(["--source", text(source)]).env("SOURCE_DATE_EPOCH", "1700000000").output().expect("the program starts")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn returned(source: &Path, name: &str, bytes: impl AsRef<[u8]>) -> String {
    let path = source.parent().expect("a folder").join(name);
    fs::write(&path, bytes).expect("written");
    text(&path).to_owned()
}

fn round(source: &Path) -> String {
    fs::read_to_string(source.join("comments/1.0.yaml")).expect("the round")
}

/// The first comment's identity.
fn first_id(source: &Path) -> String {
    round(source).lines().find_map(|line| line.trim().strip_prefix("- id: ").map(str::to_owned)).expect("a comment")
}

#[test]
fn a_comment_goes_from_the_panel_to_its_answer() {
    let source = strategy("comments-way");
    let file = returned(
        &source,
        "way.json",
        r#"{"format": "greenpaper-comments/1", "version": "1.0", "receipt": "K7QM-2X9P", "name": "Ann Bell",
        "contact": "ann@example.org", "group": "Panel", "comments": [{"paragraph": "1.2", "kind": "question", "text": "When?\nAnd \"where\"?"}]}"#,
    );
    let collated = run(&source, &["comments", "collate", &file]);
    assert_eq!(code(&collated), 0, "{}", stderr(&collated));
    assert!(stdout(&collated).contains("1 new, 0 known already, 1 in all"), "{}", stdout(&collated));
    let before = round(&source);
    assert!(before.contains("paragraph: \"1.2\"") && before.contains("state: same"), "{before}");
    assert!(!before.contains("Ann") && !before.contains("ann@"), "names are elsewhere: {before}");
    let private = fs::read_to_string(source.join("comments/private/1.0.yaml")).expect("the private file");
    assert!(private.contains("Ann Bell") && private.contains("ann@example.org"), "{private}");
    assert_eq!(fs::read_to_string(source.join("comments/private/.gitignore")).expect("it is there"), "*\n");

    let refused = run(&source, &["release", "--consultation"]);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("not answered") && !source.join("archive").exists(), "{}", stderr(&refused));
    let id = first_id(&source);
    let shown = run(&source, &["comments", "show", &id]);
    assert!(stdout(&shown).contains("And \"where\"?"), "{}", stdout(&shown));
    let answered = run(&source, &["comments", "answer", &id, "--status", "accepted", "--read-by", "Policy lead", "--response", "In May: see 1.2."]);
    assert_eq!(code(&answered), 0, "{}", stderr(&answered));
    assert!(stdout(&answered).contains("0 still to be read"), "{}", stdout(&answered));
    let again = run(&source, &["comments", "answer", &id, "--status", "partly", "--read-by", "Policy lead", "--acted-in", "1.1"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    for line in ["status: partly", "response: \"In May: see 1.2.\"", "acted_in: \"1.1\"", "read_by: Policy lead"] {
        assert!(round(&source).contains(line), "{line} in {}", round(&source));
    }
    assert_eq!(code(&run(&source, &["release", "--consultation"])), 0, "every comment is answered");
    assert_eq!(code(&run(&source, &["check"])), 0, "comments are no stray files");
    assert!(!source.join("archive/1.0/comments").exists(), "comments are no part of a version");
}

#[test]
fn what_people_write_into_a_round_is_kept() {
    let source = strategy("comments-kept");
    let one = returned(&source, "kept-1.csv", "paragraph,comment\n1.1,One\n1.2,Two\n1.3,Two\n1.3,Two\n");
    run(&source, &["comments", "collate", &one]);
    let edited = round(&source)
        .replacen("response: \"\"", "response: |-\n      We agree:\n\n      it is so.\n    my_note: 'kept' # by hand", 1)
        .replace("text: \"One\"", "text: One, without a name # shortened");
    let edited = edited.replace("text: One\n", "text: \"(a name was here)\" # shortened\n");
    fs::write(source.join("comments/1.0.yaml"), &edited).expect("written");
    let two = returned(&source, "kept-2.csv", "paragraph;comment;group\n1.1;Three, and more;Panel\n");
    let collated = run(&source, &["comments", "collate", &one, &two]);
    assert!(stdout(&collated).contains("1 new, 4 known already, 5 in all"), "{}{}", stdout(&collated), stderr(&collated));
    let after = round(&source);
    let added: Vec<&str> = after.lines().filter(|line| !edited.lines().any(|before| before == *line)).collect();
    assert!(edited.lines().all(|line| after.contains(line)), "{after}");
    assert!(added.iter().any(|line| line.contains("Three, and more")), "{after}");
    // The passage of the first comment is rewritten and the one of the second removed: their entries say so, and nothing else changes.
    let chapter = source.join("chapters/01-a.md");
    run(&source, &["release", "--next", "1.1"]);
    let old = fs::read_to_string(&chapter).expect("read");
    let new = old.replace("People wait too long.", "Many people wait far too long.").replace("We will add nurses in every town.\n\n", "");
    fs::write(&chapter, new).expect("written");
    let collated = run(&source, &["comments", "collate", &one, "--version", "1.0"]);
    assert!(stdout(&collated).contains("same 2, edited 2, removed 1"), "{}", stdout(&collated));
    let carried = round(&source);
    assert!(carried.contains("was: \"We will add nurses in every town.\"") && carried.contains("# by hand"), "{carried}");
    assert!(carried.contains("it is so.") && carried.contains("(a name was here)"), "{carried}");
}

#[test]
fn hostile_files_end_in_findings() {
    let source = strategy("comments-hostile");
    let deep = format!("{{\"format\": \"greenpaper-comments/1\", \"x\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let huge = vec![b'a'; (32 << 20) + 10];
    let files: [(&str, &[u8], &str); 9] = [
        ("deep.json", deep.as_bytes(), "no comments that can be read"),
        ("huge.json", &huge, "larger than 32 MB"),
        ("cut.json", b"{\"format\": \"greenpaper-comments/1\", \"comments\": [{\"te", "ends in the middle"),
        ("other.json", b"{\"format\": \"greenpaper-comments/9\", \"comments\": []}", "which cannot be read"),
        ("wrong.json", b"{\"format\": \"greenpaper-comments/1\", \"comments\": 7}", "not what is expected"),
        ("sheet.xlsx", b"PK\x03\x04rest", "this file is damaged"),
        ("empty.csv", b" \n", "empty"),
        ("columns.csv", b"a,b\n1,2\n", "no column `comment`"),
        ("nothing.json", b"[]", "no comments that can be read"),
    ];
    for (name, bytes, message) in files {
        let file = returned(&source, name, bytes);
        let collated = run(&source, &["comments", "collate", &file]);
        assert_eq!(code(&collated), 1, "{name}: {}", stdout(&collated));
        assert!(stderr(&collated).contains(message) && stderr(&collated).contains("help: "), "{name}: {}", stderr(&collated));
    }
    let damaged = returned(
        &source,
        "damaged.json",
        "{\"format\": \"greenpaper-comments/1\", \"version\": \"7.7\", \"comments\": [{\"text\": [1]}, {\"text\": \"<script>alert(1)</script>\", \"passage\": \"../../x\"}]}",
    );
    let sheet =
        returned(&source, "formula.csv", "paragraph,comment,group\n1.1,\"=HYPERLINK(\"\"http://a.example\"\")\",@x\n1.1,\" +1\",-x\n9.9,Lost?,\n");
    let collated = run(&source, &["comments", "collate", &damaged, &sheet]);
    assert_eq!(code(&collated), 0, "{}", stderr(&collated));
    assert!(stdout(&collated).contains("5 new"), "nothing is dropped: {}", stdout(&collated));
    assert!(stderr(&collated).contains("version 7.7") && stderr(&collated).contains("no passage `9.9`"), "{}", stderr(&collated));
    let register = stdout(&run(&source, &["comments", "register"]));
    for cell in register.split('"') {
        assert!(!cell.trim_start().starts_with(['=', '+', '-', '@']), "{cell} is a formula in {register}");
    }
    let built = scratch("comments-hostile-site");
    let output = Command::new(env!("CARGO_BIN_EXE_greenpaper"))
        .args(["build", "--formats", "html", "--source", text(&source), "--output", text(&built)])
        .output()
        .expect("starts");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(
        crate::cli::files(&built).iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains("alert(1)")),
        "comments are never in the site"
    );
}

#[test]
fn findings_show_no_contact_details() {
    let source = strategy("comments-private-findings");
    let sheet = returned(
        &source,
        "answers.csv",
        "paragraph,comment,name,contact\n9.9,Lost?,Zo\u{eb} Quill,zoe@example.org\n9.8,Hello, there,Ann Thorn,01632 960123\n",
    );
    let saved = returned(
        &source,
        "saved.json",
        "{\"format\": \"greenpaper-comments/1\", \"version\": \"7.7\", \"name\": \"Bo Reed\", \"contact\": \"bo@example.org\", \"comments\": [{\"text\": \"Why?\"}]}",
    );
    let collated = run(&source, &["comments", "collate", &sheet, &saved]);
    let report = stderr(&collated);
    assert!(report.contains("no passage `9.9`") && report.contains("more cells") && report.contains("version 7.7"), "{report}");
    for private in ["Quill", "zoe@", "Thorn", "01632", "Reed", "bo@"] {
        assert!(!report.contains(private), "{private} in {report}");
    }
    assert!(report.contains("Lost?,***"), "the comment itself is shown: {report}");
    let kept = fs::read_to_string(source.join("comments/private/1.0.yaml")).expect("a private file");
    assert!(kept.contains("Quill") && kept.contains("bo@example.org"), "{kept}");
}

#[test]
fn web_annotations_are_placed_by_words_and_fragment() {
    let source = strategy("comments-w3c");
    let annotations = r#"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
        {"type": "Annotation", "motivation": "questioning", "body": {"type": "TextualBody", "value": "How late?"},
         "target": {"source": "https://a.example/a.html", "selector": [{"type": "TextQuoteSelector", "exact": "buses will  run"}]}},
        {"type": "Annotation", "bodyValue": "Good.", "target": "https://a.example/a.html"}]}"#;
    let file = returned(&source, "w3c.json", annotations);
    let collated = run(&source, &["comments", "collate", &file]);
    assert_eq!(code(&collated), 0, "{}", stderr(&collated));
    assert!(stdout(&collated).contains("same 1, unplaced 1"), "{}", stdout(&collated));
    assert!(round(&source).contains("paragraph: \"1.3\"") && round(&source).contains("kind: question"), "{}", round(&source));
}

#[test]
fn a_pack_is_reproducible_and_numbers_paragraphs() {
    let source = strategy("comments-pack");
    let pack = |name: &str| {
        let file = source.parent().expect("a folder").join(name);
        let made = run(&source, &["pack", text(&file), "--audience", "Readers' <panel>"]);
        assert_eq!(code(&made), 0, "{}", stderr(&made));
        fs::read(file).expect("the pack")
    };
    let (one, other) = (pack("pack-1.zip"), pack("pack-2.zip"));
    assert!(one == other, "the same sources give the same bytes");
    let all = String::from_utf8_lossy(&one);
    for part in [
        "start-here.html",
        "response-form.pdf",
        "response-form-large-print.pdf",
        "response-form-large-print.html",
        "site/document.html",
        "Readers&#39; &lt;panel&gt;",
        ">1.2</a>",
        "review.",
    ] {
        assert!(all.contains(part), "{part}");
    }
    assert!(!all.contains("<panel>"));
    let built = scratch("comments-pack-site");
    let output = Command::new(env!("CARGO_BIN_EXE_greenpaper"))
        .args(["build", "--formats", "html", "--source", text(&source), "--output", text(&built)])
        .output()
        .expect("the program starts");
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let is_clean = |(path, bytes): &(String, Vec<u8>)| !path.contains("review") && !String::from_utf8_lossy(bytes).contains("review.");
    assert!(crate::cli::files(&built).iter().all(is_clean), "the published site has nothing of review mode");
}

#[test]
fn a_pack_of_an_earlier_version_has_its_passages() {
    let source = strategy("comments-pack-earlier");
    run(&source, &["release", "--next", "1.1"]);
    let chapter = source.join("chapters/01-a.md");
    let text_now =
        fs::read_to_string(&chapter).expect("read").replace("version: \"1.0\"", "version: \"1.1\"").replace("Buses will run later.", "Trains will.");
    fs::write(&chapter, text_now).expect("written");
    let file = source.parent().expect("a folder").join("pack-earlier.zip");
    let pack = |version: &str| {
        let made = run(&source, &["pack", text(&file), "--version", version]);
        (code(&made), stderr(&made), String::from_utf8_lossy(&fs::read(&file).unwrap_or_default()).into_owned())
    };
    let (status, errors, earlier) = pack("1.0");
    assert_eq!(status, 0, "{errors}");
    assert!(earlier.contains("Buses will run later.") && !earlier.contains("Trains will."));
    let identity = fs::read_to_string(source.join("archive/1.0/identity.json")).expect("an identity");
    let known: serde_json::Value = serde_json::from_str(&identity).expect("JSON");
    let ids: Vec<&str> = known["blocks"]
        .as_object()
        .expect("blocks")
        .values()
        .flat_map(|list| list.as_array().expect("a list"))
        .filter_map(|block| block.as_str()?.split(' ').next())
        .collect();
    assert!(ids.iter().filter(|id| earlier.contains(&format!("id=p_{id}"))).count() >= 3, "passages of {ids:?}");
    assert!(pack("1.1").2.contains("Trains will."));
    let (status, errors, _) = pack("0.9");
    assert!(status == 2 && errors.contains("not in archive/"), "{errors}");
}

#[test]
fn comments_follow_passages_that_are_split_and_joined() {
    let source = strategy("comments-divided");
    let long = "We will open a warm room in every town this winter, with tea and company. It will be free for everybody who needs a place to sit.";
    let (one, two) =
        ("Nurses will visit people at home when they cannot travel to a surgery.", "They will bring medicine, and they will look after wounds.");
    let chapter = |parts: &[&str]| format!("---\ntitle: A\nversion: \"1.0\"\n---\n{}\n", parts.join("\n\n"));
    let path = source.join("chapters/01-a.md");
    fs::write(&path, chapter(&["People wait too long.", long, one, two, "Buses will run later."])).expect("written");
    run(&source, &["release", "--next", "1.1"]);
    let (first, second) = long.split_at(long.find(" It will").expect("a second sentence"));
    let joined = format!("{one} {two}");
    let now = chapter(&["People wait too long.", first, second.trim(), &joined, "Buses will run later."]).replace("\"1.0\"", "\"1.1\"");
    fs::write(&path, now).expect("written");
    let file = returned(&source, "divided.csv", "paragraph,comment,version\n1.2,Split me,1.0\n1.3,Join me,1.0\n1.4,Me too,1.0\n1.5,Same,1.0\n");
    let collated = run(&source, &["comments", "collate", &file, "--round", "1.0"]);
    assert!(stdout(&collated).contains("same 1, split 1, joined 2"), "{}{}", stdout(&collated), round(&source));
    let round = round(&source);
    let entry = |words: &str| round.split("- id:").find(|entry| entry.contains(words)).expect("a comment").to_owned();
    assert!(
        entry("Split me").contains("now: \"1.2\"") && entry("Join me").contains("now: \"1.4\"") && entry("Me too").contains("now: \"1.4\""),
        "{round}"
    );
    assert!(entry("Me too").contains(&format!("was: \"{two}\"")), "{round}");
}

#[test]
fn answers_become_a_page_that_gives_nobody_away() {
    let source = strategy("comments-published");
    let rows: String = (0..7).map(|nth| format!("1.{},Reply {nth} please,Panel,Ann Example{nth}\n", nth % 3 + 1)).collect();
    let file = returned(&source, "published.csv", format!("paragraph,comment,group,name\n{rows}1.1,I am Ann Example3 and live here,Carers,\n"));
    run(&source, &["comments", "collate", &file]);
    let answer = |text: &str| {
        text.replace("status: open", "status: accepted").replace("read_by: \"\"", "read_by: Lead").replace("response: \"\"", "response: Done")
    };
    fs::write(source.join("comments/1.0.yaml"), answer(&round(&source))).expect("written");
    let refused = run(&source, &["comments", "publish"]);
    assert_eq!(code(&refused), 1, "{}", stdout(&refused));
    assert!(stderr(&refused).contains("error[personal-details]") && stderr(&refused).contains("Nothing was written"), "{}", stderr(&refused));
    fs::write(source.join("comments/1.0.yaml"), round(&source).replace("I am Ann Example3 and live here", "I live | here <b>")).expect("written");
    let made = run(&source, &["comments", "publish"]);
    assert_eq!(code(&made), 0, "{}", stderr(&made));
    let paper = source.parent().expect("a folder").join("paper.html");
    let made = run(&source, &["comments", "paper", "--into", text(&paper)]);
    assert!(code(&made) == 0 && stdout(&made).contains("8 comments, 0 still"), "{}{}", stdout(&made), stderr(&made));
    let paper = fs::read_to_string(paper).expect("the paper");
    assert!(paper.contains("I live | here &lt;b&gt;") && paper.contains("<td>Changed. Done"), "{paper}");
    assert!(!paper.contains("Carers") && !paper.contains("Ann") && !paper.contains("<b>"), "{paper}");
    let path = source.join("pages/you-said-we-did.md");
    let page = fs::read_to_string(&path).expect("the page");
    assert!(page.contains("I live \\| here \\<b\\>") && page.contains("round: \"1.0\""), "{page}");
    assert!(!page.contains("Carers") && !page.contains("Panel"), "one person would be known by subtraction: {page}");
    let again = run(&source, &["comments", "publish"]);
    assert!(code(&again) == 2 && stderr(&again).contains("--replace"), "{}", stderr(&again));
    let checked = run(&source, &["check"]);
    assert!(!stderr(&checked).contains("personal-details"), "{}", stderr(&checked));
    fs::write(&path, page.replace("Done", "Done for Ann Example5")).expect("written");
    let checked = run(&source, &["check"]);
    assert!(code(&checked) == 1 && stderr(&checked).contains("the name of somebody who commented"), "{}", stderr(&checked));
}

#[test]
fn two_commands_never_write_one_round() {
    let source = strategy("comments-locked");
    let file = returned(&source, "locked.csv", "paragraph,comment\n1.1,One\n");
    fs::create_dir_all(source.join("comments/private")).expect("made");
    let other = fs::File::create(source.join("comments/private/lock")).expect("a lock");
    other.lock().expect("locked");
    let refused = run(&source, &["comments", "collate", &file]);
    assert!(code(&refused) == 2 && stderr(&refused).contains("another command is writing comments"), "{}", stderr(&refused));
    drop(other);
    assert_eq!(code(&run(&source, &["comments", "collate", &file])), 0);
}

#[test]
fn open_comments_are_beside_their_passages_until_they_are_answered() {
    let source = strategy("comments-beside");
    let file = returned(&source, "beside.csv", "paragraph,comment,kind\n1.2,How many nurses?,question\n9.9,Lost,\n");
    run(&source, &["comments", "collate", &file]);
    let checked = run(&source, &["check", "--report", "lines"]);
    let found = stdout(&checked) + &stderr(&checked);
    assert!(found.contains("01-a.md:7:1: info: a reader\u{2019}s question: \u{201c}How many nurses?\u{201d}"), "{found}");
    assert!(found.contains("a reader\u{2019}s comment on a passage that is not here any more: \u{201c}Lost\u{201d}"), "{found}");
    for line in round(&source).lines().filter_map(|line| line.trim().strip_prefix("- id: ")) {
        run(&source, &["comments", "answer", line, "--status", "noted", "--read-by", "Lead"]);
    }
    let checked = run(&source, &["check", "--report", "lines"]);
    assert!(!(stdout(&checked) + &stderr(&checked)).contains("a reader"), "{}", stderr(&checked));
}

#[test]
fn a_register_has_neither_formulas_nor_names() {
    let source = strategy("comments-register");
    let file =
        returned(&source, "register.csv", "paragraph,comment,kind,name\n1.2,\"=cmd|'/c calc'!A1 & <b>\",suggestion,Ann Bell\n1.1,Why?,question,\n");
    run(&source, &["comments", "collate", &file]);
    let printed = stdout(&run(&source, &["comments", "register", "--columns", "cen"]));
    let rows: Vec<&str> = printed.lines().collect();
    assert!(rows[0].starts_with("Member body,Line number,") && rows[0].split(',').count() == 8, "{printed}");
    assert!(rows.iter().any(|row| row.contains("\"1\",\"1.2\",\"ge\",\"\",\"'=cmd|")), "{printed}");
    let path = source.parent().expect("a folder").join("register.xlsx");
    assert_eq!(code(&run(&source, &["comments", "register", "--into", text(&path)])), 0);
    let bytes = fs::read(&path).expect("a workbook");
    let book = String::from_utf8_lossy(&bytes);
    assert!(bytes.starts_with(b"PK") && book.contains("=cmd|'/c calc'!A1 &amp; &lt;b&gt;") && book.contains("t=\"inlineStr\""));
    assert!(!book.contains("<f>") && !book.contains("Ann Bell") && !book.contains("state=\"hidden\""));
}

#[test]
fn workbooks_are_read_without_their_hidden_sheets() {
    let source = strategy("comments-workbook");
    let relationship = |id: u8| format!("<Relationship Id=\"r{id}\" Type=\"x/worksheet\" Target=\"worksheets/sheet{id}.xml\"/>");
    let shared = |at: u8, cell: &str| format!("<c r=\"{cell}\" t=\"s\"><v>{at}</v></c>");
    let parts = [
        ("[Content_Types].xml", "<Types/>".to_owned()),
        ("xl/_rels/workbook.xml.rels", format!("<Relationships>{}{}</Relationships>", relationship(1), relationship(2))),
        (
            "xl/workbook.xml",
            "<workbook xmlns:r=\"x\"><sheets><sheet name=\"People\" state=\"hidden\" r:id=\"r2\"/><sheet name=\"Answers\" r:id=\"r1\"/></sheets></workbook>".to_owned(),
        ),
        (
            "xl/sharedStrings.xml",
            "<sst><si><t>Paragraph</t></si><si><r><t>Com</t></r><r><t>ment</t></r></si><si><t>Ann Bell</t></si><si><t>A \"good\" plan, so far</t></si></sst>".to_owned(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet><sheetData><row>{}{}</row><row><c r=\"A2\"><v>1.2</v></c>{}</row><row><c r=\"B3\" t=\"str\"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>",
                shared(0, "A1"),
                shared(1, "B1"),
                shared(3, "B2")
            ),
        ),
        ("xl/worksheets/sheet2.xml", format!("<worksheet><sheetData><row>{}</row></sheetData></worksheet>", shared(2, "A1"))),
    ];
    let bytes = greenpaper::publish::zip(parts.iter().map(|(path, text)| (*path, text.as_bytes()))).expect("small enough");
    let file = returned(&source, "workbook.xlsx", bytes);
    let collated = run(&source, &["comments", "collate", &file]);
    assert!(code(&collated) == 0 && stdout(&collated).contains("2 new"), "{}", stderr(&collated));
    assert!(stderr(&collated).contains("others are: People"), "{}", stderr(&collated));
    let round = round(&source);
    assert!(
        round.contains("text: \"A \\\"good\\\" plan, so far\"") && round.contains("paragraph: \"1.2\"") && !round.contains("Ann Bell"),
        "{round}"
    );
}

const QUESTION: &str = "\n```survey\nquestion: What helps most?\nkind: choose\noptions: [Warm homes, Steady work, Company]\n```\n\n\
    ```survey\nquestion: What comes first?\nkind: rank\noptions: [Nurses, Buses]\n```\n";

#[test]
fn answers_to_questions_are_counted_and_small_counts_kept_back() {
    let source = strategy("comments-answers");
    let chapter = source.join("chapters/01-a.md");
    let text = fs::read_to_string(&chapter).expect("read") + QUESTION;
    fs::write(&chapter, text).expect("written");
    let row = |answer: &str, receipt: usize| format!("What helps most?,answer,{answer},R{receipt}\n");
    let mut rows = "words,kind,comment,receipt\n".to_owned();
    for receipt in 0..14 {
        rows += &row(if receipt < 6 { "Warm homes; company" } else { "steady work" }, receipt);
        rows += &format!("What comes first?,answer,{},R{receipt}\n", if receipt < 7 { "Buses; Nurses" } else { "Nurses" });
    }
    rows += &row("A garden", 20);
    let file = returned(&source, "answers.csv", &rows);
    let collated = run(&source, &["comments", "collate", &file]);
    assert_eq!(code(&collated), 0, "{}", stderr(&collated));
    assert!(stderr(&collated).contains("names none of the options"), "{}", stderr(&collated));
    assert!(stdout(&collated).contains("29 new"), "{}", stdout(&collated));
    // Whoever answers again changes the answer.
    let again = returned(&source, "answers-again.csv", format!("words,kind,comment,receipt\n{}", row("Company", 3)));
    let collated = run(&source, &["comments", "collate", &again]);
    assert!(stdout(&collated).contains("0 new, 1 known already") && stderr(&collated).contains("replaces an earlier one"), "{}", stderr(&collated));
    let stats = run(&source, &["comments", "stats"]);
    assert!(stdout(&stats).contains("1 comment, 1 still to be read") && stdout(&stats).contains("28 answers to questions"), "{}", stdout(&stats));

    let id = stdout(&run(&source, &["comments", "list", "--status", "open"])).split_whitespace().next().expect("the garden").to_owned();
    run(&source, &["comments", "answer", &id, "--status", "noted", "--read-by", "Policy lead", "--response", "Thank you."]);
    assert_eq!(code(&run(&source, &["release", "--consultation", "--dry-run"])), 0, "what was chosen needs no answer");
    let published = run(&source, &["comments", "publish"]);
    assert_eq!(code(&published), 0, "{}", stderr(&published));
    let page = fs::read_to_string(source.join("pages/you-said-we-did.md")).expect("the page");
    assert!(page.contains("title: \"What helps most?\"") && page.contains("14 people answered"), "{page}");
    for line in ["  Warm homes: 5\n", "  Company: 6\n", "  Steady work: 8\n", "[\"Nurses\", 1.5]", "[\"Buses\", 1.0]"] {
        assert!(page.contains(line), "{line} in {page}");
    }
    let few = run(&source, &["comments", "publish", "--replace", "--threshold", "6"]);
    assert_eq!(code(&few), 0);
    let page = fs::read_to_string(source.join("pages/you-said-we-did.md")).expect("the page");
    assert!(!page.contains("Warm homes: 5") && !page.contains("Company: 6") && page.contains("So that nobody can be recognised"), "{page}");
    let checked = run(&source, &["check"]);
    assert_eq!(code(&checked), 0, "{}{}", stdout(&checked), stderr(&checked));
}
