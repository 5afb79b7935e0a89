//! Every fact of a report as a row, with the labels of what it speaks of.
//!
//! A report with its taxonomy comes in; rows go out, one after another, so that a large report is never a table in
//! memory. This room doesn't know how rows look.

use rustc_hash::FxHashMap;

use crate::model::report::ShownNames;
use crate::model::{DimensionMember, Documents, Entity, Fact, Location, Period, QName, Report};
use crate::taxonomy::{Labels, Taxonomy};

/// The facts of a report, with their labels at hand.
pub struct Facts<'a> {
    report: &'a Report,
    documents: &'a Documents,
    names: ShownNames<'a>,
    /// The labels of concepts, axes and members.
    labels: FxHashMap<QName, &'a str>,
}

/// A fact.
#[derive(Clone, Debug)]
pub struct FactRow<'a> {
    /// The fact.
    pub fact: &'a Fact,
    /// Its identifier, where it has one.
    pub id: Option<&'a str>,
    /// Its concept, with the prefix that the report gives it.
    pub concept: String,
    /// Its concept's label.
    pub label: Option<&'a str>,
    /// Who reports it.
    pub entity: &'a Entity,
    /// Its period.
    pub period: Period,
    /// Its unit; none for what is no number.
    pub unit: Option<String>,
    /// Its language, where it is in one.
    pub language: Option<&'static str>,
    /// Its dimensions with their members.
    pub dimensions: Vec<DimensionRow<'a>>,
    /// Its value; none for nil.
    pub value: Option<&'a str>,
    /// Where it stands.
    pub place: Location,
}

/// A dimension of a fact.
#[derive(Clone, Debug)]
pub struct DimensionRow<'a> {
    /// The dimension, with the prefix that the report gives it.
    pub axis: String,
    /// The dimension's label.
    pub axis_label: Option<&'a str>,
    /// The member: a name, or the value of a typed dimension; none for nil.
    pub member: Option<String>,
    /// The member's label.
    pub member_label: Option<&'a str>,
}

impl<'a> Facts<'a> {
    /// The facts of a report that is told in a taxonomy.
    #[must_use]
    pub fn of(report: &'a Report, taxonomy: &'a Taxonomy, documents: &'a Documents, labels: &Labels) -> Facts<'a> {
        let mut found = FxHashMap::default();
        let mut learn = |name: QName| {
            if !found.contains_key(&name)
                && let Some(label) = taxonomy.concept(name).and_then(|id| labels.of(id, None, taxonomy, documents))
            {
                found.insert(name, label);
            }
        };
        report.facts.iter().for_each(|fact| learn(fact.concept));
        for (_, aspects) in report.aspects.iter() {
            for (axis, member) in report.aspects.dimensions(aspects.dimensions).pairs() {
                learn(*axis);
                if let DimensionMember::Explicit(member) = member {
                    learn(*member);
                }
            }
        }
        Facts { report, documents, names: report.shown_names(), labels: found }
    }

    /// The rows, in the order of the report.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = FactRow<'_>> {
        self.report.facts.iter().map(|fact| self.row(fact))
    }

    fn row<'s>(&'s self, fact: &'s Fact) -> FactRow<'s> {
        let dimensions = self.report.dimensions_of(fact).pairs().iter().map(|(axis, member)| {
            let (member, member_label) = match member {
                DimensionMember::Explicit(name) => (Some(self.names.shown(*name)), self.label(*name)),
                DimensionMember::Typed(value) => (value.as_deref().map(str::to_owned), None),
            };
            DimensionRow { axis: self.names.shown(*axis), axis_label: self.label(*axis), member, member_label }
        });
        FactRow {
            fact,
            id: fact.id.as_ref().map(|id| id.get(self.documents)),
            concept: self.names.shown(fact.concept),
            label: self.label(fact.concept),
            entity: self.report.entity_of(fact),
            period: self.report.period_of(fact),
            unit: self.report.unit_of(fact).map(ToString::to_string),
            language: self.report.aspects_of(fact).language.map(crate::model::Name::as_str),
            dimensions: dimensions.collect(),
            value: fact.value.as_ref().map(|value| value.get(self.documents)),
            place: self.documents.locate(fact.place),
        }
    }

    fn label(&self, name: QName) -> Option<&'a str> {
        self.labels.get(&name).copied()
    }
}
