//! Strategies from Word documents (ECMA-376, `.docx`), and from folders of Markdown of other tools.
//!
//! A document is read into a flow of paragraphs, tables and boxes; the flow is divided into chapters and becomes blocks of the model;
//! the `markdown` room writes them. Every word is in the result, or a finding says why not: findings point into the text of the
//! document, a paragraph a line.

mod builder;
mod cells;
mod changes;
mod chapters;
mod cover;
mod document;
mod drawing;
mod fields;
mod files;
mod flow;
mod folder;
mod glossary;
mod house;
mod links;
mod lists;
mod numbering;
mod outline;
mod package;
mod passages;
mod pieces;
mod reader;
mod report;
mod role;
mod runs;
mod styles;
mod symbols;
mod tables;
mod typed;
mod workbook;
mod xml;
mod zip;

use jiff::civil::Date;

use crate::diag::{self, Diagnostic, Severity};
use crate::span::{FileId, SourceMap, Span};
use builder::Builder;
use chapters::{Divided, Text, divide, each_line};
use files::Settings;
use house::HouseStyles;
use links::Links;
use outline::Outline;
use report::Findings;

pub use changes::Changes;
pub use folder::import_folder;
pub use report::Counts;
pub use workbook::Workbook;

/// A file to import.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Its name, for findings.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// How files are imported.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// What becomes of tracked changes.
    pub changes: Changes,
    /// The name and the text of `import.yaml`, which says what styles of the house are for.
    pub styles: Option<(&'a str, &'a str)>,
    /// The date of a version without one.
    pub today: Date,
}

/// An imported strategy.
#[derive(Debug, Default)]
pub struct Imported {
    /// Its files by their paths, with forward slashes; none if a document could not be read.
    pub files: Vec<(String, Vec<u8>)>,
    /// The words of each document, a paragraph a line, and import.yaml: what the findings point to.
    pub sources: SourceMap,
    /// What was lost, is doubtful, or was replaced, in the order of the documents.
    pub diagnostics: Vec<Diagnostic>,
    /// How much of each kind there is.
    pub counts: Counts,
    /// Passages that are not in the result: each is part of a finding.
    pub lost: Vec<Span>,
    /// Comments in the margin, with the words that each is about.
    pub comments: Vec<Comment>,
}

/// A comment in the margin, or a tracked change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its author, as Word names them.
    pub author: String,
    /// What it says.
    pub text: String,
    /// The words that it is about.
    pub quoted: String,
    /// Bookmarks of its paragraph.
    pub bookmarks: Vec<String>,
    /// Whether it is a tracked change.
    pub is_change: bool,
}

/// Comments and tracked changes of a document that came back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Review {
    /// The version that the document was made from, if it says so.
    pub version: Option<String>,
    /// The comments, in the order of the text.
    pub comments: Vec<Comment>,
}

