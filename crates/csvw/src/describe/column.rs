//! Infers a column's datatype: collects evidence cell by cell, decides after the last.

use super::candidate::{self, Candidate, Candidates, Shape, When};
use super::codes::{self, Digits};
use super::money::{self, Amounts};
use super::order::Orders;
use crate::datatype::{Base, Datatype};
use serde_json::{Value, json};
use std::borrow::Cow;

/// Texts that people write where there is no value, in lower case.
const NULLS: &[&str] = &[
    "na",
    "n/a",
    "#n/a",
    "n.a.",
    "nd",
    "n.d.",
    "n/d",
    "nc",
    "n.c.",
    "n/c",
    "null",
    "none",
    "nan",
    "ns",
    "-",
    "--",
    "–",
    "—",
    "…",
    "...",
    "..",
    "?",
    "??",
    "nil",
    "tbc",
    "tbd",
    "unknown",
    "undisclosed",
    "not disclosed",
    "confidential",
    "not available",
    "inconnu",
    "inconnue",
    "confidentiel",
    "non communiqué",
    "non divulgué",
    "non disponible",
    "à préciser",
    "à définir",
];

/// The most bytes of such a text.
const NULL_BYTES: usize = 24;

/// More texts of that kind speak for a column of texts.
const NULL_TEXTS: usize = 16;

/// `required` is given for tables of so many rows.
const FEW_ROWS: u64 = 3;

/// A text that fits no datatype is worth a note after so many that did.
const MANY_VALUES: u64 = 10;

/// Whether people write this where there is no value.
pub fn is_null(text: &str) -> bool {
    text.len() < NULL_BYTES && NULLS.contains(&text.trim().to_lowercase().as_str())
}

/// What is known of the cells of a column.
pub struct Facts {
    /// Cells without a character.
    pub empty: u64,
    /// Cells with nothing but white space, the empty ones included.
    blank: u64,
    /// Cells with a value.
    values: u64,
    /// The candidates of which all values are.
    alive: u128,
    /// Texts that people write where there is no value; of a column of texts, they are values, too.
    nulls: Vec<String>,
    /// How the amounts are written, if all values have a currency.
    money: Option<Amounts>,
    /// How many values have a currency, and the first value that is not written as those before it, with its line.
    amounts: u64,
    odd_amount: Option<(String, u64)>,
    digits: Digits,
    orders: Orders,
    /// Whether all values are capital letters.
    is_capitals: bool,
    /// The first two different values.
    words: Vec<String>,
    /// Whether all values are digits alone.
    is_digits: bool,
    has_leading_zero: bool,
    has_plus: bool,
    has_no_break_space: bool,
    /// Whether white space is within a value.
    pub has_space: bool,
    /// The fewest and the most bytes of a value.
    shortest: usize,
    pub longest: usize,
    /// The most digits after a point or a comma.
    decimals: usize,
    /// What no candidate fits, after many values: what fitted before, the text, its line.
    odd: Option<(u128, String, u64)>,
}

/// A column, seen from outside.
pub struct About<'a> {
    /// What notes call it.
    pub label: &'a str,
    /// The words of its title, with `_` between them.
    pub words: &'a str,
    pub delimiter: &'a str,
    /// The number of rows.
    pub rows: u64,
}

/// How a column will be described.
pub struct Verdict {
    pub base: Base,
    /// `datatype` in metadata; none for texts.
    pub declared: Option<Value>,
    pub datatype: Datatype,
    /// The texts for no value, beside the empty one.
    pub nulls: Vec<String>,
    pub required: bool,
    /// Whether each row has a value.
    pub is_complete: bool,
    /// Whether white space is within a value.
    pub has_space: bool,
    pub longest: usize,
}

impl Verdict {
    /// Whether its values are any texts.
    pub fn is_text(&self) -> bool {
        self.base == Base::String
    }
}

/// The text of a cell as datatypes other than texts read it: white space around it removed, that within it one space.
pub fn collapsed(text: &str) -> Cow<'_, str> {
    let is_space = |character: char| matches!(character, ' ' | '\t' | '\n' | '\r');
    let trimmed = text.trim_matches(is_space);
    if !trimmed.contains(['\t', '\n', '\r']) && !trimmed.contains("  ") {
        return Cow::Borrowed(trimmed);
    }
    let words: Vec<&str> = trimmed.split(is_space).filter(|word| !word.is_empty()).collect();
    Cow::Owned(words.join(" "))
}

