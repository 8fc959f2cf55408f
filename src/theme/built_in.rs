//! The files of the built-in theme, which are part of the program.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");

/// The name of the built-in theme.
pub const BUILT_IN_NAME: &str = "default";

/// All files of the built-in theme, by path from its folder: what a new theme starts from.
///
/// ```
/// assert!(greenpaper::theme::built_in_files().contains_key("static/site.css"));
/// ```
#[must_use]
pub fn built_in_files() -> BTreeMap<String, &'static [u8]> {
    fn collect(dir: &Dir<'static>, into: &mut BTreeMap<String, &'static [u8]>) {
        for file in dir.files() {
            into.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
        dir.dirs().for_each(|dir| collect(dir, into));
    }
    let mut files = BTreeMap::new();
    collect(&BUILT_IN, &mut files);
    files
}
