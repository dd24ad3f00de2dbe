//! Finds the SERVICE clauses of a query, and the place of the first one in its text.

use diagnostic::Place;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};
use spargebra::term::NamedNodePattern;

/// Whether a query has a SERVICE clause, including in EXISTS.
pub(crate) fn in_query(query: &Query) -> bool {
    !clauses(query).is_empty()
}

/// Whether a pattern has a SERVICE clause.
pub(crate) fn in_pattern(pattern: &GraphPattern) -> bool {
    let mut found = Vec::new();
    collect(pattern, &mut found);
    !found.is_empty()
}

/// Whether an expression has a SERVICE clause, in EXISTS.
pub(crate) fn in_expression(expression: &Expression) -> bool {
    any(
        expression,
        &|part| matches!(part, Expression::Exists(pattern) if in_pattern(pattern)),
    )
}

/// The IRIs and variables of the SERVICE clauses of a query, including in EXISTS. A clause within another is the other
/// endpoint's, and not among them.
pub(crate) fn clauses(query: &Query) -> Vec<&NamedNodePattern> {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    let mut found = Vec::new();
    collect(pattern, &mut found);
    found
}

fn collect<'p>(pattern: &'p GraphPattern, found: &mut Vec<&'p NamedNodePattern>) {
    use GraphPattern as P;
    match pattern {
        P::Service { name, .. } => found.push(name),
        P::Bgp { .. } | P::Path { .. } | P::Values { .. } => {}
        P::Join { left, right } | P::Lateral { left, right } | P::Union { left, right } | P::Minus { left, right } => {
            collect(left, found);
            collect(right, found);
        }
        P::LeftJoin {
            left,
            right,
            expression,
        } => {
            collect(left, found);
            collect(right, found);
            expression.iter().for_each(|one| collect_in(one, found));
        }
        P::Filter { expr, inner } => {
            collect_in(expr, found);
            collect(inner, found);
        }
        P::Extend { inner, expression, .. } => {
            collect_in(expression, found);
            collect(inner, found);
        }
        P::OrderBy { inner, expression } => {
            for OrderExpression::Asc(by) | OrderExpression::Desc(by) in expression {
                collect_in(by, found);
            }
            collect(inner, found);
        }
        P::Group { inner, aggregates, .. } => {
            for (_, aggregate) in aggregates {
                if let AggregateExpression::FunctionCall { expr, .. } = aggregate {
                    collect_in(expr, found);
                }
            }
            collect(inner, found);
        }
        P::Graph { inner, .. }
        | P::Project { inner, .. }
        | P::Distinct { inner }
        | P::Reduced { inner }
        | P::Slice { inner, .. } => collect(inner, found),
    }
}

fn collect_in<'p>(expression: &'p Expression, found: &mut Vec<&'p NamedNodePattern>) {
    match expression {
        Expression::Exists(pattern) => collect(pattern, found),
        other => operands(other)
            .into_iter()
            .for_each(|operand| collect_in(operand, found)),
    }
}

/// The operands of an expression, in order; the pattern of EXISTS is none.
pub(crate) fn operands(expression: &Expression) -> Vec<&Expression> {
    use Expression as E;
    match expression {
        E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) | E::Exists(_) => Vec::new(),
        E::Or(a, b)
        | E::And(a, b)
        | E::Equal(a, b)
        | E::SameTerm(a, b)
        | E::Greater(a, b)
        | E::GreaterOrEqual(a, b)
        | E::Less(a, b)
        | E::LessOrEqual(a, b)
        | E::Add(a, b)
        | E::Subtract(a, b)
        | E::Multiply(a, b)
        | E::Divide(a, b) => vec![a, b],
        E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => vec![a],
        E::If(a, b, c) => vec![a, b, c],
        E::In(a, list) => std::iter::once(&**a).chain(list).collect(),
        E::Coalesce(list) | E::FunctionCall(_, list) => list.iter().collect(),
    }
}

/// Whether the predicate holds for an expression or one of its operands; the patterns of EXISTS are not visited.
pub(crate) fn any(expression: &Expression, is_such: &impl Fn(&Expression) -> bool) -> bool {
    is_such(expression) || operands(expression).into_iter().any(|operand| any(operand, is_such))
}

/// The place of the first SERVICE keyword; the beginning of the text if it is not found.
pub(super) fn place(file: &str, text: &str) -> Place {
    let (line, column) = diagnostic::position(text, keyword(text).unwrap_or(0));
    Place::in_text(file, text, line, column)
}

/// The byte offset of the keyword SERVICE, ignoring comments, strings, IRIs and names.
fn keyword(text: &str) -> Option<usize> {
    let mut at = 0;
    let mut is_in_name = false;
    while let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &text[at..];
        let length = match character {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => quoted(rest, character),
            '<' => address(rest),
            c if is_part(c) => {
                let word = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
                let ends = !rest[word..].starts_with(':');
                if !is_in_name && ends && rest[..word].eq_ignore_ascii_case("SERVICE") {
                    return Some(at);
                }
                word
            }
            c => c.len_utf8(),
        };
        is_in_name = matches!(character, '?' | '$' | ':' | '@' | '-' | '.') && length == 1;
        at += length;
    }
    None
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of a string literal, from its opening quote.
fn quoted(rest: &str, mark: char) -> usize {
    let long = mark.to_string().repeat(3);
    let end = if rest.starts_with(&long) {
        long.as_str()
    } else {
        &long[..1]
    };
    let mut at = end.len();
    while let Some(character) = rest.get(at..).and_then(|rest| rest.chars().next()) {
        if rest[at..].starts_with(end) {
            return at + end.len();
        }
        at += character.len_utf8();
        if character == '\\' {
            at += rest[at..].chars().next().map_or(0, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of an IRI in angle brackets; 1 if `<` is an operator here.
fn address(rest: &str) -> usize {
    match rest.find(|c: char| c == '>' || c.is_whitespace() || "\"{}|^`\\".contains(c)) {
        Some(end) if rest[end..].starts_with('>') => end + 1,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::keyword;

    #[test]
    fn the_keyword_is_found_where_it_stands() {
        let text = "# SERVICE\nSELECT ?service $SERVICE { ?a <http://SERVICE/> 'SERVICE', \"\"\"a \"SERVICE\"\"\", 'it\\'s SERVICE' ; \
                    service:x ex:service ; ex:a-service 1 FILTER (?a <1 || ?b>2) service SILENT <x> {} }";
        let at = keyword(text).unwrap();
        assert!(text[at..].starts_with("service SILENT"), "{}", &text[at..]);
    }

    #[test]
    fn without_it_nothing_is_found() {
        for text in [
            "",
            "SELECT ?service {}",
            "'SERVICE",
            "<SERVICE>",
            "services",
            "é # SERVICE",
        ] {
            assert_eq!(keyword(text), None, "{text}");
        }
    }
}
