//! Permission to contact a server: which addresses a person allowed, and which of them are on the public internet.
//!
//! An endpoint that a dossier names is contacted only if the user lists it, so that a stranger's query reaches nothing in
//! the user's own network. The address to which a name resolves is examined, too, and it is the one that is connected to:
//! a name cannot resolve to another one in between.

use super::WebError;
use oxiri::Iri;
use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// What a client may contact.
#[derive(Debug, Clone)]
pub enum Access {
    /// The address that the caller gives: the user typed it.
    Typed,
    /// These endpoints, whoever names them.
    Listed(Arc<Allowed>),
}

/// The endpoints and the network addresses that a user allows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Allowed {
    endpoints: BTreeSet<String>,
    addresses: BTreeSet<IpAddr>,
}

/// A text is neither an endpoint nor an address.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{0}` is neither an endpoint nor an address; valid: https://query.wikidata.org/sparql, or 192.168.1.5 for a private address"
)]
pub struct BadAllowed(String);

/// The part of an internet address space that is not public, such as `private`.
type Kind = &'static str;

impl Allowed {
    /// Reads endpoints (absolute http or https addresses) and network addresses.
    ///
    /// # Errors
    /// The first text that is neither.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, BadAllowed> {
        let mut allowed = Self::default();
        for text in texts {
            let bad = || BadAllowed(text.to_owned());
            let bare = text.trim_start_matches('[').trim_end_matches(']');
            if let Ok(address) = bare.parse::<IpAddr>() {
                allowed.addresses.insert(address.to_canonical());
                continue;
            }
            let endpoint = normalised(text).ok_or_else(bad)?;
            // Who writes an address or `localhost` knows where it leads; another name may resolve to anything.
            allowed.addresses.extend(written_addresses(&endpoint));
            allowed.endpoints.insert(endpoint);
        }
        Ok(allowed)
    }

    /// Whether an endpoint is listed.
    pub fn has(&self, url: &str) -> bool {
        normalised(url).is_some_and(|url| self.endpoints.contains(&url))
    }

    /// Whether a network address may be connected to.
    fn permits(&self, address: IpAddr) -> Result<(), Kind> {
        let address = address.to_canonical();
        match kind(address) {
            Some(kind) if !self.addresses.contains(&address) => Err(kind),
            _ => Ok(()),
        }
    }
}

/// The network addresses that a URL itself states.
fn written_addresses(url: &str) -> Vec<IpAddr> {
    let host = host(url).unwrap_or_default();
    match (
        host,
        host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>(),
    ) {
        (_, Ok(address)) => vec![address.to_canonical()],
        ("localhost", _) => vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()],
        _ => Vec::new(),
    }
}

/// A URL with scheme and host in lower case, without its fragment and its default port; `None` if it is not http or https
/// or has credentials.
fn normalised(url: &str) -> Option<String> {
    if !super::is_web(url) || has_credentials(url) {
        return None;
    }
    let (scheme, rest) = url.split('#').next()?.split_once("://")?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (scheme, authority) = (scheme.to_ascii_lowercase(), authority.to_ascii_lowercase());
    let port = if scheme == "https" { ":443" } else { ":80" };
    let authority = authority
        .strip_suffix(port)
        .or(authority.strip_suffix(':'))
        .unwrap_or(&authority);
    let path = if path.is_empty() { "/" } else { path };
    Some(format!("{scheme}://{authority}{path}"))
}

