//! RDF serialisations: Turtle, N-Triples, N-Quads, TriG, RDF/XML, JSON-LD; RDF 1.1, or 1.2 with reifiers.
//!
//! RDF/XML is written here ([`xml`]), since the library writes files that no reader takes where XML cannot say a triple.

pub mod xml;

use crate::dossier::{Dossier, is_prefix};
use crate::formats::{Description, Format, Identity, formats, listed};
use crate::vocabulary;
use oxigraph::io::{JsonLdProfileSet, RdfFormat as Syntax, RdfSerializer, WriterQuadSerializer};
use oxigraph::model::{NamedNode, NamedOrBlankNode, Term, Triple, TripleRef};
use oxiri::Iri;
use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use xml::{RdfXml, Unwritable};

formats! {
    /// A serialisation of RDF.
    pub enum RdfFormat of "RDF", described by RdfDescription {
        /// Turtle.
        Turtle = RdfDescription {
            identity: Identity::new("turtle", "ttl", "text/turtle", "people, and tools for RDF"),
            syntax: Syntax::Turtle,
            features: &[RdfFeature::Reifiers],
        },
        /// N-Triples.
        NTriples = RdfDescription {
            identity: Identity::new("ntriples", "nt", "application/n-triples", "streams: a triple on each line"),
            syntax: Syntax::NTriples,
            features: &[RdfFeature::Reifiers, RdfFeature::Lines],
        },
        /// N-Quads.
        NQuads = RdfDescription {
            identity: Identity::new("nquads", "nq", "application/n-quads", "stores that load quads, one on each line"),
            syntax: Syntax::NQuads,
            features: &[RdfFeature::Reifiers, RdfFeature::Lines],
        },
        /// TriG.
        TriG = RdfDescription {
            identity: Identity::new("trig", "trig", "application/trig", "Turtle for tools that expect named graphs"),
            syntax: Syntax::TriG,
            features: &[RdfFeature::Reifiers],
        },
        /// RDF/XML.
        RdfXml = RdfDescription {
            identity: Identity::new("rdfxml", "rdf", "application/rdf+xml", "tools for XML, and old tools for RDF"),
            syntax: Syntax::RdfXml,
            features: &[RdfFeature::Reifiers, RdfFeature::NoLastLineEnd],
        },
        /// JSON-LD 1.1, expanded.
        JsonLd = RdfDescription {
            identity: Identity::new("jsonld", "jsonld", "application/ld+json", "web programs; JSON-LD 1.1, expanded"),
            syntax: Syntax::JsonLd { profile: JsonLdProfileSet::empty() },
            features: &[RdfFeature::NoLastLineEnd],
        },
    }
}

/// The description of an RDF serialisation.
#[derive(Debug, Clone, Copy)]
pub struct RdfDescription {
    /// Its name, extension and media type.
    pub identity: Identity,
    /// The format in `oxrdfio`.
    syntax: Syntax,
    features: &'static [RdfFeature],
}

/// A feature of an RDF serialisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RdfFeature {
    /// It can represent the reifiers of RDF 1.2.
    Reifiers,
    /// It has one triple on each line.
    Lines,
    /// The library does not write the last line end.
    NoLastLineEnd,
}

impl Description for RdfDescription {
    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn features(&self) -> Vec<&'static str> {
        let name = |feature: &RdfFeature| match feature {
            RdfFeature::Reifiers => Some("rdf-1.2"),
            RdfFeature::Lines => Some("lines"),
            RdfFeature::NoLastLineEnd => None,
        };
        self.features.iter().filter_map(name).collect()
    }
}

impl RdfFormat {
    /// Whether it has a feature.
    pub fn has(self, feature: RdfFeature) -> bool {
        self.description().features.contains(&feature)
    }

    /// The formats that have a feature.
    pub fn with(feature: RdfFeature) -> Vec<Self> {
        Self::ALL.iter().copied().filter(|format| format.has(feature)).collect()
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        self.description().identity.extension
    }

    fn syntax(self) -> Syntax {
        self.description().syntax
    }
}

/// Triples as a stream.
pub enum Stream<W: Write> {
    /// RDF/XML.
    Xml(RdfXml<W>),
    /// A format of the library.
    Other(WriterQuadSerializer<W>),
}

