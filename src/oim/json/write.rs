//! Writing xBRL-JSON.

use std::cell::RefCell;

use indexmap::{IndexMap, IndexSet};
use rustc_hash::FxHashMap;
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};

use crate::model::ids::is_ncname;
use crate::model::prefixes::Unused;
use crate::model::report::{LinkTarget, ReferenceKind};
use crate::model::{
    Decimals, DimensionMember, Documents, Entity, Fact, FactId, Ids, Name, Prefixes, QName, Report, Unit,
};
use crate::oim::names::{NO_ENTITY, NO_SCHEME, RESERVED_LINK_GROUPS, RESERVED_LINK_TYPES, RESERVED_PREFIXES};
use crate::oim::{period, unit};

use super::{DOCUMENT_TYPE, Vocabulary};

/// Why a report has no xBRL-JSON: what would be lost.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum WriteError {
    /// An entity's identifier with white space in it.
    #[error("xBRL-JSON can't hold the entity identifier {identifier:?}: it has white space")]
    Identifier {
        /// The identifier.
        identifier: String,
    },
    /// A number of which nothing says how exact it is.
    #[error("xBRL-JSON can't hold a number of {concept}: nothing says how exact it is")]
    Accuracy {
        /// The concept.
        concept: QName,
    },
    /// A typed dimension's value with elements in it.
    #[error("xBRL-JSON can't hold a value of the typed dimension {dimension}: it has elements inside")]
    TypedMember {
        /// The dimension.
        dimension: QName,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    document_info: Info,
    facts: Facts<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    document_type: &'static str,
    features: IndexMap<&'static str, &'static str>,
    namespaces: IndexMap<String, &'static str>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    link_types: IndexMap<String, &'static str>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    link_groups: IndexMap<String, &'static str>,
    taxonomy: Vec<String>,
}

#[derive(Serialize)]
struct FactObject {
    value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decimals: Option<i32>,
    dimensions: IndexMap<String, Option<String>>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    links: Links,
}

/// Identifiers by the alias of the link's type, then by the alias of its group.
type Links = IndexMap<String, IndexMap<String, IndexSet<String>>>;

/// Writes a report as xBRL-JSON.
///
/// Facts without an identifier are given one, see [`Ids::of`]. Namespaces are those that are used.
/// The vocabulary knows which values are names with namespaces, which are written with prefixes.
/// `taxonomy` holds the schemas and linkbases that the report refers to.
///
/// # Errors
/// When the form can't hold what the report says.
pub fn write(report: &Report, documents: &Documents, vocabulary: &dyn Vocabulary) -> Result<String, WriteError> {
    let mut writer = Writer::new(report, documents, vocabulary);
    let ids = Ids::of(report, documents);
    // The prefixes stand before the facts, so these are gone through twice rather than kept in memory as a whole.
    for fact in &report.facts {
        writer.fact(fact)?;
    }
    // Footnotes are of its namespace, and so are the names of features.
    writer.used.insert(Name::XBRL);
    let (mut link_types, mut link_groups) = (Aliases::new("linkType"), Aliases::new("linkGroup"));
    let mut links: FxHashMap<FactId, Links> = FxHashMap::default();
    for link in &report.links {
        let to = match link.to {
            LinkTarget::Fact(fact) => &ids.facts[fact.0 as usize],
            LinkTarget::Footnote(footnote) => &ids.footnotes[footnote as usize],
        };
        let groups = links.entry(link.from).or_default().entry(link_types.of(link.arcrole)).or_default();
        groups.entry(link_groups.of(link.role)).or_default().insert(to.clone());
    }
    let info = Info {
        document_type: DOCUMENT_TYPE,
        features: IndexMap::from([("xbrl:allowedDuplicates", "all")]),
        namespaces: writer.namespaces(),
        link_types: link_types.used,
        link_groups: link_groups.used,
        taxonomy: taxonomy(report),
    };
    let document = Document { document_info: info, facts: Facts { writer: RefCell::new(writer), ids, links } };
    let mut text =
        serde_json::to_string_pretty(&document).expect("every key is a string, and every fact could be held");
    text.push('\n');
    Ok(text)
}

/// Facts and footnotes, which are made as they are written.
struct Facts<'a> {
    writer: RefCell<Writer<'a>>,
    ids: Ids,
    links: FxHashMap<FactId, Links>,
}

