//! Who pays, receives and speaks, with their identifiers.

use crate::map::Role;
use crate::record::{Identifier, Party};
use crate::understand::column::Spec;
use crate::understand::figure::is_damaged;
use crate::understand::party;
use crate::words::LISTS;
use crate::workbook::Value;

use super::{Above, Row};

impl<'t> Row<'_, 't> {
    pub(super) fn parties(&mut self, role: Role, above: &mut Above) -> Vec<Party> {
        let mut found = Vec::new();
        for (spec, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
                continue;
            }
            if cell.value == Value::Error {
                self.refuse(address, format!("{text} is an error of a formula"));
                continue;
            }
            self.used.push(address);
            let names = match role {
                Role::Speaker => vec![text],
                _ => party::names(text, &self.table.alone),
            };
            found.extend(names.into_iter().map(|name| self.table.party(name, Some(address))));
            if self.table.carried.contains(&spec.index) {
                above.values.insert(spec.index, (address, text.to_owned()));
            }
        }
        if found.is_empty() {
            let table = self.table;
            let blank = table
                .carried(role)
                .filter(|column| table.grid.own(self.index, *column).is_none());
            for (address, text) in blank.filter_map(|column| above.values.get(&column)) {
                self.used.push(*address);
                let names = party::names(text, &self.table.alone);
                found.extend(names.into_iter().map(|name| self.table.party(name, Some(*address))));
            }
        }
        found
    }

    /// Identifiers and kinds of parties, from the columns beside their names.
    pub(super) fn identify(&mut self, id: Role, kind: Role, parties: &mut [Party]) {
        let identifiers = self.identifiers(id);
        let class = self.words(kind);
        match parties {
            [one] => {
                one.identifiers.extend(identifiers);
                if let Some(class) = class.as_ref().and_then(|class| party::class(&class.text)) {
                    one.class = Some(class.to_owned());
                    one.person = class == "Person";
                }
            }
            _ => {
                let why = "no one name to which it belongs";
                for identifier in identifiers {
                    self.used.retain(|used| *used != identifier.address);
                    self.refuse(identifier.address, why);
                }
                if let Some(address) = class.and_then(|class| class.address) {
                    self.used.retain(|used| *used != address);
                    self.refuse(address, why);
                }
            }
        }
    }

    pub(super) fn keys(&mut self) -> Vec<Identifier> {
        self.identifiers(Role::Key)
    }

    pub(super) fn identifiers(&mut self, role: Role) -> Vec<Identifier> {
        let mut found = Vec::new();
        for (spec, address, cell) in self.cells(role) {
            let text = cell.text.trim();
            if LISTS.is_empty_word(text) {
                self.refuse(address, "not recorded");
            } else if let Some(why) = damage(text, spec) {
                self.refuse(address, why);
            } else {
                self.used.push(address);
                found.push(Identifier {
                    scheme: spec.heading.text.clone(),
                    value: text.to_owned(),
                    address,
                });
            }
        }
        found
    }
}

/// Why an identifier is not used: a spreadsheet has taken digits or zeros from it.
fn damage(text: &str, spec: &Spec) -> Option<String> {
    if is_damaged(text) && text.contains(['+', '.', ',']) {
        return Some(format!(
            "{text} was shortened by a spreadsheet: the digits of the identifier are lost"
        ));
    }
    let is_siret = crate::words::words(&spec.heading.text)
        .iter()
        .any(|word| word == "siret");
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_number = text
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter.is_whitespace());
    (is_siret && is_number && digits != 14 && digits > 0)
        .then(|| format!("a SIRET has 14 digits, and this one {digits}: leading zeros may be lost"))
}
