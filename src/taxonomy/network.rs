//! Networks: arcs made relationships, grouped into base sets, prohibited and overridden ones left out
//! (XBRL 2.1, 3.5.3.9.7).

use std::cmp::Ordering;
use std::ops::Range;

use hashbrown::HashMap;
use indexmap::IndexMap;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::name::local;
use crate::model::{Decimal, Diagnostic, Documents, Name, Place, QName};

use super::Taxonomy;
use super::component::Rows;
use super::ids::{ArcId, NetworkId, ResourceId};
use super::link::{Arc, Link, Locator, Relationship, Target};
use super::merge::Extent;
use super::rows::Links;
use super::rules::fragments::TOO_MANY_RELATIONSHIPS;
use super::table::Table;

/// A network: what the arcs of one base set say, taken together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct NetworkData {
    /// The arcs' arcrole.
    pub arcrole: Name,
    /// The links' role.
    pub role: Name,
    /// The name of the arc elements.
    pub arc: QName,
    /// The name of the link elements.
    pub link: QName,
    /// Its relationships: rows of the list that is sorted by source, order and arc.
    pub(super) relationships: Rows,
    /// Its relationships again: rows of the list that is sorted by target.
    pub(super) by_target: Rows,
}

/// All networks of a set.
#[derive(Clone, Debug, Default)]
pub(super) struct Networks {
    pub(super) networks: Vec<NetworkData>,
    /// Sorted by network, source, order, arc.
    pub(super) relationships: Table<Relationship>,
    /// Rows of `relationships`, sorted by network, target, arc.
    pub(super) by_target: Table<u32>,
    /// The networks of an arcrole, in the order in which their first arcs stand.
    pub(super) by_arcrole: FxHashMap<Name, Vec<NetworkId>>,
}

/// A network, with its relationships.
#[derive(Clone, Copy)]
pub struct Network<'a> {
    pub(super) data: &'a NetworkData,
    pub(super) all: &'a Networks,
}

impl<'a> Network<'a> {
    /// The arcs' arcrole.
    #[must_use]
    pub fn arcrole(self) -> Name {
        self.data.arcrole
    }

    /// The links' role.
    #[must_use]
    pub fn role(self) -> Name {
        self.data.role
    }

    /// The name of the arc elements.
    #[must_use]
    pub fn arc(self) -> QName {
        self.data.arc
    }

    /// The name of the link elements.
    #[must_use]
    pub fn link(self) -> QName {
        self.data.link
    }

    /// Whether there are no relationships.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.data.relationships.is_empty()
    }

    /// All relationships: those of one source are neighbours, in order.
    #[must_use]
    pub fn relationships(self) -> &'a [Relationship] {
        self.data.relationships.of(&self.all.relationships)
    }

    /// The relationships from something, by their order, then by where they stand.
    #[must_use]
    pub fn children(self, from: impl Into<Target>) -> &'a [Relationship] {
        let (from, all) = (from.into(), self.relationships());
        let start = all.partition_point(|relationship| relationship.from < from);
        let length = all[start..].partition_point(|relationship| relationship.from == from);
        &all[start..start + length]
    }

    /// The relationships to something, by where they stand.
    pub fn parents(self, to: impl Into<Target>) -> impl Iterator<Item = &'a Relationship> {
        let to = to.into();
        let rows = self.data.by_target.of(&self.all.by_target);
        let at = |row: &u32| &self.all.relationships[*row as usize];
        let start = rows.partition_point(|row| at(row).to < to);
        rows[start..].iter().map(at).take_while(move |relationship| relationship.to == to)
    }

    /// What relationships come from and none goes to, in the order in which their first arcs stand.
    #[must_use]
    pub fn roots(self) -> Vec<Target> {
        let mut roots: Vec<(ArcId, Target)> = Vec::new();
        for group in self.relationships().chunk_by(|one, other| one.from == other.from) {
            let from = group[0].from;
            if self.parents(from).next().is_none() {
                let first = group.iter().map(|relationship| relationship.arc).min();
                roots.extend(first.map(|arc| (arc, from)));
            }
        }
        roots.sort_unstable();
        roots.into_iter().map(|(_, root)| root).collect()
    }
}

