//! The user's own configuration: `sourcier/config.toml` in `$XDG_CONFIG_HOME`, or in `~/.config`.
//!
//! A dossier has no part in it: what a stranger's files may not decide stands here.

use crate::kept::Cache;
use crate::web::Allowed;
use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// The maximum size of the file, in bytes.
const MOST_BYTES: u64 = 1 << 20;

/// The configuration.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    /// The endpoints that federated queries may ask.
    #[serde(default)]
    allow: Vec<String>,
}

/// The endpoints that the user allows: those given as arguments, and those of the configuration.
///
/// # Errors
/// When the configuration cannot be read, or something is neither an endpoint nor an address.
pub fn allowed(given: &[String]) -> anyhow::Result<Allowed> {
    let path = path();
    let own = match &path {
        Some(path) => read(path)?,
        None => Configuration::default(),
    };
    if let Some(path) = path {
        let own = own.allow.iter().map(String::as_str);
        Allowed::parse(own).with_context(|| format!("`allow` in {}", path.display()))?;
    }
    Allowed::parse(given.iter().map(String::as_str)).context("--allow")?;
    Ok(Allowed::parse(given.iter().chain(&own.allow).map(String::as_str))?)
}

/// Where the file is; relative folders are ignored, as the specification of base directories requires, so that the
/// working folder has no part in it.
fn path() -> Option<PathBuf> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let folder = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(folder.join("sourcier/config.toml"))
}

/// Where graphs are kept between runs: the folder that `SOURCIER_CACHE` names (none if it is empty), or `sourcier` in
/// `$XDG_CACHE_HOME`, or in `~/.cache`. `code` is the file of the program's code.
pub fn cache(code: &Path) -> Option<Cache> {
    let folder = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let folder = match std::env::var_os("SOURCIER_CACHE") {
        Some(_) => folder("SOURCIER_CACHE"),
        None => {
            let caches = folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")));
            caches.map(|caches| caches.join("sourcier"))
        }
    };
    // Another build of one version is another program.
    let own = std::fs::metadata(code).ok()?;
    let changed = own.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some(Cache {
        folder: folder?,
        program: format!("{} {} {}", env!("CARGO_PKG_VERSION"), own.len(), changed.as_nanos()),
    })
}

fn read(path: &PathBuf) -> anyhow::Result<Configuration> {
    let cannot = || format!("cannot read the configuration {}", path.display());
    let is_file = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Configuration::default()),
        found => found.with_context(cannot)?.is_file(),
    };
    if !is_file {
        bail!("{}: it is no regular file", cannot());
    }
    let mut text = String::new();
    let file = File::open(path).with_context(cannot)?;
    file.take(MOST_BYTES).read_to_string(&mut text).with_context(cannot)?;
    toml::from_str(&text).with_context(|| {
        format!(
            "{} is no configuration; valid: allow = [\"https://query.wikidata.org/sparql\"]",
            path.display()
        )
    })
}
