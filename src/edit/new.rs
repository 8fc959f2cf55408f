//! Plans new chapters, sections and terms: their files and first contents.

use std::fs;
use std::path::{Path, PathBuf};

use super::renumber::make_room;
use crate::disk;
use crate::error::{Error, Refusal};
use crate::model::{Chapter, Draft, GlossaryTerm, Label, Numbered, short_slug};
use crate::span::{FileId, SourceMap};
use crate::yaml::{in_double_quotes, scalar};

/// A chapter to add, or a section of one.
#[derive(Debug, Clone, Default)]
pub struct NewChapter {
    /// Its title.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// The slug of the chapter that it becomes a section of; that chapter must be a folder.
    pub section_of: Option<String>,
    /// Where it comes among the others.
    pub position: Position,
}

/// Where a new chapter comes among the others, or a new section among those of its chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Position {
    /// After all others.
    #[default]
    Last,
    /// Before all others.
    First,
    /// After all others, with the next letter as its number.
    Annex,
    /// After the one with this slug or file name.
    After(String),
}

/// A term to add to the glossary.
#[derive(Debug, Clone, Default)]
pub struct NewTerm {
    /// The term.
    pub term: String,
    /// Its abbreviation.
    pub abbreviation: Option<String>,
    /// What it means.
    pub definition: Option<String>,
}

/// A planned edit: a new file, or a new entry in an existing one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Addition {
    /// The path from the strategy's folder, with forward slashes.
    pub(super) path: String,
    /// The whole new text of the file, with `\n` line ends.
    pub(super) text: String,
    /// The line on which the author continues, counted from 1.
    pub(super) line: usize,
    /// Whether the file exists already.
    is_edit: bool,
    /// Names in the same folder, and their new names, to make room for it.
    pub(super) renames: Vec<(String, String)>,
}

/// Annexes begin here, so that chapters can be added before them.
const FIRST_ANNEX: u64 = 90;
/// The maximum length of a file name made from a title, in bytes.
const LONGEST_SLUG: usize = 60;

