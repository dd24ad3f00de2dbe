//! Claims that turn out to be others of the last import: their new keys.

use super::Wanted;
use sheet::Record;
use std::collections::{HashMap, HashSet};

/// How a new claim got its key.
#[derive(Debug, Clone)]
pub(in crate::import) struct Made {
    /// The key before a number was added.
    pub(in crate::import) base: String,
    /// Whether it is made of an identifier of the row.
    pub(in crate::import) is_identified: bool,
    /// The claim of which it is a part.
    pub(in crate::import) whole: Option<String>,
}

/// Whether the identifiers of rows count them: whole numbers from 0 or 1 on, each once, with few gaps, as rows without a sum make them.
pub(in crate::import) fn are_running(records: &[Record]) -> bool {
    let values: HashSet<(u32, &str)> = records
        .iter()
        .filter_map(|record| {
            let identifier = record.identifiers.first()?;
            Some((identifier.address.row, identifier.value.trim()))
        })
        .collect();
    let digits = |text: &str| text.trim_end_matches(['.', ')', '°']).parse::<usize>().ok();
    let numbers: Option<HashSet<usize>> = values.iter().map(|(_, value)| digits(value)).collect();
    let Some(numbers) = numbers.filter(|numbers| numbers.len() == values.len() && numbers.len() > 1) else {
        return false;
    };
    let (first, last) = (numbers.iter().min().copied(), numbers.iter().max().copied());
    first.is_some_and(|first| first < 2) && last.is_some_and(|last| last <= numbers.len() + numbers.len() / 4 + 1)
}

impl Wanted<'_> {
    /// Whether the tables have a claim of this key.
    pub(in crate::import) fn has_claim(&self, key: &str) -> bool {
        self.around.claims.has(key)
    }

    /// Takes over the new keys of rows that have them already.
    pub(in crate::import) fn moved(&mut self, keys: &HashMap<String, String>) {
        let new = |key: String| keys.get(&key).cloned().unwrap_or(key);
        let rows = self.rows.iter().enumerate();
        self.at = rows.map(|(index, row)| ((row.table, row.key.clone()), index)).collect();
        self.places = std::mem::take(&mut self.places)
            .into_iter()
            .map(|(key, place)| (new(key), place))
            .collect();
        self.joint = std::mem::take(&mut self.joint)
            .into_iter()
            .map(|(key, payers)| (new(key), payers))
            .collect();
        for zero in &mut self.zeros {
            zero.key = new(std::mem::take(&mut zero.key));
        }
        self.to_date = std::mem::take(&mut self.to_date).into_iter().map(new).collect();
        self.gone_by_row = std::mem::take(&mut self.gone_by_row).into_iter().map(new).collect();
        self.gone = std::mem::take(&mut self.gone)
            .into_iter()
            .map(|(key, row)| (new(key), row))
            .collect();
    }
}
