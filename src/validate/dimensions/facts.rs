//! Whether facts are in the hypercubes of their primary items (Dimensions 1.0, 3.1).
//!
//! A hypercube is looked at once for each combination of dimensions, and a primary item once for each combination
//! that it is reported with, however many facts there are.

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::combination::{Combination, CombinationId, Combinations, Pair, Value};
use super::shown;
use crate::model::{Diagnostic, Name, Place};
use crate::rules;
use crate::taxonomy::dimensions::{Axis, BaseSet, Container, DimensionalModel, HasHypercube};
use crate::taxonomy::{ConceptId, ConceptKind, Missing, ReferenceKind, Taxonomy};
use crate::validate::subject::{Subject, hint_at_missing};

rules! {
    class Dimensions, "Dimensions 1.0";

    DIMENSIONALLY_INVALID = Error "xbrldie:PrimaryItemDimensionallyInvalidError" at "3.1.1" {
        title: "a fact is in none of the hypercubes that its primary item needs",
        why: "The taxonomy says with which members a concept can be reported; a fact with others has no meaning in it.",
        example: "ex:Sales with ex:RegionAxis = ex:Shoes, where the members of ex:RegionAxis are regions",
        mended: "ex:Sales with ex:RegionAxis = ex:Asia",
    }
}

/// Facts with one primary item and one combination of dimensions.
struct Group {
    /// The first fact, and where its context stands.
    place: Place,
    context: Option<Place>,
    others: Vec<Place>,
}

/// Checks all facts whose contexts are in order.
pub(super) fn check(subject: &Subject<'_>, combinations: &Combinations, findings: &mut Vec<Diagnostic>) {
    let mut checker = Checker {
        subject,
        model: subject.taxonomy.dimensions(),
        combinations,
        fits: FxHashMap::default(),
        groups: IndexMap::default(),
    };
    if checker.model.base_sets().is_empty() {
        return;
    }
    checker.facts();
    let mut invalid = checker.invalid();
    if invalid.is_empty() {
        return;
    }
    checker.excuse_by_faults(&mut invalid, findings);
    if let Some(missing) = may_hold_relationships(subject.taxonomy) {
        let count = invalid.iter().map(|(_, group)| 1 + group.others.len()).sum();
        excuse(missing, count, findings);
        return;
    }
    findings.extend(invalid.iter().map(|((item, combination), group)| checker.finding(*item, *combination, group)));
}

/// Why a combination is not in a hypercube.
enum Misfit {
    /// The member is not in the dimension's domain, or not usable.
    Member(Axis, Pair),
    /// The dimension is not reported, and its default member is not in the domain.
    Default(Axis, ConceptId),
    /// The dimension is not reported, and has no default member.
    Absent(Axis),
    /// A dimension that the closed hypercube does not have.
    Stranger(Pair),
    /// Something that is no dimension stands where the closed hypercube allows nothing else.
    Other,
}

impl Misfit {
    /// How far from fitting: the nearest hypercubes are shown first.
    fn distance(&self) -> u8 {
        match self {
            Misfit::Member(..) => 0,
            Misfit::Default(..) => 1,
            Misfit::Absent(_) => 2,
            Misfit::Stranger(_) => 3,
            Misfit::Other => 4,
        }
    }
}

/// Hypercubes that are listed in a finding.
const SHOWN_HYPERCUBES: usize = 6;

struct Checker<'s, 'a> {
    subject: &'s Subject<'a>,
    model: &'a DimensionalModel,
    combinations: &'s Combinations,
    /// Whether a combination is in a hypercube.
    fits: FxHashMap<(u32, CombinationId), bool>,
    groups: IndexMap<(ConceptId, CombinationId), Group, rustc_hash::FxBuildHasher>,
}

impl Checker<'_, '_> {
    /// Gathers the facts by primary item and combination.
    fn facts(&mut self) {
        let subject = self.subject;
        match subject.written {
            Some(written) => {
                for fact in &written.facts {
                    let Some(context) = fact.context.target() else { continue };
                    if let (Some(item), Some(combination)) = (self.item(fact.name), self.combinations.of(context)) {
                        let place = written.contexts[context as usize].place;
                        self.add(item, combination, fact.place, Some(place));
                    }
                }
            }
            None => {
                for fact in &subject.report.facts {
                    let dimensions = subject.report.aspects.get(fact.aspects).dimensions;
                    if let (Some(item), Some(combination)) =
                        (self.item(fact.concept), self.combinations.of(dimensions.0))
                    {
                        self.add(item, combination, fact.place, None);
                    }
                }
            }
        }
    }

    fn item(&self, name: crate::model::QName) -> Option<ConceptId> {
        let id = self.subject.concept_id(name)?;
        (self.subject.taxonomy.get(id).kind == ConceptKind::Item).then_some(id)
    }

    fn add(&mut self, item: ConceptId, combination: CombinationId, place: Place, context: Option<Place>) {
        match self.groups.entry((item, combination)) {
            indexmap::map::Entry::Occupied(known) => known.into_mut().others.push(place),
            indexmap::map::Entry::Vacant(new) => _ = new.insert(Group { place, context, others: Vec::new() }),
        }
    }