impl Serialize for Facts<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut writer = self.writer.borrow_mut();
        let (report, documents) = (writer.report, writer.documents);
        let mut facts = serializer.serialize_map(Some(report.facts.len() + report.footnotes.len()))?;
        for ((number, fact), id) in report.iter().zip(&self.ids.facts) {
            let mut object = writer.fact(fact).map_err(S::Error::custom)?;
            object.links = self.links.get(&number).cloned().unwrap_or_default();
            facts.serialize_entry(id, &object)?;
        }
        for (footnote, id) in report.footnotes.iter().zip(&self.ids.footnotes) {
            facts.serialize_entry(id, &note(id, footnote.language, footnote.content.get(documents)))?;
        }
        facts.end()
    }
}

/// The entry points: references to roles and arcroles come with the schemas that they stand in.
fn taxonomy(report: &Report) -> Vec<String> {
    let entries = report
        .taxonomy
        .iter()
        .filter(|reference| matches!(reference.kind, ReferenceKind::Schema | ReferenceKind::Linkbase));
    let hrefs: IndexSet<&str> = entries.map(|reference| reference.href.as_str()).collect();
    hrefs.into_iter().map(str::to_owned).collect()
}

struct Writer<'a> {
    report: &'a Report,
    documents: &'a Documents,
    vocabulary: &'a dyn Vocabulary,
    prefixes: Prefixes,
    used: IndexSet<Name>,
}

impl<'a> Writer<'a> {
    fn new(report: &'a Report, documents: &'a Documents, vocabulary: &'a dyn Vocabulary) -> Writer<'a> {
        let mut prefixes = Prefixes::new();
        for (prefix, namespace) in RESERVED_PREFIXES {
            prefixes.bind(prefix, *namespace);
        }
        for (prefix, namespace) in &report.prefixes {
            if is_ncname(prefix) {
                prefixes.bind(prefix, *namespace);
            }
        }
        Writer { report, documents, vocabulary, prefixes, used: IndexSet::new() }
    }

    fn fact(&mut self, fact: &Fact) -> Result<FactObject, WriteError> {
        let mut dimensions = IndexMap::new();
        dimensions.insert("concept".to_owned(), Some(self.name(fact.concept)));
        if let Some(entity) = self.entity(self.report.entity_of(fact))? {
            dimensions.insert("entity".to_owned(), Some(entity));
        }
        if let Some(period) = period::text(self.report.period_of(fact)) {
            dimensions.insert("period".to_owned(), Some(period));
        }
        if let Some(unit) = self.report.unit_of(fact).and_then(|unit| self.unit(unit)) {
            dimensions.insert("unit".to_owned(), Some(unit));
        }
        if let Some(language) = self.report.aspects_of(fact).language {
            dimensions.insert("language".to_owned(), Some(language.as_str().to_lowercase()));
        }
        for (dimension, member) in self.report.dimensions_of(fact).pairs() {
            let value = self.member(*dimension, member)?;
            dimensions.insert(self.name(*dimension), value);
        }
        let value = fact.value.as_ref().map(|value| value.get(self.documents));
        let value = value.map(|value| match self.vocabulary.is_enumeration(fact.concept) {
            true => self.with_prefixes(value),
            false => value.to_owned(),
        });
        if let (None, Some(value)) = (self.report.unit_of(fact), &value) {
            self.note_names_in(value);
        }
        let decimals = match fact.decimals {
            Some(Decimals::Places(places)) => Some(places),
            Some(Decimals::Infinite) => None,
            None if self.report.unit_of(fact).is_none() || value.is_none() => None,
            // Without decimals a number would be exact.
            None => return Err(WriteError::Accuracy { concept: fact.concept }),
        };
        Ok(FactObject { value, decimals, dimensions, links: Links::new() })
    }

    /// Names with their namespaces, as Extensible Enumerations 2.0 has them, as names with prefixes.
    fn with_prefixes(&mut self, names: &str) -> String {
        let name = |name: &str| match name.rsplit_once('#') {
            Some((namespace, local)) if is_ncname(local) => self.name(QName::new(Name::new(namespace), local)),
            _ => name.to_owned(),
        };
        names.split_ascii_whitespace().map(name).collect::<Vec<_>>().join(" ")
    }

    fn name(&mut self, name: QName) -> String {
        self.used.insert(name.namespace);
        self.prefixes.qname(name)
    }

    /// A value may be made of names with prefixes, which must then be bound as in the report.
    fn note_names_in(&mut self, value: &str) {
        for word in value.split_ascii_whitespace() {
            let name = word.split_once(':').filter(|(_, local)| is_ncname(local));
            if let Some(namespace) = name.and_then(|(prefix, _)| self.prefixes.namespace(prefix)) {
                self.used.insert(namespace);
            }
        }
    }

    /// Who reports; none where nobody in particular does.
    fn entity(&mut self, entity: &Entity) -> Result<Option<String>, WriteError> {
        let identifier = entity.identifier.as_str();
        if (entity.scheme.as_str(), identifier) == (NO_SCHEME, NO_ENTITY) {
            return Ok(None);
        }
        if identifier.contains(char::is_whitespace) {
            return Err(WriteError::Identifier { identifier: identifier.to_owned() });
        }
        self.used.insert(entity.scheme);
        Ok(Some(format!("{}:{identifier}", self.prefixes.of(entity.scheme, "scheme"))))
    }

    /// A unit's name; none for a pure number (Open Information Model 1.0, 3.4).
    fn unit(&mut self, unit: &Unit) -> Option<String> {
        let (over, under) = (unit.numerators(), unit.denominators());
        if let ([one], []) = (over, under)
            && *one == QName::new(Name::XBRLI, "pure")
        {
            return None;
        }
        let (over, under) = (self.measures(over, !under.is_empty()), self.measures(under, true));
        Some(if under.is_empty() { over } else { format!("{over}/{under}") })
    }

    fn measures(&mut self, measures: &[QName], divided: bool) -> String {
        unit::joined(measures.iter().map(|measure| self.name(*measure)).collect(), divided)
    }

    fn member(&mut self, dimension: QName, member: &DimensionMember) -> Result<Option<String>, WriteError> {
        match member {
            DimensionMember::Explicit(member) => Ok(Some(self.name(*member))),
            DimensionMember::Typed(None) => Ok(None),
            DimensionMember::Typed(Some(markup)) if markup.contains('<') => Err(WriteError::TypedMember { dimension }),
            DimensionMember::Typed(Some(markup)) => {
                let value = unescape(markup);
                self.note_names_in(&value);
                Ok(Some(value))
            }
        }
    }

    /// The bindings that are used, by prefix.
    fn namespaces(&self) -> IndexMap<String, &'static str> {
        let bound = self.prefixes.iter().filter(|(_, namespace)| self.used.contains(namespace));
        let mut namespaces: IndexMap<_, _> = bound.map(|(prefix, name)| (prefix.to_owned(), name.as_str())).collect();
        namespaces.sort_keys();
        namespaces
    }
}

