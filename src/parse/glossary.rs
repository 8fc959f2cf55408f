//! Files of the glossary: one term, or a list of terms.

use super::chapter::{front_matter, nothing};
use super::markdown;
use super::settings::LINK_POLICIES;
use super::shifted::{as_characters, line_as_characters};
use super::source::{File, Parsed};
use crate::diag::Diagnostic;
use crate::model::{Block, BlockKind, Definition, GlossaryTerm, Label, LinkPolicy, is_odd_space, plain_digit, slug};
use crate::yaml::{Fields, Word};

/// Parses a file of the glossary: a term with front matter, or a definition list if the front matter has no `term`.
pub(crate) fn parse(file: File<'_>) -> Parsed<Vec<GlossaryTerm<Label>>> {
    let mut diagnostics = Vec::new();
    // A list needs no front matter.
    let (front, body_start) = match file.text.trim_start_matches(|c: char| c.is_whitespace() || is_odd_space(c)).starts_with("---") {
        true => front_matter(file, "term: The term", &mut diagnostics),
        false => (Some(nothing(file)), 0),
    };
    let body = markdown::parse(file, body_start, &mut diagnostics);
    let mut terms = Vec::new();
    let is_list = body.blocks.iter().any(|block| matches!(block.kind, BlockKind::DefinitionList(_)));
    if let Some(front) = front {
        let mut fields = Fields::new(front, &mut diagnostics);
        if (is_list || body_start == 0) && !fields.has("term") {
            let link = fields.choice("link", &LINK_POLICIES);
            fields.finish();
            list(file, body.blocks, link, &mut terms, &mut diagnostics);
        } else {
            term(file, fields, body.blocks, &mut terms);
        }
    }
    for note in &body.footnotes {
        let finding = Diagnostic::error("no-footnote", note.span, "a definition cannot have a footnote, because it is shown on many pages");
        diagnostics.push(finding.hint("put the words in the definition itself"));
    }
    for term in &terms {
        if term.definition.is_empty() {
            diagnostics.push(
                Diagnostic::error("no-definition", term.span, format!("the term \"{}\" has no definition", term.term))
                    .hint("write one or two plain sentences that say what it means"),
            );
        }
    }
    Parsed { value: terms, diagnostics, allowances: body.allowances }
}

fn term(file: File<'_>, mut fields: Fields<'_>, definition: Vec<Block<Label>>, terms: &mut Vec<GlossaryTerm<Label>>) {
    let word = fields.required("term", "term: The term");
    let abbreviation = fields.text("abbreviation");
    let also = fields.words("also");
    let link = fields.choice("link", &LINK_POLICIES);
    let see_also = fields.words("see_also").into_iter().map(|word| (as_characters(&word.text).into_owned(), word.span)).collect();
    if let (Some(word), None) = (&word, &abbreviation)
        && let Some((words, short)) = in_brackets(&word.text).filter(|(words, short)| !words.is_empty() && is_abbreviation(short, words))
    {
        let finding = Diagnostic::warning(
            "glossary-text",
            word.span,
            format!("`({short})` is read as part of the term, so texts that leave it out do not match"),
        );
        fields.diagnostics().push(finding.hint(format!("write `term: {words}` and, on a line of its own, `abbreviation: {short}`")));
    }
    if let Some(several) = abbreviation.as_ref().filter(|word| word.text.contains([',', ';'])) {
        let mut parts = several.text.split([',', ';']).map(str::trim);
        let first = parts.next().unwrap_or("");
        let others: Vec<&str> = parts.collect();
        let finding = Diagnostic::warning("list-as-text", several.span, "`abbreviation` takes one abbreviation, so this matches no text");
        fields.diagnostics().push(finding.hint(format!("write `abbreviation: {first}` and, on a line of its own, `also: [{}]`", others.join(", "))));
    }
    fields.finish();
    let Some(word) = word else { return };
    let places = std::iter::once(&word).chain(&also).chain(&abbreviation).map(|word| word.span).collect();
    let read = |word: Word| as_characters(&word.text).into_owned();
    terms.push(GlossaryTerm {
        slug: term_slug(&as_characters(&word.text)),
        term: file.plain(&word.text),
        abbreviation: abbreviation.map(read),
        also: also.into_iter().map(read).collect(),
        places,
        link,
        see_also,
        related: Vec::new(),
        initial: String::new(),
        definition,
        span: word.span,
        change: None,
    });
}

