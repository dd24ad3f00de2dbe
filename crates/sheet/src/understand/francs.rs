//! Francs: the word is that of several currencies. Another franc of the sheet says which, or the map, or a person; French francs are meant
//! where nothing else is.

use crate::map::{Change, Role};
use crate::record::{Amount, UnitBasis};
use crate::understood::{Basis, Choice, Doubt};
use crate::words::{LISTS, words};
use crate::workbook::{Address, Note, Sheet};

use super::Reading;
use super::column::Spec;
use super::dollar::NONE;

/// The code by which francs are read until it is settled which they are.
const READ_AS: &str = "FRF";

/// The most cells of a sheet that are looked at.
const MOST: usize = 20_000;

/// Codes of other francs, with what people call them.
const OTHERS: [(&str, &str); 6] = [
    ("CHF", "Swiss francs"),
    ("XOF", "CFA francs of West Africa (XOF)"),
    ("XAF", "CFA francs of Central Africa (XAF)"),
    ("XPF", "CFP francs"),
    ("BEF", "Belgian francs"),
    ("LUF", "Luxembourg francs"),
];

/// What words for CFA francs may be.
const CFA: &str = "XOF or XAF";

/// Whether a text says that its francs are French.
fn is_french(text: &str) -> bool {
    let all = words(text);
    let has = |word: &str| all.iter().any(|one| one == word);
    let is_named = all
        .windows(2)
        .any(|two| matches!(two, [one, other] if one == "franc" && other == "francai" || one == "french" && other == "franc"));
    has("frf") || has("ff") || is_named || has("ancien") || has("nouveau")
}

/// Whether numbers are written as in Switzerland: `40'000`, `40.-`, `2 mio`.
fn is_swiss(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let marked = letters.windows(3).any(|three| {
        matches!(three, [one, '\'' | '’', other] if one.is_ascii_digit() && other.is_ascii_digit())
            || matches!(three, [one, '.', '-' | '–' | '—'] if one.is_ascii_digit())
    });
    let has_digit = text.contains(|letter: char| letter.is_ascii_digit());
    marked || has_digit && words(text).iter().any(|word| word == "mio")
}

/// What tells which francs a sheet means.
#[derive(Default)]
struct Told {
    /// The codes of other francs.
    codes: Vec<&'static str>,
    /// Whether cells have words for CFA francs, and none of their codes.
    has_cfa: bool,
    is_swiss: bool,
}

impl Told {
    /// The currencies that francs may be besides French ones.
    fn candidates(&self) -> Vec<&'static str> {
        let mut candidates = self.codes.clone();
        let is_coded = candidates.iter().any(|code| matches!(*code, "XOF" | "XAF"));
        if self.has_cfa && !is_coded {
            candidates.extend(["XOF", "XAF"]);
        }
        if self.is_swiss && candidates.is_empty() {
            candidates.push("CHF");
        }
        candidates
    }
}

/// Whether an amount is in francs, and nothing says that these are French.
fn is_open(sheet: &Sheet, amount: &Amount, specs: &[Spec], is_default: bool) -> bool {
    if amount.unit.as_deref() != Some(READ_AS) {
        return false;
    }
    let place = |number: u32| usize::try_from(number).ok()?.checked_sub(1);
    let spec = place(amount.address.column).and_then(|column| specs.get(column));
    let is_of_map = |spec: &Spec| spec.basis == Basis::Map && spec.map.unit.as_deref() == Some(READ_AS);
    if is_default && amount.unit_basis == UnitBasis::CarriedOver || spec.is_some_and(is_of_map) {
        return false;
    }
    let currencies = specs.iter().filter(|spec| spec.role() == Role::Currency);
    let row = place(amount.address.row).and_then(|row| sheet.rows.get(row));
    let of_row = currencies.filter_map(|spec| row?.get(spec.index));
    let mut cells = sheet
        .cell(amount.address)
        .into_iter()
        .chain(of_row)
        .map(|cell| cell.text.as_str());
    !spec.is_some_and(|spec| is_french(&spec.heading.text)) && !cells.any(is_french)
}

