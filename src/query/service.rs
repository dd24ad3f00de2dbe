//! Detects SERVICE clauses in a query, and finds the first one in its text.

use diagnostic::Place;
use spargebra::Query;
use spargebra::algebra::{AggregateExpression, Expression, GraphPattern, OrderExpression};

/// Whether a query has a SERVICE clause, including in EXISTS.
pub(crate) fn in_query(query: &Query) -> bool {
    let (Query::Select { pattern, .. }
    | Query::Construct { pattern, .. }
    | Query::Describe { pattern, .. }
    | Query::Ask { pattern, .. }) = query;
    in_pattern(pattern)
}

/// Whether a pattern has a SERVICE clause.
pub(crate) fn in_pattern(pattern: &GraphPattern) -> bool {
    match pattern {
        GraphPattern::Service { .. } => true,
        GraphPattern::Bgp { .. } | GraphPattern::Path { .. } | GraphPattern::Values { .. } => false,
        GraphPattern::Join { left, right }
        | GraphPattern::Lateral { left, right }
        | GraphPattern::Union { left, right }
        | GraphPattern::Minus { left, right } => in_pattern(left) || in_pattern(right),
        GraphPattern::LeftJoin {
            left,
            right,
            expression,
        } => in_pattern(left) || in_pattern(right) || expression.as_ref().is_some_and(in_expression),
        GraphPattern::Filter { expr, inner } => in_expression(expr) || in_pattern(inner),
        GraphPattern::Extend { inner, expression, .. } => in_expression(expression) || in_pattern(inner),
        GraphPattern::OrderBy { inner, expression } => {
            let has_one = expression.iter().any(|order| match order {
                OrderExpression::Asc(by) | OrderExpression::Desc(by) => in_expression(by),
            });
            has_one || in_pattern(inner)
        }
        GraphPattern::Group { inner, aggregates, .. } => {
            let has_one = aggregates.iter().any(|(_, aggregate)| match aggregate {
                AggregateExpression::FunctionCall { expr, .. } => in_expression(expr),
                AggregateExpression::CountSolutions { .. } => false,
            });
            has_one || in_pattern(inner)
        }
        GraphPattern::Graph { inner, .. }
        | GraphPattern::Project { inner, .. }
        | GraphPattern::Distinct { inner }
        | GraphPattern::Reduced { inner }
        | GraphPattern::Slice { inner, .. } => in_pattern(inner),
    }
}

/// Whether an expression has a SERVICE clause, in EXISTS.
pub(crate) fn in_expression(expression: &Expression) -> bool {
    any(
        expression,
        &|part| matches!(part, Expression::Exists(pattern) if in_pattern(pattern)),
    )
}

/// Whether the predicate holds for an expression or one of its operands; the patterns of EXISTS are not visited.
pub(crate) fn any(expression: &Expression, is_such: &impl Fn(&Expression) -> bool) -> bool {
    use Expression as E;
    is_such(expression)
        || match expression {
            E::NamedNode(_) | E::Literal(_) | E::Variable(_) | E::Bound(_) | E::Exists(_) => false,
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
            | E::Divide(a, b) => any(a, is_such) || any(b, is_such),
            E::UnaryPlus(a) | E::UnaryMinus(a) | E::Not(a) => any(a, is_such),
            E::If(a, b, c) => any(a, is_such) || any(b, is_such) || any(c, is_such),
            E::In(a, list) => any(a, is_such) || list.iter().any(|one| any(one, is_such)),
            E::Coalesce(list) | E::FunctionCall(_, list) => list.iter().any(|one| any(one, is_such)),
        }
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
