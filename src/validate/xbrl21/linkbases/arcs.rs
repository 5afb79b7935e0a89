//! Arcs as they are written (XBRL 2.1, 3.5.3.9, 5.2.2.3, 5.2.3.3 and 5.2.5.2.1).

use crate::model::{Decimal, Diagnostic, Name, Place, Rule};
use crate::rules;
use crate::taxonomy::{Arc, Link, Locator, ResourceId, Target, Taxonomy};
use crate::validate::set::Set;
use crate::validate::xbrl21::standard::{self, LinkKind};

rules! {
    class Specification, "XBRL 2.1";

    NO_SUCH_FROM = Error "xbrl.3.5.3.9.2:noSuchLabel" at "3.5.3.9.2" {
        title: "an arc comes from a label that nothing in its link has",
        why: "The arc relates nothing.",
        example: "<link:loc xlink:label=\"assets\" …/> … <link:labelArc xlink:from=\"asets\" …/>",
        mended: "<link:loc xlink:label=\"assets\" …/> … <link:labelArc xlink:from=\"assets\" …/>",
    }

    NO_SUCH_TO = Error "xbrl.3.5.3.9.3:noSuchLabel" at "3.5.3.9.3" {
        title: "an arc goes to a label that nothing in its link has",
        why: "The arc relates nothing.",
        example: "<link:label xlink:label=\"text\" …/> … <link:labelArc xlink:to=\"txt\" …/>",
        mended: "<link:label xlink:label=\"text\" …/> … <link:labelArc xlink:to=\"text\" …/>",
    }

    REPEATED = Error "xbrl.3.5.3.9:arcRepeated" at "3.5.3.9" {
        title: "two arcs of a link have the same ends",
        why: "XLink allows one arc between two labels of a link; another arc belongs into another link.",
        example: "<link:presentationArc xlink:from=\"a\" xlink:to=\"b\" …/>\
                  <link:presentationArc xlink:from=\"a\" xlink:to=\"b\" …/>",
        mended: "<link:presentationArc xlink:from=\"a\" xlink:to=\"b\" …/>",
    }

    LABEL_ENDS = Error "xbrl.5.2.2.3:labelArcEnds" at "5.2.2.3" {
        title: "a concept-label arc does not go from a concept to a label",
        why: "It says that the label is the concept's.",
        example: "<link:labelArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-label\" \
                  xlink:from=\"assets\" xlink:to=\"liabilities\"/>",
        mended: "<link:labelArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-label\" \
                 xlink:from=\"assets\" xlink:to=\"assets_label\"/>",
    }

    REMOTE_LABEL = Error "xbrl.5.2.2.3:remoteLabel" at "5.2.2.3" {
        title: "a concept is given a label of another link",
        why: "Labels of other links can be taken from a concept, by an arc that prohibits; they can't be given to one.",
        example: "<link:labelArc xlink:from=\"assets\" xlink:to=\"locator_of_a_label\" use=\"optional\" …/>",
        mended: "<link:labelArc xlink:from=\"assets\" xlink:to=\"locator_of_a_label\" use=\"prohibited\" …/>",
    }

    REFERENCE_ENDS = Error "xbrl.5.2.3.3:referenceArcEnds" at "5.2.3.3" {
        title: "a concept-reference arc does not go from a concept to a reference",
        why: "It says that the reference is the concept's.",
        example: "<link:referenceArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-reference\" \
                  xlink:from=\"assets\" xlink:to=\"liabilities\"/>",
        mended: "<link:referenceArc xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-reference\" \
                 xlink:from=\"assets\" xlink:to=\"assets_reference\"/>",
    }

    REMOTE_REFERENCE = Error "xbrl.5.2.3.3:remoteReference" at "5.2.3.3" {
        title: "a concept is given a reference of another link",
        why: "References of other links can be taken from a concept, by an arc that prohibits; they can't be given \
              to one.",
        example: "<link:referenceArc xlink:from=\"assets\" xlink:to=\"locator_of_a_reference\" use=\"optional\" …/>",
        mended: "<link:referenceArc xlink:from=\"assets\" xlink:to=\"locator_of_a_reference\" use=\"prohibited\" …/>",
    }

    ZERO_WEIGHT = Error "xbrl.5.2.5.2.1:zeroWeight" at "5.2.5.2.1" {
        title: "a calculation arc has the weight zero",
        why: "What is counted zero times is no part of a sum.",
        example: "<link:calculationArc weight=\"0\" …/>",
        mended: "<link:calculationArc weight=\"1\" …/>",
    }
}

/// Checks all arcs.
pub(super) fn check(set: &Set<'_>, findings: &mut Vec<Diagnostic>) {
    let mut checked = Checked { set, ends: Vec::new(), pairs: Vec::new(), findings };
    for link in set.taxonomy.links().links.iter().filter(|link| set.has(link.source)) {
        checked.link(link);
    }
}

/// One end that a label names.
#[derive(Clone, Copy)]
struct End {
    label: u32,
    target: Target,
    /// Whether it is a resource of the link itself.
    local: bool,
}