/// Imports one document as a strategy, or several as its chapters.
#[must_use]
pub fn import(sources: &[Source<'_>], options: &Options<'_>) -> Imported {
    let mut imported = Imported::default();
    let mut house = HouseStyles::default();
    if let Some((name, text)) = options.styles {
        let file = imported.sources.add(name.to_owned(), text.to_owned());
        house = HouseStyles::read(file, text, &mut imported.diagnostics);
    }
    let first_file = imported.sources.iter().count() as u32;
    let mut documents = Vec::new();
    for (source, at) in sources.iter().zip(first_file..) {
        match document::read(source.name, source.bytes, FileId(at), options.changes, &house) {
            Ok(mut document) => {
                let words = std::mem::take(&mut document.words);
                imported.sources.add(source.name.to_owned(), words);
                documents.push(document);
            }
            Err(refused) => {
                let file = imported.sources.add(source.name.to_owned(), String::new());
                imported.diagnostics.push(Diagnostic::error("import-file", Span::new(file, 0..0), refused.message).hint(refused.remedy));
            }
        }
    }
    if diag::count(&imported.diagnostics, Severity::Error) > 0 {
        return imported;
    }
    let mut texts: Vec<Text> = Vec::new();
    let mut parts: Vec<Divided<'_>> = Vec::new();
    for (at, document) in documents.iter_mut().enumerate() {
        let words = &imported.sources.file(FileId(first_file + at as u32)).text;
        let mut divided = divide(document, words, at, texts.len(), sources.len() > 1);
        texts.append(&mut divided.texts);
        parts.push(divided);
    }
    let paths = files::paths(&texts);
    let outline = parts.iter().fold(Outline::default(), |sum, part| Outline {
        chapters: sum.chapters || part.outline.chapters,
        sections: sum.sections || part.outline.sections,
    });
    let mut all_terms = Vec::new();
    let mut findings = Findings::default();
    let mut numbers_paragraphs = false;
    let mut cover = cover::Cover::default();
    for (at, part) in parts.into_iter().enumerate() {
        let Divided { cover: own, builder, mut terms, .. } = part;
        let Builder { places, titles, findings: mut found, has_numbered_paragraphs, .. } = builder;
        numbers_paragraphs |= has_numbered_paragraphs;
        for (text, path) in texts.iter_mut().zip(&paths).filter(|(text, _)| text.document == at) {
            let folder = path.split('/').next().unwrap_or("");
            let mut links = Links { places: &places, titles: &titles, paths: &paths, folder, findings: &mut found };
            each_line(&mut text.blocks, &mut |line| links.line(line));
            text.notes.iter_mut().for_each(|note| each_line(&mut note.body, &mut |line| links.line(line)));
            // Pictures are beside the folder of the text.
            each_line(&mut text.blocks, &mut |line| line.iter_mut().for_each(beside));
            figures_beside(&mut text.blocks);
        }
        let mut links = Links { places: &places, titles: &titles, paths: &paths, folder: "glossary", findings: &mut found };
        terms.iter_mut().for_each(|term| links.line(&mut term.meaning));
        all_terms.append(&mut terms);
        if at == 0 || sources.len() == 1 {
            cover = own;
        }
        merge(&mut findings, found);
    }
    let terms = glossary::distinct(all_terms, &mut findings);
    findings.counts.terms = terms.len();
    findings.counts.chapters = texts.iter().filter(|text| !text.is_home).count();
    for document in &documents {
        list_changes(document, options.changes, &mut findings);
        unknown_styles(document, &mut findings);
    }
    imported.comments = documents.iter_mut().flat_map(|document| std::mem::take(&mut document.margin)).map(Comment::from).collect();
    findings.counts.comments = imported.comments.len();
    let names: Vec<&str> = sources.iter().map(|source| source.name.rsplit(['/', '\\']).next().unwrap_or(source.name)).collect();
    let is_broken = imported.sources.iter().any(|(_, file)| file.text.contains("Error! ") || file.text.contains("Error!\u{a0}"));
    let stem = names.first().map_or("Strategy", |name| name.rsplit_once('.').map_or(*name, |(stem, _)| stem)).to_owned();
    let title = cover.title.clone().unwrap_or(stem);
    let publisher = documents.iter().find_map(|document| document.publisher.clone());
    if publisher.is_none() {
        let finding = Diagnostic::new(Severity::Info, "import-doubt", None, "the file does not say who publishes it");
        findings.diagnostics.push(finding.hint("write the name of your organisation after `publisher:` in strategy.yaml"));
    }
    let language = documents.iter().find_map(|document| document.language.clone()).filter(|tag| is_tag(tag));
    if findings.highlighted > 0 {
        let message = format!("highlighting is not imported (passages: {}), and it often marks what is still to be decided", findings.highlighted);
        let finding = Diagnostic::new(Severity::Info, "import-doubt", None, message);
        findings.diagnostics.push(finding.hint("look at the highlighted passages in Word"));
    }
    let settings = Settings {
        cover: &cover,
        title: &title,
        publisher: publisher.as_deref(),
        language: language.as_deref().unwrap_or(document::USUAL_LANGUAGE),
        outline,
        numbers_paragraphs,
        has_broken_references: is_broken,
        names: &names.join(", "),
        today: options.today,
    };
    let mut files: Vec<(String, Vec<u8>)> = vec![("strategy.yaml".to_owned(), files::settings(&settings).into_bytes())];
    files.extend(texts.iter().zip(&paths).map(|(text, path)| (path.clone(), files::text(text, outline).into_bytes())));
    files.extend(files::terms(&terms).into_iter().map(|(path, text)| (path, text.into_bytes())));
    for document in documents {
        for media in document.media {
            if !files.iter().any(|(path, _)| *path == media.path) {
                files.push((media.path, media.bytes));
            }
        }
    }
    imported.files = files;
    imported.counts = findings.counts;
    imported.lost = findings.lost;
    imported.diagnostics.extend(findings.diagnostics);
    diag::sort(&mut imported.diagnostics);
    imported
}

/// The comments and tracked changes of a Word document, in the order of its text; `None` if the bytes are no zip archive.
///
/// A tracked change is a comment that says what it changes.
///
/// # Errors
/// If it is an archive, but no Word document that can be read: a finding without a span.
#[must_use]
pub fn review(bytes: &[u8]) -> Option<Result<Review, Box<Diagnostic>>> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let document = document::read("", bytes, FileId(0), Changes::Reject, &HouseStyles::default());
    Some(match document {
        Ok(document) => {
            let mut comments: Vec<(Span, Comment)> = document.margin.into_iter().map(|note| (note.span, note.into())).collect();
            comments.extend(changes_as_comments(&document.tracked, &document.words));
            comments.sort_by_key(|(span, _)| *span);
            Ok(Review { version: document.version, comments: comments.into_iter().map(|(_, comment)| comment).collect() })
        }
        Err(refused) => Err(Box::new(Diagnostic::error("import-file", Span::new(FileId(0), 0..0), refused.message).hint(refused.remedy))),
    })
}

