//! CPU seconds of each question, view, check and rule of dossiers, in one process that loads each dossier once.
//!
//! Usage: `cargo bench --bench questions -- [--runs N] [--only WORD,WORD] [--store index|oxigraph] DOSSIER...`
//!
//! A question is answered as `sourcier query NAME --format csv` does once its dossier is open, a view as `sourcier export
//! graph NAME --format json`; what is written is counted and thrown away. A question that takes one of several words,
//! other than a language, is asked once for each of them. A key that a dossier does not have is replaced by the first that it has.
//! Checks and rules are run where `--only` names `check`, `rule` or one of them: each as when a dossier is checked or loaded, but over the
//! graph with what all rules derived; of a rule with a step, its rows alone.
//!
//! A machine that is shared slows down and recovers within minutes. So each question is asked of every dossier in turn
//! before the next question, and the whole round is repeated: a slow minute then counts for all dossiers alike. Prints a
//! line of JSON for each dossier and question: `{"dossier", "kind", "name", "set", "bytes", "error", "seconds": [...]}`; the first one is
//! about loading it (`"kind": "load"`).

use rustix::time::{ClockId, clock_gettime};
use serde_json::json;
use sourcier::diagnostic::{Diagnostic, Report, SHOWN};
use sourcier::dossier::{Dossier, Store};
use sourcier::export::{GraphFormat, Options};
use sourcier::graph::Answer;
use sourcier::open::{Network, OpenDossier, ViewRequest};
use sourcier::query::{
    self, BindError, Defaults, Folder, Query,
    answer::{self, AnswerFormat},
    header::{Kind, LANGUAGE},
};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::thread;

/// The address space of the stack, as of a command: the evaluator recurses.
const STACK: usize = 1 << 30;

/// The arguments.
struct Asked {
    folders: Vec<String>,
    runs: usize,
    only: Vec<String>,
    store: Store,
}

/// One question or view, with values for its parameters.
struct Question {
    kind: &'static str,
    name: String,
    set: BTreeMap<String, String>,
}

/// What a question took in one dossier.
#[derive(Default)]
struct Taken {
    seconds: Vec<f64>,
    bytes: u64,
    error: Option<String>,
}

/// Counts what is written, and keeps nothing.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn main() -> anyhow::Result<()> {
    let Some(asked) = asked() else {
        eprintln!(
            "usage: cargo bench --bench questions -- [--runs N] [--only WORD,WORD] [--store index|oxigraph] DOSSIER..."
        );
        return Ok(());
    };
    let thread = thread::Builder::new().stack_size(STACK);
    let measured = thread.spawn(move || measure(&asked))?;
    measured.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Parses the command line; `--bench`, which cargo adds, is ignored.
fn asked() -> Option<Asked> {
    let mut words = std::env::args().skip(1).filter(|word| word != "--bench");
    let mut asked = Asked {
        folders: Vec::new(),
        runs: 10,
        only: Vec::new(),
        store: Store::Index,
    };
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => asked.runs = words.next()?.parse().ok()?,
            "--only" => asked.only = words.next()?.split(',').map(str::to_owned).collect(),
            "--store" => match words.next()?.as_str() {
                "index" => asked.store = Store::Index,
                "oxigraph" => asked.store = Store::Oxigraph,
                _ => return None,
            },
            _ if word.starts_with('-') => return None,
            _ => asked.folders.push(word),
        }
    }
    (!asked.folders.is_empty()).then_some(asked)
}

fn measure(asked: &Asked) -> anyhow::Result<()> {
    let mut open = Vec::new();
    for folder in &asked.folders {
        let mut report = Report::bounded(SHOWN);
        let mut dossier = Dossier::open(Path::new(folder))?;
        dossier.store = asked.store;
        let before = cpu_seconds();
        let dossier = OpenDossier::open(dossier, None, &mut report)?;
        let seconds = [cpu_seconds() - before];
        report.accept(())?;
        let line = json!({"dossier": folder, "kind": "load", "name": "", "set": {}, "error": null, "seconds": seconds});
        writeln!(io::stdout(), "{line}")?;
        open.push(dossier);
    }
    let Some(first) = open.first() else { return Ok(()) };
    let mut questions = questions(first)?;
    questions.retain(|question| {
        let words = [question.kind, &question.name];
        let is_usual = matches!(question.kind, "query" | "view");
        (asked.only.is_empty() && is_usual) || asked.only.iter().any(|only| words.contains(&only.as_str()))
    });
    let mut taken: Vec<Vec<Taken>> = Vec::new();
    taken.resize_with(questions.len(), || open.iter().map(|_| Taken::default()).collect());
    for _ in 0..asked.runs {
        for (question, taken) in questions.iter().zip(&mut taken) {
            for (dossier, taken) in open.iter().zip(taken) {
                ask(question, dossier, taken);
            }
        }
    }
    for (question, taken) in questions.iter().zip(&taken) {
        for (folder, taken) in asked.folders.iter().zip(taken) {
            let line = json!({
                "dossier": folder, "kind": question.kind, "name": question.name, "set": question.set,
                "bytes": taken.bytes, "error": taken.error, "seconds": taken.seconds,
            });
            writeln!(io::stdout(), "{line}")?;
        }
    }
    // Freeing the graphs would take time that nobody waits for.
    std::mem::forget(open);
    Ok(())
}

