//! Looks up the attributes of edges: those of their kind, claim, modality and measure.

use super::facts::{Facts, Found, Row, Source};
use super::groups::{Iris, distinct};
use super::standing::{self, Standings};
use crate::query::AskError;
use crate::view::{Projected, REFERENCES, Value};
use hashbrown::HashMap;
use petgraph::graph::EdgeIndex;
use std::collections::BTreeMap;

/// The attributes of an amount: for a view that selects one of them, amounts are not looked up.
const AMOUNT: [&str; 4] = ["weight", "minimum", "maximum", "symbol"];

/// Attributes that are looked up only if a view selects their name and leaves it unbound.
const ON_REQUEST: [&str; 6] = ["speaker", "written", "due", "stage", "standing", "remark"];

/// What a modality is called where money has it, if that is not its own name.
const OF_MONEY: &str = "of_money";

/// The line of a modality where money has it, if that is not its own.
const STYLE_OF_MONEY: &str = "style_of_money";

/// What who says it does: of a modality, and of a claim that takes something back.
const VERB: &str = "verb";

/// The document of a claim, by which documents that are cited alike are told apart.
const PAPER: &str = "paper";

/// Whether a kind is named by the verb of its modality.
const VERBAL: &str = "verbal";

const KIND: usize = 0;
const MODALITY: usize = 1;
const MEASURE: usize = 2;

/// Sets the attributes of edges that the view does not select.
pub(super) fn complete(view: &mut Projected, claims: Iris, source: &Source<'_>) -> Result<(), AskError> {
    let known = Known::of(view, claims, source)?;
    let edges: Vec<EdgeIndex> = view.graph.topology().edge_indices().collect();
    for edge in edges {
        known.complete(edge, view);
    }
    let papers = known.cited_alike(view);
    view.graph.about.papers = papers;
    Ok(())
}

/// An IRI of each edge, and what a look-up found about it.
#[derive(Default)]
struct Looked<'a> {
    iris: Iris,
    facts: Facts<'a>,
    /// The numbers of the IRIs in `facts`, by place.
    numbers: Vec<Option<u32>>,
}

impl<'a> Looked<'a> {
    fn of(iris: Iris, question: &str, source: &Source<'a>) -> Result<Self, AskError> {
        let facts = source.facts(question, &iris.all())?;
        let numbers = iris.distinct().map(|iri| facts.number(iri)).collect();
        Ok(Self { iris, facts, numbers })
    }

    fn number(&self, edge: EdgeIndex) -> Option<u32> {
        self.numbers.get(self.iris.place(edge)?).copied()?
    }

    /// The attributes for an edge, with their values and ranks.
    fn about(&self, edge: EdgeIndex) -> impl Iterator<Item = (&str, Value<'_>, i64)> {
        self.facts.about(self.number(edge))
    }

    /// An attribute for an edge as text.
    fn text(&self, edge: EdgeIndex, attribute: &str) -> Option<&str> {
        self.facts.text(self.number(edge), attribute)
    }
}

/// The results of the look-ups for a view's edges.
struct Known<'a> {
    language: &'a str,
    claims: Looked<'a>,
    /// The kind, modality and measure of each edge.
    references: [Looked<'a>; REFERENCES.len()],
    /// Attributes of claims that apply to some of their edges only.
    additions: Found<'a>,
    /// The rows in `additions`, by the place of their claim.
    additions_of: Vec<Vec<Row>>,
    /// The names of speakers, by the place of the claim.
    speakers: Vec<Option<String>>,
    /// How claims count, for a view that selects it.
    standings: Option<Standings<'a>>,
}

