//! Glossary terms: their forms, order and relations.

use std::collections::{HashMap, HashSet};

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorPreferences};

use super::matcher::{Form, folded_key, trimmed};
use crate::diag::Diagnostic;
use crate::model::{GlossaryTerm, Label, Settings, TermId, is_invisible, slug};
use crate::span::Span;

/// All forms of all terms: those the author wrote first, then plurals and possessives.
pub(super) struct Forms {
    pub(super) all: Vec<Form>,
    by_key: HashMap<Vec<u8>, TermId>,
}

impl Forms {
    /// The term with the form `name`.
    pub(super) fn term(&self, name: &str) -> Option<TermId> {
        self.by_key.get(&folded_key(name)).copied()
    }
}

/// Collects the forms of all terms, and reports forms that belong to two.
///
/// Plurals and possessives are derived in English only; a form that an author wrote takes precedence.
pub(super) fn forms(terms: &[GlossaryTerm<Label>], settings: &Settings, diagnostics: &mut Vec<Diagnostic>) -> Forms {
    let mut forms = Forms { all: Vec::new(), by_key: HashMap::new() };
    let mut claimed: HashMap<Vec<u8>, (TermId, Span)> = HashMap::new();
    for (term, id) in terms.iter().zip(0..).map(|(term, id)| (term, TermId(id))).filter(|(term, _)| !term.is_removed()) {
        for ((text, is_abbreviation), place) in written(term).zip(&term.places) {
            let mut key = folded_key(text);
            if key.is_empty() {
                continue;
            }
            forms.by_key.entry(key.clone()).or_insert(id);
            if is_abbreviation {
                // "IT" and "it" are two forms: abbreviations are case-sensitive.
                key.extend_from_slice(text.as_bytes());
            }
            match claimed.get(&key) {
                Some((other, _)) if *other == id => continue,
                Some((_, other)) => {
                    let message = format!("\"{text}\" belongs to two terms");
                    diagnostics.push(
                        Diagnostic::error("term-conflict", *place, message)
                            .label(*other, "also used here")
                            .hint("a form can belong to one term only: merge the two entries, or reword one"),
                    );
                    continue;
                }
                None => {}
            }
            claimed.insert(key, (id, *place));
            forms.all.push(Form { text: text.to_owned(), term: id, is_abbreviation });
        }
    }
    if settings.language.to_lowercase().starts_with("en") {
        let formed: Vec<Form> = forms.all.iter().flat_map(formed).collect();
        for form in formed {
            let mut key = folded_key(&form.text);
            forms.by_key.entry(key.clone()).or_insert(form.term);
            if form.is_abbreviation {
                key.extend_from_slice(form.text.as_bytes());
            }
            if claimed.contains_key(&key) {
                continue;
            }
            claimed.insert(key, (form.term, terms[form.term.0 as usize].span));
            forms.all.push(form);
        }
    }
    forms
}

fn written(term: &GlossaryTerm<Label>) -> impl Iterator<Item = (&str, bool)> {
    let words = std::iter::once(&term.term).chain(&term.also);
    words.map(|text| trimmed(text)).map(|text| (text, is_all_capitals(text))).chain(term.abbreviation.as_deref().map(|text| (trimmed(text), true)))
}

/// Whether a form is case-sensitive: in another case, `WHO` and `IT` are other words.
fn is_all_capitals(text: &str) -> bool {
    let is_capital = |c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '&' | '/' | '.') || is_invisible(c);
    text.chars().filter(|c| c.is_alphabetic()).count() > 1 && text.chars().all(is_capital)
}

/// The regular plural, and the possessives of both.
fn formed(form: &Form) -> Vec<Form> {
    let with = |text: String| Form { text, ..form.clone() };
    if !form.text.ends_with(char::is_alphanumeric) {
        return Vec::new();
    }
    let plural = if form.is_abbreviation { format!("{}s", form.text) } else { plural(&form.text) };
    vec![with(format!("{}'s", form.text)), with(format!("{plural}'s")), with(plural)]
}

