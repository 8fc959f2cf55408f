//! A pack for readers who comment on a draft: the site in review mode, the printed editions, forms and a guide, in one archive.
//!
//! It opens without a server, and the same sources give the same bytes.

mod form;

use std::collections::BTreeMap;

use crate::build::{self, Sink};
use crate::diag::{self, Diagnostic, Severity};
use crate::error::Error;
use crate::html::escaped;
use crate::model::Document;
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
    let (title, body) = (form::title(document), form::body(document, strings));
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
    let (settings, title) = (&document.settings, escaped(&document.settings.full_title()));
    let version = escaped(settings.current().version.as_str());
    let reader = audience.map_or_else(String::new, |audience| format!("<p>This pack is for: {}.</p>\n", escaped(audience)));
    let until = closes(document, strings).map_or_else(String::new, |date| format!(" Please send them by {date}."));
    let whole = if document.chapters.len() <= 100 { "site/document.html" } else { "site/index.html" };
    let body = format!(
        "<h1>Tell us what you think: {title}</h1>\n{reader}<p>This is version {version}. Use whichever way suits you.</p>\n\
         <h2>On a computer or phone</h2>\n<ol>\n<li>Unpack this folder first. Then open <a href=\"{whole}\">the document</a>.</li>\n\
         <li>Choose \u{201c}Comment\u{201d} below a paragraph, and write what you think. Choose \u{201c}Keep comment\u{201d}.</li>\n\
         <li>Choose \u{201c}Save my comments\u{201d} as often as you like. Your comments are then in a file in your downloads.</li>\n\
         <li>Send us the last file that you saved. Keep your receipt number.</li>\n</ol>\n\
         <p>Nothing is sent automatically, and you need no account. To go on another day, open the document and load your file there.</p>\n\
         <h2>On paper</h2>\n<p>Print the <a href=\"response-form.pdf\">form (PDF)</a>, or the <a href=\"response-form-large-print.pdf\">form in large print \
         (PDF)</a>. Both are also web pages: <a href=\"response-form.html\">form</a>, <a href=\"response-form-large-print.html\">form in large print</a>. \
         The numbers on it are those beside each paragraph. <a href=\"site/downloads.html\">Print the document</a> in standard or large print, too.</p>\n\
         <h2>Where to send your comments</h2>\n{}<p>{until}</p>\n\
         <h2>What happens then</h2>\n<p>We read every comment and note what we did. Your name and contact details are kept apart from your comments. \
         Please leave names and contact details out of what you write.</p>\n",
        contact(document)
    );
    page(&format!("Start here: {title}"), &body)
}

fn closes(document: &Document, strings: &Strings) -> Option<String> {
    let closes = document.settings.consultation.as_ref()?.closes?;
    Some(escaped(&strings.date(closes)))
}

fn contact(document: &Document) -> String {
    let Some(contact) = &document.settings.contact else {
        return "<p>Return them to the person who sent you this pack.</p>\n".to_owned();
    };
    let mut lines: Vec<String> = contact.name.iter().map(|name| escaped(name)).collect();
    lines.extend(contact.email.iter().map(|email| format!("Email: <a href=\"mailto:{0}\">{0}</a>", escaped(email))));
    lines.extend(contact.phone.iter().map(|phone| format!("Phone: {}", escaped(phone))));
    lines.extend(contact.address.iter().flat_map(|address| address.lines()).map(escaped));
    format!("<p>{}</p>\n", lines.join("<br>\n"))
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"stylesheet\" href=\"pack.css\">\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}
