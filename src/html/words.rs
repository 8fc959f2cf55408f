//! Explanations of terms: at the end of each page, and in the glossary.

use std::sync::OnceLock;

use super::address::{self, nth_use, term_id, use_id, word_id};
use super::context::{Letter, Pieces};
use super::language::language_attributes;
use super::writer::{View, Writer};
use crate::model::{BlockKind, Chapter, Document, GlossaryTerm, LinkPolicy, PageId, Target, TermId, TermUse};
use crate::theme::Strings;

/// Memoised entries of the lists of words: a term is used on many pages, and its HTML differs only between pages in the top
/// folder and pages in a subfolder.
pub(super) struct Entries(Vec<[OnceLock<String>; 2]>);

impl Entries {
    pub(super) fn of(document: &Document) -> Self {
        Self(document.glossary.terms.iter().map(|_| Default::default()).collect())
    }
}

impl Writer<'_> {
    /// "Words used in this chapter": short definitions, with links to the glossary and back to the text.
    pub(super) fn words(&mut self, chapter: &Chapter<Target>, heading: &str, entries: &Entries) {
        if chapter.words.iter().all(|word| word.links == 0) {
            return;
        }
        let (document, strings) = (self.document, self.strings);
        self.raw("<section class=words aria-labelledby=words_heading><h2 id=words_heading>");
        self.text(heading);
        self.raw("</h2><dl>");
        let is_in_folder = usize::from(!self.root.is_empty());
        for word in chapter.words.iter().filter(|word| word.links > 0) {
            let slug = address::encode(&document.glossary.term(word.term).slug);
            let entry = entries.0[word.term.0 as usize][is_in_folder].get_or_init(|| self.word(word.term));
            self.raw(entry);
            for nth in 1..=word.links {
                self.raw(" <a class=word-back");
                self.attribute_of("href", &["#use_", &slug, &nth_use(nth)]);
                self.raw(">");
                self.text(strings.text("back_to_text"));
                if word.links > 1 {
                    self.text(&format!(" ({nth})"));
                }
                self.raw("<span class=visually-hidden>: ");
                self.text(&document.glossary.term(word.term).term);
                self.raw("</span></a>");
            }
            self.raw("</dd></div>");
        }
        self.raw("</dl></section>");
    }

    /// A term in the list of words with its short definition, without the links back.
    fn word(&self, id: TermId) -> String {
        let term = self.document.glossary.term(id);
        let mut entry = Writer::new(self.document, self.strings, View::Elsewhere, self.root);
        entry.raw("<div class=word");
        entry.id(&word_id(self.document, id));
        entry.raw("><dt><a");
        let href = format!("{}glossary.html#{}", self.root, address::encode(&term_id(self.document, id)));
        entry.attribute("href", &href);
        entry.raw(">");
        entry.text(&term.full_name());
        entry.raw("</a></dt><dd>");
        entry.short_definition(term);
        entry.out.as_str().into()
    }

    /// The first paragraph of a definition.
    fn short_definition(&mut self, term: &GlossaryTerm<Target>) {
        let first = term.definition.iter().find_map(|block| if let BlockKind::Paragraph(line) = &block.kind { Some(line) } else { None });
        if let Some(line) = first {
            self.line(line);
        }
    }

    /// An entry of the glossary, with the list of pages that use the term.
    pub(super) fn glossary_entry(&mut self, id: TermId) {
        let (document, strings) = (self.document, self.strings);
        let term = document.glossary.term(id);
        self.raw("<div class=entry");
        self.id(&term_id(document, id));
        self.raw("><dt><dfn>");
        self.text(&term.term);
        self.raw("</dfn>");
        if let Some(abbreviation) = &term.abbreviation {
            self.raw(" ");
            self.element("span", "abbreviation", &format!("({abbreviation})"));
        }
        self.raw("</dt><dd>");
        self.prefix = format!("{}_", term_id(document, id));
        self.blocks(&term.definition);
        self.prefix.clear();
        if !term.related.is_empty() {
            self.raw("<p class=see-also>");
            self.text(strings.text("see_also"));
            for (at, related) in term.related.iter().enumerate() {
                self.raw(if at == 0 { " <a" } else { ", <a" });
                let href = format!("#{}", address::encode(&term_id(document, *related)));
                self.attribute("href", &href);
                self.raw(">");
                self.text(&document.glossary.term(*related).term);
                self.raw("</a>");
            }
            self.raw("</p>");
        }
        self.where_used(id);
        self.raw("</dd></div>");
    }

    fn where_used(&mut self, id: TermId) {
        let (document, strings) = (self.document, self.strings);
        let used = &document.glossary.used[id.0 as usize];
        let term = document.glossary.term(id);
        if used.is_empty() {
            // A term that is not matched automatically may be used all the same.
            if !matches!(term.link.unwrap_or(document.settings.glossary.link), LinkPolicy::Marked | LinkPolicy::Never) {
                self.element("p", "not-used", strings.text("term_not_used"));
            }
            return;
        }
        let total: u32 = used.iter().map(|usage| usage.count).sum();
        let limit = document.settings.site.where_used_limit;
        self.raw("<div class=where-used><details><summary>");
        let times = strings.count("used_times", total as usize);
        let pages = strings.count("used_pages", used.len());
        self.text(&strings.fill("used", &[("times", &times), ("pages", &pages)]));
        self.hidden(&format!(": {}", term.term));
        self.raw("</summary><ul>");
        // Few different counts occur, so format each once.
        let mut counts: Vec<(u32, String)> = Vec::new();
        for usage in used.iter().take(limit) {
            self.raw("<li>");
            let title = document.chapter(usage.page).map_or("", |chapter| chapter.front.title.as_str());
            let is_linked = document.chapter(usage.page).is_some_and(|chapter| chapter.words.iter().any(|word| word.term == id && word.links > 0));
            let anchor = if is_linked {
                format!("#{}", address::encode(&use_id(document, TermUse { term: id, nth: 1, expand: false })))
            } else {
                String::new()
            };
            self.raw("<a");
            self.raw(&document.chapter(usage.page).map(language_attributes).unwrap_or_default());
            let href = format!("{}{}{anchor}", self.root, address::path(document, usage.page));
            self.attribute("href", &href);
            self.raw(">");
            self.text(if usage.page == PageId::Home { strings.text("home") } else { title });
            self.raw("</a> ");
            let at = counts.iter().position(|(count, _)| *count == usage.count).unwrap_or_else(|| {
                counts.push((usage.count, format!("({})", strings.count("used_times", usage.count as usize))));
                counts.len() - 1
            });
            self.text(&counts[at].1);
            self.raw("</li>");
        }
        self.raw("</ul>");
        if used.len() > limit {
            let text = strings.fill("used_limit", &[("shown", &strings.number(limit as f64)), ("all", &strings.number(used.len() as f64))]);
            self.element("p", "where-used-limit", &text);
        }
        self.raw("</details></div>");
    }
}

/// The glossary's entries by initial letter, in the language's alphabetical order.
pub(super) fn letters(document: &Document, strings: &Strings, root: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    let mut writer = Writer::new(document, strings, View::Glossary, root);
    for id in &document.glossary.alphabetical {
        let letter = document.glossary.term(*id).initial.clone();
        if letters.last().is_none_or(|last| last.letter != letter) {
            letters.push(Letter { id: format!("letter_{}", letters.len() + 1), letter, entries: String::new() });
        }
        writer.glossary_entry(*id);
        if let Some(last) = letters.last_mut() {
            last.entries.push_str(&writer.out);
        }
        writer.out.clear();
    }
    letters
}

/// The same for a template.
pub(super) fn marked_letters(document: &Document, strings: &Strings, root: &str, pieces: &mut Pieces) -> Vec<Letter> {
    let mark = |letter: Letter| Letter { entries: pieces.mark(letter.entries), ..letter };
    letters(document, strings, root).into_iter().map(mark).collect()
}
