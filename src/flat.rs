//! The claims of a dossier that have a figure, as one flat sheet: who says, who pays, to whom, for what, how much.
//!
//! Takes a dossier; gives a row for each such claim, in the order of claims.csv, with labels in place of keys. Two further columns
//! lead back: the key of the claim, and a mark of the row as it was written, by which [`crate::import`] knows what changed. What
//! the sheet cannot hold is in docs/exports.md. `write` writes it as CSV or XLSX.

mod write;

use crate::dossier::Dossier;
use crate::files::{self, Files};
use crate::load;
use crate::tables::{Around, Tables};
use csvw::Resources as _;
use csvw::metadata::{Table, TableGroup};
use diagnostic::{Rejected, Report};
use oxigraph::model::{NamedOrBlankNode, Term, Triple};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::io::Read as _;
pub use write::{SheetFormat, WriteError};

/// `skos:prefLabel`.
const PREF_LABEL: &str = "http://www.w3.org/2004/02/skos/core#prefLabel";

/// The columns, from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Who says it.
    Speaker,
    /// Who pays; several with ` + ` between.
    Payer,
    /// Who receives; several with ` + ` between.
    Recipient,
    /// What the money is for.
    About,
    /// The figure: a number, or words with its bounds.
    Amount,
    /// Its unit: the code of a currency.
    Unit,
    /// When it was said or happened.
    When,
    /// The years that the money is for.
    Period,
    /// How firm it is.
    Stage,
    /// The kind of claim.
    Kind,
    /// The form of the money.
    Instrument,
    /// The title of the document, or its key.
    Source,
    /// Its address.
    Link,
    /// The address of an archived copy of it.
    Archive,
    /// The page of the document.
    Page,
    /// The words of the document.
    Quote,
    /// Remarks.
    Note,
    /// The key of the claim.
    Claim,
    /// A mark of the row as it was written.
    Mark,
}

/// How many columns there are.
pub const WIDTH: usize = 19;

/// The longest text that a cell of XLSX holds, in UTF-16 units.
const LONGEST: usize = 32_767;

impl Column {
    /// All, from the left.
    pub const ALL: [Self; WIDTH] = [
        Self::Speaker,
        Self::Payer,
        Self::Recipient,
        Self::About,
        Self::Amount,
        Self::Unit,
        Self::When,
        Self::Period,
        Self::Stage,
        Self::Kind,
        Self::Instrument,
        Self::Source,
        Self::Link,
        Self::Archive,
        Self::Page,
        Self::Quote,
        Self::Note,
        Self::Claim,
        Self::Mark,
    ];

    /// Its headings, in English and in French.
    pub fn headings(self) -> [&'static str; 2] {
        match self {
            Self::Speaker => ["Who says", "Qui annonce"],
            Self::Payer => ["Who pays", "Qui paie"],
            Self::Recipient => ["To whom", "Bénéficiaire"],
            Self::About => ["For what", "Objet"],
            Self::Amount => ["Amount", "Montant"],
            Self::Unit => ["Currency", "Devise"],
            Self::When => ["When", "Date"],
            Self::Period => ["Period", "Période"],
            Self::Stage => ["Stage", "Statut"],
            Self::Kind => ["Kind", "Type d’annonce"],
            Self::Instrument => ["Instrument", "Type d’aide"],
            Self::Source => ["Source", "Source"],
            Self::Link => ["Link", "Lien"],
            Self::Archive => ["Archived copy", "Copie archivée"],
            Self::Page => ["Page", "Page"],
            Self::Quote => ["Quote", "Citation"],
            Self::Note => ["Note", "Remarque"],
            Self::Claim => ["Claim in sourcier", "Annonce dans sourcier"],
            Self::Mark => ["As exported", "À l’export"],
        }
    }
}

/// The flat sheet.
#[derive(Debug)]
pub struct Flat {
    /// The rows.
    pub rows: Vec<Row>,
    is_french: bool,
}

/// A row of the sheet.
#[derive(Debug)]
pub struct Row {
    /// The row of claims.csv, from 0, blank ones not counted.
    pub index: usize,
    /// The texts, in the order of [`Column::ALL`].
    pub texts: [String; WIDTH],
    /// The cells of the claim in the form of the metadata, by column.
    pub claim: HashMap<String, String>,
    /// The keys of all who pay.
    pub payers: Vec<String>,
    /// The keys of all who receive.
    pub recipients: Vec<String>,
}

