//! Namespace families: which namespaces of two filings are versions of one another.
//!
//! A taxonomy is published anew each year and an extension with each filing, under a namespace
//! that carries the date. Two names mean the same when their local names and their namespaces'
//! families agree.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Name, QName};

use super::comparison::Which;
use super::key::Both;

/// The family of a namespace: its URI as `http`, without the parts that name a version.
///
/// A part is what stands between `/`, `:`, `#` and `?`. Left out are parts that are a year, a date
/// (`2022`, `2022-11-01`, `20220924`, `2022q4`) or a version number (`v2`, `1.0`), such endings
/// of a part behind `-`, `_` or `.`, and a running number between two dates. The specifications'
/// own namespaces stay whole: their years belong to their names.
///
/// ```
/// use factum::diff::family;
/// assert_eq!(family("http://fasb.org/us-gaap/2022"), family("https://fasb.org/us-gaap/2023"));
/// assert_eq!(family("http://www.apple.com/20220924"), "http://www.apple.com");
/// ```
#[must_use]
pub fn family(namespace: &str) -> String {
    let uri = as_http(namespace);
    if uri.starts_with("http://www.xbrl.org/") || uri.starts_with("http://xbrl.org/") {
        return uri;
    }
    let (scheme, rest) = uri.split_once("://").unwrap_or(("", &uri));
    let parts: Vec<&str> = rest.split(['/', ':', '#', '?']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let dated = |at: usize| parts.get(at).is_some_and(|part| is_version(part));
    let kept = parts.iter().enumerate().filter(|&(at, part)| {
        let running = at > 0 && is_number(part) && dated(at - 1) && dated(at + 1);
        !is_version(part) && !running
    });
    let kept: Vec<&str> = kept.map(|(_, part)| without_version(part)).collect();
    let start = if scheme.is_empty() { String::new() } else { format!("{scheme}://") };
    start + &kept.join("/")
}

/// The URI with `http` for `https`, and no slash at its end.
pub(crate) fn as_http(uri: &str) -> String {
    let uri = uri.trim_end_matches('/');
    uri.strip_prefix("https://").map_or_else(|| uri.to_owned(), |rest| format!("http://{rest}"))
}

/// Whether a part of a URI is a year, a date or a version number.
fn is_version(part: &str) -> bool {
    is_dated(part) || is_numbered(part)
}

/// `2022`, `2022-11`, `2022-11-01`, `20221101`, `2022q4`, `2022h1`.
fn is_dated(part: &str) -> bool {
    let Some((year, rest)) = part.split_at_checked(4) else { return false };
    let is_year = (year.starts_with("19") || year.starts_with("20")) && year.bytes().all(|byte| byte.is_ascii_digit());
    let within =
        |text: &str, last: u8| text.len() == 2 && text.parse::<u8>().is_ok_and(|number| (1..=last).contains(&number));
    let is_date = |rest: &str| {
        let digits: String = rest.chars().filter(|c| !matches!(c, '-' | '_' | '.')).collect();
        match digits.split_at_checked(2) {
            Some((month, "")) => within(month, 12),
            Some((month, day)) => within(month, 12) && within(day, 31),
            None => false,
        }
    };
    let is_part_of_year = matches!(rest.as_bytes(), [b'q' | b'Q', b'1'..=b'4'] | [b'h' | b'H', b'1' | b'2']);
    is_year && (rest.is_empty() || is_date(rest) || is_part_of_year)
}

/// `v2`, `v1.1`, `1.0`, `2019.1`.
fn is_numbered(part: &str) -> bool {
    let (marked, number) = match part.strip_prefix(['v', 'V']) {
        Some(number) => (true, number),
        None => (false, part),
    };
    let mut pieces = number.split(['.', '_']);
    let whole = pieces.clone().all(|piece| !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit()));
    whole && (marked || pieces.nth(1).is_some())
}

/// The part without a date at its end: `ifrs-full` of `ifrs-full_2022-03-24`.
fn without_version(part: &str) -> &str {
    let cuts = part.match_indices(['-', '_', '.']).map(|(at, _)| at);
    let cut = cuts.into_iter().find(|&at| at > 0 && is_dated(&part[at + 1..]));
    cut.map_or(part, |at| &part[..at])
}

/// Two namespaces that a user says are the same, or not: the older filing's, the newer one's.
pub type SameNamespace = (Name, Name);

/// What a user ties namespaces to, in place of their families.
#[derive(Clone, Default)]
pub(crate) struct Ties(FxHashMap<Name, Name>);