/// The first visible sheet of a workbook of a spreadsheet program; `None` if the bytes are no workbook.
///
/// # Errors
/// If it is one that cannot be read: a finding without a place.
#[must_use]
pub fn workbook(bytes: &[u8]) -> Option<Result<Workbook, Box<Diagnostic>>> {
    let read = workbook::read(bytes)?;
    Some(read.map_err(|refused| Box::new(Diagnostic::error("comments-file", Span::new(FileId(0), 0..0), refused.message).hint(refused.remedy))))
}

/// Tracked changes as comments that say what they change; words that take the place of others are one change with them.
fn changes_as_comments(tracked: &[flow::Tracked], words: &str) -> Vec<(Span, Comment)> {
    let places: Vec<Span> = tracked.iter().map(|change| change.span).collect();
    let in_one_line = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut comments = Vec::new();
    let mut changes = tracked.iter().peekable();
    while let Some(change) = changes.next() {
        let own = in_one_line(&change.words);
        let takes_place =
            |next: &&flow::Tracked| next.span.start == change.span.end && next.is_insertion != change.is_insertion && next.author == change.author;
        let (old, new) = match changes.next_if(takes_place).map(|next| in_one_line(&next.words)) {
            Some(other) if change.is_insertion => (other, own),
            Some(other) => (own, other),
            None if change.is_insertion => (String::new(), own),
            None => (own, String::new()),
        };
        let text = match (old.as_str(), new.as_str()) {
            ("", new) => format!("Add: \"{new}\""),
            (old, "") => format!("Remove: \"{old}\""),
            (old, new) => format!("Change \"{old}\" to \"{new}\""),
        };
        let words_of_change = if old.is_empty() { new } else { old };
        let quoted = Some(unchanged_near(words, change.span, &places)).filter(|quoted| !quoted.is_empty()).unwrap_or(words_of_change);
        let (author, bookmarks) = (change.author.clone(), change.bookmarks.clone());
        comments.push((change.span, Comment { author, text, quoted, bookmarks, is_change: true }));
    }
    comments
}

impl From<flow::MarginNote> for Comment {
    fn from(note: flow::MarginNote) -> Self {
        Self { author: note.author, text: note.text, quoted: note.quoted, bookmarks: note.bookmarks, is_change: false }
    }
}

