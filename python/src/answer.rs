//! The rows of an answer: values for Python, columns for Arrow.

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float64Builder, Int64Builder, StringBuilder,
};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, RecordBatch, RecordBatchIterator, RecordBatchOptions};
use arrow_schema::{ArrowError, DECIMAL128_MAX_PRECISION, DataType, Field, Schema};
use oxigraph::model::Term;
use oxigraph::model::vocab::xsd;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyCapsule, PyDate, PyFloat, PyInt, PyList, PyString, PyTuple};
use sourcier::graph::{Solutions, text};
use std::sync::Arc;

/// The rows of an answer. Columns are the query's variables, in its order.
#[pyclass(frozen, module = "sourcier._native")]
pub struct Rows {
    columns: Vec<String>,
    rows: Vec<Vec<Option<Term>>>,
}

/// The type of a value, and of a column whose values all have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Integer,
    /// `xsd:decimal`: exact in Python and, where 38 digits are enough for a column, in Arrow; else the nearest 64-bit number there.
    Decimal,
    /// `xsd:double` and `xsd:float`.
    Float,
    Boolean,
    Date,
}

impl Kind {
    fn of(term: &Term) -> Self {
        let Term::Literal(literal) = term else {
            return Self::Text;
        };
        let (datatype, value) = (literal.datatype(), literal.value());
        if datatype == xsd::INTEGER && value.parse::<i64>().is_ok() {
            Self::Integer
        } else if [xsd::INTEGER, xsd::DECIMAL].contains(&datatype) && is_decimal(value) {
            Self::Decimal
        } else if [xsd::DOUBLE, xsd::FLOAT].contains(&datatype) && float(value).is_some() {
            Self::Float
        } else if datatype == xsd::BOOLEAN && boolean(value).is_some() {
            Self::Boolean
        } else if datatype == xsd::DATE && day(value).is_some() {
            Self::Date
        } else {
            Self::Text
        }
    }

    /// The kind of a column: that of all its values; of different numbers, the wider; else text.
    fn of_all(terms: impl Iterator<Item = Self>) -> Self {
        let mut all: Option<Self> = None;
        for kind in terms {
            all = match all {
                None => Some(kind),
                Some(same) if same == kind => all,
                Some(other) if other.is_number() && kind.is_number() => {
                    Some(match [other, kind].contains(&Self::Float) {
                        true => Self::Float,
                        false => Self::Decimal,
                    })
                }
                Some(_) => return Self::Text,
            };
        }
        all.unwrap_or(Self::Text)
    }

    fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal | Self::Float)
    }
}

/// Whether a text has the lexical form of `xsd:decimal`.
fn is_decimal(value: &str) -> bool {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() <= 1
}

fn float(value: &str) -> Option<f64> {
    match value {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ => value.parse().ok(),
    }
}

