//! `pack`: everything that a reader needs to comment on a draft.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use greenpaper::pipeline::StrategyFolder;
use greenpaper::{disk, publish};

use crate::terminal::{AUTHOR_ERRORS, Failure, kilobytes, print_errors, totals, with_progress};

pub(crate) fn pack(file: &Path, audience: Option<&str>, source: &Path) -> Result<ExitCode, Failure> {
    let (checked, bytes) = with_progress(|| greenpaper::pack::pack(&StrategyFolder::open(source)?.inputs(), audience))?;
    let Some(bytes) = bytes else {
        print_errors(&checked)?;
        writeln!(io::stderr(), "{}. No pack was made.", totals(&checked))?;
        return Ok(ExitCode::from(AUTHOR_ERRORS));
    };
    disk::replace_same_kind(file, &bytes, publish::ZIP)?;
    writeln!(io::stdout(), "{} ({}): readers unpack it and open start-here.html", file.display(), kilobytes(bytes.len() as u64))?;
    Ok(ExitCode::SUCCESS)
}
