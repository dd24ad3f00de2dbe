//! Claims as statements for Wikidata, in the formats of QuickStatements (<https://www.wikidata.org/wiki/Help:QuickStatements>).
//!
//! Takes a dossier's graph; returns a [`Contribution`]: statements with qualifiers and references, and the claims left
//! out with the reason. The ontology maps claims to statements (`s:states`) and says which claims to leave out
//! (`s:leftOutBecause`). The mapping is conservative. It leaves out claims that are proposed or planned, ambiguous or
//! second-hand, or have an inferred date or one bound of an amount only; as amounts, it also leaves out ranges, shares,
//! and money without a funder. Claims and links with an error or warning from the checks are left out, too.

mod write;

use crate::dossier::Dossier;
use crate::evidence::Finding;
use crate::graph::{Graph, Solution, text};
use crate::query::{self, AskError};
use diagnostic::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// The statements that a dossier can contribute.
#[derive(Debug, Clone, Default)]
pub struct Contribution {
    /// The statements, sorted by claim and property.
    pub statements: Vec<Statement>,
    /// The claims left out, in the same order.
    pub left_out: Vec<LeftOut>,
}

/// A statement about an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The IRI of its claim; if several claims give the same statement, of the first.
    pub claim: String,
    /// The item it is about, such as `Q42`.
    pub subject: String,
    /// Its property, such as `P39`.
    pub property: String,
    /// Its value.
    pub value: Value,
    /// Its qualifiers: properties and values.
    pub qualifiers: Vec<(String, Value)>,
    /// Its references: properties and values.
    pub references: Vec<(String, Value)>,
}

/// A value of a Wikidata statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An item.
    Item(String),
    /// An exact amount, with the item of its unit.
    Quantity {
        /// Its digits.
        amount: String,
        /// The item of the unit.
        unit: String,
    },
    /// A year, month or day in ISO 8601.
    Time(String),
    /// An address.
    Address(String),
    /// A text in a language.
    Monolingual {
        /// The language's code.
        language: String,
        /// The text.
        text: String,
    },
}

/// A claim that is not exported.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The claim's IRI.
    pub claim: String,
    /// Its kind.
    pub kind: String,
    /// The property its statement would have; empty if its kind has none.
    pub property: String,
    /// The reason.
    pub reason: String,
}

impl Statement {
    /// The identity of a statement for QuickStatements, which merges qualifiers and references into an existing
    /// statement with the same item, property and value, whatever its qualifiers. It compares amounts without units.
    fn known_by(&self) -> (String, String, String) {
        let value = match &self.value {
            Value::Quantity { amount, .. } => amount.clone(),
            other => format!("{other:?}"),
        };
        (self.subject.clone(), self.property.clone(), value)
    }
}

impl Contribution {
    /// Collects the statements of a dossier; `findings` are those of its checks.
    ///
    /// # Errors
    /// When a query over the graph fails.
    pub fn of(dossier: &Dossier, graph: &Graph, findings: &[Finding]) -> Result<Self, AskError> {
        let doubts = Doubts::of(dossier, graph, findings)?;
        let rows = query::ask(dossier, graph, include_str!("quickstatements/claims.rq"), &[])?;
        let mut all = Self::default();
        let mut left_out = BTreeSet::new();
        let mut known = BTreeMap::new();
        for row in rows.iter() {
            let of = |name: &str| row.text(name).unwrap_or_default().to_owned();
            let statement = statement(row).and_then(|statement| doubts.accept(statement));
            if let Err(reason) = statement.and_then(|statement| all.add(statement, &mut known)) {
                left_out.insert(LeftOut {
                    claim: of("claim"),
                    kind: of("kind"),
                    property: identifier(row, "property").unwrap_or_default(),
                    reason,
                });
            }
        }
        all.left_out = left_out.into_iter().collect();
        Ok(all)
    }

    /// Adds a statement, unless it exists with the same references. Refuses a statement that QuickStatements would
    /// merge into one with other qualifiers: the result would have the qualifiers and references of both.
    fn add(
        &mut self,
        statement: Statement,
        known: &mut BTreeMap<(String, String, String), Vec<usize>>,
    ) -> Result<(), String> {
        let alike = known.entry(statement.known_by()).or_default();
        if let Some(first) = alike.first().map(|index| &self.statements[*index])
            && (&first.value, &first.qualifiers) != (&statement.value, &statement.qualifiers)
        {
            let why = "another claim gives this value with other qualifiers, and QuickStatements would mix the two";
            return Err(format!("{why}: {}", first.claim));
        }
        if !alike
            .iter()
            .any(|index| self.statements[*index].references == statement.references)
        {
            alike.push(self.statements.len());
            self.statements.push(statement);
        }
        Ok(())
    }
}

