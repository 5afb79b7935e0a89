//! Addresses of documents: references resolved against a base, `..` and percent-encoding taken out,
//! so that one document has one address (RFC 3986, 5 and 6).

use std::fmt;
use std::path::{Component, Path, PathBuf};

/// Where a document is, before anyone has looked whether it is there.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Address {
    /// An `http` or `https` URL in canonical form, without a fragment.
    Url(Box<str>),
    /// A path on this machine, without `.` and, but for leading ones, `..`.
    Path(PathBuf),
    /// A reference with a scheme that is never looked up, as written.
    Foreign(Box<str>),
}

impl Address {
    /// The address of a path or a URL that a user gave.
    #[must_use]
    pub fn new(text: &str) -> Address {
        match scheme(text) {
            Some(_) => Address::Path(PathBuf::new()).join(text),
            None => Address::path(Path::new(text)),
        }
    }

    /// The address of a path.
    #[must_use]
    pub fn path(path: &Path) -> Address {
        Address::Path(normal_path(path))
    }

    /// Resolves a reference, fragment left out, with this document as the base.
    ///
    /// An empty reference is the document itself.
    #[must_use]
    pub fn join(&self, reference: &str) -> Address {
        let (reference, _) = split_fragment(reference.trim_matches([' ', '\t', '\n', '\r']));
        match scheme(reference) {
            Some(name) if name.eq_ignore_ascii_case("http") || name.eq_ignore_ascii_case("https") => {
                canonical_url(name, &reference[name.len() + 1..])
            }
            Some(name) if name.eq_ignore_ascii_case("file") => file_url(&reference[name.len() + 1..]),
            Some(_) => Address::Foreign(reference.into()),
            None if reference.is_empty() => self.clone(),
            None => self.join_relative(reference),
        }
    }

    fn join_relative(&self, reference: &str) -> Address {
        match self {
            Address::Foreign(_) => Address::Foreign(reference.into()),
            Address::Path(base) => {
                let decoded = percent_decode(reference.split('?').next().unwrap_or(reference));
                let is_folder = base.as_os_str().is_empty() || ends_with_slash(base);
                let folder = if is_folder { base } else { base.parent().unwrap_or(base) };
                let mut path = normal_path(&folder.join(&decoded));
                if decoded.ends_with('/') {
                    // What is relative to a folder is inside it.
                    path.push("");
                }
                Address::Path(path)
            }
            Address::Url(base) => {
                let scheme = &base[..base.find(':').unwrap_or(0)];
                if reference.starts_with("//") {
                    return canonical_url(scheme, reference);
                }
                let (host, path) = split_host(&base[scheme.len() + 1..]);
                let path = path.split('?').next().unwrap_or(path);
                if reference.starts_with('/') {
                    return canonical_url(scheme, &format!("//{host}{reference}"));
                }
                if reference.starts_with('?') {
                    return canonical_url(scheme, &format!("//{host}{path}{reference}"));
                }
                let folder = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
                canonical_url(scheme, &format!("//{host}{folder}{reference}"))
            }
        }
    }

