//! What cells may refer to: the rows of tables by key and label, the words of lists, the columns by heading.

use crate::vocabulary::{self, NS};
use csvw::metadata::{Column, Table, TableGroup};
use csvw::template::Value;
use oxigraph::model::vocab::rdfs;
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use text::fold::fold;

/// Properties whose values name a thing.
const LABELS: [&str; 4] = [
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2004/02/skos/core#altLabel",
    "http://www.w3.org/2004/02/skos/core#prefLabel",
    "http://purl.org/dc/terms/title",
];

/// Terms of our own that do so: `€` for a unit, `euros`.
const OWN_LABELS: [&str; 2] = ["symbol", "noun"];

/// Things by name.
pub(super) struct Known {
    tables: Vec<Option<Named>>,
    /// The IRIs of the ontology's terms, and their labels, folded.
    terms: BTreeSet<String>,
    terms_by_label: HashMap<String, BTreeSet<String>>,
    /// The classes of entities, which are those that a class column takes; empty if the ontology declares none.
    classes: HashSet<String>,
}

/// The rows of a table by name.
#[derive(Default)]
struct Named {
    keys: HashSet<String>,
    /// Keys by label, folded.
    by_label: BTreeMap<String, BTreeSet<String>>,
    /// The labels as written.
    labels: BTreeSet<String>,
    rows: usize,
    /// How many rows have a key that an earlier row has.
    repeated: usize,
    /// The rows that share a label, by key.
    namesakes: BTreeMap<String, Namesake>,
}

/// A row with a label that another one has.
struct Namesake {
    row_index: usize,
    line: Option<u64>,
    label: String,
    class: String,
}

impl Namesake {
    /// What tells it from others: its label, its class, its line.
    fn told(&self, key: &str) -> String {
        let line = self.line.map(|line| format!("line {line}"));
        let known = [self.label.as_str(), &self.class, line.as_deref().unwrap_or_default()];
        let known: Vec<&str> = known.into_iter().filter(|text| !text.is_empty()).collect();
        format!("`{key}` ({})", known.join(", "))
    }
}

/// What has a name.
pub(super) enum Found {
    None,
    One(String),
    Several(Vec<String>),
}

impl From<&BTreeSet<String>> for Found {
    fn from(found: &BTreeSet<String>) -> Self {
        match found.len() {
            0 => Self::None,
            1 => found.first().cloned().map_or(Self::None, Self::One),
            _ => Self::Several(found.iter().cloned().collect()),
        }
    }
}

impl Known {
    pub(super) fn of(group: &TableGroup, rows: &[Option<&super::Rows>], ontology: &[Triple]) -> Self {
        let tables = group.tables.iter().zip(rows);
        let mut known = Self {
            tables: tables
                .map(|(table, rows)| rows.map(|rows| named(table, rows)))
                .collect(),
            terms: BTreeSet::new(),
            terms_by_label: HashMap::new(),
            classes: classes(ontology),
        };
        for triple in ontology {
            let NamedOrBlankNode::NamedNode(subject) = &triple.subject else {
                continue;
            };
            known.terms.insert(subject.as_str().to_owned());
            if let Term::Literal(label) = &triple.object
                && LABELS.contains(&triple.predicate.as_str())
            {
                let terms = known.terms_by_label.entry(folded(label.value())).or_default();
                terms.insert(subject.as_str().to_owned());
            }
        }
        known
    }

    /// The key of a row that has it, or alone has it as a label.
    pub(super) fn key(&self, table_index: usize, text: &str) -> Found {
        let Some(named) = self.tables.get(table_index).and_then(Option::as_ref) else {
            return Found::None;
        };
        if named.keys.contains(text) {
            return Found::One(text.to_owned());
        }
        named.by_label.get(&folded(text)).map_or(Found::None, Found::from)
    }

    /// Notes the lines of rows, by the index of their table and their own.
    pub(super) fn take_lines(&mut self, line: &dyn Fn(usize, usize) -> Option<u64>) {
        for (table_index, named) in self.tables.iter_mut().enumerate() {
            for namesake in named.iter_mut().flat_map(|named| named.namesakes.values_mut()) {
                namesake.line = line(table_index, namesake.row_index);
            }
        }
    }

