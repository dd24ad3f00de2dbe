//! The files that are given, with the addresses under which they are read.

use super::super::Session;
use crate::diagnostic::Report;
use crate::files::{Files, Located, Unlocated};
use anyhow::{anyhow, bail};
use csvw::dialect::{Dialect, is_encoding};
use csvw::metadata::{self, TableGroup};
use std::path::{Path, PathBuf};

/// What is read, and how.
#[derive(Debug, clap::Args)]
pub struct Input {
    /// CSV files, or files of metadata (*.json)
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Metadata for the CSV files, instead of those beside them; its `url` may be that of another file
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// The URL of the folder of FILE [default: its file:// URL]
    #[arg(long, value_name = "IRI", value_parser = base)]
    base: Option<String>,
    /// Map a URL prefix to a local folder, for the URLs in metadata; the program never fetches a URL
    #[arg(long, value_name = "URL=DIR", value_parser = mapping)]
    map: Vec<(String, PathBuf)>,
    /// The encoding of tables without a dialect in their metadata, such as windows-1252
    #[arg(long, value_name = "LABEL", value_parser = encoding)]
    encoding: Option<String>,
    /// The delimiter of such tables: a character, or `tab`
    #[arg(long, value_name = "CHAR", value_parser = delimiter)]
    delimiter: Option<String>,
    /// The number of threads [default: the number of processors]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub threads: usize,
}

/// A group of tables, with the mapped folders that contain it.
pub struct Source {
    pub group: TableGroup,
    pub files: Files,
}

fn base(text: &str) -> Result<String, String> {
    let valid = "an address such as https://example.org/data/ or file:///data/";
    match oxiri::Iri::parse(text) {
        Ok(iri) if iri.query().is_some() || iri.fragment().is_some() => {
            Err(format!("a folder has no ? and no #: {valid}"))
        }
        Ok(iri) if iri.authority().is_some() => Ok(format!("{}/", text.trim_end_matches('/'))),
        Ok(_) => Err(format!("it has no //: {valid}")),
        Err(error) => Err(format!("{error}: {valid}")),
    }
}

fn mapping(text: &str) -> Result<(String, PathBuf), String> {
    let (url, folder) = text.rsplit_once('=').ok_or("URL=DIR, as https://example.org/=copies")?;
    Ok((base(url)?, PathBuf::from(folder)))
}

fn encoding(label: &str) -> Result<String, String> {
    match is_encoding(label) {
        true => Ok(label.to_owned()),
        false => {
            Err("no encoding has this label: utf-8, windows-1252, iso-8859-15, utf-16le, macintosh ...".to_owned())
        }
    }
}

fn delimiter(text: &str) -> Result<String, String> {
    match text {
        "tab" | "\\t" => Ok("\t".to_owned()),
        "" | "\"" | "\n" | "\r" => Err("a character such as ; or | (or the word tab)".to_owned()),
        _ if text.chars().count() == 1 => Ok(text.to_owned()),
        _ => Err("one character, such as ; or | (or the word tab)".to_owned()),
    }
}

impl Input {
    /// Finds and reads the metadata of each file; errors in it are added to the report.
    pub fn read(&self, session: &Session, report: &mut Report) -> anyhow::Result<Vec<Source>> {
        let mut sources = Vec::new();
        let mut based: Option<PathBuf> = None;
        for file in &self.files {
            let place = Given::find(file, session)?;
            if self.base.is_some() {
                let first = based.get_or_insert_with(|| place.located.folder.clone());
                if *first != place.located.folder {
                    bail!(
                        "--base is the address of one folder: {} lies in another",
                        file.display()
                    );
                }
            }
            sources.extend(self.source(&place, session, report)?);
        }
        if self.encoding.is_some() || self.delimiter.is_some() {
            self.override_dialects(&mut sources)?;
        }
        Ok(sources)
    }

    /// Refuses an output file that is also an input.
    pub fn spare(&self, output: &Path, sources: &[Source], session: &Session) -> anyhow::Result<()> {
        let Ok(written) = session.directory.join(output).canonicalize() else {
            return Ok(());
        };
        let tables = sources
            .iter()
            .flat_map(|source| &source.group.tables)
            .map(|table| Path::new(&table.file));
        let given = self.files.iter().chain(&self.metadata).map(PathBuf::as_path);
        let beside = self.files.iter().flat_map(|file| beside(file));
        for read in tables.chain(given).map(Path::to_owned).chain(beside) {
            if session
                .directory
                .join(read)
                .canonicalize()
                .is_ok_and(|read| read == written)
            {
                bail!("{} is read: name another file to write", output.display());
            }
        }
        Ok(())
    }

