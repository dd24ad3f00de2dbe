//! The program's own index, in memory and in a file, answers as Oxigraph's store does: every question, view and check of whole
//! dossiers, and all of their triples.

use crate::support::{invented_dossier, root};
use sourcier::diagnostic::Report;
use sourcier::dossier::{Dossier, Store};
use sourcier::export::{GraphFormat, Options};
use sourcier::kept::Cache;
use sourcier::open::{Network, OpenDossier, ViewRequest};
use sourcier::query::answer::{self, AnswerFormat};
use sourcier::query::header::{Kind, LANGUAGE};
use sourcier::query::{Defaults, Folder, Query};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

fn dossier(folder: &Path, store: Store) -> Dossier {
    let mut dossier = Dossier::open(folder).unwrap();
    dossier.store = store;
    dossier
}

/// The values with which a question is asked: of a parameter with some words, each of them; a key where there is no default.
fn values(query: &Query, open: &OpenDossier) -> Vec<BTreeMap<String, String>> {
    let mut sets = vec![BTreeMap::new()];
    for parameter in &query.header.parameters {
        match &parameter.kind {
            Kind::Choice(words) if parameter.name != LANGUAGE => {
                let words = words
                    .split('|')
                    .filter(|word| parameter.default.as_deref() != Some(word));
                let more: Vec<_> = words.map(|word| (parameter.name.clone(), word.to_owned())).collect();
                sets.extend(more.into_iter().map(|set| BTreeMap::from([set])));
            }
            Kind::Key(prefix) if parameter.default.is_none() => {
                let start = &open.dossier.prefixes()[prefix];
                let keys = open.loaded.graph.subjects(start);
                let key = keys
                    .iter()
                    .map(|key| &key[start.len()..])
                    .find(|key| !key.contains(['%', '/', '#']));
                for set in &mut sets {
                    set.insert(parameter.name.clone(), key.unwrap_or_default().to_owned());
                }
            }
            _ => {}
        }
    }
    sets.retain(|set| {
        query
            .bind(&open.dossier, &open.loaded.graph, set, Defaults::MustExist)
            .is_ok()
    });
    sets
}

/// All that an open dossier answers, as text.
fn answers(open: &OpenDossier) -> BTreeMap<String, String> {
    let mut answers = BTreeMap::new();
    for query in open
        .queries(Folder::Named)
        .unwrap()
        .iter()
        .filter(|query| !query.is_federated())
    {
        for set in values(query, open) {
            let mut bytes = Vec::new();
            let answered = open.answer(query, &set, Network::Never).unwrap();
            answer::write(answered.results, AnswerFormat::Csv, None, &open.dossier, &mut bytes).unwrap();
            answers.insert(format!("{} {set:?}", query.name), String::from_utf8(bytes).unwrap());
        }
    }
    for view in open.queries(Folder::Views).unwrap() {
        for set in values(view, open) {
            let request = ViewRequest {
                view: Some(view.name.clone()),
                parameters: set.clone(),
                ..ViewRequest::default()
            };
            let seen = open.view(&request).unwrap();
            let mut bytes = Vec::new();
            for (_, write) in GraphFormat::Json.files() {
                write(&seen.graph, &Options::default(), &mut bytes).unwrap();
            }
            answers.insert(format!("view {} {set:?}", view.name), String::from_utf8(bytes).unwrap());
        }
    }
    let mut report = Report::default();
    open.check(&mut report).unwrap();
    answers.insert("check".to_owned(), format!("{:#?}", report.into_findings()));
    let mut triples = String::new();
    for triple in open.loaded.graph.triples() {
        writeln!(triples, "{triple} .").unwrap();
    }
    answers.insert("triples".to_owned(), triples);
    answers
}

#[test]
fn both_stores_answer_the_same() {
    let invented = tempfile::tempdir().unwrap();
    invented_dossier(invented.path());
    for folder in [root(), invented.path().to_owned()] {
        let mut report = Report::default();
        let peer = OpenDossier::open(dossier(&folder, Store::Oxigraph), None, &mut report).unwrap();
        let expected = answers(&peer);
        assert!(expected.len() > 30, "{:?}", expected.keys());
        let loaded = OpenDossier::open(dossier(&folder, Store::Index), None, &mut report).unwrap();
        let cache = Cache {
            folder: tempfile::tempdir().unwrap().keep(),
            program: "this test".to_owned(),
        };
        let kept = || {
            OpenDossier::open_kept(
                Some(&cache),
                dossier(&folder, Store::Index),
                None,
                &mut Report::default(),
            )
            .unwrap()
        };
        drop(kept());
        for (holder, open) in [("in memory", loaded), ("in a file", kept())] {
            let found = answers(&open);
            assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
            for (question, answer) in &expected {
                assert_eq!(&found[question], answer, "{question}, {holder}");
            }
        }
        std::fs::remove_dir_all(cache.folder).unwrap();
    }
}
