//! Answers requests: pages of the site, and the preview's own files.

use greenpaper::editions::PROOF_STYLE;
use greenpaper::html::Download;
use hyper::StatusCode;
use hyper::body::Bytes;

use super::panel::{self, OWN};
use super::shown::Shown;

/// The stream that announces new content.
pub(super) const EVENTS: &str = "/_greenpaper/events";

const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

/// A response without the headers that all responses share.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    /// The media type.
    pub(super) kind: &'static str,
    pub(super) bytes: Bytes,
}

impl Answer {
    fn page(status: StatusCode, html: impl Into<Bytes>) -> Self {
        Self { status, kind: "text/html; charset=utf-8", bytes: html.into() }
    }
}

/// The decoded path of an address. `None` if it leads out of the site, or some system could interpret it differently.
pub(super) fn plain_path(path: &str) -> Option<String> {
    let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?;
    let is_plain = path.starts_with('/') && !path.contains(['\\', '\0']) && path.split('/').all(|part| part != ".." && part != ".");
    is_plain.then(|| path.into_owned())
}

/// Whether the path is that of a printed edition.
pub(super) fn is_download(path: &str) -> bool {
    path.starts_with("/downloads/")
}

/// The answer for `path`, which comes from [`plain_path`].
pub(super) fn answer(shown: &Shown, path: &str) -> Answer {
    if let Some(own) = path.strip_prefix(OWN) {
        return own_file(shown, own);
    }
    let path = path.trim_start_matches('/');
    let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let Some(live_site) = &shown.live_site else {
        return Answer::page(StatusCode::SERVICE_UNAVAILABLE, panel::panel_only(shown));
    };
    if let Some((_, bytes)) = shown.prints.iter().flat_map(|prints| &prints.files).find(|(printed, _)| *printed == path) {
        return Answer { status: StatusCode::OK, kind: "application/pdf", bytes: bytes.clone() };
    }
    let downloads: &[Download] = shown.prints.as_ref().map_or(&[], |prints| &prints.downloads);
    let made = live_site.file(&path, downloads).and_then(|file| match file {
        Some(bytes) => Ok((StatusCode::OK, Some(bytes))),
        None => Ok((StatusCode::NOT_FOUND, live_site.file("404.html", downloads)?)),
    });
    match made {
        Ok((status, Some(bytes))) if status == StatusCode::NOT_FOUND || path.ends_with(".html") => {
            Answer::page(status, panel::put_into(bytes, shown))
        }
        Ok((status, bytes)) => Answer { status, kind: media_type(&path), bytes: bytes.unwrap_or_default().into() },
        Err(fault) => Answer::page(StatusCode::INTERNAL_SERVER_ERROR, panel::without_page(shown, &fault)),
    }
}

fn own_file(shown: &Shown, path: &str) -> Answer {
    match path {
        "preview.js" => Answer { status: StatusCode::OK, kind: "text/javascript; charset=utf-8", bytes: SCRIPT.into() },
        "preview.css" => Answer { status: StatusCode::OK, kind: "text/css; charset=utf-8", bytes: [STYLE, PROOF_STYLE].concat().into() },
        "proof" => match panel::proof(shown) {
            Some(html) => Answer::page(StatusCode::OK, html),
            None => Answer::page(StatusCode::SERVICE_UNAVAILABLE, panel::panel_only(shown)),
        },
        _ => match path.strip_prefix("source/").and_then(|path| panel::source(shown, path)) {
            Some(html) => Answer::page(StatusCode::OK, html),
            None => Answer::page(StatusCode::NOT_FOUND, panel::panel_only(shown)),
        },
    }
}

/// The media type of a file that a site may hold.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("").to_ascii_lowercase().as_str() {
        "avif" => "image/avif",
        "css" => "text/css; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "gif" => "image/gif",
        "jpg" | "jpeg" => "image/jpeg",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "otf" => "font/otf",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "xml" => "application/xml",
        _ => "application/octet-stream",
    }
}
