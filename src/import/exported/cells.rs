//! What an edited cell of an exported sheet says, as cells of its claim.

use crate::flat::{self, Column};
use crate::import::units;
use crate::import::wanted::Around;
use sheet::{Record, UnitBasis};
use text::Decimal;

/// What an edited cell says.
pub(super) enum Says {
    Cells(Vec<(&'static str, String)>),
    Holders(&'static str, Vec<String>),
}

/// Why an address is not taken.
pub(super) const OF_DOCUMENT: &str = "the address is the document's: change it in documents.csv";

/// The column of claims for a text that is taken as it is.
pub(super) fn plain(row: &flat::Row, column: Column) -> Option<&'static str> {
    match column {
        Column::Note => Some("note"),
        Column::Page => Some("page"),
        Column::Quote if row.claim.contains_key("quote") => Some("quote"),
        Column::Quote => Some("as_written"),
        _ => None,
    }
}

/// What an emptied cell says.
pub(super) fn emptied(column: Column) -> Result<Says, String> {
    let cells = match column {
        Column::Speaker => vec![("speaker", String::new())],
        Column::Unit => vec![("unit", String::new()), ("unit_basis", "none".to_owned())],
        Column::When => vec![("when", String::new()), ("when_basis", String::new())],
        Column::Period => vec![("period", String::new())],
        Column::Instrument => vec![("instrument", String::new())],
        Column::Payer => return Ok(Says::Holders("funder", Vec::new())),
        Column::Recipient => return Ok(Says::Holders("recipient", Vec::new())),
        Column::Link | Column::Archive => return Err(OF_DOCUMENT.to_owned()),
        _ => {
            return Err(format!(
                "a claim needs {}: to remove the claim, remove its row in claims.csv",
                meaning(column)
            ));
        }
    };
    Ok(Says::Cells(cells))
}

/// What a column holds, in words.
pub(super) fn meaning(column: Column) -> &'static str {
    match column {
        Column::Speaker => "who says it",
        Column::Payer => "who pays",
        Column::Recipient => "who receives",
        Column::About => "what the money is for",
        Column::Amount => "a figure",
        Column::Unit => "a unit",
        Column::When => "a date",
        Column::Period => "years",
        Column::Stage => "a stage",
        Column::Kind => "a kind of claim",
        Column::Instrument => "a form of money",
        Column::Source => "a document",
        _ => "a text",
    }
}

/// The cells of a figure.
pub(super) fn amount(row: &flat::Row, text: &str, record: Option<&Record>, around: &Around<'_>) -> Option<Says> {
    let read = record.and_then(|record| record.amounts.first());
    let read = read.filter(|amount| amount.minimum.is_some() || amount.maximum.is_some());
    let plain = Decimal::parse(text);
    let (minimum, maximum, wording) = match (read, plain) {
        // A plain number is what it is, whatever the scale in a heading.
        (_, Some(number)) => (Some(number), Some(number), "exact"),
        (Some(amount), None) => (amount.minimum, amount.maximum, amount.wording),
        (None, None) => return None,
    };
    let bound = |bound: Option<Decimal>, old: &str| match bound {
        bound if bound == Decimal::parse(old) => old.to_owned(),
        Some(bound) => bound.to_string(),
        None => String::new(),
    };
    let mut cells = vec![
        ("minimum", bound(minimum, row.cell("minimum"))),
        ("maximum", bound(maximum, row.cell("maximum"))),
        ("wording", wording.to_owned()),
    ];
    if let Some(amount) = read.filter(|amount| plain.is_none() && amount.unit_basis == UnitBasis::Written)
        && let Some(unit) = amount.unit.clone().filter(|unit| around.units.contains(unit))
    {
        cells.push(("unit", unit));
    }
    Some(Says::Cells(cells))
}

/// The unit of a figure.
pub(super) fn unit(
    row: &flat::Row,
    text: String,
    record: Option<&Record>,
    around: &Around<'_>,
) -> Result<Says, String> {
    let read = record.and_then(|record| record.amounts.first()?.unit.clone());
    let mut units = [Some(text.clone()), read].into_iter().flatten();
    let unit = units.find(|unit| around.units.contains(unit));
    let unit = unit.ok_or_else(|| units::unknown(&text))?;
    let mut cells = vec![("unit", unit)];
    if ["", "none"].contains(&row.cell("unit_basis")) {
        cells.push(("unit_basis", UnitBasis::CarriedOver.word().to_owned()));
    }
    Ok(Says::Cells(cells))
}

/// A date, years, or a stage.
pub(super) fn dated(row: &flat::Row, column: Column, record: Option<&Record>) -> Option<Says> {
    let record = record?;
    let cells = match column {
        Column::When => {
            let when = record.when.as_ref()?;
            let mut cells = vec![("when", when.iso.clone())];
            if row.cell("when_basis").is_empty() {
                cells.push(("when_basis", when.basis.to_owned()));
            }
            cells
        }
        Column::Period => vec![("period", record.period.as_ref()?.iso.clone())],
        _ => vec![("modality", record.stage.as_ref()?.text.clone())],
    };
    Some(Says::Cells(cells))
}
