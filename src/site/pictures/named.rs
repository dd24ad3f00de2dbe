//! The graph of a view as readers see it: no claim and no document is called by its key, dates are in words, money has one scale of stages.

use crate::site::claimed::{Claim, source, source_in_print, voice};
use crate::site::marks;
use crate::site::read::Reader;
use crate::view::{PropertyGraph, Value};
use crate::vocabulary as v;
use std::collections::BTreeSet;

/// A graph in which no claim and no document is called by its key, and dates in labels are in words.
pub fn named(mut graph: PropertyGraph, reader: &Reader<'_>) -> PropertyGraph {
    name_nodes(&mut graph, reader);
    name_edges(&mut graph, reader);
    graph
}

fn name_nodes(graph: &mut PropertyGraph, reader: &Reader<'_>) {
    let nodes: Vec<_> = graph.topology().node_indices().collect();
    let claims = graph.nodes().filter_map(|node| Claim::read(reader, node.iri()));
    let documents: BTreeSet<Option<&str>> = claims.map(|claim| claim.document()).collect();
    for index in nodes {
        let (iri, label) = (graph.node(index).iri().to_owned(), graph.node(index).label().to_owned());
        let is_key = label == reader.label(&iri) || iri.ends_with(&label);
        let claim = Claim::read(reader, &iri);
        if let Some(claim) = &claim {
            // The voice may be the document's.
            let from = claim
                .document()
                .filter(|_| documents.len() > 1 && claim.thing.has(v::SPEAKER));
            let from = from.map(|document| source(reader, document));
            let note = [claim.firmness_as_said(reader), Some(voice(reader, claim)), from];
            let note: Vec<String> = note.into_iter().flatten().collect();
            graph.set_node(index, "note", Value::Text(&note.join(", ")));
        }
        let name = match claim {
            Some(claim) if is_key => claim.statement(reader),
            None if is_key && reader.is(&iri, v::RDF_TYPE, v::DOCUMENT) => source(reader, &iri),
            _ => continue,
        };
        graph.set_node(index, "label", Value::Text(&name));
    }
}

fn name_edges(graph: &mut PropertyGraph, reader: &Reader<'_>) {
    let edges: Vec<_> = graph.topology().edge_indices().collect();
    let cited = cited(reader);
    for index in edges {
        let edge = graph.edge(index);
        let claim = edge.get("claim").and_then(|claim| Claim::read(reader, &claim.plain()));
        let has = |name: &str| edge.get(name).is_some();
        // Money has one scale of stages, and a currency that a table has is in no neighbouring phrase.
        let stage = claim.filter(|claim| claim.is_money() && has("modality"));
        let stage = stage.and_then(|claim| claim.firmness_as_said(reader));
        let is_of_table = has("unit_basis") && claim.is_some_and(|claim| claim.is_unit_of_table());
        let own = edge.get("remark").map(|own| own.plain());
        let remark = own
            .zip(claim)
            .and_then(|(own, claim)| marks::with_scope(reader, &own, &claim));
        let is_its = |claim: &Claim<'_>| edge.start().is_some() && claim.thing.text(v::WHEN).is_some();
        let basis = claim.filter(is_its).and_then(|claim| claim.thing.text(v::WHEN_BASIS));
        if let Some(basis) = basis.filter(|basis| *basis != v::BASIS_WRITTEN) {
            graph.set_edge(index, "date_basis", Value::Text(&reader.label(basis)));
        }
        if let Some(remark) = remark {
            graph.set_edge(index, "remark", Value::Text(&remark));
        }
        if let Some(stage) = stage {
            graph.set_edge(index, "stage", Value::Text(&stage));
        }
        if is_of_table {
            graph.set_edge(index, "unit_basis", Value::Text("written"));
        }
        let edge = graph.edge(index);
        let document = edge.get("document").map(|text| text.plain()).unwrap_or_default();
        let known = cited
            .iter()
            .find_map(|(citation, named)| Some((named, document.strip_prefix(citation)?)));
        if let Some((named, rest)) = known {
            let named = format!("{named}{rest}");
            graph.set_edge(index, "document", Value::Text(&named));
        }
        let edge = graph.edge(index);
        let document = edge.get("document").map(|text| text.plain()).unwrap_or_default();
        for (attribute, written) in [("label", edge.label().to_owned()), ("document", document)] {
            let said = reader.language.dates_in(&written);
            if said != written {
                graph.set_edge(index, attribute, Value::Text(&said));
            }
        }
    }
}

/// The citation of each document, which is in the language of the document, with its name as a source in that of the page; long ones first.
fn cited(reader: &Reader<'_>) -> Vec<(String, String)> {
    let documents = reader.having(CITATION);
    let cited = documents.flat_map(|document| {
        let citations = document.texts(CITATION).into_iter();
        citations.map(move |citation| (citation.to_owned(), source_in_print(reader, document.iri)))
    });
    let mut cited: Vec<(String, String)> = cited.filter(|(citation, _)| !citation.is_empty()).collect();
    cited.sort_by_key(|(citation, _)| std::cmp::Reverse(citation.len()));
    cited
}

/// `dcterms:bibliographicCitation`.
const CITATION: &str = "http://purl.org/dc/terms/bibliographicCitation";