/// The sheet could not be made.
#[derive(Debug, thiserror::Error)]
pub enum FlatError {
    /// The description of the tables has errors.
    #[error("the description of the tables has errors")]
    Described(#[source] Rejected),
    /// It has registers, and no claims.
    #[error(
        "the dossier has no {0}: a sheet is made of claims. Registers are tables already; `sourcier query` lists the questions \
         about them, and --format csv writes the answers"
    )]
    NoClaims(String),
    /// A table is not described, or cannot be read.
    #[error("{0} cannot be read as a table: `sourcier check` says why")]
    Table(String),
}

/// The rows of a table, with cells by column.
type Cells = Vec<HashMap<String, String>>;

impl Flat {
    /// Makes the sheet of a dossier.
    ///
    /// # Errors
    /// When a table cannot be read.
    pub fn of(dossier: &Dossier) -> Result<Self, FlatError> {
        let group = files::group(dossier).map_err(FlatError::Described)?;
        let files = Files::of(dossier);
        // What is wrong with the ontology is said by `check`; without it, words stay as they are written.
        let ontology = load::ontology(dossier, &mut Report::bounded(1));
        let around = Around {
            ontology: &ontology,
            language: &dossier.manifest.language,
            texts: None,
        };
        let tables = Tables::read(&files, &group, &around);
        let group = tables.group(&group);
        let file = format!("{}/claims.csv", dossier.manifest.folders.data);
        if !group.tables.iter().any(|table| table.file == file) {
            return Err(FlatError::NoClaims(file));
        }
        let read = |name: &str| cells(dossier, &group, &tables, name);
        let entities = read("entities")?.ok_or_else(|| FlatError::Table("entities.csv".to_owned()))?;
        let documents = read("documents")?.ok_or_else(|| FlatError::Table("documents.csv".to_owned()))?;
        let claims = read("claims")?.ok_or_else(|| FlatError::Table("claims.csv".to_owned()))?;
        let roles = read("claim-roles")?.unwrap_or_default();
        let is_french = dossier.manifest.language.split('-').next() == Some("fr");
        let making = Making {
            words: words(&ontology, &dossier.manifest.language),
            labels: labels(&entities, is_french),
            documents: sources(&documents),
            roles: holders(&roles),
            is_french,
        };
        let rows = claims.into_iter().enumerate();
        let rows = rows.filter_map(|(index, claim)| making.row(index, claim)).collect();
        Ok(Self { rows, is_french })
    }

    /// The headings.
    pub fn headings(&self) -> [&'static str; WIDTH] {
        Column::ALL.map(|column| column.headings()[usize::from(self.is_french)])
    }
}

impl Row {
    /// The text of a column.
    pub fn text(&self, column: Column) -> &str {
        &self.texts[column as usize]
    }

    /// A cell of the claim.
    pub fn cell(&self, column: &str) -> &str {
        self.claim.get(column).map_or("", String::as_str)
    }
}

/// The mark of a row with these texts: eight digits of a hash of all but itself.
pub fn mark(texts: &[String; WIDTH]) -> String {
    use std::fmt::Write as _;
    let mut hash = Sha256::new();
    // A sheet of an earlier version has no column of instruments, archived copies or pages.
    let is_new = |column: Column| matches!(column, Column::Instrument | Column::Archive | Column::Page);
    let is_told = |(column, text): &(Column, &String)| !is_new(*column) || !text.trim().is_empty();
    let cells = Column::ALL.into_iter().zip(texts).take(WIDTH - 1);
    for (_, text) in cells.filter(is_told) {
        hash.update(text.trim().as_bytes());
        hash.update([0]);
    }
    let mut mark = String::new();
    for byte in hash.finalize().iter().take(4) {
        let _ = write!(mark, "{byte:02x}");
    }
    // A spreadsheet would take `12345678` or `1234e567` for a number.
    format!("v{mark}")
}