/// Plans a new chapter of `draft`. `map` has its files, and `paths` are all paths in its folder.
///
/// # Errors
/// If its title gives no address, its title or address is taken, or its parent chapter is not a folder.
pub(super) fn plan_chapter(draft: &Draft, map: &SourceMap, paths: &[String], order: &NewChapter) -> Result<Addition, Error> {
    let title = one_line(&order.title);
    let slug = short_slug(&title, LONGEST_SLUG);
    if slug.is_empty() {
        return Err(Refusal::NoAddress { title }.into());
    }
    let named = |file: FileId| format!("{}{}", map.file(file).root, map.file(file).path);
    let chapters = draft.chapters.iter().flat_map(|chapter| std::iter::once(&**chapter).chain(&chapter.sections));
    if let Some(other) = chapters.chain(&draft.pages).find(|text| text.front.title.to_lowercase() == title.to_lowercase()) {
        return Err(Refusal::TitleTaken { title: other.front.title.clone(), file: named(other.file) }.into());
    }
    let (folder, neighbours) = siblings(draft, map, order)?;
    let pages: &[Chapter<Label>] = if order.section_of.is_some() { &[] } else { &draft.pages };
    if let Some(other) = neighbours.iter().copied().chain(pages).find(|text| text.slug == slug) {
        return Err(Refusal::AddressTaken { address: slug, file: named(other.file) }.into());
    }
    let name_of = |text: &&Chapter<Label>| {
        let path = map.file(text.file).path.strip_prefix(&*folder).unwrap_or_default();
        path.trim_start_matches('/').split('/').next().unwrap_or_default().to_owned()
    };
    let names: Vec<String> = neighbours.iter().map(name_of).collect();
    let (prefix, renames) = match &order.position {
        Position::Last | Position::Annex => {
            let all = paths.iter().filter_map(|path| path.strip_prefix(&*folder)?.strip_prefix('/')?.split('/').next());
            let fewest = if order.position == Position::Annex { FIRST_ANNEX } else { 1 };
            let number = || (next_number(all.filter(|name| *name != "index.md"), fewest), Vec::new());
            if order.position == Position::Last { before_annexes(&neighbours, &names).unwrap_or_else(number) } else { number() }
        }
        Position::First => room(&names, 0, &folder)?,
        Position::After(name) => {
            let is_it = |(text, file): &(&&Chapter<Label>, &String)| {
                text.slug == *name || file.trim_end_matches(".md") == name.trim_end_matches(".md").rsplit('/').next().unwrap_or(name)
            };
            let Some(at) = neighbours.iter().zip(&names).position(|pair| is_it(&pair)) else {
                let available = neighbours.iter().map(|text| text.slug.clone()).collect();
                return Err(Refusal::NoNeighbour { name: name.clone(), available }.into());
            };
            room(&names, at + 1, &folder)?
        }
    };
    let path = format!("{folder}/{prefix}{slug}.md");
    let in_folder = |name: String| format!("{folder}/{name}");
    let renames = renames.into_iter().map(|(old, new)| (in_folder(old), in_folder(new))).collect();
    let what = if order.section_of.is_some() { "section" } else { "chapter" };
    let version = draft.settings.current().version.as_str();
    let summary = match &order.summary {
        Some(summary) => format!("summary: {}", yaml(&one_line(summary))),
        None => format!("# summary: One sentence that says what this {what} is about. Remove the # once you have written it."),
    };
    let number = if order.position == Position::Annex { format!("number: {}\n", in_double_quotes(&next_letter(draft))) } else { String::new() };
    let head = format!("---\ntitle: {}\n{number}version: {}\n{summary}\nstatus: draft\n---\n\n", yaml(&title), in_double_quotes(version));
    let note = format!(
        "<!-- First say what this {what} is about and why it matters to readers. Start headings with ##.\n     This note is not published. Replace it and the line below with your text. -->\n"
    );
    let line = head.lines().count() + 1;
    Ok(Addition { path, text: format!("{head}{note}\nWe are still writing this {what}.\n"), line, is_edit: false, renames })
}

/// The folder of the new text, and the texts that are in it already, in reading order.
fn siblings<'d>(draft: &'d Draft, map: &SourceMap, order: &NewChapter) -> Result<(String, Vec<&'d Chapter<Label>>), Error> {
    let Some(name) = &order.section_of else {
        return Ok(("chapters".to_owned(), draft.chapters.iter().map(|chapter| &**chapter).collect()));
    };
    let chapter = draft.chapters.iter().find(|chapter| chapter.slug == *name);
    let Some(chapter) = chapter else { return Err(no_such_chapter(draft, map, name).into()) };
    let file = map.file(chapter.file);
    match file.path.strip_suffix("/index.md") {
        Some(folder) => Ok((folder.to_owned(), chapter.sections.iter().collect())),
        None => {
            let folder = file.path.trim_end_matches(".md").to_owned();
            Err(Refusal::NoSections { file: format!("{}{}", file.root, file.path), folder }.into())
        }
    }
}

/// The prefix of a new file after the last chapter that is not an annex; `None` without annexes, or if there is no room before them.
fn before_annexes(chapters: &[&Chapter<Label>], names: &[String]) -> Option<(String, Vec<(String, String)>)> {
    let last = chapters.iter().rposition(|chapter| letter_of(chapter).is_none())?;
    let (number, renames) = make_room(names, last + 1)?;
    (last + 1 < chapters.len() && renames.is_empty()).then(|| (format!("{number}-"), renames))
}

/// The letter that a chapter has as its number.
fn letter_of(chapter: &Chapter<Label>) -> Option<char> {
    match &chapter.front.numbered {
        Numbered::Given(letter) if letter.len() == 1 => letter.chars().next().filter(char::is_ascii_uppercase),
        Numbered::Given(_) | Numbered::Counted | Numbered::Unnumbered => None,
    }
}

