//! The Units Registry 1.0: whether the units of facts are registered for their types.

pub mod registry;

use std::sync::Arc;

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::subject::Subject;
use super::xbrl21::units::{COMMON_MEASURE, MONETARY_UNIT, SHARES_UNIT, UNKNOWN_MEASURE};
use crate::model::aspects::UnitId;
use crate::model::{Diagnostic, Place, QName, Unit};
use crate::rules;
use crate::taxonomy::TypeId;
use registry::Registry;

rules! {
    class Units, "Units Registry 1.0";

    NOT_REGISTERED = Warning "utre:error-NumericFactUtrInvalid" at "3.2" {
        title: "a fact's unit is not registered for its type",
        why: "Readers compare facts whose units have the same name; of a unit that nobody registered they can't.",
        example: "<unit id=\"u\"><measure>ex:acres</measure></unit> on a fact of dtr-types:areaItemType",
        mended: "<unit id=\"u\"><measure>utr:acre</measure></unit>",
    }
}

/// By which registry units are checked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Units {
    /// By none.
    None,
    /// By the one that is built in.
    #[default]
    BuiltIn,
    /// By this one.
    Of(Arc<Registry>),
}

/// Facts of a type with a unit that the type doesn't have.
struct Group {
    /// The first fact's concept and place.
    concept: QName,
    place: Place,
    others: Vec<Place>,
}

/// Places of one cause that are pointed at, beside the first.
const SHOWN_PLACES: usize = 3;

/// Units that are named as expected.
const SHOWN_UNITS: usize = 8;

/// Checks the units of all facts; one finding a type and unit.
pub(super) fn check(subject: &Subject<'_>, units: &Units, findings: &mut Vec<Diagnostic>) {
    let registry = match units {
        Units::None => return,
        Units::BuiltIn => Registry::built_in(),
        Units::Of(registry) => registry,
    };
    let (report, taxonomy) = (subject.report, subject.taxonomy);
    let (unfit, faulty) = (unfit(findings), faulty(subject, findings));
    let mut constrained: FxHashMap<TypeId, Option<QName>> = FxHashMap::default();
    let mut allowed: FxHashMap<(QName, UnitId), bool> = FxHashMap::default();
    let mut groups: IndexMap<(QName, UnitId), Group, FxBuildHasher> = IndexMap::default();
    for fact in &report.facts {
        let Some(unit) = report.aspects.get(fact.aspects).unit else { continue };
        let Some(concept) = subject.concept(fact.concept).filter(|concept| concept.item_type.numeric) else { continue };
        let of_type = *constrained.entry(concept.type_id).or_insert_with(|| {
            registry.constrains(taxonomy.bases(concept.type_id).filter_map(|id| taxonomy.type_of(id).name))
        });
        let Some(of_type) = of_type else { continue };
        if unfit.contains(&fact.place) {
            continue;
        }
        let allows = || {
            let unit = report.aspects.unit(unit);
            faulty.contains(unit) || registry.allows(of_type, unit)
        };
        if *allowed.entry((of_type, unit)).or_insert_with(allows) {
            continue;
        }
        let first = || Group { concept: fact.concept, place: fact.place, others: Vec::new() };
        let group = groups.entry((of_type, unit)).or_insert_with(first);
        if group.place != fact.place {
            group.others.push(fact.place);
        }
    }
    findings.extend(groups.into_iter().map(|((of_type, unit), group)| {
        let unit = report.aspects.unit(unit);
        finding(subject, registry, of_type, &unit.to_string(), &group)
    }));
}

/// Facts whose units are not what the base specification asks of them; that was said.
fn unfit(findings: &[Diagnostic]) -> FxHashSet<Place> {
    let rules = [&MONETARY_UNIT, &SHARES_UNIT];
    findings.iter().filter(|finding| rules.contains(&finding.rule)).filter_map(|finding| finding.place).collect()
}

/// Units that are wrong by themselves, whatever the facts; that was said too.
fn faulty(subject: &Subject<'_>, findings: &[Diagnostic]) -> FxHashSet<Unit> {
    let rules = [&UNKNOWN_MEASURE, &COMMON_MEASURE];
    let Some(written) = subject.written else { return FxHashSet::default() };
    let places = findings.iter().filter(|finding| rules.contains(&finding.rule)).filter_map(|finding| finding.place);
    // A unit's fault stands inside it, and before the next unit.
    let around = |place: Place| written.units.iter().rev().find(|unit| unit.place <= place);
    places.filter_map(|place| around(place)?.unit()).collect()
}

fn finding(subject: &Subject<'_>, registry: &Registry, of_type: QName, unit: &str, group: &Group) -> Diagnostic {
    let name = subject.shown(group.concept);
    let more = match group.others.len() {
        0 => String::new(),
        1 => " (and of another fact)".to_owned(),
        count => format!(" (and of {count} other facts)"),
    };
    let message = format!("the unit {unit} of {name}{more} is not registered for {}", of_type.local);
    let mut expected = registry.words(of_type);
    if expected.len() > SHOWN_UNITS {
        expected.truncate(SHOWN_UNITS);
        expected.push("…".to_owned());
    }
    let finding = Diagnostic::new(&NOT_REGISTERED, group.place, message).expected(expected.join(", ")).found(unit);
    group.others.iter().take(SHOWN_PLACES).fold(finding, |finding, place| finding.related(*place, "here too"))
}
