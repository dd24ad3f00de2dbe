//! Who pays, receives and speaks, with their identifiers.

use text::Decimal;

use crate::map::Role;
use crate::record::{Identifier, Party, Words};
use crate::understand::column::{self, Spec};
use crate::understand::figure::{Figure, figure};
use crate::understand::number::{is_damaged, number};
use crate::understand::party::{self, Part, Shared};
use crate::understand::{partial, people};
use crate::words::LISTS;
use crate::workbook::{Address, Value};

use super::{Above, Row, Split};

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
            // Of a row that is no part of another: who pays or receives the rest of its sum, nobody says.
            let of_part = match role {
                Role::Speaker => None,
                _ => partial::names_of_part(text)
                    .filter(|_| partial::of(self.table, self.index, &[spec.index]).is_none())
                    .filter(|_| !is_company(text)),
            };
            if let Some(rest) = of_part.filter(|rest| !rest.contains(|letter: char| letter.is_ascii_digit())) {
                let why =
                    format!("{rest} has a part of the sum, of which neither the figure nor who has the rest is said");
                self.refuse(address, why);
                continue;
            }
            let text = of_part.unwrap_or(text);
            self.used.push(address);
            match self.with_given_name(spec, address, text) {
                Some(person) => found.push(person),
                None => found.extend(self.named(role, address, text)),
            }
            if self.table.carried.contains(&spec.index) {
                above.values.insert(spec.index, (address, text.to_owned()));
            }
        }
        if found.is_empty() {
            let table = self.table;
            let index = self.index;
            let blank = table
                .carried(role)
                .filter(|column| table.grid.own(index, *column).is_none());
            for (address, text) in blank.filter_map(|column| above.values.get(&column)) {
                self.used.push(*address);
                let named = self.named(role, *address, text);
                found.extend(named);
            }
        }
        found
    }

    /// The person whose surname a cell is, with the given name of the column beside it.
    fn with_given_name(&mut self, spec: &Spec, address: Address, surname: &str) -> Option<Party> {
        let given = *self.table.given.get(&spec.index)?;
        let cell = self.shown.iter().find(|(other, ..)| other.index == given);
        let cell = cell.filter(|(_, _, cell)| !LISTS.is_empty_word(cell.text.trim()));
        let Some((_, beside, cell)) = cell.copied() else {
            // A surname alone is that of a person whose given name is missing.
            let is_one = !surname.contains(' ') && party::class(surname).is_none();
            let person = self.table.party(surname, Some(address));
            return is_one.then(|| people::person(person));
        };
        self.used.push(beside);
        let name = format!("{} {surname}", cell.text.trim());
        Some(people::person(self.table.party(&name, Some(address))))
    }

    /// Notes what a person may be asked of the names of a cell, and what stands beside them.
    fn look_at_names(&mut self, address: Address, text: &str) {
        let alone = &self.table.alone;
        let open = party::open(text, alone).into_iter();
        self.given
            .joint
            .extend(open.map(|(part, several)| (address, part.to_owned(), several)));
        for name in party::names(text, alone) {
            if let Some((_, beside)) = party::without_contact(name) {
                let left = (address, beside.trim().to_owned(), crate::BESIDE_A_NAME.to_owned());
                self.given.left.push(left);
            }
        }
    }

    /// The names of a cell that says that they have equal shares, which a note keeps.
    fn equal(&mut self, role: Role, address: Address, text: &str) -> Option<Vec<Party>> {
        let table = self.table;
        let rest = party::equal(text).filter(|_| role != Role::Speaker)?;
        let found = party::joint(rest, &table.alone);
        let found: Vec<Party> = found.into_iter().map(|name| table.party(name, Some(address))).collect();
        if found.len() < 2 {
            return None;
        }
        self.beside_names.push(Words {
            text: text.to_owned(),
            address: Some(address),
        });
        Some(found)
    }

    /// The names of a cell, whose lines may be those of one name.
    fn named(&mut self, role: Role, address: Address, text: &str) -> Vec<Party> {
        let lines = party::lines(text, &self.table.alone);
        let text = lines.text.as_ref();
        if lines.is_open {
            self.given.joint.push((address, text.to_owned(), false));
        }
        self.without_shares(role, address, text)
    }

    /// The names of a cell, without the shares that stand beside them.
    fn without_shares(&mut self, role: Role, address: Address, text: &str) -> Vec<Party> {
        let table = self.table;
        if let Some(found) = self.equal(role, address, text) {
            return found;
        }
        let remarks = self.remarks(address, text);
        let party = |name: &str| table.party(remarks.map_or(name, |rest| rest.without(name)), Some(address));
        let shares = match role {
            Role::Speaker => None,
            _ => party::shares(text, table.measures),
        };
        let known = self.given.joint.len();
        self.look_at_names(address, text);
        let Some((found, is_sure)) = shares else {
            return party::names(text, &table.alone).into_iter().map(party).collect();
        };
        let is_figure = |part: &str| number(part, None, table.measures).is_some();
        let shared: Option<Vec<&Shared<'_>>> = found.iter().map(|(_, shared)| shared.as_ref()).collect();
        let values = shared.as_ref().and_then(|shared| self.shares_of_the_sum(shared));
        match (shared, values) {
            (Some(shared), Some(values)) if role == Role::Payer => {
                let one = |(shared, value): (&&Shared<'_>, Decimal)| Split {
                    party: party(shared.name),
                    value,
                    unit: shared.unit().map(str::to_owned).filter(|unit| unit != "%"),
                    words: shared.words.to_owned(),
                };
                self.split = shared.iter().zip(values).map(one).collect();
                // Shares divide the names.
                self.given.joint.truncate(known);
            }
            (_, values) if is_sure || values.is_some() => {
                self.given.joint.truncate(known);
                self.leave_shares(address, &found);
            }
            // Names that end in numbers: `Lycée 1, Lycée 2`; of `Etat 5 / Région 3` it is told.
            (shared, _) => {
                if role == Role::Payer && shared.is_some_and(|shared| party::are_like_shares(&shared)) {
                    let why = "its numbers do not make up the sum of the row, and were taken for parts of the names";
                    self.given.left.push((address, text.to_owned(), why.to_owned()));
                }
                return party::names(text, &table.alone).into_iter().map(party).collect();
            }
        }
        let name = |(part, shared): &Part<'_>| party(shared.as_ref().map_or(*part, |shared| shared.name));
        found
            .iter()
            .filter(|(part, shared)| shared.is_some() || !is_figure(part))
            .map(name)
            .collect()
    }

    /// The remarks in brackets behind names, which a note keeps.
    fn remarks(&mut self, address: Address, text: &str) -> Option<party::Remarks> {
        let remarks = party::remarks(text)?;
        self.beside_names.push(Words {
            text: text.to_owned(),
            address: Some(address),
        });
        Some(remarks)
    }

    /// Lists shares that do not make up the sum of the row.
    fn leave_shares(&mut self, address: Address, found: &[Part<'_>]) {
        for (part, shared) in found {
            let Some(shared) = shared else {
                if number(part, None, self.table.measures).is_some() {
                    let why = "a figure among names: whose it is is not said";
                    self.given.left.push((address, (*part).to_owned(), why.to_owned()));
                }
                continue;
            };
            let why = format!(
                "the share of {}: the row has no one sum that all its shares make up",
                shared.name
            );
            self.given.left.push((address, shared.words.to_owned(), why));
        }
    }

    /// What each share is of the row's one sum; none if they are not all of it.
    fn shares_of_the_sum(&self, shared: &[&Shared<'_>]) -> Option<Vec<Decimal>> {
        let amounts = self.cells(Role::Amount);
        let [(spec, address, cell)] = amounts.as_slice() else {
            return None;
        };
        let context = self.table.context(Some(spec), None, None);
        let Figure::Sums(sums) = figure(cell, *address, &context, self.table.measures) else {
            return None;
        };
        let [amount] = sums.amounts.as_slice() else { return None };
        let whole = amount.minimum.filter(|_| amount.minimum == amount.maximum)?;
        let is_percent = |one: &&&Shared<'_>| one.unit() == Some("%");
        let all_percent = shared.iter().all(|one| is_percent(&one));
        let value = |one: &&Shared<'_>| -> Option<Decimal> {
            if let Some(fraction) = one.fraction {
                return of_fraction(whole, fraction);
            }
            let number = one.number.as_ref()?;
            if all_percent {
                return number.value.times(whole)?.shifted_down(2);
            }
            let unit = &number.unit;
            let is_other = unit.unit.is_some() && amount.unit.is_some() && unit.unit != amount.unit;
            let scale = if unit.is_empty() { context.scale } else { unit.scale };
            number.value.shifted(scale).filter(|_| !is_other)
        };
        let adds_up = |values: &[Decimal]| {
            let sum = values
                .iter()
                .try_fold(Decimal::from(0), |sum, value| sum.checked_add(*value));
            sum == Some(whole)
        };
        let values: Vec<Decimal> = shared.iter().map(value).collect::<Option<_>>()?;
        if adds_up(&values) {
            return Some(values);
        }
        // `Etat 5 / Région 3` beside `8 M€`: the shares are in the unit of the sum.
        let is_bare = !all_percent
            && shared
                .iter()
                .all(|one| one.number.as_ref().is_some_and(|number| number.unit.is_empty()));
        let scaled = |power: u32| -> Option<Vec<Decimal>> {
            shared
                .iter()
                .map(|one| one.number.as_ref()?.value.shifted(power))
                .collect()
        };
        is_bare.then(|| {
            [0, 3, 6, 9]
                .into_iter()
                .filter_map(scaled)
                .find(|values| adds_up(values))
        })?
    }

    /// Identifiers and kinds of those who pay and receive, and whether a cell says that they are natural persons.
    pub(super) fn identify_all(&mut self, payers: &mut [Party], recipients: &mut [Party]) {
        self.identify(Role::PayerId, Role::PayerType, payers);
        self.identify(Role::RecipientId, Role::RecipientType, recipients);
        self.natural_persons(payers, recipients);
    }

    /// Identifiers and kinds of parties, from the columns beside their names.
    fn identify(&mut self, id: Role, kind: Role, parties: &mut [Party]) {
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

    /// Makes those who receive persons, where a cell of the row says so and nothing else, whatever its column is called: `personne
    /// physique`, `individual`; those who pay, where its heading names them.
    fn natural_persons(&self, payers: &mut [Party], recipients: &mut [Party]) {
        let names = [
            Role::Payer,
            Role::Recipient,
            Role::Speaker,
            Role::About,
            Role::Programme,
        ];
        let cells = self.shown.iter().filter(|(spec, ..)| !names.contains(&spec.role()));
        for (spec, ..) in cells.filter(|(_, _, cell)| party::is_kind_of_person(&cell.text)) {
            let is_of_payers = match spec.role() {
                Role::PayerType => true,
                Role::RecipientType => false,
                _ => column::names_payers(&spec.heading.text),
            };
            let parties: &mut [Party] = if is_of_payers { &mut *payers } else { &mut *recipients };
            // `Public : particuliers` beside an association says whom it helps.
            let is_open = |party: &&mut Party| party.class.as_deref().is_none_or(|class| class == "Person");
            for party in parties.iter_mut().filter(is_open) {
                *party = people::person(party.clone());
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

/// A fraction of a number; none if it is no finite decimal number.
fn of_fraction(whole: Decimal, (numerator, denominator): (i64, i64)) -> Option<Decimal> {
    let places = whole.decimals();
    let digits: i128 = whole.shifted(places)?.to_string().parse().ok()?;
    let under = i128::from(denominator).checked_mul(10_i128.checked_pow(places)?)?;
    Decimal::ratio(digits.checked_mul(i128::from(numerator))?, under)
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

/// Whether a text is the name of a company, as its legal form says, and begins with a capital: `Dont Construct SA`.
fn is_company(text: &str) -> bool {
    text.starts_with(char::is_uppercase) && party::class(text) == Some("Company")
}
