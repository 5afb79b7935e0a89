//! All rules of all rooms: what `explain`, `rules`, SARIF and the generated pages are made from.

use crate::model::Rule;

/// Every room's rules, in the order of the rooms.
const ROOMS: &[&[&Rule]] = &[
    crate::xml::rules::well_formed::RULES,
    crate::xml::rules::namespaces::RULES,
    crate::taxonomy::rules::RULES,
    crate::taxonomy::rules::fragments::RULES,
    crate::taxonomy::rules::validity::RULES,
    crate::mapping::rules::RULES,
    crate::instance::rules::RULES,
    crate::validate::xbrl21::items::RULES,
    crate::validate::xbrl21::contexts::RULES,
    crate::validate::xbrl21::units::RULES,
    crate::validate::duplicates::RULES,
    crate::validate::calculations::RULES,
    crate::validate::calculations::xbrl21::RULES,
];

/// All rules.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ROOMS.iter().flat_map(|rules| rules.iter().copied())
}

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}
