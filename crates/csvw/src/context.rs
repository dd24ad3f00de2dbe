//! Terms and prefixes that every metadata document has (the context of CSV on the Web).

use super::datatype::Base;

/// Prefix and namespace (https://www.w3.org/2013/json-ld-context/csvw, the part that is in use).
const PREFIXES: &[(&str, &str)] = &[
    ("as", "https://www.w3.org/ns/activitystreams#"),
    ("cc", "http://creativecommons.org/ns#"),
    ("csvw", "http://www.w3.org/ns/csvw#"),
    ("ctag", "http://commontag.org/ns#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("dc11", "http://purl.org/dc/elements/1.1/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("duv", "https://www.w3.org/TR/vocab-duv#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("gr", "http://purl.org/goodrelations/v1#"),
    ("grddl", "http://www.w3.org/2003/g/data-view#"),
    ("ical", "http://www.w3.org/2002/12/cal/icaltzd#"),
    ("ldp", "http://www.w3.org/ns/ldp#"),
    ("ma", "http://www.w3.org/ns/ma-ont#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("og", "http://ogp.me/ns#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfa", "http://www.w3.org/ns/rdfa#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rev", "http://purl.org/stuff/rev#"),
    ("rif", "http://www.w3.org/2007/rif#"),
    ("rr", "http://www.w3.org/ns/r2rml#"),
    ("schema", "http://schema.org/"),
    ("sd", "http://www.w3.org/ns/sparql-service-description#"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    ("v", "http://rdf.data-vocabulary.org/#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wdr", "http://www.w3.org/2007/05/powder#"),
    ("wdrs", "http://www.w3.org/2007/05/powder-s#"),
    ("xhv", "http://www.w3.org/1999/xhtml/vocab#"),
    ("xml", "http://www.w3.org/XML/1998/namespace"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// The namespace of the vocabulary.
pub(super) const CSVW: &str = "http://www.w3.org/ns/csvw#";

/// The classes of the vocabulary that are terms of the context.
const CLASSES: &[&str] = &[
    "Cell",
    "Column",
    "Datatype",
    "Dialect",
    "Direction",
    "ForeignKey",
    "NumericFormat",
    "Row",
    "Schema",
    "Table",
    "TableGroup",
    "TableReference",
    "Transformation",
];

/// The language of what has none (BCP 47).
pub(super) const UNDETERMINED: &str = "und";

/// The IRI of a prefixed name, where its prefix is one of the fixed ones.
pub(super) fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    Some(format!("{}{local}", namespace(prefix)?))
}

/// The namespace of a prefix, where it is one of the fixed ones.
pub(super) fn namespace(prefix: &str) -> Option<&'static str> {
    PREFIXES
        .iter()
        .find(|(known, _)| *known == prefix)
        .map(|(_, namespace)| *namespace)
}

/// The IRI of a prefixed name or of an absolute URL.
pub(super) fn absolute(name: &str) -> Option<String> {
    let whole = expand(name).unwrap_or_else(|| name.to_owned());
    (!name.starts_with("_:") && oxiri::Iri::parse(whole.as_str()).is_ok()).then_some(whole)
}

/// The IRI of a term, a prefixed name or an absolute URL.
pub(super) fn term(name: &str) -> Option<String> {
    if CLASSES.contains(&name) {
        return Some(format!("{CSVW}{name}"));
    }
    let datatype = Base::parse(name).map(|base| base.iri().to_owned());
    datatype.or_else(|| absolute(name))
}

/// Whether a text is a well-formed language tag (BCP 47).
pub(super) fn is_language(text: &str) -> bool {
    oxrdf::Literal::new_language_tagged_literal("", text).is_ok()
}

/// Whether a datatype is one of those whose literals must have a language tag (RDF 1.2 Concepts, section 3.4).
pub(super) fn needs_language(iri: &str) -> bool {
    let name = iri.strip_prefix("http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    matches!(name, Some("langString" | "dirLangString"))
}

/// Whether two language tags agree: one is `und`, or they are equal up to the length of the shorter one
/// ("Metadata Vocabulary", section 5.5.1.1).
pub(super) fn languages_match(one: &str, other: &str) -> bool {
    let (one, other) = (one.to_ascii_lowercase(), other.to_ascii_lowercase());
    let begins = |long: &str, short: &str| {
        long.strip_prefix(short)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    one == UNDETERMINED || other == UNDETERMINED || begins(&one, &other) || begins(&other, &one)
}
