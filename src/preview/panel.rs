//! The panel that the preview adds to pages, and the preview's own pages, such as the text of a source file.

use std::fmt::Write as _;

use greenpaper::diag::{Diagnostic, Severity};
use greenpaper::html::escaped;
use greenpaper::theme::Strings;

use super::shown::{DraftReport, Shown};

/// The prefix of the preview's own files. No file of a site begins with an underscore.
pub(super) const OWN: &str = "/_greenpaper/";
/// How many diagnostics to show; the rest are only counted.
const MOST_SHOWN: usize = 100;

/// A page with the panel, its script and its stylesheet.
pub(super) fn put_into(page: Vec<u8>, shown: &Shown) -> Vec<u8> {
    let Ok(page) = String::from_utf8(page) else { return Vec::new() };
    let (head, rest) = page.split_at(page.find("</head>").unwrap_or(0));
    let (body, end) = rest.split_at(rest.rfind("</body>").unwrap_or(rest.len()));
    [head, HEAD, body, &panel(shown), end].concat().into_bytes()
}

const HEAD: &str = "<link rel=stylesheet href=/_greenpaper/preview.css><script src=/_greenpaper/preview.js defer></script>";

/// A page with nothing but the panel, for want of a good draft or of the requested file.
pub(super) fn panel_only(shown: &Shown) -> String {
    document(shown, shown.report.strings.text("preview"), "")
}

/// The page shown in place of one that cannot be rendered.
pub(super) fn without_page(shown: &Shown, fault: &Diagnostic) -> String {
    let mut main = String::new();
    entry(&mut main, fault, &shown.report);
    document(shown, shown.report.strings.text("preview"), &format!("<ol class=gp-list lang=en>{main}</ol>"))
}

/// The text of a source file, with an anchor for each line. `None` if the draft has no such file.
pub(super) fn source(shown: &Shown, path: &str) -> Option<String> {
    let (_, file) = shown.report.sources.iter().find(|(_, file)| file.path == path)?;
    let mut lines = String::from("<pre class=gp-source><code>");
    for (text, number) in file.text.lines().zip(1..) {
        let _ = write!(lines, "<span class=gp-line id=L{number}><a href=\"#L{number}\">{number}</a> {}\n</span>", escaped(text));
    }
    lines.push_str("</code></pre>");
    Some(document(shown, &format!("{}{}", file.root, file.path), &lines))
}

/// The contact sheets of the printed editions. `None` if there has been no draft without errors.
pub(super) fn proof(shown: &Shown) -> Option<String> {
    let live_site = shown.live_site.as_ref()?;
    let report = &*shown.report;
    // The places of an older draft are not those of the newest files.
    let place = |span| if report.is_shown { place(&report.strings, report, span) } else { String::new() };
    Some(document(shown, report.strings.text("preview_proof"), &live_site.proof().html(&place)))
}

/// A page of the preview's own.
fn document(shown: &Shown, title: &str, main: &str) -> String {
    let (language, title) = (escaped(&shown.report.language), escaped(title));
    let panel = panel(shown);
    format!(
        "<!doctype html><html lang=\"{language}\"><head><meta charset=utf-8><title>{title}</title>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\"><meta name=color-scheme content=\"light dark\">{HEAD}</head>\
         <body class=gp-page><main><h1>{title}</h1>{main}</main>{panel}</body></html>"
    )
}

