//! Questions about a table as it comes, a rule that makes things of its names, a view, and a page that tells of them.

use super::super::Language;
use super::{Column, Draft, Taken, capital, own};
use oxigraph::model::{Literal, NamedNode};
use std::fmt::Write as _;

/// The sum of the amounts of a group. SUM alone is an error where a row has no amount; so it is where no row has one.
const SUM: &str = "IF(COUNT(?amount) > 0, SUM(COALESCE(?amount, 0)), SUM(?amount))";

/// The questions about a table.
pub(super) struct Questions<'a> {
    pub(super) draft: &'a Draft,
    pub(super) taken: &'a Taken<'a>,
    pub(super) base: &'a str,
    pub(super) language: Language,
    /// The tables of which others have the keys.
    pub(super) linked: Vec<&'a Draft>,
}

/// How many columns of names become things, and can be totalled.
const MOST_NAMES: usize = 6;

/// How many edges the first view has: the largest, so that a picture can be read. Its file says how to have more.
const MOST_EDGES: usize = 150;

impl Questions<'_> {
    fn names(&self) -> &[&Column] {
        &self.taken.names[..self.taken.names.len().min(MOST_NAMES)]
    }

    fn property(&self, column: &Column) -> NamedNode {
        own(self.base, &column.name)
    }

    /// The link to the thing that a name of a column stands for.
    fn link(&self, column: &Column) -> NamedNode {
        match column.is_link {
            true => self.property(column),
            false => own(self.base, &format!("{}-thing", column.name)),
        }
    }

    /// What the columns were taken for.
    pub(super) fn told(&self) -> Vec<String> {
        let taken = self.taken;
        let mut told = Vec::new();
        let mut say = |what: &str, column: Option<&Column>| {
            if let Some(column) = column {
                told.push(format!("{}: {what}", column.title));
            }
        };
        let unit = taken
            .amount
            .and_then(|column| column.unit.clone().map(|unit| (unit, scaled(column.scale))));
        say(
            &match unit {
                None => "the amount".to_owned(),
                Some((unit, "")) => format!("the amount ({unit})"),
                Some((unit, scale)) => format!("the amount, as it is written ({scale} of {unit})"),
            },
            taken.amount,
        );
        for column in &taken.stages {
            let ask = format!(
                "a sum of another stage: `sourcier query totals --set sum={}`",
                column.name
            );
            say(&ask, Some(column));
        }
        say("its currency", taken.currency);
        say("the time", taken.time);
        for (index, column) in self.names().iter().enumerate() {
            say(
                ["who", "with whom"].get(index).unwrap_or(&"names, to add up by"),
                Some(column),
            );
        }
        told
    }

    pub(super) fn files(&self) -> Vec<(String, String)> {
        let mut files = vec![("queries/largest.rq".to_owned(), self.largest())];
        let mut push = |name: &str, text: Option<String>| files.extend(text.map(|text| (name.to_owned(), text)));
        push("queries/totals.rq", self.totals());
        push("queries/by-year.rq", self.by_year());
        push("queries/who-with-whom.rq", self.pairs());
        push("queries/rules/01-names.rq", self.rule());
        push("queries/views/links.rq", self.view());
        files
    }

    fn head(&self, title: &str, answers: &str, more: &str) -> String {
        format!("# title: {title}\n# answers: {answers}\n{more}")
    }

    /// The sum of the amounts, as a column of a query; nothing if there are none.
    fn sum(&self) -> String {
        match self.taken.amount {
            Some(_) => format!(" ({SUM} AS ?total)"),
            None => String::new(),
        }
    }

    /// The patterns of a row, its amount and its currency. A row without amount is counted, and adds nothing.
    fn amount(&self) -> String {
        let mut text = format!("  ?row a {} .\n", self.class());
        for (column, variable) in [(self.taken.amount, "amount"), (self.taken.currency, "currency")] {
            if let Some(column) = column {
                let _ = writeln!(text, "  OPTIONAL {{ ?row {} ?{variable} }}", self.property(column));
            }
        }
        text
    }

    /// The same, where the sum that is added up may be one of another stage.
    fn amount_of_stage(&self) -> String {
        let Some(amount) = self.taken.amount.filter(|_| !self.taken.stages.is_empty()) else {
            return self.amount();
        };
        let pairs = self.sums().into_iter();
        let pairs: Vec<String> = pairs
            .map(|column| format!("(\"{}\" {})", column.name, self.property(column)))
            .collect();
        let choice = format!(
            "  VALUES (?summed ?figure) {{ {} }}\n  FILTER (?summed = ?sum)\n",
            pairs.join(" ")
        );
        let own = format!("?row {} ?amount }}", self.property(amount));
        choice + &self.amount().replace(&own, "?row ?figure ?amount }")
    }

    /// The columns whose sums may be added up.
    fn sums(&self) -> Vec<&Column> {
        self.taken
            .amount
            .into_iter()
            .chain(self.taken.stages.iter().copied())
            .collect()
    }

    /// Sums of different currencies stand in rows of their own.
    fn currency(&self) -> &'static str {
        match self.taken.currency {
            Some(_) => " ?currency",
            None => "",
        }
    }

    fn class(&self) -> NamedNode {
        own(self.base, &capital(&self.draft.word))
    }

    fn largest(&self) -> String {
        let mut columns = String::new();
        let mut patterns = String::new();
        let others = self.taken.time.into_iter().chain(self.names().iter().copied());
        let mut all: Vec<&Column> = others.collect();
        all.extend(self.draft.columns.iter().filter(|column| column.is_key));
        for column in all {
            let name = variable(column);
            let _ = write!(columns, " ?{name}");
            patterns.push_str(&self.cell(column, &name));
        }
        let (amount, order) = match self.taken.amount {
            Some(column) => (
                format!("  ?row {} ?amount .\n", self.property(column)),
                "DESC(?amount) ?row",
            ),
            None => (String::new(), "?row"),
        };
        let (shown, currency) = match self.taken.currency {
            Some(column) => (
                " ?currency",
                format!("  OPTIONAL {{ ?row {} ?currency }}\n", self.property(column)),
            ),
            None => ("", String::new()),
        };
        let shown = if self.taken.amount.is_some() {
            format!(" ?amount{shown}")
        } else {
            shown.to_owned()
        };
        let head = self.head("The largest rows", "Which rows have the largest amounts?", "");
        let class = self.class();
        format!(
            "{head}\
             SELECT{columns}{shown} ?row\n\
             WHERE {{\n  ?row a {class} .\n{amount}{patterns}{currency}}}\n\
             ORDER BY {order}\n\
             LIMIT 20\n"
        )
    }

    /// The cell of a row for a column: the names of what it links to, the values of a list together.
    fn cell(&self, column: &Column, name: &str) -> String {
        let property = self.property(column);
        if !column.is_link && !column.is_list {
            return format!("  OPTIONAL {{ ?row {property} ?{name} }}\n");
        }
        format!(
            "  OPTIONAL {{\n    SELECT ?row (GROUP_CONCAT(?one; separator = \", \") AS ?{name}) WHERE {{\n      {{\n        SELECT ?row ?one WHERE {{\n          ?row a {} ;\n            {property} ?value .\n          OPTIONAL {{ ?value rdfs:label ?label }}\n          BIND (COALESCE(STR(?label), STR(?value)) AS ?one)\n        }}\n        ORDER BY ?row ?one\n      }}\n    }}\n    GROUP BY ?row\n  }}\n",
            self.class(),
        )
    }

    fn totals(&self) -> Option<String> {
        let first = self.names().first()?;
        let names: Vec<&str> = self.names().iter().map(|column| column.name.as_str()).collect();
        let (parameter, column) = match names[..] {
            [_] => (String::new(), format!("  ?row {} ?named .\n", self.property(first))),
            _ => {
                let pairs = self.names().iter();
                let pairs: Vec<String> = pairs
                    .map(|column| format!("(\"{}\" {})", column.name, self.property(column)))
                    .collect();
                (
                    format!(
                        "# parameter: by {} = {} -- the column to add up by\n",
                        names.join("|"),
                        first.name
                    ),
                    format!(
                        "  VALUES (?name ?column) {{ {} }}\n  FILTER (?name = ?by)\n  ?row ?column ?named .\n",
                        pairs.join(" ")
                    ),
                )
            }
        };
        let sums: Vec<&str> = self.sums().into_iter().map(|column| column.name.as_str()).collect();
        let parameter = match sums[..] {
            [first, _, ..] => format!(
                "{parameter}# parameter: sum {} = {first} -- the sum to add up, of one stage\n",
                sums.join("|")
            ),
            _ => parameter,
        };
        let head = self.head(
            "Totals by a column",
            &format!(
                "How many rows and how much money are there for each value of a column? Rows are added as they are: one that says another again is counted twice.{}",
                self.lists()
            ),
            &parameter,
        );
        let sum = self.sum();
        let order = if sum.is_empty() { "DESC(?rows)" } else { "DESC(?total)" };
        Some(format!(
            "{head}SELECT (MIN(?written) AS ?value){currency} (COUNT(DISTINCT ?row) AS ?rows){sum}\nWHERE {{\n{column}{}{}}}\nGROUP BY ?group{currency}\nORDER BY {order} ?value ?group{currency}\n",
            named("named", "written", "group"),
            self.amount_of_stage(),
            currency = self.currency(),
        ))
    }

    fn by_year(&self) -> Option<String> {
        let time = self.property(self.taken.time?);
        let head = self.head(
            "By year",
            "How many rows and how much money are there in each year?",
            "",
        );
        Some(format!(
            "{head}SELECT ?year{} (COUNT(DISTINCT ?row) AS ?rows){}\nWHERE {{\n  ?row {time} ?time .\n  BIND (SUBSTR(STR(?time), 1, 4) AS ?year)\n{}}}\nGROUP BY ?year{}\nORDER BY ?year{}\n",
            self.currency(),
            self.sum(),
            self.amount(),
            self.currency(),
            self.currency(),
        ))
    }

    fn pairs(&self) -> Option<String> {
        let [who, whom, ..] = self.names() else { return None };
        let head = self.head(
            "Who with whom",
            &format!(
                "How often and with how much money do {} and {} occur together?{}",
                plain(&who.title),
                plain(&whom.title),
                self.lists()
            ),
            "",
        );
        let sum = self.sum();
        let order = if sum.is_empty() { "DESC(?rows)" } else { "DESC(?total)" };
        Some(format!(
            "{head}SELECT (MIN(?first_written) AS ?{who}) (MIN(?second_written) AS ?{whom}){currency} (COUNT(DISTINCT ?row) AS ?rows){sum}\nWHERE {{\n  ?row {} ?first ;\n    {} ?second .\n{}{}{}}}\nGROUP BY ?first_group ?second_group{currency}\nORDER BY {order} ?{who} ?{whom} ?first_group ?second_group{currency}\n",
            self.property(who),
            self.property(whom),
            named("first", "first_written", "first_group"),
            named("second", "second_written", "second_group"),
            self.amount(),
            who = variable(who),
            whom = variable(whom),
            currency = self.currency(),
        ))
    }

    /// Names become things with a label; so do the rows of tables that others link to.
    fn rule(&self) -> Option<String> {
        let names: Vec<String> = self
            .names()
            .iter()
            .filter(|column| !column.is_link)
            .map(|column| format!("({} {})", self.property(column), self.link(column)))
            .collect();
        let mut patterns = Vec::new();
        if !names.is_empty() {
            patterns.push(format!(
                "    VALUES (?column ?link) {{ {} }}\n    ?row ?column ?name .\n    BIND ({class} AS ?class)\n    BIND (IRI(CONCAT(\"{base}name/\", ENCODE_FOR_URI(LCASE(REPLACE(STR(?name), \"^ +| +$\", \"\"))))) AS ?thing)\n",
                names.join(" "),
                class = own(self.base, "Name"),
                base = self.base,
            ));
        }
        patterns.extend(self.linked.iter().filter_map(|draft| self.label(draft)));
        let patterns = match &patterns[..] {
            [] => return None,
            [one] => one.clone(),
            more => format!("  {{\n{}  }}\n", more.join("  } UNION {\n")),
        };
        let head = self.head(
            "Names as things",
            "Which thing does each name stand for? Case and outer spaces do not matter.",
            "",
        );
        Some(format!(
            "{head}CONSTRUCT {{\n  ?row ?link ?thing .\n  ?thing a ?class ;\n    rdfs:label ?label .\n}}\nWHERE {{\n{patterns}  BIND (STRLANG(STR(?name), \"{}\") AS ?label)\n}}\n",
            self.language.tag(),
        ))
    }

    /// The name of each row of a table that others link to: its label, else its key; both where a label stands twice.
    fn label(&self, draft: &Draft) -> Option<String> {
        let key = draft.columns.iter().find(|column| column.is_key)?;
        let class = own(self.base, &capital(&draft.word));
        let key = self.property(key);
        let Some(label) = draft.label() else {
            return Some(format!("    ?thing a {class} ;\n      {key} ?name .\n"));
        };
        let called = self.property(label);
        let name = match label.values.values().any(|count| *count > 1) {
            false => "STR(?called)".to_owned(),
            true => format!(
                "IF(EXISTS {{ ?other {called} ?called FILTER (?other != ?thing) }}, CONCAT(STR(?called), \" (\", STR(?key), \")\"), STR(?called))"
            ),
        };
        Some(format!(
            "    ?thing a {class} ;\n      {key} ?key .\n    OPTIONAL {{ ?thing {called} ?called }}\n    BIND (COALESCE({name}, STR(?key)) AS ?name)\n"
        ))
    }

    /// What is to be known of columns whose cells are lists.
    fn lists(&self) -> &'static str {
        match self.names().iter().any(|column| column.is_list) {
            true => " A row with several values counts with its whole sum for each of them.",
            false => "",
        }
    }

    /// Who is linked with whom; with one column of names, the dossier with the greatest of them.
    fn view(&self) -> Option<String> {
        let (title, answers, patterns) = match self.names() {
            [] => return None,
            [one] => (
                plain(&one.title),
                format!("Which {} have the most?", plain(&one.title)),
                format!("  ?source a s:Dossier .\n  ?row {} ?target .\n", self.link(one)),
            ),
            [who, whom, ..] => (
                format!("{} – {}", plain(&who.title), plain(&whom.title)),
                format!(
                    "Which {} is linked with which {}?",
                    plain(&who.title),
                    plain(&whom.title)
                ),
                format!(
                    "  ?row {} ?source ;\n    {} ?target .\n",
                    self.link(who),
                    self.link(whom)
                ),
            ),
        };
        let weight = match self.taken.amount {
            Some(_) => format!("({SUM} AS ?weight)"),
            None => "(COUNT(?row) AS ?weight)".to_owned(),
        };
        Some(format!(
            "{}SELECT ?source ?target {weight}{}\nWHERE {{\n{patterns}{}}}\nGROUP BY ?source ?target{currency}\nORDER BY DESC(?weight) ?source ?target{currency}\nLIMIT {MOST_EDGES}\n",
            self.head(&title, &answers, ""),
            self.symbol(),
            self.amount(),
            currency = self.currency(),
        ))
    }

    /// The unit on the edges of a view. What is counted has none.
    fn symbol(&self) -> String {
        let unit = self.taken.amount.and_then(|column| column.unit.as_deref());
        match (self.taken.currency, unit) {
            (Some(_), _) => " (?currency AS ?symbol)".to_owned(),
            (None, Some(unit)) => {
                let letter = match self.taken.amount.and_then(|column| column.scale) {
                    Some(3) => "k",
                    Some(6) => "M",
                    Some(9) => "bn ",
                    _ => "",
                };
                format!(" ({} AS ?symbol)", Literal::from(format!("{letter}{}", sign(unit))))
            }
            (None, None) => String::new(),
        }
    }

    pub(super) fn readme(&self, title: &str) -> String {
        let mut text = match self.language {
            Language::English => format!(
                "# {title}\n\nA dossier of `sourcier`: tables as they came, with {} rows of `data/{}`. `data/csv-metadata.json` says what their columns are, `ontology/` what they are called.\n\n",
                self.draft.rows, self.draft.file
            ),
            Language::French => format!(
                "# {title}\n\nUn dossier de `sourcier` : des tables telles qu’elles sont venues, dont `data/{1}` avec {0} lignes. `data/csv-metadata.json` dit ce que sont leurs colonnes, `ontology/` comment elles s’appellent.\n\n",
                self.draft.rows, self.draft.file
            ),
        };
        text.push_str("```\n");
        for (file, _) in self.files() {
            if let Some(name) = file.strip_prefix("queries/").and_then(|file| file.strip_suffix(".rq"))
                && !name.contains('/')
            {
                let _ = writeln!(text, "sourcier query {name}");
            }
        }
        text.push_str("sourcier check\nsourcier build\n```\n\n");
        text.push_str(match self.language {
            Language::English => "Totals add rows as they are: one that says another again is counted twice. Change the questions in `queries/` as you like; where claims of documents are to be compared, `sourcier init` makes a dossier for these.\n",
            Language::French => "Les totaux additionnent les lignes telles quelles : une ligne qui en répète une autre compte deux fois. Changez les questions de `queries/` à votre gré ; pour comparer des affirmations de documents, `sourcier init` fait un dossier qui s’y prête.\n",
        });
        text
    }
}

