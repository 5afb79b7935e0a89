//! Simplified names in values: their prefixes must be in scope where they stand.

use rustc_hash::{FxHashMap, FxHashSet};

use super::rules::{PREFIXED_MEMBER, SQNAME, SQNAME_MEMBER, SQNAMES, SQNAMES_MEMBER};
use super::{Known, Registered};
use crate::instance::written::{MemberElement, Written};
use crate::model::{Diagnostic, DimensionMember, DocumentId, Fact, Place, QName, Rule};
use crate::validate::subject::Subject;
use crate::xml::Reader;

/// A prefix that the report as a whole doesn't know.
struct Suspect {
    place: Place,
    prefix: String,
    finding: Diagnostic,
}

/// Names with prefixes that may not be declared. The element around a name may still declare its prefix: that is
/// looked up at last, for all of them at once, for hardly any report has one.
#[derive(Default)]
pub(super) struct Suspects(Vec<Suspect>);

impl Suspects {
    /// Takes the value of a fact.
    pub(super) fn fact(&mut self, subject: &Subject<'_>, fact: &Fact, registered: Registered, value: &str) {
        let rule = if registered == Registered::SqName { &SQNAME } else { &SQNAMES };
        self.value(subject, rule, fact.place, value, || format!("the value of {}", subject.shown(fact.concept)));
    }

    fn value(
        &mut self,
        subject: &Subject<'_>,
        rule: &'static Rule,
        place: Place,
        value: &str,
        whose: impl Fn() -> String,
    ) {
        for name in value.split_ascii_whitespace() {
            let Some((prefix, _)) = name.split_once(':') else { continue };
            if !subject.report.prefixes.contains_key(prefix) {
                let message = format!("the prefix {prefix:?} in {} is not declared", whose());
                let finding = Diagnostic::new(rule, place, message).found(name);
                self.0.push(Suspect { place, prefix: prefix.to_owned(), finding });
            }
        }
    }

    /// Takes all typed members.
    pub(super) fn members(&mut self, subject: &Subject<'_>, known: &mut Known, findings: &mut Vec<Diagnostic>) {
        match subject.written {
            Some(written) => {
                for (name, place, value) in members_of(written) {
                    self.member(subject, known, (name, place, &value), findings);
                }
            }
            None => {
                let report = subject.report;
                let mut seen = FxHashSet::default();
                for fact in report.facts.iter().filter(|fact| seen.insert(report.aspects_of(fact).dimensions)) {
                    for (name, member) in report.dimensions_of(fact).pairs() {
                        if let DimensionMember::Typed(Some(value)) = member {
                            self.member(subject, known, (*name, fact.place, value), findings);
                        }
                    }
                }
            }
        }
    }

    fn member(
        &mut self,
        subject: &Subject<'_>,
        known: &mut Known,
        (name, place, value): (QName, Place, &str),
        findings: &mut Vec<Diagnostic>,
    ) {
        let taxonomy = subject.taxonomy;
        let dimension = taxonomy.concept(name);
        let Some(element) = dimension.and_then(|id| taxonomy.dimensions().typed_domain(id)) else { return };
        let element = taxonomy.element_of(element);
        let whose = || format!("the member of {}", subject.shown(name));
        let rule = match known.of(taxonomy, element.type_id) {
            Some(Registered::SqName) => &SQNAME_MEMBER,
            Some(Registered::SqNames) => &SQNAMES_MEMBER,
            Some(Registered::PrefixedContent) => {
                let message = format!("how {} has prefixes is not known", whose());
                let finding = Diagnostic::new(&PREFIXED_MEMBER, place, message);
                findings.push(finding.related(element.place, "the declaration of what is inside"));
                return;
            }
            _ => return,
        };
        self.value(subject, rule, place, value, whose);
    }

    /// Gives the findings on prefixes that are declared nowhere around.
    pub(super) fn finish(self, subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
        let Some(first) = self.0.first() else { return };
        let declared = match subject.written {
            Some(_) => self.declared_around(subject, first.place.document),
            None => FxHashSet::default(),
        };
        let rest = self.0.into_iter().enumerate().filter(|(number, _)| !declared.contains(number));
        findings.extend(rest.map(|(_, suspect)| suspect.finding));
    }

    /// The numbers of those whose prefixes are in scope at their elements: the document is read again.
    fn declared_around(&self, subject: &Subject<'_>, document: DocumentId) -> FxHashSet<usize> {
        let mut at: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for (number, suspect) in self.0.iter().enumerate() {
            at.entry(suspect.place.offset).or_default().push(number);
        }
        let mut declared = FxHashSet::default();
        // It was read once, so it is well-formed.
        let Ok(mut reader) = Reader::new(document, subject.documents.get(document).text()) else { return declared };
        let mut tree = reader.tree();
        while !at.is_empty() && reader.next_child(&mut tree).unwrap_or(false) {
            for node in tree.root().descendants() {
                let numbers = at.remove(&node.place().offset).unwrap_or_default();
                declared.extend(
                    numbers.into_iter().filter(|number| node.resolve_prefix(&self.0[*number].prefix).is_some()),
                );
            }
        }
        declared
    }
}

/// The typed members of an instance, each with where it stands and its text.
fn members_of(written: &Written) -> impl Iterator<Item = (QName, Place, String)> {
    written.contexts.iter().flat_map(|context| &context.dimensions).filter_map(|said| {
        let MemberElement::Typed(Some(number)) = said.member else { return None };
        let row = &written.elements.all[number as usize];
        Some((said.dimension?, row.place, row.text()))
    })
}
