//! Sections of what goes beyond single values: reported restatements, the roll-forward, derived values,
//! taxonomies.

use crate::diff::{
    ConceptChange, ConceptChangeKind, DerivedValue, FamilyChanges, Refusal, RefusedValue, Reported, RollForward,
    TaxonomyChanges, TotalPart, TotalParts, Value,
};

use super::figures;
use super::layout::{FEW, FEW_LINES, Group, Item, Section, groups, limit};
use super::{Rows, Shown};

fn section<'a>(
    key: &'static str,
    title: String,
    groups: Vec<Group<'a>>,
    lines: Vec<String>,
    rest: usize,
) -> Section<'a> {
    Section { key, title, groups, texts: Vec::new(), lines, rest }
}

/// Restatements by the filings' own account.
pub(super) fn reported(all: &[Reported], shown: Shown) -> Option<Section<'_>> {
    all.first()?;
    let items = all.iter().map(|reported| Item {
        thing: &reported.thing,
        periods: [&reported.period, &reported.period],
        values: [reported.old.as_ref(), reported.new.as_ref()],
        difference: None,
        change: None,
        weight: None,
        notes: vec![account(reported)],
        parts: &[],
    });
    let groups = groups(items, limit(FEW, shown));
    let rest = all.len().saturating_sub(limit(FEW, shown));
    Some(section("reported", format!("Restated by the filings' own account ({})", all.len()), groups, Vec::new(), rest))
}

/// What a filing reports of a restatement, and whether it is so.
pub(super) fn account(reported: &Reported) -> String {
    let number = |value: &Value| value.number.as_ref().map_or("nil".to_owned(), figures::grouped);
    let filing = figures::filing(reported.filing);
    let previously = reported.previously.as_ref().map(|value| format!("previously {}", number(value)));
    let adjustments = reported.adjustments.iter().map(|value| format!("adjusted by {}", number(value)));
    let parts: Vec<String> = previously.into_iter().chain(adjustments).collect();
    let verdict = match reported.agreed {
        Some(true) => "agreed",
        Some(false) => "not agreed",
        None => "nothing to lay it beside",
    };
    format!("the {filing} filing says {}: {verdict}", parts.join(", "))
}

/// What became of the closing balances.
pub(super) fn roll_forward(roll: &RollForward) -> Section<'static> {
    let all = roll.carried + roll.changed + roll.not_told;
    let mut line =
        format!("of {all} closing balances of the older filing, the newer one tells {} as they were", roll.carried);
    if roll.changed > 0 {
        line += &format!(", {} otherwise", roll.changed);
    }
    if roll.not_told > 0 {
        line += &format!("; it does not tell {} for that day", roll.not_told);
    }
    section("roll-forward", format!("Roll-forward: {}", roll.at), Vec::new(), vec![line], 0)
}

/// Values that no filing tells.
pub(super) fn derived(all: &[DerivedValue], shown: Shown) -> Option<Section<'_>> {
    let first = all.first()?;
    let filings = |derived: &DerivedValue| (derived.whole.filing, derived.before.filing);
    let are_alike = all.iter().all(|derived| filings(derived) == filings(first));
    let items = all.iter().map(|derived| Item {
        thing: &derived.thing,
        periods: [&derived.period, &derived.period],
        values: [Some(&derived.whole.value), Some(&derived.before.value)],
        difference: Some(&derived.value),
        change: None,
        weight: None,
        notes: if are_alike { Vec::new() } else { vec![operands(derived)] },
        parts: &[],
    });
    let mut groups = groups(items, limit(2 * FEW, shown));
    for group in &mut groups {
        group.columns = ["to date", "before", "derived"];
        // The difference is the value here, and no change.
        group.rows.iter_mut().for_each(|row| row.difference = row.difference.trim_start_matches('+').to_owned());
    }
    let rest = all.len().saturating_sub(limit(2 * FEW, shown));
    let of = if are_alike { format!(", {}", operands(first)) } else { String::new() };
    Some(section("derived", format!("Derived ({}){of}", all.len()), groups, Vec::new(), rest))
}

/// Where a derived value's operands come from.
fn operands(derived: &DerivedValue) -> String {
    match (derived.whole.filing, derived.before.filing) {
        (one, two) if one == two => format!("both values of the {} filing", figures::filing(one)),
        (one, two) => {
            format!("to date of the {} filing, before of the {} one", figures::filing(one), figures::filing(two))
        }
    }
}

/// What was not derived, by reason.
pub(super) fn refused(all: &[RefusedValue]) -> Option<Section<'_>> {
    all.first()?;
    let mut counts: Vec<(Refusal, usize)> = Vec::new();
    for refused in all {
        match counts.iter_mut().find(|(reason, _)| *reason == refused.reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((refused.reason, 1)),
        }
    }
    counts.sort_unstable();
    let lines = counts.iter().map(|(reason, count)| format!("{count}: {}", reason.words())).collect();
    Some(section("refused", format!("Not derived ({})", all.len()), Vec::new(), lines, 0))
}

/// What changed between the taxonomies: families in a line each, then what the filings use.
pub(super) fn taxonomy(changes: &TaxonomyChanges, shown: Shown) -> Option<Section<'_>> {
    if changes.is_empty() {
        return None;
    }
    let used = changes.concepts.iter().filter(|change| change.used || shown.rows == Rows::All);
    // A concept in use that is gone or came is told among the differences.
    let is_news = |change: &&ConceptChange| {
        shown.rows == Rows::All || !matches!(change.kind, ConceptChangeKind::Added | ConceptChangeKind::Gone)
    };
    let used: Vec<&ConceptChange> = used.filter(is_news).collect();
    let few = limit(2 * FEW_LINES, shown);
    let mut lines: Vec<String> = changes.families.iter().map(family).collect();
    lines.extend(used.iter().take(few).map(|change| concept(change)));
    lines.extend(changes.totals.iter().take(few).map(total));
    let rest = used.len().saturating_sub(few) + changes.totals.len().saturating_sub(few);
    Some(section("taxonomy", "Taxonomies".to_owned(), Vec::new(), lines, rest))
}

fn family(family: &FamilyChanges) -> String {
    let namespaces = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    let counts = [(family.added, "added"), (family.gone, "gone"), (family.changed, "changed")];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    format!("{}: {} ({} to {})", family.prefix, counts.join(", "), namespaces(&family.old), namespaces(&family.new))
}

/// A concept whose declaration changed, in a line.
pub(super) fn concept(change: &ConceptChange) -> String {
    let what = match &change.kind {
        ConceptChangeKind::Type { from, to } => format!("type {from} became {to}"),
        ConceptChangeKind::Balance { from, to } => format!("balance {from} became {to}"),
        ConceptChangeKind::PeriodType { from, to } => format!("period type {from} became {to}"),
        ConceptChangeKind::Gone => "gone".to_owned(),
        ConceptChangeKind::Added => "added".to_owned(),
    };
    format!("{}: {what}", change.concept)
}

/// A total with other parts, in a line.
pub(super) fn total(total: &TotalParts) -> String {
    let names = |parts: &[TotalPart]| {
        let name = |part: &TotalPart| part.label.as_deref().unwrap_or(&part.concept).to_owned();
        parts.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let told = [("gained", &total.gained), ("lost", &total.lost), ("counts otherwise", &total.reweighted)];
    let words: Vec<String> = told
        .iter()
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(word, parts)| format!("{word} {}", names(parts)))
        .collect();
    format!("{}: {} {}", total.statement, total.label.as_deref().unwrap_or(&total.total), words.join("; "))
}
