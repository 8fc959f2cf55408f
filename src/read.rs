//! Reads strategies, archives and themes: which files there are, and what each is for.
//!
//! Together with [`disk`](crate::disk), `edit` and `publish`, this room is the only one that touches the file system, and the only one
//! that asks for the time. All later stages work on [`Sources`].

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room reads the disk, the clock and the environment for all others")]

mod archive;
mod folder;
mod overlay;
mod picture;
mod project;
mod role;
mod sources;
mod text;

pub use archive::{Archive, FolderArchive};
pub use folder::{FsProject, exists, is_folder, read_folder, today};
pub use overlay::Overlay;
pub use project::{ARCHIVE, Entry, Files, IDENTITY, Project, SETTINGS, digest};
pub(crate) use project::{READY, STAGING};
pub use sources::{ChapterSource, Sources, TextSource, read, read_version};
pub(crate) use text::{composed, plain_text};
