//! Other programs: found in absolute folders of the search path only, and started in the root folder.
//!
//! A search path with `.` or an empty entry would run a file of the dossier, and a program that starts in the dossier's
//! folder might read its configuration there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command for an installed program; `None` if there is none. What is no mere name is a path.
pub fn program(name: &str) -> Option<Command> {
    let path = match Path::new(name).components().count() {
        0 => return None,
        1 if !name.contains('/') => found(name, &std::env::var_os("PATH")?)?,
        _ => PathBuf::from(name),
    };
    let mut command = Command::new(std::path::absolute(path).ok()?);
    command.current_dir(Path::new("/"));
    Some(command)
}

/// Opens a URL in a browser, if there is one; it is always printed.
pub fn browse(address: &str) {
    let usual = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    let browser = std::env::var("BROWSER").unwrap_or_else(|_| usual.to_owned());
    let Some(mut command) = program(&browser) else {
        return;
    };
    let started = command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    drop(started);
}

/// The file of a program in the absolute folders of a search path: under its name, with the ending of programs.
fn found(name: &str, path: &OsStr) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(path)
        .filter(|folder| folder.is_absolute())
        .collect();
    let name = file_name(name, std::env::consts::EXE_SUFFIX);
    folders
        .iter()
        .map(|folder| folder.join(&name))
        .find(|file| file.is_file())
}

/// The name of a program's file: on Windows with `.exe`, unless the name has it.
fn file_name(name: &str, ending: &str) -> String {
    match name.to_ascii_lowercase().ends_with(ending) {
        true => name.to_owned(),
        false => format!("{name}{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_the_ending_of_programs() {
        assert_eq!(file_name("explorer", ".exe"), "explorer.exe");
        assert_eq!(file_name("Explorer.EXE", ".exe"), "Explorer.EXE");
        assert_eq!(file_name("dot", ""), "dot");
    }

    #[test]
    fn a_folder_that_is_not_absolute_is_not_searched() {
        let here = std::env::current_dir().unwrap();
        let path = std::env::join_paths([Path::new("."), Path::new(""), &here]).unwrap();
        assert_eq!(
            found("Cargo.toml", &path),
            Some(here.join("Cargo.toml")).filter(|_| cfg!(not(windows)))
        );
        let path = std::env::join_paths([".", ""]).unwrap();
        assert_eq!(found("Cargo.toml", &path), None);
    }
}
