//! The map of an import: the one that was named, or that of the last import.

use super::error::ImportError;
use crate::disk::limit;
use crate::dossier::Dossier;
use crate::revision;
use sheet::{Map, Workbook};

/// The map by which a workbook is understood. `file` is where that of the last import stands, `named` the one that was named, and
/// `sheet` the sheet that is to be read.
///
/// # Errors
/// When a file is no map, or there is no such sheet.
pub(super) fn chosen(
    dossier: Option<&Dossier>,
    file: String,
    workbook: &Workbook,
    (named, sheet): (Option<&Map>, Option<&String>),
) -> Result<Option<Map>, ImportError> {
    let mut map = match (named, dossier) {
        (Some(map), _) => Some(map.clone()),
        (None, None) => None,
        (None, Some(dossier)) => {
            let kept = revision::read(dossier, &file, limit::TABLE)?;
            let kept = kept.map(|kept| parsed(&kept)).transpose();
            kept.map_err(|reason| ImportError::Map { file, reason })?
        }
    };
    if let Some(name) = sheet {
        let Some(sheet) = workbook.sheets.iter().find(|sheet| sheet.name == *name) else {
            let known: Vec<&str> = workbook.sheets.iter().map(|sheet| sheet.name.as_str()).collect();
            let known = match known[..] {
                [""] => "one without a name".to_owned(),
                _ => known.join(", "),
            };
            let name = name.clone();
            return Err(ImportError::NoSheet { name, known });
        };
        if map.as_ref().is_none_or(|map| map.sheet.as_ref() != Some(name)) {
            map = Some(map.unwrap_or_default().for_sheet(sheet));
        }
    }
    Ok(map)
}

/// Reads a map.
///
/// # Errors
/// When it is none.
pub(super) fn parsed(bytes: &[u8]) -> Result<Map, sheet::MapError> {
    Map::parse(&String::from_utf8_lossy(bytes))
}
