//! The core vocabulary: the terms that the program itself uses.
//!
//! Claims, documents, texts, ranges, measures and derived links. Everything else (kinds, modalities, classes) is data
//! in a dossier's ontology. First in the pipeline: every module may use it.

/// The namespace of the core vocabulary.
pub const NS: &str = "https://w3id.org/sourcier/ns#";

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $name:ident = $iri:expr;)+) => {
        $($(#[doc = $doc])+ pub const $name: &str = $iri;)+
        /// Every term that the program uses, for the test that the ontology defines them.
        pub const CORE: &[&str] = &[$($name),+];
    };
}

terms! {
    /// A dossier.
    DOSSIER = "https://w3id.org/sourcier/ns#Dossier";
    /// A claim.
    CLAIM = "https://w3id.org/sourcier/ns#Claim";
    /// A document.
    DOCUMENT = "https://w3id.org/sourcier/ns#Document";
    /// The property from a claim to its document.
    IN_DOCUMENT = "https://w3id.org/sourcier/ns#document";
    /// The property from a document to its text.
    TEXT = "https://w3id.org/sourcier/ns#text";
    /// The property from a text to its digest.
    SHA256 = "https://w3id.org/sourcier/ns#sha256";
    /// The property from a text to its length in Unicode scalar values.
    CHARACTERS = "https://w3id.org/sourcier/ns#characters";
    /// The property from a text to the name of its file.
    FILE_NAME = "https://w3id.org/sourcier/ns#fileName";
    /// The property to the first character of a passage.
    START = "https://w3id.org/sourcier/ns#start";
    /// The property to the end of a passage, excluded.
    END = "https://w3id.org/sourcier/ns#end";
    /// The property to the words of a figure.
    AS_WRITTEN = "https://w3id.org/sourcier/ns#asWritten";
    /// The property to the lower bound.
    MINIMUM = "https://w3id.org/sourcier/ns#minimum";
    /// The property to the upper bound.
    MAXIMUM = "https://w3id.org/sourcier/ns#maximum";
    /// The property from a further passage to the claim that it states.
    OF_CLAIM = "https://w3id.org/sourcier/ns#ofClaim";
    /// The property from a claim or a document to its status.
    STATUS = "https://w3id.org/sourcier/ns#status";
    /// The status of what still stands.
    STATUS_CURRENT = "https://w3id.org/sourcier/ns#status-current";
    /// The class of reified derived links.
    DERIVED_LINK = "https://w3id.org/sourcier/ns#DerivedLink";
}

/// `rdf:type`.
pub const RDF_TYPE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/// `rdf:subject`.
pub const RDF_SUBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject";
/// `rdf:predicate`.
pub const RDF_PREDICATE: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate";
/// `rdf:object`.
pub const RDF_OBJECT: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#object";
/// `rdf:reifies` (RDF 1.2).
pub const RDF_REIFIES: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies";
/// `dcterms:title`.
pub const DCTERMS_TITLE: &str = "http://purl.org/dc/terms/title";
/// `dcterms:language`.
pub const DCTERMS_LANGUAGE: &str = "http://purl.org/dc/terms/language";
/// `dcterms:license`.
pub const DCTERMS_LICENSE: &str = "http://purl.org/dc/terms/license";
/// `skos:notation`.
pub const SKOS_NOTATION: &str = "http://www.w3.org/2004/02/skos/core#notation";
/// The namespace of XML Schema datatypes.
pub const XSD: &str = "http://www.w3.org/2001/XMLSchema#";

/// The prefixes that are predefined in every dossier's queries, besides those of `sourcier.toml`.
pub const PREFIXES: &[(&str, &str)] = &[
    ("s", NS),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", XSD),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "http://schema.org/"),
    ("org", "http://www.w3.org/ns/org#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("wd", "http://www.wikidata.org/entity/"),
];
