//! What the operating system does with files and folders: all that the rest of [`disk`](super) asks of it.
//!
//! `posix` works from open folders, so that a component of a path that is exchanged for a link in the meantime leads
//! nowhere. `portable` works with paths, by the standard library alone: it looks before it opens, and somebody who
//! exchanges a folder for a link between the two leads it astray. It is for Windows, and for systems that cannot rename
//! without replacing; the feature `portable`
//! takes it anywhere, so that it is tested.

#[cfg(any(
    not(any(target_os = "linux", target_os = "android", target_vendor = "apple")),
    feature = "portable"
))]
mod portable;
#[cfg(all(
    any(target_os = "linux", target_os = "android", target_vendor = "apple"),
    not(feature = "portable")
))]
mod posix;

#[cfg(any(
    not(any(target_os = "linux", target_os = "android", target_vendor = "apple")),
    feature = "portable"
))]
pub(super) use portable::{Folder, file_is_not_mine, found_of, is_a_folder, is_no_folder, set_permissions};
#[cfg(all(
    any(target_os = "linux", target_os = "android", target_vendor = "apple"),
    not(feature = "portable")
))]
pub(super) use posix::{Folder, file_is_not_mine, found_of, is_a_folder, is_no_folder, set_permissions};

/// What is at a name, without following a link there.
#[derive(Debug)]
pub(super) struct Found {
    pub kind: Kind,
    /// Its size in bytes.
    pub size: u64,
    /// Numbers by which it is known under all its names, where the system has them.
    pub identity: Option<(u64, u64)>,
    /// When it was last changed in any way, where the system has a time that nobody can set.
    pub changed: Option<Changed>,
    /// The bits of its permissions, in the system's own way.
    pub permissions: u32,
}

/// A time of the file system: seconds and nanoseconds.
pub(super) type Changed = (i64, i64);

/// The type of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    any(
        not(any(target_os = "linux", target_os = "android", target_vendor = "apple")),
        feature = "portable"
    ),
    allow(dead_code, reason = "the standard library tells no such types")
)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    Fifo,
    Socket,
    Device,
    Other,
}

/// The error of a component that was opened as a link, which it was not when the path was resolved.
fn exchanged() -> std::io::Error {
    super::refused("a link is where there was none, or a file where a folder was")
}
