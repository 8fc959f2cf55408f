//! Rules that other rooms report, with their help.

pub(super) mod archive;
pub(super) mod files;
pub(super) mod linking;
pub(super) mod markdown;
pub(super) mod output;
