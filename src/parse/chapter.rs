//! A chapter, a section or a page: front matter, then Markdown.

use super::languages;
use super::markdown;
use super::quotes::Quotes;
use super::shifted::as_characters;
use super::source::{File, Parsed};
use super::values;
use crate::diag::Diagnostic;
use crate::model::{Author, Chapter, ChapterStatus, FrontMatter, Label, Numbered, is_odd_space, odd_space_name};
use crate::span::Span;
use crate::yaml::{self, Fields, Node, Origin, Value};

/// Parses the file of a chapter, a section or a page.
pub(crate) fn parse(file: File<'_>, slug: &str) -> Parsed<Chapter<Label>> {
    let mut diagnostics = Vec::new();
    let (tree, body_start) = front_matter(file, "title: What this chapter is called", &mut diagnostics);
    let file = File { quotes: language(tree.as_ref()).map_or(file.quotes, Quotes::of), ..file };
    let body = markdown::parse(file, body_start, &mut diagnostics);
    // Unreadable front matter is reported once, not key by key.
    let mut unreported = Vec::new();
    let is_unread = tree.is_none();
    let mut fields = Fields::new(tree.unwrap_or_else(|| nothing(file)), if is_unread { &mut unreported } else { &mut diagnostics });
    let title = fields.required("title", "title: What this chapter is called");
    let start = Span::new(file.id, 0..0);
    let numbered = numbered(&mut fields);
    let version = fields.version("version");
    let language = fields.text("language").and_then(|word| languages::language_tag(word, &mut fields));
    let translates = fields.version("translates");
    let translates = translates.map(|(version, span)| (known_version(file, version, span, &mut fields), span));
    let front = FrontMatter {
        title_span: title.as_ref().map_or(start, |title| title.span),
        title: title.map_or_else(|| slug.to_owned(), |title| file.plain(&title.text)),
        numbered,
        version_span: version.as_ref().map(|(_, span)| *span),
        version: version.map(|(version, span)| known_version(file, version, span, &mut fields)),
        summary: fields.text("summary").map(|summary| file.plain(&summary.text)),
        authors: fields.mappings("authors", |fields| author(file, fields)),
        status: fields.choice("status", &[("draft", ChapterStatus::Draft), ("review", ChapterStatus::Review), ("agreed", ChapterStatus::Agreed)]),
        language,
        translates,
        skip: fields.mapping("glossary").map_or_else(Vec::new, skip),
        aliases: fields.words("aliases").into_iter().map(|alias| (alias.text, alias.span)).collect(),
        round: fields.text("round").map(|round| round.text),
    };
    fields.finish();
    let chapter = Chapter {
        slug: slug.to_owned(),
        file: file.id,
        front,
        number: None,
        body: body.blocks,
        paragraph_numbers: Vec::new(),
        footnotes: body.footnotes,
        sections: Vec::new(),
        words: Vec::new(),
        change: None,
    };
    Parsed { value: chapter, diagnostics, allowances: body.allowances }
}

/// The language that front matter names, as written.
fn language(front: Option<&Node>) -> Option<&str> {
    let Value::Mapping(pairs) = &front?.value else { return None };
    let (_, node) = pairs.iter().find(|(key, _)| key.name == "language")?;
    if let Value::Scalar(tag) = &node.value { Some(tag) } else { None }
}

/// Splits a file into its front matter, as a tree, and the byte offset of its body.
///
/// Returns no tree if the front matter is missing or unreadable, which is reported; no key counts as missing then.
pub(crate) fn front_matter(file: File<'_>, example: &str, diagnostics: &mut Vec<Diagnostic>) -> (Option<Node>, usize) {
    let first = Span::new(file.id, 0..first_line_end(file.text));
    let start = file.text.len() - file.text.trim_start().len();
    let line = file.text[start..].split_inclusive('\n').next().unwrap_or("");
    let Some(rest) = (without_blanks(line) == "---").then(|| &file.text[start + line.len()..]) else {
        diagnostics.push(no_front_matter(file.text, line, first, example));
        return (None, 0);
    };
    if start > 0 {
        let finding = Diagnostic::error("no-front-matter", first, "the front matter does not begin on the first line");
        diagnostics.push(finding.hint("remove the empty lines and spaces before `---`"));
    }
    report_odd_spaces(file, start, line, diagnostics);
    let Some(length) = closing_line(rest) else {
        diagnostics.push(
            Diagnostic::error("no-front-matter", Span::new(file.id, start..start + 3), "the front matter that starts here is not closed")
                .hint("add a line `---` before the text begins"),
        );
        return (None, file.text.len());
    };
    let closing = rest[length..].split_inclusive('\n').next().unwrap_or("");
    report_odd_spaces(file, start + line.len() + length, closing, diagnostics);
    let body = file.text.len().min(start + line.len() + length + rest[length..].find('\n').map_or(rest.len(), |at| at + 1));
    let before = diagnostics.len();
    let node = yaml::parse(&rest[..length], Origin::At(file.id, start + line.len()), diagnostics);
    let is_empty = node.is_none() && diagnostics.len() == before;
    node.iter().for_each(|node| values::report_markdown(node, &[], diagnostics));
    (node.or_else(|| is_empty.then(|| nothing(file))), body)
}

