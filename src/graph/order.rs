//! ORDER BY: the rows of a SELECT are sorted here, by the places of their terms.
//!
//! The evaluator makes the text of a term anew at each comparison of two rows. So it is asked for the rows unsorted, as numbers
//! of terms with those that they are sorted by; each term is made once, and only numbers are compared.

use super::held::sound;
use super::numbers::{Table, UNBOUND};
use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use std::collections::HashSet;

/// How the rows of a SELECT are ordered.
#[derive(Default)]
pub(super) struct Order {
    /// The columns of the answer; after them come those to sort by.
    pub variables: Vec<Variable>,
    keys: Vec<Key>,
    is_distinct: bool,
    start: usize,
    length: Option<usize>,
}

/// A column to sort by.
struct Key {
    column: usize,
    descends: bool,
}

/// Takes ORDER BY, and the DISTINCT, OFFSET and LIMIT after it, out of a SELECT, and adds the columns to sort by; `None` if there is
/// nothing to take out, as in other query forms.
pub(super) fn unordered(query: Query) -> (Query, Option<Order>) {
    match query {
        // The name of a service would be a number, too.
        Query::Select { .. } if !is_ordered(&query) || query.to_string().contains("SERVICE") => (query, None),
        Query::Select {
            dataset,
            pattern,
            base_iri,
        } => {
            let mut order = Order::default();
            let pattern = order.take(pattern);
            let query = Query::Select {
                dataset,
                pattern,
                base_iri,
            };
            (query, Some(order))
        }
        other => (other, None),
    }
}

impl Order {
    /// Takes over what a pattern does with its rows.
    fn take(&mut self, pattern: GraphPattern) -> GraphPattern {
        match pattern {
            GraphPattern::Slice { inner, start, length } => {
                (self.start, self.length) = (start, length);
                self.take(*inner)
            }
            GraphPattern::Distinct { inner } => {
                self.is_distinct = true;
                self.take(*inner)
            }
            GraphPattern::Project { inner, variables } => match *inner {
                GraphPattern::OrderBy { inner, expression } => {
                    self.variables.clone_from(&variables);
                    self.keyed(*inner, variables, expression)
                }
                other => GraphPattern::Project {
                    inner: Box::new(other),
                    variables,
                },
            },
            other => other,
        }
    }

    /// Adds the columns to sort by.
    fn keyed(&mut self, rows: GraphPattern, mut columns: Vec<Variable>, keys: Vec<OrderExpression>) -> GraphPattern {
        let mut inner = rows;
        for (number, key) in keys.into_iter().enumerate() {
            let (expression, descends) = match key {
                OrderExpression::Asc(expression) => (expression, false),
                OrderExpression::Desc(expression) => (expression, true),
            };
            let variable = match expression {
                Expression::Variable(variable) => variable,
                expression => {
                    // No variable of a query has a hyphen.
                    let variable = Variable::new_unchecked(format!("order-{number}"));
                    inner = GraphPattern::Extend {
                        inner: Box::new(inner),
                        variable: variable.clone(),
                        expression,
                    };
                    variable
                }
            };
            let column = columns.iter().position(|known| *known == variable);
            let column = column.unwrap_or_else(|| {
                columns.push(variable);
                columns.len() - 1
            });
            self.keys.push(Key { column, descends });
        }
        GraphPattern::Project {
            inner: Box::new(inner),
            variables: columns,
        }
    }

    /// The numbers of the rows of the answer, in its order.
    pub fn of(&self, table: &Table<'_>) -> Vec<usize> {
        let places = self.places(table);
        let of_row = |row: usize| &places[row * self.keys.len()..(row + 1) * self.keys.len()];
        let mut order: Vec<usize> = (0..table.len()).collect();
        order.sort_by(|a, b| of_row(*a).cmp(of_row(*b)));
        if self.is_distinct {
            let mut known = HashSet::with_capacity(order.len());
            order.retain(|row| known.insert(&table.row(*row)[..self.variables.len()]));
        }
        let rows = order.into_iter().skip(self.start);
        rows.take(self.length.unwrap_or(usize::MAX)).collect()
    }