/// The name of what a cell stands for: the cell, or the label of the row that it links to; and what names are grouped by, as things are:
/// case and outer spaces do not matter.
fn named(from: &str, to: &str, group: &str) -> String {
    format!(
        "  OPTIONAL {{ ?{from} rdfs:label ?{from}_label }}\n  BIND (COALESCE(STR(?{from}_label), STR(?{from})) AS ?{to})\n  BIND (IF(isIRI(?{from}), STR(?{from}), LCASE(REPLACE(STR(?{from}), \"^ +| +$\", \"\"))) AS ?{group})\n"
    )
}

/// The words for a power of ten in which amounts are written.
fn scaled(scale: Option<u32>) -> &'static str {
    match scale {
        Some(3) => "thousands",
        Some(6) => "millions",
        Some(9) => "thousand millions",
        _ => "",
    }
}

/// The variable of a column: its name, if no variable of the queries has it.
fn variable(column: &Column) -> String {
    let name: String = column
        .name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' })
        .collect();
    match OWN.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// The variables of the queries themselves.
const OWN: [&str; 25] = [
    "written",
    "group",
    "first_written",
    "first_group",
    "second_written",
    "second_group",
    "sum",
    "summed",
    "figure",
    "row",
    "rows",
    "amount",
    "currency",
    "total",
    "time",
    "year",
    "name",
    "column",
    "value",
    "by",
    "one",
    "label",
    "first",
    "second",
    "named",
];

/// The sign of a currency; other codes stand for themselves.
fn sign(unit: &str) -> &str {
    match unit {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    }
}

/// A heading on one line of a comment.
fn plain(title: &str) -> String {
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}
