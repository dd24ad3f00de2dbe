//! The explanation of a claim, as dictionaries.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use sourcier::diagnostic::Style;
use sourcier::explain::{self, Explanation, Quotation};

/// An explanation; `text` is what `sourcier explain` prints.
pub fn explained<'py>(py: Python<'py>, explanation: &Explanation) -> PyResult<Bound<'py, PyDict>> {
    let mut printed = Vec::new();
    explain::write(explanation, Style::Plain, &mut printed)?;
    let dict = PyDict::new(py);
    dict.set_item("iri", &explanation.claim)?;
    for (name, value) in [
        ("speaker", &explanation.speaker),
        ("about", &explanation.about),
        ("kind", &explanation.kind),
        ("modality", &explanation.modality),
        ("figure", &explanation.figure),
        ("value", &explanation.value),
    ] {
        dict.set_item(name, value)?;
    }
    dict.set_item("when", explanation.when.as_deref().unwrap_or_default())?;
    dict.set_item("details", explanation.details.clone())?;
    dict.set_item("document", document(py, explanation)?)?;
    dict.set_item("passage", passage(py, explanation)?)?;
    dict.set_item("file", explanation.row.as_ref().map(|place| &place.file))?;
    let line = |place: &sourcier::diagnostic::Place| place.cell_line().or(place.line);
    dict.set_item("line", explanation.row.as_ref().and_then(line))?;
    let links = PyList::empty(py);
    for link in &explanation.links {
        links.append(texts(
            py,
            &[
                ("from", &link.from),
                ("by", &link.by),
                ("to", &link.to),
                ("rule", &link.rule),
            ],
        )?)?;
    }
    dict.set_item("links", links)?;
    let others = PyList::empty(py);
    for other in &explanation.others {
        let found = texts(py, &[("iri", &other.claim), ("key", &other.key)])?;
        found.set_item("says", other.says.join(" · "))?;
        found.set_item("relation", &other.relation)?;
        others.append(found)?;
    }
    dict.set_item("others", others)?;
    dict.set_item("text", String::from_utf8_lossy(&printed))?;
    Ok(dict)
}

fn texts<'py>(py: Python<'py>, values: &[(&str, &String)]) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in values {
        dict.set_item(name, value)?;
    }
    Ok(dict)
}

fn document<'py>(py: Python<'py>, explanation: &Explanation) -> PyResult<Bound<'py, PyDict>> {
    let document = &explanation.document;
    texts(
        py,
        &[
            ("key", &document.key),
            ("title", &document.title),
            ("publisher", &document.publisher),
            ("published", &document.published),
            ("status", &document.status),
            ("archive", &document.archive),
        ],
    )
}

fn passage<'py>(py: Python<'py>, explanation: &Explanation) -> PyResult<Bound<'py, PyDict>> {
    let passage = &explanation.passage;
    let dict = texts(py, &[("address", &passage.address), ("quote", &passage.quote)])?;
    dict.set_item("start", passage.start.parse::<u64>().ok())?;
    dict.set_item("end", passage.end.parse::<u64>().ok())?;
    let words = match &passage.quotation {
        Quotation::Words { words, .. } => Some(words),
        Quotation::Unrecorded | Quotation::Missing { .. } | Quotation::Outside | Quotation::TooLong => None,
    };
    dict.set_item("words", words)?;
    dict.set_item("rows", passage.rows.as_ref().map(|(numbers, _)| numbers))?;
    Ok(dict)
}