impl Ties {
    /// The ties of either filing of a comparison.
    pub(crate) fn of_two(same: &[SameNamespace]) -> Both<Ties> {
        let mut ties = Both::<Ties>::default();
        for (old, new) in same {
            let tied = Name::new(&format!("{old} = {new}"));
            ties.old.0.entry(*old).or_insert(tied);
            ties.new.0.entry(*new).or_insert(tied);
        }
        ties
    }

    /// The ties of all filings of a series: in whichever filing, tied is tied, and what is tied to one of a
    /// group is of the group.
    pub(crate) fn of_many(same: &[SameNamespace]) -> Ties {
        let mut ties = Ties::default();
        for (old, new) in same {
            let tied = |name: &Name| ties.0.get(name).copied();
            let (one, other) = (tied(old), tied(new));
            let group = one.or(other).unwrap_or_else(|| Name::new(&format!("{old} = {new}")));
            let joined = one.and(other);
            ties.0.values_mut().filter(|of| joined == Some(**of)).for_each(|of| *of = group);
            ties.0.extend([(*old, group), (*new, group)]);
        }
        ties
    }

    /// What a namespace is tied to, else its family.
    fn family(&self, namespace: Name) -> Name {
        self.0.get(&namespace).copied().unwrap_or_else(|| Name::new(&family(namespace.as_str())))
    }

    /// Names with what they are called by their namespaces' families.
    fn fold_all(&self, names: &FxHashSet<QName>) -> Vec<(QName, QName)> {
        let mut families: FxHashMap<Name, Name> = FxHashMap::default();
        let fold = |name: &QName| {
            let namespace = *families.entry(name.namespace).or_insert_with(|| self.family(name.namespace));
            (*name, QName { namespace, local: name.local })
        };
        names.iter().map(fold).collect()
    }
}

/// What the names of each filing are called in the comparison: the namespace is the family there.
#[derive(Default)]
pub(crate) struct Folding {
    names: Both<FxHashMap<QName, QName>>,
    ties: Both<Ties>,
}

impl Folding {
    /// Folds the names that either filing uses.
    ///
    /// Where one filing has the same local name in two namespaces of a family, that name is kept
    /// apart by its whole namespace, in both filings.
    pub(crate) fn of(old: &FxHashSet<QName>, new: &FxHashSet<QName>, ties: Both<Ties>) -> Folding {
        let (old, new) = (ties.old.fold_all(old), ties.new.fold_all(new));
        let ambiguous: FxHashSet<QName> = [&old, &new].into_iter().flat_map(ambiguous).collect();
        let settle = |names: Vec<(QName, QName)>| {
            names.into_iter().map(|(name, folded)| (name, settled(name, folded, &ambiguous))).collect()
        };
        Folding { names: Both { old: settle(old), new: settle(new) }, ties }
    }

    /// Folds the names of many filings, each filing's by themselves ambiguous or not, into one, that of the
    /// newer filing.
    pub(crate) fn shared(filings: &[FxHashSet<QName>], ties: Ties) -> Folding {
        let all: Vec<Vec<(QName, QName)>> = filings.iter().map(|names| ties.fold_all(names)).collect();
        let ambiguous: FxHashSet<QName> = all.iter().flat_map(ambiguous).collect();
        let settled = all.into_iter().flatten().map(|(name, folded)| (name, settled(name, folded, &ambiguous)));
        let names = Both { old: FxHashMap::default(), new: settled.collect() };
        Folding { names, ties: Both { old: Ties::default(), new: ties } }
    }

    /// All names, each with the filing that uses it and what it is called in the comparison; in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Which, QName, QName)> {
        let of = |which| self.names.get(which).iter().map(move |(name, folded)| (which, *name, *folded));
        of(Which::Old).chain(of(Which::New))
    }

    /// The family of a namespace of one filing, as the user's options have it.
    pub(crate) fn family(&self, which: Which, namespace: Name) -> Name {
        self.ties.get(which).family(namespace)
    }

    /// What a name of one filing is called in the comparison.
    pub(crate) fn fold(&self, which: Which, name: QName) -> QName {
        let fold = || QName { namespace: self.family(which, name.namespace), local: name.local };
        self.names.get(which).get(&name).copied().unwrap_or_else(fold)
    }
}

/// What a name is called: by its family, unless that would be ambiguous.
fn settled(name: QName, folded: QName, ambiguous: &FxHashSet<QName>) -> QName {
    match ambiguous.contains(&folded) {
        true => QName { namespace: Name::new(&as_http(name.namespace.as_str())), local: name.local },
        false => folded,
    }
}