/// The most relationships that one arc may stand for. An arc between two labels of a thousand
/// locators each is past all that is meant by taxonomies; their arcs stand for one, rarely for ten.
const MAX_RELATIONSHIPS: usize = 1 << 20;

/// What one arc says of one pair, with the number of the network that it is a candidate for.
struct Candidate {
    network: u32,
    relationship: Relationship,
}

/// Builds the networks of the links behind some. A network that was there and gets further relationships is built
/// anew, for these may prohibit or override others.
pub(super) fn extend(taxonomy: &mut Taxonomy, since: &Extent, documents: &Documents, findings: &mut Vec<Diagnostic>) {
    let links = &taxonomy.links;
    let mut expansion = Expansion::new(std::mem::take(&mut taxonomy.networks), since);
    expansion.candidates.reserve(links.arcs.len() - since.arcs);
    expansion.expand(links, since.links..links.links.len(), findings);
    let mut changed = vec![false; since.networks];
    for candidate in &expansion.candidates {
        if let Some(flag) = changed.get_mut(candidate.network as usize) {
            *flag = true;
        }
    }
    if changed.contains(&true) {
        let added = std::mem::take(&mut expansion.candidates);
        expansion.expand(links, 0..since.links, &mut Vec::new());
        expansion.candidates.retain(|candidate| changed[candidate.network as usize]);
        expansion.candidates.extend(added);
    }
    let kept = effective(taxonomy, documents, expansion.candidates);
    let mut networks = expansion.networks;
    networks.fill(kept, since.networks);
    taxonomy.networks = networks;
}

/// Of the relationships that arcs stand for those that count, by network, source and order.
fn effective(taxonomy: &Taxonomy, documents: &Documents, mut candidates: Vec<Candidate>) -> Vec<(u32, Relationship)> {
    let links = &taxonomy.links;
    candidates.par_sort_unstable_by(|one, other| {
        let key = |candidate: &Candidate| {
            (candidate.network, candidate.relationship.from, candidate.relationship.to, candidate.relationship.arc)
        };
        key(one).cmp(&key(other))
    });
    let same_pair = |one: &Candidate, other: &Candidate| {
        let pair = |candidate: &Candidate| (candidate.network, candidate.relationship.from, candidate.relationship.to);
        pair(one) == pair(other)
    };
    let mut kept: Vec<(u32, Relationship)> = Vec::with_capacity(candidates.len());
    for group in candidates.chunk_by(same_pair) {
        keep_effective(taxonomy, documents, group, &mut kept);
    }
    kept.par_sort_unstable_by(|(network, one), (other_network, other)| {
        let (arc, other_arc) = (&links.arcs[one.arc.index()], &links.arcs[other.arc.index()]);
        let by_pair = (network, one.from).cmp(&(other_network, other.from));
        by_pair.then_with(|| compare_order(arc, other_arc)).then_with(|| (one.arc, one.to).cmp(&(other.arc, other.to)))
    });
    kept
}

/// Orders arcs by their `order`; most are written, and equal.
fn compare_order(one: &Arc, other: &Arc) -> Ordering {
    match (&one.order, &other.order) {
        (None, None) => Ordering::Equal,
        (Some(one), Some(other)) => one.cmp(other),
        _ => one.effective_order().cmp(&other.effective_order()),
    }
}

/// What the arcs of one network have in common: arcrole, role, and the names of arcs and links.
type Key = (Name, Name, QName, QName);

impl Networks {
    /// The networks that further arcs would belong to.
    fn numbers(&self) -> HashMap<Key, u32> {
        let key = |network: &NetworkData| (network.arcrole, network.role, network.arc, network.link);
        self.networks.iter().enumerate().map(|(number, network)| (key(network), number as u32)).collect()
    }