fn list(
    file: File<'_>, blocks: Vec<Block<Label>>, link: Option<LinkPolicy>, terms: &mut Vec<GlossaryTerm<Label>>, diagnostics: &mut Vec<Diagnostic>,
) {
    for block in blocks {
        match block.kind {
            BlockKind::DefinitionList(definitions) => {
                terms.extend(definitions.into_iter().filter_map(|entry| listed(file, entry, link, diagnostics)))
            }
            // A heading helps whoever edits the file; it is not published.
            BlockKind::Heading(_) | BlockKind::ThematicBreak => {}
            BlockKind::Paragraph(_)
            | BlockKind::List(_)
            | BlockKind::Table(_)
            | BlockKind::Figure(..)
            | BlockKind::BlockQuote(_)
            | BlockKind::Quotation(_)
            | BlockKind::Callout(_)
            | BlockKind::Cards(_)
            | BlockKind::Code(_)
            | BlockKind::Statistics(_)
            | BlockKind::Chart(..)
            | BlockKind::Timeline(_)
            | BlockKind::Video(_)
            | BlockKind::VersionHistory
            | BlockKind::ListOf(_)
            | BlockKind::Gallery(_)
            | BlockKind::Survey(_)
            | BlockKind::Action(_)
            | BlockKind::RawHtml(_) => {
                let written = file.text.get(block.span.range()).unwrap_or("");
                let finding = Diagnostic::warning("glossary-text", block.span, "this text belongs to no term, so it is left out");
                diagnostics.push(match entry_in(written) {
                    Some(hint) => finding.hint(hint),
                    None => finding.hint("write a term on one line and, below it, a line that starts with `: `; in a file for a single term, add `term:` to the front matter"),
                });
            }
        }
    }
}

/// How to write the text of a glossary that seems to be an entry: `Term: words`, `**Term** words`, `Term` and `:words` on two lines.
fn entry_in(written: &str) -> Option<String> {
    /// A longer text before a colon is a sentence.
    const LONGEST_TERM: usize = 60;
    let (first, second) = written.split_once('\n').unwrap_or((written, ""));
    if second.starts_with(':') {
        return Some("put a space after the colon that starts the definition: `: The definition`".into());
    }
    let (term, words) = match first.strip_prefix("**").and_then(|rest| rest.split_once("**")) {
        Some((term, words)) => (term, words.trim_start_matches([':', '-', '\u{2013}', '\u{2014}', ' '])),
        None => [": ", " - ", " \u{2013} ", " \u{2014} "].iter().find_map(|mark| first.split_once(mark))?,
    };
    let term = term.trim().trim_end_matches(':');
    let fits = !term.is_empty() && term.len() <= LONGEST_TERM && !term.contains(['|', '.']) && !words.trim().is_empty();
    let start = &words.trim()[..words.trim().floor_char_boundary(LONGEST_TERM / 2)];
    let more = if start.len() < words.trim().len() { "…" } else { "" };
    fits.then(|| format!("write `{term}` on a line of its own, and its definition on the next line after a colon and a space: `: {start}{more}`"))
}

