//! The threat model of src/README.md: archives, themes and texts from people whom nobody knows.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Instant;

use crate::cli::{code, scratch, stderr, text};

fn greenpaper(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).current_dir(folder).output().expect("the program starts")
}

/// A folder with a new strategy.
fn started(name: &str) -> std::path::PathBuf {
    let folder = scratch(name);
    assert_eq!(code(&greenpaper(&folder, &["init", "strategy"])), 0);
    folder
}

/// What a build with this template for chapters says.
fn themed(folder: &Path, template: &str) -> String {
    let templates = folder.join("themes/mine/templates");
    fs::create_dir_all(&templates).expect("made");
    fs::write(templates.join("chapter.html"), template).expect("written");
    themed_already(folder, template)
}

/// What a build with the templates that are there says.
fn themed_already(folder: &Path, template: &str) -> String {
    let start = Instant::now();
    let built = greenpaper(folder, &["build", "--theme", "mine", "--formats", "html"]);
    assert!(start.elapsed().as_secs() < 120, "{template}: {:?}", start.elapsed());
    assert_eq!(code(&built), 1, "{template}: {}", stderr(&built));
    assert!(!folder.join("output").exists(), "{template}: nothing is published");
    stderr(&built)
}

#[test]
fn a_theme_cannot_take_all_memory() {
    let folder = started("theme-memory");
    for template in [
        "{% set_global s = \"xxxxxxxxxxxxxxxx\" %}{% for i in range(end=60) %}{% set_global s = s ~ s %}{% endfor %}{{ s }}",
        "{% set a %}{{ range(end=9000) | join(sep=\"xxxxxxxxxx\") }}{% endset %}{{ a | replace(from=\"x\", to=a) }}",
        "{% set a = range(end=90000) | join(sep=\"x\") %}{{ range(end=90000) | join(sep=a) }}",
        "{% set a = range(end=90000) | join(sep=\"\n\") %}{{ a | indent(width=1000) }}",
        "{% raw %}{% set a = %}{% endraw %}{# {% set a %} #}{% set a %}{% for i in range(end=99999) -%} {{ range(end=9000) | join(sep=\"-%}\") }}{% endfor %}{% endset %}",
    ] {
        let said = themed(&folder, template);
        assert!(
            ["a value is larger than 16 MB", "it takes more than 2 GB", "it takes longer than 10 seconds"].iter().any(|words| said.contains(words)),
            "{template}: {said}"
        );
        assert!(said.contains("themes/mine/templates/chapter.html:"), "{template}: {said}");
    }
}

#[test]
fn a_theme_cannot_run_without_end() {
    let folder = started("theme-forever");
    let said = themed(&folder, "{% for i in range(end=100000) %}{% for j in range(end=100000) -%}\n {% endfor %}{% endfor %}");
    assert!(said.contains("it takes longer than 10 seconds"), "{said}");
}

#[test]
fn a_theme_cannot_run_without_end_without_a_loop() {
    let folder = started("theme-fan");
    let templates = folder.join("themes/mine/templates");
    fs::create_dir_all(&templates).expect("made");
    for level in 0..12 {
        fs::write(templates.join(format!("i{level}.html")), format!("{{% include \"i{}.html\" %}}", level + 1).repeat(10)).expect("written");
    }
    fs::write(templates.join("i12.html"), "x").expect("written");
    let said = themed(&folder, "{% include \"i0.html\" %}");
    assert!(said.contains("it takes longer than 10 seconds"), "{said}");
    for level in 0..12 {
        let fan = format!("{{{{<x{} a={{a}} />}}}}", level + 1).repeat(10);
        let text = format!("{{% component x{level}(a) %}}{fan}{{% endcomponent x{level} %}}");
        fs::write(templates.join(format!("i{level}.html")), text).expect("written");
    }
    fs::write(templates.join("i12.html"), "{% component x12(a) %}{{ a }}{% endcomponent x12 %}").expect("written");
    let said = themed(&folder, "{{<x0 a={1} />}}");
    assert!(said.contains("it takes longer than 10 seconds"), "{said}");
    for template in [
        "{% include \"chapter.html\" %}",
        "{% extends \"chapter.html\" %}",
        "{% component c(a) %}{{<c a={a} />}}{% endcomponent c %}{{<c a={1} />}}",
        "{{ range(end=100000000000) | length }}",
    ] {
        themed(&folder, template);
    }
}