    /// Adds relationships, sorted, and enters the networks behind some, which are new.
    fn fill(&mut self, kept: Vec<(u32, Relationship)>, known: usize) {
        let mut start = self.relationships.len() as u32;
        let mut filled = Vec::new();
        for group in kept.chunk_by(|(network, _), (other, _)| network == other) {
            let rows = Rows { start, end: start + group.len() as u32 };
            let network = &mut self.networks[group[0].0 as usize];
            (network.relationships, network.by_target) = (rows, rows);
            start = rows.end;
            filled.push(rows);
        }
        let first = self.by_target.first();
        self.by_target.own().extend(self.relationships.len() as u32..start);
        self.relationships.own().extend(kept.into_iter().map(|(_, relationship)| relationship));
        for rows in filled {
            let rows = rows.start as usize - first..rows.end as usize - first;
            self.by_target.own()[rows].sort_unstable_by_key(|row| {
                let relationship = &self.relationships[*row as usize];
                (relationship.to, relationship.arc, relationship.from)
            });
        }
        self.index(known);
    }

    /// Enters the networks behind some by their arcroles.
    pub(super) fn index(&mut self, known: usize) {
        for (row, network) in self.networks.iter().enumerate().skip(known) {
            self.by_arcrole.entry(network.arcrole).or_default().push(NetworkId::at(row));
        }
    }
}

/// Arcs on their way to be relationships.
struct Expansion<'a> {
    networks: Networks,
    since: &'a Extent,
    numbers: HashMap<Key, u32>,
    /// Further networks of base sets that were there: what they relate can't be related there.
    apart: HashMap<Key, u32>,
    candidates: Vec<Candidate>,
}

impl<'a> Expansion<'a> {
    fn new(networks: Networks, since: &'a Extent) -> Expansion<'a> {
        let numbers = networks.numbers();
        Expansion { networks, since, numbers, apart: HashMap::new(), candidates: Vec::new() }
    }

    /// Makes the arcs of some links relationships between what their labels name.
    fn expand(&mut self, links: &Links, rows: Range<usize>, findings: &mut Vec<Diagnostic>) {
        for link in &links.links[rows] {
            let ends = Ends::of(links, link);
            let mut last: Option<((Name, QName, bool), u32)> = None;
            for (arc_row, arc) in link.arcs.indices().zip(link.arcs.of(&links.arcs)) {
                let (from, to) = (ends.with_label(arc.from), ends.with_label(arc.to));
                let is_apart = !to.is_empty() && to.iter().all(|(_, to)| self.is_new_resource(*to));
                let key = (arc.arcrole, arc.element, is_apart);
                let network = last.filter(|(known, _)| *known == key).map_or_else(
                    || self.network((arc.arcrole, link.role, arc.element, link.element), is_apart),
                    |(_, network)| network,
                );
                last = Some((key, network));
                if from.len().saturating_mul(to.len()) > MAX_RELATIONSHIPS {
                    let message = format!("this arc relates {} things with {}", from.len(), to.len());
                    let limit = format!("at most {MAX_RELATIONSHIPS} relationships");
                    findings.push(Diagnostic::new(&TOO_MANY_RELATIONSHIPS, arc.place, message).expected(limit));
                    continue;
                }
                let pairs = from.iter().flat_map(|(_, from)| to.iter().map(|(_, to)| (*from, *to)));
                self.candidates.extend(pairs.map(|(from, to)| Candidate {
                    network,
                    relationship: Relationship { arc: ArcId::at(arc_row), from, to },
                }));
            }
        }
    }

    /// Whether it is a resource that no relationship which was there can lead to: a label or a reference mostly.
    fn is_new_resource(&self, target: Target) -> bool {
        matches!(target, Target::Resource(id) if id.index() >= self.since.resources)
    }

    /// The network of a base set. Labels that a filing adds to published ones get one of their own, for those are
    /// many and stay as they are.
    fn network(&mut self, key: Key, is_apart: bool) -> u32 {
        let known = self.numbers.get(&key).copied();
        match known {
            Some(number) if is_apart && (number as usize) < self.since.networks => {
                *self.apart.entry(key).or_insert_with(|| self.networks.add(key))
            }
            Some(number) => number,
            None => {
                let number = self.networks.add(key);
                self.numbers.insert(key, number);
                number
            }
        }
    }
}

impl Networks {
    fn add(&mut self, (arcrole, role, arc, link): Key) -> u32 {
        let (relationships, by_target) = Default::default();
        self.networks.push(NetworkData { arcrole, role, arc, link, relationships, by_target });
        self.networks.len() as u32 - 1
    }
}

/// What the labels of one link name: pairs of a label's number and a target, sorted.
struct Ends(Vec<(u32, Target)>);

impl Ends {
    fn of(links: &Links, link: &Link) -> Ends {
        let found = |target: &Target| !matches!(target, Target::Nothing | Target::Missing);
        let locators = link.locators.of(&links.locators).iter();
        let mut ends: Vec<(u32, Target)> = locators
            .filter(|locator| locator.label != Locator::NO_LABEL && found(&locator.target))
            .map(|locator| (locator.label, locator.target))
            .collect();
        let resources = link.resources.indices().zip(link.resources.of(&links.resources));
        ends.extend(
            resources
                .filter(|(_, resource)| resource.label != Locator::NO_LABEL)
                .map(|(row, resource)| (resource.label, Target::Resource(ResourceId::at(row)))),
        );
        ends.sort_unstable();
        ends.dedup();
        Ends(ends)
    }

