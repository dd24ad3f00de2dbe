//! Queries as texts that any SPARQL engine takes: prefixes declared, parameters replaced by their values.
//!
//! Takes a text with the values of parameters; returns a text with the same algebra. Where replacing names in the text would
//! change what it means, as in `SELECT ?parameter`, the algebra itself is written out.

use super::header::Parameter;
use super::{BindError, Defaults, Query, bind, parser::parser, term, tokens};
use crate::dossier::Dossier;
use crate::graph::Graph;
use diagnostic::nearest;
use oxigraph::model::{NamedNode, Term, Variable};
use spargebra::{SparqlParser, SparqlSyntaxError};
use std::collections::BTreeMap;

/// `xsd:boolean`, `xsd:integer`, `xsd:decimal`: literals that SPARQL writes without quotes.
const PLAIN: [&str; 3] = ["boolean", "integer", "decimal"];

/// The fewest characters of a name that the parser draws: 128 bits in hexadecimal digits, without leading zeros.
const DRAWN: usize = 24;

impl Query {
    /// The values of the parameters that have one.
    pub(super) fn bindings(
        &self,
        dossier: &Dossier,
        graph: &Graph,
        given: &BTreeMap<String, String>,
        defaults: Defaults,
    ) -> Result<Vec<(Variable, Term)>, BindError> {
        let known: Vec<&str> = self.header.parameters.iter().map(|p| p.name.as_str()).collect();
        if let Some(name) = given.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(BindError::Unknown {
                query: self.name.clone(),
                name: name.clone(),
                suggestion: nearest(name, known.iter().copied()).map(str::to_owned),
                known: known.into_iter().map(str::to_owned).collect(),
            });
        }
        let mut bindings = Vec::new();
        for parameter in &self.header.parameters {
            let set = given.get(&parameter.name);
            let default = parameter.default_in(&dossier.manifest.language);
            let Some(value) = set.map(String::as_str).or(default) else {
                continue;
            };
            let must_exist = set.is_some() || defaults == Defaults::MustExist;
            let term = term(parameter, value, dossier, graph, must_exist.then_some(set.is_some()))?;
            bindings.push((Variable::new_unchecked(&parameter.name), term));
        }
        Ok(bindings)
    }

    /// The query as a text that needs neither the dossier's prefixes nor parameters: they have the given values, or their
    /// defaults. `None` if a value is not of its parameter's type.
    pub fn standalone(&self, dossier: &Dossier, graph: &Graph, given: &BTreeMap<String, String>) -> Option<String> {
        let bindings = self.bindings(dossier, graph, given, Defaults::MayNameNothing).ok()?;
        let shorten = |iri: &str| dossier.shorten(iri);
        standalone(&self.text, &bindings, dossier.prefixes(), shorten).ok()
    }

    /// The query as a text in which parameters that are not given stand as IRIs, `<urn:sourcier:parameter:NAME>`, for others to put
    /// values in their places. `None` if a given value is not of its parameter's type.
    pub fn template(&self, dossier: &Dossier, graph: &Graph, given: &BTreeMap<String, String>) -> Option<String> {
        let given_names = |parameter: &&Parameter| given.contains_key(&parameter.name);
        let mut bindings = Vec::new();
        for parameter in self.header.parameters.iter().filter(given_names) {
            let value = given.get(&parameter.name)?;
            let term = term(parameter, value, dossier, graph, None).ok()?;
            bindings.push((Variable::new_unchecked(&parameter.name), term));
        }
        let others = self
            .header
            .parameters
            .iter()
            .filter(|parameter| !given_names(parameter));
        bindings.extend(others.map(|parameter| {
            let place = NamedNode::new_unchecked(format!("urn:sourcier:parameter:{}", parameter.name));
            (Variable::new_unchecked(&parameter.name), place.into())
        }));
        standalone(&self.text, &bindings, dossier.prefixes(), |iri| dossier.shorten(iri)).ok()
    }
}

