//! Finds references that are typed by hand in a line, outside its links.

use std::cell::OnceCell;

use crate::check::visit::{Gathered, Kind, Reference};
use crate::model::{Inline, Target};
use crate::span::Span;
use crate::text::line::Role;

/// The words for each kind, in lower case, and whether they count only with a capital.
const NAMES: [(&str, Kind, bool); 20] = [
    ("sections", Kind::Section, false),
    ("section", Kind::Section, false),
    ("paragraphs", Kind::Section, false),
    ("paragraph", Kind::Section, false),
    ("para", Kind::Section, false),
    ("chapters", Kind::Chapter, false),
    ("chapter", Kind::Chapter, false),
    ("annexes", Kind::Annex, false),
    ("annex", Kind::Annex, false),
    ("appendices", Kind::Annex, false),
    ("appendix", Kind::Annex, false),
    ("figures", Kind::Figure, false),
    ("figure", Kind::Figure, false),
    ("fig.", Kind::Figure, false),
    ("chart", Kind::Figure, true),
    ("map", Kind::Figure, true),
    ("tables", Kind::Table, false),
    ("table", Kind::Table, false),
    ("pages", Kind::Page, false),
    ("page", Kind::Page, false),
];

/// Largest number of a chapter or a section that is not more likely to be that of a law.
const MOST: u32 = 30;

/// Adds the references of a line, and the numbers that it gives to figures and tables, to `into`.
pub(in crate::check) fn references(line: &[Inline<Target>], role: Role, into: &mut Gathered) {
    let is_prose = matches!(role, Role::Paragraph | Role::Item | Role::Cell | Role::Caption | Role::Data);
    if !is_prose {
        return;
    }
    let may_be_caption = matches!(role, Role::Paragraph | Role::Caption);
    let mut is_first = true;
    for inline in line {
        match inline {
            Inline::Text(text) => {
                scan(&text.text, text.span, is_first && may_be_caption, into);
            }
            Inline::Emphasis(content) | Inline::Strong(content) => {
                for inline in content {
                    if let Inline::Text(text) = inline {
                        scan(&text.text, text.span, is_first && may_be_caption, into);
                    }
                }
            }
            // A link leads somewhere already; the rest has no words of the author's own.
            Inline::Link(_)
            | Inline::Expanded(..)
            | Inline::Strikethrough(_)
            | Inline::Shifted(..)
            | Inline::Code(_)
            | Inline::Language(..)
            | Inline::Image(_)
            | Inline::FootnoteReference(..)
            | Inline::LineBreak(_)
            | Inline::RawHtml(_)
            | Inline::Changed(_) => {}
        }
        is_first = false;
    }
}

/// A text that is being searched.
struct Search<'t> {
    text: &'t str,
    span: Span,
    /// Whether it begins its line, as a caption does.
    opens_line: bool,
    /// The end of the reference before.
    last: Option<usize>,
    /// Whether it is about a law; looked up at most once.
    is_legal: OnceCell<bool>,
}

fn scan(text: &str, span: Span, opens_line: bool, into: &mut Gathered) {
    let mut search = Search { text, span, opens_line, last: None, is_legal: OnceCell::new() };
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let letters = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_start = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() && bytes[at - 1].is_ascii() && !matches!(bytes[at - 1], b'-' | b'/');
        let may_begin = letters > 2 && is_start && matches!(bytes[at] | 0x20, b's' | b'p' | b'c' | b'a' | b'f' | b'm' | b't');
        let named = if may_begin && is_before_number(&text[at + letters..]) { name_at(text, at) } else { None };
        let Some((kind, end)) = named else {
            at += letters.max(1);
            continue;
        };
        at = search.numbers((kind, at, end), into).max(end);
    }
}

/// Whether `rest`, the text after a word, may begin with a number: few words have one, and only these are compared with names.
fn is_before_number(rest: &str) -> bool {
    rest.trim_start_matches(['.', ' ', '\u{a0}', '\n']).starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
}

