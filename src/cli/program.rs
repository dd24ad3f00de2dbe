//! Other programs: found in absolute folders of the search path only, and started in the root folder.
//!
//! A search path with `.` or an empty entry would run a file of the dossier, and a program that starts in the dossier's
//! folder might read its configuration there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A command for an installed program; `None` if there is none. A name with a slash is a path.
pub fn program(name: &str) -> Option<Command> {
    let path = if name.contains('/') {
        PathBuf::from(name)
    } else {
        let path = std::env::var_os("PATH")?;
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let absolute = folders.iter().filter(|folder| folder.is_absolute());
        absolute.map(|folder| folder.join(name)).find(|path| path.is_file())?
    };
    let mut command = Command::new(std::path::absolute(path).ok()?);
    command.current_dir(Path::new("/"));
    Some(command)
}