impl<'a> Known<'a> {
    fn of(view: &Projected, claims: Iris, source: &Source<'a>) -> Result<Self, AskError> {
        let claims = Looked::of(claims, include_str!("claims.rq"), source)?;
        let [kinds, modalities, measures] = [KIND, MODALITY, MEASURE].map(|column| references(view, column, &claims));
        let references = [
            Looked::of(kinds, include_str!("kinds.rq"), source)?,
            Looked::of(modalities, include_str!("modalities.rq"), source)?,
            Looked::of(measures, include_str!("measures.rq"), source)?,
        ];
        let all = claims.iris.all();
        let additions = match view.selects("label") && view.selects("channel") {
            true => Found::default(),
            false => source.found(include_str!("edges.rq"), &all)?,
        };
        let mut rows: HashMap<u32, Vec<Row>> = HashMap::new();
        for row in &additions.rows {
            rows.entry(row.thing).or_default().push(*row);
        }
        let additions_of = claims
            .iris
            .distinct()
            .map(|claim| {
                additions
                    .number(claim)
                    .and_then(|claim| rows.remove(&claim))
                    .unwrap_or_default()
            })
            .collect();
        let mut speakers = match view.selects("speaker") {
            true => speakers(&all, source)?,
            false => HashMap::new(),
        };
        let speakers = claims.iris.distinct().map(|claim| speakers.remove(claim)).collect();
        let standings = match standing::COLUMNS.iter().any(|name| view.selects(name)) {
            true => Some(Standings::of(&all, source)?),
            false => None,
        };
        Ok(Self {
            language: source.language,
            claims,
            references,
            additions,
            additions_of,
            speakers,
            standings,
        })
    }

    /// Sets the attributes of an edge.
    fn complete(&self, edge: EdgeIndex, view: &mut Projected) {
        for (name, value, _) in self
            .claims
            .about(edge)
            .filter(|fact| ![VERB, PAPER].contains(&fact.0) && !REFERENCES.contains(&fact.0))
        {
            set(view, edge, name, value);
        }
        let speakers = self
            .claims
            .iris
            .place(edge)
            .and_then(|claim| self.speakers[claim].as_deref());
        if let Some(names) = speakers {
            set(view, edge, "speaker", Value::Text(names));
        }
        if let (Some(standings), Some(claim)) = (&self.standings, self.claims.iris.get(edge)) {
            for (name, value) in standings.about(claim) {
                set(view, edge, name, Value::Text(&value));
            }
        }
        for column in [MODALITY, MEASURE] {
            if let Some(thing) = self.references[column].iris.get(edge) {
                self.word(edge, column, thing, view);
            }
        }
        if let Some(kind) = self.references[KIND].iris.get(edge) {
            self.word(edge, KIND, kind, view);
            let additions = self.additions(edge, kind, view);
            let label = self.label(edge, kind, &additions);
            set(view, edge, "label", Value::Text(&label));
            if let Some(channel) = self.channel(edge, &additions) {
                set(view, edge, "channel", Value::Text(channel));
            }
        }
    }

    /// The documents of edges whose citation is that of another document as well, by the edge's claim.
    fn cited_alike(&self, view: &Projected) -> BTreeMap<String, String> {
        let mut cited: BTreeMap<&str, BTreeMap<&str, Vec<EdgeIndex>>> = BTreeMap::new();
        for edge in view.graph.topology().edge_indices() {
            let found = ["document", PAPER].map(|name| self.claims.text(edge, name));
            if let [Some(citation), Some(paper)] = found {
                cited.entry(citation).or_default().entry(paper).or_default().push(edge);
            }
        }
        let several = cited.into_values().filter(|papers| papers.len() > 1).flatten();
        let of_claims = several.flat_map(|(paper, edges)| {
            let claims = edges.into_iter().filter_map(|edge| view.graph.edge(edge).get("claim"));
            claims
                .map(|claim| (claim.plain(), paper.to_owned()))
                .collect::<Vec<_>>()
        });
        of_claims.collect()
    }

    /// Sets the attributes from an edge's kind, modality or measure.
    fn word(&self, edge: EdgeIndex, column: usize, thing: &str, view: &mut Projected) {
        let (name, known) = (REFERENCES[column], &self.references[column]);
        if column != MEASURE {
            let of_money = known.text(edge, OF_MONEY).filter(|_| self.is_money(edge));
            let word = of_money.or(known.text(edge, name));
            view.graph.set_edge(edge, name, Value::Text(word.unwrap_or(key(thing))));
        }
        let is_other = |fact: &(&str, Value<'_>, i64)| {
            fact.0 != name && !["label", "channel", OF_MONEY, STYLE_OF_MONEY, VERB, VERBAL].contains(&fact.0)
        };
        let style = known.text(edge, STYLE_OF_MONEY).filter(|_| self.is_money(edge));
        for (name, value, _) in known.about(edge).filter(is_other) {
            let value = style.filter(|_| name == "style").map_or(value, Value::Text);
            set(view, edge, name, value);
        }
    }

    /// Whether the measure of an edge is money.
    fn is_money(&self, edge: EdgeIndex) -> bool {
        self.references[MEASURE].text(edge, "money") == Some("true")
    }

