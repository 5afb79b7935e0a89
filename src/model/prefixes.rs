//! Prefixes for namespaces, chosen when names are written.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::name::{Name, QName};

/// A table of prefixes, each bound to one namespace.
///
/// Starts from prefixes that are given, and makes up one for every other namespace it is asked for.
#[derive(Clone, Debug, Default)]
pub struct Prefixes {
    bound: IndexMap<String, Name>,
    by_namespace: IndexMap<Name, String>,
    unused: Unused,
}

impl Prefixes {
    /// An empty table.
    #[must_use]
    pub fn new() -> Prefixes {
        Prefixes::default()
    }

    /// Binds a prefix, unless it is bound already; the first prefix of a namespace is the one it is written with.
    pub fn bind(&mut self, prefix: &str, namespace: Name) {
        if !self.bound.contains_key(prefix) {
            self.bound.insert(prefix.to_owned(), namespace);
            self.by_namespace.entry(namespace).or_insert_with(|| prefix.to_owned());
        }
    }

    /// The prefix of a namespace: the one it is bound to, else `wish`, with a number behind it where that is taken.
    pub fn of(&mut self, namespace: Name, wish: &str) -> &str {
        if !self.by_namespace.contains_key(&namespace) {
            let taken = |prefix: &str| self.bound.contains_key(prefix);
            let prefix = self.unused.name(wish, taken);
            self.bind(&prefix, namespace);
        }
        &self.by_namespace[&namespace]
    }

    /// A name with its prefix.
    pub fn qname(&mut self, name: QName) -> String {
        if name.namespace.is_empty() {
            return name.local.as_str().to_owned();
        }
        let wish = wish_of(name.namespace);
        format!("{}:{}", self.of(name.namespace, wish), name.local)
    }

    /// The namespace that a prefix is bound to.
    #[must_use]
    pub fn namespace(&self, prefix: &str) -> Option<Name> {
        self.bound.get(prefix).copied()
    }

    /// The prefixes with their namespaces, in the order in which they were bound.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Name)> {
        self.bound.iter().map(|(prefix, namespace)| (prefix.as_str(), *namespace))
    }
}

/// Finds names that are not taken. What was taken once stays so.
#[derive(Clone, Debug, Default)]
pub struct Unused {
    /// The last number that was tried behind each wish: thousands may have the same.
    tried: FxHashMap<String, u32>,
}

impl Unused {
    /// `wish`, or else the first of `wish_2`, `wish_3`, … that is not taken.
    pub fn name(&mut self, wish: &str, taken: impl Fn(&str) -> bool) -> String {
        if !taken(wish) {
            return wish.to_owned();
        }
        let last = self.tried.entry(wish.to_owned()).or_insert(1);
        loop {
            *last += 1;
            let name = format!("{wish}_{last}");
            if !taken(&name) {
                return name;
            }
        }
    }
}

/// The prefix that people expect for a namespace.
fn wish_of(namespace: Name) -> &'static str {
    match namespace {
        Name::XBRLI => "xbrli",
        Name::LINK => "link",
        Name::XLINK => "xlink",
        Name::XSI => "xsi",
        Name::XBRLDI => "xbrldi",
        Name::ISO4217 => "iso4217",
        Name::UTR => "utr",
        _ => "ns",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_namespace_keeps_the_prefix_it_was_given_first() {
        let mut prefixes = Prefixes::new();
        let (one, other) = (Name::new("http://example.com/one"), Name::new("http://example.com/other"));
        prefixes.bind("a", one);
        prefixes.bind("b", one);
        prefixes.bind("a", other);
        assert_eq!(prefixes.of(one, "x"), "a");
        assert_eq!(prefixes.of(other, "a"), "a_2");
        assert_eq!(prefixes.qname(QName::new(other, "thing")), "a_2:thing");
        assert_eq!(prefixes.namespace("b"), Some(one));
    }

    #[test]
    fn names_without_a_namespace_have_no_prefix() {
        assert_eq!(Prefixes::new().qname(QName::new(Name::EMPTY, "thing")), "thing");
        assert_eq!(Prefixes::new().qname(QName::new(Name::XBRLI, "pure")), "xbrli:pure");
    }
}
