//! Edits of rows in strategy.yaml: every other byte is preserved.

use greenpaper::edit::{add_row, close_row};
use greenpaper::model::Version;
use jiff::civil::{Date, date};
use proptest::prelude::*;

const DAY: Date = date(2024, 5, 1);

fn close(text: &str) -> String {
    close_row(text, DAY, Some("Agreed: all of it")).expect("rows that can be read")
}

fn add(text: &str) -> String {
    add_row(text, &version("3.10"), DAY, Some("Second, at last"), Some("All")).expect("rows that can be read")
}

fn version(text: &str) -> Version {
    Version::parse(text).expect("a version")
}

#[test]
fn values_keep_their_quotes() {
    let text = "# top\nversions:   # rows\n  - comments: 'Old'   # why\n    date: \"2023-01-01\"\n    version: 3.2 # plain\n\n# below\ntitle: A\n";
    let expected = "# top\nversions:   # rows\n  - comments: 'Agreed: all of it'   # why\n    date: \"2024-05-01\"\n    version: 3.2 # plain\n\n# below\ntitle: A\n";
    assert_eq!(close(text), expected);
}

#[test]
fn a_missing_key_is_added_after_its_neighbour() {
    let block = "versions:\n- version: \"1.0\"\n  audience: All   # them\ntitle: A\n";
    let closed = "versions:\n- version: \"1.0\"\n  date: 2024-05-01\n  comments: \"Agreed: all of it\"\n  audience: All   # them\ntitle: A\n";
    assert_eq!(close(block), closed);
    let flow = "versions: [ {version: \"1.0\", audience: All} ]";
    assert_eq!(close(flow), "versions: [ {version: \"1.0\", date: 2024-05-01, comments: \"Agreed: all of it\", audience: All} ]");
    let json = "{\"versions\": [{\"version\": \"1.0\"}]}";
    assert_eq!(close(json), "{\"versions\": [{\"version\": \"1.0\", \"date\": 2024-05-01, \"comments\": \"Agreed: all of it\"}]}");
}

#[test]
fn a_key_without_a_value_gets_one() {
    let text = "versions:\r\n  - version: \"1.0\"\r\n    comments: # to come\r\n    date:\r\ntitle: A\r\n";
    let expected = "versions:\r\n  - version: \"1.0\"\r\n    comments: \"Agreed: all of it\" # to come\r\n    date: 2024-05-01\r\ntitle: A\r\n";
    assert_eq!(close(text), expected);
}

#[test]
fn a_multi_line_comment_becomes_one_line() {
    let text = "versions:\n  -   version: \"1.0\"\n      comments: >-\n        What we\n        wrote\n\n      date: ~\n\ntitle: A\n";
    let expected = "versions:\n  -   version: \"1.0\"\n      comments: \"Agreed: all of it\"\n\n      date: 2024-05-01\n\ntitle: A\n";
    assert_eq!(close(text), expected);
}

#[test]
fn a_new_row_is_formatted_like_the_last() {
    let row = "version: \"3.10\"";
    let block = "versions:\n  - version: '3.9'\n    date: 2024-01-01   # late\n\n# below\ntitle: A\n";
    let added = format!(
        "versions:\n  - version: '3.9'\n    date: 2024-01-01   # late\n  - {}\n    date: 2024-05-01\n    comments: Second, at last\n    audience: All\n\n# below\ntitle: A\n",
        row.replace('"', "'")
    );
    assert_eq!(add(block), added);
    let flow_rows = "versions:\r\n- {version: \"3.9\", date: 2024-01-01}   # late\r\ntitle: A";
    let added = format!(
        "versions:\r\n- {{version: \"3.9\", date: 2024-01-01}}   # late\r\n- {{{row}, date: 2024-05-01, comments: \"Second, at last\", audience: All}}\r\ntitle: A"
    );
    assert_eq!(add(flow_rows), added);
    let at_the_end = "versions:\n  -\n    version: \"3.9\"\n    date: 2024-01-01";
    assert_eq!(add(at_the_end), format!("{at_the_end}\n  - {row}\n    date: 2024-05-01\n    comments: Second, at last\n    audience: All"));
}

#[test]
fn a_row_is_added_to_a_flow_list() {
    let row = "{version: \"3.10\", date: 2024-05-01, comments: \"Second, at last\", audience: All}";
    let line = "versions: [{version: \"3.9\", date: 2024-01-01}]\n";
    assert_eq!(add(line), format!("versions: [{{version: \"3.9\", date: 2024-01-01}}, {row}]\n"));
    let lines = "versions: [\n  {version: \"3.8\", date: 2024-01-01},\n  {version: \"3.9\", date: 2024-01-01},   # last\n]\n";
    let added = format!("versions: [\n  {{version: \"3.8\", date: 2024-01-01}},\n  {{version: \"3.9\", date: 2024-01-01}},\n  {row},   # last\n]\n");
    assert_eq!(add(lines), added);
}

#[test]
fn a_byte_order_mark_is_kept() {
    let text = "\u{feff}versions:\n  - version: \"3.9\"\n    date: 2024-01-01\n";
    assert!(add(text).starts_with('\u{feff}'));
    assert_eq!(close(text), "\u{feff}versions:\n  - version: \"3.9\"\n    date: 2024-05-01\n    comments: \"Agreed: all of it\"\n");
}

#[test]
fn unreadable_rows_are_not_edited() {
    for text in ["", "title: A\n", "versions: 3\n", "versions: []\n", "versions: [3.9]\n", "versions:\n\t- a\n", "versions: [{version: *a}]"] {
        assert_eq!(close_row(text, DAY, None), None, "{text:?}");
        assert_eq!(add_row(text, &version("1"), DAY, None, None), None, "{text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Any comment round-trips in any kind of row, and every other byte is preserved.
    #[test]
    fn any_comment_reads_back(comment in "[a-zé0-9 :#,'\"{}\\[\\]|>&*!%@`\\\\-]{0,24}[a-z?:.]", flow in any::<bool>(), crlf in any::<bool>()) {
        let comment = comment.trim();
        let text = if flow { "a: 1 # x\nversions:\n  - {version: \"1.0\", date: 2023-01-01} # y\nb: 2\n" } else { "a: 1 # x\nversions:\n  - version: \"1.0\" # y\n    date: 2023-01-01\nb: 2\n" };
        let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let closed = close_row(&text, DAY, Some(comment));
        prop_assert!(closed.is_some(), "{comment:?}");
        let added = add_row(&text, &version("1.1"), DAY, Some(comment), None).expect("rows that can be read");
        // Every edit is parsed again; what remains to be checked is that no other byte changed.
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
        let added = lines(&added);
        let kept: Vec<String> = lines(&text).into_iter().filter(|line| added.contains(line)).collect();
        prop_assert_eq!(kept, lines(&text));
    }
}