    fn with_label(&self, label: u32) -> &[(u32, Target)] {
        let start = self.0.partition_point(|(known, _)| *known < label);
        let length = self.0[start..].partition_point(|(known, _)| *known == label);
        &self.0[start..start + length]
    }
}

/// Of the relationships of one pair, keeps the one of each equivalent set that isn't prohibited or
/// overridden; of several with the same priority the first (XBRL 2.1, 3.5.3.9.7.5).
fn keep_effective(
    taxonomy: &Taxonomy,
    documents: &Documents,
    group: &[Candidate],
    kept: &mut Vec<(u32, Relationship)>,
) {
    let arc_of = |candidate: &Candidate| &taxonomy.links.arcs[candidate.relationship.arc.index()];
    if let [only] = group {
        if !arc_of(only).prohibited {
            kept.push((only.network, only.relationship));
        }
        return;
    }
    let mut sets: IndexMap<Equivalence<'_>, Vec<&Candidate>> = IndexMap::new();
    for candidate in group {
        let equivalence = Equivalence::of(taxonomy, documents, arc_of(candidate));
        sets.entry(equivalence).or_default().push(candidate);
    }
    for set in sets.values() {
        let highest = set.iter().map(|candidate| arc_of(candidate).priority).max();
        let mut strongest = set.iter().filter(|candidate| Some(arc_of(candidate).priority) == highest);
        let prohibited = strongest.clone().any(|candidate| arc_of(candidate).prohibited);
        let winner = strongest.next().filter(|_| !prohibited);
        kept.extend(winner.map(|candidate| (candidate.network, candidate.relationship)));
    }
}

/// What is equal for arcs whose relationships of one pair are equivalent: their attributes, `use`, `priority` and
/// XLink's apart, as their types have them, defaults and fixed values included (XBRL 2.1, 3.5.3.9.7.4).
#[derive(PartialEq, Eq, Hash)]
struct Equivalence<'a> {
    /// As it counts, whether it is written or not.
    order: Decimal,
    weight: Option<&'a Decimal>,
    preferred_label: Name,
    others: Vec<(QName, String)>,
    /// The arc, where one of its values is equal to nothing.
    alone: Option<Place>,
}

impl<'a> Equivalence<'a> {
    fn of(taxonomy: &Taxonomy, documents: &Documents, arc: &'a Arc) -> Equivalence<'a> {
        let (weight, preferred_label) = (arc.weight.as_ref(), arc.preferred_label);
        let type_id = taxonomy.element(arc.element).map(|id| taxonomy.element_of(id).type_id);
        let written = arc.attributes.of(&taxonomy.links.arc_attributes).iter();
        let written = written.map(|(name, value)| (*name, value.as_str()));
        let others = taxonomy.comparable_attributes(type_id, written, documents);
        let alone = others.is_none().then_some(arc.place);
        let mut others = others.unwrap_or_default();
        // Those have fields, or don't count; a type may add defaults of them.
        others.retain(|(name, _)| !has_field(*name));
        Equivalence { order: arc.effective_order(), weight, preferred_label, others, alone }
    }
}

/// Whether an arc's attribute has a field of its own, or is one that doesn't count.
fn has_field(name: QName) -> bool {
    let own = [local::ORDER, local::WEIGHT, local::PREFERRED_LABEL, local::USE, local::PRIORITY];
    name.namespace == Name::XLINK || (name.namespace.is_empty() && own.contains(&name.local))
}
