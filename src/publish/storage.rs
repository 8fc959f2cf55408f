//! Every change that a publication makes to the disk.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;

/// The changes that a publication makes to the disk, one method each, so that tests can let any of them fail.
pub trait Storage: fmt::Debug + Send {
    /// Creates the folder `path`, with the owner, permissions and extended attributes of the folder `like`, if there is one.
    ///
    /// # Errors
    /// If the system refuses.
    fn create_folder(&mut self, path: &Path, like: Option<&Path>) -> io::Result<()>;

    /// Writes a file, replacing what is there.
    ///
    /// # Errors
    /// If the system refuses.
    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Gives the file `from` a second name. A symbolic link is not followed.
    ///
    /// # Errors
    /// If the system refuses, or the file system has no hard links.
    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()>;

    /// Copies the content and permissions of a file.
    ///
    /// # Errors
    /// If the system refuses.
    fn copy(&mut self, from: &Path, to: &Path) -> io::Result<()>;

    /// Moves a file or folder; a file at `to` is replaced.
    ///
    /// # Errors
    /// If the system refuses.
    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()>;

    /// Exchanges two folders in a single step: at every moment, each path leads to one of them.
    ///
    /// # Errors
    /// If the system refuses, or cannot do this.
    fn exchange(&mut self, one: &Path, other: &Path) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// If the system refuses.
    fn remove_file(&mut self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    ///
    /// # Errors
    /// If it is not empty, or the system refuses.
    fn remove_folder(&mut self, path: &Path) -> io::Result<()>;

    /// Waits until everything written to the file system of `folder` so far would survive a power cut.
    ///
    /// # Errors
    /// If the system refuses.
    fn sync(&mut self, folder: &Path) -> io::Result<()>;
}

/// The disk itself.
#[derive(Debug, Clone, Copy)]
pub struct Disk;

impl Storage for Disk {
    fn create_folder(&mut self, path: &Path, like: Option<&Path>) -> io::Result<()> {
        fs::create_dir(path)?;
        like.map_or(Ok(()), |like| system::resemble(path, like))
    }

    fn write(&mut self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        fs::write(path, bytes)
    }

    fn link(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    fn copy(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::copy(from, to).map(drop)
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&mut self, one: &Path, other: &Path) -> io::Result<()> {
        system::exchange(one, other)
    }

    fn remove_file(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&mut self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync(&mut self, folder: &Path) -> io::Result<()> {
        system::sync(folder)
    }
}

/// Whether entries of `folder` can be added and removed, as far as this can be known without trying.
pub(super) fn is_writable(folder: &Path) -> io::Result<()> {
    system::is_writable(folder)
}

/// The identity of a file or folder while it exists: links to one file share it. `None` if there is nothing, or the system has none.
pub(super) fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::symlink_metadata(path).ok().and_then(|data| system::identity(&data))
}

/// The owner and the group of a file or folder, where there are any.
pub(super) fn owner(path: &Path) -> Option<(u32, u32)> {
    fs::symlink_metadata(path).ok().and_then(|data| system::owner(&data))
}

#[cfg(unix)]
mod system {
    use std::fs::{self, File, Metadata};
    use std::io;
    use std::os::unix::fs::{MetadataExt as _, chown};
    use std::path::Path;

    use rustix::fs::{Access, AtFlags, CWD, XattrFlags};

    pub(super) fn identity(data: &Metadata) -> Option<(u64, u64)> {
        Some((data.dev(), data.ino()))
    }

    pub(super) fn owner(data: &Metadata) -> Option<(u32, u32)> {
        Some((data.uid(), data.gid()))
    }

    pub(super) fn is_writable(folder: &Path) -> io::Result<()> {
        match rustix::fs::accessat(CWD, folder, Access::WRITE_OK | Access::EXEC_OK, AtFlags::EACCESS) {
            Err(rustix::io::Errno::ACCESS) => Err(io::ErrorKind::PermissionDenied.into()),
            Err(rustix::io::Errno::ROFS) => Err(io::ErrorKind::ReadOnlyFilesystem.into()),
            // Old systems cannot tell; then writing does.
            Ok(()) | Err(_) => Ok(()),
        }
    }

    pub(super) fn resemble(folder: &Path, like: &Path) -> io::Result<()> {
        let (data, made) = (fs::symlink_metadata(like)?, fs::symlink_metadata(folder)?);
        if (data.uid(), data.gid()) != (made.uid(), made.gid()) {
            chown(folder, Some(data.uid()), Some(data.gid()))?;
        }
        fs::set_permissions(folder, data.permissions())?;
        // Access control lists, and labels of security modules, which new files in the folder inherit.
        let mut names = Vec::with_capacity(4096);
        match rustix::fs::listxattr(like, rustix::buffer::spare_capacity(&mut names)) {
            Ok(_) => {}
            Err(rustix::io::Errno::NOTSUP) => return Ok(()),
            Err(cause) => return Err(cause.into()),
        }
        for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
            let mut value = Vec::with_capacity(65536);
            rustix::fs::getxattr(like, name, rustix::buffer::spare_capacity(&mut value))?;
            rustix::fs::setxattr(folder, name, &value, XattrFlags::empty())?;
        }
        Ok(())
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        Ok(rustix::fs::renameat_with(CWD, one, CWD, other, rustix::fs::RenameFlags::EXCHANGE)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(super) fn sync(folder: &Path) -> io::Result<()> {
        Ok(rustix::fs::syncfs(File::open(folder)?)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub(super) fn sync(folder: &Path) -> io::Result<()> {
        File::open(folder)?.sync_all()
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::Metadata;
    use std::io;
    use std::path::Path;

    pub(super) fn identity(_: &Metadata) -> Option<(u64, u64)> {
        None
    }

    pub(super) fn owner(_: &Metadata) -> Option<(u32, u32)> {
        None
    }

    pub(super) fn is_writable(_: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn resemble(_: &Path, _: &Path) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(super) fn sync(_: &Path) -> io::Result<()> {
        Ok(())
    }
}