    /// The groups whose facts are in none of the hypercubes that they need.
    fn invalid(&mut self) -> Vec<((ConceptId, CombinationId), Group)> {
        let mut groups: Vec<_> = std::mem::take(&mut self.groups).into_iter().collect();
        groups.retain(|((item, combination), _)| !self.is_valid(*item, *combination));
        groups
    }

    /// A fact is valid where the hypercubes of one role are satisfied together, and where there are none
    /// (Dimensions 1.0, 3.1.1).
    fn is_valid(&mut self, item: ConceptId, combination: CombinationId) -> bool {
        let model = self.model;
        let mut roles = model.roles_of(item).peekable();
        roles.peek().is_none() || roles.any(|mut base_sets| base_sets.all(|set| self.satisfies(set, combination)))
    }

    fn satisfies(&mut self, base_set: &BaseSet, combination: CombinationId) -> bool {
        let model = self.model;
        model.hypercubes_of(base_set).all(|(number, hypercube)| {
            let fits = self.fits.get(&(number, combination)).copied().unwrap_or_else(|| {
                let fits = self.misfit(hypercube, self.combinations.get(combination)).is_none();
                self.fits.insert((number, combination), fits);
                fits
            });
            fits == hypercube.all
        })
    }

    /// The first reason why a combination is not in a hypercube.
    fn misfit(&self, hypercube: &HasHypercube, combination: &Combination) -> Option<Misfit> {
        let (model, container) = (self.model, hypercube.container);
        let axes = model.axes_of(hypercube);
        let of_axis = |axis: &Axis| {
            let is_member = |id| model.member(model.domain(axis.domain), id).is_some_and(|member| member.usable);
            match combination.get(axis.dimension, container) {
                Some(pair) => match pair.value {
                    Value::Typed => None,
                    Value::Explicit(member) => (!member.is_some_and(is_member)).then_some(Misfit::Member(*axis, *pair)),
                },
                None => match model.default_of(axis.dimension) {
                    Some(default) => (!is_member(default.member)).then_some(Misfit::Default(*axis, default.member)),
                    None => Some(Misfit::Absent(*axis)),
                },
            }
        };
        let misfit = axes.iter().find_map(of_axis);
        if misfit.is_some() || !hypercube.closed {
            return misfit;
        }
        let is_axis = |pair: &Pair| axes.binary_search_by_key(&pair.dimension, |axis| axis.dimension).is_ok();
        let mut here = combination.pairs.iter().filter(|pair| pair.is_in(container));
        let stranger = here.find(|pair| !is_axis(pair)).map(|pair| Misfit::Stranger(*pair));
        stranger.or_else(|| combination.has_other(container).then_some(Misfit::Other))
    }
}

/// What is said.
impl Checker<'_, '_> {
    /// Leaves out facts whose hypercubes are in a role with a faulty relationship, and says there that they are left
    /// out: it may be the only thing that is wrong with them.
    fn excuse_by_faults(&self, invalid: &mut Vec<((ConceptId, CombinationId), Group)>, findings: &mut [Diagnostic]) {
        let roles = faulty_roles(self.subject.taxonomy, findings);
        let mut excused: IndexMap<usize, usize> = IndexMap::new();
        invalid.retain(|((item, _), group)| {
            let told = self.model.roles_of(*item).flatten().find_map(|base_set| roles.get(&base_set.role));
            told.into_iter().for_each(|told| *excused.entry(*told).or_default() += 1 + group.others.len());
            told.is_none()
        });
        for (told, facts) in excused {
            findings[told].hints.push(format!("{} that they need, perhaps because of this", in_none(facts)));
        }
    }

    fn finding(&self, item: ConceptId, combination: CombinationId, group: &Group) -> Diagnostic {
        let (taxonomy, combination) = (self.subject.taxonomy, self.combinations.get(combination));
        let mut message =
            format!("{} {} is in no hypercube that it needs", shown(taxonomy, item), self.with(combination));
        if !group.others.is_empty() {
            message += &format!(" (and {} facts more like it)", group.others.len());
        }
        let finding = Diagnostic::new(&DIMENSIONALLY_INVALID, group.place, message);
        let finding = group.context.into_iter().fold(finding, |finding, place| finding.related(place, "its context"));
        let mut tried = self.tried(item, combination);
        // Stable: the order of the taxonomy among those that are equally near.
        tried.sort_by_key(|(distance, ..)| *distance);
        let left = tried.len().saturating_sub(SHOWN_HYPERCUBES);
        let shown = tried.into_iter().take(SHOWN_HYPERCUBES);
        let finding = shown.fold(finding, |finding, (_, place, why)| finding.related(place, why));
        if left > 0 { finding.hint(format!("{left} more hypercubes were tried")) } else { finding }
    }

