//! A dossier of tables as they come (grants, deals, projects), without claims: the files that describe, name and query them.
//!
//! Takes CSV files and workbooks; each file and sheet becomes a table with drafted metadata, a class, and a property for each column. Names that come again
//! (who pays, who receives) become things with a label by a rule, so that a view can draw them. What the columns mean is told
//! by their headings, else by their values.

mod asides;
mod headings;
mod links;
mod notes;
mod questions;
mod workbook;

use super::{Language, base, quoted};
use crate::tables::slug;
use csvw::describe::{DescribeError, describe_rows};
use csvw::metadata::TableGroup;
use csvw::{Collect, Options, Resources};
use diagnostic::{Diagnostic, Report};
use notes::Notes;
use oxigraph::model::{Literal, NamedNode, TermRef, TripleRef, vocab::xsd};
use questions::Questions;
use serde_json::{Map, Value, json};
use sheet::Role;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::{Cursor, Read};
use std::sync::Arc;
use workbook::Table;

/// A table that is given.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name of its file, such as `deals.csv`.
    pub name: String,
    /// Its bytes, in any encoding and dialect.
    pub bytes: Vec<u8>,
}

/// The files of a dossier of tables, and what a person should know.
#[derive(Debug)]
pub struct Register {
    /// The files by name.
    pub files: BTreeMap<String, Vec<u8>>,
    /// What the columns of the first table were taken for, a line each.
    pub taken: Vec<String>,
    /// Notes on guesses and doubts, with the name of the table in front.
    pub notes: Vec<String>,
}

/// The tables cannot become a dossier.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It is of another format.
    #[error("{0} is no table: give a file of CSV (.csv, .tsv, .txt), XLSX or ODS")]
    NoTable(String),
    /// All its sheets are empty or hidden.
    #[error("{0} has no cells in a sheet that is shown")]
    NoCells(String),
    /// A workbook cannot be read.
    #[error(transparent)]
    Unreadable(#[from] sheet::Unreadable),
    /// Two tables have one name.
    #[error("two tables are called {0}: rename one of them")]
    Twice(String),
    /// It cannot be described.
    #[error(transparent)]
    Undescribed(#[from] DescribeError),
    /// Some of its columns have no heading: their numbers.
    #[error(
        "{0} has no heading in {1}: write one into its first row. If it has two rows of headings, make one of them"
    )]
    Headless(String, String),
    /// Its draft is not understood.
    #[error("{0} cannot be described: save its table as CSV, and `sourcier table describe` says what is wrong")]
    Draft(String),
}

/// A table with its drafted description.
struct Draft {
    /// Its name in IRIs, such as `deals`.
    word: String,
    file: String,
    description: Value,
    columns: Vec<Column>,
    rows: u64,
    /// Whether another table has its keys.
    is_linked: bool,
}

/// A column, with what its cells have.
#[derive(Debug, Default)]
struct Column {
    name: String,
    title: String,
    role: Option<Role>,
    /// How firm its sums are, as its heading says.
    stage: Option<&'static str>,
    /// The currency that its heading or its cells write: an ISO 4217 code or a sign.
    unit: Option<String>,
    /// The power of ten that its heading writes.
    scale: Option<u32>,
    is_key: bool,
    /// Whether its cells are the keys of another table.
    is_link: bool,
    /// Whether its cells are lists.
    is_list: bool,
    filled: u64,
    /// How often each value occurs.
    values: HashMap<String, u64>,
    /// How many are numbers, dates, four digits of a year.
    numbers: u64,
    dates: u64,
    years: u64,
    characters: u64,
}

impl Column {
    fn look(&mut self, text: &str, datatype: &str) {
        self.filled += 1;
        let is_number = [xsd::DECIMAL, xsd::INTEGER, xsd::DOUBLE]
            .iter()
            .any(|number| number.as_str() == datatype);
        self.numbers += u64::from(is_number);
        self.dates += u64::from(datatype == xsd::DATE.as_str() || datatype == xsd::DATE_TIME.as_str());
        self.years += u64::from(text.len() == 4 && matches!(text.parse(), Ok(1800..=2200)));
        self.characters += text.chars().count() as u64;
        *self.values.entry(text.to_owned()).or_default() += 1;
    }

    fn is_amount(&self) -> bool {
        self.filled > 0
            && self.numbers == self.filled
            && self.years < self.filled
            && !self.is_key
            && !self.is_list
            && !self.is_link
    }

