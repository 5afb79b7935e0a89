//! Content models made ready for use (XML Schema 1.0 part 1, 3.8 and 3.9): small automata, in which the next
//! child alone says which particle it belongs to; and the check that it does (3.8.6).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{Place, QName};

use super::Taxonomy;
use super::component::{Compositor, Particle, Process, Rows, Term, Wildcard};
use super::ids::{ElementId, ParticleId, TypeId};

/// What a child was found to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Matched {
    /// An element that the model names, by its declaration.
    Element(ElementId),
    /// Something that a wildcard lets through.
    Wildcard(Process),
    /// Nothing that the model has there.
    Unexpected,
}

/// Counts beyond this are not told from each other: a model of a few lines could ask for billions of particles.
const MAX_COUNT: u32 = 1000;

/// The most positions that one model may have, and the most links between them.
const MAX_POSITIONS: usize = 1 << 14;
const MAX_LINKS: usize = 1 << 20;

/// Models nest at most that deep: groups that contain themselves are cut off there.
const MAX_DEPTH: usize = 500;

/// How many names a mismatch gives at most.
const NAMES_SHOWN: usize = 8;

/// The state before the first child; a position's is its number and one.
const START: u32 = 0;

/// What may stand between the tags of an element of one type.
#[derive(Clone, Debug)]
pub(super) enum Model {
    /// Particles that follow each other.
    Ordered(Automaton),
    /// Particles that come in any order, each at most once; whether all may be left out.
    All(Vec<Position>, bool),
    /// More than can be looked at.
    TooComplex,
}

/// One place in a model at which a child may stand.
#[derive(Clone, Debug)]
pub(super) struct Position {
    leaf: Leaf,
    /// Whether something must stand there; of a model whose particles come in any order.
    required: bool,
    /// The particle that it comes from.
    place: Place,
}

#[derive(Clone, Debug)]
enum Leaf {
    /// An element that is declared on the spot.
    Element(ElementId),
    /// A global element, or one that may replace it.
    Named(QName),
    Wildcard(Wildcard),
}

/// Positions, and which of them may follow each other (the construction of Glushkov).
#[derive(Clone, Debug, Default)]
pub(super) struct Automaton {
    positions: Vec<Position>,
    /// Sets of positions, in the order of the model.
    sets: Vec<Vec<u32>>,
    /// By state: the sets whose positions may follow.
    follow: Vec<Vec<u32>>,
    /// By state: whether the children may end there.
    accepting: Vec<bool>,
}

/// Two particles that one child could belong to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ambiguity {
    /// The first.
    pub first: Place,
    /// The other.
    pub other: Place,
}

struct TooComplex;

/// A part of a model under construction: the positions that it may begin and end with.
#[derive(Default)]
struct Part {
    first: Vec<u32>,
    last: Vec<u32>,
    nullable: bool,
}

impl Model {
    /// The model of particles that follow each other.
    pub(super) fn of(taxonomy: &Taxonomy, models: &[ParticleId]) -> Model {
        let particles: Vec<&Particle> = models.iter().map(|id| &taxonomy.schema.particles[id.index()]).collect();
        if let [only] = particles[..]
            && let Some((all, optional)) = all_of(taxonomy, only, 0)
        {
            return Model::All(all, optional);
        }
        let mut builder = Builder { taxonomy, links: 0, automaton: Automaton::default() };
        match builder.model(&particles) {
            Ok(()) => Model::Ordered(builder.automaton),
            Err(TooComplex) => Model::TooComplex,
        }
    }

    /// Two particles that one child could belong to, if there are any.
    pub(super) fn ambiguity(&self, taxonomy: &Taxonomy) -> Option<Ambiguity> {
        match self {
            Model::Ordered(automaton) => automaton.ambiguity(taxonomy),
            Model::All(positions, _) => ambiguity(taxonomy, positions.iter()),
            Model::TooComplex => None,
        }
    }
}

