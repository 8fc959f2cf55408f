//! Definitions of packages: what they say about versions. `tests/packages` builds and installs them.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn packages_have_the_version_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".packages/npm");
    let text = fs::read_to_string(folder.join("package.json")).expect("a package");
    let package: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let platforms = package["optionalDependencies"].as_object().expect("platforms");
    assert!(platforms.len() >= 5);
    for version in platforms.values().chain([&package["version"]]) {
        assert_eq!(version, env!("CARGO_PKG_VERSION"));
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = std::env::temp_dir().join(format!("greenpaper-manual-{}", std::process::id()));
    let run = |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_greenpaper")).args(arguments).output().expect("it runs");
    let done = run(&["man", &folder.to_string_lossy()]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let page = fs::read_to_string(folder.join("greenpaper-build.1")).expect("a page");
    assert!(page.starts_with(".ie") && page.contains("greenpaper\\-build") && page.contains("\\-\\-output"), "{page}");
    let refused = run(&["man", &folder.join("greenpaper.1/below").to_string_lossy()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("greenpaper.1"));
    fs::remove_dir_all(&folder).expect("it goes");
}

#[test]
fn the_version_names_the_sources() {
    let done = Command::new(env!("CARGO_BIN_EXE_greenpaper")).arg("--version").output().expect("it runs");
    let shown = String::from_utf8(done.stdout).expect("text");
    let Some(rest) = shown.trim().strip_prefix(concat!("greenpaper ", env!("CARGO_PKG_VERSION"))) else { panic!("{shown}") };
    // A source package without a repository has no commit.
    let is_revision = |text: &str| text.split(' ').count() == 2 && text.split(' ').nth(1).is_some_and(|date| date.split('-').count() == 3);
    assert!(rest.is_empty() || rest.strip_prefix(" (").and_then(|rest| rest.strip_suffix(')')).is_some_and(is_revision), "{shown}");
}
