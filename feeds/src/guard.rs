//! Which machines may be asked: looks names up and lets only public addresses through.
//!
//! The connection is made to the very addresses that were looked at, so a name that answers differently
//! the second time (DNS rebinding) gains nothing.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// A resolver that refuses private addresses except for hosts allowed by name.
#[derive(Debug)]
pub(crate) struct Guard {
    allowed: Vec<String>,
    names: DefaultResolver,
}

/// Why a host is not asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Forbidden {
    /// All its addresses are private or otherwise not of the public net.
    #[error("{host} has the {kind} address {ip}; if it is meant, add \"{host}\" to `allow_hosts`")]
    Private { host: String, kind: &'static str, ip: IpAddr },
    /// The port belongs to a service that is not the web.
    #[error(
        "port {port} of {host} is no port of the web; if it is meant, add \"{host}:{port}\" to `allow_hosts`"
    )]
    Port { host: String, port: u16 },
}

impl Guard {
    /// A guard that lets `allowed` (`name` or `name:port`, as addresses spell them) have any address.
    pub fn new(allowed: &[String]) -> Guard {
        Guard { allowed: allowed.to_vec(), names: DefaultResolver::default() }
    }

    fn allows(&self, host: &str, port: u16) -> bool {
        let with_port = format!("{host}:{port}");
        self.allowed.iter().any(|a| a == host || *a == with_port)
    }
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let secure = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if secure { 443 } else { 80 });
        let host = uri.host().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
        let allowed = self.allows(&host, port);
        if !allowed && port < 1024 && port != 80 && port != 443 {
            return Err(ureq::Error::Other(Box::new(Forbidden::Port { host, port })));
        }
        let found = self.names.resolve(uri, config, timeout)?;
        if allowed {
            return Ok(found);
        }
        let mut public = self.empty();
        let mut refused = None;
        for address in found.iter() {
            match private_kind(address.ip()) {
                None => public.push(*address),
                Some(kind) => refused = refused.or(Some((kind, address.ip()))),
            }
        }
        match refused {
            Some((kind, ip)) if public.is_empty() => {
                Err(ureq::Error::Other(Box::new(Forbidden::Private { host, kind, ip })))
            }
            _ => Ok(public),
        }
    }
}

/// What kind of address it is, if not one of the public net.
///
/// Ranges are those of the IANA special-purpose registries (RFC 6890 and its successors) and the address
/// at which Azure answers the machines it runs.
pub(crate) fn private_kind(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => private_v4(ip),
        IpAddr::V6(ip) => private_v6(ip),
    }
}

fn private_v4(ip: Ipv4Addr) -> Option<&'static str> {
    match ip.octets() {
        [0, ..] => Some("unspecified"),
        [127, ..] => Some("loopback"),
        [10, ..] | [192, 168, ..] | [172, 16..32, ..] => Some("private"),
        [169, 254, ..] => Some("link-local"),
        [100, 64..128, ..] => Some("carrier-internal"),
        [168, 63, 129, 16] => Some("metadata"),
        [192, 0, 0, _] | [198, 18..20, ..] => Some("special"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("documentation"),
        [192, 88, 99, _] => Some("relay"),
        [224..240, ..] => Some("multicast"),
        [240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn private_v6(ip: Ipv6Addr) -> Option<&'static str> {
    if let Some(inner) = ip.to_ipv4_mapped() {
        return private_v4(inner);
    }
    match ip.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("unspecified"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        // NAT64 carries an IPv4 address, which decides
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => private_v4(Ipv4Addr::from(join(high, low))),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0xfe80..=0xfeff, ..] => Some("link-local"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        // 6to4 carries an IPv4 address too
        [0x2002, high, low, ..] => private_v4(Ipv4Addr::from(join(high, low))),
        [0x2001, 0..0x200, ..] => Some("special"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..0x1000, ..] => Some("documentation"),
        [0x2000..=0x3fff, ..] => None,
        _ => Some("reserved"),
    }
}

fn join(high: u16, low: u16) -> u32 {
    u32::from(high) << 16 | u32::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_known() {
        let private = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.170",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.5",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:0:10.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for ip in private {
            assert!(private_kind(ip.parse().expect("an address")).is_some(), "{ip}");
        }
    }

    #[test]
    fn public_addresses_pass() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450::1",
            "64:ff9b::808:808",
            "::ffff:8.8.8.8",
        ];
        for ip in public {
            assert_eq!(private_kind(ip.parse().expect("an address")), None, "{ip}");
        }
    }

    #[test]
    fn hosts_are_allowed_by_name_and_port() {
        let guard = Guard::new(&["localhost:8080".to_owned(), "[::1]".to_owned()]);
        assert!(guard.allows("localhost", 8080) && !guard.allows("localhost", 80));
        assert!(guard.allows("[::1]", 9) && !guard.allows("127.0.0.1", 8080));
    }
}