    fn is_time(&self) -> bool {
        self.filled > 0 && !self.is_list && (self.dates == self.filled || self.years == self.filled)
    }

    /// Whether its cells are names that come again.
    fn is_names(&self) -> bool {
        let distinct = self.values.len() as u64;
        let has_letters = || self.values.keys().any(|text| text.chars().any(char::is_alphabetic));
        let is_told = matches!(self.role, Some(Role::Payer | Role::Recipient));
        let is_short = self.characters <= 60 * self.filled;
        // Sums of which a few are written in another way are no names.
        let amounts = self
            .values
            .keys()
            .filter(|text| csvw::describe::is_amount(text))
            .count();
        let is_remark = matches!(
            self.role,
            Some(Role::Note | Role::Quote | Role::Link | Role::Archive | Role::Source)
        );
        if self.is_link {
            return true;
        }
        self.numbers == 0
            && self.dates == 0
            && !self.is_key
            && is_short
            && 2 * amounts <= self.values.len()
            && has_letters()
            && (is_told || (2..self.filled).contains(&distinct))
            && !self.is_currency()
            && !is_remark
    }

    /// Whether its cells are codes or signs of currencies.
    fn is_currency(&self) -> bool {
        let is_code = |text: &String| text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_sign = |text: &String| matches!(text.as_str(), "€" | "$" | "£" | "¥");
        !self.values.is_empty()
            && !self.is_list
            && (self.role == Some(Role::Currency) || self.values.len() <= 40)
            && self.values.keys().all(|text| is_code(text) || is_sign(text))
    }
}

impl Draft {
    /// Where no column has amounts: those that nearly do, with the first value that is none.
    fn odd_amounts(&self) -> Vec<(String, String)> {
        if self.columns.iter().any(Column::is_amount) {
            return Vec::new();
        }
        let told = self.columns.iter().filter(|column| !column.is_key).filter_map(|column| {
            let is_amount = |text: &str| text.chars().all(|letter| letter.is_ascii_digit() || " \u{a0}\u{202f},.'-".contains(letter));
            let mut odd: Vec<&String> = column.values.keys().filter(|text| !is_amount(text)).collect();
            odd.sort();
            let (first, all) = (odd.first()?, column.values.len());
            (2 * odd.len() < all).then(|| {
                let note = format!(
                    "`{}` is no column of amounts, since {} of its {all} values are written in another way, as `{first}`. Write all in one way, and make the dossier again",
                    column.title,
                    odd.len()
                );
                (self.file.clone(), note)
            })
        });
        told.collect()
    }

    /// The column that names a row: the first of texts that differ, if none is the key.
    fn label(&self) -> Option<&Column> {
        let is_text = |column: &&Column| {
            let distinct = column.values.len() as u64;
            let is_one = !column.is_key && !column.is_link && !column.is_list;
            is_one && column.numbers == 0 && column.dates == 0 && 2 * distinct > column.filled
        };
        let has_letters = |column: &&Column| column.values.keys().all(|text| text.chars().any(char::is_alphabetic));
        self.columns.iter().filter(is_text).find(has_letters)
    }
}

/// Which of several sums is the one that is given: granted before voted, then paid; what was asked for last.
fn rank(stage: Option<&str>) -> usize {
    let order = [Some("committed"), Some("approved"), None, Some("received")];
    let last = if stage == Some("called-for") { 2 } else { 1 };
    order
        .iter()
        .position(|one| *one == stage)
        .unwrap_or(order.len() - 1 + last)
}

/// What the columns of a table are taken for.
struct Taken<'a> {
    amount: Option<&'a Column>,
    /// Sums of other stages, which a question may ask for instead.
    stages: Vec<&'a Column>,
    currency: Option<&'a Column>,
    time: Option<&'a Column>,
    /// Who, and with whom; then others that group rows.
    names: Vec<&'a Column>,
}

