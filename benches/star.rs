//! A sketch of what an executor for star patterns with grouping would bring: CPU seconds of three questions of `benches/store.d`.
//!
//! Usage: `cargo bench --bench star -- FOLDER [RUNS]`, where FOLDER has tables of `benches/generate`.
//!
//! A star is several patterns about one subject: `?claim ns:unit ?unit ; ns:amount ?amount`. Each question is answered in three ways
//! over one index in memory: by Oxigraph's evaluator, row by row; by looking up each subject of the first pattern in the index
//! (`rows`); and by taking the pairs of each predicate, sorting them by subject and joining the columns (`columns`). The last
//! two work on numbers of terms, read each different amount once, and know their question: they are no executor. The answers of
//! all three are compared.

use anyhow::{Context as _, ensure};
use csvw::diagnostic::{Diagnostic, Report};
use csvw::{BlockSink, Options, Resources, Sink, Statement, metadata};
use index::{Batch, Index, View};
use oxigraph::model::{NamedNode, Term};
use rustix::time::{ClockId, clock_gettime};
use spareval::{QueryEvaluator, QueryResults, QueryableDataset as _};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::PathBuf;
use text::Decimal;

const NS: &str = "https://example.org/bench/ns#";
const PUBLISHER: &str = "http://purl.org/dc/terms/publisher";
const IDENTIFIER: &str = "http://purl.org/dc/terms/identifier";
const QUESTIONS: [(&str, &str); 3] = [
    (
        "units",
        "SELECT ?unit (SUM(?amount) AS ?total) WHERE { ?claim ns:unit ?unit ; ns:amount ?amount } GROUP BY ?unit",
    ),
    (
        "publishers",
        "SELECT ?key ?unit (SUM(?amount) AS ?total) WHERE { ?claim ns:source ?source ; ns:amount ?amount ; ns:unit ?unit . \
         ?source <http://purl.org/dc/terms/publisher> ?publisher . ?publisher <http://purl.org/dc/terms/identifier> ?key } GROUP BY ?key ?unit",
    ),
    (
        "years",
        "SELECT ?year (COUNT(*) AS ?n) (COUNT(DISTINCT ?about) AS ?things) \
         WHERE { ?claim ns:statedOn ?day ; ns:about ?about BIND (YEAR(?day) AS ?year) } GROUP BY ?year",
    ),
];

/// An answer: the values of a group, and what was calculated for it.
type Rows = BTreeMap<Vec<String>, Vec<Decimal>>;

/// The files of a folder, by the last part of their addresses.
struct Folder(PathBuf);

impl Resources for Folder {
    fn open(&self, url: &str) -> Result<Option<Box<dyn Read + Send>>, Diagnostic> {
        let name = url.rsplit('/').next().unwrap_or(url);
        let file = std::fs::File::open(self.0.join(name)).ok();
        Ok(file.map(|file| Box::new(file) as Box<dyn Read + Send>))
    }
}

/// Fills an index block by block.
struct Fill<'a>(&'a mut Index);

struct Block(Batch);

impl BlockSink for Block {
    fn statement(&mut self, statement: &Statement<'_>) {
        let column = statement.column_index.map_or(0, |column| column + 1);
        self.0.add(statement.triple(), column).expect("few terms");
    }

    fn end_row(&mut self) {
        self.0.end_row();
    }
}

impl Sink for Fill<'_> {
    type Block = Block;

    fn block(&mut self) -> Block {
        Block(self.0.batch())
    }

    fn accept(&mut self, block: Block, left_out: &[usize]) -> std::io::Result<()> {
        self.0.append(&block.0, left_out).map_err(std::io::Error::other)
    }
}

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    let folder = arguments
        .next()
        .context("usage: cargo bench --bench star -- FOLDER [RUNS]")?;
    let runs = arguments.next().map_or(Ok(5), |runs| runs.parse::<usize>())?;
    let mut index = load(&Folder(folder.into()))?;
    index.compact()?;
    println!("{} triples", index.len());
    for run in 1..=runs {
        for (name, query) in QUESTIONS {
            let (asked, evaluated) = timed(|| evaluate(&index, query))?;
            let mut others = Vec::new();
            for way in [Way::Rows, Way::Columns] {
                let (seconds, rows) = timed(|| answer(&index, name, way))?;
                ensure!(rows == evaluated, "{name}: {way:?} answers otherwise");
                others.push(seconds);
            }
            println!(
                "{run} {name}: evaluator {asked:.3}, rows {:.3}, columns {:.3} s",
                others[0], others[1]
            );
        }
    }
    Ok(())
}

