//! Errors as exceptions of the package, with their findings.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use sourcier::diagnostic::{Diagnostic, Report, Style, human};

/// The exception `sourcier.Error`: something could not be done.
pub fn error(py: Python<'_>, message: &dyn std::fmt::Display) -> PyErr {
    raised(py, "Error", message.to_string(), &[])
}

/// The same, for an error with its causes.
pub fn caused(py: Python<'_>, error: &dyn std::error::Error) -> PyErr {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let text = next.to_string();
        if !message.contains(&text) {
            message.push_str(": ");
            message.push_str(&text);
        }
        cause = next.source();
    }
    raised(py, "Error", message, &[])
}

/// The exception `sourcier.Rejected`: files or a query have errors.
pub fn rejected(py: Python<'_>, report: &Report) -> PyErr {
    let message = human(report, Style::Plain).trim_end().to_owned();
    raised(py, "Rejected", message, &report.sorted())
}

fn raised(py: Python<'_>, kind: &str, message: String, findings: &[&Diagnostic]) -> PyErr {
    let exception = || -> PyResult<Bound<'_, PyAny>> {
        let class = py.import("sourcier._errors")?.getattr(kind)?;
        class.call1((message, self::findings(py, findings)?))
    };
    exception().map_or_else(|failed| failed, PyErr::from_value)
}

/// Findings as dictionaries.
pub fn findings<'py>(py: Python<'py>, found: &[&Diagnostic]) -> PyResult<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for diagnostic in found {
        list.append(finding(py, diagnostic)?)?;
    }
    Ok(list)
}

fn finding<'py>(py: Python<'py>, found: &Diagnostic) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    let place = found.place.as_ref();
    let cell = place.and_then(|place| place.cell.as_ref());
    dict.set_item("code", &found.code)?;
    dict.set_item("severity", found.severity.name())?;
    dict.set_item("message", &found.message)?;
    dict.set_item("file", place.map(|place| &place.file))?;
    dict.set_item("line", place.and_then(|place| place.cell_line().or(place.line)))?;
    dict.set_item("row", cell.map(|cell| cell.row_number))?;
    dict.set_item("column", cell.and_then(|cell| cell.column_name()))?;
    dict.set_item("value", cell.and_then(|cell| cell.value()))?;
    dict.set_item("valid", &found.valid)?;
    dict.set_item("rule", found.rule)?;
    dict.set_item("help", &found.help)?;
    Ok(dict)
}
