//! Federated queries: calls the endpoints of SERVICE clauses and puts their answers into the query.
//!
//! Takes the algebra of a query, with its parameters bound, and the graph; returns an algebra without SERVICE, which
//! the graph evaluates like any other. To ask an endpoint for no more than needed, the solutions of the rest of the
//! query for the shared variables are computed first and sent along as VALUES, in batches. Requests go through
//! [`crate::web`] only, and only `link` sends others. (SPARQL 1.1 Federated Query, section 4; joins as in SPARQL 1.1
//! Query Language, section 18.)

mod context;
mod endpoint;
mod pattern;

use crate::budget::OWN;
use crate::graph::{Answer, Graph, Solutions};
use crate::query::{self, service};
use crate::web::{Access, Allowed, Client, Limits, WebError};
use context::Context;
use endpoint::{Batches, Row};
use oxigraph::model::{Term, Variable};
use oxigraph::sparql::QueryEvaluationError;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression, QueryDataset};
use spargebra::term::NamedNodePattern;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

/// A query with the answers of the endpoints in it.
#[derive(Debug)]
pub struct Resolved {
    /// The query, without SERVICE.
    pub query: Query,
    /// The errors of endpoints that SERVICE SILENT ignored.
    pub silenced: Vec<FederatedError>,
}

/// An endpoint could not be queried.
#[derive(Debug, thiserror::Error)]
pub enum FederatedError {
    /// It does not respond, or refuses.
    #[error("the endpoint {0}")]
    Web(WebError),
    /// Its response is not a SPARQL result.
    #[error("the endpoint {url} gives no rows of SPARQL results: {why}")]
    NotResults {
        /// Its address.
        url: String,
        /// The reason.
        why: String,
    },
    /// It returned more rows than the limit.
    #[error("the endpoint {url} gives more than {limit} rows: ask for less")]
    TooManyRows {
        /// Its address.
        url: String,
        /// The maximum number of rows.
        limit: usize,
    },
    /// The query would need to send it too many values.
    #[error(
        "the endpoint {url} would be asked about {count} different {variables}, at most {limit} can be: say more in the query \
         outside SERVICE"
    )]
    TooManyQuestions {
        /// Its address.
        url: String,
        /// How many.
        count: usize,
        /// The variables that would be sent.
        variables: String,
        /// The maximum number of rows to send.
        limit: usize,
    },
    /// SERVICE has an IRI that is not http or https.
    #[error("SERVICE asks `{0}`, which is no address of the web: it begins with https:// or http://")]
    NotWeb(String),
    /// The query asks endpoints that the user did not allow.
    #[error("the query asks {}, which {} not allowed: add {}", .0.join(" and "), is_or_are(.0), options(.0))]
    NotAllowed(Vec<String>),
    /// The variable of SERVICE is never bound.
    #[error("nothing outside SERVICE says which address ?{0} is: set it by VALUES or BIND, or as a parameter")]
    Unbound(String),
    /// The query for the values to send failed.
    #[error(transparent)]
    Evaluation(#[from] QueryEvaluationError),
}

impl FederatedError {
    /// Whether SILENT ignores the error: the endpoint failed, not the query.
    fn is_of_the_endpoint(&self) -> bool {
        match self {
            Self::Web(WebError::NotAllowed(_) | WebError::NotPublic { .. } | WebError::Credentials(_)) => false,
            other => matches!(other, Self::Web(_) | Self::NotResults { .. } | Self::TooManyRows { .. }),
        }
    }
}

/// The endpoints that a query names, by IRIs or by parameters with these values or their defaults. Others are known only
/// when the query is evaluated.
pub fn named_by(query: &query::Query, values: &BTreeMap<String, String>) -> Vec<String> {
    let url = |name: &NamedNodePattern| match name {
        NamedNodePattern::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedNodePattern::Variable(variable) => {
            let mut parameters = query.header.parameters.iter();
            let parameter = parameters.find(|parameter| parameter.name == variable.as_str())?;
            values.get(&parameter.name).or(parameter.default.as_ref()).cloned()
        }
    };
    let urls: BTreeSet<String> = service::clauses(&query.algebra).into_iter().filter_map(url).collect();
    urls.into_iter().filter(|url| crate::web::is_web(url)).collect()
}

fn is_or_are(urls: &[String]) -> &'static str {
    if urls.len() == 1 { "is" } else { "are" }
}