    /// A row that shares a label, as people tell it from the others.
    pub(super) fn told(&self, table_index: usize, key: &str) -> String {
        let named = self.tables.get(table_index).and_then(Option::as_ref);
        let namesake = named.and_then(|named| named.namesakes.get(key));
        namesake.map_or_else(|| format!("`{key}`"), |namesake| namesake.told(key))
    }

    /// Whether a table could not be read, so that nothing is known of its rows.
    pub(super) fn is_unread(&self, table_index: usize) -> bool {
        self.tables.get(table_index).is_none_or(Option::is_none)
    }

    /// Whether a table was read, and has no rows.
    pub(super) fn is_empty(&self, table_index: usize) -> bool {
        let named = self.tables.get(table_index).and_then(Option::as_ref);
        named.is_some_and(|named| named.rows == 0)
    }

    /// How many rows of a table have a key that an earlier row has.
    pub(super) fn repeated(&self, table_index: usize) -> usize {
        let named = self.tables.get(table_index).and_then(Option::as_ref);
        named.map_or(0, |named| named.repeated)
    }

    /// The labels of a table's rows.
    pub(super) fn labels(&self, table_index: usize) -> Vec<String> {
        let named = self.tables.get(table_index).and_then(Option::as_ref);
        named
            .map(|named| named.labels.iter().cloned().collect())
            .unwrap_or_default()
    }

    /// Whether the ontology has terms whose IRIs begin so.
    pub(super) fn has_words(&self, start: &str) -> bool {
        self.terms_of(start).next().is_some()
    }

    /// Whether the ontology has a term that begins and ends so.
    pub(super) fn is_term(&self, start: &str, word: &str) -> bool {
        self.terms.contains(&format!("{start}{word}"))
    }

    /// Whether such a term is a class of entities, and not one of what the program makes of rows.
    pub(super) fn is_class(&self, start: &str, word: &str) -> bool {
        self.classes.is_empty() || self.classes.contains(&format!("{start}{word}"))
    }

    /// The words of a list: the ends of IRIs that begin so.
    pub(super) fn words(&self, start: &str, takes: &dyn Fn(&str) -> bool) -> Vec<String> {
        let words = self.terms_of(start).map(|term| &term[start.len()..]);
        words.filter(|word| takes(word)).map(str::to_owned).collect()
    }

    /// The word of a list that is this, or alone has it as a label.
    pub(super) fn word(&self, start: &str, text: &str, takes: &dyn Fn(&str) -> bool) -> Found {
        if self.is_term(start, text) && takes(text) {
            return Found::One(text.to_owned());
        }
        let Some(terms) = self.terms_by_label.get(&folded(text)) else {
            return Found::None;
        };
        let words: BTreeSet<String> = terms
            .iter()
            .filter_map(|term| term.strip_prefix(start))
            .filter(|word| is_word(word) && takes(word))
            .map(str::to_owned)
            .collect();
        Found::from(&words)
    }

    fn terms_of<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a String> {
        let from = self.terms.range(start.to_owned()..);
        from.take_while(move |term| term.starts_with(start))
            .filter(move |term| is_word(&term[start.len()..]))
    }
}

/// Whether the end of an IRI is one word: `announced`, and neither nothing nor a path.
fn is_word(end: &str) -> bool {
    !end.is_empty() && !end.contains(['/', '#'])
}

/// The classes below that of entities.
fn classes(ontology: &[Triple]) -> HashSet<String> {
    let mut below: HashMap<&str, Vec<&str>> = HashMap::new();
    for triple in ontology.iter().filter(|triple| triple.predicate == rdfs::SUB_CLASS_OF) {
        if let (NamedOrBlankNode::NamedNode(class), Term::NamedNode(above)) = (&triple.subject, &triple.object) {
            below.entry(above.as_str()).or_default().push(class.as_str());
        }
    }
    let mut found = HashSet::new();
    let mut open = vec![vocabulary::ENTITY];
    while let Some(class) = open.pop() {
        let classes = below.get(class).into_iter().flatten();
        open.extend(classes.filter(|class| found.insert((**class).to_owned())));
    }
    found
}