impl Reading<'_> {
    /// Settles which francs the words of a sheet mean, and asks where several may be meant.
    pub(super) fn settle_francs(&mut self, specs: &mut [Spec], is_told: bool) {
        let sheet = self.sheet;
        let is_default = is_told && self.understood.map.defaults.unit.as_deref() == Some(READ_AS);
        let records = self.understood.records.iter().flat_map(|record| &record.amounts);
        let open: Vec<Address> = records
            .filter(|amount| is_open(sheet, amount, specs, is_default))
            .map(|amount| amount.address)
            .collect();
        let Some(first) = open.first().copied() else { return };
        let told = self.francs_told(specs);
        let candidates = told.candidates();
        let code = match (&self.understood.map.franc, candidates.as_slice()) {
            (Some(code), _) => code.clone(),
            (None, []) => return,
            (None, [one]) if told.codes == [*one] => {
                self.tell_francs(first, open.len(), one);
                (*one).to_owned()
            }
            (None, candidates) => self.ask_francs(first, candidates),
        };
        let unit = Some(code).filter(|code| code != NONE);
        let understood = &mut self.understood;
        let records = understood.records.iter_mut().chain(&mut understood.refused);
        for amount in records.flat_map(|record| &mut record.amounts) {
            if is_open(sheet, amount, specs, is_default) {
                amount.unit.clone_from(&unit);
                if unit.is_none() {
                    amount.unit_basis = UnitBasis::None;
                }
            }
        }
        self.currencies.rename(READ_AS, unit.as_deref(), &open);
        if !is_told && self.understood.map.defaults.unit.as_deref() == Some(READ_AS) {
            self.understood.map.defaults.unit.clone_from(&unit);
        }
        let is_of_heading = |spec: &&mut Spec| {
            spec.basis != Basis::Map && spec.map.unit.as_deref() == Some(READ_AS) && !is_french(&spec.heading.text)
        };
        for spec in specs.iter_mut().filter(is_of_heading) {
            spec.map.unit.clone_from(&unit);
            let column = &spec.map;
            let mut known = self.understood.map.columns.iter_mut();
            let known = known.find(|known| known.heading == column.heading && known.occurrence == column.occurrence);
            if let Some(known) = known {
                known.unit.clone_from(&unit);
            }
        }
    }

    /// What cells of sums, headings and the map tell of francs.
    fn francs_told(&self, specs: &[Spec]) -> Told {
        let mut told = Told::default();
        let of_records = self.understood.records.iter().flat_map(|record| &record.amounts);
        let of_records = of_records.filter_map(|amount| amount.unit.as_deref());
        let of_columns = specs.iter().filter_map(|spec| spec.map.unit.as_deref());
        let of_map = self.understood.map.defaults.unit.as_deref();
        for unit in of_records.chain(of_columns).chain(of_map) {
            let known = OTHERS.iter().find(|(code, _)| *code == unit).map(|(code, _)| *code);
            told.codes.extend(known.filter(|code| !told.codes.contains(code)));
        }
        let is_money = |column: usize| {
            let role = specs.get(column).map(Spec::role);
            matches!(
                role,
                Some(Role::Amount | Role::Minimum | Role::Maximum | Role::Currency)
            )
        };
        let cells = self.sheet.rows.iter().flat_map(|row| row.iter().enumerate());
        for (_, cell) in cells.filter(|(column, _)| is_money(*column)).take(MOST) {
            told.has_cfa |= LISTS
                .within("currencies", &cell.text)
                .iter()
                .any(|found| found.value == CFA);
            told.is_swiss |= is_swiss(&cell.text);
        }
        told
    }

    fn tell_francs(&mut self, first: Address, count: usize, code: &str) {
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        let others = match count {
            1 => String::new(),
            2 => ", and 1 other cell,".to_owned(),
            more => format!(", and {} other cells,", more - 1),
        };
        let are = if count == 1 { "is" } else { "are" };
        self.understood.notes.push(Note::at(
            first,
            format!(
                "`{text}` in {first}{others} {are} read as {code}, as other figures of the sheet are. For other francs, write \
                 `franc = \"FRF\"` (French ones) or another code into the map."
            ),
        ));
    }

    /// Asks which francs are meant; gives the first answer.
    fn ask_francs(&mut self, first: Address, candidates: &[&'static str]) -> String {
        let choice = |label: &str, code: &str| Choice {
            label: label.to_owned(),
            change: Change::Franc(code.to_owned()),
        };
        let named = OTHERS.iter().filter(|(code, _)| candidates.contains(code));
        let mut choices: Vec<Choice> = named.map(|(code, name)| choice(name, code)).collect();
        let is_one = choices.len() == 1;
        choices.insert(
            usize::from(is_one),
            choice("not known: these sums have no currency", NONE),
        );
        choices.push(choice("French francs", READ_AS));
        let code = if is_one {
            candidates.first().copied().unwrap_or(NONE)
        } else {
            NONE
        };
        let text = self.sheet.cell(first).map_or("", |cell| cell.text.trim());
        self.understood.doubts.push(Doubt {
            address: Some(first),
            question: format!("Which francs are meant by words such as those of `{text}`? The sheet does not say it"),
            choices,
        });
        self.understood.map.franc = Some(code.to_owned());
        code.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_and_swiss_ways_of_writing_are_told_from_others() {
        for text in [
            "100 FRF",
            "5 000 FF",
            "francs français",
            "anciens francs",
            "French francs",
        ] {
            assert!(is_french(text), "{text}");
        }
        for text in ["100'000 francs", "12 000 F", "francs"] {
            assert!(!is_french(text), "{text}");
        }
        for text in ["40'000 fr.", "2 mio fr.", "120.-"] {
            assert!(is_swiss(text), "{text}");
        }
        for text in ["40 000 fr.", "l'eau", "mio", "12-13"] {
            assert!(!is_swiss(text), "{text}");
        }
    }
}