/// The text of a query that needs no prefixes and no parameters from elsewhere.
///
/// # Errors
/// When the text is no query.
fn standalone(
    text: &str,
    bindings: &[(Variable, Term)],
    prefixes: &BTreeMap<String, String>,
    shorten: impl Fn(&str) -> String,
) -> Result<String, SparqlSyntaxError> {
    let parsed = parser(prefixes).parse_query(text)?;
    let bound = bindings
        .iter()
        .fold(parsed, |algebra, (variable, term)| bind::bind(algebra, variable, term));
    let body = text.split_inclusive('\n').skip_while(|line| is_header(line));
    let mut body: String = body.collect();
    for (variable, term) in bindings {
        body = replaced(&body, variable.as_str(), &written(term, &shorten));
    }
    let used = prefixes
        .iter()
        .filter(|(prefix, _)| body.contains(&format!("{prefix}:")));
    let declared: String = used
        .map(|(prefix, iri)| format!("PREFIX {prefix}: <{iri}>\n"))
        .collect();
    let whole = format!("{declared}\n{}\n", body.trim());
    Ok(match SparqlParser::new().parse_query(&whole) {
        Ok(parsed) if numbered(&parsed.to_string()) == numbered(&bound.to_string()) => whole.trim_start().to_owned(),
        // The same dossier has the same text.
        _ => format!("{}\n", numbered(&bound.to_string())),
    })
}

fn is_header(line: &str) -> bool {
    line.starts_with('#') || line.trim().is_empty()
}

/// A term as SPARQL writes it.
fn written(term: &Term, shorten: impl Fn(&str) -> String) -> String {
    match term {
        Term::NamedNode(node) => shorten(node.as_str()),
        Term::Literal(literal) => {
            let datatype = literal.datatype();
            let kind = datatype
                .as_str()
                .strip_prefix(crate::vocabulary::XSD)
                .unwrap_or_default();
            match PLAIN.contains(&kind) {
                true => literal.value().to_owned(),
                false => term.to_string(),
            }
        }
        other => other.to_string(),
    }
}

/// A text in which a term stands for each occurrence of a variable.
fn replaced(text: &str, variable: &str, term: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut after = 0;
    for at in tokens::occurrences(text, variable) {
        made.push_str(&text[after..at]);
        made.push_str(term);
        // The sign and the name; both signs have one byte.
        after = at + 1 + variable.len();
    }
    made + &text[after..]
}

/// An algebra as text in which the names that the parser draws, of blank nodes and of aggregates, are numbered in their order.
fn numbered(text: &str) -> String {
    let is_drawn = |name: &str| name.len() >= DRAWN && name.chars().all(|c| c.is_ascii_hexdigit());
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['?', ':']) {
        let (before, after) = rest.split_at(at + 1);
        let end = after.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(after.len());
        let (name, next) = after.split_at(end);
        made.push_str(before);
        match is_drawn(name) {
            true => {
                let number = names.len();
                made.push_str(&format!("drawn{}", names.entry(name).or_insert(number)));
            }
            false => made.push_str(name),
        }
        rest = next;
    }
    made + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxigraph::model::Literal;

    fn made(text: &str, value: Literal) -> String {
        let prefixes = BTreeMap::from([("s".to_owned(), "https://example.org/".to_owned())]);
        let variable = Variable::new_unchecked("unit");
        let bindings = [(variable.clone(), value.clone().into())];
        let parsed = parser(&prefixes).parse_query(text).expect("a query");
        let bound = bind::bind(parsed, &variable, &value.into());
        let text = standalone(text, &bindings, &prefixes, |iri| format!("<{iri}>")).expect("a query");
        let parsed = SparqlParser::new()
            .parse_query(&text)
            .expect("a query that needs nothing else");
        assert_eq!(numbered(&parsed.to_string()), numbered(&bound.to_string()), "{text}");
        text
    }

    #[test]
    fn a_parameter_becomes_its_value_where_it_is_a_variable() {
        let text = "# title: x\n# parameter: unit string\nSELECT ?a WHERE { ?a s:b ?c ; s:d [ s:e ?unitary ] . # ?unit\n  FILTER (?c = $unit || ?c = \"?unit\") }\nORDER BY ?a\n";
        let made = made(text, Literal::new_simple_literal("a \"b\""));
        assert!(made.starts_with("PREFIX s: <https://example.org/>\n\nSELECT"), "{made}");
        assert!(
            made.contains(r#"?c = "a \"b\"" || ?c = "?unit""#) && made.contains("# ?unit") && made.contains("?unitary")
        );
    }

    #[test]
    fn a_parameter_that_is_selected_stays_a_column() {
        let made = made("SELECT ?a ?unit WHERE { ?a s:b ?unit }", Literal::from(true));
        assert!(made.contains("?unit"), "{made}");
    }
}