fn named(table: &Table, rows: &super::Rows) -> Named {
    let mut named = Named::default();
    let [key] = table.primary_key[..] else {
        return named;
    };
    let labels: Vec<usize> = label_columns(table).collect();
    named.rows = rows.len();
    for row in rows {
        let Some(key) = row
            .get(key)
            .map(|key| super::trimmed(key))
            .filter(|key| !key.is_empty())
        else {
            continue;
        };
        named.repeated += usize::from(!named.keys.insert(key.to_owned()));
        for column in &labels {
            let cell = row.get(*column).map_or("", String::as_str);
            let separator = table.columns[*column].separator.as_deref();
            let values = separator.map_or_else(|| vec![cell], |separator| cell.split(separator).collect());
            for label in values.into_iter().map(super::trimmed).filter(|label| !label.is_empty()) {
                named.by_label.entry(folded(label)).or_default().insert(key.to_owned());
                named.labels.insert(label.to_owned());
            }
        }
    }
    named.namesakes = namesakes(table, key, &named, rows);
    named
}

/// The rows that share a label with others; `key` is the column of their keys.
fn namesakes(table: &Table, key: usize, named: &Named, rows: &super::Rows) -> BTreeMap<String, Namesake> {
    let shared = named.by_label.values().filter(|keys| keys.len() > 1);
    let shared: HashSet<&String> = shared.flatten().collect();
    let mut found = BTreeMap::new();
    if shared.is_empty() {
        return found;
    }
    let labels: Vec<usize> = label_columns(table).collect();
    let classes = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| !column.is_virtual);
    let class = classes
        .filter(|(_, column)| column.property.constant() == Some(vocabulary::RDF_TYPE))
        .map(|(index, _)| index)
        .next();
    let text = |row: &Vec<String>, column: usize| row.get(column).map_or("", |cell| super::trimmed(cell)).to_owned();
    for (row_index, row) in rows.iter().enumerate() {
        let key = text(row, key);
        if shared.contains(&key) && !found.contains_key(&key) {
            let label = labels
                .iter()
                .map(|column| text(row, *column))
                .find(|label| !label.is_empty());
            let namesake = Namesake {
                row_index,
                line: None,
                label: label.unwrap_or_default(),
                class: class.map(|column| text(row, column)).unwrap_or_default(),
            };
            found.insert(key, namesake);
        }
    }
    found
}

/// The columns of a table whose values name its rows.
pub(super) fn label_columns(table: &Table) -> impl Iterator<Item = usize> + '_ {
    (0..table.columns.len()).filter(|index| {
        let column = &table.columns[*index];
        let is_label = |property: &str| {
            LABELS.contains(&property) || property.strip_prefix(NS).is_some_and(|name| OWN_LABELS.contains(&name))
        };
        !column.is_virtual && column.property.constant().is_some_and(is_label)
    })
}

/// How the IRIs of a column's words begin, if it makes IRIs of its own cells alone.
pub(super) fn beginning(column: &Column) -> Option<String> {
    let template = column.value.as_ref()?;
    let (mut start, mut whole) = (String::new(), String::new());
    template.expand(|_| Value::Text(""), &mut start).ok()?;
    template.expand(|_| Value::Text("x"), &mut whole).ok()?;
    (whole == format!("{start}x")).then_some(start)
}

/// The column of a heading: its name or one of its titles, however spelt.
pub(super) fn column(table: &Table, heading: &str) -> Option<usize> {
    let heading = heading.trim_start_matches('\u{feff}').trim();
    let described = || {
        table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.is_virtual)
    };
    let exact = described().find(|(_, column)| names(column).any(|name| name == heading));
    let alike = || {
        let wanted = folded(heading);
        described().find(|(_, column)| names(column).any(|name| folded(name) == wanted))
    };
    exact.or_else(alike).map(|(index, _)| index)
}

fn names(column: &Column) -> impl Iterator<Item = &str> {
    let titles = column.titles.iter().map(|title| title.text.as_str());
    titles.chain(column.is_named.then_some(column.name.as_str()))
}

/// A name without case, accents and differences of spaces, hyphens, underscores and apostrophes; a symbol is itself.
pub(super) fn folded(name: &str) -> String {
    let folded = fold(name);
    let words =
        folded.split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '_' | '\'' | '’' | '.' | '‑'));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a column has a property of ours.
pub(super) fn is_of(column: &Column, name: &str) -> bool {
    let property = column.property.constant();
    property.and_then(|property| property.strip_prefix(NS)) == Some(name)
}

/// Whether a text is a value of a column.
pub(super) fn fits(column: &Column, text: &str) -> bool {
    column.datatype.read(text, &mut String::new()).is_ok()
}
