//! Footnote links (XBRL 2.1, 4.11): what locators point at, what arcs lead from and to, languages.

use crate::instance::written::{Ends, FootnoteArc, FootnoteLink, FootnoteLocator, Written};
use crate::model::{Diagnostic, Name};
use crate::rules;
use crate::taxonomy::Address;
use crate::taxonomy::rules::fragments::TOO_MANY_RELATIONSHIPS;
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    LOCATOR_TARGET = Error "xbrl.4.11.1.1:locatorTarget" at "4.11.1.1" {
        title: "a locator of a footnote link does not point at a fact of its own instance",
        why: "A footnote link says which facts have which footnotes, and of other things it can't say that.",
        example: "<link:loc xlink:type=\"locator\" xlink:href=\"#context1\" xlink:label=\"fact\"/>",
        mended: "<link:loc xlink:type=\"locator\" xlink:href=\"#fact1\" xlink:label=\"fact\"/>",
    }

    NO_LANGUAGE = Error "xbrl.4.11.1.2.1:noLanguage" at "4.11.1.2.1" {
        title: "a footnote does not say its language",
        why: "Who shows a report in one language can't tell whether the footnote belongs there.",
        example: "<link:footnote xlink:type=\"resource\" xlink:label=\"note\">Restated.</link:footnote>",
        mended: "<link:footnote xlink:type=\"resource\" xlink:label=\"note\" xml:lang=\"en\">Restated.</link:footnote>",
    }

    NO_SUCH_LABEL = Error "xbrl.4.11.1.3:noSuchLabel" at "4.11.1.3" {
        title: "an arc of a footnote link names a label that nothing in the link has",
        why: "The arc leads nowhere, and the fact is without its footnote.",
        example: "<link:footnoteArc xlink:type=\"arc\" xlink:from=\"fact\" xlink:to=\"nowhere\" …/>",
        mended: "<link:footnoteArc xlink:type=\"arc\" xlink:from=\"fact\" xlink:to=\"note\" …/>",
    }

    NOT_FACT_TO_FOOTNOTE = Error "xbrl.4.11.1.3.1:notFactToFootnote" at "4.11.1.3.1" {
        title: "a fact-footnote arc does not lead from a fact to a footnote",
        why: "The arcrole says that the one end is a fact and the other its footnote; here they are something else.",
        example: "<link:footnoteArc xlink:from=\"note1\" xlink:to=\"note2\" \
                  xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/fact-footnote\" …/>",
        mended: "<link:footnoteArc xlink:from=\"fact\" xlink:to=\"note\" \
                 xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/fact-footnote\" …/>",
    }
}

/// Checks every footnote link.
pub(super) fn check(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    let Some(first) = written.links.first() else { return };
    let source = subject.taxonomy.sources().iter().find(|source| source.document == first.place.document);
    let address = source.map(|source| &source.address);
    for link in &written.links {
        for locator in &link.locators {
            findings.extend(check_locator(locator, address));
        }
        for resource in &link.resources {
            if subject.report.footnotes[resource.footnote as usize].language.is_none() {
                findings.push(Diagnostic::new(&NO_LANGUAGE, resource.place, "the footnote does not say its language"));
            }
        }
        let ends = link.ends();
        for arc in &link.arcs {
            findings.extend(check_labels(link, &ends, arc));
            if arc.is_left_out {
                let message = "the footnote arcs of the instance relate more things than can be handled from here on";
                findings.push(Diagnostic::new(&TOO_MANY_RELATIONSHIPS, arc.place, message));
            }
            if arc.arcrole == Name::FACT_FOOTNOTE {
                findings.extend(check_ends(&ends, arc));
            }
        }
    }
}

fn check_locator(locator: &FootnoteLocator, address: Option<&Address>) -> Option<Diagnostic> {
    let elsewhere = address.is_some_and(|own| {
        let base = locator.bases.iter().fold(own.clone(), |base, reference| base.join(reference));
        base.join(&locator.href).key() != own.key()
    });
    let what = match locator.target {
        _ if elsewhere => "points into another document",
        None => "points at no item or tuple",
        Some(_) => return None,
    };
    let message = format!("the locator {:?} {what}", locator.href);
    Some(Diagnostic::new(&LOCATOR_TARGET, locator.place, message).expected("a fact of this instance"))
}

fn check_labels(link: &FootnoteLink, ends: &Ends<'_>, arc: &FootnoteArc) -> Vec<Diagnostic> {
    let labels = [("from", arc.from), ("to", arc.to)];
    // A label that isn't written is for the schema to complain of.
    let missing = labels.into_iter().filter(|(_, label)| !label.is_empty() && ends.labelled(*label).is_none());
    let finding = |(end, label): (&str, Name)| {
        let message = format!("nothing in the link has the label {:?}, which the arc leads {end}", label.as_str());
        Diagnostic::new(&NO_SUCH_LABEL, arc.place, message).related(link.place, "the link")
    };
    missing.map(finding).collect()
}

/// Whether a fact-footnote arc leads from facts to footnotes. Locators that point at nothing have findings of their own.
fn check_ends(ends: &Ends<'_>, arc: &FootnoteArc) -> Option<Diagnostic> {
    let footnote = ends.labelled(arc.from).and_then(|from| from.resources.first());
    let fact = ends.labelled(arc.to).and_then(|to| to.locators.iter().find(|locator| locator.target.is_some()));
    let (message, place) = match (footnote, fact) {
        (Some(footnote), _) => ("the arc leads from a footnote, not from a fact", footnote.place),
        (None, Some(fact)) => ("the arc leads to a fact, not to a footnote", fact.place),
        (None, None) => return None,
    };
    Some(Diagnostic::new(&NOT_FACT_TO_FOOTNOTE, arc.place, message).related(place, "this end"))
}