/// The host of a normalised URL, an IPv6 address with its brackets.
fn host(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
    let end = match authority.rfind(']') {
        Some(bracket) => bracket + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    Some(&authority[..end])
}

/// Whether a URL contains a user name or a password.
pub(super) fn has_credentials(url: &str) -> bool {
    Iri::parse(url).is_ok_and(|iri| iri.authority().is_some_and(|authority| authority.contains('@')))
}

/// Whether two URLs have the same scheme, host and port.
pub(super) fn is_same_host(one: &str, other: &str) -> bool {
    let origin = |url: &str| {
        let url = normalised(url)?;
        let start = url.find("://")? + 3;
        let end = url[start..].find(['/', '?']).map_or(url.len(), |end| start + end);
        Some(url[..end].to_owned())
    };
    origin(one).is_some() && origin(one) == origin(other)
}

/// The kind of an address that is not on the public internet (the registries of IANA for special-purpose addresses).
pub(super) fn kind(address: IpAddr) -> Option<Kind> {
    match address.to_canonical() {
        IpAddr::V4(address) => kind_of_4(address),
        IpAddr::V6(address) => kind_of_6(address),
    }
}

fn kind_of_4(address: Ipv4Addr) -> Option<Kind> {
    match address.octets() {
        [0, ..] => Some("unspecified"),
        [127, ..] => Some("loopback"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("private"),
        [169, 254, ..] => Some("link-local"),
        [100, 64..=127, ..] => Some("shared (carrier-grade NAT)"),
        [224..=239, ..] => Some("multicast"),
        [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 18 | 19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn kind_of_6(address: Ipv6Addr) -> Option<Kind> {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        kind_of_4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        // IPv4 in IPv6: NAT64 and 6to4 lead to the address within.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => embedded(high, low),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xfec0..=0xfeff, ..] => Some("private"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("reserved"),
        [0x2000..=0x3fff, ..] => None,
        _ => Some("reserved"),
    }
}

/// Resolves names, and passes on only addresses that may be connected to.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) allowed: Arc<Allowed>,
}

/// A host has no address that may be connected to.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{address} is a {kind} address")]
pub(super) struct Refused {
    pub(super) address: IpAddr,
    pub(super) kind: Kind,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let resolved = DefaultResolver::default().resolve(uri, config, timeout)?;
        let mut permitted = self.empty();
        let mut refused = None;
        for address in &*resolved {
            match self.allowed.permits(address.ip()) {
                Ok(()) => permitted.push(*address),
                Err(kind) => {
                    let address = address.ip().to_canonical();
                    refused = refused.or(Some(Refused { address, kind }));
                }
            }
        }
        match refused {
            Some(refused) if permitted.is_empty() => Err(ureq::Error::Other(Box::new(refused))),
            _ => Ok(permitted),
        }
    }
}

/// The error of a client for a failed request, if an address was refused.
pub(super) fn refusal(url: &str, error: &ureq::Error) -> Option<WebError> {
    let ureq::Error::Other(inner) = error else { return None };
    let Refused { address, kind } = inner.downcast_ref::<Refused>()?;
    Some(WebError::NotPublic {
        url: url.to_owned(),
        address: *address,
        kind,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_are_not_public_are_known() {
        for (address, expected) in [
            ("127.0.0.1", "loopback"),
            ("127.8.8.8", "loopback"),
            ("0.0.0.0", "unspecified"),
            ("10.1.2.3", "private"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.0.1", "private"),
            ("169.254.169.254", "link-local"),
            ("100.64.0.1", "shared (carrier-grade NAT)"),
            ("224.0.0.1", "multicast"),
            ("255.255.255.255", "reserved"),
            ("198.18.0.1", "reserved"),
            ("::", "unspecified"),
            ("::1", "loopback"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:10.0.0.1", "private"),
            ("::127.0.0.1", "reserved"),
            ("64:ff9b::a9fe:a9fe", "link-local"),
            ("2002:7f00:1::", "loopback"),
            ("2001::1", "reserved"),
            ("fd00::1", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "private"),
            ("ff02::1", "multicast"),
            ("2001:db8::1", "reserved"),
            ("100::1", "reserved"),
        ] {
            assert_eq!(kind(address.parse().unwrap()), Some(expected), "{address}");
        }
        for address in [
            "8.8.8.8",
            "172.32.0.1",
            "100.128.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
        ] {
            assert_eq!(kind(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn an_endpoint_is_listed_in_whatever_case_its_host_is_written() {
        let allowed = Allowed::parse(["HTTPS://Query.Example.org:443/sparql#x", "http://a.example"]).unwrap();
        for url in [
            "https://query.example.org/sparql",
            "https://QUERY.example.org:443/sparql",
            "http://a.example:80/",
        ] {
            assert!(allowed.has(url), "{url}");
        }
        for url in [
            "http://query.example.org/sparql",
            "https://query.example.org/Sparql",
            "https://query.example.org:444/sparql",
            "https://query.example.org/sparql?x",
            "https://query.example.org.evil.example/sparql",
            "https://me@query.example.org/sparql",
            "https://query.example.org@evil.example/sparql",
            "http://a.example.",
        ] {
            assert!(!allowed.has(url), "{url}");
        }
        for bad in [
            "query.example.org",
            "ftp://a.example/",
            "https://me:secret@a.example/",
            "",
            "localhost",
            "*",
        ] {
            assert!(Allowed::parse([bad]).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_address_that_is_not_public_is_permitted_where_it_is_written() {
        let permits = |texts: &[&str], address: &str| {
            let allowed = Allowed::parse(texts.iter().copied()).unwrap();
            allowed.permits(address.parse().unwrap())
        };
        assert_eq!(permits(&["http://127.0.0.1:8080/sparql"], "127.0.0.1"), Ok(()));
        assert_eq!(permits(&["http://[::1]:8080/sparql"], "::1"), Ok(()));
        assert_eq!(permits(&["http://localhost/sparql"], "::1"), Ok(()));
        assert_eq!(permits(&["10.0.0.5"], "::ffff:10.0.0.5"), Ok(()));
        assert_eq!(permits(&["[::ffff:10.0.0.5]"], "10.0.0.5"), Ok(()));
        assert_eq!(permits(&["http://127.0.0.1/"], "127.0.0.2"), Err("loopback"));
        assert_eq!(permits(&["http://innocent.example/"], "10.0.0.5"), Err("private"));
        // Another way of writing 127.0.0.1 does not name it.
        assert_eq!(
            permits(&["http://2130706433/", "http://0177.0.0.1/"], "127.0.0.1"),
            Err("loopback")
        );
    }

    #[test]
    fn redirects_stay_on_the_same_host() {
        let url = "https://a.example/sparql";
        for to in ["https://A.example:443/other?x", "https://a.example"] {
            assert!(is_same_host(url, to), "{to}");
        }
        for to in [
            "http://a.example/sparql",
            "https://a.example:8443/",
            "https://b.example/",
            "https://a.example@b.example/",
        ] {
            assert!(!is_same_host(url, to), "{to}");
        }
    }
}
