//! Prints what is understood of a sheet: `cargo run -p sourcier-sheet --example understand -- FILE [MAP.toml]`.

use std::error::Error;
use std::fs;

use sheet::{Map, Record, read, understand};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name a file")?;
    let map = match arguments.next() {
        Some(path) => Some(Map::parse(&fs::read_to_string(path)?)?),
        None => None,
    };
    let workbook = read(&fs::read(&path)?, &path)?;
    let understood = understand(&workbook, map.as_ref());
    for column in &understood.columns {
        println!(
            "{:>3} {:<28} {:<60} {:?}",
            column.number, column.heading, column.becomes, column.samples
        );
    }
    for record in &understood.records {
        println!("{}", line(record));
    }
    for cell in &understood.not_taken {
        println!("not taken {}: {:?}: {}", cell.address, cell.text, cell.reason);
    }
    for cell in &understood.words_left {
        println!("words left in {}: {:?}: {}", cell.address, cell.text, cell.reason);
    }
    for doubt in &understood.doubts {
        let choices: Vec<&str> = doubt.choices.iter().map(|choice| choice.label.as_str()).collect();
        println!("doubt: {} {choices:?}", doubt.question);
    }
    for note in &understood.notes {
        println!("note: {}", note.text);
    }
    println!("\n{}", understood.map.to_toml()?);
    Ok(())
}

fn line(record: &Record) -> String {
    let names = |parties: &[sheet::Party]| {
        let one = |party: &sheet::Party| format!("{}{}", party.name, if party.person { " (person)" } else { "" });
        parties.iter().map(one).collect::<Vec<_>>().join(" + ")
    };
    let words = |words: &Option<sheet::Words>| words.as_ref().map(|words| words.text.clone()).unwrap_or_default();
    let dated = |date: &Option<sheet::Dated>| date.as_ref().map(|date| date.iso.clone()).unwrap_or_default();
    let amounts: Vec<String> = record
        .amounts
        .iter()
        .map(|amount| {
            let bound = |bound: Option<text::Decimal>| bound.map(|bound| bound.to_string()).unwrap_or_default();
            format!(
                "{}..{} {}{} {} {:?} {} [{}]",
                bound(amount.minimum),
                bound(amount.maximum),
                amount.unit.as_deref().unwrap_or("-"),
                amount.per.map(|per| format!(" a {per}")).unwrap_or_default(),
                amount.wording,
                amount.role,
                amount.instrument.as_deref().unwrap_or_default(),
                amount.as_written
            )
        })
        .collect();
    format!(
        "{} | says {} | pays {} | gets {} | for {} | of {} | {} | when {} | period {} | stage {} {:?} | kind {:?} | {:?} | notes {:?} | ids {:?}",
        record.address,
        record
            .speaker
            .as_ref()
            .map(|speaker| speaker.name.clone())
            .unwrap_or_default(),
        names(&record.payers),
        names(&record.recipients),
        words(&record.about),
        words(&record.programme),
        amounts.join("; "),
        dated(&record.when),
        dated(&record.period),
        words(&record.stage),
        record.gone.as_ref().map(|gone| (&gone.words.text, &gone.on)),
        record.kind,
        record.source,
        record.notes.iter().map(|note| &note.text).collect::<Vec<_>>(),
        record.identifiers.iter().map(|one| &one.value).collect::<Vec<_>>(),
    )
}
