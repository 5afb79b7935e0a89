//! Matches children with a content model (XML Schema 1.0 part 1, 3.8 and 3.9).
//!
//! A valid schema's models are unambiguous (part 1, 3.8.6): the next child alone says which particle it
//! belongs to. So particles take as many children as they can, and nothing is ever tried twice.

use crate::model::QName;
use crate::xml::Node;

use super::Taxonomy;
use super::component::{Compositor, Particle, Process, Rows, Term};
use super::ids::{ElementId, ParticleId};

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

/// Why children don't match a model.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Mismatch {
    /// The child of that number can't stand there; one of these could.
    Unexpected(usize, Vec<String>),
    /// The children end where one of these must follow.
    Incomplete(Vec<String>),
    /// The model is too complex to be looked at.
    TooComplex,
}

/// The most steps that matching one element's children with its model may take, for each child and in all:
/// a model whose groups name each other can be exponentially larger than its schema.
const STEPS_PER_CHILD: usize = 1 << 16;

/// Models nest at most that deep: groups that contain themselves are cut off there.
const MAX_DEPTH: usize = 500;

/// How many names a mismatch gives at most.
const NAMES_SHOWN: usize = 8;

/// Matches children with the models that follow each other in a type. What each child is goes into
/// `matched`; those behind a mismatch are unexpected.
pub(super) fn match_children(
    taxonomy: &Taxonomy,
    models: &[ParticleId],
    children: &[Node<'_, '_>],
    matched: &mut Vec<Matched>,
) -> Result<(), Mismatch> {
    let names = children.iter().map(|child| child.name()).collect();
    let steps = STEPS_PER_CHILD.saturating_mul(children.len() + 1).min(1 << 26);
    let mut matcher = Matcher { taxonomy, names, matched, steps };
    let outcome = matcher.models(models);
    matched.resize(children.len(), Matched::Unexpected);
    outcome
}

struct Matcher<'x> {
    taxonomy: &'x Taxonomy,
    names: Vec<QName>,
    /// What the children so far are; its length is the position.
    matched: &'x mut Vec<Matched>,
    steps: usize,
}

impl<'x> Matcher<'x> {
    fn models(&mut self, models: &[ParticleId]) -> Result<(), Mismatch> {
        for model in models {
            let particle = self.particle_of(*model);
            self.particle(particle, 0)?;
        }
        if self.matched.len() == self.names.len() {
            return Ok(());
        }
        let mut expected = Vec::new();
        for model in models.iter().rev() {
            let particle = self.particle_of(*model);
            self.first_names(particle, 0, &mut expected);
        }
        Err(Mismatch::Unexpected(self.matched.len(), expected))
    }

