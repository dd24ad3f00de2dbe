//! Schemas and columns, with the properties that they inherit (sections 5.5 to 5.7).

use super::super::datatype::{Base, Datatype, DatatypeFormat, Declared};
use super::super::limits::{COLUMNS, EXPRESSIONS, GROUP_COLUMNS, LIST, NAMES, TEMPLATE_BYTES};
use super::super::{context, template::TemplateError};
use super::reader::{Object, Reader};
use super::tables::{Scope, may_be_missing};
use super::{BadTemplate, Column, Inherited, Names, Role, Table, Title};
use diagnostic::code;
use serde_json::Value;

const SCHEMA: &[&str] = &["@id", "@type", "columns", "foreignKeys", "primaryKey", "rowTitles"];
const COLUMN: &[&str] = &["@id", "@type", "name", "suppressOutput", "titles", "virtual"];
const DATATYPE: &[&str] = &[
    "@id",
    "@type",
    "base",
    "format",
    "length",
    "maxExclusive",
    "maxInclusive",
    "maxLength",
    "maximum",
    "minExclusive",
    "minInclusive",
    "minLength",
    "minimum",
];
const NUMERIC_FORMAT: &[&str] = &["decimalChar", "groupChar", "pattern"];

/// The properties of a column before its templates are read.
struct Draft {
    name: String,
    /// Whether the metadata names it; otherwise its title does.
    is_named: bool,
    may_be_missing: bool,
    titles: Vec<Title>,
}