#[test]
fn a_theme_cannot_nest_values_without_end() {
    let folder = started("theme-nested");
    for template in [
        "{% set_global a = [1] %}{% for i in range(end=60) %}{% set_global a = [a, a] %}{% endfor %}{{ a }}",
        "{% set_global a = {\"x\": 1} %}{% for i in range(end=100000) %}{% set_global a = {\"x\": a} %}{% endfor %}{{ a }}",
    ] {
        let said = themed(&folder, template);
        assert!(said.contains("a value has too many values in it"), "{said}");
    }
    let component = "{% component c(a, n) %}{% if n > 0 %}{{<c a={[a, a]} n={n - 1} />}}{% else %}{{ a }}{% endif %}{% endcomponent c %}";
    let said = themed(&folder, &format!("{component}{{{{<c a={{[1]}} n={{50}} />}}}}"));
    assert!(["it takes longer than", "a page is larger", "recursion depth"].iter().any(|words| said.contains(words)), "{said}");
}

#[test]
fn places_in_templates_do_not_depend_on_the_checks_in_them() {
    let folder = started("theme-places");
    let said = themed(&folder, "{% for i in range(end=3) %}{% set a = i %}{% endfor %}\n<p>{{ nothing.at.all }}</p>\n");
    assert!(said.contains("themes/mine/templates/chapter.html:2:"), "{said}");
}

#[cfg(unix)]
#[test]
fn an_archive_elsewhere_is_not_read() {
    let folder = started("archive-elsewhere");
    let settings = folder.join("strategy/strategy.yaml");
    assert_eq!(code(&greenpaper(&folder, &["release", "--comments", "First", "--next", "9.9"])), 0);
    let archive = folder.join("strategy/archive");
    let version = fs::read_dir(&archive).expect("an archive").next().expect("a version").expect("a version").path();
    for linked in [&version, &archive] {
        let elsewhere = folder.join("elsewhere");
        fs::rename(linked, &elsewhere).expect("moved");
        std::os::unix::fs::symlink(&elsewhere, linked).expect("linked");
        let checked = greenpaper(&folder, &["check"]);
        let words =
            ["it is a link that leads out of the strategy's folder: copy the folder here instead", "it is a link to a folder: copy the folder here"];
        assert!(words.iter().any(|words| stderr(&checked).contains(words)), "{}", stderr(&checked));
        fs::remove_file(linked).expect("removed");
        fs::rename(&elsewhere, linked).expect("moved back");
    }
    assert!(settings.exists());
}

#[test]
fn no_text_controls_the_terminal() {
    let folder = started("terminal");
    let settings = folder.join("strategy/strategy.yaml");
    let yaml = fs::read_to_string(&settings).expect("settings").replace("comments: First draft", "comments: \"First\\u001b]0;x\\u0007 \\u009b31m\"");
    fs::write(&settings, yaml).expect("written");
    let chapter = folder.join("strategy/chapters/01-introduction.md");
    let text_of = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(&chapter, text_of + "\nA long sentence with \u{1b}[31m, &#27;[31m, \u{9b}31m and \u{202e}this, which is here so that it is the longest of them all, says nothing.\n")
        .expect("written");
    for arguments in [
        &["stats"][..],
        &["stats", "--format", "json"],
        &["versions"],
        &["versions", "--format", "json"],
        &["glossary"],
        &["check"],
        &["check", "--report", "plain"],
        &["check", "--report", "json"],
        &["check", "--report", "sarif"],
        &["check", "--report", "gitlab"],
        &["check", "--report", "github"],
        &["build", "--source", "stra\u{1b}[31mtegy"],
    ] {
        let output = greenpaper(&folder, arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);
        assert!(!said.is_empty());
        let command = said.chars().find(|c| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c));
        assert_eq!(command, None, "{arguments:?}: {said:?}");
    }
}

#[test]
fn arguments_with_unseen_characters_are_refused() {
    let folder = started("arguments");
    for arguments in [&["new", "chapter", "Our \u{202e}money"][..], &["new", "term", "A\u{7}B"], &["release", "--comments", "A\u{1b}B"]] {
        let output = greenpaper(&folder, arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(stderr(&output).contains("there is an invisible character in it"), "{}", stderr(&output));
    }
    assert!(text(&folder).contains("arguments"));
}
