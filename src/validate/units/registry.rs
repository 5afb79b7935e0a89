//! The Units Registry: which units the facts of an item type may have (Units Registry 1.0, 2).

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::{DocumentId, Name, QName, Unit};
use crate::xml::name::trim;
use crate::xml::{self, Node};

/// A registry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Registry {
    /// What the facts of each type may have. A name without a namespace stands for all types of that local name.
    types: FxHashMap<QName, Vec<Allowed>>,
}

/// A unit, or units, that a type allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Allowed {
    /// This measure.
    Measure(QName),
    /// A measure of one type, divided by one of another.
    Quotient(QName, QName),
}

/// Why a file is no registry.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RegistryError {
    /// Where.
    pub line: u32,
    /// What is wrong.
    pub reason: String,
}

static BUILT_IN: LazyLock<Registry> = LazyLock::new(|| Registry::of_lines(include_str!("built_in.txt")));

impl Registry {
    /// The registry that is built in: the published one of 2021-02-16.
    #[must_use]
    pub fn built_in() -> &'static Registry {
        &BUILT_IN
    }

    /// Reads a registry in its published form. Entries that are no recommendation are left out.
    ///
    /// # Errors
    /// The text is no XML, no registry, or breaks one of the rules on entries.
    pub fn parse(text: &str) -> Result<Registry, RegistryError> {
        let tree = xml::parse(DocumentId(0), text).map_err(|finding| {
            let offset = finding.place.map_or(0, |place| place.offset);
            RegistryError { line: line_of(text, offset), reason: finding.message }
        })?;
        let root = tree.root();
        if !root.is(Name::UTR, "utr") {
            let reason = format!("the root is {}, and that of a registry is utr", root.name());
            return Err(RegistryError { line: line_of(text, root.place().offset), reason });
        }
        let mut registry = Registry::default();
        let mut seen: FxHashSet<(String, String)> = FxHashSet::default();
        let lists = root.children().filter(|child| child.is(Name::UTR, "units"));
        for node in lists.flat_map(Node::children).filter(|child| child.is(Name::UTR, "unit")) {
            let wrong = |reason: String| RegistryError { line: line_of(text, node.place().offset), reason };
            let entry = Entry::of(node);
            entry.check().map_err(wrong)?;
            if !seen.insert((entry.unit.clone(), entry.status.clone())) {
                return Err(wrong(format!("there is another unit {} of the status {}", entry.unit, entry.status)));
            }
            if entry.status == "REC" {
                registry.add(Entry::name_of(&entry.item_type, entry.item_type_namespace.as_deref()), entry.allowed());
            }
        }
        Ok(registry)
    }

    /// Reads the lean form: a line has a type, and a namespace with units or the types of a quotient.
    fn of_lines(text: &str) -> Registry {
        let name = |word: &str| {
            let (prefix, local) = word.split_once(':').unwrap_or(("", word));
            QName { namespace: namespace(prefix), local: Name::new(local) }
        };
        let mut registry = Registry::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                [of, over, "/", under] => registry.add(name(of), Allowed::Quotient(name(over), name(under))),
                [of, prefix, ref units @ ..] => {
                    let measure = |unit: &&str| QName { namespace: namespace(prefix), local: Name::new(unit) };
                    units.iter().for_each(|unit| registry.add(name(of), Allowed::Measure(measure(unit))));
                }
                _ => {}
            }
        }
        registry
    }

    fn add(&mut self, of: QName, allowed: Allowed) {
        self.types.entry(of).or_default().push(allowed);
    }

    /// The entries for a type.
    fn entries(&self, of: QName) -> impl Iterator<Item = &Allowed> {
        let anywhere = QName { namespace: Name::EMPTY, local: of.local };
        let names = [of, anywhere].into_iter().take(if of == anywhere { 1 } else { 2 });
        names.filter_map(|name| self.types.get(&name)).flatten()
    }

    /// The first of some types that has entries, a type's own name before those of its bases (Units Registry 1.0, 3.1).
    pub(super) fn constrains(&self, mut names: impl Iterator<Item = QName>) -> Option<QName> {
        names.find(|name| self.entries(*name).next().is_some())
    }

    /// Whether facts of a type that has entries may have a unit.
    pub(super) fn allows(&self, of: QName, unit: &Unit) -> bool {
        self.entries(of).any(|entry| match (entry, unit.numerators(), unit.denominators()) {
            (Allowed::Measure(measure), [only], []) => only == measure,
            (Allowed::Quotient(over, under), [numerator], [denominator]) => {
                self.has_measure(*over, *numerator) && self.has_measure(*under, *denominator)
            }
            _ => false,
        })
    }

    /// Whether a type has a measure; one without entries has any.
    fn has_measure(&self, of: QName, measure: QName) -> bool {
        let mut entries = self.entries(of).peekable();
        entries.peek().is_none() || entries.any(|entry| *entry == Allowed::Measure(measure))
    }

    /// What facts of a type may have, in words.
    pub(super) fn words(&self, of: QName) -> Vec<String> {
        let words = self.entries(of).map(|entry| match entry {
            Allowed::Measure(measure) => measure.local.to_string(),
            Allowed::Quotient(over, under) => format!("a measure of {} / one of {}", over.local, under.local),
        });
        words.collect()
    }
}

