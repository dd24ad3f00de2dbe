//! Parsers of SPARQL that know the prefixes of a dossier.

use super::syntax;
use crate::dossier::Dossier;
use spargebra::SparqlParser;
use std::collections::BTreeMap;

/// Whether a text that is no query is an update.
pub fn is_update(dossier: &Dossier, text: &str) -> bool {
    syntax::too_complex("", text).is_none() && parser(dossier.prefixes()).parse_update(text).is_ok()
}

/// A parser that knows prefixes.
pub(super) fn parser(prefixes: &BTreeMap<String, String>) -> SparqlParser {
    let known = prefixes.iter().try_fold(SparqlParser::new(), |parser, (prefix, iri)| {
        parser.with_prefix(prefix, iri)
    });
    known.unwrap_or_default()
}

/// A parser that knows prefixes and, if there is a base, what relative IRIs are relative to.
pub(super) fn parser_at(base: Option<&str>, prefixes: &BTreeMap<String, String>) -> SparqlParser {
    let based = base.and_then(|base| parser(prefixes).with_base_iri(base).ok());
    based.unwrap_or_else(|| parser(prefixes))
}
