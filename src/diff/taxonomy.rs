//! Taxonomies: what changed between the two filings' own, and between the years of those that they build on.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::{Name, QName};

use super::classify::Context;
use super::comparison::{Shared, Which};
use super::key::Both;
use super::trees::{self, TotalParts};
use super::vocabulary::Declaration;

/// What happened to a concept's declaration.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "change")]
pub enum ConceptChangeKind {
    /// It has another type.
    Type {
        /// The old one.
        from: Shared,
        /// The new one.
        to: Shared,
    },
    /// It has another balance, or none, or one that it didn't have.
    Balance {
        /// The old one: `debit`, `credit` or `none`.
        from: &'static str,
        /// The new one.
        to: &'static str,
    },
    /// It is measured over another kind of period.
    PeriodType {
        /// The old one: `instant`, `duration` or `none`.
        from: &'static str,
        /// The new one.
        to: &'static str,
    },
    /// It is gone.
    Gone,
    /// It came.
    Added,
}

/// A concept whose declaration changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct ConceptChange {
    /// The concept.
    pub concept: Shared,
    /// Its label, where a filing uses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Shared>,
    /// What happened to it.
    #[serde(flatten)]
    pub kind: ConceptChangeKind,
    /// Whether either filing has facts of it, or is told along it.
    pub used: bool,
}

/// The changes of one family of namespaces.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub struct FamilyChanges {
    /// The prefix that its names are shown by.
    pub prefix: String,
    /// The older taxonomy's namespaces; none where it has nothing of the family.
    pub old: Vec<String>,
    /// The newer one's.
    pub new: Vec<String>,
    /// Concepts that came.
    pub added: usize,
    /// Concepts that are gone.
    pub gone: usize,
    /// Concepts of another type, balance or period type.
    pub changed: usize,
}

/// What changed between two taxonomies.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, JsonSchema)]
pub struct TaxonomyChanges {
    /// The families of namespaces that changed, by prefix.
    pub families: Vec<FamilyChanges>,
    /// Concepts that changed, those in use first; those that came or went with a whole family are left out.
    pub concepts: Vec<ConceptChange>,
    /// Totals of both filings that have other parts in a statement.
    pub totals: Vec<TotalParts>,
}

impl TaxonomyChanges {
    /// Whether nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.families.is_empty() && self.totals.is_empty()
    }
}

/// The declarations of both taxonomies by folded name, family by family.
struct Declared<'a> {
    families: FxHashMap<Name, Both<Vec<Name>>>,
    concepts: Both<FxHashMap<QName, &'a Declaration>>,
    folded: Both<FxHashMap<Name, Name>>,
}