/// The link that is looked at, with lists that are filled anew for each.
struct Checked<'s, 'a> {
    set: &'s Set<'a>,
    /// Sorted by label.
    ends: Vec<End>,
    /// From, to, and the arc's number.
    pairs: Vec<(u32, u32, usize)>,
    findings: &'s mut Vec<Diagnostic>,
}

impl Checked<'_, '_> {
    fn link(&mut self, link: &Link) {
        let links = self.set.taxonomy.links();
        self.fill(self.set.taxonomy, link);
        for (row, arc) in link.arcs.indices().zip(link.arcs.of(&links.arcs)) {
            self.label(arc, arc.from, &NO_SUCH_FROM, "comes from");
            self.label(arc, arc.to, &NO_SUCH_TO, "goes to");
            if arc.from != Locator::NO_LABEL && arc.to != Locator::NO_LABEL {
                self.pairs.push((arc.from, arc.to, row));
            }
            self.resource_arc(link, arc);
            if arc.element.local.as_str() == "calculationArc" && arc.weight.as_ref().is_some_and(Decimal::is_zero) {
                self.findings.push(Diagnostic::new(&ZERO_WEIGHT, arc.place, "the weight of this arc is zero"));
            }
        }
        self.pairs.sort_unstable();
        for pair in self.pairs.windows(2) {
            let (first, again) = (pair[0], pair[1]);
            if (first.0, first.1) == (again.0, again.1) {
                let message = "this arc has the ends of another arc of its link";
                let finding = Diagnostic::new(&REPEATED, links.arcs[again.2].place, message);
                self.findings.push(finding.related(links.arcs[first.2].place, "the other arc"));
            }
        }
    }

    /// Finds what each label of the link names.
    fn fill(&mut self, taxonomy: &Taxonomy, link: &Link) {
        let links = taxonomy.links();
        self.ends.clear();
        self.pairs.clear();
        let locators = link.locators.of(&links.locators).iter();
        self.ends.extend(locators.map(|locator| End { label: locator.label, target: locator.target, local: false }));
        let resources = link.resources.indices().zip(link.resources.of(&links.resources));
        self.ends.extend(resources.map(|(row, resource)| End {
            label: resource.label,
            target: Target::Resource(ResourceId::at(row)),
            local: true,
        }));
        self.ends.sort_unstable_by_key(|end| end.label);
    }

    fn ends(&self, label: u32) -> &[End] {
        let start = self.ends.partition_point(|end| end.label < label);
        let length = self.ends[start..].partition_point(|end| end.label == label);
        &self.ends[start..start + length]
    }

    fn label(&mut self, arc: &Arc, label: u32, rule: &'static Rule, verb: &str) {
        // An arc without the attribute is XML Schema's affair.
        if label != Locator::NO_LABEL && self.ends(label).is_empty() {
            let message = format!("this arc {verb} a label that nothing in its link has");
            self.findings.push(Diagnostic::new(rule, arc.place, message));
        }
    }

    /// The ends of arcs that give concepts labels and references.
    fn resource_arc(&mut self, link: &Link, arc: &Arc) {
        let (resource, ends, remote) = match standard::arcrole_tail(arc.arcrole) {
            Some("concept-label") => ("label", &LABEL_ENDS, &REMOTE_LABEL),
            Some("concept-reference") => ("reference", &REFERENCE_ENDS, &REMOTE_REFERENCE),
            _ => return,
        };
        if LinkKind::of(link.element).is_none() || !standard::is_arc(arc.element) {
            return;
        }
        let set = self.set;
        let wrong_from = self.ends(arc.from).iter().find(|end| !is_concept(set, end.target));
        let wrong_to = self.ends(arc.to).iter().find(|end| !is_resource(set, end.target, resource));
        let is_remote = !arc.prohibited && self.ends(arc.to).iter().any(|end| !end.local);
        let finding = match (wrong_from, wrong_to) {
            (Some(end), _) => {
                let message = format!("this arc comes from {}", set.words(end.target));
                Diagnostic::new(ends, arc.place, message).expected("a concept")
            }
            (None, Some(end)) => {
                let message = format!("this arc goes to {}", set.words(end.target));
                Diagnostic::new(ends, arc.place, message).expected(format!("a {resource}"))
            }
            (None, None) if is_remote => {
                let message = format!("this arc gives a concept a {resource} of another link");
                Diagnostic::new(remote, arc.place, message).expected(format!("a {resource} of its own link"))
            }
            (None, None) => return,
        };
        let target = wrong_from.or(wrong_to).map(|end| end.target);
        let place: Option<Place> = target.and_then(|target| set.place_of(target));
        self.findings.push(match place {
            Some(place) => finding.related(place, "what it relates"),
            None => finding,
        });
    }
}

/// Whether an end is a concept; what can't be judged, or is an error of its locator already, passes.
fn is_concept(set: &Set<'_>, target: Target) -> bool {
    !matches!(target, Target::Resource(_)) || set.is_unknown(target)
}

/// Whether an end is a resource of a kind; what can't be judged, or is an error of its locator already, passes.
fn is_resource(set: &Set<'_>, target: Target, kind: &str) -> bool {
    match target {
        Target::Resource(id) => {
            let name = set.taxonomy.resource(id).element;
            name.namespace == Name::LINK && name.local.as_str() == kind
        }
        Target::Concept(_) => false,
        _ => true,
    }
}