fn load(folder: &Folder) -> anyhow::Result<Index> {
    let mut report = Report::default();
    let mut index = Index::by_value();
    let group =
        metadata::read("https://example.org/bench/csv-metadata.json", folder, &mut report).context("no metadata")?;
    csvw::convert(&group, folder, &Options::default(), &mut report, &mut Fill(&mut index))?;
    index.commit()?;
    Ok(index)
}

fn timed<T>(run: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<(f64, T)> {
    let now = || {
        let time = clock_gettime(ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
    };
    let begun = now();
    let made = run()?;
    Ok((now() - begun, made))
}

/// The answer of Oxigraph's evaluator.
fn evaluate(index: &Index, query: &str) -> anyhow::Result<Rows> {
    let query = spargebra::SparqlParser::new()
        .with_prefix("ns", NS)?
        .parse_query(query)?;
    let evaluator = QueryEvaluator::new();
    let prepared = evaluator.prepare(&query);
    let QueryResults::Solutions(solutions) = prepared.execute(index.view())? else {
        anyhow::bail!("no rows");
    };
    let mut rows = Rows::new();
    for solution in solutions {
        let solution = solution?;
        let (mut group, mut values) = (Vec::new(), Vec::new());
        for (variable, term) in solution.iter() {
            match variable.as_str() {
                "total" | "n" | "things" => values.push(decimal(term)?),
                _ => group.push(plain(term)),
            }
        }
        rows.insert(group, values);
    }
    Ok(rows)
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Rows,
    Columns,
}

fn answer(index: &Index, name: &str, way: Way) -> anyhow::Result<Rows> {
    let store = Store {
        view: index.view(),
        way,
    };
    match name {
        "units" => store.units(),
        "publishers" => store.publishers(),
        _ => store.years(),
    }
}

struct Store<'a> {
    view: View<'a>,
    way: Way,
}

impl Store<'_> {
    fn units(&self) -> anyhow::Result<Rows> {
        let star = self.star(["unit", "amount"].map(|name| format!("{NS}{name}")))?;
        let mut sums: HashMap<u32, Decimal> = HashMap::new();
        let mut amounts = Amounts::default();
        for [unit, amount] in star {
            let sum = sums.entry(unit).or_insert(Decimal::from(0));
            *sum = sum.checked_add(amounts.of(&self.view, amount)?).context("too large")?;
        }
        let rows = sums
            .into_iter()
            .map(|(unit, sum)| Ok((vec![self.plain(unit)?], vec![sum])));
        rows.collect()
    }

    fn publishers(&self) -> anyhow::Result<Rows> {
        let star = self.star(["source", "unit", "amount"].map(|name| format!("{NS}{name}")))?;
        let publishers: HashMap<u32, u32> = self.pairs(PUBLISHER)?.into_iter().collect();
        let keys: HashMap<u32, u32> = self.pairs(IDENTIFIER)?.into_iter().collect();
        let mut sums: HashMap<(u32, u32), Decimal> = HashMap::new();
        let mut amounts = Amounts::default();
        for [source, unit, amount] in star {
            let Some(key) = publishers.get(&source).and_then(|publisher| keys.get(publisher)) else {
                continue;
            };
            let sum = sums.entry((*key, unit)).or_insert(Decimal::from(0));
            *sum = sum.checked_add(amounts.of(&self.view, amount)?).context("too large")?;
        }
        let rows = sums.into_iter();
        rows.map(|((key, unit), sum)| Ok((vec![self.plain(key)?, self.plain(unit)?], vec![sum])))
            .collect()
    }

    fn years(&self) -> anyhow::Result<Rows> {
        let star = self.star(["statedOn", "about"].map(|name| format!("{NS}{name}")))?;
        let mut years: HashMap<u32, u16> = HashMap::new();
        let mut seen = Vec::with_capacity(star.len());
        for [day, about] in star {
            let year = match years.get(&day) {
                Some(year) => *year,
                None => {
                    let year = self.plain(day)?.get(..4).context("no date")?.parse()?;
                    years.insert(day, year);
                    year
                }
            };
            seen.push((year, about));
        }
        seen.sort_unstable();
        let mut rows = Rows::new();
        for of_year in seen.chunk_by(|a, b| a.0 == b.0) {
            let things = of_year.chunk_by(|a, b| a == b).count();
            let counts = [of_year.len(), things].map(|count| Decimal::from(count as i64));
            rows.insert(vec![of_year[0].0.to_string()], counts.to_vec());
        }
        Ok(rows)
    }

    /// The objects of each subject that has all of the predicates.
    fn star<const N: usize>(&self, predicates: [String; N]) -> anyhow::Result<Vec<[u32; N]>> {
        match self.way {
            Way::Rows => self.star_by_rows(&predicates),
            Way::Columns => self.star_by_columns(&predicates),
        }
    }

    fn star_by_rows<const N: usize>(&self, predicates: &[String; N]) -> anyhow::Result<Vec<[u32; N]>> {
        let numbers = predicates.iter().map(|predicate| self.number(predicate));
        let numbers = numbers.collect::<Result<Vec<_>, _>>()?;
        let mut star = Vec::new();
        for (subject, object) in self.pairs(&predicates[0])? {
            let mut rows = vec![[object; N]];
            for (at, predicate) in numbers.iter().enumerate().skip(1) {
                let found = self
                    .view
                    .internal_quads_for_pattern(Some(&subject), Some(predicate), None, Some(None));
                let objects = found
                    .map(|quad| quad.map(|quad| quad.object))
                    .collect::<Result<Vec<_>, _>>()?;
                rows = product(&rows, at, &objects);
            }
            star.extend(rows);
        }
        Ok(star)
    }

    fn star_by_columns<const N: usize>(&self, predicates: &[String; N]) -> anyhow::Result<Vec<[u32; N]>> {
        let mut columns = Vec::new();
        for predicate in predicates {
            let mut pairs = self.pairs(predicate)?;
            pairs.sort_unstable();
            columns.push(pairs);
        }
        let mut places = [0; N];
        let mut star = Vec::with_capacity(columns[0].len());
        for of_subject in columns[0].chunk_by(|a, b| a.0 == b.0) {
            let subject = of_subject[0].0;
            let mut rows: Vec<[u32; N]> = of_subject.iter().map(|(_, object)| [*object; N]).collect();
            for at in 1..N {
                let pairs = &columns[at];
                while pairs.get(places[at]).is_some_and(|pair| pair.0 < subject) {
                    places[at] += 1;
                }
                let from_here = &pairs[places[at]..];
                let count = from_here.iter().take_while(|pair| pair.0 == subject).count();
                match &from_here[..count] {
                    [one] => rows.iter_mut().for_each(|row| row[at] = one.1),
                    several => {
                        let objects: Vec<u32> = several.iter().map(|pair| pair.1).collect();
                        rows = product(&rows, at, &objects);
                    }
                }
            }
            star.extend(rows);
        }
        Ok(star)
    }

    /// Subjects and objects of a predicate.
    fn pairs(&self, predicate: &str) -> anyhow::Result<Vec<(u32, u32)>> {
        let predicate = self.number(predicate)?;
        let found = self
            .view
            .internal_quads_for_pattern(None, Some(&predicate), None, Some(None));
        let pairs = found.map(|quad| quad.map(|quad| (quad.subject, quad.object)));
        Ok(pairs.collect::<Result<_, _>>()?)
    }

    fn number(&self, iri: &str) -> anyhow::Result<u32> {
        Ok(self.view.internalize_term(NamedNode::new(iri)?.into())?)
    }

    fn plain(&self, number: u32) -> anyhow::Result<String> {
        Ok(plain(&self.view.externalize_term(number)?))
    }
}

/// Each row with each of the objects at a place.
fn product<const N: usize>(rows: &[[u32; N]], at: usize, objects: &[u32]) -> Vec<[u32; N]> {
    let each = rows.iter().flat_map(|row| {
        objects.iter().map(|object| {
            let mut row = *row;
            row[at] = *object;
            row
        })
    });
    each.collect()
}

/// Amounts by number, each read once.
#[derive(Default)]
struct Amounts(HashMap<u32, Decimal>);

impl Amounts {
    fn of(&mut self, view: &View<'_>, number: u32) -> anyhow::Result<Decimal> {
        if let Some(known) = self.0.get(&number) {
            return Ok(*known);
        }
        let amount = decimal(&view.externalize_term(number)?)?;
        self.0.insert(number, amount);
        Ok(amount)
    }
}

fn plain(term: &Term) -> String {
    match term {
        Term::Literal(literal) => literal.value().to_owned(),
        Term::NamedNode(node) => node.as_str().to_owned(),
        other => other.to_string(),
    }
}

fn decimal(term: &Term) -> anyhow::Result<Decimal> {
    Decimal::parse(&plain(term)).context("no number")
}
