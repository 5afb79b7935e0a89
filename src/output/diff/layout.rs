//! What of a comparison people are shown, and in which order: sections, groups and rows.

use crate::diff::{
    Change, Class, Comparison, Confidence, Contradiction, Contribution, Difference, Edit, Evidence, Measure, Movement,
    Position, Recast, RecastKind, Relabelling, Renaming, Shared, Thing, TotalAbove, TotalChange, Value,
};
use crate::model::Decimal;

use super::figures;
use super::{Rows, Shown, accounts};

/// How many times as many rows a page has on which they can be searched.
const MANY: usize = 100;

/// Rows of a class that are shown unless all are asked for.
pub(super) const FEW: usize = 15;
/// Movements between one pair of periods that are.
const FEW_MOVEMENTS: usize = 30;
/// Rows that are told in a line each, such as labels.
pub(super) const FEW_LINES: usize = 8;

/// Characters of a text that is in one filing alone that are shown.
const SHOWN_TEXT: usize = 30;

/// A part of the page.
pub(super) struct Section<'a> {
    /// What it is about: a class, or what there is beside the classes.
    pub(super) key: &'static str,
    pub(super) title: String,
    pub(super) groups: Vec<Group<'a>>,
    /// Changed texts.
    pub(super) texts: Vec<Words<'a>>,
    /// What is told in a line each.
    pub(super) lines: Vec<String>,
    /// How many more there are.
    pub(super) rest: usize,
}

/// Rows of one statement, for the same periods and in the same unit.
pub(super) struct Group<'a> {
    /// Statement, where known, and period or periods.
    pub(super) heading: String,
    /// What the figures are in, such as `JPY thousands`.
    pub(super) unit: String,
    /// The headings of the two columns of values, and of their difference.
    pub(super) columns: [&'a str; 3],
    pub(super) rows: Vec<Row<'a>>,
}

/// A line of a group.
pub(super) struct Row<'a> {
    pub(super) item: Item<'a>,
    pub(super) thing: &'a Thing,
    pub(super) values: [String; 2],
    pub(super) difference: String,
    pub(super) percent: String,
    pub(super) note: Option<String>,
}

/// A text that changed.
pub(super) struct Words<'a> {
    pub(super) thing: &'a Thing,
    pub(super) period: &'a str,
    pub(super) edits: &'a [Edit],
}

/// Something that becomes a row.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub(super) thing: &'a Thing,
    /// What is the same within a group, beside statement and unit.
    pub(super) periods: [&'a Shared; 2],
    pub(super) values: [Option<&'a Value>; 2],
    pub(super) difference: Option<&'a Decimal>,
    pub(super) change: Option<&'a Change>,
    pub(super) weight: Option<&'a Decimal>,
    pub(super) notes: Vec<String>,
    /// Of a total, the parts that moved it.
    pub(super) parts: &'a [Contribution],
}

/// The name that a thing is shown by: its label, else its concept.
pub(in crate::output) fn name(thing: &Thing) -> &str {
    thing.label.as_deref().unwrap_or(&thing.concept)
}

/// The members of a thing, in a few words.
pub(in crate::output) fn members(thing: &Thing) -> Vec<String> {
    let local = |name: &str| name.split_once(':').map_or(name, |(_, local)| local).to_owned();
    let show = |member: &crate::diff::Member| match &member.label {
        Some(label) => label.strip_suffix(" [Member]").unwrap_or(label).to_owned(),
        None => local(&member.member),
    };
    let mut all: Vec<String> = thing.dimensions.iter().map(show).collect();
    all.extend(thing.entity.as_deref().map(ToOwned::to_owned));
    all.extend(thing.language.as_deref().map(ToOwned::to_owned));
    all
}

/// The sections of a comparison, the gravest first.
pub(super) fn sections(comparison: &Comparison, shown: Shown) -> Vec<Section<'_>> {
    let mut sections = Vec::new();
    sections.extend(contradictions(&comparison.contradictions, shown));
    sections.extend(accounts::reported(&comparison.reported, shown));
    sections.extend(comparison.roll_forward.as_ref().map(accounts::roll_forward));
    // The groups that are told together stand where their classes do.
    let mut together = vec![
        (Class::Recast, recasts(&comparison.recasts, shown)),
        (Class::Renamed, lines(Class::Renamed, &comparison.renamings, shown, renaming)),
        (Class::Relabelled, lines(Class::Relabelled, &comparison.relabellings, shown, relabelling)),
    ];
    for differences in comparison.differences.chunk_by(|one, two| one.class == two.class) {
        let class = differences[0].class;
        sections.extend(together.extract_if(.., |(other, _)| *other < class).filter_map(|(_, section)| section));
        sections.push(match class {
            Class::Text => texts(differences, shown),
            class => Section {
                key: class.name(),
                title: format!("{} ({})", title(class), differences.len()),
                groups: groups(differences.iter().map(item_of), limit(FEW, shown)),
                texts: Vec::new(),
                lines: Vec::new(),
                rest: differences.len().saturating_sub(limit(FEW, shown)),
            },
        });
    }
    sections.extend(together.into_iter().filter_map(|(_, section)| section));
    let same_periods = |movement: &Movement| (movement.kind, movement.from.period.clone(), movement.to.period.clone());
    let same = comparison.movements.chunk_by(|one, two| same_periods(one) == same_periods(two));
    sections.extend(same.map(|movements| moved(movements, shown)));
    sections.extend(accounts::derived(&comparison.derived, shown));
    sections.extend(accounts::refused(&comparison.refused));
    sections.extend(accounts::taxonomy(&comparison.taxonomy, shown));
    sections
}

