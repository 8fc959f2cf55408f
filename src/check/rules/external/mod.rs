//! Help for the rules that other rooms report.

pub(super) mod archive;
pub(super) mod comments;
pub(super) mod files;
pub(super) mod import;
pub(super) mod linking;
pub(super) mod markdown;
pub(super) mod output;
pub(super) mod pasted;
pub(super) mod private;
pub(super) mod translations;