/// The folded names that stand for more than one name of a filing; `http` and `https` are one.
fn ambiguous(names: &Vec<(QName, QName)>) -> Vec<QName> {
    let mut seen: FxHashMap<QName, String> = FxHashMap::default();
    let mut found = Vec::new();
    for (name, folded) in names {
        let whole = as_http(name.namespace.as_str());
        if *seen.entry(*folded).or_insert_with(|| whole.clone()) != whole {
            found.push(*folded);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_a_namespace_are_one_family() {
        for (left, right) in [
            ("http://fasb.org/us-gaap/2022", "http://fasb.org/us-gaap/2023"),
            ("http://fasb.org/us-gaap/2011-01-31", "https://fasb.org/us-gaap/2023/"),
            ("http://www.apple.com/20220924", "http://www.apple.com/20230930"),
            ("http://xbrl.sec.gov/dei/2022q4", "http://xbrl.sec.gov/dei/2023"),
            (
                "http://xbrl.ifrs.org/taxonomy/2017-03-09/ifrs-full",
                "https://xbrl.ifrs.org/taxonomy/2022-03-24/ifrs-full",
            ),
            ("http://example.com/x_20220924", "http://example.com/x_20230930"),
            ("http://example.com/v1/x", "http://example.com/v2.1/x"),
            (
                "http://disclosure.edinet-fsa.go.jp/jpcrp030000/asr/001/E35344-000/2023-01-31/01/2023-04-26",
                "http://disclosure.edinet-fsa.go.jp/jpcrp030000/asr/001/E35344-000/2024-01-31/02/2024-04-26",
            ),
        ] {
            assert_eq!(family(left), family(right));
        }
    }

    #[test]
    fn other_numbers_tell_namespaces_apart() {
        for (left, right) in [
            ("http://example.com/form/10", "http://example.com/form/20"),
            ("http://example.com/ifrs-9", "http://example.com/ifrs-16"),
            ("http://example.com/1234", "http://example.com/5678"),
            ("http://example.com/202213", "http://example.com/202214"),
            ("http://example.com/001/x", "http://example.com/002/x"),
            ("http://www.apple.com/2022", "http://www.pear.com/2022"),
        ] {
            assert_ne!(family(left), family(right));
        }
    }

    fn names(list: &[(&str, &str)]) -> FxHashSet<QName> {
        list.iter().map(|(namespace, local)| QName::new(Name::new(namespace), *local)).collect()
    }

    #[test]
    fn a_filing_that_uses_two_versions_at_once_keeps_what_they_share_apart() {
        let old = names(&[("http://a.b/2022", "X"), ("http://a.b/2022", "Y")]);
        let new = names(&[("http://a.b/2022", "X"), ("http://a.b/2023", "X"), ("http://a.b/2023", "Y")]);
        let folding = Folding::of(&old, &new, Both::default());
        let name = |year: &str, local| QName::new(Name::new(&format!("http://a.b/{year}")), local);
        let fold_old = |local| folding.fold(Which::Old, name("2022", local));
        assert_eq!(fold_old("X"), folding.fold(Which::New, name("2022", "X")));
        assert_ne!(fold_old("X"), folding.fold(Which::New, name("2023", "X")));
        assert_eq!(fold_old("Y"), folding.fold(Which::New, name("2023", "Y")));
    }

    #[test]
    fn a_user_can_tie_and_untie_namespaces() {
        let (old, new) = (names(&[("http://a.b/2022", "X")]), names(&[("http://a.b/2023", "X"), ("http://c.d", "X")]));
        let same = [(Name::new("http://a.b/2022"), Name::new("http://c.d"))];
        let folding = Folding::of(&old, &new, Ties::of_two(&same));
        let in_old = folding.fold(Which::Old, QName::new(Name::new("http://a.b/2022"), "X"));
        assert_eq!(in_old, folding.fold(Which::New, QName::new(Name::new("http://c.d"), "X")));
        assert_ne!(in_old, folding.fold(Which::New, QName::new(Name::new("http://a.b/2023"), "X")));
    }

    #[test]
    fn ties_among_many_filings_run_from_one_to_the_next() {
        let name = |text: &str| Name::new(&format!("http://{text}"));
        let ties = Ties::of_many(&[(name("a"), name("b")), (name("c"), name("d")), (name("b"), name("c"))]);
        let tied = ["a", "b", "c", "d"].map(|text| ties.family(name(text)));
        assert!(tied.iter().all(|of| *of == tied[0]), "{tied:?}");
        assert_ne!(ties.family(name("e")), tied[0]);
    }
}