    /// A reference that leads from this document to another: relative where both are files.
    #[must_use]
    pub fn reference_to(&self, other: &Address) -> String {
        let (Address::Path(from), Address::Path(to)) = (self, other) else { return other.to_string() };
        let absolute =
            |path: &Path| std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| normal_path(&path));
        let (from, to) = (absolute(from), absolute(to));
        let folder: Vec<Component<'_>> = from.parent().map_or_else(Vec::new, |folder| folder.components().collect());
        let target: Vec<Component<'_>> = to.components().collect();
        let common = folder.iter().zip(&target).take_while(|(one, other)| one == other).count();
        let up = folder[common..].iter().map(|_| "..".to_owned());
        let down = target[common..].iter().map(|part| part.as_os_str().to_string_lossy().into_owned());
        normal_encoding(&up.chain(down).collect::<Vec<_>>().join("/"))
    }

    /// What is equal for two addresses of the same document: `http` and `https` are alike.
    #[must_use]
    pub fn key(&self) -> Box<str> {
        match self {
            Address::Url(url) => url[url.find("//").unwrap_or(0)..].into(),
            Address::Path(path) => path.to_string_lossy().into(),
            Address::Foreign(text) => text.clone(),
        }
    }

    /// The host and the path behind it, decoded, of a URL.
    #[must_use]
    pub fn host_and_path(&self) -> Option<(&str, String)> {
        let Address::Url(url) = self else { return None };
        let (host, path) = split_host(&url[url.find(':')? + 1..]);
        Some((host, percent_decode(path.split('?').next()?)))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Address::Url(text) | Address::Foreign(text) => f.write_str(text),
            Address::Path(path) => write!(f, "{}", path.display()),
        }
    }
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// A reference without its fragment, and the fragment without its `#`.
#[must_use]
pub(super) fn split_fragment(reference: &str) -> (&str, Option<&str>) {
    match reference.split_once('#') {
        Some((document, fragment)) => (document, Some(fragment)),
        None => (reference, None),
    }
}

/// The scheme of an absolute reference (RFC 3986, 3.1); one letter is a drive's, not a scheme.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (scheme.len() > 1 && scheme.as_bytes()[0].is_ascii_alphabetic() && scheme.bytes().all(legal)).then_some(scheme)
}

/// `//host/path` taken apart; the path keeps its slash.
fn split_host(rest: &str) -> (&str, &str) {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()))
}

fn canonical_url(scheme: &str, rest: &str) -> Address {
    if !rest.starts_with("//") {
        return Address::Foreign(format!("{scheme}:{rest}").into());
    }
    let (host, rest) = split_host(rest);
    let scheme = scheme.to_ascii_lowercase();
    let host = host.to_ascii_lowercase();
    let default_port = if scheme == "http" { ":80" } else { ":443" };
    let host = host.strip_suffix(default_port).unwrap_or(&host);
    let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
    let path = remove_dot_segments(&normal_encoding(path));
    Address::Url(format!("{scheme}://{host}{path}{query}").into())
}

/// `file:///path`, `file://localhost/path` or `file:/path`.
fn file_url(rest: &str) -> Address {
    let path = match rest.strip_prefix("//") {
        None => rest,
        Some(authority) => &authority[authority.find('/').unwrap_or(authority.len())..],
    };
    Address::Path(normal_path(Path::new(&percent_decode(path))))
}

/// Takes `.` and `..` out of a URL's path; nothing climbs above the root (RFC 3986, 5.2.4).
fn remove_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/').skip(1) {
        match segment {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    let folder = path.ends_with("/.") || path.ends_with("/..");
    format!("/{}{}", segments.join("/"), if folder && !segments.is_empty() { "/" } else { "" })
}

/// Takes `.` and `..` out of a path without looking at the disk; leading `..` of a relative path stay.
fn normal_path(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match normal.components().next_back() {
                Some(Component::Normal(_)) => drop(normal.pop()),
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => normal.push(".."),
            },
            other => normal.push(other),
        }
    }
    normal
}

fn hex_pair(bytes: &[u8]) -> Option<u8> {
    let digit = |byte: &u8| (*byte as char).to_digit(16);
    Some((digit(bytes.first()?)? * 16 + digit(bytes.get(1)?)?) as u8)
}