impl Reader<'_> {
    /// Reads a schema into its table.
    pub(super) fn schema(&mut self, table: &mut Table, schema: &Object, pointer: &str, outer: &Scope<'_>) {
        self.names(schema, pointer, SCHEMA, true);
        self.kind(schema, pointer, "Schema");
        self.annotations(schema, pointer, false);
        table.schema_id = self.id(schema, pointer);
        let mut inherited = self.inherited(outer);
        self.inherit(&mut inherited, schema, pointer);
        let mut columns = self.objects(schema, pointer, "columns");
        self.columns_read += columns.len();
        let most = if self.columns_read > GROUP_COLUMNS { 0 } else { COLUMNS };
        if columns.len() > most {
            let (limit, of) = match most {
                0 => (GROUP_COLUMNS, "columns, those of other tables counted"),
                most => (most, "columns"),
            };
            self.too_many(&format!("{pointer}/columns"), limit, of);
            columns.clear();
        }
        let drafts = self.drafts(&columns);
        let names = super::by_name(drafts.iter().map(|draft| draft.name.as_str()));
        let known: Vec<&str> = drafts.iter().take(NAMES).map(|draft| draft.name.as_str()).collect();
        for ((pointer, column), draft) in columns.iter().zip(&drafts) {
            let holder = pointer_of_schema(pointer);
            let scope: Scope<'_> = outer
                .iter()
                .cloned()
                .chain([(holder, schema), (pointer.clone(), *column)])
                .collect();
            let made = self.column(draft, inherited.clone(), (&names, &known), &table.url, &scope);
            table.columns.extend(made);
        }
        let first_virtual = table.columns.iter().position(|column| column.is_virtual);
        let after = table.columns.iter().skip(first_virtual.unwrap_or(table.columns.len()));
        if after.filter(|column| !column.is_virtual).count() > 0 {
            let why = "a virtual column stands before others";
            self.error(&format!("{pointer}/columns"), why, "virtual columns last");
        }
        table.inherited = inherited;
        let named: Vec<&str> = drafts
            .iter()
            .map(|draft| if draft.is_named { draft.name.as_str() } else { "" })
            .collect();
        for (property, target) in [
            ("primaryKey", &mut table.primary_key),
            ("rowTitles", &mut table.row_titles),
        ] {
            if let Some(value) = schema.get(property) {
                *target = self
                    .column_references(value, &format!("{pointer}/{property}"), &named)
                    .unwrap_or_default();
            }
        }
    }

    /// Reads names and titles of all columns; templates of each may name the others.
    fn drafts(&mut self, columns: &[(String, &Object)]) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for (index, (pointer, column)) in columns.iter().enumerate() {
            self.names(column, pointer, COLUMN, true);
            self.kind(column, pointer, "Column");
            self.id(column, pointer);
            let may_be_missing = self.annotations(column, pointer, false).iter().any(may_be_missing);
            let titles = self.titles(column, pointer, "titles");
            let declared = self.column_name(column, pointer);
            let is_named = declared.is_some();
            let name = declared.unwrap_or_else(|| self.name_of(&titles, pointer, index));
            drafts.push(Draft {
                name,
                is_named,
                may_be_missing,
                titles,
            });
        }
        let first = super::by_name(drafts.iter().map(|draft| draft.name.as_str()));
        for (index, draft) in drafts.iter().enumerate() {
            if first.get(&draft.name).is_some_and(|first| *first < index) {
                let why = format!("another column is named `{}` already", draft.name);
                let at = format!("{}/name", columns[index].0);
                self.error(&at, &why, "a name of its own for each column");
            }
        }
        drafts
    }

    /// Reads a column, the last of `scope`; `None` if its templates cannot be read.
    fn column(
        &mut self,
        draft: &Draft,
        mut own: Inherited,
        (names, known): (&Names, &[&str]),
        url: &str,
        scope: &Scope<'_>,
    ) -> Option<Column> {
        let (pointer, column) = scope.last()?;
        self.inherit(&mut own, column, pointer);
        let mut bad = Vec::new();
        let mut unknown = Vec::new();
        let made = own.column(
            &draft.name,
            draft.titles.clone(),
            names,
            url,
            &mut |template| bad.push(template),
            &mut |role, name| unknown.push((role, name.to_owned())),
        );
        bad.iter().for_each(|template| self.bad_template(template, scope));
        for (role, name) in unknown {
            let at = holder(scope, role);
            // Comparing each of very many wrong names with very many columns would take long.
            self.bad_references += 1;
            let compared = if self.bad_references > LIST {
                known.len().min(10)
            } else {
                known.len()
            };
            self.report(&at, |place| code::bad_reference(place, &at, &name, &known[..compared]));
        }
        let mut made = made?;
        made.is_named = draft.is_named;
        made.may_be_missing = draft.may_be_missing;
        made.is_virtual = self.boolean(column, pointer, "virtual").unwrap_or(false);
        made.suppress_output = self.boolean(column, pointer, "suppressOutput").unwrap_or(false);
        Some(made)
    }

    fn bad_template(&mut self, template: &BadTemplate, scope: &Scope<'_>) {
        let at = holder(scope, template.role);
        let why = format!("`{}`: {}", template.text, template.error);
        let valid = match template.error {
            TemplateError::NotIri { .. } => "a template that gives an absolute address, such as ../claim/{key}",
            _ => "a URI template such as ../claim/{key} (RFC 6570)",
        };
        self.error(&at, &why, valid);
    }

    /// The `name` of a column, where there is one that is permitted.
    fn column_name(&mut self, column: &Object, pointer: &str) -> Option<String> {
        let name = self.string(column, pointer, "name")?;
        let is_permitted = !name.starts_with('_') && is_variable(name);
        if !is_permitted {
            let why = format!("`{name}` can be no name of a column");
            self.pass_over(
                &format!("{pointer}/name"),
                &why,
                "letters, digits and _, not beginning with _",
            );
        }
        is_permitted.then(|| name.to_owned())
    }

    /// The name of a column that has none: its first title in the default language, percent-encoded, or `_col.N`.
    fn name_of(&self, titles: &[Title], pointer: &str, index: usize) -> String {
        let language = self
            .language(pointer)
            .unwrap_or_else(|| context::UNDETERMINED.to_owned());
        titles
            .iter()
            .find(|title| context::languages_match(&title.language, &language) && is_same(&title.language, &language))
            .map_or_else(|| format!("_col.{}", index + 1), |title| encoded(&title.text))
    }

    /// Takes over the inherited properties that an object gives.
    pub(super) fn inherit(&mut self, inherited: &mut Inherited, object: &Object, pointer: &str) {
        let templates = [
            ("aboutUrl", &mut inherited.about),
            ("propertyUrl", &mut inherited.property),
            ("valueUrl", &mut inherited.value),
        ];
        for (name, target) in templates {
            if object.contains_key(name) {
                // A value that is not a string counts as an empty one (section 5.1.3).
                *target = Some(self.string(object, pointer, name).unwrap_or_default().to_owned());
            }
        }
        if let Some(default) = self.string(object, pointer, "default") {
            if default.len() > TEMPLATE_BYTES {
                self.too_many(&format!("{pointer}/default"), TEMPLATE_BYTES, "bytes");
            } else {
                inherited.default = default.to_owned();
            }
        }
        if let Some(language) = self.string(object, pointer, "lang") {
            if context::is_language(language) {
                inherited.language = language.to_owned();
            } else {
                let why = format!("`{language}` is no language code");
                self.pass_over(&format!("{pointer}/lang"), &why, "a BCP 47 code, as fr or en-GB");
            }
        }
        if object.contains_key("separator") {
            inherited.separator = if object["separator"].is_null() {
                None
            } else {
                self.string(object, pointer, "separator")
                    .filter(|text| !text.is_empty())
                    .map(str::to_owned)
            };
        }
        if let Some(ordered) = self.boolean(object, pointer, "ordered") {
            inherited.ordered = ordered;
        }
        if let Some(required) = self.boolean(object, pointer, "required") {
            inherited.required = required;
        }
        self.choice(object, pointer, "textDirection", &["ltr", "rtl", "auto", "inherit"]);
        self.null(inherited, object, pointer);
        if let Some(value) = object.get("datatype") {
            inherited.datatype = self.datatype(value, &format!("{pointer}/datatype"));
        }
    }

    fn null(&mut self, inherited: &mut Inherited, object: &Object, pointer: &str) {
        let pointer = format!("{pointer}/null");
        match object.get("null") {
            None => {}
            Some(Value::String(text)) => inherited.null = vec![text.clone()],
            Some(Value::Array(items)) if items.len() > LIST => self.too_many_in_list(&pointer),
            Some(Value::Array(items)) => {
                inherited.null.clear();
                for (index, item) in items.iter().enumerate() {
                    match item.as_str() {
                        Some(text) => inherited.null.push(text.to_owned()),
                        None => {
                            self.pass_over(&format!("{pointer}/{index}"), &format!("`{item}` is no text"), "a text")
                        }
                    }
                }
            }
            Some(other) => self.pass_over(&pointer, &format!("`{other}` is no text"), "a text or a list of texts"),
        }
    }

    /// Reads a datatype: a name, or an object (section 5.11).
    fn datatype(&mut self, value: &Value, pointer: &str) -> Datatype {
        let object = match value {
            Value::String(name) => {
                let base = self.base(name, pointer);
                return Datatype::compile(&Declared {
                    base,
                    ..Declared::default()
                })
                .0;
            }
            Value::Object(object) => object,
            other => {
                let why = format!("`{other}` is no datatype");
                self.pass_over(pointer, &why, "a name such as \"decimal\", or { \"base\": ... }");
                return Datatype::default();
            }
        };
        self.names(object, pointer, DATATYPE, false);
        self.kind(object, pointer, "Datatype");
        self.annotations(object, pointer, false);
        let id = self.datatype_id(object, pointer);
        let base = match self.string(object, pointer, "base") {
            Some(name) => self.base(name, &format!("{pointer}/base")),
            None => Base::String,
        };
        let mut facet = |names: [&str; 2]| self.limit(object, pointer, names);
        let [min_inclusive, max_inclusive] = [["minInclusive", "minimum"], ["maxInclusive", "maximum"]].map(&mut facet);
        let [min_exclusive, max_exclusive] = ["minExclusive", "maxExclusive"].map(|name| facet([name, name]));
        let [length, min_length, max_length] =
            ["length", "minLength", "maxLength"].map(|name| self.count(object, pointer, name));
        let format = self.format(object, pointer, base);
        let declared = Declared {
            base,
            id,
            format,
            length,
            min_length,
            max_length,
            min_inclusive,
            max_inclusive,
            min_exclusive,
            max_exclusive,
        };
        self.compile(declared, pointer)
    }

    /// The IRI of a datatype: its own, not that of a built-in one.
    fn datatype_id(&mut self, object: &Object, pointer: &str) -> Option<String> {
        let id = self.id(object, pointer).filter(|id| {
            let needs_language = context::needs_language(id);
            if needs_language {
                let valid = "\"lang\": \"fr\" instead, or an address of your own";
                self.error(&format!("{pointer}/@id"), "texts of this type have a language", valid);
            }
            !needs_language
        });
        if id.as_deref().is_some_and(|id| Base::of_iri(id).is_some()) {
            self.error(
                &format!("{pointer}/@id"),
                "this is the address of a built-in datatype",
                "an address of your own",
            );
        }
        id
    }

    /// A limit of values under either of two names, as text.
    fn limit(&mut self, object: &Object, pointer: &str, [first, second]: [&str; 2]) -> Option<String> {
        let name = if object.contains_key(first) { first } else { second };
        match object.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            other => {
                let why = format!("`{other}` is no limit");
                let valid = "a number, or a date between quotation marks";
                self.pass_over(&format!("{pointer}/{name}"), &why, valid);
                None
            }
        }
    }

    /// Compiles a datatype, once for all columns that declare the same; what is wrong with it is reported.
    fn compile(&mut self, declared: Declared, pointer: &str) -> Datatype {
        if let Some((_, known)) = self.compiled.iter().find(|(known, _)| *known == declared) {
            return known.clone();
        }
        let is_text = !(declared.base.is_numeric() || declared.base.is_date_time() || declared.base == Base::Boolean);
        if is_text && declared.format.is_some() {
            self.expressions += 1;
            if self.expressions > EXPRESSIONS {
                self.too_many(&format!("{pointer}/format"), EXPRESSIONS, "different formats before it");
                return Datatype::default();
            }
        }
        let (datatype, problems) = Datatype::compile(&declared);
        if problems.is_empty() {
            self.compiled.push((declared, datatype.clone()));
        }
        for problem in problems {
            let at = format!("{pointer}/{}", problem.property);
            if problem.is_error {
                self.error(&at, &problem.why, &problem.valid);
            } else {
                self.pass_over(&at, &problem.why, &problem.valid);
            }
        }
        datatype
    }

    fn base(&mut self, name: &str, pointer: &str) -> Base {
        Base::parse(name).unwrap_or_else(|| {
            let known = Base::names();
            self.report(pointer, |place| code::unknown_datatype(place, pointer, name, &known));
            Base::String
        })
    }

    fn format(&mut self, object: &Object, pointer: &str, base: Base) -> Option<DatatypeFormat> {
        let pointer = format!("{pointer}/format");
        match object.get("format")? {
            Value::String(text) => Some(DatatypeFormat::Text(text.clone())),
            Value::Object(numeric) if base.is_numeric() => {
                self.names(numeric, &pointer, NUMERIC_FORMAT, false);
                let [pattern, decimal_char, group_char] = ["pattern", "decimalChar", "groupChar"]
                    .map(|name| self.string(numeric, &pointer, name).map(str::to_owned));
                Some(DatatypeFormat::Number {
                    pattern,
                    decimal_char,
                    group_char,
                })
            }
            other => {
                let why = format!("`{other}` is no format of this datatype");
                self.pass_over(&pointer, &why, "a text between quotation marks");
                None
            }
        }
    }
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || one == context::UNDETERMINED || other != context::UNDETERMINED
}