/// Errors and warnings of the checks.
struct Doubts {
    /// Messages by the IRI of a claim.
    claims: BTreeMap<String, String>,
    /// Messages by the item of a link.
    items: BTreeMap<String, String>,
}

impl Doubts {
    fn of(dossier: &Dossier, graph: &Graph, findings: &[Finding]) -> Result<Self, AskError> {
        let rows = query::ask(dossier, graph, include_str!("quickstatements/links.rq"), &[])?;
        let mut claims = BTreeMap::new();
        for finding in findings {
            if finding.diagnostic.severity != Severity::Note {
                let what = format!("{}, {}", finding.diagnostic.code, finding.diagnostic.message);
                let place = (finding.subject.clone(), finding.property.clone());
                claims.entry(place).or_insert(what);
            }
        }
        let items = rows.iter().filter_map(|row| {
            let subject = row.text("subject")?;
            let of_subject = claims.range((subject.to_owned(), None)..);
            let of_subject = of_subject.take_while(|((found, _), _)| found == subject);
            // Of the findings about an entity, only those about its item count.
            let is_link = |property: Option<&str>| row.get("property").is_none() || property == row.text("property");
            let mut of_link = of_subject.filter(|((_, property), _)| is_link(property.as_deref()));
            Some((identifier(row, "item")?, of_link.next()?.1.clone()))
        });
        let items = items.collect();
        let claims = claims.into_iter().map(|((subject, _), what)| (subject, what));
        Ok(Self {
            claims: claims.collect(),
            items,
        })
    }

    /// Refuses a statement whose claim, or a link that it uses, has an error or warning.
    fn accept(&self, statement: Statement) -> Result<Statement, String> {
        if let Some(what) = self.claims.get(&statement.claim) {
            return Err(format!("a check finds fault with it: {what}"));
        }
        let values = statement.qualifiers.iter().chain(&statement.references);
        let values = values.map(|(_, value)| value).chain([&statement.value]);
        let items = values.filter_map(|value| match value {
            Value::Item(item) => Some(item),
            _ => None,
        });
        let what = items.chain([&statement.subject]).find_map(|item| self.items.get(item));
        match what {
            Some(what) => Err(format!("a check finds fault with one of its links: {what}")),
            None => Ok(statement),
        }
    }
}

/// The identifier at the end of a Wikidata IRI.
fn identifier(row: Solution<'_>, variable: &str) -> Option<String> {
    let iri = row.get(variable).map(text)?;
    iri.strip_prefix("http://www.wikidata.org/entity/").map(str::to_owned)
}

/// Builds the statement of a row, or returns the reason why it is left out.
fn statement(row: Solution<'_>) -> Result<Statement, String> {
    let has = |variable: &str| row.get(variable).is_some();
    let needs = |variable: &str, reason: &str| has(variable).then_some(()).ok_or_else(|| reason.to_owned());
    let item = |variable: &str, of: &str| {
        identifier(row, &format!("{variable}_item"))
            .ok_or_else(|| format!("{of} is linked to no item: {}", row.text(variable).unwrap_or_default()))
    };
    let property = identifier(row, "property").ok_or("claims of its kind become no statement of Wikidata")?;
    if row.text("asserted") != Some("true") {
        return Err("it was only wished, called for or proposed".to_owned());
    }
    if let Some(reason) = row.text("barred") {
        return Err(reason.to_owned());
    }
    if row.text("second_hand") == Some("true") {
        return Err("the document has it from somebody else".to_owned());
    }
    needs_both_bounds(row)?;
    if row.text("when").is_some_and(|when| when.contains('/')) {
        return Err("its time is a period, and a point in time is one date".to_owned());
    }
    needs("subject", "the role that the statement is about is empty")?;
    let subject = item("subject", "what it is about")?;
    let value = if has("value_role") {
        needs(
            "object",
            "the role that the statement gives is empty, such as who funds",
        )?;
        if row.text("class_fits") == Some("false") {
            return Err(format!("what it states is of a class that {property} does not take"));
        }
        Value::Item(item("object", "what it states")?)
    } else {
        quantity(row)?
    };
    if row.text("subject_fits") == Some("false") {
        return Err(format!("what it is about is of a class that {property} does not take"));
    }
    let mut qualifiers = Vec::new();
    if let Some(qualifier) = identifier(row, "qualifier") {
        needs("qualifying", "the document does not say who funds")?;
        qualifiers.push((qualifier, Value::Item(item("qualifying", "who funds")?)));
    }
    if let Some(when) = row.text("when") {
        qualifiers.push((POINT_IN_TIME.to_owned(), time(when)?));
    }
    if let (Value::Quantity { .. }, Some(circumstances)) = (&value, identifier(row, "circumstances")) {
        qualifiers.push((SOURCING_CIRCUMSTANCES.to_owned(), Value::Item(circumstances)));
    }
    Ok(Statement {
        claim: row.text("claim").unwrap_or_default().to_owned(),
        subject,
        property,
        value,
        qualifiers,
        references: references(row)?,
    })
}