/// Percent-escapes decoded; an escape that is none, or makes no UTF-8, stays as it is.
#[must_use]
pub(super) fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], hex_pair(&bytes[at + 1..])) {
            (b'%', Some(byte)) => {
                decoded.push(byte);
                at += 3;
            }
            (byte, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// Percent-encoding in one form: escapes of unreserved characters decoded, others in upper case,
/// and what may not stand bare encoded (RFC 3986, 6.2.2).
fn normal_encoding(path: &str) -> String {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let bare = |byte: u8| unreserved(byte) || b"!$&'()*+,;=:@/".contains(&byte);
    let bytes = path.as_bytes();
    let mut normal = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let (byte, length, escaped) = match (bytes[at], hex_pair(&bytes[at + 1..])) {
            (b'%', Some(byte)) => (byte, 3, true),
            (byte, _) => (byte, 1, false),
        };
        if unreserved(byte) || (!escaped && bare(byte)) {
            normal.push(byte as char);
        } else {
            normal.push_str(&format!("%{byte:02X}"));
        }
        at += length;
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(base: &str, reference: &str, expected: &str) {
        assert_eq!(Address::new(base).join(reference).to_string(), expected, "{reference} from {base}");
    }

    #[test]
    fn references_resolve_as_the_rfc_says() {
        let base = "http://a.org/b/c/d.xsd";
        check(base, "g.xsd", "http://a.org/b/c/g.xsd");
        check(base, "./g.xsd#id", "http://a.org/b/c/g.xsd");
        check(base, "../g.xsd", "http://a.org/b/g.xsd");
        check(base, "../../../../g.xsd", "http://a.org/g.xsd");
        check(base, "/g.xsd", "http://a.org/g.xsd");
        check(base, "//B.org/g.xsd", "http://b.org/g.xsd");
        check(base, "#id", base);
        check(base, "", base);
        check(base, "HTTPS://A.org:443/x/../g.xsd", "https://a.org/g.xsd");
        check(base, "urn:x:y", "urn:x:y");
        check(base, "http://a.org", "http://a.org/");
        check(base, "g.xsd?v=1", "http://a.org/b/c/g.xsd?v=1");
    }

    #[test]
    fn encodings_of_one_path_are_one_address() {
        check("http://a.org/", "%7euser/%C3%bc.xsd", "http://a.org/~user/%C3%BC.xsd");
        check("http://a.org/", "~user/ü.xsd", "http://a.org/~user/%C3%BC.xsd");
        check("http://a.org/", "a b.xsd", "http://a.org/a%20b.xsd");
        check("http://a.org/", "100%.xsd", "http://a.org/100%25.xsd");
        let address = Address::new("http://a.org/%C3%BC/a%20b.xsd");
        assert_eq!(address.host_and_path(), Some(("a.org", "/ü/a b.xsd".to_owned())));
    }

    #[test]
    fn paths_resolve_without_the_disk() {
        check("filing/a.xbrl", "b.xsd", "filing/b.xsd");
        check("filing/a.xbrl", "../b%20c.xsd#x", "b c.xsd");
        check("a.xbrl", "../../b.xsd", "../../b.xsd");
        check("a.xbrl", "b.xsd", "b.xsd");
        check("a.xbrl", "", "a.xbrl");
        check("filing/", "b.xsd", "b.xsd");
        assert_eq!(Address::new("a.xbrl").join("x/").join("../y/").join("b.xsd"), Address::new("y/b.xsd"));
        check("/x/a.xbrl", "../../../b.xsd", "/b.xsd");
        check("/x/a.xbrl", "file:///y/./b.xsd", "/y/b.xsd");
        check("/x/a.xbrl", "http://a.org/b.xsd", "http://a.org/b.xsd");
    }

    #[test]
    fn references_lead_from_file_to_file() {
        let reference = |from: &str, to: &str| Address::new(from).reference_to(&Address::new(to));
        assert_eq!(reference("a/b.json", "a/c d.xsd"), "c%20d.xsd");
        assert_eq!(reference("out/b.json", "a/c.xsd"), "../a/c.xsd");
        assert_eq!(reference("/x/y/b.json", "/x/c.xsd"), "../c.xsd");
        assert_eq!(reference("b.json", "http://a.org/c.xsd"), "http://a.org/c.xsd");
    }

    #[test]
    fn http_and_https_are_alike() {
        assert_eq!(Address::new("http://a.org/x.xsd").key(), Address::new("https://a.org/x.xsd").key());
    }
}
