//! Reads strategies, archives and themes: which files there are, and what each is for.
//!
//! Only this room reads the disk, the clock and the environment for the library. All later stages work on [`Sources`].

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "this room reads the disk, the clock and the environment for all others")]

mod archive;
mod drawing;
mod edition;
mod fault;
mod folder;
mod overlay;
mod picture;
mod project;
mod repair;
mod role;
mod snapshot;
mod sources;
mod text;
mod unknown;
mod windows;

pub use archive::{Archive, FolderArchive};
pub use drawing::{Unsafe, unsafe_content, unsafe_drawing};
pub use edition::{Edition, EditionArchive, translated_folders};
pub use folder::{FsProject, exists, is_folder, path_on_disk, read_folder, today};
pub use overlay::Overlay;
pub use project::{ARCHIVE, COMMENTS, Entry, Files, IDENTITY, Project, SETTINGS, digest};
pub(crate) use project::{READY, STAGING};
pub(crate) use repair::unrepaired;
pub(crate) use snapshot::Snapshot;
pub use sources::{ChapterSource, Sources, TextSource, read, read_version};
pub(crate) use text::{certain_text, plain_text, readable};
pub(crate) use windows::is_from_windows;
