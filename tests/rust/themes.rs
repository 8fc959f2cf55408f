//! Themes: findings about their files (`tests/cases/themes`), and what the site takes from them.

use std::collections::{BTreeMap, BTreeSet};

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
        assert!(findings.iter().all(|finding| finding.rule == "unread-words"), "{language}: {findings:?}");
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

/// The words of a built-in file by key.
fn words_of(path: &str) -> BTreeMap<String, String> {
    words_in(&String::from_utf8_lossy(theme::built_in_files()[path]))
}

/// `key: words` lines; the words may be in double quotes.
fn words_in(text: &str) -> BTreeMap<String, String> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let entries = lines.map(|line| line.split_once(':').expect("`key: words`"));
    entries
        .map(|(key, words)| {
            let words = words.strip_prefix(' ').unwrap_or(words);
            let quoted = words.strip_prefix('"').and_then(|words| words.strip_suffix('"')).map(|words| words.replace("\\\"", "\""));
            (key.to_owned(), quoted.unwrap_or_else(|| words.to_owned()))
        })
        .collect()
}

/// The languages that have a whole file of words.
const LANGUAGES: [&str; 11] = ["cy", "de", "en", "es", "fr", "ga", "gd", "it", "nl", "pl", "pt"];

fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_language_has_every_word_with_the_same_placeholders() {
    let english = words_of("strings/en.yaml");
    let optional = ["date_first", "months_alone", "digits_grouped_from", "read_by_native_speaker"];
    for language in LANGUAGES {
        let (_, findings) = theme::load(None, "", language, &mut SourceMap::default());
        assert!(findings.iter().all(|finding| finding.rule == "unread-words"), "{language}: {findings:?}");
        assert_eq!(findings.is_empty(), language == "en", "{language} has been read by nobody");
        let words = words_of(&format!("strings/{language}.yaml"));
        for (key, text) in &english {
            let Some(base) = key.strip_suffix("_one").filter(|base| english.contains_key(*base)) else {
                let own = words.get(key).unwrap_or_else(|| panic!("{language} lacks {key}"));
                assert_eq!(placeholders(own), placeholders(text), "{language}: {key}");
                assert!(!own.is_empty() || text.is_empty(), "{language}: {key} is empty");
                continue;
            };
            for category in theme::plural_categories(language) {
                let form =
                    words.get(&format!("{base}{}", category.ending())).unwrap_or_else(|| panic!("{language} lacks {base}{}", category.ending()));
                assert!(placeholders(form).is_subset(&placeholders(&english[base])), "{language}: {base}{}", category.ending());
            }
        }
        let forms: Vec<String> = theme::PluralCategory::ALL.iter().map(|category| category.ending().to_owned()).collect();
        for key in words.keys().filter(|key| !english.contains_key(*key) && !optional.contains(&key.as_str())) {
            let is_form =
                forms.iter().any(|ending| !ending.is_empty() && key.strip_suffix(ending.as_str()).is_some_and(|base| english.contains_key(base)));
            assert!(is_form, "{language}: `{key}` is used nowhere");
        }
        for list in ["months", "months_alone"] {
            assert!(words.get(list).is_none_or(|months| months.split(',').count() == 12), "{language}: {list}");
        }
    }
    for region in theme::built_in_files().keys().filter_map(|path| path.strip_prefix("strings/")?.strip_suffix(".yaml")) {
        assert!(LANGUAGES.contains(&region) || LANGUAGES.contains(&region.split('-').next().unwrap_or(region)), "{region}");
        for (key, text) in words_of(&format!("strings/{region}.yaml")) {
            assert!(
                optional.contains(&key.as_str())
                    || !english.contains_key(&key)
                    || placeholders(&text) == placeholders(&english[&key])
                    || key.ends_with("_one"),
                "{region}: {key}"
            );
        }
    }
}

#[test]
fn counts_take_the_plural_forms_of_their_language() {
    let said = |language: &str, counts: &[usize]| -> Vec<String> {
        let strings = theme::load(None, "", language, &mut SourceMap::default()).0.strings;
        counts.iter().map(|count| strings.count("thing_paragraph", *count)).collect()
    };
    assert_eq!(said("en-AU", &[0, 1, 2]), ["0 paragraphs", "a paragraph", "2 paragraphs"]);
    assert_eq!(
        said("pl", &[1, 2, 5, 12, 22, 25, 112]),
        ["akapit", "2 akapity", "5 akapitów", "12 akapitów", "22 akapity", "25 akapitów", "112 akapitów"]
    );
    assert_eq!(said("fr-CA", &[0, 1, 2]), ["0 paragraphes", "un paragraphe", "2 paragraphes"]);
    assert_eq!(said("cy", &[0, 1, 2, 3, 4, 6]), ["0 paragraff", "paragraff", "2 baragraff", "3 pharagraff", "4 paragraff", "6 pharagraff"]);
    assert_eq!(said("ga", &[1, 2, 7, 11]), ["alt", "2 alt", "7 n-alt", "11 alt"]);
    assert_eq!(said("gd", &[1, 2, 3, 11, 20]), ["paragraf", "2 pharagraf", "3 paragrafan", "11 paragraf", "20 paragraf"]);
}

#[test]
fn dates_and_numbers_are_written_as_the_language_does() {
    let day = jiff::civil::date;
    let written = |language: &str| {
        let strings = theme::load(None, "", language, &mut SourceMap::default()).0.strings;
        [strings.date(day(2027, 3, 1)), strings.days(day(2027, 3, 1), day(2027, 3, 31)), strings.digits("1234"), strings.digits("-12345.60")]
    };
    for (language, forms) in [
        ("fr", ["1er mars 2027", "mars 2027", "1\u{202f}234", "−12\u{202f}345,60"]),
        ("fr-CA", ["1er mars 2027", "mars 2027", "1\u{a0}234", "−12\u{a0}345,60"]),
        ("de", ["1. März 2027", "März 2027", "1.234", "−12.345,60"]),
        ("es", ["1 de marzo de 2027", "marzo de 2027", "1234", "−12.345,60"]),
        ("it", ["1º marzo 2027", "marzo 2027", "1.234", "−12.345,60"]),
        ("nl", ["1 maart 2027", "maart 2027", "1.234", "−12.345,60"]),
        ("pl", ["1 marca 2027", "marzec 2027", "1234", "−12\u{a0}345,60"]),
        ("pt", ["1 de março de 2027", "março de 2027", "1234", "−12.345,60"]),
        ("ga", ["1 Márta 2027", "Márta 2027", "1,234", "−12,345.60"]),
        ("gd", ["1 dhen Mhàrt 2027", "Am Màrt 2027", "1,234", "−12,345.60"]),
    ] {
        assert_eq!(written(language), forms, "{language}");
    }
}
