//! Workflows for code hosts that check and publish a strategy.

use std::fs;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::error::{Error, Refusal};

/// A service that hosts, checks and publishes a strategy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeHost {
    /// GitHub, with GitHub Pages.
    Github,
    /// GitLab, with GitLab Pages.
    Gitlab,
}

/// How a workflow installs greenpaper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Install {
    /// From the wheel and its checksum, or else the repository and commit, that variables on the code host give.
    Repository,
    /// From the repository that contains the strategy: greenpaper's own.
    Sources,
}

impl CodeHost {
    /// The path of the workflow, from the root of the repository.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Github => ".github/workflows/strategy.yml",
            Self::Gitlab => ".gitlab-ci.yml",
        }
    }

    /// The text of the workflow. `strategy` is the strategy's folder, from the root of the repository.
    #[must_use]
    pub fn workflow(self, strategy: &str, install: Install) -> String {
        let strategy = strategy.replace('\\', "\\\\").replace('"', "\\\"");
        let (setup, key, environment, command) = match install {
            Install::Repository => (
                include_str!("ci/github-setup.txt").trim_end(),
                "greenpaper-${{ runner.os }}-${{ vars.GREENPAPER_SHA256 || vars.GREENPAPER_REVISION }}",
                "env:\n          GREENPAPER_PACKAGE: ${{ vars.GREENPAPER_PACKAGE }}\n          GREENPAPER_SHA256: ${{ vars.GREENPAPER_SHA256 }}\n          GREENPAPER_REPOSITORY: ${{ vars.GREENPAPER_REPOSITORY }}\n          GREENPAPER_REVISION: ${{ vars.GREENPAPER_REVISION }}\n        ",
                include_str!("ci/github-install.txt").trim_end(),
            ),
            Install::Sources => (
                "#\n# greenpaper is built from the sources in this repository, then cached until they change.",
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

/// Writes the workflow of `host` for the strategy in `source` into its repository: the nearest folder above with `.git`, or else the
/// parent of `source`. Returns the path of the file.
///
/// # Errors
/// If a workflow exists already, or it cannot be written.
pub fn add_workflow(source: &Path, host: CodeHost) -> Result<PathBuf, Error> {
    let (place, strategy) = workflow_file(source, host)?;
    disk::create(&place, host.workflow(&strategy, Install::Repository).as_bytes())?;
    Ok(place)
}

/// Checks that no workflow exists yet, as [`add_workflow`] does.
///
/// # Errors
/// If one exists.
pub fn refuse_workflow(source: &Path, host: CodeHost) -> Result<(), Error> {
    workflow_file(source, host).map(|_| ())
}

/// The workflow's file, and the strategy's folder from the root of the repository.
fn workflow_file(source: &Path, host: CodeHost) -> Result<(PathBuf, String), Error> {
    let source = std::path::absolute(source).map_err(Error::io("find", source))?;
    // Resolves `a/../b`, if the folder exists.
    let source = fs::canonicalize(&source).unwrap_or(source);
    let repository = source.ancestors().find(|folder| folder.join(".git").exists());
    let root = repository.or_else(|| source.parent()).unwrap_or(&source);
    let parts = source.strip_prefix(root).unwrap_or(&source).iter().map(|part| part.to_string_lossy().into_owned());
    let strategy = Some(parts.collect::<Vec<_>>().join("/")).filter(|path| !path.is_empty()).unwrap_or_else(|| ".".into());
    let place = root.join(host.path());
    if place.exists() {
        return Err(Refusal::WorkflowExists(place).into());
    }
    Ok((place, strategy))
}