/// Movements between the same two periods.
fn moved(movements: &[Movement], shown: Shown) -> Section<'_> {
    let Movement { kind, from, to, .. } = &movements[0];
    let are_alike = movements.iter().all(|other| (other.from.derived, other.to.derived) == (from.derived, to.derived));
    let derived = figures::derived(from.derived, to.derived).filter(|_| are_alike);
    let item = |movement| {
        let mut item = item_of_movement(movement);
        item.notes.retain(|note| Some(note.as_str()) != derived);
        item
    };
    let derived = derived.map_or(String::new(), |words| format!(", {words}"));
    let (title, count) = (figures::kind_title(*kind), movements.len());
    Section {
        key: Class::Movement.name(),
        title: format!("{title} ({count}): {} to {}{derived}", from.period, to.period),
        groups: groups(movements.iter().map(item), limit(FEW_MOVEMENTS, shown)),
        texts: Vec::new(),
        lines: Vec::new(),
        rest: count.saturating_sub(limit(FEW_MOVEMENTS, shown)),
    }
}

/// How many are shown where so many are a few.
pub(super) fn limit(few: usize, shown: Shown) -> usize {
    match shown.rows {
        Rows::Few => few,
        Rows::Many => few * MANY,
        Rows::All => usize::MAX,
    }
}

fn title(class: Class) -> &'static str {
    match class {
        Class::Contradiction => "Contradictions within a filing",
        Class::Restated => "Restated",
        Class::Sign => "Sign changed",
        Class::Scale => "Scale changed",
        Class::Split => "Split",
        Class::Recast => "Recast",
        Class::Unit => "Unit changed",
        Class::Nil => "Nil in one filing",
        Class::Text => "Text changed",
        Class::Renamed => "Renamed",
        Class::Relabelled => "Relabelled",
        Class::Removed => "Removed",
        Class::Added => "Added",
        Class::Precision => "Told with another precision",
        Class::Equal => "Equal",
        Class::Uncovered => "For periods that the other filing does not cover",
        Class::Movement => "Moved",
    }
}

fn contradictions(all: &[Contradiction], shown: Shown) -> Option<Section<'_>> {
    all.first()?;
    let item = |contradiction: &Contradiction| {
        let filing = figures::filing(contradiction.filing);
        let others = contradiction.values.get(2..).unwrap_or(&[]);
        let more = if others.is_empty() { String::new() } else { format!(", and {} more values", others.len()) };
        format!("in the {filing} filing{more}")
    };
    let items = all.iter().map(|contradiction| Item {
        thing: &contradiction.thing,
        periods: [&contradiction.period, &contradiction.period],
        values: [contradiction.values.first(), contradiction.values.get(1)],
        difference: None,
        change: None,
        weight: None,
        notes: vec![item(contradiction)],
        parts: &[],
    });
    let mut groups = groups(items, limit(FEW, shown));
    groups.iter_mut().for_each(|group| group.columns = ["one", "other", ""]);
    let title = format!("{} ({})", title(Class::Contradiction), all.len());
    Some(Section {
        key: Class::Contradiction.name(),
        title,
        groups,
        texts: Vec::new(),
        lines: Vec::new(),
        rest: all.len().saturating_sub(limit(FEW, shown)),
    })
}

fn recasts(all: &[Recast], shown: Shown) -> Option<Section<'_>> {
    all.first()?;
    Some(Section {
        key: Class::Recast.name(),
        title: format!("{} ({})", title(Class::Recast), all.len()),
        groups: all.iter().take(limit(FEW, shown)).map(recast).collect(),
        texts: Vec::new(),
        lines: Vec::new(),
        rest: all.len().saturating_sub(limit(FEW, shown)),
    })
}

