//! Finds the metadata of a table ("Model for Tabular Data and Metadata on the Web", section 5).

use super::super::Resources;
use super::super::template::{Template, Value};
use super::{TableGroup, read, read_for, undescribed};
use diagnostic::{Place, Report, code};
use std::fmt::Write as _;
use std::io::Read as _;

/// A table whose metadata is wanted, or a metadata document.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The URL of the table.
    pub url: &'a str,
    /// The URL of metadata that the user names: it goes before all other (section 5.1). Where the one table that it
    /// describes does not exist, it describes this one; [`read_for`] holds it to this one in any case.
    pub metadata: Option<&'a str>,
    /// The `Link` header with which the table came (section 5.2).
    pub link: Option<&'a str>,
}

/// Where metadata is looked for when a site says nothing else (section 5.3).
const DEFAULT_LOCATIONS: &str = "{+url}-metadata.json\ncsv-metadata.json\n";

/// The maximum size of a site's configuration, in bytes.
const LIMIT: u64 = 1 << 20;

/// Finds the metadata of a table: the user's, that of the `Link` header, that beside the table, else its header alone.
///
/// Metadata that was found and does not describe the table is ignored with a warning.
pub fn locate(request: &Request<'_>, resources: &dyn Resources, report: &mut Report) -> Option<TableGroup> {
    if let Some(url) = request.metadata {
        let mut found = Report::default();
        let group = read(url, resources, &mut found);
        // "User-specified metadata does not need to reference the starting CSV."
        if let Some([table]) = group.as_ref().map(|group| group.tables.as_slice())
            && normalised(&table.url) != normalised(request.url)
            && resources.open(&table.url).is_ok_and(|found| found.is_none())
        {
            return read_for(url, request.url, resources, report);
        }
        report.absorb(found);
        return group;
    }
    let linked = request.link.and_then(|header| link(header, request.url));
    for url in linked.into_iter().chain(candidates(request.url, resources)) {
        match resources.open(&url) {
            Ok(Some(_)) => {}
            Ok(None) => continue,
            Err(diagnostic) => {
                report.push(diagnostic);
                return None;
            }
        }
        let mut found = Report::default();
        let Some(group) = read(&url, resources, &mut found) else {
            report.absorb(found);
            return None;
        };
        if group
            .tables
            .iter()
            .any(|table| normalised(&table.url) == normalised(request.url))
            || found.fails(false)
        {
            report.absorb(found);
            return Some(group);
        }
        let place = Place::file(resources.name(&url));
        report.push(code::metadata_of_others(place, &resources.name(request.url)));
    }
    Some(undescribed(request.url, resources))
}

/// The URLs at which the metadata of a table may be, in their order.
fn candidates(url: &str, resources: &dyn Resources) -> Vec<String> {
    let url = url.split('#').next().unwrap_or_default();
    let Ok(base) = oxiri::Iri::parse(url) else {
        return Vec::new();
    };
    let mut configuration = String::new();
    if let Ok(well_known) = base.resolve("/.well-known/csvm")
        && let Ok(Some(reader)) = resources.open(well_known.as_str())
    {
        // A configuration that cannot be read is none.
        let _ = reader.take(LIMIT).read_to_string(&mut configuration);
    }
    let lines = if configuration.trim().is_empty() {
        DEFAULT_LOCATIONS
    } else {
        &configuration
    };
    lines
        .lines()
        .filter_map(|line| {
            let template = Template::parse(line.trim(), &mut |name| (name == "url").then_some(0)).ok()?;
            let mut location = String::new();
            template.expand(|_| Value::Text(url), &mut location);
            base.resolve(&location).ok().map(oxiri::Iri::into_inner)
        })
        .collect()
}

/// The URL of the metadata that a `Link` header names (RFC 8288).
fn link(header: &str, url: &str) -> Option<String> {
    let base = oxiri::Iri::parse(url).ok()?;
    header.split(",<").find_map(|part| {
        let (target, parameters) = part.trim().trim_start_matches('<').split_once('>')?;
        let has = |name: &str, values: &[&str]| {
            parameters
                .split(';')
                .filter_map(|parameter| parameter.trim().split_once('='))
                .any(|(key, value)| {
                    let value = value.trim().trim_matches('"');
                    key.trim().eq_ignore_ascii_case(name)
                        && values.iter().any(|known| value.eq_ignore_ascii_case(known))
                })
        };
        let types = ["application/csvm+json", "application/ld+json", "application/json"];
        let is_metadata = has("rel", &["describedby"]) && has("type", &types);
        is_metadata
            .then(|| base.resolve(target).ok().map(oxiri::Iri::into_inner))
            .flatten()
    })
}

/// A URL in the form in which URLs are compared: scheme and host in lower case, no default port, an empty
/// path as `/` (RFC 3986, sections 6.2.2 and 6.2.3), `é` as `%C3%A9` (RFC 3987, section 3.1).
pub(super) fn normalised(url: &str) -> String {
    let Ok(iri) = oxiri::Iri::parse(url) else {
        return url.to_owned();
    };
    let scheme = iri.scheme().to_ascii_lowercase();
    let Some(authority) = iri.authority() else {
        return url.to_owned();
    };
    let authority = authority.to_ascii_lowercase();
    let port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => ":",
    };
    let authority = authority.strip_suffix(port).unwrap_or(&authority);
    let path = if iri.path().is_empty() { "/" } else { iri.path() };
    let query = iri.query().map_or_else(String::new, |query| format!("?{query}"));
    ascii(&format!("{scheme}://{authority}{path}{query}"))
}

/// A URL with all that is not ASCII percent-encoded.
fn ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{InMemory, Mode, NTriples, Options, convert};

    const METADATA: &str = r##"{
        "@context": "http://www.w3.org/ns/csvw",
        "url": "june.csv",
        "tableSchema": {"columns": [{"titles": "id"}], "aboutUrl": "#{id}"}
    }"##;

    /// What july.csv gives by the metadata of june.csv, among these files.
    fn july(others: &[(&str, &str)]) -> String {
        let files = [
            ("https://e.org/june.json", METADATA),
            ("https://e.org/july.csv", "id\n7\n"),
        ];
        let files = InMemory::new(files.into_iter().chain(others.iter().copied()));
        let request = Request {
            url: "https://e.org/july.csv",
            metadata: Some("https://e.org/june.json"),
            link: None,
        };
        let mut report = Report::default();
        let group = locate(&request, &files, &mut report).unwrap();
        let mut lines = Vec::new();
        let options = Options {
            mode: Mode::Minimal,
            ..Options::default()
        };
        convert(&group, &files, &options, &mut report, &mut NTriples::new(&mut lines)).unwrap();
        assert!(report.is_empty());
        String::from_utf8(lines).unwrap()
    }

    #[test]
    fn where_the_named_table_is_missing_all_addresses_are_those_of_the_given_one() {
        let triple = "<https://e.org/july.csv#7> <https://e.org/july.csv#id> \"7\" .\n";
        assert_eq!(july(&[]), triple);
    }

    #[test]
    fn where_the_named_table_is_there_it_stays() {
        let triple = "<https://e.org/june.csv#6> <https://e.org/june.csv#id> \"6\" .\n";
        assert_eq!(july(&[("https://e.org/june.csv", "id\n6\n")]), triple);
    }
}
