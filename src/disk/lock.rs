//! Locks: files that one process holds at a time.

use super::system::found_of;
use super::tree::{Place, Tree, regular};
use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

/// A lock that is held until it is dropped; the system releases it when the process ends, however it does.
#[derive(Debug)]
pub struct Lock {
    file: File,
    place: Place,
    is_removed: bool,
}

/// The result of trying to get a lock.
#[derive(Debug)]
pub enum Tried {
    /// It is held now.
    Got(Lock),
    /// Another process holds it: its number, where the system tells.
    Held(Option<u32>),
}

impl Tree {
    /// Waits for a lock. Its file stays.
    ///
    /// # Errors
    /// When its file is no regular file, or cannot be opened.
    pub fn lock(&self, path: &Path) -> io::Result<Lock> {
        let (file, place) = self.lock_file(path)?;
        file.lock()?;
        let is_removed = false;
        Ok(Lock {
            file,
            place,
            is_removed,
        })
    }

    /// Tries to get a lock. Its file is removed with it.
    ///
    /// # Errors
    /// As [`Tree::lock`].
    pub fn try_lock(&self, path: &Path) -> io::Result<Tried> {
        loop {
            let (file, place) = self.lock_file(path)?;
            match file.try_lock() {
                Err(TryLockError::WouldBlock) => return Ok(Tried::Held(holder(&file))),
                Err(TryLockError::Error(error)) => return Err(error),
                Ok(()) => {}
            }
            // Its last holder may have removed the file after it was opened here.
            let held = found_of(&file)?;
            if place.found().is_ok_and(|there| there.identity == held.identity) {
                // Where files have no identity, that would not be seen: the file stays.
                let is_removed = held.identity.is_some();
                return Ok(Tried::Got(Lock {
                    file,
                    place,
                    is_removed,
                }));
            }
        }
    }

    /// Opens the file of a lock without changing it.
    fn lock_file(&self, path: &Path) -> io::Result<(File, Place)> {
        let name = path.file_name().ok_or_else(|| super::refused("it is no file name"))?;
        let (folder, path) = self.make_folders(path.parent().unwrap_or(Path::new("")))?;
        let name = name.to_owned();
        let place = Place { folder, path, name };
        match place.found() {
            Ok(found) => regular(&found)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let file = place.folder.lockable(&place.name)?;
        regular(&found_of(&file)?)?;
        Ok((file, place))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if self.is_removed {
            let _ = self.place.folder.remove_file(&self.place.name);
        }
        let _ = self.file.unlock();
    }
}

/// The process that holds the lock on a file, as Linux lists it.
fn holder(file: &File) -> Option<u32> {
    let inode = found_of(file).ok()?.identity?.1.to_string();
    let locks = std::fs::read_to_string("/proc/locks").ok()?;
    locks.lines().find_map(|line| {
        let mut words = line.split_whitespace().skip_while(|word| *word != "FLOCK").skip(3);
        let process = words.next()?.parse().ok()?;
        let place = words.next()?;
        (place.rsplit(':').next() == Some(inode.as_str())).then_some(process)
    })
}