/// The kind whose name starts at `at`, and the start of its number.
fn name_at(text: &str, at: usize) -> Option<(Kind, usize)> {
    let (name, kind, needs_capital) =
        NAMES.iter().find(|(name, ..)| text.get(at..at + name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name)))?;
    let end = at + name.len();
    let number = text[end..].trim_start_matches([' ', '\u{a0}', '\n']);
    let gap = text.len() - end - number.len();
    let is_written = !needs_capital || text[at..].starts_with(char::is_uppercase);
    (is_written && gap > 0 && number.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())).then_some((*kind, end + gap))
}

impl Search<'_> {
    /// Adds the numbers that start at `from`: `2.1`, `2.1 and 2.3`, `3 to 5`. Returns the end of what was read.
    fn numbers(&mut self, (kind, name, from): (Kind, usize, usize), into: &mut Gathered) -> usize {
        let text = self.text;
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut at = from;
        while let Some(end) = number_at(text, at, kind) {
            found.push((at, end));
            let rest = &text[end..];
            let next = [", and ", " and ", " or ", " to ", ", ", " & ", "\u{2013}", "-"].iter().find(|joint| rest.starts_with(**joint));
            let Some(next) = next.map(|joint| end + joint.len()).filter(|next| number_at(text, *next, kind).is_some()) else { break };
            at = next;
        }
        let Some((_, end)) = found.last().copied() else { return from };
        let (before, after) = (&text[..name], &text[end..]);
        let is_caption = matches!(kind, Kind::Figure | Kind::Table)
            && self.opens_line
            && name == 0
            && (after.is_empty() || after.trim_start().starts_with([':', '.', '\u{2013}', '\u{2014}', '-', '|']));
        if is_caption {
            into.captions.extend(found.iter().map(|(start, end)| (kind, text[*start..*end].into())));
            return end;
        }
        // "section 9.9, Figure 12 and Annex Q" is one reference to this document.
        let continues = self.last.is_some_and(|last| matches!(text[last..name].trim(), "," | ", and" | "and" | "or" | ";" | "&"));
        let is_thing =
            text[name..].starts_with(char::is_lowercase) && ["a", "an", "the", "this", "each", "every"].contains(&&*last_word(before).to_lowercase());
        let is_elsewhere = is_clause(after) || says_elsewhere(after) || !continues && is_named_elsewhere(before);
        if is_thing || is_elsewhere || !continues && is_idiom(kind, &text[name..], before) {
            return end;
        }
        self.last = Some(end);
        let is_cued = continues || is_cued(before, after);
        let is_paragraph = text[name..].starts_with(['p', 'P']);
        for (start, end) in &found {
            let number = &text[*start..*end];
            let whole: Option<u32> = number.parse().ok();
            let is_large = whole.is_some_and(|number| number > MOST);
            let is_doubtful = match kind {
                // Paragraphs have numbers such as 4.12 here.
                Kind::Section if whole.is_some() && (is_large || !is_cued || is_paragraph || self.is_legal()) => continue,
                Kind::Chapter if self.is_legal() => continue,
                Kind::Page if !is_cued => continue,
                Kind::Chapter => is_large,
                // Roman numerals.
                Kind::Annex => matches!(number, "I" | "V" | "X"),
                Kind::Section | Kind::Figure | Kind::Table | Kind::Page => false,
            };
            let is_single = found.len() == 1;
            let words =
                if is_single { text[name..*end].split_whitespace().collect::<Vec<_>>().join(" ") } else { format!("{} {number}", kind.name()) };
            let first = if is_single { name } else { *start };
            into.references.push(Reference { kind, number: number.into(), words: words.into(), span: self.span.part(first, *end), is_doubtful });
        }
        end
    }

    /// Whether the text is about a law, whose sections and chapters have numbers of their own.
    fn is_legal(&self) -> bool {
        *self.is_legal.get_or_init(|| {
            let mut words = self.text.split(|c: char| !c.is_alphanumeric());
            words.any(|word| matches!(word, "Act" | "Acts" | "Regulations" | "Order" | "Bill" | "Code"))
        })
    }
}