/// The particles of an `all` group, which may stand alone in a named group; whether all may be left out.
fn all_of(taxonomy: &Taxonomy, particle: &Particle, depth: usize) -> Option<(Vec<Position>, bool)> {
    let optional = particle.min == 0;
    match &particle.term {
        Term::GroupNamed(name) if depth < MAX_DEPTH => {
            all_of(taxonomy, taxonomy.group(*name)?, depth + 1).map(|(all, inner)| (all, inner || optional))
        }
        Term::Group(Compositor::All, rows) => {
            let members = rows.of(&taxonomy.schema.particles).iter();
            let position = |member: &Particle| {
                Some(Position { leaf: leaf_of(&member.term)?, required: member.min > 0, place: member.place })
            };
            let all = members.filter(|member| member.max > 0).map(position).collect::<Option<_>>()?;
            Some((all, optional))
        }
        _ => None,
    }
}

fn leaf_of(term: &Term) -> Option<Leaf> {
    match term {
        Term::Element(id) => Some(Leaf::Element(*id)),
        Term::ElementNamed(name) => Some(Leaf::Named(*name)),
        Term::Wildcard(wildcard) => Some(Leaf::Wildcard(wildcard.clone())),
        Term::Group(..) | Term::GroupNamed(_) => None,
    }
}

struct Builder<'a> {
    taxonomy: &'a Taxonomy,
    links: usize,
    automaton: Automaton,
}

impl Builder<'_> {
    fn model(&mut self, particles: &[&Particle]) -> Result<(), TooComplex> {
        self.automaton.follow.push(Vec::new());
        let mut whole = Part { nullable: true, ..Part::default() };
        for particle in particles {
            let part = self.particle(particle, 0)?;
            whole = self.concatenate(whole, part)?;
        }
        self.automaton.accepting = vec![false; self.automaton.follow.len()];
        self.automaton.accepting[START as usize] = whole.nullable;
        for last in whole.last {
            self.automaton.accepting[last as usize + 1] = true;
        }
        let start = self.set(whole.first);
        self.automaton.follow[START as usize].push(start);
        Ok(())
    }

    fn set(&mut self, positions: Vec<u32>) -> u32 {
        self.automaton.sets.push(positions);
        self.automaton.sets.len() as u32 - 1
    }

    /// Lets what begins one part follow what ends another.
    fn connect(&mut self, last: &[u32], first: &[u32]) -> Result<(), TooComplex> {
        if last.is_empty() || first.is_empty() {
            return Ok(());
        }
        self.links += last.len() + first.len();
        if self.links > MAX_LINKS {
            return Err(TooComplex);
        }
        let set = self.set(first.to_vec());
        for position in last {
            self.automaton.follow[*position as usize + 1].push(set);
        }
        Ok(())
    }

    fn concatenate(&mut self, mut one: Part, mut other: Part) -> Result<Part, TooComplex> {
        self.connect(&one.last, &other.first)?;
        if one.nullable {
            one.first.append(&mut other.first);
        }
        if other.nullable {
            one.last.append(&mut other.last);
        } else {
            one.last = other.last;
        }
        one.nullable &= other.nullable;
        Ok(one)
    }

    /// A term as often as its particle says: copies of it, the last of which repeats where there is no end.
    fn particle(&mut self, particle: &Particle, depth: usize) -> Result<Part, TooComplex> {
        if depth > MAX_DEPTH {
            return Err(TooComplex);
        }
        if particle.max == 0 {
            return Ok(Part { nullable: true, ..Part::default() });
        }
        let unbounded = particle.max > MAX_COUNT;
        let mut min = particle.min.min(MAX_COUNT);
        let mut whole = Part::default();
        let mut before: Vec<u32> = Vec::new();
        for copies in 1.. {
            let copy = self.term(particle, depth)?;
            // Of what may be nothing anyway, fewer copies say the same.
            min = if copy.nullable { 0 } else { min };
            self.connect(&before, &copy.first)?;
            if copies == 1 {
                whole.first.clone_from(&copy.first);
            }
            if copies <= min {
                whole.last.clear();
            }
            whole.last.extend_from_slice(&copy.last);
            if unbounded && copies >= min {
                self.connect(&copy.last, &copy.first)?;
                break;
            }
            if copies >= particle.max {
                break;
            }
            before = copy.last;
        }
        whole.nullable = min == 0;
        Ok(whole)
    }

    /// One copy of what a particle stands for.
    fn term(&mut self, particle: &Particle, depth: usize) -> Result<Part, TooComplex> {
        match &particle.term {
            Term::Group(compositor, rows) => self.group(*compositor, *rows, depth + 1),
            Term::GroupNamed(name) => match self.taxonomy.group(*name) {
                Some(particle) => self.particle(particle, depth + 1),
                None => Ok(Part { nullable: true, ..Part::default() }),
            },
            Term::Element(_) | Term::ElementNamed(_) | Term::Wildcard(_) => self.leaf(particle),
        }
    }

    fn leaf(&mut self, particle: &Particle) -> Result<Part, TooComplex> {
        let number = self.automaton.positions.len();
        let leaf = leaf_of(&particle.term).filter(|_| number < MAX_POSITIONS).ok_or(TooComplex)?;
        self.automaton.positions.push(Position { leaf, required: particle.min > 0, place: particle.place });
        self.automaton.follow.push(Vec::new());
        Ok(Part { first: vec![number as u32], last: vec![number as u32], nullable: false })
    }

    fn group(&mut self, compositor: Compositor, rows: Rows, depth: usize) -> Result<Part, TooComplex> {
        let is_sequence = compositor == Compositor::Sequence;
        let mut whole = Part { nullable: is_sequence || rows.is_empty(), ..Part::default() };
        for particle in rows.of(&self.taxonomy.schema.particles) {
            let mut part = self.particle(particle, depth)?;
            if is_sequence {
                whole = self.concatenate(whole, part)?;
            } else {
                whole.nullable |= part.nullable;
                whole.first.append(&mut part.first);
                whole.last.append(&mut part.last);
            }
        }
        Ok(whole)
    }
}