impl Facts {
    pub fn new(candidates: &Candidates) -> Self {
        Self {
            empty: 0,
            blank: 0,
            values: 0,
            alive: candidates.all(),
            nulls: Vec::new(),
            money: None,
            amounts: 0,
            odd_amount: None,
            digits: Digits::default(),
            orders: Orders::default(),
            is_capitals: true,
            words: Vec::new(),
            is_digits: true,
            has_leading_zero: false,
            has_plus: false,
            has_no_break_space: false,
            has_space: false,
            shortest: usize::MAX,
            longest: 0,
            decimals: 0,
            odd: None,
        }
    }

    /// Looks at a cell.
    pub fn look(&mut self, text: &str, line: u64, candidates: &Candidates, buffer: &mut String) {
        self.empty += u64::from(text.is_empty());
        let value = collapsed(text);
        if value.is_empty() {
            self.blank += 1;
            return;
        }
        if is_null(&value) {
            let is_known = self.nulls.iter().any(|known| *known == *value);
            let is_kept = is_known || self.nulls.len() < NULL_TEXTS;
            if is_kept && !is_known {
                self.nulls.push(value.to_string());
            }
            if is_kept && (self.alive != 0 || self.money.is_some()) {
                return;
            }
        }
        self.values += 1;
        self.shape(&value);
        self.digits.look(&value, line);
        self.orders.look(&value, line);
        self.look_for_money(&value, line, buffer);
        if self.alive == 0 {
            return;
        }
        if self.words.len() < 2 && !self.words.iter().any(|word| *word == *value) {
            self.words.push(value.to_string());
        }
        let left = candidates.narrow(self.alive, &value, buffer);
        if left == 0 && self.values > MANY_VALUES {
            self.odd = Some((self.alive, value.chars().take(40).collect(), line));
        }
        self.alive = left;
    }

    fn look_for_money(&mut self, value: &str, line: u64, buffer: &mut String) {
        self.amounts += u64::from(value.len() <= 40 && money::is_amount(value));
        if self.values == 1 {
            self.money = Amounts::begin(value);
        } else if let Some(money) = &mut self.money
            && !money.look(value, buffer)
        {
            self.money = None;
            self.odd_amount = Some((value.chars().take(40).collect(), line));
        }
    }