/// A group of its own for each recast: the sum that holds, and the parts.
fn recast(recast: &Recast) -> Group<'_> {
    let items: Vec<Item<'_>> = recast
        .parts
        .iter()
        .map(|part| Item {
            thing: &part.thing,
            periods: [&recast.period, &recast.period],
            values: [part.old.as_ref(), part.new.as_ref()],
            difference: None,
            change: None,
            weight: Some(&recast.weight),
            notes: Vec::new(),
            parts: &[],
        })
        .collect();
    let mut group = group_of(&items);
    let (power, _) = scale_of(&items);
    group.heading = format!("{}: {}", group.heading, sum_that_holds(recast, power));
    group
}

/// The sum that holds, and what it is the sum of.
pub(super) fn sum_that_holds(recast: &Recast, power: i32) -> String {
    let sum = figures::grouped(&recast.sum.shift(-power));
    match recast.kind {
        RecastKind::Moved => format!("{sum} under other members"),
        RecastKind::Recut => format!("{sum} in all, along {}", recast.axis.as_deref().unwrap_or("an axis")),
        RecastKind::Regrouped => {
            let total = recast.total_label.as_deref().or(recast.total.as_deref()).unwrap_or("a total");
            format!("{sum} in all, within {total}")
        }
    }
}

/// A section of lines; none where there is nothing.
fn lines<'a, T>(class: Class, all: &[T], shown: Shown, line: fn(&T) -> String) -> Option<Section<'a>> {
    all.first()?;
    Some(Section {
        key: class.name(),
        title: format!("{} ({})", title(class), all.len()),
        groups: Vec::new(),
        texts: Vec::new(),
        lines: all.iter().take(limit(FEW_LINES, shown)).map(line).collect(),
        rest: all.len().saturating_sub(limit(FEW_LINES, shown)),
    })
}

/// A name that changed, in a line.
pub(in crate::output) fn renaming(renaming: &Renaming) -> String {
    let values = match (renaming.equal_values, renaming.other_values) {
        (0, _) => "the same label".to_owned(),
        (1, 0) => "1 equal value".to_owned(),
        (equal, 0) => format!("{equal} equal values"),
        (equal, other) => format!("{equal} equal values, {other} other"),
    };
    let confidence = match renaming.confidence {
        Confidence::High => "high",
        Confidence::Medium => "medium",
        Confidence::Low => "low",
    };
    format!("{} became {} ({confidence} confidence: {values})", renaming.from, renaming.to)
}

fn relabelling(relabelling: &Relabelling) -> String {
    format!("{}: \"{}\" became \"{}\"", relabelling.concept, relabelling.from, relabelling.to)
}

fn texts(differences: &[Difference], shown: Shown) -> Section<'_> {
    Section {
        key: Class::Text.name(),
        title: format!("{} ({})", title(Class::Text), differences.len()),
        groups: Vec::new(),
        texts: differences.iter().take(limit(FEW, shown)).map(words).collect(),
        lines: Vec::new(),
        rest: differences.len().saturating_sub(limit(FEW, shown)),
    }
}

fn words(difference: &Difference) -> Words<'_> {
    let edits = match &difference.evidence {
        Some(Evidence::Words(edits)) => edits.as_slice(),
        _ => &[],
    };
    Words { thing: &difference.thing, period: &difference.period, edits }
}

fn item_of(difference: &Difference) -> Item<'_> {
    let change = difference.change.as_ref();
    Item {
        thing: &difference.thing,
        periods: [&difference.period, &difference.period],
        values: [difference.old.as_ref(), difference.new.as_ref()],
        difference: change.map(|change| &change.difference),
        change,
        weight: Some(&difference.weight),
        notes: [difference.evidence.as_ref().and_then(figures::evidence), difference.total.as_ref().map(total_above)]
            .into_iter()
            .flatten()
            .collect(),
        parts: &difference.parts,
    }
}

fn item_of_movement(movement: &Movement) -> Item<'_> {
    Item {
        thing: &movement.thing,
        periods: [&movement.from.period, &movement.to.period],
        values: [Some(&movement.from.value), Some(&movement.to.value)],
        difference: Some(&movement.change.difference),
        change: Some(&movement.change),
        weight: Some(&movement.weight),
        notes: figures::ends(movement).map(str::to_owned).collect(),
        parts: &movement.parts,
    }
}

/// What became of the total above a restated line.
pub(super) fn total_above(total: &TotalAbove) -> String {
    let name = total.label.as_deref().unwrap_or(&total.concept);
    match total.outcome {
        TotalChange::AsMuch => format!("{name} moved by as much"),
        TotalChange::Otherwise => format!("{name} moved by another amount"),
        TotalChange::Unchanged => format!("{name} did not move"),
    }
}