impl Position {
    /// What a child of that name is here, if it may stand here.
    fn take(&self, taxonomy: &Taxonomy, name: QName) -> Option<Matched> {
        match &self.leaf {
            Leaf::Element(id) => (taxonomy.element_of(*id).name == name).then_some(Matched::Element(*id)),
            Leaf::Named(head) => substitute(taxonomy, *head, name).map(Matched::Element),
            Leaf::Wildcard(wildcard) => wildcard.allows(name.namespace).then_some(Matched::Wildcard(wildcard.process)),
        }
    }

    fn name(&self, taxonomy: &Taxonomy) -> Option<QName> {
        match &self.leaf {
            Leaf::Element(id) => Some(taxonomy.element_of(*id).name),
            Leaf::Named(name) => Some(*name),
            Leaf::Wildcard(_) => None,
        }
    }

    /// The name, for people.
    fn shown(&self, taxonomy: &Taxonomy) -> String {
        let name = self.name(taxonomy);
        name.map_or_else(|| "any element that its wildcard allows".to_owned(), |name| name.to_string())
    }
}

/// The declaration by which a child may stand where a model names an element: its own, where it is that
/// element or in its substitution group (part 1, 3.3.6).
fn substitute(taxonomy: &Taxonomy, head: QName, child: QName) -> Option<ElementId> {
    let id = taxonomy.element(child)?;
    if head == child {
        return Some(id);
    }
    let blocks = taxonomy.element(head).is_some_and(|head| taxonomy.element_of(head).block.substitution);
    let in_group = taxonomy.heads(id).skip(1).any(|element| element.name == head);
    (in_group && !blocks).then_some(id)
}

impl Automaton {
    /// The positions that may follow a state, in the order of the model.
    fn after(&self, state: u32) -> impl Iterator<Item = (u32, &Position)> {
        let sets = self.follow[state as usize].iter().flat_map(|set| &self.sets[*set as usize]);
        sets.map(|number| (*number, &self.positions[*number as usize]))
    }

    fn ambiguity(&self, taxonomy: &Taxonomy) -> Option<Ambiguity> {
        let mut seen: FxHashSet<&[u32]> = FxHashSet::default();
        (0..self.follow.len() as u32)
            .filter(|state| seen.insert(&self.follow[*state as usize]))
            .find_map(|state| ambiguity(taxonomy, self.after(state).map(|(_, position)| position)))
    }
}

