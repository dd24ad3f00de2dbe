//! RDF/XML, as the W3C's "RDF 1.1 XML Syntax" describes it, and the triple terms of RDF 1.2.
//!
//! Takes triples; writes a node element for each run of triples with one subject. Refuses what XML cannot say: a predicate
//! that does not end in a name of an element, and characters that XML 1.0 forbids. A carriage return, and the other line
//! ends that a reader may change, are written as references. A class without a name of an element is a property.

use oxigraph::model::vocab::{rdf, xsd};
use oxigraph::model::{BaseDirection, NamedNodeRef, NamedOrBlankNode, NamedOrBlankNodeRef, TermRef, TripleRef};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const ITS: &str = "http://www.w3.org/2005/11/its";

/// The names that RDF/XML reserves: they are no properties, and but for `Description` no node elements either.
const RESERVED: [&str; 12] = [
    "Description",
    "RDF",
    "ID",
    "about",
    "parseType",
    "resource",
    "nodeID",
    "datatype",
    "li",
    "aboutEach",
    "aboutEachPrefix",
    "bagID",
];

/// A triple that RDF/XML cannot represent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The predicate does not end in a name of an XML element.
    #[error(
        "RDF/XML has no name for the predicate {predicate} (of {subject}): after its last / or #, it needs a part that begins \
         with a letter"
    )]
    Predicate {
        /// The subject, as in N-Triples.
        subject: String,
        /// The predicate, as in N-Triples.
        predicate: String,
    },
    /// A text has a character that XML 1.0 forbids.
    #[error("XML 1.0 has no character U+{character:04X}; it is in {place}")]
    Character {
        /// Its number.
        character: u32,
        /// Where it is.
        place: String,
    },
}

/// A writer of RDF/XML.
pub struct RdfXml<W: Write> {
    out: W,
    text: String,
    /// The prefixes, by IRI.
    prefixes: BTreeMap<String, String>,
    /// Whether one of them is empty.
    has_default: bool,
    /// The subject of the open node element, and its name.
    open: Option<(NamedOrBlankNode, String)>,
    begun: bool,
}