/// The rows of a table in the form of its metadata; `None` if there is no such file.
fn cells(dossier: &Dossier, group: &TableGroup, tables: &Tables<'_>, name: &str) -> Result<Option<Cells>, FlatError> {
    let file = format!("{}/{name}.csv", dossier.manifest.folders.data);
    let wrong = || FlatError::Table(file.clone());
    let table: &Table = group.tables.iter().find(|table| table.file == file).ok_or_else(wrong)?;
    let Some(mut opened) = tables.open(&table.url).map_err(|_| wrong())? else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes).map_err(|_| wrong())?;
    let delimiter = table.dialect.delimiter.bytes().next().unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(bytes.as_slice());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| wrong())?;
        let columns = table.columns.iter().filter(|column| !column.is_virtual);
        let cells = columns.zip(record.iter());
        let cells = cells.filter(|(_, cell)| !cell.trim().is_empty());
        rows.push(
            cells
                .map(|(column, cell)| (column.name.clone(), cell.trim().to_owned()))
                .collect(),
        );
    }
    Ok(Some(rows))
}

fn get<'c>(cells: &'c HashMap<String, String>, column: &str) -> &'c str {
    cells.get(column).map_or("", String::as_str)
}

/// The label of each entity, in the language of the dossier if it has one.
fn labels(entities: &Cells, is_french: bool) -> HashMap<String, String> {
    let columns = match is_french {
        true => ["label_fr", "label_en"],
        false => ["label_en", "label_fr"],
    };
    let named = entities.iter().map(|row| {
        let label = columns
            .iter()
            .map(|column| get(row, column))
            .find(|label| !label.is_empty());
        let key = get(row, "key");
        (key.to_owned(), label.unwrap_or(key).to_owned())
    });
    named.collect()
}

/// How a document is named in the sheet.
#[derive(Debug, Clone, Default)]
struct Source {
    /// Its title; its key in place of a title that another has, too.
    title: String,
    address: String,
    archive: String,
}

/// How each document is named, by its key.
fn sources(documents: &Cells) -> HashMap<String, Source> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in documents {
        *counts.entry(text::fold::fold_words(get(row, "title"))).or_default() += 1;
    }
    let named = documents.iter().map(|row| {
        let (key, title) = (get(row, "key"), get(row, "title"));
        let is_one = !title.is_empty() && counts.get(&text::fold::fold_words(title)) == Some(&1);
        let title = if is_one { title } else { key };
        let [title, address, archive] = [title, get(row, "address"), get(row, "archive")].map(str::to_owned);
        let source = Source {
            title,
            address,
            archive,
        };
        (key.to_owned(), source)
    });
    named.collect()
}

/// Further holders of a role in a claim.
fn holders(roles: &Cells) -> HashMap<(String, String), Vec<String>> {
    let mut holders: HashMap<(String, String), Vec<String>> = HashMap::new();
    for row in roles {
        let place = (get(row, "claim").to_owned(), get(row, "role").to_owned());
        holders.entry(place).or_default().push(get(row, "entity").to_owned());
    }
    holders
}

/// The columns whose codes the ontology names, with their roles in a sheet.
const CODES: [(&str, sheet::Role); 3] = [
    ("modality", sheet::Role::Stage),
    ("kind", sheet::Role::Kind),
    ("instrument", sheet::Role::Instrument),
];

/// The words of a language for codes, which import reads as these.
fn words(ontology: &[Triple], language: &str) -> HashMap<(&'static str, String), String> {
    let language = language.split('-').next().unwrap_or_default();
    let mut words = HashMap::new();
    for triple in ontology.iter().filter(|triple| triple.predicate.as_str() == PREF_LABEL) {
        let (NamedOrBlankNode::NamedNode(subject), Term::Literal(label)) = (&triple.subject, &triple.object) else {
            continue;
        };
        let name = subject.as_str().rsplit(['#', '/']).next().unwrap_or_default();
        for (column, role) in CODES {
            let code = name.strip_prefix(column).and_then(|rest| rest.strip_prefix('-'));
            let code = code.filter(|code| sheet::code(role, label.value()) == Some(code));
            if let Some(code) = code.filter(|_| label.language() == Some(language)) {
                words.insert((column, code.to_owned()), label.value().to_owned());
            }
        }
    }
    words
}

