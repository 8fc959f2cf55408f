//! Where words are, in every document of the tests and in both editions: on their page, on nothing else, whole and readable.

use greenpaper::layout::{Paged, PlacedItem, Shape, TagRole};

use crate::book::faint;
use crate::breaks::overprinted;
use crate::measure::measure;
use crate::project::{Files, SETTINGS, print};

const ANSWERS: &str = "Place,Very good,Good,Fair,Bad,Very bad,No answer\n\
    The area of the two valleys and the hill towns,12.345,0.001,5,33,2,47.654\n\
    South,5,10,15,20,25,25\n";
const LINES: &str = "Year,One,Two,Three,Four,Five\n\
    2019,1,2,3,4,5\n2020,1.1,2.1,3.1,4.1,5.1\n2021,5,4,3,2,1\n";

/// Documents of every kind that print has to bear.
pub(crate) fn documents() -> Vec<(String, Files)> {
    let mut documents = vec![("strategy".to_owned(), Files::folder("strategy")), ("edge".to_owned(), Files::folder("tests/pdf/edge"))];
    let all = Files::folder("tests/pdf/positions");
    for (path, body) in &all.0 {
        let body = String::from_utf8_lossy(body);
        for paper in ["A4", "A5"] {
            let mut files = Files::chapter(&format!("{SETTINGS}print: {{paper: {paper}}}\n"), &body);
            files.add("data/answers.csv", ANSWERS);
            files.add("data/lines.csv", LINES);
            documents.push((format!("{path} on {paper}"), files));
        }
    }
    documents
}

fn text(item: &PlacedItem) -> Option<&str> {
    if let Shape::Text(run) = &item.shape { Some(&run.text) } else { None }
}

/// Words outside the paper.
fn beyond(paged: &Paged) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, page) in paged.pages.iter().enumerate() {
        for (_, item) in &page.content {
            let Shape::Text(run) = &item.shape else { continue };
            let (left, right) = (item.at.x.0, item.at.x.0 + run.width().0);
            let is_inside = left >= 10.0 && right <= page.size.width.0 - 10.0 && item.at.y.0 > 10.0 && item.at.y.0 < page.size.height.0 - 10.0;
            if !is_inside && run.turned == 0.0 && !run.text.trim().is_empty() {
                found.push((number, run.text.to_string()));
            }
        }
    }
    found
}

/// Words that go on in the next line although they are short enough for one.
fn broken(paged: &Paged) -> Vec<String> {
    let mut found = Vec::new();
    for page in &paged.pages {
        for pair in page.content.windows(2) {
            let ((leaf, before), (next_leaf, after)) = (&pair[0], &pair[1]);
            let (Some(above), Some(below)) = (text(before), text(after)) else { continue };
            // The words of a drawing are no lines.
            let is_drawing = paged.tags.tag(paged.tags.leaves[leaf.0 as usize]).role == TagRole::Figure;
            if leaf != next_leaf || is_drawing || after.at.y.0 <= before.at.y.0 + 8.0 {
                continue;
            }
            let (start, end) = (above.rsplit(' ').next().unwrap_or_default(), below.split(' ').next().unwrap_or_default());
            let word = format!("{start}{end}");
            if word.chars().count() < 20 && start.ends_with(char::is_alphabetic) && end.starts_with(char::is_lowercase) {
                found.push(word);
            }
        }
    }
    found
}

#[test]
fn words_are_whole_and_readable_and_on_nothing_else() {
    for (name, files) in documents() {
        for large in [false, true] {
            let paged = print(&files, large).paged;
            let name = format!("{name}, large {large}");
            assert_eq!(overprinted(&paged), [], "{name}");
            assert_eq!(beyond(&paged), [], "{name}");
            assert_eq!(faint(&paged), [], "{name}");
            assert_eq!(broken(&paged), [] as [&str; 0], "{name}");
            assert_eq!(measure(&paged).stranded, 0, "{name}");
        }
    }
}

#[test]
fn the_test_sees_words_that_are_broken_or_beyond_the_paper() {
    let mut paged = print(&Files::chapter(SETTINGS, &"Some words of a paragraph. ".repeat(10)), false).paged;
    let is_text = |item: &PlacedItem| text(item).is_some_and(|text| text.contains("paragraph"));
    let page = paged.pages.iter().position(|page| page.content.iter().any(|(_, item)| is_text(item))).expect("a page of text");
    assert_eq!((broken(&paged).len(), beyond(&paged).len()), (0, 0));
    for (_, item) in &mut paged.pages[page].content {
        let Shape::Text(run) = &mut item.shape else { continue };
        run.text = "short".into();
        item.at.x.0 = -20.0;
    }
    assert!(!broken(&paged).is_empty() && !beyond(&paged).is_empty());
}