    /// The rows for an edge that depend on its source and kind.
    fn additions(&self, edge: EdgeIndex, kind: &str, view: &Projected) -> Vec<&Row> {
        let rows = self.claims.iris.place(edge).map(|claim| &self.additions_of[claim]);
        let edge = view.graph.edge(edge);
        let applies = |row: &&Row| self.additions.applies(row, edge.source().iri(), kind);
        rows.into_iter().flatten().filter(applies).collect()
    }

    /// What who starts an edge does, if its kind does not say it: speech is named by its modality, and the message of a withdrawal by that.
    fn verb(&self, edge: EdgeIndex) -> Option<&str> {
        let kind = |name: &str| self.references[KIND].text(edge, name);
        let is_verbal = kind(VERBAL).is_some();
        let of_message = self
            .claims
            .text(edge, VERB)
            .filter(|_| is_verbal || kind("channel") == Some("money"));
        of_message.or_else(|| self.references[MODALITY].text(edge, VERB).filter(|_| is_verbal))
    }

    /// The label of an edge: its kind and the additions, ordered by rank.
    fn label(&self, edge: EdgeIndex, kind: &str, additions: &[&Row]) -> String {
        let mut label = self
            .verb(edge)
            .or(self.references[KIND].text(edge, "label"))
            .unwrap_or(key(kind))
            .to_owned();
        let is_label = |row: &&&Row| self.additions.attribute(row) == "label";
        let mut words: Vec<&&Row> = additions.iter().filter(is_label).collect();
        words.sort_by(|one, other| {
            let order = one.rank.cmp(&other.rank);
            order.then_with(|| self.additions.by_language(one.value, other.value, self.language))
        });
        words.dedup_by_key(|row| row.rank);
        for row in words {
            label.push(' ');
            label.push_str(self.additions.text(row.value));
        }
        label
    }

    fn channel<'k>(&'k self, edge: EdgeIndex, additions: &[&Row]) -> Option<&'k str> {
        let of_kind = self.references[KIND].about(edge).filter(|fact| fact.0 == "channel");
        let of_kind = of_kind.map(|(_, value, rank)| (rank, value.stored()));
        let added = additions
            .iter()
            .filter(|row| self.additions.attribute(row) == "channel");
        let added = added.map(|row| (row.rank, self.additions.text(row.value)));
        let best: Option<(i64, &str)> = of_kind.chain(added).min_by_key(|channel| channel.0);
        best.map(|channel| channel.1)
    }
}

/// The kind, modality or measure of each edge: from its row, or from its claim if the view does not select the column.
fn references(view: &Projected, column: usize, claims: &Looked<'_>) -> Iris {
    let name = REFERENCES[column];
    let has_own = view.selects(name) || column == MEASURE && AMOUNT.iter().any(|name| view.selects(name));
    let of_claim = |edge| (!has_own).then(|| claims.text(edge, name))?;
    let edges = view.graph.topology().edge_indices();
    Iris::new(edges.map(|edge| view.reference(edge, column).or_else(|| of_claim(edge))))
}

/// The names of speakers, by claim.
fn speakers(claims: &[&str], source: &Source<'_>) -> Result<HashMap<String, String>, AskError> {
    let speakers = source.iris(include_str!("speakers.rq"), claims)?;
    let all = distinct(speakers.values().flatten().map(String::as_str));
    let facts = source.facts(include_str!("nodes.rq"), &all)?;
    let names = speakers.iter().map(|(claim, speakers)| {
        let names = speakers
            .iter()
            .map(|speaker| facts.text(facts.number(speaker), "label").unwrap_or(key(speaker)));
        (claim.clone(), distinct(names).join(", "))
    });
    Ok(names.collect())
}

/// Sets an attribute of an edge, unless the view selects it with a value.
fn set(view: &mut Projected, edge: EdgeIndex, name: &str, value: Value<'_>) {
    let is_wanted = match ON_REQUEST.contains(&name) {
        true => view.selects(name) && view.graph.edge(edge).get(name).is_none(),
        false => !view.selects(name),
    };
    if is_wanted {
        view.graph.set_edge(edge, name, value);
    }
}

/// The last segment of an IRI.
fn key(iri: &str) -> &str {
    iri.rsplit(['/', '#']).find(|part| !part.is_empty()).unwrap_or(iri)
}