    fn shape(&mut self, value: &str) {
        let is_digits = value.bytes().all(|byte| byte.is_ascii_digit());
        self.is_digits &= is_digits;
        self.has_leading_zero |= is_digits && value.len() > 1 && value.starts_with('0');
        self.is_capitals &= value.bytes().all(|byte| byte.is_ascii_uppercase());
        self.has_plus |= value.starts_with('+');
        self.has_no_break_space |= value.contains(['\u{A0}', '\u{202F}']);
        self.has_space |= value.contains(char::is_whitespace);
        self.shortest = self.shortest.min(value.len());
        self.longest = self.longest.max(value.len());
        if self.alive != 0 && value.ends_with('%') {
            let decimals = value.split_once(['.', ',']);
            let count = decimals.map_or(0, |(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
            self.decimals = self.decimals.max(count);
        }
    }

    /// Judges the column.
    pub fn verdict(&self, about: &About<'_>, candidates: &Candidates, notes: &mut Vec<String>) -> Verdict {
        let label = about.label;
        let found = self.choose(about, candidates);
        let Some(found) = found.filter(|found| !self.is_code(about, found, notes)) else {
            return match self
                .money
                .as_ref()
                .and_then(|money| Some((money, money.found(about.delimiter)?)))
            {
                Some((money, (found, format))) => {
                    tell_of_money(money, found, about, notes);
                    self.typed(found.base, Some(format), about, notes)
                }
                None => self.text(about, candidates, notes),
            };
        };
        self.tell_of_doubt(label, found, candidates, notes);
        let format = match found.shape {
            Shape::Percent(decimal, is_spaced) => {
                notes.push(format!(
                    "{}: 12 % is read as 0.12, as the pattern has a sign for per cent.",
                    capital(label)
                ));
                Some(candidate::percent(decimal, is_spaced, self.decimals))
            }
            _ => found.format.clone(),
        };
        self.typed(found.base, format, about, notes)
    }

    /// What is said of a column of texts.
    fn text(&self, about: &About<'_>, candidates: &Candidates, notes: &mut Vec<String>) -> Verdict {
        self.tell_of_text(about, candidates, notes);
        let offered = self.offered_nulls();
        if !offered.is_empty() && about.rows > 0 {
            let texts: Vec<String> = offered.iter().map(|text| format!("`{text}`")).collect();
            let list: Vec<&str> = std::iter::once("").chain(offered.iter().copied()).collect();
            notes.push(format!(
                "{} has {} among its texts. If it stands for no value, add \"null\": {}.",
                capital(about.label),
                texts.join(", "),
                json!(list)
            ));
        }
        let is_complete = self.empty == 0 && offered.is_empty();
        Verdict {
            base: Base::String,
            declared: None,
            datatype: Datatype::default(),
            nulls: Vec::new(),
            required: is_complete && about.rows >= FEW_ROWS,
            is_complete,
            has_space: self.has_space,
            longest: self.longest,
        }
    }

    /// The texts for no value, except where the others are written just so: `NA` among codes of countries is Namibia.
    fn offered_nulls(&self) -> Vec<&str> {
        let is_code = |null: &str| {
            null.len() == self.shortest && self.shortest == self.longest && self.is_capitals && null == "NA"
        };
        let nulls = self.nulls.iter().map(String::as_str);
        nulls.filter(|null| !is_code(null)).collect()
    }

    /// What is said of a column with a datatype.
    fn typed(&self, base: Base, format: Option<Value>, about: &About<'_>, notes: &mut Vec<String>) -> Verdict {
        let name = base.name();
        if !self.nulls.is_empty() {
            let texts: Vec<String> = self.nulls.iter().map(|text| format!("`{text}`")).collect();
            let (what, is) = (texts.join(", "), if texts.len() == 1 { "is" } else { "are" });
            notes.push(format!(
                "{}: {what} {is} taken as no value; all else is {name}.",
                capital(about.label)
            ));
        }
        let is_complete = self.blank == 0 && self.nulls.is_empty();
        Verdict {
            base,
            datatype: candidate::compile(base, format.as_ref()).0,
            declared: Some(match format {
                None => json!(name),
                Some(format) => json!({"base": name, "format": format}),
            }),
            nulls: self.nulls.clone(),
            required: is_complete && about.rows >= FEW_ROWS,
            is_complete,
            has_space: self.has_space,
            longest: self.longest,
        }
    }

    /// The narrowest datatype that fits.
    fn choose<'c>(&self, about: &About<'_>, candidates: &'c Candidates) -> Option<&'c Candidate> {
        if self.values == 0 {
            return None;
        }
        let has = |words: &[&str]| about.words.split('_').any(|word| words.contains(&word));
        let is_meant = |candidate: &&Candidate| match candidate.when {
            When::Always => true,
            When::BothWords => self.words.len() == 2,
            When::Year => has(&[
                "annee",
                "annees",
                "an",
                "year",
                "years",
                "millesime",
                "exercice",
                "jahr",
            ]),
            When::Day => has(&["date", "jour", "day", "dt", "datum"]),
            When::Month => has(&["mois", "month", "date", "periode", "period", "monat"]),
        };
        let found = candidates.of(self.alive).find(is_meant)?;
        // `1,234` among cells separated by commas was written by one to whom a comma is no decimal point.
        let is_grouped = |candidate: &&Candidate| candidate.shape == Shape::Number(None, Some(','));
        match candidates.of(self.alive).find(is_grouped) {
            Some(grouped) if found.shape == Shape::Number(Some(','), None) && about.delimiter == "," => Some(grouped),
            _ => Some(found),
        }
    }

    /// Whether digits are a code and no number: by the title, or by their own look.
    fn is_code(&self, about: &About<'_>, found: &Candidate, notes: &mut Vec<String>) -> bool {
        let is_number = matches!(found.base, Base::Integer | Base::Decimal | Base::Double);
        let is_plain = found.base == Base::Integer && self.is_digits;
        let is_one_length = self.shortest == self.longest && self.longest > 1 && self.values >= FEW_ROWS;
        let is_titled = about.words.split('_').any(|word| match word {
            "code" => is_plain && is_one_length,
            // Nobody counts up to a billion: so long a number was given by a register.
            "id" | "identifiant" | "identifier" => is_plain && is_one_length && self.longest > 8,
            word => is_number && codes::TITLES.contains(&word),
        });
        let why = if is_titled {
            "by its title they are a code"
        } else if is_plain && is_one_length && self.digits.are_of_register(self.values, self.longest) {
            "by their length they are numbers of a register"
        } else {
            return false;
        };
        notes.push(format!(
            "{} has only digits, but {why}: it stays text.",
            capital(about.label)
        ));
        true
    }

    fn tell_of_text(&self, about: &About<'_>, candidates: &Candidates, notes: &mut Vec<String>) {
        let label = capital(about.label);
        if let Some((text, line)) = self.digits.damaged() {
            notes.push(format!(
                "{label}: `{text}` in line {line} was a code of more digits, which a spreadsheet has rounded. Take it again from where it came."
            ));
        }
        if self.values == 0 {
            if about.rows > 0 {
                notes.push(format!("{label} has no values: nothing can be said of its datatype."));
            }
        } else if let Some(note) = self.orders.tell(&label, self.values) {
            notes.push(note);
        } else if self.amounts * 2 > self.values {
            self.tell_of_amounts(&label, notes);
        } else if self.is_digits && self.has_leading_zero {
            notes.push(format!(
                "{label} has digits that begin with 0, as codes do: it stays text."
            ));
        } else if let Some((before, text, line)) = &self.odd
            && let Some(before) = candidates.of(*before).next()
        {
            notes.push(format!(
                "{label} is text, as `{text}` in line {line} is no {}; all values before that line are.",
                before.name()
            ));
        }
    }

    /// Tells why amounts with a currency stay text.
    fn tell_of_amounts(&self, label: &str, notes: &mut Vec<String>) {
        let why = match &self.odd_amount {
            Some((text, line)) => format!("`{text}` in line {line} is not written as those before it"),
            None => "they are not all written in the same way".to_owned(),
        };
        notes.push(format!(
            "{label} has amounts with a currency, but {why}: it stays text. To get numbers, write them all alike, or move the currency into a column of its own."
        ));
    }

    /// Tells where two readings fit.
    fn tell_of_doubt(&self, label: &str, found: &Candidate, candidates: &Candidates, notes: &mut Vec<String>) {
        let label = capital(label);
        let alive = |shape: Shape| candidates.of(self.alive).any(|candidate| candidate.shape == shape);
        let swapped: String = found
            .pattern()
            .chars()
            .map(|it| match it {
                'd' => 'M',
                'M' => 'd',
                it => it,
            })
            .collect();
        let is_swapped = |other: &Candidate| other.base == found.base && other.pattern() == swapped;
        if swapped != found.pattern() && candidates.of(self.alive).any(is_swapped) {
            notes.push(format!(
                "{label}: no date tells the day from the month. It is read as {}; {swapped} would fit as well.",
                found.pattern()
            ));
        }
        if found.pattern().contains("yy") && !found.pattern().contains("yyyy") {
            notes.push(format!(
                "{label}: the years have two digits. 00 to 68 are read as 2000 to 2068, 69 to 99 as 1969 to 1999."
            ));
        }
        for mark in [',', '.'] {
            let (whole, decimal) = (Shape::Number(None, Some(mark)), Shape::Number(Some(mark), None));
            if [whole, decimal].contains(&found.shape) && alive(whole) && alive(decimal) {
                let (is, other) = match found.shape == whole {
                    true => ("between thousands", "before decimals"),
                    false => ("before decimals", "between thousands"),
                };
                notes.push(format!(
                    "{label}: `{mark}` is taken to stand {is}, but it could as well stand {other}."
                ));
            }
        }
        if self.has_no_break_space && matches!(found.shape, Shape::Number(_, Some(' '))) {
            notes.push(format!(
                "{label} has no-break spaces between digits; \"groupChar\": \" \" stands for them, too."
            ));
        }
        if found.base == Base::Boolean && self.words.len() == 1 {
            notes.push(format!(
                "{label} has only the value `{}`; it is taken as true or false.",
                self.words[0]
            ));
        }
    }
}

/// Tells that the currency is in the pattern of numbers alone.
fn tell_of_money(money: &Amounts, found: &Candidate, about: &About<'_>, notes: &mut Vec<String>) {
    let label = capital(about.label);
    notes.push(format!(
        "{label} has numbers with `{}`, as `{}`: the sign is in the pattern, and the RDF has the number alone. Say in the name of the column or in another property which currency it is.",
        money.sign(),
        money.example()
    ));
    for mark in [',', '.'] {
        if money.is_open(mark) {
            let (is, other) = match found.base {
                Base::Integer => ("between thousands", "before decimals"),
                _ => ("before decimals", "between thousands"),
            };
            notes.push(format!(
                "{label}: `{mark}` is taken to stand {is}, but it could as well stand {other}."
            ));
        }
    }
}

/// A label at the beginning of a sentence.
fn capital(label: &str) -> Cow<'_, str> {
    match label.strip_prefix('c') {
        Some(rest) => Cow::Owned(format!("C{rest}")),
        None => Cow::Borrowed(label),
    }
}