    /// The places of each row's terms in the order of their columns, row by row.
    fn places(&self, table: &Table<'_>) -> Vec<u32> {
        let mut places = vec![0; table.len() * self.keys.len()];
        for (at, key) in self.keys.iter().enumerate() {
            let cells = || table.rows().map(|row| row[key.column]);
            let of_terms = sound(table.terms().places(cells().filter(|cell| *cell != UNBOUND))).unwrap_or_default();
            for (row, cell) in cells().enumerate() {
                // What is not bound comes before all terms.
                let place = of_terms.get(&cell).map_or(0, |place| place + 1);
                places[row * self.keys.len() + at] = if key.descends { !place } else { place };
            }
        }
        places
    }
}

/// Whether a query is a SELECT whose rows are sorted last, but for DISTINCT, OFFSET and LIMIT.
fn is_ordered(query: &Query) -> bool {
    let Query::Select { pattern, .. } = query else {
        return false;
    };
    let rows = match pattern {
        GraphPattern::Slice { inner, .. } => inner,
        other => other,
    };
    let rows = match rows {
        GraphPattern::Distinct { inner } => inner,
        other => other,
    };
    matches!(rows, GraphPattern::Project { inner, .. } if matches!(**inner, GraphPattern::OrderBy { .. }))
}

#[cfg(test)]
mod tests {
    use crate::graph::{Answer, Graph};
    use oxigraph::model::{Literal, NamedNode, Term, Triple};
    use oxigraph::sparql::{CancellationToken, QueryResults};
    use proptest::prelude::*;
    use spargebra::SparqlParser;

    /// Each orders its rows completely, but for rows that are equal.
    const QUERIES: [&str; 9] = [
        "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "SELECT ?o ?s { ?s ?p ?o } ORDER BY DESC(?p) ?s DESC(?o)",
        "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY DESC(?o)",
        "SELECT DISTINCT ?o ?n { ?s ?p ?o BIND (STRLEN(STR(?s)) AS ?n) } ORDER BY ?o LIMIT 3 OFFSET 1",
        "SELECT ?s ?o { ?s ?p ?o } ORDER BY STRLEN(STR(?o)) STR(?o) ?s ?p LIMIT 4",
        "SELECT ?o (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?o ORDER BY DESC(?n) ?o",
        "SELECT ?s ?x { ?s ?p ?o OPTIONAL { ?o ?p ?x } } ORDER BY ?x ?s ?p ?o",
        "SELECT (CONCAT(STR(?o), '!') AS ?x) { ?s ?p ?o } ORDER BY ?x ?nowhere OFFSET 2",
        "SELECT * { SELECT ?s (MIN(?o) AS ?least) { ?s ?p ?o } GROUP BY ?s } ORDER BY ?least ?s",
    ];

    fn node(number: u8) -> NamedNode {
        NamedNode::new_unchecked(format!("http://example.org/{number}"))
    }

    fn triples() -> impl Strategy<Value = Vec<Triple>> {
        // Numbers and words together have no order that is total.
        let object = prop_oneof![
            (0u8..12).prop_map(|number| Term::from(node(number))),
            (0i64..12).prop_map(|number| Literal::from(number).into()),
            (0i64..12).prop_map(|number| Literal::from(number as f64 / 2.0).into()),
        ];
        let triple = (0u8..12, 0u8..3, object).prop_map(|(s, p, object)| Triple::new(node(s), node(p), object));
        prop::collection::vec(triple, 0..25)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn rows_come_in_the_order_of_the_evaluator(triples in triples()) {
            let mut graph = Graph::default();
            graph.extend(triples).unwrap();
            for text in QUERIES {
                let query = SparqlParser::new().parse_query(text).unwrap();
                let Answer::Solutions(here) = graph.answer(text, query.clone()).unwrap() else {
                    panic!("a SELECT has rows");
                };
                let QueryResults::Solutions(there) = graph.held.execute(query, &CancellationToken::new()).unwrap() else {
                    panic!("a SELECT has rows");
                };
                let there: Vec<Vec<Option<Term>>> = there.map(|row| row.unwrap().values().to_vec()).collect();
                prop_assert_eq!(here.rows, there, "{}", text);
            }
        }
    }
}
