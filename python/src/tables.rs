//! CSV files of no dossier: their metadata, and their triples.

use crate::{apart, failure};
use csvw::{Collect, Invalid, Mode, Options};
use oxigraph::model::TripleRef;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};
use sourcier::diagnostic::Report;
use sourcier::disk::{self, limit};
use sourcier::dossier::MANIFEST;
use sourcier::export::rdf::{RdfFormat, Stream};
use sourcier::files::{Files, Located};
use sourcier::formats::Format as _;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// The metadata of a CSV file as JSON, inferred from all rows, with the notes on guesses and doubts.
#[pyfunction]
pub fn describe(py: Python<'_>, path: PathBuf) -> PyResult<(String, Vec<String>)> {
    let described = apart(py, || {
        let located = Located::find(&path).map_err(|error| error.to_string())?;
        let file = located.path();
        let mut open =
            || disk::open_named(&file, MANIFEST, limit::TABLE).map(|file| Box::new(file) as Box<dyn Read + Send>);
        csvw::describe::describe(&located.name, &mut open).map_err(|error| error.to_string())
    })?;
    let described = described.map_err(|error| failure::error(py, &format!("{}: {error}", path.display())))?;
    let notes = described.notes.iter().map(ToString::to_string).collect();
    Ok((described.metadata.to_string(), notes))
}

/// The triples of a CSV file, or of all tables of a file of metadata, with the findings. A cell with an error gives no triple.
#[pyfunction]
pub fn convert<'py>(
    py: Python<'py>,
    path: PathBuf,
    format: &str,
    minimal: bool,
) -> PyResult<(Bound<'py, PyBytes>, Bound<'py, PyList>)> {
    let found = RdfFormat::named(format).ok_or_else(|| {
        let known: Vec<&str> = RdfFormat::ALL.iter().map(|format| format.name()).collect();
        failure::error(py, &format!("there is no format `{format}`: {}", known.join(", ")))
    })?;
    let converted = apart(py, || converted(&path, found, minimal))?;
    let (bytes, report) = converted.map_err(|error| failure::error(py, &format!("{}: {error}", path.display())))?;
    Ok((PyBytes::new(py, &bytes), failure::findings(py, &report.sorted())?))
}

fn converted(path: &Path, format: RdfFormat, minimal: bool) -> io::Result<(Vec<u8>, Report)> {
    let located = Located::find(path).map_err(io::Error::other)?;
    let base = located.base();
    let mut files = Files::default();
    files.lay(&base, &located.folder, "");
    let mut report = Report::default();
    let group = located.tables(&located.url(&base), &files, &mut report);
    let mut bytes = Vec::new();
    let Some(group) = group.filter(|_| !report.fails(false)) else {
        return Ok((bytes, report));
    };
    let options = Options {
        mode: if minimal { Mode::Minimal } else { Mode::Standard },
        invalid: Invalid::SkipCell,
        ..Options::default()
    };
    let prefixes = [
        ("csvw", "http://www.w3.org/ns/csvw#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ];
    let mut writer = Stream::new(format, prefixes, &mut bytes);
    let mut failed = None;
    let take = |triple: TripleRef<'_>| {
        if failed.is_none() {
            failed = writer.triple(triple).err();
        }
    };
    csvw::convert(&group, &files, &options, &mut report, &mut Collect::new(take))?;
    match failed {
        Some(error) => Err(error),
        None => {
            writer.finish()?;
            Ok((bytes, report))
        }
    }
}
