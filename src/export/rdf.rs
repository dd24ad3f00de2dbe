//! RDF out: Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD; RDF 1.1, or 1.2 with reifiers.

use crate::dossier::Dossier;
use crate::graph::quad;
use crate::vocabulary;
use oxigraph::io::{JsonLdProfileSet, RdfFormat, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// A serialisation of RDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Turtle.
    Turtle,
    /// N-Triples.
    NTriples,
    /// N-Quads.
    NQuads,
    /// TriG.
    TriG,
    /// RDF/XML.
    RdfXml,
    /// JSON-LD 1.1, expanded.
    JsonLd,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 6] = [
        Self::Turtle,
        Self::NTriples,
        Self::NQuads,
        Self::TriG,
        Self::RdfXml,
        Self::JsonLd,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Turtle => "turtle",
            Self::NTriples => "ntriples",
            Self::NQuads => "nquads",
            Self::TriG => "trig",
            Self::RdfXml => "rdfxml",
            Self::JsonLd => "jsonld",
        }
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        self.inner().file_extension()
    }

    fn inner(self) -> RdfFormat {
        match self {
            Self::Turtle => RdfFormat::Turtle,
            Self::NTriples => RdfFormat::NTriples,
            Self::NQuads => RdfFormat::NQuads,
            Self::TriG => RdfFormat::TriG,
            Self::RdfXml => RdfFormat::RdfXml,
            Self::JsonLd => RdfFormat::JsonLd {
                profile: JsonLdProfileSet::empty(),
            },
        }
    }
}

/// Begins to write triples one by one as they come, with these prefixes; [`WriterQuadSerializer::finish`] ends it.
pub fn stream<W: Write>(format: Format, prefixes: &[(&str, &str)], out: W) -> WriterQuadSerializer<W> {
    let mut serializer = RdfSerializer::from_format(format.inner());
    for (prefix, iri) in prefixes {
        if let Ok(with) = serializer.clone().with_prefix(*prefix, *iri) {
            serializer = with;
        }
    }
    serializer.for_writer(out)
}

/// Which RDF to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// RDF 1.1: every reader takes it; derived links are `rdf:Statement` nodes.
    V11,
    /// RDF 1.2: each derived link's node also `rdf:reifies` its triple.
    V12,
}

/// Writes triples in the order given, with the dossier's prefixes.
///
/// # Errors
/// When writing fails.
pub fn write(triples: &[Triple], format: Format, dossier: &Dossier, out: &mut impl Write) -> io::Result<()> {
    let mut serializer = RdfSerializer::from_format(format.inner());
    for (prefix, iri) in dossier.prefixes() {
        if let Ok(with) = serializer.clone().with_prefix(prefix, iri) {
            serializer = with;
        }
    }
    let mut writer = serializer.for_writer(&mut *out);
    for triple in triples {
        writer.serialize_quad(quad(triple))?;
    }
    writer.finish()?;
    if format == Format::JsonLd || format == Format::RdfXml {
        writeln!(out)?;
    }
    Ok(())
}

/// Adds to each derived link's node the triple that it reifies ("RDF 1.2 Concepts", section 1.5).
pub fn with_reifiers(mut triples: Vec<Triple>) -> Vec<Triple> {
    let mut parts: BTreeMap<String, [Option<Term>; 3]> = BTreeMap::new();
    for triple in &triples {
        let slot = match triple.predicate.as_str() {
            vocabulary::RDF_SUBJECT => 0,
            vocabulary::RDF_PREDICATE => 1,
            vocabulary::RDF_OBJECT => 2,
            _ => continue,
        };
        if let NamedOrBlankNode::NamedNode(node) = &triple.subject {
            parts.entry(node.as_str().to_owned()).or_default()[slot] = Some(triple.object.clone());
        }
    }
    let reifies = NamedNode::new_unchecked(vocabulary::RDF_REIFIES);
    for (link, part) in parts {
        if let [
            Some(Term::NamedNode(subject)),
            Some(Term::NamedNode(predicate)),
            Some(object),
        ] = part
        {
            let reified = Triple::new(subject, predicate, object);
            triples.push(Triple::new(NamedNode::new_unchecked(link), reifies.clone(), reified));
        }
    }
    triples.sort_by_cached_key(ToString::to_string);
    triples
}