/// The options that allow endpoints, as they are typed.
pub fn options(urls: &[String]) -> String {
    let options = urls.iter().map(|url| match url.chars().all(is_plain_in_a_shell) {
        true => format!("--allow {url}"),
        false => format!("--allow '{}'", url.replace('\'', "'\\''")),
    });
    options.collect::<Vec<_>>().join(" ")
}

fn is_plain_in_a_shell(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._/:@%+=,[]".contains(character)
}

/// The user's permission to ask endpoints.
pub struct Permission<'a> {
    /// The limits of each request.
    pub limits: Limits,
    /// The endpoints that may be asked.
    pub allowed: Allowed,
    /// Called with each endpoint once, before it is asked.
    pub asking: &'a mut dyn FnMut(&str),
}

/// Limits for interactive use: endpoints time out after a minute themselves, and a retry rarely helps.
pub fn limits() -> Limits {
    Limits {
        time_out: Duration::from_secs(90),
        attempts: 2,
        ..Limits::default()
    }
}

/// Calls the endpoints of a query, and replaces each SERVICE by the endpoint's answer.
///
/// Blank nodes of an answer become IRIs that begin with `urn:x-sourcier:blank:`, numbered in the order of the answers.
///
/// Endpoints that the query names are announced before any is asked, those of variables before they are asked.
///
/// # Errors
/// When an endpoint fails, except with SILENT; when it is not allowed, or its IRI is not http or https, even with SILENT;
/// when too many values would be sent.
pub fn resolve(query: Query, graph: &Graph, permission: Permission<'_>) -> Result<Resolved, FederatedError> {
    let mut query = query;
    let Permission {
        limits,
        allowed,
        asking,
    } = permission;
    let allowed = Arc::new(allowed);
    // Endpoints that are variables are known only when the rest of the query was evaluated.
    let named = service::clauses(&query).into_iter().filter_map(|name| match name {
        NamedNodePattern::NamedNode(node) => Some(node.as_str().to_owned()),
        NamedNodePattern::Variable(_) => None,
    });
    let named: Vec<String> = named.collect::<BTreeSet<String>>().into_iter().collect();
    if let Some(url) = named.iter().find(|url| !crate::web::is_web(url)) {
        return Err(FederatedError::NotWeb(url.clone()));
    }
    let mut federation = Federation {
        graph,
        dataset: None,
        client: Client::new(limits, Access::Listed(Arc::clone(&allowed))),
        allowed,
        asking,
        announced: BTreeSet::new(),
        blank_nodes: 0,
        within: None,
        silenced: Vec::new(),
    };
    federation.announce(&named)?;
    let (Query::Select { pattern, dataset, .. }
    | Query::Construct { pattern, dataset, .. }
    | Query::Describe { pattern, dataset, .. }
    | Query::Ask { pattern, dataset, .. }) = &mut query;
    federation.dataset.clone_from(dataset);
    *pattern = federation.pattern(std::mem::take(pattern), &Context::default())?;
    let silenced = federation.silenced;
    Ok(Resolved { query, silenced })
}

struct Federation<'a> {
    graph: &'a Graph,
    dataset: Option<QueryDataset>,
    client: Client,
    allowed: Arc<Allowed>,
    asking: &'a mut dyn FnMut(&str),
    /// The endpoints that were announced.
    announced: BTreeSet<String>,
    blank_nodes: usize,
    /// The GRAPH clause around the pattern.
    within: Option<NamedNodePattern>,
    silenced: Vec<FederatedError>,
}

type Resolution<T> = Result<T, FederatedError>;

