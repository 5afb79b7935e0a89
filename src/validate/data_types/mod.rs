//! The types of the Data Types Registry (<https://www.xbrl.org/dtr>, as of 2024-01-31 and before), and what they ask
//! of values beyond XML Schema: what their definitions say with MUST.

mod names;
pub mod rules;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::subject::{Prefixes, Subject};
use crate::model::{Decimals, Diagnostic, Fact};
use crate::taxonomy::{Concept, Taxonomy, TypeId};
use crate::xml;
use crate::xml::rules::well_formed::UNDEFINED_ENTITY;

use rules::{NO_DECIMALS, PREFIXED_CONTENT, XML_DOCUMENT, XML_NODES};

/// The namespaces of the registry's types begin so.
const NAMESPACES: &str = "http://www.xbrl.org/dtr/type/";

/// A type of the registry that asks for more than a schema can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Registered {
    NoDecimals,
    XmlNodes,
    TextBlock,
    XmlDocument,
    SqName,
    SqNames,
    PrefixedContent,
}

impl Registered {
    /// The type of a local name.
    fn of(local: &str) -> Option<Registered> {
        Some(match local {
            "noDecimalsMonetaryItemType" | "nonNegativeNoDecimalsMonetaryItemType" => Registered::NoDecimals,
            "xmlNodesItemType" => Registered::XmlNodes,
            "textBlockItemType" => Registered::TextBlock,
            "xmlItemType" => Registered::XmlDocument,
            "SQNameItemType" | "SQNameType" => Registered::SqName,
            "SQNamesItemType" | "SQNamesType" => Registered::SqNames,
            "prefixedContentItemType" | "prefixedContentType" => Registered::PrefixedContent,
            _ => return None,
        })
    }
}

/// The registry's types that types are derived from.
#[derive(Default)]
struct Known(FxHashMap<TypeId, Option<Registered>>);

impl Known {
    /// The nearest of the registry's types among a type and its bases.
    fn of(&mut self, taxonomy: &Taxonomy, id: TypeId) -> Option<Registered> {
        let find = || {
            let names = taxonomy.bases(id).filter_map(|base| taxonomy.type_of(base).name);
            let mut registered = names.filter(|name| name.namespace.as_str().starts_with(NAMESPACES));
            registered.find_map(|name| Registered::of(name.local.as_str()))
        };
        *self.0.entry(id).or_insert_with(find)
    }
}

/// Checks the values of all facts, and typed members, whose types are derived from the registry's.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let has_any = |types: &[crate::taxonomy::Type]| {
        let mut names = types.iter().filter_map(|definition| definition.name);
        names.any(|name| name.namespace.as_str().starts_with(NAMESPACES))
    };
    if !has_any(&subject.taxonomy.schema().types) {
        return;
    }
    let mut known = Known::default();
    let mut markup = Vec::new();
    let mut names = names::Suspects::default();
    for fact in &subject.report.facts {
        let Some(concept) = subject.concept(fact.concept) else { continue };
        let Some(registered) = known.of(subject.taxonomy, concept.type_id) else { continue };
        let Some(value) = fact.value.as_ref().map(|value| value.get(subject.documents)) else { continue };
        match registered {
            Registered::XmlNodes | Registered::TextBlock | Registered::XmlDocument => {
                markup.push((fact, registered, value));
            }
            _ if !has_form(subject, concept, value) => {}
            Registered::NoDecimals => findings.extend(check_decimals(subject, fact, concept)),
            Registered::SqName | Registered::SqNames => names.fact(subject, fact, registered, value),
            Registered::PrefixedContent => {
                let message = format!("how the value of {} has prefixes is not known", subject.shown(fact.concept));
                let finding = Diagnostic::new(&PREFIXED_CONTENT, fact.place, message);
                findings.push(finding.related(concept.place, "the concept's declaration"));
            }
        }
    }
    let check = |(fact, registered, value)| check_markup(subject, fact, registered, value);
    findings.extend(markup.into_par_iter().filter_map(check).collect::<Vec<_>>());
    names.members(subject, &mut known, findings);
    names.finish(subject, findings);
}

/// Whether a value has the form that its type asks for; if not, that is for XML Schema to complain of.
fn has_form(subject: &Subject<'_>, concept: &Concept, value: &str) -> bool {
    let simple = subject.taxonomy.simple_type(concept.type_id);
    simple.is_some_and(|simple| simple.check(value, &Prefixes(subject.report)).is_ok())
}

fn check_decimals(subject: &Subject<'_>, fact: &Fact, concept: &Concept) -> Option<Diagnostic> {
    let Some(Decimals::Places(places @ 1..)) = fact.decimals else { return None };
    let message = format!("{} is given to {places} digits behind the point", subject.shown(fact.concept));
    let finding = Diagnostic::new(&NO_DECIMALS, fact.place, message);
    let finding = finding.expected("decimals of 0 or less, or INF").found(places.to_string());
    Some(finding.related(concept.place, "the concept's declaration"))
}

/// Characters of a value that are shown where something is wrong with it.
const SHOWN: usize = 40;

fn check_markup(subject: &Subject<'_>, fact: &Fact, registered: Registered, value: &str) -> Option<Diagnostic> {
    let is_plain = match registered {
        // A text block may be a simple string, in which `<` and `&` are what they look like.
        Registered::TextBlock => !has_tag(value),
        Registered::XmlDocument => false,
        _ => !value.contains(['<', '&', ']']),
    };
    if is_plain {
        return None;
    }
    let (before, document) = match registered {
        Registered::XmlDocument => ("", value.to_owned()),
        _ => ("<v>", format!("<v>{value}</v>")),
    };
    let fault = xml::parse(fact.place.document, &document).err()?;
    // The entities of XHTML are declared where its DTD is, which isn't said in a piece of it.
    if registered == Registered::TextBlock && fault.rule == &UNDEFINED_ENTITY {
        return None;
    }
    let rule = if registered == Registered::XmlDocument { &XML_DOCUMENT } else { &XML_NODES };
    let message = format!("the markup in {} is not well-formed: {}", subject.shown(fact.concept), fault.message);
    let offset = fault.place.map_or(0, |place| place.offset as usize).saturating_sub(before.len());
    let near = shown_from(value, offset);
    Some(
        Diagnostic::new(rule, fact.place, message)
            .found(format!("{near:?} from character {}", offset_of(value, offset))),
    )
}

/// Whether anything in a value looks like a tag or a comment.
fn has_tag(value: &str) -> bool {
    let mut opened = value.split('<').skip(1);
    opened.any(|behind| behind.starts_with(|first: char| first.is_alphabetic() || "/!?_".contains(first)))
}

/// The beginning of what stands at an offset.
fn shown_from(value: &str, offset: usize) -> String {
    let rest = value.get(offset..).unwrap_or_default();
    let shown: String = rest.chars().take(SHOWN).collect();
    if shown.len() < rest.len() { format!("{shown} …") } else { shown }
}

/// The number of a character, from 1.
fn offset_of(value: &str, offset: usize) -> usize {
    value.get(..offset).map_or(0, |before| before.chars().count()) + 1
}
