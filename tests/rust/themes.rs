//! What is wrong with a theme: `tests/cases/themes` holds the files of each.

use greenpaper::SourceMap;
use greenpaper::diag::{self, Style};
use greenpaper::theme;

use crate::cases::{each_case, files};

#[test]
fn faults_of_themes() {
    each_case("themes", |text| {
        let mut sources = SourceMap::default();
        let files: Vec<(String, Vec<u8>)> = files(text);
        let (_, mut faults) = theme::load(Some(files), "themes/mine/", "en-GB", &mut sources);
        diag::sort(&mut faults);
        diag::render(&faults, &sources, Style::Plain)
    });
}

#[test]
fn what_a_theme_lacks_is_as_usual() {
    let files =
        files("=== theme.yaml\nname: mine\ncolours: {light: {ink: \"#000000\"}, dark: {ink: \"#ffffff\"}}\nprint: {large: {body: 20, small: 20}}\n");
    let (theme, faults) = theme::load(Some(files), "", "en-GB", &mut SourceMap::default());
    assert!(faults.is_empty(), "{faults:?}");
    let (tokens, usual) = (theme.tokens, theme::PrintTokens::default());
    assert_eq!((tokens.name.as_str(), tokens.colours.light.len(), tokens.fonts.len()), ("mine", 1, 0));
    assert_eq!((tokens.print.large.body, tokens.print.large.leading, tokens.print.standard.body), (20.0, usual.large.leading, usual.standard.body));
    assert!(theme.strings.all().len() > 100);
}