impl<W: Write> RdfXml<W> {
    /// Begins a document with these prefixes. Those that XML reserves are left out.
    pub fn new<'p>(prefixes: impl IntoIterator<Item = (&'p str, &'p str)>, out: W) -> Self {
        let is_ours = |prefix: &str| {
            let is_reserved = prefix.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("xml"));
            (prefix.is_empty() || is_nc_name(prefix)) && !is_reserved && !["rdf", "its", "oxprefix"].contains(&prefix)
        };
        let is_reserved =
            |iri: &str| ["http://www.w3.org/2000/xmlns/", "http://www.w3.org/XML/1998/namespace"].contains(&iri);
        let given = prefixes
            .into_iter()
            .filter(|(prefix, iri)| is_ours(prefix) && !is_reserved(iri));
        let given: BTreeMap<&str, &str> = given.collect();
        let has_default = given.contains_key("");
        let by_iri = given
            .into_iter()
            .map(|(prefix, iri)| (iri.to_owned(), prefix.to_owned()));
        let mut prefixes: BTreeMap<String, String> = by_iri.collect();
        prefixes.insert(RDF.to_owned(), "rdf".to_owned());
        prefixes.insert(ITS.to_owned(), "its".to_owned());
        Self {
            out,
            text: String::new(),
            prefixes,
            has_default,
            open: None,
            begun: false,
        }
    }

    /// Writes a triple that has passed [`check`].
    ///
    /// # Errors
    /// Those of the output.
    pub fn triple(&mut self, triple: TripleRef<'_>) -> io::Result<()> {
        self.begin();
        if self.open.as_ref().map(|(subject, _)| subject.as_ref()) != Some(triple.subject) {
            self.close();
            if self.node(triple) {
                return self.pass();
            }
        }
        self.property(triple.predicate, triple.object, 2);
        self.pass()
    }

    /// Ends the document, without a last line end.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<W> {
        self.begin();
        self.close();
        self.text.push_str("\n</rdf:RDF>");
        self.pass()?;
        Ok(self.out)
    }

    fn pass(&mut self) -> io::Result<()> {
        self.out.write_all(self.text.as_bytes())?;
        self.text.clear();
        Ok(())
    }

    fn begin(&mut self) {
        if self.begun {
            return;
        }
        self.begun = true;
        self.text
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF");
        for (iri, prefix) in &self.prefixes {
            let colon = if prefix.is_empty() { "" } else { ":" };
            let _ = write!(self.text, " xmlns{colon}{prefix}=\"{}\"", escaped(iri));
        }
        self.text.push('>');
    }

    fn close(&mut self) {
        if let Some((_, name)) = self.open.take() {
            let _ = write!(self.text, "\n\t</{name}>");
        }
    }

    /// Opens a node element; returns whether its name says the whole triple.
    fn node(&mut self, triple: TripleRef<'_>) -> bool {
        let class = match triple.object {
            TermRef::NamedNode(class) if triple.predicate == rdf::TYPE && !is_reserved(class) => split(class.as_str()),
            _ => None,
        };
        let (name, declaration) = match class {
            Some(class) => self.name(class),
            None => ("rdf:Description".to_owned(), None),
        };
        let _ = write!(self.text, "\n\t<{name}");
        self.declare(declaration);
        self.subject(triple.subject);
        self.text.push('>');
        self.open = Some((triple.subject.into_owned(), name));
        class.is_some()
    }

    fn subject(&mut self, subject: NamedOrBlankNodeRef<'_>) {
        match subject {
            NamedOrBlankNodeRef::NamedNode(node) => self.attribute("rdf:about", node.as_str()),
            NamedOrBlankNodeRef::BlankNode(node) => self.attribute("rdf:nodeID", &node_id(node.as_str())),
        }
    }

    fn property(&mut self, predicate: NamedNodeRef<'_>, object: TermRef<'_>, depth: usize) {
        let Some(parts) = split(predicate.as_str()) else { return };
        let (name, declaration) = self.name(parts);
        self.line(depth);
        let _ = write!(self.text, "<{name}");
        self.declare(declaration);
        match object {
            TermRef::NamedNode(node) => {
                self.attribute("rdf:resource", node.as_str());
                self.text.push_str("/>");
                return;
            }
            TermRef::BlankNode(node) => {
                self.attribute("rdf:nodeID", &node_id(node.as_str()));
                self.text.push_str("/>");
                return;
            }
            TermRef::Literal(literal) => {
                if let Some(language) = literal.language() {
                    self.attribute("xml:lang", language);
                } else if literal.datatype() != xsd::STRING {
                    self.attribute("rdf:datatype", literal.datatype().as_str());
                }
                if let Some(direction) = literal.direction() {
                    self.attribute("rdf:version", "1.2-basic");
                    self.attribute("its:version", "2.0");
                    self.attribute(
                        "its:dir",
                        match direction {
                            BaseDirection::Ltr => "ltr",
                            BaseDirection::Rtl => "rtl",
                        },
                    );
                }
                self.text.push('>');
                self.text.push_str(&escaped(literal.value()));
            }
            TermRef::Triple(triple) => {
                self.attribute("rdf:version", "1.2");
                self.attribute("rdf:parseType", "Triple");
                self.text.push('>');
                self.line(depth + 1);
                self.text.push_str("<rdf:Description");
                self.subject(triple.subject.as_ref());
                self.text.push('>');
                self.property(triple.predicate.as_ref(), triple.object.as_ref(), depth + 2);
                self.line(depth + 1);
                self.text.push_str("</rdf:Description>");
                self.line(depth);
            }
        }
        let _ = write!(self.text, "</{name}>");
    }

    fn line(&mut self, depth: usize) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n('\t', depth));
    }

    fn attribute(&mut self, name: &str, value: &str) {
        let value = escaped(value).replace('\t', "&#9;").replace('\n', "&#10;");
        let _ = write!(self.text, " {name}=\"{value}\"");
    }

    fn declare(&mut self, declaration: Option<(&str, &str)>) {
        if let Some((name, iri)) = declaration {
            self.attribute(name, iri);
        }
    }

    /// The qualified name of an IRI in two parts, with the declaration of its prefix where there is none yet.
    fn name<'i>(&self, (start, local): (&'i str, &str)) -> (String, Option<(&'static str, &'i str)>) {
        match self.prefixes.get(start) {
            Some(prefix) if prefix.is_empty() => (local.to_owned(), None),
            Some(prefix) => (format!("{prefix}:{local}"), None),
            None if self.has_default => (format!("oxprefix:{local}"), Some(("xmlns:oxprefix", start))),
            None => (local.to_owned(), Some(("xmlns", start))),
        }
    }
}