const POINT_IN_TIME: &str = "P585";
const SOURCING_CIRCUMSTANCES: &str = "P1480";
const STATED_IN: &str = "P248";
const REFERENCE_URL: &str = "P854";
const TITLE: &str = "P1476";
const PUBLISHER: &str = "P123";
const PUBLICATION_DATE: &str = "P577";
const RETRIEVED: &str = "P813";

/// Refuses a claim whose amount has one bound only. The whole claim is left out, since its other statements would hide
/// that the amount is open.
fn needs_both_bounds(row: Solution<'_>) -> Result<(), String> {
    match (row.text("minimum"), row.text("maximum")) {
        (Some(_), None) => Err("its amount has no upper bound (at least, more than)".to_owned()),
        (None, Some(_)) => Err("its amount has no lower bound (up to, less than)".to_owned()),
        _ => Ok(()),
    }
}

/// The amount of a claim, if it is a single figure.
fn quantity(row: Solution<'_>) -> Result<Value, String> {
    let (Some(minimum), Some(maximum)) = (row.text("minimum"), row.text("maximum")) else {
        return Err("it states no amount".to_owned());
    };
    if minimum != maximum {
        return Err("its amount is a range, and a quantity of Wikidata is one figure".to_owned());
    }
    if let Some(reason) = row.text("amount_barred") {
        return Err(reason.to_owned());
    }
    let unit = row.text("unit").ok_or("no currency is written")?;
    let unit = identifier(row, "unit_item").ok_or_else(|| format!("no item is known for the unit {unit}"))?;
    Ok(Value::Quantity {
        amount: minimum.to_owned(),
        unit,
    })
}

/// A valid year, month or day.
fn time(text: &str) -> Result<Value, String> {
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    let fits = |index: usize, most: u8| {
        let part = parts.get(index).map(|part| part.parse::<u8>());
        part.is_none_or(|part| part.is_ok_and(|part| (1..=most).contains(&part)))
    };
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    let is_time = [4, 2, 2].starts_with(&lengths) && parts.iter().all(|part| is_number(part));
    match is_time && fits(1, 12) && fits(2, 31) {
        true => Ok(Value::Time(text.to_owned())),
        false => Err(format!(
            "a date of it, or of its document, is no year, month or day: {text}"
        )),
    }
}

/// The references of a claim.
fn references(row: Solution<'_>) -> Result<Vec<(String, Value)>, String> {
    // Wikidata has few regional language codes; `und` means undetermined.
    let language = row.text("language").and_then(|tag| tag.split('-').next());
    let language = language.filter(|code| !code.is_empty()).unwrap_or("und").to_lowercase();
    let text = |variable: &str| row.text(variable).map(|text| Value::Address(text.to_owned()));
    let time = |variable: &str| row.text(variable).map(time).transpose();
    let found = [
        (STATED_IN, identifier(row, "document_item").map(Value::Item)),
        (REFERENCE_URL, text("address")),
        (
            TITLE,
            row.text("title").map(|text| Value::Monolingual {
                language,
                text: text.to_owned(),
            }),
        ),
        (PUBLISHER, identifier(row, "publisher_item").map(Value::Item)),
        (PUBLICATION_DATE, time("published")?),
        (RETRIEVED, time("retrieved")?),
    ];
    if found[0].1.is_none() && found[1].1.is_none() {
        return Err("its document has neither an address nor an item, so that nothing can be cited".to_owned());
    }
    let named = found
        .into_iter()
        .map(|(property, value)| Some((property.to_owned(), value?)));
    Ok(named.flatten().collect())
}