/// Reads an entry such as `Integrated Care Board (ICB), care board`: the term, its abbreviation in brackets, other forms.
fn listed(file: File<'_>, entry: Definition<Label>, link: Option<LinkPolicy>, diagnostics: &mut Vec<Diagnostic>) -> Option<GlossaryTerm<Label>> {
    let mut abbreviation: Option<String> = None;
    let mut forms = Vec::new();
    for form in forms_of(&line_as_characters(&entry.term)) {
        let (words, short) = match in_brackets(&form) {
            Some((words, short)) if short.is_empty() || short.contains(',') || is_abbreviation(short, words) => (words, Some(short)),
            // "Care home (nursing)", "Carer(s)": the brackets are part of the name, and texts may leave them out.
            Some((words, _)) if !words.is_empty() && !words.contains(['(', ')']) => {
                forms.extend([form.clone(), words.to_owned()]);
                continue;
            }
            _ => (form.as_str(), None),
        };
        let is_second = short.is_some() && abbreviation.is_some();
        let is_odd = words.is_empty() || words.contains(['(', ')']) || short.is_some_and(|short| short.is_empty() || short.contains(','));
        if is_second || is_odd {
            let finding = Diagnostic::error("glossary-text", entry.span, format!("`{form}` cannot be read as a form of a term"));
            diagnostics.push(
                finding.hint("separate the forms with commas, and put one abbreviation in brackets: `Integrated Care Board (ICB), care board`"),
            );
            continue;
        }
        abbreviation = abbreviation.or_else(|| short.map(str::to_owned));
        forms.push(words.to_owned());
    }
    // Each form occurs once in the line; the span of one with escapes or markup is the whole line.
    let line = file.text.get(entry.span.range()).unwrap_or("");
    let place = |form: &String| line.find(form.as_str()).map_or(entry.span, |at| entry.span.part(at, at + form.len()));
    let places = forms.iter().chain(&abbreviation).map(place).collect();
    let mut forms = forms.into_iter();
    let term = forms.next()?;
    Some(GlossaryTerm {
        slug: term_slug(&term),
        term,
        abbreviation,
        also: forms.collect(),
        places,
        link,
        see_also: Vec::new(),
        related: Vec::new(),
        initial: String::new(),
        definition: entry.descriptions.into_iter().flatten().collect(),
        span: entry.span,
        change: None,
    })
}

/// `Integrated Care Board` and `ICB` of `Integrated Care Board (ICB)`.
fn in_brackets(form: &str) -> Option<(&str, &str)> {
    form.strip_suffix(')')?.split_once('(').map(|(words, short)| (words.trim(), short.trim()))
}

/// Whether `short` can be an abbreviation of `words`: it has two capitals, or a few of the letters of `words` in their order (`Ltd`).
fn is_abbreviation(short: &str, words: &str) -> bool {
    if short.contains(char::is_whitespace) || !short.contains(char::is_alphabetic) {
        return false;
    }
    let capitals = short.chars().filter(|c| c.is_uppercase()).count();
    let mut letters = words.chars().flat_map(char::to_lowercase);
    let is_contraction = short.chars().filter(|c| *c != '.').flat_map(char::to_lowercase).all(|c| letters.any(|letter| letter == c));
    let is_word = words.split_whitespace().any(|word| word.eq_ignore_ascii_case(short));
    let is_plural = matches!(short, "s" | "es" | "ies");
    capitals > 1 || short.chars().count() < 5 && is_contraction && !is_word && !is_plural
}

/// Splits an entry at the commas outside brackets.
fn forms_of(text: &str) -> Vec<String> {
    let mut forms = vec![String::new()];
    let mut depth = 0usize;
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match forms.last_mut() {
            Some(last) if c != ',' || depth > 0 => last.push(c),
            _ => forms.push(String::new()),
        }
    }
    forms.into_iter().map(|form| form.trim().to_owned()).filter(|form| !form.is_empty()).collect()
}

/// Slug of a term, with plain digits for lowered ones; `term` for one without letters, such as `<>`. `resolve` makes every slug unique.
fn term_slug(term: &str) -> String {
    let plain: String = term.chars().map(plain_digit).collect();
    Some(slug(&plain)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "term".into())
}