fn namespace(prefix: &str) -> Name {
    match prefix {
        "utr" => Name::UTR,
        "xbrli" => Name::XBRLI,
        "iso4217" => Name::ISO4217,
        _ => Name::EMPTY,
    }
}

fn line_of(text: &str, offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or(text);
    before.bytes().filter(|byte| *byte == b'\n').count() as u32 + 1
}

/// An entry as written.
struct Entry {
    unit: String,
    /// The unit's namespace, the registry's own where it is empty; entries of quotients have none.
    namespace: Option<String>,
    item_type: String,
    item_type_namespace: Option<String>,
    numerator: Option<String>,
    numerator_namespace: Option<String>,
    denominator: Option<String>,
    denominator_namespace: Option<String>,
    has_symbol: bool,
    status: String,
}

impl Entry {
    fn of(node: Node<'_, '_>) -> Entry {
        let field = |name: &'static str| {
            let found = node.children().find(|child| child.is(Name::UTR, name))?;
            Some(trim(&found.text()).to_owned())
        };
        Entry {
            unit: field("unitId").unwrap_or_default(),
            namespace: field("nsUnit"),
            item_type: field("itemType").unwrap_or_default(),
            item_type_namespace: field("nsItemType"),
            numerator: field("numeratorItemType"),
            numerator_namespace: field("nsNumeratorItemType"),
            denominator: field("denominatorItemType"),
            denominator_namespace: field("nsDenominatorItemType"),
            has_symbol: field("symbol").is_some(),
            status: field("status").unwrap_or_default(),
        }
    }

    /// The rules on one entry (Units Registry 1.0, 2).
    fn check(&self) -> Result<(), String> {
        let unit = &self.unit;
        let is_simple = self.namespace.is_some();
        let wrong = if unit.is_empty() {
            "a unit has no unitId".to_owned()
        } else if self.item_type.is_empty() {
            format!("the unit {unit} has no itemType")
        } else if is_simple && self.numerator.is_some() {
            format!("the unit {unit} has an nsUnit and a numeratorItemType: it can't be both a measure and a quotient")
        } else if is_simple && self.denominator.is_some() {
            format!(
                "the unit {unit} has an nsUnit and a denominatorItemType: it can't be both a measure and a quotient"
            )
        } else if self.numerator.is_none() && self.numerator_namespace.is_some() {
            format!("the unit {unit} has an nsNumeratorItemType and no numeratorItemType")
        } else if self.denominator.is_none() && self.denominator_namespace.is_some() {
            format!("the unit {unit} has an nsDenominatorItemType and no denominatorItemType")
        } else if !is_simple && self.has_symbol {
            format!("the unit {unit} is a quotient and has a symbol")
        } else {
            return Ok(());
        };
        Err(wrong)
    }

    fn name_of(local: &str, namespace: Option<&str>) -> QName {
        QName { namespace: Name::new(namespace.unwrap_or_default()), local: Name::new(local) }
    }

    fn allowed(&self) -> Allowed {
        match (&self.numerator, &self.denominator) {
            (Some(over), Some(under)) => Allowed::Quotient(
                Entry::name_of(over, self.numerator_namespace.as_deref()),
                Entry::name_of(under, self.denominator_namespace.as_deref()),
            ),
            _ => {
                let written = self.namespace.as_deref().filter(|namespace| !namespace.is_empty());
                let namespace = written.map_or(Name::UTR, Name::new);
                Allowed::Measure(QName { namespace, local: Name::new(&self.unit) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_registry_is_read_whole() {
        let registry = Registry::built_in();
        assert_eq!(registry.types.values().map(Vec::len).sum::<usize>(), 307);
        let of = |local| QName { namespace: Name::EMPTY, local: Name::new(local) };
        let measure = |namespace, local| QName { namespace, local: Name::new(local) };
        assert!(registry.allows(of("areaItemType"), &Unit::measure(measure(Name::UTR, "sqm"))));
        assert!(!registry.allows(of("areaItemType"), &Unit::measure(measure(Name::UTR, "m"))));
        let per_share = |over| Unit::new(vec![measure(Name::ISO4217, over)], vec![measure(Name::XBRLI, "shares")]);
        assert!(registry.allows(of("perShareItemType"), &per_share("JPY")));
        assert!(!registry.allows(of("perShareItemType"), &per_share("YEN")));
    }
}