/// The parts that moved a total, in a few words.
pub(super) fn contributions(parts: &[Contribution], power: i32) -> Option<String> {
    parts.first()?;
    let words = |part: &Contribution| {
        let name = part.label.as_deref().unwrap_or(&part.concept);
        // What it did to the total: less of what is taken away makes more.
        format!("{} from {name}", figures::signed(&part.share.shift(-power)))
    };
    Some(format!("of it {}", parts.iter().map(words).collect::<Vec<_>>().join(", ")))
}

/// The first items, the weightiest, in the order of the statements.
pub(super) fn groups<'a>(items: impl Iterator<Item = Item<'a>>, limit: usize) -> Vec<Group<'a>> {
    let mut items: Vec<Item<'a>> = items.take(limit).collect();
    let last = Position { is_note: true, statement: u32::MAX, line: 0, depth: 0 };
    let unit = |item: &Item<'a>| (item.thing.measure, item.thing.unit.clone());
    let group = |item: &Item<'a>| {
        let statement = item.thing.position.unwrap_or(last).statement;
        // The last period first; those of one movement are the same.
        let end = item.periods[1].rsplit("..").next().unwrap_or_default().to_owned();
        (statement, std::cmp::Reverse(end), item.periods[1].clone(), unit(item))
    };
    // Of one line the whole before its members.
    items
        .sort_by_key(|item| (group(item), item.thing.position.unwrap_or(last).line, !item.thing.dimensions.is_empty()));
    items.chunk_by(|one, two| group(one) == group(two)).map(group_of).collect()
}

fn group_of<'a>(items: &[Item<'a>]) -> Group<'a> {
    let thing = items[0].thing;
    let [from, to] = items[0].periods;
    let is_movement = from != to;
    let (power, scale) = scale_of(items);
    let unit = thing.unit.as_deref().unwrap_or("");
    let statement = thing.statement.as_deref();
    let period = (!is_movement).then_some(&**to);
    Group {
        heading: [statement, period].into_iter().flatten().collect::<Vec<_>>().join(", "),
        unit: scale.map_or_else(|| unit.to_owned(), |scale| format!("{unit} {scale}")),
        columns: if is_movement { ["from", "to", "change"] } else { ["old", "new", "change"] },
        rows: items.iter().map(|item| row_of(item, power)).collect(),
    }
}

/// The beginning of a text that is told among figures; of names the local ones.
pub(in crate::output) fn shortened(text: &str) -> String {
    let local =
        |word: &str| word.split_once('#').filter(|(uri, _)| uri.starts_with("http")).map(|(_, local)| local.to_owned());
    let names: Option<Vec<String>> = text.split_whitespace().map(local).collect();
    let names = names.filter(|names| !names.is_empty()).map(|names| names.join(" "));
    let text = names.as_deref().unwrap_or(text);
    match text.char_indices().nth(SHOWN_TEXT) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
    }
}

/// The scale that amounts are shown in; other quantities are shown as they are.
fn scale_of(items: &[Item<'_>]) -> (i32, Option<&'static str>) {
    let values = items.iter().flat_map(|item| item.values).flatten();
    let numbers: Vec<&Decimal> = values.filter_map(|value| value.number.as_ref()).collect();
    let is_amount = items.first().is_some_and(|item| item.thing.measure == Measure::Amount);
    if is_amount { figures::scale(&numbers) } else { (0, None) }
}

/// All that is said beside a row's figures.
fn note(item: &Item<'_>, power: i32) -> Option<String> {
    let notes: Vec<String> = item.notes.iter().cloned().chain(contributions(item.parts, power)).collect();
    (!notes.is_empty()).then(|| notes.join("; "))
}

fn row_of<'a>(item: &Item<'a>, power: i32) -> Row<'a> {
    let show = |value: Option<&Value>| match value {
        None => String::new(),
        Some(Value { number: Some(number), .. }) => figures::grouped(&number.shift(-power)),
        Some(Value { value: None, .. }) => "nil".to_owned(),
        Some(Value { value: Some(text), .. }) => shortened(text),
    };
    let points = |difference: &Decimal| match item.thing.measure {
        Measure::Ratio => format!("{} points", figures::signed(&difference.shift(2))),
        _ => figures::signed(&difference.shift(-power)),
    };
    Row {
        item: item.clone(),
        thing: item.thing,
        values: item.values.map(show),
        difference: item.difference.map_or(String::new(), points),
        percent: item.change.map_or(String::new(), figures::percent),
        note: note(item, power),
    }
}