impl<'a> Taken<'a> {
    fn of(draft: &'a Draft) -> Self {
        let with = |role: Role, is: fn(&Column) -> bool| {
            let mut told = draft.columns.iter();
            told.find(|column| column.role == Some(role) && is(column))
        };
        let amounts = || draft.columns.iter().filter(|column| column.is_amount());
        let told = amounts().filter(|column| column.role == Some(Role::Amount));
        let amount = told.min_by_key(|column| rank(column.stage));
        let mut names: Vec<&Column> = [Role::Payer, Role::Recipient]
            .into_iter()
            .filter_map(|role| with(role, Column::is_names))
            .collect();
        let mut others: Vec<&Column> = draft
            .columns
            .iter()
            .filter(|column| column.is_names() && !names.iter().any(|name| name.name == column.name))
            .collect();
        others.sort_by_key(|column| std::cmp::Reverse(column.values.len()));
        names.extend(others);
        let is_other = |column: &&Column| {
            let one = amount.filter(|one| one.name != column.name && one.stage != column.stage);
            one.is_some() && column.role == Some(Role::Amount) && column.stage.is_some()
        };
        Self {
            stages: amounts().filter(is_other).collect(),
            amount: amount.or_else(|| amounts().max_by_key(|column| column.values.len())),
            currency: draft.columns.iter().find(|column| column.is_currency()),
            time: with(Role::When, Column::is_time).or_else(|| draft.columns.iter().find(|column| column.is_time())),
            names,
        }
    }
}

/// The files of a dossier of these tables. `name` is that of its folder.
///
/// # Errors
/// When a file is neither CSV nor a workbook with cells, or a table has the name of another one, or cannot be described.
pub fn register(
    name: &str,
    title: Option<&str>,
    base_iri: Option<&str>,
    language: Language,
    sources: &[Source],
) -> Result<Register, RegisterError> {
    let base = base_iri.map_or_else(|| base(name), str::to_owned);
    let mut notes = Notes::default();
    let (tables, mut drafts) = drafts(sources, &base, language, &mut notes)?;
    links::declare(&mut drafts, &mut notes);
    drafts.iter().for_each(|draft| notes::told(draft, &mut notes));
    let mut files: BTreeMap<String, Vec<u8>> = tables
        .iter()
        .map(|source| (format!("data/{}", source.name), source.bytes.clone()))
        .collect();
    let mut write = |name: &str, text: String| files.insert(name.to_owned(), text.into_bytes());
    let tables: Vec<&Value> = drafts.iter().map(|draft| &draft.description).collect();
    let context = json!(["http://www.w3.org/ns/csvw", {"@language": language.tag()}]);
    let metadata = json!({"@context": context, "tables": tables});
    write("data/csv-metadata.json", format!("{metadata:#}\n"));
    write(
        &format!("ontology/{}.ttl", word(name)),
        ontology(&drafts, &base, language),
    );
    write(".gitignore", super::embedded::GITIGNORE.to_owned());
    let mut taken = Vec::new();
    let mut view = "";
    // The table with the most rows that has an amount, else the one with the most rows; one whose keys others have says who they are.
    let main = drafts
        .iter()
        .max_by_key(|draft| (Taken::of(draft).amount.is_some(), !draft.is_linked, draft.rows));
    if let Some(draft) = main {
        let columns = Taken::of(draft);
        let questions = Questions {
            draft,
            taken: &columns,
            base: &base,
            language,
            linked: drafts.iter().filter(|draft| draft.is_linked).collect(),
        };
        taken = questions.told();
        for (file, note) in draft.odd_amounts() {
            notes.add(&file, &note);
        }
        for (name, text) in questions.files() {
            if name.starts_with("queries/views/") {
                view = "\n# What `sourcier export graph` draws where no view is named.\nview = \"links\"\n";
            }
            write(&name, text);
        }
        write("README.md", questions.readme(title.unwrap_or(name)));
    }
    write(super::MANIFEST, manifest(title.unwrap_or(name), &base, language, view));
    Ok(Register {
        files,
        taken,
        notes: notes.lines(),
    })
}

/// The tables of files, and their drafts.
fn drafts(
    sources: &[Source],
    base: &str,
    language: Language,
    notes: &mut Notes,
) -> Result<(Vec<Source>, Vec<Draft>), RegisterError> {
    let mut tables: Vec<Table> = Vec::new();
    for source in sources {
        tables.extend(workbook::tables(source, notes)?);
    }
    let mut drafts: Vec<Draft> = Vec::new();
    for table in &mut tables {
        let draft = drafted(table, base, language, notes)?;
        if drafts.iter().any(|other| other.word == draft.word) {
            return Err(RegisterError::Twice(table.source.name.clone()));
        }
        drafts.push(draft);
    }
    Ok((tables.into_iter().map(|table| table.source).collect(), drafts))
}

