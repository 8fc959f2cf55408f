//! Which lines changed since a version.
//!
//! A line is unchanged if that version has it anywhere, so that files can be renamed and passages moved.

use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_128;

use crate::diag::Diagnostic;
use crate::error::Error;
use crate::model::{Settings, Version};
use crate::pipeline::Inputs;
use crate::read;
use crate::span::SourceMap;

/// Hashes of the lines of an archived version, without white space around them.
///
/// # Errors
/// If `version` is not in the archive or cannot be read.
pub(super) fn lines_of(inputs: &Inputs<'_>, version: &Version, settings: &Settings) -> Result<HashSet<u128>, Error> {
    let available = inputs.archive.list()?;
    if !available.iter().any(|name| name == version.as_str()) {
        let is_named = settings.versions.iter().any(|row| row.version == *version);
        let newest = settings.current().version.to_string();
        return Err(Error::NoVersion { version: version.to_string(), is_named, available, newest });
    }
    let (sources, _) = read::read(&*inputs.archive.open(version.as_str())?)?;
    Ok(sources.map.iter().flat_map(|(_, file)| file.text.lines()).map(hash).collect())
}

/// Whether a line of the finding's span is not among `lines`. A finding about a folder is never new.
pub(super) fn is_new(finding: &Diagnostic, sources: &SourceMap, lines: &HashSet<u128>) -> bool {
    finding.span.is_some_and(|span| {
        let file = sources.file(span.file);
        let text = file.text.get(file.lines_of(span)).unwrap_or("");
        text.lines().any(|line| !lines.contains(&hash(line)))
    })
}

fn hash(line: &str) -> u128 {
    xxh3_128(line.trim().as_bytes())
}
