//! Names as they are shown: prefixes that mean the same throughout a comparison.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Name, QName};

use super::comparison::{Namespace, Shared, Which};
use super::key::{Both, Keyed, Sides};

/// Folded names with what they are shown as, and what each filing calls them.
pub(crate) struct Names {
    shown: FxHashMap<QName, Shared>,
    originals: Both<FxHashMap<QName, QName>>,
    prefixes: FxHashMap<Name, Shared>,
    /// The prefixes, sorted.
    pub(crate) namespaces: Vec<Namespace>,
}

impl Names {
    /// Names what the filings use; prefixes are the newer filing's where it has one.
    pub(crate) fn of(sides: Sides<'_>, keyed: &Keyed) -> Names {
        let spoken = keyed.tables.names();
        let named = || keyed.folding.iter().filter(|(_, _, folded)| spoken.contains(folded));
        let families = families(named());
        let given = Both { old: prefixes(sides, Which::Old), new: prefixes(sides, Which::New) };
        let mut namespaces = Vec::new();
        let mut prefix_of: FxHashMap<Name, Shared> = FxHashMap::default();
        let mut taken: FxHashSet<String> = FxHashSet::default();
        for (family, members) in &families {
            let own = |which: Which| {
                let known =
                    members.get(which).iter().filter_map(|namespace| given.get(which).get(&Name::new(namespace)));
                known.min_by_key(|prefix| (prefix.len(), **prefix)).copied()
            };
            let wanted = own(Which::New).or_else(|| own(Which::Old)).unwrap_or_else(|| last_part(family));
            let prefix = free_prefix(wanted, &mut taken);
            prefix_of.insert(Name::new(family), prefix.clone());
            namespaces.push(Namespace { prefix, old: members.old.clone(), new: members.new.clone() });
        }
        namespaces.sort_by(|one, two| one.prefix.cmp(&two.prefix));
        let mut shown = FxHashMap::default();
        let mut originals: Both<FxHashMap<QName, QName>> = Both::default();
        for (which, name, folded) in named() {
            let prefix = prefix_of.get(&folded.namespace).map_or("", |prefix| prefix);
            let local = folded.local.as_str();
            let text = if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") };
            shown.entry(folded).or_insert_with(|| Shared::from(text));
            originals.get_mut(which).insert(folded, name);
        }
        Names { shown, originals, prefixes: prefix_of, namespaces }
    }

    /// A name of a taxonomy that the filings may not use, by the prefix of its family.
    pub(crate) fn show_any(&self, folded: QName) -> Shared {
        if let Some(known) = self.shown.get(&folded) {
            return known.clone();
        }
        Shared::from(format!("{}:{}", self.prefix(folded.namespace), folded.local))
    }

    /// The prefix of a family; where the filings use none of its names, the last part of its URI.
    pub(crate) fn prefix(&self, family: Name) -> &str {
        self.prefixes.get(&family).map_or(last_part(family.as_str()), |prefix| prefix)
    }

    /// A folded name as it is shown.
    pub(crate) fn show(&self, folded: QName) -> Shared {
        self.shown.get(&folded).cloned().unwrap_or_else(|| Shared::from(folded.to_string()))
    }

    /// What a filing calls a folded name.
    pub(crate) fn original(&self, which: Which, folded: QName) -> Option<QName> {
        self.originals.get(which).get(&folded).copied()
    }
}

/// The namespaces of either filing by family, sorted.
fn families(names: impl Iterator<Item = (Which, QName, QName)>) -> BTreeMap<&'static str, Both<Vec<String>>> {
    let mut families: BTreeMap<&str, Both<Vec<String>>> = BTreeMap::new();
    for (which, name, folded) in names {
        let list = families.entry(folded.namespace.as_str()).or_default().get_mut(which);
        let namespace = name.namespace.as_str();
        if !list.iter().any(|known| known == namespace) {
            list.push(namespace.to_owned());
        }
    }
    for both in families.values_mut() {
        both.old.sort_unstable();
        both.new.sort_unstable();
    }
    families
}

/// A filing's prefixes by namespace; of several for one namespace the shortest.
fn prefixes(sides: Sides<'_>, which: Which) -> FxHashMap<Name, &str> {
    let mut all: Vec<(&str, Name)> =
        sides.get(which).report.prefixes.iter().map(|(prefix, namespace)| (prefix.as_str(), *namespace)).collect();
    all.retain(|(prefix, _)| !prefix.is_empty());
    // The last one inserted stays.
    all.sort_unstable_by_key(|(prefix, _)| std::cmp::Reverse((prefix.len(), *prefix)));
    all.into_iter().map(|(prefix, namespace)| (namespace, prefix)).collect()
}

/// The last part of a URI that can be a prefix.
pub(crate) fn last_part(uri: &str) -> &str {
    let is_name = |part: &&str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    uri.rsplit(['/', ':', '#', ' ']).find(is_name).unwrap_or("")
}

/// The prefix, numbered where it is taken.
fn free_prefix(wanted: &str, taken: &mut FxHashSet<String>) -> Shared {
    let mut prefix = wanted.to_owned();
    let mut number = 1;
    while !taken.insert(prefix.clone()) {
        number += 1;
        prefix = format!("{wanted}{number}");
    }
    Shared::from(prefix)
}