/// The manifest; `view` is its line about the first view.
fn manifest(title: &str, base: &str, language: Language, view: &str) -> String {
    format!(
        "# The format of the dossier: `sourcier migrate` raises it.\nformat = {}\n\ntitle = {}\nbase = {}\nlanguage = \"{}\"\n{}",
        crate::dossier::FORMAT,
        quoted(title),
        quoted(base),
        language.tag(),
        view
    )
}

/// The tables in memory.
struct Given<'a>(&'a str, &'a str, &'a [u8]);

impl Resources for Given<'_> {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let metadata = format!("{}data/csv-metadata.json", self.0);
        Ok(match url {
            _ if url == metadata => Some(Box::new(Cursor::new(self.1.as_bytes().to_vec()))),
            _ if url.starts_with(self.0) => Some(Box::new(Cursor::new(Arc::<[u8]>::from(self.2)))),
            _ => None,
        })
    }

    fn name(&self, url: &str) -> String {
        url.rsplit('/').next().unwrap_or(url).to_owned()
    }

    fn allows(&self, url: &str) -> bool {
        url.starts_with(self.0)
    }

    fn size(&self, _url: &str) -> Option<u64> {
        None
    }
}

/// Describes a table, and looks at what its columns have.
fn drafted(table: &mut Table, base: &str, language: Language, notes: &mut Notes) -> Result<Draft, RegisterError> {
    let mut description = described(table, base, language, notes)?;
    let table = &*table;
    let source = &table.source;
    let (stem, _) = source.name.rsplit_once('.').unwrap_or((&source.name, ""));
    let word = word(stem);
    let failed = || RegisterError::Draft(source.name.clone());
    let object = description.as_object_mut().ok_or_else(failed)?;
    object.remove("@context");
    let schema = object.get_mut("tableSchema").and_then(Value::as_object_mut);
    let schema = schema.ok_or_else(failed)?;
    let about = schema.get("aboutUrl").and_then(Value::as_str).unwrap_or("#row-{_row}");
    let about = format!("../{word}/{}", about.trim_start_matches('#'));
    schema.insert("aboutUrl".to_owned(), json!(about));
    let keys: Vec<String> = match schema.get("primaryKey") {
        Some(Value::String(key)) => vec![key.clone()],
        Some(Value::Array(keys)) => keys.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    let mut columns = Vec::new();
    headed(table, schema)?;
    let list = schema
        .get_mut("columns")
        .and_then(Value::as_array_mut)
        .ok_or_else(failed)?;
    for column in list.iter_mut() {
        let name = column["name"].as_str().ok_or_else(failed)?.to_owned();
        column["propertyUrl"] = json!(format!("../ns#{name}"));
        columns.push(Column {
            unit: written_currency(&column["datatype"]),
            title: column["titles"].as_str().unwrap_or(&name).to_owned(),
            is_key: keys.contains(&name),
            is_list: !column["separator"].is_null(),
            name,
            ..Column::default()
        });
    }
    let class = format!("../ns#{}", capital(&word));
    list.push(json!({"virtual": true, "propertyUrl": "rdf:type", "valueUrl": class}));
    let mut draft = Draft {
        word,
        file: source.name.clone(),
        description,
        columns,
        rows: 0,
        is_linked: false,
    };
    survey(&mut draft, source, base);
    Ok(draft)
}

/// The description of a table, from which the rows that are none are taken out.
fn described(table: &mut Table, base: &str, language: Language, notes: &mut Notes) -> Result<Value, RegisterError> {
    let of = |source: &Source| {
        let mut open = || Ok(Box::new(Cursor::new(source.bytes.clone())) as Box<dyn Read + Send>);
        describe_rows(&source.name, &mut open)
    };
    let mut described = of(&table.source)?;
    let group = read_back(&described.metadata, &table.source, base, &mut Report::bounded(1));
    let dialect = group.and_then(|group| group.tables.into_iter().next().map(|table| table.dialect));
    if let Some(told) = dialect.and_then(|dialect| asides::take_out(table, &dialect, language)) {
        notes.add(table.place.trim_end_matches(','), &told);
        described = of(&table.source)?;
    }
    for note in &described.notes {
        notes.add(&table.source.name, note);
    }
    Ok(described.metadata)
}

/// The metadata of a table as they are read.
fn read_back(description: &Value, source: &Source, base: &str, report: &mut Report) -> Option<TableGroup> {
    let mut metadata = description.clone();
    metadata["@context"] = json!("http://www.w3.org/ns/csvw");
    let metadata = metadata.to_string();
    let given = Given(base, &metadata, &source.bytes);
    csvw::metadata::read(&format!("{base}data/csv-metadata.json"), &given, report)
}

/// The currency that the pattern of a column of numbers has.
fn written_currency(datatype: &Value) -> Option<String> {
    let pattern = datatype["format"]["pattern"].as_str().or(datatype["format"].as_str())?;
    ["€", "$", "£", "¥", "EUR", "USD", "GBP"]
        .into_iter()
        .find(|sign| pattern.contains(sign))
        .map(str::to_owned)
}

/// Refuses a table of which some columns have no heading.
fn headed(table: &Table, schema: &Map<String, Value>) -> Result<(), RegisterError> {
    let columns = schema.get("columns").and_then(Value::as_array);
    let without = columns
        .into_iter()
        .flatten()
        .zip(1..)
        .filter(|(column, _)| column["name"].is_null());
    let letters: Vec<String> = without.map(|(_, number)| table.letters(number)).collect();
    let places = match letters.as_slice() {
        [] => return Ok(()),
        [one] => format!("column {one}"),
        [some @ .., last] => format!("the columns {} and {last}", some.join(", ")),
    };
    Err(RegisterError::Headless(table.place.clone(), places))
}

/// Reads the rows, and counts what each column has; the headings tell roles.
fn survey(draft: &mut Draft, source: &Source, base: &str) {
    let mut report = Report::bounded(1);
    let Some(group) = read_back(&draft.description, source, base, &mut report) else {
        return;
    };
    let given = Given(base, "", &source.bytes);
    let places: HashMap<String, usize> = draft
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| (format!("{base}ns#{}", column.name), index))
        .collect();
    let (columns, rows) = (&mut draft.columns, &mut draft.rows);
    let mut take = Collect::new(
        |triple: TripleRef<'_>| match (places.get(triple.predicate.as_str()), triple.object) {
            (Some(&index), TermRef::Literal(literal)) => {
                columns[index].look(literal.value(), literal.datatype().as_str())
            }
            (None, TermRef::NamedNode(_)) => *rows += 1,
            _ => {}
        },
    );
    // A sink in memory takes everything; wrong cells are findings of the new dossier.
    let _ = csvw::convert(&group, &given, &Options::default(), &mut report, &mut take);
    drop(take);
    let Ok(workbook) = sheet::read(&source.bytes, &source.name) else {
        return;
    };
    for known in sheet::understand(&workbook, None).map.columns {
        let column = columns
            .iter_mut()
            .find(|column| column.title.trim() == known.heading.trim());
        if let Some(column) = column {
            column.role = Some(known.role);
            column.stage = sheet::heading_stage(&column.title);
            column.unit = column.unit.take().or(known.unit);
            column.scale = known.scale;
        }
    }
}

