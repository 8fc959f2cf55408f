//! A pack for readers who comment on a draft: the site in review mode, the printed editions, forms and a guide, in one archive.
//!
//! It opens without a server, and the same sources give the same bytes.

mod form;

use std::collections::BTreeMap;

use crate::build::{self, Sink};
use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::html::escaped;
use crate::model::{Document, is_right_to_left};
use crate::paper::{Paper, Text};
use crate::pipeline::{self, Cache, Checked, Inputs, Options};
use crate::publish;
use crate::read;
use crate::theme::Strings;

/// The stylesheet of the guide.
const STYLESHEET: &str = include_str!("pack/pack.css");

/// Makes a pack of the version being written, for `audience` if it is for somebody in particular. Paragraphs are numbered, whatever the settings say.
///
/// Returns the checked strategy with the archive, or without one if there are errors or it would be too large.
///
/// # Errors
/// If a file cannot be read.
pub fn pack(inputs: &Inputs<'_>, audience: Option<&str>) -> Result<(Checked, Option<Vec<u8>>), Error> {
    let options = Options { number_paragraphs: true, ..Options::default() };
    let mut checked = pipeline::run(inputs, &options, &mut Cache::default())?;
    if checked.has_errors() {
        return Ok((checked, None));
    }
    let mut files = Files::default();
    let findings = build::render_for_review(inputs, &checked, &mut files)?;
    let has_errors = diag::count(&findings, Severity::Error) > 0;
    checked.add(findings);
    if has_errors {
        return Ok((checked, None));
    }
    let (document, strings) = (&checked.document, &checked.theme.strings);
    let (form, findings) = response_form(inputs, document, strings)?;
    files.0.extend(form);
    let own = [("start-here.html", guide(document, strings, audience)), ("pack.css", STYLESHEET.to_owned())];
    files.0.extend(own.map(|(path, text)| (path.to_owned(), text.into_bytes())));
    checked.diagnostics.extend(findings);
    let bytes = publish::zip(files.0.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())));
    Ok((checked, bytes))
}

/// Rendered files by path, which is the order of the archive.
#[derive(Default)]
struct Files(BTreeMap<String, Vec<u8>>);

impl Sink for Files {
    fn keep(&mut self, _: &str, _: &str) -> bool {
        false
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), Error> {
        self.0.insert(format!("site/{path}"), bytes.to_vec());
        Ok(())
    }
}

/// The form to write on, as pages and as printed editions, by their paths; and what is wrong with the editions.
fn response_form(inputs: &Inputs<'_>, document: &Document, strings: &Strings) -> Result<(read::Files, Vec<Diagnostic>), Error> {
    let (title, body) = (form::title(document, strings), form::body(document, strings));
    let paper = Paper::new(&Text { title: &title, body: &body }, &document.settings, inputs.themes, inputs.project.today())?;
    let mut files = Vec::new();
    let mut findings = Vec::new();
    for (name, large) in [("response-form", false), ("response-form-large-print", true)] {
        match paper.html(large) {
            Ok(html) => files.push((format!("{name}.html"), html.into_bytes())),
            Err(finding) => findings.push(finding),
        }
        let (pdf, faults) = paper.pdf(large);
        files.extend(pdf.map(|bytes| (format!("{name}.pdf"), bytes)));
        findings.extend(faults);
    }
    Ok((files, findings))
}

/// One page of advice.
fn guide(document: &Document, strings: &Strings, audience: Option<&str>) -> String {
    let settings = &document.settings;
    let say = |key: &str| escaped(strings.text(key));
    let fill = |key: &str, name: &str, value: &str| escaped(&strings.fill(key, &[(name, value)]));
    let title = settings.full_title();
    let reader = audience.map_or_else(String::new, |audience| format!("<p>{}</p>\n", fill("pack_audience", "audience", audience)));
    let until = closes(document, strings).map_or_else(String::new, |date| format!("<p>{}</p>\n", fill("pack_until", "date", &date)));
    let whole = if document.chapters.len() <= 100 { "site/document.html" } else { "site/index.html" };
    let link = |address: &str, key: &str| format!("<li><a href=\"{address}\">{}</a></li>\n", say(key));
    let steps = ["pack_unpack", "pack_comment", "pack_answer", "pack_save", "pack_send"];
    let steps: String =
        steps.iter().filter(|key| **key != "pack_answer" || form::has_questions(document)).map(|key| format!("<li>{}</li>\n", say(key))).collect();
    let forms = [
        link("response-form.pdf", "pack_form_pdf"),
        link("response-form-large-print.pdf", "pack_form_large_pdf"),
        link("response-form.html", "pack_form_page"),
        link("response-form-large-print.html", "pack_form_large_page"),
        link("site/downloads.html", "pack_print_document"),
    ];
    let body = format!(
        "<h1>{}</h1>\n{reader}<p>{}</p>\n<h2>{}</h2>\n<ol>\n{steps}</ol>\n<p><a href=\"{whole}\">{}</a></p>\n<p>{}</p>\n<h2>{}</h2>\n<p>{}</p>\n\
         <ul>\n{}</ul>\n<h2>{}</h2>\n{}{until}<h2>{}</h2>\n<p>{}</p>\n",
        fill("pack_heading", "title", &title),
        fill("pack_version", "version", settings.current().version.as_str()),
        say("pack_on_screen"),
        say("pack_open"),
        say("pack_nothing_sent"),
        say("pack_on_paper"),
        say("pack_print_form"),
        forms.concat(),
        say("pack_where"),
        contact(document, strings),
        say("pack_then"),
        say("pack_then_text"),
    );
    page(&fill("pack_title", "title", &title), &settings.language, &body)
}

fn closes(document: &Document, strings: &Strings) -> Option<String> {
    Some(strings.date(document.settings.consultation.as_ref()?.closes?))
}

fn contact(document: &Document, strings: &Strings) -> String {
    let Some(contact) = &document.settings.contact else {
        return format!("<p>{}</p>\n", escaped(strings.text("pack_to_sender")));
    };
    let (by_email, by_phone) = (strings.text("print_email"), strings.text("print_phone"));
    let mut lines: Vec<String> = contact.name.iter().map(|name| escaped(name)).collect();
    lines.extend(contact.email.iter().map(|email| format!("{} <a href=\"mailto:{email}\">{email}</a>", escaped(by_email), email = escaped(email))));
    lines.extend(contact.phone.iter().map(|phone| format!("{} {}", escaped(by_phone), escaped(phone))));
    lines.extend(contact.address.iter().flat_map(|address| address.lines()).map(escaped));
    format!("<p>{}</p>\n", lines.join("<br>\n"))
}

fn page(title: &str, language: &str, body: &str) -> String {
    let direction = if is_right_to_left(language) { " dir=\"rtl\"" } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"{}\"{direction}>\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"stylesheet\" href=\"pack.css\">\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        escaped(language)
    )
}
