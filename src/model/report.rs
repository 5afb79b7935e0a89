//! A report: what a filing says, whatever its form (Open Information Model 1.0).

use indexmap::IndexMap;
use rustc_hash::FxHashMap;

use super::aspects::{AspectTables, Aspects, AspectsId, Dimensions, Entity};
use super::decimal::Decimal;
use super::interval::Interval;
use super::name::{Name, QName};
use super::period::Period;
use super::place::{Documents, Place};
use super::text::Text;
use super::unit::Unit;

/// How exact a number is (XBRL 2.1, 4.6.5).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Decimals {
    /// Rounded to that many places behind the point; before it where negative.
    Places(i32),
    /// As it stands.
    Infinite,
}

/// `INF` or the number.
impl std::fmt::Display for Decimals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Decimals::Places(places) => write!(f, "{places}"),
            Decimals::Infinite => f.write_str("INF"),
        }
    }
}

/// A fact's number in its report.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FactId(pub u32);

/// A fact: one value of one concept, under one combination of aspects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The identifier it was given, if any.
    pub id: Option<Text>,
    /// The concept.
    pub concept: QName,
    /// Entity, period, unit, dimensions, language.
    pub aspects: AspectsId,
    /// The value as written; `None` for nil.
    pub value: Option<Text>,
    /// How exact the value is; `None` for what is not numeric, for nil, and where nothing is said of it.
    pub decimals: Option<Decimals>,
    /// Where it stands.
    pub place: Place,
}

/// A link of facts to footnotes, or to other facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactLink {
    /// The arc's role.
    pub arcrole: Name,
    /// The extended link's role.
    pub role: Name,
    /// The fact the link begins at.
    pub from: FactId,
    /// What it leads to.
    pub to: LinkTarget,
}

/// Where a [`FactLink`] leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LinkTarget {
    /// Another fact.
    Fact(FactId),
    /// A footnote: its index in [`Report::footnotes`].
    Footnote(u32),
}

/// A footnote: text or XHTML (XBRL 2.1, 4.11.1.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Footnote {
    /// The identifier it was given, if any.
    pub id: Option<Text>,
    /// The role of the footnote resource.
    pub role: Name,
    /// The language, in lower case.
    pub language: Option<Name>,
    /// The content as markup: `&` and `<` are escaped, and elements say their own namespaces.
    pub content: Text,
    /// Where it stands.
    pub place: Place,
}

/// How a report refers to a part of its taxonomy.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReferenceKind {
    /// `link:schemaRef`.
    Schema,
    /// `link:linkbaseRef`.
    Linkbase,
    /// `link:roleRef`.
    Role,
    /// `link:arcroleRef`.
    Arcrole,
}

/// An entry point of the report's taxonomy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaxonomyReference {
    /// What it refers to.
    pub kind: ReferenceKind,
    /// The reference as written.
    pub href: String,
    /// The role or arcrole that a `roleRef` or `arcroleRef` is for.
    pub role: Option<Name>,
    /// Where it stands.
    pub place: Place,
}

/// What a filing says: facts with their aspects, footnotes, and the taxonomy they are told in.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The entry points of the taxonomy, in the order of the filing.
    pub taxonomy: Vec<TaxonomyReference>,
    /// Prefixes that the filing uses, with their namespaces: for writing names as it does.
    pub prefixes: IndexMap<String, Name>,
    /// For each typed dimension the element that holds its values, which the XML form has to name.
    pub typed_domains: IndexMap<QName, QName>,
    /// The tables of aspects.
    pub aspects: AspectTables,
    /// The facts, in the order of the filing; a [`FactId`] is an index.
    pub facts: Vec<Fact>,
    /// Footnotes.
    pub footnotes: Vec<Footnote>,
    /// Links of facts to footnotes and to other facts.
    pub links: Vec<FactLink>,
}

/// How a report writes names.
#[derive(Clone, Debug)]
pub struct ShownNames<'a>(FxHashMap<Name, &'a str>);

impl ShownNames<'_> {
    /// A name with its prefix, where it has one.
    #[must_use]
    pub fn shown(&self, name: QName) -> String {
        match self.0.get(&name.namespace) {
            Some(prefix) if !prefix.is_empty() => format!("{prefix}:{}", name.local),
            _ => name.local.as_str().to_owned(),
        }
    }
}

impl Report {
    /// The fact of a number.
    #[must_use]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.0 as usize]
    }

    /// Facts with their numbers, in the order of the filing.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FactId, &Fact)> {
        self.facts.iter().enumerate().map(|(number, fact)| (FactId(number as u32), fact))
    }

    /// A fact's combination of aspects.
    #[must_use]
    pub fn aspects_of(&self, fact: &Fact) -> Aspects {
        self.aspects.get(fact.aspects)
    }

    /// How the report writes names.
    #[must_use]
    pub fn shown_names(&self) -> ShownNames<'_> {
        // Of the prefixes of a namespace the first is the one that is shown.
        let prefixes = self.prefixes.iter().rev().map(|(prefix, namespace)| (*namespace, prefix.as_str()));
        ShownNames(prefixes.collect())
    }

    /// Who reports a fact.
    #[must_use]
    pub fn entity_of(&self, fact: &Fact) -> &Entity {
        self.aspects.entity(self.aspects_of(fact).entity)
    }

    /// The period of a fact.
    #[must_use]
    pub fn period_of(&self, fact: &Fact) -> Period {
        self.aspects.period(self.aspects_of(fact).period)
    }

    /// The unit of a fact; `None` for what is not numeric.
    #[must_use]
    pub fn unit_of(&self, fact: &Fact) -> Option<&Unit> {
        self.aspects_of(fact).unit.map(|unit| self.aspects.unit(unit))
    }

    /// The dimensions of a fact.
    #[must_use]
    pub fn dimensions_of(&self, fact: &Fact) -> &Dimensions {
        self.aspects.dimensions(self.aspects_of(fact).dimensions)
    }
}

impl Fact {
    /// The value as a number; `None` for nil and for what is none.
    #[must_use]
    pub fn number(&self, documents: &Documents) -> Option<Decimal> {
        Decimal::parse_scientific(self.value.as_ref()?.get(documents))
    }

    /// What the value stands for, given its decimals; a number of which nothing is said is taken as it stands.
    #[must_use]
    pub fn interval(&self, documents: &Documents) -> Option<Interval> {
        let number = self.number(documents)?;
        Some(Interval::of(&number, self.decimals.unwrap_or(Decimals::Infinite)))
    }
}