/// Two of the particles that a child may belong to next, where one child could belong to either.
fn ambiguity<'a>(taxonomy: &Taxonomy, next: impl Iterator<Item = &'a Position>) -> Option<Ambiguity> {
    let next: Vec<&Position> = next.collect();
    let mut by_name: FxHashMap<QName, &Position> = FxHashMap::default();
    let differ = |one: &Position, other: &Position| {
        (one.place != other.place).then_some(Ambiguity { first: one.place, other: other.place })
    };
    for position in &next {
        let Some(name) = position.name(taxonomy) else { continue };
        if let Some(found) = differ(by_name.entry(name).or_insert(position), position) {
            return Some(found);
        }
    }
    for position in &next {
        let found = match &position.leaf {
            // An element that may replace another one of them.
            Leaf::Named(name) => taxonomy.element(*name).and_then(|id| {
                let heads = taxonomy.heads(id).skip(1).filter(|head| !head.block.substitution);
                let named = heads.filter_map(|head| by_name.get(&head.name));
                named.filter(|other| matches!(other.leaf, Leaf::Named(_))).find_map(|other| differ(other, position))
            }),
            Leaf::Element(_) => None,
            Leaf::Wildcard(wildcard) => next.iter().find_map(|other| {
                let overlaps = match &other.leaf {
                    Leaf::Wildcard(other) => wildcard.overlaps(other),
                    _ => other.name(taxonomy).is_some_and(|name| wildcard.allows(name.namespace)),
                };
                differ(other, position).filter(|_| overlaps)
            }),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

/// What was found to come of a child in a state of a type's model, so that it is looked up once.
pub(super) type Steps = FxHashMap<(TypeId, u32, QName), Option<(u32, Matched)>>;

/// A walk along the children of one element.
pub(super) struct Walk<'m> {
    model: &'m Model,
    type_id: TypeId,
    state: u32,
    /// Which particles were there, where they come in any order.
    seen: Vec<bool>,
}

impl<'m> Walk<'m> {
    pub(super) fn new(model: &'m Model, type_id: TypeId) -> Walk<'m> {
        let seen = match model {
            Model::All(positions, _) => vec![false; positions.len()],
            Model::Ordered(_) | Model::TooComplex => Vec::new(),
        };
        Walk { model, type_id, state: START, seen }
    }

    /// Takes the next child; one that can't stand here is passed over.
    pub(super) fn step(&mut self, taxonomy: &Taxonomy, name: QName, steps: &mut Steps) -> Matched {
        let found = match self.model {
            Model::Ordered(automaton) => {
                let step = *steps.entry((self.type_id, self.state, name)).or_insert_with(|| {
                    let mut next = automaton.after(self.state);
                    next.find_map(|(number, position)| Some((number + 1, position.take(taxonomy, name)?)))
                });
                step.map(|(state, matched)| {
                    self.state = state;
                    matched
                })
            }
            Model::All(positions, _) => {
                let mut free = positions.iter().enumerate().filter(|(number, _)| !self.seen[*number]);
                let found = free.find_map(|(number, position)| Some((number, position.take(taxonomy, name)?)));
                found.map(|(number, matched)| {
                    self.seen[number] = true;
                    matched
                })
            }
            Model::TooComplex => Some(Matched::Wildcard(Process::Lax)),
        };
        found.unwrap_or(Matched::Unexpected)
    }

    /// Whether the children may end here.
    pub(super) fn may_end(&self) -> bool {
        match self.model {
            Model::Ordered(automaton) => automaton.accepting[self.state as usize],
            Model::All(positions, optional) => {
                let is_left_out = *optional && !self.seen.contains(&true);
                is_left_out || positions.iter().zip(&self.seen).all(|(position, seen)| *seen || !position.required)
            }
            Model::TooComplex => true,
        }
    }

    /// The names of what could stand next, for people.
    pub(super) fn expected(&self, taxonomy: &Taxonomy) -> Vec<String> {
        let mut names = Vec::new();
        let mut add = |position: &Position| {
            let name = position.shown(taxonomy);
            if names.len() < NAMES_SHOWN && !names.contains(&name) {
                names.push(name);
            }
        };
        match self.model {
            Model::Ordered(automaton) => automaton.after(self.state).for_each(|(_, position)| add(position)),
            Model::All(positions, _) => {
                let free = positions.iter().zip(&self.seen).filter(|(_, seen)| !**seen);
                free.for_each(|(position, _)| add(position));
            }
            Model::TooComplex => {}
        }
        names
    }
}
