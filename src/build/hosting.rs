//! Files that tell a web host how to serve the site: headers, redirects, robots.txt.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::html::SiteFile;
use crate::model::{Document, Host, Status};

/// What pages may load: their own files alone. They contain neither styles nor scripts.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every file.
fn headers(document: &Document) -> Vec<(&'static str, &'static str)> {
    let mut headers = vec![
        ("Content-Security-Policy", POLICY),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("X-Content-Type-Options", "nosniff"),
    ];
    // Pages say so themselves, which a PDF cannot.
    headers.extend((document.settings.status == Status::Draft).then_some(("X-Robots-Tag", "noindex")));
    headers
}

/// For files whose names change with their content, in `assets/`.
const LONG: &str = "public, max-age=31536000, immutable";

/// Former addresses of pages, each with the one of today, as paths on the host, with the characters that they have in addresses if
/// `is_encoded`: what a host compares a request with is one or the other.
fn redirects(document: &Document, is_encoded: bool) -> Vec<(String, String)> {
    let base = document.settings.served_path().unwrap_or("/");
    let pages = document.texts().flat_map(|(page, text)| text.front.aliases.iter().map(move |(alias, _)| (alias, page)));
    let successors = document.former.pages.iter().filter_map(|former| former.successor.map(|page| (&former.address, page)));
    let path = |path: &str| if is_encoded { format!("{base}{}", encoded(path)) } else { format!("{base}{path}") };
    pages.chain(successors).map(|(old, page)| (path(old), format!("{base}{}", encoded(&document.address(page))))).collect()
}

/// What may stay as it is in the path of an address.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');

fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PLAIN).to_string()
}

/// The files for `host`, for the top of the site.
pub(super) fn files(document: &Document, host: Host) -> Vec<SiteFile> {
    let is_encoded = matches!(host, Host::Netlify | Host::Cloudflare | Host::Gitlab | Host::Azure | Host::Caddy);
    let (headers, redirects, base) = (headers(document), redirects(document, is_encoded), document.settings.served_path().unwrap_or("/"));
    let rules = |status: &str| redirects.iter().map(|(from, to)| format!("{from} {to} {status}\n")).collect::<String>();
    let lines = |form: &dyn Fn(&str, &str) -> String| headers.iter().map(|(name, value)| form(name, value)).collect::<String>();
    let mut files: Vec<(&str, String)> = match host {
        Host::Netlify | Host::Cloudflare => {
            let all = lines(&|name, value| format!("  {name}: {value}\n"));
            // Netlify serves a file before it looks for a redirect, unless it is told not to.
            let status = if host == Host::Netlify { "301!" } else { "301" };
            vec![("_headers", format!("/*\n{all}{base}assets/*\n  Cache-Control: {LONG}\n")), ("_redirects", rules(status))]
        }
        Host::Github => vec![(".nojekyll", String::new())],
        Host::Gitlab => vec![("_redirects", rules("301"))],
        Host::S3 => vec![("hosting/s3.json", s3(&redirects))],
        Host::Azure => vec![("staticwebapp.config.json", azure(&headers, &redirects, base))],
        Host::Iis => vec![("web.config", iis(&headers, &redirects, base))],
        Host::Nginx => {
            let all = lines(&|name, value| format!("add_header {name} \"{value}\" always;\n"));
            // A location with a header of its own has none of those around it.
            let own = all.replace("add_header", "    add_header");
            let moved: String = redirects.iter().map(|(from, to)| format!("location = \"{from}\" {{ return 301 \"{to}\"; }}\n")).collect();
            let text = format!(
                "# Include this in the `server` block that serves the site.\n{all}absolute_redirect off;\nerror_page 404 {base}404.html;\nlocation ^~ {base}assets/ {{\n{own}    add_header Cache-Control \"{LONG}\" always;\n}}\nlocation = {base}hosting/nginx.conf {{ return 404; }}\n{moved}"
            );
            vec![("hosting/nginx.conf", text)]
        }
        Host::Apache => {
            let all = lines(&|name, value| format!("Header always set {name} \"{value}\"\n"));
            let moved: String = redirects.iter().map(|(from, to)| format!("Redirect 301 \"{from}\" \"{to}\"\n")).collect();
            let text = format!(
                "ErrorDocument 404 {base}404.html\n<Files \".ht*\">\nRequire all denied\n</Files>\n<IfModule mod_headers.c>\n{all}SetEnvIf Request_URI \"^{base}assets/\" HAS_DIGEST\nHeader set Cache-Control \"{LONG}\" env=HAS_DIGEST\n</IfModule>\n<IfModule mod_alias.c>\n{moved}</IfModule>\n"
            );
            vec![(".htaccess", text)]
        }
        Host::Caddy => {
            let all = lines(&|name, value| format!("    {name} \"{value}\"\n"));
            let moved: String = redirects.iter().map(|(from, to)| format!("redir \"{from}\" \"{to}\" permanent\n")).collect();
            let text = format!(
                "# Import this into the block of the site, after `root`.\nheader {{\n{all}}}\nheader {base}assets/* Cache-Control \"{LONG}\"\nrespond {base}hosting/* 404\n{moved}handle_errors {{\n    rewrite * {base}404.html\n    file_server\n}}\n"
            );
            vec![("hosting/Caddyfile", text)]
        }
    };
    files.push(("robots.txt", robots(document)));
    files
        .into_iter()
        .filter(|(path, text)| !text.is_empty() || *path == ".nojekyll")
        .map(|(path, text)| SiteFile { path: path.into(), bytes: text.into_bytes() })
        .collect()
}

