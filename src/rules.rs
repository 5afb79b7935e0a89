//! All rules of all rooms: what `explain`, `rules`, SARIF and the generated pages are made from.

use crate::model::{Rule, near};

/// Every room's rules, in the order of the rooms.
const ROOMS: &[&[&Rule]] = &[
    crate::xml::rules::well_formed::RULES,
    crate::xml::rules::namespaces::RULES,
    crate::taxonomy::rules::RULES,
    crate::taxonomy::rules::fragments::RULES,
    crate::taxonomy::rules::validity::RULES,
    crate::mapping::rules::RULES,
    crate::instance::rules::RULES,
    crate::oim::rules::common::RULES,
    crate::oim::rules::model::RULES,
    crate::oim::rules::json::RULES,
    crate::validate::components::RULES,
    crate::validate::xbrl21::schemas::RULES,
    crate::validate::xbrl21::schemas::concepts::RULES,
    crate::validate::xbrl21::schemas::tuples::RULES,
    crate::validate::xbrl21::schemas::roles::RULES,
    crate::validate::xbrl21::linkbases::references::RULES,
    crate::validate::xbrl21::linkbases::roles::RULES,
    crate::validate::xbrl21::linkbases::locators::RULES,
    crate::validate::xbrl21::linkbases::resources::RULES,
    crate::validate::xbrl21::linkbases::arcs::RULES,
    crate::validate::xbrl21::linkbases::relationships::RULES,
    crate::validate::xbrl21::linkbases::cycles::RULES,
    crate::validate::xbrl21::items::RULES,
    crate::validate::xbrl21::contexts::RULES,
    crate::validate::xbrl21::units::RULES,
    crate::validate::xbrl21::footnotes::RULES,
    crate::validate::xbrl21::essence_alias::RULES,
    crate::validate::xbrl21::requires_element::RULES,
    crate::validate::xbrl21::references::RULES,
    crate::validate::oim::RULES,
    crate::validate::oim::values::RULES,
    crate::validate::oim::promise::RULES,
    crate::validate::dimensions::declarations::RULES,
    crate::validate::dimensions::relationships::RULES,
    crate::validate::dimensions::contexts::RULES,
    crate::validate::dimensions::facts::RULES,
    crate::validate::enumerations::v1::RULES,
    crate::validate::enumerations::v2::RULES,
    crate::validate::data_types::rules::RULES,
    crate::validate::units::RULES,
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

/// What an unknown code may mean: the codes that have it as a part, else those that are alike.
#[must_use]
pub fn near_misses(code: &str) -> Option<String> {
    let code = code.to_lowercase();
    let having = all().map(|rule| rule.code).filter(|known| !code.is_empty() && known.to_lowercase().contains(&code));
    let having: Vec<String> = having.take(NAMED).map(|known| format!("`{known}`")).collect();
    if having.is_empty() {
        return near::hint(&code, all().map(|rule| rule.code));
    }
    Some(format!("did you mean {}?", having.join(" or ")))
}

/// Codes that have a part in common are named up to that many.
const NAMED: usize = 5;

#[cfg(test)]
mod tests {
    use super::near_misses;

    #[test]
    fn a_part_of_a_code_or_a_misspelt_one_is_known() {
        assert_eq!(near_misses("NoSuchUnit").as_deref(), Some("did you mean `xbrl.4.6.2:noSuchUnit`?"));
        let alike = near_misses("xbrl.4.6.2:noSuchUint").expect("one is alike");
        assert!(alike.starts_with("did you mean `xbrl.4.6.2:noSuchUnit`"), "{alike}");
        assert_eq!(near_misses("profit"), None);
    }
}
