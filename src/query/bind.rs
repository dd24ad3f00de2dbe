//! Binds parameters in the algebra of a query: replaces a variable by a constant wherever it occurs.
//!
//! FILTER, aggregates, sub-selects, ASK and CONSTRUCT all see the value. A projected or grouped parameter stays in the
//! result as a constant column. (SPARQL 1.1 Query Language, section 18; modelled on the pre-bound variables of SHACL.)

use super::algebra::map_operands;
use crate::graph::MARK;
use oxigraph::model::{Literal, NamedNode, Term, Variable};
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::{NamedNodePattern, TermPattern, TriplePattern};

/// Replaces a variable by a term in the whole query.
pub fn bind(query: Query, variable: &Variable, term: &Term) -> Query {
    let binding = Binding { variable, term };
    match query {
        Query::Select {
            dataset,
            pattern,
            base_iri,
        } => Query::Select {
            dataset,
            pattern: binding.pattern(pattern),
            base_iri,
        },
        Query::Describe {
            dataset,
            pattern,
            base_iri,
        } => Query::Describe {
            dataset,
            pattern: binding.pattern(pattern),
            base_iri,
        },
        Query::Ask {
            dataset,
            pattern,
            base_iri,
        } => Query::Ask {
            dataset,
            pattern: binding.pattern(pattern),
            base_iri,
        },
        Query::Construct {
            template,
            dataset,
            pattern,
            base_iri,
        } => Query::Construct {
            template: template.into_iter().map(|triple| binding.triple(triple)).collect(),
            dataset,
            pattern: binding.pattern(pattern),
            base_iri,
        },
    }
}

/// Restricts a SELECT to things that are marked in the graph: each branch gets the triple `?variable MARK MARK`, from which the
/// evaluator starts where it can. What such a branch costs grows with the marked things, and not with the graph.
pub fn marked(query: Query, variable: &Variable) -> Query {
    match query {
        Query::Select {
            dataset,
            pattern: GraphPattern::Project { inner, variables },
            base_iri,
        } => Query::Select {
            dataset,
            pattern: GraphPattern::Project {
                inner: Box::new(with_mark(*inner, variable)),
                variables,
            },
            base_iri,
        },
        other => other,
    }
}

/// Adds the mark to each branch, beneath its filters and computed terms.
fn with_mark(pattern: GraphPattern, variable: &Variable) -> GraphPattern {
    use GraphPattern as P;
    let more = |pattern: Box<P>| Box::new(with_mark(*pattern, variable));
    match pattern {
        P::Union { left, right } => P::Union {
            left: more(left),
            right: more(right),
        },
        P::Filter { expr, inner } => P::Filter {
            expr,
            inner: more(inner),
        },
        P::Extend {
            inner,
            variable: assigned,
            expression,
        } if assigned != *variable => P::Extend {
            inner: more(inner),
            variable: assigned,
            expression,
        },
        P::Bgp { mut patterns } => {
            patterns.push(mark(variable));
            P::Bgp { patterns }
        }
        // The planner starts from the shortest list: of attributes, and not of things.
        listed if is_listed(&listed, variable) => P::Lateral {
            left: Box::new(P::Bgp {
                patterns: vec![mark(variable)],
            }),
            right: Box::new(listed),
        },
        other => P::Join {
            left: Box::new(P::Bgp {
                patterns: vec![mark(variable)],
            }),
            right: Box::new(other),
        },
    }
}

fn mark(variable: &Variable) -> TriplePattern {
    let mark = NamedNode::new_unchecked(MARK);
    TriplePattern {
        subject: variable.clone().into(),
        predicate: mark.clone().into(),
        object: mark.into(),
    }
}

