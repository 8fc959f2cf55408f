//! The form to write on, in Markdown: for each chapter its questions, and room for comments by the number of the paragraph.

use std::fmt::Write as _;

use crate::markdown;
use crate::model::{Block, BlockKind, Document, Survey, SurveyKind, Target, Walk};
use crate::theme::Strings;

/// Rows for comments in each chapter.
const ROWS: usize = 4;
/// The height of a row: this many line breaks.
const ROOM: &str = "<br><br><br>";

/// The title of the form.
pub(super) fn title(document: &Document, strings: &Strings) -> String {
    strings.fill("form_title", &[("title", &document.settings.full_title())])
}

/// Everything below the title.
pub(super) fn body(document: &Document, strings: &Strings) -> String {
    let settings = &document.settings;
    let version = settings.current().version.as_str();
    let closes = settings.consultation.as_ref().and_then(|consultation| consultation.closes);
    let until = closes.map_or_else(String::new, |date| format!(" {}", strings.fill("form_until", &[("date", &strings.date(date))])));
    let about = strings.fill("form_about", &[("version", version)]);
    let mut out = format!("{}\n\n{}", markdown::plain(&format!("{about}{until}")), contact(document, strings));
    table(&mut out, strings.text("form_group_caption"), &[(strings.text("form_group"), 100)], 1);
    for (_, chapter) in document.chapter_pages() {
        let number = chapter.number.as_ref().map_or_else(String::new, |number| format!("{} ", markdown::plain(number)));
        let title = format!("{number}{}", markdown::plain(&chapter.front.title));
        let _ = write!(out, "## {title}\n\n");
        let mut questions = Questions::default();
        questions.chapter(chapter);
        for question in &questions.0 {
            ask(&mut out, question, strings);
        }
        let first = chapter.paragraph_numbers.iter().flatten().next();
        let paragraph =
            first.map_or_else(|| strings.text("form_paragraph").to_owned(), |first| strings.fill("form_paragraph_such_as", &[("number", first)]));
        let caption = strings.fill("form_comments_on", &[("title", &title)]);
        table(&mut out, &caption, &[(&paragraph, 25), (strings.text("form_think"), 75)], ROWS);
    }
    out
}

/// Whether the text asks its readers anything.
pub(super) fn has_questions(document: &Document) -> bool {
    let mut questions = Questions::default();
    document.texts().for_each(|(_, text)| questions.chapter(text));
    !questions.0.is_empty()
}

/// Where the form goes.
fn contact(document: &Document, strings: &Strings) -> String {
    let Some(contact) = &document.settings.contact else {
        return format!("{}\n\n", strings.text("form_to_giver"));
    };
    let mut lines: Vec<String> = contact.name.iter().map(|name| markdown::plain(name)).collect();
    lines.extend(contact.email.iter().map(|email| format!("{} <{email}>", strings.text("print_email"))));
    lines.extend(contact.phone.iter().map(|phone| format!("{} {}", strings.text("print_phone"), markdown::plain(phone))));
    lines.extend(contact.address.iter().flat_map(|address| address.lines()).map(markdown::plain));
    format!("{}\n\n{}\n\n", strings.text("form_return"), lines.join("\\\n"))
}

/// The questions of a text, in its order.
#[derive(Default)]
struct Questions(Vec<Survey>);

impl Walk<Target> for Questions {
    fn block(&mut self, block: &Block<Target>) {
        if let BlockKind::Survey(survey) = &block.kind {
            self.0.push((**survey).clone());
        }
    }
}

/// A question with its answers to tick or number, or with room for words.
fn ask(out: &mut String, survey: &Survey, strings: &Strings) {
    let question = markdown::plain(&survey.question);
    let how = match survey.kind {
        SurveyKind::Rank => "form_rank",
        SurveyKind::Choose => "form_choose",
        SurveyKind::Text => "form_text",
    };
    let how = strings.text(how);
    let _ = write!(out, "{how}\n\n");
    if survey.options.is_empty() {
        table(out, &question, &[(strings.text("form_your_answer"), 100)], 1);
        return;
    }
    let column = if survey.kind == SurveyKind::Rank { "form_number" } else { "form_tick" };
    open(out, &question, &[(strings.text(column), 25), (strings.text("form_answer"), 75)]);
    for option in &survey.options {
        let _ = writeln!(out, "  - [\"\", {}]", quoted(&markdown::plain(option)));
    }
    out.push_str("```\n\n");
}

/// An empty table of `rows` to write in, with columns by name and share of the width in per cent.
fn table(out: &mut String, caption: &str, columns: &[(&str, u8)], rows: usize) {
    open(out, caption, columns);
    let cells = vec![format!("\"{ROOM}\""); columns.len()].join(", ");
    for _ in 0..rows {
        let _ = writeln!(out, "  - [{cells}]");
    }
    out.push_str("```\n\n");
}

fn open(out: &mut String, caption: &str, columns: &[(&str, u8)]) {
    let _ = write!(out, "```table\ncaption: {}\nrow_headers: false\ncolumns:\n", quoted(caption));
    for (name, width) in columns {
        let _ = writeln!(out, "  - {{name: {}, width: {width}%}}", quoted(name));
    }
    out.push_str("rows:\n");
}

fn quoted(text: &str) -> String {
    crate::yaml::in_double_quotes(text)
}
