//! A sentence has more than 25 words.
//!
//! Long sentences lose readers, those who read in a second language first. Say one thing in a sentence.
//! Source: GOV.UK, "Publishing accessible documents"; NHS service manual, "How we write" (which aims for 20).

use rayon::prelude::*;

use super::{Rule, texts};
use crate::diag::{Diagnostic, Severity};
use crate::model::{Chapter, Document, Inline, Target, Walk, WalkContext};
use crate::span::Span;

const NAME: &str = "sentence-length";
const MOST_WORDS: usize = 25;

pub(super) const RULE: Rule = Rule { name: NAME, level: Some(Severity::Warning), find };

fn find(document: &Document) -> Vec<Diagnostic> {
    let chapters: Vec<&Chapter<Target>> = document.texts().map(|(_, chapter)| chapter).collect();
    let found = chapters.par_iter().map(|chapter| {
        let mut sentences = Sentences { found: Vec::new() };
        sentences.chapter(chapter);
        sentences.found
    });
    found.flatten_iter().collect()
}

struct Sentences {
    found: Vec<Diagnostic>,
}

impl Walk<Target> for Sentences {
    fn line(&mut self, line: &[Inline<Target>], context: WalkContext) {
        if context != WalkContext::Prose {
            return;
        }
        let mut count = 0;
        let mut start: Option<Span> = None;
        let mut end_before = false;
        texts(line, &mut |text| {
            let base = text.text.as_ptr() as usize;
            for word in text.text.split_ascii_whitespace() {
                if end_before && word.starts_with(|c: char| c.is_uppercase() || c == '"' || c == '\'') {
                    self.report(count, start.take());
                    count = 0;
                }
                let at = word.as_ptr() as usize - base;
                start.get_or_insert(text.span.part(at, at + word.len()));
                count += usize::from(word.bytes().any(|b| b.is_ascii_alphanumeric() || !b.is_ascii()));
                end_before = word.trim_end_matches(['"', '\'', ')', '\u{2019}', '\u{201d}']).ends_with(['.', '!', '?']);
            }
        });
        self.report(count, start);
    }
}

impl Sentences {
    fn report(&mut self, words: usize, start: Option<Span>) {
        if let Some(start) = start.filter(|_| words > MOST_WORDS) {
            let fault = Diagnostic::warning(NAME, start, format!("the sentence that starts here has {words} words"));
            self.found.push(fault.hint(format!("aim for 20 words and stay below {}: make two sentences of it", MOST_WORDS + 1)));
        }
    }
}
