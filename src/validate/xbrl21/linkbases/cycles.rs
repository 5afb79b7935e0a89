//! Cycles in networks (XBRL 2.1, 5.1.4.3, 5.2.4.2, 5.2.6.2.1 and 5.2.6.2.2).

use rustc_hash::FxHashMap;

use crate::model::{Diagnostic, Name, Rule};
use crate::rules;
use crate::taxonomy::{CyclesAllowed, Network, Relationship, Target};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::{self, LinkKind};

rules! {
    class Specification, "XBRL 2.1";

    DIRECTED = Error "xbrl.5.1.4.3:directedCycle" at "5.1.4.3" {
        title: "relationships lead back to where they began",
        why: "Nothing can be its own descendant, its own special case or its own alias; custom arcroles say so too.",
        example: "parent-child arcs from Assets to Cash and from Cash to Assets",
        mended: "a parent-child arc from Assets to Cash",
    }

    UNDIRECTED = Error "xbrl.5.1.4.3:undirectedCycle" at "5.1.4.3" {
        title: "two chains of relationships lead to the same thing",
        why: "The arcrole's declaration allows no cycle, even where the directions of the arcs don't count.",
        example: "arcs from a to b, from a to c, and from b to c, with cyclesAllowed=\"none\"",
        mended: "arcs from a to b, and from b to c",
    }
}

/// Checks all networks.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    for network in set.taxonomy.all_networks().filter(|network| !network.is_empty()) {
        let allowed = allowed(set, network);
        if allowed == CyclesAllowed::Any {
            continue;
        }
        let edges = Edges::of(network.relationships());
        let directed = edges.directed();
        if let Some(found) = directed {
            findings.push(report(set, network, &DIRECTED, found, "leads back to where it comes from"));
        } else if let (CyclesAllowed::None, Some(found)) = (allowed, edges.undirected()) {
            findings.push(report(set, network, &UNDIRECTED, found, "closes a cycle, directions left aside"));
        }
    }
}

/// The cycles that a network may have.
fn allowed(set: &Set<'_>, network: Network<'_>) -> CyclesAllowed {
    if LinkKind::of(network.link()).is_none() || !standard::is_arc(network.arc()) {
        return CyclesAllowed::Any;
    }
    match (network.arcrole(), standard::arcrole_tail(network.arcrole())) {
        (Name::PARENT_CHILD, _) | (_, Some("general-special" | "essence-alias")) => CyclesAllowed::Undirected,
        (_, Some(_)) => CyclesAllowed::Any,
        (arcrole, None) => {
            let declared = set.taxonomy.arcrole_type(arcrole);
            declared.and_then(|declared| declared.cycles_allowed).unwrap_or(CyclesAllowed::Any)
        }
    }
}

fn report(set: &Set<'_>, network: Network<'_>, rule: &'static Rule, found: &Relationship, verb: &str) -> Diagnostic {
    let (from, to) = (set.words(found.from), set.words(found.to));
    let message = format!("in the role {}, this arc from {from} to {to} {verb}", network.role());
    let mut finding = Diagnostic::new(rule, set.taxonomy.arc(found.arc).place, message);
    for (end, what) in [(found.from, "where it comes from"), (found.to, "where it goes to")] {
        if let Some(place) = set.place_of(end) {
            finding = finding.related(place, what);
        }
    }
    finding
}

/// The relationships of a network with their ends numbered.
struct Edges<'a> {
    relationships: &'a [Relationship],
    /// The numbers of each relationship's ends.
    ends: Vec<(u32, u32)>,
    /// The number of ends.
    count: usize,
    /// The rows of the relationships from each end; they are neighbours.
    from: Vec<(u32, u32)>,
}

impl<'a> Edges<'a> {
    fn of(relationships: &'a [Relationship]) -> Edges<'a> {
        let mut numbers: FxHashMap<Target, u32> = FxHashMap::default();
        let mut number = |target| {
            let next = numbers.len() as u32;
            *numbers.entry(target).or_insert(next)
        };
        let ends: Vec<(u32, u32)> = relationships.iter().map(|found| (number(found.from), number(found.to))).collect();
        let count = numbers.len();
        let mut from = vec![(0, 0); count];
        for (row, (start, _)) in ends.iter().enumerate() {
            let range = &mut from[*start as usize];
            if range.1 == 0 {
                range.0 = row as u32;
            }
            range.1 = row as u32 + 1;
        }
        Edges { relationships, ends, count, from }
    }

    /// A relationship that leads back to where the walk came from.
    fn directed(&self) -> Option<&'a Relationship> {
        #[derive(Clone, Copy, PartialEq)]
        enum State {
            New,
            Open,
            Done,
        }
        let mut states = vec![State::New; self.count];
        // The ends on the way, each with the next relationship from it.
        let mut way: Vec<(u32, u32)> = Vec::new();
        for start in 0..self.count as u32 {
            if states[start as usize] != State::New {
                continue;
            }
            states[start as usize] = State::Open;
            way.push((start, self.from[start as usize].0));
            while let Some((at, next)) = way.last_mut() {
                if *next >= self.from[*at as usize].1 {
                    states[*at as usize] = State::Done;
                    way.pop();
                    continue;
                }
                let row = *next as usize;
                *next += 1;
                let to = self.ends[row].1;
                match states[to as usize] {
                    State::Open => return Some(&self.relationships[row]),
                    State::Done => {}
                    State::New => {
                        states[to as usize] = State::Open;
                        way.push((to, self.from[to as usize].0));
                    }
                }
            }
        }
        None
    }

    /// A relationship between ends that are connected without it.
    fn undirected(&self) -> Option<&'a Relationship> {
        let mut parents: Vec<u32> = (0..self.count as u32).collect();
        for (row, (from, to)) in self.ends.iter().enumerate() {
            let (from, to) = (root(&mut parents, *from), root(&mut parents, *to));
            if from == to {
                return Some(&self.relationships[row]);
            }
            parents[from as usize] = to;
        }
        None
    }
}

/// The representative of what an end is connected with.
fn root(parents: &mut [u32], mut at: u32) -> u32 {
    while parents[at as usize] != at {
        parents[at as usize] = parents[parents[at as usize] as usize];
        at = parents[at as usize];
    }
    at
}