/// The panel: the state of the draft and its diagnostics.
fn panel(shown: &Shown) -> String {
    let report = &*shown.report;
    let strings = &report.strings;
    let diagnostics = shown.diagnostics();
    let count = |severity| diagnostics.iter().filter(|fault| fault.severity == severity).count();
    let errors = count(Severity::Error);
    let counts = [("preview_errors", errors), ("preview_warnings", count(Severity::Warning)), ("preview_remarks", count(Severity::Info))];
    let counts: Vec<String> = counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| strings.count(key, count)).collect();
    let summary = match &report.trouble {
        Some(_) => strings.text("preview_gone").to_owned(),
        None if counts.is_empty() => strings.text("preview_clean").to_owned(),
        None => counts.join(", "),
    };
    let is_bad = errors > 0 || report.trouble.is_some();
    let mut html = format!(
        "<section id=greenpaper-preview aria-labelledby=greenpaper-preview-title lang=\"{}\" data-id={} data-updated=\"{}\" data-lost=\"{}\"{}>\
         <h2 id=greenpaper-preview-title>{}</h2><details id=greenpaper-preview-list{}><summary id=greenpaper-preview-counts>{}</summary><div class=gp-scroll tabindex=0 role=region aria-labelledby=greenpaper-preview-counts>",
        escaped(&report.language),
        shown.id,
        escaped(strings.text("preview_updated")),
        escaped(strings.text("preview_lost")),
        if is_bad { " data-bad" } else { "" },
        escaped(strings.text("preview")),
        if is_bad { " open" } else { "" },
        escaped(&summary),
    );
    if !report.is_shown {
        let key = if shown.live_site.is_some() { "preview_stale" } else { "preview_nothing" };
        let _ = write!(html, "<p>{}</p>", escaped(strings.text(key)));
    }
    if let Some(trouble) = &report.trouble {
        let _ = write!(html, "<p lang=en>{}</p>", escaped(trouble));
    }
    if diagnostics.is_empty() && report.trouble.is_none() {
        let _ = write!(html, "<p>{}</p>", escaped(strings.text("preview_clean_hint")));
    }
    html.push_str("<ol class=gp-list>");
    diagnostics.iter().take(MOST_SHOWN).for_each(|fault| entry(&mut html, fault, report));
    html.push_str("</ol>");
    if let Some(rest) = diagnostics.len().checked_sub(MOST_SHOWN).filter(|rest| *rest > 0) {
        let _ = write!(html, "<p>{}</p>", escaped(&strings.count("preview_more", rest)));
    }
    html.push_str("</div></details>");
    if shown.live_site.is_some() {
        let _ = write!(html, "<p><a class=gp-proof href=\"{OWN}proof\">{}</a></p>", escaped(strings.text("preview_proof")));
    }
    html.push_str("<p id=greenpaper-preview-status role=status></p></section>");
    html
}

/// One diagnostic: message, place and hints.
fn entry(html: &mut String, fault: &Diagnostic, report: &DraftReport) {
    let strings = &report.strings;
    let key = severity_key(fault.severity);
    let _ =
        write!(html, "<li class=gp-{key}><p><strong>{}</strong> <span lang=en>{}</span></p>", escaped(strings.text(key)), marked_up(&fault.message));
    if let Some(span) = fault.span {
        let _ = write!(html, "<p>{}</p>", place(strings, report, span));
    }
    for (span, text) in &fault.labels {
        let _ = write!(html, "<p><span lang=en>{}</span>: {}</p>", marked_up(text), place(strings, report, *span));
    }
    fault.hints.iter().for_each(|hint| {
        let _ = write!(html, "<p lang=en>{}</p>", marked_up(hint));
    });
    let _ = write!(html, "<p class=gp-rule><code>greenpaper explain {}</code></p></li>", escaped(&fault.rule));
}

fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "preview_error",
        Severity::Warning => "preview_warning",
        Severity::Info => "preview_remark",
    }
}

/// File and line, as text to copy and as a link to the source.
fn place(strings: &Strings, report: &DraftReport, span: greenpaper::span::Span) -> String {
    let file = report.sources.file(span.file);
    let line = file.location(span.start).line;
    let address = percent_encoding::utf8_percent_encode(&file.path, percent_encoding::NON_ALPHANUMERIC);
    format!(
        "<code class=gp-place>{}{}:{line}</code> <a href=\"{OWN}source/{address}#L{line}\">{}<span class=gp-hidden> {}:{line}</span></a>",
        escaped(&file.root),
        escaped(&file.path),
        escaped(strings.text("preview_source")),
        escaped(&file.path),
    )
}

/// Escapes `text`, with the parts between backticks as code.
fn marked_up(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split('`').enumerate() {
        let is_code = at % 2 == 1;
        let _ = if is_code { write!(out, "<code>{}</code>", escaped(piece)) } else { write!(out, "{}", escaped(piece)) };
    }
    out
}
