//! Content negotiation: which of several formats a client prefers (RFC 9110, section 12.5.1).

use crate::formats::Format;

/// A media type that a client accepts.
#[derive(Debug, Clone, PartialEq)]
struct Range {
    media_type: String,
    quality: f32,
    /// The version of RDF that is asked for.
    version: Option<String>,
}

/// What a client accepts; everything if it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted(Vec<Range>);

/// A format that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chosen<F> {
    /// The format.
    pub format: F,
    /// Whether RDF 1.2 is asked for.
    pub is_12: bool,
}

impl Accepted {
    /// Reads the header.
    pub fn of(header: Option<&str>) -> Self {
        let ranges = header.unwrap_or("*/*").split(',').filter_map(range);
        let ranges: Vec<Range> = ranges.collect();
        match ranges.is_empty() {
            true => Self::of(None),
            false => Self(ranges),
        }
    }

    /// How much a media type is liked, with the range that says so: the most specific one that covers it.
    fn quality(&self, media_type: &str) -> Option<&Range> {
        let covers = |range: &&Range| match range.media_type.strip_suffix("/*") {
            Some("*") => true,
            Some(kind) => media_type.split('/').next() == Some(kind),
            None => range.media_type == media_type,
        };
        let specific = |range: &&Range| !range.media_type.ends_with('*') as u8 + u8::from(range.media_type != "*/*");
        self.0.iter().filter(covers).max_by_key(specific)
    }

    /// The format that is liked best; of several, the first. `others` are further media types that mean a format.
    pub fn choose<F: Format>(&self, formats: &[F], others: &[(&str, F)]) -> Option<Chosen<F>> {
        let own = formats
            .iter()
            .map(|format| (format.describe().identity().media_type, *format));
        let mut best: Option<(f32, Chosen<F>)> = None;
        for (media_type, format) in own.chain(others.iter().copied()) {
            let Some(range) = self.quality(media_type) else {
                continue;
            };
            if range.quality > best.map_or(0.0, |(quality, _)| quality) {
                let is_12 = range.version.as_deref() == Some("1.2");
                best = Some((range.quality, Chosen { format, is_12 }));
            }
        }
        best.map(|(_, chosen)| chosen)
    }

    /// Whether a page is liked at least as much as any of these.
    pub fn prefers_page(&self, others: &[&str]) -> bool {
        let quality = |media_type: &str| self.quality(media_type).map_or(0.0, |range| range.quality);
        // A client that takes anything is a program.
        let names_page = ["text/html", "application/xhtml+xml", "text/*"]
            .iter()
            .any(|page| self.0.iter().any(|range| range.media_type == *page));
        let page = quality("text/html").max(quality("application/xhtml+xml"));
        names_page && page > 0.0 && others.iter().all(|other| quality(other) <= page)
    }
}

fn range(text: &str) -> Option<Range> {
    let mut parts = text.split(';').map(str::trim);
    let media_type = parts.next()?.to_ascii_lowercase();
    if !media_type.contains('/') {
        return None;
    }
    let mut range = Range {
        media_type,
        quality: 1.0,
        version: None,
    };
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => range.quality = value.trim().parse().unwrap_or(0.0),
            "version" => range.version = Some(value.trim().trim_matches('"').to_owned()),
            _ => {}
        }
    }
    Some(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::rdf::RdfFormat;
    use crate::query::answer::{AnswerFormat, Form};

    fn rdf(header: &str) -> Option<RdfFormat> {
        let chosen = Accepted::of(Some(header)).choose(RdfFormat::ALL, &[]);
        chosen.map(|chosen| chosen.format)
    }

    #[test]
    fn the_format_that_is_liked_best_is_chosen_and_of_several_the_first() {
        assert_eq!(rdf("*/*"), Some(RdfFormat::Turtle));
        assert_eq!(rdf("application/*"), Some(RdfFormat::NTriples));
        assert_eq!(
            rdf("text/turtle;q=0.5, application/ld+json;q=0.9"),
            Some(RdfFormat::JsonLd)
        );
        assert_eq!(rdf("*/*, text/turtle;q=0"), Some(RdfFormat::NTriples));
        assert_eq!(rdf("image/png"), None);
        assert_eq!(rdf("nonsense"), Some(RdfFormat::Turtle));
        let table = AnswerFormat::of(Form::Table);
        let json = Accepted::of(Some("application/sparql-results+xml;q=0.1, application/json"))
            .choose(&table, &[("application/json", AnswerFormat::Json)]);
        assert_eq!(json.map(|chosen| chosen.format), Some(AnswerFormat::Json));
    }

    #[test]
    fn the_version_of_rdf_is_that_of_the_range_that_fits() {
        let chosen = |header: &str| Accepted::of(Some(header)).choose(RdfFormat::ALL, &[]).unwrap();
        assert!(chosen("text/turtle; version=1.2").is_12);
        assert!(!chosen("text/turtle, application/n-triples; version=1.2; q=0.5").is_12);
    }

    #[test]
    fn a_browser_prefers_a_page_and_a_program_does_not() {
        let others = ["text/turtle", "application/ld+json"];
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
        assert!(Accepted::of(Some(browser)).prefers_page(&others));
        assert!(!Accepted::of(None).prefers_page(&others));
        assert!(!Accepted::of(Some("text/turtle, text/html;q=0.5")).prefers_page(&others));
    }
}
