//! Finds terms as the author's guide defines it, literally and naively.

use greenpaper::model::{Inline, Target, Walk, WalkContext};

use crate::project::{MemoryProject, draft};

/// The alphabet of terms and text: without anything that Markdown interprets.
const SIGNS: [char; 20] = ['a', 'b', 'c', 'a', 'b', 'A', 'B', 'C', 'ŵ', ' ', ' ', ' ', '-', '\u{a0}', '\'', '\u{2019}', ',', '(', ')', '\u{ad}'];

/// Words, gaps, and symbols between them.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Gap,
    Sign(char),
}

/// Compares the links with what the rules say.
pub(crate) fn compare(bytes: &[u8], settings: &str) {
    let text: String = bytes.iter().map(|byte| SIGNS[*byte as usize % SIGNS.len()]).collect();
    // An eighth of the text gives the terms, the rest is searched.
    let cut = text.char_indices().nth(text.chars().count() / 8).map_or(0, |(at, _)| at);
    let terms: Vec<&str> = text[..cut].split(',').map(str::trim).filter(|term| term.chars().any(char::is_alphanumeric)).collect();
    let body = format!("Zz {}zz", &text[cut..]);
    // Welsh, because plurals and possessives are derived in English only.
    let settings = settings.replace("en-GB", "cy") + "glossary: {link: every}\n";
    let chapter = format!("---\ntitle: Z\n---\n{body}\n");
    let entries: Vec<(String, String)> = terms
        .iter()
        .enumerate()
        .map(|(at, term)| (format!("glossary/{at:03}.md"), format!("---\nterm: \"{term}\"\nlink: every\n---\nZz.\n")))
        .collect();
    let files = entries.iter().map(|(path, text)| (path.as_str(), text.as_bytes()));
    let own: [(&str, &[u8]); 2] = [("strategy.yaml", settings.as_bytes()), ("chapters/a.md", chapter.as_bytes())];
    let built = draft(&MemoryProject::new(own.into_iter().chain(files)));
    let mut linked = Linked(Vec::new());
    linked.chapter(&built.document.chapters[0]);
    let expected: Vec<(String, usize)> = expected(&body, &terms);
    assert_eq!(linked.0, expected, "terms {terms:?} in {body:?}");
}

struct Linked(Vec<(String, usize)>);

impl Walk<Target> for Linked {
    fn line(&mut self, line: &[Inline<Target>], _: WalkContext) {
        for inline in line {
            if let Inline::Link(link) = inline
                && let Target::Term(used) = &link.target
            {
                self.0.push((greenpaper::model::plain_text(&link.content), used.term.0 as usize));
            }
        }
    }
}

/// Every occurrence, leftmost and longest first, with the first term that has it; an abbreviation takes precedence over a word.
fn expected(text: &str, terms: &[&str]) -> Vec<(String, usize)> {
    let (tokens, places) = tokens(text);
    // Spaces and hyphens around a term are not part of it, visible or not.
    let terms: Vec<&str> = terms.iter().map(|term| term.trim_matches(|c: char| c.is_whitespace() || c == '-' || c == '\u{ad}')).collect();
    let forms: Vec<Vec<Token>> = terms.iter().map(|term| self::tokens(term).0).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut best: Option<(usize, bool, usize)> = None;
        for (term, form) in forms.iter().enumerate() {
            let end = at + form.len();
            if end > tokens.len() || tokens[at..end] != form[..] {
                continue;
            }
            let written = &text[places[at].0..places[end - 1].1];
            let is_abbreviation = terms[term].chars().filter(|c| c.is_alphabetic()).count() > 1
                && plain(terms[term]).chars().all(|c| c.is_uppercase() || c.is_numeric() || matches!(c, '&' | '/' | '.'));
            if is_abbreviation && plain(written) != plain(terms[term]) {
                continue;
            }
            let is_better =
                |(length, abbreviation, _): (usize, bool, usize)| form.len() > length || form.len() == length && is_abbreviation && !abbreviation;
            if best.is_none_or(is_better) {
                best = Some((form.len(), is_abbreviation, term));
            }
        }
        match best {
            Some((length, _, term)) => {
                found.push((text[places[at].0..places[at + length - 1].1].to_owned(), term));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// A text with straight apostrophes and without soft hyphens.
fn plain(text: &str) -> String {
    text.replace('\u{2019}', "'").replace('\u{ad}', "")
}

/// The tokens of a text, with their byte ranges. Soft hyphens are ignored, but one that ends a word is linked with it.
fn tokens(text: &str) -> (Vec<Token>, Vec<(usize, usize)>) {
    let (mut tokens, mut places): (Vec<Token>, Vec<(usize, usize)>) = (Vec::new(), Vec::new());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let is_in_word = matches!((tokens.last(), places.last()), (Some(Token::Word(_)), Some((_, last))) if *last == at);
        let c = if c == '\u{2019}' { '\'' } else { c };
        if c == '\u{ad}' && !is_in_word {
            continue;
        }
        let before_letter = chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if c.is_alphanumeric() || is_in_word && (c == '\u{ad}' || c == '\'' && before_letter) {
            if !is_in_word {
                tokens.push(Token::Word(String::new()));
                places.push((at, at));
            }
            if let (Some(Token::Word(word)), Some((_, last))) = (tokens.last_mut(), places.last_mut()) {
                word.extend(c.to_lowercase().filter(|c| *c != '\u{ad}'));
                *last = end;
            }
        } else if c.is_whitespace() || c == '-' {
            match (tokens.last(), places.last_mut()) {
                (Some(Token::Gap), Some((_, last))) => *last = end,
                _ => {
                    tokens.push(Token::Gap);
                    places.push((at, end));
                }
            }
        } else {
            tokens.push(Token::Sign(c));
            places.push((at, end));
        }
    }
    (tokens, places)
}