impl<'a> Declared<'a> {
    fn of(context: Context<'a>) -> Declared<'a> {
        let (families, concepts, folded) = Default::default();
        let mut declared = Declared { families, concepts, folded };
        for which in [Which::Old, Which::New] {
            for declaration in &context.sides.get(which).vocabulary.declarations {
                let folded = declared.fold(context, which, declaration.name);
                let members = declared.families.entry(folded.namespace).or_default().get_mut(which);
                if !members.contains(&declaration.name.namespace) {
                    members.push(declaration.name.namespace);
                }
                declared.concepts.get_mut(which).insert(folded, declaration);
            }
        }
        declared
    }

    /// A name with its family for its namespace, each namespace looked at once.
    fn fold(&mut self, context: Context<'_>, which: Which, name: QName) -> QName {
        let known = self.folded.get_mut(which).entry(name.namespace);
        let namespace = *known.or_insert_with(|| context.keyed.folding.family(which, name.namespace));
        QName { namespace, local: name.local }
    }
}

/// What changed between the taxonomies, as far as both are known.
pub(crate) fn changes(context: Context<'_>) -> TaxonomyChanges {
    if [Which::Old, Which::New].iter().any(|which| context.sides.get(*which).vocabulary.declarations.is_empty()) {
        return TaxonomyChanges::default();
    }
    let declared = Declared::of(context);
    let (old, new) = (&declared.concepts.old, &declared.concepts.new);
    let pairs = old.iter().filter_map(|(name, one)| Some((*name, *one, *new.get(name)?)));
    let mut changed: Vec<(QName, ConceptChangeKind)> =
        pairs.flat_map(|(name, one, two)| kinds(one, two).into_iter().map(move |kind| (name, kind))).collect();
    let alone = |which: Which, kind: &ConceptChangeKind| -> Vec<(QName, ConceptChangeKind)> {
        let other = declared.concepts.get(which.other());
        let names = declared.concepts.get(which).keys().filter(|name| !other.contains_key(*name));
        names.map(|name| (*name, kind.clone())).collect()
    };
    changed.extend(alone(Which::Old, &ConceptChangeKind::Gone));
    changed.extend(alone(Which::New, &ConceptChangeKind::Added));
    TaxonomyChanges {
        families: families(context, &declared, &changed),
        concepts: concepts(context, &declared, changed),
        totals: trees::totals(context),
    }
}

/// How two declarations of one concept differ.
fn kinds(old: &Declaration, new: &Declaration) -> Vec<ConceptChangeKind> {
    let mut kinds = Vec::new();
    // A type that moved to another namespace under its name, as several of the SEC's did to the data type
    // registry, is the same type.
    if let (Some(from), Some(to)) = (old.type_name, new.type_name)
        && from.local != to.local
    {
        let show = |name: QName| Shared::from(name.local.as_str());
        kinds.push(ConceptChangeKind::Type { from: show(from), to: show(to) });
    }
    if old.balance != new.balance {
        kinds.push(ConceptChangeKind::Balance { from: old.balance_name(), to: new.balance_name() });
    }
    if old.period_type != new.period_type {
        kinds.push(ConceptChangeKind::PeriodType { from: old.period_name(), to: new.period_name() });
    }
    kinds
}

fn families(
    context: Context<'_>,
    declared: &Declared<'_>,
    changed: &[(QName, ConceptChangeKind)],
) -> Vec<FamilyChanges> {
    let mut counts: FxHashMap<Name, [usize; 3]> = FxHashMap::default();
    for (name, kind) in changed {
        let at = match kind {
            ConceptChangeKind::Added => 0,
            ConceptChangeKind::Gone => 1,
            _ => 2,
        };
        counts.entry(name.namespace).or_default()[at] += 1;
    }
    let uris = |names: &[Name]| {
        let mut uris: Vec<String> = names.iter().map(|name| name.as_str().to_owned()).collect();
        uris.sort_unstable();
        uris
    };
    let family = |(name, [added, gone, changed]): (Name, [usize; 3])| {
        let members = &declared.families[&name];
        let (old, new) = (uris(&members.old), uris(&members.new));
        FamilyChanges { prefix: context.names.prefix(name).to_owned(), old, new, added, gone, changed }
    };
    let mut families: Vec<FamilyChanges> = counts.into_iter().map(family).collect();
    families.sort_by(|one, two| (&one.prefix, &one.new, &one.old).cmp(&(&two.prefix, &two.new, &two.old)));
    families
}

fn concepts(
    context: Context<'_>,
    declared: &Declared<'_>,
    changed: Vec<(QName, ConceptChangeKind)>,
) -> Vec<ConceptChange> {
    let used = context.keyed.tables.names();
    // A family that one taxonomy does not have at all came or went as a whole, and is told as one.
    let is_whole = |name: &QName| {
        let members = &declared.families[&name.namespace];
        members.old.is_empty() || members.new.is_empty()
    };
    let told = changed.into_iter().filter(|(name, _)| !is_whole(name));
    let mut concepts: Vec<ConceptChange> = told
        .map(|(name, kind)| ConceptChange {
            concept: context.names.show_any(name),
            label: label(context, name),
            kind,
            used: used.contains(&name),
        })
        .collect();
    concepts.sort_by(|one, two| (!one.used, &one.kind, &one.concept).cmp(&(!two.used, &two.kind, &two.concept)));
    concepts
}

fn label(context: Context<'_>, name: QName) -> Option<Shared> {
    context.info(name).find_map(|(_, info)| info.label.clone())
}
