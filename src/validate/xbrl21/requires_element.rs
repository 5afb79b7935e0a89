//! Concepts that may only be reported together with others (XBRL 2.1, 5.2.6.2.4).

use rustc_hash::FxHashMap;

use crate::instance::written::Written;
use crate::model::{Diagnostic, Name, QName};
use crate::rules;
use crate::taxonomy::{Network, Target};
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    REQUIRED = Error "xbrl.5.2.6.2.4:requiredFactMissing" at "5.2.6.2.4" {
        title: "a fact is reported without another that it requires",
        why: "By its taxonomy the one says nothing complete without the other.",
        example: "<ex:Form/> with a requires-element arc from ex:Form to ex:Name, and no <ex:Name>",
        mended: "<ex:Form/> <ex:Name contextRef=\"c\">Shop</ex:Name>",
    }
}

/// Checks that what is required is reported, wherever it stands.
pub(super) fn check(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    let mut networks = subject.taxonomy.networks(Name::REQUIRES_ELEMENT).peekable();
    if networks.peek().is_none() {
        return;
    }
    let mut first: FxHashMap<QName, u32> = FxHashMap::default();
    for (fact, number) in written.facts.iter().zip(0..) {
        first.entry(fact.name).or_insert(number);
    }
    for relationship in networks.flat_map(Network::relationships) {
        let (Target::Concept(from), Target::Concept(to)) = (relationship.from, relationship.to) else { continue };
        let (from, to) = (subject.taxonomy.get(from).name, subject.taxonomy.get(to).name);
        let Some(reported) = first.get(&from).filter(|_| !first.contains_key(&to)) else { continue };
        let (from, to) = (subject.shown(from), subject.shown(to));
        let message = format!("{from} is reported, and {to}, which it requires, is not");
        let finding = Diagnostic::new(&REQUIRED, written.facts[*reported as usize].place, message);
        let arc = subject.taxonomy.arc(relationship.arc).place;
        findings.push(finding.expected(format!("a fact {to}")).related(arc, "the taxonomy requires it here"));
    }
}