impl Federation<'_> {
    /// Announces endpoints, if all of them are allowed.
    fn announce(&mut self, urls: &[String]) -> Resolution<()> {
        let refused = urls.iter().filter(|url| !self.allowed.has(url));
        let refused: Vec<String> = refused.cloned().collect();
        if !refused.is_empty() {
            return Err(FederatedError::NotAllowed(refused));
        }
        for url in urls {
            if self.announced.insert(url.clone()) {
                (self.asking)(url);
            }
        }
        Ok(())
    }

    /// Returns the pattern without SERVICE. Only solutions compatible with one of the context are needed.
    fn pattern(&mut self, pattern: GraphPattern, context: &Context) -> Resolution<GraphPattern> {
        use GraphPattern as P;
        if !service::in_pattern(&pattern) {
            return Ok(pattern);
        }
        Ok(match pattern {
            P::Service { name, inner, silent } => self.service(&name, &inner, silent, context)?,
            P::Join { left, right } => self.join(*left, *right, context)?,
            P::Union { left, right } => P::Union {
                left: self.pattern(*left, context)?.into(),
                right: self.pattern(*right, context)?.into(),
            },
            P::Filter { expr, inner } => {
                let inner = self.pattern(*inner, &context.filtered(&expr))?;
                let known = self.known(&Context::default(), &inner);
                P::Filter {
                    expr: self.expression(expr, &known)?,
                    inner: inner.into(),
                }
            }
            P::Graph { name, inner } => {
                let outside = self.within.replace(name.clone());
                let inner = self.pattern(*inner, context)?.into();
                self.within = outside;
                P::Graph { name, inner }
            }
            P::Extend {
                inner,
                variable,
                expression,
            } => {
                let inner = self.pattern(*inner, &context.without(&variable))?;
                let known = self.known(&Context::default(), &inner);
                P::Extend {
                    expression: self.expression(expression, &known)?,
                    inner: inner.into(),
                    variable,
                }
            }
            pair @ (P::Lateral { .. } | P::LeftJoin { .. } | P::Minus { .. }) => self.pair(pair, context)?,
            modifier => self.modifier(modifier, context)?,
        })
    }

    /// For LATERAL, OPTIONAL and MINUS: of the right side, only solutions compatible with the left one are needed.
    fn pair(&mut self, pattern: GraphPattern, context: &Context) -> Resolution<GraphPattern> {
        use GraphPattern as P;
        Ok(match pattern {
            P::Lateral { left, right } => {
                let left = self.pattern(*left, context)?;
                let known = self.known(context, &left);
                let right = self.pattern(*right, &known)?;
                P::Lateral {
                    left: left.into(),
                    right: right.into(),
                }
            }
            P::LeftJoin {
                left,
                right,
                expression,
            } => {
                let (left, right, known) = self.left_and_right(*left, *right, context)?;
                let known = self.known(&known, &right);
                let expression = expression.map(|expression| self.expression(expression, &known));
                P::LeftJoin {
                    left: left.into(),
                    right: right.into(),
                    expression: expression.transpose()?,
                }
            }
            P::Minus { left, right } => {
                let (left, right, _) = self.left_and_right(*left, *right, context)?;
                P::Minus {
                    left: left.into(),
                    right: right.into(),
                }
            }
            other => other,
        })
    }

    fn modifier(&mut self, pattern: GraphPattern, context: &Context) -> Resolution<GraphPattern> {
        use GraphPattern as P;
        Ok(match pattern {
            P::Project { inner, variables } => P::Project {
                inner: self.pattern(*inner, &context.shown(&variables))?.into(),
                variables,
            },
            P::Distinct { inner } => P::Distinct {
                inner: self.pattern(*inner, context)?.into(),
            },
            P::Reduced { inner } => P::Reduced {
                inner: self.pattern(*inner, context)?.into(),
            },
            // LIMIT counts all solutions, not only those compatible with the context.
            P::Slice { inner, start, length } => P::Slice {
                inner: self.pattern(*inner, &Context::default())?.into(),
                start,
                length,
            },
            P::OrderBy { inner, expression } => {
                let inner = self.pattern(*inner, context)?;
                let known = self.known(&Context::default(), &inner);
                let order = expression.into_iter().map(|order| {
                    Ok(match order {
                        OrderExpression::Asc(by) => OrderExpression::Asc(self.expression(by, &known)?),
                        OrderExpression::Desc(by) => OrderExpression::Desc(self.expression(by, &known)?),
                    })
                });
                P::OrderBy {
                    expression: order.collect::<Resolution<_>>()?,
                    inner: inner.into(),
                }
            }
            P::Group {
                inner,
                variables,
                aggregates,
            } => {
                let inner = self.pattern(*inner, &context.shown(&variables))?;
                let known = self.known(&Context::default(), &inner);
                let aggregates = aggregates.into_iter();
                let aggregates = aggregates.map(|(variable, by)| Ok((variable, self.aggregate(by, &known)?)));
                P::Group {
                    aggregates: aggregates.collect::<Resolution<_>>()?,
                    inner: inner.into(),
                    variables,
                }
            }
            other => other,
        })
    }

    fn aggregate(&mut self, aggregate: AggregateExpression, known: &Context) -> Resolution<AggregateExpression> {
        Ok(match aggregate {
            AggregateExpression::FunctionCall { name, expr, distinct } => AggregateExpression::FunctionCall {
                name,
                expr: self.expression(expr, known)?,
                distinct,
            },
            count @ AggregateExpression::CountSolutions { .. } => count,
        })
    }

    /// For both sides of OPTIONAL and MINUS: of the right one, only solutions compatible with the left one are needed.
    fn left_and_right(
        &mut self,
        left: GraphPattern,
        right: GraphPattern,
        context: &Context,
    ) -> Resolution<(GraphPattern, GraphPattern, Context)> {
        let left = self.pattern(left, context)?;
        let known = context.of_left(self.placed(&left));
        let right = self.pattern(right, &known)?;
        Ok((left, right, known))
    }

    /// For joins: patterns over the graph come first, then endpoints whose variables they bind.
    fn join(&mut self, left: GraphPattern, right: GraphPattern, context: &Context) -> Resolution<GraphPattern> {
        let (mut waiting, done): (Vec<_>, Vec<_>) = pattern::operands(left, right)
            .into_iter()
            .partition(service::in_pattern);
        let mut known = done
            .iter()
            .fold(context.clone(), |known, pattern| self.known(&known, pattern));
        let mut joined = done.into_iter().reduce(pattern::join);
        while !waiting.is_empty() {
            let next = waiting.iter().position(|operand| known.tells_of(operand)).unwrap_or(0);
            let next = self.pattern(waiting.remove(next), &known)?;
            known = self.known(&known, &next);
            joined = Some(match joined {
                Some(joined) => pattern::join(joined, next),
                None => next,
            });
        }
        Ok(joined.unwrap_or_default())
    }

    /// Resolves SERVICE in the EXISTS of an expression, which is evaluated for the solutions of the context.
    fn expression(&mut self, expression: Expression, context: &Context) -> Resolution<Expression> {
        use Expression as E;
        if !service::in_expression(&expression) {
            return Ok(expression);
        }
        let mut one = |inner: Box<E>| self.expression(*inner, context).map(Box::new);
        Ok(match expression {
            E::Exists(pattern) => E::Exists(self.pattern(*pattern, context)?.into()),
            E::Or(a, b) => E::Or(one(a)?, one(b)?),
            E::And(a, b) => E::And(one(a)?, one(b)?),
            E::Equal(a, b) => E::Equal(one(a)?, one(b)?),
            E::SameTerm(a, b) => E::SameTerm(one(a)?, one(b)?),
            E::Greater(a, b) => E::Greater(one(a)?, one(b)?),
            E::GreaterOrEqual(a, b) => E::GreaterOrEqual(one(a)?, one(b)?),
            E::Less(a, b) => E::Less(one(a)?, one(b)?),
            E::LessOrEqual(a, b) => E::LessOrEqual(one(a)?, one(b)?),
            E::Add(a, b) => E::Add(one(a)?, one(b)?),
            E::Subtract(a, b) => E::Subtract(one(a)?, one(b)?),
            E::Multiply(a, b) => E::Multiply(one(a)?, one(b)?),
            E::Divide(a, b) => E::Divide(one(a)?, one(b)?),
            E::UnaryPlus(a) => E::UnaryPlus(one(a)?),
            E::UnaryMinus(a) => E::UnaryMinus(one(a)?),
            E::Not(a) => E::Not(one(a)?),
            E::If(a, b, c) => E::If(one(a)?, one(b)?, one(c)?),
            E::In(a, list) => E::In(one(a)?, self.expressions(list, context)?),
            E::Coalesce(list) => E::Coalesce(self.expressions(list, context)?),
            E::FunctionCall(function, list) => E::FunctionCall(function, self.expressions(list, context)?),
            constant @ (E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_)) => constant,
        })
    }

    fn expressions(&mut self, list: Vec<Expression>, context: &Context) -> Resolution<Vec<Expression>> {
        list.into_iter().map(|one| self.expression(one, context)).collect()
    }

    /// The context with one more pattern, in the same GRAPH clause.
    fn known(&self, context: &Context, pattern: &GraphPattern) -> Context {
        context.with(self.placed(pattern))
    }

    fn placed(&self, pattern: &GraphPattern) -> GraphPattern {
        let inner = pattern.clone();
        match self.within.clone() {
            Some(name) => GraphPattern::Graph {
                name,
                inner: inner.into(),
            },
            None => inner,
        }
    }

    /// The distinct solutions of the context for some variables; `None` if it binds none of them.
    fn local(&self, context: &Context, wanted: &[Variable]) -> Resolution<Option<Solutions>> {
        let Some(pattern) = context.about(wanted) else {
            return Ok(None);
        };
        let query = Query::Select {
            dataset: self.dataset.clone(),
            pattern,
            base_iri: None,
        };
        match self.graph.answer(OWN, query)? {
            Answer::Solutions(solutions) => Ok(Some(solutions)),
            Answer::Boolean(_) | Answer::Triples(_) => Ok(None),
        }
    }

    /// Queries the endpoints of a SERVICE, and returns their rows as VALUES.
    fn service(
        &mut self,
        name: &NamedNodePattern,
        inner: &GraphPattern,
        silent: bool,
        context: &Context,
    ) -> Resolution<GraphPattern> {
        let mut variables = pattern::visible(inner);
        if variables.is_empty() {
            // A pattern without variables has rows without columns, which VALUES cannot express, so it gets an unbound
            // column.
            variables.push(Variable::new_unchecked("none"));
        }
        let asked = variables.clone();
        if let NamedNodePattern::Variable(endpoint) = name
            && !variables.contains(endpoint)
        {
            variables.push(endpoint.clone());
        }
        let known = self.local(context, &variables)?;
        let mut bindings = Vec::new();
        let endpoints = endpoints(name, known)?;
        let urls: Vec<String> = endpoints.keys().cloned().collect();
        if let Some(url) = urls.iter().find(|url| !crate::web::is_web(url)) {
            return Err(FederatedError::NotWeb(url.clone()));
        }
        self.announce(&urls)?;
        for (url, known) in endpoints {
            let at = match name {
                NamedNodePattern::Variable(endpoint) => variables.iter().position(|variable| variable == endpoint),
                NamedNodePattern::NamedNode(_) => None,
            };
            let rows = match self.ask(&url, inner, &asked, known) {
                Err(error) if silent && error.is_of_the_endpoint() => {
                    self.silenced.push(error);
                    vec![vec![None; asked.len()]]
                }
                rows => rows?,
            };
            bindings.extend(
                rows.into_iter()
                    .filter_map(|row| endpoint::of(row, &url, at, variables.len())),
            );
        }
        Ok(GraphPattern::Values { variables, bindings })
    }

    /// Queries one endpoint.
    fn ask(
        &mut self,
        url: &str,
        inner: &GraphPattern,
        asked: &[Variable],
        known: Option<Solutions>,
    ) -> Resolution<Vec<Row>> {
        let batches = Batches::new(url, asked, known)?;
        let mut rows = Vec::new();
        for values in batches {
            let text = endpoint::question(inner.clone(), asked, values);
            let answer = self.client.json(url, crate::web::Request::Sparql(&text));
            let answer = answer.map_err(FederatedError::Web)?;
            endpoint::read(&answer, asked, &mut self.blank_nodes, &mut rows)?;
        }
        Ok(rows)
    }
}

/// The endpoints of a SERVICE, each with the rows to send to it.
fn endpoints(name: &NamedNodePattern, known: Option<Solutions>) -> Resolution<BTreeMap<String, Option<Solutions>>> {
    let variable = match name {
        NamedNodePattern::NamedNode(node) => return Ok([(node.as_str().to_owned(), known)].into()),
        NamedNodePattern::Variable(variable) => variable.as_str(),
    };
    let unbound = || FederatedError::Unbound(variable.to_owned());
    let known = known.ok_or_else(unbound)?;
    let at = known.index(variable).ok_or_else(unbound)?;
    let mut found = BTreeMap::new();
    for row in known.rows {
        let url = match row.get(at).and_then(Option::as_ref) {
            Some(Term::NamedNode(node)) => node.as_str().to_owned(),
            Some(other) => return Err(FederatedError::NotWeb(crate::graph::text(other).to_owned())),
            None => return Err(unbound()),
        };
        let empty = || {
            Some(Solutions {
                variables: known.variables.clone(),
                rows: Vec::new(),
            })
        };
        if let Some(solutions) = found.entry(url).or_insert_with(empty) {
            solutions.rows.push(row);
        }
    }
    Ok(found)
}
