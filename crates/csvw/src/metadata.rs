//! Metadata of tables, validated and compiled.
//!
//! "Metadata Vocabulary for Tabular Data". [`read`] takes a metadata document and gives a [`TableGroup`]; what the
//! vocabulary does not permit is ignored with a warning, or is an error, as the specification requires.

mod columns;
mod common;
mod dialects;
mod document;
mod locate;
mod reader;
mod references;
mod tables;

pub(super) use columns::encoded;
pub use common::{Annotation, Value};
pub use locate::{Request, locate};

use super::datatype::Datatype;
use super::dialect::Dialect;
use super::template::{IriTemplate, Template, TemplateError};
use super::{Resources, context};
use diagnostic::Report;
use std::collections::HashMap;

/// A group of tables (section 5.3).
#[derive(Debug, Clone, Default)]
pub struct TableGroup {
    /// Its IRI.
    pub id: Option<String>,
    /// The tables, in the order of the metadata.
    pub tables: Vec<Table>,
    /// Its notes and common properties.
    pub annotations: Vec<Annotation>,
}

/// The common property that makes a table or a last column optional.
pub const MAY_BE_MISSING: &str = "https://w3id.org/sourcier/ns#mayBeMissing";

/// The description of a table (section 5.4).
#[derive(Debug, Clone)]
pub struct Table {
    /// Its URL, absolute.
    pub url: String,
    /// Its name in messages: the file, where there is one.
    pub file: String,
    /// Its IRI.
    pub id: Option<String>,
    /// Its dialect.
    pub dialect: Dialect,
    /// The columns that are in the file, then the virtual ones.
    pub columns: Vec<Column>,
    /// Whether there is no schema, so that the header row names the columns.
    pub is_undescribed: bool,
    /// The properties that columns without a description inherit from the schema, the table and the group.
    pub inherited: Inherited,
    /// The columns of the primary key, by index; empty where there is none.
    pub primary_key: Vec<usize>,
    /// The references to other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// The columns that hold titles of the rows, by index.
    pub row_titles: Vec<usize>,
    /// Whether it gives no triples.
    pub suppress_output: bool,
    /// Whether it is optional: the common property [`MAY_BE_MISSING`].
    pub may_be_missing: bool,
    /// Its notes and common properties.
    pub annotations: Vec<Annotation>,
    /// Scripts that make something else of it; recognised, and run by nobody here.
    pub transformations: Vec<Transformation>,
    /// The IRI of its schema, to which foreign keys may refer.
    pub schema_id: Option<String>,
}

/// The description of a column (section 5.6), with what it inherits (section 5.7).
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in templates, percent-encoded.
    pub name: String,
    /// Whether the metadata gives it that name; otherwise it is made from a title or a number.
    pub is_named: bool,
    /// Its titles; the first is the one that messages show.
    pub titles: Vec<Title>,
    /// Whether it is in no file.
    pub is_virtual: bool,
    /// Whether it need not be there, if all after it are missing, too: the common property [`MAY_BE_MISSING`].
    pub may_be_missing: bool,
    /// Whether it gives no triples.
    pub suppress_output: bool,
    /// The subject of the cell's triples; without it, the row's blank node.
    pub about: Option<IriTemplate>,
    /// The text of that template.
    pub about_text: Option<String>,
    /// Their predicate.
    pub property: IriTemplate,
    /// Their object, where it is an IRI.
    pub value: Option<IriTemplate>,
    /// The datatype of the cell.
    pub datatype: Datatype,
    /// The texts that mean "no value".
    pub null: Vec<String>,
    /// The text that an empty cell stands for.
    pub default: String,
    /// The language of a text; `und` where not known.
    pub language: String,
    /// The separator of the values of a list.
    pub separator: Option<String>,
    /// Whether the order of a list matters.
    pub ordered: bool,
    /// Whether the cell must have a value.
    pub required: bool,
}

/// A title of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// Its language; `und` where not known.
    pub language: String,
    /// Its text.
    pub text: String,
}

/// A reference from columns of one table to columns of another (section 5.5.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The referring columns, by index.
    pub columns: Vec<usize>,
    /// The table referred to, by index.
    pub table_index: usize,
    /// The columns referred to, by index.
    pub referenced: Vec<usize>,
}

/// A transformation of a table by a script (section 5.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transformation {
    /// Where the script is.
    pub url: String,
    /// The format of the script, an IRI.
    pub script_format: String,
    /// The format of its result, an IRI.
    pub target_format: String,
    /// Its source: `json`, `rdf`, or the table itself.
    pub source: Option<String>,
}

/// The inherited properties of a column (section 5.7), templates not yet compiled.
#[derive(Debug, Clone)]
pub struct Inherited {
    /// `aboutUrl`.
    pub about: Option<String>,
    /// `propertyUrl`.
    pub property: Option<String>,
    /// `valueUrl`.
    pub value: Option<String>,
    /// `datatype`.
    pub datatype: Datatype,
    /// `null`.
    pub null: Vec<String>,
    /// `default`.
    pub default: String,
    /// `lang`.
    pub language: String,
    /// `separator`.
    pub separator: Option<String>,
    /// `ordered`.
    pub ordered: bool,
    /// `required`.
    pub required: bool,
}

impl Default for Inherited {
    fn default() -> Self {
        Self {
            about: None,
            property: None,
            value: None,
            datatype: Datatype::default(),
            null: vec![String::new()],
            default: String::new(),
            language: context::UNDETERMINED.to_owned(),
            separator: None,
            ordered: false,
            required: false,
        }
    }
}