fn boolean(value: &str) -> Option<bool> {
    match value {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// Year, month and day of an `xsd:date` without time zone, of the years that Python's `date` has.
fn day(value: &str) -> Option<(i32, u8, u8)> {
    let mut parts = value.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 || month.len() != 2 || day.len() != 2 {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (year >= 1 && (1..=days).contains(&day)).then_some((year, month, day))
}

/// The days from 1970-01-01 to a day of the Gregorian calendar (the civil-from-days algorithm of H. Hinnant, inverted).
fn days_since_epoch((year, month, day): (i32, u8, u8)) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The digits before and after the point of a decimal, without zeros that say nothing; and whether it is below zero.
fn digits(value: &str) -> (bool, &str, &str) {
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    (
        value.starts_with('-'),
        whole.trim_start_matches('0'),
        part.trim_end_matches('0'),
    )
}

/// The number of digits that all decimals of a column need after the point; `None` if they need more than Arrow's decimals have.
fn scale<'a>(values: impl Iterator<Item = &'a str>) -> Option<u8> {
    let (whole, part) = values.map(digits).fold((0, 0), |(whole, part), (_, before, after)| {
        (whole.max(before.len()), part.max(after.len()))
    });
    let fits = whole + part <= usize::from(DECIMAL128_MAX_PRECISION);
    u8::try_from(part).ok().filter(|_| fits)
}

/// A decimal in units of its last digit, with `scale` digits after the point.
fn unscaled(value: &str, scale: u8) -> Option<i128> {
    let (is_below, whole, part) = digits(value);
    let sign = if is_below { "-" } else { "" };
    format!("{sign}0{whole}{part:0<width$}", width = usize::from(scale))
        .parse()
        .ok()
}

impl Rows {
    /// The rows of an answer.
    pub fn new(solutions: Solutions) -> Self {
        Self {
            columns: solutions.variables,
            rows: solutions.rows,
        }
    }

    /// A column, as an array and its field.
    fn array(&self, column: usize) -> (Field, ArrayRef) {
        let terms = || self.rows.iter().map(move |row| row[column].as_ref());
        let kind = Kind::of_all(terms().flatten().map(Kind::of));
        if kind == Kind::Decimal
            && let Some(scale) = scale(terms().flatten().map(text))
            && let Ok(signed) = i8::try_from(scale)
        {
            let datatype = DataType::Decimal128(DECIMAL128_MAX_PRECISION, signed);
            let mut builder = Decimal128Builder::new().with_data_type(datatype.clone());
            for term in terms() {
                builder.append_option(term.and_then(|term| unscaled(text(term), scale)));
            }
            return (
                Field::new(&self.columns[column], datatype, true),
                Arc::new(builder.finish()),
            );
        }
        macro_rules! built {
            ($builder:ty, $value:expr) => {{
                let mut builder = <$builder>::new();
                for term in terms() {
                    builder.append_option(term.and_then($value));
                }
                Arc::new(builder.finish()) as ArrayRef
            }};
        }
        let (datatype, array) = match kind {
            Kind::Text => (DataType::Utf8, built!(StringBuilder, |term| Some(text(term)))),
            Kind::Integer => (DataType::Int64, built!(Int64Builder, |term| text(term).parse().ok())),
            Kind::Decimal | Kind::Float => (DataType::Float64, built!(Float64Builder, |term| float(text(term)))),
            Kind::Boolean => (DataType::Boolean, built!(BooleanBuilder, |term| boolean(text(term)))),
            Kind::Date => (
                DataType::Date32,
                built!(Date32Builder, |term| day(text(term)).map(days_since_epoch)),
            ),
        };
        (Field::new(&self.columns[column], datatype, true), array)
    }

    fn batch(&self) -> Result<RecordBatch, ArrowError> {
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) =
            (0..self.columns.len()).map(|column| self.array(column)).unzip();
        let options = RecordBatchOptions::new().with_row_count(Some(self.rows.len()));
        RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options)
    }

    fn tuple<'py>(&self, py: Python<'py>, row: &[Option<Term>]) -> PyResult<Bound<'py, PyTuple>> {
        let values: Vec<_> = row
            .iter()
            .map(|term| term.as_ref().map(|term| value(py, term)).transpose())
            .collect::<PyResult<_>>()?;
        PyTuple::new(py, values)
    }
}

/// A term as a value of Python: numbers, truth values and days as such, all else as text. Decimals are exact.
fn value<'py>(py: Python<'py>, term: &Term) -> PyResult<Bound<'py, PyAny>> {
    let text = text(term);
    Ok(match Kind::of(term) {
        Kind::Integer => PyInt::new(py, text.parse::<i64>().unwrap_or_default()).into_any(),
        Kind::Decimal => py.import("decimal")?.getattr("Decimal")?.call1((text,))?,
        Kind::Float => PyFloat::new(py, float(text).unwrap_or(f64::NAN)).into_any(),
        Kind::Boolean => PyBool::new(py, boolean(text).unwrap_or_default()).to_owned().into_any(),
        Kind::Date => {
            let (year, month, day) = day(text).unwrap_or((1, 1, 1));
            PyDate::new(py, year, month, day)?.into_any()
        }
        Kind::Text => PyString::new(py, text).into_any(),
    })
}

#[pymethods]
impl Rows {
    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.columns.clone()
    }

    fn __len__(&self) -> usize {
        self.rows.len()
    }

    /// One row, from 0, as a tuple.
    fn row<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Option<Bound<'py, PyTuple>>> {
        self.rows.get(index).map(|row| self.tuple(py, row)).transpose()
    }

    /// All rows, as tuples.
    fn tuples<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for row in &self.rows {
            list.append(self.tuple(py, row)?)?;
        }
        Ok(list)
    }

    /// The rows as a stream of Arrow's C interface, in one batch (the Arrow PyCapsule interface). The schema that a caller
    /// asks for is not applied, as the interface permits.
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batch = py
            .detach(|| self.batch())
            .map_err(|error| super::failure::error(py, &error))?;
        let schema = batch.schema();
        let stream = FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new([Ok(batch)], schema)));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}
