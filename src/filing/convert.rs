//! One form of a report to another: nothing lost, or an error that says what would be.

use rustc_hash::FxHashMap;

use crate::instance::written::{FactElement, MemberElement, Part, Written};
use crate::instance::{self, ContextPart, WriteOptions};
use crate::model::report::{ReferenceKind, TaxonomyReference};
use crate::model::{Diagnostic, Documents, Name, Place, QName, Report, Severity};
use crate::oim::json;
use crate::taxonomy::rules::FILE_MISSING;
use crate::taxonomy::{Address, Network, Resolution, RoleType, Taxonomy};

use super::Filing;
use super::json::Knowledge;

/// A form that a report is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// An XBRL 2.1 instance.
    Xml,
    /// xBRL-JSON.
    Json,
}

/// A report in another form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Converted {
    /// The text of the document.
    pub text: String,
    /// What the form has no place for and the model of reports doesn't know of: a sentence each.
    pub notes: Vec<String>,
}

/// Why a report has no such form.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ConvertError {
    /// There is no report.
    #[error("there is no report that can be read")]
    NoReport,
    /// Something that the filing says would be lost.
    #[error("{what} would be lost: {why}")]
    Lost {
        /// What it is, with the number of such things.
        what: String,
        /// Why it has no place in the form.
        why: &'static str,
        /// Where the first of them stands.
        place: Place,
    },
    /// Something of the filing could not be understood.
    #[error("what is not understood can't be written again")]
    Damaged(Box<Diagnostic>),
    /// xBRL-JSON can't hold it.
    #[error(transparent)]
    Json(#[from] json::WriteError),
    /// XML can't hold it.
    #[error(transparent)]
    Xml(#[from] instance::WriteError),
}

/// Writes the report of a filing in a form, to stand at an address.
///
/// # Errors
/// When something would be lost.
pub fn convert(
    filing: &Filing,
    documents: &Documents,
    form: Form,
    target: &Address,
) -> Result<Converted, ConvertError> {
    let report = filing.report.as_ref().ok_or(ConvertError::NoReport)?;
    match &filing.written {
        Some(written) => check_written(written)?,
        None => check_read(filing)?,
    }
    let mut report = report.clone();
    if let Some(entry) = filing.entries.first() {
        relocate(&mut report, &filing.taxonomy, &Address::new(&documents.get(*entry).name), target);
    }
    let text = match form {
        Form::Json => json::write(&report, documents, &Knowledge(&filing.taxonomy))?,
        Form::Xml => {
            add_role_references(&mut report, &filing.taxonomy, target);
            let dimensions = context_part(filing);
            instance::write(&report, documents, &WriteOptions { dimensions })?
        }
    };
    let notes = if form == Form::Json { notes(&report) } else { Vec::new() };
    Ok(Converted { text, notes })
}

/// What could not be read of a form that is none but a report.
fn check_read(filing: &Filing) -> Result<(), ConvertError> {
    let is_loss = |finding: &&Diagnostic| finding.rule.severity == Severity::Error && finding.rule != &FILE_MISSING;
    match filing.diagnostics.iter().find(is_loss) {
        Some(finding) => Err(ConvertError::Damaged(Box::new(finding.clone()))),
        None => Ok(()),
    }
}

/// What is written and no report can hold.
fn check_written(written: &Written) -> Result<(), ConvertError> {
    let lost = |place: Place, count: usize, (one, many): (&str, &str), why| {
        let what = if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
        Err(ConvertError::Lost { what, why, place })
    };
    let of = |matches: &dyn Fn(&FactElement) -> bool| {
        let mut found = written.facts.iter().filter(|fact| matches(fact));
        let first = found.next()?;
        Some((first.place, 1 + found.count()))
    };
    if let Some((place, count)) = of(&|fact| !fact.is_item()) {
        return lost(place, count, ("tuple", "tuples"), "facts are written one beside the other, none inside another");
    }
    if let Some((place, count)) = of(&|fact| fact.fraction.is_some()) {
        return lost(place, count, ("fraction", "fractions"), "values are texts, and fractions have two parts");
    }
    if let Some((place, count)) = of(&|fact| fact.fact.is_none()) {
        let why = "their contexts or units are not there, or say nothing that can be understood";
        return lost(place, count, ("fact", "facts"), why);
    }
    for context in &written.contexts {
        let parts = [&context.segment, &context.scenario];
        let content: u32 = parts.into_iter().flatten().map(|part| direct_children(written, part)).sum();
        if content as usize != context.dimensions.len() {
            let why = "it is no dimension";
            return lost(context.place, 1, ("segment's or scenario's content", ""), why);
        }
        let complex = context.dimensions.iter().find(|dimension| match dimension.member {
            MemberElement::Typed(Some(element)) => written.elements.all[element as usize].next > element + 1,
            MemberElement::Typed(None) | MemberElement::Explicit(_) => false,
        });
        if let Some(dimension) = complex {
            let place = written.elements.all[dimension.element as usize].place;
            let why = "a member is a text, and it has elements inside";
            return lost(place, 1, ("typed dimension's member", ""), why);
        }
    }
    Ok(())
}

/// The number of elements directly in a segment or a scenario.
fn direct_children(written: &Written, part: &Part) -> u32 {
    let mut at = part.content.start;
    let mut count = 0;
    while at < part.content.end {
        at = written.elements.all[at as usize].next;
        count += 1;
    }
    count
}

/// Makes references to files lead there from where the report will stand, whatever `xml:base` they were relative to.
fn relocate(report: &mut Report, taxonomy: &Taxonomy, source: &Address, target: &Address) {
    let followed = taxonomy.references().iter().filter_map(|reference| {
        let address = match reference.found {
            Resolution::Source(id) => &taxonomy.source(id).address,
            Resolution::Missing(id) => &taxonomy.missing()[id.index()].address,
            Resolution::Unresolved => return None,
        };
        Some((reference.place?, address))
    });
    let followed: FxHashMap<Place, &Address> = followed.collect();
    for reference in &mut report.taxonomy {
        let (document, fragment) = reference.href.split_once('#').unwrap_or((&reference.href, ""));
        let as_written = source.join(document);
        let address = followed.get(&reference.place).copied().unwrap_or(&as_written);
        let href = match address {
            Address::Path(_) => target.reference_to(address),
            Address::Url(url) if *address != as_written => url.to_string(),
            Address::Url(_) | Address::Foreign(_) => continue,
        };
        reference.href = if fragment.is_empty() { href } else { format!("{href}#{fragment}") };
    }
}

/// The roles and arcroles of links must be referred to in an instance, unless they are the specification's own
/// (XBRL 2.1, 3.5.2.4.5 and 3.5.2.5.5).
fn add_role_references(report: &mut Report, taxonomy: &Taxonomy, target: &Address) {
    let kinds = [
        (ReferenceKind::Role, taxonomy.role_types(), role_uris(report)),
        (ReferenceKind::Arcrole, taxonomy.arcrole_types(), report.links.iter().map(|link| link.arcrole).collect()),
    ];
    for (kind, types, uris) in kinds {
        for uri in uris {
            let known = report.taxonomy.iter().any(|reference| reference.kind == kind && reference.role == Some(uri));
            let declared = types.iter().find(|declared| declared.uri == uri);
            if let Some(declared) = declared.filter(|_| !known) {
                report.taxonomy.extend(role_reference(kind, declared, taxonomy, target));
            }
        }
    }
}

fn role_uris(report: &Report) -> indexmap::IndexSet<Name> {
    let links = report.links.iter().map(|link| link.role);
    links.chain(report.footnotes.iter().map(|footnote| footnote.role)).collect()
}

fn role_reference(
    kind: ReferenceKind,
    declared: &RoleType,
    taxonomy: &Taxonomy,
    target: &Address,
) -> Option<TaxonomyReference> {
    let document = target.reference_to(&taxonomy.source(declared.source).address);
    let href = format!("{document}#{}", declared.id?);
    Some(TaxonomyReference { kind, href, role: Some(declared.uri), place: declared.place })
}

/// Where dimensions go: where they are, else where the taxonomy's hypercubes want them.
fn context_part(filing: &Filing) -> ContextPart {
    let in_scenario = match &filing.written {
        Some(written) => written.contexts.iter().flat_map(|context| &context.dimensions).any(|said| said.in_scenario),
        None => wants_scenario(&filing.taxonomy),
    };
    if in_scenario { ContextPart::Scenario } else { ContextPart::Segment }
}

/// Whether the taxonomy's hypercubes are for scenarios (Dimensions 1.0, 2.3.1).
fn wants_scenario(taxonomy: &Taxonomy) -> bool {
    let context_element = QName::new(Name::XBRLDT, "contextElement");
    let arcroles = ["http://xbrl.org/int/dim/arcrole/all", "http://xbrl.org/int/dim/arcrole/notAll"];
    let networks = arcroles.into_iter().flat_map(|arcrole| taxonomy.networks(Name::new(arcrole)));
    let arcs = networks.flat_map(Network::relationships).map(|relationship| taxonomy.arc(relationship.arc));
    let mut wanted = arcs.filter_map(|arc| taxonomy.arc_attribute(arc, context_element));
    wanted.next().is_some_and(|part| part.as_str() == "scenario")
}

/// What the model of reports doesn't know of, and only XML has.
fn notes(report: &Report) -> Vec<String> {
    let roles = report.footnotes.iter().filter(|footnote| footnote.role != Name::FOOTNOTE_ROLE).count();
    let mut notes = Vec::new();
    if roles > 0 {
        notes.push(format!("the roles of {roles} footnotes are not kept: xBRL-JSON has no place for them"));
    }
    notes
}