    fn particle_of(&self, id: ParticleId) -> &'x Particle {
        &self.taxonomy.schema.particles[id.index()]
    }

    fn next(&self) -> Option<QName> {
        self.names.get(self.matched.len()).copied()
    }

    fn step(&mut self) -> Result<(), Mismatch> {
        self.steps = self.steps.checked_sub(1).ok_or(Mismatch::TooComplex)?;
        Ok(())
    }

    fn particle(&mut self, particle: &'x Particle, depth: usize) -> Result<(), Mismatch> {
        let mut count = 0;
        while count < particle.max {
            self.step()?;
            let Some(name) = self.next() else { break };
            if !self.can_start(&particle.term, name, depth)? {
                break;
            }
            let before = self.matched.len();
            self.term(&particle.term, depth)?;
            count += 1;
            if self.matched.len() == before {
                break;
            }
        }
        if count >= particle.min || self.is_emptiable(&particle.term, depth)? {
            return Ok(());
        }
        let mut expected = Vec::new();
        self.term_names(&particle.term, depth, &mut expected);
        match self.next() {
            Some(_) => Err(Mismatch::Unexpected(self.matched.len(), expected)),
            None => Err(Mismatch::Incomplete(expected)),
        }
    }

    /// Takes the children of one occurrence of a term that the next child can start.
    fn term(&mut self, term: &'x Term, depth: usize) -> Result<(), Mismatch> {
        match term {
            Term::Element(id) => self.matched.push(Matched::Element(*id)),
            Term::ElementNamed(name) => {
                let found = self.next().and_then(|child| self.substitute(*name, child));
                self.matched.push(found.map_or(Matched::Unexpected, Matched::Element));
            }
            Term::Wildcard(wildcard) => self.matched.push(Matched::Wildcard(wildcard.process)),
            Term::GroupNamed(_) => {
                if let Some(particle) = self.group(term) {
                    self.particle(particle, depth + 1)?;
                }
            }
            Term::Group(Compositor::Sequence, rows) => {
                for particle in self.particles(*rows) {
                    self.particle(particle, depth + 1)?;
                }
            }
            Term::Group(Compositor::Choice, rows) => {
                let name = self.next();
                for particle in self.particles(*rows) {
                    if name.is_some_and(|name| self.can_start(&particle.term, name, depth + 1).unwrap_or(false)) {
                        return self.particle(particle, depth + 1);
                    }
                }
            }
            Term::Group(Compositor::All, rows) => self.all(self.particles(*rows), depth)?,
        }
        Ok(())
    }

    fn all(&mut self, particles: &'x [Particle], depth: usize) -> Result<(), Mismatch> {
        let mut seen = vec![false; particles.len()];
        while let Some(name) = self.next() {
            let mut found = None;
            for (number, particle) in particles.iter().enumerate() {
                if !seen[number] && self.can_start(&particle.term, name, depth + 1)? {
                    found = Some((number, particle));
                    break;
                }
            }
            let Some((number, particle)) = found else { break };
            seen[number] = true;
            self.particle(particle, depth + 1)?;
        }
        for (number, particle) in particles.iter().enumerate() {
            if !seen[number] {
                self.particle(particle, depth + 1)?;
            }
        }
        Ok(())
    }

    fn particles(&self, rows: Rows) -> &'x [Particle] {
        rows.of(&self.taxonomy.schema.particles)
    }

    /// The particle of a named group.
    fn group(&self, term: &Term) -> Option<&'x Particle> {
        let Term::GroupNamed(name) = term else { return None };
        let row = *self.taxonomy.names.groups.get(name)?;
        Some(self.particle_of(self.taxonomy.schema.groups[row as usize].particle?))
    }

    /// Whether a child can be the first of a term's.
    fn can_start(&mut self, term: &'x Term, name: QName, depth: usize) -> Result<bool, Mismatch> {
        self.step()?;
        if depth > MAX_DEPTH {
            return Err(Mismatch::TooComplex);
        }
        Ok(match term {
            Term::Element(id) => self.taxonomy.schema.elements[id.index()].name == name,
            Term::ElementNamed(head) => self.substitute(*head, name).is_some(),
            Term::Wildcard(wildcard) => wildcard.allows(name.namespace),
            Term::GroupNamed(_) => match self.group(term) {
                Some(particle) => particle.max > 0 && self.can_start(&particle.term, name, depth + 1)?,
                None => false,
            },
            Term::Group(compositor, rows) => {
                for particle in self.particles(*rows) {
                    if particle.max > 0 && self.can_start(&particle.term, name, depth + 1)? {
                        return Ok(true);
                    }
                    let may_be_passed = particle.min == 0 || *compositor != Compositor::Sequence;
                    if !may_be_passed && !self.is_emptiable(&particle.term, depth + 1)? {
                        return Ok(false);
                    }
                }
                false
            }
        })
    }

    /// Whether a term can stand for no child at all.
    fn is_emptiable(&mut self, term: &'x Term, depth: usize) -> Result<bool, Mismatch> {
        self.step()?;
        if depth > MAX_DEPTH {
            return Err(Mismatch::TooComplex);
        }
        match term {
            Term::Element(_) | Term::ElementNamed(_) | Term::Wildcard(_) => Ok(false),
            Term::GroupNamed(_) => match self.group(term) {
                Some(particle) => Ok(particle.min == 0 || self.is_emptiable(&particle.term, depth + 1)?),
                None => Ok(true),
            },
            Term::Group(Compositor::Choice, rows) => {
                let particles = self.particles(*rows);
                for particle in particles {
                    if particle.min == 0 || self.is_emptiable(&particle.term, depth + 1)? {
                        return Ok(true);
                    }
                }
                Ok(particles.is_empty())
            }
            Term::Group(_, rows) => {
                for particle in self.particles(*rows) {
                    if particle.min > 0 && !self.is_emptiable(&particle.term, depth + 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
        }
    }

    /// The declaration by which a child may stand where a model names an element: its own, where it is that
    /// element or in its substitution group (part 1, 3.3.6).
    fn substitute(&self, head: QName, child: QName) -> Option<ElementId> {
        let id = self.taxonomy.element(child)?;
        if head == child {
            return Some(id);
        }
        let blocks = self.taxonomy.element(head).is_some_and(|head| self.taxonomy.element_of(head).block.substitution);
        let in_group = self.taxonomy.heads(id).skip(1).any(|element| element.name == head);
        (in_group && !blocks).then_some(id)
    }

    /// The names of what could stand next, for people.
    fn first_names(&self, particle: &'x Particle, depth: usize, names: &mut Vec<String>) {
        self.term_names(&particle.term, depth, names);
    }

    fn term_names(&self, term: &'x Term, depth: usize, names: &mut Vec<String>) {
        if depth > MAX_DEPTH || names.len() >= NAMES_SHOWN {
            return;
        }
        let name = match term {
            Term::Element(id) => self.taxonomy.schema.elements[id.index()].name.to_string(),
            Term::ElementNamed(name) => name.to_string(),
            Term::Wildcard(_) => "any element that its wildcard allows".to_owned(),
            Term::GroupNamed(_) => {
                if let Some(particle) = self.group(term) {
                    self.term_names(&particle.term, depth + 1, names);
                }
                return;
            }
            Term::Group(compositor, rows) => {
                for particle in self.particles(*rows) {
                    self.term_names(&particle.term, depth + 1, names);
                    if *compositor == Compositor::Sequence && particle.min > 0 {
                        break;
                    }
                }
                return;
            }
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
}
