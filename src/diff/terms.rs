//! A vocabulary from a taxonomy: labels, statements, defaults and summations of what a report uses.

use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::model::{Decimal, DimensionMember, Documents, Name, QName, Report};
use crate::taxonomy::{Arc, ConceptId, ConceptKind, Labels, Network, Presentation, Target, Taxonomy, unturned};
use crate::xml::types::{NoNamespaces, SimpleType};

use super::comparison::{Measure, Position, Shared};
use super::key::names_of;
use super::vocabulary::{Calculation, ConceptInfo, Declaration, Summation, Vocabulary};

const DIMENSION_DEFAULT: &str = "http://xbrl.org/int/dim/arcrole/dimension-default";
const SUMMATION_ITEM_2023: &str = "https://xbrl.org/2023/arcrole/summation-item";

impl Vocabulary {
    /// What a taxonomy says of the names that a report uses.
    #[must_use]
    pub fn of(taxonomy: &Taxonomy, documents: &Documents, report: &Report, labels: &Labels) -> Vocabulary {
        let reader = Reader { taxonomy, documents, labels };
        let used: FxHashSet<ConceptId> =
            names_of(report).into_iter().filter_map(|name| taxonomy.concept(name)).collect();
        let mut vocabulary = Vocabulary::default();
        let mut lines: FxHashMap<ConceptId, Line> = FxHashMap::default();
        for statement in taxonomy.presentations(documents) {
            let number = vocabulary.statements.len() as u32;
            if reader.place(&statement, number, &used, &mut lines) {
                vocabulary.statements.push(statement.title().into());
            }
        }
        let info = |id: ConceptId| (taxonomy.get(id).name, reader.info(id, lines.get(&id)));
        vocabulary.concepts = used.iter().map(|id| info(*id)).collect();
        vocabulary.defaults = reader.defaults();
        vocabulary.typed = reader.typed(report);
        vocabulary.calculations = reader.calculations(&used);
        vocabulary.declarations = reader.declarations();
        vocabulary.missing = taxonomy.missing().iter().map(|missing| missing.address.to_string()).collect();
        vocabulary
    }
}

/// Where a concept stands, and the label that it is presented by there.
struct Line {
    position: Position,
    preferred: Option<Name>,
}

struct Reader<'a> {
    taxonomy: &'a Taxonomy,
    documents: &'a Documents,
    labels: &'a Labels,
}

impl<'a> Reader<'a> {
    /// Gives the concepts in use their places in a statement, unless they have one in an earlier statement;
    /// says whether the statement has any.
    fn place(
        &self,
        statement: &Presentation<'a>,
        number: u32,
        used: &FxHashSet<ConceptId>,
        lines: &mut FxHashMap<ConceptId, Line>,
    ) -> bool {
        let network = statement.network;
        let mut placed: Vec<(ConceptId, u16, Option<Name>)> = Vec::new();
        let mut seen: FxHashSet<Target> = FxHashSet::default();
        // Depth first, the first child on top; what was seen is not entered again, so cycles end.
        let mut open: Vec<(Target, u16, Option<Name>)> =
            network.roots().into_iter().rev().map(|root| (root, 0, None)).collect();
        while let Some((target, depth, preferred)) = open.pop() {
            if !seen.insert(target) {
                continue;
            }
            if let Target::Concept(id) = target
                && self.taxonomy.get(id).kind == ConceptKind::Item
                && !self.taxonomy.get(id).abstract_
                && used.contains(&id)
            {
                placed.push((id, depth, preferred));
            }
            // Values are compared as they are reported: a label for the turned sign would say the opposite.
            let child = |arc: &Arc| (!arc.preferred_label.is_empty()).then(|| unturned(arc.preferred_label));
            let children = network.children(target).iter().rev();
            open.extend(children.map(|arc| (arc.to, depth.saturating_add(1), child(self.taxonomy.arc(arc.arc)))));
        }
        let least = placed.iter().map(|(_, depth, _)| *depth).min().unwrap_or(0);
        for (line, (id, depth, preferred)) in placed.iter().enumerate() {
            let is_note = !statement.is_primary;
            let position = Position { is_note, statement: number, line: line as u32, depth: depth - least };
            lines.entry(*id).or_insert(Line { position, preferred: *preferred });
        }
        !placed.is_empty()
    }

    fn info(&self, id: ConceptId, line: Option<&Line>) -> ConceptInfo {
        let concept = self.taxonomy.get(id);
        let is_percentage = || {
            let names = self.taxonomy.bases(concept.type_id).filter_map(|base| self.taxonomy.type_of(base).name);
            names.into_iter().any(|name| name.local.as_str() == "percentItemType")
        };
        ConceptInfo {
            label: self.label(id, line.and_then(|line| line.preferred)),
            labels: self.names(id),
            position: line.map(|line| line.position),
            measure: (concept.item_type.numeric && is_percentage()).then_some(Measure::Ratio),
            balance: concept.balance,
        }
    }

