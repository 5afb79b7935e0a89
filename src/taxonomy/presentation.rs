//! Presentation networks as the statements and notes of a filing: what they are called, and their order.

use crate::model::{Documents, Name};

use super::Taxonomy;
use super::network::Network;

/// A presentation network, with what it is called.
#[derive(Clone, Copy)]
pub struct Presentation<'a> {
    /// The network.
    pub network: Network<'a>,
    /// The definition of its role, or the role itself where it has none.
    pub definition: &'a str,
    /// Whether it is one of the statements, not a note or a part in parentheses. Where nothing tells the two
    /// apart, all are.
    pub is_primary: bool,
}

impl<'a> Presentation<'a> {
    /// What the definition says behind the number and the kind, as in `0000004 - Statement - BALANCE SHEETS`.
    #[must_use]
    pub fn title(&self) -> &'a str {
        title(self.definition)
    }
}

impl Taxonomy {
    /// The presentation networks: primary statements first; those whose definitions begin with a number by these,
    /// then the others in the order of the documents.
    #[must_use]
    pub fn presentations<'a>(&'a self, documents: &'a Documents) -> Vec<Presentation<'a>> {
        let define = |network: Network<'a>| {
            let role = self.role_type(network.role());
            let definition = role.and_then(|role| role.definition.as_ref());
            let definition = definition.map_or(network.role().as_str(), |text| text.get(documents));
            // The form of definitions that the SEC prescribes tells statements from notes.
            let is_primary = definition.contains(" - Statement - ") && !definition.contains("arenthetical");
            Presentation { definition: definition.trim(), is_primary, network }
        };
        let mut all: Vec<Presentation<'a>> = self.networks(Name::PARENT_CHILD).map(define).collect();
        all.sort_by_key(|presentation| {
            let digits = presentation.definition.split(|c: char| !c.is_ascii_digit()).next().unwrap_or("");
            (!presentation.is_primary, digits.is_empty(), digits)
        });
        if all.iter().all(|presentation| !presentation.is_primary) {
            all.iter_mut().for_each(|presentation| presentation.is_primary = true);
        }
        all
    }
}

fn title(definition: &str) -> &str {
    let (number, rest) = definition.split_once(" - ").unwrap_or(("", definition));
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return definition;
    }
    match rest.split_once(" - ") {
        Some(("Statement" | "Disclosure" | "Document" | "Schedule", title)) => title,
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_what_the_definition_says_behind_its_number_and_kind() {
        assert_eq!(title("0000004 - Statement - BALANCE SHEETS"), "BALANCE SHEETS");
        assert_eq!(title("995410 - Disclosure - Debt - Details"), "Debt - Details");
        assert_eq!(title("310010 貸借対照表"), "310010 貸借対照表");
        assert_eq!(title("Income - by nature"), "Income - by nature");
    }
}
