//! Groups of tables, tables and transformations (sections 5.3, 5.4 and 5.10).

use super::super::limits::TABLES;
use super::common::{self, Annotation};
use super::dialects;
use super::locate::normalised;
use super::reader::{Object, Reader};
use super::{Inherited, MAY_BE_MISSING, Table, TableGroup, Transformation};
use diagnostic::code;
use serde_json::Value;

const GROUP: &[&str] = &[
    "@context",
    "@id",
    "@type",
    "dialect",
    "notes",
    "tableDirection",
    "tableSchema",
    "tables",
    "transformations",
];
const TABLE: &[&str] = &[
    "@id",
    "@type",
    "dialect",
    "notes",
    "suppressOutput",
    "tableDirection",
    "tableSchema",
    "transformations",
    "url",
];
const TRANSFORMATION: &[&str] = &[
    "@id",
    "@type",
    "scriptFormat",
    "source",
    "targetFormat",
    "titles",
    "url",
];

/// Objects from which a column inherits, outermost first, each with its pointer.
pub(super) type Scope<'v> = Vec<(String, &'v Object)>;

/// Whether a property of a table or a column says that it need not be there.
pub(super) fn may_be_missing(annotation: &Annotation) -> bool {
    let is_true = matches!(&annotation.value, common::Value::Literal { text, .. } if text == "true");
    annotation.property == MAY_BE_MISSING && is_true
}

/// A table with what its keys are made of: they are read when all tables are known.
struct Draft {
    table: Table,
    schema: Option<(String, Object)>,
}

