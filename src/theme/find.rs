//! Themes by name: the built-in one, and folders.

use std::path::{Path, PathBuf};

use super::built_in::BUILT_IN_NAME;
use super::load::{Theme, load};
use crate::diag::Diagnostic;
use crate::error::Error;
use crate::read::{self, Files};
use crate::span::SourceMap;

/// The folder, beside a strategy's, that holds its own themes.
pub const FOLDER: &str = "themes";

/// What the folder of a theme holds, all or some of it.
pub const FILES: [&str; 4] = ["theme.yaml", "templates", "static", "strings"];

/// Where themes that are not built in come from.
pub trait Themes: Sync {
    /// The files of the theme `name`, and the name of its folder in reports, ending in a slash; none if there is no such
    /// theme.
    ///
    /// # Errors
    /// If its files cannot be read.
    fn open(&self, name: &str) -> Result<Option<(Files, String)>, Error>;
}

/// The built-in theme alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuiltInTheme;

impl Themes for BuiltInTheme {
    fn open(&self, _: &str) -> Result<Option<(Files, String)>, Error> {
        Ok(None)
    }
}

/// Themes in folders.
#[derive(Debug)]
pub struct FolderThemes {
    source: PathBuf,
}

impl FolderThemes {
    /// The themes in `themes/` beside the strategy in `source`, and in any folder that is given as a path.
    #[must_use]
    pub fn beside(source: &Path) -> Self {
        Self { source: source.to_owned() }
    }

    /// The folder of the theme `name`; none if it is built in or does not exist.
    #[must_use]
    pub fn folder(&self, name: &str) -> Option<PathBuf> {
        let beside = self.source.join("..").join(FOLDER).join(name);
        // The name may match an unrelated folder, so its content must look like a theme.
        let anywhere = Some(PathBuf::from(name)).filter(|place| FILES.iter().any(|file| read::exists(&place.join(file))));
        let places = [beside, Path::new(FOLDER).join(name)].into_iter().chain(anywhere);
        (name != BUILT_IN_NAME).then(|| places.into_iter().find(|place| read::is_folder(place))).flatten()
    }
}

impl Themes for FolderThemes {
    fn open(&self, name: &str) -> Result<Option<(Files, String)>, Error> {
        let Some(folder) = self.folder(name) else { return Ok(None) };
        Ok(Some((read::read_folder(&folder)?, format!("{}/", folder.display()))))
    }
}

/// Loads the theme `name` for a document in `language` (BCP 47). If there is no such theme, returns the built-in one and a finding.
///
/// # Errors
/// If its files cannot be read.
///
/// ```
/// use greenpaper::span::SourceMap;
/// use greenpaper::theme::{self, BUILT_IN_NAME, FolderThemes};
///
/// let themes = FolderThemes::beside("strategy".as_ref());
/// let (theme, findings) = theme::find(&themes, BUILT_IN_NAME, "en-GB", &mut SourceMap::default())?;
/// assert!(findings.is_empty());
/// assert_eq!(theme.strings.text("glossary"), "Glossary");
/// # Ok::<(), greenpaper::Error>(())
/// ```
pub fn find(themes: &dyn Themes, name: &str, language: &str, map: &mut SourceMap) -> Result<(Theme, Vec<Diagnostic>), Error> {
    if name == BUILT_IN_NAME {
        return Ok(load(None, "", language, map));
    }
    if let Some((files, origin)) = themes.open(name)? {
        return Ok(load(Some(files), &origin, language, map));
    }
    let (theme, mut findings) = load(None, "", language, map);
    findings.push(
        Diagnostic::error("theme", None, format!("there is no theme `{name}`"))
            .hint("use `default`, the built-in theme, or put your own into a folder of themes/"),
    );
    Ok((theme, findings))
}
