//! Contexts (XBRL 2.1, 4.7): periods, segments and scenarios.

use crate::instance::written::{Context, Part, PeriodElement, Written};
use crate::model::{Diagnostic, Name, Rule};
use crate::rules;
use crate::validate::subject::Subject;

rules! {
    class Specification, "XBRL 2.1";

    PERIOD_RUNS_BACKWARDS = Error "xbrl.4.7.2:periodRunsBackwards" at "4.7.2" {
        title: "a period does not end after it starts",
        why: "A duration covers the time from its start to its end; there is none between these.",
        example: "<startDate>2004-04-01</startDate><endDate>2004-03-30</endDate>",
        mended: "<startDate>2004-01-01</startDate><endDate>2004-03-31</endDate>",
    }

    SEGMENT_CONTENT = Error "xbrl.4.7.3.2:segmentContent" at "4.7.3.2" {
        title: "a segment holds an element of the instance's own vocabulary",
        why: "A segment says which part of the entity is meant; facts, contexts and units say other things.",
        example: "<segment><xbrli:unit id=\"u\"/></segment>",
        mended: "<segment><xbrldi:explicitMember dimension=\"ex:Region\">ex:Asia</xbrldi:explicitMember></segment>",
    }

    SCENARIO_CONTENT = Error "xbrl.4.7.4:scenarioContent" at "4.7.4" {
        title: "a scenario holds an element of the instance's own vocabulary",
        why: "A scenario says under which circumstances facts hold; facts, contexts and units say other things.",
        example: "<scenario><ex:Revenues contextRef=\"c\">5</ex:Revenues></scenario>",
        mended: "<scenario><xbrldi:explicitMember dimension=\"ex:Basis\">ex:Budget</xbrldi:explicitMember></scenario>",
    }
}

/// Checks every context.
pub(super) fn check(subject: &Subject<'_>, written: &Written, findings: &mut Vec<Diagnostic>) {
    for context in &written.contexts {
        findings.extend(check_order(subject, context));
        for (part, rule) in [(&context.segment, &SEGMENT_CONTENT), (&context.scenario, &SCENARIO_CONTENT)] {
            if let Some(part) = part {
                check_part(subject, written, part, rule, findings);
            }
        }
    }
}

fn check_order(subject: &Subject<'_>, context: &Context) -> Option<Diagnostic> {
    let Some(PeriodElement::Duration(start, end)) = &context.period else { return None };
    let (from, to) = (start.time.ok()?, end.time.ok()?);
    if from.at_utc() < to.at_utc() {
        return None;
    }
    let text = |moment: &crate::instance::written::Moment| moment.text.get(subject.documents).trim().to_owned();
    let message = format!("the period from {} to {} does not end after it starts", text(start), text(end));
    let finding = Diagnostic::new(&PERIOD_RUNS_BACKWARDS, end.place, message);
    Some(finding.expected(format!("an end after {from}")).found(to.to_string()).related(start.place, "the start"))
}

fn check_part(
    subject: &Subject<'_>,
    written: &Written,
    part: &Part,
    rule: &'static Rule,
    findings: &mut Vec<Diagnostic>,
) {
    let mut behind = part.content.start;
    for number in part.content.clone() {
        let row = &written.elements.all[number as usize];
        // What stands in something that can't stand here is not complained of again.
        if number < behind {
            continue;
        }
        let element = subject.taxonomy.element(row.name).map(|id| subject.taxonomy.element_of(id));
        let what = if row.name.namespace == Name::XBRLI {
            "is of the instance's own vocabulary"
        } else if element.is_some_and(|element| element.concept.is_some()) {
            "is a fact"
        } else {
            continue;
        };
        behind = row.next;
        let message = format!("{} can't stand here: it {what}", subject.shown(row.name));
        let mut finding = Diagnostic::new(rule, row.place, message);
        if let Some(element) = element {
            finding = finding.related(element.place, "declared here");
        }
        findings.push(finding);
    }
}