/// The longest passage in the paragraph of a change that no change is in; `changes` are sorted.
fn unchanged_near(words: &str, change: Span, changes: &[Span]) -> String {
    let range = change.range();
    let start = words.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = words.get(range.end..).and_then(|after| after.find('\n')).map_or(words.len(), |at| range.end + at);
    let first = changes.partition_point(|other| other.range().end <= start);
    let inside = changes[first..].iter().map(|other| other.range()).take_while(|other| other.start < end);
    let mut longest = "";
    let mut from = start;
    for gap in inside.chain(std::iter::once(end..end)) {
        let passage = words.get(from..gap.start).unwrap_or("").trim();
        if passage.len() > longest.len() {
            longest = passage;
        }
        from = gap.end.max(from);
    }
    longest.to_owned()
}

/// Whether a language tag is well-formed, as far as Word writes them.
fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Makes the path of a picture one from the folder of a text.
fn beside(inline: &mut crate::model::Inline<crate::model::Label>) {
    use crate::model::{ImageSource, Inline};
    if let Inline::Image(image) = inline
        && let ImageSource::Path(path) = &mut image.source
    {
        *path = format!("../{path}").into();
    }
    inline.content_mut().into_iter().flatten().for_each(beside);
}

fn figures_beside(blocks: &mut [crate::model::Block<crate::model::Label>]) {
    use crate::model::{BlockKind, ImageSource};
    for block in blocks {
        if let BlockKind::Figure(image, _) = &mut block.kind
            && let ImageSource::Path(path) = &mut image.source
        {
            *path = format!("../{path}").into();
        }
        block.kind.each_list_mut(&mut |blocks| figures_beside(blocks));
    }
}

fn merge(sum: &mut Findings, found: Findings) {
    let Findings { diagnostics, counts, lost, highlighted, .. } = found;
    sum.diagnostics.extend(diagnostics);
    sum.lost.extend(lost);
    sum.highlighted += highlighted;
    let all = &mut sum.counts;
    let pairs = [
        (&mut all.headings, counts.headings),
        (&mut all.paragraphs, counts.paragraphs),
        (&mut all.lists, counts.lists),
        (&mut all.tables, counts.tables),
        (&mut all.pictures, counts.pictures),
        (&mut all.unshown, counts.unshown),
        (&mut all.notes, counts.notes),
        (&mut all.links, counts.links),
        (&mut all.boxes, counts.boxes),
    ];
    for (sum, count) in pairs {
        *sum += count;
    }
}

/// Lists tracked changes, and whether each was accepted.
fn list_changes(document: &document::Document, changes: Changes, findings: &mut Findings) {
    for change in &document.tracked {
        findings.counts.changes += 1;
        let is_kept = change.is_insertion == (changes == Changes::Accept);
        let what = if change.is_insertion { "inserted" } else { "deleted" };
        let done = if changes == Changes::Accept { "accepted" } else { "rejected" };
        let by = if change.author.is_empty() { String::new() } else { format!(" by {}", change.author) };
        let words = change.words.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("tracked change {done}: \"{words}\" was {what}{by}");
        if !is_kept {
            findings.lost.push(change.span);
        }
        findings.diagnostics.push(
            Diagnostic::new(Severity::Info, "import-change", change.span, message)
                .hint("import the file again with the other value of `--changes` to decide otherwise"),
        );
    }
}

/// Names styles of the house that nothing is known of.
fn unknown_styles(document: &document::Document, findings: &mut Findings) {
    let mut styles: Vec<(&String, &(u32, Span))> = document.unknown.iter().collect();
    styles.sort_by(|one, other| other.1.0.cmp(&one.1.0).then(one.0.cmp(other.0)));
    for (name, (count, first)) in styles {
        let message = format!("the style `{name}` has no meaning here, so its paragraphs ({count}) are plain text or lists");
        let finding = Diagnostic::new(Severity::Info, "import-style", *first, message);
        findings.diagnostics.push(finding.hint(format!(
            "if it has one, write it in import.yaml, such as `{name}: action`, and import the file again with `--styles import.yaml`"
        )));
    }
}