/// All questions that need no other endpoint, and all views, checks and rules, in name order.
fn questions(open: &OpenDossier) -> anyhow::Result<Vec<Question>> {
    let mut questions = Vec::new();
    for query in open
        .queries(Folder::Named)?
        .iter()
        .filter(|query| !query.is_federated())
    {
        let mut sets = vec![BTreeMap::new()];
        for parameter in &query.header.parameters {
            let Kind::Choice(words) = &parameter.kind else { continue };
            if parameter.name == LANGUAGE {
                continue;
            }
            let others = words
                .split('|')
                .filter(|word| parameter.default.as_deref() != Some(word));
            sets.extend(others.map(|word| BTreeMap::from([(parameter.name.clone(), word.to_owned())])));
        }
        questions.extend(sets.into_iter().map(|set| Question {
            kind: "query",
            name: query.name.clone(),
            set,
        }));
    }
    for (kind, folder) in [
        ("view", Folder::Views),
        ("check", Folder::Checks),
        ("rule", Folder::Rules),
    ] {
        questions.extend(open.queries(folder)?.iter().map(|query| Question {
            kind,
            name: query.name.clone(),
            set: BTreeMap::new(),
        }));
    }
    Ok(questions)
}

/// Asks a question of a dossier, and notes what it took.
fn ask(question: &Question, open: &OpenDossier, taken: &mut Taken) {
    let folder = match question.kind {
        "view" => Folder::Views,
        "check" => Folder::Checks,
        "rule" => Folder::Rules,
        _ => Folder::Named,
    };
    let queries = open.queries(folder).unwrap_or_default();
    let known = queries.iter().find(|query| query.name == question.name);
    let set = known.map_or_else(|| question.set.clone(), |query| with_keys(query, &question.set, open));
    let mut out = Counted(0);
    let before = cpu_seconds();
    let done = match folder {
        Folder::Views => draw(&question.name, &set, open, &mut out),
        Folder::Checks | Folder::Rules => known.map_or(Ok(()), |query| run(query, open, &mut out)),
        Folder::Named => answer(&question.name, &set, open, &mut out),
    };
    taken.seconds.push(cpu_seconds() - before);
    taken.bytes = out.0;
    taken.error = done.err().map(|error| format!("{error:#}"));
}

/// Adds a key of this dossier where the default of a parameter is none.
fn with_keys(query: &Query, set: &BTreeMap<String, String>, open: &OpenDossier) -> BTreeMap<String, String> {
    let mut set = set.clone();
    let graph = &open.loaded.graph;
    while let Err(BindError::Type { name, .. }) = query.bind(&open.dossier, graph, &set, Defaults::MustExist) {
        let parameter = query.header.parameters.iter().find(|parameter| parameter.name == name);
        let Some(Kind::Key(prefix)) = parameter.map(|parameter| &parameter.kind) else {
            break;
        };
        let Some(start) = open.dossier.prefixes().get(prefix) else {
            break;
        };
        let keys = graph.subjects(start);
        let mut keys = keys.iter().filter_map(|key| key.strip_prefix(start.as_str()));
        match keys.find(|key| !key.contains(['%', '/', '#'])) {
            Some(key) if !set.contains_key(&name) => set.insert(name, key.to_owned()),
            _ => break,
        };
    }
    set
}

/// Reads, asks and writes a question, as the command does.
fn answer(name: &str, set: &BTreeMap<String, String>, open: &OpenDossier, out: &mut Counted) -> anyhow::Result<()> {
    let mut report = Report::default();
    let query = query::named(&open.dossier, name, &mut report)?;
    let query = query.ok_or_else(|| anyhow::anyhow!("{name} is not valid"))?;
    let (results, _) = open.answer(&query, set, Network::Never)?.results.peeked();
    let _ = open.unknown_terms(&query);
    answer::write(results, AnswerFormat::Csv, None, &open.dossier, out)?;
    Ok(())
}

/// Runs a check or a rule; what it finds or derives is counted.
fn run(query: &Query, open: &OpenDossier, out: &mut Counted) -> anyhow::Result<()> {
    let (dossier, graph) = (&open.dossier, &open.loaded.graph);
    let failed = |diagnostic: Diagnostic| anyhow::anyhow!(diagnostic.message);
    if query.header.step.is_some() {
        let rows = query.rows(dossier, graph).map_err(failed)?;
        out.0 = rows.map_or(0, |rows| rows.count() as u64);
    } else if query.header.check.is_some() {
        if let Answer::Solutions(solutions) = query.answer(dossier, graph).map_err(failed)? {
            out.0 = solutions.iter().count() as u64;
        }
    } else {
        out.0 = query.derive(dossier, graph).map_err(failed)?.len() as u64;
    }
    Ok(())
}

/// Answers and writes a view, as the command does.
fn draw(name: &str, set: &BTreeMap<String, String>, open: &OpenDossier, out: &mut Counted) -> anyhow::Result<()> {
    let view = open.view(&ViewRequest {
        view: Some(name.to_owned()),
        parameters: set.clone(),
        positions: GraphFormat::Json.has(sourcier::export::Feature::Positions),
        ..ViewRequest::default()
    })?;
    let options = Options {
        positions: view.positions,
        ..Options::default()
    };
    for (_, write) in GraphFormat::Json.files() {
        write(&view.graph, &options, out)?;
    }
    Ok(())
}

/// The CPU seconds of this process so far, user and system, of all threads.
fn cpu_seconds() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