/// The prefix of a new file before `names[at]`, and the renames that it needs.
fn room(names: &[String], at: usize, folder: &str) -> Result<(String, Vec<(String, String)>), Error> {
    let (number, renames) = make_room(names, at).ok_or_else(|| Refusal::NoNumbers { folder: folder.to_owned() })?;
    Ok((format!("{number}-"), renames))
}

/// The letter after those that chapters have as their numbers.
fn next_letter(draft: &Draft) -> String {
    let given = draft.chapters.iter().filter_map(|chapter| letter_of(chapter));
    match given.max() {
        None => "A".to_owned(),
        Some('Z') => "AA".to_owned(),
        Some(last) => char::from(last as u8 + 1).to_string(),
    }
}

fn no_such_chapter(draft: &Draft, map: &SourceMap, address: &str) -> Refusal {
    let folders = draft.chapters.iter().filter(|chapter| map.file(chapter.file).path.ends_with("/index.md"));
    Refusal::NoChapter { address: address.to_owned(), available: folders.map(|chapter| chapter.slug.clone()).collect() }
}

/// The number prefix of a new file beside `names`: the next number, at least `fewest`, zero-padded like theirs. Empty if they have no numbers, because a
/// number would sort the new file first.
fn next_number<'n>(names: impl Iterator<Item = &'n str>, fewest: u64) -> String {
    let names: Vec<&str> = names.collect();
    let digits = |name: &&str| name.bytes().take_while(u8::is_ascii_digit).count();
    let numbers = names.iter().filter_map(|name| name[..digits(name)].parse::<u64>().ok());
    let Some(last) = numbers.max() else { return if names.is_empty() { format!("{fewest:02}-") } else { String::new() } };
    let width = names.iter().map(digits).max().unwrap_or(2);
    format!("{:0width$}-", last.saturating_add(1).max(fewest))
}

/// Plans a new term in the glossary of `draft`: a file of its own, or an entry if the glossary is one list. `map` has the draft's files,
/// and `paths` are all paths in its folder.
///
/// # Errors
/// If the term or its abbreviation belongs to another term already.
pub(super) fn plan_term(draft: &Draft, map: &SourceMap, paths: &[String], order: &NewTerm) -> Result<Addition, Error> {
    let term = one_line(&order.term);
    let abbreviation = order.abbreviation.as_deref().map(one_line);
    if !term.contains(char::is_alphanumeric) || abbreviation.as_ref().is_some_and(|short| !short.contains(char::is_alphanumeric)) {
        return Err(Refusal::NotATerm.into());
    }
    let forms: Vec<&str> = std::iter::once(&term).chain(&abbreviation).map(String::as_str).collect();
    for other in &draft.terms {
        let own = std::iter::once(&other.term).chain(&other.also).chain(&other.abbreviation);
        if let Some(form) = own.into_iter().find_map(|known| forms.iter().find(|form| is_same(form, known))) {
            let file = map.file(other.span.file);
            let place = format!("{}{}:{}", file.root, file.path, file.location(other.span.start).line);
            return Err(Refusal::TermExists { form: (*form).to_owned(), term: other.full_name(), place }.into());
        }
    }
    let definition = order.definition.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let definition = definition.unwrap_or("We are still writing this definition.");
    if let Some(list) = only_list(draft, map)
        && term.starts_with(char::is_alphabetic)
        && forms.iter().all(|form| form.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '/')))
    {
        let title = abbreviation.as_ref().map_or_else(|| term.clone(), |short| format!("{term} ({short})"));
        return Ok(in_list(draft, map, list, &term, &format!("{title}\n: {}", one_line(definition))));
    }
    let name = Some(short_slug(&term, LONGEST_SLUG)).filter(|name| !name.is_empty()).unwrap_or_else(|| "term".into());
    let path = (1..).map(|nth| if nth == 1 { format!("glossary/{name}.md") } else { format!("glossary/{name}-{nth}.md") });
    let path = path.filter(|path| !paths.contains(path)).take(1).collect();
    let short = abbreviation.map_or_else(String::new, |short| format!("abbreviation: {}\n", yaml(&short)));
    let head = format!("---\nterm: {}\n{short}---\n", yaml(&term));
    let line = head.lines().count() + 1;
    Ok(Addition { path, text: format!("{head}{definition}\n"), line, is_edit: false, renames: Vec::new() })
}