/// The regular English plural of the last word.
fn plural(text: &str) -> String {
    let lower = text.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    if ends(&["ay", "ey", "oy", "uy"]) || !ends(&["y", "s", "x", "z", "ch", "sh"]) {
        format!("{text}s")
    } else if ends(&["y"]) {
        format!("{}ies", &text[..text.len() - 1])
    } else {
        format!("{text}es")
    }
}

/// Gives terms whose names differ only in symbols (`C` and `C++`) different anchors.
pub(crate) fn make_slugs_unique(terms: &mut [GlossaryTerm<Label>]) {
    let mut taken = HashSet::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for term in terms {
        let base = Some(slug(&term.slug)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "term".into());
        term.slug.clone_from(&base);
        while !taken.insert(term.slug.clone()) {
            let count = counts.entry(base.clone()).or_insert(1);
            *count += 1;
            term.slug = format!("{base}-{count}");
        }
    }
}

/// Resolves `see_also`.
pub(super) fn relate(terms: &mut [GlossaryTerm<Label>], forms: &Forms, diagnostics: &mut Vec<Diagnostic>) {
    let names: Vec<String> = terms.iter().map(|term| term.term.clone()).collect();
    for (term, own) in terms.iter_mut().zip((0..).map(TermId)) {
        for (name, span) in &term.see_also {
            match forms.term(name) {
                // A form of the same term, or a repeated term, needs no link.
                Some(id) if id == own || term.related.contains(&id) => {}
                Some(id) => term.related.push(id),
                None => diagnostics.push(
                    Diagnostic::error("unknown-term", *span, format!("the glossary has no term \"{name}\""))
                        .nearest(name, names.iter().map(String::as_str))
                        .hint("add it to the glossary, or remove it from `see_also`"),
                ),
            }
        }
    }
}

/// Digraphs that count as one letter in Welsh (CLDR, exemplar index characters), longest first.
const WELSH_LETTERS: [&str; 8] = ["ch", "dd", "ff", "ng", "ll", "ph", "rh", "th"];

/// All terms in the alphabetical order of the language (Unicode Technical Standard 10, CLDR's tailoring). Sets the
/// letter under which each is listed.
pub(super) fn alphabetical(terms: &mut [GlossaryTerm<Label>], language: &str) -> Vec<TermId> {
    let preferences = language.parse().map_or_else(|_| CollatorPreferences::default(), |locale: icu_locale_core::Locale| (&locale).into());
    let mut order: Vec<TermId> = (0..terms.len() as u32).map(TermId).collect();
    let mut primary = CollatorOptions::default();
    primary.strength = Some(Strength::Primary);
    let base = Collator::try_new(preferences, primary).ok();
    let is_welsh = language.to_lowercase().starts_with("cy");
    for term in terms.iter_mut() {
        term.initial = initial(&term.term, is_welsh, |a, b| base.as_ref().is_some_and(|base| base.compare(a, b).is_eq()));
    }
    let name = |id: &TermId| terms[id.0 as usize].term.as_str();
    match Collator::try_new(preferences, CollatorOptions::default()) {
        Ok(collator) => order.sort_by(|a, b| collator.compare(name(a), name(b)).then(a.cmp(b))),
        Err(_) => order.sort_by_cached_key(|id| name(id).to_lowercase()),
    }
    order
}

/// The letter that `term` is listed under: accents make no difference, symbols and digits are `#`.
fn initial(term: &str, is_welsh: bool, is_same: impl Fn(&str, &str) -> bool) -> String {
    let lower = term.to_lowercase();
    if let Some(letter) = WELSH_LETTERS.iter().find(|letter| is_welsh && lower.starts_with(**letter)) {
        return letter[..1].to_uppercase() + &letter[1..];
    }
    let Some(first) = lower.chars().next().filter(|c| c.is_alphabetic()) else { return "#".into() };
    let first = first.to_string();
    let plain = ('a'..='z').map(String::from).find(|plain| is_same(plain, &first));
    plain.unwrap_or(first).to_uppercase()
}
