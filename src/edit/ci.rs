//! Workflows of code hosts that check a strategy and publish it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{Error, Refusal};

/// Where a strategy is kept, checked and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeHost {
    /// GitHub, with GitHub Pages.
    Github,
    /// GitLab, with GitLab Pages.
    Gitlab,
}

/// How greenpaper comes to the machine that runs a workflow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Install {
    /// From the repository and commit that variables of the code host name.
    Repository,
    /// From the sources that the strategy lies in: greenpaper's own repository.
    Sources,
}

impl CodeHost {
    /// Where the host looks for the workflow, from the root of the repository.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/strategy.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The workflow for the strategy in the folder `strategy`, from the root of the repository.
    #[must_use]
    pub fn workflow(self, strategy: &str, install: Install) -> String {
        let strategy = strategy.replace('\\', "\\\\").replace('"', "\\\"");
        let (setup, key, environment, command) = match install {
            Install::Repository => (
                "# - \"Secrets and variables\", \"Actions\", \"Variables\": set GREENPAPER_REPOSITORY to the address of greenpaper's repository and\n#   GREENPAPER_REVISION to the commit that you use. greenpaper is built from there once and kept until one of the two changes.",
                "greenpaper-${{ runner.os }}-${{ vars.GREENPAPER_REPOSITORY }}-${{ vars.GREENPAPER_REVISION }}",
                "env:\n          GREENPAPER_REPOSITORY: ${{ vars.GREENPAPER_REPOSITORY }}\n          GREENPAPER_REVISION: ${{ vars.GREENPAPER_REVISION }}\n        ",
                "test -x ~/.cargo/bin/greenpaper || { rustup toolchain install stable && cargo +stable install --locked --git \"$GREENPAPER_REPOSITORY\" --rev \"$GREENPAPER_REVISION\"; }",
            ),
            Install::Sources => (
                "#\n# greenpaper is built from the sources beside the strategy, and kept until they change.",
                "greenpaper-${{ runner.os }}-${{ hashFiles('Cargo.lock', 'src/**', 'themes/**') }}",
                "",
                "test -x ~/.cargo/bin/greenpaper || { rustup toolchain install stable && cargo +stable install --locked --path .; }",
            ),
        };
        let text = match self {
            Self::Github => include_str!("ci/github.yml"),
            Self::Gitlab => include_str!("ci/gitlab.yml"),
        };
        text.replace("{strategy}", &strategy)
            .replace("{setup}", setup)
            .replace("{key}", key)
            .replace("{environment}", environment)
            .replace("{install}", command)
    }
}

/// Writes the workflow of `host` for the strategy in `source` into the repository that holds it: the nearest folder above with
/// `.git`, or else the folder that holds `source`. Returns its file.
///
/// # Errors
/// When there is a workflow already, or it cannot be written.
pub fn add_workflow(source: &Path, host: CodeHost) -> Result<PathBuf, Error> {
    let (place, strategy) = place_of(source, host)?;
    disk::create(&place, host.workflow(&strategy, Install::Repository).as_bytes())?;
    Ok(place)
}

/// Whether [`add_workflow`] would find the place of the workflow taken.
///
/// # Errors
/// When it is.
pub fn refuse_workflow(source: &Path, host: CodeHost) -> Result<(), Error> {
    place_of(source, host).map(|_| ())
}

/// The workflow's file, and the strategy's folder from the root of the repository.
fn place_of(source: &Path, host: CodeHost) -> Result<(PathBuf, String), Error> {
    let whole = std::path::absolute(source).map_err(Error::io("find", source))?;
    // `a/../b` is `b`, where there is a folder to ask.
    let whole = fs::canonicalize(&whole).unwrap_or(whole);
    let repository = whole.ancestors().find(|folder| folder.join(".git").exists());
    let root = repository.or_else(|| whole.parent()).unwrap_or(&whole);
    let parts = whole.strip_prefix(root).unwrap_or(&whole).iter().map(|part| part.to_string_lossy().into_owned());
    let strategy = Some(parts.collect::<Vec<_>>().join("/")).filter(|path| !path.is_empty()).unwrap_or_else(|| ".".into());
    let place = root.join(host.path());
    if place.exists() {
        return Err(Refusal::WorkflowExists(place).into());
    }
    Ok((place, strategy))
}