/// What rows are made of.
struct Making {
    /// The words for codes, by column and code.
    words: HashMap<(&'static str, String), String>,
    labels: HashMap<String, String>,
    documents: HashMap<String, Source>,
    roles: HashMap<(String, String), Vec<String>>,
    is_french: bool,
}

impl Making {
    /// The row of a claim, if it has a figure.
    fn row(&self, index: usize, claim: HashMap<String, String>) -> Option<Row> {
        let cell = |column: &str| get(&claim, column).to_owned();
        let amount = amount(&claim, self.is_french)?;
        let (payers, recipients) = (self.all(&claim, "funder"), self.all(&claim, "recipient"));
        let source = self.documents.get(get(&claim, "document")).cloned().unwrap_or_default();
        let quote = match claim.get("quote") {
            Some(quote) => quote.clone(),
            None => cell("as_written"),
        };
        let mut texts = Column::ALL.map(|column| match column {
            Column::Speaker => self.label(get(&claim, "speaker")),
            Column::Payer => self.joined(&payers),
            Column::Recipient => self.joined(&recipients),
            Column::About => self.label(get(&claim, "about")),
            Column::Amount => amount.clone(),
            Column::Unit => cell("unit"),
            Column::When => cell("when"),
            Column::Period => cell("period"),
            Column::Stage => self.word("modality", &claim),
            Column::Kind => self.word("kind", &claim),
            Column::Instrument => self.word("instrument", &claim),
            Column::Source => source.title.clone(),
            Column::Link => source.address.clone(),
            Column::Archive => source.archive.clone(),
            Column::Page => cell("page"),
            Column::Quote => quote.clone(),
            Column::Note => cell("note"),
            Column::Claim => cell("key"),
            Column::Mark => String::new(),
        });
        texts.iter_mut().for_each(clipped);
        texts[WIDTH - 1] = mark(&texts);
        Some(Row {
            index,
            texts,
            claim,
            payers,
            recipients,
        })
    }

    fn label(&self, key: &str) -> String {
        self.labels.get(key).map_or(key, String::as_str).to_owned()
    }

    /// The word for the code in a column; the code itself if there is none that import reads.
    fn word(&self, column: &'static str, claim: &HashMap<String, String>) -> String {
        let code = get(claim, column);
        let word = self.words.get(&(column, code.to_owned()));
        word.map_or(code, String::as_str).to_owned()
    }

    fn joined(&self, keys: &[String]) -> String {
        let labels: Vec<String> = keys.iter().map(|key| self.label(key)).collect();
        labels.join(" + ")
    }

    /// All holders of a role, that of the claim's own column first.
    fn all(&self, claim: &HashMap<String, String>, role: &str) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        let further = self.roles.get(&(get(claim, "key").to_owned(), role.to_owned()));
        for key in std::iter::once(get(claim, role)).chain(further.into_iter().flatten().map(String::as_str)) {
            if !key.is_empty() && !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        keys
    }
}

/// A figure as a person would write it; `None` if there is none.
fn amount(claim: &HashMap<String, String>, is_french: bool) -> Option<String> {
    let (minimum, maximum) = (get(claim, "minimum"), get(claim, "maximum"));
    let words = |english: &str, french: &str| if is_french { french } else { english }.to_owned();
    match (minimum, maximum, get(claim, "wording")) {
        ("", "", _) => None,
        (one, other, "about") if one == other => Some(format!("{} {one}", words("about", "environ"))),
        (one, other, _) if one == other => Some(one.to_owned()),
        (one, "", "more-than") => Some(format!("{} {one}", words("more than", "plus de"))),
        (one, "", _) => Some(format!("{} {one}", words("at least", "au moins"))),
        ("", other, "less-than") => Some(format!("{} {other}", words("less than", "moins de"))),
        ("", other, _) => Some(format!("{} {other}", words("up to", "jusqu’à"))),
        (one, other, _) => Some(format!("{one} - {other}")),
    }
}

/// A text as long as a cell may be.
fn clipped(text: &mut String) {
    let mut length = 0;
    let end = text.char_indices().find(|(_, letter)| {
        length += letter.len_utf16();
        length > LONGEST
    });
    if let Some((end, _)) = end {
        text.truncate(end);
    }
}
