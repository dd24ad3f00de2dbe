//! ORDER BY: the rows of a SELECT are sorted here, by the places of their terms.
//!
//! The evaluator makes the text of a term anew at each comparison of two rows. So it is asked for the rows unsorted, as numbers
//! of terms with those that they are sorted by; each term is made once, and only numbers are compared.

use super::held::sound;
use index::Terms;
use oxigraph::model::Variable;
use spargebra::Query;
use spargebra::algebra::{Expression, GraphPattern, OrderExpression};
use std::collections::HashSet;

/// The cell of a variable that is not bound.
pub(super) const UNBOUND: u32 = u32::MAX;

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

    /// The rows of the answer among all rows, which are sorted.
    pub fn within<I: Iterator>(&self, rows: I) -> impl Iterator<Item = I::Item> + use<I> {
        rows.skip(self.start).take(self.length.unwrap_or(usize::MAX))
    }

    /// The number of rows that the answer has at most, those that are passed over among them.
    pub fn most(&self) -> Option<usize> {
        self.length.map(|length| self.start.saturating_add(length))
    }

    /// Whether rows that are equal to an earlier one are left out.
    pub fn is_distinct(&self) -> bool {
        self.is_distinct
    }

    /// The columns to sort by, and whether the greatest comes first.
    pub fn keys(&self) -> impl Iterator<Item = (usize, bool)> {
        self.keys.iter().map(|key| (key.column, key.descends))
    }

    /// The numbers of all rows, sorted; of rows that are equal, the first if that is wanted.
    pub fn sorted(&self, terms: &Terms<'_>, cells: &[u32], width: usize) -> Vec<usize> {
        let rows = cells.len().checked_div(width).unwrap_or(0);
        let places = self.places(terms, cells, width);
        let of_row = |row: usize| &places[row * self.keys.len()..(row + 1) * self.keys.len()];
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_by(|a, b| of_row(*a).cmp(of_row(*b)));
        if self.is_distinct {
            let mut known = HashSet::with_capacity(order.len());
            order.retain(|row| known.insert(&cells[row * width..][..self.variables.len()]));
        }
        order
    }

    /// The places of each row's terms in the order of their columns, row by row.
    fn places(&self, terms: &Terms<'_>, cells: &[u32], width: usize) -> Vec<u32> {
        let rows = cells.len().checked_div(width).unwrap_or(0);
        let mut places = vec![0; rows * self.keys.len()];
        for (at, key) in self.keys.iter().enumerate() {
            let column = || cells.chunks_exact(width).map(|row| row[key.column]);
            let of_terms = sound(terms.places(column().filter(|cell| *cell != UNBOUND))).unwrap_or_default();
            for (row, cell) in column().enumerate() {
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
    use super::unordered;
    use crate::graph::{Answer, Graph};
    use oxigraph::model::{Literal, NamedNode, Term, Triple};
    use oxigraph::sparql::{CancellationToken, QueryResults};
    use proptest::prelude::*;
    use spargebra::{Query, SparqlParser};

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

    /// The rows of an ordered SELECT, of which so many bytes are sorted in memory.
    fn rows(graph: &Graph, budget: usize, query: Query) -> Vec<Vec<Option<Term>>> {
        let (query, order) = unordered(query);
        let running = graph.begin("rows").unwrap();
        let results = graph.ordered_within(budget, query, order.unwrap(), running).unwrap();
        let Answer::Solutions(solutions) = results.collect().unwrap() else {
            panic!("a SELECT has rows");
        };
        solutions.rows
    }

    /// Integers and IRIs, whose order is total: 64 subjects with three numbers each, one of which all have.
    fn numbers() -> Graph {
        let mut graph = Graph::default();
        let triples = (0u8..64).flat_map(|number| {
            let objects = [i64::from(number) * 37 % 64, i64::from(number % 7), 7];
            objects.map(|object| Triple::new(node(number), node(100 + number % 2), Literal::from(object)))
        });
        graph.extend(triples).unwrap();
        graph
    }

    #[test]
    fn a_sort_that_goes_to_a_file_gives_the_same_rows() {
        let graph = numbers();
        // More columns are read than are asked for, and rows are equal to others.
        const MORE: [&str; 4] = [
            "SELECT ?o { ?s ?p ?o } ORDER BY DESC(?o) ?p ?s",
            "SELECT DISTINCT ?p { ?s ?p ?o } ORDER BY DESC(?p)",
            "SELECT DISTINCT ?o { ?s ?p ?o } ORDER BY DESC(?o) OFFSET 3 LIMIT 20",
            "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?p OFFSET 100 LIMIT 30",
        ];
        for text in QUERIES.into_iter().chain(MORE) {
            let query = SparqlParser::new().parse_query(text).unwrap();
            let whole = rows(&graph, usize::MAX, query.clone());
            for budget in [0, 40, 64, 300, 1000, 3000] {
                assert_eq!(rows(&graph, budget, query.clone()), whole, "{text} in {budget} bytes");
            }
        }
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
                let QueryResults::Solutions(there) = graph.held.execute(query, None, &CancellationToken::new()).unwrap() else {
                    panic!("a SELECT has rows");
                };
                let there: Vec<Vec<Option<Term>>> = there.map(|row| row.unwrap().values().to_vec()).collect();
                prop_assert_eq!(here.rows, there, "{}", text);
            }
        }
    }
}