impl<W: Write> Stream<W> {
    /// Begins a document with these prefixes.
    pub fn new<'p>(format: RdfFormat, prefixes: impl IntoIterator<Item = (&'p str, &'p str)>, out: W) -> Self {
        if format == RdfFormat::RdfXml {
            return Self::Xml(RdfXml::new(prefixes, out));
        }
        let plain = || RdfSerializer::from_format(format.syntax());
        let is_valid = |(prefix, iri): &(&str, &str)| is_prefix(prefix) && Iri::parse(*iri).is_ok();
        let mut valid = prefixes.into_iter().filter(is_valid);
        let prefixed = valid.try_fold(plain(), |serializer, (prefix, iri)| serializer.with_prefix(prefix, iri));
        // A valid one is taken.
        Self::Other(prefixed.unwrap_or_else(|_| plain()).for_writer(out))
    }

    /// Writes a triple.
    ///
    /// # Errors
    /// When writing fails, or the format cannot represent the triple; the document is then incomplete.
    pub fn triple(&mut self, triple: TripleRef<'_>) -> io::Result<()> {
        match self {
            Self::Xml(xml) => {
                xml::check(triple).map_err(refused)?;
                xml.triple(triple)
            }
            Self::Other(writer) => writer.serialize_triple(triple),
        }
    }

    /// Ends the document.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(self) -> io::Result<W> {
        match self {
            Self::Xml(xml) => xml.finish(),
            Self::Other(writer) => writer.finish(),
        }
    }
}

/// RDF/XML cannot represent a triple.
#[derive(Debug, thiserror::Error)]
#[error("{0}; use {other}", other = listed(&complete(), "or"))]
struct Refused(Unwritable);

fn refused(why: Unwritable) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Refused(why))
}

/// The formats that can represent every triple.
fn complete() -> Vec<RdfFormat> {
    let all = RdfFormat::ALL.iter().copied();
    all.filter(|format| *format != RdfFormat::RdfXml).collect()
}

/// The version of RDF to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// RDF 1.1, for all readers; derived links are `rdf:Statement` nodes.
    V11,
    /// RDF 1.2: the node of each derived link also `rdf:reifies` its triple.
    V12,
}

/// Writes triples in the order given, with the dossier's prefixes.
///
/// # Errors
/// When writing fails; and, before anything is written, when the format cannot represent one of the triples.
pub fn write<T: Borrow<Triple>>(
    triples: impl IntoIterator<Item = T, IntoIter: Clone>,
    format: RdfFormat,
    dossier: &Dossier,
    out: &mut impl Write,
) -> io::Result<()> {
    let prefixes = dossier.prefixes().iter();
    let prefixes = prefixes.map(|(prefix, iri)| (prefix.as_str(), iri.as_str()));
    write_with(triples, format, prefixes, out)
}

/// Writes triples in the order given, with these prefixes.
///
/// # Errors
/// As [`write()`].
pub fn write_with<'p, T: Borrow<Triple>>(
    triples: impl IntoIterator<Item = T, IntoIter: Clone>,
    format: RdfFormat,
    prefixes: impl IntoIterator<Item = (&'p str, &'p str)>,
    out: &mut impl Write,
) -> io::Result<()> {
    let triples = triples.into_iter();
    if format == RdfFormat::RdfXml {
        triples
            .clone()
            .try_for_each(|triple| xml::check(triple.borrow().as_ref()))
            .map_err(refused)?;
    }
    let mut writer = Stream::new(format, prefixes, &mut *out);
    for triple in triples {
        writer.triple(triple.borrow().as_ref())?;
    }
    writer.finish()?;
    if format.has(RdfFeature::NoLastLineEnd) {
        writeln!(out)?;
    }
    Ok(())
}

/// Adds, for the node of each derived link, the triple that it reifies ("RDF 1.2 Concepts", section 1.5).
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extensions_and_media_types_are_those_of_the_library() {
        for format in RdfFormat::ALL {
            let identity = format.description().identity;
            assert_eq!(identity.extension, format.syntax().file_extension());
            assert_eq!(identity.media_type, format.syntax().media_type());
            assert_eq!(RdfFormat::of_media_type(identity.media_type), Some(*format));
        }
    }
}