/// Reads the metadata document at `url`.
///
/// Findings go into the report; `None` if there is no such document, or it is not JSON. The tables that could
/// be understood are given all the same.
pub fn read(url: &str, resources: &dyn Resources, report: &mut Report) -> Option<TableGroup> {
    document::Document::open(url, resources, report)
        .map(|document| reader::Reader::new(document, resources, report).group())
}

/// Reads the metadata document at `url` as the description of the table at `table_url`.
///
/// A document that describes one table describes this one, whatever its `url` is: templates are resolved against
/// `table_url`. One that describes several has to name it; else that is an error, and the group has no table.
pub fn read_for(url: &str, table_url: &str, resources: &dyn Resources, report: &mut Report) -> Option<TableGroup> {
    let document = document::Document::open(url, resources, report)?;
    let mut reader = reader::Reader::new(document, resources, report);
    reader.table_url = Some(table_url);
    Some(reader.group())
}

/// The description of a table without metadata: its header row names the columns.
pub fn undescribed(url: &str, resources: &dyn Resources) -> TableGroup {
    TableGroup {
        tables: vec![Table::undescribed(url.to_owned(), resources.name(url))],
        ..TableGroup::default()
    }
}

/// The columns of a table by name: the index of the first that has it.
pub(super) type Names = HashMap<String, usize>;

/// The index of each name; the first of several.
pub(super) fn by_name<'n>(names: impl IntoIterator<Item = &'n str>) -> Names {
    let mut found = Names::new();
    for (index, name) in names.into_iter().enumerate() {
        found.entry(name.to_owned()).or_insert(index);
    }
    found
}

/// Numbers of the variables of a template: columns by their index, then these.
pub(super) mod slot {
    /// `_row`
    pub const ROW: usize = usize::MAX;
    /// `_sourceRow`
    pub const SOURCE_ROW: usize = usize::MAX - 1;
    /// `_name`
    pub const NAME: usize = usize::MAX - 2;
    /// `_column`
    pub const COLUMN: usize = usize::MAX - 3;
    /// `_sourceColumn`
    pub const SOURCE_COLUMN: usize = usize::MAX - 4;
    /// The least of them.
    pub const FIRST: usize = SOURCE_COLUMN;

    pub(crate) fn of(name: &str, columns: &super::Names) -> Option<usize> {
        match name {
            "_row" => Some(ROW),
            "_sourceRow" => Some(SOURCE_ROW),
            "_name" => Some(NAME),
            "_column" => Some(COLUMN),
            "_sourceColumn" => Some(SOURCE_COLUMN),
            _ => columns.get(name).copied(),
        }
    }
}

/// Which of a column's templates is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    About,
    Property,
    Value,
}

impl Role {
    /// The property of the metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::About => "aboutUrl",
            Self::Property => "propertyUrl",
            Self::Value => "valueUrl",
        }
    }
}

/// Why a template of a column cannot be used.
pub(super) struct BadTemplate {
    pub role: Role,
    pub text: String,
    pub error: TemplateError,
}

/// Compiles a template against the URL of its table; also gives the names in it that no column has.
fn compile(text: &str, names: &Names, url: &str) -> Result<(IriTemplate, Vec<String>), TemplateError> {
    let template = Template::parse(text, &mut |name| slot::of(name, names))?;
    let unknown = template.undefined().to_vec();
    Ok((IriTemplate::compile(template, url, context::namespace)?, unknown))
}

impl Inherited {
    /// Makes a column of what it inherits; `names` are those of all columns of the table.
    ///
    /// Templates that cannot be used are passed to `bad` and left out; names in them that no column has, to `unknown`.
    pub(super) fn column(
        &self,
        name: &str,
        titles: Vec<Title>,
        names: &Names,
        url: &str,
        bad: &mut dyn FnMut(BadTemplate),
        unknown: &mut dyn FnMut(Role, &str),
    ) -> Option<Column> {
        let own = format!("#{name}");
        let mut template = |role: Role, text: &str| match compile(text, names, url) {
            Ok((template, missing)) => {
                missing.iter().for_each(|name| unknown(role, name));
                Some(template)
            }
            Err(error) => {
                let text = text.to_owned();
                bad(BadTemplate { role, text, error });
                None
            }
        };
        let about = self.about.as_deref().and_then(|text| template(Role::About, text));
        let property = self
            .property
            .as_deref()
            .and_then(|text| template(Role::Property, text))
            .or_else(|| template(Role::Property, &own))?;
        let value = self.value.as_deref().and_then(|text| template(Role::Value, text));
        Some(Column {
            name: name.to_owned(),
            is_named: false,
            titles,
            is_virtual: false,
            may_be_missing: false,
            suppress_output: false,
            about_text: about.is_some().then(|| self.about.clone()).flatten(),
            about,
            property,
            value,
            datatype: self.datatype.clone(),
            null: self.null.clone(),
            default: self.default.clone(),
            language: self.language.clone(),
            separator: self.separator.clone(),
            ordered: self.ordered,
            required: self.required,
        })
    }
}

impl Table {
    fn undescribed(url: String, file: String) -> Self {
        Self {
            url,
            file,
            id: None,
            dialect: Dialect::default(),
            columns: Vec::new(),
            is_undescribed: true,
            inherited: Inherited::default(),
            primary_key: Vec::new(),
            foreign_keys: Vec::new(),
            row_titles: Vec::new(),
            suppress_output: false,
            may_be_missing: false,
            annotations: Vec::new(),
            transformations: Vec::new(),
            schema_id: None,
        }
    }

    /// How many of its columns are in the file.
    pub fn written(&self) -> usize {
        self.columns.iter().filter(|column| !column.is_virtual).count()
    }
}

impl Column {
    /// The name that messages show: the first title, or the name.
    pub fn label(&self) -> &str {
        self.titles.first().map_or(&self.name, |title| &title.text)
    }
}
