//! Page numbers of the printed edition in the texts of an e-book: before the first block that begins on each page.

use crate::html::BookText;
use crate::layout::PageStart;

/// A number of the printed edition and where it is: `chapter.xhtml#page_4`.
pub(super) struct PageNumber {
    pub(super) label: String,
    pub(super) href: String,
}

/// Fewer letters say too little.
const SHORTEST: usize = 6;
/// How many blocks further on a page may begin: what is not found there is not looked for in the whole book.
const FARTHEST: usize = 400;

/// Puts the number of each printed page into the texts and returns them in order. A page on which nothing begins, or whose first words the
/// book does not have, is left out.
pub(super) fn place(texts: &mut [BookText], starts: &[PageStart]) -> Vec<PageNumber> {
    let mut numbers = Vec::new();
    let mut places: Vec<Vec<(usize, String)>> = texts.iter().map(|_| Vec::new()).collect();
    let blocks: Vec<(usize, usize, String)> =
        texts.iter().enumerate().flat_map(|(text, own)| blocks(&own.xhtml).into_iter().map(move |(at, words)| (text, at, words))).collect();
    let mut next = 0;
    for start in starts {
        let wanted = letters(&start.words);
        if wanted.len() < SHORTEST {
            continue;
        }
        let is_it = |words: &str| words.starts_with(&wanted) || wanted.starts_with(words) && words.len() >= SHORTEST;
        let found = blocks.iter().skip(next).take(FARTHEST).position(|(_, _, words)| is_it(words));
        let Some(found) = found.map(|found| next + found) else { continue };
        next = found + 1;
        let (text, at, _) = &blocks[found];
        let label = &start.label;
        places[*text].push((*at, format!("<span role=\"doc-pagebreak\" epub:type=\"pagebreak\" id=\"page_{label}\" aria-label=\"{label}\"></span>")));
        numbers.push(PageNumber { label: label.clone(), href: format!("{}#page_{label}", texts[*text].path) });
    }
    for (text, places) in texts.iter_mut().zip(places) {
        for (at, mark) in places.into_iter().rev() {
            text.xhtml.insert_str(at, &mark);
        }
    }
    numbers
}

/// Where the content of each heading, paragraph and item begins in a file, and its first letters.
fn blocks(xhtml: &str) -> Vec<(usize, String)> {
    let mut blocks = Vec::new();
    for (at, _) in xhtml.match_indices('<') {
        let tag = &xhtml[at..];
        let is_block = ["<p", "<li", "<h1", "<h2", "<h3", "<h4", "<dd", "<dt", "<figcaption"]
            .iter()
            .any(|name| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', ' '])));
        let Some(end) = tag.find('>').filter(|_| is_block) else { continue };
        let words = letters(&text_of(&tag[end + 1..]));
        if !words.is_empty() {
            blocks.push((at + end + 1, words));
        }
    }
    blocks
}

/// How many letters are compared.
const MOST: usize = 40;

/// The text that follows, without tags, as far as it is compared.
fn text_of(xhtml: &str) -> String {
    let mut text = String::new();
    let mut is_in_tag = false;
    for c in xhtml.chars().take(MOST * 20) {
        match c {
            '<' => is_in_tag = true,
            '>' => is_in_tag = false,
            _ if is_in_tag => {}
            _ => text.push(c),
        }
        if text.len() > MOST * 4 {
            break;
        }
    }
    text
}

/// Letters and digits alone: spaces, hyphens and marks differ between print and screen.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(MOST).collect()
}