impl Reader<'_> {
    pub fn group(mut self) -> TableGroup {
        let root = self.main.root.clone();
        let is_group = root.contains_key("tables");
        let is_table = root.contains_key("url");
        if !is_group && !is_table {
            let valid = "\"url\": \"claims.csv\" for one table, or \"tables\": [...] for several";
            self.error("", "the metadata describes no table", valid);
            return TableGroup::default();
        }
        if !is_group {
            let drafts: Vec<_> = self.table(&root, "", &Scope::new(), true).into_iter().collect();
            return self.finish(TableGroup::default(), drafts);
        }
        self.names(&root, "", GROUP, true);
        self.kind(&root, "", "TableGroup");
        self.choice(&root, "", "tableDirection", &["rtl", "ltr", "auto"]);
        self.transformations(&root, "");
        let group = TableGroup {
            id: self.id(&root, ""),
            tables: Vec::new(),
            annotations: self.annotations(&root, "", true),
        };
        let tables = self.objects(&root, "", "tables");
        if tables.is_empty() {
            self.error(
                "/tables",
                "there is no table",
                "a list of tables, each with `url` and `tableSchema`",
            );
        }
        let count = tables.len();
        if count > TABLES {
            self.too_many("/tables", TABLES, "tables");
            return TableGroup::default();
        }
        let wanted = if count > 1 { self.table_url.take() } else { None };
        let scope = vec![(String::new(), &root)];
        let drafts: Vec<_> = tables
            .into_iter()
            .filter_map(|(pointer, table)| self.table(table, &pointer, &scope, false))
            .collect();
        let is_one_of_them = |url: &str| {
            drafts
                .iter()
                .any(|draft| normalised(&draft.table.url) == normalised(url))
        };
        if let Some(wanted) = wanted.filter(|url| !is_one_of_them(url)) {
            let name = self.resources.name(wanted);
            let why = format!("it describes {count} tables, and {name} is none of them");
            let valid = format!("metadata that describes one table, or {name} among others");
            self.error("/tables", &why, &valid);
            return TableGroup::default();
        }
        self.finish(group, drafts)
    }

    fn table<'v>(&mut self, table: &'v Object, pointer: &str, outer: &Scope<'v>, is_root: bool) -> Option<Draft> {
        let own: Vec<&str> = TABLE.iter().copied().chain(is_root.then_some("@context")).collect();
        self.names(table, pointer, &own, true);
        self.kind(table, pointer, "Table");
        self.choice(table, pointer, "tableDirection", &["rtl", "ltr", "auto"]);
        let id = self.id(table, pointer);
        let annotations = self.annotations(table, pointer, true);
        let url = self.url(table, pointer)?;
        let mut scope = outer.clone();
        scope.push((pointer.to_owned(), table));
        let holder = scope
            .iter()
            .rev()
            .find(|(_, object)| object.contains_key("tableSchema"))
            .cloned();
        let schema = holder.and_then(|(pointer, holder)| {
            let schema = self.object(holder, &pointer, "tableSchema")?;
            Some((format!("{pointer}/tableSchema"), schema))
        });
        let dialect = scope
            .iter()
            .rev()
            .find(|(_, object)| object.contains_key("dialect"))
            .cloned();
        let dialect = dialect.map_or_else(Default::default, |(pointer, holder)| self.dialect(holder, &pointer));
        let mut read = Table {
            dialect,
            id,
            may_be_missing: annotations.iter().any(may_be_missing),
            annotations,
            is_undescribed: schema.is_none() && !scope.iter().any(|(_, object)| object.contains_key("tableSchema")),
            suppress_output: self.boolean(table, pointer, "suppressOutput").unwrap_or(false),
            transformations: self.transformations(table, pointer),
            ..Table::undescribed(url.clone(), self.resources.name(&url))
        };
        match &schema {
            Some((pointer, schema)) => self.schema(&mut read, schema, pointer, &scope),
            None => read.inherited = self.inherited(&scope),
        }
        Some(Draft { table: read, schema })
    }

    fn url(&mut self, table: &Object, pointer: &str) -> Option<String> {
        let at = format!("{pointer}/url");
        let valid = "a file name such as `claims.csv`";
        match table.get("url") {
            None => self.error(&at, "the table has no address", valid),
            Some(Value::String(url)) if url.is_empty() => self.error(&at, "the table has no address", valid),
            Some(Value::String(url)) => {
                if let Some(resolved) = self.resolve(&at, url) {
                    if let Some(instead) = self.table_url {
                        self.replaced = Some(resolved);
                        return Some(instead.to_owned());
                    }
                    if self.resources.allows(&resolved) {
                        return Some(resolved);
                    }
                    self.report(&at, |place| code::table_outside(place, pointer, url));
                } else {
                    let why = format!("`{url}` can be no part of an address");
                    self.error(&at, &why, "a file name without spaces, such as claims.csv");
                }
            }
            Some(other) => {
                let why = format!("`{other}` is no address");
                self.error(&at, &why, valid);
            }
        }
        None
    }

    fn dialect(&mut self, holder: &Object, pointer: &str) -> super::Dialect {
        let Some(found) = self.object(holder, pointer, "dialect") else {
            return super::Dialect::default();
        };
        dialects::read(self, &found, &format!("{pointer}/dialect"))
    }

    fn transformations(&mut self, object: &Object, pointer: &str) -> Vec<Transformation> {
        let mut transformations = Vec::new();
        for (pointer, object) in self.objects(object, pointer, "transformations") {
            self.names(object, &pointer, TRANSFORMATION, false);
            self.kind(object, &pointer, "Template");
            self.id(object, &pointer);
            self.annotations(object, &pointer, false);
            self.titles(object, &pointer, "titles");
            let source = self.string(object, &pointer, "source").map(str::to_owned);
            self.choice(object, &pointer, "source", &["json", "rdf"]);
            let mut required = |name: &str| {
                let text = self.string(object, &pointer, name).filter(|text| !text.is_empty());
                if text.is_none() {
                    let why = format!("the transformation has no `{name}`");
                    self.error(&format!("{pointer}/{name}"), &why, "an address");
                }
                text.map(str::to_owned)
            };
            let parts = [required("url"), required("scriptFormat"), required("targetFormat")];
            if let [Some(url), Some(script_format), Some(target_format)] = parts {
                let url = self.resolve(&pointer, &url).unwrap_or(url);
                transformations.push(Transformation {
                    url,
                    script_format,
                    target_format,
                    source,
                });
            }
        }
        transformations
    }

    /// Reads the keys, now that all tables are known.
    fn finish(mut self, mut group: TableGroup, drafts: Vec<Draft>) -> TableGroup {
        let mut schemas = Vec::new();
        for draft in drafts {
            group.tables.push(draft.table);
            schemas.push(draft.schema);
        }
        for (index, schema) in schemas.iter().enumerate() {
            if let Some((pointer, schema)) = schema {
                self.foreign_keys(&mut group.tables, index, pointer, schema);
            }
        }
        group
    }

    /// What a column takes from the objects around it.
    pub(super) fn inherited(&mut self, scope: &Scope<'_>) -> Inherited {
        let mut inherited = Inherited::default();
        for (pointer, object) in scope {
            self.inherit(&mut inherited, object, pointer);
        }
        inherited
    }
}
