//! The IRIs that a query looks for.

use spargebra::Query;
use std::collections::BTreeSet;

/// The IRIs in the pattern of a query, each once; those that CONSTRUCT only makes are not among them.
///
/// They are read from the pattern as SPARQL, in which each IRI is whole and between `<` and `>`, and an operator `<` stands
/// before a space.
pub fn iris(query: &Query) -> BTreeSet<String> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let text = pattern.to_string();
    let mut found = BTreeSet::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(['<', '"']) {
        let after = &rest[start + 1..];
        if rest[start..].starts_with('"') {
            rest = after_string(after);
        } else if let Some(end) = after.find(|c: char| c == '>' || c.is_whitespace()) {
            if after[end..].starts_with('>') {
                found.insert(after[..end].to_owned());
            }
            rest = &after[end..];
        } else {
            break;
        }
    }
    found
}

/// What follows a string literal, from behind its opening quotation mark.
fn after_string(text: &str) -> &str {
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::iris;
    use spargebra::SparqlParser;

    #[test]
    fn iris_are_found_wherever_they_are_looked_for() {
        let text = "PREFIX e: <http://e/> CONSTRUCT { ?a e:made ?b } WHERE { ?a e:p+/(^e:q|!e:r) 'no <http://e/text> \\\\\" <x>' ; \
                    a e:C FILTER (?a <5 && ?b<?a) FILTER EXISTS { VALUES ?b { e:v } GRAPH e:g { ?a e:s ?b } } }";
        let query = SparqlParser::new().parse_query(text).unwrap();
        let own: Vec<String> = iris(&query)
            .into_iter()
            .filter(|iri| iri.starts_with("http://e/"))
            .collect();
        let expected = ["C", "g", "p", "q", "r", "s", "v"].map(|name| format!("http://e/{name}"));
        assert_eq!(own, expected);
    }
}
