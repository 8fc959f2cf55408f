//! Themes: findings about their files (`tests/cases/themes`), and what the site takes from them.

use greenpaper::SourceMap;
use greenpaper::diag::{self, Style};
use greenpaper::theme;

use crate::cases::{each_case, files};

#[test]
fn cases() {
    each_case("themes", |text| {
        let mut sources = SourceMap::default();
        let files: Vec<(String, Vec<u8>)> = files(text);
        let (_, mut findings) = theme::load(Some(files), "themes/mine/", "en-GB", &mut sources);
        diag::sort(&mut findings);
        diag::render(&findings, &sources, Style::Plain)
    });
}

/// The theme whose files are `text`, in the notation of the cases; it must have no findings.
fn theme(text: &str) -> theme::Theme {
    let (theme, findings) = theme::load(Some(files(text)), "", "en-GB", &mut SourceMap::default());
    assert!(findings.is_empty(), "{findings:?}");
    theme
}

/// The published stylesheet.
fn stylesheet(theme: &theme::Theme) -> String {
    let (_, bytes) = theme.assets.iter().find(|(name, _)| name == theme::STYLESHEET).expect("a stylesheet");
    String::from_utf8(bytes.clone()).expect("text")
}

#[test]
fn whatever_a_theme_lacks_comes_from_the_built_in_one() {
    let built_in = theme::load(None, "", "en-GB", &mut SourceMap::default()).0;
    let own =
        theme("=== theme.yaml\nname: mine\ncolours: {light: {ink: \"#000000\"}, dark: {ink: \"#ffffff\"}}\nprint: {large: {body: 20, small: 20}}\n");
    let (tokens, usual) = (own.tokens, theme::PrintTokens::default());
    let mut colours = built_in.tokens.colours.light;
    colours.insert("ink".to_owned(), "#000000".to_owned());
    assert_eq!(tokens.colours.light, colours);
    assert_eq!((tokens.name.as_str(), tokens.fonts.len()), ("mine", 0));
    assert_eq!((tokens.print.large.body, tokens.print.large.leading, tokens.print.standard.body), (20.0, usual.large.leading, usual.standard.body));
    assert!(own.strings.all().len() > 100);
}

#[test]
fn the_site_has_the_colours_of_the_theme() {
    let built_in = theme::load(None, "", "en-GB", &mut SourceMap::default()).0;
    let mine = |light: &str| {
        theme(&format!(
            "=== theme.yaml\nname: mine\ncolours: {{light: {{accent: \"{light}\", brand: \"#123456\"}}, dark: {{accent: \"#a0c4ff\"}}}}\n"
        ))
    };
    let (first, second) = (mine("#1d4e89"), mine("#1d4e8a"));
    let css = stylesheet(&first);
    let (light, dark) = css.split_once("@media screen and (prefers-color-scheme: dark)").expect("a dark scheme");
    assert!(
        light.contains("\n  --accent: #1d4e89;\n") && light.contains("--brand: #123456;") && light.contains("--accent-tint: #e5f0eb;"),
        "{light}"
    );
    assert!(dark.contains("\n    --accent: #a0c4ff;\n") && dark.contains("--ink: #e9edeb;"), "{dark}");
    // Sites of earlier versions are rebuilt when the digest changes.
    assert_ne!(first.digest(), second.digest());
    assert_ne!(first.digest(), built_in.digest());
    assert_eq!(first.digest(), mine("#1d4e89").digest());
}

#[test]
fn the_built_in_stylesheet_has_no_colours_but_black_white_and_grey() {
    let css = String::from_utf8_lossy(theme::built_in_files()["static/site.css"]).into_owned();
    let colours: Vec<&str> =
        css.split(['{', '}', ';']).filter_map(|declaration| Some(declaration.split_once(':')?.1.trim())).filter(|v| v.starts_with('#')).collect();
    let permitted = ["#000", "#fff", "#333", "#555", "#999"];
    assert!(!colours.is_empty() && colours.iter().all(|colour| permitted.contains(colour)), "{colours:?}");
    for scheme in ["rgb(", "hsl(", "oklch(", "color-mix("] {
        assert!(!css.contains(scheme), "{scheme}");
    }
}

#[test]
fn a_region_has_the_words_of_its_language_and_its_own() {
    let date = jiff::civil::date(2023, 3, 4);
    let strings = |own: Option<&str>, language: &str| {
        let (theme, findings) = theme::load(own.map(files), "", language, &mut SourceMap::default());
        assert!(findings.is_empty(), "{language}: {findings:?}");
        theme.strings
    };
    for (language, written) in [("en-GB", "4 March 2023"), ("en-AU", "4 March 2023"), ("en-US", "March 4, 2023"), ("en-CA", "March 4, 2023")] {
        assert_eq!(strings(None, language).date(date), written, "{language}");
    }
    assert_eq!(strings(None, "en-US").text("setting_colours"), "Colors");
    assert_eq!(strings(None, "cy-GB").date(date), "4 Mawrth 2023");
    // A theme's own words count for more than what the built-in theme has for the region.
    let own = include_str!("../../themes/default/strings/en.yaml").replace("\"{day} {month} {year}\"", "\"{year}: {month} {day}\"");
    assert_eq!(strings(Some(&format!("=== strings/en.yaml\n{own}")), "en-US").date(date), "2023: March 4");
    assert_eq!(strings(Some("=== strings/cy-GB.yaml\nhome: Adref\n"), "cy-GB").text("home"), "Adref");
    assert_eq!(strings(Some("=== strings/cy-GB.yaml\nhome: Adref\n"), "cy-GB").text("contents"), "Cynnwys");
}
