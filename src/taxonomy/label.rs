//! Labels: the texts that label and generic label links give to concepts and roles (XBRL 2.1, 5.2.2).

use crate::model::{Documents, Name};

use super::Taxonomy;
use super::component::Rows;
use super::ids::{ConceptId, ResourceId};
use super::link::{Relationship, Resource, Target};
use super::merge::Extent;
use super::network::NetworkData;
use super::rows::Links;
use super::table::Table;

/// Which labels are wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Labels {
    /// The language, such as `en`; another one where there is none in it.
    pub language: String,
    /// The role; none for the one that a statement presents a concept by, else the standard one.
    pub role: Option<Name>,
}

impl Default for Labels {
    fn default() -> Labels {
        Labels { language: "en".to_owned(), role: None }
    }
}

impl Labels {
    /// The label of a concept: in the role that is asked for, else in the one that a statement prefers, else in the
    /// standard role; in another language where there is none in the one that is asked for.
    #[must_use]
    pub fn of<'a>(
        &self,
        concept: ConceptId,
        preferred: Option<Name>,
        taxonomy: &'a Taxonomy,
        documents: &'a Documents,
    ) -> Option<&'a str> {
        let role = self.role.or(preferred).unwrap_or(Name::STANDARD_LABEL);
        let exact = |role: Name| taxonomy.label(concept, role, &self.language).filter(|label| label.role == role);
        let plain = || exact(Name::new(&without_negation(role.as_str())?));
        let standard = || taxonomy.label(concept, Name::STANDARD_LABEL, &self.language);
        let any = || taxonomy.labels(concept).find(|label| label.role == Name::STANDARD_LABEL);
        let found = exact(role).or_else(plain).or_else(standard).or_else(any)?;
        let text = found.text.get(documents).trim();
        (!text.is_empty()).then_some(text)
    }
}

/// The role of the labels for values as they are, of a role for values whose sign is turned; else the same role.
pub(crate) fn unturned(role: Name) -> Name {
    without_negation(role.as_str()).map_or(role, |plain| Name::new(&plain))
}

/// The role whose labels serve for a role that only turns the sign: `negatedTerseLabel` is `terseLabel` turned.
fn without_negation(role: &str) -> Option<String> {
    let (_, last) = role.rsplit_once('/')?;
    let rest = last.strip_prefix("negated")?;
    let mut letters = rest.chars();
    let first = letters.next()?.to_ascii_lowercase();
    Some(format!("http://www.xbrl.org/2003/role/{first}{}", letters.as_str()))
}

/// A label of something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct LabelRow {
    pub(super) of: Target,
    pub(super) resource: ResourceId,
}

/// Adds the labels of the networks that changed: those behind some, and those that are built anew.
pub(super) fn extend(taxonomy: &mut Taxonomy, since: &Extent) {
    let networks = &taxonomy.networks;
    let arcroles = [Name::CONCEPT_LABEL, Name::ELEMENT_LABEL];
    let of_arcrole = |arcrole: &Name| networks.by_arcrole.get(arcrole).into_iter().flatten();
    let of_labels = || arcroles.iter().flat_map(of_arcrole).map(|id| (id.index(), &networks.networks[id.index()]));
    let is_new = |relationships: Rows| relationships.start as usize >= since.relationships;
    let is_changed = of_labels().any(|(row, network)| row < since.networks && is_new(network.relationships));
    if is_changed {
        taxonomy.labels = Table::default();
    }
    let changed = of_labels().filter(|(row, _)| is_changed || *row >= since.networks);
    let label = |relationship: &Relationship| match relationship.to {
        Target::Resource(resource) => Some(LabelRow { of: relationship.from, resource }),
        _ => None,
    };
    let of_network = |(_, network): (usize, &NetworkData)| network.relationships.of(&networks.relationships);
    let labels = taxonomy.labels.own();
    labels.extend(changed.flat_map(of_network).filter_map(label));
    // Those that were there are sorted already: a stable sort takes them as they are.
    labels.sort_by_key(|label| (label.of, label.resource));
    labels.dedup();
}

/// How well a language fits the one that is asked for; less is better, `None` is not at all.
///
/// The same tag, then one that says more (`en-US` for `en`), then one that says less (`en` for `en-US`).
fn language_rank(language: &str, wanted: &str) -> Option<u8> {
    let is_prefix = |short: &str, long: &str| {
        long.len() > short.len()
            && long.as_bytes()[short.len()] == b'-'
            && long.as_bytes()[..short.len()].eq_ignore_ascii_case(short.as_bytes())
    };
    if language.eq_ignore_ascii_case(wanted) {
        Some(0)
    } else if is_prefix(wanted, language) {
        Some(1)
    } else if is_prefix(language, wanted) {
        Some(2)
    } else {
        None
    }
}

/// The label, of those of one thing, that fits a role and a language best: the role itself goes
/// before the standard role, and both before a language that fits worse.
pub(super) fn choose<'a>(
    labels: impl Iterator<Item = &'a LabelRow>,
    links: &'a Links,
    role: Name,
    language: &str,
) -> Option<&'a Resource> {
    let resources = labels.map(|label| &links.resources[label.resource.index()]);
    let rank = |resource: &Resource| {
        let language = language_rank(resource.language.as_str(), language)?;
        let own_role = if resource.role.is_empty() { Name::STANDARD_LABEL } else { resource.role };
        let role = match own_role {
            own if own == role => 0,
            Name::STANDARD_LABEL => 1,
            _ => return None,
        };
        Some((language, role))
    };
    let ranked = resources.filter_map(|resource| Some((rank(resource)?, resource)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, resource)| resource)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_fit_by_their_beginnings() {
        assert_eq!(language_rank("en", "EN"), Some(0));
        assert_eq!(language_rank("en-US", "en"), Some(1));
        assert_eq!(language_rank("en", "en-US"), Some(2));
        assert_eq!(language_rank("eng", "en"), None);
        assert_eq!(language_rank("en-GB", "en-US"), None);
        assert_eq!(language_rank("", "en"), None);
    }
}