    /// The label in the role that is asked for, else that of the statement, unless it is one for the
    /// beginning or the end of a period, which is no name of the thing itself.
    fn label(&self, id: ConceptId, preferred: Option<Name>) -> Option<Shared> {
        let is_name = |role: &Name| !role.as_str().contains("eriodStart") && !role.as_str().contains("eriodEnd");
        let role = self.labels.role.or(preferred.filter(is_name)).unwrap_or(Name::STANDARD_LABEL);
        let found = self.taxonomy.label(id, role, &self.labels.language);
        let any = || self.taxonomy.labels(id).find(|label| label.role == Name::STANDARD_LABEL);
        let text = found.or_else(any)?.text.get(self.documents).trim();
        (!text.is_empty()).then(|| Shared::from(text))
    }

    /// All labels in the language that is asked for, documentation left out.
    fn names(&self, id: ConceptId) -> Vec<Shared> {
        let is_name = |role: Name| role.as_str().to_ascii_lowercase().ends_with("label");
        let labels = self.taxonomy.labels(id);
        let wanted =
            labels.filter(|label| is_name(label.role) && label.language.as_str().starts_with(&self.labels.language));
        wanted.map(|label| Shared::from(label.text.get(self.documents).trim())).collect()
    }

    fn defaults(&self) -> FxHashMap<QName, QName> {
        let networks = self.taxonomy.networks(Name::new(DIMENSION_DEFAULT));
        let pairs = networks.flat_map(Network::relationships).filter_map(|arc| match (arc.from, arc.to) {
            (Target::Concept(axis), Target::Concept(member)) => {
                Some((self.taxonomy.get(axis).name, self.taxonomy.get(member).name))
            }
            _ => None,
        });
        pairs.collect()
    }

    /// The canonical forms of typed members. Markup, and text with escapes, is of types whose values are compared
    /// as they are written.
    fn typed(&self, report: &Report) -> FxHashMap<QName, FxHashMap<Box<str>, Box<str>>> {
        let mut typed: FxHashMap<QName, FxHashMap<Box<str>, Box<str>>> = FxHashMap::default();
        let types = self.types_of_dimensions();
        if types.is_empty() {
            return typed;
        }
        let dimensions: FxHashSet<_> = report.aspects.iter().map(|(_, aspects)| aspects.dimensions).collect();
        for (axis, member) in dimensions.into_iter().flat_map(|id| report.aspects.dimensions(id).pairs()) {
            let DimensionMember::Typed(Some(content)) = member else { continue };
            let Some(kind) = types.get(axis).filter(|_| !content.contains(['<', '&'])) else { continue };
            if let Ok(canonical) = kind.canonical(content, &NoNamespaces)
                && canonical != **content
            {
                typed.entry(*axis).or_default().insert(content.clone(), canonical.into());
            }
        }
        typed
    }

    /// The types of the values of typed dimensions, where they are simple.
    fn types_of_dimensions(&self) -> FxHashMap<QName, &'a SimpleType> {
        let typed = self.taxonomy.typed_domains().iter().filter_map(|typed| {
            let declaration = match typed.target {
                Target::Element(id) => id,
                Target::Concept(id) => self.taxonomy.get(id).element,
                _ => return None,
            };
            let kind = self.taxonomy.simple_type(self.taxonomy.element_of(declaration).type_id)?;
            Some((self.taxonomy.element_of(typed.element).name, kind))
        });
        typed.collect()
    }

    fn declarations(&self) -> Vec<Declaration> {
        let declare = |(_, concept): (ConceptId, &crate::taxonomy::Concept)| Declaration {
            name: concept.name,
            type_name: self.taxonomy.type_of(concept.type_id).name,
            balance: concept.balance,
            period_type: concept.period_type,
        };
        self.taxonomy.concepts().map(declare).collect()
    }

    /// What the statement of a network is called.
    fn title(&self, network: Network<'a>) -> &'a str {
        let definition = self.taxonomy.role_type(network.role()).and_then(|role| role.definition.as_ref());
        let definition = definition.map_or(network.role().as_str(), |text| text.get(self.documents).trim());
        Presentation { network, definition, is_primary: false }.title()
    }

    /// What is summed into what, in each role; of a pair that a role has twice the first.
    fn calculations(&self, used: &FxHashSet<ConceptId>) -> Vec<Calculation> {
        let mut calculations: IndexMap<Name, Calculation, FxBuildHasher> = IndexMap::default();
        let mut seen: FxHashSet<(Name, ConceptId, ConceptId)> = FxHashSet::default();
        let arcroles = [Name::SUMMATION_ITEM, Name::new(SUMMATION_ITEM_2023)];
        for network in arcroles.into_iter().flat_map(|arcrole| self.taxonomy.networks(arcrole)) {
            let role = network.role();
            for arc in network.relationships() {
                let (Target::Concept(total), Target::Concept(part)) = (arc.from, arc.to) else { continue };
                let is_used = used.contains(&part) || used.contains(&total);
                if !is_used || !seen.insert((role, total, part)) {
                    continue;
                }
                let calculation = calculations.entry(role).or_insert_with(|| Calculation {
                    role,
                    title: self.title(network).into(),
                    summations: Vec::new(),
                });
                calculation.summations.push(Summation {
                    total: self.taxonomy.get(total).name,
                    part: self.taxonomy.get(part).name,
                    weight: self.taxonomy.arc(arc.arc).weight.clone().unwrap_or(Decimal::ONE),
                });
            }
        }
        calculations.into_values().collect()
    }
}
