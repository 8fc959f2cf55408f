//! Definitions of packages: what they say about versions. `tests/packages` builds and installs them.

use std::fs;
use std::path::Path;

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