fn pointer_of_schema(column: &str) -> String {
    column.rsplitn(3, '/').nth(2).unwrap_or_default().to_owned()
}

/// The pointer of the template that is in force.
fn holder(scope: &Scope<'_>, role: Role) -> String {
    let found = scope.iter().rev().find(|(_, object)| object.contains_key(role.name()));
    let (pointer, name) = match found {
        Some((pointer, _)) => (pointer.as_str(), role.name()),
        None => (scope.last().map_or("", |(pointer, _)| pointer.as_str()), "name"),
    };
    format!("{pointer}/{name}")
}

/// A `varname` of RFC 6570, section 2.3.
fn is_variable(name: &str) -> bool {
    let bytes = name.as_bytes();
    let mut index = 0;
    while index < bytes.len() {
        match bytes[index] {
            b'%' => {
                let digits = bytes.get(index + 1..index + 3);
                if !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit)) {
                    return false;
                }
                index += 3;
            }
            b'.' if index == 0 || index + 1 == bytes.len() || bytes[index - 1] == b'.' => return false,
            b'.' | b'_' => index += 1,
            byte if byte.is_ascii_alphanumeric() => index += 1,
            _ => return false,
        }
    }
    !name.is_empty()
}

/// A title as a name: what a variable of a template may not have, percent-encoded (section 5.6).
pub(crate) fn encoded(title: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for byte in title.bytes() {
        if byte.is_ascii_alphanumeric() || b"._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