/// A footnote as a fact (Open Information Model 1.0, 3.5.1.1).
fn note(id: &str, language: Option<Name>, content: &str) -> FactObject {
    let mut dimensions = IndexMap::new();
    dimensions.insert("concept".to_owned(), Some("xbrl:note".to_owned()));
    dimensions.insert("noteId".to_owned(), Some(id.to_owned()));
    if let Some(language) = language {
        dimensions.insert("language".to_owned(), Some(language.as_str().to_lowercase()));
    }
    FactObject { value: Some(content.to_owned()), decimals: None, dimensions, links: Links::new() }
}

/// The text that canonical XML without elements stands for.
fn unescape(markup: &str) -> String {
    markup.replace("&lt;", "<").replace("&gt;", ">").replace("&#xD;", "\r").replace("&amp;", "&")
}

/// Short names for the roles of links.
struct Aliases {
    wish: &'static str,
    used: IndexMap<String, &'static str>,
    known: FxHashMap<Name, String>,
    unused: Unused,
}

impl Aliases {
    fn new(wish: &'static str) -> Aliases {
        Aliases { wish, used: IndexMap::new(), known: FxHashMap::default(), unused: Unused::default() }
    }

    /// The alias of a role: the reserved one, else the end of its URI.
    fn of(&mut self, role: Name) -> String {
        if let Some(alias) = self.known.get(&role) {
            return alias.clone();
        }
        let reserved = RESERVED_LINK_TYPES.iter().chain(RESERVED_LINK_GROUPS).find(|(_, known)| *known == role);
        let last = role.as_str().rsplit(['/', '#', ':']).next().filter(|last| is_ncname(last));
        let alias = reserved.map_or_else(
            || self.unused.name(last.unwrap_or(self.wish), |alias| is_reserved(alias) || self.used.contains_key(alias)),
            |(alias, _)| (*alias).to_owned(),
        );
        self.used.insert(alias.clone(), role.as_str());
        self.known.insert(role, alias.clone());
        alias
    }
}

fn is_reserved(alias: &str) -> bool {
    RESERVED_LINK_TYPES.iter().chain(RESERVED_LINK_GROUPS).any(|(known, _)| *known == alias)
}