/// Pages of a draft ask not to be listed, which only those who may read them can see: so nothing is closed.
fn robots(document: &Document) -> String {
    let map = document.settings.base_url.as_ref().filter(|_| document.settings.status != Status::Draft);
    let map = map.map_or_else(String::new, |base| format!("Sitemap: {base}sitemap.xml\n"));
    format!("User-agent: *\nAllow: /\n{map}")
}

/// The configuration of a website in a bucket. Headers there belong to each file that is uploaded.
fn s3(redirects: &[(String, String)]) -> String {
    let rule = |(from, to): &(String, String)| {
        serde_json::json!({
            "Condition": {"KeyPrefixEquals": from.trim_start_matches('/')},
            "Redirect": {"HttpRedirectCode": "301", "ReplaceKeyWith": to.trim_start_matches('/')}
        })
    };
    let mut settings = serde_json::json!({"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}});
    if !redirects.is_empty() {
        settings["RoutingRules"] = redirects.iter().map(rule).collect();
    }
    format!("{settings:#}\n")
}

fn azure(headers: &[(&str, &str)], redirects: &[(String, String)], base: &str) -> String {
    let moved = redirects.iter().map(|(from, to)| serde_json::json!({"route": from, "redirect": to, "statusCode": 301}));
    let assets = serde_json::json!({"route": format!("{base}assets/*"), "headers": {"Cache-Control": LONG}});
    let all: serde_json::Map<String, serde_json::Value> = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).into())).collect();
    let settings = serde_json::json!({
        "globalHeaders": all,
        "routes": moved.chain([assets]).collect::<Vec<_>>(),
        "responseOverrides": {"404": {"rewrite": format!("{base}404.html")}}
    });
    format!("{settings:#}\n")
}

fn iis(headers: &[(&str, &str)], redirects: &[(String, String)], base: &str) -> String {
    let all: String = headers.iter().map(|(name, value)| format!("        <add name=\"{name}\" value=\"{value}\"/>\n")).collect();
    let moved: String = redirects
        .iter()
        .map(|(from, to)| {
            let path = from.strip_prefix(base).unwrap_or(from);
            format!("  <location path=\"{path}\">\n    <system.webServer>\n      <httpRedirect enabled=\"true\" destination=\"{to}\" exactDestination=\"true\" httpResponseStatus=\"Permanent\"/>\n    </system.webServer>\n  </location>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<configuration>\n  <system.webServer>\n    <httpProtocol>\n      <customHeaders>\n{all}      </customHeaders>\n    </httpProtocol>\n    <httpErrors errorMode=\"Custom\">\n      <remove statusCode=\"404\"/>\n      <error statusCode=\"404\" path=\"404.html\" responseMode=\"File\"/>\n    </httpErrors>\n  </system.webServer>\n  <location path=\"assets\">\n    <system.webServer>\n      <staticContent>\n        <clientCache cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"365.00:00:00\"/>\n      </staticContent>\n    </system.webServer>\n  </location>\n{moved}</configuration>\n"
    )
}
