//! Under which names a server may be addressed: a page of elsewhere whose name was made to lead here must not read it (DNS rebinding).

use std::net::IpAddr;

/// The names of a server.
#[derive(Debug, Clone)]
pub struct Hosts {
    bound: IpAddr,
    named: Vec<String>,
}

impl Hosts {
    /// The address that it is bound to, and the names that its owner gave.
    pub fn new(bound: IpAddr, named: impl IntoIterator<Item = String>) -> Self {
        let named = named
            .into_iter()
            .map(|name| name.trim_end_matches('.').to_ascii_lowercase());
        Self {
            bound,
            named: named.collect(),
        }
    }

    /// Whether a request may name this host, with or without a port.
    pub fn allow(&self, host: &str) -> bool {
        let name = name_of(host).trim_end_matches('.').to_ascii_lowercase();
        if self.named.contains(&name) {
            return true;
        }
        let address: Option<IpAddr> = name.trim_start_matches('[').trim_end_matches(']').parse().ok();
        match address {
            // A number cannot be made to lead elsewhere.
            Some(address) => {
                self.bound.is_unspecified()
                    || address == self.bound
                    || (address.is_loopback() && self.bound.is_loopback())
            }
            None => name == "localhost" && (self.bound.is_loopback() || self.bound.is_unspecified()),
        }
    }
}

/// A host without its port.
pub fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bound_and_named_hosts_are_allowed() {
        let hosts = Hosts::new([127, 0, 0, 1].into(), ["Data.Example.org".to_owned()]);
        for host in [
            "127.0.0.1:7650",
            "localhost",
            "LOCALHOST:1",
            "[::1]:7650",
            "data.example.org",
            "data.example.org.:80",
        ] {
            assert!(hosts.allow(host), "{host}");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "192.168.0.1",
            "",
            "data.example.org.evil.example",
            "example.org",
        ] {
            assert!(!hosts.allow(host), "{host}");
        }
        let open = Hosts::new([0, 0, 0, 0].into(), []);
        assert!(open.allow("192.168.0.1:7650") && open.allow("localhost") && !open.allow("evil.example"));
        let one = Hosts::new([192, 168, 0, 1].into(), []);
        assert!(one.allow("192.168.0.1") && !one.allow("127.0.0.1") && !one.allow("localhost"));
    }
}
