//! Pages as data: a claim in schema.org's terms, as Turtle, as its row; the index of the search.

use super::address::{Place, path, stem};
use super::claimed::{Claim, PUBLISHER, URL, source};
use super::excerpt::published;
use super::page::Page;
use super::pictures::View;
use super::questions::Question;
use super::read::{ALT_LABEL, IDENTIFIER};
use super::words::Language;
use crate::export::rdf::{self, RdfFormat};
use crate::export::spreadsheet::guarded;
use crate::export::table::into_io;
use crate::export::{Feature, GraphFormat, Options};
use crate::terminal::bare;
use crate::vocabulary as v;
use oxigraph::model::{Triple, TripleRef};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::io;
use text::spoken::spoken;

/// A claim as JSON-LD in schema.org's terms, with what it is about, who says it and where.
pub fn schema(page: &Page<'_>, claim: &Claim<'_>) -> String {
    let reader = &page.reader;
    let class = |iri: &str| {
        let mut classes = reader.thing(iri).texts(v::RDF_TYPE).into_iter();
        classes.find_map(|class| class.strip_prefix(SCHEMA)).unwrap_or("Thing")
    };
    let thing = |iri: &str| json!({"@type": class(iri), "@id": iri, "name": bare(&reader.label(iri))});
    let things = |property: &str| claim.thing.texts(property).into_iter().map(thing).collect::<Vec<_>>();
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| {
        if !matches!(&value, Value::Array(all) if all.is_empty()) {
            object.insert(name.to_owned(), value);
        }
    };
    put("@context", json!("https://schema.org"));
    put("@type", json!("Claim"));
    put("@id", json!(claim.iri()));
    put("identifier", json!(claim.key()));
    put("inLanguage", json!(reader.language.tag()));
    put("text", json!(claim.sentence(reader)));
    put("about", Value::Array(things(v::ABOUT)));
    put("author", Value::Array(things(v::SPEAKER)));
    if let Some(document) = claim.document() {
        put("appearance", appearance(page, document));
    }
    if let Some(measure) = claim.measure.as_ref().filter(|_| claim.is_money()) {
        let unit = measure
            .text(v::UNIT_OF_MEASURE)
            .and_then(|unit| reader.text(unit, v::SKOS_NOTATION));
        let mut amount = Map::new();
        amount.insert("@type".to_owned(), json!("MonetaryAmount"));
        for (name, bound) in [("minValue", v::MINIMUM), ("maxValue", v::MAXIMUM)] {
            if let Some(bound) = measure.text(bound) {
                amount.insert(name.to_owned(), json!(bound));
            }
        }
        if let Some(unit) = unit {
            amount.insert("currency".to_owned(), json!(unit));
        }
        // What the figure measures: an amount for each is none for all.
        amount.insert("description".to_owned(), json!(claim.figure(reader)));
        put("mentions", Value::Object(amount));
    }
    Value::Object(object).to_string()
}

/// The namespace of schema.org.
const SCHEMA: &str = "http://schema.org/";

fn appearance(page: &Page<'_>, document: &str) -> Value {
    let reader = &page.reader;
    let thing = reader.thing(document);
    let mut object = Map::new();
    object.insert("@type".to_owned(), json!("CreativeWork"));
    object.insert("@id".to_owned(), json!(document));
    object.insert("name".to_owned(), json!(bare(&source(reader, document))));
    if let Some(address) = thing.text(URL) {
        object.insert("url".to_owned(), json!(address));
    }
    if let Some(published) = thing.text(v::PUBLISHED) {
        object.insert("datePublished".to_owned(), json!(published));
    }
    if let Some(publisher) = thing.text(PUBLISHER) {
        object.insert(
            "publisher".to_owned(),
            json!({"@type": "Organization", "@id": publisher, "name": bare(&reader.label(publisher))}),
        );
    }
    Value::Object(object)
}