/// The class of each table, and the property of each column.
fn ontology(drafts: &[Draft], base: &str, language: Language) -> String {
    let mut text = format!(
        "# The words of these tables: a class for each, a property for each column. Labels are the headings; change them as you like.\n\
         @prefix : <{base}ns#> .\n\
         @prefix owl: <http://www.w3.org/2002/07/owl#> .\n\
         @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    );
    let label = |text: &str| Literal::new_language_tagged_literal_unchecked(text, language.tag());
    let mut written: Vec<&str> = Vec::new();
    for draft in drafts {
        let class = capital(&draft.word);
        let _ = write!(
            text,
            "\n{} a owl:Class ; rdfs:label {} .\n",
            own(base, &class),
            label(&class)
        );
        for column in &draft.columns {
            if !written.contains(&column.name.as_str()) {
                written.push(&column.name);
                let title = label(&column.title);
                let property = own(base, &column.name);
                let _ = writeln!(text, "{property} a owl:DatatypeProperty ; rdfs:label {title} .");
            }
        }
    }
    let name = match language {
        Language::English => "name",
        Language::French => "nom",
    };
    let _ = write!(text, "\n:Name a owl:Class ; rdfs:label {} .\n", label(name));
    text
}

/// The class or the property of that name.
fn own(base: &str, name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{base}ns#{name}"))
}

/// A word for IRIs.
fn word(name: &str) -> String {
    let word = slug(name);
    if word.is_empty() { "table".to_owned() } else { word }
}

/// The word with a first capital letter, as classes are called.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