/// Whether a pattern is VALUES with one triple about the variable.
fn is_listed(pattern: &GraphPattern, variable: &Variable) -> bool {
    let is = |term: &TermPattern| matches!(term, TermPattern::Variable(known) if known == variable);
    match pattern {
        GraphPattern::Join { left, right } => match (&**left, &**right) {
            (GraphPattern::Values { variables, .. }, GraphPattern::Bgp { patterns }) => {
                !variables.contains(variable) && matches!(patterns.as_slice(), [triple] if is(&triple.subject))
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether a query assigns to a variable, by BIND, VALUES or AS.
pub fn assigns(query: &Query, variable: &Variable) -> bool {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    pattern_assigns(pattern, variable)
}

fn pattern_assigns(pattern: &GraphPattern, variable: &Variable) -> bool {
    let inner = |pattern: &GraphPattern| pattern_assigns(pattern, variable);
    match pattern {
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } => false,
        GraphPattern::Values { variables, .. } => variables.contains(variable),
        GraphPattern::Join { left, right }
        | GraphPattern::LeftJoin { left, right, .. }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => inner(left) || inner(right),
        GraphPattern::Extend {
            inner: body,
            variable: assigned,
            ..
        } => assigned == variable || inner(body),
        GraphPattern::Group {
            inner: body,
            aggregates,
            ..
        } => aggregates.iter().any(|(assigned, _)| assigned == variable) || inner(body),
        GraphPattern::Filter { inner: body, .. }
        | GraphPattern::Graph { inner: body, .. }
        | GraphPattern::OrderBy { inner: body, .. }
        | GraphPattern::Project { inner: body, .. }
        | GraphPattern::Distinct { inner: body }
        | GraphPattern::Reduced { inner: body }
        | GraphPattern::Slice { inner: body, .. }
        | GraphPattern::Service { inner: body, .. } => inner(body),
    }
}

struct Binding<'a> {
    variable: &'a Variable,
    term: &'a Term,
}

impl Binding<'_> {
    #[expect(clippy::boxed_local, reason = "the algebra holds its parts in boxes")]
    fn boxed(&self, pattern: Box<GraphPattern>) -> Box<GraphPattern> {
        Box::new(self.pattern(*pattern))
    }

    fn pattern(&self, pattern: GraphPattern) -> GraphPattern {
        match pattern {
            GraphPattern::Bgp { patterns } => GraphPattern::Bgp {
                patterns: patterns.into_iter().map(|triple| self.triple(triple)).collect(),
            },
            GraphPattern::Path { subject, path, object } => GraphPattern::Path {
                subject: self.node(subject),
                path,
                object: self.node(object),
            },
            GraphPattern::LeftJoin {
                left,
                right,
                expression,
            } => GraphPattern::LeftJoin {
                left: self.boxed(left),
                right: self.boxed(right),
                expression: expression.map(|expression| self.expression(expression)),
            },
            GraphPattern::Filter { expr, inner } => GraphPattern::Filter {
                expr: self.expression(expr),
                inner: self.boxed(inner),
            },
            GraphPattern::Graph { name, inner } => GraphPattern::Graph {
                name: self.name(name),
                inner: self.boxed(inner),
            },
            GraphPattern::Service { name, inner, silent } => GraphPattern::Service {
                name: self.name(name),
                inner: self.boxed(inner),
                silent,
            },
            GraphPattern::Extend {
                inner,
                variable,
                expression,
            } => GraphPattern::Extend {
                inner: self.boxed(inner),
                variable,
                expression: self.expression(expression),
            },
            both @ (GraphPattern::Join { .. }
            | GraphPattern::Lateral { .. }
            | GraphPattern::Union { .. }
            | GraphPattern::Minus { .. }) => map_operands(both, &mut |operand| self.pattern(operand)),
            values @ GraphPattern::Values { .. } => values,
            modifier => self.modifier(modifier),
        }
    }

    fn modifier(&self, pattern: GraphPattern) -> GraphPattern {
        match pattern {
            GraphPattern::OrderBy { inner, expression } => GraphPattern::OrderBy {
                inner: self.boxed(inner),
                expression: expression
                    .into_iter()
                    .map(|expression| self.order(expression))
                    .collect(),
            },
            GraphPattern::Project { inner, variables } => GraphPattern::Project {
                inner: self.shown(inner, &variables),
                variables,
            },
            GraphPattern::Group {
                inner,
                variables,
                aggregates,
            } => GraphPattern::Group {
                inner: self.shown(inner, &variables),
                variables,
                aggregates: aggregates
                    .into_iter()
                    .map(|(name, value)| (name, self.aggregate(value)))
                    .collect(),
            },
            GraphPattern::Distinct { inner } => GraphPattern::Distinct {
                inner: self.boxed(inner),
            },
            GraphPattern::Reduced { inner } => GraphPattern::Reduced {
                inner: self.boxed(inner),
            },
            GraphPattern::Slice { inner, start, length } => GraphPattern::Slice {
                inner: self.boxed(inner),
                start,
                length,
            },
            other => other,
        }
    }

    /// The pattern with the parameter bound; if the parameter is projected, with it as a constant column.
    fn shown(&self, inner: Box<GraphPattern>, variables: &[Variable]) -> Box<GraphPattern> {
        let inner = self.boxed(inner);
        if !variables.contains(self.variable) || already_shown(&inner, self.variable) {
            return inner;
        }
        let expression = self.constant();
        // ORDER BY and the like are outside BIND: the constant is added to the innermost pattern.
        Box::new(extend(*inner, self.variable, &expression))
    }

    fn constant(&self) -> Expression {
        match self.term {
            Term::Literal(literal) => Expression::Literal(literal.clone()),
            Term::NamedNode(node) => Expression::NamedNode(node.clone()),
            Term::BlankNode(_) | Term::Triple(_) => Expression::Variable(self.variable.clone()),
        }
    }

    fn triple(&self, triple: TriplePattern) -> TriplePattern {
        TriplePattern {
            subject: self.node(triple.subject),
            predicate: self.name(triple.predicate),
            object: self.node(triple.object),
        }
    }

    fn node(&self, node: TermPattern) -> TermPattern {
        match node {
            TermPattern::Variable(variable) if variable == *self.variable => match self.term {
                Term::NamedNode(node) => TermPattern::NamedNode(node.clone()),
                Term::Literal(literal) => TermPattern::Literal(literal.clone()),
                Term::BlankNode(_) | Term::Triple(_) => TermPattern::Variable(variable),
            },
            TermPattern::Triple(triple) => TermPattern::Triple(Box::new(self.triple(*triple))),
            other => other,
        }
    }

    /// A predicate or graph name. A literal can be neither, so it becomes an IRI that matches nothing.
    fn name(&self, name: NamedNodePattern) -> NamedNodePattern {
        match name {
            NamedNodePattern::Variable(variable) if variable == *self.variable => match self.term {
                Term::NamedNode(node) => NamedNodePattern::NamedNode(node.clone()),
                _ => NamedNodePattern::NamedNode(NamedNode::new_unchecked("urn:x-sourcier:no-such-name")),
            },
            other => other,
        }
    }

    fn order(&self, order: OrderExpression) -> OrderExpression {
        match order {
            OrderExpression::Asc(expression) => OrderExpression::Asc(self.expression(expression)),
            OrderExpression::Desc(expression) => OrderExpression::Desc(self.expression(expression)),
        }
    }

    fn aggregate(&self, aggregate: AggregateExpression) -> AggregateExpression {
        match aggregate {
            AggregateExpression::FunctionCall { name, expr, distinct } => AggregateExpression::FunctionCall {
                name,
                expr: self.expression(expr),
                distinct,
            },
            count @ AggregateExpression::CountSolutions { .. } => count,
        }
    }

    fn expression(&self, expression: Expression) -> Expression {
        use Expression as E;
        let one = |e: Box<E>| Box::new(self.expression(*e));
        let many = |list: Vec<E>| list.into_iter().map(|e| self.expression(e)).collect();
        match expression {
            E::Variable(variable) if variable == *self.variable => self.constant(),
            E::Bound(variable) if variable == *self.variable => E::Literal(Literal::from(true)),
            E::Or(a, b) => E::Or(one(a), one(b)),
            E::And(a, b) => E::And(one(a), one(b)),
            E::Equal(a, b) => E::Equal(one(a), one(b)),
            E::SameTerm(a, b) => E::SameTerm(one(a), one(b)),
            E::Greater(a, b) => E::Greater(one(a), one(b)),
            E::GreaterOrEqual(a, b) => E::GreaterOrEqual(one(a), one(b)),
            E::Less(a, b) => E::Less(one(a), one(b)),
            E::LessOrEqual(a, b) => E::LessOrEqual(one(a), one(b)),
            E::Add(a, b) => E::Add(one(a), one(b)),
            E::Subtract(a, b) => E::Subtract(one(a), one(b)),
            E::Multiply(a, b) => E::Multiply(one(a), one(b)),
            E::Divide(a, b) => E::Divide(one(a), one(b)),
            E::UnaryPlus(a) => E::UnaryPlus(one(a)),
            E::UnaryMinus(a) => E::UnaryMinus(one(a)),
            E::Not(a) => E::Not(one(a)),
            E::If(a, b, c) => E::If(one(a), one(b), one(c)),
            E::In(a, list) => E::In(one(a), many(list)),
            E::Coalesce(list) => E::Coalesce(many(list)),
            E::FunctionCall(function, list) => E::FunctionCall(function, many(list)),
            E::Exists(pattern) => E::Exists(self.boxed(pattern)),
            constant @ (E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_)) => constant,
        }
    }
}

/// Whether the pattern already binds the variable, through a sub-select or a group inside it.
fn already_shown(pattern: &GraphPattern, variable: &Variable) -> bool {
    match pattern {
        GraphPattern::Group { variables, .. } | GraphPattern::Project { variables, .. } => variables.contains(variable),
        GraphPattern::OrderBy { inner, .. }
        | GraphPattern::Filter { inner, .. }
        | GraphPattern::Extend { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => already_shown(inner, variable),
        GraphPattern::Join { left, right } => already_shown(left, variable) || already_shown(right, variable),
        _ => false,
    }
}

/// Adds a constant column below ORDER BY.
fn extend(pattern: GraphPattern, variable: &Variable, expression: &Expression) -> GraphPattern {
    match pattern {
        GraphPattern::OrderBy {
            inner,
            expression: order,
        } => GraphPattern::OrderBy {
            inner: Box::new(extend(*inner, variable, expression)),
            expression: order,
        },
        inner => GraphPattern::Extend {
            inner: Box::new(inner),
            variable: variable.clone(),
            expression: expression.clone(),
        },
    }
}