    fn source(&self, place: &Given, session: &Session, report: &mut Report) -> anyhow::Result<Option<Source>> {
        let base = self.base.clone().unwrap_or_else(|| place.located.base());
        let mut files = Files::default();
        // The longest URL comes first, as it is the most specific.
        let mut map: Vec<_> = self.map.iter().collect();
        map.sort_by_key(|(url, _)| std::cmp::Reverse(url.len()));
        for (url, folder) in map {
            let path = session.directory.join(folder);
            if !path.is_dir() {
                bail!("--map {url}={}: this folder is not there", folder.display());
            }
            files.lay(url, path, &as_prefix(folder));
        }
        files.lay(&base, &place.located.folder, &place.prefix());
        let url = place.located.url(&base);
        files.name_file(&url, &session.directory.join(&place.shown));
        let group = match &self.metadata {
            None => place.located.tables(&url, &files, report),
            Some(_) if place.located.is_metadata() => bail!(
                "{} is metadata itself: --metadata is for CSV files",
                place.shown.display()
            ),
            Some(path) => {
                let described = Given::find(path, session)?;
                let description = described.lay(&place.located.folder, &base, &mut files);
                files.name_file(&description, &session.directory.join(path));
                metadata::read_for(&description, &url, &files, report)
            }
        };
        Ok(group.map(|group| Source { group, files }))
    }

    fn override_dialects(&self, sources: &mut [Source]) -> anyhow::Result<()> {
        let mut count = 0;
        for table in sources.iter_mut().flat_map(|source| &mut source.group.tables) {
            if table.dialect == Dialect::default() {
                count += 1;
                if let Some(encoding) = &self.encoding {
                    encoding.clone_into(&mut table.dialect.encoding);
                }
                if let Some(delimiter) = &self.delimiter {
                    delimiter.clone_into(&mut table.dialect.delimiter);
                }
            }
        }
        if count == 0 && sources.iter().any(|source| !source.group.tables.is_empty()) {
            bail!(
                "the metadata has a `dialect` that says how the tables are written: --encoding and --delimiter are for tables without"
            );
        }
        Ok(())
    }
}

/// A file as it was given.
struct Given {
    /// Its path as given.
    shown: PathBuf,
    located: Located,
}

/// The file of a path as given.
pub fn located(file: &Path, session: &Session) -> anyhow::Result<Located> {
    Located::find(&session.directory.join(file)).map_err(|error| match error {
        Unlocated::Folder => anyhow!("{} is a folder: name its CSV files, or their metadata", file.display()),
        Unlocated::Missing => anyhow!("the file {} is not there{}", file.display(), session.astray(file)),
        Unlocated::Name => anyhow!("the name of {} is not UTF-8: rename it", file.display()),
        Unlocated::Io(error) => anyhow!(error).context(format!("cannot read {}", file.display())),
    })
}

impl Given {
    fn find(file: &Path, session: &Session) -> anyhow::Result<Self> {
        Ok(Self {
            shown: file.to_owned(),
            located: located(file, session)?,
        })
    }

    /// Its folder as given, as the prefix of file names in messages.
    fn prefix(&self) -> String {
        self.shown.parent().map(as_prefix).unwrap_or_default()
    }

    /// The URL of the file: below `base` if it is in that folder; otherwise below that of its own folder, which is
    /// mapped, too.
    fn lay(&self, folder: &Path, base: &str, files: &mut Files) -> String {
        if let Some(url) = self.located.url_below(folder, base) {
            return url;
        }
        let own = self.located.base();
        files.lay(&own, &self.located.folder, &self.prefix());
        self.located.url(&own)
    }
}

/// The possible paths of a file's metadata.
fn beside(file: &Path) -> [PathBuf; 2] {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    [
        file.with_file_name(format!("{name}-metadata.json")),
        file.with_file_name("csv-metadata.json"),
    ]
}

/// A folder as the prefix of file names in messages.
fn as_prefix(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.is_empty() || text.ends_with(std::path::is_separator) {
        text
    } else {
        format!("{text}/")
    }
}