/// How many lines from the start of a file are looked at for front matter that begins or ends with other characters.
const FARTHEST: usize = 30;

/// The finding for a file whose first line, after white space, is `line` and not `---`.
fn no_front_matter(text: &str, line: &str, first: Span, example: &str) -> Diagnostic {
    let is_key = |line: &str| {
        line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
    };
    let is_dash = |c: char| matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}') || is_odd_space(c);
    let words = line.trim();
    if !words.is_empty() && words.chars().all(is_dash) {
        let finding = Diagnostic::error("no-front-matter", first, "the first line is not `---`, so this file has no front matter");
        let is_same = |line: &str| line.trim() == words;
        let closing = text.lines().skip(1).take(FARTHEST).position(is_same).filter(|_| words != "---");
        return match closing {
            Some(at) => finding.hint(format!("write three hyphens, `---`, and nothing else, here and in line {}", at + 2)),
            None => finding.hint("write three hyphens there, `---`, and nothing else"),
        };
    }
    if words == "+++" {
        let finding = Diagnostic::error("no-front-matter", first, "the front matter is not in YAML");
        return finding.hint("write `---` in place of both lines `+++`, and a colon in place of each equals sign: `title: Our plan`");
    }
    let is_below = text.lines().take(FARTHEST).zip(text.lines().skip(1)).any(|(line, next)| line.trim_end() == "---" && is_key(next));
    if is_below {
        let finding = Diagnostic::error("no-front-matter", first, "the front matter does not begin on the first line");
        return finding.hint("move what is above its first line `---` to below its second");
    }
    if is_key(words) && closing_line(text).is_some() {
        let finding = Diagnostic::error("no-front-matter", first, "the line `---` before the front matter is missing");
        return finding.hint("write a line `---` above this line");
    }
    let hint = format!("start it with a line `---`, then `{example}`, then another line `---`");
    Diagnostic::error("no-front-matter", first, "this file has no front matter").hint(hint)
}

/// A line `---` without white space after it, and without odd spaces around it.
fn without_blanks(line: &str) -> &str {
    line.trim_start_matches(is_odd_space).trim_end_matches(|c: char| c.is_whitespace() || is_odd_space(c))
}

/// Reports an odd space at a line `---`, which starts at byte `at`.
fn report_odd_spaces(file: File<'_>, at: usize, line: &str, diagnostics: &mut Vec<Diagnostic>) {
    let line = line.trim_end_matches('\n');
    let Some(odd) = line.chars().find(|c| is_odd_space(*c)) else { return };
    let span = Span::new(file.id, at..at + line.len());
    let dashes = without_blanks(line);
    let finding = Diagnostic::warning("odd-space", span, format!("there is {} at the line `{dashes}`", odd_space_name(odd)));
    diagnostics.push(finding.hint("remove it").suggest(span, dashes));
}

/// Front matter without keys.
pub(crate) fn nothing(file: File<'_>) -> Node {
    Node { span: Span::new(file.id, 0..0), value: Value::Null }
}

fn first_line_end(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// Offset of the line `---` or `...` that closes the front matter.
fn closing_line(rest: &str) -> Option<usize> {
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(without_blanks(line), "---" | "...") {
            return Some(at);
        }
        at += line.len();
    }
    None
}

fn numbered(fields: &mut Fields<'_>) -> Numbered {
    match fields.text("number") {
        None => Numbered::Counted,
        Some(word) if word.text == "none" => Numbered::Unnumbered,
        Some(word) if word.text.chars().all(char::is_alphanumeric) => Numbered::Given(word.text),
        Some(word) => {
            let finding = Diagnostic::error("wrong-value", word.span, format!("`{}` cannot be a chapter's number", word.text));
            fields.diagnostics().push(finding.hint("write a number, a letter, or `none` for a foreword or an annex"));
            Numbered::Counted
        }
    }
}

fn known_version(file: File<'_>, version: crate::model::Version, span: Span, fields: &mut Fields<'_>) -> crate::model::Version {
    let rows = &file.settings.versions;
    if file.knows_versions && !rows.iter().any(|row| row.version == version) {
        let finding = Diagnostic::error("unknown-version", span, format!("version {version} is not in the strategy's version history"));
        let names: Vec<&str> = rows.iter().map(|row| row.version.as_str()).collect();
        fields.diagnostics().push(finding.hint(format!("strategy.yaml lists: {}", names.join(", "))));
    }
    version
}

fn author(file: File<'_>, mut fields: Fields<'_>) -> Option<Author> {
    let name = fields.required("name", "name: Their name")?.text;
    let role = fields.text("role").map(|role| role.text);
    fields.finish();
    Some(Author { name: file.plain(&name), role: role.map(|role| file.plain(&role)) })
}

fn skip(mut fields: Fields<'_>) -> Vec<(String, Span)> {
    let skip = fields.words("skip").into_iter().map(|word| (as_characters(&word.text).to_lowercase(), word.span)).collect();
    fields.finish();
    skip
}