/// Refuses a triple that cannot be written.
///
/// # Errors
/// When its predicate has no name in XML, or a text has a character that XML forbids.
pub fn check(triple: TripleRef<'_>) -> Result<(), Unwritable> {
    let said = || format!("{} {}", triple.subject, triple.predicate);
    let text = |text: &str, what: &str| match text.chars().find(|character| is_forbidden(*character)) {
        None => Ok(()),
        Some(character) => Err(Unwritable::Character {
            character: character.into(),
            place: format!("{what} {}", said()),
        }),
    };
    if split(triple.predicate.as_str()).is_none() || is_reserved(triple.predicate) {
        return Err(Unwritable::Predicate {
            subject: triple.subject.to_string(),
            predicate: triple.predicate.to_string(),
        });
    }
    if let NamedOrBlankNodeRef::NamedNode(subject) = triple.subject {
        text(subject.as_str(), "the subject of")?;
    }
    text(triple.predicate.as_str(), "the predicate of")?;
    match triple.object {
        TermRef::NamedNode(object) => text(object.as_str(), "the object of"),
        TermRef::Literal(literal) => {
            text(literal.datatype().as_str(), "the datatype of")?;
            text(literal.value(), "the text of")
        }
        TermRef::BlankNode(_) => Ok(()),
        TermRef::Triple(inner) => check(inner.as_ref()),
    }
}

/// Whether an IRI is a reserved name of RDF/XML.
fn is_reserved(node: NamedNodeRef<'_>) -> bool {
    node.as_str()
        .strip_prefix(RDF)
        .is_some_and(|name| RESERVED.contains(&name))
}

/// Splits an IRI before the longest name of an XML element at its end. `None` if it ends in none, or is nothing else.
fn split(iri: &str) -> Option<(&str, &str)> {
    let before = iri.rfind(|character| !is_name_character(character))?;
    let start = iri[before..].find(is_name_start)?;
    let (start, name) = iri.split_at(before + start);
    // Nothing may be declared to be this namespace.
    (start != "http://www.w3.org/2000/xmlns/" && start != "http://www.w3.org/XML/1998/namespace")
        .then_some((start, name))
}

/// The label of a blank node as an XML name; different labels give different names.
fn node_id(label: &str) -> Cow<'_, str> {
    match is_nc_name(label) && !label.starts_with('_') {
        true => Cow::Borrowed(label),
        false => Cow::Owned(format!("_{label}")),
    }
}

fn is_nc_name(name: &str) -> bool {
    name.starts_with(is_name_start) && name.chars().all(is_name_character)
}

/// Whether a character may begin a name ("Namespaces in XML 1.0", section 3).
fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

/// Whether a character may be in a name.
fn is_name_character(character: char) -> bool {
    is_name_start(character)
        || matches!(character, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

/// Whether XML 1.0 forbids a character (section 2.2).
pub fn is_forbidden(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// A text for elements and attributes.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let is_special = |c: char| {
        matches!(
            c,
            '<' | '>' | '&' | '\'' | '"' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    if !text.contains(is_special) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&apos;"),
            '"' => out.push_str("&quot;"),
            special if is_special(special) => {
                let _ = write!(out, "&#{};", u32::from(special));
            }
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}