/// The end of the number at `at`: digits in groups, or one capital, perhaps with digits, for an annex.
fn number_at(text: &str, at: usize, kind: Kind) -> Option<usize> {
    let rest = &text[at..];
    let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let may_have_letter = matches!(kind, Kind::Annex | Kind::Section) && letters == 1;
    if letters > 0 && !may_have_letter {
        return None;
    }
    let mut length = letters;
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    length += digits(length);
    while rest[length..].starts_with('.') && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
    }
    let is_letter_alone = length == letters && kind != Kind::Annex;
    // "section 9(1)", "section 3A" and "Table 5th" are something else.
    let continues = rest[length..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '(' | '%' | '/' | '_'));
    (length > 0 && !is_letter_alone && !continues).then_some(at + length)
}

/// The last word of a text, without what follows it.
fn last_word(text: &str) -> &str {
    text.trim_end_matches([' ', '\u{a0}', '\n', ',', '(']).rsplit([' ', '\u{a0}', '\n']).next().unwrap_or("")
}

/// Whether the words after a reference say that it is in another document.
fn says_elsewhere(after: &str) -> bool {
    let mut words = after.trim_start_matches([' ', '\u{a0}', '\n', ')']).split_whitespace();
    let is_told = matches!(words.next(), Some("of" | "in" | "from" | "to" | "on" | "under"));
    let (next, noun) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    let noun = noun.trim_matches(|c: char| !c.is_alphabetic());
    let is_own = match next {
        "this" => true,
        "our" => ["strategy", "plan", "document", "report", "framework", "policy", "vision"].contains(&noun),
        "the" => ["next", "previous", "following"].contains(&noun),
        _ => NAMES.iter().any(|(name, ..)| next.eq_ignore_ascii_case(name)),
    };
    is_told && !is_own
}

/// Whether a clause of a law follows: "paragraph 7 (c)".
fn is_clause(after: &str) -> bool {
    let inside = after.trim_start().strip_prefix('(').and_then(|rest| rest.split(')').next());
    inside.is_some_and(|clause| clause.len() <= 3 && !clause.is_empty() && clause.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether "figure" or "table" in small letters is not said to be a place: "make a slight figure 8".
fn is_idiom(kind: Kind, name: &str, before: &str) -> bool {
    let last = last_word(before).to_lowercase();
    let is_place = before.trim_end().ends_with(['(', ',', '.', ':', ';']) || before.trim().is_empty();
    let is_told = matches!(&*last, "see" | "in" | "and" | "or" | "from" | "to" | "by" | "on" | "with" | "per" | "also" | "as" | "of" | "at");
    matches!(kind, Kind::Figure | Kind::Table) && name.starts_with(char::is_lowercase) && !is_place && !is_told
}

/// Whether the words before a reference name another document: "NPPF paragraph 4.2", "Housing Act 1996, section 8",
/// "Agenda 21, chapter 4", "its section 3".
fn is_named_elsewhere(before: &str) -> bool {
    let last = last_word(before);
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = is_number && (last.len() == 4 || before.trim_end().ends_with(','));
    let rest = before.trim_end().trim_end_matches('(').trim_end();
    let is_start = rest.strip_suffix(last).is_some_and(|rest| rest.trim_end().is_empty() || rest.trim_end().ends_with(['.', '!', '?', ':', '|']));
    let is_acronym = last.len() > 1 && last.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_name = is_acronym || last.starts_with(char::is_uppercase) && !is_start && last != "See";
    is_year || is_name || last.ends_with("'s") || last.ends_with("\u{2019}s") || matches!(last, "their" | "its")
}

/// Whether the words around a reference send the reader to it: "see section 4", "(page 12)", "section 4 below".
fn is_cued(before: &str, after: &str) -> bool {
    let is_bracket = before.trim_end().ends_with('(');
    let next = after.split_whitespace().next().unwrap_or("").trim_matches(|c: char| !c.is_alphabetic());
    let last = last_word(before).trim_start_matches('(').to_lowercase();
    is_bracket || matches!(&*last, "see" | "on" | "at" | "also" | "to") || matches!(next, "below" | "above") || after.starts_with(" of this ")
}
