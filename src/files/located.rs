//! A file that a person names, outside of a dossier or in one: its folder, its name and its URL.

use crate::disk;
use csvw::Resources;
use csvw::metadata::{self, Request, TableGroup};
use diagnostic::Report;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// An existing file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Its folder, absolute and without links.
    pub folder: PathBuf,
    /// Its name in that folder.
    pub name: String,
}

/// Why a path is that of no file that can be read.
#[derive(Debug, Error)]
pub enum Unlocated {
    /// Nothing is there.
    #[error("the file is not there")]
    Missing,
    /// A folder is there.
    #[error("it is a folder: name its CSV files, or their metadata")]
    Folder,
    /// Its name cannot be part of a URL.
    #[error("its name is not UTF-8: rename it")]
    Name,
    /// The system does not tell.
    #[error(transparent)]
    Io(io::Error),
}

impl Located {
    /// The file at a path.
    ///
    /// # Errors
    /// When no file is there, or its name is not UTF-8.
    pub fn find(path: &Path) -> Result<Self, Unlocated> {
        let (folder, name) = disk::placed(path).map_err(|error| match error.kind() {
            io::ErrorKind::IsADirectory => Unlocated::Folder,
            io::ErrorKind::NotFound => Unlocated::Missing,
            _ => Unlocated::Io(error),
        })?;
        let name = name.into_string().map_err(|_| Unlocated::Name)?;
        Ok(Self { folder, name })
    }

    /// The path of the file.
    pub fn path(&self) -> PathBuf {
        self.folder.join(&self.name)
    }

    /// The URL of its folder, which ends in `/`.
    pub fn base(&self) -> String {
        format!("{}/", address(&self.folder).trim_end_matches('/'))
    }

    /// Its URL, if `base` is that of its folder.
    pub fn url(&self, base: &str) -> String {
        format!("{base}{}", encoded(&self.name, cfg!(windows)))
    }

    /// Its URL, if it lies in `folder`, or below it, whose URL is `base`; else `None`.
    pub fn url_below(&self, folder: &Path, base: &str) -> Option<String> {
        let below = self.folder.strip_prefix(folder).ok()?.join(&self.name);
        Some(format!("{base}{}", encoded(&below.to_string_lossy(), cfg!(windows))))
    }

    /// Whether it is a file of metadata, by its name.
    pub fn is_metadata(&self) -> bool {
        let ending = Path::new(&self.name).extension();
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
    }

    /// Its tables, if `url` is its URL: those that it describes, or itself by the metadata that is found for it. Errors are added to the
    /// report.
    pub fn tables(&self, url: &str, files: &dyn Resources, report: &mut Report) -> Option<TableGroup> {
        if self.is_metadata() {
            return metadata::read(url, files, report);
        }
        let request = Request {
            url,
            metadata: None,
            link: None,
        };
        metadata::locate(&request, files, report)
    }
}

/// The URL of a folder: its absolute path, percent-encoded.
fn address(path: &Path) -> String {
    addressed(&path.to_string_lossy(), cfg!(windows))
}

/// The URL of a path of Windows or of another system. On Windows it begins with a drive or a server, maybe behind `\\?\`.
fn addressed(path: &str, windows: bool) -> String {
    if !windows {
        return format!("file://{}", encoded(path, false));
    }
    let (server, path) = match path.strip_prefix(r"\\?\") {
        Some(verbatim) => match verbatim.strip_prefix(r"UNC\") {
            Some(rest) => (true, rest),
            None => (false, verbatim),
        },
        None => match path.strip_prefix(r"\\") {
            Some(rest) => (true, rest),
            None => (false, path),
        },
    };
    match path.split_once(':') {
        _ if server => format!("file://{}", encoded(path, true)),
        Some((drive, rest)) => format!("file:///{}:{}", encoded(drive, true), encoded(rest, true)),
        None => format!("file:///{}", encoded(path, true).trim_start_matches('/')),
    }
}

/// A path, percent-encoded for a URL, with `/` between its parts.
fn encoded(path: &str, windows: bool) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in path.bytes() {
        match byte {
            b'\\' if windows => out.push('/'),
            _ if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) => out.push(char::from(byte)),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_of_a_path_has_slashes_and_a_drive() {
        assert_eq!(addressed(r"\\?\C:\Users\é a\x", true), "file:///C:/Users/%C3%A9%20a/x");
        assert_eq!(addressed(r"D:\data", true), "file:///D:/data");
        assert_eq!(addressed(r"\\?\UNC\server\share\x", true), "file://server/share/x");
        assert_eq!(addressed(r"\\server\share\x", true), "file://server/share/x");
        assert_eq!(addressed("/home/a b/x:y\\z", false), "file:///home/a%20b/x%3Ay%5Cz");
    }

    #[test]
    fn a_file_is_below_the_url_of_its_folder_under_any_system() {
        let folder = addressed(r"\\?\C:\x", true);
        assert_eq!(
            format!("{folder}/{}", encoded("a b.csv", true)),
            "file:///C:/x/a%20b.csv"
        );
        assert_eq!(encoded(r"below\a.csv", true), "below/a.csv");
        assert_eq!(encoded(r"below\a.csv", false), "below%5Ca.csv");
    }

    #[test]
    fn a_folder_is_no_file_and_neither_is_nothing() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        assert!(matches!(Located::find(here), Err(Unlocated::Folder)));
        assert!(matches!(
            Located::find(&here.join("no such file")),
            Err(Unlocated::Missing)
        ));
        let found = Located::find(&here.join("Cargo.toml")).unwrap();
        assert_eq!(found.url(&found.base()), address(&found.path()));
        assert_eq!(found.url_below(&found.folder, "x:/"), Some("x:/Cargo.toml".to_owned()));
    }
}