    /// `with ex:RegionAxis = ex:Asia`.
    fn with(&self, combination: &Combination) -> String {
        let taxonomy = self.subject.taxonomy;
        let pairs =
            combination.pairs.iter().map(|pair| format!("{} = {}", shown(taxonomy, pair.dimension), self.value(pair)));
        let pairs: Vec<String> = pairs.collect();
        if pairs.is_empty() { "without dimensions".to_owned() } else { format!("with {}", pairs.join(", ")) }
    }

    fn value(&self, pair: &Pair) -> String {
        match pair.value {
            Value::Explicit(Some(member)) => shown(self.subject.taxonomy, member),
            Value::Explicit(None) => "an element that is no concept".to_owned(),
            Value::Typed => "a value".to_owned(),
        }
    }

    /// Every hypercube that a fact is not in, or must not be in: how far it is from it, the arc, and why.
    fn tried(&self, item: ConceptId, combination: &Combination) -> Vec<(u8, Place, String)> {
        let (model, taxonomy) = (self.model, self.subject.taxonomy);
        let base_sets = model.roles_of(item).flatten();
        let hypercubes = base_sets.flat_map(|set| model.hypercubes_of(set).map(move |(_, hypercube)| (set, hypercube)));
        let failed = hypercubes.filter_map(|(set, hypercube)| {
            let misfit = self.misfit(hypercube, combination);
            let (distance, why) = match (misfit, hypercube.all) {
                (Some(misfit), true) => (misfit.distance(), self.words(hypercube, &misfit)),
                (None, false) => (0, "it excludes what is reported".to_owned()),
                _ => return None,
            };
            let name = shown(taxonomy, hypercube.hypercube);
            Some((distance, taxonomy.arc(hypercube.arc).place, format!("{name} in {}: {why}", set.role)))
        });
        failed.collect()
    }

    fn words(&self, hypercube: &HasHypercube, misfit: &Misfit) -> String {
        let taxonomy = self.subject.taxonomy;
        let dimension = |id| shown(taxonomy, id);
        let part = match hypercube.container {
            Some(Container::Segment) => " in the segment",
            Some(Container::Scenario) => " in the scenario",
            None => "",
        };
        match misfit {
            Misfit::Member(axis, pair) => {
                let id = if let Value::Explicit(member) = pair.value { member } else { None };
                let domain = self.model.domain(axis.domain);
                let what = match id.and_then(|id| self.model.member(domain, id)) {
                    Some(_) => "a member that is not usable",
                    None => "no member",
                };
                format!("{} is {what} of {} there", self.value(pair), dimension(axis.dimension))
            }
            Misfit::Default(axis, default) => format!(
                "{} is not reported{part}, and its default {} is no usable member there",
                dimension(axis.dimension),
                shown(taxonomy, *default)
            ),
            Misfit::Absent(axis) => {
                format!("{} is not reported{part}, and has no default", dimension(axis.dimension))
            }
            Misfit::Stranger(pair) => format!("it is closed and does not have {}", dimension(pair.dimension)),
            Misfit::Other => format!("it is closed, and something else stands{part} beside its dimensions"),
        }
    }
}

/// A missing file that may hold dimensional relationships: without it nothing can be said against a fact.
fn may_hold_relationships(taxonomy: &Taxonomy) -> Option<&Missing> {
    let has_other_role = |role: &str| {
        ["label", "reference", "presentation", "calculation"]
            .iter()
            .any(|kind| role.ends_with(&format!("/{kind}LinkbaseRef")))
    };
    taxonomy.missing().iter().find(|missing| {
        missing.referrers.iter().map(|row| &taxonomy.references()[*row as usize]).any(|reference| {
            match reference.kind {
                ReferenceKind::SchemaRef | ReferenceKind::Import | ReferenceKind::Include | ReferenceKind::Locator => {
                    true
                }
                ReferenceKind::LinkbaseRef => !has_other_role(reference.role.as_str()),
                _ => false,
            }
        })
    })
}

/// Says of a missing file that facts may be valid by it.
fn excuse(missing: &Missing, facts: usize, findings: &mut [Diagnostic]) {
    hint_at_missing(findings, missing, format!("{} that was found; it may have more of them", in_none(facts)));
}

fn in_none(facts: usize) -> String {
    let are = if facts == 1 { "fact is in no hypercube" } else { "facts are in no hypercube" };
    format!("{facts} {are}")
}

/// Roles with a relationship that breaks a rule, each with the number of the first finding that says so.
fn faulty_roles(taxonomy: &Taxonomy, findings: &[Diagnostic]) -> FxHashMap<Name, usize> {
    let told = findings.iter().enumerate().filter(|(_, finding)| finding.rule.code.starts_with("xbrldte:"));
    let told: FxHashMap<Place, usize> = told.filter_map(|(number, finding)| Some((finding.place?, number))).collect();
    let mut roles = FxHashMap::default();
    if told.is_empty() {
        return roles;
    }
    let links = taxonomy.links();
    for link in &links.links {
        let faulty = link.arcs.of(&links.arcs).iter().filter_map(|arc| told.get(&arc.place)).min();
        if let Some(number) = faulty {
            roles.entry(link.role).or_insert(*number);
        }
    }
    roles
}