/// Whether two forms would match the same words: case, hyphens and regular plural endings are ignored.
fn is_same(a: &str, b: &str) -> bool {
    let fold = |text: &str| {
        let folded = text.to_lowercase().replace(['-', '\u{a0}'], " ").replace('\u{2019}', "'");
        let stem = folded.strip_suffix("ies").map(|stem| format!("{stem}y"));
        stem.unwrap_or_else(|| folded.strip_suffix('s').unwrap_or(&folded).to_owned())
    };
    fold(a) == fold(b)
}

/// The file that contains all terms, if the glossary is a list.
fn only_list(draft: &Draft, map: &SourceMap) -> Option<FileId> {
    let list = draft.terms.first()?.span.file;
    // A term in a file of its own follows the key `term`.
    let is_listed = |term: &GlossaryTerm<Label>| {
        let file = map.file(term.span.file);
        file.text[file.lines_of(term.span).start..term.span.range().start].trim().is_empty()
    };
    draft.terms.iter().all(|term| term.span.file == list && is_listed(term)).then_some(list)
}

/// Inserts `entry` into a list: in alphabetical order if the list is sorted, otherwise at the end.
fn in_list(draft: &Draft, map: &SourceMap, list: FileId, term: &str, entry: &str) -> Addition {
    let file = map.file(list);
    let key = |term: &str| term.to_lowercase();
    let keys: Vec<String> = draft.terms.iter().map(|term| key(&term.term)).collect();
    let next = if keys.is_sorted() { keys.iter().position(|known| *known > key(term)) } else { None };
    let start_of = |at: usize| file.lines_of(draft.terms[at].span).start;
    // An entry ends with its definition: notes and headings after it belong to the next entry.
    let end_of = |at: usize| {
        let end = draft.terms[at].definition.last().map_or(draft.terms[at].span.end, |block| block.span.end) as usize;
        file.text[..end].trim_end().len()
    };
    let initial = |at: usize| keys[at].chars().next();
    let new = term.to_lowercase().chars().next();
    let before = next.filter(|at| *at == 0 || initial(*at) == new && initial(at - 1) != new);
    let (at, text) = match (before, next) {
        (Some(next), _) => (start_of(next), format!("{entry}\n\n")),
        (None, next) => (end_of(next.unwrap_or(keys.len()) - 1), format!("\n\n{entry}")),
    };
    let rest = &file.text[at..];
    let end = if rest.is_empty() { "\n" } else { "" };
    let line = file.text[..at].matches('\n').count() + text.find(entry).unwrap_or(0) + 2;
    Addition { path: file.path.clone(), text: format!("{}{text}{rest}{end}", &file.text[..at]), line, is_edit: true, renames: Vec::new() }
}

/// `text` as a YAML value that every parser reads as a string.
fn yaml(text: &str) -> String {
    let is_like_number = text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' ');
    if is_like_number { in_double_quotes(text) } else { scalar(text) }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Addition {
    /// Writes the file in the strategy's folder `source`. Returns its path.
    ///
    /// # Errors
    /// If it cannot be written, or a new file exists already.
    pub(super) fn write(&self, source: &Path) -> Result<PathBuf, Error> {
        let path = source.join(&self.path);
        if self.is_edit {
            self.rewrite(&path)?;
        } else {
            disk::create(&path, self.text.as_bytes())?;
        }
        Ok(path)
    }

    /// Replaces the old text; line ends and a byte order mark are kept.
    fn rewrite(&self, path: &Path) -> Result<(), Error> {
        let old = fs::read_to_string(path).map_err(Error::io("read", path))?;
        let mark = if old.starts_with('\u{feff}') { "\u{feff}" } else { "" };
        let text = if old.contains("\r\n") { self.text.replace('\n', "\r\n") } else { self.text.clone() };
        disk::replace(path, format!("{mark}{text}").as_bytes())
    }
}