/// A claim as Turtle: all triples about it, its measure, and what is derived from it below its IRI.
///
/// # Errors
/// None but those of the writer, which is in memory.
pub fn turtle(page: &Page<'_>, claim: &Claim<'_>) -> io::Result<Vec<u8>> {
    let parts = page.reader.of(v::OF_CLAIM, claim.iri()).into_iter();
    let parts = parts.map(|part| page.reader.thing(part));
    let things = [claim.thing].into_iter().chain(claim.measure).chain(parts);
    let mut triples: Vec<(u32, TripleRef<'_>)> = things.flat_map(|thing| thing.triples()).collect();
    triples.sort_unstable_by_key(|(place, _)| *place);
    triples.dedup_by_key(|(place, _)| *place);
    let triples: Vec<Triple> = triples
        .into_iter()
        .filter_map(|(_, triple)| published(page.excerpts, triple.into_owned()))
        .collect();
    let mut out = Vec::new();
    rdf::write(&triples, RdfFormat::Turtle, &page.open.dossier, &mut out)?;
    Ok(out)
}

/// The row of a claim in its table, as CSV with the header; empty if it has none.
///
/// # Errors
/// None but those of the writer, which is in memory.
pub fn row(page: &Page<'_>, claim: &Claim<'_>) -> csv::Result<Vec<u8>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let place = page.open.loaded.rows().row(claim.iri()).map(|row| row.place(None));
    if let Some(cell) = place.as_ref().and_then(|place| place.cell.as_ref()) {
        out.write_record(cell.header.iter())?;
        let file = place.as_ref().map_or("", |place| place.file.as_str());
        let published = |(heading, text): (&String, &String)| {
            let text = page.cell(claim.iri(), (file, heading), text);
            guarded(&text).into_owned()
        };
        out.write_record(cell.header.iter().zip(cell.row.iter()).map(published))?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// A file of a view for another program; `None` if there is no such file.
///
/// # Errors
/// None but those of the writer, which is in memory.
pub fn of_view(language: Language, views: &[View<'_>], path: &str) -> io::Result<Option<Vec<u8>>> {
    for view in views {
        let others = GraphFormat::with(Feature::Build)
            .into_iter()
            .filter(|format| !format.has(Feature::Picture));
        let files = others.flat_map(|format| format.files());
        for (suffix, write) in files {
            if path == format!("data/views/{}{suffix}", stem(&view.query.name)) {
                let graph = view.graph(language);
                let options = Options {
                    positions: view.positions(language).to_vec(),
                    ..Options::default()
                };
                let mut out = Vec::new();
                write(graph, &options, &mut out)?;
                return match suffix.ends_with(".csv") {
                    true => without_formulas(&out).map(Some),
                    false => Ok(Some(out)),
                };
            }
        }
    }
    Ok(None)
}

/// A table as readers open it, who have spreadsheets: no text is a formula there.
///
/// # Errors
/// When it is no CSV.
pub fn without_formulas(table: &[u8]) -> io::Result<Vec<u8>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in reader.records() {
        let row = row.map_err(into_io)?;
        let is_number = |cell: &&str| cell.parse::<f64>().is_ok();
        let cells = row.iter().map(|cell| match is_number(&cell) {
            true => Cow::Borrowed(cell),
            false => guarded(cell),
        });
        writer.write_record(cells.map(Cow::into_owned)).map_err(into_io)?;
    }
    writer.into_inner().map_err(|error| error.into_error())
}

/// The rows of claims as one table; claims whose table has other columns than the first one's are left out.
///
/// # Errors
/// None but those of the writer, which is in memory.
pub fn rows(page: &Page<'_>, claims: &[Claim<'_>]) -> csv::Result<Vec<u8>> {
    let mut all = Vec::new();
    let mut header: Option<Vec<u8>> = None;
    for claim in claims {
        let own = row(page, claim)?;
        // A heading has no line break, and a cell with one is in quotes below it.
        let Some(end) = own.iter().position(|byte| *byte == b'\n') else {
            continue;
        };
        let (heading, rest) = own.split_at(end + 1);
        match &header {
            None => {
                all.extend_from_slice(heading);
                header = Some(heading.to_vec());
            }
            Some(first) if first != heading => continue,
            Some(_) => {}
        }
        all.extend_from_slice(rest);
    }
    Ok(all)
}

/// What the search finds, as a script that any page can load: title, names and address of each claim, name, document and question.
pub fn search(
    page: &Page<'_>,
    claims: &[Claim<'_>],
    [entities, documents]: [&[String]; 2],
    questions: &[Question<'_>],
) -> String {
    let reader = &page.reader;
    let language = page.frame.language();
    // Addresses are those of a page at the root of the language.
    let root = match language == page.frame.imprint.first {
        true => String::new(),
        false => format!("{}/", language.tag()),
    };
    let address = |place: Place<'_>| {
        let own = path(page.frame.imprint.first, language, place);
        own.strip_prefix(&root).map_or(own.clone(), str::to_owned)
    };
    let claims = claims
        .iter()
        .map(|claim| found_claim(page, claim, &address(Place::Claim(claim.iri()))));
    let entities = entities.iter().map(|entity| {
        let thing = reader.thing(entity);
        let mut names = thing.texts(ALT_LABEL);
        names.extend(thing.texts(IDENTIFIER));
        entry("name", &reader.label(entity), &names, &address(Place::Entity(entity)))
    });
    let documents = documents.iter().map(|document| {
        entry(
            "document",
            &source(reader, document),
            &[],
            &address(Place::Document(document)),
        )
    });
    let questions = questions.iter().map(|question| {
        let (header, tag) = (&question.query.header, language.tag());
        let answers = page.answers(header).0;
        let place = Place::Question(&question.query.name);
        entry("question", header.title_in(tag), &[answers], &address(place))
    });
    let entries: Vec<Value> = entities.chain(documents).chain(claims).chain(questions).collect();
    format!(
        "window.sourcierSearch = {};\n",
        super::frame::in_script(&Value::Array(entries).to_string())
    )
}

/// A claim as the search finds it: by its sentence, its words, its key, and its amount as it is said.
fn found_claim(page: &Page<'_>, claim: &Claim<'_>, address: &str) -> Value {
    let reader = &page.reader;
    let written = claim.thing.text(v::AS_WRITTEN).unwrap_or_default();
    let bounds = claim
        .measure
        .iter()
        .flat_map(|measure| [measure.text(v::MINIMUM), measure.text(v::MAXIMUM)]);
    let bounds: Vec<&str> = bounds.flatten().collect();
    let mut spoken: Vec<String> = bounds
        .iter()
        .flat_map(|amount| spoken(amount, reader.language.tag()))
        .collect();
    spoken.dedup();
    let status = claim.gone_label(reader).unwrap_or_default();
    let words = [written, claim.key(), &spoken.join(" "), &status];
    let mut found = entry("claim", &claim.sentence(reader), &words, address);
    let mut amounts: Vec<f64> = bounds.iter().filter_map(|bound| bound.parse().ok()).collect();
    amounts.dedup();
    if !amounts.is_empty() {
        found["a"] = json!(amounts);
    }
    if claim.is_gone(reader) && !claim.tells_withdrawal(reader) {
        found["g"] = json!(1);
    }
    found
}

fn entry(kind: &str, title: &str, more: &[&str], address: &str) -> Value {
    let more: Vec<&str> = more.iter().copied().filter(|words| !words.is_empty()).collect();
    json!({"k": kind, "t": title, "m": more.join(" "), "u": address})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_a_table_is_a_formula_and_numbers_stay() {
        let table = "id,label,weight\na,\"=HYPERLINK(\"\"x\"\")\",-1.5\nb,\"two, @lines\",1e9\n";
        let guarded = "id,label,weight\na,\"'=HYPERLINK(\"\"x\"\")\",-1.5\nb,\"two, @lines\",1e9\n";
        assert_eq!(without_formulas(table.as_bytes()).unwrap(), guarded.as_bytes());
    }
}
