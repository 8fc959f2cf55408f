//! Files that tell web hosts about headers and redirects. `tests/hosts` lets nginx, Apache and Caddy serve a site with them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::cli::{code, files, scratch, stderr};

fn greenpaper(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// A strategy in which a chapter has a former address, with a site at `base` of the given status.
fn started(name: &str, base: &str, status: &str) -> PathBuf {
    let folder = scratch(name);
    assert_eq!(code(&greenpaper(&folder, &["init", "strategy"])), 0);
    let (settings, chapter) = (folder.join("strategy/strategy.yaml"), folder.join("strategy/chapters/01-introduction.md"));
    let text = fs::read_to_string(&settings).expect("settings").replace("status: draft", &format!("status: {status}\nbase_url: {base}\n#"));
    fs::write(&settings, text).expect("written");
    let text = fs::read_to_string(&chapter).expect("a chapter").replacen("---\n", "---\naliases: [old/way.html]\n", 1);
    fs::write(&chapter, text).expect("written");
    folder
}

/// What a build for `host` adds, by path.
fn added(folder: &Path, host: &str) -> Vec<(String, String)> {
    let built = greenpaper(folder, &["build", "--formats", "html", "--host", host, "--output", host]);
    assert_eq!(code(&built), 0, "{host}: {}", stderr(&built));
    assert_eq!(code(&greenpaper(folder, &["verify", "--strict", host])), 0, "{host}: all files are in the manifest");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    let is_own = |name: &str| {
        !name.ends_with(".html") && !["assets/", "manifest.", "search/", "feed.xml", "sitemap.xml"].iter().any(|own| name.starts_with(own))
    };
    files(&folder.join(host)).into_iter().filter(|(name, _)| is_own(name)).map(|(name, bytes)| (name, text(bytes))).collect()
}

#[test]
fn every_host_gets_headers_and_redirects_in_its_form() {
    let folder = started("hosting", "https://example.org/plan/", "draft");
    let hosts: [(&str, &str, bool, &str); 10] = [
        ("netlify", "_headers", true, "_redirects: /plan/old/way.html /plan/introduction.html 301!"),
        ("cloudflare", "_headers", true, "_redirects: /plan/old/way.html /plan/introduction.html 301"),
        ("github", ".nojekyll", false, ""),
        ("gitlab", "_redirects", false, "_redirects: /plan/old/way.html /plan/introduction.html 301"),
        ("s3", "hosting/s3.json", false, "\"ReplaceKeyWith\": \"plan/introduction.html\""),
        ("azure", "staticwebapp.config.json", true, "\"redirect\": \"/plan/introduction.html\""),
        ("iis", "web.config", true, "<location path=\"old/way.html\">"),
        ("nginx", "hosting/nginx.conf", true, "location = \"/plan/old/way.html\" { return 301 \"/plan/introduction.html\"; }"),
        ("apache", ".htaccess", true, "Redirect 301 \"/plan/old/way.html\" \"/plan/introduction.html\""),
        ("caddy", "hosting/Caddyfile", true, "redir \"/plan/old/way.html\" \"/plan/introduction.html\" permanent"),
    ];
    for (host, file, has_headers, redirect) in hosts {
        let added = added(&folder, host);
        let all: String = added.iter().map(|(name, text)| format!("{name}: {text}\n")).collect();
        assert!(added.iter().any(|(name, _)| name == file) && added.iter().any(|(name, _)| name == "robots.txt"), "{host}: {all}");
        for header in ["Content-Security-Policy", "nosniff", "Referrer-Policy", "X-Robots-Tag", "assets"] {
            assert_eq!(all.contains(header), has_headers, "{host}, {header}: {all}");
        }
        assert!(all.contains(redirect), "{host}: {all}");
        if file.ends_with(".json") {
            let text = &added.iter().find(|(name, _)| name == file).expect("the file").1;
            serde_json::from_str::<serde_json::Value>(text).expect("JSON");
        }
    }
}

#[test]
fn a_final_text_may_be_listed() {
    let folder = started("hosting-final", "https://example.org/", "final");
    let all: String = added(&folder, "netlify").into_iter().map(|(_, text)| text).collect();
    assert!(!all.contains("X-Robots-Tag") && all.contains("Sitemap: https://example.org/sitemap.xml"), "{all}");
    let page = fs::read_to_string(folder.join("netlify/404.html")).expect("the page");
    assert!(page.contains("href=/assets/site.") && page.contains("href=/index.html"), "{page}");
}

#[test]
fn the_settings_can_name_the_host() {
    let folder = started("hosting-setting", "https://example.org/plan/", "draft");
    let settings = folder.join("strategy/strategy.yaml");
    let without_address: String = fs::read_to_string(&settings)
        .expect("settings")
        .lines()
        .filter(|line| !line.contains("base_url"))
        .fold(String::new(), |text, line| text + line + "\n");
    fs::write(&settings, without_address + "hosting: netlify\n").expect("written");
    assert_eq!(code(&greenpaper(&folder, &["build", "--formats", "html", "--output", "own"])), 0);
    assert!(folder.join("own/_headers").is_file() && folder.join("own/robots.txt").is_file());
    // Without an address, the site is taken to be at the top of its host, so that its page for unknown addresses works at any depth.
    let page = fs::read_to_string(folder.join("own/404.html")).expect("the page");
    assert!(page.contains("href=/assets/site.") && page.contains("href=/index.html"), "{page}");
    let redirects = fs::read_to_string(folder.join("own/_redirects")).expect("redirects");
    assert_eq!(redirects, "/old/way.html /introduction.html 301!\n");
    let other = added(&folder, "apache");
    assert!(other.iter().any(|(name, _)| name == ".htaccess") && !other.iter().any(|(name, _)| name == "_headers"), "{other:?}");
}

#[test]
fn the_feed_leads_to_each_version() {
    let folder = started("hosting-feed", "https://example.org/plan/", "final");
    assert_eq!(code(&greenpaper(&folder, &["release", "--comments", "First", "--next", "0.2"])), 0);
    let built = greenpaper(&folder, &["build", "--formats", "html", "--output", "site"]);
    assert_eq!(code(&built), 0, "{}", stderr(&built));
    let feed = fs::read_to_string(folder.join("site/feed.xml")).expect("a feed");
    let places: Vec<&str> = feed.split("<entry>").skip(1).filter_map(|entry| entry.split("<link href=\"").nth(1)?.split('"').next()).collect();
    assert_eq!(places, ["https://example.org/plan/index.html", "https://example.org/plan/versions/0.1/index.html"]);
    for place in places {
        assert!(folder.join("site").join(place.trim_start_matches("https://example.org/plan/")).is_file(), "{place}");
    }
}
